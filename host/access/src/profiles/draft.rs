//! Drafts: what a profile is to become, until somebody publishes it. One per profile, for all
//! administrators; a form carries the revision that it was drawn with, and one that comes too late
//! changes nothing and is told what did.

use balcao_store::{Conn, DateTime, Json, Tx, Utc, now, on};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::edit::{self, Edit, Unmade};
use super::{Change, Content, Profile, ProfileId, difference, version};
use crate::audit::{Act, Line};
use crate::layout::Problem;
use crate::{AccessError, Actor, Right, UserId, sessions};

/// The most changes that are told to whoever comes too late.
const TOLD: usize = 40;

/// What a profile is to become.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// What a form carries.
    pub revision: i64,
    /// What it is to be; what is live while there is no draft.
    pub content: Content,
    /// The live version that it began with; 0 when none was published.
    pub base: i64,
    /// Whether there is one: nothing was changed since the last publication otherwise.
    pub open: bool,
    /// What was done to it, the newest last.
    pub log: Vec<Entry>,
}

impl Draft {
    /// What was done after a form was drawn with that revision.
    pub fn since(&self, revision: i64) -> impl Iterator<Item = &Entry> {
        self.log.iter().filter(move |entry| entry.revision > revision)
    }

    /// Who changed it last, while there is a draft.
    pub fn last(&self) -> Option<&Entry> {
        self.log.last().filter(|_| self.open)
    }
}

/// Something that was done to a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The revision that came of it.
    pub revision: i64,
    /// By whom.
    pub by: UserId,
    /// When.
    pub at: DateTime<Utc>,
    /// What.
    pub done: Done,
}

/// What was done to a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Done {
    /// It was changed.
    Changed(Vec<Change>),
    /// It was published as this version.
    Published(i64),
    /// It was thrown away.
    Discarded,
    /// It goes on upon this live version.
    Rebased(i64),
}

