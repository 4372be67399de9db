//! The bank slip (boleto de cobrança): its barcode of 44 digits and its line of 47.
//!
//! Source: FEBRABAN's layout. Barcode: bank (3), currency (1, 9 = real), general check digit (1),
//! due factor (4), amount in centavos (10), free field (25, each bank its own). Line: three fields,
//! each with a modulo 10 digit, then the general digit, then factor and amount.
//!
//! Slips of utilities and taxes (arrecadação, starting with 8) have another layout: they are told
//! apart by an error of their own, and read by [`Utility`].

mod check;
mod due_factor;
mod itf;
mod utility;

use chrono::NaiveDate;
use thiserror::Error;

use crate::Money;
use check::{mod10, mod11, mod11_utility};
use due_factor::{due_date, due_factor};

pub use itf::itf;
pub use utility::{Modulus, Utility, UtilityError};

/// Why digits are no bank slip, or a charge can't become one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum SlipError {
    /// Something else than digits (points and spaces are ignored in a line).
    #[error("a bank slip has digits only")]
    Characters,
    /// Not 44 digits for a barcode, not 47 for a line.
    #[error("the bank slip has the wrong number of digits")]
    Length,
    /// The slip of a utility or a tax (arrecadação): 48 digits starting with 8.
    #[error("this is the slip of a utility or a tax, not of a bank")]
    Utility,
    /// The currency is not real.
    #[error("the bank slip is not in reais")]
    Currency,
    /// The check digit of this field (1 to 3) of the line is wrong.
    #[error("field {0} of the line has a wrong digit")]
    Field(u8),
    /// The general check digit is wrong.
    #[error("the bank slip has a wrong digit")]
    General,
    /// The bank's code is not three digits.
    #[error("the bank's code is not three digits")]
    Bank,
    /// The free field is not 25 digits.
    #[error("the free field is not 25 digits")]
    FreeField,
    /// A negative amount, or one of more than ten digits.
    #[error("the amount does not fit a bank slip")]
    Amount,
    /// A due date before 3 July 2000, where factors begin.
    #[error("the due date does not fit a bank slip")]
    Due,
}

/// The 44 digits under the bars, checked.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Barcode(String);

/// The 47 digits that a person types (linha digitável), checked.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Line(String);

/// What a barcode is built from.
#[derive(Debug, Clone, Copy)]
pub struct SlipParts<'a> {
    /// The bank's code of three digits, `001`.
    pub bank: &'a str,
    /// The due date, or none for a slip that is due at sight.
    pub due: Option<NaiveDate>,
    /// What to pay; zero when the payer fills it in.
    pub amount: Money,
    /// The 25 digits in which the bank knows the charge.
    pub free_field: &'a str,
}

fn is_digits(text: &str, len: usize) -> bool {
    text.len() == len && text.bytes().all(|c| c.is_ascii_digit())
}

/// Refuses what is not digits, and utility slips, before the length is looked at.
fn digits_of(text: &str) -> Result<String, SlipError> {
    let digits: String = text.chars().filter(|c| *c != '.' && !c.is_whitespace()).collect();
    if !digits.bytes().all(|c| c.is_ascii_digit()) {
        return Err(SlipError::Characters);
    }
    // A barcode of 44 starts with 8 only for a utility: no bank's code does.
    if digits.starts_with('8') && matches!(digits.len(), 44 | 48) {
        return Err(SlipError::Utility);
    }
    Ok(digits)
}

impl Barcode {
    /// Reads the 44 digits of a scanned code.
    pub fn parse(text: &str) -> Result<Self, SlipError> {
        let digits = digits_of(text)?;
        if digits.len() != 44 {
            return Err(SlipError::Length);
        }
        Self::checked(digits)
    }

