//! Ids as a plugin sees them, and what they become between two calls.
//!
//! Within a call a real id stands behind a *token* that was made up for this call. Kept for later,
//! sent to another plugin or guessed, a token is a text without meaning. What has to come back in
//! another call (a row's key, a choice's value, an answer) leaves the call as a *handle*: the real
//! id with a MAC over the request, so that it means nothing for another customer either. The call
//! that gets the answer turns its handles into tokens of its own.

use std::collections::HashMap;
use std::str::FromStr;
use std::sync::OnceLock;

use balcao_access::UserId;
use balcao_billing::{ChargeId, InvoiceId};
use balcao_desk::personal::ContactKey;
use balcao_desk::{ContractId, InputId, PersonId, RequestId, TagId};
use balcao_files::RecordId;
use balcao_network::ConnectionId;
use balcao_store::Keys;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use uuid::Uuid;

/// What a token stands for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Real {
    Person(PersonId),
    Contract(ContractId),
    Tag(TagId),
    User(UserId),
    Invoice(InvoiceId),
    Charge(ChargeId),
    /// The taxpayer number of the person being served.
    TaxId,
    /// A phone or an e-mail address of the person being served.
    Contact(ContactKey),
    /// What an agent gave to a field that no plugin may read.
    Input(InputId),
    /// The password of a connection: never the text itself.
    Password(ConnectionId),
    Attachment(RecordId),
    Document(RecordId),
    /// The bytes of either, to be drawn.
    File(RecordId),
    /// Where a list goes on: not an id, but as worthless elsewhere.
    Cursor(String),
}

impl Real {
    pub(crate) fn invoice(&self) -> Option<InvoiceId> {
        if let Real::Invoice(id) = self { Some(*id) } else { None }
    }

    pub(crate) fn charge(&self) -> Option<ChargeId> {
        if let Real::Charge(id) = self { Some(*id) } else { None }
    }

    pub(crate) fn contact(&self) -> Option<ContactKey> {
        if let Real::Contact(key) = self { Some(*key) } else { None }
    }

    pub(crate) fn input(&self) -> Option<InputId> {
        if let Real::Input(id) = self { Some(*id) } else { None }
    }

    pub(crate) fn attachment(&self) -> Option<RecordId> {
        if let Real::Attachment(id) = self { Some(*id) } else { None }
    }

    pub(crate) fn document(&self) -> Option<RecordId> {
        if let Real::Document(id) = self { Some(*id) } else { None }
    }

    pub(crate) fn cursor<T: FromStr>(&self) -> Option<T> {
        if let Real::Cursor(text) = self { text.parse().ok() } else { None }
    }

    fn kind(&self) -> &'static str {
        match self {
            Real::Person(_) => "person",
            Real::Contract(_) => "contract",
            Real::Tag(_) => "tag",
            Real::User(_) => "user",
            Real::Invoice(_) => "invoice",
            Real::Charge(_) => "charge",
            Real::TaxId => "tax-id",
            Real::Contact(_) => "contact",
            Real::Input(_) => "input",
            Real::Password(_) => "password",
            Real::Attachment(_) => "attachment",
            Real::Document(_) => "document",
            Real::File(_) => "file",
            Real::Cursor(_) => "cursor",
        }
    }

    fn text(&self) -> String {
        match self {
            Real::Person(id) => id.to_string(),
            Real::Contract(id) => id.to_string(),
            Real::Tag(id) => id.to_string(),
            Real::User(id) => id.to_string(),
            Real::Invoice(id) => id.to_string(),
            Real::Charge(id) => id.to_string(),
            Real::TaxId => String::new(),
            Real::Contact(key) => key.to_string(),
            Real::Input(id) => id.to_string(),
            Real::Password(id) => id.to_string(),
            Real::Attachment(id) | Real::Document(id) | Real::File(id) => id.to_string(),
            Real::Cursor(text) => text.clone(),
        }
    }

    fn parse(kind: &str, text: &str) -> Option<Real> {
        fn id<T: FromStr>(text: &str, real: fn(T) -> Real) -> Option<Real> {
            text.parse().ok().map(real)
        }
        match kind {
            "person" => id(text, Real::Person),
            "contract" => id(text, Real::Contract),
            "tag" => id(text, Real::Tag),
            "user" => id(text, Real::User),
            "invoice" => id(text, Real::Invoice),
            "charge" => id(text, Real::Charge),
            "tax-id" => Some(Real::TaxId),
            "contact" => id(text, Real::Contact),
            "input" => id(text, Real::Input),
            "password" => id(text, Real::Password),
            "attachment" => id(text, Real::Attachment),
            "document" => id(text, Real::Document),
            "file" => id(text, Real::File),
            "cursor" => Some(Real::Cursor(text.to_owned())),
            _ => None,
        }
    }
}

/// Seals ids for one request. The same id is always the same handle, so that a choice that is
/// offered twice has the same value.
pub(crate) struct Sealer {
    keys: Keys,
    /// The beginning of every MAC with the newest key, made once a call: a table has many handles.
    newest: OnceLock<Hmac<Sha256>>,
    request: RequestId,
}

/// A handle is `h~kind~key id~MAC~text`.
const PREFIX: &str = "h~";
const PURPOSE: &str = "plugin handles";

impl Sealer {
    pub(crate) fn new(keys: Keys, request: RequestId) -> Sealer {
        Sealer { keys, newest: OnceLock::new(), request }
    }

