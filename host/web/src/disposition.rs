//! `Content-Disposition`: under which name a browser shows or keeps a file (RFC 6266, RFC 8187).

use std::fmt::Write;

use axum::http::HeaderValue;

/// What a browser is to do with a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Disposition {
    /// Show it.
    Inline,
    /// Keep it.
    Attachment,
}

/// The header's value: the name as it is for browsers that read UTF-8, and plain letters for the rest.
pub(crate) fn header(disposition: Disposition, name: &str) -> HeaderValue {
    let kind = match disposition {
        Disposition::Inline => "inline",
        Disposition::Attachment => "attachment",
    };
    let plain: String = name
        .chars()
        .map(|c| if c.is_ascii_graphic() && !matches!(c, '"' | '\\' | '%') || c == ' ' { c } else { '_' })
        .collect();
    let mut encoded = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            // Writing to a string can't fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    let value = format!("{kind}; filename=\"{plain}\"; filename*=UTF-8''{encoded}");
    HeaderValue::from_str(&value).unwrap_or_else(|_| HeaderValue::from_static("attachment"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_kept_and_break_out_of_nothing() {
        for (name, value) in [
            ("a.pdf", "inline; filename=\"a.pdf\"; filename*=UTF-8''a.pdf"),
            (
                "Ligação 1.pdf",
                "inline; filename=\"Liga__o 1.pdf\"; filename*=UTF-8''Liga%C3%A7%C3%A3o%201.pdf",
            ),
            ("a\"; x=\"b.pdf", "inline; filename=\"a_; x=_b.pdf\"; filename*=UTF-8''a%22%3B%20x%3D%22b.pdf"),
            (
                "a\r\nSet-Cookie: b",
                "inline; filename=\"a__Set-Cookie: b\"; filename*=UTF-8''a%0D%0ASet-Cookie%3A%20b",
            ),
        ] {
            assert_eq!(header(Disposition::Inline, name), value, "{name:?}");
        }
        assert!(header(Disposition::Attachment, "x").to_str().unwrap().starts_with("attachment; "));
    }
}
