//! Whatever is posted: the status that an oracle says, and never a panic.

mod oracle;

use std::sync::LazyLock;

use base64::{Engine, prelude::BASE64_STANDARD};
use estimate::{Answer, Endpoint, Model, harmless_event};
use lambda_http::Body;
use lambda_http::http::Request;
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Value, json};
use tests::event::http_api;
use tests::watch::SEVEN;

static ENDPOINT: LazyLock<Endpoint> = LazyLock::new(|| Endpoint {
    model: Model::embedded().expect("a model"),
    allowed_origin: None,
    origin_secret: None,
});

fn answer(event: &Value) -> Answer {
    let event = harmless_event(event.to_string().as_bytes()).expect("an HTTP request");
    ENDPOINT.answer(&lambda_http::request::from_reader(&*event).expect("an HTTP request"))
}

fn check(body: &str) {
    let request = Request::post("/estimate").body(Body::from(body)).expect("a request");
    let answer = ENDPOINT.answer(&request);
    assert_eq!(answer.status(), oracle::status(body), "{}", answer.body());
    let answer_body: Value = serde_json::from_str(answer.body()).expect("JSON");
    if answer.status() != 200 {
        return check_refusal(&answer_body);
    }
    let body: Value = serde_json::from_str(body.trim_start_matches('\u{feff}')).expect("JSON");
    let explain = body["explain"] == true;
    match body["inputs"].as_array() {
        None => check_estimate(&answer_body, explain),
        Some(inputs) => {
            let estimates = answer_body["estimates"].as_array().expect("a list");
            assert_eq!(estimates.len(), inputs.len());
            for (estimate, input) in estimates.iter().zip(inputs) {
                match oracle::status(&json!({ "input": input }).to_string()) {
                    200 => check_estimate(estimate, explain),
                    _ => check_refusal(estimate),
                }
            }
        }
    }
}

fn check_refusal(refusal: &Value) {
    assert!(refusal["error"].as_str().is_some_and(|error| !error.is_empty()), "{refusal}");
    assert_eq!(refusal.as_object().expect("an object").len(), 1, "{refusal}");
}

fn check_estimate(estimate: &Value, explain: bool) {
    assert!(estimate["estimated"].as_u64().is_some_and(|digit| digit < 10), "{estimate}");
    let probabilities = estimate["probabilities"].as_array().expect("a list");
    let sum: f64 = probabilities.iter().filter_map(Value::as_f64).sum();
    assert!(probabilities.len() == 10 && (sum - 1.0).abs() < 1e-5, "{estimate}");
    assert!(estimate["digit"].is_boolean(), "{estimate}");
    assert!(estimate["confidence"].as_f64().is_some_and(|c| (0.0..=1.0).contains(&c)), "{estimate}");

    let runner_up = estimate.get("runner_up");
    assert_eq!(runner_up.is_some(), explain, "{estimate}");
    assert_ne!(runner_up, estimate.get("estimated"), "{estimate}");
    for list in ["evidence", "image"] {
        let numbers = estimate[list].as_array().map(|list| list.iter().filter(|number| number.is_number()).count());
        assert_eq!(numbers, explain.then_some(784), "{estimate}");
    }
    let image = estimate["image"].as_array().into_iter().flatten().filter_map(Value::as_f64);
    assert!(image.clone().all(|brightness| (0.0..=255.0).contains(&brightness)), "{estimate}");
}

/// Numbers as JSON may write them, most of them brightnesses.
fn number() -> impl Strategy<Value = String> {
    prop_oneof![
        200 => (0..=255_u8).prop_map(|n| n.to_string()),
        20 => (0.0..=255.0_f64).prop_map(|n| n.to_string()),
        5 => (0.0..=2.55_f64).prop_map(|n| format!("{n}E2")),
        1 => any::<f64>().prop_filter("JSON has no others", |n| n.is_finite()).prop_map(|n| format!("{n:e}")),
        1 => prop::sample::select(vec!["-0", "1e-320", "255.0000001", "256", "1e999", "null", "\"1\"", "[]"])
            .prop_map(str::to_owned),
    ]
}

