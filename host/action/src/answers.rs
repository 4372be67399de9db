//! What the agent answered, and whether it is an answer to what was asked.
//!
//! Answers travel in the contract's spelling: text as typed, centavos, ISO dates, `true` or
//! `false`, a choice's value, a handle. They are checked here, by type and span, before a plugin
//! sees them.

use std::collections::BTreeMap;

use balcao_access::UserId;
use balcao_plugins::canvas::{Answer, Field, Input, Span};
use balcao_store::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// How many steps a run may have.
pub const MAX_STEPS: usize = 20;
/// How much a button may hand to the action that it starts: answers, values of each, bytes of each.
const MAX_LAUNCH: (usize, usize, usize) = (20, 100, 400);
/// How long a text may be, whatever the plugin allows.
const MAX_TEXT: usize = 10_000;

/// What a form holds.
#[derive(Debug, Clone, Default)]
pub struct Given {
    /// An answer a field.
    pub answers: Vec<Answer>,
    /// The fields in which something was typed where a secret was asked for.
    pub secrets: Vec<String>,
}

impl From<Vec<Answer>> for Given {
    fn from(answers: Vec<Answer>) -> Given {
        Given { answers, secrets: Vec::new() }
    }
}

impl Given {
    /// The answers for these fields. What was typed as a secret is none where the field asks for
    /// something else now: a plugin that changes its mind does not get to read it.
    pub(crate) fn for_fields(&self, fields: &[Field]) -> Vec<Answer> {
        let hides = |name: &str| fields.iter().any(|f| f.name == name && matches!(f.input, Input::Secret));
        let may_go = |answer: &&Answer| !self.secrets.contains(&answer.field) || hides(&answer.field);
        self.answers.iter().filter(may_go).cloned().collect()
    }
}

/// One answered step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Step {
    /// Who answered.
    pub by: UserId,
    /// When.
    pub at: DateTime<Utc>,
    /// What.
    pub answers: Vec<Answer>,
}

/// Every answer of a run so far, step by step. Going back is having fewer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Answers(pub Vec<Step>);

impl Answers {
    /// As a plugin gets them: each field once, a later answer instead of an earlier one.
    pub fn flat(&self) -> Vec<Answer> {
        let mut fields: Vec<Answer> = Vec::new();
        for answer in self.0.iter().flat_map(|step| &step.answers) {
            match fields.iter_mut().find(|known| known.field == answer.field) {
                Some(known) => known.values.clone_from(&answer.values),
                None => fields.push(answer.clone()),
            }
        }
        fields
    }

    /// With one step more.
    pub fn and(&self, step: Step) -> Answers {
        let mut steps = self.0.clone();
        steps.push(step);
        Answers(steps)
    }
}

/// An answer that is none, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The field's name.
    pub field: String,
    /// What is wrong with it.
    pub fault: Fault,
}

/// Why an answer is none. The page says it in the agent's language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// It must be answered.
    Required,
    /// One value is allowed, and there were more.
    One,
    /// Longer than this many characters.
    TooLong(usize),
    /// Control characters, or a line break where one line is asked.
    Characters,
    /// Not a whole number.
    NotInteger,
    /// Not an amount of money.
    NotMoney,
    /// Not a day of the calendar.
    NotDate,
    /// Below the least that is allowed.
    Below(Bound),
    /// Above the most that is allowed.
    Above(Bound),
    /// Neither yes nor no.
    NotToggle,
    /// None of the choices, or one that is offered no longer.
    NotOffered,
    /// A file, or a secret, that was given elsewhere or by somebody else, or that waited too long.
    NotHeld,
    /// What the plugin says.
    Said(String),
}

/// An end of a span.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// A whole number.
    Integer(i64),
    /// Reais, in centavos.
    Money(i64),
    /// A calendar day.
    Date(NaiveDate),
}

/// The answers to these fields, in their order, or what is wrong with them. Answers to anything
/// else are dropped: nobody asked. `held` says whether a value stands for what its giver gave to a
/// field that no plugin may read.
pub fn check(
    fields: &[Field],
    given: &[Answer],
    held: impl Fn(&Field, &str) -> bool,
) -> Result<Vec<Answer>, Vec<Problem>> {
    let given: BTreeMap<&str, &[String]> =
        given.iter().map(|answer| (answer.field.as_str(), answer.values.as_slice())).collect();
    let mut answers = Vec::with_capacity(fields.len());
    let mut problems = Vec::new();
    for field in fields {
        let values = given.get(field.name.as_str()).copied().unwrap_or_default();
        match check_field(field, values, &held) {
            Ok(values) => answers.push(Answer { field: field.name.clone(), values }),
            Err(fault) => problems.push(Problem { field: field.name.clone(), fault }),
        }
    }
    if problems.is_empty() { Ok(answers) } else { Err(problems) }
}

