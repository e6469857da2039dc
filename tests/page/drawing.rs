//! Drawing on the page: whatever draws, on whatever screen, becomes ink, an image, and an answer.

use serde_json::json;
use tests::browser::{Browser, with_browser};
use tests::host::Host;
use tests::page::{Pointer, SEVEN_STROKE, Step};
use tests::reply::Reply;

const POINTERS: [Pointer; 3] = [Pointer::Mouse, Pointer::Touch, Pointer::Pen];

#[tokio::test]
async fn every_pointer_draws_at_every_pixel_ratio() {
    let host = Host::start(|_| Reply::digit(7)).await;
    with_browser(async |browser| {
        for pixel_ratio in [1.0, 2.0, 3.0] {
            let mut images = Vec::new();
            for pointer in POINTERS {
                let case = format!("{pointer:?} at {pixel_ratio}");
                browser.open_page(&host.address, (800, 700)).await;
                browser.resize(800, 700, pixel_ratio).await;
                assert_eq!(browser.text("estimated").await, "", "{case}");
                assert_eq!(browser.ink().await, 0, "{case}");

                browser.draw(pointer, &[SEVEN_STROKE]).await;
                assert_eq!(browser.estimated().await, "Estimated = 7", "{case}");
                assert!(browser.ink().await > 1000, "{case}");
                let sharp = "const canvas = document.getElementById('canvas');
                    return canvas.width === Math.round(canvas.clientWidth * devicePixelRatio)";
                browser.until(sharp, true).await;
                let sent = host.asked().pop().expect("a request").image;
                assert_eq!(browser.preview().await, sent, "the preview shows what was sent: {case}");
                images.push(sent);

                browser.click("delete_button").await;
                assert_eq!(browser.estimated().await, "", "{case}");
                assert_eq!(browser.ink().await, 0, "{case}");
            }
            assert!(images.windows(2).all(|pair| pair[0] == pair[1]), "all pointers draw alike at {pixel_ratio}");
        }
    })
    .await;
}

#[tokio::test]
async fn strokes_are_drawn_without_coalesced_events() {
    let host = Host::start(|_| Reply::digit(7)).await;
    with_browser(async |browser| {
        let mut images = Vec::new();
        for list in [
            "",
            "PointerEvent.prototype.getCoalescedEvents = undefined",
            "PointerEvent.prototype.getCoalescedEvents = () => []",
        ] {
            browser.open_page(&host.address, (800, 700)).await;
            browser.run(list).await;
            browser.draw(Pointer::Mouse, &[SEVEN_STROKE]).await;
            browser.estimated().await;
            images.push(browser.preview().await);
        }
        assert!(images.iter().all(|image| *image == images[0]));
    })
    .await;
}

#[tokio::test]
async fn leaving_the_canvas_draws_on() {
    let host = Host::start(|_| Reply::digit(1)).await;
    with_browser(async |browser| {
        browser.open_page(&host.address, (800, 700)).await;
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
        let drawn = browser.ink().await;
        browser.point(Pointer::Mouse, &[Step::Move([0.2, 0.2]), Step::Move([0.4, 0.9])]).await;
        assert_eq!(browser.ink().await, drawn, "the button is up: nothing more is drawn");
    })
    .await;
}

