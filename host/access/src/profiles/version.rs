//! Versions: what was published, by whom, why; and the one that is live.

use balcao_store::{Conn, DateTime, Json, Tx, Utc, changes, now, on};
use serde_json::json;

use super::draft::{DraftError, line};
use super::{Content, Profile, ProfileId, Right, Rights, difference};
use crate::audit::{Act, Line};
use crate::layout::Problem;
use crate::{AccessError, Actor, Labels, Layout, LiveLayout, UserId};

/// A version that was published: by whom, why, when. `None` as author is the operator.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Published {
    /// Its number, counted from 1 for each profile.
    pub version: i64,
    /// Who published it.
    pub author: Option<UserId>,
    /// Why.
    pub reason: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// Every version of a profile, newest first.
pub async fn history(conn: &mut Conn, profile: ProfileId) -> Result<Vec<Published>, AccessError> {
    Ok(on!(conn, c => sqlx::query_as(
        "SELECT version, author, reason, at FROM layout_version
         WHERE profile = $1 ORDER BY version DESC")
        .bind(profile).fetch_all(c).await)?)
}

/// What a version holds.
pub async fn content(conn: &mut Conn, profile: ProfileId, version: i64) -> Result<Content, AccessError> {
    let row: Option<(Json<Labels>, Json<Rights>, Json<Layout>)> = on!(conn, c => sqlx::query_as(
        "SELECT name, rights, layout FROM layout_version WHERE profile = $1 AND version = $2")
        .bind(profile).bind(version).fetch_optional(c).await)?;
    let (name, rights, layout) = row.ok_or(AccessError::NotFound("version"))?;
    Ok(Content { name: name.0, rights: rights.0, layout: layout.0 })
}

/// The live version's number, and what it holds; 0 and an empty layout when none was ever published.
pub async fn live(conn: &mut Conn, profile: &Profile) -> Result<(i64, Content), AccessError> {
    let version: Option<i64> = on!(&mut *conn, c => sqlx::query_scalar(
        "SELECT version FROM live_layout WHERE profile = $1")
        .bind(profile.id).fetch_optional(c).await)?;
    match version {
        Some(version) => Ok((version, content(conn, profile.id, version).await?)),
        None => {
            let Profile { name, rights, .. } = profile.clone();
            Ok((0, Content { name, rights, layout: Layout::default() }))
        }
    }
}

/// The layout that the users of a profile have now: without the tabs that are hidden.
pub(super) async fn layout(conn: &mut Conn, profile: ProfileId) -> Result<LiveLayout, AccessError> {
    let row: Option<(i64, Json<Layout>)> = on!(conn, c => sqlx::query_as(
        "SELECT v.version, v.layout FROM live_layout l
         JOIN layout_version v ON v.profile = l.profile AND v.version = l.version
         WHERE l.profile = $1")
        .bind(profile).fetch_optional(c).await)?;
    let (version, layout) = row.map_or((0, Layout::default()), |(version, layout)| (version, layout.0));
    Ok(LiveLayout { version, layout: layout.shown() })
}

/// Whether the profile is retired.
pub(super) async fn retired(conn: &mut Conn, profile: ProfileId) -> Result<bool, AccessError> {
    let retired: Option<bool> = on!(conn, c => sqlx::query_scalar(
        "SELECT retired_at IS NOT NULL FROM profile WHERE id = $1")
        .bind(profile).fetch_optional(c).await)?;
    retired.ok_or(AccessError::NotFound("profile"))
}

/// Makes a new version of that content, and the profile what it says. Gives its number; the caller
/// writes the audit line ([`Act::ProfilePublished`]).
pub async fn store(
    tx: &mut Tx,
    profile: ProfileId,
    content: &Content,
    author: Option<UserId>,
    reason: &str,
) -> Result<i64, AccessError> {
    content.check()?;
    let before: Option<Json<Rights>> = on!(&mut *tx, c => sqlx::query_scalar(
        "SELECT rights FROM profile WHERE id = $1").bind(profile).fetch_optional(c).await)?;
    let before = before.ok_or(AccessError::NotFound("profile"))?.0;
    let last: Option<i64> = on!(&mut *tx, c => sqlx::query_scalar(
        "SELECT max(version) FROM layout_version WHERE profile = $1")
        .bind(profile).fetch_one(c).await)?;
    let version = last.unwrap_or(0) + 1;
    let done = on!(&mut *tx, c => sqlx::query(
        "INSERT INTO layout_version (profile, version, name, rights, layout, author, reason, at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)")
        .bind(profile).bind(version).bind(Json(&content.name)).bind(Json(&content.rights))
        .bind(Json(&content.layout)).bind(author).bind(reason).bind(now())
        .execute(c).await.map(drop));
    crate::error::taken(done, "version of this layout")?;
    on!(&mut *tx, c => sqlx::query(
        "INSERT INTO live_layout (profile, version) VALUES ($1, $2)
         ON CONFLICT (profile) DO UPDATE SET version = $2")
        .bind(profile).bind(version).execute(c).await.map(drop))?;
    on!(&mut *tx, c => sqlx::query("UPDATE profile SET name = $1, rights = $2 WHERE id = $3")
        .bind(Json(&content.name)).bind(Json(&content.rights)).bind(profile)
        .execute(c).await.map(drop))?;
    if before.has(Right::Administer) && !content.rights.has(Right::Administer) {
        super::keep_administered(tx).await?;
    }
    changes::bump(tx, "profiles").await?;
    Ok(version)
}

/// The same by an administrator, with the audit line.
pub(super) async fn make(
    tx: &mut Tx,
    actor: &Actor,
    profile: &Profile,
    content: &Content,
    reason: &str,
) -> Result<(i64, Line), DraftError> {
    let reason = reason.trim();
    if !(3..=300).contains(&reason.chars().count()) {
        return Err(Problem::Reason.into());
    }
    let (_, before) = live(tx, profile).await?;
    let version = store(tx, profile.id, content, Some(actor.user.id), reason).await?;
    let rights = |of: &Content, but: &Content| -> Vec<Right> {
        of.rights.iter().filter(|right| !but.rights.has(*right)).collect()
    };
    let fields = json!({
        "profile": profile.id,
        "version": version,
        "changes": difference(&before, content).len(),
        "rights_given": rights(content, &before),
        "rights_taken": rights(&before, content),
    });
    Ok((version, line(actor, Act::ProfilePublished, fields)))
}
