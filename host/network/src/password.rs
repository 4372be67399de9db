//! Passwords of lines: what one must be like, and how one is made up.

use std::fmt;

/// Characters, at least and at most. PAP and CHAP carry more, old access servers do not.
pub const LENGTH: (usize, usize) = (8, 32);

/// How many characters one has that the desk makes up.
const MADE_UP: usize = 12;

/// Letters and digits that are not mistaken for one another when they are read aloud.
const ALPHABET: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// The password of a line. It is in no log: its `Debug` says nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(String);

/// Why a text is no password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Weak {
    /// Fewer or more characters than [`LENGTH`].
    #[error("a password has {} to {} characters", LENGTH.0, LENGTH.1)]
    Length,
    /// Something else than visible ASCII: equipment of customers mangles the rest.
    #[error("a password has letters without accents, digits and signs, and no spaces")]
    Characters,
    /// Letters alone, or digits alone.
    #[error("a password has letters and digits")]
    Monotonous,
    /// It holds the login, or a part of the login of which one thinks first.
    #[error("a password does not hold the login")]
    HoldsLogin,
}

impl Password {
    /// A password that somebody typed for this login.
    pub fn parse(text: &str, login: &str) -> Result<Password, Weak> {
        let (least, most) = LENGTH;
        if !(least..=most).contains(&text.chars().count()) {
            return Err(Weak::Length);
        }
        if !text.chars().all(|c| c.is_ascii_graphic()) {
            return Err(Weak::Characters);
        }
        let has = |kind: fn(&char) -> bool| text.chars().any(|c| kind(&c));
        if !(has(char::is_ascii_alphabetic) && has(char::is_ascii_digit)) {
            return Err(Weak::Monotonous);
        }
        let (lower, login) = (text.to_ascii_lowercase(), login.to_ascii_lowercase());
        let first = login.split(['.', '@', '_', '-']).next().unwrap_or_default();
        if lower.contains(&login) || (first.len() >= 4 && lower.contains(first)) {
            return Err(Weak::HoldsLogin);
        }
        Ok(Password(text.to_owned()))
    }

    /// One that nobody guesses, with letters and digits.
    pub fn made_up() -> Password {
        loop {
            let mut bytes = [0_u8; MADE_UP];
            getrandom::fill(&mut bytes).expect("the system has random numbers");
            let text: String =
                bytes.iter().map(|byte| char::from(ALPHABET[usize::from(byte % 32)])).collect();
            if let Ok(password) = Password::parse(&text, "\u{0}") {
                return password;
            }
        }
    }

    /// One that is in use already, whatever the rules are now.
    pub fn in_use(text: String) -> Password {
        Password(text)
    }

    /// The password itself, for the access server, and for whoever may see it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typed_password_is_judged_by_the_rules() {
        let cases = [
            ("abc1234", Err(Weak::Length)),
            ("abcd1234", Ok(())),
            ("aB3$efgh!x", Ok(())),
            ("a1234567890123456789012345678901", Ok(())),
            ("a12345678901234567890123456789012", Err(Weak::Length)),
            ("", Err(Weak::Length)),
            ("abcd 1234", Err(Weak::Characters)),
            ("ação12345", Err(Weak::Characters)),
            ("abcd\u{202e}1234", Err(Weak::Characters)),
            ("abcdefgh", Err(Weak::Monotonous)),
            ("12345678", Err(Weak::Monotonous)),
            ("x9helena.1002", Err(Weak::HoldsLogin)),
            ("HELENA.1002", Err(Weak::HoldsLogin)),
            ("helena2026", Err(Weak::HoldsLogin)),
        ];
        for (text, expected) in cases {
            assert_eq!(Password::parse(text, "helena.1002").map(drop), expected, "{text}");
        }
        assert!(Password::parse("bia20262026", "bia.1002").is_ok(), "three letters are in many words");
    }

    #[test]
    fn what_is_made_up_keeps_the_rules_and_is_never_the_same() {
        let one = Password::made_up();
        assert!(Password::parse(one.expose(), "helena.1002").is_ok(), "{}", one.expose());
        assert_ne!(one, Password::made_up());
    }

    #[test]
    fn a_log_does_not_hold_it() {
        assert_eq!(format!("{:?}", Password::parse("abcd1234", "x.y").unwrap()), "Password");
    }
}
