//! Text modules of the company in which the administrator works.

use balcao_access::Actor;
use balcao_desk::modules::{ModuleId, edit};
use balcao_desk::tables::{Done, TableError};
use balcao_store::{Conn, Tx};
use maud::html;

use super::super::Section;
use super::super::form::Form;
use super::{Act, Line, Sheet, Table};
use crate::fault::Fault;
use crate::fields::Fields;
use crate::shell::Frame;

pub(super) struct Modules;

fn id(key: &str) -> Result<ModuleId, TableError> {
    key.parse().map_err(|_| TableError::NotFound)
}

impl Table for Modules {
    const SECTION: Section = Section::TextModules;

    fn heads(frame: &Frame) -> Vec<&'static str> {
        vec![frame.lang().modules_body()]
    }

    async fn lines(conn: &mut Conn, actor: &Actor, _: &Frame) -> Result<Vec<Line>, Fault> {
        let line = |row: edit::ModuleRow| Line {
            key: row.id.to_string(),
            group: String::new(),
            name: row.title,
            cells: vec![row.body],
            hidden: row.hidden,
        };
        Ok(edit::all(conn, actor).await?.into_iter().map(line).collect())
    }

    async fn sheet(
        conn: &mut Conn,
        actor: &Actor,
        form: &Form<'_>,
        key: Option<&str>,
    ) -> Result<Sheet, Fault> {
        let lang = form.frame.lang();
        let id = key.map(id).transpose().map_err(|_| Fault::NotFound)?;
        let rows = edit::all(conn, actor).await?;
        let row = match id {
            Some(id) => Some(rows.iter().find(|row| row.id == id).ok_or(Fault::NotFound)?),
            None => None,
        };
        let (title, body) = row.map_or(("", ""), |row| (&row.title, &row.body));
        Ok(Sheet {
            title: if row.is_some() { title } else { lang.tables_new() }.to_owned(),
            seen: row.map(|row| row.version),
            fields: html! {
                (form.text("title", lang.modules_title(), title, false))
                (form.paragraph("body", lang.modules_body(), body, lang.modules_hint(), 6))
            },
        })
    }

    async fn save(
        tx: &mut Tx,
        actor: &Actor,
        sent: &Fields,
        row: Option<(&str, i64)>,
    ) -> Result<Done, TableError> {
        let body = sent.text("body").replace("\r\n", "\n");
        match row {
            Some((key, seen)) => edit::change(tx, actor, id(key)?, seen, sent.text("title"), &body).await,
            None => edit::add(tx, actor, sent.text("title"), &body).await,
        }
    }

    async fn act(tx: &mut Tx, actor: &Actor, key: &str, act: Act) -> Result<Done, TableError> {
        match act {
            Act::Hide(hidden) => edit::hide(tx, actor, id(key)?, hidden).await,
            Act::Place(to) => edit::place(tx, actor, id(key)?, to).await,
        }
    }
}
