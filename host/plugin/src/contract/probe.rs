//! `balcao:connection/probe`

use std::sync::Arc;
use std::time::Duration;

use tokio::time::{Instant, sleep_until, timeout};

use super::line::ACCOUNTING;
use super::outside::{Part, marked, no_session, unreachable};
use crate::bindings::probe::{Host, Reply, Target};
use crate::bindings::types::Reason;
use crate::gate::{Access, Function};
use crate::state::{Answered, Call, Probe, denied, failure};
use crate::stop::Stop;

const BEGIN: Function = Function { name: "probe.begin", access: Access::Read };
const PING: Function = Function { name: "probe.ping", access: Access::Read };

/// Between two requests.
const SECOND: Duration = Duration::from_secs(1);
/// How long a reply is waited for: a little longer than whoever sends it does.
const REPLY: Duration = Duration::from_millis(1_200);
/// A request, from its turn to its reply.
const ONE: Duration = Duration::from_secs(3);
/// Requests in a call, at most: nobody floods a customer from here.
const MOST: u32 = 50;

impl Host for Call {
    async fn begin(&mut self) -> Answered<Target> {
        let line = match self.line(BEGIN, 0).await? {
            Ok(line) => line,
            Err(failure) => return Ok(Err(failure)),
        };
        let (equipment, locale) = (Arc::clone(&self.equipment), self.locale());
        if equipment.echo.is_none() {
            return Ok(Err(unreachable(Part::Echo, balcao_network::Unreachable::NotSetUp, locale)));
        }
        let session = match self.outside(ACCOUNTING, equipment.session(&line)).await {
            Ok(session) => session,
            Err(why) => return Ok(Err(unreachable(Part::Accounting, why, locale))),
        };
        let Some(address) = session.and_then(|session| session.address) else {
            return Ok(Err(no_session(locale)));
        };
        self.probe = Some(Probe { address, last: None, sent: 0 });
        Ok(Ok(Target { address: address.to_string(), more: marked(&equipment, locale) }))
    }

    async fn ping(&mut self, sequence: u32) -> Answered<Reply> {
        let locale = self.locale();
        if self.gate.pass(PING, 0)?.is_err() {
            return Ok(Err(denied(locale)));
        }
        let Some(Probe { address, last, sent }) = self.probe else {
            return Ok(Err(no_session(locale)));
        };
        if sent == MOST {
            let words =
                ["Pings demais em um teste.", "Too many pings in a test.", "Demasiados pings en una prueba."];
            return Ok(Err(failure(Reason::Invalid, locale, words, "more than 50 pings in a call")));
        }
        let Some(user) = self.scene.as_ref().map(|scene| scene.actor().user.id) else {
            return Ok(Err(denied(locale)));
        };
        let (equipment, stop) = (Arc::clone(&self.equipment), self.stop.clone());
        let one = async {
            if let Some(last) = last {
                sleep_until(last + SECOND).await;
            }
            let began = Instant::now();
            let reply = timeout(REPLY, equipment.echo(user, address)).await;
            // What takes longer is no reply.
            reply.unwrap_or(Ok(None)).map(|reply| (began, reply))
        };
        let answer = self
            .outside(ONE, async {
                tokio::select! {
                    () = said(stop) => Ok(None),
                    reply = one => reply.map(Some),
                }
            })
            .await;
        match answer {
            Ok(Some((began, reply))) => {
                self.probe = Some(Probe { address, last: Some(began), sent: sent + 1 });
                let round_trip_ms = reply.map(|took| took.as_secs_f64() * 1_000.0);
                Ok(Ok(Reply { sequence, round_trip_ms }))
            }
            Ok(None) => {
                let words = ["Teste interrompido.", "Test stopped.", "Prueba interrumpida."];
                Ok(Err(failure(Reason::Cancelled, locale, words, "stopped by the agent")))
            }
            Err(why) => Ok(Err(unreachable(Part::Echo, why, locale))),
        }
    }
}

/// Ends when somebody stopped the call; never, where nobody can.
async fn said(stop: Option<Stop>) {
    match stop {
        Some(mut stop) => stop.said().await,
        None => std::future::pending().await,
    }
}