/// Why a draft was not changed or published.
#[derive(Debug, thiserror::Error)]
pub enum DraftError {
    /// Somebody changed the draft since the form was drawn; [`Draft::since`] says what.
    #[error("somebody changed the draft meanwhile")]
    Stale,
    /// Somebody published since the draft began.
    #[error("somebody published meanwhile")]
    Published,
    /// What the change is about is not there.
    #[error("what is to be changed is not there")]
    Gone,
    /// The change breaks a rule.
    #[error(transparent)]
    Problem(#[from] Problem),
    /// The draft is as what is live.
    #[error("there is nothing to publish")]
    Nothing,
    /// The profile is retired.
    #[error("the profile is retired")]
    Retired,
    /// Users who may sign in have the profile.
    #[error("users have the profile")]
    InUse,
    /// Without the right to administer, or with a session that has ended.
    #[error("the user may not administer")]
    Denied,
    /// Any other failure; nobody left to administer among them.
    #[error(transparent)]
    Access(#[from] AccessError),
}

impl From<sqlx::Error> for DraftError {
    fn from(error: sqlx::Error) -> DraftError {
        DraftError::Access(error.into())
    }
}

impl From<Unmade> for DraftError {
    fn from(unmade: Unmade) -> DraftError {
        match unmade {
            Unmade::Problem(problem) => problem.into(),
            Unmade::Gone => DraftError::Gone,
        }
    }
}

type Row = (i64, Option<Json<Content>>, i64, Json<Vec<Entry>>);

/// The draft as it stands.
pub async fn current(conn: &mut Conn, profile: &Profile) -> Result<Draft, AccessError> {
    let row: Option<Row> = on!(&mut *conn, c => sqlx::query_as(
        "SELECT revision, content, base, log FROM profile_draft WHERE profile = $1")
        .bind(profile.id).fetch_optional(c).await)?;
    let (revision, content, base, log) = row
        .map_or((0, None, 0, Vec::new()), |(revision, content, base, log)| (revision, content, base, log.0));
    Ok(match content {
        Some(content) => Draft { revision, content: content.0, base, open: true, log },
        None => {
            let (base, content) = version::live(conn, profile).await?;
            Draft { revision, content, base, open: false, log }
        }
    })
}

/// Makes one change to the draft; the first one begins it. Gives the audit line, unless it made no
/// difference.
pub async fn change(
    tx: &mut Tx,
    actor: &Actor,
    profile: &Profile,
    seen: i64,
    edit: Edit,
) -> Result<Option<Line>, DraftError> {
    administers(tx, actor).await?;
    if version::retired(tx, profile.id).await? {
        return Err(DraftError::Retired);
    }
    let mut draft = take(tx, profile, seen).await?;
    let before = draft.content.clone();
    edit::apply(&mut draft.content, edit)?;
    draft.content.check()?;
    let changes = difference(&before, &draft.content);
    let count = changes.len();
    if count == 0 {
        return Ok(None);
    }
    draft.open = true;
    keep(tx, profile.id, &mut draft, actor, Done::Changed(changes)).await?;
    Ok(Some(line(actor, Act::ProfileDrafted, json!({ "profile": profile.id, "changes": count }))))
}

/// Throws the draft away.
pub async fn discard(tx: &mut Tx, actor: &Actor, profile: &Profile, seen: i64) -> Result<Line, DraftError> {
    administers(tx, actor).await?;
    let mut draft = take(tx, profile, seen).await?;
    draft.open = false;
    keep(tx, profile.id, &mut draft, actor, Done::Discarded).await?;
    Ok(line(actor, Act::ProfileDrafted, json!({ "profile": profile.id, "discarded": true })))
}

/// Goes on upon what is live now: what somebody published meanwhile was seen.
pub async fn rebase(tx: &mut Tx, actor: &Actor, profile: &Profile, seen: i64) -> Result<Line, DraftError> {
    administers(tx, actor).await?;
    let mut draft = take(tx, profile, seen).await?;
    draft.base = version::live(tx, profile).await?.0;
    let base = draft.base;
    keep(tx, profile.id, &mut draft, actor, Done::Rebased(base)).await?;
    Ok(line(actor, Act::ProfileDrafted, json!({ "profile": profile.id, "base": base })))
}

/// Makes the draft the live version. Gives the version's number and the audit line.
pub async fn publish(
    tx: &mut Tx,
    actor: &Actor,
    profile: &Profile,
    seen: i64,
    reason: &str,
) -> Result<(i64, Line), DraftError> {
    administers(tx, actor).await?;
    let mut draft = take(tx, profile, seen).await?;
    let (version, live) = version::live(tx, profile).await?;
    if draft.base != version {
        return Err(DraftError::Published);
    }
    if version > 0 && draft.content == live {
        return Err(DraftError::Nothing);
    }
    let (made, line) = version::make(tx, actor, profile, &draft.content, reason).await?;
    draft.open = false;
    keep(tx, profile.id, &mut draft, actor, Done::Published(made)).await?;
    Ok((made, line))
}

/// Publishes an old version again, whatever is being drafted. `seen` is the version that was live when
/// the form was drawn.
pub async fn restore(
    tx: &mut Tx,
    actor: &Actor,
    profile: &Profile,
    old: i64,
    seen: i64,
    reason: &str,
) -> Result<(i64, Line), DraftError> {
    administers(tx, actor).await?;
    let content = version::content(tx, profile.id, old).await?;
    let mut draft = take_any(tx, profile).await?;
    let (live, now) = version::live(tx, profile).await?;
    if live != seen {
        return Err(DraftError::Published);
    }
    if now == content {
        return Err(DraftError::Nothing);
    }
    let (made, line) = version::make(tx, actor, profile, &content, reason).await?;
    keep(tx, profile.id, &mut draft, actor, Done::Published(made)).await?;
    Ok((made, line))
}

/// That whoever acts may still do so, now that it changes something.
pub(super) async fn administers(tx: &mut Tx, actor: &Actor) -> Result<(), DraftError> {
    let actor = sessions::again(tx, actor).await?.filter(|actor| actor.may(Right::Administer));
    actor.map(drop).ok_or(DraftError::Denied)
}

pub(super) fn line(actor: &Actor, act: Act, fields: serde_json::Value) -> Line {
    Line::new(act).by(actor).fields(fields)
}

/// The draft, for this transaction alone, if it is still as the form saw it.
async fn take(tx: &mut Tx, profile: &Profile, seen: i64) -> Result<Draft, DraftError> {
    let draft = take_any(tx, profile).await?;
    if draft.revision == seen { Ok(draft) } else { Err(DraftError::Stale) }
}

/// The draft, for this transaction alone: whoever else wants it waits for its row.
pub(super) async fn take_any(tx: &mut Tx, profile: &Profile) -> Result<Draft, AccessError> {
    on!(&mut *tx, c => sqlx::query(
        "INSERT INTO profile_draft (profile, revision, base, log) VALUES ($1, 0, 0, $2)
         ON CONFLICT (profile) DO NOTHING")
        .bind(profile.id).bind(Json(Vec::<Entry>::new())).execute(c).await.map(drop))?;
    on!(&mut *tx, c => sqlx::query("UPDATE profile_draft SET revision = revision WHERE profile = $1")
        .bind(profile.id).execute(c).await.map(drop))?;
    current(tx, profile).await
}

/// Writes the draft down with what was done to it.
pub(super) async fn keep(
    tx: &mut Tx,
    profile: ProfileId,
    draft: &mut Draft,
    actor: &Actor,
    done: Done,
) -> Result<(), AccessError> {
    draft.revision += 1;
    draft.log.push(Entry { revision: draft.revision, by: actor.user.id, at: now(), done });
    let older = draft.log.len().saturating_sub(TOLD);
    draft.log.drain(..older);
    let content = draft.open.then_some(Json(&draft.content));
    on!(tx, c => sqlx::query(
        "UPDATE profile_draft SET revision = $1, content = $2, base = $3, log = $4 WHERE profile = $5")
        .bind(draft.revision).bind(content).bind(draft.base).bind(Json(&draft.log)).bind(profile)
        .execute(c).await.map(drop))?;
    Ok(())
}
