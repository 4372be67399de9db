//! What is said of an attempt: to agents, in the language of banks here, and to the log. A server's
//! reply may repeat the customer's address; what is said of it does not.

use balcao_messages::Sent;

/// Characters of a reply that are repeated.
const MAX_REPLY: usize = 200;

/// An address of which the first letter and the domain are left.
pub fn masked(address: &str) -> String {
    match address.split_once('@') {
        Some((name, domain)) => format!("{}****@{domain}", name.chars().take(1).collect::<String>()),
        None => "****".into(),
    }
}

/// A server's reply without line breaks and without the addresses in it.
pub fn reply(text: &str) -> String {
    let words = text.split_whitespace().map(|word| {
        if !word.contains('@') {
            return word.to_owned();
        }
        let edge = |c: char| !c.is_alphanumeric();
        masked(word.trim_matches(edge))
    });
    let mut said = words.collect::<Vec<_>>().join(" ");
    said.retain(|c| !c.is_control());
    said.chars().take(MAX_REPLY).collect()
}

/// One word for the log.
pub fn outcome(sent: &Sent) -> &'static str {
    match sent {
        Sent::Done(_) => "done",
        Sent::Refused(_) => "refused",
        Sent::Later(_) => "later",
        Sent::Unknown(_) => "unknown",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reply_repeats_no_address() {
        for (said, repeated) in [
            ("5.1.1 <joana@example.com>: user unknown", "5.1.1 j****@example.com user unknown"),
            ("ok", "ok"),
            ("a\r\nb", "a b"),
            ("mailto:joana.souza@example.com?", "m****@example.com"),
        ] {
            assert_eq!(reply(said), repeated);
        }
        assert_eq!(reply(&"x ".repeat(500)).chars().count(), MAX_REPLY);
    }
}
