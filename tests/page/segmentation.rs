//! The search for a number's digits, in the page's own modules but without its page and without a service.

use serde_json::{Value, json};
use tests::browser::{Browser, with_browser};
use tests::host::Host;
use tests::reply::Reply;

use crate::path::digits;

type Drawing = Vec<Vec<[f64; 2]>>;

/// The golden digits of `number` side by side, each 0.8 of a unit wide, and for each stroke the place of its digit.
fn row(number: &str) -> (Drawing, Vec<usize>) {
    let golden = digits();
    let strokes = number.chars().enumerate().flat_map(|(place, label)| {
        let (_, strokes) = golden.iter().find(|(digit, _)| *digit == label.to_string()).expect("a digit");
        strokes
            .iter()
            .map(move |stroke| (moved(stroke, |[x, y]| [x + 0.8 * place as f64, y]), place))
            .collect::<Vec<_>>()
    });
    strokes.unzip()
}

fn moved(stroke: &[[f64; 2]], to: impl Fn([f64; 2]) -> [f64; 2]) -> Vec<[f64; 2]> {
    stroke.iter().copied().map(to).collect()
}

/// The indices of the strokes of each digit that the search finds, if the network is sure of every candidate that is
/// all of one digit and of no other. `places` are the strokes' digits.
async fn segment(browser: &Browser, drawing: &Drawing, places: &[usize]) -> Value {
    let script = format!(
        "const {{ candidatesOf, segment }} = await import('./number/segmentation.js')
        const drawing = {}
        const places = {}
        const candidates = candidatesOf(drawing)
        const isDigit = ({{ strokes }}) => places.every((place, i) =>
            strokes.has(i) === (place === places[[...strokes][0]]))
        return segment(candidates, candidates.map(candidate => isDigit(candidate) ? 0.95 : 0.02))
            .map(i => [...candidates[i].strokes].sort((a, b) => a - b))",
        json!(drawing),
        json!(places),
    );
    browser.run(&script).await
}

/// The strokes of each digit, by index.
fn expected(places: &[usize]) -> Value {
    let last = places.iter().max().expect("a stroke");
    let strokes_of = |digit| (0..places.len()).filter(|&i| places[i] == digit).collect::<Vec<_>>();
    json!((0..=*last).map(strokes_of).collect::<Vec<_>>())
}

/// Runs a test of the page's modules.
async fn with_modules(test: impl AsyncFnOnce(&Browser)) {
    let host = Host::start(|_| Reply::digit(0)).await;
    with_browser(async |browser| {
        browser.open(&host.address).await;
        test(browser).await;
    })
    .await;
}

#[tokio::test]
async fn a_number_is_cut_the_same_whatever_its_size_place_and_speed() {
    with_modules(async |browser| {
        for number in ["4", "42", "707", "2026", "31415", "987654"] {
            let (drawing, places) = row(number);
            for (size, x, y) in [(1.0, 0.0, 0.0), (300.0, 0.0, 0.0), (2048.0, -500.0, 1500.0), (0.01, 90.0, -3.0)] {
                let placed =
                    drawing.iter().map(|stroke| moved(stroke, |p| [p[0] * size + x, p[1] * size + y])).collect();
                let found = segment(browser, &placed, &places).await;
                assert_eq!(found, expected(&places), "{number}, {size} times as large at {x}, {y}");
            }
            // Slowly drawn, points lie closer; faster, farther apart.
            let slower = drawing.iter().map(|stroke| densified(stroke)).collect();
            let faster = drawing.iter().map(|stroke| thinned(stroke)).collect();
            for (speed, drawing) in [("slower", slower), ("faster", faster)] {
                assert_eq!(segment(browser, &drawing, &places).await, expected(&places), "{number}, {speed}");
            }
        }
    })
    .await;
}

/// With two more points between any two.
fn densified(stroke: &[[f64; 2]]) -> Vec<[f64; 2]> {
    let between = |a: [f64; 2], b: [f64; 2], share: f64| [0, 1].map(|axis| a[axis] + share * (b[axis] - a[axis]));
    let dense =
        stroke.windows(2).flat_map(|pair| [0.0, 1.0 / 3.0, 2.0 / 3.0].map(|share| between(pair[0], pair[1], share)));
    dense.chain(stroke.last().copied()).collect()
}

/// Every other point, and the last.
fn thinned(stroke: &[[f64; 2]]) -> Vec<[f64; 2]> {
    let last = stroke.len() - 1;
    stroke.iter().enumerate().filter(|(i, _)| i % 2 == 0 || *i == last).map(|(_, point)| *point).collect()
}

#[tokio::test]
async fn the_order_in_time_does_not_matter() {
    with_modules(async |browser| {
        let (mut drawing, mut places) = row("44");
        // The second stroke of the first digit is drawn last, then all is drawn from right to left.
        for order in ["last", "reversed"] {
            match order {
                "last" => {
                    drawing[1..].rotate_left(1);
                    places[1..].rotate_left(1);
                }
                _ => {
                    drawing.reverse();
                    places.reverse();
                }
            }
            assert_eq!(segment(browser, &drawing, &places).await, expected(&places), "{order}");
        }
    })
    .await;
}

