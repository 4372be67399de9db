//! The menu of the administration: its pages, a line each.

use crate::message::Lang;
use crate::shell::Command;

/// What belongs together in the menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Group {
    /// What agents see and do.
    Attendance,
    /// Who works here.
    People,
    /// From what users choose, and by which hours deadlines run.
    Tables,
    /// What the provider has outside.
    Provider,
    /// What happened, and what does not get on.
    Watch,
}

impl Group {
    /// In the order of the menu.
    pub const ALL: &[Group] =
        &[Group::Attendance, Group::People, Group::Tables, Group::Provider, Group::Watch];

    pub fn label(self, lang: Lang) -> &'static str {
        match self {
            Group::Attendance => lang.admin_attendance(),
            Group::People => lang.admin_people(),
            Group::Tables => lang.admin_tables(),
            Group::Provider => lang.admin_provider(),
            Group::Watch => lang.admin_watch(),
        }
    }

    /// Its pages.
    pub fn sections(self) -> impl Iterator<Item = Section> {
        Section::ALL.iter().copied().filter(move |section| section.entry().group == self)
    }
}

/// A page of the administration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Section {
    Profiles,
    Actions,
    Plugins,
    Users,
    Teams,
    Companies,
    Types,
    Catalogs,
    Items,
    Situations,
    Statuses,
    Reasons,
    FileKinds,
    TextModules,
    Calendar,
    Outages,
    Nas,
    Olts,
    Signal,
    Mail,
    Audit,
    Outside,
    Operation,
}

/// How the menu, the palette and the first page name a page.
struct Entry {
    group: Group,
    path: &'static str,
    label: fn(Lang) -> &'static str,
    about: fn(Lang) -> &'static str,
    words: &'static str,
}

/// An entry: its group, its address, its label, what is done there, and what the palette finds it by beside
/// its label, which is what its menu is called elsewhere.
fn entry(
    group: Group,
    path: &'static str,
    label: fn(Lang) -> &'static str,
    about: fn(Lang) -> &'static str,
    words: &'static str,
) -> Entry {
    Entry { group, path, label, about, words }
}

impl Section {
    /// In the order of the menu.
    pub const ALL: &[Section] = &[
        Section::Profiles,
        Section::Actions,
        Section::Plugins,
        Section::Users,
        Section::Teams,
        Section::Companies,
        Section::Types,
        Section::Catalogs,
        Section::Items,
        Section::Situations,
        Section::Statuses,
        Section::Reasons,
        Section::FileKinds,
        Section::TextModules,
        Section::Calendar,
        Section::Outages,
        Section::Nas,
        Section::Olts,
        Section::Signal,
        Section::Mail,
        Section::Audit,
        Section::Outside,
        Section::Operation,
    ];

    #[rustfmt::skip]
    fn entry(self) -> Entry {
        use Group::{Attendance, People, Provider, Tables, Watch};
        match self {
            Section::Profiles => entry(Attendance, "/admin/profiles", Lang::profiles, Lang::profiles_about,
                "parâmetros do atendimento perfis perfil leiaute permissões direitos abas widgets"),
            Section::Actions => entry(Attendance, "/admin/actions", Lang::actions_section, Lang::actions_about,
                "parâmetros do atendimento widgets painéis configurações limites reagendamento"),
            Section::Plugins => entry(Attendance, "/admin/plugins", Lang::plugins, Lang::plugins_about,
                "integrador extensões módulos instalar permissões widgets complementos"),
            Section::Users => entry(People, "/admin/users", Lang::users, Lang::users_about,
                "pessoas operadores atendentes senha segundo fator totp sessões permissões usuários grupo"),
            Section::Teams => entry(People, "/admin/teams", Lang::teams, Lang::teams_about,
                "pessoas equipes setores departamentos filas encaminhamento"),
            Section::Companies => entry(People, "/admin/companies", Lang::companies, Lang::companies_about,
                "pessoas empresas filiais locais cnpj logotipo cor"),
            Section::Types => entry(Tables, "/admin/request-types", Lang::tables_types, Lang::tables_types_about,
                "tipos de solicitação service desk fechamento"),
            Section::Catalogs => entry(Tables, "/admin/catalogs", Lang::tables_catalogs, Lang::tables_catalogs_about,
                "catálogo de serviços"),
            Section::Items => entry(Tables, "/admin/catalog-items", Lang::tables_items, Lang::tables_items_about,
                "itens do catálogo subcategorias"),
            Section::Situations => entry(Tables, "/admin/situations", Lang::tables_situations, Lang::tables_situations_about,
                "prazo sla situações"),
            Section::Statuses => entry(Tables, "/admin/statuses", Lang::tables_statuses, Lang::tables_statuses_about,
                "status da solicitação"),
            Section::Reasons => entry(Tables, "/admin/reasons", Lang::tables_reasons, Lang::tables_reasons_about,
                "motivos encaminhamento cancelamento reabertura"),
            Section::FileKinds => entry(Tables, "/admin/file-kinds", Lang::tables_file_kinds, Lang::tables_file_kinds_about,
                "anexos documentação tipos de arquivo"),
            Section::TextModules => entry(Tables, "/admin/text-modules", Lang::tables_modules, Lang::tables_modules_about,
                "modelos de texto respostas prontas"),
            Section::Calendar => entry(Tables, "/admin/calendar", Lang::tables_calendar, Lang::tables_calendar_about,
                "horário comercial feriados expediente fuso sla"),
            Section::Outages => entry(Provider, "/admin/outages", Lang::outages_section, Lang::outages_about,
                "falha massiva rompimento queda indisponibilidade olt pon nas rede parada"),
            Section::Nas => entry(Provider, "/admin/nas", Lang::nas_section, Lang::nas_about,
                "concentrador pppoe bng bras radius mikrotik segredo servidor de acesso"),
            Section::Olts => entry(Provider, "/admin/olts", Lang::olts_section, Lang::olts_about,
                "olt gpon snmp huawei zte fiberhome comunidade ponto de acesso"),
            Section::Signal => entry(Provider, "/admin/signal", Lang::signal_section, Lang::signal_about,
                "limiar potência dbm sinal óptico fraco"),
            Section::Mail => entry(Provider, "/admin/mail", Lang::mail_section, Lang::mail_about,
                "smtp e-mail servidor de envio modelo assinatura correio"),
            Section::Audit => entry(Watch, "/admin/audit", Lang::audit, Lang::audit_about,
                "auditoria logs histórico lgpd titular quem viu acesso privacidade trilha prova"),
            Section::Outside => entry(Watch, "/admin/outside", Lang::outside, Lang::outside_about,
                "integrações fila entregas pendências erros radius banco e-mail"),
            Section::Operation => entry(Watch, "/admin/operation", Lang::operation, Lang::operation_about,
                "saúde monitoramento desempenho lentidão versão fila tarefas"),
        }
    }

    /// Where it is.
    pub fn path(self) -> &'static str {
        self.entry().path
    }

    pub fn label(self, lang: Lang) -> &'static str {
        (self.entry().label)(lang)
    }

    /// What is done there, in a sentence.
    pub fn about(self, lang: Lang) -> &'static str {
        (self.entry().about)(lang)
    }
}

/// The palette's lines for all of them.
pub(crate) fn commands(lang: Lang) -> impl Iterator<Item = Command> {
    Section::ALL.iter().map(move |section| {
        let words = format!("administração parâmetros configurações {}", section.entry().words);
        Command::open(section.label(lang), section.path()).found_by(&words)
    })
}
