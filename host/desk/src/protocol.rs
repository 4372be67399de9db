//! The number that a customer is told.

use std::fmt;

use balcao_access::CompanyId;
use balcao_store::{StoreError, Tx, on};
use chrono::NaiveDate;

/// A request's number: 16 digits, `10` `20261124` `000042`: the company's prefix, the day, and a
/// counter of that company and day.
///
/// Its length is that of no CPF (11), CNPJ (14) or phone (8 to 14), so the search never mistakes
/// one for another. It is never reused: the counter only grows, in the transaction that opens the
/// request.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, sqlx::Type)]
#[sqlx(transparent)]
pub struct Protocol(String);

/// How many digits a protocol has.
pub const LENGTH: usize = 16;

/// The last number of a company and day; beyond it a protocol would be longer.
const MAX_PER_DAY: i64 = 999_999;

impl Protocol {
    /// The `count`th protocol of a company and day; none beyond 999,999, or when the prefix has more
    /// than two digits.
    pub fn build(prefix: i32, day: NaiveDate, count: i64) -> Option<Self> {
        let fits = (0..100).contains(&prefix) && (1..=MAX_PER_DAY).contains(&count);
        fits.then(|| Self(format!("{prefix:02}{}{count:06}", day.format("%Y%m%d"))))
    }

    /// Reads what was typed or said: digits with any spaces, points and hyphens between them.
    pub fn parse(text: &str) -> Option<Self> {
        let mut digits = String::with_capacity(LENGTH);
        for c in text.chars() {
            match c {
                '0'..='9' => digits.push(c),
                ' ' | '.' | '-' | '/' => {}
                _ => return None,
            }
        }
        (digits.len() == LENGTH).then_some(Self(digits))
    }

    /// The 16 digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Protocol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// Takes the next protocol of a company, whose counter stays locked until the end of `tx`. None
/// when there is none: see [`Protocol::build`].
pub(crate) async fn take(
    tx: &mut Tx,
    company: CompanyId,
    day: NaiveDate,
) -> Result<Option<Protocol>, StoreError> {
    let count = advance(tx, company, day, 1).await?;
    let (prefix,): (i32,) = on!(tx, c => sqlx::query_as(
        "SELECT protocol_prefix FROM company WHERE id = $1").bind(company).fetch_one(c).await)?;
    Ok(Protocol::build(prefix, day, count))
}

/// Moves a company's counter of a day by `by`, and returns where it stands then: those who bring
/// many requests at once take their numbers so.
pub async fn advance(tx: &mut Tx, company: CompanyId, day: NaiveDate, by: i64) -> Result<i64, StoreError> {
    let (last,): (i64,) = on!(tx, c => sqlx::query_as(
        "INSERT INTO protocol_counter (company, day, last) VALUES ($1, $2, $3)
         ON CONFLICT (company, day) DO UPDATE SET last = protocol_counter.last + $3 RETURNING last",
    ).bind(company).bind(day).bind(by).fetch_one(c).await)?;
    Ok(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 24).unwrap()
    }

    #[test]
    fn a_protocol_has_the_length_of_no_cpf_cnpj_or_phone() {
        let protocol = Protocol::build(10, day(), 42).unwrap();
        assert_eq!(protocol.as_str(), "1020261124000042");
        assert_eq!(protocol.as_str().len(), LENGTH);
        assert!(Protocol::build(10, day(), 1_000_000).is_none());
        assert!(Protocol::build(10, day(), 0).is_none());
        assert!(Protocol::build(100, day(), 1).is_none());
    }

    #[test]
    fn a_protocol_is_read_as_it_is_said() {
        let protocol = Protocol::build(10, day(), 42);
        assert_eq!(Protocol::parse("10 2026.1124-000042"), protocol);
        assert_eq!(Protocol::parse("1020261124000042a"), None);
        assert_eq!(Protocol::parse("10202611240000421"), None);
    }
}
