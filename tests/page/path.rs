//! The whole path: drawn with real input in Chromium, read by the real function behind `cargo lambda watch`.

use std::time::Duration;

use serde_json::{Value, json};
use tests::browser::{Browser, with_browser};
use tests::host::Host;
use tests::page::{Pointer, Step};
use tests::reply::Reply;
use tests::watch::Watch;

/// The golden drawings of the ten digits, in shares of their box.
pub fn digits() -> Vec<(String, Vec<Vec<[f64; 2]>>)> {
    let drawings = include_str!("../golden/drawings.ndjson").lines();
    drawings
        .map(|line| serde_json::from_str::<Value>(line).expect("a line of JSON"))
        .filter(|drawing| drawing["writer"] == "golden")
        .map(|drawing| {
            let label = drawing["label"].as_str().expect("a label").to_owned();
            let side = drawing["box"][0].as_f64().expect("a side");
            let strokes: Vec<Vec<[f64; 2]>> = serde_json::from_value(drawing["strokes"].clone()).expect("strokes");
            let share = |[x, y]: [f64; 2]| [x / side, y / side];
            (label, strokes.into_iter().map(|stroke| stroke.into_iter().map(share).collect()).collect())
        })
        .collect()
}

/// Draws strokes `size` times as large, about a point of the canvas.
pub async fn draw(browser: &Browser, pointer: Pointer, strokes: &[Vec<[f64; 2]>], size: f64, [x, y]: [f64; 2]) {
    let place = |point: &[f64; 2]| [(point[0] - 0.5) * size + x, (point[1] - 0.5) * size + y];
    let placed: Vec<Vec<[f64; 2]>> = strokes.iter().map(|stroke| stroke.iter().map(place).collect()).collect();
    browser.draw(pointer, &placed.iter().map(Vec::as_slice).collect::<Vec<_>>()).await;
}

#[tokio::test]
async fn digits_are_read_whatever_their_size_and_place_and_the_screen() {
    let watch = Watch::shared().expect("the local service");
    let digits = digits();
    assert_eq!(digits.iter().map(|(label, _)| label.as_str()).collect::<String>(), "0123456789");
    with_browser(async |browser| {
        for (window, pixel_ratio, pointer, size, middle) in [
            ((390, 844), 3.0, Pointer::Touch, 1.0, [0.5, 0.5]),
            ((1440, 900), 1.0, Pointer::Mouse, 1.4, [0.5, 0.5]),
            ((1440, 900), 2.0, Pointer::Pen, 0.15, [0.2, 0.85]),
            ((768, 1024), 1.0, Pointer::Mouse, 0.4, [0.8, 0.2]),
        ] {
            for (label, strokes) in &digits {
                let case =
                    format!("{label}, {pointer:?}, {size} times as large at {middle:?}, {window:?} at {pixel_ratio}");
                browser.open_page(watch.address(), window).await;
                browser.resize(window.0, window.1, pixel_ratio).await;
                draw(browser, pointer, strokes, size, middle).await;
                assert_eq!(browser.estimated().await, format!("Estimated = {label}"), "{case}");
                assert_eq!(browser.text("digit").await, *label, "{case}");

                // The network answers for what the preview shows.
                let request = json!({"input": browser.preview().await}).to_string();
                let (status, answer) = watch.request("POST", "/estimate", &request).expect("an answer");
                let answer: Value = serde_json::from_str(&answer).expect("JSON");
                assert_eq!((status, answer["estimated"].to_string()), (200, label.clone()), "{case}");
            }
        }

        // The last of them, a 9, is asked about.
        browser.reviewable().await;
        browser.click("why").await;
        browser.until("return document.querySelectorAll('.swatch').length", 2).await;
        assert!(browser.text("legend").await.contains("speaks for 9"));
    })
    .await;
}

#[tokio::test]
async fn a_slow_network_to_the_real_function_still_ends_with_the_right_answer() {
    let watch = Watch::shared().expect("the local service");
    let function = format!("{}/estimate", watch.address());
    // Every other answer is late: were there two under way at once, they would come in the wrong order.
    let delay = |number: usize| Duration::from_millis(if number.is_multiple_of(2) { 800 } else { 50 });
    let host = Host::start(move |number| Reply::forwarded(&function).after(delay(number))).await;
    let digits = digits();
    with_browser(async |browser| {
        for (label, strokes) in &digits {
            browser.open_page(&host.address, (800, 700)).await;
            let slowly = strokes.iter().flat_map(|stroke| {
                let rest =
                    stroke[1..].iter().flat_map(|point| [Step::Move(*point), Step::Rest(Duration::from_millis(20))]);
                [Step::Move(stroke[0]), Step::Down].into_iter().chain(rest).chain([Step::Up]).collect::<Vec<_>>()
            });
            browser.point(Pointer::Mouse, &slowly.collect::<Vec<_>>()).await;
            assert_eq!(browser.estimated().await, format!("Estimated = {label}"));
        }
        assert!(host.asked().iter().all(|request| request.others == 0), "one request is under way at a time");
    })
    .await;
}
