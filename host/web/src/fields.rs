//! Names and values of a query or of a form, in order, repeated names kept.

use crate::fault::Fault;

/// The most values that a query or a form may hold: 20 fields, and a list of which many are chosen.
const MOST: usize = 200;

/// What a query or a form held.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fields(Vec<(String, String)>);

impl Fields {
    /// Reads `a=1&b=2`. What is not UTF-8, and NUL, which PostgreSQL keeps in no text, becomes
    /// replacement characters; more than [`MOST`] values are refused, for every reader goes through
    /// all of them.
    pub fn parse(encoded: &[u8]) -> Result<Fields, Fault> {
        let pairs = form_urlencoded::parse(encoded).take(MOST + 1);
        let pairs: Vec<_> =
            pairs.map(|(name, value)| (name.into_owned(), value.replace('\0', "\u{fffd}"))).collect();
        if pairs.len() > MOST { Err(Fault::TooLarge) } else { Ok(Fields(pairs)) }
    }

    /// The first value of this name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.all(name).next()
    }

    /// The first value of this name, without the spaces around it; empty when there is none.
    pub fn text(&self, name: &str) -> &str {
        self.get(name).unwrap_or_default().trim()
    }

    /// Every value of this name.
    pub fn all<'a, 'n>(&'a self, name: &'n str) -> impl Iterator<Item = &'a str> + use<'a, 'n> {
        self.0.iter().filter(move |(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds a value.
    pub fn push(&mut self, name: String, value: String) {
        self.0.push((name, value));
    }

    /// Every pair, in order.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

impl From<Vec<(String, String)>> for Fields {
    fn from(pairs: Vec<(String, String)>) -> Fields {
        Fields(pairs)
    }
}

/// `path?a=1&b=2`; no `?` without pairs.
pub(crate) fn url<'a>(path: &str, pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

/// The address, if it is one of ours. A browser takes `//host` and `/\host` for another site.
pub(crate) fn local(path: &str) -> &str {
    let ours =
        path.starts_with('/') && !path[1..].starts_with(['/', '\\']) && !path.contains(char::is_control);
    if ours { path } else { "/tasks" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repeated_names_keep_their_order() {
        let fields = Fields::parse(b"a=1&b=x+y&a=2&c=%C3%A9").unwrap();
        assert_eq!(fields.all("a").collect::<Vec<_>>(), ["1", "2"]);
        assert_eq!((fields.text("b"), fields.text("c"), fields.text("d")), ("x y", "é", ""));
    }

    #[test]
    fn more_values_than_a_form_has_are_refused() {
        assert!(Fields::parse("a=1&".repeat(MOST).as_bytes()).is_ok());
        assert!(matches!(Fields::parse("a=1&".repeat(MOST + 1).as_bytes()), Err(Fault::TooLarge)));
    }

    #[test]
    fn a_url_escapes_what_it_carries() {
        assert_eq!(url("/people", [("q", "a&b=ç")]), "/people?q=a%26b%3D%C3%A7");
        assert_eq!(url("/people", []), "/people");
    }

    #[test]
    fn one_comes_back_only_to_pages_of_ours() {
        assert_eq!(local("/people?q=maria"), "/people?q=maria");
        for bad in ["", "//evil.example", "/\\evil.example", "https://evil.example", "tasks", "/a\r\nb"] {
            assert_eq!(local(bad), "/tasks", "{bad}");
        }
    }
}