fn check_field(
    field: &Field,
    values: &[String],
    held: &impl Fn(&Field, &str) -> bool,
) -> Result<Vec<String>, Fault> {
    let one_line = !matches!(field.input, Input::Paragraph(_));
    let values: Vec<String> =
        values.iter().map(|value| value.trim().to_owned()).filter(|value| !value.is_empty()).collect();
    // A toggle that is off is not sent by a browser, and is an answer all the same.
    if let Input::Toggle = field.input {
        return toggle(&values);
    }
    if values.is_empty() {
        return if field.required { Err(Fault::Required) } else { Ok(values) };
    }
    if let Input::Upload(_) | Input::Secret = field.input {
        // What was given before stands in a hidden field, what is given anew comes behind it.
        let newest = values.last().filter(|value| held(field, value)).ok_or(Fault::NotHeld)?;
        return Ok(vec![newest.clone()]);
    }
    if values.len() > 1 && !matches!(field.input, Input::SomeOf(_)) {
        return Err(Fault::One);
    }
    for value in &values {
        characters(value, one_line)?;
        match &field.input {
            Input::Text(max) | Input::Paragraph(max) => length(value, *max as usize)?,
            Input::Integer(span) => within(integer(value).ok_or(Fault::NotInteger)?, span, Bound::Integer)?,
            Input::Money(span) => within(integer(value).ok_or(Fault::NotMoney)?, span, Bound::Money)?,
            Input::Date(span) => within(date(value).ok_or(Fault::NotDate)?, span, Bound::Date)?,
            Input::OneOf(choices) | Input::SomeOf(choices) => {
                if !choices.iter().any(|choice| choice.value == *value) {
                    return Err(Fault::NotOffered);
                }
            }
            // Answered above.
            Input::Toggle | Input::Upload(_) | Input::Secret => {}
        }
    }
    Ok(values)
}

fn toggle(values: &[String]) -> Result<Vec<String>, Fault> {
    match values {
        [] => Ok(vec!["false".to_owned()]),
        [one] if one == "true" || one == "false" => Ok(values.to_vec()),
        _ => Err(Fault::NotToggle),
    }
}

fn characters(value: &str, one_line: bool) -> Result<(), Fault> {
    let allowed = |c: char| !c.is_control() || (!one_line && matches!(c, '\n' | '\r' | '\t'));
    if value.chars().all(allowed) { Ok(()) } else { Err(Fault::Characters) }
}

fn length(value: &str, max: usize) -> Result<(), Fault> {
    let max = max.min(MAX_TEXT);
    if value.chars().count() > max { Err(Fault::TooLong(max)) } else { Ok(()) }
}

fn integer(value: &str) -> Option<i64> {
    value.parse().ok()
}

fn date(value: &str) -> Option<NaiveDate> {
    // `parse` alone would also take `2026-1-5`, which no later reader expects.
    value.parse::<NaiveDate>().ok().filter(|date| date.to_string() == value)
}

fn within<T: PartialOrd + Copy>(value: T, span: &Span<T>, bound: fn(T) -> Bound) -> Result<(), Fault> {
    match (span.min, span.max) {
        (Some(min), _) if value < min => Err(Fault::Below(bound(min))),
        (_, Some(max)) if value > max => Err(Fault::Above(bound(max))),
        _ => Ok(()),
    }
}

