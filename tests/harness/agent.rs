//! An agent who serves a customer, without a browser: one request after the other.

use std::time::{Duration, Instant};

use reqwest::header::{HeaderMap, HeaderValue};
use reqwest::{Client, RequestBuilder, Response};

use crate::{Form, Page};

/// How long a condition may take before the test fails.
const PATIENCE: Duration = Duration::from_secs(20);
/// The most steps of an action up to its review.
const STEPS: usize = 5;

/// Somebody who is signed in.
pub struct Agent {
    client: Client,
    /// Where the desk is; another port after each start.
    pub url: String,
}

impl Agent {
    /// Somebody at the door of a desk, as their browser is known there.
    pub fn at_the_door(url: &str) -> Agent {
        // The client wants to know its TLS even where it needs none.
        let _ = rustls::crypto::ring::default_provider().install_default();
        // What every browser says of a request that a page of the desk sends.
        let ours = HeaderMap::from_iter([(
            "sec-fetch-site".parse().expect("a name"),
            HeaderValue::from_static("same-origin"),
        )]);
        let client = Client::builder().cookie_store(true).default_headers(ours).build().expect("a client");
        Agent { client, url: url.to_owned() }
    }

    /// Signs in as one of the demonstration's users.
    pub async fn sign_in(url: &str, login: &str) -> Agent {
        let agent = Agent::at_the_door(url);
        let page = agent.open("/sign-in").await;
        let page = agent.send(&page.form("name=\"demo\"").by("demo", login)).await.expect("signed in");
        assert_eq!(page.path, "/tasks");
        agent
    }

    /// Opens a page.
    pub async fn open(&self, path: &str) -> Page {
        read(self.client.get(self.at(path))).await.expect("a page")
    }

    /// Sends a form and follows to where it leads. An error is a desk that did not answer.
    pub async fn send(&self, form: &Form) -> reqwest::Result<Page> {
        read(self.client.post(self.at(&form.action)).form(&form.fields)).await
    }

    /// Serves a customer and begins an action, up to the page that asks to confirm it.
    pub async fn review(&self, customer: &str, action: &str) -> Page {
        let page = self.serve(customer, |_| {}).await;
        self.carry_on(page, action, |_, _| {}).await
    }

    /// Serves a customer; what the first form says can be changed before it is sent.
    pub async fn serve(&self, customer: &str, change: impl FnOnce(&mut Form)) -> Page {
        let people = self.open(&format!("/people?q={}", customer.replace(' ', "+"))).await;
        let start = self.open(&people.link("/start/")).await;
        let mut asking = start.form("name=\"channel\"");
        change(&mut asking);
        let mut page = self.send(&asking).await.expect("an attendance");
        if page.has("name=\"choice\"") {
            page = self.send(&page.form("name=\"choice\"")).await.expect("a contract");
        }
        page
    }

    /// Begins an action from the screen, up to the page that asks to confirm it. Each step's answers can
    /// be changed before they are sent.
    pub async fn carry_on(
        &self,
        screen: Page,
        action: &str,
        mut change: impl FnMut(&Page, &mut Form),
    ) -> Page {
        let mut page = screen;
        let launch = page.button("launch", &format!("action={action}"));
        page = self.send(&page.form("/run\"").by("launch", &launch)).await.expect("a first step");
        for _ in 0..STEPS {
            if page.has("value=\"confirm\"") {
                return page;
            }
            let mut answers = page.form("value=\"answer\"");
            change(&page, &mut answers);
            page = self.send(&answers.by("intent", "answer")).await.expect("a step");
        }
        panic!("no review after {STEPS} answers:\n{}", page.html);
    }

    /// Waits until the part of a run's page that tells of the world outside says this.
    pub async fn hears(&self, run: &str, word: &str) {
        let start = Instant::now();
        loop {
            let page = read(self.client.get(self.at(run)).header("x-part", "1")).await.expect("a part");
            if page.has(word) {
                return;
            }
            assert!(start.elapsed() < PATIENCE, "never {word}:\n{}", page.html);
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    fn at(&self, path: &str) -> String {
        format!("{}{path}", self.url)
    }
}

async fn read(request: RequestBuilder) -> reqwest::Result<Page> {
    let answer: Response = request.send().await?;
    let path = answer.url().path().to_owned();
    Ok(Page { path, html: answer.text().await? })
}
