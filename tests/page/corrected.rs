//! Corrected: one click says what was really drawn. It is kept in this browser alone, counted, bounded, deleted and
//! exported; and whatever the browser's storage holds or forbids, the page goes on.

use std::fs;
use std::path::PathBuf;

use fantoccini::key::Key;
use serde_json::{Value, json};
use tests::browser::{Browser, with_browser};
use tests::host::Host;
use tests::page::{ACROSS, DOWN, Pointer, SEVEN_STROKE, Step};
use tests::reply::Reply;
use tests::workspace::root;
use trainer::data::drawing::{Drawing, read_drawings};

const PRESSED: &str = "return [...document.querySelectorAll('#bars [aria-pressed=true]')].map(button => button.value)";
/// What is kept, as the storage holds it.
const KEPT: &str = "return Object.entries(localStorage).filter(([name]) => name.startsWith('correction:'))";

/// Draws a stroke on the page that is open, and waits until its answer stands and can be corrected.
async fn draw(browser: &Browser, stroke: &[[f64; 2]]) {
    browser.draw(Pointer::Mouse, &[stroke]).await;
    browser.reviewable().await;
}

/// Clicks the bar with this label.
async fn choose(browser: &Browser, label: &str) {
    browser.click_first(&format!("#bars button[value='{label}']")).await;
}

async fn open_corrections(browser: &Browser) {
    browser.run("document.querySelector('#corrections').open = true").await;
    browser.until("return Boolean(document.getElementById('count')?.textContent)", true).await;
}

/// Puts entries of the local storage beside what is there.
async fn store(browser: &Browser, entries: &[(String, String)]) {
    browser.run(&format!("for (const [name, value] of {}) localStorage.setItem(name, value)", json!(entries))).await;
}

/// So many corrections, each of a drawing of its own, the first the oldest.
async fn store_many(browser: &Browser, count: usize) {
    let script = format!(
        "const {{ encode }} = await import('./drawing/drawing.js')
        for (let i = 0; i < {count}; i++) localStorage.setItem('correction:' + encode([[[i, i]]]), `3 ${{i}}`)"
    );
    browser.run(&script).await;
}

/// A folder of this test run's own that Chromium saves to.
async fn save_to(browser: &Browser, name: &str) -> PathBuf {
    let folder = root().join("target/tmp").join(name);
    let _absent = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    browser.devtools("Browser.setDownloadBehavior", json!({"behavior": "allow", "downloadPath": folder})).await;
    folder
}

