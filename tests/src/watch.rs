//! The local service: the real `cargo lambda watch` with both functions behind it, on a port of its own.

use std::fs::File;
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::workspace::{root, tool};

/// A handwritten 7 (made for these tests) as a request's body.
pub const SEVEN: &str = include_str!("../golden/seven.json");

/// The body of a request with an explanation asked for.
#[must_use]
pub fn explain(body: &str) -> String {
    body.replacen('{', "{\"explain\":true,", 1)
}

/// Long enough to compile everything on a slow machine.
const STARTED_BY: Duration = Duration::from_secs(600);
/// A request that takes longer has been lost, and is sent once more.
const LOST_AFTER: Duration = Duration::from_secs(30);

/// A running local service; it ends when this is dropped.
#[derive(Debug)]
pub struct Watch {
    child: Child,
    address: String,
    log: PathBuf,
}

impl Watch {
    /// The one that tests of this program are using now, or else one that is started: it ends with its last user.
    ///
    /// # Errors
    /// As for [`Watch::start`].
    pub fn shared() -> Result<Arc<Self>> {
        static SHARED: Mutex<Weak<Watch>> = Mutex::new(Weak::new());
        let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(running) = shared.upgrade() {
            return Ok(running);
        }
        let started = Arc::new(Self::start()?);
        *shared = Arc::downgrade(&started);
        Ok(started)
    }

    /// Starts it and waits until both functions have been compiled and answer.
    ///
    /// # Errors
    /// When it can't be started, ends or doesn't answer.
    pub fn start() -> Result<Self> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let log = root().join(format!("target/watch-{port}.log"));
        let output = File::create(&log).with_context(|| format!("{} can't be written", log.display()))?;
        let child = tool("cargo")?
            .args(["lambda", "watch", "--ignore-changes", "--disable-cors", "-A", "127.0.0.1", "-P"])
            .arg(port.to_string())
            .stdin(Stdio::null())
            .stdout(output.try_clone()?)
            .stderr(output)
            .spawn()
            .context("`cargo lambda watch` doesn't start; `make test` installs it")?;
        let mut watch = Self { child, address: format!("http://127.0.0.1:{port}"), log };
        watch.warm_up().with_context(|| format!("{} says more", watch.log.display()))?;
        Ok(watch)
    }

    /// Where it answers, without a slash at the end: `http://127.0.0.1:41234`.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The status and the body of the answer to `method path` with `body`; a lost request is sent once more.
    ///
    /// # Errors
    /// When there is no answer.
    pub fn request(&self, method: &str, path: &str, body: &str) -> Result<(u16, String)> {
        let send = || self.exchange(method, path, body);
        send().or_else(|_| send()).with_context(|| format!("{method} {path}"))
    }

    /// The same, sent once.
    ///
    /// # Errors
    /// When there is no answer.
    pub fn exchange(&self, method: &str, path: &str, body: &str) -> Result<(u16, String)> {
        exchange(method, &format!("{}{path}", self.address), body, LOST_AFTER)
    }

    fn warm_up(&mut self) -> Result<()> {
        let started = Instant::now();
        for (method, path, body) in [("POST", "/estimate", SEVEN), ("GET", "/", "")] {
            let url = format!("{}{path}", self.address);
            loop {
                let answer = exchange(method, &url, body, STARTED_BY);
                if matches!(answer, Ok((200, _))) {
                    break;
                }
                if let Some(status) = self.child.try_wait()? {
                    bail!("`cargo lambda watch` ended with {status}");
                }
                if started.elapsed() > STARTED_BY {
                    bail!("{method} {path} isn't answered: {answer:?}");
                }
                std::thread::sleep(Duration::from_millis(100));
            }
        }
        Ok(())
    }
}

impl Drop for Watch {
    /// SIGTERM, on which it ends its functions first.
    fn drop(&mut self) {
        let _ = Command::new("kill").arg(self.child.id().to_string()).status();
        let _ = self.child.wait();
    }
}

/// One HTTP exchange, whatever the status.
fn exchange(method: &str, url: &str, body: &str, timeout: Duration) -> Result<(u16, String)> {
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .timeout_global(Some(timeout))
        .http_status_as_error(false)
        .allow_non_standard_methods(true)
        .build()
        .into();
    let request = ureq::http::Request::builder().method(method).uri(url).body(body)?;
    let mut response = agent.run(request)?;
    Ok((response.status().as_u16(), response.body_mut().read_to_string()?))
}
