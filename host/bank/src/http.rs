//! One account's connection: its token, and what an answer of HTTP means for an order.

use std::time::{Duration, Instant};

use balcao_billing::bank::Answer;
use balcao_store::{Keys, StoreError};
use reqwest::{Client, Method, StatusCode};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tokio::sync::Mutex;

use crate::accounts::{Account, Secret};

const CONNECT: Duration = Duration::from_secs(5);
/// One exchange.
const EXCHANGE: Duration = Duration::from_secs(15);
/// The most bytes of an answer that are read.
const MOST: usize = 256 * 1024;
/// A token is left alone so long before its end.
const EARLY: Duration = Duration::from_secs(30);

/// Why a connection can't be made.
#[derive(Debug, thiserror::Error)]
pub enum ConnectionError {
    /// The secrets can't be opened.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The certificate, or TLS itself, can't be used.
    #[error(transparent)]
    Http(#[from] reqwest::Error),
}

/// Why there is no good answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// Nothing reached the bank, or it said that it did nothing and may later.
    Nobody(String),
    /// It was sent, and what came of it is not known.
    Silent(String),
    /// No, for good.
    Refused(String),
    /// There is nothing under that key.
    NotFound,
}

impl Trouble {
    /// What it means for an order of which a part may have been sent.
    pub fn answer<T>(self, sent: bool) -> Answer<T> {
        match self {
            Trouble::Refused(why) => Answer::Refused(why),
            Trouble::NotFound => Answer::Refused("o banco não conhece esta cobrança".into()),
            Trouble::Nobody(why) | Trouble::Silent(why) if !sent => Answer::Nobody(why),
            Trouble::Silent(why) | Trouble::Nobody(why) => Answer::Unknown(why),
        }
    }
}

struct Token {
    text: String,
    until: Instant,
}

/// One account's connection.
pub struct Connection {
    pub account: Account,
    secret: Secret,
    http: Client,
    token: Mutex<Option<Token>>,
}

#[derive(Deserialize)]
struct Granted {
    access_token: String,
    #[serde(default)]
    expires_in: u64,
}

impl Connection {
    pub fn new(account: Account, keys: &Keys) -> Result<Connection, ConnectionError> {
        let secret = account.open(keys)?;
        let mut http = Client::builder()
            .connect_timeout(CONNECT)
            .timeout(EXCHANGE)
            // A redirect would carry what is sent to somebody whom nobody named.
            .redirect(reqwest::redirect::Policy::none())
            .user_agent("Balcao")
            .https_only(account.token_url.starts_with("https://"));
        if let Some(pem) = &secret.identity {
            http = http.identity(reqwest::Identity::from_pem(pem.as_bytes())?);
        }
        Ok(Connection { account, secret, http: http.build()?, token: Mutex::new(None) })
    }

    /// Asks for a change. `sent` becomes true unless it surely never reached the bank, or was put off.
    pub async fn change<T: DeserializeOwned>(
        &self,
        method: Method,
        url: &str,
        key: &str,
        body: &Value,
        sent: &mut bool,
    ) -> Result<T, Trouble> {
        let answer = self.ask(method, url, key, Some(body)).await;
        *sent |= !matches!(answer, Err(Trouble::Nobody(_)));
        answer
    }

    /// Asks what there is under a key; none: nothing. To look hurts nobody, so that silence is no more
    /// than nobody being there.
    pub async fn look<T: DeserializeOwned>(&self, url: &str, key: &str) -> Result<Option<T>, Trouble> {
        match self.ask(Method::GET, url, key, None).await {
            Ok(found) => Ok(Some(found)),
            Err(Trouble::NotFound) => Ok(None),
            Err(Trouble::Silent(why)) => Err(Trouble::Nobody(why)),
            Err(other) => Err(other),
        }
    }

    /// Asks, and reads what is answered. A token that the bank takes no more is had anew, once.
    async fn ask<T: DeserializeOwned>(
        &self,
        method: Method,
        url: &str,
        key: &str,
        body: Option<&Value>,
    ) -> Result<T, Trouble> {
        let (status, text) = match self.exchange(&method, url, key, body).await? {
            (StatusCode::UNAUTHORIZED, _) => {
                *self.token.lock().await = None;
                self.exchange(&method, url, key, body).await?
            }
            other => other,
        };
        read(status, &text)
    }

    async fn exchange(
        &self,
        method: &Method,
        url: &str,
        key: &str,
        body: Option<&Value>,
    ) -> Result<(StatusCode, Vec<u8>), Trouble> {
        let token = self.token().await?;
        let mut request = self.http.request(method.clone(), url).bearer_auth(token);
        if let Some(body) = body {
            request = request
                .header("content-type", "application/json")
                .header("idempotency-key", key)
                .body(body.to_string());
        }
        answer(request).await
    }

