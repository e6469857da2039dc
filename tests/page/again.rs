//! Doing it over: undo, redo and clear by buttons and keys; a drawing that outlives a reload and travels in a link.

use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};

use fantoccini::key::Key;
use tests::browser::{Browser, with_browser};
use tests::host::Host;
use tests::page::{ACROSS, DOWN, Pointer, SEVEN_STROKE};
use tests::reply::Reply;

/// What stands on the page: the answer, how much ink there is, and a hash of the image that was sent.
async fn state(browser: &Browser) -> (String, u64, u64) {
    (
        browser.estimated().await,
        browser.ink().await,
        BuildHasherDefault::<DefaultHasher>::default().hash_one(browser.preview().await),
    )
}

#[tokio::test]
async fn strokes_are_undone_and_redone_and_clearing_too() {
    let host = Host::start(|_| Reply::digit(4)).await;
    with_browser(async |browser| {
        browser.open_page(&host.address, (800, 700)).await;
        let empty = state(browser).await;
        assert_eq!((empty.0.as_str(), empty.1), ("", 0));
        browser.draw(Pointer::Mouse, &[DOWN]).await;
        let one = state(browser).await;
        browser.draw(Pointer::Mouse, &[ACROSS]).await;
        let two = state(browser).await;
        assert!(two.1 > one.1 && one.1 > 0 && two.2 != one.2);

        let (control, meta, shift) = (char::from(Key::Control), char::from(Key::Meta), char::from(Key::Shift));
        let undo: [&[char]; 3] = [&[], &[control, 'z'], &[meta, 'z']];
        let redo: [&[char]; 4] = [&[], &[control, shift, 'z'], &[control, 'y'], &[meta, shift, 'z']];
        let clear: [&[char]; 3] = [&[], &[Key::Escape.into()], &[Key::Delete.into()]];
        // Without keys, the button is clicked.
        let act = async |button: &str, keys: &[char]| match keys {
            [] => browser.click(button).await,
            keys => browser.press(keys).await,
        };
        for (back, forth) in undo.into_iter().flat_map(|back| redo.map(|forth| (back, forth))) {
            for expected in [&one, &empty, &empty] {
                act("undo", back).await;
                assert_eq!(state(browser).await, *expected, "undone by {back:?}");
            }
            for expected in [&one, &two, &two] {
                act("redo", forth).await;
                assert_eq!(state(browser).await, *expected, "redone by {forth:?}");
            }
        }
        for keys in clear {
            act("delete_button", keys).await;
            assert_eq!(state(browser).await, empty, "cleared by {keys:?}");
            act("delete_button", keys).await;
            act("undo", &[]).await;
            assert_eq!(state(browser).await, two, "undone after {keys:?}, twice");
        }

        browser.click("undo").await;
        browser.draw(Pointer::Mouse, &[SEVEN_STROKE]).await;
        let other = state(browser).await;
        browser.click("redo").await;
        assert_eq!(state(browser).await, other, "a new stroke ends what could be redone");
    })
    .await;
}

#[tokio::test]
async fn a_drawing_outlives_a_reload() {
    let host = Host::start(|_| Reply::digit(7)).await;
    with_browser(async |browser| {
        browser.open_page(&host.address, (800, 700)).await;
        browser.draw(Pointer::Mouse, &[SEVEN_STROKE, ACROSS]).await;
        let before = state(browser).await;
        browser.reload().await;
        assert_eq!(state(browser).await, before);
        browser.click("delete_button").await;
        browser.reload().await;
        assert_eq!(state(browser).await.1, 0, "what was cleared stays cleared");
    })
    .await;
}

#[tokio::test]
async fn a_link_holds_the_drawing() {
    let host = Host::start(|_| Reply::digit(7)).await;
    let mut link = String::new();
    let mut shared = 0;
    with_browser(async |browser| {
        browser.open_page(&host.address, (800, 700)).await;
        browser.click("share").await;
        assert_eq!(browser.text("notice").await, browser.words("notices.nothingToShare").await);

        browser.draw(Pointer::Mouse, &[SEVEN_STROKE, ACROSS]).await;
        shared = state(browser).await.2;
        browser.click("share").await;
        browser.until("return document.getElementById('notice').textContent !== ''", true).await;
        link = browser.run("return location.href").await.as_str().expect("an address").to_owned();
        let fragment = link.split_once("#d=").expect("the link holds the drawing").1;
        assert!(fragment.len() <= 40, "seven points in {} characters", fragment.len());

        browser.draw(Pointer::Mouse, &[DOWN]).await;
        browser.estimated().await;
        assert_eq!(browser.run("return location.hash").await, "", "the address no longer holds what is drawn");
    })
    .await;
    with_browser(async |browser| {
        browser.open(&link).await;
        assert_eq!(state(browser).await.2, shared, "another browser opens the same drawing");
    })
    .await;
}

