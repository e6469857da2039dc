//! The function as `cargo lambda watch` runs it, under a mock of the Runtime API.

use std::path::Path;

use anyhow::Result;
use serde_json::Value;
use tests::event::http_api;
use tests::runtime::Runtime;

#[test]
fn what_a_browser_can_send_is_never_an_error() -> Result<()> {
    let mut function = Runtime::start(Path::new(env!("CARGO_BIN_EXE_page")), &[])?;
    for (place, value) in [
        ("/headers/x-forwarded-proto", "1".to_owned()),
        ("/headers/host", "[".to_owned()),
        ("/rawQueryString", "a=b c\"<".to_owned()),
        ("/rawPath", "/a b\"<\u{1}é%zz".to_owned()),
        ("/rawPath", "é".repeat(70_000)),
        ("/requestContext/http/method", "PÖST".to_owned()),
    ] {
        let mut event = http_api("GET", "");
        event["rawPath"] = "/no/such/file".into();
        *event.pointer_mut(place).expect("a place") = value.clone().into();
        let answer: Value = serde_json::from_slice(&function.invoke(event.to_string())?.0.response()?)?;
        let status = if place.ends_with("method") { 405 } else { 404 };
        assert_eq!(answer["statusCode"], status, "{place}: {value:.40}: {answer:.200}");
    }
    Ok(())
}
