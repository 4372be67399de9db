//! A bank's slip API: register, look up by key, cancel. The shape is that of the APIs of Brazilian banks:
//! the key is the payee's own number (`seuNumero`), values are texts with a point.

use balcao_billing::ChargeId;
use balcao_billing::charges::{Order, Registration};
use balcao_brazil::{Money, TaxId};
use reqwest::Method;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::http::{Connection, Trouble};

/// After so many days past its due date a slip is no longer paid.
pub(crate) const DAYS_TO_PAY: u32 = 59;

/// A slip, as the bank keeps it.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Slip {
    nosso_numero: String,
    codigo_barras: String,
    linha_digitavel: String,
    situacao: Standing,
    #[serde(rename = "pixCopiaECola", default)]
    pub pix: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
enum Standing {
    EmAberto,
    Baixado,
    Pago,
    #[serde(other)]
    Other,
}

impl Slip {
    /// What the desk keeps of it; not yet compared with what was ordered.
    pub fn into_registration(self) -> Registration {
        let digits = |text: &str| text.chars().filter(|c| !matches!(c, '.' | ' ')).collect();
        Registration {
            our_number: self.nosso_numero,
            barcode: digits(&self.codigo_barras),
            line: digits(&self.linha_digitavel),
            pix: self.pix,
        }
    }
}

/// The key of a charge: 32 letters and digits, which is a `txid` of the Central Bank's API too.
pub(crate) fn key(charge: ChargeId) -> String {
    charge.0.simple().to_string()
}

/// `99.90`.
pub(crate) fn decimal(amount: Money) -> String {
    format!("{}.{:02}", amount.centavos() / 100, amount.centavos() % 100)
}

/// Hundredths of a percent: `2.00`.
pub(crate) fn percent(bps: u16) -> String {
    decimal(Money(bps.into()))
}

fn address(bank: &Connection, key: &str) -> String {
    format!("{}/boletos/{key}", bank.account.slip_url)
}

/// The slip of an order: the one that the bank has already, or a new one.
pub(crate) async fn register(
    bank: &Connection,
    order: &Order,
    payer: &TaxId,
    sent: &mut bool,
) -> Result<Slip, Trouble> {
    let key = key(order.charge);
    let slip: Slip = match bank.look(&address(bank, &key), &key).await? {
        Some(slip) => slip,
        None => {
            let url = format!("{}/boletos", bank.account.slip_url);
            bank.change(Method::POST, &url, &key, &body(&key, order, payer), sent).await?
        }
    };
    match slip.situacao {
        Standing::EmAberto => Ok(slip),
        Standing::Pago => Err(Trouble::Refused("o boleto já consta como pago no banco".into())),
        Standing::Baixado | Standing::Other => {
            Err(Trouble::Refused("o boleto já foi baixado no banco".into()))
        }
    }
}

fn body(key: &str, order: &Order, payer: &TaxId) -> Value {
    json!({
        "seuNumero": key,
        "numeroDocumento": order.number,
        "valor": decimal(order.amount),
        "dataVencimento": order.due,
        "diasParaBaixa": DAYS_TO_PAY,
        "pagador": { "nome": order.payer.name, "cpfCnpj": payer.as_str() },
        "multa": { "percentual": percent(order.late.fine_bps()) },
        "juros": { "percentualMes": percent(order.late.interest_bps_per_month()) },
    })
}

/// Cancels the slip of a charge; false when the bank has none.
pub(crate) async fn cancel(bank: &Connection, charge: ChargeId, sent: &mut bool) -> Result<bool, Trouble> {
    let key = key(charge);
    let found: Option<Slip> = bank.look(&address(bank, &key), &key).await?;
    let Some(slip) = found else { return Ok(false) };
    match slip.situacao {
        Standing::Baixado => Ok(true),
        Standing::Pago => Err(Trouble::Refused("foi pago antes da baixa: avise o financeiro".into())),
        Standing::EmAberto | Standing::Other => {
            let url = format!("{}/baixa", address(bank, &key));
            let why = json!({ "motivo": "ACERTOS" });
            let _: Value = bank.change(Method::POST, &url, &key, &why, sent).await?;
            Ok(true)
        }
    }
}
