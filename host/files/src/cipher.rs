//! A file at rest: pieces of 64 KiB, each sealed by ChaCha20-Poly1305 with the file's own key. The
//! nonce counts the pieces and marks the last one, so that none can be changed, moved or cut off.

use chacha20poly1305::aead::{Aead, KeyInit};
use chacha20poly1305::{ChaCha20Poly1305, Nonce};

/// Bytes of a piece before it is sealed.
pub const PIECE: usize = 64 * 1024;
/// Bytes that sealing adds to a piece.
pub const TAG: usize = 16;

/// The key of one file, and how many pieces it has sealed or opened.
pub struct Cipher {
    key: ChaCha20Poly1305,
    pieces: u64,
}

/// A piece that was changed, moved, cut off, or sealed with another key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Damaged;

impl Cipher {
    /// At the beginning of a file. A key is used for one file and no other.
    pub fn new(key: &[u8; 32]) -> Self {
        Self { key: ChaCha20Poly1305::new(key.into()), pieces: 0 }
    }

    /// Seals the next piece.
    pub fn seal(&mut self, piece: &[u8], last: bool) -> Vec<u8> {
        let nonce = self.next(last);
        self.key.encrypt(&nonce, piece).expect("the cipher takes every piece")
    }

    /// Opens the next piece.
    pub fn open(&mut self, sealed: &[u8], last: bool) -> Result<Vec<u8>, Damaged> {
        let nonce = self.next(last);
        self.key.decrypt(&nonce, sealed).map_err(|_| Damaged)
    }

    fn next(&mut self, last: bool) -> Nonce {
        let mut nonce = [0; 12];
        nonce[0] = u8::from(last);
        nonce[4..].copy_from_slice(&self.pieces.to_be_bytes());
        self.pieces += 1;
        nonce.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_open_in_their_order_and_in_no_other() {
        let mut cipher = Cipher::new(&[1; 32]);
        let sealed = [cipher.seal(b"one", false), cipher.seal(b"two", true)];
        let open = |order: [(usize, bool); 2], key: u8| {
            let mut cipher = Cipher::new(&[key; 32]);
            order.map(|(at, last)| cipher.open(&sealed[at], last))
        };
        assert_eq!(open([(0, false), (1, true)], 1), [Ok(b"one".to_vec()), Ok(b"two".to_vec())]);
        assert_eq!(open([(1, false), (0, true)], 1), [Err(Damaged), Err(Damaged)], "moved");
        assert_eq!(open([(0, true), (1, true)], 1)[0], Err(Damaged), "cut off after the first");
        assert_eq!(open([(0, false), (1, true)], 2)[0], Err(Damaged), "another key");
    }

    #[test]
    fn a_piece_of_which_a_bit_was_changed_does_not_open() {
        let sealed = Cipher::new(&[1; 32]).seal(b"contrato", true);
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert_eq!(Cipher::new(&[1; 32]).open(&changed, true), Err(Damaged), "byte {at}");
        }
    }
}