    pub(crate) fn seal(&self, real: &Real) -> String {
        let (kind, text) = (real.kind(), real.text());
        let newest = self.newest.get_or_init(|| self.begin(self.keys.derive(PURPOSE)));
        let mac = end(newest.clone(), kind, &text).finalize().into_bytes();
        let (left, _) = mac.split_first_chunk::<16>().expect("a MAC of SHA-256 has 32 bytes");
        let mac = u128::from_be_bytes(*left);
        format!("{PREFIX}{kind}~{}~{mac:032x}~{text}", self.keys.id())
    }

    pub(crate) fn open(&self, handle: &str) -> Option<Real> {
        let mut parts = handle.strip_prefix(PREFIX)?.splitn(4, '~');
        let (kind, key, mac, text) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
        let key = self.keys.derive_by(key, PURPOSE)?;
        let mac = u128::from_str_radix(mac, 16).ok()?.to_be_bytes();
        end(self.begin(key), kind, text).verify_truncated_left(&mac).ok()?;
        Real::parse(kind, text)
    }

    /// A MAC over the request so far.
    fn begin(&self, key: [u8; 32]) -> Hmac<Sha256> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&key).expect("HMAC takes a key of any length");
        mac.update(self.request.0.as_bytes());
        mac
    }
}

/// The same over what is sealed, too.
fn end(mut mac: Hmac<Sha256>, kind: &str, text: &str) -> Hmac<Sha256> {
    mac.update(kind.as_bytes());
    mac.update(b"\0");
    mac.update(text.as_bytes());
    mac
}

/// The tokens of one call.
pub(crate) struct Ids {
    /// Random, so that no token of another call is one of this.
    prefix: String,
    reals: Vec<Real>,
    numbers: HashMap<Real, usize>,
    sealer: Option<Sealer>,
}

impl Ids {
    pub(crate) fn new(sealer: Option<Sealer>) -> Ids {
        let random = Uuid::new_v4().as_u128();
        Ids { prefix: format!("{random:032x}-"), reals: Vec::new(), numbers: HashMap::new(), sealer }
    }

    /// The token of a real id; the same one whenever it is handed out in this call.
    pub(crate) fn token(&mut self, real: Real) -> String {
        let next = self.reals.len();
        let number = *self.numbers.entry(real).or_insert_with_key(|real| {
            self.reals.push(real.clone());
            next
        });
        format!("{}{number}", self.prefix)
    }

    /// What a token of this call stands for.
    pub(crate) fn real(&self, token: &str) -> Option<&Real> {
        self.reals.get(token.strip_prefix(&self.prefix)?.parse::<usize>().ok()?)
    }

    /// A text on its way out: a token becomes a handle, anything else stays.
    pub(crate) fn sealed(&self, text: String) -> String {
        match (self.real(&text), &self.sealer) {
            (Some(real), Some(sealer)) => sealer.seal(real),
            _ => text,
        }
    }

    /// A text on its way in: a handle of this request becomes a token, anything else stays, and
    /// means nothing.
    pub(crate) fn opened(&mut self, text: &str) -> String {
        match self.sealer.as_ref().and_then(|sealer| sealer.open(text)) {
            Some(real) => self.token(real),
            None => text.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(request: RequestId) -> Ids {
        Ids::new(Some(Sealer::new(Keys::from_bytes(&[[7; 32]]), request)))
    }

    #[test]
    fn a_token_is_worthless_in_another_call() {
        let request = RequestId::new();
        let (mut first, mut second) = (ids(request), ids(request));
        let real = Real::Invoice(InvoiceId::new());
        let token = first.token(real.clone());
        second.token(real.clone());
        assert_eq!(first.real(&token), Some(&real));
        assert_eq!(second.real(&token), None);
    }

    #[test]
    fn a_handle_comes_back_in_another_call_of_the_same_request() {
        let request = RequestId::new();
        let (mut first, mut second) = (ids(request), ids(request));
        let real = Real::Invoice(InvoiceId::new());
        let token = first.token(real.clone());
        let handle = first.sealed(token);
        let token = second.opened(&handle);
        assert_eq!(second.real(&token), Some(&real));
        assert_eq!(second.sealed(token), handle, "the same id is the same handle");
    }

    #[test]
    fn a_handle_of_another_request_stays_a_text() {
        let (mut first, mut second) = (ids(RequestId::new()), ids(RequestId::new()));
        let token = first.token(Real::Charge(ChargeId::new()));
        let handle = first.sealed(token);
        assert_eq!(second.opened(&handle), handle);
    }

    #[test]
    fn a_handle_that_was_touched_stays_a_text() {
        let mut ids = ids(RequestId::new());
        let token = ids.token(Real::Invoice(InvoiceId::new()));
        let handle = ids.sealed(token);
        for forged in [handle.replace("invoice", "charge"), format!("{handle}0"), handle[1..].into()] {
            assert_eq!(ids.opened(&forged), forged);
        }
    }

    #[test]
    fn handles_outlive_a_new_key() {
        let request = RequestId::new();
        let mut old = ids(request);
        let real = Real::Cursor("2026-01-01~x".into());
        let token = old.token(real.clone());
        let handle = old.sealed(token);
        let keys = Keys::from_bytes(&[[7; 32], [8; 32]]);
        let mut new = Ids::new(Some(Sealer::new(keys, request)));
        let token = new.opened(&handle);
        assert_eq!(new.real(&token), Some(&real));
    }
}
