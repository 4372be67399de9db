//! The tables by which FreeRADIUS answers a line. Each change is one transaction of that database,
//! and doing it twice is doing it once.

use std::collections::BTreeMap;

use balcao_network::replies::{Replies, Reply};
use balcao_network::{Access, Password};

use crate::source::{Source, on_source};

/// Attributes of `radcheck` that are a password, too: there is one password, and it is the new one.
const OTHER_PASSWORDS: [&str; 10] = [
    "User-Password",
    "Crypt-Password",
    "MD5-Password",
    "SMD5-Password",
    "SHA-Password",
    "SSHA-Password",
    "SHA2-Password",
    "NT-Password",
    "LM-Password",
    "Password-With-Header",
];

/// From now on, this is the login's password.
pub(crate) async fn set_password(
    source: &Source,
    login: &str,
    password: &Password,
) -> Result<(), sqlx::Error> {
    on_source!(source, pool => {
        let mut tx = pool.begin_with(source.begin()).await?;
        for attribute in OTHER_PASSWORDS {
            sqlx::query("DELETE FROM radcheck WHERE username = $1 AND attribute = $2")
                .bind(login).bind(attribute).execute(&mut *tx).await?;
        }
        let known = sqlx::query(
            "UPDATE radcheck SET value = $2, op = ':='
             WHERE username = $1 AND attribute = 'Cleartext-Password'")
            .bind(login).bind(password.expose()).execute(&mut *tx).await?.rows_affected();
        if known == 0 {
            sqlx::query(
                "INSERT INTO radcheck (username, attribute, op, value)
                 VALUES ($1, 'Cleartext-Password', ':=', $2)")
                .bind(login).bind(password.expose()).execute(&mut *tx).await?;
        }
        tx.commit().await
    })
}

/// From now on, the login is answered as lines of that access are. What else is there of it, such as
/// the group of its plan, stays.
pub(crate) async fn set_access(
    source: &Source,
    login: &str,
    replies: &Replies,
    access: Access,
) -> Result<(), sqlx::Error> {
    let Reply { group, attribute } = replies.of(access);
    on_source!(source, pool => {
        let mut tx = pool.begin_with(source.begin()).await?;
        for group in replies.groups() {
            sqlx::query("DELETE FROM radusergroup WHERE username = $1 AND groupname = $2")
                .bind(login).bind(group).execute(&mut *tx).await?;
        }
        for (name, value) in replies.all().filter_map(|(_, reply)| reply.attribute.as_ref()) {
            sqlx::query("DELETE FROM radreply WHERE username = $1 AND attribute = $2 AND value = $3")
                .bind(login).bind(name).bind(value).execute(&mut *tx).await?;
        }
        if let Some(group) = group {
            // Groups are tried by priority, and the first that fits answers.
            sqlx::query(
                "INSERT INTO radusergroup (username, groupname, priority)
                 SELECT $1, $2, COALESCE(MIN(CASE WHEN priority < 1 THEN priority ELSE 1 END), 1) - 1
                 FROM radusergroup WHERE username = $1")
                .bind(login).bind(&group).execute(&mut *tx).await?;
        }
        if let Some((name, value)) = attribute {
            sqlx::query("INSERT INTO radreply (username, attribute, op, value) VALUES ($1, $2, ':=', $3)")
                .bind(login).bind(&name).bind(&value).execute(&mut *tx).await?;
        }
        tx.commit().await
    })
}

/// What the login is answered when it carries that: attributes with their values.
pub(crate) async fn answered(
    source: &Source,
    login: &str,
    replies: &Replies,
    access: Access,
) -> Result<BTreeMap<String, Vec<String>>, sqlx::Error> {
    let Reply { group, attribute } = replies.of(access);
    let own: Vec<(String, String)> = on_source!(source, pool => sqlx::query_as(
        "SELECT attribute, value FROM radreply WHERE username = $1 ORDER BY id")
        .bind(login).fetch_all(pool).await)?;
    let groups: Vec<String> = on_source!(source, pool => sqlx::query_scalar(
        "SELECT groupname FROM radusergroup WHERE username = $1 ORDER BY priority, id")
        .bind(login).fetch_all(pool).await)?;
    let told =
        |reply: &(String, String)| replies.all().any(|(_, known)| known.attribute.as_ref() == Some(reply));
    let mut answered: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut add = |name: String, value| answered.entry(name).or_default().push(value);
    for (name, value) in own.into_iter().filter(|reply| !told(reply)).chain(attribute) {
        add(name, value);
    }
    let plans = groups.into_iter().find(|name| !replies.groups().any(|known| known == name));
    if let Some(group) = group.or(plans) {
        let of_group: Vec<(String, String)> = on_source!(source, pool => sqlx::query_as(
            "SELECT attribute, value FROM radgroupreply WHERE groupname = $1 ORDER BY id")
            .bind(&group).fetch_all(pool).await)?;
        for (name, value) in of_group {
            add(name, value);
        }
    }
    Ok(answered)
}
