//! Strange surroundings: older browsers, a page that was never served, paper, other screens, keyboards and pens.

use serde_json::json;
use tests::browser::{Browser, with_browser};
use tests::host::Host;
use tests::page::{ACROSS, DOWN, Pointer, SEVEN_STROKE, Step};
use tests::reply::Reply;

/// What browsers of 2021 lack, taken away.
const OLDER: &str = "delete AbortSignal.timeout
    delete AbortSignal.any
    delete Promise.withResolvers
    delete Object.groupBy
    delete Array.fromAsync
    for (const name of ['at', 'findLast', 'findLastIndex', 'toSorted', 'toReversed', 'toSpliced', 'with']) {
        delete Array.prototype[name]
    }
    for (const name of ['at', 'replaceAll', 'isWellFormed']) delete String.prototype[name]
    delete crypto.randomUUID
    delete Navigator.prototype.clipboard
    delete Navigator.prototype.share
    delete PointerEvent.prototype.getCoalescedEvents
    delete ResizeObserverEntry.prototype.devicePixelContentBoxSize
    for (const name of ['structuredClone', 'OffscreenCanvas', 'requestIdleCallback', 'scheduler', 'createImageBitmap']) {
        delete window[name]
    }
    for (const name of Object.keys(Element.prototype)) if (name.startsWith('aria')) delete Element.prototype[name]
    const { matches } = Element.prototype
    Element.prototype.matches = function (selector) {
        if (selector === ':focus-visible') throw new DOMException('unknown', 'SyntaxError')
        return matches.call(this, selector)
    }";

#[tokio::test]
async fn browsers_of_2021_do_all_that_newer_ones_do() {
    let host = Host::start(|_| Reply::explained(7, 1, &[0.5; 784])).await;
    with_browser(async |browser| {
        let watch = "window.troubles = []
            addEventListener('error', event => troubles.push(String(event.message)), true)
            addEventListener('unhandledrejection', event => troubles.push(String(event.reason)))";
        let source = format!("{watch}\n{OLDER}");
        browser.devtools("Page.addScriptToEvaluateOnNewDocument", json!({"source": source})).await;
        browser.open_page(&host.address, (800, 700)).await;
        let gone = "return [AbortSignal.timeout, [].at, ''.replaceAll, navigator.clipboard, document.body.ariaBusy]
            .every(name => name === undefined)";
        assert_eq!(browser.run(gone).await, true, "they are taken away");

        let settled = "return document.getElementById('result').getAttribute('aria-busy')";
        let read = async |expected: &str| {
            browser.until(settled, "false").await;
            assert_eq!(browser.text("estimated").await, expected);
        };
        browser.draw(Pointer::Touch, &[SEVEN_STROKE]).await;
        read("Estimated = 7").await;
        let right = SEVEN_STROKE.iter().map(|[x, y]| [0.5 + 0.3 * x, 0.3 * y]).collect::<Vec<_>>();
        let left = SEVEN_STROKE.iter().map(|[x, y]| [0.3 * x, 0.3 * y]).collect::<Vec<_>>();
        browser.click("delete_button").await;
        browser.draw(Pointer::Pen, &[&left, &right]).await;
        read("Estimated = 77").await;
        for (button, expected) in [("undo", "Estimated = 7"), ("redo", "Estimated = 77")] {
            browser.click(button).await;
            read(expected).await;
        }
        let can = "return document.querySelector('#bars button').getAttribute('aria-disabled')";
        browser.until(can, "false").await;
        browser.click("why").await;
        browser.until("return document.querySelectorAll('.swatch').length", 2).await;
        browser.click("why").await;
        browser.click_first("#bars button[value='7']").await;
        assert_eq!(browser.text("kept").await, "Kept: a 7. Choose it again to undo.");
        browser.click("share").await;
        assert_eq!(
            browser.text("notice").await,
            browser.words("notices.addressed").await,
            "where nothing can be copied"
        );
        browser.click("language").await;
        browser.run("document.getElementById('canvas').focus()").await;
        assert_eq!(browser.run("return troubles").await, json!([]));
    })
    .await;
}

