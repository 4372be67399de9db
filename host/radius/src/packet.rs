//! RADIUS packets, as far as Disconnect and CoA need them: RFC 2865 (the packet), RFC 2869
//! (Message-Authenticator), RFC 5176 (how such a request and its answer are signed).

use hmac::{Hmac, KeyInit, Mac};
use md5::{Digest, Md5};
use subtle::ConstantTimeEq;

/// The longest packet, by RFC 2865.
pub const LONGEST: usize = 4096;
/// Code, identifier, length, authenticator.
const HEADER: usize = 20;
/// The authenticator's place in the header.
const AUTHENTICATOR: std::ops::Range<usize> = 4..HEADER;
/// The longest value of an attribute.
const LONGEST_VALUE: usize = 253;

/// Attributes by their number: RFC 2865, 2866, 2869 and 3576.
pub mod attribute {
    /// The login.
    pub const USER_NAME: u8 = 1;
    /// The address that the access server calls its own.
    pub const NAS_IP_ADDRESS: u8 = 4;
    /// The name of a filter or of a speed.
    pub const FILTER_ID: u8 = 11;
    /// Holds an attribute of a vendor.
    pub const VENDOR_SPECIFIC: u8 = 26;
    /// The session, as the access server numbers it.
    pub const ACCT_SESSION_ID: u8 = 44;
    /// When the packet was made, in seconds since 1970.
    pub const EVENT_TIMESTAMP: u8 = 55;
    /// An HMAC over the packet.
    pub const MESSAGE_AUTHENTICATOR: u8 = 80;
    /// Why not.
    pub const ERROR_CAUSE: u8 = 101;
}

/// What a packet is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Code {
    /// End a session.
    DisconnectRequest = 40,
    /// It has ended.
    DisconnectAck = 41,
    /// It has not.
    DisconnectNak = 42,
    /// Change what a session may do.
    CoaRequest = 43,
    /// It is changed.
    CoaAck = 44,
    /// It is not.
    CoaNak = 45,
}

impl Code {
    const ALL: [Code; 6] = [
        Code::DisconnectRequest,
        Code::DisconnectAck,
        Code::DisconnectNak,
        Code::CoaRequest,
        Code::CoaAck,
        Code::CoaNak,
    ];

    fn of(number: u8) -> Option<Code> {
        Code::ALL.into_iter().find(|code| *code as u8 == number)
    }

    /// Whether it answers a request of that code: yes, no, or not at all.
    fn answers(self, request: u8) -> Option<bool> {
        match (self as u8).checked_sub(request)? {
            1 => Some(true),
            2 => Some(false),
            _ => None,
        }
    }
}

/// A packet that is made, or one that was read and is known to be the other side's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packet {
    /// What it is.
    pub code: Code,
    /// By which an answer is told from that to another request.
    pub identifier: u8,
    attributes: Vec<(u8, Vec<u8>)>,
}

/// Why bytes are no packet of the one who shares the secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// It is no RADIUS packet, or none of these kinds.
    #[error("no packet of Disconnect or CoA")]
    Malformed,
    /// It answers another request.
    #[error("the answer to another request")]
    Foreign,
    /// It was made without the secret, or changed on its way.
    #[error("not signed with the shared secret")]
    Forged,
}

impl Packet {
    /// Without attributes.
    pub fn new(code: Code, identifier: u8) -> Packet {
        Packet { code, identifier, attributes: Vec::new() }
    }

    /// With one more attribute; what is longer than an attribute can hold is cut.
    pub fn with(mut self, kind: u8, value: impl AsRef<[u8]>) -> Packet {
        let value = value.as_ref();
        self.attributes.push((kind, value[..value.len().min(LONGEST_VALUE)].to_vec()));
        self
    }

    /// With one more attribute of a vendor.
    pub fn with_vendor(self, vendor: u32, kind: u8, value: impl AsRef<[u8]>) -> Packet {
        let value = value.as_ref();
        let value = &value[..value.len().min(LONGEST_VALUE - 6)];
        let length = value.len() as u8 + 2;
        self.with(attribute::VENDOR_SPECIFIC, [&vendor.to_be_bytes(), &[kind, length][..], value].concat())
    }

    /// The value of an attribute.
    pub fn get(&self, kind: u8) -> Option<&[u8]> {
        self.attributes.iter().find(|(other, _)| *other == kind).map(|(_, value)| value.as_slice())
    }

    /// The value of an attribute that is text.
    pub fn text(&self, kind: u8) -> Option<&str> {
        self.get(kind).and_then(|value| std::str::from_utf8(value).ok())
    }

    /// The value of an attribute that is a number.
    pub fn number(&self, kind: u8) -> Option<u32> {
        self.get(kind).and_then(|value| value.try_into().ok()).map(u32::from_be_bytes)
    }

