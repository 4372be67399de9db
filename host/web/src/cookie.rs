//! The three cookies: the session, the language of somebody who is not signed in, and whether the
//! demonstration's card was put away.

use axum::http::{HeaderMap, HeaderValue, header};
use balcao_access::{Locale, Token};

use crate::WebConfig;

const LANGUAGE: &str = "language";
const DEMO_CARD: &str = "demo-card";

/// Behind TLS the name itself makes browsers refuse a session cookie that another host of the
/// same domain, or a page without TLS, tries to set.
fn session_name(config: &WebConfig) -> &'static str {
    if config.is_tls() { "__Host-session" } else { "session" }
}

/// The session's token, as the browser sent it.
pub(crate) fn session(config: &WebConfig, headers: &HeaderMap) -> Option<Token> {
    find(headers, session_name(config)).and_then(|value| value.parse().ok())
}

/// Starts the session in the browser; it ends with the browser, or earlier on the server.
pub(crate) fn start_session(config: &WebConfig, token: &Token) -> HeaderValue {
    set(config, session_name(config), token.expose(), "")
}

/// Takes the session from the browser.
pub(crate) fn end_session(config: &WebConfig) -> HeaderValue {
    set(config, session_name(config), "", "; Max-Age=0")
}

/// The language that was chosen before signing in.
pub(crate) fn language(headers: &HeaderMap) -> Option<Locale> {
    let tag = find(headers, LANGUAGE)?;
    Locale::ALL.iter().copied().find(|locale| locale.tag() == tag)
}

/// Keeps the language for a year.
pub(crate) fn keep_language(config: &WebConfig, locale: Locale) -> HeaderValue {
    set(config, LANGUAGE, locale.tag(), "; Max-Age=31536000")
}

/// Whether the demonstration's card was put away.
pub(crate) fn demo_card_is_hidden(headers: &HeaderMap) -> bool {
    find(headers, DEMO_CARD) == Some("hidden")
}

/// Puts the demonstration's card away.
pub(crate) fn hide_demo_card(config: &WebConfig) -> HeaderValue {
    set(config, DEMO_CARD, "hidden", "; Max-Age=31536000")
}

fn find<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let lists = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    lists
        .flat_map(|list| list.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(n, value)| (n == name).then_some(value))
}

fn set(config: &WebConfig, name: &str, value: &str, age: &str) -> HeaderValue {
    let secure = if config.is_tls() { "; Secure" } else { "" };
    let cookie = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{age}");
    HeaderValue::from_str(&cookie).expect("tokens, language tags and our own words are plain ASCII")
}
