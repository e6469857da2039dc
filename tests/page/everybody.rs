//! The page for everybody: by keyboard alone, in two languages, with large text, in any colours, and spoken.

use fantoccini::key::Key;
use serde_json::{Value, json};
use tests::browser::{Browser, with_browser, with_browser_preferring};
use tests::host::Host;
use tests::page::{Pointer, SEVEN_STROKE};
use tests::reply::Reply;

async fn press(browser: &Browser, key: impl Into<char>, times: usize) {
    let key = key.into();
    for _ in 0..times {
        browser.press(&[key]).await;
    }
}

const FOCUSED: &str = "return document.activeElement.id || document.activeElement.localName";

#[tokio::test]
async fn the_keyboard_alone_is_enough() {
    let host = Host::start(|_| Reply::digit(7)).await;
    with_browser(async |browser| {
        browser.open_page(&host.address, (800, 700)).await;
        for expected in ["language", "canvas", "undo", "redo", "delete_button", "choose", "share", "summary"] {
            press(browser, Key::Tab, 1).await;
            assert_eq!(browser.run(FOCUSED).await, expected);
            let ring = "const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement)
                return outlineStyle === 'solid' && parseFloat(outlineWidth) >= 2";
            assert_eq!(browser.run(ring).await, true, "one sees that the focus is on {expected}");
        }
        press(browser, Key::Enter, 1).await;
        assert_eq!(browser.run("return document.querySelector('details').open").await, true, "the keys are listed");

        browser.run("document.getElementById('language').focus()").await;
        press(browser, Key::Tab, 1).await;
        assert_eq!(browser.text("notice").await, browser.words("notices.keyboard").await);
        let pen_up = browser.ink().await;
        assert!(pen_up > 0, "the pen point is to be seen");
        press(browser, Key::Right, 4).await;
        assert_eq!(browser.estimated().await, "", "a lifted pen leaves no ink");

        press(browser, ' ', 1).await;
        press(browser, Key::Left, 8).await;
        press(browser, Key::Down, 16).await;
        press(browser, ' ', 1).await;
        assert_eq!(browser.estimated().await, "Estimated = 7");
        let drawn = browser
            .run("return (await import('./drawing/drawing.js')).decode(sessionStorage.getItem('drawing'))")
            .await;
        assert_eq!(drawn.as_array().map(Vec::len), Some(1), "one stroke");
        let step = 2048 / 32;
        let (right, left) = (1024 + 4 * step, 1024 - 4 * step);
        let corners = json!([[right, 512], [left, 512], [left, 512 + 16 * step]]);
        for corner in corners.as_array().expect("points") {
            assert!(drawn[0].as_array().expect("points").contains(corner), "{corner} in {drawn}");
        }

        press(browser, Key::Delete, 1).await;
        assert_eq!(browser.estimated().await, "");
        assert_eq!(browser.text("status").await, browser.words("emptied").await);

        press(browser, ' ', 1).await;
        browser.press(&[Key::Left.into(), Key::Down.into()]).await;
        press(browser, Key::Tab, 1).await;
        assert_eq!(browser.estimated().await, "Estimated = 7", "leaving the sheet ends the stroke");

        browser.press(&[Key::Shift.into(), Key::Tab.into()]).await;
        assert_eq!(browser.text("notice").await, browser.words("notices.keyboard").await);
        press(browser, Key::Tab, 1).await;
        assert_eq!(browser.text("notice").await, "", "the pen's keys are shown while they do something");

        browser.reviewable().await;
        let bars = ["button"; 11];
        for expected in ["redo", "delete_button", "choose", "share", "why"].into_iter().chain(bars).chain(["summary"]) {
            press(browser, Key::Tab, 1).await;
            assert_eq!(browser.run(FOCUSED).await, expected, "an answer can be asked about and corrected");
        }
    })
    .await;
}

