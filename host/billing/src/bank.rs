//! What a bank is asked, and what it may say. Who asks is outside this room.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use balcao_brazil::pix::{PixCharge, PixCode};
use balcao_brazil::slip::{Barcode, Line};

use crate::charges::{Order, Registration, Unwanted};

/// What a bank said. The words are read by agents, in the language of banks here; they name no person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer<T> {
    /// It is done; the words are what else is to be known.
    Done(T, Option<String>),
    /// It said no, for good.
    Refused(String),
    /// It was asked, and nobody knows what came of it.
    Unknown(String),
    /// Nothing was asked: nobody is there, or not now.
    Nobody(String),
}

/// An answer to come.
pub type Answering<T> = Pin<Box<dyn Future<Output = Answer<T>> + Send>>;

/// Registers a charge. Asked again for the same one it looks first whether it was done.
pub type Bank = Arc<dyn Fn(Order) -> Answering<Registration> + Send + Sync>;

/// Cancels a charge. Asked again for the same one it gives the same answer.
pub type Canceller = Arc<dyn Fn(Unwanted) -> Answering<()> + Send + Sync>;

/// What of a registration is not what was ordered, or can't be paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Mismatch {
    /// The barcode's digits don't agree with each other.
    #[error("the barcode is broken")]
    Barcode,
    /// The line is broken, or another slip's.
    #[error("the line is not that of the barcode")]
    Line,
    /// It is another bank's.
    #[error("the slip is another bank's")]
    Bank,
    /// Another value.
    #[error("the value is another")]
    Amount,
    /// Another due date, or none.
    #[error("the due date is another")]
    Due,
    /// The PIX text is broken.
    #[error("the PIX text is broken")]
    Pix,
    /// The PIX text is paid with another value.
    #[error("the value of the PIX text is another")]
    PixAmount,
    /// No number, or none that could be printed.
    #[error("the bank's number can't be printed")]
    OurNumber,
}

impl Mismatch {
    /// What agents read.
    pub fn words(self) -> &'static str {
        match self {
            Mismatch::Barcode => "código de barras inválido",
            Mismatch::Line => "linha digitável que não é a do código de barras",
            Mismatch::Bank => "boleto de outro banco",
            Mismatch::Amount => "valor diferente do pedido",
            Mismatch::Due => "vencimento diferente do pedido",
            Mismatch::Pix => "código PIX inválido",
            Mismatch::PixAmount => "PIX com valor diferente do pedido",
            Mismatch::OurNumber => "nosso número inválido",
        }
    }
}

impl Registration {
    /// Whether this is what was ordered, and can be paid: checked when it arrives, before anybody is
    /// shown it.
    pub fn check(&self, order: &Order) -> Result<(), Mismatch> {
        let number = &self.our_number;
        if number.is_empty() || number.len() > 40 || !number.chars().all(|c| c.is_ascii_graphic()) {
            return Err(Mismatch::OurNumber);
        }
        let barcode = Barcode::parse(&self.barcode).map_err(|_| Mismatch::Barcode)?;
        match Line::parse(&self.line) {
            Ok(line) if line.barcode() == barcode => {}
            _ => return Err(Mismatch::Line),
        }
        if barcode.bank() != order.bank {
            return Err(Mismatch::Bank);
        }
        if barcode.amount() != order.amount {
            return Err(Mismatch::Amount);
        }
        if barcode.due(order.due) != Some(order.due) {
            return Err(Mismatch::Due);
        }
        let Some(pix) = &self.pix else { return Ok(()) };
        match PixCode::parse(pix).map_err(|_| Mismatch::Pix)?.charge {
            // Its value is fetched when it is paid.
            PixCharge::Dynamic { .. } => Ok(()),
            PixCharge::Static { amount, .. } if amount == Some(order.amount) => Ok(()),
            PixCharge::Static { .. } => Err(Mismatch::PixAmount),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ChargeId;
    use crate::charges::Payer;
    use balcao_access::CompanyId;
    use balcao_brazil::Money;
    use balcao_brazil::late::LateRule;
    use balcao_brazil::slip::SlipParts;
    use chrono::NaiveDate;

    fn order() -> Order {
        Order {
            charge: ChargeId::new(),
            company: CompanyId::new(),
            number: "FAT1".into(),
            bank: "341".into(),
            amount: Money(9_990),
            due: NaiveDate::from_ymd_opt(2026, 12, 10).unwrap(),
            late: LateRule::NONE,
            payer: Payer { name: "Ana".into(), tax_id: None },
        }
    }

    fn slip(bank: &str, amount: i64, due: Option<NaiveDate>, pix: Option<i64>) -> Registration {
        let free_field = &"7".repeat(25);
        let barcode = Barcode::build(&SlipParts { bank, due, amount: Money(amount), free_field }).unwrap();
        let code = |amount| PixCode {
            charge: PixCharge::Static {
                key: "chave@provedor.example".into(),
                amount: Some(Money(amount)),
                txid: None,
            },
            name: "Provedor".into(),
            city: "Canoas".into(),
        };
        Registration {
            our_number: "109/00000012-3".into(),
            line: barcode.line().as_str().into(),
            barcode: barcode.as_str().into(),
            pix: pix.map(|amount| code(amount).encode().unwrap()),
        }
    }

    #[test]
    fn only_what_was_ordered_and_can_be_paid_is_taken() {
        let order = order();
        let due = Some(order.due);
        let good = slip("341", 9_990, due, Some(9_990));
        assert_eq!(good.check(&order), Ok(()));
        assert_eq!(Registration { pix: None, ..good.clone() }.check(&order), Ok(()));
        let other_line = slip("341", 9_991, due, None).line;
        let broken_pix = good.pix.clone().map(|text| text.replace("Provedor", "Provador"));
        for (answer, wrong) in [
            (slip("237", 9_990, due, None), Mismatch::Bank),
            (slip("341", 9_991, due, None), Mismatch::Amount),
            (slip("341", 9_990, due.and_then(|day| day.succ_opt()), None), Mismatch::Due),
            (slip("341", 9_990, None, None), Mismatch::Due),
            (slip("341", 9_990, due, Some(9_991)), Mismatch::PixAmount),
            (Registration { line: other_line, ..good.clone() }, Mismatch::Line),
            (Registration { line: String::new(), ..good.clone() }, Mismatch::Line),
            (Registration { barcode: "0".repeat(44), ..good.clone() }, Mismatch::Barcode),
            (Registration { pix: broken_pix, ..good.clone() }, Mismatch::Pix),
            (Registration { our_number: "".into(), ..good.clone() }, Mismatch::OurNumber),
            (Registration { our_number: "1\n2".into(), ..good.clone() }, Mismatch::OurNumber),
        ] {
            assert_eq!(answer.check(&order), Err(wrong));
        }
    }
}
