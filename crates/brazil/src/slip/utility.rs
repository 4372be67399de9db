//! The slip of a utility or a tax (guia de arrecadação), which no bank issued: told apart from a bank's,
//! so that whoever reads or types one is told what it is.
//!
//! Source: FEBRABAN, "Layout Padrão de Arrecadação/Recebimento com Utilização do Código de Barras".
//! Barcode of 44 digits: product (1, always 8), segment (1), what the value is and by which modulus all
//! is checked (1: 6 reais and 7 reference by modulus 10, 8 reais and 9 reference by modulus 11), general
//! check digit (1), value (11), the issuer's own (29). Line of 48 digits: the 44 in four blocks of
//! eleven, each followed by its check digit.

use thiserror::Error;

use super::check::{mod10, mod11_utility};
use crate::Money;

/// By which modulus all digits of such a slip are checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Modulus {
    /// Value kinds 6 and 7.
    Ten,
    /// Value kinds 8 and 9.
    Eleven,
}

/// Why digits are no slip of a utility.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum UtilityError {
    /// Something else than digits (points, hyphens and spaces are ignored).
    #[error("the slip of a utility has digits only")]
    Characters,
    /// Neither 44 digits (barcode) nor 48 (line).
    #[error("the slip of a utility has the wrong number of digits")]
    Length,
    /// It doesn't start with 8.
    #[error("this is not the slip of a utility or a tax")]
    Product,
    /// Its third digit names no modulus.
    #[error("the slip does not say how it is checked")]
    Kind,
    /// The check digit of this block (1 to 4) of the line is wrong.
    #[error("block {0} of the line has a wrong digit")]
    Block(u8),
    /// The general check digit is wrong.
    #[error("the slip of a utility has a wrong digit")]
    General,
}

/// The 44 digits of a utility's slip, checked.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Utility(String);

impl Utility {
    /// Reads the 44 digits of a scanned code, or the 48 that are typed.
    pub fn parse(text: &str) -> Result<Self, UtilityError> {
        let digits: String = text.chars().filter(|c| !matches!(c, '.' | '-') && !c.is_whitespace()).collect();
        if !digits.bytes().all(|c| c.is_ascii_digit()) {
            return Err(UtilityError::Characters);
        }
        if !matches!(digits.len(), 44 | 48) {
            return Err(UtilityError::Length);
        }
        if !digits.starts_with('8') {
            return Err(UtilityError::Product);
        }
        let modulus = modulus(&digits).ok_or(UtilityError::Kind)?;
        let code = if digits.len() == 48 { without_block_digits(&digits, modulus)? } else { digits };
        let (head, tail) = (&code[..3], &code[4..]);
        if code[3..4] != check(modulus, &format!("{head}{tail}")).to_string() {
            return Err(UtilityError::General);
        }
        Ok(Self(code))
    }

    /// The 44 digits under the bars.
    pub fn barcode(&self) -> &str {
        &self.0
    }

    /// The 48 digits that a person types.
    pub fn line(&self) -> String {
        let modulus = self.modulus();
        blocks(&self.0).map(|block| format!("{block}{}", check(modulus, block))).collect()
    }

    /// How it is checked.
    pub fn modulus(&self) -> Modulus {
        // Only a code that names one is ever made.
        modulus(&self.0).unwrap_or(Modulus::Eleven)
    }

    /// What to pay; none when the value is only a reference from which the issuer tells it.
    pub fn amount(&self) -> Option<Money> {
        let centavos = self.0[4..15].bytes().fold(0, |n, c| n * 10 + i64::from(c - b'0'));
        matches!(self.0.as_bytes()[2], b'6' | b'8').then_some(Money(centavos))
    }
}

fn modulus(digits: &str) -> Option<Modulus> {
    match digits.as_bytes()[2] {
        b'6' | b'7' => Some(Modulus::Ten),
        b'8' | b'9' => Some(Modulus::Eleven),
        _ => None,
    }
}

fn check(modulus: Modulus, digits: &str) -> u8 {
    match modulus {
        Modulus::Ten => mod10(digits),
        Modulus::Eleven => mod11_utility(digits),
    }
}

fn blocks(code: &str) -> impl Iterator<Item = &str> {
    (0..4).map(move |block| &code[block * 11..(block + 1) * 11])
}

fn without_block_digits(line: &str, modulus: Modulus) -> Result<String, UtilityError> {
    let mut code = String::with_capacity(44);
    for block in 0..4u8 {
        let (digits, digit) = line[usize::from(block) * 12..(usize::from(block) + 1) * 12].split_at(11);
        if digit != check(modulus, digits).to_string() {
            return Err(UtilityError::Block(block + 1));
        }
        code.push_str(digits);
    }
    Ok(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEN: &str = "836200000005667800481000180975657313001589636081";
    const ELEVEN: &str = "848900000002404201622015806051904292586034111220";

    #[test]
    fn published_slips_of_both_kinds_are_read_both_ways() {
        for (line, modulus, amount) in [(TEN, Modulus::Ten, 6_678), (ELEVEN, Modulus::Eleven, 4_042)] {
            let slip = Utility::parse(line).unwrap();
            assert_eq!(slip.modulus(), modulus);
            assert_eq!(slip.line(), line);
            assert_eq!(Utility::parse(slip.barcode()), Ok(slip.clone()));
            assert_eq!(slip.amount(), Some(Money(amount)));
        }
        let typed = "83620000000-5 66780048100-0 18097565731-3 00158963608-1";
        assert_eq!(Utility::parse(typed).unwrap().line(), TEN);
    }

    #[test]
    fn what_is_none_is_refused_by_its_reason() {
        for (text, error) in [
            ("", UtilityError::Length),
            ("8362000000O5", UtilityError::Characters),
            ("00193373700000001000500940144816060680935031", UtilityError::Product),
            ("832200000005667800481000180975657313001589636081", UtilityError::Kind),
            ("836200000006667800481000180975657313001589636081", UtilityError::Block(1)),
            ("836200000005667800481000180975657313001589636082", UtilityError::Block(4)),
            ("83630000000667800481001809756573100158963608", UtilityError::General),
        ] {
            assert_eq!(Utility::parse(text), Err(error), "{text}");
        }
    }
}
