//! Answers to a plugin's fields, between the contract's spelling and what a form or a link holds.
//!
//! `a.NAME` holds a value, and `k.NAME` says that there is such a field and how its value is spelt.
//! The kind is only about spelling: whether an answer is one is decided by type and span in the
//! room of actions, or by the plugin for a widget.

use balcao_action::Given;
use balcao_plugins::canvas::Answer;

use crate::fields::Fields;
use crate::format::Format;

/// What the name of a value begins with.
pub(crate) const ANSWER: &str = "a.";
/// What the name of a kind begins with.
pub(crate) const KIND: &str = "k.";

/// The kind of a value that is kept nowhere but where it was sent to.
pub(crate) const SECRET: &str = "secret";
/// What the names of fields begin with that hold a secret in a form of the desk's own.
pub(crate) const SECRET_FIELD: &str = "secret-";

/// Whether a pair of a form holds what somebody typed as a secret.
pub(crate) fn is_secret(fields: &Fields, name: &str) -> bool {
    name.starts_with(SECRET_FIELD)
        || name.strip_prefix(ANSWER).is_some_and(|field| fields.text(&format!("{KIND}{field}")) == SECRET)
}

/// What the form of an action's step holds.
pub(crate) fn given(fields: &Fields, format: Format) -> Given {
    let answers = read(fields, format);
    let typed = |answer: &&Answer| is_secret(fields, &format!("{ANSWER}{}", answer.field));
    Given { secrets: answers.iter().filter(typed).map(|answer| answer.field.clone()).collect(), answers }
}

/// The most answers that are read: twice as many as a step may ask.
const MOST: usize = 40;

/// The answers that a form or a query holds, a field each, in order; what is over [`MOST`] is left.
pub(crate) fn read(fields: &Fields, format: Format) -> Vec<Answer> {
    let mut answers: Vec<Answer> = Vec::new();
    for (name, _) in fields.pairs() {
        let Some(field) = name.strip_prefix(ANSWER).or_else(|| name.strip_prefix(KIND)) else { continue };
        if answers.iter().any(|answer| answer.field == field) {
            continue;
        }
        if answers.len() == MOST {
            break;
        }
        let kind = fields.text(&format!("{KIND}{field}"));
        let typed = format!("{ANSWER}{field}");
        let values = fields
            .all(&typed)
            .filter(|value| !value.trim().is_empty())
            .map(|value| spell(kind, value, format));
        let mut values: Vec<String> = values.collect();
        if kind == "toggle" && values.is_empty() {
            values.push("false".to_owned());
        }
        answers.push(Answer { field: field.to_owned(), values });
    }
    answers
}

fn spell(kind: &str, typed: &str, format: Format) -> String {
    match kind {
        // What is no amount goes on as typed, and comes back with the reason at its field.
        "money" => format.parse_money(typed).map_or(typed.to_owned(), |money| money.0.to_string()),
        // Browsers send the line ends of a text area as CR LF.
        _ => typed.replace("\r\n", "\n"),
    }
}

/// The pairs of a link or of hidden fields that [`read`] turns into these answers again.
pub(crate) fn write(answers: &[Answer]) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    for answer in answers {
        if answer.values.is_empty() {
            pairs.push((format!("{KIND}{}", answer.field), "text".to_owned()));
        }
        pairs.extend(answer.values.iter().map(|value| (format!("{ANSWER}{}", answer.field), value.clone())));
    }
    pairs
}

/// The value of a button that starts an action with these answers.
pub(crate) fn launch(plugin: &str, action: &str, answers: &[Answer]) -> String {
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs([("plugin", plugin), ("action", action)])
        .extend_pairs(write(answers))
        .finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::Lang;
    use balcao_access::Locale;

    fn read_text(encoded: &str) -> Vec<(String, Vec<String>)> {
        let format = Format { lang: Lang(Locale::Pt), zone: chrono_tz::UTC };
        read(&Fields::parse(encoded.as_bytes()).unwrap(), format)
            .into_iter()
            .map(|a| (a.field, a.values))
            .collect()
    }

    fn answer(field: &str, values: &[&str]) -> (String, Vec<String>) {
        (field.to_owned(), values.iter().map(|v| (*v).to_owned()).collect())
    }

    #[test]
    fn answers_come_in_the_spelling_of_the_contract() {
        let form = "csrf=x&a.amount=1.234%2C5&k.amount=money&k.keep=toggle&a.day=2026-12-01&k.day=text\
            &a.pick=1&a.pick=2&k.pick=text&a.note=+&k.note=text&a.lines=a%0D%0Ab";
        assert_eq!(
            read_text(form),
            [
                answer("amount", &["123450"]),
                answer("keep", &["false"]),
                answer("day", &["2026-12-01"]),
                answer("pick", &["1", "2"]),
                answer("note", &[]),
                answer("lines", &["a\nb"]),
            ]
        );
    }

    #[test]
    fn no_more_answers_are_read_than_a_step_may_ask() {
        let form: String = (0..MOST + 5).map(|at| format!("a.field{at}=x&")).collect();
        assert_eq!(read_text(&form).len(), MOST);
    }

    #[test]
    fn what_is_no_amount_is_passed_on_as_typed() {
        assert_eq!(read_text("a.amount=abc&k.amount=money"), [answer("amount", &["abc"])]);
    }

    #[test]
    fn a_link_carries_answers_there_and_back() {
        let given = vec![
            Answer { field: "open".into(), values: vec!["a&b".into(), "c".into()] },
            Answer { field: "none".into(), values: vec![] },
        ];
        let encoded = form_urlencoded::Serializer::new(String::new()).extend_pairs(write(&given)).finish();
        let format = Format { lang: Lang(Locale::Pt), zone: chrono_tz::UTC };
        assert_eq!(read(&Fields::parse(encoded.as_bytes()).unwrap(), format), given);
    }
}
