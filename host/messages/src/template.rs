//! What a company has around every mail: the beginning of its subject, a greeting, a signature.

use balcao_access::CompanyId;
use balcao_access::audit::{Act, Line};
use balcao_store::{Conn, StoreError, Tx, on};

/// Characters of a prefix, at most.
pub const MAX_PREFIX: usize = 60;
/// Characters of a greeting and of a signature, at most.
pub const MAX_AROUND: usize = 1_000;

/// What stands in braces in a template, and is replaced.
const PLACES: [&str; 3] = ["{nome}", "{empresa}", "{protocolo}"];

/// A company's template. Its texts may hold `{nome}`, `{empresa}` and `{protocolo}`.
#[derive(Debug, Clone, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct Template {
    /// Stands before every subject.
    pub subject_prefix: String,
    /// Stands above every text. The texts of the standard pack greet by themselves.
    pub greeting: String,
    /// Stands below every text.
    pub signature: String,
    /// Whether a customer with an address on file is told the protocol of a request that opens.
    pub announce: bool,
}

/// What the places of a template become.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Places {
    /// The customer's name.
    pub name: String,
    /// The name of the company that customers know.
    pub company: String,
    /// The protocol, as it is shown.
    pub protocol: String,
}

/// A mail as the customer gets it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// One line.
    pub subject: String,
    /// Plain text; its HTML is made of it by [`crate::html`].
    pub text: String,
}

/// Why a template is not taken.
#[derive(Debug, thiserror::Error)]
pub enum TemplateError {
    /// Of several lines, or longer than [`MAX_PREFIX`].
    #[error("the prefix of subjects is one line of at most {MAX_PREFIX} characters")]
    Prefix,
    /// Longer than [`MAX_AROUND`].
    #[error("a greeting and a signature have at most {MAX_AROUND} characters")]
    TooLong,
    /// It would reach customers as it stands.
    #[error("{0} stands for nothing; there are {{nome}}, {{empresa}} and {{protocolo}}")]
    Place(String),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Template {
    /// Puts it around a text.
    pub fn around(&self, subject: &str, text: &str, places: &Places) -> Letter {
        let parts = [places.fill(&self.greeting), text.to_owned(), places.fill(&self.signature)];
        let parts: Vec<&str> = parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty()).collect();
        let subject = format!("{} {subject}", places.fill(&self.subject_prefix));
        Letter { subject: subject.trim().to_owned(), text: parts.join("\n\n") }
    }

    fn check(&self) -> Result<(), TemplateError> {
        let prefix = &self.subject_prefix;
        if prefix.chars().count() > MAX_PREFIX || prefix.chars().any(char::is_control) {
            return Err(TemplateError::Prefix);
        }
        let texts = [&self.greeting, &self.signature];
        if texts.iter().any(|text| text.chars().count() > MAX_AROUND) {
            return Err(TemplateError::TooLong);
        }
        match [prefix].into_iter().chain(texts).find_map(|text| unknown_place(text)) {
            Some(place) => Err(TemplateError::Place(place.to_owned())),
            None => Ok(()),
        }
    }
}

/// The first place in braces that stands for nothing.
fn unknown_place(text: &str) -> Option<&str> {
    let mut rest = text;
    while let Some(start) = rest.find('{') {
        let end = rest[start..].find('}').map_or(rest.len(), |end| start + end + 1);
        if !PLACES.contains(&&rest[start..end]) {
            return Some(&rest[start..end]);
        }
        rest = &rest[end..];
    }
    None
}

impl Places {
    /// In one pass: what a name holds is never taken for a place.
    fn fill(&self, text: &str) -> String {
        let mut filled = String::new();
        let mut rest = text;
        while let Some(start) = rest.find('{') {
            filled.push_str(&rest[..start]);
            let tail = &rest[start..];
            let known = PLACES.iter().position(|place| tail.starts_with(place));
            let (value, taken) = match known {
                Some(0) => (self.name.as_str(), PLACES[0].len()),
                Some(1) => (self.company.as_str(), PLACES[1].len()),
                Some(_) => (self.protocol.as_str(), PLACES[2].len()),
                None => ("{", 1),
            };
            filled.push_str(value);
            rest = &tail[taken..];
        }
        filled + rest
    }
}

/// The company's template; the empty one where it has none.
pub async fn template_of(conn: &mut Conn, company: CompanyId) -> Result<Template, StoreError> {
    let kept: Option<Template> = on!(conn, c => sqlx::query_as(
        "SELECT subject_prefix, greeting, signature, announce FROM mail_template WHERE company = $1",
    ).bind(company).fetch_optional(c).await)?;
    Ok(kept.unwrap_or_default())
}

/// Sets it. The audit line is to be committed with `tx`.
pub async fn set_template(
    tx: &mut Tx,
    company: CompanyId,
    template: &Template,
) -> Result<Line, TemplateError> {
    template.check()?;
    on!(&mut *tx, c => sqlx::query(
        "INSERT INTO mail_template (company, subject_prefix, greeting, signature, announce)
         VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (company) DO UPDATE SET subject_prefix = $2, greeting = $3, signature = $4, announce = $5",
    )
    .bind(company).bind(template.subject_prefix.trim()).bind(template.greeting.trim())
    .bind(template.signature.trim()).bind(template.announce)
    .execute(c).await.map(drop))
    .map_err(StoreError::from)?;
    let fields = serde_json::json!({
        "company": company,
        "template": ["subject_prefix", "greeting", "signature"], "announce": template.announce,
    });
    Ok(Line::new(Act::MailSet).fields(fields))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(name: &str) -> Places {
        Places { name: name.into(), company: "Fibra Sul".into(), protocol: "2026.1".into() }
    }

    fn template(prefix: &str, greeting: &str, signature: &str) -> Template {
        Template {
            subject_prefix: prefix.into(),
            greeting: greeting.into(),
            signature: signature.into(),
            announce: false,
        }
    }

    #[test]
    fn a_letter_has_what_stands_around_it_and_an_empty_template_changes_nothing() {
        let letter = template("[{empresa}]", "Olá, {nome}!", "{empresa}\nProtocolo {protocolo}").around(
            "2ª via",
            "Segue.\n",
            &places("Ana"),
        );
        assert_eq!(letter.subject, "[Fibra Sul] 2ª via");
        assert_eq!(letter.text, "Olá, Ana!\n\nSegue.\n\nFibra Sul\nProtocolo 2026.1");
        let plain = Template::default().around("2ª via", "Segue.", &places("Ana"));
        assert_eq!((plain.subject.as_str(), plain.text.as_str()), ("2ª via", "Segue."));
    }

    #[test]
    fn a_name_that_looks_like_a_place_stays_a_name() {
        let letter = template("", "{nome} {", "").around("x", "y", &places("{protocolo}"));
        assert_eq!(letter.text, "{protocolo} {\n\ny");
    }

    #[test]
    fn what_would_reach_customers_in_braces_is_refused_by_name() {
        let place = |text: &str| template("", text, "").check().map_err(|error| error.to_string());
        assert!(place("{nome} {empresa}").is_ok());
        assert!(place("{nome} {cpf}").unwrap_err().starts_with("{cpf} stands for nothing"));
        assert!(place("{nome").is_err());
        assert!(template("a\r\nBcc: x@example.com", "", "").check().is_err());
        assert!(template(&"x".repeat(61), "", "").check().is_err());
        assert!(template("", &"x".repeat(1001), "").check().is_err());
    }
}
