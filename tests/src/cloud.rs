//! The cloud that the deployment's scripts meet in the tests: a local S3, stand-ins for what can't be had locally, a copy
//! of the project to deploy from, and an edge that hands out the bucket as CloudFront does.

use std::fs;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, Response, StatusCode, Uri, header};
use axum::routing::{any, post};
use page::SECURITY_HEADERS;

use crate::reply::Reply;
use crate::workspace::{root, tool};

/// Long enough for the local S3 to start on a busy machine.
const STARTED_BY: Duration = Duration::from_secs(120);
/// What the stand-ins call the bucket.
const BUCKET: &str = "the-site";

/// The local S3 wants one, and never looks whether it is right.
const SIGNATURE: &str =
    "AWS4-HMAC-SHA256 Credential=key/20260101/eu-central-1/s3/aws4_request, SignedHeaders=host, Signature=0";

/// A file in the bucket.
#[derive(Debug, PartialEq)]
pub struct Stored {
    /// Its content type.
    pub kind: String,
    /// Its `cache-control`.
    pub cache: String,
    /// Its `etag`.
    pub tag: String,
    /// What is in it.
    pub content: Vec<u8>,
}

/// A local cloud; it ends when this is dropped.
#[derive(Debug)]
pub struct Cloud {
    folder: tempfile::TempDir,
    s3: Child,
    /// Where S3 answers.
    endpoint: String,
    /// Where the edge listens, once there is one.
    edge: String,
}

impl Cloud {
    /// Starts S3, and commits a copy of what is deployed to a repository of its own.
    ///
    /// # Errors
    /// When the tools that `make tools` installs are not there.
    pub fn start() -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let project = folder.path().join("project");
        fs::create_dir_all(project.join("tests/golden"))?;
        for part in ["scripts", "site", "tests/golden/seven.json"] {
            let copied = Command::new("cp").arg("-R").arg(root().join(part)).arg(project.join(part)).status()?;
            ensure!(copied.success(), "{part} can't be copied");
        }
        fs::write(project.join(".gitignore"), ".aws-sam\n__pycache__\n")?;
        fs::write(folder.path().join("calls"), "")?;

        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let s3 = tool("moto_server")?
            .args(["-H", "127.0.0.1", "-p", &port.to_string()])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .context("moto_server doesn't start; `make test` installs it")?;
        let cloud = Self { folder, s3, endpoint: format!("http://127.0.0.1:{port}"), edge: String::new() };
        let started = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            ensure!(started.elapsed() < STARTED_BY, "the local S3 doesn't answer");
            std::thread::sleep(Duration::from_millis(50));
        }
        cloud.git(&["init", "--quiet", "--initial-branch=main"])?;
        cloud.commit("The first version")?;
        Ok(cloud)
    }

    /// The project's copy.
    #[must_use]
    pub fn project(&self) -> PathBuf {
        self.folder.path().join("project")
    }

    /// Commits what is in the project's copy; its name.
    ///
    /// # Errors
    /// When git fails.
    pub fn commit(&self, message: &str) -> Result<String> {
        self.git(&["add", "--all"])?;
        self.git(&["-c", "user.name=A", "-c", "user.email=a@example.com", "commit", "--quiet", "--message", message])?;
        self.git(&["rev-parse", "HEAD"])
    }

    fn git(&self, arguments: &[&str]) -> Result<String> {
        let output = Command::new("git").current_dir(self.project()).args(arguments).output()?;
        ensure!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        Ok(String::from_utf8(output.stdout)?.trim().to_owned())
    }

    /// Runs a script of the project's copy: whether it succeeds, and all that it says.
    ///
    /// # Errors
    /// When it can't be run.
    pub fn run(&self, script: &str, environment: &[(&str, &str)]) -> Result<(bool, String)> {
        let path = std::env::join_paths(
            [root().join("tests/standins")]
                .into_iter()
                .chain(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default())),
        )?;
        let output = Command::new(self.project().join("scripts").join(script))
            .current_dir(self.project())
            .env("PATH", path)
            .env("REAL_AWS", tool("aws")?.get_program())
            .env("REAL_PYTHON", tool("python3")?.get_program())
            .env("CLOUD", self.folder.path())
            .env("EDGE", &self.edge)
            .env("AWS_ENDPOINT_URL", &self.endpoint)
            .envs([("AWS_ACCESS_KEY_ID", "key"), ("AWS_SECRET_ACCESS_KEY", "secret"), ("AWS_REGION", "eu-central-1")])
            .env("AWS_CONFIG_FILE", self.folder.path().join("none"))
            .envs([("STACK", "digit"), ("PARAMETERS", "")])
            .envs(environment.iter().copied())
            .stdin(Stdio::null())
            .output()?;
        let said = [output.stdout, output.stderr].concat();
        Ok((output.status.success(), String::from_utf8_lossy(&said).into_owned()))
    }

    /// The calls of `aws`, `sam` and `rustup` since this was asked last.
    ///
    /// # Errors
    /// When they can't be read.
    pub fn calls(&self) -> Result<String> {
        let file = self.folder.path().join("calls");
        let calls = fs::read_to_string(&file)?;
        fs::write(file, "")?;
        Ok(calls)
    }

    /// Puts the stack into a state such as `CREATE_COMPLETE`.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn set_state(&self, state: &str) -> Result<()> {
        Ok(fs::write(self.folder.path().join("state"), state)?)
    }

    /// Puts a file into the bucket that no deployment put there.
    ///
    /// # Errors
    /// When S3 refuses it.
    pub fn put(&self, key: &str) -> Result<()> {
        let url = format!("{}/{BUCKET}/{key}", self.endpoint);
        ureq::put(&url).header("authorization", SIGNATURE).send("left over")?;
        Ok(())
    }

    /// The names of the bucket's files, sorted; none when there is no bucket.
    ///
    /// # Errors
    /// When S3 doesn't answer.
    pub fn keys(&self) -> Result<Vec<String>> {
        let answer =
            ureq::get(format!("{}/{BUCKET}?list-type=2", self.endpoint)).header("authorization", SIGNATURE).call();
        let list = match answer {
            Ok(mut list) => list.body_mut().read_to_string()?,
            Err(ureq::Error::StatusCode(404)) => return Ok(vec![]),
            Err(error) => return Err(error.into()),
        };
        let keys = list.split("<Key>").skip(1).filter_map(|rest| rest.split_once("</Key>"));
        Ok(keys.map(|(key, _)| key.to_owned()).collect())
    }

    /// A file of the bucket.
    ///
    /// # Errors
    /// When there is none of that name.
    pub fn stored(&self, key: &str) -> Result<Stored> {
        stored(&self.endpoint, key)
    }

    /// Opens the edge: the bucket's files, with the page at `/`, and a service that reads every drawing as a 7. What it
    /// is asked for is kept, as `200 /path`.
    pub async fn open_edge(&mut self) -> Arc<Mutex<Vec<String>>> {
        let asked = Arc::new(Mutex::new(Vec::new()));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        self.edge = listener.local_addr().expect("an address").to_string();
        let router = Router::new()
            .route("/estimate", post(estimate))
            .fallback(any(file))
            .with_state((self.endpoint.clone(), asked.clone()));
        tokio::spawn(async move { axum::serve(listener, router).await.expect("the edge should serve") });
        asked
    }

    /// The page's address at the edge.
    #[must_use]
    pub fn address(&self) -> String {
        format!("http://{}/", self.edge)
    }
}

