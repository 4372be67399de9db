//! PIX "copia e cola": the BR Code of the Central Bank.
//!
//! Source: Manual do BR Code and Manual de Padrões para Iniciação do PIX (after EMV QRCPS-MPM). A
//! code is a list of fields, each an id of two digits, a length of two digits and a value; some
//! values are lists themselves; the last field is a CRC16 over all before it. A code whose CRC
//! agrees and whose inner lengths don't exists in the wild and is refused: some banks' apps can't
//! read it.

mod tlv;

use std::fmt;

use thiserror::Error;

use crate::Money;
use tlv::{Fields, field};

/// Who owns field 26. Read in any case, written as in the Central Bank's manual.
const OWNER: &str = "br.gov.bcb.pix";
/// The txid of a code that has none.
const NO_TXID: &str = "***";

/// Most characters of the payee's name.
pub const MAX_NAME: usize = 25;
/// Most characters of the payee's city.
pub const MAX_CITY: usize = 15;
/// Most characters of a txid in the code.
pub const MAX_TXID: usize = 25;

/// Why a text is no PIX code, or a charge can't become one. Names the field by its EMV id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum PixError {
    /// A character that a code can't hold (anything but printable ASCII, once accents are gone).
    #[error("field {0:02} has a character that a PIX code can't hold")]
    Characters(u8),
    /// A field whose length doesn't fit what follows, or whose id or length is not two digits.
    #[error("the PIX code is cut short or has a wrong length")]
    Structure,
    /// The same field twice.
    #[error("field {0:02} comes twice")]
    Repeated(u8),
    /// A field that must be there is not, or is empty.
    #[error("field {0:02} is missing")]
    Missing(u8),
    /// A field that says what no PIX code in reais says.
    #[error("field {0:02} has a value that is not of PIX")]
    Value(u8),
    /// A field that is longer than allowed.
    #[error("field {0:02} is too long")]
    TooLong(u8),
    /// The CRC16 doesn't agree.
    #[error("the PIX code has a wrong check")]
    Check,
}

/// What is paid. `Debug` leaves the key out: it may be somebody's CPF or phone.
#[derive(Clone, PartialEq, Eq)]
pub enum PixCharge {
    /// To a key, as often as somebody scans it.
    Static {
        /// CPF, CNPJ, phone, e-mail or random key.
        key: String,
        /// What to pay; none when the payer fills it in.
        amount: Option<Money>,
        /// Up to 25 letters and digits by which the payee knows the payment.
        txid: Option<String>,
    },
    /// A charge that the payee's bank keeps at this address (without `https://`), amount included.
    Dynamic {
        /// Where the payer's bank fetches the charge.
        url: String,
    },
}

/// A code's meaning. Name and city lose their accents when written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PixCode {
    /// What is paid.
    pub charge: PixCharge,
    /// The payee's name, 1 to 25 characters.
    pub name: String,
    /// The payee's city, 1 to 15 characters.
    pub city: String,
}

impl fmt::Debug for PixCharge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Static { amount, txid, .. } => {
                f.debug_struct("Static").field("amount", amount).field("txid", txid).finish_non_exhaustive()
            }
            Self::Dynamic { url } => f.debug_struct("Dynamic").field("url", url).finish(),
        }
    }
}

impl PixCode {
    /// The text to copy or to draw as a QR code.
    pub fn encode(&self) -> Result<String, PixError> {
        let owner = field(0, OWNER)?;
        let (use_once, account, amount, txid) = match &self.charge {
            PixCharge::Static { key, amount, txid } => (
                String::new(),
                owner + &field(1, &printable(26, key)?)?,
                amount.map(written_amount).transpose()?,
                checked_txid(txid.as_deref())?,
            ),
            PixCharge::Dynamic { url } => {
                (field(1, "12")?, owner + &field(25, &printable(26, url)?)?, None, NO_TXID)
            }
        };
        let name = limited(59, &self.name, MAX_NAME)?;
        let city = limited(60, &self.city, MAX_CITY)?;
        let mut code = field(0, "01")? + &use_once + &field(26, &account)?;
        code += &(field(52, "0000")? + &field(53, "986")?);
        if let Some(amount) = amount {
            code += &field(54, &amount)?;
        }
        code += &(field(58, "BR")? + &field(59, &name)? + &field(60, &city)?);
        code += &field(62, &field(5, txid)?)?;
        code += "6304";
        let check = crc16(code.as_bytes());
        Ok(format!("{code}{check:04X}"))
    }

