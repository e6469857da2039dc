//! The browser: a real Chromium without a window, driven through chromedriver as a person would use it.

use std::net::TcpListener;
use std::panic::{AssertUnwindSafe, resume_unwind};
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use fantoccini::actions::{Actions, InputSource, KeyAction, KeyActions, MouseActions, PointerAction};
use fantoccini::wd::{WebDriverCompatibleCommand, WindowHandle};
use fantoccini::{Client, ClientBuilder, Locator};
use futures_util::FutureExt;
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tokio::process::{Child, Command};

/// How long a page may take to become as a test expects it, on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

/// A browser session.
pub struct Browser {
    pub(crate) client: Client,
}

/// Runs `test` with a fresh browser of an English speaker, and ends the browser whatever the test does.
pub async fn with_browser(test: impl AsyncFnOnce(&Browser)) {
    with_browser_preferring(json!({"intl.accept_languages": "en"}), test).await;
}

/// The same with Chromium's preferences, such as languages and font size.
pub async fn with_browser_preferring(preferences: Value, test: impl AsyncFnOnce(&Browser)) {
    // Chromium leaves much behind when its driver ends before it has: all of it goes with this folder.
    let scratch = tempfile::tempdir().expect("a folder");
    let (mut driver, address) = start_chromedriver(scratch.path()).await;
    let browser = Browser { client: start_chromium(&address, preferences).await };
    let outcome = AssertUnwindSafe(test(&browser)).catch_unwind().await;
    browser.client.close().await.expect("Chromium should close");
    driver.kill().await.expect("chromedriver should end");
    outcome.unwrap_or_else(|panic| resume_unwind(panic));
}

async fn start_chromedriver(scratch: &Path) -> (Child, String) {
    let port = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a free port").port();
    let driver = Command::new("chromedriver")
        .arg(format!("--port={port}"))
        .envs(["TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"].map(|place| (place, scratch)))
        .stdout(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .expect("chromedriver should start; Debian has it in the packages chromium and chromium-driver");
    (driver, format!("http://127.0.0.1:{port}"))
}

async fn start_chromium(chromedriver: &str, preferences: Value) -> Client {
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
    ];
    let capabilities = json!({"goog:chromeOptions": {"args": switches, "prefs": preferences}});
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

    /// Clicks the element with this id, with the mouse.
    pub async fn click(&self, id: &str) {
        self.click_first(&format!("#{id}")).await;
    }

    /// Clicks the first element that the CSS selector finds, with the mouse.
    pub async fn click_first(&self, selector: &str) {
        let found = self.client.find(Locator::Css(selector)).await;
        let element = found.unwrap_or_else(|error| panic!("{selector}: {error}"));
        element.click().await.unwrap_or_else(|error| panic!("{selector}: {error}"));
    }

    /// Chooses a file in the file input with this id, as a person does in the dialogue that it opens.
    pub async fn choose_file(&self, id: &str, file: &Path) {
        let input = self.client.find(Locator::Id(id)).await.unwrap_or_else(|error| panic!("#{id}: {error}"));
        let path = file.to_str().expect("a path in Unicode");
        input.send_keys(path).await.unwrap_or_else(|error| panic!("{path}: {error}"));
    }

    /// Drags the mouse over the first element that the CSS selector finds, between two points in shares of its sides.
    pub async fn drag(&self, selector: &str, from: [f64; 2], to: [f64; 2]) {
        let place = format!(
            "const element = document.querySelector('{selector}')
            element.scrollIntoView({{ block: 'nearest' }})
            const {{ x, y, width, height }} = element.getBoundingClientRect()
            return [x, y, width, height]"
        );
        let [x, y, width, height]: [f64; 4] = serde_json::from_value(self.run(&place).await).expect("a place");
        let at = |[across, down]: [f64; 2]| PointerAction::MoveTo {
            duration: Some(Duration::from_millis(8)),
            x: (x + across * width).round(),
            y: (y + down * height).round(),
        };
        let steps = [at(from), PointerAction::Down { button: 0 }, at(to), PointerAction::Up { button: 0 }];
        let mouse = steps.into_iter().fold(MouseActions::new("mouse".into()), InputSource::then);
        self.client.perform_actions(mouse).await.unwrap_or_else(|error| panic!("{selector}: {error}"));
    }

    /// The tab that all else is done in.
    pub async fn tab(&self) -> WindowHandle {
        self.client.window().await.expect("a tab")
    }

    /// Another tab, to be turned to.
    pub async fn new_tab(&self) -> WindowHandle {
        self.client.new_window(true).await.expect("another tab").handle
    }

    /// Does all else in this tab from now on.
    pub async fn turn_to(&self, tab: &WindowHandle) {
        self.client.switch_to_window(tab.clone()).await.expect("the tab should be there");
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