#[tokio::test]
async fn results_are_spoken_when_a_stroke_is_done() {
    let host = Host::start(|_| Reply::digit(8)).await;
    with_browser(async |browser| {
        browser.open_page(&host.address, (800, 700)).await;
        browser.draw(Pointer::Mouse, &[SEVEN_STROKE]).await;
        browser.estimated().await;
        let spoken = browser.words("verdict({ sure: 'likely', digit: 8, runnerUp: null })").await;
        assert_eq!(browser.text("status").await, spoken);
        let bars = "return [...document.querySelectorAll('#bars li')].map(bar => bar.innerText.replace(/\\s+/g, ' '))";
        let bars: Vec<String> = serde_json::from_value(browser.run(bars).await).expect("texts");
        assert_eq!(bars[0], "0 1.0%");
        assert_eq!(bars[8], "8 91.0%");
        assert_eq!(bars[10], "No digit 1.0%");
        assert_eq!(bars.len(), 11);
    })
    .await;
}

#[tokio::test]
async fn sureness_and_the_runner_up_are_said_in_words() {
    let host = Host::start(|_| Reply::digit(1)).await;
    with_browser(async |browser| {
        browser.open_page(&host.address, (800, 700)).await;
        for (best, second, sentence) in [
            (1.0, 0.0, "Surely an 8."),
            (0.98, 0.01, "Surely an 8."),
            (0.9, 0.05, "Most likely an 8."),
            (0.86, 0.13, "Most likely an 8, or maybe a 3."),
            (0.6, 0.05, "Probably an 8."),
            (0.6, 0.35, "Probably an 8, or maybe a 3."),
            (0.3, 0.2, "Hard to tell: perhaps an 8, or maybe a 3."),
            (0.19, 0.09, "Hard to tell: perhaps an 8."),
        ] {
            let rest = (1.0 - best - second) / 8.0;
            let mut probabilities = [rest; 10];
            (probabilities[8], probabilities[3]) = (best, second);
            let script = format!(
                "const {{ verdict }} = await import('./view/verdict.js')
                const {{ WORDS }} = await import('./view/words.js')
                return WORDS.en.verdict(verdict({{ estimated: 8, probabilities: {} }}))",
                json!(probabilities)
            );
            assert_eq!(browser.run(&script).await, sentence, "{best} {second}");
        }
    })
    .await;
}

#[tokio::test]
async fn words_and_figures_agree_on_how_sure_it_is() {
    let host = Host::start(|_| Reply::digit(5)).await;
    with_browser(async |browser| {
        for (confidence, no_digit, listed, alone, number) in [
            (0.586, "41.4%", "53.3%", "Probably a 5.", "Probably 55."),
            (0.852, "14.8%", "77.5%", "Probably a 5.", "Probably 55."),
            (0.95, "5.0%", "86.4%", "Most likely a 5.", "Most likely 55."),
        ] {
            host.script(move |_| Reply::judged(5, confidence));
            browser.open_page(&host.address, (1000, 800)).await;
            browser.draw(Pointer::Mouse, &[&[[0.3, 0.2], [0.3, 0.8]]]).await;
            browser.estimated().await;
            assert!(browser.text("finding").await.starts_with(alone), "{confidence}");
            let bar = "return document.querySelector('#bars li:last-child .value').textContent";
            assert_eq!(browser.run(bar).await, no_digit, "{confidence}");
            browser.draw(Pointer::Mouse, &[&[[0.7, 0.2], [0.72, 0.8]]]).await;
            assert_eq!(browser.estimated().await, "Estimated = 55", "{confidence}");
            assert!(browser.text("finding").await.starts_with(number), "{confidence}");
            let share = "return document.querySelector('#digits button').lastElementChild.textContent";
            assert_eq!(browser.run(share).await, listed, "{confidence}");
        }
    })
    .await;
}

