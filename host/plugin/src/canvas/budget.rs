//! How much one call may draw. Over a cap the call ends; nothing is cut off in silence, for a list
//! that lost its end looks like a list that is complete.

use chrono::{DateTime, Datelike, NaiveDate, Utc};

use super::clean::{clean, holds_payment_code, is_name, is_payment_code};

/// What a call may not exceed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// 200 blocks: several screens; nobody reads more.
    Blocks,
    /// 256 KiB of text and values in all: a page of a dozen widgets stays under 3 MiB.
    Bytes,
    /// 1,000 rows in all tables.
    Rows,
    /// 24 columns, row actions, series or facts-like lists longer than their cap.
    List,
    /// A text longer than its place takes.
    Text,
}

/// Why what was drawn is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Spoiled {
    /// More than a call may draw.
    #[error("over the cap of {0:?}: {1}")]
    Over(Limit, usize),
    /// A number that is none, or a day or moment that does not exist.
    #[error("not a value: {0}")]
    Value(&'static str),
    /// A payment code in a text, where only `payment` draws one.
    #[error("a payment code in a text")]
    PaymentCode,
    /// An id that was not handed out in this call, or is of another kind.
    #[error("an id that this call did not hand out, in {0}")]
    Id(&'static str),
    /// Something that contradicts itself, such as a row with too many cells.
    #[error("{0}")]
    Shape(&'static str),
}

/// What is left of a call's canvas.
#[derive(Debug)]
pub(crate) struct Budget {
    blocks: usize,
    bytes: usize,
    rows: usize,
}

/// Also the room of the channel through which blocks leave a call.
pub(crate) const BLOCKS: usize = 200;
const BYTES: usize = 256 * 1024;
const ROWS: usize = 1_000;
/// A value without text is counted as this many bytes.
const PLAIN: usize = 8;

impl Budget {
    pub(crate) fn new() -> Budget {
        Budget { blocks: BLOCKS, bytes: BYTES, rows: ROWS }
    }

    /// Bytes drawn so far.
    pub(crate) fn spent(&self) -> usize {
        BYTES - self.bytes
    }

    pub(crate) fn block(&mut self) -> Result<(), Spoiled> {
        take(&mut self.blocks, 1, Limit::Blocks, BLOCKS)?;
        self.spend(PLAIN)
    }

    pub(crate) fn rows(&mut self, count: usize) -> Result<(), Spoiled> {
        take(&mut self.rows, count, Limit::Rows, ROWS)
    }

    fn spend(&mut self, bytes: usize) -> Result<(), Spoiled> {
        take(&mut self.bytes, bytes, Limit::Bytes, BYTES)
    }

    /// A label, a heading, a button: one line of at most 200 characters.
    pub(crate) fn label(&mut self, raw: &str) -> Result<String, Spoiled> {
        self.text(raw, 200, false)
    }

    /// A value or a hint: one line of at most 2,000 characters.
    pub(crate) fn line(&mut self, raw: &str) -> Result<String, Spoiled> {
        self.text(raw, 2_000, false)
    }

    /// Prose: lines of at most 8,000 characters in all.
    pub(crate) fn prose(&mut self, raw: &str) -> Result<String, Spoiled> {
        self.text(raw, 8_000, true)
    }

    /// A field's name, as the contract spells names.
    pub(crate) fn name(&mut self, raw: &str) -> Result<String, Spoiled> {
        let name = self.label(raw)?;
        if is_name(&name) { Ok(name) } else { Err(Spoiled::Shape("a field's name is none")) }
    }

    /// Text with a copy button.
    pub(crate) fn copyable(&mut self, raw: &str) -> Result<String, Spoiled> {
        let text = self.prose(raw)?;
        if is_payment_code(&text) {
            return Err(Spoiled::PaymentCode);
        }
        Ok(text)
    }

    fn text(&mut self, raw: &str, max: usize, lines: bool) -> Result<String, Spoiled> {
        self.spend(raw.len() + PLAIN)?;
        // Characters are counted only where the bytes do not tell: each has one to four.
        if raw.len() > max * 4 || (raw.len() > max && raw.chars().count() > max) {
            return Err(Spoiled::Over(Limit::Text, max));
        }
        let text = clean(raw, lines);
        if holds_payment_code(&text) { Err(Spoiled::PaymentCode) } else { Ok(text) }
    }

    /// A list of at most `max` items.
    pub(crate) fn list(&mut self, len: usize, max: usize) -> Result<(), Spoiled> {
        if len > max {
            return Err(Spoiled::Over(Limit::List, max));
        }
        self.spend(len * PLAIN)
    }

    /// A number that a page can show.
    pub(crate) fn finite(&mut self, number: f64) -> Result<f64, Spoiled> {
        self.spend(PLAIN)?;
        // Adding zero turns -0 into 0.
        if number.is_finite() { Ok(number + 0.0) } else { Err(Spoiled::Value("a number")) }
    }

    /// An ISO date.
    pub(crate) fn date(&mut self, raw: &str) -> Result<NaiveDate, Spoiled> {
        self.spend(PLAIN)?;
        day(raw).ok_or(Spoiled::Value("a date"))
    }

    /// Milliseconds since 1970, within the years that have four digits: further out a moment exists
    /// whose day in another zone does not.
    pub(crate) fn instant(&mut self, millis: i64) -> Result<DateTime<Utc>, Spoiled> {
        self.spend(PLAIN)?;
        DateTime::from_timestamp_millis(millis)
            .filter(|at| (1..=9999).contains(&at.year()))
            .ok_or(Spoiled::Value("an instant"))
    }
}

/// A day as ISO 8601 spells it and in no other way: chrono's parser takes signs and spaces, and many
/// times as long, for every cell of a table.
fn day(raw: &str) -> Option<NaiveDate> {
    let number = |digits: &[u8]| {
        let add = |sum: i32, digit: &u8| digit.is_ascii_digit().then(|| sum * 10 + i32::from(digit - b'0'));
        digits.iter().try_fold(0, add)
    };
    let (year, rest) = raw.as_bytes().split_at_checked(4)?;
    let &[b'-', m1, m2, b'-', d1, d2] = rest else { return None };
    let (month, day) = (number(&[m1, m2])?, number(&[d1, d2])?);
    NaiveDate::from_ymd_opt(number(year)?, month.unsigned_abs(), day.unsigned_abs())
}

fn take(left: &mut usize, wanted: usize, limit: Limit, cap: usize) -> Result<(), Spoiled> {
    *left = left.checked_sub(wanted).ok_or(Spoiled::Over(limit, cap))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_block_within_the_cap_is_drawn_and_the_next_is_refused() {
        let mut budget = Budget::new();
        for _ in 0..BLOCKS {
            budget.block().unwrap();
        }
        assert_eq!(budget.block(), Err(Spoiled::Over(Limit::Blocks, BLOCKS)));
    }

    #[test]
    fn a_text_at_its_cap_passes_and_one_above_is_refused() {
        let mut budget = Budget::new();
        assert!(budget.label(&"é".repeat(200)).is_ok());
        assert_eq!(budget.label(&"é".repeat(201)), Err(Spoiled::Over(Limit::Text, 200)));
        assert_eq!(budget.label(&"x".repeat(100_000)), Err(Spoiled::Over(Limit::Text, 200)));
    }

    #[test]
    fn rows_and_lists_at_their_caps_pass_and_one_above_is_refused() {
        let mut budget = Budget::new();
        assert_eq!(budget.rows(ROWS), Ok(()));
        assert_eq!(budget.rows(1), Err(Spoiled::Over(Limit::Rows, ROWS)));
        assert_eq!(budget.list(24, 24), Ok(()));
        assert_eq!(budget.list(25, 24), Err(Spoiled::Over(Limit::List, 24)));
        assert_eq!(Budget::new().rows(usize::MAX), Err(Spoiled::Over(Limit::Rows, ROWS)));
    }

    #[test]
    fn no_text_holds_a_payment_code() {
        let mut budget = Budget::new();
        assert_eq!(budget.copyable("0001-2026"), Ok("0001-2026".into()));
        // Marks that vanish do not hide one.
        let hidden: String =
            "34191790010104351004791020150008584410026000".chars().flat_map(|c| [c, '\u{200b}']).collect();
        assert_eq!(budget.copyable(&hidden), Err(Spoiled::PaymentCode));
        for text in [Budget::label, Budget::line, Budget::prose] {
            assert_eq!(text(&mut budget, &format!("pague {hidden}")), Err(Spoiled::PaymentCode));
        }
    }

    #[test]
    fn all_texts_together_have_a_cap() {
        let mut budget = Budget::new();
        let text = "x".repeat(8_000);
        let drawn = (0..100).take_while(|_| budget.prose(&text).is_ok()).count();
        assert_eq!(drawn, BYTES / (8_000 + PLAIN));
    }

    #[test]
    fn what_is_not_a_number_is_refused() {
        let mut budget = Budget::new();
        for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert_eq!(budget.finite(bad), Err(Spoiled::Value("a number")));
        }
        assert!(budget.finite(-0.0).unwrap().is_sign_positive());
        assert_eq!(budget.date("2026-02-28").unwrap().to_string(), "2026-02-28");
        for bad in
            ["2026-02-30", "2026-13-01", "2026-1-001", "+026-01-01", " 026-01-01", "2026/01/01", "é26-01-01"]
        {
            assert!(budget.date(bad).is_err(), "{bad}");
        }
        let edge = |at: DateTime<Utc>| at.timestamp_millis();
        for bad in [i64::MAX, edge(DateTime::<Utc>::MIN_UTC), edge(DateTime::<Utc>::MAX_UTC)] {
            assert_eq!(budget.instant(bad), Err(Spoiled::Value("an instant")), "{bad}");
        }
        // 31 December 9999, 23:59:59.999, and 1 January of the year 1.
        for (last, next) in [(253_402_300_799_999, 1), (-62_135_596_800_000, -1)] {
            assert!(budget.instant(last).is_ok(), "{last}");
            assert!(budget.instant(last + next).is_err(), "{last}");
        }
    }
}
