//! The address under which a customer opens their slip without signing in: it names charges and a time,
//! and is signed. Nothing of it is stored; who has it sees that PDF until then, and nothing else.

use balcao_store::Keys;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use uuid::Uuid;

use crate::ChargeId;

/// For how long a link is good.
pub const GOOD_FOR: TimeDelta = TimeDelta::days(7);
/// The most charges of a link.
pub const MAX_CHARGES: usize = 20;

const PURPOSE: &str = "links to slips";
/// Characters of a key's id.
const KEY: usize = 8;
const EXPIRY: usize = 8;
/// Bytes of the signature that are kept: nobody tries 2^128 times at a desk that counts.
const SIGNATURE: usize = 16;

/// Why a text is no link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LinkError {
    /// Nothing that this desk signed.
    #[error("this is no link of this desk")]
    Forged,
    /// Its time is over.
    #[error("the link's time is over")]
    Expired,
}

/// A link that this desk signed, and whose time is not over: the proof by which its charges are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    charges: Vec<ChargeId>,
}

impl Link {
    /// The text of a link to these charges, until then: letters, digits, `-` and `_`.
    pub fn sign(keys: &Keys, charges: &[ChargeId], until: DateTime<Utc>) -> String {
        let mut body = until.timestamp().to_be_bytes().to_vec();
        charges.iter().take(MAX_CHARGES).for_each(|charge| body.extend(charge.0.as_bytes()));
        let signature = mac(&keys.derive(PURPOSE), &body).finalize().into_bytes();
        body.extend(&signature[..SIGNATURE]);
        format!("{}{}", keys.id(), URL_SAFE_NO_PAD.encode(body))
    }

    /// Reads a link.
    pub fn open(keys: &Keys, text: &str, now: DateTime<Utc>) -> Result<Link, LinkError> {
        let (key, body) = text.split_at_checked(KEY).ok_or(LinkError::Forged)?;
        let key = keys.derive_by(key, PURPOSE).ok_or(LinkError::Forged)?;
        let body = URL_SAFE_NO_PAD.decode(body).map_err(|_| LinkError::Forged)?;
        let signed = body.len().checked_sub(SIGNATURE).ok_or(LinkError::Forged)?;
        let (body, signature) = body.split_at(signed);
        mac(&key, body).verify_truncated_left(signature).map_err(|_| LinkError::Forged)?;
        let (until, charges) = body.split_first_chunk::<EXPIRY>().ok_or(LinkError::Forged)?;
        if i64::from_be_bytes(*until) < now.timestamp() {
            return Err(LinkError::Expired);
        }
        let (ids, rest) = charges.as_chunks::<16>();
        if ids.is_empty() || !rest.is_empty() {
            return Err(LinkError::Forged);
        }
        Ok(Link { charges: ids.iter().map(|id| ChargeId(Uuid::from_bytes(*id))).collect() })
    }

    /// What it names.
    pub fn charges(&self) -> &[ChargeId] {
        &self.charges
    }
}

fn mac(key: &[u8; 32], body: &[u8]) -> Hmac<Sha256> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("any length is a key");
    mac.update(body);
    mac
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_opens_what_was_signed_until_its_time_and_after_a_rotation_of_keys() {
        let now = balcao_store::now();
        let (old, new) = (Keys::random_secret(), Keys::random_secret());
        let keys = Keys::from_bytes(&[old]);
        let charges: Vec<ChargeId> = (0..MAX_CHARGES).map(|_| ChargeId::new()).collect();
        for count in [1, 2, MAX_CHARGES] {
            let text = Link::sign(&keys, &charges[..count], now + GOOD_FOR);
            for keys in [keys.clone(), Keys::from_bytes(&[old, new])] {
                let link = Link::open(&keys, &text, now + GOOD_FOR).unwrap();
                assert_eq!(link.charges(), &charges[..count]);
                let late = Link::open(&keys, &text, now + GOOD_FOR + TimeDelta::seconds(1));
                assert_eq!(late, Err(LinkError::Expired));
            }
            assert_eq!(Link::open(&Keys::from_bytes(&[new]), &text, now), Err(LinkError::Forged));
        }
    }

    #[test]
    fn no_changed_letter_opens_anything() {
        let now = balcao_store::now();
        let keys = Keys::from_bytes(&[Keys::random_secret()]);
        let text = Link::sign(&keys, &[ChargeId::new()], now + GOOD_FOR);
        for at in 0..text.len() {
            for letter in [b'A', b'0', b'-', b'_', b'z'] {
                let mut wrong = text.clone().into_bytes();
                if wrong[at] == letter {
                    continue;
                }
                wrong[at] = letter;
                let wrong = String::from_utf8(wrong).unwrap();
                assert_eq!(Link::open(&keys, &wrong, now), Err(LinkError::Forged), "{wrong}");
            }
        }
        for wrong in ["", "x", &text[..text.len() - 2], &format!("{text}AA"), "ção", &"á".repeat(40)] {
            assert_eq!(Link::open(&keys, wrong, now), Err(LinkError::Forged), "{wrong}");
        }
    }
}
