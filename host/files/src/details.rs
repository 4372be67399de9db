//! What is said of a file.

use balcao_store::{Conn, StoreError, on};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{RuleError, Subject};

/// Characters of a title, at most.
pub const MAX_TITLE: usize = 200;
/// Characters of a description, at most.
pub const MAX_DESCRIPTION: usize = 2_000;

/// What an agent says of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Details {
    /// One line.
    pub title: String,
    /// Lines, or empty.
    pub description: String,
    /// The code of a kind.
    pub kind: String,
    /// The last day on which it is good; none: it does not end.
    pub valid_until: Option<NaiveDate>,
    /// Whether the customer may see it.
    pub visible: bool,
}

/// Something of a file's details that a change made different.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Difference {
    /// The title, before and after.
    Title(String, String),
    /// The description.
    Description(String, String),
    /// The code of its kind.
    Kind(String, String),
    /// Until when it is good.
    ValidUntil(Option<NaiveDate>, Option<NaiveDate>),
    /// Whether the customer may see it.
    Visible(bool, bool),
}

impl Details {
    /// With white space taken away around its texts.
    pub fn trimmed(self) -> Details {
        let (title, description) = (self.title.trim().to_owned(), self.description.trim().to_owned());
        Details { title, description, ..self }
    }

    /// What is different in `after`.
    pub fn differences(&self, after: &Details) -> Vec<Difference> {
        let mut differences = Vec::new();
        if self.title != after.title {
            differences.push(Difference::Title(self.title.clone(), after.title.clone()));
        }
        if self.description != after.description {
            differences.push(Difference::Description(self.description.clone(), after.description.clone()));
        }
        if self.kind != after.kind {
            differences.push(Difference::Kind(self.kind.clone(), after.kind.clone()));
        }
        if self.valid_until != after.valid_until {
            differences.push(Difference::ValidUntil(self.valid_until, after.valid_until));
        }
        if self.visible != after.visible {
            differences.push(Difference::Visible(self.visible, after.visible));
        }
        differences
    }

    /// Whether they can be said of a file.
    pub(crate) async fn check(&self, conn: &mut Conn, subject: Subject) -> Result<(), RuleError> {
        if self.title.is_empty() {
            return Err(RuleError::TitleMissing);
        }
        if self.title.chars().count() > MAX_TITLE {
            return Err(RuleError::TitleTooLong);
        }
        if self.description.chars().count() > MAX_DESCRIPTION {
            return Err(RuleError::DescriptionTooLong);
        }
        let known: Option<(String,)> = on!(conn, c => sqlx::query_as(
            "SELECT code FROM file_kind WHERE subject = $1 AND code = $2",
        ).bind(subject).bind(&self.kind).fetch_optional(c).await)
        .map_err(StoreError::from)?;
        if known.is_some() { Ok(()) } else { Err(RuleError::Kind) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_name_what_was_changed_and_nothing_else() {
        let before = Details {
            title: "ONU".into(),
            description: String::new(),
            kind: "photo".into(),
            valid_until: None,
            visible: false,
        };
        assert_eq!(before.differences(&before.clone()), []);
        let after = Details { title: "ONU da sala".into(), visible: true, ..before.clone() };
        assert_eq!(
            before.differences(&after),
            [Difference::Title("ONU".into(), "ONU da sala".into()), Difference::Visible(false, true)]
        );
    }
}
