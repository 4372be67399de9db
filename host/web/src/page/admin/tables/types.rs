//! Types of requests: what each asks of the closing form.

use balcao_access::{Actor, Labels};
use balcao_desk::closing::Use;
use balcao_desk::tables::{self, Asks, Done, Key, Row, TableError, add_type, change_type, list, types};
use balcao_store::{Conn, StoreError, Tx};
use maud::{Markup, html};

use super::super::Section;
use super::super::form::Form;
use super::coded::{Coded, Options, name, options};
use crate::fields::Fields;
use crate::message::Lang;
use crate::shell::Frame;

pub(super) struct Types;

fn usage(lang: Lang, of: Use) -> &'static str {
    match of {
        Use::Required => lang.tables_required(),
        Use::Optional => lang.tables_optional(),
        Use::Unused => lang.tables_unused(),
    }
}

fn uses(lang: Lang) -> Options {
    Use::ALL.iter().map(|of| (of.as_str().to_owned(), usage(lang, *of).to_owned())).collect()
}

impl Coded for Types {
    const TABLE: tables::Table = tables::Table::TYPES;
    const SECTION: Section = Section::Types;

    fn heads(frame: &Frame) -> Vec<&'static str> {
        let lang = frame.lang();
        vec![lang.tables_catalog(), lang.tables_item(), lang.situation_word(), lang.tables_stopped()]
    }

    async fn cells(conn: &mut Conn, frame: &Frame, row: &Row) -> Result<Vec<String>, StoreError> {
        let lang = frame.lang();
        let all = types(conn).await?;
        let catalogs = list(conn, tables::Table::CATALOGS).await?;
        let situations = list(conn, tables::Table::SITUATIONS).await?;
        let Some(asks) = all.into_iter().find(|kind| kind.row.key == row.key).map(|kind| kind.asks) else {
            return Ok(Vec::new());
        };
        let mut catalog = usage(lang, asks.catalog).to_owned();
        if asks.catalog != Use::Unused && !asks.catalogs.is_empty() {
            let names: Vec<String> = asks.catalogs.iter().map(|code| name(lang.0, &catalogs, code)).collect();
            catalog = format!("{catalog}: {}", names.join(", "));
        }
        let situation = asks.situation.map(|code| name(lang.0, &situations, &code)).unwrap_or_default();
        let stopped = if asks.allows_blocked { lang.yes() } else { lang.no() };
        Ok(vec![catalog, usage(lang, asks.item).to_owned(), situation, stopped.to_owned()])
    }

    async fn fields(conn: &mut Conn, form: &Form<'_>, row: Option<&Row>) -> Result<Markup, StoreError> {
        let (frame, lang) = (form.frame, form.frame.lang());
        let all = types(conn).await?;
        let asks = row.and_then(|row| all.into_iter().find(|kind| kind.row.key == row.key)).map_or(
            Asks {
                allows_blocked: false,
                catalog: Use::Optional,
                item: Use::Optional,
                situation: None,
                catalogs: Vec::new(),
            },
            |kind| kind.asks,
        );
        let catalogs = options(frame, &list(conn, tables::Table::CATALOGS).await?, &asks.catalogs);
        let standing: Vec<String> = asks.situation.iter().cloned().collect();
        let mut situations = vec![(String::new(), lang.tables_no_situation().to_owned())];
        situations.extend(options(frame, &list(conn, tables::Table::SITUATIONS).await?, &standing));
        Ok(html! {
            (form.toggle("allows_blocked", lang.tables_allows_stopped(), asks.allows_blocked))
            div.columns {
                (form.select("catalog", lang.tables_catalog(), &uses(lang), asks.catalog.as_str()))
                (form.select("item", lang.tables_item(), &uses(lang), asks.item.as_str()))
                (form.select("situation", lang.situation_word(), &situations, asks.situation.as_deref().unwrap_or_default()))
            }
            (form.some("catalogs", lang.tables_catalogs_of_type(), lang.tables_none_is_all(), &catalogs, &asks.catalogs))
        })
    }

    async fn store(
        tx: &mut Tx,
        actor: &Actor,
        sent: &Fields,
        names: Labels,
        row: Option<(&Key, i64)>,
    ) -> Result<Done, TableError> {
        let usage = |name: &str| sent.text(name).parse().map_err(|_| TableError::NotOffered);
        let situation = sent.text("situation");
        let asks = Asks {
            allows_blocked: sent.get("allows_blocked").is_some(),
            catalog: usage("catalog")?,
            item: usage("item")?,
            situation: (!situation.is_empty()).then(|| situation.to_owned()),
            catalogs: sent.all("catalogs").map(str::to_owned).collect(),
        };
        match row {
            Some((key, seen)) => change_type(tx, actor, key, seen, names, &asks).await,
            None => add_type(tx, actor, names, &asks).await,
        }
    }
}
