//! The function as Lambda runs it, under a mock of the Runtime API.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::{Value, json};
use tests::event::{http_api, http_api_base64, load_balancer, rest_api};
use tests::runtime::{Outcome, Runtime};
use tests::watch::{SEVEN, explain};
use tests::workspace::tool;
use tests::wrong;

fn start() -> Result<Runtime> {
    Runtime::start(Path::new(env!("CARGO_BIN_EXE_estimate")), &[])
}

/// The status, and the JSON in the body.
fn answer(function: &mut Runtime, event: &Value) -> Result<(u64, Value)> {
    let answer: Value = serde_json::from_slice(&function.invoke(event.to_string())?.0.response()?)?;
    assert_eq!(answer["headers"]["content-type"], "application/json");
    let body = answer["body"].as_str().context("no body")?;
    Ok((answer["statusCode"].as_u64().context("no status")?, serde_json::from_str(body)?))
}

fn check_seven(function: &mut Runtime) -> Result<()> {
    let (status, body) = answer(function, &http_api("POST", SEVEN))?;
    assert_eq!((status, &body["estimated"]), (200, &json!(7)), "{body}");
    Ok(())
}

#[test]
fn wrong_requests() -> Result<()> {
    let mut function = start()?;
    for wrong in wrong::requests() {
        let expected = (u64::from(wrong.status), json!({ "error": wrong.error }));
        assert_eq!(answer(&mut function, &http_api(wrong.method, &wrong.body))?, expected);
    }
    let bytes = BASE64_STANDARD.encode(b"{\"input\":[\xff\xfe]}");
    let expected = (400, json!({ "error": "the body is not UTF-8 at byte 10, expected JSON" }));
    assert_eq!(answer(&mut function, &http_api_base64("POST", &bytes))?, expected);
    check_seven(&mut function)
}

#[test]
fn events_of_other_kinds_fail_and_the_next_request_works() -> Result<()> {
    let mut function = start()?;
    for event in [json!({ "requestContext": {} }), json!({}), json!([1]), json!("x"), Value::Null] {
        let (outcome, _) = function.invoke(event.to_string())?;
        assert!(matches!(outcome, Outcome::Error(_)), "{event}: {outcome:?}");
        check_seven(&mut function)?;
    }
    Ok(())
}

#[test]
fn rest_apis_and_load_balancers_are_answered_too() -> Result<()> {
    let mut function = start()?;
    for (event, headers) in [(rest_api("POST", SEVEN), "multiValueHeaders"), (load_balancer("POST", SEVEN), "headers")]
    {
        let answer: Value = serde_json::from_slice(&function.invoke(event.to_string())?.0.response()?)?;
        assert_eq!(answer["statusCode"], 200, "{answer}");
        assert!(answer[headers]["content-type"].to_string().contains("application/json"), "{answer}");
        // REST APIs take no fields that are not theirs.
        assert_eq!(answer.get("cookies"), None, "{answer}");
    }
    Ok(())
}

#[test]
fn what_a_client_can_send_is_never_an_error() -> Result<()> {
    let mut function = start()?;
    let mut event = http_api("POST", SEVEN);
    event["rawQueryString"] = "a=b c\"<\u{1}".into();
    event["headers"]["x-forwarded-proto"] = "1".into();
    event["headers"]["host"] = "[".into();
    assert_eq!(answer(&mut function, &event)?.0, 200);
    assert_eq!(answer(&mut function, &http_api("PÖST", SEVEN))?.0, 405);
    assert_eq!(answer(&mut function, &http_api_base64("POST", "eyJp?"))?.0, 400);
    Ok(())
}

#[test]
fn an_allowed_origin_comes_from_the_environment() -> Result<()> {
    let program = Path::new(env!("CARGO_BIN_EXE_estimate"));
    for (origin, expected) in [("https://draw.example", json!("https://draw.example")), ("", Value::Null)] {
        let mut function = Runtime::start(program, &[("ALLOWED_ORIGIN", origin)])?;
        let response = function.invoke(http_api("POST", SEVEN).to_string())?.0.response()?;
        let answer: Value = serde_json::from_slice(&response)?;
        assert_eq!(answer["headers"]["access-control-allow-origin"], expected);
    }
    Ok(())
}

#[test]
fn a_secret_comes_from_the_environment() -> Result<()> {
    let mut event = http_api("POST", SEVEN);
    event["headers"]["x-origin-secret"] = "open-sesame".into();
    for (secret, with, without) in [("open-sesame", 200, 403), ("", 200, 200)] {
        let mut function = Runtime::start(Path::new(env!("CARGO_BIN_EXE_estimate")), &[("ORIGIN_SECRET", secret)])?;
        assert_eq!(answer(&mut function, &event)?.0, with);
        assert_eq!(answer(&mut function, &http_api("POST", SEVEN))?.0, without);
    }
    Ok(())
}

