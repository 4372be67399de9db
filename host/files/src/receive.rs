//! A file as it arrives: piece by piece, encrypted on its way to the store, a large one never whole in memory.

use sha2::{Digest, Sha256};

use crate::FileId;
use crate::cipher::{Cipher, PIECE};
use crate::objects::{Arrived, Objects, Writing};
use crate::sniff::{self, HEAD, Mismatch};

/// Why a file is not taken.
#[derive(Debug, thiserror::Error)]
pub enum ReceiveError {
    /// It has no bytes.
    #[error("the file is empty")]
    Empty,
    /// It has more bytes than this.
    #[error("the file has more than {0} bytes")]
    TooLarge(u64),
    /// It is of no type that the desk takes.
    #[error("the file is of no known type")]
    Unknown,
    /// Its name says something else than its content.
    #[error("the file's name does not fit its content")]
    Mismatch {
        /// What the name ends in.
        extension: String,
        /// What the content is, as people call it; none where that is unknown.
        is: Option<&'static str>,
    },
    /// The field takes no files of this type.
    #[error("the field takes no such file: {0}")]
    NotAccepted(&'static str),
    /// It could not be written.
    #[error("writing a file: {0}")]
    File(#[from] std::io::Error),
}

/// A file that is arriving. Dropped, it leaves nothing behind.
pub struct Receiving {
    id: FileId,
    key: [u8; 32],
    writing: Writing,
    cipher: Cipher,
    digest: Sha256,
    head: Vec<u8>,
    piece: Vec<u8>,
    bytes: u64,
    most: u64,
}

/// A file that has arrived, and is in the store. Dropped before it is held or kept, it is removed.
pub struct Received {
    pub(crate) id: FileId,
    pub(crate) key: [u8; 32],
    pub(crate) arrived: Arrived,
    pub(crate) name: String,
    pub(crate) media_type: &'static str,
    pub(crate) bytes: u64,
    pub(crate) digest: [u8; 32],
}

impl Receiving {
    pub(crate) fn start(objects: &Objects, most: u64) -> std::io::Result<Receiving> {
        let id = FileId::new();
        let mut key = [0; 32];
        getrandom::fill(&mut key).map_err(std::io::Error::other)?;
        Ok(Receiving {
            id,
            writing: objects.write(id),
            cipher: Cipher::new(&key),
            key,
            digest: Sha256::new(),
            head: Vec::new(),
            piece: Vec::with_capacity(PIECE),
            bytes: 0,
            most,
        })
    }

    /// Takes the next bytes.
    pub async fn write(&mut self, mut bytes: &[u8]) -> Result<(), ReceiveError> {
        self.bytes += bytes.len() as u64;
        if self.bytes > self.most {
            return Err(ReceiveError::TooLarge(self.most));
        }
        self.digest.update(bytes);
        self.head.extend_from_slice(&bytes[..bytes.len().min(HEAD - self.head.len())]);
        while !bytes.is_empty() {
            // A full piece goes on its way when it is known that it is not the last.
            if self.piece.len() == PIECE {
                self.flush(false).await?;
            }
            let (now, later) = bytes.split_at(bytes.len().min(PIECE - self.piece.len()));
            self.piece.extend_from_slice(now);
            bytes = later;
        }
        Ok(())
    }

    /// Ends it: what it is, by its content, must be what its name says and what the field takes. When
    /// this returns, its bytes survive the loss of power.
    pub async fn finish(mut self, name: &str, accepted: &[String]) -> Result<Received, ReceiveError> {
        if self.bytes == 0 {
            return Err(ReceiveError::Empty);
        }
        let is = sniff::check(name, &self.head).map_err(|mismatch| match mismatch {
            Mismatch::Unknown => ReceiveError::Unknown,
            Mismatch::Name { extension, is } => ReceiveError::Mismatch { extension, is },
        })?;
        if !sniff::accepts(accepted, is.media_type) {
            return Err(ReceiveError::NotAccepted(is.name));
        }
        self.flush(true).await?;
        let arrived = self.writing.finish().await?;
        Ok(Received {
            id: self.id,
            key: self.key,
            arrived,
            name: sniff::clean_name(name, is),
            media_type: is.media_type,
            bytes: self.bytes,
            digest: self.digest.finalize().into(),
        })
    }

    async fn flush(&mut self, last: bool) -> std::io::Result<()> {
        let sealed = self.cipher.seal(&self.piece, last);
        self.piece.clear();
        self.writing.put(sealed).await
    }
}
