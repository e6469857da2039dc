//! The site as the deployed bucket would hand it out: a request's method and path become a file of one
//! folder, with the deployed response headers, or an answer in words.

mod headers;

use std::fs;
use std::path::{Component, Path, PathBuf};

use lambda_http::http::header::{ALLOW, CACHE_CONTROL, CONTENT_TYPE};
use lambda_http::http::{HeaderValue, Method, StatusCode};
use lambda_http::{Body, Response};
use percent_encoding::percent_decode_str;

pub use headers::SECURITY_HEADERS;

const PLAIN_TEXT: &str = "text/plain; charset=utf-8";

/// Answers one request with a file of the folder `site`.
///
/// `path` is the request's path as it was sent, percent-encoded. Whatever it is, only files that really lie
/// below `site` are read: no `..`, no absolute path and no link leads out.
pub fn respond(site: &Path, method: &Method, path: &str) -> Response<Body> {
    if method != Method::GET && method != Method::HEAD {
        let words = format!("{method} is not allowed here: the page's files are only read, with GET or HEAD.\n");
        let mut response = answer(StatusCode::METHOD_NOT_ALLOWED, PLAIN_TEXT, Body::Text(words));
        response.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
        return response;
    }
    let found = locate(site, path).and_then(|file| Some((content_type(&file), fs::read(&file).ok()?)));
    let mut response = match found {
        Some((kind, bytes)) => answer(StatusCode::OK, kind, body(bytes)),
        None => {
            let words = format!("There is no page at {path}. The page itself is at /.\n");
            answer(StatusCode::NOT_FOUND, PLAIN_TEXT, Body::Text(words))
        }
    };
    if method == Method::HEAD {
        *response.body_mut() = Body::Empty;
    }
    response
}

/// The file that `path` names, if it lies below `site`.
fn locate(site: &Path, path: &str) -> Option<PathBuf> {
    let decoded = percent_decode_str(path.strip_prefix('/')?).decode_utf8().ok()?;
    let relative = if decoded.is_empty() { Path::new("index.html") } else { Path::new(decoded.as_ref()) };
    if relative.components().any(|part| !matches!(part, Component::Normal(_))) {
        return None;
    }
    // Links are followed before the comparison, so one that leads out is no file of the site.
    let root = site.canonicalize().ok()?;
    let file = root.join(relative).canonicalize().ok()?;
    (file.starts_with(&root) && file.is_file()).then_some(file)
}

fn content_type(file: &Path) -> &'static str {
    match file.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("json") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("txt") => PLAIN_TEXT,
        _ => "application/octet-stream",
    }
}

/// Text stays text in the function's event; anything else goes as base64.
fn body(bytes: Vec<u8>) -> Body {
    String::from_utf8(bytes).map_or_else(|not_text| Body::Binary(not_text.into_bytes()), Body::Text)
}

/// An answer with the headers that all have.
fn answer(status: StatusCode, kind: &'static str, body: Body) -> Response<Body> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    // An edited module shows at the next reload, and never stands beside an older one.
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    for &(name, value) in SECURITY_HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}