    /// The token; only one is had at a time.
    async fn token(&self) -> Result<String, Trouble> {
        let mut kept = self.token.lock().await;
        if let Some(token) = kept.as_ref().filter(|token| token.until > Instant::now()) {
            return Ok(token.text.clone());
        }
        let request = self
            .http
            .post(&self.account.token_url)
            .basic_auth(&self.account.client, Some(&self.secret.client_secret))
            .form(&[("grant_type", "client_credentials")]);
        let asked = Instant::now();
        // No order was sent yet, whatever becomes of this.
        let nobody = |why: &str| Trouble::Nobody(why.to_owned());
        let (status, text) = answer(request).await.map_err(|trouble| match trouble {
            Trouble::Silent(why) => Trouble::Nobody(why),
            other => other,
        })?;
        if !status.is_success() {
            return Err(nobody("o banco recusou a credencial: avise o administrador"));
        }
        let granted: Granted =
            serde_json::from_slice(&text).map_err(|_| nobody("o banco respondeu de forma ilegível"))?;
        let lasts = Duration::from_secs(granted.expires_in).saturating_sub(EARLY);
        *kept = Some(Token { text: granted.access_token.clone(), until: asked + lasts });
        Ok(granted.access_token)
    }
}

async fn answer(request: reqwest::RequestBuilder) -> Result<(StatusCode, Vec<u8>), Trouble> {
    let mut response = request.send().await.map_err(trouble)?;
    let status = response.status();
    let mut text = Vec::new();
    while let Some(piece) = response.chunk().await.map_err(trouble)? {
        text.extend_from_slice(&piece);
        if text.len() > MOST {
            return Err(Trouble::Silent("o banco respondeu de forma ilegível".into()));
        }
    }
    Ok((status, text))
}

fn trouble(error: reqwest::Error) -> Trouble {
    // Its address is left out: it may bear what no log should.
    let there = !error.is_connect();
    tracing::info!(error = %error.without_url(), "a bank gave no answer");
    if !there {
        return Trouble::Nobody("o banco não atendeu".into());
    }
    Trouble::Silent("o banco não respondeu".into())
}

/// What a status means; a body is only quoted where it is a refusal in words.
fn read<T: DeserializeOwned>(status: StatusCode, text: &[u8]) -> Result<T, Trouble> {
    if status.is_success() {
        let text = if text.is_empty() { b"null" } else { text };
        return serde_json::from_slice(text)
            .map_err(|_| Trouble::Silent("o banco respondeu de forma ilegível".into()));
    }
    Err(match status {
        StatusCode::NOT_FOUND => Trouble::NotFound,
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => {
            Trouble::Nobody("o banco recusou a credencial: avise o administrador".into())
        }
        StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => {
            Trouble::Nobody("o banco pediu para tentar mais tarde".into())
        }
        status if status.is_client_error() => Trouble::Refused(reason(text)),
        status => Trouble::Silent(format!("o banco respondeu com erro {}", status.as_u16())),
    })
}

/// The reason of a refusal, as the Central Bank's API gives it (RFC 7807 with `violacoes`).
fn reason(text: &[u8]) -> String {
    #[derive(Deserialize, Default)]
    #[serde(default)]
    struct Problem {
        title: String,
        detail: String,
        violacoes: Vec<Violation>,
    }
    #[derive(Deserialize, Default)]
    #[serde(default)]
    struct Violation {
        razao: String,
    }
    let problem: Problem = serde_json::from_slice(text).unwrap_or_default();
    let said = [problem.detail, problem.title]
        .into_iter()
        .chain(problem.violacoes.into_iter().map(|violation| violation.razao))
        .filter(|part| !part.trim().is_empty())
        .collect::<Vec<_>>()
        .join("; ");
    let said: String = said.chars().filter(|c| !c.is_control()).take(200).collect();
    if said.is_empty() {
        "o banco recusou, sem dizer por quê".into()
    } else {
        format!("o banco recusou: {said}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_(status: u16, text: &str) -> Result<Value, Trouble> {
        read(StatusCode::from_u16(status).unwrap(), text.as_bytes())
    }

    #[test]
    fn an_answer_means_what_it_means_for_money() {
        assert_eq!(read_(200, r#"{"a":1}"#), Ok(serde_json::json!({ "a": 1 })));
        assert_eq!(read_(204, ""), Ok(Value::Null));
        assert!(matches!(read_(200, "<html>"), Err(Trouble::Silent(_))));
        assert_eq!(read_(404, ""), Err(Trouble::NotFound));
        for (status, nobody) in
            [(401, true), (403, true), (429, true), (503, true), (500, false), (502, false)]
        {
            assert_eq!(matches!(read_(status, ""), Err(Trouble::Nobody(_))), nobody, "{status}");
        }
        let said = r#"{"title":"Cobrança inválida","violacoes":[{"razao":"valor zero"}]}"#;
        assert_eq!(
            read_(400, said),
            Err(Trouble::Refused("o banco recusou: Cobrança inválida; valor zero".into()))
        );
        assert!(matches!(read_(422, "?"), Err(Trouble::Refused(_))));
    }

    #[test]
    fn only_what_was_sent_can_have_happened() {
        let silent = Trouble::Silent("?".into());
        assert!(matches!(silent.clone().answer::<()>(false), Answer::Nobody(_)));
        assert!(matches!(silent.answer::<()>(true), Answer::Unknown(_)));
        assert!(matches!(Trouble::Nobody("?".into()).answer::<()>(true), Answer::Unknown(_)));
    }
}
