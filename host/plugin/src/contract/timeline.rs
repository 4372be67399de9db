//! `balcao:timeline/events`

use balcao_access::Locale;
use balcao_desk::events::Change;
use balcao_timeline::{self as timeline, Cursor, Kind as OurKind, What};

use crate::bindings::events::{Event, Host, Kind, Page};
use crate::bindings::types::Tone;
use crate::contract::word;
use crate::effect::day;
use crate::gate::{Access, Function};
use crate::handle::Real;
use crate::state::{Answered, Asked, Call, not_found};

const KINDS: Function = Function { name: "events.kinds", access: Access::Read };
const ALL: Function = Function { name: "events.all", access: Access::Read };

impl Host for Call {
    async fn kinds(&mut self) -> Answered<Vec<Kind>> {
        self.read(KINDS, 0, async |_, scene| {
            let kind =
                |kind: &OurKind| Kind { code: kind.to_string(), label: label(*kind, scene.locale).into() };
            Ok(OurKind::ALL.iter().map(kind).collect())
        })
        .await
    }

    async fn all(&mut self, kinds: Vec<String>, cursor: Option<String>) -> Answered<Page> {
        let bytes = kinds.iter().map(String::len).sum::<usize>() + cursor.as_ref().map_or(0, String::len);
        // A text that is no cursor of this call is no page.
        let after = cursor.map(|token| self.real(&token, Real::cursor::<Cursor>));
        let page = self
            .read(ALL, bytes, async |conn, scene| {
                let after = after.map(|after| after.ok_or_else(|| not_found(scene.locale))).transpose()?;
                let kinds: Result<Vec<OurKind>, _> = kinds.iter().map(|kind| kind.parse()).collect();
                let kinds = kinds.map_err(|_| not_found(scene.locale))?;
                let page = timeline::page(conn, &scene.attendance, scene.zone, &kinds, after);
                page.await.map_err(Asked::host)
            })
            .await?;
        let locale = self.locale();
        Ok(page.map(|page| Page {
            events: page.events.into_iter().map(|one| event(one, locale)).collect(),
            cursor: page.cursor.map(|cursor| self.ids.token(Real::Cursor(cursor.to_string()))),
        }))
    }
}

fn label(kind: OurKind, locale: Locale) -> &'static str {
    let words = match kind {
        OurKind::Contract => ["Contratos", "Contracts", "Contratos"],
        OurKind::Request => ["Solicitações", "Requests", "Solicitudes"],
        OurKind::Report => ["Relatos ao cliente", "Reports to the customer", "Informes al cliente"],
        OurKind::Invoice => ["Faturas emitidas", "Invoices issued", "Facturas emitidas"],
        OurKind::Payment => ["Pagamentos", "Payments", "Pagos"],
        OurKind::Reschedule => ["Reagendamentos", "New due dates", "Reprogramaciones"],
    };
    word(words, locale)
}

fn event(event: timeline::Event, locale: Locale) -> Event {
    let about = event.tag.or(event.contract).unwrap_or_default();
    let (title, detail, tone) = said(event.what, locale);
    Event {
        at: event.at.timestamp_millis(),
        on: event.on.to_string(),
        kind: event.kind.to_string(),
        title,
        detail,
        about,
        tone,
    }
}

