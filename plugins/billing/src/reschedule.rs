//! A new due date, within the provider's policy.

use balcao_plugin::billing::invoice_changes::{self, Outlook};
use balcao_plugin::billing::invoices::Invoice;
use balcao_plugin::prelude::*;

use crate::invoice::{self, INVOICE};
use crate::policy::{Policy, SETTINGS};

/// Reagendamento de faturas.
#[derive(Debug)]
pub struct Reschedule;

const DUE: &str = "due";
const WAIVE: &str = "waive";
const REASON: &str = "reason";

impl Reschedule {
    /// Its button at a row of the history.
    pub const BUTTON: Text = text!(pt: "Reagendar", en: "Reschedule", es: "Reprogramar");
}

impl Action for Reschedule {
    const CARD: Card = Card::new(
        "reschedule",
        Tab::Financeiro,
        text!(
            pt: "Reagendamento de faturas",
            en: "Reschedule invoices",
            es: "Reprogramación de facturas",
        ),
    )
    .summary(text!(
        pt: "Dá a uma fatura em aberto um novo vencimento, dentro da política do provedor.",
        en: "Gives an open invoice a new due date, within the provider's policy.",
        es: "Da a una factura abierta un nuevo vencimiento, dentro de la política del proveedor.",
    ))
    .settings(SETTINGS);

    fn offer() -> Result<Availability> {
        invoice::offer()
    }

    fn next(answers: &Answers) -> Result<Step> {
        let Some(id) = answers.get(INVOICE) else {
            return ask_invoice();
        };
        let policy = Policy::read()?;
        let invoice = invoice::chosen(id)?;
        if answers.get(DUE).is_none() {
            return ask_day(&policy, &invoice);
        }
        match Change::planned(&policy, invoice, answers)? {
            Ok(change) => {
                change.draw();
                Ok(Step::Review)
            }
            Err(problem) => Ok(Step::Correct(vec![problem])),
        }
    }

    fn finish(answers: &Answers) -> Result {
        let policy = Policy::read()?;
        let invoice = invoice::chosen(answers.require(INVOICE)?)?;
        let change = Change::planned(&policy, invoice, answers)?
            .map_err(|problem| Failure::conflict(problem.message))?;
        change.draw();
        let Change { invoice, asked, outlook, waive, unlock, reason } = &change;
        invoice_changes::reschedule(&invoice.id, &asked.to_string(), !waive, reason)?;
        if let Some(days) = unlock {
            unlock_changes::unlock(*days, reason)?;
        }
        let (number, amount) = (&invoice.number, words::money(change.amount()));
        let (from, to) = (words::date(&invoice.due), words::date(&outlook.due));
        receipt::report(
            Audience::Customer,
            &say!(
                pt: "Fatura {number} reagendada de {from} para {to}, no valor de {amount}.",
                en: "Invoice {number} rescheduled from {from} to {to}, for {amount}.",
                es: "Factura {number} reprogramada del {from} al {to}, por {amount}.",
            ),
        );
        Ok(())
    }
}

fn ask_invoice() -> Result<Step> {
    let label = text!(pt: "Fatura", en: "Invoice", es: "Factura");
    let choices = invoice::to_choose_from()?.iter().map(invoice::choice).collect();
    Ok(Step::Ask(vec![Field::one_of(INVOICE, label, choices)]))
}

fn ask_day(policy: &Policy, invoice: &Invoice) -> Result<Step> {
    let (first, last) = policy.days(invoice)?;
    // How often it was moved before is known with any day.
    let outlook = invoice_changes::quote(&invoice.id, &first.to_string())?;
    policy.check_times(invoice, &outlook)?;
    invoice::heading(invoice);
    invoice::facts(invoice).draw();
    let mut fields = vec![
        Field::date(DUE, text!(pt: "Novo vencimento", en: "New due date", es: "Nuevo vencimiento"))
            .hint(text!(
                pt: "Fim de semana ou feriado passa para o próximo dia útil, sem encargos.",
                en: "A weekend or holiday moves to the next business day, free of charge.",
                es: "Fin de semana o feriado pasa al siguiente día hábil, sin cargos.",
            ))
            .between(first, last),
    ];
    if policy.may_waive && outlook.may_waive {
        fields.push(
            Field::toggle(
                WAIVE,
                text!(
                    pt: "Dispensar multa e juros",
                    en: "Waive fine and interest",
                    es: "Dispensar multa e intereses",
                ),
            )
            .hint(text!(
                pt: "Sem isso, multa e juros continuam desde o primeiro vencimento.",
                en: "Otherwise fine and interest go on from the first due date.",
                es: "Sin esto, multa e intereses siguen desde el primer vencimiento.",
            )),
        );
    }
    fields.push(Field::paragraph(REASON, text!(pt: "Motivo", en: "Reason", es: "Motivo"), 500));
    Ok(Step::Ask(fields))
}

