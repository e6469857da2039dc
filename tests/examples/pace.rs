//! Pace: how many requests the page makes for a digit and for a number of four, and about how many images, when a digit
//! takes half a second, one or two to draw.

use std::time::Duration;

use tests::browser::with_browser;
use tests::host::Host;
use tests::page::{Pointer, SEVEN_STROKE, Step};
use tests::reply::Reply;

/// Points to a digit, evenly in time.
const POINTS: u32 = 20;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let host = Host::start(|_| Reply::digit(7)).await;
    with_browser(async |browser| {
        for milliseconds in [500, 1000, 2000] {
            for digits in [1, 4] {
                browser.open_page(&host.address, (1000, 800)).await;
                let before = host.asked().len();
                for place in 0..digits {
                    let rest = Duration::from_millis(milliseconds) / POINTS;
                    let at = |point| {
                        let [x, y] = along(f64::from(point) / f64::from(POINTS));
                        [(x + f64::from(place)) / f64::from(digits), 0.5 + (y - 0.5) / f64::from(digits)]
                    };
                    let mut steps = vec![Step::Move(at(0)), Step::Down];
                    steps.extend((0..=POINTS).flat_map(|point| [Step::Move(at(point)), Step::Rest(rest)]));
                    steps.push(Step::Up);
                    browser.point(Pointer::Mouse, &steps).await;
                }
                browser.estimated().await;
                let asked = &host.asked()[before..];
                let images: usize = asked.iter().map(|request| request.images).sum();
                println!("{digits} in {milliseconds} ms each: {} requests, {images} images", asked.len());
            }
        }
    })
    .await;
}

/// The point at a share of the stroke.
fn along(share: f64) -> [f64; 2] {
    let place = share * (SEVEN_STROKE.len() - 1) as f64;
    let from = (place as usize).min(SEVEN_STROKE.len() - 2);
    let part = place - from as f64;
    std::array::from_fn(|axis| SEVEN_STROKE[from][axis] * (1.0 - part) + SEVEN_STROKE[from + 1][axis] * part)
}
