//! A real Chromium, one per test binary, a fresh profile per tab.

use std::path::Path;
use std::time::{Duration, Instant};

use chromiumoxide::cdp::browser_protocol::emulation::{
    MediaFeature, SetDeviceMetricsOverrideParams, SetEmulatedMediaParams,
};
use chromiumoxide::cdp::browser_protocol::page::Viewport;
use chromiumoxide::cdp::browser_protocol::target::{CreateBrowserContextParams, CreateTargetParams};
use chromiumoxide::page::ScreenshotParams;
use chromiumoxide::{BrowserConfig, Page};
use futures_util::StreamExt;
use tempfile::TempDir;

/// How long a condition may take before the test fails.
const PATIENCE: Duration = Duration::from_secs(20);

/// A running Chromium.
pub struct Browser {
    browser: chromiumoxide::Browser,
    _folder: TempDir,
}

impl Browser {
    /// Starts Chromium: `BALCAO_CHROMIUM`, or Debian's.
    pub async fn start() -> Self {
        Self::start_without(&[]).await
    }

    /// The same without some of its features.
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
        let (browser, mut handler) = chromiumoxide::Browser::launch(config).await.expect("Chromium starts");
        tokio::spawn(async move { while handler.next().await.is_some() {} });
        Self { browser, _folder: folder }
    }

    /// A tab with cookies of its own, on a page of the desk.
    pub async fn tab(&mut self, url: &str, path: &str) -> Tab {
        let context = self
            .browser
            .create_browser_context(CreateBrowserContextParams::default())
            .await
            .expect("a profile");
        let target = CreateTargetParams::builder()
            .url("about:blank")
            .browser_context_id(context)
            .build()
            .expect("a target");
        let page = self.browser.new_page(target).await.expect("a tab");
        let tab = Tab { page, url: url.to_owned() };
        tab.size(1366, 768).await;
        tab.go(path).await;
        tab
    }
}

/// A tab, used as a person would: by what is on the page.
pub struct Tab {
    page: Page,
    url: String,
}

impl Tab {
    /// Opens a page of the desk.
    pub async fn go(&self, path: &str) {
        self.page.goto(format!("{}{path}", self.url)).await.expect("the page opens");
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
        let element = self.page.find_element(selector).await.expect("just clicked");
        element.type_str(text).await.expect("typed");
    }

    /// Presses a key where the focus is.
    pub async fn key(&self, key: &str) {
        let element = self.page.find_element(":focus, body").await.expect("a page");
        element.press_key(key).await.expect("pressed");
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
