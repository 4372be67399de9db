//! Mail to customers on its way out: the client of a company's SMTP server.
//!
//! What matters is what is known after an attempt. Until a server has agreed to take the text
//! (`DATA`), nothing was sent, whatever went wrong. After that only its answer says what became of it:
//! without one the mail may be on its way, and the next attempt may be a repeat, which the same
//! Message-ID lets a mailbox recognise.
#![forbid(unsafe_code)]

mod check;
mod mime;
mod smtp;
#[cfg(feature = "testing")]
pub mod testing;
mod words;

pub use check::{PART, check, check_one};
pub use smtp::Patience;

use std::sync::Arc;

use balcao_messages::{Answer, Attach, Attachment, Mail, Mailer, Sent, Server, server_of};
use balcao_store::{Db, StoreError};

/// Sends each mail by its company's server as it is set at that moment, with what `attach` makes of
/// its charges.
pub fn mailer(db: &Db, attach: Attach) -> Mailer {
    let db = db.clone();
    Arc::new(move |mail| {
        let (db, attach) = (db.clone(), attach.clone());
        Box::pin(async move { send(&db, attach, mail).await }) as Answer<Sent>
    })
}

async fn send(db: &Db, attach: Attach, mail: Mail) -> Sent {
    let server = match server_for(db, &mail).await {
        Ok(Some(server)) => server,
        Ok(None) => return Sent::Refused("a empresa ainda não tem servidor de e-mail".into()),
        Err(error) => return Sent::Later(error.to_string()),
    };
    let attachments = match &mail.charges[..] {
        [] => Vec::new(),
        charges => match attach(mail.company, charges.to_vec()).await {
            Ok(attachments) => attachments,
            Err(reason) => return Sent::Later(reason),
        },
    };
    deliver(&server, &mail, attachments, Patience::default()).await
}

async fn server_for(db: &Db, mail: &Mail) -> Result<Option<Server>, StoreError> {
    server_of(&mut db.read().await?, db.keys(), mail.company).await
}

/// Hands one mail to a server, and says what became of it.
pub async fn deliver(server: &Server, mail: &Mail, attachments: Vec<Attachment>, patience: Patience) -> Sent {
    let message = match mime::message(server, mail, attachments) {
        Ok(message) => message,
        // It was checked before it was written down; another attempt would give the same.
        Err(reason) => return Sent::Refused(reason),
    };
    let sent = smtp::deliver(server, &message, patience).await;
    let (outcome, to) = (words::outcome(&sent), words::masked(&mail.to));
    tracing::info!(message = %mail.id, %to, outcome, "a mail");
    sent
}
