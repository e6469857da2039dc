//! Screenshots: the page as it looks empty and answered, at several widths, light and dark, as PNG files in a folder.
//!
//! `cargo run -p tests --example screenshots FOLDER [ADDRESS]`; without the address of a real service, a stand-in
//! answers that every drawing is a 3.

use std::path::PathBuf;

use tests::browser::with_browser;
use tests::host::Host;
use tests::page::Pointer;
use tests::reply::Reply;

const WINDOWS: [(u32, u32); 5] = [(320, 568), (390, 844), (768, 1024), (844, 390), (1440, 900)];

/// A 3, as a hand draws it.
const THREE: &[[f64; 2]] = &[
    [0.30, 0.26],
    [0.36, 0.20],
    [0.44, 0.16],
    [0.53, 0.15],
    [0.61, 0.18],
    [0.66, 0.24],
    [0.66, 0.31],
    [0.62, 0.38],
    [0.55, 0.43],
    [0.46, 0.46],
    [0.55, 0.47],
    [0.63, 0.51],
    [0.68, 0.58],
    [0.69, 0.66],
    [0.65, 0.74],
    [0.58, 0.80],
    [0.48, 0.82],
    [0.39, 0.80],
    [0.32, 0.74],
];

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().expect("the folder for the pictures as first argument"));
    std::fs::create_dir_all(&folder).expect("the folder should be there");
    let host = Host::start(|_| Reply::digit(3)).await;
    let address = arguments.next().unwrap_or(host.address.clone());
    with_browser(async |browser| {
        for scheme in ["light", "dark"] {
            browser.prefer(&[("prefers-color-scheme", scheme), ("prefers-reduced-motion", "reduce")]).await;
            for (width, height) in WINDOWS {
                browser.open_page(&address, (width, height)).await;
                let save = async |state: &str| {
                    let file = folder.join(format!("{width}-{scheme}-{state}.png"));
                    std::fs::write(&file, browser.screenshot().await).expect("the picture should be written");
                };
                save("empty").await;
                browser.draw(Pointer::Mouse, &[THREE]).await;
                browser.estimated().await;
                save("answered").await;
            }
        }
    })
    .await;
}
