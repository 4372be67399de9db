//! The form of the settings that a plugin declares, for all profiles or for one. Each field holds the value
//! that is in force and says where that comes from; what is not changed goes on following it.

use std::collections::BTreeMap;

use axum::response::{IntoResponse, Redirect, Response};
use balcao_access::{Actor, Profile, ProfileId, UserId};
use balcao_brazil::Money;
use balcao_plugins::canvas::{Choice, Field, Input, Span};
use balcao_plugins::{CatalogError, InForce, LONGEST_TEXT, Setting, SettingKind, Source};
use maud::{Markup, html};

use super::super::form::Problem;
use super::one::{Known, Refused, by, misfit, page};
use super::{Placed, failed};
use crate::answers;
use crate::block::field;
use crate::fault::Fault;
use crate::fields::url;
use crate::route::Visit;
use crate::shell::Frame;

/// What the ids of the fields begin with.
const PREFIX: &str = "setting";

/// A text that is longer than this, or has lines, gets several.
const ONE_LINE: usize = 60;

/// Sets what was changed. A button of a field sends the form with that field's own value taken away.
pub(super) async fn submit(visit: Visit<Actor>) -> Result<Response, Fault> {
    let known = Known::of(&visit)?;
    let profile = chosen(&visit, &super::placed(&mut visit.desk.db.read().await?).await?)?;
    let of = profile.as_ref().map(|profile| profile.id);
    let (reset, given) = (visit.form.text("reset"), answers::read(&visit.form, visit.frame.format));
    let mut wanted = Vec::new();
    for setting in &known.declared.settings {
        let typed = given.iter().find(|answer| answer.field == setting.key).map(|answer| &answer.values);
        let typed = typed.map(|values| values.first().map(String::as_str).unwrap_or_default());
        match typed {
            _ if reset == setting.key => wanted.push((setting.key.clone(), None)),
            Some(typed) if changes(&known, setting, of, typed) => {
                wanted.push((setting.key.clone(), Some(plain(setting, typed).to_owned())));
            }
            _ => {}
        }
    }
    let seen = visit.form.text("seen");
    let done = visit.desk.plugins.configure(known.of_it(), of, &wanted, Some(seen), &by(&visit)).await;
    let refused = match done {
        Ok(()) => return Ok(Redirect::to(&here(&known, profile.as_ref())).into_response()),
        Err(CatalogError::Value(misfits)) => {
            let problem = |(key, wrong): &(String, _)| {
                let setting = known.declared.settings.iter().find(|setting| setting.key == *key)?;
                Some(Problem {
                    id: field::id(PREFIX, key),
                    label: visit.frame.lang().label(&setting.labels).to_owned(),
                    words: misfit(visit.frame.lang(), *wrong, |number| {
                        value(&visit.frame, setting, &number.to_string())
                    }),
                })
            };
            Refused::Settings(misfits.iter().filter_map(problem).collect())
        }
        Err(CatalogError::Stale) => Refused::Late { settings: true },
        Err(error) => return Err(failed(error)),
    };
    page(&visit, &Known::of(&visit)?, &refused).await
}

/// The profile of which the page shows the settings; none: of all.
fn chosen(visit: &Visit<Actor>, placed: &[Placed]) -> Result<Option<Profile>, Fault> {
    let sent = visit.form.get("profile").or_else(|| visit.query.get("profile")).unwrap_or_default();
    if sent.is_empty() {
        return Ok(None);
    }
    let found = placed.iter().map(|(profile, _)| profile).find(|profile| profile.key == sent);
    found.cloned().map(Some).ok_or(Fault::NotFound)
}

/// Whether what stands in a field is another value than the one that it was filled in with.
fn changes(known: &Known, setting: &Setting, profile: Option<ProfileId>, typed: &str) -> bool {
    let in_force = known.plugin.in_force(&known.declared.name, setting, profile);
    match setting.kind {
        SettingKind::Secret => !typed.is_empty(),
        _ => in_force.value != Some(plain(setting, typed)),
    }
}

