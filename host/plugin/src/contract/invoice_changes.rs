//! `balcao:billing/invoice-changes`

use balcao_access::{Locale, Right};
use balcao_billing::{RegisterAgain, Reschedule, invoices};
use chrono::NaiveDate;

use crate::bindings::invoice_changes::{Host, Outlook};
use crate::bindings::types::{Failure, Reason};
use crate::contract::refused;
use crate::effect::{Effect, RegisterSlip, RescheduleInvoice};
use crate::gate::{Access, Function};
use crate::handle::Real;
use crate::state::{Answered, Asked, Call, failure, not_found};

const QUOTE: Function = Function { name: "invoice-changes.quote", access: Access::Read };
const REGISTER_AGAIN: Function = Function { name: "invoice-changes.register-again", access: Access::Change };
const RESCHEDULE: Function = Function { name: "invoice-changes.reschedule", access: Access::Change };

impl Host for Call {
    async fn quote(&mut self, token: String, due: String) -> Answered<Outlook> {
        let id = self.real(&token, Real::invoice);
        self.read(QUOTE, token.len() + due.len(), async |conn, scene| {
            let id = id.ok_or_else(|| not_found(scene.locale))?;
            let due = day(&due, scene.locale)?;
            let quote = Reschedule::quote(conn, &scene.attendance, id, due, scene.today).await;
            let quote = quote.map_err(|rule| refused(rule, scene.locale))?;
            Ok(Outlook {
                due: quote.due.to_string(),
                moved: quote.moved,
                amount_with_charges: quote.amount_with_charges.centavos(),
                times: quote.times,
                times_of_person: quote.times_of_person,
                may_waive: scene.attendance.actor().may(Right::WaiveCharges),
            })
        })
        .await
    }

    async fn reschedule(
        &mut self,
        token: String,
        due: String,
        keep_charges: bool,
        reason: String,
    ) -> Answered<()> {
        let id = self.real(&token, Real::invoice);
        let bytes = token.len() + due.len() + reason.len();
        self.change(RESCHEDULE, bytes, async |conn, scene| {
            let (attendance, today) = (&scene.attendance, scene.today);
            let id = id.ok_or_else(|| not_found(scene.locale))?;
            let due = day(&due, scene.locale)?;
            let invoice = invoices::one(conn, attendance, id, today).await.map_err(Asked::host)?;
            let invoice = invoice.ok_or_else(|| not_found(scene.locale))?;
            let quote = Reschedule::quote(conn, attendance, id, due, today).await;
            let quote = quote.map_err(|rule| refused(rule, scene.locale))?;
            let change = Reschedule {
                invoice: id,
                version: invoice.version,
                due,
                times_of_person: quote.times_of_person,
                keep_charges,
                reason: crate::canvas::clean(&reason, true),
            };
            Ok(Effect::Reschedule(RescheduleInvoice { change, number: invoice.number, from: invoice.due }))
        })
        .await
    }

    async fn register_again(&mut self, token: String) -> Answered<()> {
        let id = self.real(&token, Real::invoice);
        self.change(REGISTER_AGAIN, token.len(), async |conn, scene| {
            let (attendance, today) = (&scene.attendance, scene.today);
            let id = id.ok_or_else(|| not_found(scene.locale))?;
            let invoice = invoices::one(conn, attendance, id, today).await.map_err(Asked::host)?;
            let invoice = invoice.ok_or_else(|| not_found(scene.locale))?;
            let change = RegisterAgain::of(conn, attendance, id, today).await;
            let change = change.map_err(|rule| refused(rule, scene.locale))?;
            Ok(Effect::RegisterAgain(RegisterSlip { change, number: invoice.number }))
        })
        .await
    }
}

fn day(raw: &str, locale: Locale) -> Result<NaiveDate, Failure> {
    NaiveDate::parse_from_str(raw, "%Y-%m-%d").map_err(|_| {
        let words = ["Data inválida.", "Not a date.", "Fecha inválida."];
        failure(Reason::Invalid, locale, words, "a date has to be written as 2026-11-24")
    })
}