/// Clicks on export, and reads what is saved as the trainer does.
async fn export(browser: &Browser, folder: PathBuf) -> Vec<Drawing> {
    let file = folder.join("drawings.ndjson");
    browser.click("export").await;
    while !file.exists() {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    read_drawings(&file).expect("the trainer reads what the page exports")
}

#[tokio::test]
async fn one_click_says_what_was_drawn_and_another_takes_it_back() {
    let host = Host::start(|_| Reply::digit(7)).await;
    with_browser(async |browser| {
        browser.open_page(&host.address, (390, 844)).await;
        assert_eq!(browser.run("return document.querySelector('#bars button').tabIndex").await, -1);
        draw(browser, SEVEN_STROKE).await;
        let asked = host.asked().len();
        assert_eq!(browser.text("kept").await, "Right or wrong? Choose what you drew.");
        assert_eq!(browser.run(PRESSED).await, json!([]));
        let least = "return Math.min(...[...document.querySelectorAll('#bars button, #why')]
            .flatMap(button => [button.offsetWidth, button.offsetHeight]))";
        assert!(browser.run(least).await.as_f64().expect("a size") >= 44.0, "as large as a finger");

        choose(browser, "4").await;
        assert_eq!(browser.run(PRESSED).await, json!(["4"]));
        assert_eq!(browser.text("kept").await, "Kept: a 4. Choose it again to undo.");
        assert_eq!(browser.text("status").await, "Kept: a 4. Choose it again to undo.", "spoken");
        assert_eq!(browser.estimated().await, "Estimated = 7", "the answer stays what it was");
        let kept = browser.run(KEPT).await;
        assert_eq!(kept.as_array().map(Vec::len), Some(1));
        let text = browser.run("return sessionStorage.getItem('drawing')").await;
        assert_eq!(kept[0][0], format!("correction:{}", text.as_str().expect("a drawing")));

        browser.reload().await;
        browser.reviewable().await;
        assert_eq!(browser.run(PRESSED).await, json!(["4"]), "kept across a reload");
        for (label, words) in [
            ("8", "Kept: an 8. Choose it again to undo."),
            ("?", "Kept: no digit. Choose it again to undo."),
            ("7", "Kept: a 7. Choose it again to undo."),
        ] {
            choose(browser, label).await;
            assert_eq!(browser.run(PRESSED).await, json!([label]), "one drawing has one label");
            assert_eq!(browser.text("kept").await, words);
            assert_eq!(browser.run(KEPT).await.as_array().map(Vec::len), Some(1));
        }

        browser.point(Pointer::Mouse, &[Step::Move(ACROSS[0]), Step::Down, Step::Move(ACROSS[1])]).await;
        assert_eq!(browser.run(PRESSED).await, json!([]), "another drawing");
        assert_eq!(browser.text("kept").await, "");
        browser.point(Pointer::Mouse, &[Step::Up]).await;
        browser.reviewable().await;
        assert_eq!(browser.run(PRESSED).await, json!([]), "another drawing");
        browser.click("undo").await;
        browser.reviewable().await;
        browser.until(PRESSED, json!(["7"])).await;
        choose(browser, "7").await;
        assert_eq!(browser.run(PRESSED).await, json!([]));
        assert_eq!(browser.run(KEPT).await, json!([]), "taken back");
        assert_eq!(browser.text("kept").await, "Right or wrong? Choose what you drew.");

        // By keyboard.
        browser.run("document.querySelector('#bars button[value=\"9\"]').focus()").await;
        browser.press(&[Key::Enter.into()]).await;
        browser.until(PRESSED, json!(["9"])).await;
        browser.press(&[' ']).await;
        browser.until(PRESSED, json!([])).await;

        browser.click("delete_button").await;
        choose(browser, "3").await;
        assert_eq!(browser.run(KEPT).await, json!([]), "nothing is drawn, so nothing is kept");
        let requests = "return performance.getEntriesByType('resource').filter(({ name, initiatorType }) =>
            initiatorType === 'fetch' && !name.endsWith('/estimate')).length";
        assert_eq!(browser.run(requests).await, 0);
        for request in &host.asked()[asked..] {
            let fields: Vec<&String> = request.request.as_object().expect("an object").keys().collect();
            assert_eq!(fields, ["input"], "corrections are never sent");
        }
    })
    .await;
}

#[tokio::test]
async fn what_is_exported_is_what_was_drawn_as_the_trainer_reads_it() {
    let host = Host::start(|_| Reply::digit(7)).await;
    with_browser(async |browser| {
        browser.open_page(&host.address, (800, 700)).await;
        let watch = "window.troubles = []
            addEventListener('securitypolicyviolation', event => troubles.push(event.violatedDirective))
            addEventListener('unhandledrejection', event => troubles.push(String(event.reason)))";
        browser.run(watch).await;
        let mut drawn = Vec::new();
        for (label, stroke) in [("7", SEVEN_STROKE), ("?", DOWN)] {
            draw(browser, stroke).await;
            choose(browser, label).await;
            let strokes = "const { decode } = await import('./drawing/drawing.js')
                return decode(sessionStorage.getItem('drawing'))";
            let strokes = serde_json::from_value(browser.run(strokes).await).expect("strokes");
            drawn.push(Drawing {
                label: label.to_owned(),
                writer: "me".to_owned(),
                canvas: Some([2048.0, 2048.0]),
                strokes,
            });
            browser.click("delete_button").await;
        }
        open_corrections(browser).await;
        assert_eq!(browser.text("count").await, "2 drawings are kept, of at most 500.");
        let folder = save_to(browser, "exported").await;
        assert_eq!(export(browser, folder).await, drawn, "the oldest first");
        assert_eq!(browser.run("return troubles").await, json!([]), "the security policy lets it");
    })
    .await;
}

#[tokio::test]
async fn the_newest_five_hundred_are_kept() {
    let host = Host::start(|_| Reply::digit(7)).await;
    with_browser(async |browser| {
        browser.open_page(&host.address, (800, 700)).await;
        store_many(browser, 500).await;
        draw(browser, SEVEN_STROKE).await;
        choose(browser, "7").await;
        assert_eq!(browser.text("kept").await, "Kept: a 7. The oldest of 500 made room.");
        let labels = "const { labelOf } = await import('./review/corrections.js')
            const { encode } = await import('./drawing/drawing.js')
            return [0, 1, 499].map(i => labelOf(encode([[[i, i]]])))";
        assert_eq!(browser.run(labels).await, json!([null, "3", "3"]));
        open_corrections(browser).await;
        assert_eq!(browser.text("count").await, "500 drawings are kept, of at most 500.");
    })
    .await;
}

