//! What was answered to a form, or handed over by a button, a link or a row.

use crate::{Answer, Day, Failure, Result};

/// Answers by the names of their fields.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answers(Vec<Answer>);

impl Answers {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// With one answer more; given twice, a field has both values.
    pub fn with(mut self, field: &str, value: impl Into<String>) -> Self {
        match self.0.iter_mut().find(|a| a.field == field) {
            Some(answer) => answer.values.push(value.into()),
            None => self.0.push(Answer { field: field.into(), values: vec![value.into()] }),
        }
        self
    }

    /// All values of a field; empty when it was not answered.
    pub fn all(&self, field: &str) -> &[String] {
        self.0.iter().find(|a| a.field == field).map_or(&[], |a| &a.values)
    }

    /// The value of a field, unless it was left empty.
    pub fn get(&self, field: &str) -> Option<&str> {
        self.all(field).first().map(String::as_str).filter(|value| !value.is_empty())
    }

    /// The value of a field that this point can't be reached without.
    pub fn require(&self, field: &str) -> Result<&str> {
        self.get(field).ok_or_else(|| {
            Failure::invalid(say!(
                pt: "Falta uma resposta.",
                en: "An answer is missing.",
                es: "Falta una respuesta.",
            ))
            .detail(field)
        })
    }

    /// Whether a toggle is on.
    pub fn toggle(&self, field: &str) -> bool {
        self.get(field) == Some("true")
    }

    /// A whole number.
    pub fn integer(&self, field: &str) -> Result<Option<i64>> {
        let number = |text: &str| {
            text.parse().map_err(|_| {
                Failure::invalid(say!(
                    pt: "“{text}” não é um número inteiro.",
                    en: "“{text}” is not a whole number.",
                    es: "“{text}” no es un número entero.",
                ))
                .detail(field)
            })
        };
        self.get(field).map(number).transpose()
    }

    /// An amount, in centavos.
    pub fn money(&self, field: &str) -> Result<Option<i64>> {
        self.integer(field)
    }

    /// A calendar day.
    pub fn date(&self, field: &str) -> Result<Option<Day>> {
        self.get(field).map(str::parse).transpose()
    }

    /// As the contract has them.
    pub fn as_slice(&self) -> &[Answer] {
        &self.0
    }
}

impl From<Vec<Answer>> for Answers {
    fn from(answers: Vec<Answer>) -> Self {
        Self(answers)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fake::Desk;

    #[test]
    fn answers_are_read_by_name_and_type() {
        let run = Desk::new().run(|| -> Result {
            let answers = Answers::new()
                .with("invoice", "a")
                .with("invoice", "b")
                .with("amount", "1990")
                .with("due", "2026-12-04")
                .with("keep", "true")
                .with("empty", "");
            assert_eq!(answers.all("invoice"), ["a", "b"]);
            assert_eq!(answers.get("invoice"), Some("a"));
            assert_eq!(answers.money("amount")?, Some(1990));
            assert_eq!(answers.date("due")?.map(|d| d.to_string()), Some("2026-12-04".into()));
            assert!(answers.toggle("keep") && !answers.toggle("due"));
            assert_eq!(answers.get("empty"), None);
            assert_eq!(answers.money("other")?, None);
            assert!(answers.money("due").is_err() && answers.date("amount").is_err());
            assert_eq!(answers.require("other").unwrap_err().detail, "other");
            Ok(())
        });
        run.result.unwrap();
    }
}
