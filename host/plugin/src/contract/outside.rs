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
    let reason = match why {
        Unreachable::Unknown | Unreachable::NoPlace => Reason::NotFound,
        _ => Reason::Unavailable,
    };
    let words = match why {
        Unreachable::NotSetUp => part.not_set_up(),
        Unreachable::NoAnswer => part.silent(),
        Unreachable::Refused => part.refused(),
        Unreachable::Unknown => [
            "A OLT não conhece esta ONU: confira a porta dela no cadastro.",
            "The OLT does not know this ONU: check its port in the records.",
            "La OLT no conoce esta ONU: revise su puerto en el registro.",
        ],
        Unreachable::NoPlace => [
            "Não se sabe em que porta de qual OLT está esta ONU.",
            "It is not known at which port of which OLT this ONU is.",
            "No se sabe en qué puerto de qué OLT está esta ONU.",
        ],
        Unreachable::NotAllowed => [
            "O servidor não pode enviar pings. Quem o administra permite com: sysctl -w net.ipv4.ping_group_range=\"0 2147483647\" (ou CAP_NET_RAW).",
            "The server may not send pings. Its administrator allows it with: sysctl -w net.ipv4.ping_group_range=\"0 2147483647\" (or CAP_NET_RAW).",
            "El servidor no puede enviar pings. Quien lo administra lo permite con: sysctl -w net.ipv4.ping_group_range=\"0 2147483647\" (o CAP_NET_RAW).",
        ],
        Unreachable::TooMany => [
            "Testes demais ao mesmo tempo. Tente de novo em instantes.",
            "Too many tests at once. Try again in a moment.",
            "Demasiadas pruebas al mismo tiempo. Intente de nuevo en unos instantes.",
        ],
    };
    failure(reason, locale, words, &format!("{part:?}: {why}"))
}

impl Part {
    fn not_set_up(self) -> [&'static str; 3] {
        match self {
            Part::Radius => [
                "Nenhum servidor RADIUS configurado.",
                "No RADIUS server is set up.",
                "Ningún servidor RADIUS configurado.",
            ],
            Part::Accounting => [
                "Nenhuma contabilização RADIUS configurada.",
                "No RADIUS accounting is set up.",
                "Ninguna contabilidad RADIUS configurada.",
            ],
            Part::Olt => ["Nenhuma OLT configurada.", "No OLT is set up.", "Ninguna OLT configurada."],
            Part::Echo => [
                "Nenhum teste de ping configurado.",
                "No ping is set up.",
                "Ninguna prueba de ping configurada.",
            ],
        }
    }

    fn silent(self) -> [&'static str; 3] {
        match self {
            Part::Radius => [
                "O servidor RADIUS não respondeu.",
                "The RADIUS server did not answer.",
                "El servidor RADIUS no respondió.",
            ],
            Part::Accounting => [
                "A contabilização RADIUS não respondeu.",
                "The RADIUS accounting did not answer.",
                "La contabilidad RADIUS no respondió.",
            ],
            Part::Olt => ["A OLT não respondeu.", "The OLT did not answer.", "La OLT no respondió."],
            Part::Echo => [
                "O teste de ping não pôde ser feito.",
                "The ping could not be sent.",
                "La prueba de ping no pudo hacerse.",
            ],
        }
    }

    fn refused(self) -> [&'static str; 3] {
        match self {
            Part::Radius => [
                "O servidor RADIUS recusou o acesso do Balcão.",
                "The RADIUS server refused the desk.",
                "El servidor RADIUS rechazó el acceso del Balcão.",
            ],
            Part::Accounting => [
                "A contabilização RADIUS recusou o acesso do Balcão.",
                "The RADIUS accounting refused the desk.",
                "La contabilidad RADIUS rechazó el acceso del Balcão.",
            ],
            Part::Olt => [
                "A OLT recusou o usuário do Balcão.",
                "The OLT refused the desk's user.",
                "La OLT rechazó al usuario del Balcão.",
            ],
            Part::Echo => self.silent(),
        }
    }
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
