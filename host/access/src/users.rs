//! Users: who works at the desk.

use std::collections::BTreeMap;

use balcao_store::{Conn, Json, Tx, on};

use crate::{
    AccessError, Actor, CompanyId, Labels, Locale, ProfileId, ProfileRef, Rights, Team, TeamId, profiles,
    sessions,
};

pub use crate::password::PasswordHash;

balcao_store::id!(UserId, "A user of the desk.");

/// A user of the desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// Its id.
    pub id: UserId,
    /// What is typed at the sign-in: lower case.
    pub login: String,
    /// What colleagues read.
    pub name: String,
    /// The team, if in one.
    pub team: Option<Team>,
    /// The profile.
    pub profile: ProfileRef,
    /// The companies, at least one, in the order of their names.
    pub companies: Vec<CompanyId>,
    /// The language of its pages.
    pub locale: Locale,
    /// Whether keys that stand alone do something on its pages.
    pub single_keys: bool,
    /// Whether it may no longer sign in.
    pub disabled: bool,
}

/// What a new user is made of.
#[derive(Debug, Clone)]
pub struct NewUser {
    /// Made by the caller, so that a demonstration can be the same every time.
    pub id: UserId,
    /// What is typed at the sign-in: 2 to 64 letters, digits, `.`, `_`, `-` or `@`; stored in lower
    /// case.
    pub login: String,
    /// What colleagues read.
    pub name: String,
    /// The team, if in one.
    pub team: Option<TeamId>,
    /// The profile.
    pub profile: ProfileId,
    /// The companies, at least one.
    pub companies: Vec<CompanyId>,
    /// The language of its pages.
    pub locale: Locale,
}

/// A login as it is stored and compared.
pub(crate) fn normal_login(typed: &str) -> String {
    typed.trim().to_lowercase()
}

fn is_login(text: &str) -> bool {
    let allowed = |c: char| c.is_ascii_alphanumeric() || "._-@".contains(c);
    (2..=64).contains(&text.len()) && text.chars().all(allowed)
}

/// Adds a user.
pub async fn create(tx: &mut Tx, user: &NewUser, password: &PasswordHash) -> Result<(), AccessError> {
    let login = normal_login(&user.login);
    if !is_login(&login) {
        return Err(AccessError::Invalid(
            "a login is 2 to 64 letters, digits, dots, hyphens, underscores or @",
        ));
    }
    if user.companies.is_empty() {
        return Err(AccessError::Invalid("a user belongs to at least one company"));
    }
    profiles::in_use(tx, user.profile).await?;
    let done = on!(&mut *tx, c => sqlx::query(
        "INSERT INTO user_account (id, login, name, team, profile, locale, disabled, password_hash)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)")
        .bind(user.id).bind(&login).bind(&user.name).bind(user.team).bind(user.profile)
        .bind(user.locale).bind(false).bind(&password.0)
        .execute(c).await.map(drop));
    crate::error::taken(done, "login")?;
    for company in &user.companies {
        on!(&mut *tx, c => sqlx::query(
            "INSERT INTO user_company (user_account, company) VALUES ($1, $2)")
            .bind(user.id).bind(company).execute(c).await.map(drop))?;
    }
    Ok(())
}

/// Changes a password; every session of the user ends.
pub async fn set_password(tx: &mut Tx, user: UserId, password: &PasswordHash) -> Result<(), AccessError> {
    renew_hash(tx, user, password).await?;
    sessions::end_all(tx, user).await
}

/// Stores the same password, hashed as it is today.
pub(crate) async fn renew_hash(
    tx: &mut Tx,
    user: UserId,
    password: &PasswordHash,
) -> Result<(), AccessError> {
    let changed = on!(tx, c => sqlx::query("UPDATE user_account SET password_hash = $1 WHERE id = $2")
        .bind(&password.0).bind(user).execute(c).await.map(|done| done.rows_affected()))?;
    one_changed(changed)
}

/// Puts a user into a team, or out of any.
pub async fn set_team(tx: &mut Tx, user: UserId, team: Option<TeamId>) -> Result<(), AccessError> {
    let changed = on!(tx, c => sqlx::query("UPDATE user_account SET team = $1 WHERE id = $2")
        .bind(team).bind(user).execute(c).await.map(|done| done.rows_affected()))?;
    one_changed(changed)
}

/// Switches keys that stand alone on or off, for the user who acts.
pub async fn set_single_keys(tx: &mut Tx, actor: &Actor, on: bool) -> Result<(), AccessError> {
    let changed = on!(tx, c => sqlx::query("UPDATE user_account SET single_keys = $1 WHERE id = $2")
        .bind(on).bind(actor.user.id).execute(c).await.map(|done| done.rows_affected()))?;
    one_changed(changed)
}

