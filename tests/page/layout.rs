//! The layout: at home on every screen, with large text too, and still while answers come.

use serde_json::{Value, json};
use tests::browser::{Browser, with_browser, with_browser_preferring};
use tests::host::Host;
use tests::page::{Pointer, SEVEN_STROKE};
use tests::reply::Reply;

const WINDOWS: [(u32, u32); 10] = [
    (320, 568),
    (360, 640),
    (390, 844),
    (568, 320),
    (700, 600),
    (768, 1024),
    (844, 390),
    (1024, 768),
    (1440, 900),
    (2560, 1440),
];

async fn check_no_sideways_scrolling(browser: &Browser, case: &str) {
    let wider = "const root = document.documentElement
        return [...document.querySelectorAll('body *')].filter(element =>
            element.getBoundingClientRect().right > root.clientWidth + 0.5 && element.id !== 'status')
            .map(element => element.outerHTML.slice(0, 80))";
    assert_eq!(browser.run(wider).await, json!([]), "{case}: reaches out of the window");
    let scrolls = "const root = document.documentElement; return root.scrollWidth > root.clientWidth";
    assert_eq!(browser.run(scrolls).await, false, "{case}: scrolls sideways");
}

/// Nothing lies over something else.
async fn check_nothing_overlaps(browser: &Browser, case: &str) {
    let overlaps =
        "const parts = ['h1', '#language', 'header p', '#canvas', '#undo', '#redo', '#delete_button', '#choose', '#share',
            '#digit', '#finding', '#preview', 'figcaption', '#why', '#legend', '#bars', '#kept', '#estimated', '#took', 'footer']
        .map(selector => [selector, document.querySelector(selector).getBoundingClientRect()])
        .filter(([, box]) => box.width > 0 && box.height > 0)
    return parts.flatMap(([name, a], i) => parts.slice(i + 1)
        .filter(([, b]) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
            && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1)
        .map(([other]) => `${name} and ${other}`))";
    assert_eq!(browser.run(overlaps).await, json!([]), "{case}: overlap");
}

/// No button's words are cut off.
async fn check_nothing_cut_off(browser: &Browser, case: &str) {
    let cut =
        "return [...document.querySelectorAll('button, h1, #finding, #legend span, #bars li span, #kept, dt, dd')]
        .filter(element => element.scrollWidth > element.clientWidth + 1 && element.className !== 'bar'
            && getComputedStyle(element).display !== 'inline')
        .map(element => element.outerHTML.slice(0, 80))";
    assert_eq!(browser.run(cut).await, json!([]), "{case}: is cut off");
}

#[tokio::test]
async fn every_window_holds_the_page_in_both_languages() {
    let host = Host::start(|_| Reply::explained(7, 1, &[0.5; 784])).await;
    for languages in ["en", "ja"] {
        with_browser_preferring(json!({"intl.accept_languages": languages}), async |browser| {
            for (width, height) in WINDOWS {
                let case = format!("{width} × {height} in {languages}");
                browser.open_page(&host.address, (width, height)).await;
                check_no_sideways_scrolling(browser, &case).await;
                browser.run("document.querySelector('details').open = true").await;
                browser.draw(Pointer::Mouse, &[SEVEN_STROKE]).await;
                browser.reviewable().await;
                check_no_sideways_scrolling(browser, &case).await;
                check_nothing_cut_off(browser, &case).await;
                check_nothing_overlaps(browser, &case).await;

                browser.click_first("#bars button[value='?']").await;
                browser.run("document.querySelector('#corrections').open = true").await;
                check_nothing_cut_off(browser, &format!("corrected, {case}")).await;
                check_nothing_overlaps(browser, &format!("corrected, {case}")).await;
                browser.click("why").await;
                browser.until("return document.querySelectorAll('.swatch').length", 2).await;
                check_no_sideways_scrolling(browser, &format!("explained, {case}")).await;
                check_nothing_cut_off(browser, &format!("explained, {case}")).await;
                check_nothing_overlaps(browser, &format!("explained, {case}")).await;
            }
        })
        .await;
    }
}

