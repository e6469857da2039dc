//! Faults: whatever goes wrong between page and service has its own words, costs no ink, and mends by itself.

use std::time::Duration;

use serde_json::json;
use tests::browser::{Browser, with_browser};
use tests::host::Host;
use tests::page::{Pointer, SEVEN_STROKE};
use tests::reply::Reply;

const FINDING: &str = "return document.getElementById('finding').textContent";

/// The page says what `words` says, still has its ink, and shows nothing that is meant for programs.
async fn check_fault(browser: &Browser, words: &str, case: &str) {
    let words = browser.words(words).await;
    browser.until(FINDING, words.clone()).await;
    assert!(browser.ink().await > 1000, "{case}: the drawing stays");
    assert_eq!(browser.text("estimated").await, "", "{case}: no answer stands");
    // Announced at the end of the stroke, by the try that follows it.
    browser.until("return document.getElementById('status').textContent", words).await;
    check_clean(browser, case).await;
}

async fn check_clean(browser: &Browser, case: &str) {
    let seen = browser.run("return document.body.innerText").await;
    let seen = seen.as_str().expect("a text");
    for leak in ["undefined", "NaN", "null", "[object", "Error", "Exception"] {
        assert!(!seen.contains(leak), "{case} shows {leak:?}: {seen}");
    }
}

#[tokio::test]
async fn every_bad_answer_has_its_words_and_is_tried_again() {
    let probabilities = "[0.1,0.1,0.1,0.1,0.1,0.1,0.1,0.1,0.1,0.1]";
    let judged = |fields| format!("{{\"estimated\":7,\"probabilities\":{probabilities},{fields}}}");
    let cases = [
        (429, "{\"message\":\"Too Many Requests\"}".to_owned(), "faults.throttled()"),
        (500, "{\"message\":\"Internal Server Error\"}".to_owned(), "faults.broken()"),
        (502, "<html>Bad Gateway</html>".to_owned(), "faults.broken()"),
        (503, String::new(), "faults.broken()"),
        (400, "{\"error\":\"`input` has 783 numbers\"}".to_owned(), "faults.refused('`input` has 783 numbers')"),
        (400, "{\"error\":{\"deep\":null}}".to_owned(), "faults.refused('')"),
        (413, "no JSON".to_owned(), "faults.refused('')"),
        (422, "{}".to_owned(), "faults.refused('')"),
        (403, "<html>AccessDenied</html>".to_owned(), "faults.absent()"),
        (404, "<html>Not Found</html>".to_owned(), "faults.absent()"),
        (405, String::new(), "faults.absent()"),
        (501, String::new(), "faults.absent()"),
        (200, "<html>a login page</html>".to_owned(), "faults.garbled()"),
        (200, "null".to_owned(), "faults.garbled()"),
        (200, "{\"estimated\":7}".to_owned(), "faults.garbled()"),
        (200, format!("{{\"estimated\":10,\"probabilities\":{probabilities}}}"), "faults.garbled()"),
        (200, format!("{{\"estimated\":\"7\",\"probabilities\":{probabilities}}}"), "faults.garbled()"),
        (200, "{\"estimated\":7,\"probabilities\":[1]}".to_owned(), "faults.garbled()"),
        (
            200,
            format!("{{\"estimated\":7,\"probabilities\":{}}}", probabilities.replacen("0.1", "null", 1)),
            "faults.garbled()",
        ),
        (204, String::new(), "faults.garbled()"),
        (200, judged("\"digit\":null,\"confidence\":0.5"), "faults.garbled()"),
        (200, judged("\"digit\":1,\"confidence\":0.5"), "faults.garbled()"),
        (200, judged("\"digit\":true,\"confidence\":1.5"), "faults.garbled()"),
        (200, judged("\"digit\":true,\"confidence\":\"0.5\""), "faults.garbled()"),
        (200, judged("\"digit\":true"), "faults.garbled()"),
        (200, judged("\"confidence\":0.5"), "faults.garbled()"),
    ];
    let host = Host::start(|_| Reply::digit(7)).await;
    with_browser(async |browser| {
        for (status, body, words) in cases {
            let case = format!("{status} {body}");
            let reply = Reply::status(status, body);
            host.script(move |_| reply.clone());
            browser.open_page(&host.address, (800, 700)).await;
            browser.draw(Pointer::Mouse, &[SEVEN_STROKE]).await;
            check_fault(browser, words, &case).await;
            host.script(|_| Reply::digit(7));
            assert_eq!(browser.estimated().await, "Estimated = 7", "{case}: it is tried again by itself");
            check_clean(browser, &case).await;
        }
    })
    .await;
}

