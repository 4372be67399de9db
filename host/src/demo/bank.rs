//! The demonstration's bank: it registers every charge at once, and no one can pay them.
//!
//! Its code is 000, which is no bank's, and its PIX key is at a name that never resolves
//! (RFC 2606), so that a slip or a code that leaves the demonstration is worth nothing.

use balcao_billing::ChargeId;
use balcao_billing::charges::Registration;
use balcao_brazil::Money;
use balcao_brazil::pix::{PixCharge, PixCode, PixError};
use balcao_brazil::slip::{Barcode, SlipError, SlipParts};
use chrono::NaiveDate;

/// The bank's code.
pub const CODE: &str = "000";
const PIX_KEY: &str = "demonstracao@provedor.example";
const PAYEE: &str = "DEMONSTRACAO SEM VALOR";
const TOWN: &str = "CANOAS";

/// Why a charge was not registered.
#[derive(Debug, thiserror::Error)]
pub enum BankError {
    /// The slip can't hold it.
    #[error(transparent)]
    Slip(#[from] SlipError),
    /// The PIX code can't hold it.
    #[error(transparent)]
    Pix(#[from] PixError),
}

/// Registers a charge: the same one always in the same way.
pub fn register(charge: ChargeId, amount: Money, due: NaiveDate) -> Result<Registration, BankError> {
    let our_number = format!("{:017}", charge.0.as_u128() % 10u128.pow(17));
    let free_field = format!("00000000{our_number}");
    let barcode = Barcode::build(&SlipParts { bank: CODE, due: Some(due), amount, free_field: &free_field })?;
    let pix = PixCode {
        charge: PixCharge::Static {
            key: PIX_KEY.into(),
            amount: Some(amount),
            txid: Some(format!("DEMO{our_number}")),
        },
        name: PAYEE.into(),
        city: TOWN.into(),
    };
    Ok(Registration {
        line: barcode.line().as_str().into(),
        barcode: barcode.as_str().into(),
        pix: Some(pix.encode()?),
        our_number,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use balcao_brazil::slip::Line;

    #[test]
    fn what_it_registers_can_be_read_and_not_be_paid() {
        let due = NaiveDate::from_ymd_opt(2026, 12, 10).unwrap();
        let registration = register(ChargeId::new(), Money(9_990), due).unwrap();
        let barcode = Barcode::parse(&registration.barcode).unwrap();
        assert_eq!((barcode.bank(), barcode.amount(), barcode.due(due)), (CODE, Money(9_990), Some(due)));
        assert_eq!(Line::parse(&registration.line).unwrap().barcode(), barcode);
        let pix = PixCode::parse(&registration.pix.unwrap()).unwrap();
        assert_eq!(pix.name, PAYEE);
    }
}