#[tokio::test]
async fn all_are_deleted_once_that_is_confirmed() {
    let host = Host::start(|_| Reply::digit(7)).await;
    with_browser(async |browser| {
        browser.open_page(&host.address, (800, 700)).await;
        open_corrections(browser).await;
        assert!(browser.text("count").await.starts_with("None yet."), "without a drawing too");
        let disabled = "return ['export', 'delete_all'].map(id => document.getElementById(id).ariaDisabled)";
        assert_eq!(browser.run(disabled).await, json!(["true", "true"]));

        store_many(browser, 3).await;
        store(browser, &[("correction:!".into(), "?".into()), ("language".into(), "en".into())]).await;
        draw(browser, SEVEN_STROKE).await;
        choose(browser, "4").await;
        assert_eq!(browser.text("count").await, "4 drawings are kept, of at most 500. One more can’t be read.");
        assert_eq!(browser.run(disabled).await, json!(["false", "false"]));

        let press = async || {
            browser.run("document.getElementById('delete_all').focus()").await;
            browser.press(&[Key::Enter.into()]).await;
        };
        press().await;
        assert_eq!(browser.text("delete_all").await, "Really delete all?");
        assert_eq!(browser.text("status").await, "Really delete all?", "spoken");
        browser.press(&[Key::Tab.into()]).await;
        assert_eq!(browser.text("delete_all").await, "Delete all", "whoever goes on spares them");
        assert_eq!(browser.run(KEPT).await.as_array().map(Vec::len), Some(5));

        let twice = "const button = document.getElementById('delete_all')
            for (const detail of [1, 2]) button.dispatchEvent(new MouseEvent('click', { detail }))";
        browser.run(twice).await;
        assert_eq!(browser.run(KEPT).await.as_array().map(Vec::len), Some(5), "a double click confirms nothing");

        press().await;
        assert_eq!(browser.run(KEPT).await, json!([]));
        assert!(browser.text("count").await.starts_with("None yet."));
        assert!(browser.text("status").await.starts_with("None yet."), "spoken");
        assert_eq!(browser.run(PRESSED).await, json!([]));
        assert_eq!(browser.run("return localStorage.getItem('language')").await, "en", "all else stays");
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_read_is_said_and_left_where_it_is() {
    let host = Host::start(|_| Reply::digit(7)).await;
    with_browser(async |browser| {
        browser.open_page(&host.address, (800, 700)).await;
        let line = browser.run("return (await import('./drawing/drawing.js')).encode([[[9, 9], [99, 99]]])").await;
        let line = line.as_str().expect("a text");
        let broken: Vec<(String, String)> = [
            (format!("correction:{line}A"), "7 1"),
            ("correction:".to_owned(), "7 1"),
            ("correction:!".to_owned(), "7 1"),
            ("correction:AQAA".to_owned(), "{\"version\":2}"),
            ("correction:AQAC".to_owned(), "77 1"),
            ("correction:AQAE".to_owned(), ""),
            ("correction:AQAG".to_owned(), "x 1"),
        ]
        .map(|(name, value)| (name, value.to_owned()))
        .to_vec();
        store(browser, &broken).await;
        store(browser, &[(format!("correction:{line}"), "3 5".into())]).await;
        draw(browser, SEVEN_STROKE).await;
        choose(browser, "4").await;
        assert_eq!(browser.text("kept").await, "Kept: a 4. Choose it again to undo.");
        open_corrections(browser).await;
        assert_eq!(browser.text("count").await, "2 drawings are kept, of at most 500. 7 more can’t be read.");
        let folder = save_to(browser, "beside-broken").await;
        let exported = export(browser, folder).await;
        assert_eq!(exported.iter().map(|drawing| drawing.label.as_str()).collect::<Vec<_>>(), ["3", "4"]);
        assert_eq!(exported[0].strokes, [[[9.0, 9.0], [99.0, 99.0]]]);
        let kept: Vec<(String, String)> = serde_json::from_value(browser.run(KEPT).await).expect("entries");
        assert!(broken.iter().all(|entry| kept.contains(entry)), "{kept:?}");
    })
    .await;
}

#[tokio::test]
async fn a_browser_that_keeps_nothing_or_has_no_room_is_told_and_drawn_on() {
    let host = Host::start(|_| Reply::digit(7)).await;
    with_browser(async |browser| {
        browser.open_page(&host.address, (800, 700)).await;
        draw(browser, SEVEN_STROKE).await;
        choose(browser, "4").await;
        let fill = "let size = 2 ** 22
            for (let i = 0; size > 0; i++) {
                try { localStorage.setItem(`filler ${i}`, 'x'.repeat(size)) } catch { size = Math.floor(size / 2) }
            }";
        browser.run(fill).await;
        draw(browser, ACROSS).await;
        choose(browser, "8").await;
        assert_eq!(browser.text("kept").await, "Not kept: this browser has no room left.");
        assert_eq!(browser.text("status").await, "Not kept: this browser has no room left.", "spoken");
        assert_eq!(browser.run(PRESSED).await, json!([]));
        assert_eq!(browser.run(KEPT).await.as_array().map(Vec::len), Some(1), "what was kept stays");
        browser.click("undo").await;
        browser.until(PRESSED, json!(["4"])).await;

        let forbid = "Object.defineProperty(window, 'localStorage', {
            get() { throw new DOMException('forbidden', 'SecurityError') } })";
        browser.devtools("Page.addScriptToEvaluateOnNewDocument", json!({"source": forbid})).await;
        browser.reload().await;
        browser.reviewable().await;
        choose(browser, "4").await;
        assert_eq!(browser.text("kept").await, "Not kept: this browser doesn’t allow it.");
        open_corrections(browser).await;
        assert_eq!(browser.text("count").await, "This browser doesn’t let the page keep anything.");
        draw(browser, DOWN).await;
        assert_eq!(browser.estimated().await, "Estimated = 7");
    })
    .await;
}

#[tokio::test]
async fn two_tabs_lose_nothing_of_each_others() {
    let host = Host::start(|_| Reply::digit(7)).await;
    with_browser(async |browser| {
        browser.open_page(&host.address, (800, 700)).await;
        draw(browser, SEVEN_STROKE).await;
        open_corrections(browser).await;
        let first = browser.tab().await;
        let link = browser.run("return location.href + '#d=' + sessionStorage.getItem('drawing')").await;
        let second = browser.new_tab().await;
        browser.turn_to(&second).await;
        browser.open(link.as_str().expect("an address")).await;
        browser.reviewable().await;
        choose(browser, "2").await;
        browser.click("delete_button").await;
        draw(browser, DOWN).await;
        choose(browser, "1").await;

        browser.turn_to(&first).await;
        browser.until(PRESSED, json!(["2"])).await;
        browser
            .until("return document.getElementById('count').textContent", "2 drawings are kept, of at most 500.")
            .await;
        draw(browser, ACROSS).await;
        choose(browser, "4").await;
        browser.turn_to(&second).await;
        browser.until(&format!("{KEPT}.length"), 3).await;
        choose(browser, "0").await;
        let labels = format!("{KEPT}.map(([, value]) => value[0]).sort()");
        assert_eq!(browser.run(&labels).await, json!(["0", "2", "4"]));
        let Value::Array(pressed) = browser.run(PRESSED).await else { panic!("no list") };
        assert_eq!(pressed, ["0"]);
    })
    .await;
}

#[tokio::test]
async fn answers_stand_without_the_review_and_the_next_one_brings_it() {
    let host = Host::start(|_| Reply::digit(7)).await;
    with_browser(async |browser| {
        browser.open_page(&host.address, (800, 700)).await;
        browser.devtools("Network.enable", json!({})).await;
        browser.devtools("Network.setBlockedURLs", json!({"urls": ["*/review*"]})).await;
        browser.draw(Pointer::Mouse, &[SEVEN_STROKE]).await;
        assert_eq!(browser.estimated().await, "Estimated = 7");
        let tried = "return performance.getEntriesByType('resource').some(({ name }) => name.endsWith('/review.js'))";
        browser.until(tried, true).await;
        browser.devtools("Network.setBlockedURLs", json!({"urls": []})).await;
        browser.draw(Pointer::Mouse, &[ACROSS]).await;
        browser.reviewable().await;
    })
    .await;
}
