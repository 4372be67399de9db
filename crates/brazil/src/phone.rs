//! Brazilian phone numbers, kept in E.164.
//!
//! Sources: Anatel's numbering plan: area code (DDD) of two digits without a zero, mobiles of
//! nine digits that start with 9, landlines of eight that start with 2 to 5. Until 2016 mobiles had
//! eight digits; old records and WhatsApp ids still lack the ninth, so an eight-digit number
//! that starts with 6 to 9 gets its 9 here.

use std::fmt;

use thiserror::Error;

/// Why a text is no subscriber's number. Never holds the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum PhoneError {
    /// Something else than digits and the usual punctuation.
    #[error("a phone has digits, spaces, parentheses, hyphens and points only")]
    Characters,
    /// A country code other than 55.
    #[error("only Brazilian phones are known")]
    Country,
    /// The number comes without its area code, or with one that has a zero.
    #[error("the area code is missing or wrong")]
    AreaCode,
    /// 0800, 0300 and the like, or a code of three digits: no customer's own phone.
    #[error("this is a service number")]
    Service,
    /// The digits are too few, too many, or start as no subscriber's number does.
    #[error("this is no mobile and no landline")]
    Number,
}

/// A mobile or landline: `+55`, area code, 8 or 9 digits.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Phone(String);

impl Phone {
    /// Reads a number with its area code, with or without 55 and with or without the ninth digit.
    pub fn parse(text: &str) -> Result<Self, PhoneError> {
        let text = text.trim();
        let (international, text) = match text.strip_prefix('+') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let digits = digits_of(text)?;
        if international && !digits.starts_with("55") {
            return Err(PhoneError::Country);
        }
        let service = ["0300", "0500", "0800", "0900"];
        if digits.len() == 3 || service.iter().any(|prefix| digits.starts_with(prefix)) {
            return Err(PhoneError::Service);
        }
        // 55 is a country and an area code: only the length tells, unless there was a plus.
        let national = match digits.len() {
            12 | 13 => digits.strip_prefix("55").unwrap_or(&digits),
            _ if international => return Err(PhoneError::Number),
            _ => &digits,
        };
        // The trunk prefix of a call between areas: 051 3222-1234.
        let national = national.strip_prefix('0').unwrap_or(national);
        let (area, number) = match national.len() {
            10 | 11 => national.split_at(2),
            8 | 9 => return Err(PhoneError::AreaCode),
            _ => return Err(PhoneError::Number),
        };
        if area.contains('0') {
            return Err(PhoneError::AreaCode);
        }
        match (number.len(), number.as_bytes()[0]) {
            (9, b'9') | (8, b'2'..=b'5') => Ok(Self(format!("+55{area}{number}"))),
            (8, b'6'..=b'9') => Ok(Self(format!("+55{area}9{number}"))),
            _ => Err(PhoneError::Number),
        }
    }

    /// E.164: `+5551999990000`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// `(51) 99999-0000` or `(51) 3222-1234`.
    pub fn formatted(&self) -> String {
        let (head, tail) = self.halves();
        format!("({}) {head}-{tail}", self.area())
    }

    /// `(51) *****-0000`.
    pub fn masked(&self) -> String {
        let (head, tail) = self.halves();
        format!("({}) {}-{tail}", self.area(), "*".repeat(head.len()))
    }

    /// Whether it is a mobile's number.
    pub fn is_mobile(&self) -> bool {
        self.number().len() == 9
    }

    /// The last eight digits: equal for every way in which this phone may have been written down.
    pub fn last8(&self) -> &str {
        &self.0[self.0.len() - 8..]
    }

    fn area(&self) -> &str {
        &self.0[3..5]
    }

    fn number(&self) -> &str {
        &self.0[5..]
    }

    fn halves(&self) -> (&str, &str) {
        self.number().split_at(self.number().len() - 4)
    }
}

/// The digits of a text, where people put nothing else than punctuation between them.
fn digits_of(text: &str) -> Result<String, PhoneError> {
    text.chars()
        .filter(|c| !matches!(c, '(' | ')' | '-' | '.') && !c.is_whitespace())
        .map(|c| if c.is_ascii_digit() { Ok(c) } else { Err(PhoneError::Characters) })
        .collect()
}

impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Phone({})", self.masked())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_of_writing_a_phone_gives_the_same_one() {
        for typed in [
            "+55 51 99999-0000",
            "5551999990000",
            "(51) 99999-0000",
            "51 9999-0000",
            "555199990000",
            "051 99999.0000",
        ] {
            let phone = Phone::parse(typed).unwrap();
            assert_eq!(phone.as_str(), "+5551999990000", "{typed}");
            assert_eq!(phone.formatted(), "(51) 99999-0000");
            assert_eq!(phone.last8(), "99990000");
        }
    }

    #[test]
    fn a_landline_keeps_its_eight_digits() {
        let phone = Phone::parse("51 3222-1234").unwrap();
        assert_eq!(phone.as_str(), "+555132221234");
        assert_eq!(phone.formatted(), "(51) 3222-1234");
        assert_eq!(phone.last8(), "32221234");
    }

    #[test]
    fn fifty_five_may_be_the_area() {
        for (typed, e164) in [
            ("55 99999-0000", "+5555999990000"),
            ("55 3222-1234", "+555532221234"),
            ("55 55 99999-0000", "+5555999990000"),
        ] {
            assert_eq!(Phone::parse(typed).unwrap().as_str(), e164);
        }
    }

    #[test]
    fn what_is_no_phone_is_refused_by_its_reason() {
        for (typed, error) in [
            ("", PhoneError::Number),
            ("1234567", PhoneError::Number),
            ("51 1222-1234", PhoneError::Number),
            ("51 89999-0000", PhoneError::Number),
            ("+55 99999-0000", PhoneError::Number),
            ("123456789012345", PhoneError::Number),
            ("99999-0000", PhoneError::AreaCode),
            ("10 99999-0000", PhoneError::AreaCode),
            ("+1 212 555 0100", PhoneError::Country),
            ("0800 123 4567", PhoneError::Service),
            ("190", PhoneError::Service),
            ("51 9999-OOOO", PhoneError::Characters),
        ] {
            assert_eq!(Phone::parse(typed), Err(error), "{typed}");
        }
    }

    #[test]
    fn debug_never_shows_a_whole_number() {
        let phone = Phone::parse("51 99999-0000").unwrap();
        assert_eq!(format!("{phone:?}"), "Phone((51) *****-0000)");
    }
}
