//! From an event to an answer, without a server.

use std::sync::LazyLock;

use base64::{Engine, prelude::BASE64_STANDARD};
use estimate::{Answer, Endpoint, Event, Model};
use serde_json::{Value, json};
use tests::event::{http_api, http_api_base64, load_balancer, rest_api};
use tests::watch::{SEVEN, explain};
use tests::wrong;

static ENDPOINT: LazyLock<Endpoint> = LazyLock::new(|| Endpoint::new(Model::embedded().expect("a model"), None));

fn answer(event: Value) -> Answer {
    let event: Event = serde_json::from_value(event).expect("an event");
    ENDPOINT.answer(event).expect("an answer")
}

fn check(event: Value, status: u16, body: Value) {
    let shown = event.to_string();
    let answer = answer(event);
    assert_eq!(
        (answer.status(), serde_json::from_str::<Value>(answer.body()).expect("JSON")),
        (status, body),
        "{shown:.300}"
    );
}

#[test]
fn a_digit() {
    let plain = answer(http_api("POST", SEVEN));
    assert_eq!(plain.status(), 200);
    let estimate = plain.outcome().expect("an estimate");
    assert_eq!(estimate.estimated, 7);
    assert!((estimate.probabilities.iter().sum::<f32>() - 1.0).abs() < 1e-5);
    let encoded = answer(http_api_base64("POST", &BASE64_STANDARD.encode(SEVEN)));
    assert_eq!(encoded.body(), plain.body());
}

#[test]
fn an_explanation_is_added_when_it_is_asked_for() {
    let body = |request: &str| serde_json::from_str::<Value>(answer(http_api("POST", request)).body()).expect("JSON");
    let plain = body(SEVEN);
    assert_eq!(body(&SEVEN.replacen('{', "{\"explain\":false,", 1)), plain);

    let mut explained = body(&explain(SEVEN));
    let fields = explained.as_object_mut().expect("an object");
    let evidence: Vec<f32> = serde_json::from_value(fields.remove("evidence").expect("evidence")).expect("numbers");
    let runner_up = fields.remove("runner_up").and_then(|digit| digit.as_u64()).expect("a digit") as usize;
    assert_eq!(explained, plain, "the rest is as it is without");

    let probabilities: Vec<f64> = serde_json::from_value(plain["probabilities"].clone()).expect("numbers");
    let above = (0..10).filter(|&digit| probabilities[digit] > probabilities[runner_up]).collect::<Vec<_>>();
    assert_eq!(above, [7]);
    assert_eq!(evidence.len(), 784);
    let request: Value = serde_json::from_str(SEVEN).expect("JSON");
    // This 7 is in MNIST's frame as it is.
    for (pixel, evidence) in evidence.into_iter().enumerate() {
        assert_eq!(evidence != 0.0, request["input"][pixel] != 0, "pixel {pixel}");
    }
}

/// A block of 2 × 4 pixels is moved and not enlarged, so that its ink in MNIST's frame is the 8 that it is here.
#[test]
fn nearly_blank_is_no_digit() {
    for (last, blank) in [(255.0, false), (254.0, true)] {
        let mut input = [0.0; 784];
        for pixel in [0, 1, 2, 3, 28, 29, 30, 31] {
            input[pixel] = 255.0;
        }
        input[31] = last;
        let answer = answer(http_api("POST", &json!({ "input": input.as_slice(), "explain": true }).to_string()));
        let estimate = answer.outcome().expect("an estimate");
        assert_eq!(estimate.confidence == 0.0, blank, "{last}: {estimate:?}");
        assert!(!(blank && estimate.digit), "{last}: {estimate:?}");
        assert!((estimate.probabilities.iter().sum::<f32>() - 1.0).abs() < 1e-5);
        assert!(estimate.explanation.is_some());
    }
}

#[test]
fn other_fields_and_any_content_type_are_no_matter() {
    let mut event = http_api("POST", &SEVEN.replacen('{', "{\"pen\":[{}],", 1));
    event["headers"]["content-type"] = "text/plain".into();
    assert_eq!(answer(event).body(), answer(http_api("POST", SEVEN)).body());
}

#[test]
fn wrong_requests() {
    for wrong in wrong::requests() {
        let error = json!({ "error": wrong.error });
        check(http_api(wrong.method, &wrong.body), wrong.status, error.clone());
        check(http_api_base64(wrong.method, &BASE64_STANDARD.encode(&wrong.body)), wrong.status, error);
    }
}

#[test]
fn broken_bytes() {
    let error = "the body is not Base64, as the event says it is: Invalid symbol 63, offset 4.";
    check(http_api_base64("POST", "eyJp?"), 400, json!({ "error": error }));
    let error = "the body is not UTF-8 at byte 10, expected JSON";
    let bytes = b"{\"input\":[\xff\xfe]}";
    check(http_api_base64("POST", &BASE64_STANDARD.encode(bytes)), 400, json!({ "error": error }));
}

#[test]
fn cut_at_every_byte() {
    for end in 0..SEVEN.trim_end().len() {
        let cut = answer(http_api("POST", &SEVEN[..end]));
        assert_eq!(cut.status(), 400, "{}: {}", &SEVEN[..end], cut.body());
    }
}

#[test]
fn a_method_that_is_refused_learns_which_is_not() {
    let answer = serde_json::to_value(answer(http_api("GET", ""))).expect("JSON");
    assert_eq!(answer["headers"], json!({ "content-type": "application/json", "allow": "POST" }));
}

#[test]
fn an_allowed_origin_is_told_so() {
    let endpoint = Endpoint::new(Model::embedded().expect("a model"), Some("https://draw.example".to_owned()));
    for body in [SEVEN, "?"] {
        let event = serde_json::from_value(http_api("POST", body)).expect("an event");
        let answer = serde_json::to_value(endpoint.answer(event).expect("an answer")).expect("JSON");
        assert_eq!(answer["headers"]["access-control-allow-origin"], "https://draw.example");
    }
}

#[test]
fn events_of_other_kinds() {
    for event in [rest_api("POST", SEVEN), load_balancer("POST", SEVEN)] {
        let event = serde_json::from_value(event).expect("an event");
        assert!(ENDPOINT.answer(event).is_err());
    }
}

#[test]
fn the_faintest_ink() {
    // The last two are so faint that an f32 can't hold their intensity, or not even their brightness.
    for (brightness, status) in [("1e-30", 200), ("1e-41", 200), ("1e-43", 422), ("1e-320", 422)] {
        let answer = answer(http_api("POST", &wrong::input(784, "0").replacen('0', brightness, 1)));
        assert_eq!(answer.status(), status, "{brightness}: {}", answer.body());
        assert!(!answer.body().contains("null"), "{brightness}: {}", answer.body());
    }
}
