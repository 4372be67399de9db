//! A real Chromium, shared by the tests that run at one time, with a fresh profile per tab.

use std::path::Path;
use std::sync::{Arc, OnceLock, Weak};
use std::time::{Duration, Instant};

use chromiumoxide::cdp::browser_protocol::browser::BrowserContextId;
use chromiumoxide::cdp::browser_protocol::dom::SetFileInputFilesParams;
use chromiumoxide::cdp::browser_protocol::emulation::{
    MediaFeature, SetDeviceMetricsOverrideParams, SetEmulatedMediaParams, SetFocusEmulationEnabledParams,
};
use chromiumoxide::cdp::browser_protocol::input::{
    DispatchKeyEventParams, DispatchKeyEventType, DispatchMouseEventParams, DispatchMouseEventType,
    InsertTextParams, MouseButton,
};
use chromiumoxide::cdp::browser_protocol::network::{
    EmulateNetworkConditionsByRuleParams, NetworkConditions,
};
use chromiumoxide::cdp::browser_protocol::page::{
    EventJavascriptDialogOpening, HandleJavaScriptDialogParams, SetBypassCspParams, Viewport,
};
use chromiumoxide::cdp::browser_protocol::target::{CreateBrowserContextParams, CreateTargetParams};
use chromiumoxide::page::ScreenshotParams;
use chromiumoxide::{BrowserConfig, Page};
use futures_util::StreamExt;
use tempfile::TempDir;
use tokio::runtime::{Builder, Handle, Runtime};
use tokio::sync::Mutex;

/// How long a condition may take before the test fails.
const PATIENCE: Duration = Duration::from_secs(20);

/// A running Chromium.
pub struct Browser {
    browser: chromiumoxide::Browser,
    /// What talks to it: it outlives the test that started the browser.
    runtime: Option<Runtime>,
    _folder: TempDir,
}

impl Browser {
    /// The Chromium of the tests that run now, of which the first starts it (`BALCAO_CHROMIUM`, or
    /// Debian's) and the last ends it.
    pub async fn shared() -> Arc<Self> {
        static SHARED: Mutex<Weak<Browser>> = Mutex::const_new(Weak::new());
        let mut shared = SHARED.lock().await;
        if let Some(browser) = shared.upgrade() {
            return browser;
        }
        let browser = Arc::new(Self::start_without(&[]).await);
        *shared = Arc::downgrade(&browser);
        browser
    }

    /// One of its own, without some of its features.
    pub async fn start_without(features: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let chromium = std::env::var("BALCAO_CHROMIUM").unwrap_or_else(|_| "/usr/bin/chromium".into());
        let config = BrowserConfig::builder()
            .chrome_executable(chromium)
            .no_sandbox()
            .user_data_dir(folder.path())
            .window_size(1366, 768)
            .viewport(None)
            .args([
                "disable-gpu",
                "disable-quic",
                "no-first-run",
                "disable-background-networking",
                "disable-component-update",
                "disable-sync",
                "disable-dev-shm-usage",
                "accept-lang=pt-BR",
            ])
            .args((!features.is_empty()).then(|| format!("disable-features={}", features.join(","))))
            .build()
            .expect("a configuration");
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime");
        let launched = runtime.spawn(async {
            let (browser, mut handler) =
                chromiumoxide::Browser::launch(config).await.expect("Chromium starts");
            tokio::spawn(async move { while handler.next().await.is_some() {} });
            browser
        });
        let browser = launched.await.expect("Chromium starts");
        Self { browser, runtime: Some(runtime), _folder: folder }
    }

    /// A tab with cookies of its own, on a page of the desk. It is closed when it is dropped.
    pub async fn tab(&self, url: &str, path: &str) -> Tab {
        let profile = CreateBrowserContextParams::default();
        let profile = self.browser.create_browser_context(profile).await.expect("a profile");
        let tab = self.open(url, profile).await;
        tab.go(path).await;
        tab
    }

    /// One more tab with the cookies of another.
    pub async fn beside(&self, other: &Tab, path: &str) -> Tab {
        let tab = self.open(&other.url, other.profile.clone()).await;
        tab.go(path).await;
        tab
    }

