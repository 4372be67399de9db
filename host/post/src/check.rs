//! Trying the mail servers: `balcao check`, "Testar agora".

use balcao_access::finding::Finding;
use balcao_access::{AccessError, companies, labels};
use balcao_messages::{Server, server_of};
use balcao_store::Db;

use crate::Patience;
use crate::smtp::{self, Closed};

/// What it is called.
pub const PART: &str = "smtp";

/// Signs in to the server of each company. No mail goes out.
pub async fn check(db: &Db) -> Result<Vec<Finding>, AccessError> {
    let mut conn = db.read().await?;
    let mut servers = Vec::new();
    for company in companies::list(&mut conn).await? {
        servers.push((company.trade_name, server_of(&mut conn, db.keys(), company.id).await?));
    }
    drop(conn);
    let mut found = Vec::new();
    for (company, server) in servers {
        found.push(match server {
            Some(server) => check_one(company, &server).await,
            None => Finding::warning(
                PART,
                company,
                labels!(
                    pt: "Nenhum servidor de e-mail: e-mails a clientes são recusados.",
                    en: "No mail server: mails to customers are refused.",
                    es: "Ningún servidor de correo: los correos a clientes se rechazan.",
                ),
                labels!(
                    pt: "Indique o servidor com: balcao mail set",
                    en: "Set the server with: balcao mail set",
                    es: "Indique el servidor con: balcao mail set",
                ),
            ),
        });
    }
    Ok(found)
}

/// Signs in to one server, of the company of that name.
pub async fn check_one(company: String, server: &Server) -> Finding {
    let (host, port) = (&server.host, server.port);
    let closed = match smtp::open(server, Patience::default()).await {
        Ok(mut connection) => {
            smtp::goodbye(&mut connection).await;
            let (pt, en, es) = match &server.login {
                Some(_) => (
                    "conexão e senha aceitas",
                    "connection and password accepted",
                    "conexión y contraseña aceptadas",
                ),
                None => (
                    "conexão aceita, sem senha",
                    "connection accepted, without a password",
                    "conexión aceptada, sin contraseña",
                ),
            };
            return Finding::works(
                PART,
                company,
                labels!(pt: "{host}:{port}: {pt}.", en: "{host}:{port}: {en}.", es: "{host}:{port}: {es}."),
            );
        }
        Err(closed) => closed,
    };
    let remedy = match closed {
        Closed::Unreachable(_) | Closed::Silent => labels!(
            pt: "Confira servidor e porta, e se o firewall deixa este computador sair por {port}.",
            en: "Check the host and port, and that the firewall lets this machine out on {port}.",
            es: "Verifique el servidor y el puerto, y que el firewall deje salir por {port}.",
        ),
        Closed::Tls(_) | Closed::Authority => labels!(
            pt: "O certificado precisa ser do nome {host}; o de uma autoridade própria se indica com --authority.",
            en: "The certificate has to be of the name {host}; an authority of your own is given with --authority.",
            es: "El certificado debe ser del nombre {host}; una autoridad propia se indica con --authority.",
        ),
        Closed::NoTls => labels!(
            pt: "Use a porta 465 com --security tls, ou habilite STARTTLS no servidor.",
            en: "Use port 465 with --security tls, or enable STARTTLS on the server.",
            es: "Use el puerto 465 con --security tls, o habilite STARTTLS en el servidor.",
        ),
        Closed::Login(_) => labels!(
            pt: "Informe usuário e senha de novo com: balcao mail set",
            en: "Give user and password again with: balcao mail set",
            es: "Indique usuario y contraseña de nuevo con: balcao mail set",
        ),
        Closed::Reply(_) => labels!(
            pt: "Peça a quem cuida do servidor que aceite mensagens deste computador.",
            en: "Ask who runs the server to accept mail from this machine.",
            es: "Pida a quien administra el servidor que acepte mensajes de este equipo.",
        ),
    };
    Finding::failed(PART, company, closed.says(host), remedy)
}
