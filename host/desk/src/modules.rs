//! Text modules (modelos de texto): what agents write again and again, each company its own.

pub mod edit;

use balcao_access::CompanyId;
use balcao_store::{Conn, StoreError, Tx, Uuid, id, on};

use crate::{Attendance, insert_many};

id!(ModuleId, "A text that agents use again.");

/// A text that agents use again.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct TextModule {
    /// Its id.
    pub id: ModuleId,
    /// What it is chosen by.
    pub title: String,
    /// The text, with placeholders in braces: `{nome}`, `{protocolo}`, `{atendente}`, `{empresa}`.
    pub body: String,
}

/// What takes the place of the placeholders.
#[derive(Debug, Clone, Copy)]
pub struct Values<'a> {
    /// `{nome}`: the customer's name.
    pub name: &'a str,
    /// `{protocolo}`: the number that the customer is told.
    pub protocol: &'a str,
    /// `{atendente}`: the name of who serves.
    pub agent: &'a str,
    /// `{empresa}`: the name of the company that customers know.
    pub company: &'a str,
}

impl TextModule {
    /// The text with the values in it, in one go: a name with braces in it stays a name. A
    /// placeholder that there is not stays as it was written.
    pub fn filled(&self, values: Values) -> String {
        let mut text = String::with_capacity(self.body.len() + 64);
        let mut rest = self.body.as_str();
        while let Some((before, after)) = rest.split_once('{') {
            text.push_str(before);
            let value = after.split_once('}').and_then(|(name, left)| Some((value(values, name)?, left)));
            match value {
                Some((value, left)) => {
                    text.push_str(value);
                    rest = left;
                }
                None => {
                    text.push('{');
                    rest = after;
                }
            }
        }
        text + rest
    }
}

fn value<'a>(values: Values<'a>, name: &str) -> Option<&'a str> {
    Some(match name {
        "nome" => values.name,
        "protocolo" => values.protocol,
        "atendente" => values.agent,
        "empresa" => values.company,
        _ => return None,
    })
}

/// The modules of the company that serves, in their order.
pub async fn list(conn: &mut Conn, attendance: &Attendance) -> Result<Vec<TextModule>, StoreError> {
    Ok(on!(conn, c => sqlx::query_as(
        "SELECT id, title, body FROM text_module WHERE company = $1 AND NOT hidden ORDER BY position, title")
        .bind(attendance.company()).fetch_all(c).await)?)
}

/// What a new company begins with: titles and texts, in Portuguese, for that is what they are sent
/// in.
const FIRST: [(&str, &str); 8] = [
    (
        "Abertura",
        "Olá, {nome}. Aqui é {atendente}, da {empresa}. O protocolo deste atendimento é {protocolo}.",
    ),
    (
        "2ª via enviada",
        "Enviamos a 2ª via da fatura, como você pediu. O pagamento leva até 2 dias úteis para ser confirmado. Protocolo {protocolo}.",
    ),
    (
        "Reiniciar equipamentos",
        "Orientação dada: desligar a ONU e o roteador da tomada por 2 minutos, religar primeiro a ONU, aguardar 5 minutos e testar pelo cabo.",
    ),
    (
        "Visita técnica",
        "Visita técnica agendada. Uma pessoa maior de 18 anos precisa estar no local. Para remarcar, informe o protocolo {protocolo}.",
    ),
    (
        "Falha na região",
        "Há uma falha na sua região, e a equipe de rede já trabalha nela. Avisaremos você, {nome}, assim que a conexão voltar.",
    ),
    (
        "Desbloqueio em confiança",
        "A conexão foi liberada em confiança. Ela volta a ser bloqueada se a fatura não for paga no prazo combinado. Protocolo {protocolo}.",
    ),
    (
        "Sem retorno do cliente",
        "Tentamos falar com {nome} pelos contatos do cadastro, sem sucesso. A solicitação fica aguardando o retorno do cliente.",
    ),
    (
        "Encerramento",
        "Atendimento concluído. Agradecemos o contato, {nome}. Se precisar, informe o protocolo {protocolo}. {atendente}, {empresa}.",
    ),
];

/// Gives a new company the modules that one begins with.
pub async fn seed(tx: &mut Tx, company: CompanyId, mut id: impl FnMut() -> Uuid) -> Result<(), StoreError> {
    let rows: Vec<(Uuid, i64, (&str, &str))> =
        (1..).zip(FIRST).map(|(position, text)| (id(), position, text)).collect();
    insert_many!(
        tx,
        "text_module",
        ["id", "company", "title", "body", "position"],
        rows,
        |row| row.0,
        company,
        row.2.0,
        row.2.1,
        row.1
    )?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_filled_once_and_what_is_none_stays() {
        let values = Values { name: "Ana {protocolo}", protocol: "10", agent: "Bia", company: "Vertente" };
        for (body, text) in [
            ("Olá, {nome}.", "Olá, Ana {protocolo}."),
            ("{protocolo}{atendente}", "10Bia"),
            ("{empresa} {cidade} {", "Vertente {cidade} {"),
            ("{{nome}}", "{Ana {protocolo}}"),
            ("", ""),
        ] {
            let module = TextModule { id: ModuleId::new(), title: "x".into(), body: body.into() };
            assert_eq!(module.filled(values), text);
        }
    }
}
