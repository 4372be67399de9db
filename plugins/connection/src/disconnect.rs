//! The end of a session.

use balcao_plugin::connection::{line, line_changes};
use balcao_plugin::prelude::*;

use crate::line::NO_CONNECTION;

/// Desconectar cliente.
#[derive(Debug)]
pub struct Disconnect;

impl Action for Disconnect {
    const CARD: Card = Card::new(
        "disconnect",
        Tab::Conexao,
        text!(pt: "Desconectar cliente", en: "Disconnect the customer", es: "Desconectar al cliente"),
    )
    .summary(text!(
        pt: "Encerra a sessão no concentrador; o equipamento do cliente se reconecta sozinho.",
        en: "Ends the session at the access server; the customer's equipment signs in again by itself.",
        es: "Cierra la sesión en el concentrador; el equipo del cliente se reconecta solo.",
    ))
    .tool();

    fn offer() -> Result<Availability> {
        Ok(match line::served() {
            Err(failure) if failure.is(Reason::NotFound) => Availability::No(failure.message),
            Err(failure) => return Err(failure),
            Ok(None) => Availability::No(NO_CONNECTION.into()),
            Ok(Some(line)) if line.session.is_none() && line.state.code != "unknown" => Availability::No(
                text!(
                    pt: "Não há sessão aberta.",
                    en: "No session is open.",
                    es: "No hay sesión abierta.",
                )
                .into(),
            ),
            Ok(Some(_)) => Availability::Yes,
        })
    }

    fn next(_: &Answers) -> Result<Step> {
        canvas::text(text!(
            pt: "O cliente fica sem internet por alguns segundos, até o equipamento se reconectar.",
            en: "The customer is offline for some seconds, until the equipment has signed in again.",
            es: "El cliente queda sin internet unos segundos, hasta que el equipo se reconecta.",
        ));
        Ok(Step::Review)
    }

    fn finish(_: &Answers) -> Result {
        line_changes::disconnect()
    }
}
