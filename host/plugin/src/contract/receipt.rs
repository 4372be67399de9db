//! `balcao:desk/receipt`

use crate::bindings::receipt::{Audience as Wit, Host};
use crate::canvas::{Spoiled, holds_payment_code};
use crate::failure::Cause;
use crate::gate::{Access, Function};
use crate::state::{Audience, Call, words};

const REPORT: Function = Function { name: "receipt.report", access: Access::Change };
/// A report is read by people.
const CHARACTERS: usize = 8_000;

impl Host for Call {
    fn report(&mut self, audience: Wit, text: String) -> wasmtime::Result<()> {
        self.pass(REPORT, text.len())?;
        let Some(text) = words(&text, CHARACTERS) else {
            return self.end(Cause::Contract(format!("a report of more than {CHARACTERS} characters")));
        };
        // A customer would pay what a report says.
        if holds_payment_code(&text) {
            return self.end(Cause::Canvas(Spoiled::PaymentCode));
        }
        let audience = match audience {
            Wit::Internal => Audience::Internal,
            Wit::Customer => Audience::Customer,
        };
        self.report = Some((audience, text));
        Ok(())
    }
}
