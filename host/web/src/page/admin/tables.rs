//! The desk's tables: one way to list, add, change, order and hide the rows from which users choose. What is
//! special about a table stands in a file of its own.

mod calendar;
mod coded;
mod modules;
mod plain;
mod situations;
mod types;
mod words;

use std::future::Future;

use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use balcao_access::{Actor, audit, sessions};
use balcao_desk::tables::{Done, TableError};
use balcao_plugins::canvas::Tone;
use balcao_store::{Conn, Tx};
use maud::{Markup, html};

use super::form::{self, Form, Problem};
use super::{ADMINISTERS, Section};
use crate::block::{notice, tone_class};
use crate::fault::Fault;
use crate::fields::Fields;
use crate::route::{Routes, Visit};
use crate::shell::Frame;

/// A row as the list shows it.
pub(super) struct Line {
    /// What names it in an address.
    pub key: String,
    /// The heading under which it stands.
    pub group: String,
    pub name: String,
    /// What its own columns say.
    pub cells: Vec<String>,
    pub hidden: bool,
}

/// A row as its form shows it.
pub(super) struct Sheet {
    pub title: String,
    /// The version that the form has to name; none: it is new.
    pub seen: Option<i64>,
    pub fields: Markup,
}

/// What is done with a row by a button of the list.
#[derive(Clone, Copy)]
pub(super) enum Act {
    Hide(bool),
    /// Its place among those of its group, from 0.
    Place(usize),
}

/// A table of the desk.
pub(super) trait Table: Send + Sync + 'static {
    const SECTION: Section;

    /// The heads of its own columns.
    fn heads(frame: &Frame) -> Vec<&'static str>;

    /// Its rows, group by group, in their order.
    fn lines(
        conn: &mut Conn,
        actor: &Actor,
        frame: &Frame,
    ) -> impl Future<Output = Result<Vec<Line>, Fault>> + Send;

    /// The form of a row, or of a new one.
    fn sheet(
        conn: &mut Conn,
        actor: &Actor,
        form: &Form<'_>,
        key: Option<&str>,
    ) -> impl Future<Output = Result<Sheet, Fault>> + Send;

    /// Does what the form says: adds a row, or changes the one of this key, seen in this version.
    fn save(
        tx: &mut Tx,
        actor: &Actor,
        sent: &Fields,
        row: Option<(&str, i64)>,
    ) -> impl Future<Output = Result<Done, TableError>> + Send;

    /// Hides, shows or moves a row.
    fn act(
        tx: &mut Tx,
        actor: &Actor,
        key: &str,
        act: Act,
    ) -> impl Future<Output = Result<Done, TableError>> + Send;
}

macro_rules! pages {
    ($routes:expr, $( $path:literal => $table:ty ),+ $(,)?) => {
        $routes $(
            .route(Method::GET, $path, ADMINISTERS, list::<$table>)
            .route(Method::GET, concat!($path, "/new"), ADMINISTERS, edit::<$table>)
            .route(Method::POST, concat!($path, "/new"), ADMINISTERS, save::<$table>)
            .route(Method::GET, concat!($path, "/row/{row}"), ADMINISTERS, edit::<$table>)
            .route(Method::POST, concat!($path, "/row/{row}"), ADMINISTERS, save::<$table>)
            .route(Method::POST, concat!($path, "/row/{row}/act"), ADMINISTERS, act::<$table>)
        )+
    };
}

pub(super) fn routes(routes: Routes) -> Routes {
    let routes = pages!(
        routes,
        "/admin/request-types" => types::Types,
        "/admin/catalogs" => plain::Catalogs,
        "/admin/catalog-items" => plain::Items,
        "/admin/situations" => situations::Situations,
        "/admin/statuses" => plain::Statuses,
        "/admin/reasons" => plain::Reasons,
        "/admin/file-kinds" => plain::FileKinds,
        "/admin/text-modules" => modules::Modules,
    );
    calendar::routes(routes)
}

async fn list<T: Table>(visit: Visit<Actor>) -> Result<Response, Fault> {
    page::<T>(&visit, None).await
}