    async fn open(&self, url: &str, profile: BrowserContextId) -> Tab {
        let target = CreateTargetParams::builder()
            .url("about:blank")
            .browser_context_id(profile.clone())
            // In a window of its own, for a tab behind another one is not drawn.
            .new_window(true)
            .build()
            .expect("a target");
        let page = self.browser.new_page(target).await.expect("a tab");
        let runtime = self.runtime.as_ref().expect("still there").handle().clone();
        // Whoever is asked whether to leave what was typed leaves it.
        let mut dialogs = page.event_listener::<EventJavascriptDialogOpening>().await.expect("its events");
        let asked = page.clone();
        runtime.spawn(async move {
            while dialogs.next().await.is_some() {
                let _ = asked.execute(HandleJavaScriptDialogParams::new(true)).await;
            }
        });
        let tab = Tab { page, profile, url: url.to_owned(), runtime };
        // Every tab is the one that somebody works in, however many there are.
        tab.page.execute(SetFocusEmulationEnabledParams::new(true)).await.expect("focused");
        tab.size(1366, 768).await;
        tab
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // A runtime may not be waited for inside another one.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

/// A tab, used as a person would: by what is on the page.
pub struct Tab {
    page: Page,
    profile: BrowserContextId,
    url: String,
    runtime: Handle,
}

impl Drop for Tab {
    fn drop(&mut self) {
        let page = self.page.clone();
        self.runtime.spawn(async move { page.close().await });
    }
}

impl Tab {
    /// Opens a page of the desk.
    pub async fn go(&self, path: &str) {
        self.page.goto(format!("{}{path}", self.url)).await.expect("the page opens");
    }

    /// Lets the test's own scripts do what the desk's policy forbids, in the pages that are opened from
    /// now on.
    pub async fn without_policy(&self) {
        self.page.execute(SetBypassCspParams::new(true)).await.expect("bypassed");
    }

    /// The width and height of the window.
    pub async fn size(&self, width: i64, height: i64) {
        let metrics = SetDeviceMetricsOverrideParams::new(width, height, 1.0, false);
        self.page.execute(metrics).await.expect("resized");
    }

    /// Light or dark, as the system would ask for.
    pub async fn colours(&self, scheme: &str) {
        let feature = MediaFeature::new("prefers-color-scheme", scheme);
        let media = SetEmulatedMediaParams::builder().features(vec![feature]).build();
        self.page.execute(media).await.expect("emulated");
    }

    /// As it would be printed.
    pub async fn paper(&self) {
        let media = SetEmulatedMediaParams::builder().media("print").build();
        self.page.execute(media).await.expect("emulated");
    }

    /// What an expression of JavaScript gives.
    pub async fn value<T: serde::de::DeserializeOwned>(&self, js: &str) -> T {
        let value = self.page.evaluate(js).await.unwrap_or_else(|e| panic!("{js}: {e}"));
        value.into_value().unwrap_or_else(|e| panic!("{js}: {e}"))
    }

    /// Waits until an expression is true.
    pub async fn until(&self, js: &str) {
        let start = Instant::now();
        loop {
            // While a page is being left there is nothing to ask.
            if let Ok(value) = self.page.evaluate(format!("!!({js})")).await
                && value.into_value::<bool>().unwrap_or(false)
            {
                return;
            }
            if start.elapsed() > PATIENCE {
                let text: String = self.value("document.body.innerText").await;
                panic!("never became true: {js}\non {}:\n{text}", self.path().await);
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Waits until the page shows a text.
    pub async fn sees(&self, text: &str) {
        let text = serde_json::to_string(text).expect("a string");
        self.until(&format!("document.body.innerText.includes({text})")).await;
    }

    /// Whether the page shows a text now.
    pub async fn shows(&self, text: &str) -> bool {
        let text = serde_json::to_string(text).expect("a string");
        self.value(&format!("document.body.innerText.includes({text})")).await
    }

    /// Path and query of the page.
    pub async fn path(&self) -> String {
        self.value("location.pathname + location.search").await
    }

    /// The text of the first element that fits a selector.
    pub async fn text(&self, selector: &str) -> String {
        let selector = serde_json::to_string(selector).expect("a string");
        self.until(&format!("document.querySelector({selector})")).await;
        self.value(&format!("document.querySelector({selector}).innerText")).await
    }

    /// Clicks, with the mouse, what fits a selector.
    pub async fn click(&self, selector: &str) {
        let quoted = serde_json::to_string(selector).expect("a string");
        self.until(&format!("document.querySelector({quoted})")).await;
        let element = self.page.find_element(selector).await.unwrap_or_else(|e| panic!("{selector}: {e}"));
        element.click().await.unwrap_or_else(|e| panic!("click {selector}: {e}"));
    }

    /// Clicks the link or button that says this.
    pub async fn press(&self, label: &str) {
        let quoted = serde_json::to_string(label).expect("a string");
        let find = format!(
            "[...document.querySelectorAll('a,button,summary,[role=button]')].find(e => \
             (e.innerText.trim() === {quoted} || e.getAttribute('aria-label') === {quoted}) && e.offsetParent)"
        );
        self.until(&find).await;
        let _: bool = self.value(&format!("(({find}).setAttribute('data-press', ''), true)")).await;
        let element = self.page.find_element("[data-press]").await.expect("just found");
        element.click().await.unwrap_or_else(|e| panic!("press {label}: {e}"));
        let _ =
            self.page.evaluate("document.querySelector('[data-press]')?.removeAttribute('data-press')").await;
    }

    /// Replaces what a field holds by typing.
    pub async fn fill(&self, selector: &str, text: &str) {
        self.click(selector).await;
        let quoted = serde_json::to_string(selector).expect("a string");
        let _: bool = self.value(&format!("(document.querySelector({quoted}).value = '', true)")).await;
        self.types(text).await;
    }

    /// Types where the focus is.
    pub async fn types(&self, text: &str) {
        self.page.execute(InsertTextParams::new(text)).await.expect("typed");
    }

    /// Presses what sends a form, and waits for the page that comes of it.
    pub async fn send(&self, label: &str) {
        let _: bool = self.value("(document.documentElement.dataset.left = 'soon', true)").await;
        self.press(label).await;
        self.until("!document.documentElement.dataset.left && document.readyState === 'complete'").await;
    }

    /// Chooses a file of this machine in a field for one.
    pub async fn choose(&self, selector: &str, file: &Path) {
        let element = self.page.find_element(selector).await.unwrap_or_else(|e| panic!("{selector}: {e}"));
        let file = file.to_str().expect("a path of letters").to_owned();
        let chosen = SetFileInputFilesParams::builder().file(file).backend_node_id(element.backend_node_id);
        self.page.execute(chosen.build().expect("a file")).await.expect("chosen");
    }

    /// Cuts the line to the desk, or mends it.
    pub async fn line(&self, there: bool) {
        let everywhere = NetworkConditions::new("", 0., -1., -1.);
        let line = EmulateNetworkConditionsByRuleParams::new(!there, vec![everywhere]);
        self.page.execute(line).await.expect("emulated");
    }

    /// Presses a key where the focus is.
    pub async fn key(&self, key: &str) {
        let element = self.page.find_element(":focus, body").await.expect("a page");
        element.press_key(key).await.expect("pressed");
    }

    /// Presses a key with Alt where the focus is.
    pub async fn alt(&self, key: &str) {
        for kind in [DispatchKeyEventType::RawKeyDown, DispatchKeyEventType::KeyUp] {
            let event = DispatchKeyEventParams::builder().r#type(kind).key(key).code(key).modifiers(1);
            self.page.execute(event.build().expect("a key")).await.expect("pressed");
        }
    }

    /// Drags, with the mouse, what fits one selector onto the left part of what fits another.
    pub async fn drag(&self, from: &str, to: &str) {
        let (from, to) =
            (serde_json::to_string(from).expect("text"), serde_json::to_string(to).expect("text"));
        self.until(&format!("document.querySelector({from}) && document.querySelector({to})")).await;
        let at = |of: &str, part: f64| {
            format!(
                "(b => [b.x + b.width * {part}, b.y + b.height / 2])(document.querySelector({of}).getBoundingClientRect())"
            )
        };
        let _: bool = self
            .value(&format!("(document.querySelector({from}).scrollIntoView({{ block: 'nearest' }}), true)"))
            .await;
        let start: (f64, f64) = self.value(&at(&from, 0.5)).await;
        let end: (f64, f64) = self.value(&at(&to, 0.2)).await;
        let between = ((start.0 + end.0) / 2.0, (start.1 + end.1) / 2.0);
        for (kind, (x, y)) in [
            (DispatchMouseEventType::MouseMoved, start),
            (DispatchMouseEventType::MousePressed, start),
            (DispatchMouseEventType::MouseMoved, between),
            (DispatchMouseEventType::MouseMoved, end),
            (DispatchMouseEventType::MouseReleased, end),
        ] {
            let event = DispatchMouseEventParams::builder().r#type(kind).x(x).y(y);
            let event = event.button(MouseButton::Left).buttons(1).click_count(1);
            self.page.execute(event.build().expect("a point")).await.expect("moved");
        }
    }

    /// What axe finds wrong with the page as it is now: a line for each rule, with where it is broken.
    /// Its script is where `BALCAO_AXE` says; `cargo xtask test` fetches it.
    pub async fn barriers(&self) -> Vec<String> {
        static AXE: OnceLock<String> = OnceLock::new();
        let axe = AXE.get_or_init(|| {
            let script = std::env::var("BALCAO_AXE").expect("BALCAO_AXE, which `cargo xtask test` sets");
            std::fs::read_to_string(script).expect("the script of axe")
        });
        if self.value("typeof window.axe === 'undefined'").await {
            self.page.evaluate(format!("{axe};true")).await.expect("axe is a script");
        }
        self.value(
            "axe.run(document, { resultTypes: ['violations'] }).then(found => found.violations.map(v => \
             `${v.id} (${v.help}): ` + v.nodes.map(n => n.target.join(' ') + ' ' + n.any.map(c => c.message).join(' ')).join('; ')))",
        )
        .await
    }

    /// A picture of the whole page at the width that it has, for people.
    pub async fn picture(&self, file: &Path) {
        let (width, height): (f64, f64) =
            self.value("[document.documentElement.clientWidth, document.documentElement.scrollHeight]").await;
        let clip = Viewport { x: 0.0, y: 0.0, width, height, scale: 1.0 };
        let params = ScreenshotParams::builder().capture_beyond_viewport(true).clip(clip).build();
        self.page.save_screenshot(params, file).await.expect("a picture");
    }
}
