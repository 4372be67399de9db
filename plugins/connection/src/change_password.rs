//! A new password of the line.

use balcao_plugin::canvas::Field;
use balcao_plugin::connection::{line, line_changes};
use balcao_plugin::prelude::*;

use crate::line::NO_CONNECTION;

/// Trocar senha da conexão.
#[derive(Debug)]
pub struct ChangePassword;

const HOW: &str = "how";
const MADE_UP: &str = "made-up";
const TYPED: &str = "typed";
const PASSWORD: &str = "password";

impl Action for ChangePassword {
    const CARD: Card = Card::new(
        "change-password",
        Tab::Conexao,
        text!(
            pt: "Trocar senha da conexão",
            en: "Change the connection's password",
            es: "Cambiar contraseña de la conexión",
        ),
    )
    .summary(text!(
        pt: "Grava uma senha nova no concentrador e encerra a sessão antiga.",
        en: "Writes a new password to the access server and ends the old session.",
        es: "Guarda una contraseña nueva en el concentrador y cierra la sesión anterior.",
    ));

    fn offer() -> Result<Availability> {
        Ok(match line::served() {
            Err(failure) if failure.is(Reason::NotFound) => Availability::No(failure.message),
            Err(failure) => return Err(failure),
            Ok(None) => Availability::No(NO_CONNECTION.into()),
            Ok(Some(_)) => Availability::Yes,
        })
    }

    fn next(answers: &Answers) -> Result<Step> {
        match (answers.get(HOW), answers.get(PASSWORD)) {
            (None, _) => Ok(Step::Ask(vec![how()])),
            (Some(TYPED), None) => Ok(Step::Ask(vec![typed()])),
            (Some(TYPED), Some(password)) => match line_changes::check_password(password) {
                Err(failure) if failure.is(Reason::Invalid) => {
                    Ok(Step::Correct(vec![Problem::new(PASSWORD, failure.message)]))
                }
                checked => checked.map(|()| review()),
            },
            (Some(_), _) => Ok(review()),
        }
    }

    fn finish(answers: &Answers) -> Result {
        let typed = answers.require(HOW)? == TYPED;
        let password = if typed { Some(answers.require(PASSWORD)?) } else { None };
        line_changes::set_password(password)?;
        canvas::text(text!(
            pt: "Assim que o concentrador receber a senha, ela pode ser vista em “Dados da conexão”.",
            en: "As soon as the access server has the password, it can be seen under “Connection”.",
            es: "Apenas el concentrador reciba la contraseña, se puede ver en “Datos de la conexión”.",
        ));
        Ok(())
    }
}

fn how() -> Field {
    Field::one_of(
        HOW,
        text!(pt: "Nova senha", en: "New password", es: "Nueva contraseña"),
        vec![
            Choice::new(
                MADE_UP,
                text!(pt: "Criada pelo sistema", en: "Made up by the system", es: "Creada por el sistema"),
            ),
            Choice::new(TYPED, text!(pt: "Digitada agora", en: "Typed now", es: "Escrita ahora")),
        ],
    )
    .initial(MADE_UP)
}

fn typed() -> Field {
    Field::secret(PASSWORD, text!(pt: "Senha", en: "Password", es: "Contraseña")).hint(text!(
        pt: "De 8 a 32 caracteres, com letras e números, sem acentos nem espaços.",
        en: "8 to 32 characters, with letters and digits, without accents or spaces.",
        es: "De 8 a 32 caracteres, con letras y números, sin acentos ni espacios.",
    ))
}

fn review() -> Step {
    canvas::notice(
        Tone::Warning,
        "",
        text!(
            pt: "O equipamento do cliente só volta a conectar depois que a senha nova for gravada nele.",
            en: "The customer's equipment signs in again only when the new password is set in it.",
            es: "El equipo del cliente solo vuelve a conectarse cuando la contraseña nueva se configura en él.",
        ),
    );
    Step::Review
}
