//! The conversation with a server (RFC 5321), in two parts: up to its agreement to take the text
//! nothing was sent; from then on only its answer says what became of it.

use std::error::Error as _;
use std::io;
use std::time::Duration;

use balcao_access::{Labels, Locale, labels};
use balcao_messages::{Security, Sent, Server};
use lettre::message::Message;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, Certificate, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::ClientId;
use tokio::time::timeout;

use crate::words;

/// How long a server may take. Together this stays within the minute that the outbox gives an attempt.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// Until it agrees to take a text.
    pub before: Duration,
    /// Until it answers for the text.
    pub after: Duration,
}

impl Default for Patience {
    fn default() -> Patience {
        Patience { before: Duration::from_secs(20), after: Duration::from_secs(35) }
    }
}

/// How long we wait for its goodbye, which nothing depends on.
const GOODBYE: Duration = Duration::from_secs(1);

/// Why a server does not let us in.
#[derive(Debug)]
pub enum Closed {
    /// Nobody answers there.
    Unreachable(String),
    /// It did not say the next word in time.
    Silent,
    /// Its certificate is not of its name, or of nobody that is trusted.
    Tls(String),
    /// It offers no TLS, and is not talked to without.
    NoTls,
    /// The provider's own authority is no certificate.
    Authority,
    /// User and password were refused.
    Login(String),
    /// It said no before anything was asked of it.
    Reply(String),
}

impl Closed {
    /// In words.
    pub fn says(&self, host: &str) -> Labels {
        match self {
            Closed::Unreachable(why) => labels!(
                pt: "{host} não atende: {why}", en: "{host} does not answer: {why}", es: "{host} no atiende: {why}"
            ),
            Closed::Silent => labels!(
                pt: "{host} não respondeu a tempo", en: "{host} did not answer in time", es: "{host} no respondió a tiempo"
            ),
            Closed::Tls(why) => labels!(
                pt: "a conexão segura com {host} falhou: {why}",
                en: "the secure connection with {host} failed: {why}",
                es: "la conexión segura con {host} falló: {why}"
            ),
            Closed::NoTls => labels!(
                pt: "{host} não oferece conexão segura (STARTTLS)",
                en: "{host} offers no secure connection (STARTTLS)",
                es: "{host} no ofrece conexión segura (STARTTLS)"
            ),
            Closed::Authority => labels!(
                pt: "o certificado da autoridade própria não pôde ser lido",
                en: "the certificate of the authority could not be read",
                es: "el certificado de la autoridad propia no pudo leerse"
            ),
            Closed::Login(reply) => labels!(
                pt: "{host} recusou usuário e senha: {reply}",
                en: "{host} refused user and password: {reply}",
                es: "{host} rechazó usuario y contraseña: {reply}"
            ),
            Closed::Reply(reply) => labels!(
                pt: "{host} não aceitou a conexão: {reply}",
                en: "{host} did not accept the connection: {reply}",
                es: "{host} no aceptó la conexión: {reply}"
            ),
        }
    }

    /// For agents, in the language of banks here.
    fn words(&self, host: &str) -> String {
        self.says(host).text(Locale::Pt).to_owned()
    }
}

/// Signs in to the server.
pub async fn open(server: &Server, patience: Patience) -> Result<AsyncSmtpConnection, Closed> {
    timeout(patience.before, enter(server)).await.unwrap_or(Err(Closed::Silent))
}

async fn enter(server: &Server) -> Result<AsyncSmtpConnection, Closed> {
    let hello = ClientId::Domain(server.domain().to_owned());
    let at = (server.host.as_str(), server.port);
    let tls = match server.security {
        Security::None => None,
        Security::Tls | Security::StartTls => Some(tls(server)?),
    };
    let (at_once, later) = match server.security {
        Security::StartTls => (None, tls),
        Security::Tls | Security::None => (tls, None),
    };
    let mut connection =
        AsyncSmtpConnection::connect_tokio1(at, None, &hello, at_once, None).await.map_err(closed)?;
    if let Some(tls) = later {
        if !connection.can_starttls() {
            goodbye(&mut connection).await;
            return Err(Closed::NoTls);
        }
        connection.starttls(tls, &hello).await.map_err(closed)?;
    }
    if let Some((user, password)) = &server.login {
        let credentials = Credentials::new(user.clone(), password.expose().to_owned());
        let signed_in = connection.auth(&[Mechanism::Plain, Mechanism::Login], &credentials).await;
        if let Err(error) = signed_in {
            let refused = error.is_permanent() || error.is_client();
            return Err(if refused { Closed::Login(said(&error)) } else { closed(error) });
        }
    }
    Ok(connection)
}

