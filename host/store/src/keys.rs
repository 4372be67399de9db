//! The key file, a key per purpose, and values that only the desk can read back.

use std::path::Path;
use std::sync::Arc;

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hkdf::Hkdf;
use sha2::Sha256;
use uuid::Uuid;

/// What can go wrong with keys. Never says what a key or a value is.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The key file could not be read or made.
    #[error("key file: {0}")]
    File(#[from] std::io::Error),
    /// Others than its owner may read the key file.
    #[error("the key file may be read by others; run: chmod 600 on it")]
    Exposed,
    /// The key file holds something other than lines of 64 hexadecimal digits.
    #[error("the key file is damaged: line {0} is not a key")]
    Damaged(usize),
    /// Sealed by a key that is not in the file, or damaged, or moved from another row.
    #[error("a sealed value could not be opened")]
    Sealed,
}

/// The desk's keys. The newest seals; all open what they once sealed.
#[derive(Clone)]
pub struct Keys(Arc<Vec<Key>>);

struct Key {
    id: String,
    secret: [u8; 32],
    seal: XChaCha20Poly1305,
}

/// A value that only the desk can read back, bound to its table and row: `key id ‖ nonce ‖
/// ciphertext`, in a BLOB or BYTEA column.
#[derive(Clone, PartialEq, Eq, sqlx::Type)]
#[sqlx(transparent)]
pub struct Sealed(Vec<u8>);

impl Sealed {
    /// What stands in the column.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl std::fmt::Debug for Sealed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Sealed")
    }
}

/// Bytes of a key's id, written as twice as many digits.
const ID: usize = 4;
const NONCE: usize = 24;

impl Keys {
    /// Reads the key file, or makes one with a new key (and its folder), readable by its owner
    /// alone. It holds a key a line, 64 hexadecimal digits, the newest last: to rotate, add a line
    /// and keep the old ones until everything is resealed.
    pub fn load_or_create(path: &Path) -> Result<Keys, KeyError> {
        use std::io::Write;
        use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
        crate::db::make_private_folder(path)?;
        let mut new = std::fs::OpenOptions::new();
        match new.write(true).create_new(true).mode(0o600).open(path) {
            Ok(mut file) => {
                writeln!(file, "{}", hex(&random::<32>()))?;
                file.sync_all()?;
            }
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error.into()),
        }
        if std::fs::metadata(path)?.permissions().mode() & 0o077 != 0 {
            return Err(KeyError::Exposed);
        }
        parse(&std::fs::read_to_string(path)?)
    }

    /// Keys from memory, oldest first; there must be one.
    pub fn from_bytes(secrets: &[[u8; 32]]) -> Keys {
        assert!(!secrets.is_empty(), "keys without a key");
        Keys(Arc::new(secrets.iter().map(|secret| Key::new(*secret)).collect()))
    }

    /// A new secret.
    pub fn random_secret() -> [u8; 32] {
        random()
    }

    /// The id of the newest key.
    pub fn id(&self) -> &str {
        &self.newest().id
    }

    /// The newest key's key for one purpose.
    pub fn derive(&self, purpose: &str) -> [u8; 32] {
        self.newest().derive(purpose)
    }

    /// The key for a purpose of the key of that id, if it is still in the file.
    pub fn derive_by(&self, id: &str, purpose: &str) -> Option<[u8; 32]> {
        self.0.iter().find(|key| key.id == id).map(|key| key.derive(purpose))
    }

    /// Seals a value for one row of one table.
    pub fn seal(&self, table: &str, row: Uuid, plain: &[u8]) -> Sealed {
        let key = self.newest();
        let nonce: [u8; NONCE] = random();
        let payload = Payload { msg: plain, aad: &bound_to(table, row) };
        let sealed = key
            .seal
            .encrypt(&XNonce::from(nonce), payload)
            .expect("the cipher takes every length below 256 GiB");
        Sealed([key.id.as_bytes(), &nonce, &sealed].concat())
    }

    /// Opens a value that was sealed for this row of this table, by any key of the file.
    pub fn open(&self, table: &str, row: Uuid, sealed: &Sealed) -> Result<Vec<u8>, KeyError> {
        let (id, rest) = sealed.0.split_at_checked(2 * ID).ok_or(KeyError::Sealed)?;
        let (nonce, text) = rest.split_first_chunk::<NONCE>().ok_or(KeyError::Sealed)?;
        let key = self.0.iter().find(|key| key.id.as_bytes() == id).ok_or(KeyError::Sealed)?;
        let payload = Payload { msg: text, aad: &bound_to(table, row) };
        key.seal.decrypt(&XNonce::from(*nonce), payload).map_err(|_| KeyError::Sealed)
    }

    /// The value sealed by the newest key, or `None` when it is already: what a rotation does to
    /// every sealed column before an old key is taken out of the file.
    pub fn reseal(&self, table: &str, row: Uuid, sealed: &Sealed) -> Result<Option<Sealed>, KeyError> {
        if sealed.0.starts_with(self.id().as_bytes()) {
            return Ok(None);
        }
        let plain = self.open(table, row, sealed)?;
        Ok(Some(self.seal(table, row, &plain)))
    }

    fn newest(&self) -> &Key {
        self.0.last().expect("there is at least one key")
    }
}

