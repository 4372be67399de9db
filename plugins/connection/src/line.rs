//! The line, with the way to disconnect it.

use balcao_plugin::connection::line;
use balcao_plugin::prelude::*;

use crate::{ChangePassword, Disconnect, told};

/// Dados da conexão.
#[derive(Debug)]
pub struct Line;

/// What stands there where the tag has no line.
pub const NO_CONNECTION: Text = text!(
    pt: "Esta etiqueta não tem conexão.",
    en: "This tag has no connection.",
    es: "Esta etiqueta no tiene conexión.",
);

impl Widget for Line {
    const CARD: Card = Card::new(
        "line",
        Tab::Conexao,
        text!(pt: "Dados da conexão", en: "Connection", es: "Datos de la conexión"),
    )
    .summary(text!(
        pt: "Usuário, senha mascarada, serviço e sessão da etiqueta atendida; desconecta o cliente.",
        en: "User, masked password, service and session of the tag being served; disconnects the customer.",
        es: "Usuario, contraseña oculta, servicio y sesión de la etiqueta atendida; desconecta al cliente.",
    ));

    fn draw(_: &Answers) -> Result {
        let line = match line::served() {
            Err(failure) => return told(failure),
            Ok(None) => {
                canvas::text(NO_CONNECTION);
                return Ok(());
            }
            Ok(Some(line)) => line,
        };
        let mut facts = Facts::new()
            .add(
                text!(pt: "Situação", en: "Status", es: "Situación"),
                Value::badge(line.state.label, line.state.tone),
            )
            .add(text!(pt: "Etiqueta", en: "Tag", es: "Etiqueta"), line.tag)
            .add(text!(pt: "Serviço", en: "Service", es: "Servicio"), line.service)
            .add(text!(pt: "Usuário", en: "User", es: "Usuario"), Value::Copyable(line.user))
            .add(
                text!(pt: "Senha", en: "Password", es: "Contraseña"),
                Value::maybe(line.password, Value::Secret),
            );
        let online = line.session.is_some();
        if let Some(session) = line.session {
            facts = facts
                .add(
                    text!(pt: "Conectada desde", en: "Online since", es: "Conectada desde"),
                    Value::Instant(session.since),
                )
                .add(
                    text!(pt: "Endereço IP", en: "IP address", es: "Dirección IP"),
                    Value::maybe(session.address, Value::Copyable),
                )
                .add(text!(pt: "Concentrador", en: "Access server", es: "Concentrador"), session.nas);
        }
        facts.more(line.more).draw();
        if online {
            canvas::launch(Disconnect::CARD.title, Tone::Warning, Disconnect::CARD.name, &Answers::new());
        }
        canvas::launch(ChangePassword::CARD.title, Tone::Neutral, ChangePassword::CARD.name, &Answers::new());
        Ok(())
    }
}