#[tokio::test]
async fn broken_links_and_storage_are_ignored_with_a_word() {
    let host = Host::start(|_| Reply::digit(7)).await;
    with_browser(async |browser| {
        browser.open_page(&host.address, (800, 700)).await;
        let unreadable = browser.words("notices.unreadable").await;
        let far = browser.run("return (await import('./drawing/drawing.js')).encode([[[5000, 5000]]])").await;
        let many = browser
            .run("return (await import('./drawing/drawing.js')).encode([Array.from({ length: 4001 }, (_, i) => [i % 9, 3])])")
            .await;
        for broken in [
            "!",
            "%00",
            "<script>",
            "A",
            "AA",
            "AQ",
            "AQA",
            "____",
            "gICAgICAgAE",
            "=",
            "é",
            far.as_str().expect("a text"),
            many.as_str().expect("a text"),
            &"A".repeat(100_000),
        ] {
            browser.open("about:blank").await;
            browser.open(&format!("{}#d={broken}", host.address)).await;
            assert_eq!(browser.text("notice").await, unreadable, "{:.50}", broken);
            assert_eq!(state(browser).await.1, 0, "{:.50}", broken);

            browser.open(&host.address).await;
            browser.run(&format!("sessionStorage.setItem('drawing', {broken:?})")).await;
            browser.reload().await;
            assert_eq!(browser.text("notice").await, unreadable, "kept {:.50}", broken);
            browser.draw(Pointer::Mouse, &[SEVEN_STROKE]).await;
            assert_eq!(browser.estimated().await, "Estimated = 7", "one draws on all the same");
            browser.click("delete_button").await;
        }
    })
    .await;
}

/// What stands on the sheet, as its strokes.
const DRAWN: &str = "return (await import('./drawing/drawing.js')).decode(sessionStorage.getItem('drawing') ?? '')";