#[tokio::test]
async fn a_service_that_is_down_is_asked_again_until_it_is_back() {
    let mut host = Host::start(|_| Reply::digit(7)).await;
    with_browser(async |browser| {
        browser.open_page(&host.address, (800, 700)).await;
        browser.words("title").await; // loads words.js here too, before nobody hands it out any more
        host.stop().await;
        browser.draw(Pointer::Mouse, &[SEVEN_STROKE]).await;
        check_fault(browser, "faults.unreachable()", "down").await;
        host.resume().await;
        assert_eq!(browser.estimated().await, "Estimated = 7");
    })
    .await;
}

#[tokio::test]
async fn pauses_grow_and_drawing_on_cuts_them_short() {
    let host = Host::start(|_| Reply::status(503, "")).await;
    with_browser(async |browser| {
        browser.open_page(&host.address, (800, 700)).await;
        browser.draw(Pointer::Mouse, &[SEVEN_STROKE]).await;
        let asked = async |count: usize| {
            while host.asked().len() < count {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            host.asked()
        };
        let first = host.asked().len().max(1);
        let times: Vec<_> = asked(first + 3).await.iter().map(|request| request.at).collect();
        let pauses: Vec<Duration> = times.windows(2).map(|pair| pair[1] - pair[0]).skip(first - 1).collect();
        assert!(pauses.windows(2).all(|pair| pair[1] > pair[0]), "growing pauses: {pauses:?}");

        // The next try by itself is eight seconds away.
        host.script(|_| Reply::digit(7));
        let asked_so_far = host.asked().len();
        browser.draw(Pointer::Mouse, &[&[[0.4, 0.5], [0.7, 0.5]]]).await;
        assert_eq!(browser.estimated().await, "Estimated = 7");
        let answered = host.asked();
        assert!(answered[asked_so_far].at - answered[asked_so_far - 1].at < Duration::from_secs(7), "cut short");
    })
    .await;
}

#[tokio::test]
async fn offline_is_said_and_ends_with_being_online() {
    let host = Host::start(|_| Reply::digit(7)).await;
    with_browser(async |browser| {
        browser.open_page(&host.address, (800, 700)).await;
        browser.words("title").await;
        browser.devtools("Network.enable", json!({})).await;
        let network = async |offline: bool| {
            let conditions =
                json!({"offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1});
            browser.devtools("Network.emulateNetworkConditions", conditions).await;
        };
        network(true).await;
        browser.draw(Pointer::Mouse, &[SEVEN_STROKE]).await;
        check_fault(browser, "faults.offline()", "offline").await;
        network(false).await;
        assert_eq!(browser.estimated().await, "Estimated = 7");
    })
    .await;
}

#[tokio::test]
async fn a_slow_answer_is_said_to_be_slow_and_still_counts() {
    let host = Host::start(|_| Reply::digit(7).after(Duration::from_millis(4500))).await;
    with_browser(async |browser| {
        browser.open_page(&host.address, (800, 700)).await;
        browser.draw(Pointer::Mouse, &[&[[0.4, 0.5], [0.7, 0.5]]]).await;
        let slow = browser.words("slow").await;
        browser.until(FINDING, slow).await;
        assert_eq!(browser.estimated().await, "Estimated = 7");
        let found = browser.text("finding").await;
        assert_eq!(found, browser.words("verdict({ sure: 'likely', digit: 7, runnerUp: null })").await);
    })
    .await;
}

#[tokio::test]
async fn a_drawing_that_waits_for_an_older_slow_answer_is_told_so_too() {
    let delay = |number: usize| Duration::from_millis(if number == 0 { 6000 } else { 0 });
    let host = Host::start(move |number| Reply::digit(number + 6).after(delay(number))).await;
    with_browser(async |browser| {
        browser.open_page(&host.address, (800, 700)).await;
        browser.draw(Pointer::Mouse, &[&[[0.4, 0.5], [0.7, 0.5]]]).await;
        browser.click("delete_button").await;
        browser.draw(Pointer::Mouse, &[SEVEN_STROKE]).await;
        let slow = browser.words("slow").await;
        browser.until(FINDING, slow).await;
        assert_eq!(browser.estimated().await, "Estimated = 7");
    })
    .await;
}

#[tokio::test]
async fn an_answer_that_never_comes_is_given_up_and_asked_for_again() {
    let host =
        Host::start(|number| Reply::digit(7).after(Duration::from_secs(if number == 0 { 3600 } else { 0 }))).await;
    with_browser(async |browser| {
        browser.open_page(&host.address, (800, 700)).await;
        browser.draw(Pointer::Mouse, &[SEVEN_STROKE, &[[0.4, 0.5], [0.7, 0.5]]]).await;
        check_fault(browser, "faults.late()", "late").await;
        assert_eq!(browser.estimated().await, "Estimated = 7");
    })
    .await;
}
