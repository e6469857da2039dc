//! The function without its server. Any bytes as an event, or as any part of one that is the client's to send: never a panic,
//! and never an error of the function's own. Any bytes as a body: the status that the oracle says.

#![no_main]

#[path = "../../tests/oracle/mod.rs"]
mod oracle;

use std::sync::LazyLock;

use estimate::{Answer, Endpoint, Model, harmless_event};
use libfuzzer_sys::fuzz_target;
use serde_json::json;

static ENDPOINT: LazyLock<Endpoint> = LazyLock::new(|| Endpoint {
    model: Model::embedded().expect("a model"),
    allowed_origin: None,
    origin_secret: None,
});

/// `None` when it is no event that the function is connected to.
fn answer(event: &[u8]) -> Option<Answer> {
    let request = lambda_http::request::from_reader(&*harmless_event(event)?).ok()?;
    Some(ENDPOINT.answer(&request))
}

fuzz_target!(|bytes: &[u8]| {
    answer(bytes);
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    for base64 in [false, true] {
        let event = json!({"requestContext": {"http": {"method": "POST"}}, "body": text, "isBase64Encoded": base64});
        let answer = answer(event.to_string().as_bytes()).expect("an answer");
        match base64 {
            false => assert_eq!(answer.status(), oracle::status(text)),
            true => assert!(matches!(answer.status().as_u16(), 200 | 400 | 413 | 422)),
        }
    }
    let event = json!({
        "requestContext": {"http": {"method": text, "path": text}, "domainName": text, "stage": text},
        "rawPath": text, "rawQueryString": text, "queryStringParameters": {text: text}, "cookies": [text],
        "headers": {"host": text, "x-forwarded-proto": text, "x-origin-secret": text, "cookie": text},
    });
    let answer = answer(event.to_string().as_bytes()).expect("an answer");
    assert_eq!(answer.status(), if text == "POST" { 400 } else { 405 });
});
