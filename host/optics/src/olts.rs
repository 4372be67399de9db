//! The provider's OLTs, each asked by one voice at a time, however many agents want to know.
//!
//! Equal questions that are asked while one is on its way share its answer. An OLT that was silent is left
//! alone for a moment: in an outage a queue of questions, each waiting for its own silence, would help nobody.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use balcao_network::equipment::Want;
use balcao_network::signal::Reading;
use balcao_network::{Connection, ConnectionId, Olt, OltError, OltId, Port, Unreachable, olts, readings};
use balcao_store::{Db, now};
use chrono::TimeDelta;
use tokio::sync::watch;
use tokio::time::Instant;

use crate::snmp::{Session, SnmpError, talk as talk_to};
use crate::vendor::{Oid, Said, Vendors};

/// How old a reading may be that is shown without asking again.
const RECENT: TimeDelta = TimeDelta::seconds(30);
/// How old even for somebody who wants one of now: nobody presses a button faster on purpose.
const JUST_NOW: TimeDelta = TimeDelta::seconds(3);
/// How long a silent OLT is left alone.
const LEFT_ALONE: Duration = Duration::from_secs(5);

type Answer = Result<Reading, Unreachable>;

/// All of them. Cheap to clone.
#[derive(Clone)]
pub struct Olts(Arc<Inner>);

struct Inner {
    db: Db,
    vendors: Vendors,
    talks: Mutex<HashMap<OltId, Arc<tokio::sync::Mutex<Talk>>>>,
    asked: Mutex<HashMap<ConnectionId, watch::Receiver<Option<Answer>>>>,
}

/// The conversation with one OLT.
#[derive(Default)]
struct Talk {
    /// Of this version of its settings.
    session: Option<(i64, Session)>,
    silent: Option<(i64, Instant)>,
}

impl Olts {
    /// Those that the database knows, by these tables.
    pub fn new(db: Db, vendors: Vendors) -> Olts {
        Olts(Arc::new(Inner { db, vendors, talks: Mutex::default(), asked: Mutex::default() }))
    }

    /// A reading of a line, and its place among the kept ones.
    pub async fn reading(&self, line: Connection, want: Want) -> Answer {
        let onu = line.onu.as_ref().ok_or(Unreachable::NoPlace)?;
        let port = onu.port.ok_or(Unreachable::NoPlace)?;
        let enough = if want == Want::Recent { RECENT } else { JUST_NOW };
        if let Some(last) = self.kept(line.id, enough).await? {
            return Ok(last);
        }
        let mut answer = self.ask(line.id, port);
        let answer = answer.wait_for(Option::is_some).await.map_err(|_| Unreachable::NoAnswer)?;
        (*answer).clone().unwrap_or(Err(Unreachable::NoAnswer))
    }

    /// The answer that is on its way, or will be: it goes on when whoever asked is gone.
    fn ask(&self, line: ConnectionId, port: Port) -> watch::Receiver<Option<Answer>> {
        let mut asked = held(&self.0.asked);
        // One whose teller is gone will never come.
        if let Some(answer) = asked.get(&line).filter(|answer| answer.has_changed().is_ok()) {
            return answer.clone();
        }
        let (tell, answer) = watch::channel(None);
        asked.insert(line, answer.clone());
        drop(asked);
        let olts = self.clone();
        tokio::spawn(async move {
            // Whoever looked a moment too early finds here what was kept since.
            let read = match olts.kept(line, JUST_NOW).await {
                Ok(None) => olts.read(line, port).await,
                Ok(Some(last)) => Ok(last),
                Err(error) => Err(error),
            };
            // Out of the way first: whoever comes from here on asks anew, or finds the reading kept.
            held(&olts.0.asked).remove(&line);
            tell.send_replace(Some(read));
        });
        answer
    }

    /// The last reading, if it is no older than that.
    async fn kept(&self, line: ConnectionId, enough: TimeDelta) -> Result<Option<Reading>, Unreachable> {
        let last = async {
            let mut conn = self.0.db.read().await?;
            readings::last(&mut conn, line).await
        };
        let last = last.await.map_err(|error| failed("the last reading", &error))?;
        Ok(last.filter(|last| now() - last.at < enough))
    }

    async fn read(&self, line: ConnectionId, port: Port) -> Answer {
        let olt = self.known(port.olt).await?;
        let Some(vendor) = self.0.vendors.get(&olt.vendor) else {
            tracing::warn!(olt = olt.name, vendor = olt.vendor, "no table of OIDs has this vendor");
            return Err(Unreachable::NotSetUp);
        };
        let questions = vendor.questions(&port);
        let said = self.talk(&olt, &questions).await;
        let said = said.map_err(|error| unreachable(&olt, &error))?;
        let light = vendor.light(&port, &said).ok_or(Unreachable::Unknown)?;
        let reading = Reading {
            at: now(),
            online: light.online,
            received: light.received,
            sent: light.sent,
            received_at_olt: light.received_at_olt,
            distance: light.distance,
        };
        if let Err(error) = self.keep(line, &reading).await {
            tracing::error!(%error, "a reading was not kept");
        }
        Ok(reading)
    }

    /// Asks an OLT, when it is this question's turn.
    async fn talk(&self, olt: &Olt, oids: &[Oid]) -> Result<Vec<Said>, SnmpError> {
        let talk = Arc::clone(held(&self.0.talks).entry(olt.id).or_default());
        let mut talk = talk.lock().await;
        let left_alone =
            talk.silent.filter(|(version, since)| *version == olt.version && since.elapsed() < LEFT_ALONE);
        if left_alone.is_some() {
            return Err(SnmpError::Silent);
        }
        let kept = talk.session.take().filter(|(version, _)| *version == olt.version);
        let mut session = kept.map(|(_, session)| session);
        let said = talk_to(olt, &mut session, oids).await;
        talk.session = session.map(|session| (olt.version, session));
        let is_silent = matches!(said, Err(SnmpError::Silent));
        talk.silent = is_silent.then(|| (olt.version, Instant::now()));
        Ok(said?.into_iter().map(|(oid, told)| (oid, told.number())).collect())
    }

    async fn known(&self, id: OltId) -> Result<Olt, Unreachable> {
        let olt = async {
            let mut conn = self.0.db.read().await?;
            olts::one(&mut conn, self.0.db.keys(), id).await
        };
        olt.await.map_err(|error| match error {
            OltError::NotFound => Unreachable::NoPlace,
            error => failed("the OLT", &error),
        })
    }

    async fn keep(&self, line: ConnectionId, reading: &Reading) -> Result<(), balcao_store::StoreError> {
        let mut tx = self.0.db.write().await?;
        readings::keep(&mut tx, line, reading).await?;
        tx.commit().await
    }
}

fn unreachable(olt: &Olt, error: &SnmpError) -> Unreachable {
    tracing::warn!(olt = olt.name, %error, "an OLT gave no reading");
    match error {
        SnmpError::Refused => Unreachable::Refused,
        SnmpError::Silent | SnmpError::Address | SnmpError::Odd(_) => Unreachable::NoAnswer,
    }
}

fn failed(what: &str, error: &(dyn std::error::Error + 'static)) -> Unreachable {
    tracing::error!(error, "{what} could not be read");
    Unreachable::NoAnswer
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