/// The longest trust unlock that the desk knows, days.
const LONGEST_UNLOCK: i64 = 30;

/// For how many days the block is lifted with a new due date: where the policy wants it, for an invoice
/// of the contract being served, and only where a trust unlock would be possible.
fn unlock(policy: &Policy, invoice: &Invoice, due: Day) -> Result<Option<u32>> {
    if !policy.lifts_block || call::contract().as_ref() != Some(&invoice.contract) {
        return Ok(None);
    }
    let days = due.since(Day::today()?).clamp(1, LONGEST_UNLOCK).unsigned_abs() as u32;
    let outlook = unlocks::quote(days)?;
    Ok((outlook.blocked && !outlook.promise_broken).then_some(days))
}

/// An invoice on its way to a new due date that the policy allows.
struct Change {
    invoice: Invoice,
    /// The day asked for; the outlook's is the business day that it becomes.
    asked: Day,
    outlook: Outlook,
    waive: bool,
    /// The days for which it lifts the block of the contract being served.
    unlock: Option<u32>,
    reason: String,
}

impl Change {
    /// Checks the answers against the policy as it is now; the inner error is of an answer.
    fn planned(policy: &Policy, invoice: Invoice, answers: &Answers) -> Result<Result<Self, Problem>> {
        let asked: Day = answers.require(DUE)?.parse()?;
        let (first, last) = policy.days(&invoice)?;
        if asked < first || asked > last {
            let first = words::date(&first.to_string());
            let last = words::date(&last.to_string());
            let message = say!(
                pt: "O novo vencimento desta fatura pode ser de {first} a {last}.",
                en: "This invoice's new due date may be from {first} to {last}.",
                es: "El nuevo vencimiento de esta factura puede ser del {first} al {last}.",
            );
            return Ok(Err(Problem::new(DUE, message)));
        }
        let outlook = invoice_changes::quote(&invoice.id, &asked.to_string())?;
        policy.check_times(&invoice, &outlook)?;
        let waive = answers.toggle(WAIVE);
        if waive && !(policy.may_waive && outlook.may_waive) {
            let message = text!(
                pt: "A dispensa de multa e juros não é permitida.",
                en: "Waiving fine and interest is not allowed.",
                es: "No se permite dispensar multa e intereses.",
            );
            return Ok(Err(Problem::new(WAIVE, message)));
        }
        let unlock = unlock(policy, &invoice, outlook.due.parse()?)?;
        let reason = answers.require(REASON)?.into();
        Ok(Ok(Self { invoice, asked, outlook, waive, unlock, reason }))
    }

    /// What is to be paid until the new day, in centavos.
    fn amount(&self) -> i64 {
        if self.waive { self.invoice.amount } else { self.outlook.amount_with_charges }
    }

    fn draw(&self) {
        let due = words::date(&self.outlook.due);
        invoice::heading(&self.invoice);
        invoice::facts(&self.invoice)
            .add(
                text!(pt: "Novo vencimento", en: "New due date", es: "Nuevo vencimiento"),
                Value::Date(self.outlook.due.clone()),
            )
            .add(
                say!(pt: "Valor em {due}", en: "Worth on {due}", es: "Valor el {due}"),
                Value::Money(self.amount()),
            )
            .draw();
        if self.outlook.moved {
            canvas::notice(
                Tone::Info,
                text!(pt: "Próximo dia útil", en: "Next business day", es: "Siguiente día hábil"),
                say!(
                    pt: "O dia escolhido não é útil: o vencimento passa para {due}, sem encargos por isso.",
                    en: "The chosen day is no business day: it becomes {due}, free of charge.",
                    es: "El día elegido no es hábil: el vencimiento pasa al {due}, sin cargos por ello.",
                ),
            );
        }
        canvas::notice(
            Tone::Warning,
            text!(pt: "Qual boleto vale", en: "Which slip is valid", es: "Qué boleto vale"),
            text!(
                pt: "O boleto atual continua válido até o banco registrar o novo.",
                en: "The current slip stays valid until the bank has registered the new one.",
                es: "El boleto actual sigue válido hasta que el banco registre el nuevo.",
            ),
        );
        canvas::text(match self.unlock {
            Some(_) => text!(
                pt: "O contrato é desbloqueado agora; sem pagamento, o bloqueio volta sozinho depois do novo vencimento.",
                en: "The contract is unblocked now; unpaid, the block comes back by itself after the new due date.",
                es: "El contrato se desbloquea ahora; sin pago, el bloqueo vuelve solo después del nuevo vencimiento.",
            ),
            None => text!(
                pt: "O reagendamento não desfaz o bloqueio financeiro.",
                en: "Rescheduling does not lift a financial block.",
                es: "La reprogramación no levanta el bloqueo financiero.",
            ),
        });
    }
}
