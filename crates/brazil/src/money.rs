//! Amounts in reais, kept as whole centavos so that no sum is ever off by a rounding.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, Sub};

use thiserror::Error;

/// An amount in centavos of real. Negative amounts are credits.
///
/// Sums saturate: an absurd amount from outside can neither panic nor wrap to its opposite.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Money(pub i64);

/// Why a typed text is no amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum MoneyError {
    /// Nothing was typed.
    #[error("the amount is empty")]
    Empty,
    /// Not digits with `.` between thousands and at most two decimals after `,`.
    #[error("the amount is not written as 1.234,50")]
    Format,
    /// More centavos than fit.
    #[error("the amount is too large")]
    TooLarge,
}

impl Money {
    /// Nothing.
    pub const ZERO: Money = Money(0);

    /// The amount in centavos.
    pub const fn centavos(self) -> i64 {
        self.0
    }

    /// Reads what a person types: `1.234,50`, `99,9`, `R$ 10`, `-5,00`.
    ///
    /// The comma is the decimal mark, as on every Brazilian keyboard; a point is only accepted
    /// between thousands, so that `99.90` is refused instead of becoming R$ 9.990.
    pub fn parse(text: &str) -> Result<Self, MoneyError> {
        let text = text.trim();
        let (negative, text) = match text.strip_prefix('-') {
            Some(rest) => (true, rest.trim_start()),
            None => (false, text),
        };
        let text = text.strip_prefix("R$").unwrap_or(text).trim_start();
        if text.is_empty() {
            return Err(MoneyError::Empty);
        }
        let (whole, decimals) = text.split_once(',').unwrap_or((text, "00"));
        let centavos = match decimals.as_bytes() {
            [a @ b'0'..=b'9'] => i64::from(a - b'0') * 10,
            [a @ b'0'..=b'9', b @ b'0'..=b'9'] => i64::from(a - b'0') * 10 + i64::from(b - b'0'),
            _ => return Err(MoneyError::Format),
        };
        let reais: i64 = ungroup(whole)?.parse().map_err(|_| MoneyError::TooLarge)?;
        let total =
            reais.checked_mul(100).and_then(|sum| sum.checked_add(centavos)).ok_or(MoneyError::TooLarge)?;
        Ok(Money(if negative { -total } else { total }))
    }
}

/// The digits of `1.234.567` or `1234567`; every group after the first has three.
fn ungroup(whole: &str) -> Result<String, MoneyError> {
    let mut groups = whole.split('.');
    let first = groups.next().unwrap_or_default();
    let rest: Vec<&str> = groups.collect();
    let grouped = rest.is_empty() || (first.len() <= 3 && rest.iter().all(|g| g.len() == 3));
    let digits = [first, &rest.concat()].concat();
    if first.is_empty() || !grouped || !digits.bytes().all(|c| c.is_ascii_digit()) {
        return Err(MoneyError::Format);
    }
    Ok(digits)
}

impl fmt::Display for Money {
    /// `R$ 1.234,50`; a credit is `-R$ 1.234,50`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let centavos = self.0.unsigned_abs();
        let digits = (centavos / 100).to_string();
        write!(f, "{sign}R$ ")?;
        for (i, digit) in digits.chars().enumerate() {
            if i > 0 && (digits.len() - i).is_multiple_of(3) {
                f.write_str(".")?;
            }
            write!(f, "{digit}")?;
        }
        write!(f, ",{:02}", centavos % 100)
    }
}

impl Add for Money {
    type Output = Money;
    fn add(self, other: Money) -> Money {
        Money(self.0.saturating_add(other.0))
    }
}

impl Sub for Money {
    type Output = Money;
    fn sub(self, other: Money) -> Money {
        Money(self.0.saturating_sub(other.0))
    }
}

impl Sum for Money {
    fn sum<I: Iterator<Item = Money>>(amounts: I) -> Money {
        amounts.fold(Money::ZERO, Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_shown_as_brazilians_write_it() {
        for (centavos, shown) in [
            (0, "R$ 0,00"),
            (5, "R$ 0,05"),
            (9_990, "R$ 99,90"),
            (123_450, "R$ 1.234,50"),
            (100_000_000, "R$ 1.000.000,00"),
            (-123_450, "-R$ 1.234,50"),
            (i64::MIN, "-R$ 92.233.720.368.547.758,08"),
        ] {
            assert_eq!(Money(centavos).to_string(), shown);
        }
    }

    #[test]
    fn what_a_person_types_is_read() {
        for (typed, centavos) in [
            ("1.234,50", 123_450),
            ("1234,50", 123_450),
            ("99,9", 9_990),
            (" R$ 10 ", 1_000),
            ("R$1.000.000,00", 100_000_000),
            ("0,05", 5),
            ("-5,00", -500),
            ("-R$ 5", -500),
        ] {
            assert_eq!(Money::parse(typed), Ok(Money(centavos)), "{typed}");
        }
    }

    #[test]
    fn what_is_no_amount_is_refused() {
        for (typed, error) in [
            ("", MoneyError::Empty),
            ("R$", MoneyError::Empty),
            ("99.90", MoneyError::Format),
            ("1.23.456", MoneyError::Format),
            ("1234.567", MoneyError::Format),
            ("1,234", MoneyError::Format),
            ("1,", MoneyError::Format),
            (",50", MoneyError::Format),
            (".500", MoneyError::Format),
            ("1,5,0", MoneyError::Format),
            ("--5", MoneyError::Format),
            ("dez", MoneyError::Format),
            ("٣", MoneyError::Format),
            ("99999999999999999999", MoneyError::TooLarge),
            ("92233720368547758,08", MoneyError::TooLarge),
        ] {
            assert_eq!(Money::parse(typed), Err(error), "{typed}");
        }
    }

    #[test]
    fn what_is_shown_can_be_read_back() {
        for centavos in [0, 1, 10, 99_999, 100_000, i64::MAX, -1, -123_456_789] {
            assert_eq!(Money::parse(&Money(centavos).to_string()), Ok(Money(centavos)));
        }
    }

    #[test]
    fn sums_saturate() {
        assert_eq!([Money(1), Money(2)].into_iter().sum::<Money>(), Money(3));
        assert_eq!(Money(5) - Money(7), Money(-2));
        assert_eq!(Money(i64::MAX) + Money(1), Money(i64::MAX));
    }
}
