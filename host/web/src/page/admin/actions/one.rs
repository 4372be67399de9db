//! One widget or action: on or off, how it is shown, its settings, and who changed what.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use balcao_access::{Actor, Locale, UserId, audit, users};
use balcao_plugins::{CatalogError, Contribution, Declared, Installed, Installer, Misfit, Of, Shown};
use maud::{Markup, html};

use super::super::Section;
use super::super::form::{self, Form, Problem};
use super::{Placed, failed, history, kind, placed, profiles_with, settings, state, tab_title, tabs};
use crate::fault::Fault;
use crate::message::Lang;
use crate::route::Visit;

/// Lines of its history that are shown.
const LINES: i64 = 100;

/// A widget or an action as its page shows it.
pub(super) struct Known {
    pub plugin: Installed,
    /// What the plugin says of it.
    pub declared: Declared,
    /// The same as it is shown.
    pub contribution: Contribution,
}

impl Known {
    /// The one that the path names, offered or not.
    pub fn of(visit: &Visit<Actor>) -> Result<Known, Fault> {
        let (plugin, name): (String, String) =
            (visit.params.get("plugin")?, visit.params.get("contribution")?);
        let installed = visit.desk.plugins.installed().into_iter();
        let plugin = installed.into_iter().find(|one| one.name == plugin).ok_or(Fault::NotFound)?;
        let contribution = plugin.contributions().into_iter().find(|one| one.name == name);
        let declared = plugin.version().and_then(|version| version.declared(&name)).cloned();
        match (declared, contribution) {
            (Some(declared), Some(contribution)) => Ok(Known { plugin, declared, contribution }),
            _ => Err(Fault::NotFound),
        }
    }

    pub fn of_it(&self) -> Of<'_> {
        Of { plugin: &self.plugin.name, name: &self.declared.name }
    }

    pub fn path(&self) -> String {
        format!("/admin/actions/{}/{}", self.plugin.name, self.declared.name)
    }
}

/// What a form of the page was refused for.
pub(super) enum Refused {
    No,
    /// The form of the texts, or that of the settings.
    Shown(Vec<Problem>),
    Settings(Vec<Problem>),
    /// Somebody was faster than this form.
    Late {
        settings: bool,
    },
}

/// Who acts, for the room of plugins.
pub(super) fn by(visit: &Visit<Actor>) -> Installer {
    Installer::User(Box::new(visit.proof.clone()))
}

/// What is wrong, in words.
pub(super) fn misfit(lang: Lang, misfit: Misfit, number: impl Fn(i64) -> String) -> String {
    match misfit {
        Misfit::TooLong(most) => lang.answer_too_long(most),
        Misfit::Characters => lang.answer_characters().to_owned(),
        Misfit::NotInteger => lang.answer_not_integer().to_owned(),
        Misfit::NotMoney => lang.answer_not_money().to_owned(),
        Misfit::NotToggle => lang.answer_not_toggle().to_owned(),
        Misfit::NotOffered => lang.answer_not_offered().to_owned(),
        Misfit::Below(least) => lang.answer_below(&number(least)),
        Misfit::Above(most) => lang.answer_above(&number(most)),
    }
}

pub(super) async fn show(visit: Visit<Actor>) -> Result<Response, Fault> {
    page(&visit, &Known::of(&visit)?, &Refused::No).await
}

/// Switches it on or off.
pub(super) async fn switch(visit: Visit<Actor>) -> Result<Response, Fault> {
    let known = Known::of(&visit)?;
    let on = visit.form.text("on").parse().map_err(|_| Fault::Forged)?;
    let Of { plugin, name } = known.of_it();
    visit.desk.plugins.switch(plugin, name, on, &by(&visit)).await.map_err(failed)?;
    Ok(Redirect::to(&known.path()).into_response())
}

/// Has it shown otherwise than its plugin declares.
pub(super) async fn show_as(visit: Visit<Actor>) -> Result<Response, Fault> {
    let known = Known::of(&visit)?;
    let tab = visit.form.text("tab");
    let shown = Shown {
        titles: form::read_labels(&visit.form, "title"),
        summaries: form::read_labels(&visit.form, "summary"),
        tab: (!tab.is_empty()).then(|| tab.to_owned()),
    };
    let seen = visit.form.text("seen");
    let done = visit.desk.plugins.show_as(known.of_it(), shown, Some(seen), &by(&visit)).await;
    let refused = match done {
        Ok(()) => return Ok(Redirect::to(&known.path()).into_response()),
        Err(CatalogError::Value(misfits)) => Refused::Shown(problems(visit.frame.lang(), &misfits)),
        Err(CatalogError::Stale) => Refused::Late { settings: false },
        Err(error) => return Err(failed(error)),
    };
    page(&visit, &Known::of(&visit)?, &refused).await
}

fn problems(lang: Lang, misfits: &[(String, Misfit)]) -> Vec<Problem> {
    let problem = |(name, wrong): &(String, Misfit)| Problem {
        id: name.clone(),
        label: field_label(lang, name),
        words: misfit(lang, *wrong, |number| number.to_string()),
    };
    misfits.iter().map(problem).collect()
}

