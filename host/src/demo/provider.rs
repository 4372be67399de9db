//! The provider of the demonstration: its companies, teams, profiles and users.

use balcao_access::audit::{Act, Line};
use balcao_access::users::{self, NewUser, PasswordHash};
use balcao_access::{Company, CompanyId, Locale, TeamId, UserId, companies};
use balcao_billing::late_rules;
use balcao_brazil::Cnpj;
use balcao_desk::deadline::{Calendar, set_calendar};
use balcao_desk::modules;
use balcao_store::Tx;
use chrono::{DateTime, Utc};

use super::random::Ids;
use super::{DemoError, invoices};
use crate::teams;

/// A user of the demonstration.
#[derive(Debug, Clone, Copy)]
pub struct DemoUser {
    /// What is typed at the sign-in.
    pub login: &'static str,
    /// What colleagues read.
    pub name: &'static str,
    /// The key of its profile.
    pub profile: &'static str,
    /// Its team.
    team: &'static str,
    /// Whether it works for the first, the second company.
    companies: [bool; 2],
}

const fn user(
    login: &'static str,
    name: &'static str,
    profile: &'static str,
    team: &'static str,
    companies: [bool; 2],
) -> DemoUser {
    DemoUser { login, name, profile, team, companies }
}

/// Who works there. The sign-in page lists the first five.
pub const USERS: [DemoUser; 12] = [
    user("ana", "Ana Lúcia Ferraz", "suporte-1", "Suporte N1", [true, false]),
    user("bruno", "Bruno Tavares", "suporte-2", "Suporte N2", [true, true]),
    user("carla", "Carla Menezes", "financeiro", "Financeiro", [true, true]),
    user("davi", "Davi Portela", "administrador", "Administração", [true, true]),
    user("eva", "Eva Linhares", "retencao", "Retenção", [true, true]),
    user("fabio", "Fábio Queiroz", "suporte-1", "Suporte N1", [false, true]),
    user("gabriela", "Gabriela Antunes", "suporte-1", "Suporte N1", [true, false]),
    user("henrique", "Henrique Bastos", "suporte-1", "Suporte N1", [true, true]),
    user("isabela", "Isabela Furtado", "suporte-2", "Suporte N2", [true, true]),
    user("joao", "João Pedro Vilela", "suporte-2", "Suporte N2", [false, true]),
    user("larissa", "Larissa Coutinho", "financeiro", "Financeiro", [true, true]),
    user("marcos", "Marcos Aurélio Pinho", "retencao", "Retenção", [true, true]),
];

/// What the customers' data refers to.
#[derive(Debug, Clone)]
pub struct Provider {
    /// The two companies with their protocols' prefixes.
    pub companies: [(CompanyId, i32); 2],
    /// The users with their team and whether they work for the first, the second company, in the
    /// order of [`USERS`].
    pub users: Vec<(UserId, TeamId, [bool; 2])>,
}

/// Makes the companies, teams, profiles with their layouts, and users. The audit lines are to be
/// committed with `tx`.
pub async fn create(
    tx: &mut Tx,
    password: &PasswordHash,
    eve: DateTime<Utc>,
) -> Result<(Provider, Vec<Line>), DemoError> {
    let mut ids = Ids::new(eve, 0x5EED);
    let mut lines = Vec::new();

    let companies = companies_of(&mut ids);
    for company in &companies {
        companies::create(tx, company).await?;
        set_calendar(tx, company.id, &Calendar::usual()).await?;
        late_rules::set(tx, company.id, invoices::legal_rule()).await?;
    }
    let team_ids = teams::create(tx, || ids.next()).await?;
    let (profiles, published) = crate::profiles::create(tx, || ids.next(), "Demonstração").await?;
    lines.extend(published);
    let mut staff = Vec::new();
    for user in USERS {
        let (id, team) = (UserId(ids.next()), teams::named(&team_ids, user.team)?);
        let new = NewUser {
            id,
            login: user.login.into(),
            name: user.name.into(),
            team: Some(team),
            profile: find(&profiles, user.profile)?,
            companies: companies
                .iter()
                .zip(user.companies)
                .filter(|(_, works)| *works)
                .map(|(c, _)| c.id)
                .collect(),
            locale: Locale::Pt,
        };
        users::create(tx, &new, password).await?;
        lines.push(Line::new(Act::UserAdded).fields(serde_json::json!({ "user": id })));
        staff.push((id, team, user.companies));
    }
    for company in &companies {
        modules::seed(tx, company.id, || ids.next()).await?;
    }
    let companies = companies.map(|company| (company.id, company.protocol_prefix));
    Ok((Provider { companies, users: staff }, lines))
}

/// The names of the two companies: what tells this database from a real provider's.
pub const COMPANIES: [&str; 2] = ["Vertente Fibra Telecomunicações Ltda", "Vertente Serra Internet Ltda"];

fn companies_of(ids: &mut Ids) -> [Company; 2] {
    let mut company = |name: &str, trade_name: &str, base, prefix| Company {
        id: CompanyId(ids.next()),
        name: name.into(),
        trade_name: trade_name.into(),
        // The bases are valid; should the rule of the tax office change, the demonstration has none.
        tax_id: Cnpj::from_base(base).map_or_else(|_| String::new(), |number| number.as_str().into()),
        protocol_prefix: prefix,
    };
    [
        company(COMPANIES[0], "Vertente Fibra", "482915370001", 10),
        company(COMPANIES[1], "Vertente Serra", "7K2W90BD0001", 20),
    ]
}

fn find<T: Copy>(among: &[(&str, T)], name: &str) -> Result<T, DemoError> {
    let found = among.iter().find(|(known, _)| *known == name);
    found.map(|(_, id)| *id).ok_or(DemoError::Access(balcao_access::AccessError::NotFound("profile")))
}
