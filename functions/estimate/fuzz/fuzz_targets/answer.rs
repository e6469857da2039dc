//! The handler, with any bytes as an event and as a body: it answers with the status that the oracle says.

#![no_main]

#[path = "../../tests/oracle/mod.rs"]
mod oracle;

use std::sync::LazyLock;

use estimate::{Endpoint, Event, Model};
use libfuzzer_sys::fuzz_target;
use serde_json::json;

static ENDPOINT: LazyLock<Endpoint> = LazyLock::new(|| Endpoint::new(Model::embedded().expect("a model"), None));

fuzz_target!(|bytes: &[u8]| {
    if let Ok(event) = serde_json::from_slice::<Event>(bytes) {
        let _ = ENDPOINT.answer(event);
    }
    let Ok(body) = std::str::from_utf8(bytes) else { return };
    for base64 in [false, true] {
        let event = json!({"requestContext": {"http": {"method": "POST"}}, "body": body, "isBase64Encoded": base64});
        let event: Event = serde_json::from_value(event).expect("an event");
        let answer = ENDPOINT.answer(event).expect("an answer");
        match base64 {
            false => assert_eq!(answer.status(), oracle::status(body)),
            true => assert!(matches!(answer.status(), 200 | 400 | 413 | 422)),
        }
    }
});