#[tokio::test]
async fn two_digits_in_one_stroke_are_cut_between_them() {
    with_modules(async |browser| {
        let (drawing, _) = row("27");
        let joined = json!([drawing.concat()]);
        let script = format!(
            "const {{ candidatesOf, segment }} = await import('./number/segmentation.js')
            const candidates = candidatesOf({joined})
            const confidences = candidates.map(candidate => candidate.from === 0 && candidate.last ? 0.01 : 0.99)
            return segment(candidates, confidences).map(i => candidates[i].drawing.flat().length)"
        );
        let points: Vec<usize> = serde_json::from_value(browser.run(&script).await).expect("counts");
        // All points of both, and what joins them, cut off at an end, at one of them.
        let all = drawing[0].len() + drawing[1].len();
        assert_eq!(points.len(), 2);
        assert!((all..=all + 6).contains(&points.iter().sum()), "{points:?}");
        assert!(points.iter().zip(&drawing).all(|(count, stroke)| count.abs_diff(stroke.len()) <= 6), "{points:?}");
    })
    .await;
}

/// The strokes that are left of a drawing without its far specks.
async fn without_far_specks(browser: &Browser, drawing: &Drawing) -> Drawing {
    let script = format!("return (await import('./number/specks.js')).withoutFarSpecks({})", json!(drawing));
    serde_json::from_value(browser.run(&script).await).expect("strokes")
}

#[tokio::test]
async fn far_specks_are_left_out_and_dots_that_belong_are_not() {
    let tap = |x: f64, y: f64| vec![[x, y]];
    let smear = |x: f64, y: f64| vec![[x, y], [x + 12.0, y + 9.0], [x + 25.0, y + 30.0]];
    let stem = || vec![[1000.0, 600.0], [1000.0, 1000.0], [1000.0, 1400.0]];
    with_modules(async |browser| {
        for size in [400.0, 700.0, 1300.0] {
            for (label, strokes) in digits() {
                let middle =
                    |stroke: &Vec<[f64; 2]>| moved(stroke, |p| p.map(|share| (share - 0.5) * 1.5 * size + 1024.0));
                let digit: Drawing = strokes.iter().map(middle).collect();
                for specks in
                    [vec![tap(1990.0, 1990.0)], vec![tap(40.0, 30.0), smear(1950.0, 1100.0)], vec![smear(30.0, 1200.0)]]
                {
                    let drawn = [digit.clone(), specks.clone()].concat();
                    assert_eq!(
                        without_far_specks(browser, &drawn).await,
                        digit,
                        "{label}, {size} units high, {specks:?}"
                    );
                    let before = [specks.clone(), digit.clone()].concat();
                    assert_eq!(without_far_specks(browser, &before).await, digit, "{label}, {specks:?} first");
                }
            }
        }
        let (number, _) = row("35");
        let number: Drawing = number.iter().map(|stroke| moved(stroke, |p| p.map(|share| share * 900.0))).collect();
        for (name, drawing) in [
            ("a dot", vec![tap(1000.0, 1000.0)]),
            ("two taps", vec![tap(600.0, 800.0), tap(1400.0, 800.0)]),
            ("a colon", vec![tap(1000.0, 800.0), smear(1000.0, 1200.0)]),
            ("dots in a row", vec![smear(600.0, 1200.0), tap(1000.0, 1200.0), smear(1400.0, 1200.0)]),
            ("an i", vec![stem(), tap(1020.0, 400.0)]),
            ("an i with a slip", vec![stem(), smear(1150.0, 350.0)]),
            ("an exclamation mark", vec![stem(), tap(1010.0, 1700.0)]),
            ("a digit with a dot close by", vec![stem(), tap(1080.0, 1380.0)]),
            ("a decimal point", [number.clone(), vec![tap(650.0, 720.0)]].concat()),
            ("a colon between digits", [number, vec![tap(650.0, 400.0), tap(650.0, 600.0)]].concat()),
        ] {
            assert_eq!(without_far_specks(browser, &drawing).await, drawing, "{name}");
        }
    })
    .await;
}

#[tokio::test]
async fn equal_images_are_asked_about_once() {
    with_modules(async |browser| {
        let script = "const { readNumber } = await import('./number/number.js')
            const reading = readNumber([600, 1400].map(x => [[x, 500], [x, 1500]]))
            const answer = { estimated: 1, probabilities: Array(10).fill(0.1), digit: true, confidence: 0.99, ms: 1 }
            return [reading.missing(() => undefined).length, reading.digits(() => answer).length]";
        assert_eq!(browser.run(script).await, json!([1, 2]), "two upright lines are two digits of one image");
    })
    .await;
}

#[tokio::test]
async fn what_can_be_no_number_is_one_image_at_first() {
    let scribble: Vec<[f64; 2]> = (0..200).map(|i| (f64::from(i) * 0.7).sin_cos().into()).collect();
    let mut crowd: Drawing = vec![];
    for i in 0..70 {
        crowd.push(vec![[f64::from(i), 0.0], [f64::from(i), 1.0]]);
    }
    with_modules(async |browser| {
        for (name, drawing) in
            digits().into_iter().chain([("scribble".into(), vec![scribble]), ("crowd".into(), crowd)])
        {
            let script = format!(
                "const {{ candidatesOf, segment }} = await import('./number/segmentation.js')
                const candidates = candidatesOf({})
                return segment(candidates, candidates.map(() => 1)).length",
                json!(drawing),
            );
            assert_eq!(browser.run(&script).await, 1, "{name}");
        }
    })
    .await;
}
