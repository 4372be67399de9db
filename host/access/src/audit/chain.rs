//! How lines are linked: what their codes and those of the heads are made of.

use balcao_store::{DateTime, Keys, Utc, Uuid};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// How many chains there are; the migration makes as many heads.
pub(super) const CHAINS: usize = 16;

/// The end of a chain: the number of its last line and that line's code, sealed with the key, so
/// that a chain can't be cut short by whoever has only the database.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(super) struct Head {
    pub(super) chain: i32,
    pub(super) seq: i64,
    pub(super) mac: Vec<u8>,
    pub(super) key_id: String,
    pub(super) seal: Vec<u8>,
}

/// What is linked of a line, in this order.
pub(super) struct Link<'a> {
    pub(super) chain: i32,
    pub(super) seq: i64,
    pub(super) at: DateTime<Utc>,
    pub(super) act: &'a str,
    pub(super) actor: Option<Uuid>,
    pub(super) person: Option<Uuid>,
    pub(super) request: Option<Uuid>,
    pub(super) contribution: Option<&'a str>,
    pub(super) address: Option<&'a str>,
    pub(super) fields: &'a str,
    pub(super) personal: Option<Uuid>,
    pub(super) digest: Option<&'a [u8]>,
}

const PURPOSE: &str = "audit chain";

/// The newest key of the key file, for lines and heads to come.
pub(super) fn newest_key(keys: &Keys) -> [u8; 32] {
    keys.derive(PURPOSE)
}

/// The key of one id of the key file, for lines and heads that were written.
pub(super) fn key(keys: &Keys, id: &str) -> Option<[u8; 32]> {
    keys.derive_by(id, PURPOSE)
}

impl Link<'_> {
    /// HMAC-SHA256 over every field with its length before it, then the code of the line before.
    pub(super) fn mac(&self, key: &[u8; 32], previous: &[u8]) -> [u8; 32] {
        let mut mac = Coder::new(key, b"line");
        mac.field(Some(&self.chain.to_be_bytes()));
        mac.field(Some(&self.seq.to_be_bytes()));
        mac.field(Some(&self.at.timestamp_micros().to_be_bytes()));
        mac.field(Some(self.act.as_bytes()));
        for id in [self.actor, self.person, self.request] {
            mac.field(id.as_ref().map(|id| &id.as_bytes()[..]));
        }
        mac.field(self.contribution.map(str::as_bytes));
        mac.field(self.address.map(str::as_bytes));
        mac.field(Some(self.fields.as_bytes()));
        mac.field(self.personal.as_ref().map(|id| &id.as_bytes()[..]));
        mac.field(self.digest);
        mac.field(Some(previous));
        mac.code()
    }
}

impl Head {
    /// What `seal` must be.
    pub(super) fn sealed_by(&self, key: &[u8; 32]) -> [u8; 32] {
        let mut mac = Coder::new(key, b"head");
        mac.field(Some(&self.chain.to_be_bytes()));
        mac.field(Some(&self.seq.to_be_bytes()));
        mac.field(Some(&self.mac));
        mac.code()
    }

    /// Whether it is as it was written. Compared in the open: whoever could measure it has the row.
    pub(super) fn holds(&self, keys: &Keys) -> bool {
        key(keys, &self.key_id).is_some_and(|key| self.seal == self.sealed_by(&key))
    }
}

struct Coder(Hmac<Sha256>);

impl Coder {
    fn new(key: &[u8; 32], what: &[u8]) -> Coder {
        let mut coder = Coder(Hmac::new_from_slice(key).expect("any length is a key"));
        coder.field(Some(what));
        coder
    }

    /// A field that is absent is not one that is empty.
    fn field(&mut self, bytes: Option<&[u8]>) {
        let length = bytes.map_or(u64::MAX, |bytes| bytes.len() as u64);
        self.0.update(&length.to_be_bytes());
        self.0.update(bytes.unwrap_or_default());
    }

    fn code(self) -> [u8; 32] {
        self.0.finalize().into_bytes().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link() -> Link<'static> {
        Link {
            chain: 1,
            seq: 2,
            at: DateTime::from_timestamp_micros(1_700_000_000_000_000).unwrap(),
            act: "signed-in",
            actor: Some(Uuid::from_u128(1)),
            person: None,
            request: Some(Uuid::from_u128(2)),
            contribution: Some("billing/copy"),
            address: None,
            fields: "null",
            personal: None,
            digest: None,
        }
    }

    #[test]
    fn every_field_and_the_line_before_change_the_code() {
        let key = [1; 32];
        let id = Some(Uuid::from_u128(3));
        let later = DateTime::from_timestamp_micros(1_700_000_000_000_001).unwrap();
        let others = [
            Link { chain: 2, ..link() },
            Link { seq: 3, ..link() },
            Link { at: later, ..link() },
            Link { act: "signed-out", ..link() },
            Link { actor: id, ..link() },
            Link { person: id, ..link() },
            Link { request: None, ..link() },
            Link { contribution: None, ..link() },
            Link { address: Some("::1"), ..link() },
            Link { fields: "{}", ..link() },
            Link { personal: id, ..link() },
            Link { digest: Some(&[0; 32]), ..link() },
        ];
        let code = link().mac(&key, b"before");
        for other in others {
            assert_ne!(other.mac(&key, b"before"), code);
        }
        assert_ne!(link().mac(&key, b"other"), code);
        assert_ne!(link().mac(&[2; 32], b"before"), code);
        assert_eq!(link().mac(&key, b"before"), code);
    }

    #[test]
    fn a_value_that_moves_to_the_next_field_changes_the_code() {
        let one = Link { contribution: Some("a"), address: None, ..link() };
        let two = Link { contribution: None, address: Some("a"), ..link() };
        let empty = Link { contribution: Some(""), address: None, ..link() };
        let none = Link { contribution: None, address: None, ..link() };
        assert_ne!(one.mac(&[1; 32], b""), two.mac(&[1; 32], b""));
        assert_ne!(empty.mac(&[1; 32], b""), none.mac(&[1; 32], b""));
    }
}
