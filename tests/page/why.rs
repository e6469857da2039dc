//! Why: on demand, which pixels speak for the answer and which for the runner-up, as colours, in words, and spoken.

use std::time::Duration;

use serde_json::json;
use tests::browser::{Browser, with_browser};
use tests::host::{Asked, Host};
use tests::page::{ACROSS, DOWN, Pointer, SEVEN_STROKE};
use tests::reply::Reply;

/// Okabe and Ito's sky blue.
const BLUE: [u8; 3] = [86, 180, 233];

/// Three quarters at the top left for the answer, a quarter at the bottom right against it.
fn evidence() -> Vec<f64> {
    let mut evidence = vec![0.0; 784];
    (evidence[0], evidence[783]) = (3.0, -1.0);
    evidence
}

fn explains(asked: &Asked) -> bool {
    asked.request["explain"] == true
}

/// The picture's pixel, as red, green and blue.
async fn pixel(browser: &Browser, x: u32, y: u32) -> [u8; 3] {
    let script = format!(
        "return [...document.getElementById('preview').getContext('2d').getImageData({x}, {y}, 1, 1).data].slice(0, 3)"
    );
    serde_json::from_value(browser.run(&script).await).expect("a colour")
}

/// What the legend says, as far as it is to be seen.
async fn legend(browser: &Browser) -> String {
    let seen = "const legend = document.getElementById('legend')
        return legend.checkVisibility() ? legend.innerText : ''";
    let text = browser.run(seen).await;
    text.as_str().expect("a text").split_whitespace().collect::<Vec<_>>().join(" ")
}

async fn press_why(browser: &Browser, expected: &str) {
    browser.until("return document.getElementById('why').ariaPressed !== null", true).await;
    browser.click("why").await;
    assert_eq!(browser.run("return document.getElementById('why').ariaPressed").await, expected);
}

const SIZE: &str = "return document.getElementById('preview').getBoundingClientRect().width";

#[tokio::test]
async fn the_evidence_is_asked_for_on_demand_and_follows_the_drawing() {
    let host = Host::start(|_| Reply::explained(7, 1, &evidence())).await;
    with_browser(async |browser| {
        browser.open_page(&host.address, (390, 844)).await;
        browser.draw(Pointer::Mouse, &[SEVEN_STROKE]).await;
        browser.estimated().await;
        let before = host.asked();
        assert!(before.iter().all(|asked| !explains(asked)), "not asked for");
        assert!(before.iter().all(|asked| asked.request.as_object().expect("an object").len() == 1));
        let small = browser.run(SIZE).await.as_f64().expect("a width");

        press_why(browser, "true").await;
        browser.until("return document.querySelectorAll('.swatch').length", 2).await;
        let asked = host.asked();
        assert_eq!(asked.len(), before.len() + 1, "asked once more, with the evidence");
        let last = asked.last().expect("a request");
        assert!(explains(last));
        assert_eq!(last.image, before.last().expect("a request").image);
        assert_eq!(legend(browser).await, "75% speaks for 7 25% speaks for 1");
        assert_eq!(pixel(browser, 0, 0).await, BLUE);
        let [red, green, blue] = pixel(browser, 27, 27).await;
        assert!(red > green && green > blue && blue == 0, "orange, and weaker: {red} {green} {blue}");
        assert_eq!(pixel(browser, 27, 0).await, [0, 0, 0], "no evidence, no ink");
        let large = browser.run(SIZE).await.as_f64().expect("a width");
        assert!(large > 2.0 * small, "{small} px became {large}");
        let told = "Why 7 rather than 1: what speaks for 7 is strongest at the top left, for 1 at the bottom right.";
        assert_eq!(browser.run("return document.getElementById('preview').ariaLabel").await, told);
        browser.until("return document.getElementById('result').ariaBusy", "false").await;
        assert!(browser.text("status").await.ends_with(told), "spoken");

        host.script(|_| Reply::explained(4, 9, &evidence()));
        browser.draw(Pointer::Mouse, &[DOWN]).await;
        assert_eq!(browser.estimated().await, "Estimated = 4");
        assert_eq!(legend(browser).await, "75% speaks for 4 25% speaks for 9");
        let followed = host.asked();
        assert!(followed[asked.len()..].iter().all(explains), "asked along");
        assert!(followed[asked.len() - 1..].windows(2).all(|two| two[0].image != two[1].image), "each image once");

        for pressed in ["false", "true", "false"] {
            press_why(browser, pressed).await;
            browser.estimated().await;
        }
        assert_eq!(host.asked().len(), followed.len(), "what is known is not asked again");
        assert_eq!(legend(browser).await, "");
        assert_eq!(browser.preview().await, followed.last().expect("a request").image, "the plain picture");
        assert_eq!(browser.run(SIZE).await, small);
        let label = browser.run("return document.getElementById('preview').ariaLabel").await;
        assert_eq!(label, browser.words("preview").await);
        browser.draw(Pointer::Mouse, &[ACROSS]).await;
        browser.estimated().await;
        let after = host.asked();
        assert!(after.len() > followed.len());
        assert!(after[followed.len()..].iter().all(|asked| !explains(asked)), "no longer asked for");
    })
    .await;
}

