//! The page's rasterizer and the trainer's: the same golden drawings become the same images.

use std::fs;
use std::path::Path;

use serde_json::Value;
use tests::browser::with_browser;
use tests::host::Host;
use tests::reply::Reply;

fn golden(name: &str) -> Vec<Value> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden").join(name);
    let text = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    text.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
}

#[tokio::test]
async fn the_page_makes_the_trainers_images() {
    let host = Host::start(|_| Reply::digit(0)).await;
    let (drawings, images) = (golden("drawings.ndjson"), golden("images.ndjson"));
    assert_eq!(drawings.len(), images.len());
    assert!(!drawings.is_empty());
    with_browser(async |browser| {
        browser.open(&host.address).await;
        for (number, (drawing, image)) in drawings.iter().zip(&images).enumerate() {
            let script = format!("return (await import('./drawing/raster.js')).rasterize({})", drawing["strokes"]);
            let made = browser.run(&script).await;
            let (made, image) = (made.as_array().expect("an image"), image.as_array().expect("an image"));
            assert_eq!((made.len(), image.len()), (784, 784), "drawing {number}");
            for (pixel, (made, expected)) in made.iter().zip(image).enumerate() {
                let (made, expected) =
                    (made.as_i64().expect("a whole number"), expected.as_i64().expect("a whole number"));
                let place = format!("drawing {number}, row {}, column {}", pixel / 28, pixel % 28);
                assert!((made - expected).abs() <= 1, "{place}: the page has {made}, the trainer {expected}");
            }
        }
        for no_ink in ["[]", "[[]]", "[[], []]"] {
            let script = format!("return (await import('./drawing/raster.js')).rasterize({no_ink})");
            assert_eq!(browser.run(&script).await, Value::Null, "{no_ink}");
        }
    })
    .await;
}
