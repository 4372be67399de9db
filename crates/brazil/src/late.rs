//! What a late invoice is worth: fine (multa) and interest (juros de mora).
//!
//! Sources: the fine is at most 2 %, once (Código de Defesa do Consumidor, art. 52 §1); interest
//! at most 1 % a month (Código Civil art. 406 with CTN art. 161 §1), simple, on the principal
//! alone, pro rata die over a month of 30 days, from the day after the due date. A due date on
//! which banks are closed moves to the next business day, and nothing counts before it (Código
//! Civil art. 132 §1).
//!
//! **Rounding**: fine and interest are each computed exactly and rounded once, half up, to the
//! centavo. (Some banks cut instead: R$ 100,00 five days late is 102,17 here and 102,16 there.)

use chrono::NaiveDate;
use thiserror::Error;

use crate::Money;
use crate::calendar::next_business_day;

/// The law's ceiling of the fine: 2 %.
pub const MAX_FINE_BPS: u16 = 200;
/// The law's ceiling of interest: 1 % a month.
pub const MAX_INTEREST_BPS_PER_MONTH: u16 = 100;

/// Why a rule is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum LateError {
    /// More than 2 %.
    #[error("the fine is above the 2 % that the law allows")]
    Fine,
    /// More than 1 % a month.
    #[error("the interest is above the 1 % a month that the law allows")]
    Interest,
}

/// A provider's rates, in hundredths of a percent; never above the law's ceilings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LateRule {
    fine_bps: u16,
    interest_bps_per_month: u16,
}

/// What lateness adds to an invoice.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LateCharges {
    /// Days counted, from the day after the (moved) due date.
    pub days: u32,
    /// The fine, once.
    pub fine: Money,
    /// The interest of those days.
    pub interest: Money,
}

impl LateRule {
    /// Nothing is added, however late.
    pub const NONE: LateRule = LateRule { fine_bps: 0, interest_bps_per_month: 0 };

    /// A rule of these rates: `new(200, 100)` is 2 % and 1 % a month.
    pub fn new(fine_bps: u16, interest_bps_per_month: u16) -> Result<Self, LateError> {
        if fine_bps > MAX_FINE_BPS {
            Err(LateError::Fine)
        } else if interest_bps_per_month > MAX_INTEREST_BPS_PER_MONTH {
            Err(LateError::Interest)
        } else {
            Ok(Self { fine_bps, interest_bps_per_month })
        }
    }

    /// The fine in hundredths of a percent.
    pub fn fine_bps(self) -> u16 {
        self.fine_bps
    }

    /// The interest a month in hundredths of a percent.
    pub fn interest_bps_per_month(self) -> u16 {
        self.interest_bps_per_month
    }
}

impl LateCharges {
    /// Fine and interest together.
    pub fn total(self) -> Money {
        self.fine + self.interest
    }
}

/// What lateness adds to `amount`, due on `due`, when it is paid on `on`.
pub fn charges(amount: Money, due: NaiveDate, on: NaiveDate, rule: LateRule) -> LateCharges {
    let days = u32::try_from((on - next_business_day(due)).num_days()).unwrap_or(0);
    if days == 0 || amount <= Money::ZERO {
        return LateCharges::default();
    }
    LateCharges {
        days,
        fine: portion(amount, u64::from(rule.fine_bps), 10_000),
        interest: portion(amount, u64::from(rule.interest_bps_per_month) * u64::from(days), 10_000 * 30),
    }
}

/// What `amount`, due on `due`, costs when it is paid on `on`.
pub fn worth(amount: Money, due: NaiveDate, on: NaiveDate, rule: LateRule) -> Money {
    amount + charges(amount, due, on, rule).total()
}

/// `amount * over / under`, rounded half up; in 128 bits, where nothing overflows.
fn portion(amount: Money, over: u64, under: i128) -> Money {
    let exact = i128::from(amount.centavos()) * i128::from(over);
    Money(i64::try_from((2 * exact + under) / (2 * under)).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn legal() -> LateRule {
        LateRule::new(200, 100).unwrap()
    }

    #[test]
    fn published_examples_come_out_half_up() {
        for (amount, due, on, days, fine, interest, total) in [
            (10_000, "2026-11-03", "2026-11-08", 5, 200, 17, 10_217),
            (9_990, "2026-11-03", "2026-11-20", 17, 200, 57, 10_247),
        ] {
            let (due, on) = (day(due), day(on));
            let expected = LateCharges { days, fine: Money(fine), interest: Money(interest) };
            assert_eq!(charges(Money(amount), due, on, legal()), expected);
            assert_eq!(worth(Money(amount), due, on, legal()), Money(total));
        }
    }

    #[test]
    fn half_a_centavo_rounds_up() {
        // 2 % of R$ 0,25 is half a centavo; of R$ 0,24 it is less.
        let (due, on) = (day("2026-11-03"), day("2026-11-04"));
        assert_eq!(charges(Money(25), due, on, legal()).fine, Money(1));
        assert_eq!(charges(Money(24), due, on, legal()).fine, Money::ZERO);
    }

    #[test]
    fn nothing_is_added_until_the_due_day_is_over() {
        for (due, on) in [
            ("2026-11-24", "2026-11-01"),
            ("2026-11-24", "2026-11-24"),
            ("2026-11-21", "2026-11-23"), // Saturday, paid on Monday
            ("2026-11-20", "2026-11-23"), // a holiday on a Friday
        ] {
            assert_eq!(worth(Money(10_000), day(due), day(on), legal()), Money(10_000));
        }
    }

    #[test]
    fn a_moved_due_date_is_what_days_are_counted_from() {
        let late = charges(Money(10_000), day("2026-11-21"), day("2026-11-24"), legal());
        assert_eq!(late.days, 1);
    }

    #[test]
    fn interest_is_simple() {
        let (due, on) = (day("2026-01-05"), day("2026-12-31"));
        let late = charges(Money(10_000), due, on, legal());
        assert_eq!(late.days, 360);
        assert_eq!(late.interest, Money(1_200));
    }

    #[test]
    fn credits_and_free_rules_add_nothing() {
        let (due, on) = (day("2026-11-03"), day("2026-11-20"));
        assert_eq!(worth(Money(-500), due, on, legal()), Money(-500));
        assert_eq!(worth(Money(500), due, on, LateRule::NONE), Money(500));
        let huge = worth(Money(i64::MAX), due, on, legal());
        assert_eq!(huge, Money(i64::MAX));
    }

    #[test]
    fn rates_above_the_law_are_refused() {
        assert_eq!(LateRule::new(201, 100), Err(LateError::Fine));
        assert_eq!(LateRule::new(200, 101), Err(LateError::Interest));
    }
}
