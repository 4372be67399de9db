//! Trying each account for real: a token is had, and the APIs answer with it.

use balcao_access::finding::Finding;
use balcao_access::{companies, labels};
use balcao_store::{Db, StoreError};

use crate::accounts;
use crate::http::{Connection, Trouble};

/// A key that no charge ever has.
const NOBODYS: &str = "00000000000000000000000000000000";

/// What came of trying every account.
pub async fn check(db: &Db) -> Result<Vec<Finding>, StoreError> {
    let mut conn = db.read().await?;
    let (accounts, companies) = (accounts::list(&mut conn).await?, companies::list(&mut conn).await);
    drop(conn);
    let companies = companies.unwrap_or_default();
    let mut findings = Vec::new();
    for account in accounts {
        let company = companies.iter().find(|company| company.id == account.company);
        let which = format!("{} ({})", account.label, company.map_or("?", |company| &company.trade_name));
        findings.push(match Connection::new(account, db.keys()) {
            Ok(connection) => tried(&connection, which).await,
            Err(error) => {
                tracing::warn!(%error, "a bank account can't be used");
                Finding::failed(
                    "bank",
                    which,
                    labels!(pt: "as credenciais guardadas não abrem", en: "the kept credentials don't open", es: "las credenciales guardadas no se abren"),
                    labels!(pt: "remova a conta e cadastre de novo: balcao bank add", en: "remove the account and add it again: balcao bank add", es: "quite la cuenta y agréguela de nuevo: balcao bank add"),
                )
            }
        });
    }
    if findings.is_empty() {
        findings.push(Finding::warning(
            "bank",
            "",
            labels!(pt: "nenhuma conta de banco configurada: boletos novos esperam", en: "no bank account is set up: new slips wait", es: "ninguna cuenta bancaria configurada: los boletos nuevos esperan"),
            labels!(pt: "cadastre com: balcao bank add", en: "add one with: balcao bank add", es: "agregue una con: balcao bank add"),
        ));
    }
    Ok(findings)
}

async fn tried(connection: &Connection, which: String) -> Finding {
    let slips = format!("{}/boletos/{NOBODYS}", connection.account.slip_url);
    let pix = connection.account.pix.as_ref().map(|pix| format!("{}/cobv/{NOBODYS}", pix.url));
    for address in [Some(slips), pix].into_iter().flatten() {
        let answer = connection.look::<serde_json::Value>(&address, NOBODYS).await;
        if let Err(trouble) = answer {
            return failed(trouble, which);
        }
    }
    Finding::works(
        "bank",
        which,
        labels!(pt: "token obtido, a conta responde", en: "a token was had, the account answers", es: "token obtenido, la cuenta responde"),
    )
}

fn failed(trouble: Trouble, which: String) -> Finding {
    let why = match trouble {
        Trouble::Nobody(why) | Trouble::Silent(why) | Trouble::Refused(why) => why,
        Trouble::NotFound => "o endereço não existe no banco".into(),
    };
    Finding::failed(
        "bank",
        which,
        labels!(pt: "{why}", en: "the bank said: {why}", es: "el banco dijo: {why}"),
        labels!(
            pt: "confira endereços, cliente, segredo e certificado; depois: balcao bank test",
            en: "see to addresses, client, secret and certificate; then: balcao bank test",
            es: "revise direcciones, cliente, secreto y certificado; luego: balcao bank test",
        ),
    )
}
