//! Tables whose rows have a code and names in three languages.

use std::future::Future;

use balcao_access::{Actor, Labels, Locale};
use balcao_desk::tables::{self, Cell, Done, Draft, Key, Row, TableError, list};
use balcao_store::{Conn, StoreError, Tx};
use maud::{Markup, html};

use super::super::Section;
use super::super::form::{Form, read_labels};
use super::{Act, Line, Sheet, Table};
use crate::fault::Fault;
use crate::fields::Fields;
use crate::shell::Frame;

/// Values with their words.
pub(super) type Options = Vec<(String, String)>;

/// What is special about such a table.
pub(super) trait Coded: Send + Sync + 'static {
    const TABLE: tables::Table;
    const SECTION: Section;

    /// Its groups, in their order, where it has any, and what they are called together.
    fn groups(_: &mut Conn, _: &Frame) -> impl Future<Output = Result<Options, StoreError>> + Send {
        std::future::ready(Ok(Vec::new()))
    }

    fn group_label(_: &Frame) -> &'static str {
        ""
    }

    fn heads(_: &Frame) -> Vec<&'static str> {
        Vec::new()
    }

    /// What else its rows have, as the list says it.
    fn cells(
        _: &mut Conn,
        _: &Frame,
        _: &Row,
    ) -> impl Future<Output = Result<Vec<String>, StoreError>> + Send {
        std::future::ready(Ok(Vec::new()))
    }

    /// The fields for it.
    fn fields(
        _: &mut Conn,
        _: &Form<'_>,
        _: Option<&Row>,
    ) -> impl Future<Output = Result<Markup, StoreError>> + Send {
        std::future::ready(Ok(html! {}))
    }

    /// What stands in them.
    fn read(_: &Fields) -> Result<Vec<Cell>, TableError> {
        Ok(Vec::new())
    }

    /// Adds a row, or changes one.
    fn store(
        tx: &mut Tx,
        actor: &Actor,
        sent: &Fields,
        names: Labels,
        row: Option<(&Key, i64)>,
    ) -> impl Future<Output = Result<Done, TableError>> + Send {
        async move {
            let draft = Draft { names, cells: Self::read(sent)? };
            match row {
                Some((key, seen)) => tables::change(tx, actor, Self::TABLE, key, seen, &draft).await,
                None => tables::add(tx, actor, Self::TABLE, sent.text("group"), &draft).await,
            }
        }
    }
}

fn parse(key: &str) -> Result<Key, TableError> {
    key.parse().map_err(|_| TableError::NotFound)
}

impl<T: Coded> Table for T {
    const SECTION: Section = <T as Coded>::SECTION;

    fn heads(frame: &Frame) -> Vec<&'static str> {
        <T as Coded>::heads(frame)
    }

    async fn lines(conn: &mut Conn, _: &Actor, frame: &Frame) -> Result<Vec<Line>, Fault> {
        let lang = frame.lang();
        let rows = list(conn, T::TABLE).await?;
        let groups = T::groups(conn, frame).await?;
        let place = |group: &str| groups.iter().position(|(known, _)| known == group);
        let mut lines = Vec::new();
        for row in &rows {
            let at = place(&row.key.group);
            let group = at.map_or_else(|| row.key.group.clone(), |at| groups[at].1.clone());
            let cells = T::cells(conn, frame, row).await?;
            let (key, name) = (row.key.to_string(), lang.label(&row.names).to_owned());
            lines.push((at, Line { key, group, name, cells, hidden: row.hidden }));
        }
        lines.sort_by_key(|(at, _)| *at);
        Ok(lines.into_iter().map(|(_, line)| line).collect())
    }

    async fn sheet(conn: &mut Conn, _: &Actor, form: &Form<'_>, key: Option<&str>) -> Result<Sheet, Fault> {
        let (frame, lang) = (form.frame, form.frame.lang());
        let key = key.map(parse).transpose().map_err(|_| Fault::NotFound)?;
        let rows = list(conn, T::TABLE).await?;
        let row = match &key {
            Some(key) => Some(rows.iter().find(|row| row.key == *key).ok_or(Fault::NotFound)?),
            None => None,
        };
        let groups = T::groups(conn, frame).await?;
        let own = T::fields(conn, form, row).await?;
        let names = row.map(|row| row.names.clone()).unwrap_or_default();
        let group = row.and_then(|row| groups.iter().find(|(group, _)| *group == row.key.group));
        Ok(Sheet {
            title: row.map_or(lang.tables_new(), |row| row.names.text(lang.0)).to_owned(),
            seen: row.map(|row| row.version),
            fields: html! {
                @match (row, group) {
                    (Some(_), Some((_, words))) => p { (T::group_label(frame)) ": " strong { (words) } },
                    (None, _) if !groups.is_empty() => (form.select("group", T::group_label(frame), &groups, "")),
                    _ => {}
                }
                (form.labels("name", lang.tables_name(), &names, None))
                (own)
            },
        })
    }

    async fn save(
        tx: &mut Tx,
        actor: &Actor,
        sent: &Fields,
        row: Option<(&str, i64)>,
    ) -> Result<Done, TableError> {
        let names = read_labels(sent, "name");
        match row {
            Some((key, seen)) => T::store(tx, actor, sent, names, Some((&parse(key)?, seen))).await,
            None => T::store(tx, actor, sent, names, None).await,
        }
    }

    async fn act(tx: &mut Tx, actor: &Actor, key: &str, act: Act) -> Result<Done, TableError> {
        let key = parse(key)?;
        match act {
            Act::Hide(hidden) => tables::hide(tx, actor, T::TABLE, &key, hidden).await,
            Act::Place(to) => tables::place(tx, actor, T::TABLE, &key, to).await,
        }
    }
}

/// The rows of a table as options. Those that are hidden say so, and are there only where they stand already.
pub(super) fn options(frame: &Frame, rows: &[Row], stand: &[String]) -> Options {
    let lang = frame.lang();
    let own = |row: &&Row| !row.hidden || stand.contains(&row.key.code);
    let words = |row: &Row| match row.hidden {
        true => format!("{} ({})", lang.label(&row.names), lang.tables_hidden()),
        false => lang.label(&row.names).to_owned(),
    };
    rows.iter().filter(own).map(|row| (row.key.code.clone(), words(row))).collect()
}

/// The name of the row of this code.
pub(super) fn name(locale: Locale, rows: &[Row], code: &str) -> String {
    rows.iter().find(|row| row.key.code == code).map_or(code, |row| row.names.text(locale)).to_owned()
}