#[tokio::test]
async fn an_answer_that_never_comes_is_given_up_in_browsers_of_2021_too() {
    let never = std::time::Duration::from_secs(3600);
    let host = Host::start(move |number| {
        let reply = Reply::digit(7);
        if number == 0 { reply.after(never) } else { reply }
    })
    .await;
    with_browser(async |browser| {
        browser.devtools("Page.addScriptToEvaluateOnNewDocument", json!({"source": OLDER})).await;
        browser.open_page(&host.address, (800, 700)).await;
        browser.draw(Pointer::Mouse, &[SEVEN_STROKE]).await;
        let late = browser.words("faults.late()").await;
        browser.until("return document.getElementById('finding').textContent", late).await;
        browser.until("return document.getElementById('estimated').textContent", "Estimated = 7").await;
    })
    .await;
}

#[tokio::test]
async fn where_it_can_not_start_the_page_says_what_it_needs() {
    let host = Host::start(|_| Reply::digit(7)).await;
    with_browser(async |browser| {
        let said = "return document.body.innerText.match(/[^.?]*needs JavaScript.*/)?.[0] ?? ''";
        let check_said = async |case: &str| {
            let wait = "const sentence = document.getElementById('unstarted')
                return sentence !== null && getComputedStyle(sentence).visibility";
            browser.until(wait, "visible").await;
            let words = browser.run(said).await;
            let words = words.as_str().expect("a text");
            assert!(words.contains("a browser of 2021") && words.contains("opened as a file"), "{case}: {words}");
        };
        let site = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../site/index.html");
        let file = site.canonicalize().expect("the page");
        for motion in ["no-preference", "reduce"] {
            browser.prefer(&[("prefers-reduced-motion", motion)]).await;
            browser.open(url::Url::from_file_path(&file).expect("an absolute path").as_str()).await;
            check_said("opened as a file").await;

            // Without its modules, as where they don't run, or one did not arrive.
            browser.devtools("Network.enable", json!({})).await;
            browser.devtools("Network.setBlockedURLs", json!({"urls": ["*/drawing/curve.js"]})).await;
            browser.open(&host.address).await;
            check_said("without a module").await;
            browser.devtools("Network.setBlockedURLs", json!({"urls": []})).await;

            browser.devtools("Emulation.setScriptExecutionDisabled", json!({"value": true})).await;
            browser.open(&host.address).await;
            check_said("without JavaScript").await;
            browser.devtools("Emulation.setScriptExecutionDisabled", json!({"value": false})).await;

            browser.open_page(&host.address, (800, 700)).await;
            browser.draw(Pointer::Mouse, &[SEVEN_STROKE]).await;
            assert_eq!(browser.estimated().await, "Estimated = 7");
            assert_eq!(browser.run(said).await, "", "nothing is said where it works");
        }
    })
    .await;
}

/// The share of the sheet's pixels, as they are on the screen, that are darker than the middle, and that are brighter.
async fn shades(browser: &Browser) -> [f64; 2] {
    let png = browser.devtools("Page.captureScreenshot", json!({})).await["data"].clone();
    let pixels = "const canvas = document.createElement('canvas')
        const picture = new Image()
        picture.src = 'data:image/png;base64,PNG'
        await picture.decode()
        const { x, y, width } = document.getElementById('canvas').getBoundingClientRect()
        canvas.width = canvas.height = Math.floor(width) - 60
        const context = canvas.getContext('2d')
        context.drawImage(picture, -x - 30, -y - 30)
        const { data } = context.getImageData(0, 0, canvas.width, canvas.height)
        const greens = data.filter((_, i) => i % 4 === 1)
        return [greens.filter(green => green < 128).length, greens.filter(green => green > 128).length]
            .map(count => count / greens.length)";
    let shares = browser.run(&pixels.replace("PNG", png.as_str().expect("base64"))).await;
    serde_json::from_value(shares).expect("shares")
}

