//! Users: who works at the desk.

use balcao_store::{Conn, Tx};

use crate::{AccessError, CompanyId, Locale, ProfileId, ProfileRef, Team, TeamId};

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
    /// Whether it may no longer sign in.
    pub disabled: bool,
}

/// What a new user is made of.
#[derive(Debug, Clone)]
pub struct NewUser {
    /// Made by the caller, so that a demonstration can be the same every time.
    pub id: UserId,
    /// What is typed at the sign-in; it is stored in lower case.
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

/// The hash of a password, made before the transaction begins because it takes a while.
#[derive(Clone)]
pub struct PasswordHash(pub(crate) String);

impl PasswordHash {
    /// Hashes a password of at least 8 characters.
    pub async fn of(_password: &str) -> Result<PasswordHash, AccessError> {
        todo!()
    }
}

/// Adds a user.
pub async fn create(_tx: &mut Tx, _user: &NewUser, _password: &PasswordHash) -> Result<(), AccessError> {
    todo!()
}

/// Changes a password; every session of the user ends.
pub async fn set_password(_tx: &mut Tx, _user: UserId, _password: &PasswordHash) -> Result<(), AccessError> {
    todo!()
}

/// Lets a user sign in no more; every session of the user ends.
pub async fn disable(_tx: &mut Tx, _user: UserId) -> Result<(), AccessError> {
    todo!()
}

/// One user.
pub async fn by_id(_conn: &mut Conn, _id: UserId) -> Result<User, AccessError> {
    todo!()
}

/// One user by login, whatever its case.
pub async fn by_login(_conn: &mut Conn, _login: &str) -> Result<User, AccessError> {
    todo!()
}

/// All users, by login.
pub async fn list(_conn: &mut Conn) -> Result<Vec<User>, AccessError> {
    todo!()
}