#[tokio::test]
async fn a_tap_leaves_a_dot() {
    let host = Host::start(|_| Reply::digit(1)).await;
    with_browser(async |browser| {
        for pointer in POINTERS {
            for stroke in [&[[0.5, 0.5]][..], &[[0.5, 0.5], [0.5, 0.5]]] {
                browser.open_page(&host.address, (800, 700)).await;
                browser.draw(pointer, &[stroke]).await;
                // As wide as the pen, a thirtieth of the sheet.
                let width = browser.run("return document.getElementById('canvas').width / 30").await;
                let area = width.as_f64().expect("a width").powi(2) * std::f64::consts::FRAC_PI_4;
                let ink = browser.ink().await as f64;
                assert!((0.8..1.5).contains(&(ink / area)), "{pointer:?}: {ink} of {area} pixels");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn only_the_first_button_draws() {
    let host = Host::start(|_| Reply::digit(1)).await;
    with_browser(async |browser| {
        browser.open_page(&host.address, (800, 700)).await;
        let second = [Step::Move([0.2, 0.2]), Step::SecondDown, Step::Move([0.2, 0.8]), Step::SecondUp];
        browser.point(Pointer::Mouse, &second).await;
        assert_eq!(browser.ink().await, 0);

        browser.point(Pointer::Mouse, &[Step::Move([0.5, 0.2]), Step::Down, Step::Move([0.5, 0.8])]).await;
        browser.point(Pointer::Mouse, &[Step::SecondDown, Step::Up]).await;
        let drawn = browser.ink().await;
        browser.point(Pointer::Mouse, &[Step::Move([0.9, 0.9]), Step::SecondUp]).await;
        assert_eq!(browser.ink().await, drawn, "the first button came up while the second was down");
        assert_eq!(browser.estimated().await, "Estimated = 1");
    })
    .await;
}

#[tokio::test]
async fn a_pointer_that_is_lost_does_not_stop_the_next() {
    let host = Host::start(|_| Reply::digit(1)).await;
    with_browser(async |browser| {
        browser.open_page(&host.address, (800, 700)).await;
        // A finger that touches, and of whose end the browser never tells.
        let lost = "const canvas = document.getElementById('canvas')
            const { x, y } = canvas.getBoundingClientRect()
            canvas.dispatchEvent(new PointerEvent('pointerdown', {
                pointerId: 77, pointerType: 'touch', isPrimary: true, clientX: x + 50, clientY: y + 50, buttons: 1,
            }))";
        browser.run(lost).await;
        let dot = browser.ink().await;
        assert!(dot > 0, "it drew");
        browser.draw(Pointer::Touch, &[SEVEN_STROKE]).await;
        assert!(browser.ink().await > 2 * dot, "the next finger draws");
        assert_eq!(browser.estimated().await, "Estimated = 1");

        // A mouse that the page no longer holds: its stroke ends, and its way on draws nothing.
        browser.run("canvas.addEventListener('pointerdown', ({ pointerId }) => window.held = pointerId)").await;
        browser.point(Pointer::Mouse, &[Step::Move([0.1, 0.9]), Step::Down, Step::Move([0.2, 0.9])]).await;
        browser.run("canvas.releasePointerCapture(held)").await;
        browser.point(Pointer::Mouse, &[Step::Move([0.2, 0.95])]).await;
        let drawn = browser.ink().await;
        browser.point(Pointer::Mouse, &[Step::Move([0.9, 0.95]), Step::Up]).await;
        assert_eq!(browser.ink().await, drawn);
        assert_eq!(browser.estimated().await, "Estimated = 1");
    })
    .await;
}

#[tokio::test]
async fn nothing_drawn_asks_nothing() {
    let host = Host::start(|_| Reply::digit(1)).await;
    with_browser(async |browser| {
        browser.open_page(&host.address, (800, 700)).await;
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
        assert_eq!(browser.ink().await, 0);
        assert_eq!(browser.estimated().await, "");
        // Until an answer to a line has come, any request made before would have come too.
        browser.draw(Pointer::Mouse, &[&[[0.4, 0.5], [0.7, 0.5]]]).await;
        assert_eq!(browser.estimated().await, "Estimated = 1");
        assert_eq!(host.asked().len(), 1);
    })
    .await;
}

/// What fingers do on the screen, below WebDriver: several at once, and taken away by the system. Each is its number
/// and where it is, in shares of the canvas's side.
async fn fingers(browser: &Browser, kind: &str, touching: &[(u32, [f64; 2])]) {
    let place = "const box = document.getElementById('canvas').getBoundingClientRect()
        return [box.x, box.y, box.width]";
    let [left, top, side]: [f64; 3] = serde_json::from_value(browser.run(place).await).expect("a place");
    let point = |&(id, [x, y]): &(u32, [f64; 2])| json!({"id": id, "x": left + x * side, "y": top + y * side});
    let points: Vec<_> = touching.iter().map(point).collect();
    browser.devtools("Input.dispatchTouchEvent", json!({"type": kind, "touchPoints": points})).await;
}

#[tokio::test]
async fn a_second_finger_and_a_palm_draw_nothing() {
    let host = Host::start(|_| Reply::digit(1)).await;
    with_browser(async |browser| {
        let (start, end, palm) = ([0.3, 0.3], [0.3, 0.6], [0.8, 0.8]);
        browser.open_page(&host.address, (800, 700)).await;
        fingers(browser, "touchStart", &[(1, start)]).await;
        fingers(browser, "touchMove", &[(1, end)]).await;
        fingers(browser, "touchEnd", &[]).await;
        browser.estimated().await;
        let one_finger = browser.preview().await;

        browser.open_page(&host.address, (800, 700)).await;
        fingers(browser, "touchStart", &[(1, start)]).await;
        fingers(browser, "touchStart", &[(1, start), (2, palm)]).await;
        fingers(browser, "touchMove", &[(1, end), (2, [0.8, 0.3])]).await;
        fingers(browser, "touchEnd", &[]).await;
        browser.estimated().await;
        assert_eq!(browser.preview().await, one_finger, "the second finger draws nothing");

        browser.open_page(&host.address, (800, 700)).await;
        browser.point(Pointer::Pen, &[Step::Move(start), Step::Down]).await;
        fingers(browser, "touchStart", &[(1, palm)]).await;
        fingers(browser, "touchEnd", &[]).await;
        browser.point(Pointer::Pen, &[Step::Move(end), Step::Up]).await;
        fingers(browser, "touchStart", &[(1, palm)]).await;
        fingers(browser, "touchEnd", &[]).await;
        browser.estimated().await;
        assert_eq!(browser.preview().await, one_finger, "the palm draws nothing");
    })
    .await;
}

#[tokio::test]
async fn a_cancelled_pointer_leaves_no_ink() {
    let host = Host::start(|_| Reply::digit(1)).await;
    with_browser(async |browser| {
        browser.open_page(&host.address, (800, 700)).await;
        browser.draw(Pointer::Mouse, &[&[[0.2, 0.2], [0.2, 0.8]]]).await;
        browser.estimated().await;
        let (ink, preview) = (browser.ink().await, browser.preview().await);
        fingers(browser, "touchStart", &[(1, [0.5, 0.2])]).await;
        fingers(browser, "touchMove", &[(1, [0.8, 0.8])]).await;
        assert!(browser.ink().await > ink);
        fingers(browser, "touchCancel", &[]).await;
        assert_eq!(browser.ink().await, ink);
        assert_eq!(browser.estimated().await, "Estimated = 1");
        assert_eq!(browser.preview().await, preview);
        browser.draw(Pointer::Mouse, &[&[[0.6, 0.2], [0.6, 0.8]]]).await;
        assert!(browser.ink().await > ink, "the next stroke draws again");
    })
    .await;
}

#[tokio::test]
async fn a_drawing_outlives_resizing_and_turning() {
    let host = Host::start(|_| Reply::digit(7)).await;
    with_browser(async |browser| {
        browser.open_page(&host.address, (390, 844)).await;
        browser.draw(Pointer::Touch, &[SEVEN_STROKE]).await;
        browser.estimated().await;
        let share = "const canvas = document.getElementById('canvas'); return canvas.width ** 2";
        let density = async || browser.ink().await as f64 / browser.run(share).await.as_f64().expect("a count");
        let before = density().await;
        let asked = host.asked().len();
        for (width, height, pixel_ratio) in [(844, 390, 1.0), (390, 844, 3.0), (1440, 900, 2.0), (320, 568, 1.0)] {
            browser.resize(width, height, pixel_ratio).await;
            let fits = "const canvas = document.getElementById('canvas');
                return canvas.width === Math.round(canvas.clientWidth * devicePixelRatio)";
            browser.until(fits, true).await;
            let after = density().await;
            // The edges' half-covered pixels are a larger share of a smaller canvas.
            assert!(
                (after / before - 1.0).abs() < 0.15,
                "{width} × {height} at {pixel_ratio}: {before} became {after}"
            );
        }
        assert_eq!(host.asked().len(), asked, "the same drawing needs no other answer");
    })
    .await;
}

#[tokio::test]
async fn a_finger_scrolls_beside_the_canvas_and_not_on_it() {
    let host = Host::start(|_| Reply::digit(1)).await;
    with_browser(async |browser| {
        browser.open_page(&host.address, (320, 500)).await;
        browser.draw(Pointer::Touch, &[&[[0.5, 0.9], [0.5, 0.6], [0.5, 0.3], [0.5, 0.1]]]).await;
        assert_eq!(browser.run("return scrollY").await, 0);
        assert_eq!(browser.estimated().await, "Estimated = 1", "the swipe on the canvas drew");
        browser.draw(Pointer::Touch, &[&[[0.5, 1.4], [0.5, 1.1], [0.5, 0.8], [0.5, 0.5]]]).await;
        browser.until("return scrollY > 50", true).await;
    })
    .await;
}
