//! The page as a person meets it in the browser: drawing on the canvas, and what is to be seen then.

use std::time::Duration;

use fantoccini::actions::{InputSource, MouseActions, PenActions, PointerAction, TouchActions};

use crate::browser::Browser;

/// A 7 in one stroke, in shares of the canvas's side.
pub const SEVEN_STROKE: &[[f64; 2]] = &[[0.3, 0.25], [0.5, 0.25], [0.7, 0.25], [0.6, 0.5], [0.5, 0.8]];

/// A stroke downwards, on the left.
pub const DOWN: &[[f64; 2]] = &[[0.3, 0.2], [0.3, 0.8]];

/// A stroke across the middle.
pub const ACROSS: &[[f64; 2]] = &[[0.2, 0.5], [0.8, 0.5]];

/// What draws.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Pointer {
    /// A mouse with its left button.
    Mouse,
    /// A finger.
    Touch,
    /// A stylus.
    Pen,
}

/// One thing that a pointer does.
#[derive(Clone, Copy, Debug)]
pub enum Step {
    /// Goes to a point, in shares of the canvas's side.
    Move([f64; 2]),
    /// Touches.
    Down,
    /// Lifts.
    Up,
    /// Presses the second button besides, the right one of a mouse.
    SecondDown,
    /// Lets the second button go.
    SecondUp,
    /// Stays where it is.
    Rest(Duration),
}

impl Browser {
    /// Opens the page at `address` with an empty sheet, in a window of `width` × `height` CSS px.
    pub async fn open_page(&self, address: &str, (width, height): (u32, u32)) {
        self.resize(width, height, 1.0).await;
        // What is kept of an earlier drawing is cleared where the page itself does not run.
        let beside = url::Url::parse(address).and_then(|page| page.join("style.css")).expect("an address");
        self.open(beside.as_str()).await;
        self.run("sessionStorage.clear(); localStorage.clear()").await;
        self.open(address).await;
    }

    /// Draws strokes on the canvas; points are in shares of its side, from its top left corner.
    pub async fn draw(&self, pointer: Pointer, strokes: &[&[[f64; 2]]]) {
        let steps: Vec<Step> = strokes
            .iter()
            .flat_map(|stroke| {
                let (start, rest) = stroke.split_first().expect("a stroke has a point");
                let moves = rest.iter().map(|point| Step::Move(*point));
                [Step::Move(*start), Step::Down].into_iter().chain(moves).chain([Step::Up])
            })
            .collect();
        self.point(pointer, &steps).await;
    }

    /// Does single things with a pointer. A mouse or a stylus stays down between calls, a finger does not.
    pub async fn point(&self, pointer: Pointer, steps: &[Step]) {
        if steps.is_empty() {
            return;
        }
        let canvas = self
            .run(
                "const canvas = document.getElementById('canvas')
                canvas.scrollIntoView({ block: 'nearest' })
                return canvas.getBoundingClientRect().toJSON()",
            )
            .await;
        let side = canvas["width"].as_f64().expect("a width");
        let corner = [canvas["x"].as_f64().expect("a place"), canvas["y"].as_f64().expect("a place")];
        let steps = steps.iter().map(|step| match *step {
            Step::Move([x, y]) => PointerAction::MoveTo {
                duration: Some(Duration::from_millis(8)),
                x: (corner[0] + x * side).round(),
                y: (corner[1] + y * side).round(),
            },
            Step::Down => PointerAction::Down { button: 0 },
            Step::Up => PointerAction::Up { button: 0 },
            Step::SecondDown => PointerAction::Down { button: 2 },
            Step::SecondUp => PointerAction::Up { button: 2 },
            Step::Rest(duration) => PointerAction::Pause { duration },
        });
        let name = format!("{pointer:?}");
        let outcome = match pointer {
            Pointer::Mouse => self.client.perform_actions(steps.fold(MouseActions::new(name), InputSource::then)).await,
            Pointer::Touch => self.client.perform_actions(steps.fold(TouchActions::new(name), InputSource::then)).await,
            Pointer::Pen => self.client.perform_actions(steps.fold(PenActions::new(name), InputSource::then)).await,
        };
        outcome.unwrap_or_else(|error| panic!("{pointer:?}: {error}"));
    }

    /// Waits until no answer is to come any more, and returns what then stands in `#estimated`.
    pub async fn estimated(&self) -> String {
        self.until("return document.getElementById('result').ariaBusy", "false").await;
        self.text("estimated").await
    }

    /// Waits until an answer stands that can be asked about and corrected.
    pub async fn reviewable(&self) {
        self.until("return document.querySelector('#bars button').ariaDisabled", "false").await;
    }

    /// How many pixels of the canvas have ink.
    pub async fn ink(&self) -> u64 {
        // The ink of the last movement is there after the next frame.
        let count = "await new Promise(requestAnimationFrame);
            await new Promise(requestAnimationFrame);
            const canvas = document.getElementById('canvas');
            const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
            return data.filter((value, i) => i % 4 === 3 && value > 0).length";
        self.run(count).await.as_u64().expect("a count")
    }

    /// The brightnesses that the preview shows, row by row.
    pub async fn preview(&self) -> Vec<u8> {
        let pixels = "return Array.from(
            document.getElementById('preview').getContext('2d').getImageData(0, 0, 28, 28).data)
            .filter((value, i) => i % 4 === 0)";
        serde_json::from_value(self.run(pixels).await).expect("brightnesses")
    }

    /// What `site/view/words.js` says in English, as the expression `path` below it.
    pub async fn words(&self, path: &str) -> String {
        let words = self.run(&format!("return (await import('./view/words.js')).WORDS.en.{path}")).await;
        words.as_str().unwrap_or_else(|| panic!("no words at {path}")).to_owned()
    }
}
