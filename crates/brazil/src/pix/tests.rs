//! Published codes, both ways, and codes that only look right.

use super::*;

const MANUAL_STATIC: &str = "00020126580014br.gov.bcb.pix0136123e4567-e12b-12d1-a456-426655440000\
    5204000053039865802BR5913Fulano de Tal6008BRASILIA62070503***63041D3D";
const MANUAL_DYNAMIC: &str = "00020101021226700014br.gov.bcb.pix2548pix.example.com/\
    8b3da2f39a4140d1a91abd93113bd4415204000053039865802BR5913Fulano de Tal6008BRASILIA\
    62070503***630464E4";
const DYNAMIC: &str = "00020101021226770014BR.GOV.BCB.PIX2555pix.example.com/qr/\
    93598be0-1bd0-4997-8318-81776a1d8a995204000053039865802BR5907EMPRESA6009SAO PAULO\
    62070503***6304EEAB";
const OTHER_OWNERS: &str = "00020104141234567890123426580014BR.GOV.BCB.PIX0136123e4567-e12b-12d1-\
    a456-42665544000027300012BR.COM.OUTRO011001234567895204000053039865406123.455802BR5917NOME DO \
    RECEBEDOR6008BRASILIA61087007490062190515RP12345678-201980390012BR.COM.OUTRO01190123.ABCD.3456\
    .WXYZ6304AD38";

fn fulano(charge: PixCharge) -> PixCode {
    PixCode { charge, name: "Fulano de Tal".into(), city: "BRASILIA".into() }
}

fn static_charge(amount: Option<Money>, txid: Option<&str>) -> PixCharge {
    PixCharge::Static {
        key: "123e4567-e12b-12d1-a456-426655440000".into(),
        amount,
        txid: txid.map(str::to_owned),
    }
}

/// A body with the check that belongs to it.
fn sealed(body: &str) -> String {
    format!("{body}6304{:04X}", crc16(format!("{body}6304").as_bytes()))
}

#[test]
fn the_check_is_ccitt_false() {
    assert_eq!(crc16(b"123456789"), 0x29B1);
}

#[test]
fn the_manuals_codes_are_written_byte_for_byte() {
    let code = fulano(static_charge(None, None));
    assert_eq!(code.encode().as_deref(), Ok(MANUAL_STATIC));
    let code = fulano(PixCharge::Dynamic { url: "pix.example.com/8b3da2f39a4140d1a91abd93113bd441".into() });
    assert_eq!(code.encode().as_deref(), Ok(MANUAL_DYNAMIC));
}

#[test]
fn published_codes_are_read() {
    for (text, charge, name, city) in [
        (MANUAL_STATIC, static_charge(None, None), "Fulano de Tal", "BRASILIA"),
        (
            MANUAL_DYNAMIC,
            PixCharge::Dynamic { url: "pix.example.com/8b3da2f39a4140d1a91abd93113bd441".into() },
            "Fulano de Tal",
            "BRASILIA",
        ),
        (
            DYNAMIC,
            PixCharge::Dynamic { url: "pix.example.com/qr/93598be0-1bd0-4997-8318-81776a1d8a99".into() },
            "EMPRESA",
            "SAO PAULO",
        ),
        (
            OTHER_OWNERS,
            static_charge(Some(Money(12_345)), Some("RP12345678-2019")),
            "NOME DO RECEBEDOR",
            "BRASILIA",
        ),
    ] {
        let (name, city) = (name.into(), city.into());
        assert_eq!(PixCode::parse(text), Ok(PixCode { charge, name, city }));
    }
}

#[test]
fn a_right_check_does_not_excuse_a_wrong_inner_length() {
    let wrong = MANUAL_STATIC.replace("62070503", "62080503").replace("1D3D", "0EDE");
    assert_eq!(crc16(&wrong.as_bytes()[..wrong.len() - 4]), 0x0EDE, "its check agrees");
    assert_eq!(PixCode::parse(&wrong), Err(PixError::Structure));
    // The account's own list, one character short.
    let body = MANUAL_STATIC.strip_suffix("63041D3D").unwrap();
    let wrong = sealed(&body.replace("0136123e", "0135123e"));
    assert_eq!(PixCode::parse(&wrong), Err(PixError::Structure));
}

