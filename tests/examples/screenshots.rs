//! Screenshots: the page as it looks empty, answered, asked why, corrected, given what is no digit, and a number, on several
//! screens, light and dark, in both languages, as PNG files in a folder.
//!
//! `cargo run -p tests --example screenshots FOLDER ADDRESS`, with the address that `make run` prints.

use std::path::PathBuf;

use anyhow::{Context, Result};
use serde_json::json;
use tests::browser::with_browser_preferring;
use tests::page::Pointer;

const WINDOWS: [(u32, u32); 5] = [(320, 568), (390, 844), (768, 1024), (844, 390), (1440, 900)];

/// A 4 that is half closed, so that there is a runner-up.
const FOUR: &[&[[f64; 2]]] = &[
    &[[0.455, 0.2], [0.41, 0.29], [0.345, 0.42], [0.31, 0.5], [0.36, 0.54], [0.5, 0.53], [0.6, 0.5], [0.64, 0.46]],
    &[[0.64, 0.22], [0.64, 0.35], [0.64, 0.5], [0.63, 0.65], [0.54, 0.84]],
];

/// A scribble, which is no digit.
const SCRIBBLE: &[&[[f64; 2]]] = &[&[
    [0.2, 0.3],
    [0.8, 0.25],
    [0.25, 0.4],
    [0.75, 0.45],
    [0.2, 0.55],
    [0.8, 0.6],
    [0.3, 0.7],
    [0.7, 0.75],
    [0.35, 0.3],
    [0.6, 0.8],
]];

/// A 42 whose 4 is the one above.
const NUMBER: &[&[[f64; 2]]] = &[
    &[[0.2275, 0.25], [0.205, 0.295], [0.1725, 0.36], [0.155, 0.4], [0.18, 0.42], [0.25, 0.415], [0.32, 0.38]],
    &[[0.32, 0.26], [0.32, 0.4], [0.315, 0.475], [0.27, 0.57]],
    &[[0.57, 0.32], [0.62, 0.26], [0.71, 0.26], [0.74, 0.33], [0.68, 0.42], [0.56, 0.55], [0.66, 0.54], [0.78, 0.55]],
];

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().context("the folder for the pictures is missing")?);
    let address = arguments.next().context("the page's address is missing; `make run` prints it")?;
    std::fs::create_dir_all(&folder)?;
    for language in ["en", "ja"] {
        with_browser_preferring(json!({"intl.accept_languages": language}), async |browser| {
            // Scroll bars as a phone has them: none that take room.
            browser.devtools("Emulation.setScrollbarsHidden", json!({"hidden": true})).await;
            for (scheme, window) in ["light", "dark"].into_iter().flat_map(|scheme| WINDOWS.map(|w| (scheme, w))) {
                let save = async |state: &str| {
                    let file = folder.join(format!("{}-{scheme}-{state}-{language}.png", window.0));
                    std::fs::write(&file, browser.screenshot().await).expect("the picture should be written");
                };
                browser.prefer(&[("prefers-color-scheme", scheme), ("prefers-reduced-motion", "reduce")]).await;
                browser.open_page(&address, window).await;
                save("empty").await;
                browser.draw(Pointer::Mouse, FOUR).await;
                browser.reviewable().await;
                save("answered").await;
                browser.click("why").await;
                browser.until("return document.querySelectorAll('.swatch').length", 2).await;
                browser.run("document.querySelector('.facts').scrollIntoView({ block: 'end' })").await;
                save("why").await;
                browser.click("why").await;
                browser.click_first("#bars button[value='9']").await;
                browser.run("document.querySelector('.facts').scrollIntoView({ block: 'end' })").await;
                save("corrected").await;
                browser.click_first("#corrections summary").await;
                browser.run("document.querySelector('footer').scrollIntoView({ block: 'end' })").await;
                save("corrections").await;
                browser.click("delete_button").await;
                browser.draw(Pointer::Mouse, SCRIBBLE).await;
                browser.reviewable().await;
                save("scribbled").await;
                browser.click("delete_button").await;
                browser.draw(Pointer::Mouse, NUMBER).await;
                browser.reviewable().await;
                save("number").await;
            }
        })
        .await;
    }
    Ok(())
}
