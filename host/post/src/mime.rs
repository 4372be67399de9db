//! A mail as it goes over the wire.

use balcao_messages::{Attachment, Mail, Server, html};
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Attachment as Part, Mailbox, Message, MultiPart};

/// The message: plain text with its HTML beside it, and what goes with it. The same bytes for the same
/// mail but for the borders between its parts.
pub fn message(server: &Server, mail: &Mail, attachments: Vec<Attachment>) -> Result<Message, String> {
    let from = mailbox(Some(server.from_name.clone()), &server.from_address)?;
    let mut message = Message::builder()
        .from(from)
        .to(mailbox(None, &mail.to)?)
        .subject(&mail.subject)
        .date(mail.at.into())
        .message_id(Some(format!("<{}@{}>", mail.id, server.domain())))
        // Answering machines are not to answer it (RFC 3834).
        .raw_header(HeaderValue::new(
            HeaderName::new_from_ascii_str("Auto-Submitted"),
            "auto-generated".to_owned(),
        ));
    if let Some(reply_to) = &server.reply_to {
        message = message.reply_to(mailbox(None, reply_to)?);
    }
    let text = MultiPart::alternative_plain_html(mail.body.clone(), html(&mail.body));
    let built = if attachments.is_empty() {
        message.multipart(text)
    } else {
        let mut all = MultiPart::mixed().multipart(text);
        for Attachment { name, media_type, bytes } in attachments {
            let media_type = ContentType::parse(media_type).map_err(|_| "anexo de tipo desconhecido")?;
            all = all.singlepart(Part::new(name).body(bytes, media_type));
        }
        message.multipart(all)
    };
    built.map_err(|_| "a mensagem não pôde ser montada".to_owned())
}

fn mailbox(name: Option<String>, address: &str) -> Result<Mailbox, String> {
    let address = address.parse().map_err(|_| "endereço de e-mail inválido")?;
    Ok(Mailbox::new(name, address))
}

#[cfg(test)]
mod tests {
    use balcao_access::CompanyId;
    use balcao_messages::{MessageId, Security};

    use super::*;

    fn mail() -> Mail {
        Mail {
            id: MessageId::new(),
            company: CompanyId::new(),
            to: "ana@example.com".into(),
            subject: "2ª via".into(),
            body: "Olá <b>.".into(),
            charges: Vec::new(),
            at: "2026-11-24T17:05:00Z".parse().expect("a time"),
        }
    }

    fn server() -> Server {
        Server {
            host: "mail.example.net".into(),
            port: 587,
            security: Security::StartTls,
            authority: None,
            login: None,
            from_address: "atendimento@example.net".into(),
            from_name: "Fibra São João".into(),
            reply_to: Some("sac@example.net".into()),
        }
    }

    #[test]
    fn a_message_has_a_stable_id_and_date_and_nothing_but_ascii() {
        let mail = mail();
        let bytes = message(&server(), &mail, Vec::new()).expect("built").formatted();
        assert!(bytes.is_ascii());
        let text = String::from_utf8(bytes).expect("text");
        for line in [
            format!("Message-ID: <{}@example.net>\r\n", mail.id),
            "To: ana@example.com\r\n".into(),
            "Reply-To: sac@example.net\r\n".into(),
            "Auto-Submitted: auto-generated\r\n".into(),
            "Date: Tue, 24 Nov 2026 17:05:00 +0000\r\n".into(),
            "text/plain".into(),
            "text/html".into(),
            "&lt;b&gt;".into(),
        ] {
            assert!(text.contains(&line), "{line} is not in {text}");
        }
    }

    #[test]
    fn a_slip_goes_with_it() {
        let slip =
            Attachment { name: "fatura.pdf".into(), media_type: "application/pdf", bytes: b"%PDF".into() };
        let bytes = message(&server(), &mail(), vec![slip]).expect("built").formatted();
        let text = String::from_utf8(bytes).expect("text");
        assert!(text.contains("multipart/mixed") && text.contains("application/pdf"), "{text}");
        assert!(text.contains("filename=\"fatura.pdf\""), "{text}");
    }
}
