//! Whatever a person, a plugin or a peer sends: it is refused or it is understood, and what is
//! understood means the same when it is read back.

use balcao_brazil::pix::PixCode;
use balcao_brazil::slip::{Barcode, Line};
use balcao_brazil::{Money, Phone, TaxId};

/// The same numbers in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit as u64) as usize
    }
}

/// Texts that are right, to be made wrong.
const GOOD: [&str; 8] = [
    "529.982.247-25",
    "12.ABC.345/01DE-35",
    "+55 (51) 99999-0000",
    "R$ 1.234,50",
    "00193373700000001000500940144816060680935031",
    "00190.50095 40144.816069 06809.350314 3 37370000000100",
    "00020126580014br.gov.bcb.pix0136123e4567-e12b-12d1-a456-4266554400005204000053039865802BR5913Fulano \
     de Tal6008BRASILIA62070503***63041D3D",
    "",
];

/// What gets into texts.
const BITS: [&str; 16] =
    ["0", "1", "9", "55", ".", ",", "-", "/", " ", "R$", "A", "z", "ã", "日", "\0", "99999999999"];

fn garbage(numbers: &mut Numbers) -> String {
    let mut text: Vec<char> = GOOD[numbers.below(GOOD.len())].chars().collect();
    for _ in 0..numbers.below(4) {
        let (from, to) = (numbers.below(text.len() + 1), numbers.below(text.len() + 1));
        let bit = BITS[numbers.below(BITS.len())].chars();
        match numbers.below(3) {
            0 => text.splice(from..from, bit).for_each(drop),
            1 if from < to => text.splice(from..(from + 2).min(to), bit).for_each(drop),
            _ => text.truncate(from.max(to)),
        }
    }
    text.into_iter().collect()
}

#[test]
fn garbage_is_refused_or_understood() {
    let mut numbers = Numbers(0x2545_F491_4F6C_DD1D);
    let mut understood = [0; 6];
    for _ in 0..100_000 {
        let text = garbage(&mut numbers);
        if let Ok(money) = Money::parse(&text) {
            assert_eq!(Money::parse(&money.to_string()), Ok(money), "{text:?}");
            understood[0] += 1;
        }
        if let Ok(id) = TaxId::parse(&text) {
            assert_eq!(TaxId::parse(&id.formatted()), Ok(id), "{text:?}");
            understood[1] += 1;
        }
        if let Ok(phone) = Phone::parse(&text) {
            assert_eq!(Phone::parse(&phone.formatted()), Ok(phone.clone()), "{text:?}");
            assert_eq!(Phone::parse(phone.as_str()), Ok(phone), "{text:?}");
            understood[2] += 1;
        }
        if let Ok(code) = Barcode::parse(&text) {
            assert_eq!(code.line().barcode(), code, "{text:?}");
            understood[3] += 1;
        }
        if let Ok(line) = Line::parse(&text) {
            assert_eq!(Line::parse(&line.formatted()), Ok(line), "{text:?}");
            understood[4] += 1;
        }
        if let Ok(code) = PixCode::parse(&text) {
            assert_eq!(code.encode().and_then(|text| PixCode::parse(&text)), Ok(code), "{text:?}");
            understood[5] += 1;
        }
    }
    assert!(
        understood.iter().all(|count| *count > 1_000),
        "each was tried on good texts too: {understood:?}"
    );
}
