//! The browser: a real Chromium without a window, driven through chromedriver as a person would use it.

use std::net::TcpListener;
use std::panic::{AssertUnwindSafe, resume_unwind};
use std::process::Stdio;
use std::time::{Duration, Instant};

use fantoccini::actions::{
    Actions, InputSource, KeyAction, KeyActions, MouseActions, PenActions, PointerAction, TouchActions,
};
use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, ClientBuilder};
use futures_util::FutureExt;
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tokio::process::{Child, Command};

/// How long a page may take to become as a test expects it, on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

/// A browser session.
pub struct Browser {
    client: Client,
}

/// Runs `test` with a fresh browser, and ends the browser whatever the test does.
pub async fn with_browser(test: impl AsyncFnOnce(&Browser)) {
    let (mut driver, address) = start_chromedriver().await;
    let browser = Browser { client: start_chromium(&address).await };
    let outcome = AssertUnwindSafe(test(&browser)).catch_unwind().await;
    browser.client.close().await.expect("Chromium should close");
    driver.kill().await.expect("chromedriver should end");
    outcome.unwrap_or_else(|panic| resume_unwind(panic));
}

async fn start_chromedriver() -> (Child, String) {
    let port = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a free port").port();
    let driver = Command::new("chromedriver")
        .arg(format!("--port={port}"))
        .stdout(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .expect("chromedriver should start; Debian has it in the packages chromium and chromium-driver");
    (driver, format!("http://127.0.0.1:{port}"))
}

async fn start_chromium(chromedriver: &str) -> Client {
    // Without a sandbox, as containers and root need it; nothing but the test's own page is opened. The other
    // switches keep Chromium from calling home.
    let switches = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--lang=en",
    ];
    let capabilities = json!({"goog:chromeOptions": {"args": switches, "prefs": {"intl.accept_languages": "en"}}});
    let mut builder = ClientBuilder::new(HttpConnector::new());
    builder.capabilities(capabilities.as_object().expect("an object").clone());
    let give_up = Instant::now() + PATIENCE;
    loop {
        match builder.connect(chromedriver).await {
            Ok(client) => return client,
            // Only a chromedriver that does not listen yet is waited for.
            Err(error) if Instant::now() > give_up => panic!("no browser session: {error}"),
            Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
        }
    }
}

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

impl Browser {
    /// Opens `address` and waits until it is loaded.
    pub async fn open(&self, address: &str) {
        self.client.goto(address).await.unwrap_or_else(|error| panic!("{address}: {error}"));
    }

    /// Loads the page anew.
    pub async fn reload(&self) {
        self.client.refresh().await.expect("the page should load again");
    }

    /// Gives the page a window of `width` × `height` CSS px at a pixel ratio.
    pub async fn resize(&self, width: u32, height: u32, pixel_ratio: f64) {
        let metrics = json!({"width": width, "height": height, "deviceScaleFactor": pixel_ratio, "mobile": false});
        self.devtools("Emulation.setDeviceMetricsOverride", metrics).await;
    }

    /// Lets a media feature such as `prefers-color-scheme` have a value.
    pub async fn prefer(&self, features: &[(&str, &str)]) {
        let features: Vec<Value> = features.iter().map(|(name, value)| json!({"name": name, "value": value})).collect();
        self.devtools("Emulation.setEmulatedMedia", json!({"features": features})).await;
    }

    /// One command of the DevTools protocol, for what WebDriver has no word for.
    pub async fn devtools(&self, command: &str, parameters: Value) -> Value {
        let request = DevTools(json!({"cmd": command, "params": parameters}));
        self.client.issue_cmd(request).await.unwrap_or_else(|error| panic!("{command}: {error}"))
    }

    /// What a script, the body of a function, returns in the page; promises are awaited.
    pub async fn run(&self, script: &str) -> Value {
        let wrapped = format!(
            "const done = arguments[0]; (async () => {{ {script} }})()
             .then(value => done({{ value: value ?? null }}), error => done({{ error: String(error) }}))"
        );
        let outcome = self.client.execute_async(&wrapped, vec![]).await.unwrap_or_else(|e| panic!("{script}: {e}"));
        assert_eq!(outcome["error"], Value::Null, "{script}");
        outcome["value"].clone()
    }

    /// The text of the element with this id, whether it can be seen or not.
    pub async fn text(&self, id: &str) -> String {
        let text = self.run(&format!("return document.getElementById('{id}').textContent")).await;
        text.as_str().expect("an element has a text").to_owned()
    }

    /// Waits until `script` returns `expected`.
    pub async fn until(&self, script: &str, expected: impl Into<Value>) {
        let expected = expected.into();
        let give_up = Instant::now() + PATIENCE;
        loop {
            let found = self.run(script).await;
            if found == expected {
                return;
            }
            assert!(Instant::now() < give_up, "{script}: expected {expected}, found {found}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Waits until no answer is to come any more, and returns what then stands in `#estimated`.
    pub async fn estimated(&self) -> String {
        self.until("return document.getElementById('result').ariaBusy", "false").await;
        self.text("estimated").await
    }

    /// Clicks the element with this id, with the mouse.
    pub async fn click(&self, id: &str) {
        let element = self.client.find(fantoccini::Locator::Id(id)).await.unwrap_or_else(|e| panic!("#{id}: {e}"));
        element.click().await.unwrap_or_else(|error| panic!("#{id}: {error}"));
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
        let canvas = self.run("return document.getElementById('canvas').getBoundingClientRect().toJSON()").await;
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
            Step::Cancel => PointerAction::Cancel,
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

    /// Presses keys: each item is held down together, one after the other, and let go.
    pub async fn press(&self, keys: &[char]) {
        let down = keys.iter().map(|&value| KeyAction::Down { value });
        let up = keys.iter().rev().map(|&value| KeyAction::Up { value });
        let actions: Actions = down.chain(up).fold(KeyActions::new("keys".into()), InputSource::then).into();
        self.client.perform_actions(actions).await.unwrap_or_else(|error| panic!("{keys:?}: {error}"));
    }

    /// The window as a PNG.
    pub async fn screenshot(&self) -> Vec<u8> {
        self.client.screenshot().await.expect("a screenshot")
    }
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
    /// Is taken away by the system.
    Cancel,
    /// Stays where it is.
    Rest(Duration),
}

/// chromedriver's own command for the DevTools protocol.
#[derive(Debug)]
struct DevTools(Value);

impl WebDriverCompatibleCommand for DevTools {
    fn endpoint(&self, base: &url::Url, session: Option<&str>) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/goog/cdp/execute", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(self.0.to_string()))
    }
}
