//! Check digits over a text of ASCII digits.

/// Modulo 10: weights 2 and 1 from the right, the digits of each product summed.
pub(super) fn mod10(digits: &str) -> u8 {
    let sum: u32 = digits
        .bytes()
        .rev()
        .zip([2, 1].into_iter().cycle())
        .map(|(c, weight)| {
            let product = u32::from(c - b'0') * weight;
            product / 10 + product % 10
        })
        .sum();
    ((10 - sum % 10) % 10) as u8
}

/// Modulo 11 of a bank slip's general digit: 11 minus the remainder, where 0, 10 and 11 become 1.
pub(super) fn mod11(digits: &str) -> u8 {
    match 11 - remainder(digits) {
        10 | 11 => 1,
        digit => digit as u8,
    }
}

/// Modulo 11 of a utility's slip, and of a bank's own code: 11 minus the remainder, where the remainders 0 and 1 give 0 (and 10
/// gives 1 by itself).
pub(super) fn mod11_utility(digits: &str) -> u8 {
    match 11 - remainder(digits) {
        10 | 11 => 0,
        digit => digit as u8,
    }
}

/// Weights 2 to 9 from the right, repeating.
fn remainder(digits: &str) -> u32 {
    let weighed = digits.bytes().rev().zip((2..=9).cycle()).map(|(c, weight)| u32::from(c - b'0') * weight);
    weighed.sum::<u32>() % 11
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modulo_10_matches_published_digits() {
        for (digits, digit) in
            [("001905009", 5), ("4014481606", 9), ("0680935031", 4), ("001900000", 9), ("0123456789", 7)]
        {
            assert_eq!(mod10(digits), digit, "{digits}");
        }
    }

    #[test]
    fn modulo_11_matches_published_digits() {
        for (digits, digit) in [
            ("0019373700000001000500940144816060680935031", 3),
            ("0019164000000099900000001234567890123456789", 2),
        ] {
            assert_eq!(mod11(digits), digit, "{digits}");
        }
    }

    #[test]
    fn modulo_11_of_a_utility_gives_zero_where_a_banks_gives_one() {
        for (digits, remainder, digit) in [("0", 0, 0), ("6", 1, 0), ("5", 10, 1), ("1", 2, 9)] {
            assert_eq!((super::remainder(digits), mod11_utility(digits)), (remainder, digit), "{digits}");
        }
    }

    #[test]
    fn modulo_11_never_gives_zero_or_two_digits() {
        // Remainders 0 and 1 would give 11 and 10; 10 gives 1 by itself.
        for digits in ["0", "6", "5"] {
            assert_eq!(mod11(digits), 1, "{digits}");
        }
    }
}
