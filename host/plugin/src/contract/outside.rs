//! What the interfaces of a line say alike: that there is none, that nobody answered, that it is the
//! demonstration's.

use balcao_access::Locale;
use balcao_network::{Connection, Equipment, LineError, Unreachable, connections};

use crate::bindings::canvas::{Badge, Fact, Value};
use crate::bindings::types::{Failure, Reason, Tone};
use crate::contract::word;
use crate::gate::Function;
use crate::state::{Answered, Asked, Call, failure};

/// A part of the provider's equipment.
#[derive(Clone, Copy, Debug)]
pub(super) enum Part {
    Radius,
    Accounting,
    Olt,
    Echo,
}

impl Call {
    /// The line of the tag being served.
    pub(super) async fn line(&mut self, function: Function, bytes: usize) -> Answered<Connection> {
        self.read(function, bytes, async |conn, scene| {
            let line = connections::served(conn, &scene.attendance).await;
            line.map_err(|error| no_line(error, scene.locale))
        })
        .await
    }
}

/// Why there is no line to speak of.
pub(super) fn no_line(error: LineError, locale: Locale) -> Asked {
    let (words, detail) = match error {
        LineError::Store(error) => return Asked::host(error),
        LineError::NoTag => (
            [
                "Nenhuma etiqueta escolhida neste atendimento.",
                "No tag has been chosen in this attendance.",
                "Ninguna etiqueta elegida en esta atención.",
            ],
            "no tag is chosen",
        ),
        LineError::NoConnection => (
            [
                "Esta etiqueta não tem conexão.",
                "This tag has no connection.",
                "Esta etiqueta no tiene conexión.",
            ],
            "the tag has no connection",
        ),
    };
    failure(Reason::NotFound, locale, words, detail).into()
}

/// Why something outside gave no answer.
pub(super) fn unreachable(part: Part, why: Unreachable, locale: Locale) -> Failure {
    let words = match (part, why) {
        (Part::Radius, Unreachable::NotSetUp) => [
            "Nenhum servidor RADIUS configurado.",
            "No RADIUS server is set up.",
            "Ningún servidor RADIUS configurado.",
        ],
        (Part::Accounting, Unreachable::NotSetUp) => [
            "Nenhuma contabilização RADIUS configurada.",
            "No RADIUS accounting is set up.",
            "Ninguna contabilidad RADIUS configurada.",
        ],
        (Part::Olt, Unreachable::NotSetUp) => {
            ["Nenhuma OLT configurada.", "No OLT is set up.", "Ninguna OLT configurada."]
        }
        (Part::Echo, Unreachable::NotSetUp) => {
            ["Nenhum teste de ping configurado.", "No ping is set up.", "Ninguna prueba de ping configurada."]
        }
        (Part::Radius, Unreachable::NoAnswer) => [
            "O servidor RADIUS não respondeu.",
            "The RADIUS server did not answer.",
            "El servidor RADIUS no respondió.",
        ],
        (Part::Accounting, Unreachable::NoAnswer) => [
            "A contabilização RADIUS não respondeu.",
            "The RADIUS accounting did not answer.",
            "La contabilidad RADIUS no respondió.",
        ],
        (Part::Olt, Unreachable::NoAnswer) => {
            ["A OLT não respondeu.", "The OLT did not answer.", "La OLT no respondió."]
        }
        (Part::Echo, Unreachable::NoAnswer) => [
            "O teste de ping não pôde ser feito.",
            "The ping could not be sent.",
            "La prueba de ping no pudo hacerse.",
        ],
    };
    failure(Reason::Unavailable, locale, words, &format!("{part:?}: {why}"))
}

/// That no session is open.
pub(super) fn no_session(locale: Locale) -> Failure {
    let words = ["Não há sessão aberta.", "No session is open.", "No hay sesión abierta."];
    failure(Reason::Conflict, locale, words, "no session is open")
}

/// The mark of what comes from the demonstration's equipment.
pub(super) fn marked(equipment: &Equipment, locale: Locale) -> Vec<Fact> {
    if !equipment.demonstration {
        return Vec::new();
    }
    let word_of = |words| word(words, locale).to_owned();
    vec![Fact {
        label: word_of(["Origem", "Source", "Origen"]),
        value: Value::Badge(Badge {
            label: word_of(["demonstração", "demonstration", "demostración"]),
            tone: Tone::Info,
        }),
    }]
}

/// A fact of one text.
pub(super) fn fact(label: [&'static str; 3], text: impl Into<String>, locale: Locale) -> Fact {
    Fact { label: word(label, locale).into(), value: Value::Text(text.into()) }
}
