//! Forms: `query` of the canvas, and what an action's `next` asks for.

use std::collections::HashSet;
use std::str::FromStr;

use crate::bindings::action::exports::balcao::desk::action as steps;
use crate::bindings::canvas as wit;
use crate::canvas::{Budget, Choice, Field, Input, Problem, Span, Spoiled, Upload};
use crate::handle::Ids;

/// Fields of one form; more is not a form but a punishment.
const FIELDS: usize = 40;
const CHOICES: usize = 500;
const VALUES: usize = 100;
const MEDIA_TYPES: usize = 40;
/// Longest text that a field may ask for, characters.
const LINE: u32 = 500;
const PARAGRAPH: u32 = 8_000;

pub(crate) fn fields(budget: &mut Budget, ids: &Ids, fields: Vec<wit::Field>) -> Result<Vec<Field>, Spoiled> {
    budget.list(fields.len(), FIELDS)?;
    if fields.is_empty() {
        return Err(Spoiled::Shape("a form without fields"));
    }
    let mut names = HashSet::new();
    if !fields.iter().all(|field| names.insert(field.name.clone())) {
        return Err(Spoiled::Shape("two fields of one name"));
    }
    fields.into_iter().map(|asked| field(budget, ids, asked)).collect()
}

/// What `next` finds wrong.
pub(crate) fn problems(budget: &mut Budget, problems: Vec<steps::Problem>) -> Result<Vec<Problem>, Spoiled> {
    budget.list(problems.len(), FIELDS)?;
    if problems.is_empty() {
        return Err(Spoiled::Shape("a correction that names nothing"));
    }
    let problem = |problem: steps::Problem| {
        Ok(Problem { field: budget.name(&problem.field)?, message: budget.line(&problem.message)? })
    };
    problems.into_iter().map(problem).collect()
}

fn field(budget: &mut Budget, ids: &Ids, asked: wit::Field) -> Result<Field, Spoiled> {
    use wit::Input as Wit;
    budget.list(asked.initial.len(), VALUES)?;
    Ok(Field {
        name: budget.name(&asked.name)?,
        label: budget.label(&asked.label)?,
        hint: budget.line(&asked.hint)?,
        input: match asked.input {
            Wit::Text(max) => Input::Text(max.clamp(1, LINE)),
            Wit::Paragraph(max) => Input::Paragraph(max.clamp(1, PARAGRAPH)),
            Wit::Integer(limits) => Input::Integer(span(limits, |raw| i64::from_str(raw).ok())?),
            Wit::Money(limits) => Input::Money(span(limits, |raw| i64::from_str(raw).ok())?),
            Wit::Date(limits) => Input::Date(span(limits, |raw| budget.date(raw).ok())?),
            Wit::Toggle => Input::Toggle,
            Wit::OneOf(offered) => Input::OneOf(choices(budget, ids, offered)?),
            Wit::SomeOf(offered) => Input::SomeOf(choices(budget, ids, offered)?),
            // A kind that this host does not know is asked for as text; that is what it is for.
            Wit::Other(_) => Input::Text(LINE),
            Wit::Upload(upload) => Input::Upload(self::upload(budget, upload)?),
            Wit::Secret => Input::Secret,
        },
        required: asked.required,
        initial: asked
            .initial
            .iter()
            .map(|value| Ok(ids.sealed(budget.prose(value)?)))
            .collect::<Result<_, _>>()?,
    })
}

fn upload(budget: &mut Budget, upload: wit::Upload) -> Result<Upload, Spoiled> {
    budget.list(upload.media_types.len(), MEDIA_TYPES)?;
    let media_types = upload.media_types.iter().map(|text| budget.label(text)).collect::<Result<_, _>>()?;
    Ok(Upload { media_types, max_bytes: upload.max_bytes })
}

fn choices(budget: &mut Budget, ids: &Ids, offered: Vec<wit::Choice>) -> Result<Vec<Choice>, Spoiled> {
    budget.list(offered.len(), CHOICES)?;
    let choice = |choice: wit::Choice| {
        Ok(Choice {
            value: ids.sealed(budget.line(&choice.value)?),
            label: budget.label(&choice.label)?,
            hint: budget.line(&choice.hint)?,
        })
    };
    offered.into_iter().map(choice).collect()
}

fn span<T: PartialOrd>(
    limits: wit::Span,
    mut parse: impl FnMut(&str) -> Option<T>,
) -> Result<Span<T>, Spoiled> {
    let mut end = |raw: Option<String>| match raw {
        None => Ok(None),
        Some(raw) => parse(&raw).map(Some).ok_or(Spoiled::Value("the end of a span")),
    };
    let span = Span { min: end(limits.min)?, max: end(limits.max)? };
    match (&span.min, &span.max) {
        (Some(min), Some(max)) if min > max => Err(Spoiled::Shape("a span that nothing fits")),
        _ => Ok(span),
    }
}
