//! The protocol's own message: a request that opens is announced to its customer, with date and hour.

use balcao_desk::Attendance;
use balcao_desk::deadline::calendar_of;
use balcao_desk::personal::{self, Medium};
use balcao_store::outbox::NewEntry;
use balcao_store::{StoreError, Tx};
use chrono::{DateTime, Utc};

use crate::server::has_server;
use crate::{message, template_of};

/// The order to tell the customer the protocol of a request that was opened at that moment, to be put
/// into the outbox of the same transaction. None where the company does not want it or sends no mail,
/// and where the customer has no address on file: a typed one is nobody's yet.
pub async fn announce(
    tx: &mut Tx,
    attendance: &Attendance,
    opened_at: DateTime<Utc>,
) -> Result<Option<NewEntry>, StoreError> {
    let company = attendance.company();
    if !template_of(tx, company).await?.announce || !has_server(tx, company).await? {
        return Ok(None);
    }
    let contacts = personal::contacts(tx, attendance).await?;
    let Some(to) = contacts.into_iter().find(|contact| contact.key.medium == Medium::Email) else {
        return Ok(None);
    };
    let zone = calendar_of(tx, company).await?.zone;
    let (subject, text) = words(&attendance.protocol().to_string(), &opened_at.with_timezone(&zone));
    let entry = message::write(tx, attendance, &to.value, (&subject, &text), &[], opened_at).await?;
    Ok(Some(entry))
}

/// Customers read it, in the language of the provider.
fn words<Zone: chrono::TimeZone>(protocol: &str, at: &DateTime<Zone>) -> (String, String)
where
    Zone::Offset: std::fmt::Display,
{
    let subject = format!("Protocolo {protocol}");
    let text = format!(
        "Seu atendimento foi aberto em {}, às {}.\n\nProtocolo: {protocol}\n\n\
         Guarde este número: com ele você acompanha o seu atendimento.",
        at.format("%d/%m/%Y"),
        at.format("%H:%M"),
    );
    (subject, text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_message_says_protocol_day_and_hour_at_the_provider() {
        let at = "2026-11-24T17:05:00Z".parse::<DateTime<Utc>>().expect("a time");
        let zone = chrono::FixedOffset::west_opt(3 * 3600).expect("a zone");
        let (subject, text) = words("2026.112-4", &at.with_timezone(&zone));
        assert_eq!(subject, "Protocolo 2026.112-4");
        assert!(text.starts_with("Seu atendimento foi aberto em 24/11/2026, às 14:05."), "{text}");
        assert!(text.contains("Protocolo: 2026.112-4"), "{text}");
    }
}
