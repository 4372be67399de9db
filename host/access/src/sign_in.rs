//! Signing in.

use std::net::IpAddr;

use balcao_store::{DateTime, Db, StoreError, Utc, on};
use serde_json::{Value, json};

use crate::audit::{self, Act, Line};
use crate::limits::{self, Subjects};
use crate::password::{Turn, is_outdated};
use crate::{AccessError, Actor, Client, Step, Token, UserId, sessions, steps, users};

/// Why nobody was signed in.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// The login or the password is wrong; which one is not said.
    #[error("wrong login or password")]
    Wrong,
    /// Too many failures; the try was not looked at.
    #[error("too many failures, wait until {until}")]
    Limited {
        /// When the next try is looked at.
        until: DateTime<Utc>,
    },
    /// The password was right, and the user may no longer sign in.
    #[error("the user is disabled")]
    Disabled,
    /// The password was right, and the sign-in lacks a step: go on with [`crate::go_on`].
    #[error("the sign-in lacks a step")]
    Unfinished {
        /// What names this sign-in until it is finished. It opens nothing.
        token: Token,
        /// What is asked.
        step: Step,
    },
    /// The store failed.
    #[error(transparent)]
    Access(#[from] AccessError),
}

impl From<StoreError> for SignInError {
    fn from(error: StoreError) -> Self {
        SignInError::Access(error.into())
    }
}

#[derive(sqlx::FromRow)]
struct Account {
    id: UserId,
    disabled: bool,
    password_hash: String,
}

/// Signs a user in: a new session, with a token that no one had before. Writes the audit line of
/// the success or the failure. A try that began is carried to its end, though nobody waits for it
/// any more: whoever hangs up before the answer has failed all the same.
pub async fn sign_in(
    db: &Db,
    login: &str,
    password: &str,
    from: impl Into<Client>,
) -> Result<(Token, Actor), SignInError> {
    let login = users::normal_login(login);
    match tokio::spawn(attempt(db.clone(), login, password.to_owned(), from.into())).await {
        Ok(outcome) => outcome,
        Err(error) => std::panic::resume_unwind(error.into_panic()),
    }
}

async fn attempt(
    db: Db,
    login: String,
    password: String,
    from: Client,
) -> Result<(Token, Actor), SignInError> {
    let subjects = Subjects::of(db.keys(), &login, from.address);
    let (account, turn) = proven(&db, &subjects, &login, &password, from.address).await?;
    if account.disabled {
        let line = Line::new(Act::SignInFailed).from(from.address);
        let line = line.fields(json!({ "user": account.id, "disabled": true }));
        audit::commit(db.write().await?, vec![line]).await?;
        return Err(SignInError::Disabled);
    }
    let renewed = match is_outdated(&account.password_hash) {
        true => Some(turn.hash(&password).await?),
        false => None,
    };
    drop(turn);

    let mut tx = db.write().await?;
    limits::succeeded(&mut tx, &subjects).await?;
    if let Some(hash) = renewed {
        users::renew_hash(&mut tx, account.id, &hash).await?;
    }
    let user = users::by_id(&mut tx, account.id).await?;
    if let Some((token, step)) = steps::begin(&mut tx, &user).await? {
        tx.commit().await?;
        return Err(SignInError::Unfinished { token, step });
    }
    let address = from.address;
    let token = sessions::start(&mut tx, account.id, Some(from)).await?;
    let actor = sessions::find(&mut tx, &token, Some(address)).await?.ok_or(SignInError::Disabled)?;
    audit::commit(tx, vec![Line::new(Act::SignedIn).by(&actor)]).await?;
    Ok((token, actor))
}

/// The account whose password this is, and the turn to hash once more. A failure is counted.
async fn proven(
    db: &Db,
    subjects: &Subjects,
    login: &str,
    password: &str,
    from: IpAddr,
) -> Result<(Account, Turn), SignInError> {
    refuse_if_limited(db, subjects).await?;
    // From here to the count of a failure it is at most two tries at once, so that many at the same
    // moment do not all slip through before the first is counted.
    let turn = Turn::wait().await;
    refuse_if_limited(db, subjects).await?;
    let account = account(db, login).await?;
    let known = account.as_ref().map(|account| account.id);
    let hash = account.as_ref().map(|account| account.password_hash.clone());
    let right = turn.is_right(hash, password).await;
    let Some(account) = account.filter(|_| right) else {
        let mut tx = db.write().await?;
        limits::failed(&mut tx, subjects, balcao_store::now()).await?;
        // Without an account there is nothing to say: what was typed may be a password.
        let fields = known.map_or(Value::Null, |user| json!({ "user": user }));
        audit::commit(tx, vec![Line::new(Act::SignInFailed).from(from).fields(fields)]).await?;
        return Err(SignInError::Wrong);
    };
    Ok((account, turn))
}

/// Whether this is the password of whoever is signed in: asked again before what guards their sign-in is
/// changed. Limited like a sign-in, and counted with them.
pub async fn is_own_password(db: &Db, actor: &Actor, password: &str) -> Result<(), SignInError> {
    let from = actor.from.unwrap_or(IpAddr::from([0; 4]));
    let subjects = Subjects::of(db.keys(), &actor.user.login, from);
    let (db, login, password) = (db.clone(), actor.user.login.clone(), password.to_owned());
    let proven = tokio::spawn(async move { proven(&db, &subjects, &login, &password, from).await.map(drop) });
    proven.await.unwrap_or_else(|error| std::panic::resume_unwind(error.into_panic()))
}

async fn refuse_if_limited(db: &Db, subjects: &Subjects) -> Result<(), SignInError> {
    let mut conn = db.read().await?;
    match limits::limited_until(&mut conn, subjects, balcao_store::now()).await? {
        Some(until) => Err(SignInError::Limited { until }),
        None => Ok(()),
    }
}

async fn account(db: &Db, login: &str) -> Result<Option<Account>, AccessError> {
    let mut conn = db.read().await?;
    Ok(on!(&mut conn, c => sqlx::query_as(
        "SELECT id, disabled, password_hash FROM user_account WHERE login = $1")
        .bind(login).fetch_optional(c).await)?)
}