    /// Whether it says yes to a request.
    pub fn is_ack(&self) -> bool {
        matches!(self.code, Code::DisconnectAck | Code::CoaAck)
    }

    /// The request, signed: with a Message-Authenticator, which many access servers want, made over
    /// an authenticator of zeros (RFC 5176, 3.4), and the Request Authenticator over all of it.
    pub fn request(&self, secret: &[u8]) -> Vec<u8> {
        let mut bytes = self.bytes([0; 16]);
        let at = HEADER + 2;
        let mac = message_authenticator(&bytes, secret);
        bytes[at..at + 16].copy_from_slice(&mac);
        let authenticator = digest(&[&bytes, secret]);
        bytes[AUTHENTICATOR].copy_from_slice(&authenticator);
        bytes
    }

    /// The answer to a request, signed.
    pub fn answer(&self, request: &[u8], secret: &[u8]) -> Vec<u8> {
        let mut bytes = self.bytes(authenticator(request));
        let at = HEADER + 2;
        let mac = message_authenticator(&bytes, secret);
        bytes[at..at + 16].copy_from_slice(&mac);
        let authenticator = digest(&[&bytes, secret]);
        bytes[AUTHENTICATOR].copy_from_slice(&authenticator);
        bytes
    }

    /// The request in these bytes, if whoever made it has the secret.
    pub fn read_request(bytes: &[u8], secret: &[u8]) -> Result<Packet, ReadError> {
        let bytes = whole(bytes)?;
        let packet = Packet::parse(bytes)?;
        if !matches!(packet.code, Code::DisconnectRequest | Code::CoaRequest) {
            return Err(ReadError::Malformed);
        }
        packet.signed(bytes, [0; 16], secret)
    }

    /// The answer in these bytes to that request, if whoever made it has the secret.
    pub fn read_answer(bytes: &[u8], request: &[u8], secret: &[u8]) -> Result<Packet, ReadError> {
        let bytes = whole(bytes)?;
        let packet = Packet::parse(bytes)?;
        if packet.identifier != request[1] || packet.code.answers(request[0]).is_none() {
            return Err(ReadError::Foreign);
        }
        packet.signed(bytes, authenticator(request), secret)
    }

    /// With a Message-Authenticator of zeros in front, and this authenticator.
    fn bytes(&self, authenticator: [u8; 16]) -> Vec<u8> {
        let mut bytes = vec![self.code as u8, self.identifier, 0, 0];
        bytes.extend(authenticator);
        bytes.extend([attribute::MESSAGE_AUTHENTICATOR, 18]);
        bytes.extend([0; 16]);
        for (kind, value) in &self.attributes {
            bytes.extend([*kind, value.len() as u8 + 2]);
            bytes.extend(value);
        }
        let length = (bytes.len() as u16).to_be_bytes();
        bytes[2..4].copy_from_slice(&length);
        bytes
    }

    fn parse(bytes: &[u8]) -> Result<Packet, ReadError> {
        let code = Code::of(bytes[0]).ok_or(ReadError::Malformed)?;
        let mut packet = Packet::new(code, bytes[1]);
        let mut rest = &bytes[HEADER..];
        while let [kind, length, after @ ..] = rest {
            let length = usize::from(*length).checked_sub(2).ok_or(ReadError::Malformed)?;
            let value = after.get(..length).ok_or(ReadError::Malformed)?;
            packet.attributes.push((*kind, value.to_vec()));
            rest = &after[length..];
        }
        if rest.is_empty() { Ok(packet) } else { Err(ReadError::Malformed) }
    }

    /// Itself, if both signatures hold: that over an authenticator of `before`, and, where there is
    /// one, the Message-Authenticator.
    fn signed(self, bytes: &[u8], before: [u8; 16], secret: &[u8]) -> Result<Packet, ReadError> {
        let mut unsigned = bytes.to_vec();
        unsigned[AUTHENTICATOR].copy_from_slice(&before);
        let expected = digest(&[&unsigned, secret]);
        if !bool::from(expected.ct_eq(&authenticator(bytes))) {
            return Err(ReadError::Forged);
        }
        let mut at = HEADER;
        for (kind, value) in &self.attributes {
            if *kind == attribute::MESSAGE_AUTHENTICATOR {
                if value.len() != 16 {
                    return Err(ReadError::Malformed);
                }
                unsigned[at + 2..at + 18].fill(0);
                let mac = message_authenticator(&unsigned, secret);
                return if bool::from(mac.ct_eq(value.as_slice())) {
                    Ok(self)
                } else {
                    Err(ReadError::Forged)
                };
            }
            at += value.len() + 2;
        }
        Ok(self)
    }
}