#[tokio::test]
async fn a_link_opens_whatever_got_behind_it() {
    let host = Host::start(|_| Reply::digit(7)).await;
    with_browser(async |browser| {
        browser.open_page(&host.address, (800, 700)).await;
        let encode = "const { encode } = await import('./drawing/drawing.js')
            return [[[[600, 500], [1400, 500], [900, 1700]]], [[[9, 1535], [1, 1]], [[2000, 2000]]], [[[7, 7]]]]
                .map(drawing => [encode(drawing), drawing])";
        for drawing in browser.run(encode).await.as_array().expect("drawings") {
            let (text, drawing) = (drawing[0].as_str().expect("a text"), &drawing[1]);
            let behind = [
                ".",
                ")",
                ",",
                ">",
                "]",
                "}",
                ";",
                ":",
                "!",
                "?",
                "'",
                "\"",
                "’",
                "”",
                "»",
                "…",
                "*",
                "**",
                "|",
                "/",
                "\\",
                "`",
                "~",
                "%20",
                "%0A",
                "%",
                "%2",
                "&utm_source=mail&utm_medium=x",
                "&fbclid=AQ",
                "?x=1",
                "==",
                "=",
                "%3D%3D",
                "\u{200b}",
                "%E2%80%8B",
                "%C2%A0",
                "。",
                "、",
                "」",
                "です",
                "_",
                "__",
                "-",
                "._",
                ").",
                "&gt;",
                "</a>",
                "%22%3E",
            ];
            let again = format!("#d={text}");
            let mut fragments: Vec<String> =
                behind.iter().map(|behind| behind.to_string()).chain([again]).map(|b| format!("d={text}{b}")).collect();
            let dashed = text.replace('-', "%2D").replace('_', "%5F");
            fragments.extend([
                format!("d%3D{dashed}"),
                format!("d%3d{dashed}."),
                format!("d%253D{}", dashed.replace('%', "%25")),
                format!("d=3D{text}"),
                format!("utm_source=mail&d={text}&x=1"),
                format!("#d={text}"),
            ]);
            for fragment in fragments {
                browser.open("about:blank").await;
                browser.open(&format!("{}#{fragment}", host.address)).await;
                assert_eq!(browser.run(DRAWN).await, *drawing, "{fragment}");
                assert_eq!(browser.text("notice").await, "", "{fragment}");
                browser.click("delete_button").await;
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_broken_link_leaves_the_drawing_and_a_good_one_can_be_undone() {
    let host = Host::start(|_| Reply::digit(7)).await;
    with_browser(async |browser| {
        browser.open_page(&host.address, (800, 700)).await;
        browser.draw(Pointer::Mouse, &[SEVEN_STROKE, ACROSS]).await;
        let own = browser.run(DRAWN).await;
        let unreadable = browser.words("notices.unreadable").await;
        // Followed on the page itself, or opened in its tab from elsewhere.
        for elsewhere in [false, true] {
            let follow = async |fragment: &str| {
                if elsewhere {
                    browser.open("about:blank").await;
                    browser.open(&format!("{}#{fragment}", host.address)).await;
                } else {
                    browser.run(&format!("location.hash = '{fragment}'")).await;
                }
            };
            for broken in ["d=", "d=.", "d=AQA", "d=%", "d=AgQ_", "d=not a drawing"] {
                follow(broken).await;
                browser.until("return document.getElementById('notice').textContent", unreadable.clone()).await;
                assert_eq!(browser.run(DRAWN).await, own, "{broken}");
                assert_eq!(browser.estimated().await, "Estimated = 7", "{broken}");
                assert_eq!(browser.run("return location.hash").await, "", "{broken}");
                browser.run("document.getElementById('canvas').focus(); document.activeElement.blur()").await;
            }
            let text = "return (await import('./drawing/drawing.js')).encode([[[5, 5], [500, 1900]]])";
            let text = browser.run(text).await;
            follow(&format!("d={}.", text.as_str().expect("a text"))).await;
            browser.until(DRAWN, serde_json::json!([[[5, 5], [500, 1900]]])).await;
            browser.estimated().await;
            browser.click("undo").await;
            assert_eq!(browser.run(DRAWN).await, own, "undone");
            browser.reload().await;
            assert_eq!(browser.run(DRAWN).await, own, "and loaded again");
        }

        // One's own link, opened again, is nothing to be undone.
        browser.click("share").await;
        browser.until("return location.hash !== ''", true).await;
        browser.reload().await;
        assert_eq!(browser.run(DRAWN).await, own);
        browser.click("undo").await;
        assert_eq!(browser.run(DRAWN).await, serde_json::json!([]));
    })
    .await;
}

#[tokio::test]
async fn a_page_without_storage_works() {
    let host = Host::start(|_| Reply::digit(7)).await;
    with_browser(async |browser| {
        browser.open_page(&host.address, (800, 700)).await;
        let forbid = "for (const area of ['sessionStorage', 'localStorage']) {
            Object.defineProperty(window, area, { get() { throw new DOMException('forbidden', 'SecurityError') } })
        }";
        let early = serde_json::json!({"source": forbid});
        browser.devtools("Page.addScriptToEvaluateOnNewDocument", early).await;
        browser.reload().await;
        browser.draw(Pointer::Mouse, &[SEVEN_STROKE]).await;
        assert_eq!(browser.estimated().await, "Estimated = 7");
        browser.click("language").await;
        assert_eq!(browser.run("return document.documentElement.lang").await, "ja");
    })
    .await;
}

#[tokio::test]
async fn every_drawing_reads_back_as_it_was_written() {
    let host = Host::start(|_| Reply::digit(7)).await;
    with_browser(async |browser| {
        browser.open_page(&host.address, (800, 700)).await;
        let script = "const { encode, decode, SHEET, MOST_POINTS } = await import('./drawing/drawing.js')
            let seed = 1
            const random = below => (seed = seed * 48271 % 2147483647) % below
            for (let trial = 0; trial < 300; trial++) {
                const drawing = Array.from({ length: 1 + random(5) }, () =>
                    Array.from({ length: 1 + random(200) }, () => [random(3 * SHEET) - SHEET, random(3 * SHEET) - SHEET]))
                const text = encode(drawing)
                if (!/^[\\w-]+$/.test(text)) return text
                if (JSON.stringify(decode(text)) !== JSON.stringify(drawing)) return drawing
            }
            const fullest = [Array.from({ length: MOST_POINTS }, (_, i) => i % 2 ? [-SHEET, -SHEET] : [2 * SHEET, 2 * SHEET])]
            if (JSON.stringify(decode(encode(fullest))) !== JSON.stringify(fullest)) return 'the fullest'
            return JSON.stringify(decode(encode([])))";
        assert_eq!(browser.run(script).await, "[]");
    })
    .await;
}

#[tokio::test]
async fn a_full_sheet_says_so_and_keeps_what_it_holds() {
    let host = Host::start(|_| Reply::digit(7)).await;
    with_browser(async |browser| {
        let nearly_full = "const { encode, MOST_POINTS } = await import('./drawing/drawing.js')
            location.hash = 'd=' + encode([Array.from({ length: MOST_POINTS - 3 }, (_, i) => [i % 2000, i % 1900])])";
        browser.open_page(&host.address, (800, 700)).await;
        browser.run(nearly_full).await;
        browser.until("return sessionStorage.getItem('drawing')?.length > 0", true).await;
        browser.draw(Pointer::Mouse, &[SEVEN_STROKE]).await;
        assert_eq!(browser.text("notice").await, browser.words("notices.full").await);
        let points = "const { decode, pointCount } = await import('./drawing/drawing.js')
            return pointCount(decode(sessionStorage.getItem('drawing')))";
        assert_eq!(browser.run(points).await, 4000);
        browser.click("undo").await;
        assert_eq!(browser.run(points).await, 3997);
        assert_eq!(browser.estimated().await, "Estimated = 7");
    })
    .await;
}