/// A number without the spaces that came with it.
fn plain<'a>(setting: &Setting, typed: &'a str) -> &'a str {
    if setting.kind == SettingKind::Integer { typed.trim() } else { typed }
}

fn here(known: &Known, profile: Option<&Profile>) -> String {
    url(&known.path(), profile.map(|profile| ("profile", profile.key.as_str())))
}

/// A value as it is read.
pub(super) fn value(frame: &Frame, setting: &Setting, value: &str) -> String {
    let lang = frame.lang();
    match (setting.kind, value.parse::<i64>()) {
        (SettingKind::Money, Ok(centavos)) => frame.format.money(Money(centavos)),
        (SettingKind::Integer, Ok(number)) => frame.format.integer(number),
        (SettingKind::Toggle, _) if value == "true" => lang.yes().to_owned(),
        (SettingKind::Toggle, _) => lang.no().to_owned(),
        _ if value.is_empty() => lang.actions_empty().to_owned(),
        _ => value.to_owned(),
    }
}

/// The settings, and the profiles for which they can be others.
pub(super) fn section(
    visit: &Visit<Actor>,
    known: &Known,
    placed: &[Placed],
    users: &BTreeMap<UserId, String>,
    refused: &Refused,
) -> Markup {
    let (frame, lang) = (&visit.frame, visit.frame.lang());
    if known.declared.settings.is_empty() {
        return html! { p.dim { (lang.actions_no_settings()) } };
    }
    let profile = chosen(visit, placed).unwrap_or_default();
    let name = &known.declared.name;
    let own = |profile: &Profile| {
        known
            .declared
            .settings
            .iter()
            .filter(|s| known.plugin.set(name, &s.key, Some(profile.id)).is_some())
            .count()
    };
    let (typed, problems) = match refused {
        Refused::Settings(problems) => (true, problems.as_slice()),
        Refused::Late { settings: true } => (true, [].as_slice()),
        _ => (false, [].as_slice()),
    };
    let given = if typed { answers::read(&visit.form, frame.format) } else { Vec::new() };
    html! {
        section.card aria-labelledby="settings" {
            header { h2 #settings { (lang.actions_settings()) } }
            div.body {
                nav.tabs aria-label=(lang.actions_for_whom()) {
                    a href=(here(known, None)) aria-current=[profile.is_none().then_some("page")] { (lang.actions_all_profiles()) }
                    @for (one, _) in placed {
                        @let current = profile.as_ref().is_some_and(|profile| profile.id == one.id);
                        a href=(here(known, Some(one))) aria-current=[current.then_some("page")] {
                            (lang.label(&one.name)) @if own(one) > 0 { " (" (own(one)) ")" }
                        }
                    }
                }
                p.hint { @match &profile {
                    None => (lang.actions_for_all()),
                    Some(profile) => (lang.actions_for_profile(lang.label(&profile.name))),
                } }
                form method="post" action={ (known.path()) "/settings" } data-guard novalidate {
                    (frame.csrf())
                    input type="hidden" name="seen" value=(known.plugin.edition(name));
                    @if let Some(profile) = &profile { input type="hidden" name="profile" value=(profile.key); }
                    // Enter saves; it does not press the first field's own button.
                    button hidden {}
                    @for setting in &known.declared.settings {
                        @let in_force = known.plugin.in_force(name, setting, profile.as_ref().map(|profile| profile.id));
                        @let typed = given.iter().find(|answer| answer.field == setting.key).map(|answer| answer.values.clone());
                        @let problem = problems.iter().find(|problem| problem.id == field::id(PREFIX, &setting.key));
                        div.setting {
                            (control(frame, setting, &in_force, typed, problem))
                            (stands(frame, setting, &in_force, users))
                            @if let Some(words) = resets(visit, known, setting, profile.as_ref()) {
                                button.quiet name="reset" value=(setting.key) formnovalidate { (words) }
                            }
                        }
                    }
                    p.row { button.primary { (lang.save()) } }
                }
            }
        }
    }
}

/// The field, as forms of actions have it.
fn control(
    frame: &Frame,
    setting: &Setting,
    in_force: &InForce<'_>,
    typed: Option<Vec<String>>,
    problem: Option<&Problem>,
) -> Markup {
    let secret = setting.kind == SettingKind::Secret;
    let stands = if secret { "" } else { in_force.value.unwrap_or_default() };
    let values = match typed {
        Some(typed) if !secret => typed,
        _ => vec![stands.to_owned()],
    };
    let span = Span { min: setting.least, max: setting.most };
    let several = values.iter().any(|value| value.contains('\n') || value.chars().count() > ONE_LINE);
    let most = u32::try_from(LONGEST_TEXT).unwrap_or(u32::MAX);
    let choice = |value: &String| Choice { value: value.clone(), label: value.clone(), hint: String::new() };
    let field = Field {
        name: setting.key.clone(),
        label: frame.lang().label(&setting.labels).to_owned(),
        hint: String::new(),
        input: match setting.kind {
            SettingKind::Text if several => Input::Paragraph(most),
            SettingKind::Text => Input::Text(most),
            SettingKind::Secret => Input::Secret,
            SettingKind::Integer => Input::Integer(span),
            SettingKind::Money => Input::Money(span),
            SettingKind::Toggle => Input::Toggle,
            SettingKind::Choice => Input::OneOf(setting.choices.iter().map(choice).collect()),
        },
        required: !matches!(setting.kind, SettingKind::Text | SettingKind::Secret),
        initial: Vec::new(),
    };
    // The secret's control takes its value for a handle: nothing was handed over.
    let values = if secret { Vec::new() } else { values };
    field::draw(frame, PREFIX, &field, &values, problem.map(|problem| problem.words.as_str()))
}

/// Which value is in force, where it comes from, and who set it.
fn stands(
    frame: &Frame,
    setting: &Setting,
    in_force: &InForce<'_>,
    users: &BTreeMap<UserId, String>,
) -> Markup {
    let lang = frame.lang();
    let from = match in_force.source {
        Source::Profile => lang.actions_from_profile(),
        Source::All => lang.actions_from_all(),
        Source::Initial => lang.actions_from_plugin(),
    };
    let set = in_force.set.map(|set| {
        let by = set.by.map_or(lang.the_desk(), |by| users.get(&by).map_or("", String::as_str));
        set.at.map_or_else(
            || lang.actions_set_before().to_owned(),
            |at| lang.actions_set_by(&frame.format.instant(at), by),
        )
    });
    let shown = match (setting.kind, in_force.set) {
        (SettingKind::Secret, None) => lang.actions_secret_unset().to_owned(),
        (SettingKind::Secret, Some(_)) => lang.actions_secret_set().to_owned(),
        _ => value(frame, setting, in_force.value.unwrap_or_default()),
    };
    html! { p.hint { (lang.actions_in_force()) ": " strong { (shown) } " · " (from) @if let Some(set) = set { " · " (set) } } }
}

/// The words of the button that takes away what is set here, if anything is.
fn resets(
    visit: &Visit<Actor>,
    known: &Known,
    setting: &Setting,
    profile: Option<&Profile>,
) -> Option<String> {
    let (frame, lang, name) = (&visit.frame, visit.frame.lang(), &known.declared.name);
    known.plugin.set(name, &setting.key, profile.map(|profile| profile.id))?;
    if setting.kind == SettingKind::Secret {
        return Some(lang.actions_forget_secret().to_owned());
    }
    Some(match profile {
        None => lang.actions_to_initial(&value(frame, setting, &setting.initial)),
        Some(_) => {
            let general = known.plugin.in_force(name, setting, None).value.unwrap_or_default();
            lang.actions_to_general(&value(frame, setting, general))
        }
    })
}
