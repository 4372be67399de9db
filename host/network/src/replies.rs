//! What a company's FreeRADIUS is to answer for a line, by what the line may carry. An administrator
//! keeps it.

use balcao_access::CompanyId;
use balcao_access::audit::{Act, Line};
use balcao_store::{Conn, StoreError, Tx, on};

use crate::Access;

/// What is answered for lines of one kind of access.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reply {
    /// The group that stands before all others of the login.
    pub group: Option<String>,
    /// An attribute of the login's own, and its value.
    pub attribute: Option<(String, String)>,
}

/// The replies of a company.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Replies(Vec<(Access, Reply)>);

/// Why replies are not kept.
#[derive(Debug, thiserror::Error)]
pub enum ReplyError {
    /// A name, an attribute or a value that the tables of FreeRADIUS do not hold.
    #[error("a group and an attribute have 1 to 64 characters, a value 1 to 253")]
    Length,
    /// The same group, or the same attribute and value, for two kinds of access.
    #[error("two kinds of access can't have the same group or the same reply")]
    Same,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Replies {
    /// What is answered for lines of that access; nothing of its own when there is none.
    pub fn of(&self, access: Access) -> Reply {
        let found = self.0.iter().find(|(known, _)| *known == access);
        found.map(|(_, reply)| reply.clone()).unwrap_or_default()
    }

    /// Every one that is there.
    pub fn all(&self) -> impl Iterator<Item = (Access, &Reply)> {
        self.0.iter().map(|(access, reply)| (*access, reply))
    }

    /// The groups by which access is told.
    pub fn groups(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|(_, reply)| reply.group.as_deref())
    }
}

/// The replies of a company.
pub async fn of(conn: &mut Conn, company: CompanyId) -> Result<Replies, StoreError> {
    type Row = (Access, Option<String>, Option<String>, Option<String>);
    let rows: Vec<Row> = on!(conn, c => sqlx::query_as(
        "SELECT access, group_name, attribute, value FROM line_reply WHERE company = $1 ORDER BY access")
        .bind(company).fetch_all(c).await)?;
    let reply =
        |(access, group, attribute, value): Row| (access, Reply { group, attribute: attribute.zip(value) });
    Ok(Replies(rows.into_iter().map(reply).collect()))
}

/// Keeps what is answered for lines of that access, or that nothing of its own is; returns the audit
/// line.
pub async fn set(tx: &mut Tx, company: CompanyId, access: Access, reply: &Reply) -> Result<Line, ReplyError> {
    let fits = |text: &str, most| (1..=most).contains(&text.chars().count());
    let group_fits = reply.group.as_deref().is_none_or(|group| fits(group, 64));
    let attribute = reply.attribute.as_ref();
    if !group_fits || !attribute.is_none_or(|(name, value)| fits(name, 64) && fits(value, 253)) {
        return Err(ReplyError::Length);
    }
    let others = of(tx, company).await?;
    let taken = |(other, known): (Access, &Reply)| {
        let same_group = known.group.is_some() && known.group == reply.group;
        let same_attribute = known.attribute.is_some() && known.attribute == reply.attribute;
        other != access && (same_group || same_attribute)
    };
    if others.all().any(taken) {
        return Err(ReplyError::Same);
    }
    on!(&mut *tx, c => sqlx::query("DELETE FROM line_reply WHERE company = $1 AND access = $2")
        .bind(company).bind(access).execute(c).await.map(drop))
    .map_err(StoreError::from)?;
    if *reply != Reply::default() {
        on!(&mut *tx, c => sqlx::query(
            "INSERT INTO line_reply (company, access, group_name, attribute, value)
             VALUES ($1, $2, $3, $4, $5)")
            .bind(company).bind(access).bind(&reply.group)
            .bind(attribute.map(|(name, _)| name)).bind(attribute.map(|(_, value)| value))
            .execute(c).await.map(drop))
        .map_err(StoreError::from)?;
    }
    let fields = serde_json::json!({ "reply": access, "company": company });
    Ok(Line::new(Act::EquipmentChanged).fields(fields))
}
