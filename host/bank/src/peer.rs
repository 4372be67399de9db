//! A bank on this machine: tokens, slips and `cobv` over HTTP, as the client of this crate speaks them. It
//! is the demonstration's bank, where nobody can pay, and the tests' one, which misbehaves as it is told.
//!
//! Its slips are of bank 000, which is none, and its PIX addresses at a name that never resolves (RFC
//! 2606), so that what leaves the demonstration is worth nothing.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use balcao_billing::ChargeId;
use balcao_billing::charges::Registration;
use balcao_brazil::Money;
use balcao_brazil::pix::{PixCharge, PixCode, PixError};
use balcao_brazil::slip::{Barcode, SlipError, SlipParts};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::NaiveDate;
use futures_util::stream;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::slips::{decimal, key};

/// The bank's code.
pub const CODE: &str = "000";
const PAYEE: &str = "DEMONSTRACAO SEM VALOR";
const TOWN: &str = "CANOAS";
/// How a slip stands, as banks say it.
const PAID: &str = "PAGO";
const CANCELLED: &str = "BAIXADO";
const PIX_HOST: &str = "pix.banco.example";

/// How it behaves, from now on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Manner {
    /// As a bank should.
    #[default]
    Good,
    /// Answers after this long.
    Slow(Duration),
    /// Refuses every new charge, in words.
    Refuses,
    /// Registers, and cuts the connection before it has answered.
    Cuts,
    /// Answers with an error of its own, having done nothing.
    Breaks,
    /// Answers with an error of its own, having done it.
    BreaksAfter,
    /// Asks to come back later.
    Busy,
    /// Registers another value than was ordered.
    WrongValue,
    /// Registers another due date than was ordered.
    WrongDue,
    /// Answers with a barcode whose digits don't agree.
    BrokenBarcode,
    /// Answers with a PIX text whose check doesn't agree.
    BrokenPix,
    /// Takes no PIX charge.
    NoPix,
    /// Takes no token that it gave before.
    ForgetsTokens,
}

/// What it was asked to do, and did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Seen {
    /// Tokens that it gave.
    pub tokens: u32,
    /// Slips that were newly registered.
    pub slips: u32,
    /// PIX charges that were newly registered.
    pub charges: u32,
    /// Slips that were cancelled.
    pub cancelled: u32,
}

