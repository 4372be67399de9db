//! Fields of an EMV code: id, length, value, and values that are lists of fields themselves.

use super::PixError;

/// One field, written.
pub(super) fn field(id: u8, value: &str) -> Result<String, PixError> {
    if value.len() > 99 {
        return Err(PixError::TooLong(id));
    }
    Ok(format!("{id:02}{:02}{value}", value.len()))
}

/// The fields of a list, in their order, with their lists parsed too.
pub(super) struct Fields<'a>(Vec<Field<'a>>);

struct Field<'a> {
    id: u8,
    value: &'a str,
    inner: Option<Fields<'a>>,
}

/// The ids whose values are lists: accounts, additional data, language, and what others add.
fn is_template(id: u8) -> bool {
    matches!(id, 26..=51 | 62 | 64 | 80..=99)
}

impl<'a> Fields<'a> {
    /// Every field of a whole code; each length has to fit, inside too.
    pub fn parse(code: &'a str) -> Result<Self, PixError> {
        Self::list(code, is_template)
    }

    fn list(mut rest: &'a str, template: fn(u8) -> bool) -> Result<Self, PixError> {
        let mut fields = Vec::<Field<'a>>::new();
        while !rest.is_empty() {
            let id = two_digits(rest, 0)?;
            let len = usize::from(two_digits(rest, 2)?);
            let value = rest.get(4..4 + len).ok_or(PixError::Structure)?;
            if !value.bytes().all(|c| matches!(c, b' '..=b'~')) {
                return Err(PixError::Characters(id));
            }
            if fields.iter().any(|field| field.id == id) {
                return Err(PixError::Repeated(id));
            }
            let inner = match template(id) {
                true => Some(Self::list(value, |_| false)?),
                false => None,
            };
            fields.push(Field { id, value, inner });
            rest = &rest[4 + len..];
        }
        Ok(Self(fields))
    }

    fn find(&self, id: u8) -> Option<&Field<'a>> {
        self.0.iter().find(|field| field.id == id)
    }

    /// A field's value.
    pub fn get(&self, id: u8) -> Option<&'a str> {
        self.find(id).map(|field| field.value)
    }

    /// A field's value, which has to be there.
    pub fn required(&self, id: u8) -> Result<&'a str, PixError> {
        self.get(id).ok_or(PixError::Missing(id))
    }

    /// The fields inside a field.
    pub fn template(&self, id: u8) -> Option<&Fields<'a>> {
        self.find(id)?.inner.as_ref()
    }

    /// The id of the last field.
    pub fn last_id(&self) -> Option<u8> {
        self.0.last().map(|field| field.id)
    }
}

fn two_digits(text: &str, at: usize) -> Result<u8, PixError> {
    match text.as_bytes().get(at..at + 2) {
        Some([a @ b'0'..=b'9', b @ b'0'..=b'9']) => Ok((a - b'0') * 10 + (b - b'0')),
        _ => Err(PixError::Structure),
    }
}
