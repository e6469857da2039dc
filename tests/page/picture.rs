//! Pictures: chosen, dropped or pasted, and read by the real service; and files that are none.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

use flate2::write::ZlibEncoder;
use flate2::{Compression, Crc};
use image::{DynamicImage, GrayImage, ImageFormat, Luma, LumaA};
use serde_json::{Value, json};
use tests::browser::{Browser, with_browser};
use tests::host::Host;
use tests::page::{Pointer, SEVEN_STROKE};
use tests::reply::Reply;
use tests::watch::Watch;

use crate::path::digits;

/// Dark ink on paper that the light falls on from one side.
fn paper(width: u32, height: u32) -> GrayImage {
    GrayImage::from_fn(width, height, |x, y| Luma([(215 - 60 * x / width - 40 * y / height) as u8]))
}

/// Puts the golden digits of a number from `[left, top]` on, each `size` px high.
fn put(picture: &mut GrayImage, number: &str, [left, top]: [f64; 2], size: f64) {
    let golden = digits();
    for (place, label) in number.chars().enumerate() {
        let (_, strokes) = golden.iter().find(|(digit, _)| *digit == label.to_string()).expect("a digit");
        for stroke in strokes {
            for pair in stroke.windows(2) {
                for step in 0..=40 {
                    let share = f64::from(step) / 40.0;
                    let [x, y] = [0, 1].map(|axis| pair[0][axis] + share * (pair[1][axis] - pair[0][axis]));
                    dot(picture, [left + (x + 0.8 * place as f64) * size, top + y * size], 0.04 * size);
                }
            }
        }
    }
}

fn dot(picture: &mut GrayImage, [x, y]: [f64; 2], radius: f64) {
    let range = |middle: f64, end: u32| (middle - radius).max(0.0) as u32..((middle + radius) as u32 + 1).min(end);
    for row in range(y, picture.height()) {
        for column in range(x, picture.width()) {
            if (f64::from(column) - x).hypot(f64::from(row) - y) <= radius {
                picture.put_pixel(column, row, Luma([50]));
            }
        }
    }
}

/// Two lines, 42 and 2026, on 900 × 700 px.
fn lines() -> GrayImage {
    let mut picture = paper(900, 700);
    put(&mut picture, "42", [120.0, 80.0], 200.0);
    put(&mut picture, "2026", [100.0, 380.0], 200.0);
    picture
}

fn save(folder: &Path, name: &str, picture: &GrayImage, format: ImageFormat) -> PathBuf {
    let file = folder.join(name);
    DynamicImage::from(picture.clone()).save_with_format(&file, format).expect("the picture should be written");
    file
}

/// A JPEG's bytes, with EXIF that says its first row is on the right: orientation 6, as a phone held upright has it.
fn turned(jpeg: &[u8]) -> Vec<u8> {
    let exif = b"\xff\xe1\0\x22Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
    let (start, rest) = jpeg.split_at(2);
    [start, exif, rest].concat()
}

/// A PNG of one bit a pixel that claims a size and holds so many bytes of it, all 0.
fn claimed(width: u32, height: u32, bytes: usize) -> Vec<u8> {
    let mut data = ZlibEncoder::new(Vec::new(), Compression::fast());
    data.write_all(&vec![0; bytes]).expect("memory takes all");
    let data = data.finish().expect("memory takes all");
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    for (name, content) in [
        (b"IHDR", [&width.to_be_bytes()[..], &height.to_be_bytes(), &[1, 0, 0, 0, 0]].concat()),
        (b"IDAT", data),
        (b"IEND", vec![]),
    ] {
        png.extend(u32::try_from(content.len()).expect("short").to_be_bytes());
        let chunk = [&name[..], &content].concat();
        let mut crc = Crc::new();
        crc.update(&chunk);
        png.extend(chunk);
        png.extend(crc.sum().to_be_bytes());
    }
    png
}

/// What stands in `#estimated` once a chosen file is read.
async fn choose(browser: &Browser, file: &Path) -> String {
    browser.choose_file("picture", file).await;
    browser.estimated().await
}

/// Gives the page a file as a drop or a paste does.
async fn hand(browser: &Browser, how: &str, file: &Path) -> String {
    let bytes = std::fs::read(file).expect("a file");
    let event = match how {
        "drop" => "new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true })",
        _ => "new ClipboardEvent('paste', { clipboardData: data, bubbles: true })",
    };
    let script = format!(
        "const data = new DataTransfer()
        data.items.add(new File([Uint8Array.from({})], 'picture', {{ type: 'image/png' }}))
        document.getElementById('canvas').dispatchEvent({event})",
        json!(bytes)
    );
    browser.run(&script).await;
    browser.estimated().await
}