/// Whether what a button hands to the action it starts is of a size that a button's can have.
pub(crate) fn is_launch(answers: &[Answer]) -> bool {
    let (fields, values, bytes) = MAX_LAUNCH;
    answers.len() <= fields
        && answers.iter().all(|answer| {
            answer.field.len() <= bytes
                && answer.values.len() <= values
                && answer.values.iter().all(|v| v.len() <= bytes && characters(v, true).is_ok())
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use balcao_plugins::canvas::Choice;

    fn field(input: Input, required: bool) -> Field {
        Field {
            name: "f".into(),
            label: "F".into(),
            hint: String::new(),
            input,
            required,
            initial: Vec::new(),
        }
    }

    fn asked(input: Input, values: &[&str]) -> Result<Vec<String>, Fault> {
        let given = [Answer { field: "f".into(), values: values.iter().map(|v| v.to_string()).collect() }];
        match check(&[field(input, true)], &given, |_, value| value == "held") {
            Ok(mut answers) => Ok(answers.remove(0).values),
            Err(mut problems) => Err(problems.remove(0).fault),
        }
    }

    fn span<T>(min: T, max: T) -> Span<T> {
        Span { min: Some(min), max: Some(max) }
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn choices(values: &[&str]) -> Vec<Choice> {
        let choice = |v: &&str| Choice { value: v.to_string(), label: v.to_string(), hint: String::new() };
        values.iter().map(choice).collect()
    }

    #[test]
    fn what_is_required_must_be_answered_and_the_rest_may_be_empty() {
        assert_eq!(asked(Input::Text(10), &["  "]), Err(Fault::Required));
        assert_eq!(
            check(&[field(Input::Text(10), false)], &[], |_, _| false).unwrap()[0].values,
            Vec::<String>::new()
        );
    }

    #[test]
    fn text_is_limited_by_characters_not_bytes() {
        assert_eq!(asked(Input::Text(4), &["ação"]), Ok(vec!["ação".into()]));
        assert_eq!(asked(Input::Text(4), &["ações"]), Err(Fault::TooLong(4)));
        let endless = "a".repeat(MAX_TEXT + 1);
        assert_eq!(asked(Input::Text(u32::MAX), &[&endless]), Err(Fault::TooLong(MAX_TEXT)));
    }

    #[test]
    fn a_line_holds_no_line_break_and_a_paragraph_no_control_character() {
        assert_eq!(asked(Input::Text(9), &["a\nb"]), Err(Fault::Characters));
        assert_eq!(asked(Input::Paragraph(9), &["a\nb"]), Ok(vec!["a\nb".into()]));
        assert_eq!(asked(Input::Paragraph(9), &["a\u{1b}b"]), Err(Fault::Characters));
    }

    #[test]
    fn numbers_and_dates_stay_within_their_span() {
        assert_eq!(asked(Input::Integer(span(1, 5)), &["0"]), Err(Fault::Below(Bound::Integer(1))));
        assert_eq!(asked(Input::Integer(span(1, 5)), &["6"]), Err(Fault::Above(Bound::Integer(5))));
        assert_eq!(asked(Input::Integer(span(1, 5)), &["five"]), Err(Fault::NotInteger));
        assert_eq!(asked(Input::Money(span(0, 100)), &["101"]), Err(Fault::Above(Bound::Money(100))));
        assert_eq!(asked(Input::Money(span(0, 100)), &["1,50"]), Err(Fault::NotMoney));
        let (first, last) = (day("2026-11-25"), day("2026-12-04"));
        let days = span(first, last);
        assert_eq!(asked(Input::Date(days), &["2026-11-24"]), Err(Fault::Below(Bound::Date(first))));
        assert_eq!(asked(Input::Date(days), &["2026-02-30"]), Err(Fault::NotDate));
        assert_eq!(asked(Input::Date(days), &["2026-11-5"]), Err(Fault::NotDate));
        assert_eq!(asked(Input::Date(days), &["2026-11-25"]), Ok(vec!["2026-11-25".into()]));
    }

    #[test]
    fn only_what_is_offered_can_be_chosen() {
        assert_eq!(asked(Input::OneOf(choices(&["a", "b"])), &["c"]), Err(Fault::NotOffered));
        assert_eq!(asked(Input::OneOf(choices(&["a", "b"])), &["a", "b"]), Err(Fault::One));
        assert_eq!(asked(Input::SomeOf(choices(&["a", "b"])), &["a", "b"]), Ok(vec!["a".into(), "b".into()]));
    }

    #[test]
    fn a_toggle_that_is_not_sent_is_off() {
        assert_eq!(asked(Input::Toggle, &[]), Ok(vec!["false".into()]));
        assert_eq!(asked(Input::Toggle, &["maybe"]), Err(Fault::NotToggle));
    }

    #[test]
    fn an_answer_that_nobody_asked_for_is_dropped() {
        let given = [Answer { field: "other".into(), values: vec!["x".into()] }];
        let answers = check(&[field(Input::Text(5), false)], &given, |_, _| false).unwrap();
        assert_eq!(answers.len(), 1);
        assert_eq!(answers[0].field, "f");
    }

    #[test]
    fn what_was_typed_as_a_secret_is_no_answer_to_any_other_field() {
        let field = |input| Field {
            name: "p".into(),
            label: "P".into(),
            hint: String::new(),
            input,
            required: true,
            initial: Vec::new(),
        };
        let answers = vec![Answer { field: "p".into(), values: vec!["typed".into()] }];
        let given = Given { answers: answers.clone(), secrets: vec!["p".into()] };
        assert_eq!(given.for_fields(&[field(Input::Secret)]), answers);
        assert_eq!(given.for_fields(&[field(Input::Text(50))]), []);
        assert_eq!(given.for_fields(&[]), []);
    }

    #[test]
    fn a_later_step_answers_a_field_anew() {
        let step = |value: &str| Step {
            by: UserId::new(),
            at: balcao_store::now(),
            answers: vec![Answer { field: "f".into(), values: vec![value.into()] }],
        };
        let answers = Answers::default().and(step("1")).and(step("2"));
        assert_eq!(answers.flat()[0].values, vec!["2".to_string()]);
    }
}
