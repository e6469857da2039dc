//! Numbers: drawn as people draw them, read live by the real function, shown, shared and corrected digit by digit.

use std::time::Duration;

use serde_json::{Value, json};
use tests::browser::{Browser, with_browser};
use tests::host::Host;
use tests::page::Pointer;
use tests::reply::Reply;
use tests::watch::Watch;

use crate::path::{digits, draw};

/// Runs a test on the site with the real function behind it, which answers after `delay` of the request's number.
async fn with_function(delay: impl Fn(usize) -> Duration + Send + 'static, test: impl AsyncFnOnce(&Browser, &Host)) {
    let watch = Watch::shared().expect("the local service");
    let function = format!("{}/estimate", watch.address());
    let host = Host::start(move |number| Reply::forwarded(&function).after(delay(number))).await;
    with_browser(async |browser| test(browser, &host).await).await;
}

fn at_once(_: usize) -> Duration {
    Duration::ZERO
}

/// Draws a number's digits from left to right over the sheet's width.
async fn draw_number(browser: &Browser, pointer: Pointer, number: &str) {
    let golden = digits();
    let width = 1.0 / number.len() as f64;
    for (place, label) in number.chars().enumerate() {
        let (_, strokes) = golden.iter().find(|(digit, _)| *digit == label.to_string()).expect("a digit");
        draw(browser, pointer, strokes, 1.2 * width, [(place as f64 + 0.5) * width, 0.5]).await;
    }
}

/// What the list below the number says: for each digit its text, and whether it is chosen.
async fn listed(browser: &Browser) -> Value {
    let rows = "return [...document.querySelectorAll('#digits button')]
        .map(button => [button.firstElementChild.textContent, button.ariaPressed])";
    browser.run(rows).await
}

#[tokio::test]
async fn numbers_are_read_while_they_are_drawn() {
    with_function(at_once, async |browser, host| {
        for (number, pointer) in [("42", Pointer::Mouse), ("2026", Pointer::Touch), ("305189", Pointer::Pen)] {
            browser.open_page(&host.address, (1000, 800)).await;
            let before = host.asked().len();
            draw_number(browser, pointer, number).await;
            assert_eq!(browser.estimated().await, format!("Estimated = {number}"));
            assert_eq!(browser.text("digit").await, number);
            let said = browser.text("status").await;
            assert_eq!(said.matches(number).count(), 1, "{said}");
            assert_eq!(browser.run("return document.getElementById('result').className").await, "number");

            let list = listed(browser).await;
            let texts: String =
                list.as_array().expect("rows").iter().map(|row| row[0].as_str().expect("text")).collect();
            assert_eq!(texts, number);
            let marks = "return document.querySelectorAll('#marks span').length";
            assert_eq!(browser.run(marks).await, number.len(), "a mark below each digit");

            let asked = &host.asked()[before..];
            assert!(asked.iter().all(|request| request.images <= 6), "{number}: many images at once");
            assert!(asked.iter().all(|request| request.others == 0), "one request is under way at a time");
        }
    })
    .await;
}

#[tokio::test]
async fn a_slow_service_that_answers_out_of_order_ends_with_the_number() {
    let delay = |number: usize| Duration::from_millis(if number.is_multiple_of(2) { 700 } else { 30 });
    with_function(delay, async |browser, host| {
        browser.open_page(&host.address, (800, 700)).await;
        draw_number(browser, Pointer::Mouse, "9473").await;
        assert_eq!(browser.estimated().await, "Estimated = 9473");
        assert!(host.asked().iter().all(|request| request.others == 0), "one request is under way at a time");
        tokio::time::sleep(Duration::from_secs(1)).await;
        assert_eq!(browser.text("estimated").await, "Estimated = 9473", "no older answer comes after");
    })
    .await;
}

