//! As much of BER (X.690) as a `GetRequest` of SNMP v2c and its answer have (RFC 3416).

const SEQUENCE: u8 = 0x30;
const INTEGER: u8 = 0x02;
const OCTETS: u8 = 0x04;
const OID: u8 = 0x06;
const GET: u8 = 0xA0;
const RESPONSE: u8 = 0xA2;
const NO_SUCH_INSTANCE: u8 = 0x81;
/// SNMP v2c.
const VERSION: &[u8] = &[1];

/// What is said of an OID.
pub enum Value {
    /// A number.
    Integer(i64),
    /// A text.
    Text(String),
}

/// A question, as it came.
pub struct Question<'a> {
    /// What opens the agent.
    pub community: &'a [u8],
    /// Its number, as it was encoded.
    request: &'a [u8],
    /// What is asked for, each as it was encoded, and in numbers.
    oids: Vec<(&'a [u8], Vec<u64>)>,
}

impl<'a> Question<'a> {
    /// Reads one; none: it is no question of this kind.
    pub fn read(message: &'a [u8]) -> Option<Question<'a>> {
        let mut message = Reader(Reader(message).take(SEQUENCE)?);
        if message.take(INTEGER)? != VERSION {
            return None;
        }
        let community = message.take(OCTETS)?;
        let mut pdu = Reader(message.take(GET)?);
        let request = pdu.take(INTEGER)?;
        pdu.take(INTEGER)?;
        pdu.take(INTEGER)?;
        let mut list = Reader(pdu.take(SEQUENCE)?);
        let mut oids = Vec::new();
        while !list.0.is_empty() {
            let oid = Reader(list.take(SEQUENCE)?).take(OID)?;
            oids.push((oid, numbers(oid)?));
        }
        Some(Question { community, request, oids })
    }

    /// The answer, of what is said of each OID.
    pub fn answer(&self, say: impl Fn(&[u64]) -> Option<Value>) -> Vec<u8> {
        let said = self.oids.iter().flat_map(|(encoded, oid)| {
            let value = match say(oid) {
                Some(Value::Integer(number)) => wrapped(INTEGER, &integer(number)),
                Some(Value::Text(text)) => wrapped(OCTETS, text.as_bytes()),
                None => wrapped(NO_SUCH_INSTANCE, &[]),
            };
            wrapped(SEQUENCE, &[wrapped(OID, encoded), value].concat())
        });
        let list = wrapped(SEQUENCE, &said.collect::<Vec<u8>>());
        let none = wrapped(INTEGER, &[0]);
        let pdu = [wrapped(INTEGER, self.request), none.clone(), none, list].concat();
        let message = [wrapped(INTEGER, VERSION), wrapped(OCTETS, self.community), wrapped(RESPONSE, &pdu)];
        wrapped(SEQUENCE, &message.concat())
    }
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    /// The content of what comes next, if it is of this kind and all there.
    fn take(&mut self, kind: u8) -> Option<&'a [u8]> {
        let (&[found, first], rest) = self.0.split_first_chunk()?;
        let (length, rest) = match first {
            0..=0x7F => (usize::from(first), rest),
            0x81 => rest.split_first().map(|(length, rest)| (usize::from(*length), rest))?,
            0x82 => {
                let (length, rest) = rest.split_first_chunk()?;
                (usize::from(u16::from_be_bytes(*length)), rest)
            }
            _ => return None,
        };
        let (content, rest) = rest.split_at_checked(length)?;
        self.0 = rest;
        (found == kind).then_some(content)
    }
}

/// An OID in numbers: seven bits a byte, the first two in one.
fn numbers(encoded: &[u8]) -> Option<Vec<u64>> {
    let (first, rest) = encoded.split_first()?;
    let mut oid = vec![u64::from(first / 40), u64::from(first % 40)];
    let mut number = 0_u64;
    for byte in rest {
        number = number.checked_mul(0x80)? | u64::from(byte & 0x7F);
        if byte & 0x80 == 0 {
            oid.push(std::mem::take(&mut number));
        }
    }
    Some(oid)
}

/// The fewest bytes whose sign is the number's.
fn integer(number: i64) -> Vec<u8> {
    let bytes = number.to_be_bytes();
    let is_spare = |at: usize| {
        let sign = if bytes[at] == 0xFF { 0x80 } else { 0 };
        (bytes[at] == 0 || bytes[at] == 0xFF) && bytes[at + 1] & 0x80 == sign
    };
    let spare = (0..7).take_while(|at| is_spare(*at)).count();
    bytes[spare..].to_vec()
}

fn wrapped(kind: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len();
    let mut out = vec![kind];
    match length {
        0..=0x7F => out.push(length as u8),
        0x80..=0xFF => out.extend([0x81, length as u8]),
        _ => out.extend([0x82, (length >> 8) as u8, length as u8]),
    }
    out.extend(content);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `snmpget -v2c -c public 127.0.0.1 1.3.6.1.2.1.1.1.0`, as it went over the line.
    const RECORDED: &[u8] = &[
        0x30, 0x29, 0x02, 0x01, 0x01, 0x04, 0x06, b'p', b'u', b'b', b'l', b'i', b'c', 0xA0, 0x1C, 0x02, 0x04,
        0x0B, 0x35, 0xD3, 0x47, 0x02, 0x01, 0x00, 0x02, 0x01, 0x00, 0x30, 0x0E, 0x30, 0x0C, 0x06, 0x08, 0x2B,
        0x06, 0x01, 0x02, 0x01, 0x01, 0x01, 0x00, 0x05, 0x00,
    ];

    #[test]
    fn a_recorded_question_is_read_and_answered() {
        let question = Question::read(RECORDED).expect("a question");
        assert_eq!(question.community, b"public");
        assert_eq!(question.oids[0].1, [1, 3, 6, 1, 2, 1, 1, 1, 0]);
        let answer = question.answer(|_| Some(Value::Text("OLT".into())));
        assert_eq!(answer[..13], [&[0x30, 0x2C], &RECORDED[2..13]].concat());
        assert_eq!(answer[13], RESPONSE);
        assert_eq!(answer[answer.len() - 5..], *b"\x04\x03OLT");
        let none = question.answer(|_| None);
        assert_eq!(none[none.len() - 2..], [NO_SUCH_INSTANCE, 0]);
    }

    #[test]
    fn whatever_is_cut_or_changed_is_no_question_and_no_panic() {
        for end in 0..RECORDED.len() {
            assert!(Question::read(&RECORDED[..end]).is_none(), "cut at {end}");
        }
        for at in 0..RECORDED.len() {
            for byte in [0x00, 0x80, 0x82, 0xFF] {
                let mut bent = RECORDED.to_vec();
                bent[at] = byte;
                let _ = Question::read(&bent);
            }
        }
    }

    #[test]
    fn a_number_has_the_fewest_bytes_and_keeps_its_sign() {
        let cases: [(i64, &[u8]); 7] = [
            (0, &[0]),
            (127, &[0x7F]),
            (128, &[0, 0x80]),
            (-1, &[0xFF]),
            (-128, &[0x80]),
            (-2_087, &[0xF7, 0xD9]),
            (2_147_483_647, &[0x7F, 0xFF, 0xFF, 0xFF]),
        ];
        for (number, bytes) in cases {
            assert_eq!(integer(number), bytes, "{number}");
        }
    }
}