/// The label of `title-en`, `summary-pt-BR` or `tab`.
pub(super) fn field_label(lang: Lang, name: &str) -> String {
    let (what, tag) = name.split_once('-').unwrap_or((name, ""));
    let what = match what {
        "title" => lang.actions_title(),
        "summary" => lang.actions_summary(),
        _ => return lang.actions_tab().to_owned(),
    };
    let locale = tag.parse::<Locale>().map(|locale| lang.language_name(locale)).unwrap_or_default();
    format!("{what}, {locale}")
}

/// The page, with what a form of it was refused for.
pub(super) async fn page(visit: &Visit<Actor>, known: &Known, refused: &Refused) -> Result<Response, Fault> {
    let (frame, lang) = (&visit.frame, visit.frame.lang());
    let Of { plugin, name } = known.of_it();
    let mut conn = visit.desk.db.read().await?;
    let placed = placed(&mut conn).await?;
    let users: BTreeMap<UserId, String> =
        users::list(&mut conn).await?.into_iter().map(|user| (user.id, user.name)).collect();
    let told =
        audit::of_contribution(&mut conn, visit.desk.db.keys(), &format!("{plugin}/{name}"), LINES).await?;
    drop(conn);
    let title = lang.label(&known.contribution.titles);
    let on = !known.plugin.off.contains(name);
    let status = match refused {
        Refused::No => StatusCode::OK,
        Refused::Late { .. } => StatusCode::CONFLICT,
        Refused::Shown(_) | Refused::Settings(_) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let with = profiles_with(lang, &placed, plugin, name);
    let main = html! {
        p { a href="/admin/actions" { (lang.actions_section()) } }
        div.heading {
            h1 { (title) }
            span.badge.neutral { (kind(lang, known.declared.kind)) }
            (state(lang, on, known.plugin.enabled))
            form method="post" action={ (known.path()) "/switch" } {
                (frame.csrf())
                button name="on" value=(!on) { @if on { (lang.actions_switch_off()) } @else { (lang.actions_switch_on()) } }
            }
        }
        p { (lang.label(&known.contribution.summaries)) }
        dl.facts.inline {
            div { dt { (lang.actions_plugin()) } dd { (plugin) " " (known.contribution.version) } }
            div { dt { (lang.actions_vendor()) } dd { (known.contribution.vendor) } }
            div { dt { (lang.actions_tab()) } dd { (tab_title(lang, &placed, &known.contribution.tab)) } }
            div { dt { (lang.actions_placed()) } dd { @if with.is_empty() { (lang.actions_nowhere()) } @else { (with.join(", ")) } } }
        }
        @match refused {
            Refused::Late { .. } => ({
                let who = history::latest(frame, &users, &told);
                form::late(frame, who.as_ref().map(|(by, at)| (by.as_str(), at.as_str())))
            }),
            Refused::Shown(problems) | Refused::Settings(problems) => (form::summary(frame, problems)),
            Refused::No => {}
        }
        (settings::section(visit, known, &placed, &users, refused))
        (texts(visit, known, &placed, refused))
        (history::section(frame, known, &placed, &users, &told))
    };
    Ok((status, super::super::page(frame, Section::Actions, title, main)).into_response())
}

/// The form of how it is shown.
fn texts(visit: &Visit<Actor>, known: &Known, placed: &[Placed], refused: &Refused) -> Markup {
    let (frame, lang) = (&visit.frame, visit.frame.lang());
    let (typed, problems) = match refused {
        Refused::Shown(problems) => (Some(&visit.form), problems.as_slice()),
        Refused::Late { settings: false } => (Some(&visit.form), [].as_slice()),
        _ => (None, [].as_slice()),
    };
    let form = Form { frame, typed, problems };
    let shown = known.plugin.shown(&known.declared.name);
    let own = format!("{}: {}", lang.actions_own(), tab_title(lang, placed, &known.declared.tab));
    let mut options = vec![(String::new(), own)];
    for (key, title) in tabs(placed) {
        if !options.iter().any(|(known, _)| known == key) {
            options.push((key.to_owned(), lang.label(title).to_owned()));
        }
    }
    if let Some(tab) = shown.tab.as_ref().filter(|tab| !options.iter().any(|(key, _)| key == *tab)) {
        options.push((tab.clone(), tab.clone()));
    }
    html! {
        section.card aria-labelledby="shown" {
            header { h2 #shown { (lang.actions_shown()) } }
            form.body method="post" action={ (known.path()) "/shown" } data-guard novalidate {
                (frame.csrf())
                input type="hidden" name="seen" value=(known.plugin.edition(&known.declared.name));
                p.hint { (lang.actions_shown_lead()) }
                div {
                    (form.labels("title", lang.actions_title(), &shown.titles, Some(&known.declared.titles)))
                    (form.labels("summary", lang.actions_summary(), &shown.summaries, Some(&known.declared.summaries)))
                    (form.select("tab", lang.actions_tab(), &options, shown.tab.as_deref().unwrap_or_default()))
                }
                p { button.primary { (lang.save()) } }
            }
        }
    }
}
