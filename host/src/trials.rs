//! Trying one of the provider's things for real: the commands' `test`, and "Testar agora" on the pages.

use std::sync::Arc;

use balcao_access::finding::Finding;
use balcao_access::{CompanyId, companies, labels};
use balcao_messages::{Mail, MessageId, Sent, server_of};
use balcao_network::nas::{self, Nas};
use balcao_network::{OltError, OltId, olts};
use balcao_optics::Vendors;
use balcao_post::Patience;
use balcao_radius::{Client, Radius};
use balcao_store::{Db, now};
use balcao_web::{OltMake, Outside, Part};

use crate::app::{self, Opened};
use crate::config::Config;

/// What is needed to try them.
#[derive(Clone)]
pub struct Trials {
    db: Db,
    radius: Radius,
    vendors: Vendors,
}

impl Trials {
    /// Of this database, as it is set.
    pub fn new(config: &Config, db: &Db) -> Opened<Trials> {
        Ok(Trials { db: db.clone(), radius: app::radius(config, db)?, vendors: app::vendors(config)? })
    }

    /// Tries one.
    pub async fn of(&self, part: Part) -> Opened<Finding> {
        match part {
            Part::AccessServer(nas) => self.access_server(&nas).await,
            Part::Olt(id) => self.olt(id).await,
            Part::Mail { company, to } => self.mail(company, to).await,
        }
    }

    /// What the pages are handed.
    pub fn into_outside(self) -> Outside {
        let make = |vendor: &balcao_optics::vendor::Vendor| OltMake {
            key: vendor.key.clone(),
            label: vendor.label.clone(),
            sure: vendor.sure().map(|(what, sure)| (what, sure.to_owned())).collect(),
        };
        let makes = self.vendors.iter().map(make).collect();
        let trial = move |part: Part| {
            let trials = self.clone();
            Box::pin(async move {
                let tried = trials.of(part).await;
                tried.inspect_err(|error| tracing::error!(%error, "a part could not be tried")).ok()
            }) as balcao_web::Tried
        };
        Outside { makes, trial: Some(Arc::new(trial)) }
    }

    async fn access_server(&self, nas: &Nas) -> Opened<Finding> {
        let secret = nas::secret(&mut self.db.read().await?, self.db.keys(), nas.company, nas.id).await?;
        let secret = secret.ok_or("it was removed just now")?;
        // By a client of its own: one that rests after a silence would not see what was put right since.
        let radius = Radius { client: Client::default(), ..self.radius.clone() };
        Ok(radius.access_server(nas, secret.expose().as_bytes()).await)
    }

    async fn olt(&self, id: OltId) -> Opened<Finding> {
        let mut conn = self.db.read().await?;
        let olt = olts::one(&mut conn, self.db.keys(), id).await;
        drop(conn);
        Ok(match olt {
            Ok(olt) => balcao_optics::tried(&olt, &self.vendors).await,
            Err(OltError::Invalid(_)) => Finding::failed(
                "olt",
                "",
                labels!(pt: "as credenciais guardadas não abrem", en: "the kept credentials don't open", es: "las credenciales guardadas no se abren"),
                labels!(pt: "grave-as de novo", en: "set them again", es: "guárdelas de nuevo"),
            ),
            Err(error) => return Err(error.into()),
        })
    }

    async fn mail(&self, company: CompanyId, to: Option<String>) -> Opened<Finding> {
        let mut conn = self.db.read().await?;
        let name = companies::one(&mut conn, company).await?.trade_name;
        let server = server_of(&mut conn, self.db.keys(), company).await?;
        drop(conn);
        let server = server.ok_or("the company has no mail server")?;
        let signed_in = balcao_post::check_one(name.clone(), &server).await;
        let Some(to) = to.filter(|_| signed_in.remedy.is_none()) else { return Ok(signed_in) };
        let sent = balcao_post::deliver(&server, &letter(company, to), Vec::new(), Patience::default()).await;
        Ok(match sent {
            Sent::Done(told) => Finding::works(
                balcao_post::PART,
                name,
                labels!(pt: "enviado: {told}", en: "sent: {told}", es: "enviado: {told}"),
            ),
            Sent::Refused(why) | Sent::Later(why) | Sent::Unknown(why) => Finding::failed(
                balcao_post::PART,
                name,
                labels!(pt: "{why}", en: "{why}", es: "{why}"),
                labels!(
                    pt: "Confira o endereço, e o que o servidor aceita deste remetente.",
                    en: "Check the address, and what the server takes from this sender.",
                    es: "Revise la dirección, y lo que el servidor acepta de este remitente.",
                ),
            ),
        })
    }
}

fn letter(company: CompanyId, to: String) -> Mail {
    Mail {
        id: MessageId::new(),
        company,
        to,
        subject: "Teste do Balcão".into(),
        body: "Esta mensagem confirma que o Balcão envia e-mails por este servidor.".into(),
        charges: Vec::new(),
        at: now(),
    }
}
