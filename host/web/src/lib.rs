//! The desk's pages: HTML from Rust, one style sheet, one small module, and nothing else.
//!
//! [`app`] is the whole of it. A page is added in `page.rs` with its rule, which hands its handler
//! the proof that it needs ([`routes`] is the table of them). What a plugin drew becomes HTML in
//! `block.rs`, what the desk says is in `message.rs`, and how values are written in `format.rs`.
//!
//! A widget's way to the page is in `page/attendance.rs`, an action's in `page/run.rs`.
#![forbid(unsafe_code)]

mod answers;
mod asset;
mod block;
mod config;
mod cookie;
mod csv;
mod disposition;
mod fault;
mod fields;
mod format;
mod headers;
mod incoming;
mod jobs;
mod lives;
mod message;
mod metered;
mod opened;
mod origin;
mod outside;
mod page;
mod part;
mod presence;
mod route;
mod rule;
mod shell;
mod streams;
mod timing;

use axum::extract::{Request, State};
use axum::response::Response;
use axum::{Router, middleware};
use balcao_access::audit::Prover;
use balcao_action::Actions;
use balcao_files::Files;
use balcao_plugins::Plugins;
use balcao_store::Db;
use tower_http::catch_panic::CatchPanicLayer;

pub use config::{Demo, DemoCustomer, DemoMail, DemoUser, Mailbox, WebConfig};
pub use jobs::{Job, Jobs};
pub use outside::{OltMake, Outside, Part, Trial, Tried};
pub use route::Entry;

/// What the pages stand on. Cheap to clone; all clones are one.
#[derive(Clone)]
pub struct Desk {
    db: Db,
    plugins: Plugins,
    actions: Actions,
    files: Files,
    config: std::sync::Arc<WebConfig>,
    opened: opened::Opened,
    streams: streams::Streams,
    presence: presence::Presence,
    lives: lives::Lives,
    metered: metered::Metered,
    prover: Prover,
    timing: timing::Timing,
}

impl Desk {
    /// A desk over these.
    pub fn new(db: Db, plugins: Plugins, actions: Actions, files: Files, config: WebConfig) -> Desk {
        Desk {
            prover: Prover::new(db.clone(), config.audit_heads.clone()),
            db,
            plugins,
            actions,
            files,
            config: config.into(),
            opened: opened::Opened::default(),
            streams: streams::Streams::default(),
            presence: presence::Presence::default(),
            lives: lives::Lives::default(),
            metered: metered::Metered::default(),
            timing: timing::Timing::default(),
        }
    }
}

/// Every page of the desk. To be served with
/// `into_make_service_with_connect_info::<SocketAddr>()`, without compression (a page streams) and
/// without a limit on how long an answer takes (its parts have their own).
pub fn app(desk: Desk) -> Router {
    let (router, _) = page::routes().into_parts();
    router
        .fallback(nothing_here)
        .method_not_allowed_fallback(nothing_here)
        .layer(CatchPanicLayer::custom(broke))
        .layer(middleware::from_fn(headers::add))
        .with_state(desk)
}

/// The table of all pages with their rules.
pub fn routes() -> Vec<Entry> {
    page::routes().into_parts().1
}

async fn nothing_here(State(desk): State<Desk>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    fault::Fault::NotFound.into_page(&shell::Frame::of_visitor(&desk, &parts))
}

/// A panic is a bug of ours: the others go on, and the log has it under the reference.
fn broke(panic: Box<dyn std::any::Any + Send>) -> Response {
    fault::after_a_panic(&fault::panicked(&*panic))
}