/// A few pieces of JSON that change a body's meaning.
fn piece() -> impl Strategy<Value = String> {
    let pieces = [
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "\\",
        "0",
        "-",
        ".",
        "e9",
        "null",
        "\"input\":",
        "\"inputs\":",
        "\u{0}",
        "é",
        " ",
        "\u{feff}",
    ];
    prop::sample::select(pieces.to_vec()).prop_map(str::to_owned)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2_000) })]

    #[test]
    fn images(numbers in vec(number(), 783..=785)) {
        check(&format!("{{\"input\":[{}]}}", numbers.join(",")));
    }

    #[test]
    fn images_of_brightnesses(numbers in vec(0..=255_u8, 784), explain: bool) {
        check(&format!("{{\"input\":{numbers:?},\"explain\":{explain}}}"));
    }

    #[test]
    fn wishes_for_an_explanation(wishes in vec(prop::sample::select(vec!["true", "false", "0"]), 1..3)) {
        let wishes: String = wishes.into_iter().map(|wish| format!("\"explain\":{wish},")).collect();
        check(&SEVEN.replacen('{', &format!("{{{wishes}"), 1));
    }

    #[test]
    fn faint_images(numbers in vec(prop_oneof![9 => Just(0.0), 1 => 0.0..1e-37_f64], 784)) {
        check(&format!("{{\"input\":{numbers:?},\"explain\":true}}"));
    }

    #[test]
    fn a_digit_with_pieces_put_in(edits in vec((0..SEVEN.len(), piece()), 1..4)) {
        let mut body = SEVEN.to_owned();
        for (place, piece) in edits {
            let place = (0..=place.min(body.len())).rev().find(|&place| body.is_char_boundary(place)).unwrap_or(0);
            body.insert_str(place, &piece);
        }
        check(&body);
    }

    #[test]
    fn a_digit_with_a_part_left_out(start in 0..SEVEN.len(), length in 1..40_usize) {
        let end = (start + length).min(SEVEN.len());
        check(&format!("{}{}", &SEVEN[..start], &SEVEN[end..]));
    }

    #[test]
    fn any_event(
        method in prop_oneof![Just("POST".to_owned()), any::<String>()],
        [path, query, host, scheme, stage, secret] in proptest::array::uniform6(any::<String>()),
        header in any::<String>(),
        cookies in vec(any::<String>(), 0..3),
        body in prop_oneof![
            Just(SEVEN.to_owned()), Just(BASE64_STANDARD.encode(SEVEN)), any::<String>(), "[A-Za-z0-9+/]{0,9}=?",
        ],
        base64: bool,
    ) {
        let mut event = http_api(&method, &body);
        event["isBase64Encoded"] = base64.into();
        event["rawPath"] = path.into();
        event["rawQueryString"] = query.clone().into();
        event["queryStringParameters"] = json!({ (query.clone()): query });
        event["headers"]["host"] = host.clone().into();
        event["headers"]["x-forwarded-proto"] = scheme.into();
        event["headers"]["x-origin-secret"] = secret.into();
        event["headers"][&header] = header.clone().into();
        event["requestContext"]["domainName"] = host.into();
        event["requestContext"]["stage"] = stage.into();
        event["cookies"] = cookies.into();
        let answer = answer(&event);
        let status = answer.status().as_u16();
        let expected = match (&*method, base64) {
            ("POST", false) => vec![oracle::status(&body)],
            ("POST", true) => vec![200, 400, 413, 422],
            _ => vec![405],
        };
        prop_assert!(expected.contains(&status), "{} {}", status, answer.body());
    }

    #[test]
    fn any_text(body in any::<String>()) {
        check(&body);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(100) })]

    #[test]
    fn batches(
        images in vec(prop_oneof![
            6 => vec(0..=255_u8, 784).prop_map(|image| format!("{image:?}")),
            1 => Just(format!("{:?}", [0; 784])),
            1 => vec(number(), 783..=785).prop_map(|numbers| format!("[{}]", numbers.join(","))),
        ], 0..=66),
        explain: bool,
    ) {
        check(&format!("{{\"explain\":{explain},\"inputs\":[{}]}}", images.join(",")));
    }

    #[test]
    fn a_batch_with_pieces_put_in(edits in vec((0..2 * SEVEN.len(), piece()), 1..4)) {
        let seven = SEVEN.trim().trim_start_matches("{\"input\":").trim_end_matches('}');
        let mut body = format!("{{\"inputs\":[{seven},{seven}]}}");
        for (place, piece) in edits {
            let place = (0..=place.min(body.len())).rev().find(|&place| body.is_char_boundary(place)).unwrap_or(0);
            body.insert_str(place, &piece);
        }
        check(&body);
    }
}