/// Lets a user sign in no more; every session of the user ends. What becomes of their open requests
/// is the desk's: disable through its `staff::disable`.
pub async fn disable(tx: &mut Tx, user: UserId) -> Result<(), AccessError> {
    let changed = on!(&mut *tx, c => sqlx::query("UPDATE user_account SET disabled = $1 WHERE id = $2")
        .bind(true).bind(user).execute(c).await.map(|done| done.rows_affected()))?;
    one_changed(changed)?;
    sessions::end_all(tx, user).await
}

fn one_changed(rows: u64) -> Result<(), AccessError> {
    if rows == 1 { Ok(()) } else { Err(AccessError::NotFound("user")) }
}

#[derive(sqlx::FromRow)]
struct Row {
    id: UserId,
    login: String,
    name: String,
    locale: Locale,
    single_keys: bool,
    disabled: bool,
    team: Option<TeamId>,
    team_name: Option<String>,
    profile: ProfileId,
    profile_key: String,
    profile_name: Json<Labels>,
    rights: Json<Rights>,
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT u.id, u.login, u.name, u.locale, u.single_keys, u.disabled, u.team, t.name AS team_name,
                    u.profile, p.key AS profile_key, p.name AS profile_name, p.rights
             FROM user_account u JOIN profile p ON p.id = u.profile
             LEFT JOIN team t ON t.id = u.team ",
            $rest
        )
    };
}

impl Row {
    fn user(self, companies: Vec<CompanyId>) -> (User, Rights) {
        let team = self.team.zip(self.team_name).map(|(id, name)| Team { id, name });
        let profile = ProfileRef { id: self.profile, key: self.profile_key, name: self.profile_name.0 };
        let user = User {
            id: self.id,
            login: self.login,
            name: self.name,
            team,
            profile,
            companies,
            locale: self.locale,
            single_keys: self.single_keys,
            disabled: self.disabled,
        };
        (user, self.rights.0)
    }
}

/// One user.
pub async fn by_id(conn: &mut Conn, id: UserId) -> Result<User, AccessError> {
    Ok(with_rights(conn, id).await?.0)
}

pub(crate) async fn with_rights(conn: &mut Conn, id: UserId) -> Result<(User, Rights), AccessError> {
    let row: Option<Row> = on!(&mut *conn, c => sqlx::query_as(select!("WHERE u.id = $1"))
        .bind(id).fetch_optional(c).await)?;
    let row = row.ok_or(AccessError::NotFound("user"))?;
    Ok(row.user(companies_of(conn, id).await?))
}

/// One user by login, whatever its case.
pub async fn by_login(conn: &mut Conn, login: &str) -> Result<User, AccessError> {
    let row: Option<Row> = on!(&mut *conn, c => sqlx::query_as(select!("WHERE u.login = $1"))
        .bind(normal_login(login)).fetch_optional(c).await)?;
    let row = row.ok_or(AccessError::NotFound("user"))?;
    let companies = companies_of(conn, row.id).await?;
    Ok(row.user(companies).0)
}

async fn companies_of(conn: &mut Conn, user: UserId) -> Result<Vec<CompanyId>, AccessError> {
    Ok(on!(conn, c => sqlx::query_scalar(
        "SELECT c.id FROM user_company uc JOIN company c ON c.id = uc.company
         WHERE uc.user_account = $1 ORDER BY c.trade_name, c.id")
        .bind(user).fetch_all(c).await)?)
}

/// All users, by login.
pub async fn list(conn: &mut Conn) -> Result<Vec<User>, AccessError> {
    let rows: Vec<Row> = on!(&mut *conn, c => sqlx::query_as(select!("ORDER BY u.login"))
        .fetch_all(c).await)?;
    let pairs: Vec<(UserId, CompanyId)> = on!(conn, c => sqlx::query_as(
        "SELECT uc.user_account, c.id FROM user_company uc JOIN company c ON c.id = uc.company
         ORDER BY c.trade_name, c.id")
        .fetch_all(c).await)?;
    let mut companies: BTreeMap<UserId, Vec<CompanyId>> = BTreeMap::new();
    for (user, company) in pairs {
        companies.entry(user).or_default().push(company);
    }
    let of = |id: UserId| companies.get(&id).cloned().unwrap_or_default();
    Ok(rows
        .into_iter()
        .map(|row| {
            let list = of(row.id);
            row.user(list).0
        })
        .collect())
}
