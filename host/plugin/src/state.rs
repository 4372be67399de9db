//! What one call carries, and what host functions do with it.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use balcao_access::Locale;
use balcao_engine::{Fault, Watch};
use balcao_network::{Equipment, Unreachable};
use balcao_store::{Conn, Db};
use tokio::sync::mpsc;
use tokio::time::Instant;

use crate::bindings::types;
use crate::canvas::{Block, Budget, Spoiled, clean};
use crate::contract::refused;
use crate::declare::Declaring;
use crate::effect::Effect;
use crate::failure::Cause;
use crate::gate::{Function, Gate};
use crate::handle::{Ids, Real};
use crate::log::Lines;
use crate::scene::Scene;
use crate::stop::Stop;

/// Who is told what `finish` reports.
pub use balcao_desk::reports::Audience;

/// How long a read of the database may take before the plugin is told that it is unavailable.
const READ: Duration = Duration::from_secs(5);
/// Changes that one `finish` may record.
const EFFECTS: usize = 50;

/// The store's data: made for one call and gone with it.
pub struct Call {
    pub(crate) gate: Gate,
    /// Who is served; nobody during `describe`.
    pub(crate) scene: Option<Arc<Scene>>,
    pub(crate) db: Db,
    pub(crate) ids: Ids,
    pub(crate) canvas: Canvas,
    pub(crate) declaring: Declaring,
    pub(crate) settings: Arc<BTreeMap<String, String>>,
    /// The provider's equipment.
    pub(crate) equipment: Arc<Equipment>,
    /// What this call pings, and when it last did.
    pub(crate) probe: Option<Probe>,
    /// How somebody stops it, for a call that lasts.
    pub(crate) stop: Option<Stop>,
    pub(crate) lines: Lines,
    pub(crate) effects: Vec<Effect>,
    pub(crate) report: Option<(Audience, String)>,
    /// Why the host ended the call, in its own words; the guest only sees a trap.
    pub(crate) cause: Option<Cause>,
    /// What the desk itself failed of: for the server's log, never for the plugin's.
    pub(crate) host_error: Option<String>,
}

/// What was drawn, and what may still be.
pub(crate) struct Canvas {
    pub budget: Budget,
    /// Columns of each table so far.
    pub tables: Vec<usize>,
    /// The plugin's own actions: all that a button may start.
    pub actions: Arc<[String]>,
    /// It has room for every block that the budget allows, so drawing never waits for a page.
    pub out: mpsc::Sender<Block>,
}

/// What a call pings.
pub(crate) struct Probe {
    pub address: IpAddr,
    /// When the last request was sent.
    pub last: Option<Instant>,
    /// How many were.
    pub sent: u32,
}

/// What a host function answers: the outer error ends the call, the inner one is the plugin's.
pub(crate) type Answered<T> = wasmtime::Result<Result<T, types::Failure>>;

impl Call {
    /// For the engine, which arms and reads it.
    pub(crate) fn watch(&mut self) -> &mut Watch {
        self.gate.watch()
    }

    pub(crate) fn locale(&self) -> Locale {
        self.scene.as_ref().map_or(Locale::Pt, |scene| scene.locale)
    }

    /// Ends the call.
    pub(crate) fn end<T>(&mut self, cause: Cause) -> wasmtime::Result<T> {
        let error = wasmtime::Error::msg(cause.to_string());
        self.cause.get_or_insert(cause);
        Err(error)
    }

    /// Lets a function in that has no `result` to answer `denied` with.
    pub(crate) fn pass(&mut self, function: Function, bytes: usize) -> wasmtime::Result<()> {
        match self.gate.pass(function, bytes)? {
            Ok(()) => Ok(()),
            Err(cause) => self.end(cause),
        }
    }

    /// A function that tells of the call itself: needs somebody to be served.
    pub(crate) fn tell<T>(
        &mut self,
        function: Function,
        tell: impl FnOnce(&Scene, &mut Ids) -> T,
    ) -> wasmtime::Result<T> {
        self.pass(function, 0)?;
        match self.scene.clone() {
            Some(scene) => Ok(tell(&scene, &mut self.ids)),
            None => self.end(Cause::Forbidden(function.name)),
        }
    }

    /// Draws: builds the block within the budget and sends it on its way.
    pub(crate) fn draw(
        &mut self,
        function: Function,
        build: impl FnOnce(&mut Canvas, &Ids) -> Result<Block, Spoiled>,
    ) -> wasmtime::Result<()> {
        // Asked before anything is built; let in once it is known how much it brings.
        if let Err(cause) = self.gate.allows(function) {
            return self.end(cause);
        }
        let before = self.canvas.budget.spent();
        let built = self.canvas.budget.block().and_then(|()| build(&mut self.canvas, &self.ids));
        self.pass(function, self.canvas.budget.spent() - before)?;
        let block = match built {
            Ok(block) => block,
            Err(spoiled) => return self.end(Cause::Canvas(spoiled)),
        };
        match self.canvas.out.try_send(block) {
            Ok(()) => Ok(()),
            // Nobody looks any more.
            Err(_) => self.end(Cause::Cancelled),
        }
    }

