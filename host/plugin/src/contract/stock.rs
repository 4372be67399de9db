//! `balcao:stock/loans`, `consumption`, `orders`.

use balcao_access::Locale;
use balcao_stock::loans::{self, State as LoanState};
use balcao_stock::orders::{self, State as OrderState};
use balcao_stock::{Cursor, Page, consumption};
use balcao_store::{Conn, StoreError};

use crate::bindings::types::Tone;
use crate::bindings::{consumption as used, loans as lent, orders as sold};
use crate::contract::word;
use crate::gate::{Access, Function};
use crate::handle::Real;
use crate::scene::Scene;
use crate::state::{Answered, Asked, Call, not_found};

impl lent::Host for Call {
    async fn all(&mut self, cursor: Option<String>) -> Answered<lent::Page> {
        let read =
            async |conn: &mut Conn, scene: &Scene, after| loans::page(conn, &scene.attendance, after).await;
        let page = page(self, "loans.all", cursor, read).await?;
        let locale = self.locale();
        Ok(page.map(|(rows, cursor)| lent::Page {
            loans: rows.into_iter().map(|row| loan(row, locale)).collect(),
            cursor,
        }))
    }
}

impl used::Host for Call {
    async fn all(&mut self, cursor: Option<String>) -> Answered<used::Page> {
        let read = async |conn: &mut Conn, scene: &Scene, after| {
            consumption::page(conn, &scene.attendance, after).await
        };
        let page = page(self, "consumption.all", cursor, read).await?;
        Ok(page.map(|(rows, cursor)| used::Page { items: rows.into_iter().map(item).collect(), cursor }))
    }
}

impl sold::Host for Call {
    async fn all(&mut self, cursor: Option<String>) -> Answered<sold::Page> {
        let read =
            async |conn: &mut Conn, scene: &Scene, after| orders::page(conn, &scene.attendance, after).await;
        let page = page(self, "orders.all", cursor, read).await?;
        let locale = self.locale();
        Ok(page.map(|(rows, cursor)| sold::Page {
            orders: rows.into_iter().map(|row| order(row, locale)).collect(),
            cursor,
        }))
    }
}

/// A page of a list, with its cursor as a token.
async fn page<T>(
    call: &mut Call,
    name: &'static str,
    cursor: Option<String>,
    read: impl AsyncFnOnce(&mut Conn, &Scene, Option<Cursor>) -> Result<Page<T>, StoreError>,
) -> Answered<(Vec<T>, Option<String>)> {
    let bytes = cursor.as_ref().map_or(0, String::len);
    // A text that is no cursor of this call is no page.
    let after = cursor.map(|token| call.real(&token, Real::cursor::<Cursor>));
    let function = Function { name, access: Access::Read };
    let page = call
        .read(function, bytes, async |conn, scene| {
            let after = after.map(|after| after.ok_or_else(|| not_found(scene.locale))).transpose()?;
            read(conn, scene, after).await.map_err(Asked::host)
        })
        .await?;
    Ok(page
        .map(|page| (page.rows, page.cursor.map(|cursor| call.ids.token(Real::Cursor(cursor.to_string()))))))
}

/// What something is about: its tag, which names its contract, or else the contract.
fn about(contract: String, tag: Option<(String, String)>) -> String {
    tag.map_or(contract, |(code, label)| format!("{code} · {label}"))
}

fn loan(loan: loans::Loan, locale: Locale) -> lent::Loan {
    let (tone, words) = match loan.state {
        LoanState::Returned => (Tone::Neutral, ["Devolvido", "Returned", "Devuelto"]),
        LoanState::Lost => {
            (Tone::Warning, ["Não devolvido, cobrado", "Not returned, charged", "No devuelto, cobrado"])
        }
        LoanState::Recalled => {
            (Tone::Danger, ["Substituído: devolver", "Replaced: to come back", "Sustituido: devolver"])
        }
        LoanState::Lent if loan.must_return => (
            Tone::Danger,
            ["Contrato encerrado: devolver", "Contract ended: to come back", "Contrato terminado: devolver"],
        ),
        LoanState::Lent => (Tone::Success, ["Em comodato", "On loan", "En comodato"]),
    };
    lent::Loan {
        product: loan.product,
        serial: loan.serial,
        quantity: loan.quantity,
        value: loan.value.centavos(),
        about: about(loan.contract, loan.tag),
        lent_on: loan.lent_on.to_string(),
        returned_on: loan.returned_on.map(|day| day.to_string()),
        must_return: loan.must_return,
        state: word(words, locale).into(),
        tone,
        more: Vec::new(),
    }
}

fn item(row: consumption::Consumption) -> used::Item {
    let place = about(row.contract, row.tag);
    used::Item {
        on: row.on.to_string(),
        product: row.product,
        quantity: row.thousandths as f64 / 1000.0,
        measure: row.measure,
        about: row.protocol.map_or_else(|| place.clone(), |protocol| format!("{protocol} · {place}")),
        technician: row.technician,
    }
}

fn order(order: orders::Order, locale: Locale) -> sold::Order {
    let (tone, words) = match order.state {
        OrderState::Open => (Tone::Info, ["Em aberto", "Open", "Pendiente"]),
        OrderState::Invoiced => (Tone::Info, ["Faturado", "Invoiced", "Facturado"]),
        OrderState::Delivered => (Tone::Success, ["Entregue", "Delivered", "Entregado"]),
        OrderState::Cancelled => (Tone::Neutral, ["Cancelado", "Cancelled", "Cancelado"]),
    };
    sold::Order {
        number: order.number,
        on: order.on.to_string(),
        items: order.items,
        total: order.total.centavos(),
        state: word(words, locale).into(),
        tone,
        about: order.contract.unwrap_or_default(),
    }
}
