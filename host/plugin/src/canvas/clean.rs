//! Texts of plugins, made harmless before anybody else sees them.

/// Removes what a page must never get from a plugin: control characters (but line breaks, where
/// `lines` allows them), the bidirectional marks that make a text read otherwise than it is, and
/// invisible separators. Everything else is for the page to escape.
pub(crate) fn clean(raw: &str, lines: bool) -> String {
    // Most texts are plain, and a table has hundreds: their bytes are looked at several times as
    // quickly as characters are taken apart.
    if raw.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return raw.to_owned();
    }
    let mut out = String::with_capacity(raw.len());
    for c in raw.chars() {
        match c {
            '\n' | '\u{2028}' | '\u{2029}' if lines => out.push('\n'),
            '\n' | '\t' | '\u{2028}' | '\u{2029}' => out.push(' '),
            c if c.is_control() || is_deceiving(c) => {}
            c => out.push(c),
        }
    }
    out
}

/// Invisible, or turns the direction of what follows (Unicode TR #36, "bidirectional spoofing").
fn is_deceiving(c: char) -> bool {
    matches!(c,
        '\u{00AD}' | '\u{061C}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

/// Whether someone could pay with it: a bar code (44 digits), a "linha digitável" (47, or 48 for
/// utilities), with or without separators, or a PIX BR Code. Such codes are drawn by the host from
/// charges that the desk issued, so that a plugin can't send a customer's money elsewhere.
pub(crate) fn looks_like_payment_code(text: &str) -> bool {
    let mut run = 0;
    for c in text.chars().filter(|c| c.is_alphanumeric()) {
        run = if c.is_numeric() { run + 1 } else { 0 };
        if run >= 44 {
            return true;
        }
    }
    let text = text.trim().to_ascii_lowercase();
    text.starts_with("000201") || text.contains("br.gov.bcb.pix")
}

/// Whether it is a name as the contract spells them: `[a-z][a-z0-9-]{0,39}`.
pub(crate) fn is_name(text: &str) -> bool {
    text.len() <= 40
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_and_bidirectional_characters_vanish() {
        assert_eq!(clean("a\u{1b}[31mb\u{202e}c\0\r\n\u{200f}d", false), "a[31mbc d");
        assert_eq!(clean("a\nb\u{2028}c", true), "a\nb\nc");
    }

    #[test]
    fn markup_stays_for_the_page_to_escape() {
        assert_eq!(clean("<b>\"'&</b>", false), "<b>\"'&</b>");
    }

    #[test]
    fn payment_codes_are_recognised_however_they_are_spelt() {
        let line = "34191.79001 01043.510047 91020.150008 5 84410026000";
        assert!(looks_like_payment_code(line));
        assert!(looks_like_payment_code("34195844100260001790010104351004910201500081"[..44].into()));
        assert!(looks_like_payment_code("pague: 846700000017-435900240209-024050002435-842210108119"));
        assert!(looks_like_payment_code("00020126580014BR.GOV.BCB.PIX0136abc"));
        assert!(looks_like_payment_code(" 000201..."));
        assert!(!looks_like_payment_code("2026112400001234567890"));
        assert!(!looks_like_payment_code("12345678901234567890 e 12345678901234567890"));
    }

    #[test]
    fn names_are_short_and_plain() {
        assert!(is_name("history") && is_name("a1-b"));
        for bad in ["", "1a", "A", "a_b", "a b", "é", &"a".repeat(41)] {
            assert!(!is_name(bad), "{bad}");
        }
    }
}