#[test]
fn limits_hold_when_writing_and_reading() {
    let at = |name: usize, city: usize, txid: usize| PixCode {
        charge: static_charge(Some(Money(9_990)), Some(&"t".repeat(txid))),
        name: "n".repeat(name),
        city: "c".repeat(city),
    };
    let most = at(MAX_NAME, MAX_CITY, MAX_TXID);
    let text = most.encode().unwrap();
    assert_eq!(PixCode::parse(&text), Ok(most));
    for (code, id) in [(at(26, 15, 25), 59), (at(25, 16, 25), 60), (at(25, 15, 26), 62)] {
        assert_eq!(code.encode(), Err(PixError::TooLong(id)));
    }
    let body = text.split_at(text.len() - 8).0;
    for (long, id) in [
        (body.replace("5925n", "5926nn"), 59),
        (body.replace("6015c", "6016cc"), 60),
        (body.replace("62290525t", "62300526tt"), 62),
    ] {
        assert_eq!(PixCode::parse(&sealed(&long)), Err(PixError::TooLong(id)));
    }
}

#[test]
fn accents_are_stripped() {
    let code = PixCode {
        charge: static_charge(Some(Money(5)), Some("FAT2026")),
        name: "Conexão São João Ltda".into(),
        city: "Florianópolis".into(),
    };
    let read = PixCode::parse(&code.encode().unwrap()).unwrap();
    assert_eq!(read.name, "Conexao Sao Joao Ltda");
    assert_eq!(read.city, "Florianopolis");
    assert_eq!(read.charge, code.charge);
}

#[test]
fn what_a_code_cant_hold_is_not_written() {
    let named = |name: &str| PixCode { name: name.into(), ..fulano(static_charge(None, None)) };
    for (code, error) in [
        (named(""), PixError::Missing(59)),
        (named("日本"), PixError::Characters(59)),
        (named("a\nb"), PixError::Characters(59)),
        (fulano(static_charge(Some(Money::ZERO), None)), PixError::Value(54)),
        (fulano(static_charge(Some(Money(i64::MAX)), None)), PixError::TooLong(54)),
        (fulano(static_charge(None, Some(""))), PixError::Missing(62)),
        (fulano(static_charge(None, Some("a-b"))), PixError::Characters(62)),
        (fulano(PixCharge::Dynamic { url: "u".repeat(78) }), PixError::TooLong(26)),
    ] {
        assert_eq!(code.encode(), Err(error));
    }
}

#[test]
fn what_is_no_code_is_refused_by_its_reason() {
    let body = MANUAL_STATIC.strip_suffix("63041D3D").unwrap();
    let changed = |from: &str, to: &str| sealed(&body.replace(from, to));
    for (text, error) in [
        (String::new(), PixError::Missing(63)),
        ("garbage".into(), PixError::Structure),
        ("0002".into(), PixError::Structure),
        (body.into(), PixError::Missing(63)),
        (MANUAL_STATIC.replace("1D3D", "1D3E"), PixError::Check),
        (MANUAL_STATIC.replace("1D3D", "XXXX"), PixError::Check),
        (MANUAL_STATIC.replace("Fulano", "Sicano"), PixError::Check),
        (format!("{MANUAL_STATIC}5802BR"), PixError::Repeated(58)),
        (changed("53039865", "53038405"), PixError::Value(53)),
        (changed("5802BR", "5802US"), PixError::Value(58)),
        (changed("br.gov.bcb.pix", "br.com.pix.net"), PixError::Missing(26)),
        (changed("6008BRASILIA", ""), PixError::Missing(60)),
        (changed("5802BR", "540512,505802BR"), PixError::Value(54)),
        (changed("Fulano", "Fulãn"), PixError::Characters(59)),
    ] {
        assert_eq!(PixCode::parse(&text), Err(error), "{text}");
    }
}