    /// Reads of the database, with the processor free meanwhile. `read` gets a connection of its
    /// own, the scene, and the ids of the call.
    pub(crate) async fn read<T>(
        &mut self,
        function: Function,
        bytes: usize,
        read: impl AsyncFnOnce(&mut Conn, &Scene) -> Result<T, Asked>,
    ) -> Answered<T> {
        let scene = match (self.gate.pass(function, bytes)?, self.scene.clone()) {
            (Ok(()), Some(scene)) => scene,
            _ => return Ok(Err(denied(self.locale()))),
        };
        let db = self.db.clone();
        let answer = self.gate.watch().outside(READ, async {
            let mut conn = db.read().await.map_err(Asked::host)?;
            read(&mut conn, &scene).await
        });
        match answer.await {
            Ok(Ok(value)) => Ok(Ok(value)),
            Ok(Err(Asked::Host(error))) => Err(Fault::Host(error).into()),
            Ok(Err(Asked::Refused(failure))) => Ok(Err(failure)),
            Err(late) => Ok(Err(unavailable(scene.locale, &late.to_string()))),
        }
    }

    /// Records a change, if the rules allow it now. `make` reads what has to be known of it.
    pub(crate) async fn change(
        &mut self,
        function: Function,
        bytes: usize,
        make: impl AsyncFnOnce(&mut Conn, &Scene) -> Result<Effect, Asked>,
    ) -> Answered<()> {
        let checked = self.read(function, bytes, async |conn, scene| {
            let effect = make(conn, scene).await?;
            let allowed = effect.check(conn, &scene.attendance, scene.today).await;
            allowed.map(|()| effect).map_err(|rule| refused(rule, scene.locale))
        });
        match checked.await? {
            Ok(effect) => self.record(effect).map(Ok),
            Err(failure) => Ok(Err(failure)),
        }
    }

    /// Asks something outside the desk, for a function that was let in, with the processor and the
    /// plugin's place free meanwhile.
    pub(crate) async fn outside<T>(
        &mut self,
        deadline: Duration,
        ask: impl Future<Output = Result<T, Unreachable>>,
    ) -> Result<T, Unreachable> {
        let answer = self.gate.watch().away(deadline, ask).await;
        answer.unwrap_or(Err(Unreachable::NoAnswer))
    }

    fn record(&mut self, effect: Effect) -> wasmtime::Result<()> {
        if self.effects.len() == EFFECTS {
            return self.end(Cause::Contract(format!("more than {EFFECTS} changes")));
        }
        self.effects.push(effect);
        Ok(())
    }

    /// The real id behind a token, if this call handed it out as that kind.
    pub(crate) fn real<T>(&self, token: &str, kind: impl FnOnce(&Real) -> Option<T>) -> Option<T> {
        self.ids.real(token).and_then(kind)
    }
}

/// Why a read has no answer.
pub(crate) enum Asked {
    /// The plugin is told.
    Refused(types::Failure),
    /// The desk itself failed; the call ends.
    Host(Box<dyn std::error::Error + Send + Sync>),
}

impl Asked {
    pub(crate) fn host(error: impl std::error::Error + Send + Sync + 'static) -> Asked {
        Asked::Host(Box::new(error))
    }
}

impl From<types::Failure> for Asked {
    fn from(failure: types::Failure) -> Asked {
        Asked::Refused(failure)
    }
}

/// A failure as the contract has it.
pub(crate) fn failure(
    reason: types::Reason,
    locale: Locale,
    [pt, en, es]: [&str; 3],
    detail: &str,
) -> types::Failure {
    let message = match locale {
        Locale::Pt => pt,
        Locale::En => en,
        Locale::Es => es,
    };
    types::Failure { reason, message: message.into(), detail: detail.into() }
}

/// What is answered where something was not granted, or is not allowed in this kind of call.
pub(crate) fn denied(locale: Locale) -> types::Failure {
    let words = ["Sem permissão para isto.", "No permission for this.", "Sin permiso para esto."];
    failure(types::Reason::Denied, locale, words, "not granted, or not allowed in this kind of call")
}

/// What is answered to an id that this call did not hand out, and to one whose owner is another.
pub(crate) fn not_found(locale: Locale) -> types::Failure {
    let words = ["Não encontrado.", "Not found.", "No encontrado."];
    failure(types::Reason::NotFound, locale, words, "no such thing in this call")
}

pub(crate) fn unavailable(locale: Locale, detail: &str) -> types::Failure {
    let words = [
        "O sistema não respondeu a tempo.",
        "The system did not answer in time.",
        "El sistema no respondió a tiempo.",
    ];
    failure(types::Reason::Unavailable, locale, words, detail)
}

/// A text of a plugin for a page or a report that is not the canvas: at most so many characters.
pub(crate) fn words(raw: &str, max: usize) -> Option<String> {
    (raw.chars().count() <= max).then(|| clean(raw, true).trim().to_owned())
}
