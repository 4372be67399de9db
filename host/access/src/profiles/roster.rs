//! The profiles as an administrator sees them: made, copied, retired; and who uses them.

use balcao_store::{Conn, DateTime, Json, Tx, Utc, changes, now, on};
use serde_json::json;

use super::draft::{self, Done, DraftError, administers, line};
use super::version::{self, Published};
use super::{Content, Profile, ProfileId, Right, Rights, create, difference};
use crate::audit::{Act, Line};
use crate::{AccessError, Actor, Labels, UserId};

/// A profile with what an administrator wants to know of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The profile, as it is live.
    pub profile: Profile,
    /// Whether nobody is put into it any more.
    pub retired: bool,
    /// Users who may sign in.
    pub users: i64,
    /// What is live; none when nothing was ever published.
    pub live: Option<Published>,
    /// Whether there is a draft.
    pub drafted: bool,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: ProfileId,
    key: String,
    name: Json<Labels>,
    rights: Json<Rights>,
    retired: bool,
    users: i64,
    drafted: bool,
    version: Option<i64>,
    author: Option<UserId>,
    reason: Option<String>,
    at: Option<DateTime<Utc>>,
}

/// Every profile, by key, the retired ones included.
pub async fn roster(conn: &mut Conn) -> Result<Vec<Listed>, AccessError> {
    let rows: Vec<Row> = on!(conn, c => sqlx::query_as(
        "SELECT p.id, p.key, p.name, p.rights, p.retired_at IS NOT NULL AS retired,
                (SELECT count(*) FROM user_account u WHERE u.profile = p.id AND NOT u.disabled) AS users,
                d.content IS NOT NULL AS drafted, v.version, v.author, v.reason, v.at
         FROM profile p
         LEFT JOIN profile_draft d ON d.profile = p.id
         LEFT JOIN live_layout l ON l.profile = p.id
         LEFT JOIN layout_version v ON v.profile = l.profile AND v.version = l.version
         ORDER BY p.key")
        .fetch_all(c).await)?;
    Ok(rows.into_iter().map(listed).collect())
}

fn listed(row: Row) -> Listed {
    let Row { id, key, name, rights, retired, users, drafted, version, author, reason, at } = row;
    let live =
        version.zip(reason).zip(at).map(|((version, reason), at)| Published { version, author, reason, at });
    Listed { profile: Profile { id, key, name: name.0, rights: rights.0 }, retired, users, live, drafted }
}

/// A new profile. It allows nothing and shows nothing until its draft is published: an empty one, or
/// one that is as another profile is live. Gives the audit line.
pub async fn begin(
    tx: &mut Tx,
    actor: &Actor,
    profile: &Profile,
    as_of: Option<&Profile>,
) -> Result<Line, DraftError> {
    administers(tx, actor).await?;
    profile.name.check()?;
    create(tx, profile).await?;
    let mut draft = draft::take_any(tx, profile).await?;
    if let Some(other) = as_of {
        let (_, content) = version::live(tx, other).await?;
        draft.content = Content { name: profile.name.clone(), ..content.copied() };
    }
    draft.open = true;
    let before = Content { name: profile.name.clone(), ..Content::default() };
    let done = Done::Changed(difference(&before, &draft.content));
    draft::keep(tx, profile.id, &mut draft, actor, done).await?;
    let fields = json!({ "profile": profile.id, "key": profile.key, "as": as_of.map(|other| other.id) });
    Ok(line(actor, Act::ProfileAdded, fields))
}

/// Retires a profile, or takes it into use again. One that has users who may sign in is not retired.
/// Gives the audit line.
pub async fn retire(
    tx: &mut Tx,
    actor: &Actor,
    profile: ProfileId,
    retired: bool,
) -> Result<Line, DraftError> {
    administers(tx, actor).await?;
    let at = retired.then(now);
    let changed = on!(&mut *tx, c => sqlx::query(
        "UPDATE profile SET retired_at = $1 WHERE id = $2 AND NOT EXISTS
             (SELECT 1 FROM user_account u WHERE u.profile = profile.id AND NOT u.disabled)")
        .bind(at).bind(profile).execute(c).await.map(|done| done.rows_affected()))?;
    if changed == 0 {
        return Err(DraftError::InUse);
    }
    changes::bump(tx, "profiles").await.map_err(AccessError::from)?;
    Ok(line(actor, Act::ProfileRetired, json!({ "profile": profile, "retired": retired })))
}

/// That a user may be put into the profile: it exists and is not retired.
pub async fn in_use(conn: &mut Conn, profile: ProfileId) -> Result<(), AccessError> {
    match version::retired(conn, profile).await? {
        false => Ok(()),
        true => Err(AccessError::NotFound("profile")),
    }
}

/// That somebody who may sign in is left with the right to administer: asked after a change, in its
/// transaction. Of two such changes at a time the second waits, and counts what the first left.
pub async fn keep_administered(tx: &mut Tx) -> Result<(), AccessError> {
    changes::bump(tx, "profiles").await?;
    let profiles: Vec<(ProfileId, Json<Rights>)> = on!(&mut *tx, c => sqlx::query_as(
        "SELECT p.id, p.rights FROM profile p
         WHERE EXISTS (SELECT 1 FROM user_account u WHERE u.profile = p.id AND NOT u.disabled)")
        .fetch_all(c).await)?;
    match profiles.iter().any(|(_, rights)| rights.0.has(Right::Administer)) {
        true => Ok(()),
        false => Err(AccessError::LastAdministrator),
    }
}
