//! What `balcao check` tries of the fibre.

use balcao_access::finding::Finding;
use balcao_access::{Labels, companies, labels};
use balcao_network::{Olt, OltError, olts};
use balcao_store::Db;

use crate::snmp::{SnmpError, description};
use crate::{Vendors, ping};

/// Names of the parts.
const OLT: &str = "olt";
const PING: &str = "ping";

/// Asks every OLT what it is, and tries whether echo requests may be sent.
pub async fn check(db: &Db, vendors: &Vendors) -> Result<Vec<Finding>, OltError> {
    let mut findings = Vec::new();
    let mut known = Vec::new();
    let mut conn = db.read().await?;
    for company in companies::list(&mut conn).await? {
        for olt in olts::list(&mut conn, company.id).await? {
            known.push(olts::one(&mut conn, db.keys(), olt.id).await?);
        }
    }
    // Nothing is held while equipment thinks.
    drop(conn);
    for olt in known {
        findings.push(tried(&olt, vendors).await);
    }
    findings.push(match ping::may() {
        Ok(()) => {
            let says = labels!(pt: "pings podem ser enviados", en: "pings may be sent", es: "se pueden enviar pings");
            Finding::works(PING, "", says)
        }
        Err(_) => Finding::failed(
            PING,
            "",
            labels!(
                pt: "o sistema não deixa este processo enviar pings",
                en: "the system does not let this process send pings",
                es: "el sistema no deja que este proceso envíe pings",
            ),
            labels!(
                pt: "rode sysctl -w net.ipv4.ping_group_range=\"0 2147483647\", ou dê ao serviço AmbientCapabilities=CAP_NET_RAW",
                en: "run sysctl -w net.ipv4.ping_group_range=\"0 2147483647\", or give the service AmbientCapabilities=CAP_NET_RAW",
                es: "ejecute sysctl -w net.ipv4.ping_group_range=\"0 2147483647\", o dé al servicio AmbientCapabilities=CAP_NET_RAW",
            ),
        ),
    });
    Ok(findings)
}

/// Asks one OLT what it is.
pub async fn tried(olt: &Olt, vendors: &Vendors) -> Finding {
    let vendor = &olt.vendor;
    if vendors.get(vendor).is_none() {
        let says = labels!(
            pt: "nenhuma tabela de OIDs é do fabricante {vendor}",
            en: "no table of OIDs is of the vendor {vendor}",
            es: "ninguna tabla de OID es del fabricante {vendor}",
        );
        let remedy = labels!(
            pt: "escolha outro fabricante, ou aponte um arquivo com a tabela dele em olt-vendors",
            en: "choose another vendor, or name a file with its table in olt-vendors",
            es: "elija otro fabricante, o indique un archivo con su tabla en olt-vendors",
        );
        return Finding::failed(OLT, &olt.name, says, remedy);
    }
    match description(olt).await {
        Ok(said) => {
            let says = labels!(pt: "responde: {said}", en: "answers: {said}", es: "responde: {said}");
            Finding::works(OLT, &olt.name, says)
        }
        Err(error) => {
            let (says, remedy) = advice(&error, olt);
            Finding::failed(OLT, &olt.name, says, remedy)
        }
    }
}

/// What to look at, where an agent did not answer.
fn advice(error: &SnmpError, olt: &Olt) -> (Labels, Labels) {
    let (address, port) = (&olt.address, olt.port);
    match error {
        SnmpError::Silent => (
            labels!(
                pt: "{address}, porta {port}: nenhuma resposta",
                en: "{address}, port {port}: no answer",
                es: "{address}, puerto {port}: ninguna respuesta",
            ),
            labels!(
                pt: "confira o endereço, se o firewall deixa passar UDP e a comunidade: a uma errada a OLT não responde nada",
                en: "check the address, whether the firewall lets UDP through, and the community: to a wrong one the OLT says nothing",
                es: "revise la dirección, si el firewall deja pasar UDP y la comunidad: a una errada la OLT no responde nada",
            ),
        ),
        SnmpError::Refused => (
            labels!(
                pt: "a OLT recusou o usuário",
                en: "the OLT refused the user",
                es: "la OLT rechazó al usuario",
            ),
            labels!(
                pt: "confira usuário, senhas e algoritmo do SNMPv3, e o que o usuário pode ver",
                en: "check user, passwords and digest of SNMPv3, and what the user may see",
                es: "revise usuario, contraseñas y algoritmo de SNMPv3, y lo que el usuario puede ver",
            ),
        ),
        SnmpError::Address => (
            labels!(
                pt: "{address} não é endereço nem nome conhecido",
                en: "{address} is no address and no known name",
                es: "{address} no es dirección ni nombre conocido",
            ),
            labels!(pt: "corrija o endereço", en: "correct the address", es: "corrija la dirección"),
        ),
        SnmpError::Odd(what) => (
            labels!(
                pt: "respondeu algo que não se entende: {what}",
                en: "it answered what is not understood: {what}",
                es: "respondió algo que no se entiende: {what}",
            ),
            labels!(
                pt: "confira se a porta é a do SNMP",
                en: "check whether the port is that of SNMP",
                es: "revise si el puerto es el de SNMP",
            ),
        ),
    }
}
