//! What trying a part of the world outside found: a database, a mail server, an access server.
//!
//! `balcao check` prints findings, and the administration's "Testar agora" shows them; each room
//! makes those of its own parts.

use crate::Labels;

/// What was found of one part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The part, as `balcao check --only` names it: `smtp`, `radius`, `files`.
    pub part: &'static str,
    /// Which of them, where there are several: a host, a company. Empty where there is one.
    pub which: String,
    /// How it is.
    pub verdict: Verdict,
    /// What was tried, and what came of it. No secret and no personal value.
    pub says: Labels,
    /// What to change; none: nothing has to be.
    pub remedy: Option<Labels>,
}

/// How a part is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It was tried, and it works.
    Works,
    /// The desk runs, but something should be changed, or is not set up.
    Warning,
    /// What needs it will not work.
    Failed,
}

impl Finding {
    /// It works.
    pub fn works(part: &'static str, which: impl Into<String>, says: Labels) -> Finding {
        Finding { part, which: which.into(), verdict: Verdict::Works, says, remedy: None }
    }

    /// It runs, but something should be changed.
    pub fn warning(part: &'static str, which: impl Into<String>, says: Labels, remedy: Labels) -> Finding {
        Finding { part, which: which.into(), verdict: Verdict::Warning, says, remedy: Some(remedy) }
    }

    /// It does not work.
    pub fn failed(part: &'static str, which: impl Into<String>, says: Labels, remedy: Labels) -> Finding {
        Finding { part, which: which.into(), verdict: Verdict::Failed, says, remedy: Some(remedy) }
    }
}

/// A text in the three languages, with values in it as `format!` takes them:
/// `labels!(pt: "{host} respondeu", en: "{host} answered", es: "{host} respondió")`.
#[macro_export]
macro_rules! labels {
    (pt: $pt:literal, en: $en:literal, es: $es:literal $(,)?) => {
        $crate::Labels::new(&format!($pt), &format!($en), &format!($es))
    };
}

#[cfg(test)]
mod tests {
    use crate::Locale;

    #[test]
    fn a_value_stands_in_every_language() {
        let host = "mail.example";
        let says = labels!(pt: "{host} respondeu", en: "{host} answered", es: "{host} respondió");
        assert!(Locale::ALL.iter().all(|locale| says.text(*locale).starts_with(host)));
        assert_eq!(says.text(Locale::En), "mail.example answered");
    }
}
