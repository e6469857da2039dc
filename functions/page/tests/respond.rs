//! What `page::respond` answers to good paths, and to paths that try to leave the site.

use std::fs;
use std::path::Path;

use lambda_http::http::Method;
use page::{SECURITY_HEADERS, respond};
use tempfile::TempDir;

/// A site with one secret beside it, which no request may read.
fn site() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path().join("site");
    fs::create_dir_all(site.join("deep")).unwrap();
    for (name, content) in [
        ("site/index.html", &b"<!doctype html>"[..]),
        ("site/main.js", b"export {}"),
        ("site/style.css", b"p{}"),
        ("site/icon.svg", b"<svg/>"),
        ("site/picture.png", b"\x89PNG\r\n\x1a\n\xff"),
        ("site/a b.txt", b"spaced"),
        ("site/deep/inner.json", b"{}"),
        ("secret", b"SECRET"),
    ] {
        fs::write(folder.path().join(name), content).unwrap();
    }
    folder
}

fn get(folder: &TempDir, method: &str, path: &str) -> (u16, String, Vec<u8>) {
    let method = Method::from_bytes(method.as_bytes()).unwrap();
    let response = respond(&folder.path().join("site"), &method, path);
    for (name, value) in SECURITY_HEADERS {
        assert_eq!(response.headers()[*name], *value, "{method} {path}");
    }
    let kind = response.headers()["content-type"].to_str().unwrap().to_owned();
    (response.status().as_u16(), kind, response.body().to_vec())
}

#[test]
fn files_come_with_their_type() {
    let folder = site();
    for (path, kind, content) in [
        ("/", "text/html; charset=utf-8", &b"<!doctype html>"[..]),
        ("/index.html", "text/html; charset=utf-8", b"<!doctype html>"),
        ("/main.js", "text/javascript; charset=utf-8", b"export {}"),
        ("/style.css", "text/css; charset=utf-8", b"p{}"),
        ("/icon.svg", "image/svg+xml", b"<svg/>"),
        ("/picture.png", "image/png", b"\x89PNG\r\n\x1a\n\xff"),
        ("/a%20b.txt", "text/plain; charset=utf-8", b"spaced"),
        ("/deep/inner.json", "application/json", b"{}"),
        ("/%6dain.js", "text/javascript; charset=utf-8", b"export {}"),
    ] {
        assert_eq!(get(&folder, "GET", path), (200, kind.to_owned(), content.to_vec()), "{path}");
        assert_eq!(get(&folder, "HEAD", path), (200, kind.to_owned(), vec![]), "{path}");
    }
}

#[test]
fn no_path_leads_out() {
    let folder = site();
    let absolute = folder.path().join("secret");
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(&absolute, folder.path().join("site/link")).unwrap();
        std::os::unix::fs::symlink(folder.path(), folder.path().join("site/up")).unwrap();
    }
    let absolute = absolute.to_str().unwrap();
    for path in [
        "/../secret",
        "/deep/../../secret",
        "/%2e%2e/secret",
        "/%2E%2E%2Fsecret",
        "/..%2fsecret",
        "/deep/%2e%2e/%2e%2e/secret",
        "/%252e%252e/secret",
        "/..%5csecret",
        "/link",
        "/up/secret",
        "/main.js%00",
        "/%00",
        "/main.js%00.css",
        "/\u{0}",
        "/%ff",
        "/deep",
        "/deep/",
        "/nothing",
        "",
        "main.js",
        "/..",
        "/.",
        &format!("/{absolute}"),
        &format!("//{absolute}"),
        &format!("/{}", absolute.replace('/', "%2f")),
    ] {
        let (status, kind, content) = get(&folder, "GET", path);
        let words = String::from_utf8(content).unwrap();
        assert_eq!((status, kind.as_str()), (404, "text/plain; charset=utf-8"), "{path:?}");
        assert!(words.starts_with("There is no page at "), "{path:?}: {words}");
        assert!(!words.contains("SECRET"), "{path:?}");
    }
}

#[test]
fn other_methods_are_refused_in_words() {
    let folder = site();
    for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "QUERY"] {
        let (status, _, words) = get(&folder, method, "/");
        assert_eq!(status, 405, "{method}");
        assert!(words.starts_with(format!("{method} is not allowed here").as_bytes()), "{method}");
        let response = respond(&folder.path().join("site"), &Method::from_bytes(method.as_bytes()).unwrap(), "/");
        assert_eq!(response.headers()["allow"], "GET, HEAD", "{method}");
    }
}

#[test]
fn a_missing_site_is_a_404() {
    assert_eq!(respond(Path::new("no/such/site"), &Method::GET, "/").status(), 404);
}
