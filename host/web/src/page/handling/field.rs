//! The fields of the host's own forms: label, control, and what is wrong with what stands in it.

use balcao_access::Labels;
use balcao_desk::handling::{Fault, Field, Problem};
use balcao_desk::reports::MAX_TEXT;
use balcao_store::{DateTime, Utc};
use chrono::{NaiveDateTime, TimeZone};
use maud::{Markup, html};

use crate::format::Format;
use crate::route::Visit;
use crate::shell::{Frame, icon};

/// How a `datetime-local` field spells a moment.
const LOCAL: &str = "%Y-%m-%dT%H:%M";

/// A form that is being drawn.
pub(in crate::page) struct Form<'a> {
    pub frame: &'a Frame,
    pub problems: &'a [Problem],
}

impl<'a> Form<'a> {
    /// The form of a page.
    pub fn of<P>(visit: &'a Visit<P>, problems: &'a [Problem]) -> Form<'a> {
        Form { frame: &visit.frame, problems }
    }

    fn fault(&self, field: Field) -> Option<Fault> {
        self.problems.iter().find(|problem| problem.field == field).map(|problem| problem.fault)
    }

    /// What is wrong with a field, tied to it by [`Form::invalid`] and [`Form::described`].
    fn error(&self, field: Field) -> Markup {
        let words = self.fault(field).map(|fault| self.frame.lang().fault(field, fault));
        html! { @if let Some(words) = words { p.error id={ (field) "-error" } { (words) } } }
    }

    fn invalid(&self, field: Field) -> Option<&'static str> {
        self.fault(field).map(|_| "true")
    }

    fn described(&self, field: Field) -> Option<String> {
        self.fault(field).map(|_| format!("{field}-error"))
    }

    /// What is wrong, before the form: it takes the focus and leads to each field.
    pub fn summary(&self) -> Markup {
        let lang = self.frame.lang();
        if self.problems.is_empty() {
            return html! {};
        }
        html! {
            div.notice.danger.summary-of-errors #problem tabindex="-1" role="alert" autofocus {
                (icon("danger"))
                div {
                    strong { (lang.problems_title()) }
                    ul { @for Problem { field, fault } in self.problems {
                        li { a href={ "#" (field) } { (lang.field(*field)) ": " (lang.fault(*field, *fault)) } }
                    } }
                }
            }
        }
    }

    /// A choice from a list, whose options are drawn by whoever knows them.
    pub fn select(&self, field: Field, class: &str, optional: bool, hint: &str, options: &Markup) -> Markup {
        let lang = self.frame.lang();
        html! {
            div class={ "field " (class) } {
                label for=(field) { (lang.field(field)) @if optional { " " span.dim { "(" (lang.optional()) ")" } } }
                @if !hint.is_empty() { p.hint { (hint) } }
                (self.error(field))
                select id=(field) name=(field) aria-invalid=[self.invalid(field)] aria-describedby=[self.described(field)] { (options) }
            }
        }
    }

    /// One of the reasons, or of whatever has a code and names.
    pub fn reasons<'b>(
        &self,
        field: Field,
        offered: impl Iterator<Item = (&'b str, &'b Labels)>,
        chosen: &str,
    ) -> Markup {
        let lang = self.frame.lang();
        let options = html! {
            option value="" { "—" }
            @for (code, names) in offered { option value=(code) selected[code == chosen] { (lang.label(names)) } }
        };
        self.select(field, "", false, "", &options)
    }

    /// A day and an hour, by the clock at the provider.
    pub fn moment(&self, field: Field, class: &str, value: &str, now: DateTime<Utc>) -> Markup {
        html! {
            div class={ "field " (class) } {
                label for=(field) { (self.frame.lang().field(field)) }
                (self.error(field))
                input id=(field) type="datetime-local" name=(field) value=(value) min=(spelled(self.frame.format, now))
                    aria-invalid=[self.invalid(field)] aria-describedby=[self.described(field)];
            }
        }
    }

    /// A fieldset, whose choices are drawn by whoever knows them.
    pub fn choices(&self, field: Field, choices: &Markup) -> Markup {
        html! {
            fieldset.field.choices id=(field) tabindex="-1" aria-describedby=[self.described(field)] {
                legend { (self.frame.lang().field(field)) }
                (self.error(field))
                (choices)
            }
        }
    }

    /// The report; `optional` where the host tells the most by itself.
    pub fn text(&self, optional: bool, value: &str) -> Markup {
        let (field, lang) = (Field::Report, self.frame.lang());
        html! {
            div.field {
                label for=(field) { (lang.field(field)) @if optional { " " span.dim { "(" (lang.optional()) ")" } } }
                (self.error(field))
                textarea id=(field) name=(field) rows="4" maxlength=(MAX_TEXT) required[!optional]
                    aria-invalid=[self.invalid(field)] aria-describedby=[self.described(field)] { "\n" (value) }
            }
        }
    }
}

/// A moment as a `datetime-local` field holds it.
pub(super) fn spelled(format: Format, at: DateTime<Utc>) -> String {
    at.with_timezone(&format.zone).format(LOCAL).to_string()
}

/// The moment that somebody typed. A time that the clock leaves out is none; of one that comes twice
/// the first is meant. Nothing typed is no problem here.
pub(super) fn read(
    format: Format,
    field: Field,
    typed: &str,
    problems: &mut Vec<Problem>,
) -> Option<DateTime<Utc>> {
    if typed.is_empty() {
        return None;
    }
    let local = NaiveDateTime::parse_from_str(typed, LOCAL).ok();
    let at = local.and_then(|local| format.zone.from_local_datetime(&local).earliest());
    if at.is_none() {
        problems.push(Problem { field, fault: Fault::Unreadable });
    }
    at.map(|at| at.to_utc())
}

#[cfg(test)]
mod tests {
    use balcao_access::Locale;

    use super::*;
    use crate::message::Lang;

    #[test]
    fn a_moment_is_read_as_it_is_spelled_and_one_that_no_clock_shows_is_none() {
        let format = Format { lang: Lang(Locale::Pt), zone: chrono_tz::America::Sao_Paulo };
        let mut problems = Vec::new();
        let at = read(format, Field::When, "2026-11-24T18:30", &mut problems).unwrap();
        assert_eq!(at.to_rfc3339(), "2026-11-24T21:30:00+00:00");
        assert_eq!(spelled(format, at), "2026-11-24T18:30");
        assert_eq!(read(format, Field::When, "", &mut problems), None);
        assert!(problems.is_empty());
        // The last is the midnight that summer time left out in 2018.
        for odd in ["amanhã", "2026-02-30T10:00", "24/11/2026 18:30", "2018-11-04T00:30"] {
            assert_eq!(read(format, Field::When, odd, &mut problems), None, "{odd}");
        }
        assert_eq!(problems, [Problem { field: Field::When, fault: Fault::Unreadable }; 4]);
    }
}
