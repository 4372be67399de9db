//! Why an access server says no (the Error-Cause of RFC 5176, section 3.5), in the words of the desk.

/// No session by those names: nothing was there to end or change.
pub const SESSION_CONTEXT_NOT_FOUND: u32 = 503;
/// It could, at another time.
pub const RESOURCES_UNAVAILABLE: u32 = 506;

/// Every code of RFC 5176, as an agent reads it.
const CAUSES: [(u32, &str); 17] = [
    (201, "sobras da sessão removidas"),
    (202, "pacote EAP inválido"),
    (401, "atributo não suportado"),
    (402, "falta um atributo"),
    (403, "a identificação do concentrador não confere"),
    (404, "pedido inválido"),
    (405, "serviço não suportado"),
    (406, "extensão não suportada"),
    (407, "valor de atributo inválido"),
    (501, "proibido pela administração do concentrador"),
    (502, "pedido sem rota até o concentrador"),
    (SESSION_CONTEXT_NOT_FOUND, "sessão não encontrada"),
    (504, "a sessão não pode ser removida"),
    (505, "erro num proxy no caminho"),
    (RESOURCES_UNAVAILABLE, "recursos indisponíveis no concentrador"),
    (507, "a mudança pede uma nova autorização"),
    (508, "não é possível escolher várias sessões"),
];

/// The words of a cause; of one that no RFC knows, its number.
pub fn words(cause: Option<u32>) -> String {
    match cause {
        None => "sem dizer por quê".into(),
        Some(code) => match CAUSES.iter().find(|(known, _)| *known == code) {
            Some((_, words)) => (*words).into(),
            None => format!("causa {code}"),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cause_of_the_rfc_has_words_and_any_other_its_number() {
        let rfc = [201, 202, 401, 402, 403, 404, 405, 406, 407, 501, 502, 503, 504, 505, 506, 507, 508];
        for code in rfc {
            assert!(!words(Some(code)).starts_with("causa"), "{code}");
        }
        assert_eq!(words(Some(503)), "sessão não encontrada");
        assert_eq!(words(Some(999)), "causa 999");
        assert_eq!(words(None), "sem dizer por quê");
    }
}
