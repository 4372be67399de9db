//! The attendances that a user has open at once: each once, on whichever computer they sign in.

use balcao_access::Actor;
use balcao_store::{Conn, StoreError, Tx, on};
use chrono::{DateTime, Utc};

use crate::{Attendance, Protocol, RequestId, bulk};

/// Attendances that stay open, at most: with one more, the one opened first leaves. It is where it
/// was, in Minhas Tarefas.
pub const MOST: usize = 9;

/// An attendance that a user has open.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct OpenAttendance {
    /// What is being served.
    pub request: RequestId,
    /// The number that the customer was told.
    pub protocol: Protocol,
    /// Who is being served.
    pub person_name: String,
    /// Whether the user is in the middle of a report.
    pub has_draft: bool,
}

/// What the user has open, in the order of opening. A request that ended leaves the strip; one that
/// was opened after its end stays until it is closed there.
pub async fn list(conn: &mut Conn, actor: &Actor) -> Result<Vec<OpenAttendance>, StoreError> {
    let companies = &actor.user.companies;
    let sql = format!(
        "SELECT o.request, r.protocol, p.name AS person_name, d.author IS NOT NULL AS has_draft
         FROM open_attendance o
         JOIN request r ON r.id = o.request
         JOIN person p ON p.id = r.person
         LEFT JOIN draft d ON d.author = o.user_account AND d.request = o.request
         WHERE o.user_account = $1 AND (r.ended_at IS NULL OR r.ended_at <= o.opened_at)
           AND r.company IN ({})
         ORDER BY o.opened_at, o.request",
        bulk::placeholders(2, companies.len())
    );
    Ok(on!(conn, c => {
        let mut query = sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(actor.user.id);
        for company in companies { query = query.bind(company) }
        query.fetch_all(c).await
    })?)
}

/// Puts an attendance there, unless it is there.
pub async fn enter(tx: &mut Tx, attendance: &Attendance, now: DateTime<Utc>) -> Result<(), StoreError> {
    let user = attendance.actor().user.id;
    on!(&mut *tx, c => sqlx::query(
        "DELETE FROM open_attendance WHERE user_account = $1 AND EXISTS (
             SELECT 1 FROM request r WHERE r.id = open_attendance.request AND r.ended_at > open_attendance.opened_at)")
        .bind(user).execute(c).await.map(drop))?;
    on!(&mut *tx, c => sqlx::query(
        "INSERT INTO open_attendance (user_account, request, opened_at) VALUES ($1, $2, $3)
         ON CONFLICT (user_account, request) DO NOTHING")
        .bind(user).bind(attendance.request()).bind(now).execute(c).await.map(drop))?;
    on!(tx, c => sqlx::query(
        "DELETE FROM open_attendance WHERE user_account = $1 AND request NOT IN (
             SELECT request FROM open_attendance WHERE user_account = $1
             ORDER BY opened_at DESC, request DESC LIMIT $2)")
        .bind(user).bind(MOST as i64).execute(c).await.map(drop))?;
    Ok(())
}

/// Takes an attendance off it; the request stays as it is.
pub async fn leave(tx: &mut Tx, actor: &Actor, request: RequestId) -> Result<(), StoreError> {
    on!(tx, c => sqlx::query("DELETE FROM open_attendance WHERE user_account = $1 AND request = $2")
        .bind(actor.user.id).bind(request).execute(c).await.map(drop))?;
    Ok(())
}
