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

    /// Keys from memory, oldest first: for tests and for a key that a supervisor hands over.
    pub fn from_bytes(secrets: &[[u8; 32]]) -> Keys {
        Keys(Arc::new(secrets.iter().map(|secret| Key::new(*secret)).collect()))
    }

    /// A key of one thing alone (a person's own), from the secret that is stored sealed.
    pub fn from_secret(secret: [u8; 32]) -> Keys {
        Keys::from_bytes(&[secret])
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
    Hkdf::<Sha256>::new(None, secret)
        .expand(info.as_bytes(), &mut out)
        .expect("N is far below 255 blocks");
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
