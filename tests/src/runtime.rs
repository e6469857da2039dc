//! A mock of the Lambda Runtime API with one function at it, as AWS runs one instance.
//!
//! After <https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html>: `invocation/next` waits for an event and
//! hands it over with its headers; `invocation/ID/response` and `invocation/ID/error` end that invocation and no other;
//! an answer over 6 MiB is refused.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, OnceLock, mpsc};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, bail};
use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path as UrlPath, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{AppendHeaders, IntoResponse};
use axum::routing::{get, post};
use tokio::sync::{Mutex as AsyncMutex, mpsc as events};

/// How long a function may take over one event, here and in `template.yaml`.
const TIMEOUT: Duration = Duration::from_secs(5);
/// The largest answer that Lambda takes.
const LIMIT: usize = 6 * 1024 * 1024;

/// How an invocation ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The function's answer.
    Response(Bytes),
    /// The function's error, of which Lambda makes a 500: its JSON.
    Error(Bytes),
}

impl Outcome {
    /// The answer.
    ///
    /// # Errors
    /// When it is an error.
    pub fn response(self) -> Result<Bytes> {
        match self {
            Self::Response(body) => Ok(body),
            Self::Error(body) => bail!("the function failed: {}", String::from_utf8_lossy(&body)),
        }
    }
}

/// One function at the API. It ends when this is dropped.
#[derive(Debug)]
pub struct Runtime {
    child: Child,
    started: Instant,
    api: Arc<Api>,
    events: events::Sender<Vec<u8>>,
    outcomes: mpsc::Receiver<(Outcome, Duration)>,
    log: PathBuf,
    // The server ends with it.
    _server: tokio::runtime::Runtime,
}

/// What the handlers share.
#[derive(Debug)]
struct Api {
    events: AsyncMutex<events::Receiver<Vec<u8>>>,
    outcomes: mpsc::Sender<(Outcome, Duration)>,
    first_asked: OnceLock<Instant>,
    /// The invocation under way, and when its event was handed over.
    current: Mutex<Option<(String, Instant)>>,
}

impl Runtime {
    /// Starts `program` with `environment` beside what Lambda gives it.
    ///
    /// # Errors
    /// When it can't be started.
    pub fn start(program: &Path, environment: &[(&str, &str)]) -> Result<Self> {
        let server = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
        let listener = server.block_on(tokio::net::TcpListener::bind("127.0.0.1:0"))?;
        let address = listener.local_addr()?;
        let (events, waiting) = events::channel(1);
        let (ended, outcomes) = mpsc::channel();
        let api = Arc::new(Api {
            events: AsyncMutex::new(waiting),
            outcomes: ended,
            first_asked: OnceLock::new(),
            current: Mutex::new(None),
        });
        let router = router(api.clone());
        server.spawn(async move { axum::serve(listener, router).await });

        let log = std::env::temp_dir().join(format!("function-{}-{}.log", std::process::id(), address.port()));
        let output = std::fs::File::create(&log)?;
        let mut command = Command::new(program);
        command.env_clear().envs(lambda_environment(address)).envs(environment.iter().copied());
        command.stdin(Stdio::null()).stdout(output.try_clone()?).stderr(output);
        let started = Instant::now();
        let child = command.spawn().with_context(|| format!("{} doesn't start", program.display()))?;
        Ok(Self { child, started, api, events, outcomes, log, _server: server })
    }

    /// How long after its start it asked for its first event; waits for it.
    ///
    /// # Errors
    /// When it ends, or doesn't ask in time.
    pub fn cold_start(&mut self) -> Result<Duration> {
        loop {
            if let Some(asked) = self.api.first_asked.get() {
                return Ok(asked.duration_since(self.started));
            }
            self.alive()?;
            if self.started.elapsed() > TIMEOUT {
                bail!("the function didn't ask for an event within {TIMEOUT:?}");
            }
            std::thread::sleep(Duration::from_micros(200));
        }
    }

    /// Has it answer `event`; how it ended, and the time from handing the event over to its answer.
    ///
    /// # Errors
    /// When it ends or takes too long.
    pub fn invoke(&mut self, event: impl Into<Vec<u8>>) -> Result<(Outcome, Duration)> {
        self.events.blocking_send(event.into()).context("the mock has ended")?;
        if let Ok(outcome) = self.outcomes.recv_timeout(TIMEOUT) {
            return Ok(outcome);
        }
        self.alive()?;
        bail!("no answer within {TIMEOUT:?}; it printed: {}", self.log()?)
    }

