//! CPF (people) and CNPJ (companies, alphanumeric from July 2026).
//!
//! Sources: both use two check digits modulo 11 over weights counted from the right (remainder 0
//! or 1 gives 0, else 11 minus it). A CNPJ's letters count as their ASCII code minus 48, by
//! Instrução Normativa RFB 2.229/2024. Numbers of one repeated digit pass the arithmetic and are
//! never issued.
//!
//! Neither type has a `Display`, and `Debug` is masked: a full number reaches a page or a query
//! only where somebody asks for it by name.

use std::fmt;

use thiserror::Error;

/// Why a text is neither a CPF nor a CNPJ. Never holds the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum TaxIdError {
    /// Neither 11 nor 14 characters once `.`, `/`, `-` and spaces are gone.
    #[error("a CPF has 11 digits and a CNPJ has 14 characters")]
    Length,
    /// Something else than digits (and, in the first twelve of a CNPJ, letters).
    #[error("the number has characters that no CPF or CNPJ has")]
    Characters,
    /// The last two digits don't follow from the others.
    #[error("the check digits don't match")]
    CheckDigits,
    /// One digit repeated.
    #[error("all digits are equal")]
    EqualDigits,
}

/// A person's number: 11 digits, checked.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cpf(String);

/// A company's number: 12 digits or capital letters and 2 digits, checked.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cnpj(String);

/// The number by which a person or a company is known to the tax office.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TaxId {
    /// A natural person.
    Cpf(Cpf),
    /// A legal person.
    Cnpj(Cnpj),
}

/// Weights 2..=11, as many as the longest CPF needs.
const CPF_WEIGHTS: usize = 10;
/// Weights 2..=9, repeating.
const CNPJ_WEIGHTS: usize = 8;

/// The base followed by its two check digits.
fn with_check_digits(base: &str, weights: usize) -> String {
    let mut number = base.to_owned();
    for _ in 0..2 {
        let sum: usize =
            number.bytes().rev().enumerate().map(|(i, c)| usize::from(c - b'0') * (2 + i % weights)).sum();
        let digit = match sum % 11 {
            0 | 1 => 0,
            rest => 11 - rest,
        };
        number.push(char::from(b'0' + digit as u8));
    }
    number
}

fn all_equal(number: &str) -> bool {
    number.bytes().all(|c| Some(c) == number.bytes().next())
}

impl Cpf {
    /// The CPF whose first nine digits (each 0 to 9) are these: for demonstration data.
    pub fn from_base(base: [u8; 9]) -> Result<Self, TaxIdError> {
        if base.iter().any(|digit| *digit > 9) {
            return Err(TaxIdError::Characters);
        }
        let base: String = base.iter().map(|d| char::from(b'0' + d)).collect();
        Self::checked(with_check_digits(&base, CPF_WEIGHTS))
    }

    fn checked(number: String) -> Result<Self, TaxIdError> {
        if !number.bytes().all(|c| c.is_ascii_digit()) {
            Err(TaxIdError::Characters)
        } else if all_equal(&number) {
            Err(TaxIdError::EqualDigits)
        } else if with_check_digits(&number[..9], CPF_WEIGHTS) != number {
            Err(TaxIdError::CheckDigits)
        } else {
            Ok(Self(number))
        }
    }

    /// The 11 digits, without mask: for storing and searching.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// `529.982.247-25`.
    pub fn formatted(&self) -> String {
        let n = &self.0;
        format!("{}.{}.{}-{}", &n[..3], &n[3..6], &n[6..9], &n[9..])
    }

    /// `***.982.247-**`.
    pub fn masked(&self) -> String {
        format!("***.{}.{}-**", &self.0[3..6], &self.0[6..9])
    }
}

impl Cnpj {
    /// The CNPJ whose first twelve characters are these: for demonstration data.
    pub fn from_base(base: &str) -> Result<Self, TaxIdError> {
        let base = normal_form(base)?;
        if base.len() != 12 {
            return Err(TaxIdError::Length);
        }
        Self::checked(with_check_digits(&base, CNPJ_WEIGHTS))
    }

    fn checked(number: String) -> Result<Self, TaxIdError> {
        if !number[12..].bytes().all(|c| c.is_ascii_digit()) {
            Err(TaxIdError::Characters)
        } else if all_equal(&number) {
            Err(TaxIdError::EqualDigits)
        } else if with_check_digits(&number[..12], CNPJ_WEIGHTS) != number {
            Err(TaxIdError::CheckDigits)
        } else {
            Ok(Self(number))
        }
    }

    /// The 14 characters, without mask: for storing and searching.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// `12.ABC.345/01DE-35`.
    pub fn formatted(&self) -> String {
        let n = &self.0;
        let (root, order) = (&n[..8], &n[8..12]);
        format!("{}.{}.{}/{order}-{}", &root[..2], &root[2..5], &root[5..], &n[12..])
    }

    /// `**.ABC.345/****-**`.
    pub fn masked(&self) -> String {
        format!("**.{}.{}/****-**", &self.0[2..5], &self.0[5..8])
    }
}