#[tokio::test]
async fn what_is_known_is_not_asked_again() {
    with_function(at_once, async |browser, host| {
        browser.open_page(&host.address, (800, 700)).await;
        draw_number(browser, Pointer::Mouse, "203").await;
        browser.estimated().await;
        let mut images = std::collections::HashSet::new();
        for request in host.asked() {
            let inputs =
                request.request["inputs"].as_array().cloned().unwrap_or(vec![request.request["input"].clone()]);
            for image in inputs {
                assert!(images.insert(image.to_string()), "an image was asked about twice");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn what_the_drawing_still_needs_is_not_forgotten() {
    let host = Host::start(|_| Reply::digit(1)).await;
    with_browser(async |browser| {
        browser.open_page(&host.address, (800, 700)).await;
        // A part that stays beside 63 others that are new each time, as a stroke that grows makes them one by one.
        let script = "const { Conversation } = await import('./service/conversation.js')
            const image = number => [number % 256, Math.floor(number / 256), ...Array(782).fill(9)]
            const stays = image(0)
            let round = 0
            const read = async () => {
                const images = [stays, ...Array.from({ length: 63 }, (_, i) => image(63 * round + i + 1))]
                return { whole: stays, missing: answerTo => images.filter(image => !answerTo(image)), digits: () => [] }
            }
            let settle
            const ignore = () => {}
            const tell = { busy: ignore, sent: ignore, answered: ignore, settled: () => settle() }
            const conversation = new Conversation(read, () => null, tell)
            for (; round < 7; round++) await new Promise(settled => {
                settle = settled
                conversation.follow()
            })";
        browser.run(script).await;
        let images: Vec<usize> = host.asked().iter().map(|request| request.images).collect();
        assert_eq!(images, [64, 63, 63, 63, 63, 63, 63], "what stays is asked about once");
    })
    .await;
}

#[tokio::test]
async fn what_an_answer_leaves_open_is_asked_about_at_once() {
    let host = Host::start(|_| Reply::digit(1)).await;
    with_browser(async |browser| {
        browser.open_page(&host.address, (800, 700)).await;
        // Each image is missing only once there is an answer to the one before, as the next best cut's.
        let script = "const { Conversation } = await import('./service/conversation.js')
            const images = Array.from({ length: 9 }, (_, i) => [i, ...Array(783).fill(9)])
            const missing = answerTo => images.filter(image => !answerTo(image)).slice(0, 1)
            const read = async () => ({ whole: images[0], missing, digits: () => [] })
            const ignore = () => {}
            await new Promise(settled => {
                new Conversation(read, () => null, { busy: ignore, sent: ignore, answered: ignore, settled }).follow()
            })";
        browser.run(script).await;
        let images: Vec<usize> = host.asked().iter().map(|request| request.images).collect();
        assert_eq!(images, [1, 8], "the first alone, as it may be enough; then all that may follow");
    })
    .await;
}

#[tokio::test]
async fn a_digit_stays_chosen_as_long_as_it_is_one() {
    let host = Host::start(|_| Reply::explained(1, 7, &[0.0; 784])).await;
    with_browser(async |browser| {
        browser.open_page(&host.address, (1000, 800)).await;
        browser.draw(Pointer::Mouse, &[&[[0.3, 0.2], [0.3, 0.8]], &[[0.7, 0.2], [0.7, 0.8]]]).await;
        assert_eq!(browser.estimated().await, "Estimated = 11");
        browser.reviewable().await;
        browser.click_first("#digits li:last-child button").await;
        browser.click("why").await;
        browser.reviewable().await;
        assert_eq!(listed(browser).await, json!([["1", "false"], ["1", "true"]]), "of two with the same image too");

        // The list is there until the answer to what is left of the drawing.
        for (place, step, expected) in [(1, "undo", "1"), (0, "redo", "11"), (0, "undo", "1")] {
            let both = format!(
                "const rows = document.querySelectorAll('#digits button')
                document.getElementById('{step}').click()
                rows[{place}]?.click()"
            );
            browser.run(&both).await;
            assert_eq!(browser.estimated().await, format!("Estimated = {expected}"), "{step}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_choice_ends_where_an_answer_makes_one_digit_of_two() {
    // Neither line is a digit, so both are asked about as one.
    let slow = Duration::from_secs(2);
    let host = Host::start(move |number| match number {
        0 => Reply::judged(3, 0.02),
        _ => Reply::digit(4).after(slow),
    })
    .await;
    with_browser(async |browser| {
        browser.open_page(&host.address, (1000, 800)).await;
        let lines = "const { encode } = await import('./drawing/drawing.js')
            location.hash = '#d=' + encode([800, 1200].map(x => [[x, 400], [x, 1600]]))";
        browser.run(lines).await;
        let choose = "const row = document.querySelectorAll('#digits button')[1]
            row?.click()
            return Boolean(row)";
        browser.until(choose, true).await;
        assert_eq!(browser.text("estimated").await, "Estimated = 33");
        assert_eq!(browser.estimated().await, "Estimated = 4");
    })
    .await;
}

#[tokio::test]
async fn undo_and_redo_go_through_a_number_and_its_link_holds_it() {
    with_function(at_once, async |browser, host| {
        browser.open_page(&host.address, (800, 700)).await;
        draw_number(browser, Pointer::Mouse, "732").await;
        assert_eq!(browser.estimated().await, "Estimated = 732");
        for (button, expected) in [("undo", "73"), ("undo", "7"), ("redo", "73"), ("redo", "732")] {
            browser.click(button).await;
            assert_eq!(browser.estimated().await, format!("Estimated = {expected}"), "after {button}");
        }
        browser.click("share").await;
        browser.until("return location.hash.startsWith('#d=')", true).await;
        let link = browser.run("return location.href").await;
        browser.open(&host.address).await;
        browser.run("sessionStorage.clear()").await;
        browser.open("about:blank").await;
        browser.open(link.as_str().expect("an address")).await;
        browser.until("return document.getElementById('digit').textContent", "732").await;
        assert_eq!(browser.estimated().await, "Estimated = 732");
    })
    .await;
}

#[tokio::test]
async fn one_digit_is_chosen_asked_about_and_corrected() {
    with_function(at_once, async |browser, host| {
        browser.open_page(&host.address, (1000, 800)).await;
        draw_number(browser, Pointer::Mouse, "42").await;
        browser.estimated().await;
        browser.reviewable().await;
        browser.click_first("#digits li:first-child button").await;
        assert_eq!(listed(browser).await, json!([["4", "true"], ["2", "false"]]));
        let four = browser.preview().await;
        browser.press(&['\u{e014}']).await; // the right arrow
        assert_eq!(listed(browser).await, json!([["4", "false"], ["2", "true"]]));
        assert_ne!(browser.preview().await, four, "the picture is the chosen digit's");
        let shortcuts = "return ['altKey', 'ctrlKey', 'metaKey'].map(held => document.activeElement.dispatchEvent(
            new KeyboardEvent('keydown', { key: 'ArrowLeft', [held]: true, bubbles: true, cancelable: true })))";
        assert_eq!(browser.run(shortcuts).await, json!([true, true, true]), "the browser's shortcuts are left to it");
        let best = "return document.querySelector('#bars .best button').value";
        assert_eq!(browser.run(best).await, "2");

        browser.click("why").await;
        browser.until("return document.querySelectorAll('.swatch').length", 2).await;
        assert!(browser.text("legend").await.contains("speaks for 2"));
        browser.click("why").await;

        browser.reviewable().await;
        browser.click_first("#bars button[value='3']").await;
        let exported = "return (await import('./review/corrections.js')).exported()";
        let exported: Value =
            serde_json::from_str(browser.run(exported).await.as_str().expect("text")).expect("one line");
        assert_eq!(exported["label"], "3");
        let strokes = exported["strokes"].as_array().expect("strokes");
        assert_eq!(strokes.len(), 1, "the strokes of the 2 alone");
        let left = strokes[0].as_array().expect("points").iter().map(|point| point[0].as_f64().expect("x"));
        assert!(left.fold(f64::INFINITY, f64::min) > 1024.0, "on the right of the sheet");
    })
    .await;
}

#[tokio::test]
async fn a_number_is_corrected_by_typing_it() {
    with_function(at_once, async |browser, host| {
        browser.open_page(&host.address, (1000, 800)).await;
        draw_number(browser, Pointer::Mouse, "42").await;
        browser.estimated().await;
        browser.reviewable().await;
        let labels = "const lines = (await import('./review/corrections.js')).exported().split('\\n').filter(Boolean)
            const left = ({ strokes }) => Math.min(...strokes.flat().map(([x]) => x))
            return lines.map(line => JSON.parse(line)).sort((a, b) => left(a) - left(b)).map(({ label }) => label)";
        let left = "return document.querySelector('#typed input').value";
        let type_keys = async |keys: &str| {
            browser.click_first("#typed input").await;
            for key in keys.chars() {
                browser.press(&[key]).await;
            }
        };
        type_keys("123\u{e007}").await;
        assert_eq!(browser.run(labels).await, json!([]), "one figure too many");
        assert_eq!(browser.run(left).await, "123", "to be put right");

        // With a key that clears the sheet elsewhere.
        type_keys("\u{e003}\u{e003}\u{e003}7\u{e003}4\u{e017}?\u{e007}").await;
        assert_eq!(browser.run(labels).await, json!(["4", "?"]));
        assert_eq!(browser.text("kept").await, "Kept: 4?, digit by digit.");
        assert_eq!(browser.run(left).await, "");

        // Without a key to submit it, in figures of full width.
        type_keys("\u{ff14}\u{ff12}").await;
        let button = "const { offsetWidth, offsetHeight, textContent } = document.querySelector('#typed button')
            return [offsetWidth >= 44, offsetHeight >= 44, textContent]";
        assert_eq!(browser.run(button).await, json!([true, true, "Keep"]));
        browser.click_first("#typed button").await;
        assert_eq!(browser.run(labels).await, json!(["4", "2"]));
        assert_eq!(browser.text("kept").await, "Kept: 42, digit by digit.");
        assert_eq!(browser.text("status").await, "Kept: 42, digit by digit.", "spoken");

        let fill = "const { setItem } = Storage.prototype
            let room = 1
            Storage.prototype.setItem = function (...entry) {
                if (room-- <= 0) throw new DOMException('full', 'QuotaExceededError')
                setItem.apply(this, entry)
            }";
        browser.run(fill).await;
        type_keys("17\u{e007}").await;
        assert_eq!(browser.run(labels).await, json!(["1", "2"]), "from left to right");
        let partly = "Kept only in part: this browser has no room left for all of 17.";
        assert_eq!(browser.text("kept").await, partly);
        assert_eq!(browser.run(left).await, "17");
        browser.press(&['\u{e007}']).await;
        assert_eq!(browser.text("kept").await, "Not kept: this browser has no room left.");
        assert_eq!(browser.text("estimated").await, "Estimated = 42", "the drawing stands");
    })
    .await;
}

#[tokio::test]
async fn a_part_that_is_no_digit_is_said_to_be_none() {
    with_function(at_once, async |browser, host| {
        browser.open_page(&host.address, (1000, 800)).await;
        let golden = digits();
        draw(browser, Pointer::Mouse, &golden[3].1, 0.5, [0.25, 0.5]).await;
        let star: Vec<[f64; 2]> = (0..12).map(|i| (f64::from(i) * 2.6).sin_cos().into()).collect();
        let star = star.iter().map(|[x, y]| [0.75 + 0.12 * x, 0.5 + 0.15 * y]).collect::<Vec<_>>();
        browser.draw(Pointer::Mouse, &[&star]).await;
        let estimated = browser.estimated().await;
        assert!(estimated.starts_with("Estimated = 3") && estimated.len() == "Estimated = 3".len() + 1, "{estimated}");
        assert_eq!(browser.text("digit").await, "3?");
        assert!(browser.text("finding").await.starts_with("3?: the second part doesn’t look like a digit."));
        assert_eq!(browser.run("return document.getElementById('result').classList.contains('refused')").await, true);
    })
    .await;
}

/// Two golden digits side by side over the sheet's width, each 0.5 of it high, and in between what `between` says: strokes in
/// shares of the digits' height, from the middle and from their top on.
async fn draw_with_sign(browser: &Browser, (left, right): (usize, usize), between: &[&[[f64; 2]]]) {
    let golden = digits();
    let place = |strokes: &[Vec<[f64; 2]>], x: f64| {
        let all = || strokes.iter().flatten();
        let [low, high] = [f64::min, f64::max]
            .map(|best| [0, 1].map(|axis| all().map(|point| point[axis]).reduce(best).expect("a point")));
        let scale = 0.5 / (high[1] - low[1]);
        let moved = |&[px, py]: &[f64; 2]| [x + (px - (low[0] + high[0]) / 2.0) * scale, 0.25 + (py - low[1]) * scale];
        strokes.iter().map(|stroke| stroke.iter().map(moved).collect()).collect::<Vec<Vec<[f64; 2]>>>()
    };
    let sign = between.iter().map(|stroke| stroke.iter().map(|[x, y]| [0.5 + 0.5 * x, 0.25 + 0.5 * y]).collect());
    let drawn = [place(&golden[left].1, 0.22), sign.collect(), place(&golden[right].1, 0.78)].concat();
    browser.draw(Pointer::Mouse, &drawn.iter().map(Vec::as_slice).collect::<Vec<_>>()).await;
}

const REFUSED: &str = "return document.getElementById('result').classList.contains('refused')";

#[tokio::test]
async fn points_commas_and_dashes_are_read_where_they_stand() {
    let dot: &[&[[f64; 2]]] = &[&[[0.0, 0.95]]];
    let comma: &[&[[f64; 2]]] = &[&[[0.02, 0.9], [0.02, 1.0], [-0.04, 1.12]]];
    let colon: &[&[[f64; 2]]] = &[&[[0.0, 0.35]], &[[0.0, 0.75]]];
    let dash: &[&[[f64; 2]]] = &[&[[-0.12, 0.52], [0.0, 0.5], [0.12, 0.5]]];
    with_function(at_once, async |browser, host| {
        for (digits, sign, expected) in [
            ((3, 5), dot, "3.5"),
            ((0, 7), dot, "0.7"),
            ((3, 5), comma, "3,5"),
            ((1, 2), comma, "1,2"),
            ((9, 0), colon, "9:0"),
            ((8, 2), dash, "8-2"),
            ((1, 1), dash, "1-1"),
        ] {
            browser.open_page(&host.address, (800, 700)).await;
            draw_with_sign(browser, digits, sign).await;
            assert_eq!(browser.estimated().await, format!("Estimated = {expected}"));
            assert_eq!(browser.text("digit").await, expected);
            assert!(browser.text("finding").await.contains(expected), "{}", browser.text("finding").await);
            assert_eq!(browser.run(REFUSED).await, false, "{expected}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_minus_goes_before_a_digit_or_a_number() {
    with_function(at_once, async |browser, host| {
        for number in ["5", "42"] {
            browser.open_page(&host.address, (800, 700)).await;
            browser.draw(Pointer::Mouse, &[&[[0.05, 0.5], [0.2, 0.5]]]).await;
            for (place, label) in number.chars().enumerate() {
                let (_, strokes) =
                    digits().into_iter().find(|(digit, _)| *digit == label.to_string()).expect("a digit");
                draw(browser, Pointer::Mouse, &strokes, 0.4, [0.42 + 0.3 * place as f64, 0.5]).await;
            }
            assert_eq!(browser.estimated().await, format!("Estimated = -{number}"));
            assert!(
                browser.text("finding").await.contains(&format!(" -{number}")),
                "{}",
                browser.text("finding").await
            );
            let shape = "return (await import('./number/marks.js')).marksOf((await import('./drawing/drawing.js'))
                .decode(sessionStorage.getItem('drawing'))).marks.length";
            assert_eq!(browser.run(shape).await, 1);
        }
    })
    .await;
}

#[tokio::test]
async fn a_tap_above_or_below_a_digit_leaves_it_one_and_a_letter_none() {
    with_function(at_once, async |browser, host| {
        for (label, tap, is_digit) in [
            ("0", [0.5, 0.1], true),
            ("5", [0.45, 0.9], true),
            ("6", [0.5, 0.92], true),
            ("7", [0.5, 0.08], true),
            ("8", [0.52, 0.95], true),
            ("9", [0.5, 0.1], true),
            ("1", [0.5, 0.1], false),  // an i
            ("7", [0.45, 0.9], false), // a question mark
        ] {
            browser.open_page(&host.address, (800, 700)).await;
            let (_, strokes) = digits().into_iter().find(|(digit, _)| digit == label).expect("a digit");
            draw(browser, Pointer::Mouse, &strokes, 0.6, [0.5, 0.5]).await;
            browser.estimated().await;
            browser.draw(Pointer::Touch, &[&[tap]]).await;
            browser.estimated().await;
            assert_eq!(browser.run(REFUSED).await, !is_digit, "{label} with a tap at {tap:?}");
            if is_digit {
                assert_eq!(browser.text("estimated").await, format!("Estimated = {label}"));
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_tap_far_from_the_digits_changes_nothing_but_the_sheet() {
    with_function(at_once, async |browser, host| {
        for number in ["7", "5", "42"] {
            browser.open_page(&host.address, (800, 700)).await;
            let golden = digits();
            for (place, label) in number.chars().enumerate() {
                let (_, strokes) = golden.iter().find(|(digit, _)| *digit == label.to_string()).expect("a digit");
                draw(browser, Pointer::Mouse, strokes, 0.5, [0.25 + 0.3 * place as f64, 0.4]).await;
            }
            browser.estimated().await;
            let (said, image, ink) = (browser.text("finding").await, browser.preview().await, browser.ink().await);
            browser.draw(Pointer::Touch, &[&[[0.97, 0.96]], &[[0.9, 0.9], [0.91, 0.905]]]).await;
            assert_eq!(browser.estimated().await, format!("Estimated = {number}"));
            assert_eq!(browser.text("finding").await, said, "{number}");
            assert_eq!(browser.preview().await, image, "{number}");
            let refused = "return document.getElementById('result').classList.contains('refused')";
            assert_eq!(browser.run(refused).await, false, "{number}");
            assert!(browser.ink().await > ink, "on the sheet it stays");
        }
        // Taps alone are no digits, however the finger trembles.
        let trembling: &[[f64; 2]] = &[[0.5, 0.5], [0.508, 0.503], [0.505, 0.51], [0.5, 0.505]];
        for taps in [
            vec![trembling],
            vec![trembling, &[[0.5, 0.7], [0.506, 0.71]]],
            vec![&[[0.3, 0.6]], trembling, &[[0.7, 0.6]]],
        ] {
            browser.open_page(&host.address, (800, 700)).await;
            browser.draw(Pointer::Touch, &taps).await;
            let estimated = browser.estimated().await;
            let refused = browser.run("return document.getElementById('result').classList.contains('refused')").await;
            assert!(estimated.is_empty() || refused == true, "{} taps: {estimated}", taps.len());
        }
    })
    .await;
}

#[tokio::test]
async fn a_long_number_fits_the_smallest_screen() {
    let host = Host::start(|_| Reply::digit(8)).await;
    with_browser(async |browser| {
        for width in [320, 390, 600, 1000, 1440] {
            browser.open_page(&host.address, (width, 640)).await;
            draw_number(browser, Pointer::Touch, "13572468").await;
            assert_eq!(browser.estimated().await, "Estimated = 88888888");
            let wider = "return [...document.querySelectorAll('main *')]
                .filter(element => element.getBoundingClientRect().right > innerWidth + 1).map(element => element.id)";
            assert_eq!(browser.run(wider).await, json!([]), "{width} px");
            let over = "const range = document.createRange()
                range.selectNodeContents(document.getElementById('digit'))
                return range.getBoundingClientRect().right - document.getElementById('digit').getBoundingClientRect().right";
            let over = browser.run(over).await.as_f64().expect("px");
            assert!(over <= 1.0, "at {width} px the number reaches {over} px over its place");
        }
    })
    .await;
}
