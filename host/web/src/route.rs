//! The one way a page comes to be: [`Routes::route`] takes a method, a path, a [`Rule`] and a
//! handler. The handler's argument is what the rule proves, so that a page without a rule, or one
//! that asks for less than it uses, does not compile (law 6).
//!
//! Every request goes the same way: where it comes from (for what changes something), what was
//! sent, who asks, whether a form of theirs sent it, what the rule says, what the rule records.
//!
//! Who holds a connection here asks for no other and waits for no browser: a few that did so at
//! once would take all connections from everybody.

use std::future::Future;
use std::net::IpAddr;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{FromRequestParts, RawPathParams, Request};
use axum::http::{HeaderMap, Method, header, request::Parts};
use axum::response::Response;
use axum::routing::{MethodFilter, on};
use balcao_access::{Actor, sessions};
use balcao_store::{DateTime, Utc, now};

use crate::fault::{Fault, Held};
use crate::fields::Fields;
use crate::incoming::Incoming;
use crate::rule::{Params, Rule};
use crate::shell::Frame;
use crate::{Desk, cookie, origin};

/// The most that a form may hold: 20 fields of a few thousand characters.
const FORM_LIMIT: usize = 128 * 1024;
/// How long a form may take to arrive.
const FORM_TIME: Duration = Duration::from_secs(10);

/// One line of the table of routes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its method.
    pub method: Method,
    /// Its path, with `{parameters}`.
    pub path: &'static str,
    /// The name of its rule: `public`, `signed-in`, `right:…`, `serves` or
    /// `serves+right:…`.
    pub rule: String,
}

/// One request that its rule let through.
pub(crate) struct Visit<P> {
    pub desk: Desk,
    /// What the rule proved: an actor, an attendance, or that nothing is needed.
    pub proof: P,
    /// What every page shows of who looks at it.
    pub frame: Frame,
    pub params: Params,
    pub query: Fields,
    /// What was posted; empty for a GET.
    pub form: Fields,
    /// What of it is still to arrive, from the first file on; only where a page takes files.
    pub incoming: Option<Incoming>,
    pub headers: HeaderMap,
    /// The address it comes from.
    pub from: IpAddr,
    pub now: DateTime<Utc>,
}

/// The routes, and the table of them.
pub(crate) struct Routes {
    router: Router<Desk>,
    table: Vec<Entry>,
}

impl Routes {
    pub fn new() -> Routes {
        Routes { router: Router::new(), table: Vec::new() }
    }