#[test]
fn each_request_is_one_line_of_json_without_the_drawing() -> Result<()> {
    let mut function = start()?;
    let evil = "{\"input\":[\"\\n{\\\"status\\\":200}\\u001b[31m\"]}";
    let blank = wrong::image(784, "0");
    let seven: Value = serde_json::from_str(SEVEN)?;
    let batch = wrong::inputs(&[&seven["input"].to_string(), &blank, &blank.replacen('0', "255", 1)]);
    for body in [&explain(SEVEN), &batch, evil, ""] {
        answer(&mut function, &http_api("POST", body))?;
    }
    function.invoke("{\"31m\":1}")?;
    let log = function.log()?;
    let lines: Vec<Value> = log.lines().map(serde_json::from_str).collect::<Result<_, _>>().context(log.clone())?;
    let statuses: Vec<&Value> = lines.iter().map(|line| &line["status"]).collect();
    assert_eq!(statuses, [200, 200, 400, 400, 500], "{log}");
    let fields = |line: &Value| line.as_object().map(|line| line.keys().cloned().collect::<Vec<_>>());
    assert_eq!(fields(&lines[2]).context("no object")?, ["microseconds", "request_id", "status"]);
    assert_eq!(fields(&lines[4]).context("no object")?, ["error", "request_id", "status"]);
    assert!(!log.contains("31m"), "{log}");

    let expected = [
        "_aws",
        "answers",
        "confidence",
        "estimated",
        "function",
        "microseconds",
        "probability",
        "rejected",
        "request_id",
        "status",
    ];
    for (line, answers, rejected) in [(&lines[0], 1, 0), (&lines[1], 2, 1)] {
        assert_eq!(fields(line).context("no object")?, expected);
        assert_eq!((&line["answers"], &line["rejected"]), (&json!(answers), &json!(rejected)), "{line}");
        assert_eq!((&line["estimated"][0], &line["function"]), (&json!(7), &json!("estimate")), "{line}");
        assert!(line["_aws"]["Timestamp"].as_u64().is_some_and(|time| time > 1_700_000_000_000), "{line}");
        // What the metrics are to be found under is there: a number, or one for each image.
        let metrics = &line["_aws"]["CloudWatchMetrics"][0];
        assert_eq!((&metrics["Namespace"], &metrics["Dimensions"]), (&json!("Estimate"), &json!([["function"]])));
        for metric in metrics["Metrics"].as_array().context("no metrics")? {
            let value = &line[metric["Name"].as_str().context("no name")?];
            assert!(
                value.is_number() || value.as_array().is_some_and(|list| list.len() == answers),
                "{metric}: {line}"
            );
        }
    }
    Ok(())
}

#[test]
fn many_requests_take_no_more_memory() -> Result<()> {
    let mut function = start()?;
    let mut wrong = wrong::requests();
    // What a body of megabytes leaves to the allocator is many times what a leak would take.
    wrong.retain(|wrong| wrong.body.len() < 100_000);
    let ask = |function: &mut Runtime, count: usize| -> Result<u64> {
        for request in 0..count {
            check_seven(function)?;
            let wrong = &wrong[request % wrong.len()];
            answer(function, &http_api(wrong.method, &wrong.body))?;
        }
        Ok(function.memory()?.0)
    };
    let (before, after) = (ask(&mut function, 100)?, ask(&mut function, 1_000)?);
    assert!(after < before + 512, "resident: {before} KiB, then {after} KiB");
    Ok(())
}

#[test]
fn a_panic_is_an_error_and_the_next_request_works() -> Result<()> {
    // Cargo builds examples with all tests, but not with one that is asked for by name.
    ensure!(tool("cargo")?.args(["build", "--quiet", "-p", "estimate", "--example", "panicking"]).status()?.success());
    let examples = Path::new(env!("CARGO_BIN_EXE_estimate")).with_file_name("examples");
    let mut function = Runtime::start(&examples.join("panicking"), &[])?;
    for _ in 0..3 {
        let (outcome, _) = function.invoke("{\"panic\":true}")?;
        let Outcome::Error(error) = outcome else { panic!("{outcome:?}") };
        let error: Value = serde_json::from_slice(&error)?;
        assert_eq!(error["errorMessage"], "Lambda panicked: a \"panic\"\non request");
        assert_eq!(function.invoke("{\"panic\":false}")?.0.response()?, "{\"panic\":false}");
    }
    let log = function.log()?;
    assert_eq!(log.lines().count(), 3, "{log}");
    for line in log.lines() {
        assert_eq!(serde_json::from_str::<Value>(line)?["panic"], "a \"panic\"\non request");
    }
    Ok(())
}