/// Drops `.`, `/`, `-` and spaces, and makes letters capital. Anything else but digits and ASCII
/// letters is refused: dropping every non-digit would destroy an alphanumeric CNPJ.
fn normal_form(text: &str) -> Result<String, TaxIdError> {
    text.chars()
        .filter(|c| !matches!(c, '.' | '/' | '-') && !c.is_whitespace())
        .map(|c| match c {
            '0'..='9' | 'A'..='Z' => Ok(c),
            'a'..='z' => Ok(c.to_ascii_uppercase()),
            _ => Err(TaxIdError::Characters),
        })
        .collect()
}

impl TaxId {
    /// Reads a CPF or a CNPJ with or without its mask; the length tells which.
    pub fn parse(text: &str) -> Result<Self, TaxIdError> {
        let number = normal_form(text)?;
        match number.len() {
            11 => Cpf::checked(number).map(TaxId::Cpf),
            14 => Cnpj::checked(number).map(TaxId::Cnpj),
            _ => Err(TaxIdError::Length),
        }
    }

    /// The normal form, never with a mask: for storing and searching.
    pub fn as_str(&self) -> &str {
        match self {
            TaxId::Cpf(cpf) => cpf.as_str(),
            TaxId::Cnpj(cnpj) => cnpj.as_str(),
        }
    }

    /// As printed on documents.
    pub fn formatted(&self) -> String {
        match self {
            TaxId::Cpf(cpf) => cpf.formatted(),
            TaxId::Cnpj(cnpj) => cnpj.formatted(),
        }
    }

    /// Enough to recognise, too little to use.
    pub fn masked(&self) -> String {
        match self {
            TaxId::Cpf(cpf) => cpf.masked(),
            TaxId::Cnpj(cnpj) => cnpj.masked(),
        }
    }
}

impl fmt::Debug for Cpf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Cpf({})", self.masked())
    }
}

impl fmt::Debug for Cnpj {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Cnpj({})", self.masked())
    }
}

impl fmt::Debug for TaxId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TaxId::Cpf(cpf) => cpf.fmt(f),
            TaxId::Cnpj(cnpj) => cnpj.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_are_read_in_normal_form() {
        for (typed, normal, formatted) in [
            ("529.982.247-25", "52998224725", "529.982.247-25"),
            (" 52998224725 ", "52998224725", "529.982.247-25"),
            ("11.222.333/0001-81", "11222333000181", "11.222.333/0001-81"),
            ("12.ABC.345/01DE-35", "12ABC34501DE35", "12.ABC.345/01DE-35"),
            ("12.abc.345/01de-35", "12ABC34501DE35", "12.ABC.345/01DE-35"),
        ] {
            let id = TaxId::parse(typed).unwrap();
            assert_eq!(id.as_str(), normal);
            assert_eq!(id.formatted(), formatted);
        }
    }

    #[test]
    fn what_is_no_number_is_refused_by_its_reason() {
        for (typed, error) in [
            ("", TaxIdError::Length),
            ("5299822472", TaxIdError::Length),
            ("529982247255", TaxIdError::Length),
            ("529.982.247-2X", TaxIdError::Characters),
            ("529_982_247_25", TaxIdError::Characters),
            ("５29.982.247-25", TaxIdError::Characters),
            ("12.ABC.345/01DE-3A", TaxIdError::Characters),
            ("12.ÁBC.345/01DE-35", TaxIdError::Characters),
            ("529.982.247-24", TaxIdError::CheckDigits),
            ("592.982.247-25", TaxIdError::CheckDigits),
            ("11.222.333/0001-80", TaxIdError::CheckDigits),
            ("12.ABD.345/01DE-35", TaxIdError::CheckDigits),
            ("111.111.111-11", TaxIdError::EqualDigits),
            ("00.000.000/0000-00", TaxIdError::EqualDigits),
        ] {
            assert_eq!(TaxId::parse(typed), Err(error), "{typed}");
        }
    }

    #[test]
    fn check_digits_complete_a_base() {
        let cpf = Cpf::from_base([5, 2, 9, 9, 8, 2, 2, 4, 7]).unwrap();
        assert_eq!(cpf.as_str(), "52998224725");
        for (base, number) in [("112223330001", "11222333000181"), ("12ABC34501DE", "12ABC34501DE35")] {
            assert_eq!(Cnpj::from_base(base).unwrap().as_str(), number);
        }
        assert_eq!(Cpf::from_base([1; 9]), Err(TaxIdError::EqualDigits));
        assert_eq!(Cpf::from_base([10, 0, 0, 0, 0, 0, 0, 0, 0]), Err(TaxIdError::Characters));
        assert_eq!(Cnpj::from_base("12ABC"), Err(TaxIdError::Length));
    }

    #[test]
    fn debug_never_shows_a_whole_number() {
        let cpf = TaxId::parse("529.982.247-25").unwrap();
        assert_eq!(format!("{cpf:?}"), "Cpf(***.982.247-**)");
        let cnpj = TaxId::parse("12.ABC.345/01DE-35").unwrap();
        assert_eq!(format!("{cnpj:?}"), "Cnpj(**.ABC.345/****-**)");
    }
}
