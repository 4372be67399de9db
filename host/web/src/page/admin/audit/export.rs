//! A search of the trail as a file for spreadsheets: read page by page while it is sent.

use axum::response::Response;
use balcao_access::audit::{self, Act, Line};
use balcao_access::{Actor, users};
use balcao_desk::trail::{self, Cursor, Entry, Search};
use futures_util::stream;
use serde_json::json;

use super::line::{self, Names};
use super::{Asked, colleagues};
use crate::csv::{self, Cell};
use crate::fault::Fault;
use crate::route::Visit;

/// The most lines of a file: a spreadsheet opens no more with ease.
const MOST: usize = 100_000;
/// Lines that are read at once.
const READ: usize = 1_000;

/// The file.
pub(super) async fn show(visit: Visit<Actor>) -> Result<Response, Fault> {
    let asked = Asked::of(&visit);
    if asked.problem.is_some() {
        return Err(Fault::NotFound);
    }
    let filters: Vec<&str> =
        super::FILTERS.iter().copied().filter(|name| !visit.query.text(name).is_empty()).collect();
    let mut note = Line::new(Act::TrailExported).by(&visit.proof).fields(json!({ "filters": filters }));
    note.person = asked.search.person.map(|person| person.0);
    audit::commit(visit.desk.db.write().await?, vec![note]).await?;
    let mut conn = visit.desk.db.read().await?;
    let users = colleagues(&visit, users::list(&mut conn).await?);
    let names = Names::load(&mut conn, &visit.frame, &users).await?;
    drop(conn);
    let name = format!("balcao-auditoria-{}", visit.frame.format.day(visit.now));
    let head = head(&visit);
    let sending = Sending { visit, names, search: asked.search, before: None, left: MOST };
    let rows = stream::try_unfold(Some(sending), async |sending| match sending {
        Some(sending) => sending.next().await,
        None => Ok(None),
    });
    Ok(csv::streamed(&name, head, rows))
}

/// What is still to be sent.
struct Sending {
    visit: Visit<Actor>,
    names: Names,
    search: Search,
    before: Option<Cursor>,
    left: usize,
}

/// Rows of the file.
type Rows = Vec<Vec<Cell>>;

impl Sending {
    /// The next rows, and what is left after them.
    async fn next(mut self) -> Result<Option<(Rows, Option<Sending>)>, std::io::Error> {
        let limit = READ.min(self.left);
        let failed = |error: &dyn std::fmt::Display| {
            tracing::error!(%error, "an export of the audit trail broke off");
            std::io::Error::other("the export broke off")
        };
        let mut conn = self.visit.desk.db.read().await.map_err(|error| failed(&error))?;
        let page = trail::page(&mut conn, &self.visit.proof, &self.search, self.before, limit).await;
        drop(conn);
        let page = page.map_err(|error| failed(&error))?;
        let rows = page.entries.iter().map(|entry| row(&self.visit, &self.names, entry)).collect();
        self.left -= limit;
        self.before = page.next;
        let more = self.before.is_some() && self.left > 0;
        Ok(Some((rows, more.then_some(self))))
    }
}

pub(super) fn head(visit: &Visit<Actor>) -> Vec<Cell> {
    let lang = visit.frame.lang();
    let heads = [
        lang.audit_when(),
        lang.audit_user(),
        lang.audit_act(),
        lang.customer(),
        lang.protocol(),
        lang.audit_address(),
        lang.audit_details(),
        lang.audit_place(),
    ];
    heads.map(|text| Cell::Text(text.to_owned())).into()
}

pub(super) fn row(visit: &Visit<Actor>, names: &Names, entry: &Entry) -> Vec<Cell> {
    let lang = visit.frame.lang();
    let details = names.details(&visit.frame, &entry.fields);
    let details = details.iter().map(|(key, value)| format!("{key}: {value}")).collect::<Vec<_>>().join("; ");
    let texts = [
        entry.at.with_timezone(&visit.frame.format.zone).format("%Y-%m-%d %H:%M:%S").to_string(),
        line::who(lang, entry).to_owned(),
        line::what(visit, entry),
        entry.person.as_ref().map(|(_, name)| name.clone()).unwrap_or_default(),
        entry.request.as_ref().map(|(_, protocol)| protocol.to_string()).unwrap_or_default(),
        entry.address.clone().unwrap_or_default(),
        details,
        entry.place.to_string(),
    ];
    texts.map(Cell::Text).into()
}