fn tls(server: &Server) -> Result<TlsParameters, Closed> {
    let mut tls = TlsParameters::builder(server.host.clone());
    if let Some(authority) = &server.authority {
        let certificate = Certificate::from_pem(authority.as_bytes()).map_err(|_| Closed::Authority)?;
        tls = tls.add_root_certificate(certificate);
    }
    tls.build_rustls().map_err(closed)
}

/// Hands a message over.
pub async fn deliver(server: &Server, message: &Message, patience: Patience) -> Sent {
    let host = &server.host;
    let began = tokio::time::Instant::now();
    let mut connection = match open(server, patience).await {
        Ok(connection) => connection,
        Err(closed) => return Sent::Later(closed.words(host)),
    };
    let left = patience.before.saturating_sub(began.elapsed());
    match timeout(left, ask(&mut connection, message)).await {
        Err(_) => return Sent::Later(Closed::Silent.words(host)),
        Ok(Err(error)) if error.is_permanent() => return Sent::Refused(refusal(host, &error)),
        Ok(Err(error)) if error.is_transient() => return Sent::Later(refusal(host, &error)),
        Ok(Err(error)) => return Sent::Later(closed(error).words(host)),
        Ok(Ok(())) => {}
    }
    match timeout(patience.after, connection.message(&message.formatted())).await {
        Ok(Ok(response)) => {
            goodbye(&mut connection).await;
            let reply = words::reply(&response.message().collect::<Vec<_>>().join(" "));
            Sent::Done(format!("aceito por {host}: {reply}"))
        }
        Ok(Err(error)) if error.is_permanent() => Sent::Refused(refusal(host, &error)),
        Ok(Err(error)) if error.is_transient() => Sent::Later(refusal(host, &error)),
        // Cut off or silent after the text: nobody knows how much of it the server has.
        Ok(Err(_)) | Err(_) => {
            Sent::Unknown(format!("{host} não confirmou o recebimento: o e-mail pode ter saído"))
        }
    }
}

/// Up to the server's agreement to take the text.
async fn ask(connection: &mut AsyncSmtpConnection, message: &Message) -> Result<(), Error> {
    let envelope = message.envelope();
    connection.command(Mail::new(envelope.from().cloned(), Vec::new())).await?;
    for to in envelope.to() {
        connection.command(Rcpt::new(to.clone(), Vec::new())).await?;
    }
    connection.command(Data).await?;
    Ok(())
}

/// Takes leave; the server need not answer.
pub async fn goodbye(connection: &mut AsyncSmtpConnection) {
    let _ = timeout(GOODBYE, connection.quit()).await;
}

fn closed(error: Error) -> Closed {
    if error.is_permanent() || error.is_transient() {
        Closed::Reply(said(&error))
    } else if error.is_tls() || is_handshake(&error) {
        Closed::Tls(said(&error))
    } else if error.is_timeout() {
        Closed::Silent
    } else {
        Closed::Unreachable(said(&error))
    }
}

/// What fails in a handshake comes as data that make no sense.
fn is_handshake(error: &Error) -> bool {
    let mut cause = error.source();
    while let Some(source) = cause {
        if source.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::InvalidData)
        {
            return true;
        }
        cause = source.source();
    }
    false
}

fn refusal(host: &str, error: &Error) -> String {
    let code = error.status().map(|code| format!("{code} ")).unwrap_or_default();
    format!("{host} respondeu: {code}{}", said(error))
}

/// The server's reply, or what the system says of the connection.
fn said(error: &Error) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(source) = cause.source() {
        cause = source;
    }
    words::reply(&cause.to_string())
}
