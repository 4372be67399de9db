//! Administração: what a profile sees, what is installed, who works here, what the provider has, and
//! what happened. A subject is a module with its own routes; a page of it is drawn by [`page`].

mod actions;
mod companies;
mod form;
mod home;
mod outside;
mod profiles;
mod teams;
mod users;

use axum::response::Response;
use balcao_access::{Actor, Right, sessions};
use balcao_store::Tx;
use maud::{Markup, html};

use crate::asset;
use crate::fault::Fault;
use crate::message::Lang;
use crate::route::{Routes, Visit};
use crate::rule::Has;
use crate::shell::{self, Command, Frame, Page};

/// Who may open any of these pages.
pub(crate) const ADMINISTERS: Has = Has(Right::Administer);

/// Adds them all.
pub(super) fn routes(routes: Routes) -> Routes {
    [
        home::routes,
        profiles::routes,
        actions::routes,
        users::routes,
        teams::routes,
        companies::routes,
        outside::routes,
    ]
        .into_iter()
        .fold(routes, |routes, more| more(routes))
}

/// What belongs together in the menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Group {
    /// What agents see and do.
    Attendance,
    /// Who works here.
    People,
    /// What happened, and what does not get on.
    Watch,
}

impl Group {
    /// In the order of the menu.
    pub const ALL: &[Group] = &[Group::Attendance, Group::People, Group::Watch];

    pub fn label(self, lang: Lang) -> &'static str {
        match self {
            Group::Attendance => lang.admin_attendance(),
            Group::People => lang.admin_people(),
            Group::Watch => lang.admin_watch(),
        }
    }
}

/// A page of the administration as the menu and the palette name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Section {
    Profiles,
    Actions,
    Users,
    Teams,
    Companies,
    Outside,
}

impl Section {
    /// In the order of the menu.
    pub const ALL: &[Section] = &[
        Section::Profiles,
        Section::Actions,
        Section::Users,
        Section::Teams,
        Section::Companies,
        Section::Outside,
    ];

    pub fn group(self) -> Group {
        match self {
            Section::Profiles | Section::Actions => Group::Attendance,
            Section::Users | Section::Teams | Section::Companies => Group::People,
            Section::Outside => Group::Watch,
        }
    }

    /// Where it is.
    pub fn path(self) -> &'static str {
        match self {
            Section::Profiles => "/admin/profiles",
            Section::Actions => "/admin/actions",
            Section::Users => "/admin/users",
            Section::Teams => "/admin/teams",
            Section::Companies => "/admin/companies",
            Section::Outside => "/admin/outside",
        }
    }

    pub fn label(self, lang: Lang) -> &'static str {
        match self {
            Section::Profiles => lang.profiles(),
            Section::Actions => lang.actions_section(),
            Section::Users => lang.users(),
            Section::Teams => lang.teams(),
            Section::Companies => lang.companies(),
            Section::Outside => lang.outside(),
        }
    }

    /// What is done there, in a sentence.
    pub fn about(self, lang: Lang) -> &'static str {
        match self {
            Section::Profiles => lang.profiles_about(),
            Section::Actions => lang.actions_about(),
            Section::Users => lang.users_about(),
            Section::Teams => lang.teams_about(),
            Section::Companies => lang.companies_about(),
            Section::Outside => lang.outside_about(),
        }
    }

    /// What the palette finds it by beside its label: what its menu is called elsewhere.
    pub fn words(self) -> &'static str {
        match self {
            Section::Profiles => {
                "parâmetros do atendimento perfis perfil leiaute permissões direitos abas widgets"
            }
            Section::Actions => {
                "parâmetros do atendimento widgets painéis configurações limites reagendamento"
            }
            Section::Users => {
                "pessoas operadores atendentes senha segundo fator totp sessões permissões usuários grupo"
            }
            Section::Teams => "pessoas equipes setores departamentos filas encaminhamento",
            Section::Companies => "pessoas empresas filiais locais cnpj logotipo cor",
            Section::Outside => "integrações fila entregas pendências erros radius banco e-mail",
        }
    }
}

/// The palette's lines for all of them.
pub(crate) fn commands(lang: Lang) -> impl Iterator<Item = Command> {
    Section::ALL.iter().map(move |section| {
        let words = format!("administração parâmetros configurações {}", section.words());
        Command::open(section.label(lang), section.path()).found_by(&words)
    })
}

/// A transaction in which whoever sent a form is asked for again: their session may have ended meanwhile, or
/// the right been taken from them.
async fn changing(visit: &Visit<Actor>) -> Result<(Tx, Actor), Fault> {
    let mut tx = visit.desk.db.write().await?;
    let actor = sessions::again(&mut tx, &visit.proof).await?;
    let actor = actor.filter(|actor| actor.may(Right::Administer)).ok_or(Fault::Forbidden)?;
    Ok((tx, actor))
}

/// A page of the administration: its menu, and beside it what is shown.
pub(crate) fn page(frame: &Frame, here: Section, title: &str, main: Markup) -> Response {
    shell::page(frame, Page::new(title, framed(frame, Some(here), main)))
}

fn framed(frame: &Frame, here: Option<Section>, main: Markup) -> Markup {
    let lang = frame.lang();
    let of = |group: Group| Section::ALL.iter().copied().filter(move |section| section.group() == group);
    html! {
        link rel="stylesheet" href=(asset::ADMIN.url());
        div.admin {
            nav aria-label=(lang.administration()) {
                @for group in Group::ALL {
                    p { (group.label(lang)) }
                    ul role="list" { @for section in of(*group) {
                        li { a href=(section.path()) aria-current=[(here == Some(section)).then_some("page")] { (section.label(lang)) } }
                    } }
                }
            }
            div { (main) }
        }
    }
}
