//! From an event to an answer, without a server.

use std::sync::LazyLock;

use base64::{Engine, prelude::BASE64_STANDARD};
use estimate::{Answer, BATCH_LIMIT, Endpoint, Estimate, Estimates, LIMIT, Model, harmless_event};
use lambda_http::http::{HeaderMap, HeaderValue};
use lambda_http::{IntoResponse, Request};
use serde_json::{Value, json};
use tests::event::{http_api, http_api_base64, load_balancer, rest_api};
use tests::watch::{SEVEN, explain};
use tests::wrong;

static ENDPOINT: LazyLock<Endpoint> = LazyLock::new(endpoint);

fn endpoint() -> Endpoint {
    Endpoint { model: Model::embedded().expect("a model"), allowed_origin: None, origin_secret: None }
}

fn request(event: &Value) -> Request {
    let event = harmless_event(event.to_string().as_bytes()).expect("an HTTP request");
    lambda_http::request::from_reader(&*event).expect("an HTTP request")
}

fn answer(event: Value) -> Answer {
    ENDPOINT.answer(&request(&event))
}

fn json(answer: &Answer) -> Value {
    serde_json::from_str(answer.body()).expect("JSON")
}

fn estimate(answer: &Answer) -> &Estimate {
    match answer.estimates().expect("an estimate") {
        Estimates::One(estimate) => estimate,
        Estimates::Batch { .. } => panic!("a batch"),
    }
}

fn check(event: Value, status: u16, body: Value) {
    let shown = event.to_string();
    let answer = answer(event);
    assert_eq!((answer.status().as_u16(), json(&answer)), (status, body), "{shown:.300}");
}

#[test]
fn a_digit() {
    let plain = answer(http_api("POST", SEVEN));
    assert_eq!(plain.status(), 200);
    let estimate = estimate(&plain);
    assert_eq!(estimate.estimated, 7);
    assert!((estimate.probabilities.iter().sum::<f32>() - 1.0).abs() < 1e-5);
    let encoded = answer(http_api_base64("POST", &BASE64_STANDARD.encode(SEVEN)));
    assert_eq!(encoded.body(), plain.body());
}

