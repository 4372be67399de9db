//! What must stand in no log: secrets, passwords, and the personal values of customers.

use std::collections::BTreeSet;

/// `BALCAO_LOG` for all that our own crates have to say.
pub const EVERYTHING: &str = "info,balcao=trace";

/// What of these values a log holds, and what in it looks like a personal value: an address that is not
/// masked, a valid CPF or CNPJ. Each once.
pub fn leaks(log: &str, planted: &[&str]) -> Vec<String> {
    let mut found: BTreeSet<String> = BTreeSet::new();
    let lower = log.to_lowercase();
    for value in planted {
        if lower.contains(&value.to_lowercase()) {
            found.insert(format!("planted: {value}"));
        }
    }
    found.extend(addresses(log).map(|address| format!("an address: {address}")));
    found.extend(tax_ids(log).map(|number| format!("a taxpayer number: {number}")));
    found.into_iter().collect()
}

/// Addresses as whole ones; `j****@example.com` is none.
fn addresses(log: &str) -> impl Iterator<Item = &str> {
    let part = |c: char| c.is_alphanumeric() || "._%+-*@".contains(c);
    log.split(move |c| !part(c)).filter(|word| {
        word.split_once('@')
            .is_some_and(|(name, domain)| !name.is_empty() && !name.ends_with('*') && domain.contains('.'))
    })
}

/// A CPF with or without punctuation, a CNPJ with it (without, a protocol is as long), if the check
/// digits are right.
fn tax_ids(log: &str) -> impl Iterator<Item = &str> {
    let words = log.split(|c: char| !(c.is_alphanumeric() || ".-/".contains(c)));
    words.map(|word| word.trim_matches(['.', '/', '-'])).filter(|word| {
        let shape: String = word.chars().map(|c| if c.is_ascii_digit() { 'd' } else { c }).collect();
        let digits: Vec<u32> = word.chars().filter_map(|c| c.to_digit(10)).collect();
        match shape.as_str() {
            "ddddddddddd" | "ddd.ddd.ddd-dd" => is_valid(&digits, 11),
            "dd.ddd.ddd/dddd-dd" => is_valid(&digits, 9),
            _ => false,
        }
    })
}

/// Whether the last two digits check the others, with weights from 2 up to the largest and again.
fn is_valid(digits: &[u32], largest: usize) -> bool {
    let check = |before: &[u32]| {
        let weights = (2..=largest as u32).cycle();
        let sum: u32 = before.iter().rev().zip(weights).map(|(digit, weight)| digit * weight).sum();
        match sum % 11 {
            0 | 1 => 0,
            rest => 11 - rest,
        }
    };
    let (rest, last) = digits.split_at(digits.len() - 2);
    let distinct = digits.iter().any(|digit| digit != &digits[0]);
    distinct && check(rest) == last[0] && check(&digits[..digits.len() - 1]) == last[1]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_planted_is_found_however_it_is_written() {
        let log = "user=ana password=Canary-1\ncpf 529.982.247-25 and 52998224725, cnpj 11.222.333/0001-81\n\
                   to=joana@example.com masked j****@example.com at 2026-11-24T17:05:00.123456Z";
        let found = leaks(log, &["canary-1", "absent"]);
        assert_eq!(
            found,
            [
                "a taxpayer number: 11.222.333/0001-81",
                "a taxpayer number: 529.982.247-25",
                "a taxpayer number: 52998224725",
                "an address: joana@example.com",
                "planted: canary-1",
            ]
        );
        assert!(leaks("2026-11-24 12345678901 127.0.0.1:8080 j****@example.com", &["x-y"]).is_empty());
    }
}
