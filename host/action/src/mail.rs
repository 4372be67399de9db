//! Sending mail that a committed action wants.

use balcao_messages::{KIND, Mailer, MessageId, Sent, mail, sent};
use balcao_store::outbox::{Deliveries, Entry, Outcome};
use balcao_store::{Db, StoreError, now};
use serde::Deserialize;

use crate::crash;

/// What is said of a mail that a server took after an attempt of which nobody knows.
const PERHAPS_TWICE: &str = "uma tentativa anterior ficou sem resposta: o cliente pode receber duas vezes";

/// With the delivery of mail. Without a mailer each is refused, and its receipt says so: a mail that
/// waits for a server nobody set up would surprise its reader.
pub fn mailing(deliveries: Deliveries, db: &Db, mailer: Option<Mailer>) -> Deliveries {
    let db = db.clone();
    deliveries.on(KIND, move |entry: Entry| {
        let (db, mailer) = (db.clone(), mailer.clone());
        async move {
            let Some(mailer) = mailer else {
                return Outcome::refused("este Balcão ainda não tem servidor de e-mail");
            };
            // The database did not answer, and nothing was sent: another try can do no harm.
            send(&db, &mailer, &entry).await.unwrap_or_else(|error| Outcome::retry(error.to_string()))
        }
    })
}

#[derive(Deserialize)]
struct Body {
    message: MessageId,
}

async fn send(db: &Db, mailer: &Mailer, entry: &Entry) -> Result<Outcome, StoreError> {
    let Ok(Body { message }) = Body::deserialize(&entry.body.0) else {
        return Ok(Outcome::refused("nenhuma mensagem indicada"));
    };
    let mut conn = db.read().await?;
    let found = mail(&mut conn, db.keys(), message).await?;
    drop(conn);
    let Some(found) = found else {
        return Ok(Outcome::done("nada a enviar: já enviado"));
    };
    let answer = mailer(found).await;
    crash::point("sent-before-receipt");
    Ok(match answer {
        Sent::Refused(reason) => Outcome::refused(reason),
        Sent::Later(reason) => Outcome::retry(reason),
        Sent::Unknown(reason) => Outcome::unknown(reason),
        Sent::Done(told) => {
            let told = if entry.may_have_happened() { format!("{told} ({PERHAPS_TWICE})") } else { told };
            Outcome::done(told)
                .settling(move |tx| Box::pin(async move { Ok(sent(tx, message, now()).await?) }))
        }
    })
}
