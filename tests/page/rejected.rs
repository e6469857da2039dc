//! What is no digit: rejected in words once the pen is up, never while one draws; and too little ink, not asked about.

use std::time::Duration;

use serde_json::json;
use tests::browser::{Browser, with_browser};
use tests::host::Host;
use tests::page::{Pointer, SEVEN_STROKE, Step};
use tests::reply::Reply;

const REJECTED: &str = "rejected(3)";
const LIKELY: &str = "verdict({ sure: 'likely', digit: 3, runnerUp: null })";
const TORN: &str = "verdict({ sure: 'torn', digit: 3, runnerUp: null })";
const BAR: &[[f64; 2]] = &[[0.4, 0.5], [0.7, 0.5]];

/// Keeps all that the finding says from now on, with whether a stroke was under way then. A stroke also ends where the
/// browser takes the pointer's capture away, as Chromium does on a very busy machine.
const LISTEN: &str = "window.said = []
    window.down = false
    addEventListener('pointerdown', () => window.down = true, true)
    for (const end of ['pointerup', 'lostpointercapture']) addEventListener(end, () => window.down = false, true)
    const finding = document.getElementById('finding')
    new MutationObserver(() => window.said.push([finding.textContent, window.down]))
        .observe(finding, { childList: true, characterData: true, subtree: true })";

/// What was said since the last time.
async fn said(browser: &Browser) -> Vec<(String, bool)> {
    serde_json::from_value(browser.run("return window.said.splice(0)").await).expect("words")
}

#[tokio::test]
async fn what_is_no_digit_is_rejected_once_the_pen_is_up() {
    let host = Host::start(|_| Reply::judged(3, 0.04)).await;
    with_browser(async |browser| {
        browser.open_page(&host.address, (800, 700)).await;
        let (rejected, likely) = (browser.words(REJECTED).await, browser.words(LIKELY).await);
        let torn = browser.words(TORN).await;
        assert_eq!(rejected, "That doesn’t look like a digit.\nIf it had to be one: a 3.");
        browser.run(LISTEN).await;
        for stroke in 0..2 {
            let points = (0..12).map(|i| [0.2 + 0.05 * f64::from(i), 0.3 + 0.4 * f64::from((i + stroke) % 2)]);
            let mut steps: Vec<Step> =
                points.flat_map(|point| [Step::Move(point), Step::Rest(Duration::from_millis(60))]).collect();
            steps.insert(1, Step::Down);
            browser.point(Pointer::Mouse, &steps).await;
            browser.until("return document.getElementById('result').ariaBusy", "false").await;
            assert_eq!(browser.text("finding").await, torn, "an answer to a stroke under way stands as it is");
            assert_eq!(browser.text("status").await, "");

            browser.point(Pointer::Mouse, &[Step::Move([0.8, 0.8]), Step::Up]).await;
            assert_eq!(browser.estimated().await, "Estimated = 3", "what it would be stays as it ever was");
            assert_eq!(browser.text("finding").await, rejected);
            assert_eq!(browser.text("status").await, rejected, "spoken");
            assert_eq!(browser.text("digit").await, "3");
            let words = said(browser).await;
            let (last, before) = words.split_last().expect("something was said");
            assert_eq!(*last, (rejected.clone(), false));
            assert!(before.iter().all(|(text, _)| *text != rejected), "said once: {words:?}");
            assert!(before.contains(&(torn.clone(), true)), "answers stood while one drew: {words:?}");
        }
        let stressed = "return [document.querySelector('.best button').value,
            getComputedStyle(document.getElementById('digit')).color]";
        let subdued = browser.run(stressed).await;
        assert_eq!(subdued[0], "?");
        host.script(|_| Reply::digit(3));
        browser.draw(Pointer::Mouse, &[&[[0.1, 0.9], [0.9, 0.9]]]).await;
        assert_eq!(browser.estimated().await, "Estimated = 3");
        assert_eq!(browser.text("finding").await, likely, "what is one now is no longer rejected");
        let plain = browser.run(stressed).await;
        assert_eq!(plain[0], "3");
        assert_ne!(plain[1], subdued[1], "the digit is subdued while it is rejected");
    })
    .await;
}

#[tokio::test]
async fn to_an_older_service_everything_is_a_digit() {
    let host = Host::start(|_| Reply::old(3)).await;
    with_browser(async |browser| {
        browser.open_page(&host.address, (800, 700)).await;
        browser.draw(Pointer::Mouse, &[SEVEN_STROKE]).await;
        assert_eq!(browser.estimated().await, "Estimated = 3");
        assert_eq!(browser.text("finding").await, browser.words(LIKELY).await);
    })
    .await;
}

#[tokio::test]
async fn too_little_ink_is_said_and_not_asked() {
    let host = Host::start(|_| Reply::digit(1)).await;
    with_browser(async |browser| {
        browser.open_page(&host.address, (800, 700)).await;
        let faint = browser.words("faint").await;
        let check_faint = async |case: &str| {
            assert_eq!(browser.estimated().await, "", "{case}");
            assert_eq!(browser.text("finding").await, faint, "{case}");
            assert_eq!(browser.text("status").await, faint, "spoken: {case}");
            assert_eq!(browser.text("digit").await, "", "{case}");
            assert_eq!(browser.run("return document.getElementById('result').dataset.fault").await, "", "no fault");
            assert!(browser.preview().await.iter().any(|&brightness| brightness > 0), "it is to be seen: {case}");
        };
        browser.run(LISTEN).await;
        browser.draw(Pointer::Mouse, &[&[[0.5, 0.5]]]).await;
        check_faint("a dot").await;
        browser.reload().await;
        check_faint("a dot, loaded again").await;
        assert!(host.asked().is_empty());

        browser.run(LISTEN).await;
        browser.draw(Pointer::Mouse, &[BAR]).await;
        assert_eq!(browser.estimated().await, "Estimated = 1");
        let words = said(browser).await;
        assert!(words.iter().all(|(text, _)| *text != faint), "a stroke that begins is no dot: {words:?}");
        let asked = host.asked().len();
        assert!(asked > 0);
        browser.click("undo").await;
        check_faint("back to the dot").await;
        assert_eq!(host.asked().len(), asked);
        browser.click("redo").await;
        assert_eq!(browser.estimated().await, "Estimated = 1");

        let least = "const { isNearlyBlank } = await import('./drawing/raster.js')
            return [[2039], [2040], [0, 255, 255]].map(isNearlyBlank)";
        assert_eq!(browser.run(least).await, json!([true, false, true]));
    })
    .await;
}
