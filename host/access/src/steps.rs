//! What a sign-in may lack after the right password: the code of the second factor, a new password, a
//! second factor at all. Until nothing is lacking there is no session: what the browser holds meanwhile is
//! a token of a table of its own, which opens nothing.

use balcao_store::{Conn, DateTime, Db, StoreError, Tx, Utc, now, on};
use chrono::TimeDelta;
use serde_json::json;

use crate::audit::{self, Act, Line};
use crate::password::{self, PasswordProblem, Turn};
use crate::second_factor::{self, Enrolment, Tried};
use crate::users::PasswordHash;
use crate::{AccessError, Actor, Client, Token, User, UserId, sessions, users};

/// How long somebody may take for a step.
const PATIENCE: TimeDelta = TimeDelta::minutes(15);

/// What is asked next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// A code of the second factor, or a recovery code.
    Code,
    /// A new password: somebody else knows this one.
    NewPassword,
    /// A second factor, which the profile requires: the code that shows that it was set up.
    Enrol(Enrolment),
}

/// What was answered.
#[derive(Debug, Clone, Copy)]
pub enum Answer<'a> {
    /// What was typed as a code.
    Code(&'a str),
    /// The new password.
    NewPassword(&'a str),
}

/// Somebody is signed in.
#[derive(Debug)]
pub struct Entered {
    /// The session's.
    pub token: Token,
    /// Who.
    pub actor: Actor,
    /// The recovery codes that were made on the way, to be shown once.
    pub recovery: Vec<String>,
}

/// Why somebody is not signed in yet.
#[derive(Debug, thiserror::Error)]
pub enum StepError {
    /// It took too long, or there is nothing to go on with: sign in again.
    #[error("this sign-in is over")]
    Over,
    /// The answer is not taken, and the step stays.
    #[error("refused: {why:?}")]
    Refused {
        /// What is still asked.
        step: Step,
        /// Why.
        why: StepProblem,
    },
    /// The answer is taken, and this is asked next.
    #[error("another step is lacking")]
    Next(Step),
    /// The store failed.
    #[error(transparent)]
    Access(#[from] AccessError),
}

/// Why an answer is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepProblem {
    /// It is not the code, or was taken before.
    WrongCode,
    /// Too many wrong ones; this one was not looked at.
    Limited {
        /// When the next one is looked at.
        until: DateTime<Utc>,
    },
    /// The password is not taken.
    Password(PasswordProblem),
}

impl From<StoreError> for StepError {
    fn from(error: StoreError) -> Self {
        StepError::Access(error.into())
    }
}

/// What a user's sign-in lacks. The second factor of one's own is asked for before anything else.
async fn lacking(tx: &mut Tx, user: &User, has_factor: bool) -> Result<Option<Step>, AccessError> {
    let factor = second_factor::of(tx, user.id).await?;
    if factor.is_some() && !has_factor {
        return Ok(Some(Step::Code));
    }
    if users::password_is_known(tx, user.id).await? {
        return Ok(Some(Step::NewPassword));
    }
    if factor.is_none() && second_factor::is_required(tx, user.profile.id).await? {
        let keys = tx.keys().clone();
        let begun = second_factor::pending(tx, &keys, user).await?;
        let enrolment = match begun {
            Some(enrolment) => enrolment,
            None => second_factor::begin(tx, user).await?,
        };
        return Ok(Some(Step::Enrol(enrolment)));
    }
    Ok(None)
}

/// What a sign-in whose password was right goes on with, if it lacks something. What was begun of a second
/// factor in another sign-in is forgotten: whoever saw it there may be somebody else.
pub(crate) async fn begin(tx: &mut Tx, user: &User) -> Result<Option<(Token, Step)>, AccessError> {
    let (token, now) = (Token::new(), now());
    on!(&mut *tx, c => sqlx::query("DELETE FROM half_session WHERE started_at <= $1")
        .bind(now - PATIENCE).execute(c).await.map(drop))?;
    on!(&mut *tx, c => sqlx::query(
        "DELETE FROM second_factor WHERE user_account = $1 AND confirmed_at IS NULL")
        .bind(user.id).execute(c).await.map(drop))?;
    let Some(step) = lacking(tx, user, false).await? else { return Ok(None) };
    on!(tx, c => sqlx::query(
        "INSERT INTO half_session (token_hash, user_account, has_factor, started_at) VALUES ($1, $2, $3, $4)")
        .bind(&token.hash()[..]).bind(user.id).bind(false).bind(now).execute(c).await.map(drop))?;
    Ok(Some((token, step)))
}

/// Ends every sign-in of a user that is under way.
pub(crate) async fn end_all(tx: &mut Tx, user: UserId) -> Result<(), AccessError> {
    on!(tx, c => sqlx::query("DELETE FROM half_session WHERE user_account = $1")
        .bind(user).execute(c).await.map(drop))?;
    Ok(())
}

async fn end(tx: &mut Tx, token: &Token) -> Result<bool, AccessError> {
    let ended = on!(tx, c => sqlx::query("DELETE FROM half_session WHERE token_hash = $1")
        .bind(&token.hash()[..]).execute(c).await.map(|done| done.rows_affected()))?;
    Ok(ended == 1)
}

/// Whose sign-in it is, and whether the second factor was shown.
async fn find(conn: &mut Conn, token: &Token) -> Result<Option<(User, bool)>, AccessError> {
    let found: Option<(UserId, bool)> = on!(&mut *conn, c => sqlx::query_as(
        "SELECT user_account, has_factor FROM half_session WHERE token_hash = $1 AND started_at > $2")
        .bind(&token.hash()[..]).bind(now() - PATIENCE).fetch_optional(c).await)?;
    let Some((user, has_factor)) = found else { return Ok(None) };
    let user = users::by_id(conn, user).await?;
    Ok((!user.disabled).then_some((user, has_factor)))
}

/// Goes on with a sign-in by the answer to what it lacks. Like a password, an answer that is being
/// looked at is carried to its end, though nobody waits for it any more.
pub async fn go_on(
    db: &Db,
    token: &Token,
    answer: Answer<'_>,
    from: impl Into<Client>,
) -> Result<Entered, StepError> {
    let (db, token, from) = (db.clone(), token.clone(), from.into());
    let done = match answer {
        Answer::Code(typed) => {
            let typed = typed.to_owned();
            tokio::spawn(async move { with_code(&db, &token, &typed, from).await }).await
        }
        Answer::NewPassword(password) => {
            let password = password.to_owned();
            tokio::spawn(async move { with_password(&db, &token, &password, from).await }).await
        }
    };
    match done {
        Ok(outcome) => outcome,
        Err(error) => std::panic::resume_unwind(error.into_panic()),
    }
}

async fn with_code(db: &Db, token: &Token, typed: &str, from: Client) -> Result<Entered, StepError> {
    let mut tx = db.write().await?;
    let (user, has_factor) = find(&mut tx, token).await?.ok_or(StepError::Over)?;
    match lacking(&mut tx, &user, has_factor).await? {
        Some(Step::Code) => match second_factor::check(&mut tx, user.id, typed, &from).await? {
            Tried::Right => {
                on!(&mut tx, c => sqlx::query("UPDATE half_session SET has_factor = $1 WHERE token_hash = $2")
                    .bind(true).bind(&token.hash()[..]).execute(c).await.map(drop))
                .map_err(AccessError::from)?;
                finish(tx, token, from, Vec::new(), Vec::new()).await
            }
            Tried::Wrong => {
                let line = Line::new(Act::SignInFailed).from(from.address);
                let line = line.fields(json!({ "user": user.id, "second-factor": true }));
                audit::commit(tx, vec![line]).await?;
                Err(StepError::Refused { step: Step::Code, why: StepProblem::WrongCode })
            }
            Tried::Limited(until) => {
                Err(StepError::Refused { step: Step::Code, why: StepProblem::Limited { until } })
            }
        },
        Some(step @ Step::Enrol(_)) => match second_factor::confirm(&mut tx, user.id, typed, now()).await? {
            Some(recovery) => {
                let line = Line { actor: Some(user.id), ..Line::new(Act::SecondFactorSet) };
                on!(&mut tx, c => sqlx::query("UPDATE half_session SET has_factor = $1 WHERE token_hash = $2")
                    .bind(true).bind(&token.hash()[..]).execute(c).await.map(drop))
                .map_err(AccessError::from)?;
                finish(tx, token, from.clone(), vec![line.from(from.address)], recovery).await
            }
            None => Err(StepError::Refused { step, why: StepProblem::WrongCode }),
        },
        _ => finish(tx, token, from, Vec::new(), Vec::new()).await,
    }
}

async fn with_password(db: &Db, token: &Token, password: &str, from: Client) -> Result<Entered, StepError> {
    let mut conn = db.read().await?;
    let (user, _) = find(&mut conn, token).await?.ok_or(StepError::Over)?;
    let before = users::hash_of(&mut conn, user.id).await?;
    drop(conn);
    let refused = |why| StepError::Refused { step: Step::NewPassword, why: StepProblem::Password(why) };
    password::check(&user.login, password).map_err(refused)?;
    let turn = Turn::wait().await;
    if turn.is_right(Some(before), password).await {
        return Err(refused(PasswordProblem::Same));
    }
    let hash: PasswordHash = turn.hash(password).await?;
    drop(turn);

    let mut tx = db.write().await?;
    let (user, has_factor) = find(&mut tx, token).await?.ok_or(StepError::Over)?;
    if lacking(&mut tx, &user, has_factor).await? != Some(Step::NewPassword) {
        return finish(tx, token, from, Vec::new(), Vec::new()).await;
    }
    users::choose(&mut tx, user.id, &hash).await?;
    let line = Line { actor: Some(user.id), ..Line::new(Act::PasswordSet) };
    let line = line.from(from.address).fields(json!({ "user": user.id }));
    finish(tx, token, from, vec![line], Vec::new()).await
}

/// Begins the session if nothing is lacking any more, under a token that no one had before.
async fn finish(
    mut tx: Tx,
    token: &Token,
    from: Client,
    mut lines: Vec<Line>,
    recovery: Vec<String>,
) -> Result<Entered, StepError> {
    let (user, has_factor) = find(&mut tx, token).await?.ok_or(StepError::Over)?;
    if let Some(step) = lacking(&mut tx, &user, has_factor).await? {
        audit::commit(tx, lines).await?;
        return Err(StepError::Next(step));
    }
    if !end(&mut tx, token).await? {
        return Err(StepError::Over);
    }
    let address = from.address;
    let token = sessions::start(&mut tx, user.id, Some(from)).await?;
    let actor = sessions::find(&mut tx, &token, Some(address)).await?.ok_or(StepError::Over)?;
    lines.push(Line::new(Act::SignedIn).by(&actor));
    audit::commit(tx, lines).await?;
    Ok(Entered { token, actor, recovery })
}