    /// The code of a charge.
    pub fn build(parts: &SlipParts<'_>) -> Result<Self, SlipError> {
        if !is_digits(parts.bank, 3) {
            return Err(SlipError::Bank);
        }
        if !is_digits(parts.free_field, 25) {
            return Err(SlipError::FreeField);
        }
        if !(0..10_000_000_000).contains(&parts.amount.centavos()) {
            return Err(SlipError::Amount);
        }
        let factor = match parts.due {
            Some(due) => due_factor(due).ok_or(SlipError::Due)?,
            None => 0,
        };
        let head = format!("{}9", parts.bank);
        let tail = format!("{factor:04}{:010}{}", parts.amount.centavos(), parts.free_field);
        let digit = mod11(&format!("{head}{tail}"));
        Ok(Self(format!("{head}{digit}{tail}")))
    }

    fn checked(digits: String) -> Result<Self, SlipError> {
        let (head, tail) = (&digits[..4], &digits[5..]);
        if !head.ends_with('9') {
            return Err(SlipError::Currency);
        }
        if digits[4..5] != mod11(&format!("{head}{tail}")).to_string() {
            return Err(SlipError::General);
        }
        Ok(Self(digits))
    }

    /// The 44 digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The bank's code, `001`.
    pub fn bank(&self) -> &str {
        &self.0[..3]
    }

    /// The bank's code with its check digit, as it is printed beside the line: `001-9`.
    pub fn bank_with_digit(&self) -> String {
        format!("{}-{}", self.bank(), mod11_utility(self.bank()))
    }

    /// The due date nearest to `near` (factors repeat every 9,000 days), or none when the slip has
    /// no due date.
    pub fn due(&self, near: NaiveDate) -> Option<NaiveDate> {
        due_date(self.number(5, 9) as u16, near)
    }

    /// What to pay; zero when the payer fills it in.
    pub fn amount(&self) -> Money {
        Money(self.number(9, 19))
    }

    /// The bank's own 25 digits.
    pub fn free_field(&self) -> &str {
        &self.0[19..]
    }

    /// The line that a person types.
    pub fn line(&self) -> Line {
        let free = self.free_field();
        let first = format!("{}{}", &self.0[..4], &free[..5]);
        let (second, third) = free[5..].split_at(10);
        Line(format!(
            "{first}{}{second}{}{third}{}{}",
            mod10(&first),
            mod10(second),
            mod10(third),
            &self.0[4..19]
        ))
    }

    /// The number in digits `from..to`, at most ten of them.
    fn number(&self, from: usize, to: usize) -> i64 {
        self.0[from..to].bytes().fold(0, |n, c| n * 10 + i64::from(c - b'0'))
    }
}

impl Line {
    /// Reads the 47 digits as they are typed, with or without points and spaces.
    pub fn parse(text: &str) -> Result<Self, SlipError> {
        let digits = digits_of(text)?;
        if digits.len() != 47 {
            return Err(SlipError::Length);
        }
        for (field, (from, to)) in [(1, (0, 9)), (2, (10, 20)), (3, (21, 31))] {
            if digits[to..=to] != mod10(&digits[from..to]).to_string() {
                return Err(SlipError::Field(field));
            }
        }
        Barcode::checked(barcode_digits(&digits))?;
        Ok(Self(digits))
    }

    /// The 47 digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// `00190.50095 40144.816069 06809.350314 3 37370000000100`.
    pub fn formatted(&self) -> String {
        let l = &self.0;
        let field = |from: usize, to: usize| format!("{}.{}", &l[from..from + 5], &l[from + 5..to]);
        let (first, second, third) = (field(0, 10), field(10, 21), field(21, 32));
        format!("{first} {second} {third} {} {}", &l[32..33], &l[33..])
    }

    /// The code under the bars.
    pub fn barcode(&self) -> Barcode {
        Barcode(barcode_digits(&self.0))
    }
}

/// The barcode of a line of 47 digits: the same digits in the other order, without the three
/// check digits of the fields.
fn barcode_digits(line: &str) -> String {
    let (head, general_and_value) = (&line[..4], &line[32..]);
    [head, general_and_value, &line[4..9], &line[10..20], &line[21..31]].concat()
}

#[cfg(test)]
mod tests;
