//! How a call ends when it does not end well.

use std::fmt;

use balcao_access::Locale;
use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::canvas::Spoiled;

/// What a call came to.
pub type Outcome<T> = Result<T, Failure>;

/// What a card says instead of what it should show.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{cause} ({reference})")]
pub struct Failure {
    /// What happened.
    pub cause: Cause,
    /// Stands on the card and in the plugin's log, so that one leads to the other.
    pub reference: Reference,
}

/// A short code that an agent can read over the telephone, such as `7F3A-91C2`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Reference(u32);

impl Reference {
    /// A fresh one.
    pub(crate) fn new() -> Reference {
        let [a, b, c, d, ..] = *Uuid::new_v4().as_bytes();
        Reference(u32::from_be_bytes([a, b, c, d]))
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04X}-{:04X}", self.0 >> 16, self.0 & 0xFFFF)
    }
}

/// Why something could not be done, as the contract's `reason` has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Not granted, or not allowed in this kind of call.
    Denied,
    /// There is no such thing, or not for this customer.
    NotFound,
    /// What was given is at fault.
    Invalid,
    /// It changed meanwhile, or a rule forbids it.
    Conflict,
    /// Something outside did not answer.
    Unavailable,
    /// Stopped by the agent or by a deadline of its own.
    Cancelled,
    /// Anything else.
    Other,
}

