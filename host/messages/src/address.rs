//! What is an e-mail address.

/// Whether a mail server could take it for an address: a name, an @, and a domain with a point.
/// Lengths are those of RFC 5321.
pub(crate) fn is_address(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_graphic() && !"<>()[],;:\\\"".contains(c);
    let Some((name, domain)) = text.split_once('@') else { return false };
    let label = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    };
    text.len() <= 254
        && (1..=64).contains(&name.len())
        && name.chars().all(plain)
        && domain.contains('.')
        && domain.split('.').all(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_a_name_and_a_domain_and_no_header_of_its_own() {
        for good in ["joana@example.com", "j.silva+fatura@mail.example.com.br", "a@b.co"] {
            assert!(is_address(good), "{good}");
        }
        let long = format!("{}@example.com", "a".repeat(65));
        for bad in [
            "",
            "joana",
            "@example.com",
            "joana@",
            "joana@example",
            "joana@.com",
            "joana@-x.com",
            "a b@example.com",
            "a@b@example.com",
            "joana@example.com\nBcc: x@example.com",
            "a,b@example.com",
            &long,
        ] {
            assert!(!is_address(bad), "{bad}");
        }
    }
}
