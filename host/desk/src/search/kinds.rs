//! What a query may be.

use balcao_brazil::{TaxId, TaxIdError};

use super::Slip;
use crate::{Protocol, words};

/// A tag's code has no more characters.
const MAX_CODE: usize = 32;

/// A phone without area code has 8 digits, one with trunk prefix, country and area code 14.
const PHONE_DIGITS: std::ops::RangeInclusive<usize> = 8..=14;

/// What a query is taken for, with what is searched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// A protocol.
    Protocol(Protocol),
    /// A CPF in normal form.
    Cpf(String),
    /// A CNPJ in normal form.
    Cnpj(String),
    /// The beginning of a tag's code, in capital letters.
    Tag(String),
    /// The last 8 digits of a phone: whoever has the country code, the area code or the ninth
    /// digit left out is found, too.
    Phone(String),
    /// Words of a name, in any order, each by its beginning.
    Name(Vec<String>),
}

impl Kind {
    /// Whether it is a taxpayer number: the profile decides whether that is searched.
    pub fn is_tax_id(&self) -> bool {
        matches!(self, Kind::Cpf(_) | Kind::Cnpj(_))
    }
}

/// Every kind that fits, the most exact first. More than one may: an eleven-digit mobile can be a
/// valid CPF.
pub(super) fn of(query: &str) -> (Vec<Kind>, Option<Slip>) {
    let mut kinds = Vec::new();
    let mut slip = None;
    kinds.extend(Protocol::parse(query).map(Kind::Protocol));
    match TaxId::parse(query) {
        Ok(number @ TaxId::Cpf(_)) => kinds.push(Kind::Cpf(number.as_str().into())),
        Ok(number @ TaxId::Cnpj(_)) => kinds.push(Kind::Cnpj(number.as_str().into())),
        Err(TaxIdError::CheckDigits | TaxIdError::EqualDigits) => slip = Some(Slip::CheckDigits),
        Err(_) => {}
    }
    kinds.extend(tag(query).map(Kind::Tag));
    if let Some(tail) = phone_tail(query) {
        kinds.push(Kind::Phone(tail));
    }
    if query.chars().any(char::is_alphabetic) {
        let words = words::tokens(&[query]);
        kinds.extend((!words.is_empty()).then_some(Kind::Name(words)));
    }
    (kinds, slip)
}

/// One word of letters, digits and `-._/` with at least one digit.
fn tag(query: &str) -> Option<String> {
    let fits = query.len() <= MAX_CODE
        && query.bytes().all(|c| c.is_ascii_alphanumeric() || b"-._/".contains(&c))
        && query.bytes().any(|c| c.is_ascii_digit());
    fits.then(|| query.to_ascii_uppercase())
}

fn phone_tail(query: &str) -> Option<String> {
    let written = query.chars().all(|c| c.is_ascii_digit() || c.is_whitespace() || "()+-.".contains(c));
    let digits: String = query.chars().filter(char::is_ascii_digit).collect();
    (written && PHONE_DIGITS.contains(&digits.len())).then(|| digits[digits.len() - 8..].to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(query: &str) -> Vec<Kind> {
        of(query).0
    }

    #[test]
    fn a_cpf_that_may_be_a_phone_is_searched_as_both() {
        let found = kinds("52998224725");
        assert!(found.contains(&Kind::Cpf("52998224725".into())));
        assert!(found.contains(&Kind::Phone("98224725".into())));
        assert!(found.contains(&Kind::Tag("52998224725".into())));
        assert_eq!(kinds("529.982.247-25")[0], Kind::Cpf("52998224725".into()));
    }

    #[test]
    fn a_cnpj_may_hold_letters() {
        assert_eq!(kinds("12.abc.345/01de-35")[0], Kind::Cnpj("12ABC34501DE35".into()));
        assert_eq!(kinds("11222333000181")[0], Kind::Cnpj("11222333000181".into()));
    }

    #[test]
    fn a_phone_is_known_by_its_last_eight_digits() {
        for query in ["+55 51 99999-0000", "51999990000", "(51) 9999-0000", "99990000", "051 99999.0000"] {
            assert!(kinds(query).contains(&Kind::Phone("99990000".into())), "{query}");
        }
        assert!(!kinds("9999000").iter().any(|kind| matches!(kind, Kind::Phone(_))));
    }

    #[test]
    fn a_protocol_is_nothing_else_but_perhaps_a_tag() {
        let found = kinds("1020261124000042");
        assert!(matches!(found[0], Kind::Protocol(_)));
        assert!(found[1..].iter().all(|kind| matches!(kind, Kind::Tag(_))));
    }

    #[test]
    fn names_are_words_in_any_order() {
        assert_eq!(kinds("SILVA, João da"), [Kind::Name(vec!["joao".into(), "silva".into()])]);
        assert_eq!(kinds("t104233-1")[0], Kind::Tag("T104233-1".into()));
        assert_eq!(kinds("..."), []);
    }

    #[test]
    fn wrong_check_digits_are_told() {
        assert_eq!(of("529.982.247-26").1, Some(Slip::CheckDigits));
        assert_eq!(of("maria").1, None);
    }
}
