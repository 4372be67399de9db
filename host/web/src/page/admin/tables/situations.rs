//! Situations: how long a request may take.

use balcao_desk::deadline::Measure;
use balcao_desk::tables::{self, Cell, Row, TableError, Terms};
use balcao_store::{Conn, StoreError};
use maud::{Markup, html};

use super::super::Section;
use super::super::form::Form;
use super::coded::{Coded, Options};
use crate::fields::Fields;
use crate::message::Lang;
use crate::shell::Frame;

pub(super) struct Situations;

fn measure(lang: Lang, measure: Measure) -> &'static str {
    match measure {
        Measure::Business => lang.tables_business_hours(),
        Measure::Running => lang.tables_running_hours(),
        Measure::Manual => lang.tables_manual(),
        Measure::Unlimited => lang.tables_no_deadline(),
    }
}

impl Coded for Situations {
    const TABLE: tables::Table = tables::Table::SITUATIONS;
    const SECTION: Section = Section::Situations;

    fn heads(frame: &Frame) -> Vec<&'static str> {
        vec![frame.lang().tables_measure(), frame.lang().tables_hours()]
    }

    async fn cells(_: &mut Conn, frame: &Frame, row: &Row) -> Result<Vec<String>, StoreError> {
        let terms = Terms::of(row);
        let hours = terms.hours.map(|hours| frame.format.integer(hours)).unwrap_or_default();
        Ok(vec![measure(frame.lang(), terms.measure).to_owned(), hours])
    }

    async fn fields(_: &mut Conn, form: &Form<'_>, row: Option<&Row>) -> Result<Markup, StoreError> {
        let lang = form.frame.lang();
        let terms = row.map_or(Terms { measure: Measure::Business, hours: None }, Terms::of);
        let measures: Options = Measure::ALL
            .iter()
            .map(|one| (one.as_str().to_owned(), measure(lang, *one).to_owned()))
            .collect();
        let hours = terms.hours.map(|hours| hours.to_string()).unwrap_or_default();
        Ok(html! {
            div.columns {
                (form.select("measure", lang.tables_measure(), &measures, terms.measure.as_str()))
                (form.line("hours", lang.tables_hours(), &hours, true, "number", ""))
            }
            p.hint { (lang.tables_deadlines_stay()) }
        })
    }

    fn read(sent: &Fields) -> Result<Vec<Cell>, TableError> {
        let measure = sent.text("measure").parse().map_err(|_| TableError::NotOffered)?;
        Terms { measure, hours: sent.text("hours").parse().ok() }.cells()
    }
}