#[tokio::test]
async fn the_evidence_that_stands_gives_way_to_the_next_without_a_gap() {
    let host = Host::start(|_| Reply::explained(7, 1, &evidence())).await;
    with_browser(async |browser| {
        browser.open_page(&host.address, (800, 700)).await;
        browser.draw(Pointer::Mouse, &[SEVEN_STROKE]).await;
        browser.estimated().await;
        press_why(browser, "true").await;
        browser.estimated().await;
        host.script(|_| Reply::explained(4, 9, &evidence()).after(Duration::from_millis(700)));
        browser.draw(Pointer::Mouse, &[DOWN]).await;
        browser.until("return document.getElementById('result').ariaBusy", "true").await;
        assert_eq!(pixel(browser, 0, 0).await, BLUE, "still the last answer's");
        assert_eq!(legend(browser).await, "75% speaks for 7 25% speaks for 1");
        browser.estimated().await;
        assert_eq!(legend(browser).await, "75% speaks for 4 25% speaks for 9");

        browser.click("language").await;
        assert_eq!(legend(browser).await, "75% 4 の根拠 25% 9 の根拠");
        browser.click("language").await;
        browser.click("delete_button").await;
        assert_eq!(legend(browser).await, "");
        assert!(browser.preview().await.iter().all(|&brightness| brightness == 0));
        let asked = host.asked().len();
        browser.draw(Pointer::Mouse, &[&[[0.5, 0.5]]]).await;
        assert_eq!(browser.estimated().await, "", "too little ink");
        assert_eq!(legend(browser).await, "");
        for pressed in ["false", "true"] {
            press_why(browser, pressed).await;
        }
        assert_eq!(host.asked().len(), asked);
    })
    .await;
}

#[tokio::test]
async fn why_may_be_asked_while_an_answer_is_to_come() {
    let host = Host::start(|_| Reply::explained(7, 1, &evidence())).await;
    with_browser(async |browser| {
        browser.open_page(&host.address, (800, 700)).await;
        browser.draw(Pointer::Mouse, &[SEVEN_STROKE]).await;
        browser.estimated().await;
        press_why(browser, "true").await;
        press_why(browser, "false").await;
        host.script(|_| Reply::explained(4, 9, &evidence()).after(Duration::from_millis(700)));
        browser.draw(Pointer::Mouse, &[DOWN]).await;
        press_why(browser, "true").await;
        assert_eq!(browser.estimated().await, "Estimated = 4");
        assert_eq!(legend(browser).await, "75% speaks for 4 25% speaks for 9");
        assert!(explains(host.asked().last().expect("a request")));
    })
    .await;
}

#[tokio::test]
async fn a_service_that_cannot_say_why_is_told_from_one_that_says_nonsense() {
    let host = Host::start(|_| Reply::old(7)).await;
    with_browser(async |browser| {
        browser.open_page(&host.address, (800, 700)).await;
        browser.draw(Pointer::Mouse, &[SEVEN_STROKE]).await;
        browser.estimated().await;
        press_why(browser, "true").await;
        assert_eq!(browser.estimated().await, "Estimated = 7");
        assert_eq!(legend(browser).await, "This service doesn’t say why.");
        assert!(browser.text("status").await.ends_with("This service doesn’t say why."), "spoken");

        let mut unlike_numbers = vec![json!(0.0); 784];
        unlike_numbers[5] = json!("0");
        for (runner_up, told) in [
            (json!(1), json!([1.0])),
            (json!(1), json!(unlike_numbers)),
            (json!(7), json!(evidence())),
            (json!(10), json!(evidence())),
            (json!(null), json!(evidence())),
        ] {
            let case = format!("{runner_up} {:.40}", told.to_string());
            let answer = json!({
                "estimated": 7, "probabilities": [0, 0, 0, 0, 0, 0, 0, 1, 0, 0], "digit": true, "confidence": 1,
                "evidence": told, "runner_up": runner_up,
            });
            host.script(move |_| Reply::status(200, answer.to_string()));
            browser.draw(Pointer::Mouse, &[DOWN]).await;
            let fault = "return document.getElementById('result').dataset.fault";
            browser.until(fault, "garbled").await;
            host.script(|_| Reply::explained(7, 1, &evidence()));
            assert_eq!(browser.estimated().await, "Estimated = 7", "{case}: tried again");
            assert_eq!(legend(browser).await, "75% speaks for 7 25% speaks for 1", "{case}");
            browser.click("delete_button").await;
        }
    })
    .await;
}
