//! Carrying out an order: the tables first, then the access server of the session.

use balcao_network::equipment::{Heard, Order, Session, What};
use balcao_network::nas::{self, Nas};
use balcao_network::{Access, Password, replies};
use balcao_store::StoreError;

use crate::cause::{self, SESSION_CONTEXT_NOT_FOUND};
use crate::client::{Answer, Target};
use crate::packet::{Code, Packet, attribute};
use crate::vendor::{Changes, changes};
use crate::{Radius, Source, tables};

/// Why nothing was sent.
#[derive(Debug, thiserror::Error)]
enum Unsent {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Tables(#[from] sqlx::Error),
    #[error("{0}")]
    Words(String),
}

impl Radius {
    /// Carries it out. Done twice it is done once, but for a session that is meant by its login alone.
    pub async fn carry_out(&self, order: Order) -> Heard {
        let carried = match &order.what {
            What::Password(password) => self.password(&order, password).await,
            What::Access(access) => self.access(&order, *access).await,
            What::Disconnect(session) => self.disconnect(&order, session.as_ref()).await,
            What::Renew { from, to, session } => self.renew(&order, (*from, *to), session.as_ref()).await,
        };
        carried.unwrap_or_else(|why| match why {
            Unsent::Words(words) => Heard::NotSent(words),
            Unsent::Store(error) => {
                tracing::error!(%error, "an order to an access server could not be read");
                Heard::NotSent("o banco de dados do Balcão não respondeu".into())
            }
            Unsent::Tables(error) => {
                tracing::error!(%error, "the RADIUS database could not be written");
                Heard::NotSent("o banco de dados do RADIUS não respondeu".into())
            }
        })
    }

    fn tables(&self) -> Result<&Source, Unsent> {
        let words = "o banco de dados do RADIUS não está configurado (radius-url)";
        self.tables.as_ref().ok_or_else(|| Unsent::Words(words.into()))
    }

    async fn password(&self, order: &Order, password: &Password) -> Result<Heard, Unsent> {
        tables::set_password(self.tables()?, &order.login, password).await?;
        Ok(Heard::Done)
    }

    async fn access(&self, order: &Order, access: Access) -> Result<Heard, Unsent> {
        let tables = self.tables()?;
        let replies = replies::of(&mut self.db.read().await?, order.company).await?;
        let says_nothing = replies.of(access) == replies::Reply::default();
        // Taking away what blocks is enough to unblock; but somebody must have said what blocks.
        if says_nothing && (access != Access::Normal || replies.all().next().is_none()) {
            let words = "a empresa não diz como o RADIUS bloqueia e desbloqueia (balcao nas reply)";
            return Err(Unsent::Words(words.into()));
        }
        tables::set_access(tables, &order.login, &replies, access).await?;
        Ok(Heard::Done)
    }

    async fn disconnect(&self, order: &Order, session: Option<&Session>) -> Result<Heard, Unsent> {
        let (_, target) = self.target(order, session).await?;
        let make = |id| of_session(Packet::new(Code::DisconnectRequest, id), order, session);
        Ok(heard(order, self.client.ask(&target, make).await, Heard::Done))
    }

    /// The session is changed where its make takes what differs, and ended otherwise, also when the
    /// access server does not take it after all.
    async fn renew(
        &self,
        order: &Order,
        (from, to): (Access, Access),
        session: Option<&Session>,
    ) -> Result<Heard, Unsent> {
        let (nas, target) = self.target(order, session).await?;
        if let Some(changes) = self.changes(order, &nas, from, to).await? {
            let make = |id| changes.put(of_session(Packet::new(Code::CoaRequest, id), order, session));
            match heard(order, self.client.ask(&target, make).await, Heard::Changed) {
                Heard::Refused(_) => {}
                heard => return Ok(heard),
            }
        }
        self.disconnect(order, session).await
    }

    async fn changes(
        &self,
        order: &Order,
        nas: &Nas,
        from: Access,
        to: Access,
    ) -> Result<Option<Changes>, Unsent> {
        let Ok(tables) = self.tables() else { return Ok(None) };
        let replies = replies::of(&mut self.db.read().await?, order.company).await?;
        let before = tables::answered(tables, &order.login, &replies, from).await?;
        let after = tables::answered(tables, &order.login, &replies, to).await?;
        Ok(changes(nas.vendor, &before, &after))
    }

    /// The access server at which the session is, else the one that the line names.
    async fn target(&self, order: &Order, session: Option<&Session>) -> Result<(Nas, Target), Unsent> {
        let mut conn = self.db.read().await?;
        let known = nas::list(&mut conn, order.company).await?;
        let address = session.and_then(|session| session.nas_address);
        let at = known.iter().find(|nas| Some(nas.address) == address);
        let nas = at.or_else(|| known.iter().find(|nas| nas.name == order.nas));
        let unknown = || Unsent::Words(format!("o concentrador {} não está cadastrado", order.nas));
        let nas = nas.ok_or_else(unknown)?;
        let secret =
            nas::secret(&mut conn, self.db.keys(), nas.company, nas.id).await?.ok_or_else(unknown)?;
        Ok((nas.clone(), Target { address: nas.socket(), secret: secret.expose().as_bytes().into() }))
    }
}

/// Names the session, and the time.
fn of_session(packet: Packet, order: &Order, session: Option<&Session>) -> Packet {
    let mut packet = packet.with(attribute::USER_NAME, &order.login);
    if let Some(session) = session {
        packet = packet.with(attribute::ACCT_SESSION_ID, &session.id);
        if let Some(std::net::IpAddr::V4(address)) = session.nas_address {
            packet = packet.with(attribute::NAS_IP_ADDRESS, address.octets());
        }
    }
    let now = u32::try_from(balcao_store::now().timestamp()).unwrap_or(u32::MAX);
    packet.with(attribute::EVENT_TIMESTAMP, now.to_be_bytes())
}

fn heard(order: &Order, answer: Answer, done: Heard) -> Heard {
    match answer {
        Answer::Ack => done,
        Answer::Nak(Some(SESSION_CONTEXT_NOT_FOUND)) => Heard::NoSession,
        Answer::Nak(why) => Heard::Refused(cause::words(why)),
        Answer::Nobody => Heard::Nobody,
        Answer::Resting => {
            Heard::NotSent(format!("o {} não respondeu há pouco: nada foi enviado", order.nas))
        }
        Answer::Silence { .. } => Heard::Silence,
    }
}
