//! Slips of random charges: each is read back as it was made, and every digit of each is made wrong in
//! every way. What the check digits of FEBRABAN's layout cannot tell is counted, and explained.

use balcao_brazil::Money;
use balcao_brazil::slip::{Barcode, Line, Modulus, SlipError, SlipParts, Utility};
use chrono::{Days, NaiveDate};

/// The same numbers in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }

    fn digits(&mut self, count: usize) -> String {
        (0..count).map(|_| char::from(b'0' + self.below(10) as u8)).collect()
    }
}

struct Charge {
    bank: String,
    due: NaiveDate,
    amount: Money,
    free_field: String,
}

/// Any charge that a provider can have registered: any bank, any due date of both windows, any amount.
fn charge(numbers: &mut Numbers) -> Charge {
    let first = NaiveDate::from_ymd_opt(2000, 7, 3).unwrap();
    // No bank's code begins with 8: such a barcode is a utility's.
    let bank = loop {
        let bank = numbers.digits(3);
        if !bank.starts_with('8') {
            break bank;
        }
    };
    let digits = numbers.below(10) as u32;
    Charge {
        bank,
        due: first + Days::new(numbers.below(18_000)),
        amount: Money(1 + numbers.below(10u64.pow(digits) * 9) as i64),
        free_field: numbers.digits(25),
    }
}

fn slip(charge: &Charge) -> Barcode {
    let parts = SlipParts {
        bank: &charge.bank,
        due: Some(charge.due),
        amount: charge.amount,
        free_field: &charge.free_field,
    };
    Barcode::build(&parts).unwrap()
}

/// Every text that differs from this one in the digit at `at`.
fn wrong_at(digits: &str, at: usize) -> impl Iterator<Item = String> {
    let was = digits.as_bytes()[at];
    (b'0'..=b'9').filter(move |digit| *digit != was).map(move |digit| {
        let mut wrong = digits.as_bytes().to_vec();
        wrong[at] = digit;
        String::from_utf8(wrong).unwrap()
    })
}

/// The remainder that a barcode's general digit is made from.
fn remainder(barcode: &str) -> u32 {
    let checked = [&barcode[..4], &barcode[5..]].concat();
    checked.bytes().rev().zip((2..=9).cycle()).map(|(c, w)| u32::from(c - b'0') * w).sum::<u32>() % 11
}

#[test]
fn every_slip_is_read_back_to_the_same_bank_value_and_due_date() {
    let mut numbers = Numbers(0x9E37_79B9_7F4A_7C15);
    for _ in 0..20_000 {
        let charge = charge(&mut numbers);
        let made = slip(&charge);
        // As it is scanned, as it is typed, and as it is printed; read within 12 years of its due date.
        let near = charge.due - Days::new(4_400) + Days::new(numbers.below(8_800));
        let line = made.line();
        for read in [
            Barcode::parse(made.as_str()).unwrap(),
            Line::parse(line.as_str()).unwrap().barcode(),
            Line::parse(&line.formatted()).unwrap().barcode(),
        ] {
            assert_eq!(read.bank(), charge.bank);
            assert_eq!(read.amount(), charge.amount);
            assert_eq!(read.due(near), Some(charge.due));
            assert_eq!(read.free_field(), charge.free_field);
        }
    }
}

#[test]
fn every_wrong_digit_of_the_three_fields_is_refused_and_its_field_is_named() {
    let mut numbers = Numbers(0xD1B5_4A32_D192_ED03);
    for _ in 0..1_000 {
        let line = slip(&charge(&mut numbers)).line();
        for at in 0..32 {
            let field = match at {
                0..10 => 1,
                10..21 => 2,
                _ => 3,
            };
            for wrong in wrong_at(line.as_str(), at) {
                assert_eq!(Line::parse(&wrong), Err(SlipError::Field(field)), "{wrong}");
            }
        }
    }
}

/// Modulus 11 has eleven remainders and the slip one digit: 0, 1 and 10 are all written 1. A wrong digit
/// that turns one of the three into another cannot be told, and every other one is. That is so in the
/// general digit's own place never, in factor and value of the line, and anywhere in a barcode.
#[test]
fn elsewhere_exactly_what_modulus_11_cannot_tell_is_let_through() {
    let mut numbers = Numbers(0xA076_1D64_78BD_642F);
    let written_as_one = |remainder| matches!(remainder, 0 | 1 | 10);
    let (mut tried, mut untold) = (0, 0);
    for _ in 0..1_000 {
        let made = slip(&charge(&mut numbers));
        let line = made.line();
        for at in 32..47 {
            for wrong in wrong_at(line.as_str(), at) {
                tried += 1;
                let Ok(read) = Line::parse(&wrong) else { continue };
                untold += 1;
                assert_ne!(at, 32, "the general digit itself is never taken for another");
                let remainders = [&made, &read.barcode()].map(|code| remainder(code.as_str()));
                assert!(remainders.iter().all(|r| written_as_one(*r)), "{wrong}: {remainders:?}");
            }
        }
        for at in 0..44 {
            for wrong in wrong_at(made.as_str(), at) {
                let told = Barcode::parse(&wrong).is_err();
                let explained = at == 3
                    || (at == 0 && wrong.starts_with('8'))
                    || at == 4
                    || !(written_as_one(remainder(made.as_str())) && written_as_one(remainder(&wrong)));
                assert_eq!(told, explained, "{wrong}: told exactly when something tells it");
            }
        }
    }
    // 3 in 11 slips are written 1, and 2 in 10 of their wrong digits keep it: about one in 20.
    assert_eq!(tried, 1_000 * 15 * 9);
    assert!((tried / 22..tried / 16).contains(&untold), "{untold} of {tried} wrong digits can't be told");
}

/// A utility's slip of a random issuer.
fn utility(numbers: &mut Numbers, kind: u8) -> Utility {
    let head = format!("8{}{kind}", 1 + numbers.below(7));
    let tail = numbers.digits(40);
    (0..10)
        .find_map(|digit| Utility::parse(&format!("{head}{digit}{tail}")).ok())
        .expect("one of ten digits is right")
}

#[test]
fn the_slip_of_a_utility_is_told_apart_and_its_wrong_digits_are_too() {
    let mut numbers = Numbers(0xE703_7ED1_A0B4_28DB);
    for (kind, modulus) in [(6, Modulus::Ten), (7, Modulus::Ten), (8, Modulus::Eleven), (9, Modulus::Eleven)]
    {
        let (mut tried, mut untold) = (0, 0);
        for _ in 0..250 {
            let slip = utility(&mut numbers, kind);
            let line = slip.line();
            assert_eq!(slip.modulus(), modulus);
            assert_eq!(Utility::parse(&line), Ok(slip.clone()));
            assert_eq!(slip.amount().is_none(), matches!(kind, 7 | 9), "a reference is no amount");
            assert_eq!(Line::parse(&line), Err(SlipError::Utility));
            assert_eq!(Barcode::parse(slip.barcode()), Err(SlipError::Utility));
            // The first digit says that it is one, the third how it is checked.
            for at in (0..48).filter(|at| !matches!(at, 0 | 2)) {
                for wrong in wrong_at(&line, at) {
                    tried += 1;
                    untold += i32::from(Utility::parse(&wrong).is_ok());
                }
            }
        }
        match modulus {
            Modulus::Ten => assert_eq!(untold, 0, "modulus 10 tells every one"),
            // A block's remainders 0 and 1 are both written 0, and the general digit's too: both have to
            // be fooled at once, or the digit has to be the general one's own.
            Modulus::Eleven => assert!(untold * 100 < tried, "{untold} of {tried}"),
        }
    }
}