/// The shape of one language's words: every key with the kind of its value.
const SHAPE: &str = "const shape = value => typeof value !== 'object' ? typeof value
        : Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shape(inner)]))
    const { WORDS } = await import('./view/words.js')
    return [shape(WORDS.en), shape(WORDS.ja)]";

#[tokio::test]
async fn the_page_speaks_english_and_japanese() {
    let host = Host::start(|_| Reply::digit(7)).await;
    for (languages, expected, other) in
        [("ja,en", "ja", "en"), ("de,ja", "ja", "en"), ("en-GB,ja", "en", "ja"), ("fr", "en", "ja")]
    {
        with_browser_preferring(json!({"intl.accept_languages": languages}), async |browser| {
            browser.open_page(&host.address, (800, 700)).await;
            let language = "return document.documentElement.lang";
            assert_eq!(browser.run(language).await, expected, "{languages}");
            browser.draw(Pointer::Mouse, &[SEVEN_STROKE]).await;
            assert_eq!(browser.estimated().await, "Estimated = 7", "in every language");
            let seen = "return document.body.innerText";
            let japanese = |text: &Value| text.as_str().expect("a text").contains("書");
            assert_eq!(japanese(&browser.run(seen).await), expected == "ja", "{languages}");

            browser.click("language").await;
            assert_eq!(browser.run(language).await, other, "switched from {languages}");
            assert_eq!(browser.estimated().await, "Estimated = 7");
            assert_eq!(japanese(&browser.run(seen).await), other == "ja", "switched from {languages}");
            assert_eq!(japanese(&browser.run("return document.title").await), other == "ja");
            browser.reload().await;
            assert_eq!(browser.run(language).await, other, "the choice is kept");

            let shapes = browser.run(SHAPE).await;
            assert_eq!(shapes[0], shapes[1], "both languages have all words");
        })
        .await;
    }
}

#[tokio::test]
async fn motion_and_colours_follow_the_persons_settings() {
    let host = Host::start(|_| Reply::digit(7)).await;
    with_browser(async |browser| {
        browser.open_page(&host.address, (800, 700)).await;
        let moving = "return document.getAnimations().length > 0";
        browser.until(moving, true).await;
        browser.prefer(&[("prefers-reduced-motion", "reduce")]).await;
        browser.reload().await;
        assert_eq!(browser.run(moving).await, false);

        browser.draw(Pointer::Mouse, &[SEVEN_STROKE]).await;
        browser.estimated().await;
        let mut colours = Vec::new();
        for scheme in ["light", "dark"] {
            browser.prefer(&[("prefers-color-scheme", scheme)]).await;
            let repainted = "const canvas = document.getElementById('canvas')
                const at = [canvas.width / 2, canvas.height / 4].map(Math.round)
                const [red, green, blue] = canvas.getContext('2d').getImageData(...at, 1, 1).data
                return `rgb(${red}, ${green}, ${blue})` === getComputedStyle(canvas).color";
            browser.until(repainted, true).await;
            colours.push(browser.run("return getComputedStyle(document.getElementById('canvas')).color").await);
        }
        assert_ne!(colours[0], colours[1], "the ink that is drawn already changes with the scheme");

        browser.prefer(&[("forced-colors", "active"), ("prefers-color-scheme", "dark")]).await;
        let told_apart =
            "const colour = (selector, pseudo) => getComputedStyle(document.querySelector(selector), pseudo)
            return colour('.best .bar', '::before').backgroundColor !== colour('.best .bar').backgroundColor
                && colour('#canvas').borderTopStyle === 'solid'";
        assert_eq!(browser.run(told_apart).await, true);
        browser.reviewable().await;
        browser.click_first("#bars button[value='4']").await;
        let chosen = "const ground = digit => getComputedStyle(
                document.querySelector(`#bars button[value='${digit}']`)).backgroundColor
            return ground(4) !== ground(3)";
        browser.until(chosen, true).await;
        assert!(browser.ink().await > 1000);
    })
    .await;
}