    /// Adds a page.
    pub fn route<R, H, F>(self, method: Method, path: &'static str, rule: R, handler: H) -> Routes
    where
        R: Rule,
        H: Fn(Visit<R::Proof>) -> F + Clone + Send + Sync + 'static,
        F: Future<Output = Result<Response, Fault>> + Send,
    {
        self.add(method, path, rule, false, handler)
    }

    /// Adds what takes forms with files too: its handler reads what is [`Visit::incoming`].
    pub fn with_files<R, H, F>(self, path: &'static str, rule: R, handler: H) -> Routes
    where
        R: Rule,
        H: Fn(Visit<R::Proof>) -> F + Clone + Send + Sync + 'static,
        F: Future<Output = Result<Response, Fault>> + Send,
    {
        self.add(Method::POST, path, rule, true, handler)
    }

    fn add<R, H, F>(mut self, method: Method, path: &'static str, rule: R, files: bool, handler: H) -> Routes
    where
        R: Rule,
        H: Fn(Visit<R::Proof>) -> F + Clone + Send + Sync + 'static,
        F: Future<Output = Result<Response, Fault>> + Send,
    {
        self.table.push(Entry { method: method.clone(), path, rule: rule.name() });
        let filter = MethodFilter::try_from(method).expect("a method that pages have");
        let serve = move |axum::extract::State(desk): axum::extract::State<Desk>, request: Request| {
            let handler = handler.clone();
            async move {
                let (begun, timing, method) = (Instant::now(), desk.timing.clone(), request.method().clone());
                let answer = serve(desk, rule, files, handler, request).await;
                timing.record(&method, path, begun.elapsed());
                answer
            }
        };
        self.router = self.router.route(path, on(filter, serve));
        self
    }

    pub fn into_parts(self) -> (Router<Desk>, Vec<Entry>) {
        (self.router, self.table)
    }
}

async fn serve<R, H, F>(desk: Desk, rule: R, files: bool, handler: H, request: Request) -> Response
where
    R: Rule,
    H: Fn(Visit<R::Proof>) -> F,
    F: Future<Output = Result<Response, Fault>> + Send,
{
    let (mut parts, body) = request.into_parts();
    let mut frame = Frame::of_visitor(&desk, &parts);
    let answer = match admit(&desk, rule, files, &mut frame, &mut parts, body).await {
        Ok(visit) => handler(visit).await,
        Err(fault) => Err(fault),
    };
    answer.unwrap_or_else(|fault| fault.into_page(&frame))
}

async fn admit<R: Rule>(
    desk: &Desk,
    rule: R,
    files: bool,
    frame: &mut Frame,
    parts: &mut Parts,
    body: Body,
) -> Result<Visit<R::Proof>, Fault> {
    let changes = !parts.method.is_safe();
    if changes && !origin::is_ours(&desk.config, &parts.headers) {
        return Err(Fault::Forged);
    }
    let query = Fields::parse(parts.uri.query().unwrap_or_default().as_bytes())?;
    let (form, incoming) = match changes {
        true if files && is(&parts.headers, "multipart/form-data") => {
            let (texts, incoming) = Incoming::open(&parts.headers, body).await?;
            (Fields::from(texts), Some(incoming))
        }
        true => (read_form(&parts.headers, body).await?, None),
        false => (Fields::default(), None),
    };
    let params = Params::new(RawPathParams::from_request_parts(parts, &()).await.ok());
    let (proof, seen) = match decide(desk, rule, frame, parts, &params, &form).await {
        Err(Fault::SignIn(_)) => return Err(Fault::SignIn(Held::of(parts, &form))),
        other => other?,
    };
    if let Some(actor) = &seen {
        sessions::touch(&desk.db, actor).await?;
    }
    rule.record(desk, &proof).await?;
    Ok(Visit {
        desk: desk.clone(),
        proof,
        frame: frame.clone(),
        params,
        query,
        form,
        incoming,
        headers: parts.headers.clone(),
        from: origin::address(&desk.config, parts),
        now: now(),
    })
}

/// Who asks, and what the rule says to it, over one connection that ends with this.
async fn decide<R: Rule>(
    desk: &Desk,
    rule: R,
    frame: &mut Frame,
    parts: &Parts,
    params: &Params,
    form: &Fields,
) -> Result<(R::Proof, Option<Actor>), Fault> {
    let Some(token) = cookie::session(&desk.config, &parts.headers).filter(|_| R::ASKS_WHO) else {
        return Ok((rule.prove(None, params).await?, None));
    };
    let from = origin::address(&desk.config, parts);
    let mut conn = desk.db.read().await?;
    let Some(actor) = sessions::find(&mut conn, &token, Some(from)).await? else {
        return Ok((rule.prove(None, params).await?, None));
    };
    frame.sign_in(&mut conn, &actor, sessions::csrf(&token)).await?;
    let changes = !parts.method.is_safe();
    if R::CSRF && changes && !sessions::csrf_holds(&token, form.text("csrf")) {
        return Err(Fault::Forged);
    }
    let proof = rule.prove(Some((&mut conn, actor.clone())), params).await?;
    Ok((proof, Some(actor)))
}

async fn read_form(headers: &HeaderMap, body: Body) -> Result<Fields, Fault> {
    if !is(headers, "application/x-www-form-urlencoded") {
        return Err(Fault::Forged);
    }
    let arriving = tokio::time::timeout(FORM_TIME, to_bytes(body, FORM_LIMIT));
    let bytes = arriving.await.map_err(|_| Fault::TooSlow)?.map_err(|_| Fault::TooLarge)?;
    Fields::parse(&bytes)
}

/// Whether what was posted is of this media type.
fn is(headers: &HeaderMap, media_type: &str) -> bool {
    let sent = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    sent.is_some_and(|sent| sent.starts_with(media_type))
}
