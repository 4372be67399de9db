//! Users: who works at the desk.

use std::collections::BTreeMap;

use balcao_store::{Conn, Json, Tx, on};
use serde_json::json;

use crate::audit::{Act, Line};
use crate::{
    AccessError, Actor, CompanyId, Labels, Locale, ProfileId, ProfileRef, Right, Rights, Team, TeamId,
    profiles, sessions,
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

/// What can be changed of a user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What colleagues read: 1 to [`LONGEST_NAME`] characters.
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

/// The most characters of a name.
pub const LONGEST_NAME: usize = 100;

/// A login as it is stored and compared.
pub(crate) fn normal_login(typed: &str) -> String {
    typed.trim().to_lowercase()
}

/// Whether a user may have this login, whatever its case.
pub fn is_login(text: &str) -> bool {
    let allowed = |c: char| c.is_ascii_alphanumeric() || "._-@".contains(c);
    (2..=64).contains(&text.len()) && text.chars().all(allowed)
}

/// Adds a user.
pub async fn create(tx: &mut Tx, user: &NewUser, password: &PasswordHash) -> Result<(), AccessError> {
    let login = normal_login(&user.login);
    has_name(&user.name)?;
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
    join(tx, user.id, &user.companies).await
}

async fn join(tx: &mut Tx, user: UserId, companies: &[CompanyId]) -> Result<(), AccessError> {
    for company in companies {
        on!(&mut *tx, c => sqlx::query(
            "INSERT INTO user_company (user_account, company) VALUES ($1, $2)")
            .bind(user).bind(company).execute(c).await.map(drop))?;
    }
    Ok(())
}

fn has_name(name: &str) -> Result<(), AccessError> {
    match (1..=LONGEST_NAME).contains(&name.trim().chars().count()) {
        true => Ok(()),
        false => Err(AccessError::Invalid("a name has 1 to 100 characters")),
    }
}

/// Whether this user is one of those whom the actor administers: all of whose companies are the actor's
/// own. Whoever could set the password of somebody who works elsewhere too could work there.
pub fn administers(actor: &Actor, user: &User) -> bool {
    actor.may(Right::Administer)
        && user.companies.iter().all(|company| actor.user.companies.contains(company))
}

/// What a form that changes a user sends back.
pub async fn version(conn: &mut Conn, user: UserId) -> Result<i64, AccessError> {
    let version: Option<i64> = on!(conn, c => sqlx::query_scalar("SELECT version FROM user_account WHERE id = $1")
        .bind(user).fetch_optional(c).await)?;
    version.ok_or(AccessError::NotFound("user"))
}

/// What became of a form that changes a user.
#[derive(Debug, Clone, PartialEq)]
pub enum Edited {
    /// It was done, with its audit line; none where nothing differs, as when a form is sent twice.
    Done(Option<Line>),
    /// Somebody else changed the user since the form was drawn. Nothing was done.
    Stale,
}

/// Changes a user whose version is still the one that the form saw. Who worked in a company that is taken
/// away has no session there any more.
pub async fn edit(
    tx: &mut Tx,
    actor: &Actor,
    id: UserId,
    seen: i64,
    edit: &Edit,
) -> Result<Edited, AccessError> {
    has_name(&edit.name)?;
    if edit.companies.is_empty() {
        return Err(AccessError::Invalid("a user belongs to at least one company"));
    }
    if edit.companies.iter().any(|company| !actor.user.companies.contains(company)) {
        return Err(AccessError::OtherCompany);
    }
    // This takes the row; what is read after it stands until the end.
    let taken = on!(&mut *tx, c => sqlx::query(
        "UPDATE user_account SET version = version + 1 WHERE id = $1 AND version = $2")
        .bind(id).bind(seen).execute(c).await.map(|done| done.rows_affected()))?;
    let (before, rights) = with_rights(tx, id).await?;
    let changed = edit.differs_from(&before);
    if changed.is_empty() {
        return Ok(Edited::Done(None));
    }
    if taken == 0 {
        return Ok(Edited::Stale);
    }
    on!(&mut *tx, c => sqlx::query(
        "UPDATE user_account SET name = $1, team = $2, profile = $3, locale = $4 WHERE id = $5")
        .bind(edit.name.trim()).bind(edit.team).bind(edit.profile).bind(edit.locale).bind(id)
        .execute(c).await.map(drop))?;
    on!(&mut *tx, c => sqlx::query("DELETE FROM user_company WHERE user_account = $1")
        .bind(id).execute(c).await.map(drop))?;
    join(tx, id, &edit.companies).await?;
    if edit.profile != before.profile.id {
        profiles::in_use(tx, edit.profile).await?;
        keep_an_administrator(tx, &before, &rights).await?;
    }
    let fields = json!({
        "user": id,
        "changed": changed,
        "before": { "profile": before.profile.id, "team": before.team.map(|team| team.id), "companies": before.companies },
        "after": { "profile": edit.profile, "team": edit.team, "companies": edit.companies },
    });
    Ok(Edited::Done(Some(Line::new(Act::UserChanged).by(actor).fields(fields))))
}

impl Edit {
    /// The names of what differs from a user as it stands.
    pub fn differs_from(&self, user: &User) -> Vec<&'static str> {
        let sorted = |companies: &[CompanyId]| {
            let mut companies = companies.to_vec();
            companies.sort();
            companies
        };
        let differs = [
            ("name", self.name.trim() != user.name),
            ("profile", self.profile != user.profile.id),
            ("team", self.team != user.team.as_ref().map(|team| team.id)),
            ("companies", sorted(&self.companies) != sorted(&user.companies)),
            ("locale", self.locale != user.locale),
        ];
        differs.into_iter().filter(|(_, differs)| *differs).map(|(name, _)| name).collect()
    }
}

