//! `POST /estimate` through the real `cargo lambda watch`.

use anyhow::Result;
use serde_json::{Value, json};
use tests::openapi::OpenApi;
use tests::watch::{SEVEN, Watch};
use tests::wrong;

#[test]
fn answers() -> Result<()> {
    let watch = Watch::start()?;
    let described = OpenApi::read()?;

    let (status, body) = watch.request("POST", "/estimate", SEVEN)?;
    assert_eq!(status, 200, "{body}");
    let answer: Value = serde_json::from_str(&body)?;
    assert_eq!(answer["estimated"], 7, "{body}");
    described.check_answer(status, &answer)?;
    assert!(described.takes(&serde_json::from_str(SEVEN)?)?);
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
fn fifty_clients_at_once() -> Result<()> {
    let watch = Watch::start()?;
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
