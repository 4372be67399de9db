//! What is filled in about a user: by whoever creates one, and by whoever changes one.

use axum::response::{IntoResponse, Response};
use balcao_access::users::{Edit, User};
use balcao_access::{AccessError, Actor, Locale, Profile, Team, UserId, companies, profiles, teams};
use balcao_store::Conn;
use maud::{Markup, html};

use super::status;
use crate::fault::Fault;
use crate::message::Lang;
use crate::page::admin::form::{self, Form, Problem};
use crate::page::admin::{self, Section};
use crate::route::Visit;

/// What there is to choose from.
pub(super) struct Offer {
    pub profiles: Vec<Profile>,
    pub teams: Vec<Team>,
    /// The companies of whoever administers, by id and name.
    pub companies: Vec<(String, String)>,
}

impl Offer {
    /// What may be chosen for a new user, or for this one: what they have now is among it, though it may be
    /// used no more.
    pub async fn of(conn: &mut Conn, actor: &Actor, user: Option<&User>) -> Result<Offer, AccessError> {
        let mut teams = teams::list(conn).await?;
        if let Some(team) = user.and_then(|user| user.team.as_ref()).filter(|team| !teams.contains(team)) {
            teams.push(team.clone());
        }
        let companies = companies::list(conn).await?.into_iter();
        let companies = companies.filter(|company| actor.user.companies.contains(&company.id));
        Ok(Offer {
            profiles: profiles::list(conn).await?,
            teams,
            companies: companies.map(|company| (company.id.to_string(), company.trade_name)).collect(),
        })
    }

    pub fn profiles(&self, lang: Lang) -> Vec<(String, String)> {
        let named = |profile: &Profile| (profile.id.to_string(), lang.label(&profile.name).to_owned());
        self.profiles.iter().map(named).collect()
    }

    pub fn teams(&self, none: &str) -> Vec<(String, String)> {
        let named = self.teams.iter().map(|team| (team.id.to_string(), team.name.clone()));
        std::iter::once((String::new(), none.to_owned())).chain(named).collect()
    }
}

/// Something wrong with a field.
pub(super) fn problem(id: &str, label: &str, words: &str) -> Problem {
    Problem { id: id.to_owned(), label: label.to_owned(), words: words.to_owned() }
}

/// What was filled in, and what is wrong with it.
pub(super) fn read(visit: &Visit<Actor>, offer: &Offer) -> (Option<Edit>, Vec<Problem>) {
    let (form, lang) = (&visit.form, visit.frame.lang());
    let mut problems = Vec::new();
    let name = form.text("name");
    if name.is_empty() || name.chars().count() > balcao_access::users::LONGEST_NAME {
        problems.push(problem("name", lang.name(), lang.name_missing()));
    }
    let profile = offer.profiles.iter().find(|profile| profile.id.to_string() == form.text("profile"));
    if profile.is_none() {
        problems.push(problem("profile", lang.profile(), lang.choice_missing()));
    }
    let team = offer.teams.iter().find(|team| team.id.to_string() == form.text("team"));
    if team.is_none() && !form.text("team").is_empty() {
        problems.push(problem("team", lang.team(), lang.choice_missing()));
    }
    let chosen = form.all("companies").filter(|id| offer.companies.iter().any(|(known, _)| known == id));
    let companies: Vec<_> = chosen.filter_map(|id| id.parse().ok()).collect();
    if companies.is_empty() {
        problems.push(problem("companies", lang.companies(), lang.user_company_missing()));
    }
    let locale = Locale::ALL.iter().copied().find(|locale| locale.tag() == form.text("locale"));
    if locale.is_none() {
        problems.push(problem("locale", lang.user_language(), lang.choice_missing()));
    }
    let edit = profile.zip(locale).map(|(profile, locale)| Edit {
        name: name.to_owned(),
        team: team.map(|team| team.id),
        profile: profile.id,
        companies,
        locale,
    });
    (edit, problems)
}

/// The fields that both forms have.
pub(super) fn draw(form: &Form<'_>, offer: &Offer, user: Option<&User>) -> Markup {
    let lang = form.frame.lang();
    let languages = [(Locale::Pt, "Português"), (Locale::En, "English"), (Locale::Es, "Español")];
    let languages = languages.map(|(locale, name)| (locale.tag().to_owned(), name.to_owned()));
    let of = |text: &dyn Fn(&User) -> String| user.map(text).unwrap_or_default();
    let own: Vec<String> = match user {
        Some(user) => user.companies.iter().map(ToString::to_string).collect(),
        None if offer.companies.len() == 1 => vec![offer.companies[0].0.clone()],
        None => Vec::new(),
    };
    // Nobody gets a profile because it stands first.
    let nothing = user.is_none().then(|| (String::new(), "—".to_owned()));
    let profiles: Vec<_> = nothing.into_iter().chain(offer.profiles(lang)).collect();
    let team = of(&|user| user.team.as_ref().map(|team| team.id.to_string()).unwrap_or_default());
    html! {
        div.columns {
            (form.text("name", lang.name(), &of(&|user| user.name.clone()), false))
            (form.select("profile", lang.profile(), &profiles, &of(&|user| user.profile.id.to_string())))
            (form.select("team", lang.team(), &offer.teams(lang.no_team()), &team))
            (form.select("locale", lang.user_language(), &languages, &of(&|user| user.locale.tag().to_owned())))
        }
        (form.some("companies", lang.companies(), lang.user_companies_hint(), &offer.companies, &own))
    }
}

/// The form for a new user.
pub(super) async fn new(visit: &Visit<Actor>, problems: Vec<Problem>) -> Result<Response, Fault> {
    let (frame, lang) = (&visit.frame, visit.frame.lang());
    let offer = Offer::of(&mut visit.desk.db.read().await?, &visit.proof, None).await?;
    let id = visit.form.text("id").parse().unwrap_or_else(|_| UserId::new());
    let form = Form { frame, typed: (!visit.form.is_empty()).then_some(&visit.form), problems: &problems };
    let main = html! {
        div.heading { h1 { (lang.user_new()) } }
        (form::summary(frame, &problems))
        form.card method="post" novalidate {
            (frame.csrf())
            input type="hidden" name="id" value=(id);
            p.hint { (lang.login()) ": " (lang.user_login_hint()) }
            (form.text("login", lang.login(), "", false))
            (draw(&form, &offer, None))
            (password(&form, lang.user_password()))
            p.row { button.primary { (lang.user_add()) } a.button href="/admin/users" { (lang.cancel()) } }
        }
    };
    let page = admin::page(frame, Section::Users, lang.user_new(), main);
    Ok((status(&problems, false, false), page).into_response())
}

/// A password that is typed for somebody, or left to the desk. It never stands in a page again.
pub(super) fn password(form: &Form<'_>, label: &str) -> Markup {
    let lang = form.frame.lang();
    let words = form.problems.iter().find(|problem| problem.id == "password").map(|problem| &problem.words);
    html! {
        div.field {
            label for="password" { (label) " " span.dim { "(" (lang.optional()) ")" } }
            p.hint #password-hint { (lang.user_password_hint()) }
            @if let Some(words) = words { p.error #password-error { (words) } }
            input #password type="password" name="password" autocomplete="new-password" aria-invalid=[words.map(|_| "true")]
                aria-describedby={ "password-hint" @if words.is_some() { " password-error" } };
        }
    }
}