impl Drop for Cloud {
    fn drop(&mut self) {
        let _ = self.s3.kill();
        let _ = self.s3.wait();
    }
}

fn stored(endpoint: &str, key: &str) -> Result<Stored> {
    let url = format!("{endpoint}/{BUCKET}/{key}");
    let mut answer = ureq::get(&url).header("authorization", SIGNATURE).call().with_context(|| key.to_owned())?;
    let text = |name| answer.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    let (kind, cache, tag) = (text("content-type"), text("cache-control"), text("etag"));
    Ok(Stored { kind, cache, tag, content: answer.body_mut().read_to_vec()? })
}

async fn estimate(body: Bytes) -> Response<Body> {
    let (status, answer) = Reply::explained(7, 1, &[0.0; 784]).give(body).await;
    let mut response = Response::new(Body::from(answer));
    *response.status_mut() = StatusCode::from_u16(status).expect("a status");
    response
}

async fn file(
    State((endpoint, asked)): State<(String, Arc<Mutex<Vec<String>>>)>,
    uri: Uri,
    headers: HeaderMap,
) -> Response<Body> {
    let key = if uri.path() == "/" { "index.html" } else { uri.path().trim_start_matches('/') }.to_owned();
    let (status, file) = tokio::task::spawn_blocking(move || match stored(&endpoint, &key) {
        Ok(file) => (200, Some(file)),
        Err(_) => (404, stored(&endpoint, "404.html").ok()),
    })
    .await
    .expect("S3 is asked");
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::from_u16(status).expect("a status");
    if let Some(file) = file {
        for (name, value) in
            [(header::CONTENT_TYPE, file.kind), (header::CACHE_CONTROL, file.cache), (header::ETAG, file.tag)]
        {
            response.headers_mut().insert(name, value.parse().expect("a header"));
        }
        if headers.get(header::IF_NONE_MATCH) == response.headers().get(header::ETAG) {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
        } else {
            *response.body_mut() = Body::from(file.content);
        }
    }
    for &(name, value) in SECURITY_HEADERS {
        response.headers_mut().insert(name, value.parse().expect("a header"));
    }
    asked.lock().expect("no thread panicked").push(format!("{} {}", response.status().as_u16(), uri.path()));
    response
}

/// Every file below a folder, by its path from there, sorted.
///
/// # Errors
/// When one can't be read.
pub fn files_below(folder: &Path) -> Result<Vec<String>> {
    let mut files = vec![];
    let mut folders = vec![folder.to_owned()];
    while let Some(here) = folders.pop() {
        for entry in fs::read_dir(&here)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.push(path.strip_prefix(folder)?.to_str().context("a name that is not UTF-8")?.to_owned());
            }
        }
    }
    files.sort();
    Ok(files)
}