/// What is said of it: a title, what else, and how it is meant.
#[rustfmt::skip]
fn said(what: What, locale: Locale) -> (String, String, Tone) {
    let say = |words| word(words, locale);
    match what {
        What::Included(one) => {
            let title = format!("{} {}", say(["Venda: contrato", "Sale: contract", "Venta: contrato"]), one.number);
            (title, one.plan, Tone::Success)
        }
        What::Changed(one) => {
            let (words, tone) = changed(one.change);
            (say(words).into(), one.detail, tone)
        }
        What::Opened(one) => {
            let kind = one.kind.as_ref().map(|names| names.text(locale));
            (say(["Solicitação aberta", "Request opened", "Solicitud abierta"]).into(), protocol(one.protocol.as_str(), kind, locale), Tone::Info)
        }
        What::Ended(one) => {
            let kind = one.kind.as_ref().map(|names| names.text(locale));
            let (title, tone) = match one.cancelled {
                true => (say(["Solicitação cancelada", "Request cancelled", "Solicitud cancelada"]), Tone::Neutral),
                false => (say(["Solicitação encerrada", "Request closed", "Solicitud cerrada"]), Tone::Success),
            };
            (title.into(), protocol(one.protocol.as_str(), kind, locale), tone)
        }
        What::Told(one) => {
            let title = match one.author {
                Some(author) => format!("{} · {author}", say(["Relato ao cliente", "Report to the customer", "Informe al cliente"])),
                None => say(["Relato ao cliente", "Report to the customer", "Informe al cliente"]).into(),
            };
            let whole = one.excerpt.chars().count() < balcao_desk::events::EXCERPT as usize;
            let more = if whole { "" } else { "…" };
            (title, format!("{}{more}\n{}", one.excerpt, protocol(one.protocol.as_str(), None, locale)), Tone::Info)
        }
        What::Issued(one) => {
            let (number, amount, due) = (one.number, one.amount, day(one.due, locale));
            match locale {
                Locale::Pt => (format!("Fatura {number} emitida"), format!("{amount}, vence em {due}"), Tone::Neutral),
                Locale::En => (format!("Invoice {number} issued"), format!("{amount}, due {due}"), Tone::Neutral),
                Locale::Es => (format!("Factura {number} emitida"), format!("{amount}, vence el {due}"), Tone::Neutral),
            }
        }
        What::Paid(one) => {
            let (number, amount, due) = (one.number, one.amount, day(one.due, locale));
            match locale {
                Locale::Pt => (format!("Pagamento da fatura {number}"), format!("Recebido: {amount}; vencia em {due}"), Tone::Success),
                Locale::En => (format!("Invoice {number} paid"), format!("Received: {amount}; it was due {due}"), Tone::Success),
                Locale::Es => (format!("Pago de la factura {number}"), format!("Recibido: {amount}; vencía el {due}"), Tone::Success),
            }
        }
        What::Rescheduled(one) => {
            let (number, from, to, reason) = (one.number, day(one.from, locale), day(one.to, locale), one.reason);
            let charges = match one.keep_charges {
                true => say(["com multa e juros", "keeping fine and interest", "con multa e intereses"]),
                false => say(["sem multa nem juros", "waiving fine and interest", "sin multa ni intereses"]),
            };
            match locale {
                Locale::Pt => (format!("Fatura {number} reagendada"), format!("De {from} para {to}, {charges}. Motivo: {reason}"), Tone::Warning),
                Locale::En => (format!("Invoice {number} rescheduled"), format!("From {from} to {to}, {charges}. Reason: {reason}"), Tone::Warning),
                Locale::Es => (format!("Factura {number} reprogramada"), format!("Del {from} al {to}, {charges}. Motivo: {reason}"), Tone::Warning),
            }
        }
    }
}

fn protocol(number: &str, kind: Option<&str>, locale: Locale) -> String {
    let word = word(["Protocolo", "Protocol", "Protocolo"], locale);
    kind.map_or_else(|| format!("{word} {number}"), |kind| format!("{word} {number} · {kind}"))
}

#[rustfmt::skip]
fn changed(change: Change) -> ([&'static str; 3], Tone) {
    match change {
        Change::Activated => (["Contrato ativado", "Contract activated", "Contrato activado"], Tone::Success),
        Change::Plan => (["Mudança de plano", "Change of plan", "Cambio de plan"], Tone::Info),
        Change::Price => (["Mudança de preço", "Change of price", "Cambio de precio"], Tone::Info),
        Change::DueDay => (["Mudança do dia de vencimento", "Change of due day", "Cambio del día de vencimiento"], Tone::Info),
        Change::Address => (["Mudança de endereço", "Change of address", "Cambio de dirección"], Tone::Info),
        Change::Holder => (["Mudança de titularidade", "Change of holder", "Cambio de titular"], Tone::Info),
        Change::Blocked => (["Contrato bloqueado", "Contract blocked", "Contrato bloqueado"], Tone::Danger),
        Change::Unblocked => (["Contrato desbloqueado", "Contract unblocked", "Contrato desbloqueado"], Tone::Success),
        Change::Suspended => (["Contrato suspenso", "Contract suspended", "Contrato suspendido"], Tone::Warning),
        Change::Resumed => (["Contrato retomado", "Contract resumed", "Contrato reanudado"], Tone::Success),
        Change::Cancelled => (["Contrato cancelado", "Contract cancelled", "Contrato cancelado"], Tone::Danger),
        Change::Finished => (["Contrato encerrado", "Contract finished", "Contrato finalizado"], Tone::Neutral),
        Change::Other => (["Alteração do contrato", "Change of the contract", "Cambio del contrato"], Tone::Info),
    }
}
