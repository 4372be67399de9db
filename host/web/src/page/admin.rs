//! Administração: what a profile sees, what is installed, who works here, what the provider has, and
//! what happened. A subject is a module with its own routes; a page of it is drawn by [`page`].

mod actions;
mod form;
mod home;
mod outside;
mod profiles;
mod tables;

use axum::response::Response;
use balcao_access::Right;
use maud::{Markup, html};

use crate::asset;
use crate::message::Lang;
use crate::route::Routes;
use crate::rule::Has;
use crate::shell::{self, Command, Frame, Page};

/// Who may open any of these pages.
pub(crate) const ADMINISTERS: Has = Has(Right::Administer);

/// Adds them all.
pub(super) fn routes(routes: Routes) -> Routes {
    [home::routes, profiles::routes, actions::routes, tables::routes, outside::routes]
        .into_iter()
        .fold(routes, |routes, more| more(routes))
}

/// What belongs together in the menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Group {
    /// What agents see and do.
    Attendance,
    /// From what users choose, and by which hours deadlines run.
    Tables,
    /// What happened, and what does not get on.
    Watch,
}

impl Group {
    /// In the order of the menu.
    pub const ALL: &[Group] = &[Group::Attendance, Group::Tables, Group::Watch];

    pub fn label(self, lang: Lang) -> &'static str {
        match self {
            Group::Attendance => lang.admin_attendance(),
            Group::Tables => lang.admin_tables(),
            Group::Watch => lang.admin_watch(),
        }
    }
}

/// A page of the administration as the menu and the palette name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Section {
    Profiles,
    Actions,
    Types,
    Catalogs,
    Items,
    Situations,
    Statuses,
    Reasons,
    FileKinds,
    TextModules,
    Calendar,
    Outside,
}

impl Section {
    /// In the order of the menu.
    pub const ALL: &[Section] = &[
        Section::Profiles,
        Section::Actions,
        Section::Types,
        Section::Catalogs,
        Section::Items,
        Section::Situations,
        Section::Statuses,
        Section::Reasons,
        Section::FileKinds,
        Section::TextModules,
        Section::Calendar,
        Section::Outside,
    ];

    pub fn group(self) -> Group {
        match self {
            Section::Profiles | Section::Actions => Group::Attendance,
            Section::Types
            | Section::Catalogs
            | Section::Items
            | Section::Situations
            | Section::Statuses
            | Section::Reasons
            | Section::FileKinds
            | Section::TextModules
            | Section::Calendar => Group::Tables,
            Section::Outside => Group::Watch,
        }
    }

    /// Where it is.
    pub fn path(self) -> &'static str {
        match self {
            Section::Profiles => "/admin/profiles",
            Section::Actions => "/admin/actions",
            Section::Types => "/admin/request-types",
            Section::Catalogs => "/admin/catalogs",
            Section::Items => "/admin/catalog-items",
            Section::Situations => "/admin/situations",
            Section::Statuses => "/admin/statuses",
            Section::Reasons => "/admin/reasons",
            Section::FileKinds => "/admin/file-kinds",
            Section::TextModules => "/admin/text-modules",
            Section::Calendar => "/admin/calendar",
            Section::Outside => "/admin/outside",
        }
    }

    pub fn label(self, lang: Lang) -> &'static str {
        match self {
            Section::Profiles => lang.profiles(),
            Section::Actions => lang.actions_section(),
            Section::Types => lang.tables_types(),
            Section::Catalogs => lang.tables_catalogs(),
            Section::Items => lang.tables_items(),
            Section::Situations => lang.tables_situations(),
            Section::Statuses => lang.tables_statuses(),
            Section::Reasons => lang.tables_reasons(),
            Section::FileKinds => lang.tables_file_kinds(),
            Section::TextModules => lang.tables_modules(),
            Section::Calendar => lang.tables_calendar(),
            Section::Outside => lang.outside(),
        }
    }

    /// What is done there, in a sentence.
    pub fn about(self, lang: Lang) -> &'static str {
        match self {
            Section::Profiles => lang.profiles_about(),
            Section::Actions => lang.actions_about(),
            Section::Types => lang.tables_types_about(),
            Section::Catalogs => lang.tables_catalogs_about(),
            Section::Items => lang.tables_items_about(),
            Section::Situations => lang.tables_situations_about(),
            Section::Statuses => lang.tables_statuses_about(),
            Section::Reasons => lang.tables_reasons_about(),
            Section::FileKinds => lang.tables_file_kinds_about(),
            Section::TextModules => lang.tables_modules_about(),
            Section::Calendar => lang.tables_calendar_about(),
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
            Section::Types => "tipos de solicitação service desk fechamento",
            Section::Catalogs => "catálogo de serviços",
            Section::Items => "itens do catálogo subcategorias",
            Section::Situations => "prazo sla situações",
            Section::Statuses => "status da solicitação",
            Section::Reasons => "motivos encaminhamento cancelamento reabertura",
            Section::FileKinds => "anexos documentação tipos de arquivo",
            Section::TextModules => "modelos de texto respostas prontas",
            Section::Calendar => "horário comercial feriados expediente fuso sla",
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