    /// What it has printed so far.
    ///
    /// # Errors
    /// When it can't be read.
    pub fn log(&self) -> Result<String> {
        Ok(std::fs::read_to_string(&self.log)?)
    }

    /// Its resident memory in KiB: now, and the most that it has been.
    ///
    /// # Errors
    /// When the system doesn't tell.
    pub fn memory(&self) -> Result<(u64, u64)> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let field = |name| {
            let line = status.lines().find_map(|line| line.strip_prefix(name)).context("no memory in its status")?;
            line.trim().trim_end_matches(" kB").parse::<u64>().context("memory is no number")
        };
        Ok((field("VmRSS:")?, field("VmHWM:")?))
    }

    fn alive(&mut self) -> Result<()> {
        match self.child.try_wait()? {
            None => Ok(()),
            Some(status) => bail!("the function ended with {status}; it printed: {}", self.log()?),
        }
    }
}

impl Drop for Runtime {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = std::fs::remove_file(&self.log);
    }
}

fn router(api: Arc<Api>) -> Router {
    let version = Router::new()
        .route("/invocation/next", get(next))
        .route("/invocation/{id}/response", post(response))
        .route("/invocation/{id}/error", post(error))
        .route("/init/error", post(async || StatusCode::ACCEPTED))
        .layer(DefaultBodyLimit::disable());
    Router::new().nest("/2018-06-01/runtime", version).with_state(api)
}

async fn next(State(api): State<Arc<Api>>) -> impl IntoResponse {
    api.first_asked.get_or_init(Instant::now);
    let event = api.events.lock().await.recv().await.unwrap_or_default();
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let id = format!("8476a536-e9f4-11e8-9739-{:012x}", now.as_micros() & 0xffff_ffff_ffff);
    let headers = AppendHeaders([
        ("content-type", "application/json".to_owned()),
        ("lambda-runtime-aws-request-id", id.clone()),
        ("lambda-runtime-deadline-ms", (now + TIMEOUT).as_millis().to_string()),
        (
            "lambda-runtime-invoked-function-arn",
            "arn:aws:lambda:eu-central-1:123456789012:function:estimate".to_owned(),
        ),
        ("lambda-runtime-trace-id", "Root=1-66f1a2b3-0123456789abcdef01234567;Sampled=0".to_owned()),
    ]);
    *api.current.lock().expect("no handler panics") = Some((id, Instant::now()));
    (headers, event)
}

async fn response(State(api): State<Arc<Api>>, UrlPath(id): UrlPath<String>, body: Bytes) -> impl IntoResponse {
    if body.len() > LIMIT {
        return (StatusCode::PAYLOAD_TOO_LARGE, "{\"errorType\":\"Function.ResponseSizeTooLarge\"}");
    }
    end(&api, &id, Outcome::Response(body))
}

async fn error(
    State(api): State<Arc<Api>>,
    UrlPath(id): UrlPath<String>,
    headers: HeaderMap,
    body: Bytes,
) -> impl IntoResponse {
    if !headers.contains_key("lambda-runtime-function-error-type") {
        return (StatusCode::BAD_REQUEST, "{\"errorType\":\"InvalidErrorShape\"}");
    }
    end(&api, &id, Outcome::Error(body))
}

/// Ends the invocation under way if it is `id`.
fn end(api: &Api, id: &str, outcome: Outcome) -> (StatusCode, &'static str) {
    let now = Instant::now();
    match api.current.lock().expect("no handler panics").take_if(|(current, _)| current == id) {
        Some((_, handed_over)) => {
            let _ = api.outcomes.send((outcome, now.duration_since(handed_over)));
            (StatusCode::ACCEPTED, "{\"status\":\"OK\"}")
        }
        None => (StatusCode::BAD_REQUEST, "{\"errorType\":\"InvalidRequestID\"}"),
    }
}

/// What Lambda puts into a function's environment.
fn lambda_environment(api: SocketAddr) -> [(&'static str, String); 10] {
    [
        ("AWS_LAMBDA_RUNTIME_API", api.to_string()),
        ("AWS_LAMBDA_FUNCTION_NAME", "estimate".into()),
        ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "256".into()),
        ("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST".into()),
        ("AWS_LAMBDA_LOG_FORMAT", "JSON".into()),
        ("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand".into()),
        ("AWS_REGION", "eu-central-1".into()),
        ("LAMBDA_TASK_ROOT", "/var/task".into()),
        ("_HANDLER", "bootstrap".into()),
        ("TZ", ":UTC".into()),
    ]
}
