//! A file as it is given out: piece by piece, each proved to be what was stored.

use futures_util::TryStreamExt;
use sha2::{Digest, Sha256};

use crate::cipher::{Cipher, PIECE, TAG};
use crate::objects::Bytes;

/// Why a file's bytes are not given out.
#[derive(Debug, thiserror::Error)]
pub enum ContentError {
    /// They are not what was stored.
    #[error("the file is damaged")]
    Damaged,
    /// They could not be read.
    #[error("reading a file: {0}")]
    File(#[from] std::io::Error),
}

/// The bytes of a file. The last piece is given out only when all of them together have the digest
/// with which they were stored.
pub struct Content {
    source: Bytes,
    /// What has come and is not opened yet: less than a piece and what the store gives at once.
    sealed: Vec<u8>,
    cipher: Cipher,
    digest: Sha256,
    wanted: Vec<u8>,
    left: u64,
}

impl Content {
    pub(crate) fn new(source: Bytes, key: &[u8; 32], bytes: u64, digest: Vec<u8>) -> Content {
        let (cipher, sealed) = (Cipher::new(key), Vec::new());
        Content { source, sealed, cipher, digest: Sha256::new(), wanted: digest, left: bytes }
    }

    /// The next bytes; none at the end.
    pub async fn next(&mut self) -> Result<Option<Vec<u8>>, ContentError> {
        if self.left == 0 {
            return Ok(None);
        }
        let size = self.left.min(PIECE as u64);
        let wanted = size as usize + TAG;
        while self.sealed.len() < wanted {
            let more = self.source.try_next().await.map_err(std::io::Error::from)?;
            self.sealed.extend_from_slice(&more.ok_or(ContentError::Damaged)?);
        }
        self.left -= size;
        let piece =
            self.cipher.open(&self.sealed[..wanted], self.left == 0).map_err(|_| ContentError::Damaged)?;
        self.sealed.drain(..wanted);
        self.digest.update(&piece);
        if self.left == 0 && self.digest.clone().finalize().as_slice() != self.wanted {
            return Err(ContentError::Damaged);
        }
        Ok(Some(piece))
    }

    /// All of them, for what has to see the whole of a small file.
    pub async fn whole(mut self) -> Result<Vec<u8>, ContentError> {
        let mut bytes = Vec::with_capacity(self.left as usize);
        while let Some(piece) = self.next().await? {
            bytes.extend_from_slice(&piece);
        }
        Ok(bytes)
    }
}
