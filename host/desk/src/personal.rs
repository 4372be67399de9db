//! Personal data of the customer being served, piece by piece: whoever needs one gets no other.

use std::fmt;
use std::str::FromStr;

use balcao_brazil::Phone;
use balcao_store::{Conn, StoreError, UnknownText, on, text_enum};
use serde::{Deserialize, Serialize};

use crate::people::{PersonKind, ShownTaxId};
use crate::{Address, Attendance};

/// What the customer is called.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Name {
    /// Full name, or registered name.
    pub name: String,
    /// The name over the door.
    pub trade_name: Option<String>,
    /// Natural or legal.
    pub kind: PersonKind,
}

/// The customer's name.
pub async fn name(conn: &mut Conn, attendance: &Attendance) -> Result<Name, StoreError> {
    Ok(on!(conn, c => sqlx::query_as("SELECT name, trade_name, kind FROM person WHERE id = $1")
        .bind(attendance.person()).fetch_one(c).await)?)
}

/// CPF or CNPJ as the user's profile allows it to be seen; none: it is not known.
pub async fn tax_id(conn: &mut Conn, attendance: &Attendance) -> Result<Option<ShownTaxId>, StoreError> {
    let (stored,): (Option<String>,) = on!(conn, c => sqlx::query_as("SELECT tax_id FROM person WHERE id = $1")
        .bind(attendance.person()).fetch_one(c).await)?;
    Ok(ShownTaxId::of(stored.as_deref(), attendance.actor()))
}

/// Where the customer gets their post.
pub async fn address(conn: &mut Conn, attendance: &Attendance) -> Result<Address, StoreError> {
    let (street, city, state) = on!(conn, c => sqlx::query_as("SELECT street, city, state FROM person WHERE id = $1")
        .bind(attendance.person()).fetch_one(c).await)?;
    Ok(Address { street, city, state })
}

text_enum! {
    /// What a contact is.
    pub enum Medium {
        /// A phone.
        Phone = "phone",
        /// An e-mail address.
        Email = "email",
    }
}

/// Which of the customer's contacts: the medium, and its place among those of that medium. It says
/// nothing of what the contact is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ContactKey {
    /// Phone or e-mail.
    pub medium: Medium,
    /// From 0, which is the preferred one.
    pub position: u16,
}

/// A way to reach the customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// Which one.
    pub key: ContactKey,
    /// E.164, or the address.
    pub value: String,
}

/// The customer's phones, then their e-mail addresses; of each the preferred one first.
pub async fn contacts(conn: &mut Conn, attendance: &Attendance) -> Result<Vec<Contact>, StoreError> {
    let rows: Vec<(String, i64, String)> = on!(conn, c => sqlx::query_as(
        "SELECT 'phone' AS medium, position, number FROM person_phone WHERE person = $1
         UNION ALL
         SELECT 'email', position, address FROM person_email WHERE person = $1
         ORDER BY 1 DESC, 2",
    ).bind(attendance.person()).fetch_all(c).await)?;
    let contact = |(medium, position, value): (String, i64, String)| {
        let key = ContactKey { medium: medium.parse().ok()?, position: u16::try_from(position).ok()? };
        Some(Contact { key, value })
    };
    Ok(rows.into_iter().filter_map(contact).collect())
}

/// One of them; none: the customer has no such contact any more.
pub async fn contact(
    conn: &mut Conn,
    attendance: &Attendance,
    key: ContactKey,
) -> Result<Option<Contact>, StoreError> {
    Ok(contacts(conn, attendance).await?.into_iter().find(|contact| contact.key == key))
}

impl Contact {
    /// Enough to recognise it, and not to use it: `(51) *****-0000`, `j****@example.com`.
    pub fn hint(&self) -> String {
        match self.key.medium {
            Medium::Phone => Phone::parse(&self.value).map_or_else(|_| "****".into(), |phone| phone.masked()),
            Medium::Email => masked_email(&self.value),
        }
    }

    /// A mobile phone, which may have WhatsApp.
    pub fn is_mobile(&self) -> bool {
        self.key.medium == Medium::Phone && Phone::parse(&self.value).is_ok_and(|phone| phone.is_mobile())
    }
}

/// An address of which the first letter and the domain are left: `j****@example.com`.
pub fn masked_email(address: &str) -> String {
    match address.split_once('@') {
        Some((name, domain)) => {
            let first: String = name.chars().take(1).collect();
            format!("{first}****@{domain}")
        }
        None => "****".into(),
    }
}

impl fmt::Display for ContactKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.medium, self.position)
    }
}

impl FromStr for ContactKey {
    type Err = UnknownText;

    fn from_str(text: &str) -> Result<Self, UnknownText> {
        let unknown = UnknownText("ContactKey");
        let (medium, position) = text.split_once('/').ok_or(unknown)?;
        Ok(Self { medium: medium.parse()?, position: position.parse().map_err(|_| unknown)? })
    }
}

impl From<ContactKey> for String {
    fn from(key: ContactKey) -> String {
        key.to_string()
    }
}

impl TryFrom<String> for ContactKey {
    type Error = UnknownText;

    fn try_from(text: String) -> Result<Self, UnknownText> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hint_is_recognised_and_of_no_other_use() {
        let phone = ContactKey { medium: Medium::Phone, position: 0 };
        let email = ContactKey { medium: Medium::Email, position: 1 };
        for (key, value, hint, mobile) in [
            (phone, "+5551999990000", "(51) *****-0000", true),
            (phone, "+555132221234", "(51) ****-1234", false),
            (phone, "0800 unknown", "****", false),
            (email, "joana@example.com", "j****@example.com", false),
            (email, "no address", "****", false),
        ] {
            let contact = Contact { key, value: value.into() };
            assert_eq!((contact.hint().as_str(), contact.is_mobile()), (hint, mobile));
        }
    }

    #[test]
    fn a_key_survives_as_text_and_nothing_else_is_one() {
        let key = ContactKey { medium: Medium::Email, position: 3 };
        assert_eq!(key.to_string().parse(), Ok(key));
        for text in ["", "phone", "phone/", "fax/0", "phone/-1", "phone/70000"] {
            assert!(text.parse::<ContactKey>().is_err(), "{text}");
        }
    }
}
