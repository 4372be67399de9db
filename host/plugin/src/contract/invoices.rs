//! `balcao:billing/invoices`

use balcao_access::Locale;
use balcao_billing::charges::{self, Awaiting};
use balcao_billing::invoices::{self, State};

use crate::bindings::canvas::{Fact, Value};
use crate::bindings::invoices::{Host, Invoice, Page, State as WitState, Sum};
use crate::bindings::types::Tone;
use crate::contract::word;
use crate::gate::{Access, Function};
use crate::handle::{Ids, Real};
use crate::state::{Answered, Asked, Call, not_found};

const fn reads(name: &'static str) -> Function {
    Function { name, access: Access::Read }
}

impl Host for Call {
    async fn all(&mut self, open_only: bool, cursor: Option<String>) -> Answered<Page> {
        // A text that is no cursor of this call is no page.
        let after = cursor.as_ref().map(|token| self.real(token, Real::cursor));
        let page = self
            .read(reads("invoices.all"), cursor.map_or(0, |c| c.len()), async |conn, scene| {
                let after = after.map(|after| after.ok_or_else(|| not_found(scene.locale))).transpose()?;
                let awaiting = charges::awaiting(conn, &scene.attendance).await.map_err(Asked::host)?;
                let page = invoices::page(conn, &scene.attendance, open_only, after, scene.today);
                Ok((page.await.map_err(Asked::host)?, awaiting))
            })
            .await?;
        let locale = self.locale();
        Ok(page.map(|(page, awaiting)| Page {
            invoices: page
                .invoices
                .into_iter()
                .map(|i| invoice(i, &awaiting, &mut self.ids, locale))
                .collect(),
            cursor: page.cursor.map(|cursor| self.ids.token(Real::Cursor(cursor.to_string()))),
        }))
    }

    async fn totals(&mut self) -> Answered<Sum> {
        self.read(reads("invoices.totals"), 0, async |conn, scene| {
            let totals = invoices::totals(conn, &scene.attendance, scene.today).await.map_err(Asked::host)?;
            Ok(Sum {
                open: totals.open,
                overdue: totals.overdue,
                amount: totals.amount.centavos(),
                today: totals.today.centavos(),
            })
        })
        .await
    }

    async fn one(&mut self, token: String) -> Answered<Invoice> {
        let id = self.real(&token, Real::invoice);
        let found = self
            .read(reads("invoices.one"), token.len(), async |conn, scene| {
                let missing = || Asked::from(not_found(scene.locale));
                let id = id.ok_or_else(missing)?;
                let awaiting = charges::awaiting(conn, &scene.attendance).await.map_err(Asked::host)?;
                let found = invoices::one(conn, &scene.attendance, id, scene.today);
                Ok((found.await.map_err(Asked::host)?.ok_or_else(missing)?, awaiting))
            })
            .await?;
        let locale = self.locale();
        Ok(found.map(|(found, awaiting)| invoice(found, &awaiting, &mut self.ids, locale)))
    }
}

fn invoice(invoice: invoices::Invoice, awaiting: &[Awaiting], ids: &mut Ids, locale: Locale) -> Invoice {
    let awaiting: Vec<&Awaiting> =
        awaiting.iter().filter(|awaiting| awaiting.invoice == invoice.id).collect();
    Invoice {
        unheard: awaiting.iter().any(|awaiting| awaiting.given_up),
        more: awaiting
            .into_iter()
            .map(|awaiting| which_slip(awaiting, invoice.charge.is_some(), locale))
            .collect(),
        id: ids.token(Real::Invoice(invoice.id)),
        contract: ids.token(Real::Contract(invoice.contract)),
        contract_label: invoice.contract_number,
        amount: invoice.amount.centavos(),
        today: invoice.today.centavos(),
        due: invoice.due.to_string(),
        first_due: invoice.first_due.to_string(),
        paid_on: invoice.paid_on.map(|day| day.to_string()),
        state: state(invoice.state, invoice.overdue, locale),
        charge: invoice.charge.map(|id| ids.token(Real::Charge(id))),
        number: invoice.number,
    }
}

/// That a new slip is not there yet, and which one is valid until it is.
fn which_slip(new: &Awaiting, has_present: bool, locale: Locale) -> Fact {
    let (amount, due) = (new.amount, new.due);
    if new.given_up {
        let words = [
            "o banco não respondeu e o registro foi abandonado: registre de novo ou avise o financeiro",
            "the bank did not answer and the registration was given up: register again or tell billing",
            "el banco no respondió y el registro fue abandonado: registre de nuevo o avise a finanzas",
        ];
        let text = format!("{amount}: {}", word(words, locale));
        return Fact {
            label: word(["Novo boleto", "New slip", "Nuevo boleto"], locale).into(),
            value: Value::Text(text),
        };
    }
    let present = match (has_present, locale) {
        (false, _) => "",
        (true, Locale::Pt) => "; o atual continua válido",
        (true, Locale::En) => "; the current one stays valid",
        (true, Locale::Es) => "; el actual sigue válido",
    };
    let text = match locale {
        Locale::Pt => {
            format!("{amount}, vence em {}, aguarda registro no banco{present}", due.format("%d/%m/%Y"))
        }
        Locale::En => format!("{amount}, due {}, waits for the bank{present}", due.format("%-d %b %Y")),
        Locale::Es => {
            format!("{amount}, vence el {}, espera registro en el banco{present}", due.format("%d/%m/%Y"))
        }
    };
    Fact { label: word(["Novo boleto", "New slip", "Nuevo boleto"], locale).into(), value: Value::Text(text) }
}

fn state(state: State, overdue: bool, locale: Locale) -> WitState {
    let (tone, words) = match state {
        State::Open if overdue => (Tone::Danger, ["Vencida", "Overdue", "Vencida"]),
        State::Open => (Tone::Info, ["Em aberto", "Open", "Pendiente"]),
        State::Paid => (Tone::Success, ["Paga", "Paid", "Pagada"]),
        State::Cancelled => (Tone::Neutral, ["Cancelada", "Cancelled", "Cancelada"]),
        State::Renegotiated => (Tone::Neutral, ["Renegociada", "Renegotiated", "Renegociada"]),
    };
    WitState {
        code: state.to_string(),
        label: word(words, locale).into(),
        tone,
        open: state == State::Open,
        overdue,
    }
}
