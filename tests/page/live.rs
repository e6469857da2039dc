//! Live answers: the estimate follows the pen without hurry, and never falls behind what is drawn.

use std::time::Duration;

use tests::browser::with_browser;
use tests::host::{Asked, Host};
use tests::page::{Pointer, SEVEN_STROKE, Step};
use tests::reply::Reply;

/// A long stroke that keeps growing, with a rest after each of `points` points.
fn long_stroke(points: u32, rest: Duration) -> Vec<Step> {
    let at = |i: u32| [0.2 + 0.6 * f64::from(i) / f64::from(points), 0.3 + 0.4 * f64::from(i % 2)];
    let grown = (1..points).flat_map(|i| [Step::Move(at(i)), Step::Rest(rest)]);
    [Step::Move(at(0)), Step::Down].into_iter().chain(grown).collect()
}

fn check_never_two_at_once(asked: &[Asked]) {
    assert!(asked.iter().all(|request| request.others == 0), "one request is under way at a time");
}

#[tokio::test]
async fn answers_follow_the_pen_five_times_a_second_at_most() {
    let host = Host::start(|number| Reply::digit(number % 10)).await;
    with_browser(async |browser| {
        browser.open_page(&host.address, (800, 700)).await;
        browser.point(Pointer::Mouse, &long_stroke(60, Duration::from_millis(40))).await;
        let while_drawing = host.asked();
        assert!(while_drawing.len() >= 3, "{} requests while drawing", while_drawing.len());
        assert!(browser.text("estimated").await.starts_with("Estimated = "));
        assert_eq!(browser.text("status").await, "", "nothing is announced while one draws");

        browser.point(Pointer::Mouse, &[Step::Up]).await;
        let estimated = browser.estimated().await;
        let asked = host.asked();
        assert_eq!(estimated, format!("Estimated = {}", (asked.len() - 1) % 10), "the final answer stands");
        assert_eq!(browser.preview().await, asked.last().expect("a request").image);
        assert_ne!(browser.text("status").await, "", "the final answer is announced");
        check_never_two_at_once(&asked);
        let starts = "return performance.getEntriesByType('resource')
            .filter(entry => entry.name.endsWith('/estimate')).map(entry => entry.startTime)";
        let starts: Vec<f64> = serde_json::from_value(browser.run(starts).await).expect("milliseconds");
        assert_eq!(starts.len(), asked.len());
        assert!(starts.windows(6).all(|six| six[5] - six[0] >= 999.0), "more than five a second: {starts:?}");

        tokio::time::sleep(Duration::from_secs(1)).await;
        browser.point(Pointer::Mouse, &[Step::Move([0.5, 0.5])]).await;
        assert_eq!(host.asked().len(), asked.len(), "nothing changed, so nothing is asked");
    })
    .await;
}

#[tokio::test]
async fn a_stroke_beside_others_is_followed_at_an_easier_pace() {
    let host = Host::start(|_| Reply::digit(1)).await;
    with_browser(async |browser| {
        browser.open_page(&host.address, (800, 700)).await;
        browser.draw(Pointer::Mouse, &[&[[0.1, 0.3], [0.1, 0.7]]]).await;
        browser.estimated().await;
        browser.run("performance.clearResourceTimings()").await;
        browser.point(Pointer::Mouse, &long_stroke(80, Duration::from_millis(40))).await;
        let starts = "return performance.getEntriesByType('resource')
            .filter(entry => entry.name.endsWith('/estimate')).map(entry => entry.startTime)";
        let starts: Vec<f64> = serde_json::from_value(browser.run(starts).await).expect("milliseconds");
        assert!(starts.len() >= 2, "it is followed: {starts:?}");
        assert!(starts.windows(2).all(|pair| pair[1] - pair[0] >= 499.0), "more than two a second: {starts:?}");
        let asked = host.asked().len();
        browser.point(Pointer::Mouse, &[Step::Move([0.8, 0.8]), Step::Up]).await;
        browser.estimated().await;
        assert!(host.asked().len() > asked, "its end is asked about");
    })
    .await;
}