/// Changes a password; every session of the user ends.
pub async fn set_password(tx: &mut Tx, user: UserId, password: &PasswordHash) -> Result<(), AccessError> {
    renew_hash(tx, user, password).await?;
    sessions::end_all(tx, user).await
}

/// Changes a password to one that somebody else made or knows: the next sign-in asks for another one, and
/// every session of the user ends.
pub async fn hand_out_password(
    tx: &mut Tx,
    user: UserId,
    password: &PasswordHash,
) -> Result<(), AccessError> {
    set_password(tx, user, password).await?;
    set_known(tx, user, true).await
}

/// Whether somebody else knows the user's password.
pub(crate) async fn password_is_known(conn: &mut Conn, user: UserId) -> Result<bool, AccessError> {
    Ok(on!(conn, c => sqlx::query_scalar("SELECT password_is_known FROM user_account WHERE id = $1")
        .bind(user).fetch_one(c).await)?)
}

pub(crate) async fn hash_of(conn: &mut Conn, user: UserId) -> Result<String, AccessError> {
    Ok(on!(conn, c => sqlx::query_scalar("SELECT password_hash FROM user_account WHERE id = $1")
        .bind(user).fetch_one(c).await)?)
}

async fn set_known(tx: &mut Tx, user: UserId, known: bool) -> Result<(), AccessError> {
    let changed = on!(tx, c => sqlx::query("UPDATE user_account SET password_is_known = $1 WHERE id = $2")
        .bind(known).bind(user).execute(c).await.map(|done| done.rows_affected()))?;
    one_changed(changed)
}

/// Changes the password to one that the user chose; every other session of theirs ends. Gives the audit
/// line.
pub async fn choose_password(
    tx: &mut Tx,
    actor: &Actor,
    password: &PasswordHash,
) -> Result<Line, AccessError> {
    let user = actor.user.id;
    choose(tx, user, password).await?;
    sessions::end_others(tx, actor, user).await?;
    Ok(Line::new(Act::PasswordSet).by(actor).fields(json!({ "user": user })))
}

/// Stores a password that nobody but the user knows.
pub(crate) async fn choose(tx: &mut Tx, user: UserId, password: &PasswordHash) -> Result<(), AccessError> {
    renew_hash(tx, user, password).await?;
    set_known(tx, user, false).await
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

/// Lets a disabled user sign in again, in no team if theirs is used no more. Gives the audit line; none if
/// the user was not disabled.
pub async fn enable(tx: &mut Tx, actor: &Actor, user: UserId) -> Result<Option<Line>, AccessError> {
    let changed = on!(tx, c => sqlx::query(
        "UPDATE user_account SET disabled = $1, version = version + 1,
                team = (SELECT t.id FROM team t WHERE t.id = user_account.team AND t.retired = $1)
         WHERE id = $2 AND disabled = $3")
        .bind(false).bind(user).bind(true).execute(c).await.map(|done| done.rows_affected()))?;
    Ok((changed == 1).then(|| Line::new(Act::UserEnabled).by(actor).fields(json!({ "user": user }))))
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
    let (before, rights) = with_rights(tx, user).await?;
    let changed = on!(&mut *tx, c => sqlx::query(
        "UPDATE user_account SET disabled = $1, version = version + 1 WHERE id = $2")
        .bind(true).bind(user).execute(c).await.map(|done| done.rows_affected()))?;
    one_changed(changed)?;
    keep_an_administrator(tx, &before, &rights).await?;
    sessions::end_all(tx, user).await
}

/// Refuses what was done to a user after whom nobody is left who may administer the desk.
async fn keep_an_administrator(tx: &mut Tx, before: &User, rights: &Rights) -> Result<(), AccessError> {
    match !before.disabled && rights.has(Right::Administer) {
        true => profiles::keep_administered(tx).await,
        false => Ok(()),
    }
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
