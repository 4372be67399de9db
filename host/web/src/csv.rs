//! Tables for spreadsheets, as Brazilian ones open them with a double click: UTF-8 with its mark,
//! semicolons between the cells.

use std::io;

use axum::body::Body;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use futures_util::{Stream, StreamExt, stream};

/// A cell.
pub(crate) enum Cell {
    /// A text: whoever wrote it, it is never a formula.
    Text(String),
    /// A number.
    Number(i64),
}

/// The rows as a file of this name, which is ours: letters, digits, hyphens.
pub(crate) fn file(name: &str, rows: &[Vec<Cell>]) -> Response {
    answer(name, format!("{MARK}{}", text(rows)).into())
}

/// The same of rows that are read while they are sent. What breaks off ends without its last part,
/// so that nobody takes half a table for a whole one.
pub(crate) fn streamed(
    name: &str,
    head: Vec<Cell>,
    rows: impl Stream<Item = Result<Vec<Vec<Cell>>, io::Error>> + Send + 'static,
) -> Response {
    let first = stream::iter([Ok(format!("{MARK}{}", text(&[head])))]);
    answer(name, Body::from_stream(first.chain(rows.map(|rows| rows.map(|rows| text(&rows))))))
}

/// What tells a spreadsheet that it is UTF-8.
const MARK: char = '\u{feff}';

fn answer(name: &str, body: Body) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}.csv\"")),
    ];
    (headers, body).into_response()
}

fn text(rows: &[Vec<Cell>]) -> String {
    let mut out = String::new();
    for row in rows {
        let cells: Vec<String> = row.iter().map(cell).collect();
        out.push_str(&cells.join(";"));
        out.push_str("\r\n");
    }
    out
}

/// Spreadsheets take a text that begins with one of these for a formula, and run it (OWASP, "CSV
/// injection").
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

fn cell(cell: &Cell) -> String {
    match cell {
        Cell::Number(number) => number.to_string(),
        Cell::Text(text) => {
            let safe = if text.starts_with(FORMULA) { format!("'{text}") } else { text.clone() };
            match safe.contains(['"', ';', '\n', '\r']) {
                true => format!("\"{}\"", safe.replace('"', "\"\"")),
                false => safe,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_one_cell_and_no_formula() {
        let cells =
            ["Suporte N1", "=HYPERLINK(\"http://x\";\"y\")", "+55", "-1", "@SUM(A1)", "a;b\nc", "\t=1"]
                .map(|text| Cell::Text(text.into()));
        let row: Vec<Cell> = cells.into_iter().chain([Cell::Number(-3)]).collect();
        assert_eq!(
            text(&[row]),
            "Suporte N1;\"'=HYPERLINK(\"\"http://x\"\";\"\"y\"\")\";'+55;'-1;'@SUM(A1);\"a;b\nc\";'\t=1;-3\r\n"
        );
    }
}