#[tokio::test]
async fn text_of_twice_the_size_loses_nothing() {
    let host = Host::start(|_| Reply::explained(7, 1, &[0.5; 784])).await;
    for languages in ["en", "ja"] {
        let preferences = json!({"webkit.webprefs.default_font_size": 32, "intl.accept_languages": languages});
        with_browser_preferring(preferences, async |browser| {
            for (width, height) in WINDOWS {
                let case = format!("{width} × {height} in large {languages}");
                browser.open_page(&host.address, (width, height)).await;
                assert_eq!(browser.run("return getComputedStyle(document.body).fontSize").await, "32px");
                browser.draw(Pointer::Mouse, &[SEVEN_STROKE]).await;
                browser.reviewable().await;
                check_no_sideways_scrolling(browser, &case).await;
                check_nothing_cut_off(browser, &case).await;
                check_nothing_overlaps(browser, &case).await;

                browser.click("why").await;
                browser.until("return document.querySelectorAll('.swatch').length", 2).await;
                check_no_sideways_scrolling(browser, &format!("explained, {case}")).await;
                check_nothing_cut_off(browser, &format!("explained, {case}")).await;
                check_nothing_overlaps(browser, &format!("explained, {case}")).await;
            }
        })
        .await;
    }
}

#[tokio::test]
async fn the_sheet_is_large_and_square() {
    let host = Host::start(|_| Reply::digit(7)).await;
    with_browser(async |browser| {
        for ((width, height), least) in WINDOWS.into_iter().zip([270, 310, 340, 240, 290, 520, 340, 600, 760, 850]) {
            browser.open_page(&host.address, (width, height)).await;
            let size = "const { width, height } = document.getElementById('canvas').getBoundingClientRect()
                return [width, height]";
            let size: Vec<f64> = serde_json::from_value(browser.run(size).await).expect("a size");
            assert!((size[0] - size[1]).abs() < 1.0, "{width} × {height}: {size:?}");
            assert!(size[0] >= f64::from(least), "{width} × {height}: {size:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn nothing_moves_when_answers_and_faults_come() {
    let uneven = |first: f64, second: f64| {
        let mut probabilities = [(1.0 - first - second) / 8.0; 10];
        (probabilities[8], probabilities[3]) = (first, second);
        Reply::status(200, json!({"estimated": 8, "probabilities": probabilities}).to_string())
    };
    let replies = [
        Reply::digit(1),
        uneven(0.3, 0.25),
        uneven(1.0, 0.0),
        Reply::judged(8, 0.01),
        Reply::status(200, ""),
        Reply::status(400, ""),
        Reply::status(404, ""),
        Reply::status(429, ""),
        Reply::status(500, ""),
    ];
    let host = Host::start(|_| Reply::digit(7)).await;
    for languages in ["en", "ja"] {
        with_browser_preferring(json!({"intl.accept_languages": languages}), async |browser| {
            for (width, height) in WINDOWS {
                browser.open_page(&host.address, (width, height)).await;
                let places = "return ['canvas', 'undo', 'delete_button', 'result', 'bars', 'preview', 'language']
                    .map(id => [id, ...Object.values(document.getElementById(id).getBoundingClientRect().toJSON())])";
                let empty = browser.run(places).await;
                for reply in &replies {
                    let answer = reply.clone();
                    host.script(move |_| answer.clone());
                    browser.draw(Pointer::Mouse, &[SEVEN_STROKE]).await;
                    let found = "const { ariaBusy, dataset } = document.getElementById('result')
                        return ariaBusy === 'false' || dataset.fault !== ''";
                    browser.until(found, true).await;
                    assert_eq!(browser.run(places).await, empty, "{width} × {height} in {languages}: {reply:?}");
                    browser.click("delete_button").await;
                }
            }
        })
        .await;
    }
}

#[tokio::test]
async fn people_can_zoom() {
    let host = Host::start(|_| Reply::digit(7)).await;
    with_browser(async |browser| {
        browser.open_page(&host.address, (390, 844)).await;
        let viewport = browser.run("return document.querySelector('meta[name=viewport]').content").await;
        let Value::String(viewport) = viewport else { panic!("no viewport") };
        assert!(!viewport.contains("user-scalable") && !viewport.contains("maximum-scale"), "{viewport}");
    })
    .await;
}
