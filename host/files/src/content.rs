//! A file as it is given out: piece by piece, each proved to be what was stored.

use sha2::{Digest, Sha256};
use tokio::fs::File;
use tokio::io::AsyncReadExt;

use crate::cipher::{Cipher, PIECE, TAG};

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
    file: File,
    cipher: Cipher,
    digest: Sha256,
    wanted: Vec<u8>,
    left: u64,
}

impl Content {
    pub(crate) fn new(file: File, key: &[u8; 32], bytes: u64, digest: Vec<u8>) -> Content {
        Content { file, cipher: Cipher::new(key), digest: Sha256::new(), wanted: digest, left: bytes }
    }

    /// The next bytes; none at the end.
    pub async fn next(&mut self) -> Result<Option<Vec<u8>>, ContentError> {
        if self.left == 0 {
            return Ok(None);
        }
        let size = self.left.min(PIECE as u64);
        let mut sealed = vec![0; size as usize + TAG];
        self.file.read_exact(&mut sealed).await?;
        self.left -= size;
        let piece = self.cipher.open(&sealed, self.left == 0).map_err(|_| ContentError::Damaged)?;
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
