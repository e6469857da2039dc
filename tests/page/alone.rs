//! The page standing alone: below any path, with the service on another origin, in few bytes and safe.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::json;
use tests::browser::with_browser;
use tests::host::Host;
use tests::page::{Pointer, SEVEN_STROKE};
use tests::reply::Reply;

#[tokio::test]
async fn it_works_below_any_path() {
    let host = Host::start_as("/deep/er/", None, |_| Reply::digit(7)).await;
    with_browser(async |browser| {
        for page in ["", "index.html"] {
            browser.open_page(&format!("{}{page}", host.address), (800, 700)).await;
            browser.draw(Pointer::Mouse, &[SEVEN_STROKE]).await;
            assert_eq!(browser.estimated().await, "Estimated = 7");
        }
    })
    .await;
}

#[tokio::test]
async fn the_service_may_be_on_another_origin() {
    let service = Host::start(|_| Reply::digit(7)).await;
    let endpoint = format!("{}estimate", service.address);
    let host = Host::start_as("/", Some(&endpoint), |_| Reply::digit(1)).await;
    with_browser(async |browser| {
        browser.open_page(&host.address, (800, 700)).await;
        browser.draw(Pointer::Mouse, &[SEVEN_STROKE]).await;
        assert_eq!(browser.estimated().await, "Estimated = 7");
    })
    .await;
    assert!(host.asked().is_empty());
    for request in service.asked() {
        assert_eq!(request.method, "POST", "no preflight");
        assert!(request.content_type.starts_with("text/plain"), "{}", request.content_type);
    }
}

#[tokio::test]
async fn it_breaks_no_rule_of_its_security_policy_and_keeps_to_its_origin() {
    let host = Host::start(|_| Reply::digit(7)).await;
    with_browser(async |browser| {
        let watch = "window.troubles = []
            addEventListener('securitypolicyviolation', event => troubles.push(event.violatedDirective))
            addEventListener('error', event => troubles.push(String(event.message)), true)
            addEventListener('unhandledrejection', event => troubles.push(String(event.reason)))";
        browser.devtools("Page.addScriptToEvaluateOnNewDocument", json!({"source": watch})).await;
        browser.open_page(&host.address, (800, 700)).await;
        browser.draw(Pointer::Mouse, &[SEVEN_STROKE]).await;
        browser.estimated().await;
        for button in ["undo", "redo", "share", "language", "delete_button"] {
            browser.click(button).await;
        }
        assert_eq!(browser.run("return troubles").await, json!([]));
        assert_eq!(browser.run("return document.cookie").await, "");
        let addresses = "return performance.getEntries().map(entry => entry.name).filter(name => name.includes(':'))";
        let addresses: Vec<String> = serde_json::from_value(browser.run(addresses).await).expect("addresses");
        assert!(addresses.len() > 10);
        assert!(addresses.iter().all(|address| address.starts_with(&host.address)), "{addresses:?}");

        let inline =
            "return document.querySelectorAll('script:not([src]), style, [style], [onclick], [onload]').length";
        browser.reload().await;
        let styled_by_script = browser.run("return document.querySelectorAll('#bars li[style]').length").await;
        assert_eq!(browser.run(inline).await, styled_by_script, "nothing but the bars has a style of its own");
    })
    .await;
}

fn site() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../site")
}

/// The size of a file as hosts send it, in bytes.
fn gzipped(file: &Path) -> usize {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(&fs::read(file).expect("a file of the site")).expect("memory takes all");
    encoder.finish().expect("memory takes all").len()
}

#[tokio::test]
async fn it_is_under_30_kilobytes_before_the_first_answer() {
    let host = Host::start(|_| Reply::digit(7)).await;
    with_browser(async |browser| {
        browser.open_page(&host.address, (800, 700)).await;
        let loaded =
            "return performance.getEntriesByType('resource').map(entry => new URL(entry.name).pathname.slice(1))";
        let loaded: Vec<String> = serde_json::from_value(browser.run(loaded).await).expect("paths");
        // The icon is fetched by the browser itself, and not always listed.
        let files: BTreeSet<_> = loaded.iter().map(String::as_str).chain(["index.html", "icon.svg"]).collect();
        let total: usize = files.into_iter().map(|file| gzipped(&site().join(file))).sum();
        assert!(loaded.len() > 10, "{loaded:?}");
        assert!(total < 30_000, "{total} bytes gzipped");
        println!("{total} bytes gzipped");
    })
    .await;
}

/// What the page never loads: types, for the checker; the wire's description; the deployed bucket's own page.
const UNLOADED: [&str; 3] = ["types.js", "openapi.json", "404.html"];

#[test]
fn all_of_it_is_small() {
    let mut folders = vec![site()];
    let mut total = 0;
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder of the site") {
            let path = entry.expect("a file of the site").path();
            if path.is_dir() {
                folders.push(path);
            } else if !UNLOADED.iter().any(|name| path.ends_with(name)) {
                total += gzipped(&path);
            }
        }
    }
    println!("{total} bytes gzipped");
    assert!(total > 30_000, "{total} bytes gzipped: files are missing");
    assert!(total < 73_500, "{total} bytes gzipped");
}