/// The packet without what a network put behind it.
fn whole(bytes: &[u8]) -> Result<&[u8], ReadError> {
    let [_, _, high, low, ..] = bytes else { return Err(ReadError::Malformed) };
    let length = usize::from(u16::from_be_bytes([*high, *low]));
    if (HEADER..=LONGEST).contains(&length) {
        bytes.get(..length).ok_or(ReadError::Malformed)
    } else {
        Err(ReadError::Malformed)
    }
}

fn authenticator(bytes: &[u8]) -> [u8; 16] {
    let mut authenticator = [0; 16];
    authenticator.copy_from_slice(&bytes[AUTHENTICATOR]);
    authenticator
}

fn digest(parts: &[&[u8]]) -> [u8; 16] {
    let mut digest = Md5::new();
    for part in parts {
        digest.update(part);
    }
    digest.finalize().into()
}

fn message_authenticator(bytes: &[u8], secret: &[u8]) -> [u8; 16] {
    let mut mac = Hmac::<Md5>::new_from_slice(secret).expect("HMAC takes keys of every length");
    mac.update(bytes);
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &[u8] = b"a secret of the tests";

    fn request() -> Vec<u8> {
        Packet::new(Code::DisconnectRequest, 7)
            .with(attribute::USER_NAME, "helena.1001")
            .with(attribute::ACCT_SESSION_ID, "81a00042")
            .request(SECRET)
    }

    fn ack() -> Vec<u8> {
        Packet::new(Code::DisconnectAck, 7).answer(&request(), SECRET)
    }

    /// Signed with Python's hashlib and hmac by the text of RFC 5176 alone.
    #[test]
    fn a_request_is_signed_as_the_rfc_says() {
        let bytes = Packet::new(Code::DisconnectRequest, 1).with(attribute::USER_NAME, "a").request(b"s");
        let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hex, "28010029a6fe29f7c44e455490deb7cb7a0781d0501214a91a05512883a66c8f4a096c9bf7af010361");
    }

    #[test]
    fn what_one_side_signs_the_other_side_reads() {
        let read = Packet::read_request(&request(), SECRET).expect("signed");
        assert_eq!(read.text(attribute::USER_NAME), Some("helena.1001"));
        assert_eq!(read.text(attribute::ACCT_SESSION_ID), Some("81a00042"));
        let refused = Packet::new(Code::DisconnectNak, 7).with(attribute::ERROR_CAUSE, 503_u32.to_be_bytes());
        let refused = Packet::read_answer(&refused.answer(&request(), SECRET), &request(), SECRET);
        let refused = refused.expect("signed");
        assert_eq!((refused.is_ack(), refused.number(attribute::ERROR_CAUSE)), (false, Some(503)));
        assert!(Packet::read_answer(&ack(), &request(), SECRET).expect("signed").is_ack());
    }

    #[test]
    fn what_follows_a_packet_is_none_of_it() {
        let mut padded = ack();
        padded.extend([0; 40]);
        assert!(Packet::read_answer(&padded, &request(), SECRET).is_ok());
    }

    #[test]
    fn a_changed_byte_anywhere_is_no_answer() {
        for at in 0..ack().len() {
            let mut changed = ack();
            changed[at] ^= 0x10;
            assert!(Packet::read_answer(&changed, &request(), SECRET).is_err(), "{at}");
        }
        for at in 0..request().len() {
            let mut changed = request();
            changed[at] ^= 0x10;
            assert!(Packet::read_request(&changed, SECRET).is_err(), "{at}");
        }
    }

    #[test]
    fn who_does_not_know_the_secret_or_answers_something_else_is_not_believed() {
        let forged = Packet::new(Code::DisconnectAck, 7).answer(&request(), b"guessed");
        let other = Packet::new(Code::DisconnectAck, 8).answer(&request(), SECRET);
        let coa = Packet::new(Code::CoaAck, 7).answer(&request(), SECRET);
        let cases = [(forged, ReadError::Forged), (other, ReadError::Foreign), (coa, ReadError::Foreign)];
        for (bytes, expected) in cases {
            assert_eq!(Packet::read_answer(&bytes, &request(), SECRET), Err(expected));
        }
        // An answer to an earlier request with the same identifier.
        let earlier = Packet::new(Code::DisconnectRequest, 7).with(attribute::USER_NAME, "x").request(SECRET);
        let late = Packet::new(Code::DisconnectAck, 7).answer(&earlier, SECRET);
        assert_eq!(Packet::read_answer(&late, &request(), SECRET), Err(ReadError::Forged));
    }

    #[test]
    fn bytes_that_are_no_packet_are_told_as_such() {
        let mut short = ack();
        short[3] = 19;
        let mut long = ack();
        long[2] = 0xff;
        let mut attribute = request();
        attribute[HEADER + 1] = 1;
        for bytes in [&[][..], &[41], &[41, 7, 0, 20], &short, &long, &attribute] {
            assert!(Packet::read_answer(bytes, &request(), SECRET).is_err(), "{bytes:?}");
        }
    }
}
