//! Whatever is posted: the status that an oracle says, and never a panic.

mod oracle;

use std::sync::LazyLock;

use estimate::{Answer, Endpoint, Event, Model};
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::Value;
use tests::event::http_api;
use tests::watch::SEVEN;

static ENDPOINT: LazyLock<Endpoint> = LazyLock::new(|| Endpoint::new(Model::embedded().expect("a model"), None));

fn check(body: &str) {
    let event: Event = serde_json::from_value(http_api("POST", body)).expect("an event");
    let answer: Answer = ENDPOINT.answer(event).expect("an answer");
    assert_eq!(answer.status(), oracle::status(body), "{}", answer.body());
    let answer_body: Value = serde_json::from_str(answer.body()).expect("JSON");
    match answer.status() {
        200 => {
            assert!(answer_body["estimated"].as_u64().is_some_and(|digit| digit < 10), "{answer_body}");
            let probabilities = answer_body["probabilities"].as_array().expect("a list");
            let sum: f64 = probabilities.iter().filter_map(Value::as_f64).sum();
            assert!(probabilities.len() == 10 && (sum - 1.0).abs() < 1e-5, "{answer_body}");
            assert!(answer_body["digit"].is_boolean(), "{answer_body}");
            assert!(answer_body["confidence"].as_f64().is_some_and(|c| (0.0..=1.0).contains(&c)), "{answer_body}");

            let explain = serde_json::from_str::<Value>(body).expect("JSON")["explain"] == true;
            let runner_up = answer_body.get("runner_up");
            assert_eq!(runner_up.is_some(), explain, "{answer_body}");
            assert_ne!(runner_up, answer_body.get("estimated"), "{answer_body}");
            let evidence = answer_body["evidence"].as_array().map(|list| list.iter().filter(|e| e.is_number()).count());
            assert_eq!(evidence, explain.then_some(784), "{answer_body}");
        }
        _ => assert!(answer_body["error"].as_str().is_some_and(|error| !error.is_empty()), "{answer_body}"),
    }
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
    let pieces =
        ["{", "}", "[", "]", ",", ":", "\"", "\\", "0", "-", ".", "e9", "null", "\"input\":", "\u{0}", "é", " "];
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
        let body = format!("{{\"input\":{numbers:?},\"explain\":{explain}}}");
        prop_assert_eq!(oracle::status(&body), 200);
        check(&body);
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
    fn any_text(body in any::<String>()) {
        check(&body);
    }
}