#[tokio::test]
async fn the_result_is_busy_until_it_is_spoken() {
    let host = Host::start(|_| Reply::digit(7)).await;
    with_browser(async |browser| {
        browser.open_page(&host.address, (800, 700)).await;
        // Looked at right after the page has seen the pointer come up.
        let look = "addEventListener('pointerup', () => {
            window.seen = [document.getElementById('result').ariaBusy, document.getElementById('status').textContent]
        })";
        browser.run(look).await;
        for rest in [0, 60, 120, 300] {
            let mut steps = long_stroke(5, Duration::from_millis(60));
            steps.extend([Step::Rest(Duration::from_millis(rest)), Step::Up]);
            browser.point(Pointer::Mouse, &steps).await;
            let seen = browser.run("return window.seen").await;
            assert!(seen[0] == "true" || seen[1] != "", "after {rest} ms: {seen}");
            browser.estimated().await;
            assert_ne!(browser.text("status").await, "", "after {rest} ms");
        }
    })
    .await;
}

#[tokio::test]
async fn a_slow_service_gets_one_request_at_a_time_and_the_newest_next() {
    let host = Host::start(|number| Reply::digit(number % 10).after(Duration::from_millis(700))).await;
    with_browser(async |browser| {
        browser.open_page(&host.address, (800, 700)).await;
        browser.point(Pointer::Mouse, &long_stroke(60, Duration::from_millis(40))).await;
        browser.point(Pointer::Mouse, &[Step::Up]).await;
        let estimated = browser.estimated().await;
        let asked = host.asked();
        check_never_two_at_once(&asked);
        assert_eq!(estimated, format!("Estimated = {}", (asked.len() - 1) % 10));

        // What was asked last is the whole drawing: asked again after a reload, it is the same image.
        browser.reload().await;
        browser.estimated().await;
        let again = host.asked();
        assert_eq!(again.last().expect("a request").image, asked.last().expect("a request").image);
    })
    .await;
}

#[tokio::test]
async fn answers_that_take_turns_at_being_slow_never_overtake() {
    // Were two under way at once, the quick answer to the newer would be overwritten by the slow one to the older.
    let delay = |number: usize| Duration::from_millis(if number.is_multiple_of(2) { 900 } else { 0 });
    let host = Host::start(move |number| Reply::digit(number % 10).after(delay(number))).await;
    with_browser(async |browser| {
        browser.open_page(&host.address, (800, 700)).await;
        // They cross: side by side they would be a number.
        for stroke in [[[0.5, 0.2], [0.5, 0.8]], [[0.3, 0.5], [0.7, 0.5]], [[0.35, 0.25], [0.65, 0.75]]] {
            browser.draw(Pointer::Mouse, &[&stroke]).await;
        }
        let estimated = browser.estimated().await;
        let asked = host.asked();
        check_never_two_at_once(&asked);
        assert_eq!(estimated, format!("Estimated = {}", (asked.len() - 1) % 10));
        tokio::time::sleep(Duration::from_secs(1)).await;
        assert_eq!(browser.text("estimated").await, estimated, "no older answer comes after");
    })
    .await;
}

#[tokio::test]
async fn an_answer_to_what_was_deleted_is_ignored() {
    let host = Host::start(|_| Reply::digit(4).after(Duration::from_millis(800))).await;
    with_browser(async |browser| {
        browser.open_page(&host.address, (800, 700)).await;
        browser.draw(Pointer::Mouse, &[SEVEN_STROKE]).await;
        browser.until("return document.getElementById('result').ariaBusy", "true").await;
        browser.click("delete_button").await;
        assert_eq!(browser.estimated().await, "");
        tokio::time::sleep(Duration::from_millis(1500)).await;
        assert_eq!(browser.text("estimated").await, "");
        assert_eq!(browser.text("digit").await, "");
        assert_eq!(host.asked().len(), 1);
    })
    .await;
}