impl Key {
    fn new(secret: [u8; 32]) -> Key {
        let id = hex(&expand::<ID>(&secret, "key id"));
        let seal = XChaCha20Poly1305::new(&expand::<32>(&secret, "sealed columns").into());
        Key { id, secret, seal }
    }

    fn derive(&self, purpose: &str) -> [u8; 32] {
        expand(&self.secret, &format!("purpose: {purpose}"))
    }
}

fn parse(text: &str) -> Result<Keys, KeyError> {
    let mut secrets = Vec::new();
    for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        secrets.push(unhex(line.trim()).ok_or(KeyError::Damaged(number + 1))?);
    }
    if secrets.is_empty() {
        return Err(KeyError::Damaged(1));
    }
    Ok(Keys::from_bytes(&secrets))
}

fn bound_to(table: &str, row: Uuid) -> Vec<u8> {
    [table.as_bytes(), &[0], row.as_bytes()].concat()
}

fn expand<const N: usize>(secret: &[u8; 32], info: &str) -> [u8; N] {
    let mut out = [0; N];
    Hkdf::<Sha256>::new(None, secret).expand(info.as_bytes(), &mut out).expect("N is far below 255 blocks");
    out
}

fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the system has random numbers");
    bytes
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    for (byte, digits) in bytes.iter_mut().zip(text.as_bytes().chunks(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    const OLD: [u8; 32] = [1; 32];
    const NEW: [u8; 32] = [2; 32];

    #[test]
    fn a_sealed_value_is_opened_only_in_its_own_row_of_its_own_table() {
        let keys = Keys::from_bytes(&[OLD]);
        let (row, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let sealed = keys.seal("connection", row, b"secret");
        assert_eq!(keys.open("connection", row, &sealed).unwrap(), b"secret");
        assert!(keys.open("connection", other, &sealed).is_err());
        assert!(keys.open("mail", row, &sealed).is_err());
        assert!(!sealed.as_bytes().windows(6).any(|window| window == b"secret"));
        assert_ne!(sealed, keys.seal("connection", row, b"secret"), "equal values do not look it");
    }

    #[test]
    fn a_damaged_value_is_refused_and_never_panics() {
        let keys = Keys::from_bytes(&[OLD]);
        let row = Uuid::from_u128(1);
        let sealed = keys.seal("t", row, b"secret").0;
        for length in 0..sealed.len() {
            assert!(keys.open("t", row, &Sealed(sealed[..length].to_vec())).is_err());
        }
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert!(keys.open("t", row, &Sealed(changed)).is_err(), "byte {at}");
        }
    }

    #[test]
    fn after_a_rotation_old_values_are_read_and_sealed_anew() {
        let row = Uuid::from_u128(1);
        let before = Keys::from_bytes(&[OLD]);
        let sealed = before.seal("t", row, b"secret");
        let both = Keys::from_bytes(&[OLD, NEW]);
        assert_eq!(both.open("t", row, &sealed).unwrap(), b"secret");
        let resealed = both.reseal("t", row, &sealed).unwrap().expect("by the old key");
        assert_eq!(both.reseal("t", row, &resealed).unwrap(), None);
        let after = Keys::from_bytes(&[NEW]);
        assert_eq!(after.open("t", row, &resealed).unwrap(), b"secret");
        assert!(after.open("t", row, &sealed).is_err());
        assert_eq!(both.derive_by(before.id(), "x"), Some(before.derive("x")));
        assert_eq!(after.derive_by(before.id(), "x"), None);
    }

    #[test]
    fn every_purpose_has_a_key_of_its_own() {
        let keys = Keys::from_bytes(&[OLD]);
        assert_eq!(keys.derive("a"), keys.derive("a"));
        assert_ne!(keys.derive("a"), keys.derive("b"));
        assert_ne!(keys.derive("a"), OLD);
    }

    #[test]
    fn the_key_file_is_made_private_and_read_again() {
        let folder = std::env::temp_dir().join(format!("balcao-keys-{}", Uuid::new_v4()));
        let path = folder.join("deep/key");
        let made = Keys::load_or_create(&path).unwrap();
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&path), mode(path.parent().unwrap())), (0o600, 0o700));
        assert_eq!(Keys::load_or_create(&path).unwrap().id(), made.id());

        let line = std::fs::read_to_string(&path).unwrap();
        std::fs::write(&path, format!("{line}{}\n", "ab".repeat(32))).unwrap();
        let rotated = Keys::load_or_create(&path).unwrap();
        assert_ne!(rotated.id(), made.id());
        assert!(rotated.derive_by(made.id(), "x").is_some());

        std::fs::write(&path, format!("{line}not a key\n")).unwrap();
        assert!(matches!(Keys::load_or_create(&path), Err(KeyError::Damaged(2))));
        std::fs::write(&path, "").unwrap();
        assert!(matches!(Keys::load_or_create(&path), Err(KeyError::Damaged(1))));
        std::fs::write(&path, line).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
        assert!(matches!(Keys::load_or_create(&path), Err(KeyError::Exposed)));
        std::fs::remove_dir_all(folder).unwrap();
    }
}
