//! Drawing on the page: whatever draws, at whatever pixel ratio, becomes ink, an image, and an answer.

use serde_json::json;
use tests::browser::{Browser, Pointer, Step, with_browser};
use tests::host::{Host, Reply};

const SEVEN: &[[f64; 2]] = &[[0.3, 0.25], [0.5, 0.25], [0.7, 0.25], [0.6, 0.5], [0.5, 0.8]];

/// How many pixels of the canvas have ink.
const INK: &str = "const canvas = document.getElementById('canvas');
    return canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data
        .filter((value, i) => i % 4 === 3 && value > 0).length";

/// The preview's brightnesses, row by row.
const PREVIEW: &str = "return [...document.getElementById('preview').getContext('2d').getImageData(0, 0, 28, 28).data]
        .filter((value, i) => i % 4 === 0)";

async fn ink(browser: &Browser) -> u64 {
    // The ink of the last movement is there after the next frame.
    browser.run("await new Promise(requestAnimationFrame); await new Promise(requestAnimationFrame)").await;
    browser.run(INK).await.as_u64().expect("a count")
}

#[tokio::test]
async fn every_pointer_draws_at_every_pixel_ratio() {
    let host = Host::start(|_| Reply::digit(7)).await;
    with_browser(async |browser| {
        for pixel_ratio in [1.0, 2.0, 3.0] {
            browser.resize(800, 700, pixel_ratio).await;
            browser.open(&host.address).await;
            browser.click("delete_button").await;
            let sharp = "const canvas = document.getElementById('canvas');
                return canvas.width === Math.round(canvas.clientWidth * devicePixelRatio)";
            browser.until(sharp, true).await;
            let mut images = Vec::new();
            for pointer in [Pointer::Mouse, Pointer::Touch, Pointer::Pen] {
                let case = format!("{pointer:?} at {pixel_ratio}");
                assert_eq!(browser.text("estimated").await, "", "{case}");
                assert_eq!(ink(browser).await, 0, "{case}");
                browser.draw(pointer, &[SEVEN]).await;
                assert_eq!(browser.estimated().await, "Estimated = 7", "{case}");
                assert!(ink(browser).await > 1000, "{case}");
                let sent = host.asked().pop().expect("a request").image;
                assert_eq!(browser.run(PREVIEW).await, json!(sent), "the preview shows what was sent: {case}");
                images.push(sent);
                browser.click("delete_button").await;
                // A finger right after a stylus would be taken for the hand that holds it.
                browser.open(&host.address).await;
            }
            assert!(images.windows(2).all(|pair| pair[0] == pair[1]), "all pointers draw alike at {pixel_ratio}");
        }
    })
    .await;
}

#[tokio::test]
async fn leaving_the_canvas_draws_on() {
    let host = Host::start(|_| Reply::digit(1)).await;
    with_browser(async |browser| {
        browser.resize(800, 700, 1.0).await;
        browser.open(&host.address).await;
        let out_and_back = [
            Step::Move([0.5, 0.3]),
            Step::Down,
            Step::Move([0.5, 0.9]),
            Step::Move([1.2, 0.9]),
            Step::Move([0.9, 0.5]),
        ];
        browser.point(Pointer::Mouse, &out_and_back).await;
        browser.point(Pointer::Mouse, &[Step::Move([1.3, 0.2]), Step::Up]).await;
        assert_eq!(browser.estimated().await, "Estimated = 1");
        let drawn = ink(browser).await;
        browser.point(Pointer::Mouse, &[Step::Move([0.2, 0.2]), Step::Move([0.4, 0.9])]).await;
        assert_eq!(ink(browser).await, drawn, "the button is up: nothing more is drawn");
    })
    .await;
}

#[tokio::test]
async fn nothing_drawn_asks_nothing() {
    let host = Host::start(|_| Reply::digit(1)).await;
    with_browser(async |browser| {
        browser.resize(800, 700, 1.0).await;
        browser.open(&host.address).await;
        let past = [
            Step::Move([1.1, 0.5]),
            Step::Down,
            Step::Move([0.5, 0.5]),
            Step::Move([0.2, 0.2]),
            Step::Up,
            Step::Move([0.7, 0.7]),
        ];
        browser.point(Pointer::Mouse, &past).await;
        browser.click("delete_button").await;
        browser.click("undo").await;
        assert_eq!(ink(browser).await, 0);
        assert_eq!(browser.estimated().await, "");
        // Until an answer to a dot has come, any request made before would have come too.
        browser.draw(Pointer::Mouse, &[&[[0.5, 0.5]]]).await;
        assert_eq!(browser.estimated().await, "Estimated = 1");
        assert_eq!(host.asked().len(), 1);
    })
    .await;
}