#[tokio::test]
async fn it_prints_dark_ink_on_white_paper() {
    let host = Host::start(|_| Reply::digit(7)).await;
    with_browser(async |browser| {
        for scheme in ["light", "dark"] {
            browser.prefer(&[("prefers-color-scheme", scheme)]).await;
            browser.open_page(&host.address, (800, 1100)).await;
            browser.draw(Pointer::Mouse, &[SEVEN_STROKE]).await;
            browser.estimated().await;
            let [dark, bright] = shades(browser).await;
            assert_eq!(dark > bright, scheme == "dark", "on the screen: {dark} dark, {bright} bright");

            let features = json!([{"name": "prefers-color-scheme", "value": scheme}]);
            browser.devtools("Emulation.setEmulatedMedia", json!({"media": "print", "features": features})).await;
            let [dark, bright] = shades(browser).await;
            assert!((0.02..0.1).contains(&dark) && bright > 0.9, "{scheme}, printed: {dark} dark, {bright} bright");
            let colours = "return ['#digit', '#finding', '#bars span', 'h1'].map(selector =>
                getComputedStyle(document.querySelector(selector)).color)";
            let colours = browser.run(colours).await;
            assert_eq!(colours, json!(vec!["rgb(26, 34, 51)"; 4]), "{scheme}, printed");
            browser.devtools("Emulation.setEmulatedMedia", json!({"media": ""})).await;
        }
    })
    .await;
}

#[tokio::test]
async fn another_pixel_ratio_alone_leaves_the_ink_sharp() {
    let host = Host::start(|_| Reply::digit(7)).await;
    with_browser(async |browser| {
        browser.open_page(&host.address, (800, 700)).await;
        browser.draw(Pointer::Mouse, &[SEVEN_STROKE]).await;
        browser.estimated().await;
        for pixel_ratio in [2.0, 1.25, 3.0, 1.0] {
            browser.resize(800, 700, pixel_ratio).await;
            let sharp = "const canvas = document.getElementById('canvas')
                return canvas.width === Math.round(canvas.clientWidth * RATIO)";
            browser.until(&sharp.replace("RATIO", &pixel_ratio.to_string()), true).await;
            assert!(browser.ink().await > 1000, "{pixel_ratio}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_stroke_ends_where_the_screen_is_turned() {
    let host = Host::start(|_| Reply::digit(1)).await;
    with_browser(async |browser| {
        browser.open_page(&host.address, (390, 844)).await;
        browser.point(Pointer::Pen, &[Step::Move([0.5, 0.2]), Step::Down, Step::Move([0.5, 0.6])]).await;
        browser.resize(844, 390, 1.0).await;
        browser.until("return sessionStorage.getItem('drawing')?.length > 0", true).await;
        browser.point(Pointer::Pen, &[Step::Move([0.9, 0.9]), Step::Move([0.1, 0.9]), Step::Up]).await;
        assert_eq!(browser.estimated().await, "Estimated = 1");
        let drawn = "return (await import('./drawing/drawing.js')).decode(sessionStorage.getItem('drawing'))";
        let strokes: Vec<Vec<[f64; 2]>> = serde_json::from_value(browser.run(drawn).await).expect("strokes");
        assert_eq!(strokes.len(), 1);
        assert!(strokes[0].iter().all(|[x, y]| (x - 1024.0).abs() < 30.0 && *y < 1400.0), "{strokes:?}");
        browser.draw(Pointer::Pen, &[ACROSS]).await;
        let strokes = browser.run(drawn).await;
        assert_eq!(strokes.as_array().map(Vec::len), Some(2), "the next one draws");
    })
    .await;
}

#[tokio::test]
async fn undo_and_redo_lie_where_they_do_on_every_keyboard() {
    let host = Host::start(|_| Reply::digit(4)).await;
    with_browser(async |browser| {
        browser.open_page(&host.address, (800, 700)).await;
        browser.draw(Pointer::Mouse, &[DOWN, ACROSS]).await;
        let strokes = "return (await import('./drawing/drawing.js')).decode(sessionStorage.getItem('drawing')).length";
        // What a key says, where it lies, what is held with it, and how many of two strokes are left then.
        for (keyboard, key, code, held, left) in [
            ("English", "z", "KeyZ", "", 1),
            ("with capitals locked", "Z", "KeyZ", "", 1),
            ("Russian", "я", "KeyZ", "", 1),
            ("Greek", "ζ", "KeyZ", "", 1),
            ("Hebrew", "ז", "KeyZ", "", 1),
            ("Arabic", "ئ", "KeyZ", "", 1),
            ("Korean", "ㅋ", "KeyZ", "", 1),
            ("Japanese, with its input method", "Process", "KeyZ", "", 1),
            ("German", "z", "KeyY", "", 1),
            ("French", "z", "KeyW", "", 1),
            ("French, the key in that place", "w", "KeyZ", "", 2),
            ("Dvorak, the key in that place", ";", "KeyZ", "", 2),
            ("bépo, the key in that place", "à", "KeyZ", "", 2),
            ("Russian, redo", "Я", "KeyZ", "shift", 2),
            ("Russian, redo by its other key", "н", "KeyY", "", 2),
            ("Greek, redo by its other key", "υ", "KeyY", "", 2),
            ("German, redo by its other key", "y", "KeyZ", "", 2),
        ] {
            // Redo has something to do after an undo.
            if keyboard.contains("redo") {
                browser.click("undo").await;
            }
            let script = format!(
                "document.body.dispatchEvent(new KeyboardEvent('keydown', {{
                    key: '{key}', code: '{code}', ctrlKey: true, shiftKey: {}, bubbles: true, cancelable: true,
                }}))",
                held == "shift"
            );
            browser.run(&script).await;
            assert_eq!(browser.run(strokes).await, left, "{keyboard}: {key} at {code}");
            if left == 1 {
                browser.click("redo").await;
            }
        }
    })
    .await;
}

