//! The Central Bank's PIX API (API Pix, 2.x): `cobv`, a charge with a due date, with fine and interest in
//! the bank's hands.

use balcao_billing::ChargeId;
use balcao_billing::charges::Order;
use balcao_brazil::TaxId;
use balcao_brazil::late::LateRule;
use reqwest::Method;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::accounts::PixAccount;
use crate::http::{Connection, Trouble};
use crate::slips::{DAYS_TO_PAY, decimal, key, percent};

/// Fine in percent, once; interest in percent a month, over all days (the API's own numbers).
const FINE_PERCENT: &str = "2";
const INTEREST_PERCENT_A_MONTH: &str = "3";

#[derive(Debug, Clone, Deserialize)]
struct Cobv {
    status: Status,
    valor: Amount,
    #[serde(rename = "pixCopiaECola")]
    text: String,
}

#[derive(Debug, Clone, Deserialize)]
struct Amount {
    original: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
enum Status {
    Ativa,
    Concluida,
    RemovidaPeloUsuarioRecebedor,
    RemovidaPeloPsp,
}

fn address(account: &PixAccount, key: &str) -> String {
    format!("{}/cobv/{key}", account.url)
}

/// The text to copy of an order's charge: of the one that the bank has already, or of a new one.
pub(crate) async fn register(
    bank: &Connection,
    account: &PixAccount,
    order: &Order,
    payer: &TaxId,
    sent: &mut bool,
) -> Result<String, Trouble> {
    let key = key(order.charge);
    let url = address(account, &key);
    let charge: Cobv = match bank.look(&url, &key).await? {
        Some(charge) => charge,
        None => bank.change(Method::PUT, &url, &key, &body(account, order, payer), sent).await?,
    };
    if charge.status != Status::Ativa {
        return Err(Trouble::Refused("a cobrança PIX não está ativa no banco".into()));
    }
    // A dynamic code bears no value: this is the only place where it can be compared.
    if charge.valor.original != decimal(order.amount) {
        return Err(Trouble::Refused("a cobrança PIX tem valor diferente do pedido".into()));
    }
    Ok(charge.text)
}

fn body(account: &PixAccount, order: &Order, payer: &TaxId) -> Value {
    let document = match payer {
        TaxId::Cpf(_) => "cpf",
        TaxId::Cnpj(_) => "cnpj",
    };
    let mut value = json!({ "original": decimal(order.amount) });
    if order.late != LateRule::NONE {
        value["multa"] = json!({ "modalidade": FINE_PERCENT, "valorPerc": percent(order.late.fine_bps()) });
        let monthly = percent(order.late.interest_bps_per_month());
        value["juros"] = json!({ "modalidade": INTEREST_PERCENT_A_MONTH, "valorPerc": monthly });
    }
    json!({
        "calendario": { "dataDeVencimento": order.due, "validadeAposVencimento": DAYS_TO_PAY },
        "devedor": { document: payer.as_str(), "nome": order.payer.name },
        "valor": value,
        "chave": account.key,
        "solicitacaoPagador": format!("Fatura {}", order.number),
    })
}

/// Cancels a charge; false when the bank has none.
pub(crate) async fn cancel(
    bank: &Connection,
    account: &PixAccount,
    charge: ChargeId,
    sent: &mut bool,
) -> Result<bool, Trouble> {
    let key = key(charge);
    let url = address(account, &key);
    let found: Option<Cobv> = bank.look(&url, &key).await?;
    let Some(found) = found else { return Ok(false) };
    match found.status {
        Status::Concluida => {
            Err(Trouble::Refused("foi pago por PIX antes da baixa: avise o financeiro".into()))
        }
        Status::RemovidaPeloUsuarioRecebedor | Status::RemovidaPeloPsp => Ok(true),
        Status::Ativa => {
            let gone = json!({ "status": "REMOVIDA_PELO_USUARIO_RECEBEDOR" });
            let _: Value = bank.change(Method::PATCH, &url, &key, &gone, sent).await?;
            Ok(true)
        }
    }
}
