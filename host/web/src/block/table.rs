//! A table, with a button at each row where the plugin has an action for it.

use balcao_plugins::canvas::{Answer, Column, Row, RowAction};
use maud::{Markup, html};

use super::{Card, Known, Place, tone_class};
use crate::answers;

impl Place<'_> {
    pub(super) fn table(
        &self,
        caption: &str,
        columns: &[Column],
        rows: &[&Row],
        when_empty: &str,
        row_actions: &[RowAction],
        known: &Known,
    ) -> Markup {
        if rows.is_empty() {
            return html! { p.empty { @if when_empty.is_empty() { (self.frame.lang().nothing_here()) } @else { (when_empty) } } };
        }
        let card = self.card.as_ref();
        let offered: Vec<&RowAction> = row_actions
            .iter()
            .filter(|action| card.is_some_and(|card| card.actions.contains(action.action.as_str())))
            .collect();
        let table = html! {
            table {
                caption { (caption) }
                thead {
                    tr {
                        @for column in columns { th scope="col" class=[column.numeric.then_some("num")] { (column.label) } }
                        @if !offered.is_empty() { th scope="col" { span.sr { (self.frame.lang().row_actions()) } } }
                    }
                }
                tbody { @for row in rows { (self.row(row, columns, card, &offered, known)) } }
            }
        };
        html! {
            // Wider than its card, a table scrolls inside it; then it must be reachable by keyboard.
            div.scroll role="group" aria-label=(caption) tabindex="0" {
                @match card.filter(|_| !offered.is_empty()) {
                    Some(card) => form method="post" action=(card.run) { (self.launch_fields(card)) (table) },
                    None => (table),
                }
            }
        }
    }

    /// A table of a card that is still being drawn: without buttons, and with a name at its rows.
    pub(super) fn growing(
        &self,
        number: u32,
        caption: &str,
        columns: &[Column],
        rows: &[&Row],
        known: &Known,
    ) -> Markup {
        html! {
            div.scroll role="region" aria-label=(caption) tabindex="0" {
                table {
                    caption { (caption) }
                    thead { tr { @for column in columns { th scope="col" class=[column.numeric.then_some("num")] { (column.label) } } } }
                    tbody id=(self.body_of(number)) { (self.rows(columns, rows, known)) }
                }
            }
        }
    }

    /// More of its rows.
    pub(super) fn rows(&self, columns: &[Column], rows: &[&Row], known: &Known) -> Markup {
        html! { @for row in rows { (self.row(row, columns, None, &[], known)) } }
    }

    /// The name of the rows of a table of this card.
    pub(super) fn body_of(&self, number: u32) -> String {
        format!("{}-t{number}", self.prefix)
    }

    fn row(
        &self,
        row: &Row,
        columns: &[Column],
        card: Option<&Card<'_>>,
        offered: &[&RowAction],
        known: &Known,
    ) -> Markup {
        html! {
            tr.(tone_class(row.tone)) {
                @for (column, cell) in columns.iter().zip(&row.cells) {
                    td class=[column.numeric.then_some("num")] { (self.value(known, cell)) }
                }
                @if let Some(card) = card.filter(|_| !offered.is_empty()) {
                    td.acts {
                        @for action in offered {
                            button.quiet name="launch" value=(launch(card, action, &row.key)) { (action.label) }
                        }
                    }
                }
            }
        }
    }
}

fn launch(card: &Card<'_>, action: &RowAction, key: &str) -> String {
    answers::launch(
        card.plugin,
        &action.action,
        &[Answer { field: action.field.clone(), values: vec![key.to_owned()] }],
    )
}