/// Why a charge was not registered.
#[derive(Debug, thiserror::Error)]
pub enum IssueError {
    /// The slip can't hold it.
    #[error(transparent)]
    Slip(#[from] SlipError),
    /// The PIX code can't hold it.
    #[error(transparent)]
    Pix(#[from] PixError),
}

/// What this bank registers for a charge: the same one always in the same way.
pub fn issue(charge: ChargeId, amount: Money, due: NaiveDate) -> Result<Registration, IssueError> {
    let our_number = our_number(&key(charge));
    let barcode = barcode(&our_number, amount, due)?;
    Ok(Registration {
        line: barcode.line().as_str().into(),
        barcode: barcode.as_str().into(),
        pix: Some(pix(&key(charge))?),
        our_number,
    })
}

fn our_number(key: &str) -> String {
    let number = u128::from_str_radix(key, 16).unwrap_or_default();
    format!("{:017}", number % 10u128.pow(17))
}

fn barcode(our_number: &str, amount: Money, due: NaiveDate) -> Result<Barcode, SlipError> {
    let free_field = format!("00000000{our_number}");
    Barcode::build(&SlipParts { bank: CODE, due: Some(due), amount, free_field: &free_field })
}

fn pix(key: &str) -> Result<String, PixError> {
    let charge = PixCharge::Dynamic { url: format!("{PIX_HOST}/qr/v2/cobv/{key}") };
    PixCode { charge, name: PAYEE.into(), city: TOWN.into() }.encode()
}

#[derive(Default)]
struct Books {
    manner: Manner,
    tokens: u32,
    token: String,
    slips: HashMap<String, Value>,
    charges: HashMap<String, Value>,
}

#[derive(Clone)]
struct Desk {
    books: Arc<Mutex<Books>>,
    client: String,
    secret: String,
}

/// A bank that listens; it stops when this is dropped.
pub struct Peer {
    address: SocketAddr,
    desk: Desk,
    serving: JoinHandle<()>,
}

impl Drop for Peer {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

impl Peer {
    /// Starts one on loopback, for this client.
    pub async fn start(client: &str, secret: &str) -> std::io::Result<Peer> {
        let desk = Desk { books: Arc::default(), client: client.into(), secret: secret.into() };
        let app = Router::new()
            .route("/token", post(token))
            .route("/boletos", post(register_slip))
            .route("/boletos/{key}", get(find_slip))
            .route("/boletos/{key}/baixa", post(cancel_slip))
            .route("/cobv/{key}", get(find_charge).put(register_charge).patch(cancel_charge))
            .with_state(desk.clone());
        let listener = TcpListener::bind((std::net::Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let serving = tokio::spawn(async move {
            if let Err(error) = axum::serve(listener, app).await {
                tracing::error!(%error, "the bank on this machine stopped");
            }
        });
        Ok(Peer { address, desk, serving })
    }

    /// Where it is.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// How it behaves from now on.
    pub fn behave(&self, manner: Manner) {
        self.desk.books().manner = manner;
    }

    /// What it has done.
    pub fn seen(&self) -> Seen {
        let books = self.desk.books();
        let count = |kept: &HashMap<String, Value>| u32::try_from(kept.len()).unwrap_or(u32::MAX);
        let cancelled = books.slips.values().filter(|slip| slip["situacao"] == CANCELLED).count();
        Seen {
            tokens: books.tokens,
            slips: count(&books.slips),
            charges: count(&books.charges),
            cancelled: u32::try_from(cancelled).unwrap_or(u32::MAX),
        }
    }

    /// Somebody pays a slip.
    pub fn pay(&self, charge: ChargeId) {
        if let Some(slip) = self.desk.books().slips.get_mut(&key(charge)) {
            slip["situacao"] = json!(PAID);
        }
    }
}

impl Desk {
    fn books(&self) -> std::sync::MutexGuard<'_, Books> {
        self.books.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets somebody with the token in, as the manner has it.
    async fn admit(&self, headers: &HeaderMap) -> Result<Manner, StatusCode> {
        let manner = self.books().manner;
        if let Manner::Slow(wait) = manner {
            tokio::time::sleep(wait).await;
        }
        let given = headers.get("authorization").and_then(|value| value.to_str().ok());
        let mut books = self.books();
        let good = given.is_some_and(|given| {
            given.strip_prefix("Bearer ").is_some_and(|given| !given.is_empty() && given == books.token)
        });
        if manner == Manner::ForgetsTokens {
            books.manner = Manner::Good;
            books.token.clear();
            return Err(StatusCode::UNAUTHORIZED);
        }
        if good { Ok(manner) } else { Err(StatusCode::UNAUTHORIZED) }
    }
}

fn problem(status: StatusCode, said: &str) -> Response {
    let body = json!({ "type": "about:blank", "title": said, "status": status.as_u16() }).to_string();
    (status, [("content-type", "application/problem+json")], body).into_response()
}

fn answer(status: StatusCode, body: &Value) -> Response {
    (status, [("content-type", "application/json")], body.to_string()).into_response()
}

/// An answer that breaks off.
fn cut() -> Response {
    let broken = stream::iter([Ok(Bytes::from_static(b"{")), Err(std::io::Error::other("cut"))]);
    Response::new(Body::from_stream(broken))
}

async fn token(State(desk): State<Desk>, headers: HeaderMap) -> Response {
    let expected = format!("Basic {}", STANDARD.encode(format!("{}:{}", desk.client, desk.secret)));
    if headers.get("authorization").is_none_or(|given| given.as_bytes() != expected.as_bytes()) {
        return problem(StatusCode::UNAUTHORIZED, "invalid_client");
    }
    let mut books = desk.books();
    books.tokens += 1;
    books.token = format!("token-{}", books.tokens);
    answer(
        StatusCode::OK,
        &json!({ "access_token": books.token, "token_type": "Bearer", "expires_in": 3600 }),
    )
}

async fn find_slip(State(desk): State<Desk>, Path(key): Path<String>, headers: HeaderMap) -> Response {
    match desk.admit(&headers).await {
        Err(no) => return no.into_response(),
        Ok(Manner::Busy) => return problem(StatusCode::SERVICE_UNAVAILABLE, "em manutenção"),
        Ok(_) => {}
    }
    match desk.books().slips.get(&key) {
        Some(slip) => answer(StatusCode::OK, slip),
        None => problem(StatusCode::NOT_FOUND, "boleto não encontrado"),
    }
}

async fn register_slip(State(desk): State<Desk>, headers: HeaderMap, body: Bytes) -> Response {
    let manner = match desk.admit(&headers).await {
        Err(no) => return no.into_response(),
        Ok(Manner::Refuses) => return problem(StatusCode::UNPROCESSABLE_ENTITY, "pagador com restrição"),
        Ok(Manner::Breaks) => return problem(StatusCode::INTERNAL_SERVER_ERROR, "erro interno"),
        Ok(manner) => manner,
    };
    let Some((key, slip)) = slip_of(&body, manner) else {
        return problem(StatusCode::BAD_REQUEST, "requisição inválida");
    };
    let mut books = desk.books();
    // The same key is the same slip, however often it is sent.
    books.slips.entry(key).or_insert_with(|| slip.clone());
    match manner {
        Manner::Cuts => cut(),
        Manner::BreaksAfter => problem(StatusCode::INTERNAL_SERVER_ERROR, "erro interno"),
        _ => answer(StatusCode::CREATED, &slip),
    }
}

fn slip_of(body: &[u8], manner: Manner) -> Option<(String, Value)> {
    let asked: Value = serde_json::from_slice(body).ok()?;
    let text = |name: &str| asked[name].as_str();
    let key = text("seuNumero")?.to_owned();
    let number = asked["pagador"]["cpfCnpj"].as_str()?;
    if !matches!(number.len(), 11 | 14) || asked["pagador"]["nome"].as_str()?.is_empty() {
        return None;
    }
    let mut amount = Money::parse(&text("valor")?.replace('.', ",")).ok()?;
    let mut due: NaiveDate = text("dataVencimento")?.parse().ok()?;
    match manner {
        Manner::WrongValue => amount = amount + Money(1),
        Manner::WrongDue => due = due.succ_opt()?,
        _ => {}
    }
    let our_number = our_number(&key);
    let barcode = barcode(&our_number, amount, due).ok()?;
    let mut digits = barcode.as_str().to_owned();
    if manner == Manner::BrokenBarcode {
        // No general digit is ever 0.
        digits.replace_range(4..5, "0");
    }
    let slip = json!({
        "seuNumero": key,
        "nossoNumero": our_number,
        "codigoBarras": digits,
        "linhaDigitavel": barcode.line().formatted(),
        "valor": decimal(amount),
        "dataVencimento": due,
        "situacao": "EM_ABERTO",
    });
    Some((key, slip))
}

async fn cancel_slip(State(desk): State<Desk>, Path(key): Path<String>, headers: HeaderMap) -> Response {
    if let Err(no) = desk.admit(&headers).await {
        return no.into_response();
    }
    let mut books = desk.books();
    match books.slips.get_mut(&key) {
        None => problem(StatusCode::NOT_FOUND, "boleto não encontrado"),
        Some(slip) if slip["situacao"] == PAID => problem(StatusCode::CONFLICT, "boleto pago"),
        Some(slip) => {
            slip["situacao"] = json!(CANCELLED);
            StatusCode::NO_CONTENT.into_response()
        }
    }
}

async fn find_charge(State(desk): State<Desk>, Path(key): Path<String>, headers: HeaderMap) -> Response {
    if let Err(no) = desk.admit(&headers).await {
        return no.into_response();
    }
    match desk.books().charges.get(&key) {
        Some(charge) => answer(StatusCode::OK, charge),
        None => problem(StatusCode::NOT_FOUND, "cobrança não encontrada"),
    }
}

async fn register_charge(
    State(desk): State<Desk>,
    Path(key): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let manner = match desk.admit(&headers).await {
        Err(no) => return no.into_response(),
        Ok(Manner::NoPix) => return problem(StatusCode::BAD_REQUEST, "chave não é desta conta"),
        Ok(manner) => manner,
    };
    let Some(charge) = charge_of(&key, &body, manner) else {
        return problem(StatusCode::BAD_REQUEST, "requisição inválida");
    };
    let mut books = desk.books();
    books.charges.entry(key).or_insert_with(|| charge.clone());
    answer(StatusCode::CREATED, &charge)
}

fn charge_of(key: &str, body: &[u8], manner: Manner) -> Option<Value> {
    let asked: Value = serde_json::from_slice(body).ok()?;
    // The API's own rule of a txid.
    if !(26..=35).contains(&key.len()) || !key.bytes().all(|c| c.is_ascii_alphanumeric()) {
        return None;
    }
    let debtor = asked["devedor"].as_object()?;
    if !debtor.contains_key("nome") || debtor.contains_key("cpf") == debtor.contains_key("cnpj") {
        return None;
    }
    asked["chave"].as_str()?;
    let original = asked["valor"]["original"].as_str()?;
    let mut text = pix(key).ok()?;
    if manner == Manner::BrokenPix {
        text = text.replace(TOWN, "CANELA");
    }
    Some(json!({
        "calendario": asked["calendario"],
        "txid": key,
        "revisao": 0,
        "status": "ATIVA",
        "valor": { "original": original },
        "chave": asked["chave"],
        "pixCopiaECola": text,
    }))
}

async fn cancel_charge(State(desk): State<Desk>, Path(key): Path<String>, headers: HeaderMap) -> Response {
    if let Err(no) = desk.admit(&headers).await {
        return no.into_response();
    }
    match desk.books().charges.get_mut(&key) {
        None => problem(StatusCode::NOT_FOUND, "cobrança não encontrada"),
        Some(charge) => {
            charge["status"] = json!("REMOVIDA_PELO_USUARIO_RECEBEDOR");
            answer(StatusCode::OK, charge)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use balcao_brazil::slip::Line;

    #[test]
    fn what_it_registers_can_be_read_and_not_be_paid() {
        let due = NaiveDate::from_ymd_opt(2026, 12, 10).unwrap();
        let registration = issue(ChargeId::new(), Money(9_990), due).unwrap();
        let barcode = Barcode::parse(&registration.barcode).unwrap();
        assert_eq!((barcode.bank(), barcode.amount(), barcode.due(due)), (CODE, Money(9_990), Some(due)));
        assert_eq!(Line::parse(&registration.line).unwrap().barcode(), barcode);
        let pix = PixCode::parse(&registration.pix.unwrap()).unwrap();
        assert_eq!(pix.name, PAYEE);
        assert!(matches!(pix.charge, PixCharge::Dynamic { url } if url.starts_with(PIX_HOST)));
    }
}