/// Why a call failed. Its Display is for logs: it holds nothing of a customer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Cause {
    /// There is no such widget or action here, or it is switched off.
    #[error("not available")]
    Absent,
    /// Set aside for a while, because it kept failing by its own fault.
    #[error("set aside until {0}")]
    SetAside(DateTime<Utc>),
    /// The version a run began on is gone, or can't be loaded.
    #[error("the version can't be loaded")]
    Unloadable,
    /// Too many calls at once; nothing was run.
    #[error("too many calls at once")]
    Busy,
    /// More processor time than a call may take.
    #[error("used up its processor time")]
    Cpu,
    /// More memory, tables, instances or bytes than a call may hold.
    #[error("over its limit of {0}")]
    Memory(&'static str),
    /// Did not end in time, though it did not compute that long.
    #[error("did not end in time")]
    Deadline,
    /// Broke off: `unreachable`, a stack that overflowed, a memory access out of bounds.
    #[error("broke off: {0}")]
    Trap(String),
    /// Drew something that can't be shown.
    #[error("drew what can't be shown: {0}")]
    Canvas(#[from] Spoiled),
    /// Called something that this kind of call does not allow, or far too often.
    #[error("called {0}, which this call does not allow")]
    Forbidden(&'static str),
    /// More calls of the host than a call may make.
    #[error("called the host more than {0} times")]
    Calls(u64),
    /// Answered with a failure of its own.
    #[error("answered {reason:?}")]
    Said {
        /// Its reason.
        reason: Reason,
        /// What it wants the agent to read, in the language of the call, cleaned.
        message: String,
    },
    /// Does not do what it declared: an export is missing, a form without fields.
    #[error("broke the contract: {0}")]
    Contract(String),
    /// The host itself failed: the database, a bug.
    #[error("the host failed")]
    Host,
    /// The agent went away, or stopped it.
    #[error("stopped")]
    Cancelled,
}

/// What failed, for counting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FailureKind {
    /// The plugin broke off.
    Trap,
    /// It went over a limit: processor, memory, calls.
    Limit,
    /// It did what the contract does not allow, or not what it promised.
    Contract,
    /// It did not end in time, though it did not compute that long.
    Late,
    /// Something outside did not answer.
    Outside,
    /// It was denied something that was not granted.
    Denied,
    /// It answered no for a reason of its own.
    Answered,
    /// The desk: too many calls at once, its database, a version that can't be loaded.
    Desk,
    /// The agent went away or stopped it.
    Stopped,
}

impl Cause {
    /// Whether the plugin is to blame; only then it is set aside after a while.
    pub fn own_fault(&self) -> bool {
        matches!(self.kind(), FailureKind::Trap | FailureKind::Limit | FailureKind::Contract)
    }

    /// What failed.
    pub fn kind(&self) -> FailureKind {
        match self {
            Cause::Trap(_) => FailureKind::Trap,
            Cause::Cpu | Cause::Memory(_) | Cause::Calls(_) => FailureKind::Limit,
            Cause::Canvas(_) | Cause::Forbidden(_) | Cause::Contract(_) => FailureKind::Contract,
            Cause::Deadline => FailureKind::Late,
            Cause::Said { reason: Reason::Unavailable, .. } => FailureKind::Outside,
            Cause::Said { reason: Reason::Denied, .. } => FailureKind::Denied,
            Cause::Said { reason: Reason::Cancelled, .. } | Cause::Cancelled => FailureKind::Stopped,
            Cause::Said { .. } => FailureKind::Answered,
            Cause::Absent | Cause::SetAside(_) | Cause::Unloadable | Cause::Busy | Cause::Host => {
                FailureKind::Desk
            }
        }
    }

    /// Whether trying again may end better.
    pub fn retry(&self) -> bool {
        match self {
            Cause::Absent | Cause::Unloadable => false,
            Cause::Said { reason, .. } => {
                matches!(reason, Reason::Conflict | Reason::Unavailable | Reason::Cancelled | Reason::Other)
            }
            _ => true,
        }
    }
}

impl Failure {
    /// What is asked for is not here, or not any more.
    pub fn absent() -> Failure {
        Failure::new(Cause::Absent)
    }

    pub(crate) fn new(cause: Cause) -> Failure {
        Failure { cause, reference: Reference::new() }
    }

    /// Whether the card offers another try.
    pub fn retry(&self) -> bool {
        self.cause.retry()
    }

    /// The plugin's own words, where it did not fail but refuses what was asked.
    pub fn refusal(&self) -> Option<&str> {
        match &self.cause {
            Cause::Said { reason: Reason::Invalid | Reason::Conflict, message } => {
                Some(message.trim()).filter(|message| !message.is_empty())
            }
            _ => None,
        }
    }

    /// What the agent reads.
    pub fn agent(&self, locale: Locale) -> String {
        if let Cause::Said { message, .. } = &self.cause
            && !message.trim().is_empty()
        {
            return message.clone();
        }
        let (pt, en, es) = words(&self.cause);
        match locale {
            Locale::Pt => pt,
            Locale::En => en,
            Locale::Es => es,
        }
        .into()
    }
}

#[rustfmt::skip]
fn words(cause: &Cause) -> (&'static str, &'static str, &'static str) {
    match cause {
        Cause::Absent => (
            "Não está disponível: foi desligado ou removido.",
            "Not available: it was switched off or removed.",
            "No está disponible: fue desactivado o eliminado."),
        Cause::SetAside(_) => (
            "Suspenso por alguns instantes, porque falhou várias vezes seguidas.",
            "Set aside for a moment, because it failed several times in a row.",
            "Suspendido por unos instantes, porque falló varias veces seguidas."),
        Cause::Unloadable => (
            "A versão deste plugin não pôde ser carregada.",
            "This plugin's version could not be loaded.",
            "No se pudo cargar la versión de este plugin."),
        Cause::Busy => (
            "Muitas consultas ao mesmo tempo. Tente de novo em instantes.",
            "Too many requests at once. Try again in a moment.",
            "Demasiadas consultas al mismo tiempo. Intente de nuevo en unos instantes."),
        Cause::Cpu => (
            "Interrompido: usou mais processamento do que pode.",
            "Stopped: it used more processing time than it may.",
            "Interrumpido: usó más procesamiento del permitido."),
        Cause::Memory(_) => (
            "Interrompido: usou mais memória do que pode.",
            "Stopped: it used more memory than it may.",
            "Interrumpido: usó más memoria de la permitida."),
        Cause::Deadline => (
            "Demorou demais para responder.",
            "It took too long to answer.",
            "Tardó demasiado en responder."),
        Cause::Trap(_) => (
            "O plugin falhou ao executar.",
            "The plugin failed while running.",
            "El plugin falló al ejecutarse."),
        Cause::Canvas(_) => (
            "O plugin tentou mostrar algo que não pode ser mostrado.",
            "The plugin tried to show something that can't be shown.",
            "El plugin intentó mostrar algo que no se puede mostrar."),
        Cause::Forbidden(_) => (
            "O plugin tentou fazer algo que aqui não é permitido.",
            "The plugin tried to do something that is not allowed here.",
            "El plugin intentó hacer algo que aquí no está permitido."),
        Cause::Calls(_) => (
            "Interrompido: fez consultas demais.",
            "Stopped: it made too many requests.",
            "Interrumpido: hizo demasiadas consultas."),
        Cause::Contract(_) => (
            "O plugin não respondeu como deveria.",
            "The plugin did not answer as it should.",
            "El plugin no respondió como debería."),
        Cause::Host => (
            "Erro interno do sistema. A equipe técnica pode localizá-lo pela referência.",
            "Internal error. The technical team can find it by its reference.",
            "Error interno del sistema. El equipo técnico puede localizarlo por la referencia."),
        Cause::Cancelled => (
            "Interrompido.",
            "Stopped.",
            "Interrumpido."),
        Cause::Said { reason, .. } => match reason {
            Reason::Denied => (
                "Sem permissão para isto.",
                "No permission for this.",
                "Sin permiso para esto."),
            Reason::NotFound => (
                "Não encontrado.",
                "Not found.",
                "No encontrado."),
            Reason::Unavailable => (
                "Algo externo não respondeu. Tente de novo em instantes.",
                "Something outside did not answer. Try again in a moment.",
                "Algo externo no respondió. Intente de nuevo en unos instantes."),
            _ => (
                "Não foi possível concluir.",
                "It could not be done.",
                "No se pudo completar."),
        },
    }
}