/// Turns a stylus round and goes from one point to another with its eraser, in shares of the canvas's side.
async fn erase(browser: &Browser, from: [f64; 2], to: [f64; 2]) {
    let script = format!(
        "const canvas = document.getElementById('canvas')
        const {{ x, y, width }} = canvas.getBoundingClientRect()
        const event = (type, [left, top], button, buttons) => canvas.dispatchEvent(new PointerEvent(type, {{
            pointerId: 9, pointerType: 'pen', isPrimary: true, bubbles: true, cancelable: true,
            button, buttons, clientX: x + left * width, clientY: y + top * width,
        }}))
        canvas.setPointerCapture = () => {{}} // there is no such pointer
        event('pointermove', {from:?}, -1, 0)
        event('pointerdown', {from:?}, 5, 32)
        event('pointermove', {to:?}, -1, 32)
        event('pointerup', {to:?}, 5, 0)
        event('pointermove', [0.3, 0.5], -1, 0)"
    );
    browser.run(&script).await;
}

#[tokio::test]
async fn the_eraser_of_a_stylus_takes_strokes_away() {
    let host = Host::start(|_| Reply::digit(4)).await;
    with_browser(async |browser| {
        let count = "return (await import('./drawing/drawing.js')).decode(sessionStorage.getItem('drawing')).length";
        let left = async |expected: u64| browser.until(count, expected).await;
        browser.open_page(&host.address, (800, 700)).await;
        erase(browser, [0.2, 0.2], [0.8, 0.8]).await;
        assert_eq!(browser.ink().await, 0, "it draws nothing");
        browser.draw(Pointer::Mouse, &[DOWN, ACROSS, &[[0.7, 0.2], [0.7, 0.8]]]).await;
        left(3).await;
        let drawn = "return sessionStorage.getItem('drawing')";
        let all = browser.run(drawn).await;

        erase(browser, [0.5, 0.1], [0.6, 0.4]).await;
        left(3).await;
        erase(browser, [0.1, 0.3], [0.6, 0.3]).await; // across the first, between two events
        left(2).await;
        erase(browser, [0.7, 0.7], [0.7, 0.7]).await; // a tap
        left(1).await;
        assert_eq!(browser.estimated().await, "Estimated = 4", "what is left is read");
        browser.click("undo").await;
        left(2).await;
        browser.click("undo").await;
        left(3).await;
        assert_eq!(browser.run(drawn).await, all, "undone");
        erase(browser, [0.1, 0.1], [0.9, 0.9]).await;
        left(0).await;
        assert_eq!(browser.estimated().await, "");
        browser.draw(Pointer::Pen, &[DOWN]).await;
        left(1).await;
    })
    .await;
}

#[tokio::test]
async fn touches_on_the_sheet_are_kept_from_the_system() {
    let host = Host::start(|_| Reply::digit(4)).await;
    with_browser(async |browser| {
        browser.open_page(&host.address, (800, 700)).await;
        let prevented = "return ['canvas', 'bars'].map(id => !document.getElementById(id).dispatchEvent(
            new TouchEvent('touchmove', { bubbles: true, cancelable: true })))";
        assert_eq!(browser.run(prevented).await, json!([true, false]), "on the sheet, and beside it");
    })
    .await;
}
