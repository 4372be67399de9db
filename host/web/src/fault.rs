//! Why a page could not be shown, and what is shown instead, in plain words.

use std::any::Any;
use std::panic::AssertUnwindSafe;

use axum::http::{Method, StatusCode, header, request::Parts};
use axum::response::{Html, IntoResponse, Redirect, Response};
use balcao_access::{AccessError, Locale};
use balcao_store::{StoreError, Uuid};
use futures_util::FutureExt;
use maud::{DOCTYPE, html};

use crate::answers::is_secret;
use crate::asset;
use crate::fields::{Fields, url};
use crate::message::Lang;
use crate::page::sign_in;
use crate::shell::{self, Frame, Page};

/// What somebody was about to do when their session turned out to be over.
#[derive(Clone, Debug, Default)]
pub(crate) struct Held {
    /// Where: a path of ours with its query.
    pub path: String,
    /// What they had filled in, encoded as a form; none for a page that was only opened.
    pub form: Option<String>,
    /// Asked by the script for a part of a page.
    pub part: bool,
}

impl Held {
    pub fn of(parts: &Parts, form: &Fields) -> Held {
        let path = parts.uri.path_and_query().map_or("/", |path| path.as_str()).to_owned();
        let kept = form
            .pairs()
            .filter(|(name, _)| *name != "csrf" && !name.starts_with("password") && !is_secret(form, name));
        let form = (parts.method != Method::GET)
            .then(|| form_urlencoded::Serializer::new(String::new()).extend_pairs(kept).finish());
        Held { path, form, part: parts.headers.contains_key("x-part") }
    }
}

/// Why a page could not be shown.
#[derive(Debug)]
pub(crate) enum Fault {
    /// Nobody is signed in.
    SignIn(Held),
    /// There is no such thing, or not for this user: the two are not told apart.
    NotFound,
    /// The profile lacks the right.
    Forbidden,
    /// Not sent by a form of ours.
    Forged,
    /// More than a form may hold.
    TooLarge,
    /// A form that did not arrive in time.
    TooSlow,
    /// Our own failure; it is in the log under this reference.
    Internal(String),
}

impl Fault {
    /// Our own failure: logs it, and keeps only the reference.
    pub fn internal(error: impl std::error::Error) -> Fault {
        let reference = reference();
        let mut causes = error.to_string();
        let mut source = error.source();
        while let Some(cause) = source {
            causes = format!("{causes}: {cause}");
            source = cause.source();
        }
        tracing::error!(reference, error = causes, "a page failed");
        Fault::Internal(reference)
    }

    /// The page that says it.
    pub fn into_page(self, frame: &Frame) -> Response {
        let lang = frame.lang();
        let (status, title, text, code) = match self {
            Fault::SignIn(held) => return ask_to_sign_in(frame, held),
            Fault::NotFound => (StatusCode::NOT_FOUND, lang.not_found_title(), lang.not_found_text(), None),
            Fault::Forbidden => (StatusCode::FORBIDDEN, lang.forbidden_title(), lang.forbidden_text(), None),
            Fault::Forged => (StatusCode::FORBIDDEN, lang.forged_title(), lang.forged_text(), None),
            Fault::TooLarge => {
                (StatusCode::PAYLOAD_TOO_LARGE, lang.too_large_title(), lang.too_large_text(), None)
            }
            Fault::TooSlow => {
                (StatusCode::REQUEST_TIMEOUT, lang.too_slow_title(), lang.too_slow_text(), None)
            }
            Fault::Internal(code) => {
                (StatusCode::INTERNAL_SERVER_ERROR, lang.error_title(), lang.error_text(), Some(code))
            }
        };
        let main = html! {
            div.plain {
                h1 { (title) }
                p { (text) }
                @if let Some(code) = code { p.dim { (lang.reference(&code)) } }
                p { a.button href="/" { (lang.to_start()) } }
            }
        };
        (status, shell::page(frame, Page::new(title, main))).into_response()
    }
}

/// A page that was opened leads to the sign-in page and back; what was being sent is kept on it.
fn ask_to_sign_in(frame: &Frame, held: Held) -> Response {
    if held.part {
        return (StatusCode::UNAUTHORIZED, [(header::CONTENT_TYPE, "text/plain")], "").into_response();
    }
    if held.form.is_none() {
        return Redirect::to(&url("/sign-in", [("next", held.path.as_str())])).into_response();
    }
    (StatusCode::UNAUTHORIZED, sign_in::ended(frame, &held)).into_response()
}

/// What comes of this, or the reference under which its panic is in the log: a panic is a bug of
/// ours, and the other parts of a page go on.
pub(crate) async fn caught<T>(part: impl Future<Output = T>) -> Result<T, String> {
    AssertUnwindSafe(part).catch_unwind().await.map_err(|panic| panicked(&*panic))
}

/// Logs a panic; the reference under which it is there.
pub(crate) fn panicked(panic: &(dyn Any + Send)) -> String {
    let text =
        panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    let reference = reference();
    tracing::error!(reference, panic = text.unwrap_or("no text"), "a page panicked");
    reference
}

/// A short code that somebody can read out over the phone.
pub(crate) fn reference() -> String {
    let id = Uuid::now_v7().simple().to_string();
    id[id.len() - 8..].to_ascii_uppercase()
}

impl From<balcao_desk::Refused> for Fault {
    fn from(refused: balcao_desk::Refused) -> Fault {
        match refused {
            balcao_desk::Refused::NotFound => Fault::NotFound,
            balcao_desk::Refused::Denied => Fault::Forbidden,
            balcao_desk::Refused::Store(error) => error.into(),
        }
    }
}

impl From<AccessError> for Fault {
    fn from(error: AccessError) -> Fault {
        Fault::internal(error)
    }
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Fault {
        Fault::internal(error)
    }
}

/// What is shown after a panic, in all three languages: nothing is known any more of who asked.
pub(crate) fn after_a_panic(reference: &str) -> Response {
    let langs = [Locale::Pt, Locale::En, Locale::Es].map(Lang);
    let page = html! {
        (DOCTYPE)
        html lang="pt-BR" {
            head { meta charset="utf-8"; title { "Balcão" } link rel="stylesheet" href=(asset::CSS.url()); }
            body { main.plain { @for lang in langs { section lang=(lang.tag()) {
                h1 { (lang.error_title()) } p { (lang.error_text()) } p.dim { (lang.reference(reference)) }
            } } } }
        }
    };
    (StatusCode::INTERNAL_SERVER_ERROR, Html(page.into_string())).into_response()
}

#[cfg(test)]
mod tests {
    #[tokio::test]
    async fn a_part_that_panics_becomes_a_reference() {
        assert_eq!(super::caught(async { 7 }).await, Ok(7));
        let reference = super::caught(async { panic!("a bug") }).await.map(|()| 0).unwrap_err();
        assert_eq!(reference.len(), 8);
    }
}
