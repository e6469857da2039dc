//! `POST /estimate` through the real `cargo lambda watch`.

use anyhow::{Context, Result};
use serde_json::{Value, json};
use tests::openapi::OpenApi;
use tests::watch::{SEVEN, Watch, explain};
use tests::wrong;

#[test]
fn answers() -> Result<()> {
    let watch = Watch::shared()?;
    let described = OpenApi::read()?;

    let (status, body) = watch.request("POST", "/estimate", SEVEN)?;
    assert_eq!(status, 200, "{body}");
    let answer: Value = serde_json::from_str(&body)?;
    assert_eq!(answer["estimated"], 7, "{body}");
    described.check_answer(status, &answer)?;
    assert!(described.takes(&serde_json::from_str(SEVEN)?)?);
    assert_eq!(answer["digit"], true, "{body}");
    for absent in ["evidence", "image", "runner_up", "inverted"] {
        assert_eq!(answer.get(absent), None, "{body}");
    }
    let probabilities: Vec<f64> = serde_json::from_value(answer["probabilities"].clone())?;
    assert_eq!(probabilities.len(), 10);
    assert!((probabilities.iter().sum::<f64>() - 1.0).abs() < 1e-5, "{body}");

    for wrong::Wrong { method, body, status, error } in wrong::requests() {
        let (found, answer) = watch.request(method, "/estimate", &body)?;
        let answer = serde_json::from_str(&answer)?;
        assert_eq!((found, &answer), (status, &json!({ "error": error })), "{method} {body:.80}");
        described.check_answer(status, &answer)?;
    }
    Ok(())
}

#[test]
fn explained_answers() -> Result<()> {
    let watch = Watch::shared()?;
    let described = OpenApi::read()?;
    let request = explain(SEVEN);
    assert!(described.takes(&serde_json::from_str(&request)?)?);
    let (status, body) = watch.request("POST", "/estimate", &request)?;
    let mut answer: Value = serde_json::from_str(&body)?;
    described.check_answer(status, &answer)?;

    let fields = answer.as_object_mut().context("no object")?;
    for field in ["evidence", "image", "runner_up"] {
        assert!(fields.remove(field).is_some(), "{body}");
    }
    let (_, plain) = watch.request("POST", "/estimate", SEVEN)?;
    assert_eq!(answer, serde_json::from_str::<Value>(&plain)?, "the rest is as it is without");
    Ok(())
}

#[test]
fn a_batch() -> Result<()> {
    let watch = Watch::start()?;
    let described = OpenApi::read()?;
    let seven: Value = serde_json::from_str(SEVEN)?;
    let request = wrong::inputs(&[seven["input"].to_string(), wrong::image(784, "0")]);
    for request in [explain(&request), request] {
        assert!(described.takes(&serde_json::from_str(&request)?)?);
        let (status, body) = watch.request("POST", "/estimate", &request)?;
        let answer: Value = serde_json::from_str(&body)?;
        assert_eq!(status, 200, "{body}");
        described.check_answer(status, &answer)?;
        assert_eq!(answer["estimates"][0]["estimated"], 7, "{body}");
        assert!(answer["estimates"][1]["error"].is_string(), "{body}");
    }
    assert!(!described.takes(&json!({ "inputs": [] }))?);
    assert!(!described.takes(&json!({ "inputs": [seven["input"]], "input": seven["input"] }))?);
    Ok(())
}

/// Every golden drawing, as the page sends it; two of them are dots.
#[test]
fn nearly_blank_is_no_digit() -> Result<()> {
    let watch = Watch::shared()?;
    let described = OpenApi::read()?;
    let drawings = include_str!("../golden/drawings.ndjson").lines();
    let mut dots = 0;
    for (drawing, image) in drawings.zip(include_str!("../golden/images.ndjson").lines()) {
        let drawing: Value = serde_json::from_str(drawing)?;
        let (status, body) = watch.request("POST", "/estimate", &format!("{{\"input\":{image}}}"))?;
        let answer = serde_json::from_str(&body)?;
        assert_eq!(status, 200, "{body}");
        described.check_answer(status, &answer)?;
        let dot = drawing["label"] == ".";
        assert_eq!(answer["confidence"] == 0.0, dot, "{}: {body}", drawing["writer"]);
        assert!(!dot || answer["digit"] == false, "{body}");
        dots += usize::from(dot);
    }
    assert_eq!(dots, 2);
    Ok(())
}

#[test]
fn the_examples_in_the_description() -> Result<()> {
    OpenApi::read()?.check_examples()
}

#[test]
fn fifty_clients_at_once() -> Result<()> {
    let watch = Watch::shared()?;
    let expected = watch.request("POST", "/estimate", SEVEN)?;
    assert_eq!(expected.0, 200);
    let client = || (0..20).map(|_| watch.exchange("POST", "/estimate", SEVEN)).collect::<Result<Vec<_>>>();
    std::thread::scope(|scope| {
        let clients: Vec<_> = (0..50).map(|_| scope.spawn(client)).collect();
        for client in clients {
            for answer in client.join().expect("no client panics")? {
                assert_eq!(answer, expected);
            }
        }
        Ok(())
    })
}
