//! What the customer has of the provider's stock.

#![forbid(unsafe_code)]

use balcao_plugin::prelude::*;
use balcao_plugin::stock::consumption::{self, Item};
use balcao_plugin::stock::loans::{self, Loan};
use balcao_plugin::stock::orders::{self, Order};

/// Histórico de comodato.
#[derive(Debug)]
pub struct History;

/// The answers of its links: which list, and from where.
const LIST: &str = "list";
const CURSOR: &str = "cursor";

const LOANS: &str = "loans";
const CONSUMPTION: &str = "consumption";
const ORDERS: &str = "orders";

impl Widget for History {
    const CARD: Card = Card::new(
        "history",
        Tab::Materiais,
        text!(pt: "Histórico de comodato", en: "Equipment history", es: "Historial de comodato"),
    )
    .summary(text!(
        pt: "Equipamentos em comodato que devem voltar, produtos usados no atendimento e pedidos de venda.",
        en: "Equipment on loan that must come back, products used in serving, and sales orders.",
        es: "Equipos en comodato que deben volver, productos usados en la atención y pedidos de venta.",
    ));

    fn draw(answers: &Answers) -> Result {
        let cursor = answers.get(CURSOR);
        match answers.get(LIST) {
            Some(LOANS) => draw_loans(cursor)?,
            Some(CONSUMPTION) => draw_consumption(cursor)?,
            Some(ORDERS) => draw_orders(cursor)?,
            _ => {
                draw_loans(None)?;
                draw_consumption(None)?;
                return draw_orders(None);
            }
        }
        let back = text!(pt: "Voltar ao início", en: "Back to the beginning", es: "Volver al inicio");
        canvas::open(back, &Answers::new());
        Ok(())
    }
}

fn draw_loans(cursor: Option<&str>) -> Result {
    let page = loans::all(cursor)?;
    draw_due(&page.loans);
    Table::new(text!(pt: "Comodatos", en: "Equipment on loan", es: "Comodatos"))
        .column(text!(pt: "Equipamento", en: "Equipment", es: "Equipo"))
        .column(text!(pt: "Nº de série", en: "Serial number", es: "Nº de serie"))
        .numeric(text!(pt: "Qtde.", en: "Qty.", es: "Cant."))
        .column(text!(pt: "Etiqueta", en: "Tag", es: "Etiqueta"))
        .column(text!(pt: "Entregue em", en: "Lent on", es: "Entregado el"))
        .column(text!(pt: "Devolvido em", en: "Returned on", es: "Devuelto el"))
        .numeric(text!(pt: "Valor", en: "Value", es: "Valor"))
        .column(text!(pt: "Situação", en: "Status", es: "Situación"))
        .rows(page.loans.into_iter().map(loan))
        .when_empty(text!(
            pt: "Nenhum equipamento em comodato.",
            en: "No equipment on loan.",
            es: "Ningún equipo en comodato.",
        ))
        .draw();
    draw_more(text!(pt: "Mais comodatos", en: "More loans", es: "Más comodatos"), LOANS, page.cursor);
    Ok(())
}

/// What an agent has to say before anything else: something must come back, and what it costs
/// otherwise.
fn draw_due(loans: &[Loan]) {
    let due: Vec<&Loan> = loans.iter().filter(|loan| loan.must_return).collect();
    if due.is_empty() {
        return;
    }
    let count: u32 = due.iter().map(|loan| loan.quantity).sum();
    let value = words::money(due.iter().map(|loan| loan.value * i64::from(loan.quantity)).sum());
    canvas::notice(
        Tone::Warning,
        text!(pt: "Há equipamento a devolver", en: "Equipment must come back", es: "Hay equipos por devolver"),
        say!(
            pt: "Itens a devolver: {count}. Valor, se não forem devolvidos: {value}.",
            en: "Items to come back: {count}. What they cost if they do not: {value}.",
            es: "Artículos por devolver: {count}. Valor si no se devuelven: {value}.",
        ),
    );
}

fn loan(loan: Loan) -> Row {
    let tone = if loan.must_return { Tone::Warning } else { Tone::Neutral };
    Row::new("")
        .cell(loan.product)
        .cell(loan.serial)
        .cell(loan.quantity)
        .cell(loan.about)
        .cell(Value::Date(loan.lent_on))
        .cell(Value::maybe(loan.returned_on, Value::Date))
        .cell(Value::Money(loan.value))
        .cell(Value::badge(loan.state, loan.tone))
        .tone(tone)
}

fn draw_consumption(cursor: Option<&str>) -> Result {
    let page = consumption::all(cursor)?;
    Table::new(text!(
        pt: "Produtos usados no atendimento",
        en: "Products used in serving",
        es: "Productos usados en la atención",
    ))
    .column(text!(pt: "Data", en: "Date", es: "Fecha"))
    .column(text!(pt: "Produto", en: "Product", es: "Producto"))
    .numeric(text!(pt: "Quantidade", en: "Quantity", es: "Cantidad"))
    .column(text!(pt: "Unidade", en: "Unit", es: "Unidad"))
    .column(text!(pt: "Onde", en: "Where", es: "Dónde"))
    .column(text!(pt: "Técnico", en: "Technician", es: "Técnico"))
    .rows(page.items.into_iter().map(item))
    .when_empty(text!(pt: "Nenhum produto usado.", en: "No products used.", es: "Ningún producto usado."))
    .draw();
    draw_more(text!(pt: "Mais produtos", en: "More products", es: "Más productos"), CONSUMPTION, page.cursor);
    Ok(())
}

fn item(item: Item) -> Row {
    Row::new("")
        .cell(Value::Date(item.on))
        .cell(item.product)
        .cell(Value::Number(item.quantity))
        .cell(item.measure)
        .cell(item.about)
        .cell(item.technician)
}

fn draw_orders(cursor: Option<&str>) -> Result {
    let page = orders::all(cursor)?;
    Table::new(text!(pt: "Pedidos de venda", en: "Sales orders", es: "Pedidos de venta"))
        .column(text!(pt: "Pedido", en: "Order", es: "Pedido"))
        .column(text!(pt: "Data", en: "Date", es: "Fecha"))
        .column(text!(pt: "Itens", en: "Items", es: "Artículos"))
        .column(text!(pt: "Contrato", en: "Contract", es: "Contrato"))
        .numeric(text!(pt: "Total", en: "Total", es: "Total"))
        .column(text!(pt: "Situação", en: "Status", es: "Situación"))
        .rows(page.orders.into_iter().map(order))
        .when_empty(text!(
            pt: "Nenhum pedido de venda.",
            en: "No sales orders.",
            es: "Ningún pedido de venta.",
        ))
        .draw();
    draw_more(text!(pt: "Mais pedidos", en: "More orders", es: "Más pedidos"), ORDERS, page.cursor);
    Ok(())
}

fn order(order: Order) -> Row {
    let about = Some(order.about).filter(|about| !about.is_empty());
    Row::new("")
        .cell(order.number)
        .cell(Value::Date(order.on))
        .cell(order.items)
        .cell(Value::maybe(about, Value::Text))
        .cell(Value::Money(order.total))
        .cell(Value::badge(order.state, order.tone))
}

fn draw_more(label: Text, list: &str, cursor: Option<String>) {
    if let Some(cursor) = cursor {
        canvas::open(label, &Answers::new().with(LIST, list).with(CURSOR, cursor));
    }
}

plugin! {
    name: "stock",
    vendor: "Balcão",
    title: text!(pt: "Materiais", en: "Materials", es: "Materiales"),
    widgets: [History],
}