    /// Reads a code and refuses one that any bank could refuse: structure, inner lengths, CRC16,
    /// limits. Fields of other owners are checked for their lengths and left out.
    pub fn parse(text: &str) -> Result<Self, PixError> {
        let text = text.trim();
        let code = Fields::parse(text)?;
        // The check is over everything up to its own id and length, so it has to come last.
        if code.last_id() != Some(63) {
            return Err(PixError::Missing(63));
        }
        let check = code.required(63)?;
        let before = text.strip_suffix(check).unwrap_or(text);
        if !check.eq_ignore_ascii_case(&format!("{:04X}", crc16(before.as_bytes()))) {
            return Err(PixError::Check);
        }
        for (id, value) in [(0, "01"), (53, "986"), (58, "BR")] {
            if code.required(id)? != value {
                return Err(PixError::Value(id));
            }
        }
        code.required(52)?;
        let account = (26..=51)
            .filter_map(|id| code.template(id))
            .find(|inner| inner.get(0).is_some_and(is_pix))
            .ok_or(PixError::Missing(26))?;
        let txid = match code.template(62).and_then(|inner| inner.get(5)) {
            None | Some(NO_TXID) => None,
            Some(txid) if txid.len() > MAX_TXID => return Err(PixError::TooLong(62)),
            Some(txid) => Some(txid.to_owned()),
        };
        let charge = match (account.get(25), account.get(1)) {
            (Some(url), None) => PixCharge::Dynamic { url: url.into() },
            (None, Some(key)) => PixCharge::Static {
                key: key.into(),
                amount: code.get(54).map(read_amount).transpose()?,
                txid,
            },
            _ => return Err(PixError::Value(26)),
        };
        Ok(Self {
            charge,
            name: limited(59, code.required(59)?, MAX_NAME)?,
            city: limited(60, code.required(60)?, MAX_CITY)?,
        })
    }
}

fn is_pix(owner: &str) -> bool {
    owner.eq_ignore_ascii_case(OWNER)
}

/// CRC16/CCITT-FALSE: polynomial 1021, start FFFF, nothing reflected.
fn crc16(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0xFFFF, |crc, byte| {
        (0..8).fold(crc ^ (u16::from(*byte) << 8), |crc, _| {
            let shifted = crc << 1;
            if crc & 0x8000 == 0 { shifted } else { shifted ^ 0x1021 }
        })
    })
}

/// Reais and centavos with a point, at most 13 characters: `99.90`.
fn written_amount(amount: Money) -> Result<String, PixError> {
    let centavos = amount.centavos();
    match centavos {
        1..=999_999_999_999 => Ok(format!("{}.{:02}", centavos / 100, centavos % 100)),
        ..1 => Err(PixError::Value(54)),
        _ => Err(PixError::TooLong(54)),
    }
}

fn read_amount(text: &str) -> Result<Money, PixError> {
    if text.len() > 13 || text.contains(',') {
        return Err(PixError::Value(54));
    }
    Money::parse(&text.replacen('.', ",", 1)).map_err(|_| PixError::Value(54))
}

fn checked_txid(txid: Option<&str>) -> Result<&str, PixError> {
    match txid {
        None => Ok(NO_TXID),
        Some("") => Err(PixError::Missing(62)),
        Some(txid) if txid.len() > MAX_TXID => Err(PixError::TooLong(62)),
        Some(txid) if txid.bytes().all(|c| c.is_ascii_alphanumeric()) => Ok(txid),
        Some(_) => Err(PixError::Characters(62)),
    }
}

fn limited(id: u8, text: &str, most: usize) -> Result<String, PixError> {
    let text = printable(id, &without_accents(text.trim()))?;
    if text.len() > most {
        return Err(PixError::TooLong(id));
    }
    Ok(text)
}

fn printable(id: u8, text: &str) -> Result<String, PixError> {
    if text.is_empty() {
        Err(PixError::Missing(id))
    } else if text.chars().all(|c| matches!(c, ' '..='~')) {
        Ok(text.to_owned())
    } else {
        Err(PixError::Characters(id))
    }
}

/// The letters of Portuguese and Spanish without their marks: apps of banks disagree on whether a
/// length counts characters or bytes, so a code holds ASCII alone.
fn without_accents(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            'á' | 'à' | 'â' | 'ã' | 'ä' | 'ª' => 'a',
            'é' | 'è' | 'ê' | 'ë' => 'e',
            'í' | 'ì' | 'î' | 'ï' => 'i',
            'ó' | 'ò' | 'ô' | 'õ' | 'ö' | 'º' => 'o',
            'ú' | 'ù' | 'û' | 'ü' => 'u',
            'ç' => 'c',
            'ñ' => 'n',
            'Á' | 'À' | 'Â' | 'Ã' | 'Ä' => 'A',
            'É' | 'È' | 'Ê' | 'Ë' => 'E',
            'Í' | 'Ì' | 'Î' | 'Ï' => 'I',
            'Ó' | 'Ò' | 'Ô' | 'Õ' | 'Ö' => 'O',
            'Ú' | 'Ù' | 'Û' | 'Ü' => 'U',
            'Ç' => 'C',
            'Ñ' => 'N',
            '–' | '—' => '-',
            '’' => '\'',
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests;
