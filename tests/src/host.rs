//! The host: `site/` and an estimate service that does what a test tells it to, slow, wrong or not at all. The real
//! service has its own tests; this one exists to show how the page bears a bad one.

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Instant;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, Method, Response, StatusCode, Uri, header};
use axum::routing::any;
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::reply::Reply;

/// A request that the service got.
#[derive(Clone, Debug)]
pub struct Asked {
    /// When it came.
    pub at: Instant,
    /// The 784 brightnesses, of the first where there are several.
    pub image: Vec<u8>,
    /// How many images it asks about.
    pub images: usize,
    /// The whole JSON.
    pub request: Value,
    /// Its method.
    pub method: Method,
    /// Its content type.
    pub content_type: String,
    /// How many others were being answered at that time.
    pub others: usize,
}

type Script = Box<dyn FnMut(usize) -> Reply + Send>;

struct Shared {
    script: Mutex<Script>,
    asked: Mutex<Vec<Asked>>,
    under_way: AtomicUsize,
    below: String,
    endpoint: Option<String>,
}

/// A running host, on a port of its own.
pub struct Host {
    /// Where the page is, with a slash at the end.
    pub address: String,
    listening_on: std::net::SocketAddr,
    shared: Arc<Shared>,
    server: JoinHandle<()>,
}

impl Host {
    /// Serves the site at `/` and the service beside it; `script` says what becomes of the n-th request, from 0.
    pub async fn start(script: impl FnMut(usize) -> Reply + Send + 'static) -> Self {
        Self::start_as("/", None, script).await
    }

    /// Serves the site below the path `below`, which begins and ends with a slash. With `endpoint`, the page is told
    /// to ask there, and the security policy allows it.
    pub async fn start_as(
        below: &str,
        endpoint: Option<&str>,
        script: impl FnMut(usize) -> Reply + Send + 'static,
    ) -> Self {
        let shared = Arc::new(Shared {
            script: Mutex::new(Box::new(script)),
            asked: Mutex::default(),
            under_way: AtomicUsize::default(),
            below: below.to_owned(),
            endpoint: endpoint.map(str::to_owned),
        });
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let listening_on = listener.local_addr().expect("an address");
        let server = serve(listener, shared.clone());
        Self { address: format!("http://{listening_on}{below}"), listening_on, shared, server }
    }

    /// Goes away: nobody listens on its port any more.
    pub async fn stop(&mut self) {
        self.server.abort();
        let _cancelled = (&mut self.server).await;
    }

    /// Comes back on the same port.
    pub async fn resume(&mut self) {
        let listener = TcpListener::bind(self.listening_on).await.expect("the port should still be free");
        self.server = serve(listener, self.shared.clone());
    }

    /// Does something else from now on.
    pub fn script(&self, script: impl FnMut(usize) -> Reply + Send + 'static) {
        *self.shared.script.lock().expect("no thread panicked") = Box::new(script);
    }

    /// The requests so far.
    pub fn asked(&self) -> Vec<Asked> {
        self.shared.asked.lock().expect("no thread panicked").clone()
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        self.server.abort();
    }
}

fn serve(listener: TcpListener, shared: Arc<Shared>) -> JoinHandle<()> {
    let estimate_path = format!("{}estimate", shared.below);
    let router = Router::new().route(&estimate_path, any(estimate)).fallback(site).with_state(shared);
    tokio::spawn(async move { axum::serve(listener, router).await.expect("the host should serve") })
}

async fn estimate(
    State(shared): State<Arc<Shared>>,
    method: Method,
    headers: HeaderMap,
    body: Bytes,
) -> Response<Body> {
    let request: Value = serde_json::from_slice(&body).expect("the page sends JSON");
    let inputs = request["inputs"].as_array().cloned().unwrap_or_else(|| vec![request["input"].clone()]);
    let images = inputs.len();
    let image = serde_json::from_value(inputs[0].clone()).expect("the page sends brightnesses");
    let (_under_way, others) = UnderWay::begin(&shared.under_way);
    let number = {
        let mut asked = shared.asked.lock().expect("no thread panicked");
        let content_type = headers[header::CONTENT_TYPE].to_str().expect("a content type").to_owned();
        asked.push(Asked { at: Instant::now(), image, images, request, method, content_type, others });
        asked.len() - 1
    };
    let reply = (shared.script.lock().expect("no thread panicked"))(number);
    let (status, answer) = reply.give(body).await;
    let mut response = Response::new(Body::from(answer));
    *response.status_mut() = StatusCode::from_u16(status).expect("a status");
    response.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    response
}

/// Counts a request as under way until it is answered, or its connection is gone.
struct UnderWay<'a>(&'a AtomicUsize);

impl<'a> UnderWay<'a> {
    fn begin(count: &'a AtomicUsize) -> (Self, usize) {
        let others = count.fetch_add(1, Ordering::SeqCst);
        (Self(count), others)
    }
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

async fn site(State(shared): State<Arc<Shared>>, method: Method, uri: Uri) -> Response<Body> {
    let path = uri.path().strip_prefix(&shared.below).map_or("/outside".to_owned(), |path| format!("/{path}"));
    let site = Path::new(env!("CARGO_MANIFEST_DIR")).join("../site");
    let (mut parts, body) = page::respond(&site, &method, &path).into_parts();
    parts.headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
    let mut bytes = body.to_vec();
    if let Some(endpoint) = &shared.endpoint {
        let policy = parts.headers[header::CONTENT_SECURITY_POLICY].to_str().expect("a policy");
        let policy = policy.replace("connect-src 'self'", &format!("connect-src {endpoint}"));
        parts.headers.insert(header::CONTENT_SECURITY_POLICY, policy.parse().expect("a policy"));
        if path == "/" {
            let html = String::from_utf8(bytes).expect("the page is text");
            let named = r#"<meta name="estimate-url" content="estimate">"#;
            assert!(html.contains(named), "the page names its endpoint");
            bytes = html.replace(named, &named.replace(r#""estimate""#, &format!("{endpoint:?}"))).into_bytes();
        }
    }
    Response::from_parts(parts, Body::from(bytes))
}
