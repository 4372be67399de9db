//! Reading a mail as our own client writes it: enough of MIME to show it.

use balcao_web::DemoMail;

/// A mail from its message. What can't be read is shown as it came.
pub fn read(to: &str, message: &[u8]) -> DemoMail {
    let message = String::from_utf8_lossy(message);
    let (head, body) = split(&message);
    let mut mail = DemoMail {
        at: chrono::Utc::now(),
        to: to.to_owned(),
        from: words(&header(&head, "From")),
        subject: words(&header(&head, "Subject")),
        text: String::new(),
        attachments: Vec::new(),
    };
    part(&head, body, &mut mail);
    mail
}

/// Goes through a part and the parts in it.
fn part(head: &str, body: &str, mail: &mut DemoMail) {
    let kind = header(head, "Content-Type");
    if let Some(border) = parameter(&kind, "boundary") {
        let border = format!("--{border}");
        for piece in body.split(border.as_str()).skip(1).filter(|piece| !piece.starts_with("--")) {
            let (head, body) = split(piece.trim_start_matches("\r\n"));
            part(&head, body, mail);
        }
    } else if header(head, "Content-Disposition").starts_with("attachment") {
        let name = parameter(&header(head, "Content-Disposition"), "filename");
        mail.attachments.push(name.unwrap_or_default());
    } else if kind.is_empty() || kind.starts_with("text/plain") {
        mail.text = text(&header(head, "Content-Transfer-Encoding"), body).trim().to_owned();
    }
}

/// Head and body; a line of the head that goes on in the next is one.
fn split(part: &str) -> (String, &str) {
    let (head, body) = part.split_once("\r\n\r\n").unwrap_or((part, ""));
    (head.replace("\r\n ", " ").replace("\r\n\t", " "), body)
}

/// A line of the head.
fn header(head: &str, name: &str) -> String {
    let of = |line: &str| {
        let (key, value) = line.split_once(':')?;
        key.eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
    };
    head.split("\r\n").find_map(of).unwrap_or_default()
}

fn parameter(value: &str, name: &str) -> Option<String> {
    let wanted = format!("{name}=");
    let found = value.split(';').find_map(|part| part.trim().strip_prefix(&wanted).map(str::to_owned));
    found.map(|value| value.trim_matches('"').to_owned())
}

/// A body by its encoding.
fn text(encoding: &str, body: &str) -> String {
    let bytes = match encoding.to_ascii_lowercase().as_str() {
        "quoted-printable" => quoted(&body.replace("=\r\n", ""), false),
        "base64" => base64(body),
        _ => body.as_bytes().to_vec(),
    };
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Encoded words of a head (RFC 2047) as they read.
fn words(value: &str) -> String {
    let mut read = String::new();
    let mut after_word = false;
    for word in value.split(' ') {
        let decoded = word.strip_prefix("=?utf-8?").and_then(|word| word.strip_suffix("?=")).map(|word| {
            match word.split_once('?') {
                Some(("q" | "Q", text)) => quoted(text, true),
                Some((_, text)) => base64(text),
                None => Vec::new(),
            }
        });
        // Between two encoded words a space is none.
        if !read.is_empty() && !(after_word && decoded.is_some()) {
            read.push(' ');
        }
        after_word = decoded.is_some();
        read.push_str(
            &decoded.map_or_else(|| word.into(), |bytes| String::from_utf8_lossy(&bytes).into_owned()),
        );
    }
    read
}

/// `=C3=A9` is two bytes; in a head `_` is a space.
fn quoted(text: &str, in_head: bool) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let code = (first == b'=').then(|| tail.get(..2)).flatten();
        let code = code.and_then(|code| u8::from_str_radix(std::str::from_utf8(code).ok()?, 16).ok());
        rest = if code.is_some() { &tail[2..] } else { tail };
        bytes.push(code.unwrap_or(if in_head && first == b'_' { b' ' } else { first }));
    }
    bytes
}

fn base64(text: &str) -> Vec<u8> {
    let value = |c: u8| match c {
        b'A'..=b'Z' => Some(c - b'A'),
        b'a'..=b'z' => Some(c - b'a' + 26),
        b'0'..=b'9' => Some(c - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    };
    let (mut bytes, mut bits, mut held) = (Vec::new(), 0_u32, 0);
    for six in text.bytes().filter_map(value) {
        bits = (bits << 6) | u32::from(six);
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held) as u8);
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_reads_as_it_was_written() {
        let message = "From: =?utf-8?b?RmlicmEgU8OjbyBKb8Ojbw==?= <a@example.com>\r\n\
            Subject: =?utf-8?b?MsKqIHZpYQ==?=\r\n =?utf-8?q?_de_fatura?= 7\r\n\
            Content-Type: multipart/mixed;\r\n boundary=\"m\"\r\n\r\n\
            --m\r\nContent-Type: multipart/alternative; boundary=\"a\"\r\n\r\n\
            --a\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
            Ol=C3=A1,=20voc=\r\n=C3=AA.\r\n--a\r\nContent-Type: text/html\r\n\r\n<p>Ol</p>\r\n--a--\r\n\
            --m\r\nContent-Disposition: attachment; filename=\"fatura.pdf\"\r\n\r\nJVBERg==\r\n--m--\r\n";
        let mail = read("ana@example.com", message.as_bytes());
        assert_eq!(mail.from, "Fibra São João <a@example.com>");
        assert_eq!(mail.subject, "2ª via de fatura 7");
        assert_eq!(mail.text, "Olá, você.");
        assert_eq!(mail.attachments, ["fatura.pdf"]);
    }

    #[test]
    fn what_is_no_mail_is_shown_as_it_came() {
        for odd in ["", "x", "a: b\r\n\r\ntext", "Content-Type: x; boundary=\"b\"\r\n\r\n--b"] {
            let _ = read("a@b.co", odd.as_bytes());
        }
        assert_eq!(read("a@b.co", b"a: b\r\n\r\ntext").text, "text");
    }
}