#[tokio::test]
async fn a_picture_is_read_however_it_comes() {
    let watch = Watch::shared().expect("the local service");
    let folder = tempfile::tempdir().expect("a folder");
    let png = save(folder.path(), "lines.png", &lines(), ImageFormat::Png);
    let jpeg = save(folder.path(), "lines.jpg", &lines(), ImageFormat::Jpeg);
    with_browser(async |browser| {
        browser.open_page(watch.address(), (1000, 800)).await;
        for file in [&png, &jpeg, &jpeg] {
            assert_eq!(choose(browser, file).await, "Estimated = 42 2026", "{}", file.display());
        }
        assert_eq!(browser.run("return document.querySelectorAll('#shown span').length").await, 6, "outlines");
        for how in ["drop", "paste"] {
            browser.click("delete_button").await;
            assert_eq!(browser.estimated().await, "");
            assert_eq!(hand(browser, how, &png).await, "Estimated = 42 2026", "{how}");
        }
        let pasted_words = "const data = new DataTransfer(); data.setData('text/plain', '7')
            dispatchEvent(new ClipboardEvent('paste', { clipboardData: data }))";
        browser.run(pasted_words).await;
        assert_eq!(browser.estimated().await, "Estimated = 42 2026", "words are no picture");
    })
    .await;
}

#[tokio::test]
async fn a_picture_may_be_turned_by_its_exif_or_transparent() {
    let watch = Watch::shared().expect("the local service");
    let folder = tempfile::tempdir().expect("a folder");
    let lying = image::imageops::rotate270(&lines());
    let jpeg = save(folder.path(), "lying.jpg", &lying, ImageFormat::Jpeg);
    std::fs::write(&jpeg, turned(&std::fs::read(&jpeg).expect("a picture"))).expect("a file");
    let mut files = vec![jpeg];
    // Black ink or white on nothing at all, whose colour is the ink's, too: only the alpha tells them apart.
    for ink in [0, 255] {
        let file = folder.path().join(format!("{ink}.png"));
        let alpha = lines()
            .enumerate_pixels()
            .map(|(_, _, Luma([grey]))| if *grey < 60 { 255 } else { 0 })
            .collect::<Vec<u8>>();
        let picture = image::ImageBuffer::from_fn(900, 700, |x, y| LumaA([ink, alpha[(y * 900 + x) as usize]]));
        picture.save_with_format(&file, ImageFormat::Png).expect("the picture should be written");
        files.push(file);
    }
    with_browser(async |browser| {
        browser.open_page(watch.address(), (1000, 800)).await;
        for file in &files {
            assert_eq!(choose(browser, file).await, "Estimated = 42 2026", "{}", file.display());
        }
    })
    .await;
}

#[tokio::test]
async fn what_was_found_is_a_drawing_like_any_other() {
    let watch = Watch::shared().expect("the local service");
    let folder = tempfile::tempdir().expect("a folder");
    let file = save(folder.path(), "lines.png", &lines(), ImageFormat::Png);
    with_browser(async |browser| {
        browser.open_page(watch.address(), (1000, 800)).await;
        browser.draw(Pointer::Mouse, &[SEVEN_STROKE]).await;
        assert_eq!(browser.estimated().await, "Estimated = 7");
        choose(browser, &file).await;
        let shown = "return !document.getElementById('shown').hidden";
        assert_eq!(browser.run(shown).await, true);
        browser.click("undo").await;
        assert_eq!(browser.estimated().await, "Estimated = 7");
        assert_eq!(browser.run(shown).await, false, "the picture goes with its drawing");
        browser.click("redo").await;
        assert_eq!(browser.estimated().await, "Estimated = 42 2026");
        browser.reload().await;
        assert_eq!(browser.estimated().await, "Estimated = 42 2026", "it is kept as strokes");
    })
    .await;
}

