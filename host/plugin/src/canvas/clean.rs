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

/// The digits of a bar code; a "linha digitável" has 47, or 48 for utilities.
const BAR_CODE: usize = 44;

/// Whether someone could pay with what stands in this text: a bar code or a "linha digitável", as
/// these are set, or a PIX BR Code. Such codes are drawn by the host from charges that the desk
/// issued, so that a plugin can't send a customer's money elsewhere. A comma, a slash, a bracket or a
/// new line ends a number: texts list dates, amounts and phones.
pub(crate) fn holds_payment_code(text: &str) -> bool {
    let separates =
        |c: char| (c.is_whitespace() && c != '\n') || ".-_\u{2010}\u{2011}\u{2013}\u{2014}\u{b7}".contains(c);
    has_number(text, separates) || holds_br_code(text)
}

/// The same for a text with a copy button, which is one value: whatever separates its digits, it is
/// a payment code.
pub(crate) fn is_payment_code(text: &str) -> bool {
    has_number(text, |c| !c.is_alphanumeric()) || holds_br_code(text)
}

/// Whether a number as long as a bar code stands in it, in groups or not.
fn has_number(text: &str, separates: impl Fn(char) -> bool) -> bool {
    // Most texts are too short, and a table has hundreds.
    if text.len() < BAR_CODE {
        return false;
    }
    let mut run = 0;
    text.chars().any(|c| {
        if c.is_numeric() {
            run += 1;
        } else if !separates(c) {
            run = 0;
        }
        run >= BAR_CODE
    })
}

/// Whether a PIX BR Code stands in it: its arrangement's name, or its first field, `000201`, with
/// another whole field behind (two digits of id, two of length, the value).
fn holds_br_code(text: &str) -> bool {
    const NAME: &[u8] = b"br.gov.bcb.pix";
    let bytes = text.as_bytes();
    let begins = |(at, _): (usize, &str)| {
        let fresh = at.checked_sub(1).is_none_or(|before| !bytes[before].is_ascii_digit());
        let [i1, i2, l1, l2, value @ ..] = &bytes[at + 6..] else { return false };
        let digits = [i1, i2, l1, l2].iter().all(|byte| byte.is_ascii_digit());
        let length = || usize::from(l1 - b'0') * 10 + usize::from(l2 - b'0');
        fresh && digits && (1..=value.len()).contains(&length())
    };
    bytes.windows(NAME.len()).any(|part| part.eq_ignore_ascii_case(NAME))
        || text.match_indices("000201").any(begins)
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
        for code in [
            "34191.79001 01043.510047 91020.150008 5 84410026000",
            "34195844100260001790010104351004910201500081",
            "pague: 846700000017-435900240209-024050002435-842210108119",
            "00020126580014BR.GOV.BCB.PIX0136abc",
            "Pix: 00020101021226770014",
        ] {
            assert!(holds_payment_code(code) && is_payment_code(code), "{code}");
            let text = format!("2ª via:\nvalor 99,90, {code} até 05/12/2026");
            assert!(holds_payment_code(&text), "{text}");
        }
        assert!(is_payment_code("34191/79001/01043/510047/91020/150008/5/84410026000"));
    }

    #[test]
    fn what_a_desk_writes_every_day_is_no_payment_code() {
        for text in [
            "2026112400001234567890",
            "12345678901234567890 e 12345678901234567890",
            "fatura 000201, contrato 0002012345",
            "CNPJ 12.345.678/0002-01 e 12345678000201",
            "05/12/2026, 05/01/2027, 05/02/2027, 05/03/2027, 05/04/2027, 05/05/2027",
            "(14) 99999-0001\n(14) 99999-0002\n14999990003\n14999990004\n14999990005",
        ] {
            assert!(!holds_payment_code(text), "{text}");
        }
        assert!(!is_payment_code("2026112400001234567890"));
    }

    #[test]
    fn names_are_short_and_plain() {
        assert!(is_name("history") && is_name("a1-b"));
        for bad in ["", "1a", "A", "a_b", "a b", "é", &"a".repeat(41)] {
            assert!(!is_name(bad), "{bad}");
        }
    }
}