/// The rows, below why nothing was done with one of them.
async fn page<T: Table>(visit: &Visit<Actor>, refused: Option<&TableError>) -> Result<Response, Fault> {
    let (frame, lang) = (&visit.frame, visit.frame.lang());
    let lines = T::lines(&mut visit.desk.db.read().await?, &visit.proof, frame).await?;
    let main = html! {
        div.heading {
            h1 { (T::SECTION.label(lang)) }
            p.dim { (T::SECTION.about(lang)) }
            a.button.primary href={ (T::SECTION.path()) "/new" } { (lang.tables_add()) }
        }
        @if let Some(error) = refused {
            div #problem tabindex="-1" role="alert" autofocus { (notice(Tone::Warning, lang.tables_refused(), html! { (words::refusal(lang, error)) })) }
        }
        @if lines.is_empty() { p.empty { (lang.tables_none()) } } @else { (table::<T>(frame, &lines)) }
    };
    let status = if refused.is_some() { StatusCode::CONFLICT } else { StatusCode::OK };
    Ok((status, super::page(frame, T::SECTION, T::SECTION.label(lang), main)).into_response())
}

fn table<T: Table>(frame: &Frame, lines: &[Line]) -> Markup {
    let lang = frame.lang();
    let heads = T::heads(frame);
    html! {
        div.scroll role="group" tabindex="0" aria-label=(T::SECTION.label(lang)) {
            table.tasks {
                caption.sr { (T::SECTION.label(lang)) }
                thead { tr {
                    th scope="col" { (lang.tables_name()) }
                    @for head in &heads { th scope="col" { (head) } }
                    th scope="col" { (lang.tables_visibility()) }
                    th scope="col" { span.sr { (lang.actions()) } }
                } }
                @for group in lines.chunk_by(|a, b| a.group == b.group) {
                    tbody {
                        @if !group[0].group.is_empty() {
                            tr { th.group scope="rowgroup" colspan=(heads.len() + 3) { (group[0].group) } }
                        }
                        @for (at, line) in group.iter().enumerate() {
                            tr id={ "row-" (line.key) } {
                                td { a href={ (T::SECTION.path()) "/row/" (line.key) } { (line.name) } }
                                @for cell in &line.cells { td { (cell) } }
                                td { @if line.hidden { span.badge.(tone_class(Tone::Neutral)) { (lang.tables_hidden()) } } }
                                td.acts { (buttons::<T>(frame, line, at, group.len())) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Up, down, hide or show.
fn buttons<T: Table>(frame: &Frame, line: &Line, at: usize, of: usize) -> Markup {
    let lang = frame.lang();
    let (hide, words) = if line.hidden { ("show", lang.tables_show()) } else { ("hide", lang.tables_hide()) };
    html! {
        form.moves method="post" action={ (T::SECTION.path()) "/row/" (line.key) "/act" } {
            (frame.csrf())
            @if at > 0 {
                button.icon-only name="to" value=(at - 1) aria-label=(lang.tables_up(&line.name)) title=(lang.tables_up(&line.name)) { "↑" }
            }
            @if at + 1 < of {
                button.icon-only name="to" value=(at + 1) aria-label=(lang.tables_down(&line.name)) title=(lang.tables_down(&line.name)) { "↓" }
            }
            button.quiet name="act" value=(hide) aria-label={ (words) " " (line.name) } { (words) }
        }
    }
}

/// The key that the path names; none on the page of a new row.
fn key(visit: &Visit<Actor>) -> Option<String> {
    visit.params.get("row").ok()
}

async fn edit<T: Table>(visit: Visit<Actor>) -> Result<Response, Fault> {
    form_page::<T>(&visit, None).await
}

async fn save<T: Table>(visit: Visit<Actor>) -> Result<Response, Fault> {
    let key = key(&visit);
    let seen = match &key {
        Some(_) => visit.form.text("seen").parse().map_err(|_| Fault::Forged)?,
        None => 0,
    };
    let (mut tx, actor) = begin(&visit).await?;
    let row = key.as_deref().map(|key| (key, seen));
    match T::save(&mut tx, &actor, &visit.form, row).await {
        Ok(done) => finish(tx, done, T::SECTION.path()).await,
        Err(TableError::NotFound) => Err(Fault::NotFound),
        Err(TableError::Store(error)) => Err(error.into()),
        Err(refused) => {
            drop(tx);
            form_page::<T>(&visit, Some(&refused)).await
        }
    }
}

async fn act<T: Table>(visit: Visit<Actor>) -> Result<Response, Fault> {
    let key = key(&visit).ok_or(Fault::NotFound)?;
    let act = match (visit.form.text("act"), visit.form.text("to").parse()) {
        (_, Ok(to)) => Act::Place(to),
        ("hide", _) => Act::Hide(true),
        ("show", _) => Act::Hide(false),
        _ => return Err(Fault::Forged),
    };
    let (mut tx, actor) = begin(&visit).await?;
    match T::act(&mut tx, &actor, &key, act).await {
        Ok(done) => finish(tx, done, &format!("{}#row-{key}", T::SECTION.path())).await,
        Err(TableError::NotFound) => Err(Fault::NotFound),
        Err(TableError::Store(error)) => Err(error.into()),
        Err(refused) => {
            drop(tx);
            page::<T>(&visit, Some(&refused)).await
        }
    }
}

/// A transaction in which whoever sent the form is asked for again: the right may have been taken from them.
async fn begin(visit: &Visit<Actor>) -> Result<(Tx, Actor), Fault> {
    let mut tx = visit.desk.db.write().await?;
    let actor = sessions::again(&mut tx, &visit.proof).await?.ok_or(Fault::Forbidden)?;
    if !actor.may(ADMINISTERS.0) {
        return Err(Fault::Forbidden);
    }
    Ok((tx, actor))
}

/// Commits what was done, also where it stood so already: it may not be durable yet.
async fn finish(tx: Tx, done: Done, to: &str) -> Result<Response, Fault> {
    match done {
        Some(line) => audit::commit(tx, vec![line]).await?,
        None => tx.commit().await?,
    }
    Ok(Redirect::to(to).into_response())
}

/// The form, below what it was refused for. What was typed stands in it again.
async fn form_page<T: Table>(visit: &Visit<Actor>, refused: Option<&TableError>) -> Result<Response, Fault> {
    let (frame, lang) = (&visit.frame, visit.frame.lang());
    let problems = refused.map(|error| words::problems(lang, error)).unwrap_or_default();
    let drawn = Form { frame, typed: refused.map(|_| &visit.form), problems: &problems };
    let sheet =
        T::sheet(&mut visit.desk.db.read().await?, &visit.proof, &drawn, key(visit).as_deref()).await?;
    let status = match refused {
        None => StatusCode::OK,
        Some(TableError::Stale | TableError::Needed(_) | TableError::Own) => StatusCode::CONFLICT,
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let main = html! {
        p { a href=(T::SECTION.path()) { (T::SECTION.label(lang)) } }
        div.heading { h1 { (sheet.title) } }
        @match refused {
            Some(TableError::Stale) => (form::late(frame, None)),
            Some(error) if problems.is_empty() => div #problem tabindex="-1" role="alert" autofocus {
                (notice(Tone::Warning, lang.tables_refused(), html! { (words::refusal(lang, error)) }))
            },
            _ => (form::summary(frame, &problems)),
        }
        form.card method="post" data-guard novalidate {
            (frame.csrf())
            @if let Some(seen) = sheet.seen { input type="hidden" name="seen" value=(seen); }
            (sheet.fields)
            p.row { button.primary { (lang.save()) } a.button href=(T::SECTION.path()) { (lang.cancel()) } }
        }
    };
    Ok((status, super::page(frame, T::SECTION, &sheet.title, main)).into_response())
}

/// A problem at a field.
fn problem(id: &str, label: &str, words: String) -> Problem {
    Problem { id: id.to_owned(), label: label.to_owned(), words }
}