#[tokio::test]
async fn a_digit_is_chosen_on_the_picture_and_a_frame_reads_what_is_in_it() {
    let watch = Watch::shared().expect("the local service");
    let folder = tempfile::tempdir().expect("a folder");
    let file = save(folder.path(), "lines.png", &lines(), ImageFormat::Png);
    with_browser(async |browser| {
        browser.open_page(watch.address(), (1000, 800)).await;
        choose(browser, &file).await;
        let tap = |place: usize| {
            format!(
                "const box = document.querySelectorAll('#shown span')[{place}].getBoundingClientRect()
                const at = {{ clientX: box.x + box.width / 2, clientY: box.y + box.height / 2, isPrimary: true, pointerId: 1 }}
                const stage = document.querySelector('#shown .stage')
                stage.setPointerCapture = () => {{}}
                stage.dispatchEvent(new PointerEvent('pointerdown', at))
                stage.dispatchEvent(new PointerEvent('pointerup', at))
                return [...document.querySelectorAll('#digits button')].findIndex(button => button.ariaPressed === 'true')"
            )
        };
        for place in [1, 4] {
            assert_eq!(browser.run(&tap(place)).await, place);
        }
        // From the corner of the picture's upper half.
        browser.drag("#shown .stage", [0.05, 0.05], [0.95, 0.45]).await;
        browser.until("return document.getElementById('estimated').textContent", "Estimated = 42").await;

        browser.run("document.querySelector('#shown .stage').focus()").await;
        let [up, down, right, shift] = ['\u{e013}', '\u{e015}', '\u{e014}', '\u{e008}'];
        browser.press(&['\u{e00c}']).await; // Escape: no frame
        browser.press(&[down]).await; // one in the middle
        for _ in 0..8 {
            browser.press(&[down]).await;
        }
        for key in [right, up] {
            browser.press(&[key]).await;
            browser.press(&[shift, key]).await;
        }
        let frame = "return !document.querySelector('#shown .frame').hidden";
        assert_eq!(browser.run(frame).await, true);
        browser.press(&['\u{e007}']).await; // Enter
        browser.until("return document.getElementById('estimated').textContent === 'Estimated = 42'", false).await;
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_read_ends_in_words_and_the_drawing_stays() {
    let host = Host::start(|_| Reply::digit(7)).await;
    let folder = tempfile::tempdir().expect("a folder");
    let png = save(folder.path(), "whole.png", &lines(), ImageFormat::Png);
    let bytes = std::fs::read(&png).expect("a picture");
    let script = "<svg xmlns='http://www.w3.org/2000/svg' width='99' height='99'><script>alert(1)</script></svg>";
    let thin = GrayImage::from_pixel(1, 50_000, Luma([200]));
    let cases: [(&str, Vec<u8>, &str); 9] = [
        ("cut.png", bytes[..40].to_vec(), "noPicture"),
        ("words.png", b"These are words.".to_vec(), "noPicture"),
        ("empty.jpg", vec![], "noPicture"),
        ("script.svg", script.as_bytes().to_vec(), "noPicture"),
        ("bomb.png", claimed(60_000, 60_000, 100_000), "noPicture"), // Chromium shows none so large
        ("large.png", claimed(8_000, 7_000, 1_001 * 7_000), "tooLarge"),
        ("hollow.png", claimed(300, 300, 0), "noPicture"),
        (
            "thin.png",
            std::fs::read(save(folder.path(), "t.png", &thin, ImageFormat::Png)).expect("a picture"),
            "nothingFound",
        ),
        (
            "blank.png",
            std::fs::read(save(folder.path(), "b.png", &paper(800, 600), ImageFormat::Png)).expect("a picture"),
            "nothingFound",
        ),
    ];
    with_browser(async |browser| {
        browser.open_page(&host.address, (1000, 800)).await;
        browser.draw(Pointer::Mouse, &[SEVEN_STROKE]).await;
        assert_eq!(browser.estimated().await, "Estimated = 7");
        let drawn = browser.ink().await;
        for (name, content, fault) in cases {
            let file = folder.path().join(name);
            std::fs::write(&file, content).expect("a file");
            assert_eq!(choose(browser, &file).await, "Estimated = 7", "{name}");
            let words = format!("return (await import('./picture/words.js')).FAULTS.{fault}.en");
            assert_eq!(browser.text("notice").await, browser.run(&words).await, "{name}");
            assert_eq!(browser.ink().await, drawn, "{name}");
        }
    })
    .await;
}

#[tokio::test]
async fn writing_that_is_no_number_is_taken_back() {
    let host = Host::start(|_| Reply::digit(7)).await;
    let folder = tempfile::tempdir().expect("a folder");
    let file = save(folder.path(), "lines.png", &lines(), ImageFormat::Png);
    with_browser(async |browser| {
        browser.open_page(&host.address, (1000, 800)).await;
        browser.draw(Pointer::Mouse, &[SEVEN_STROKE]).await;
        assert_eq!(browser.estimated().await, "Estimated = 7");
        host.script(|_| Reply::judged(3, 0.01));
        browser.choose_file("picture", &file).await;
        let words = browser.run("return (await import('./picture/words.js')).FAULTS.nothingReadable.en").await;
        browser.until("return document.getElementById('notice').textContent", words).await;
        let strokes = "const { decode } = await import('./drawing/drawing.js')
            return decode(sessionStorage.getItem('drawing')).length";
        assert_eq!(browser.run(strokes).await, 1, "the 7 stands again");
    })
    .await;
}

/// What else the machine does makes tasks longer: the best of three readings counts.
#[tokio::test]
async fn a_large_photo_keeps_the_page_alive() {
    let host = Host::start(|_| Reply::digit(7)).await;
    let folder = tempfile::tempdir().expect("a folder");
    let mut photo = paper(4000, 3000);
    put(&mut photo, "42", [600.0, 700.0], 1200.0);
    let file = save(folder.path(), "photo.jpg", &photo, ImageFormat::Jpeg);
    with_browser(async |browser| {
        browser.open_page(&host.address, (1000, 800)).await;
        let mut longest = f64::INFINITY;
        for _ in 0..3 {
            let watch = "globalThis.tasks = [0]
                new PerformanceObserver(list => tasks.push(...list.getEntries().map(entry => entry.duration)))
                    .observe({ entryTypes: ['longtask'] })";
            browser.run(watch).await;
            choose(browser, &file).await;
            tokio::time::sleep(Duration::from_millis(200)).await;
            let tasks: Vec<f64> = serde_json::from_value(browser.run("return tasks").await).expect("durations");
            longest = longest.min(tasks.into_iter().fold(0.0, f64::max));
        }
        assert!(longest < 200.0, "the longest task took {longest} ms");
        assert_eq!(browser.run("return document.querySelectorAll('#shown span').length > 0").await, Value::Bool(true));
    })
    .await;
}