#[test]
fn an_explanation_is_added_when_it_is_asked_for() {
    let body = |request: &str| json(&answer(http_api("POST", request)));
    let plain = body(SEVEN);
    assert_eq!(body(&SEVEN.replacen('{', "{\"explain\":false,", 1)), plain);

    let mut explained = body(&explain(SEVEN));
    let fields = explained.as_object_mut().expect("an object");
    let evidence: Vec<f32> = serde_json::from_value(fields.remove("evidence").expect("evidence")).expect("numbers");
    let image = fields.remove("image").expect("the image");
    let runner_up = fields.remove("runner_up").and_then(|digit| digit.as_u64()).expect("a digit") as usize;
    assert_eq!(explained, plain, "the rest is as it is without");

    let probabilities: Vec<f64> = serde_json::from_value(plain["probabilities"].clone()).expect("numbers");
    let above = (0..10).filter(|&digit| probabilities[digit] > probabilities[runner_up]).collect::<Vec<_>>();
    assert_eq!(above, [7]);
    assert_eq!(evidence.len(), 784);
    let request: Value = serde_json::from_str(SEVEN).expect("JSON");
    // This 7 is in MNIST's frame as it is.
    let numbers = |list: &Value| serde_json::from_value::<Vec<f32>>(list.clone()).expect("numbers");
    assert_eq!(numbers(&image), numbers(&request["input"]));
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
        let estimate = estimate(&answer);
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

async fn headers(answer: Answer) -> HeaderMap {
    answer.into_response().await.headers().clone()
}

#[tokio::test]
async fn a_method_that_is_refused_learns_which_is_not() {
    let headers = headers(answer(http_api("GET", ""))).await;
    assert_eq!(
        (&headers["content-type"], &headers["allow"]),
        (&"application/json".parse().unwrap(), &"POST".parse().unwrap())
    );
    assert_eq!(headers.len(), 2);
}

#[tokio::test]
async fn an_allowed_origin_is_told_so() {
    let origin = HeaderValue::from_static("https://draw.example");
    let endpoint = Endpoint { allowed_origin: Some(origin.clone()), ..endpoint() };
    for body in [SEVEN, "?"] {
        let answer = endpoint.answer(&request(&http_api("POST", body)));
        assert_eq!(headers(answer).await["access-control-allow-origin"], origin);
    }
}

#[test]
fn where_there_is_a_secret_requests_have_to_bring_it() {
    let endpoint = Endpoint { origin_secret: Some(HeaderValue::from_static("open-sesame")), ..endpoint() };
    for (secret, status) in [
        (json!("open-sesame"), 200),
        (json!("open-sesamf"), 403),
        // Two differences that are alike.
        (json!("nqen-sesame"), 403),
        (json!("open-sesame!"), 403),
        (json!("open\nsesame"), 403),
        (json!(""), 403),
        (Value::Null, 403),
    ] {
        let mut event = http_api("POST", SEVEN);
        event["headers"]["x-origin-secret"] = secret.clone();
        assert_eq!(endpoint.answer(&request(&event)).status(), status, "{secret}");
        assert_eq!(ENDPOINT.answer(&request(&event)).status(), 200, "{secret}");
    }
    assert_eq!(endpoint.answer(&request(&http_api("POST", SEVEN))).status(), 403);
}

#[test]
fn rest_apis_and_load_balancers_are_answered_too() {
    let expected = json(&answer(http_api("POST", SEVEN)));
    for kind in [rest_api, load_balancer] {
        check(kind("POST", SEVEN), 200, expected.clone());
        assert_eq!(answer(kind("GET", "")).status(), 405);
        let mut event = kind("POST", &BASE64_STANDARD.encode(SEVEN));
        event["isBase64Encoded"] = true.into();
        event["headers"] = Value::Null;
        check(event, 200, expected.clone());
    }
}

#[test]
fn events_of_other_kinds() {
    for event in [json!({ "requestContext": {} }), json!({}), json!([1]), json!("x"), Value::Null] {
        assert_eq!(harmless_event(event.to_string().as_bytes()), None, "{event}");
    }
}

/// What `lambda_http` would panic on, or fail.
#[test]
fn hostile_events() {
    let text = json!("a=b c\"<\u{1}\u{7f}é%zz#\\");
    let hostile = [
        ("/rawQueryString", text.clone()),
        ("/rawPath", text.clone()),
        ("/rawPath", json!(":99999999")),
        ("/rawPath", json!("é".repeat(70_000))),
        ("/headers", json!({ "host": text, "x-forwarded-proto": "1", "body-is-base64": "true" })),
        ("/headers", json!({ "host": "[", "é": "\u{1}" })),
        ("/headers", json!({})),
        ("/requestContext/domainName", text.clone()),
        ("/requestContext/stage", text.clone()),
        ("/requestContext/timeEpoch", text.clone()),
        ("/cookies", json!([text])),
        ("/cookies", json!(7)),
    ];
    let expected = answer(http_api("POST", SEVEN));
    for (place, value) in hostile {
        let mut event = http_api("POST", SEVEN);
        event["cookies"] = json!([]);
        *event.pointer_mut(place).expect("a place") = value.clone();
        assert_eq!(answer(event).body(), expected.body(), "{place}: {value}");
    }
    for method in ["", "post", "PÖST", "PO ST", "\u{0}", "POST\n"] {
        assert_eq!(answer(http_api(method, SEVEN)).status(), 405, "{method:?}");
    }
    let mut without = http_api("POST", "");
    without.as_object_mut().expect("an object").remove("body");
    assert_eq!(answer(without).status(), 400);
}

#[test]
fn a_byte_order_mark_is_no_matter() {
    assert_eq!(answer(http_api("POST", &format!("\u{feff}{SEVEN}"))).body(), answer(http_api("POST", SEVEN)).body());
}

#[test]
fn a_batch_is_answered_as_its_images_are() {
    let seven: Value = serde_json::from_str(SEVEN).expect("JSON");
    let blank = wrong::image(784, "0");
    let dot = wrong::image(784, "0").replacen('0', "255", 1);
    for explain in [false, true] {
        let one =
            |image: &str| json(&answer(http_api("POST", &format!("{{\"explain\":{explain},\"input\":{image}}}"))));
        let images = [seven["input"].to_string(), blank.clone(), dot.clone()];
        let body = format!("{{\"inputs\":[{}],\"explain\":{explain}}}", images.join(","));
        let mut expected = images.map(|image| one(&image));
        expected[1] =
            json!({ "error": "`inputs[1]`: the image has no ink: all 784 brightnesses are alike, or grain alone" });
        check(http_api("POST", &body), 200, json!({ "estimates": expected }));
    }
    check(
        http_api("POST", &wrong::inputs(&[&blank])),
        200,
        json!({
            "estimates": [{ "error": "`inputs[0]`: the image has no ink: all 784 brightnesses are alike, or grain alone" }]
        }),
    );
}

/// To the byte, and by either encoding.
#[test]
fn the_longest_bodies() {
    let seven: Value = serde_json::from_str(SEVEN).expect("JSON");
    for (body, limit) in [(SEVEN.to_owned(), LIMIT), (wrong::inputs(&[&seven["input"].to_string()]), BATCH_LIMIT)] {
        for (length, status) in [(limit, 200), (limit + 1, 413)] {
            let body = format!("{body}{}", " ".repeat(length - body.len()));
            assert_eq!(answer(http_api("POST", &body)).status(), status, "{length} bytes");
            assert_eq!(
                answer(http_api_base64("POST", &BASE64_STANDARD.encode(&body))).status(),
                status,
                "{length} bytes"
            );
        }
    }
    // What is far too long is not even decoded.
    assert_eq!(answer(http_api_base64("POST", &"?".repeat(2 * BATCH_LIMIT))).status(), 413);
}

/// 64 images of the longest numbers that a page would send fit.
#[test]
fn the_largest_batch() {
    let seven: Value = serde_json::from_str(SEVEN).expect("JSON");
    let brightnesses = seven["input"].as_array().expect("a list").iter().filter_map(Value::as_f64);
    let long: Vec<_> = brightnesses.map(|brightness| format!("{:.4}", 12.3456 + 0.9 * brightness)).collect();
    let image = format!("[{}]", long.join(","));
    let answer = answer(http_api_base64("POST", &BASE64_STANDARD.encode(explain(&wrong::inputs(&[&image; 64])))));
    assert_eq!(answer.estimates().expect("estimates").iter().count(), 64);
    // Lambda takes answers of up to 6 MiB.
    assert!(answer.body().len() < 3 * 1024 * 1024, "{}", answer.body().len());
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
