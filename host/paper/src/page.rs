//! The page of one invoice.

use balcao_brazil::pix::PixCode;
use balcao_brazil::slip::Barcode;
use chrono::NaiveDate;
use krilla::tagging::{ListNumbering, Tag, TagGroup};
use std::num::NonZeroU16;

use crate::codes::{self, BARS, BARS_QUIET};
use crate::sheet::{Sheet, Style};
use crate::{PaperError, Party, Pix, SecondCopy, Slip};

/// Margins and the width between them.
const LEFT: f32 = 15.0;
const WIDTH: f32 = 180.0;
/// The right column of the slip.
const RIGHT: f32 = 145.0;
/// Where the slip begins, whatever stands above: the lower third is cut off and handed in.
const SLIP: f32 = 186.0;
/// The side of the QR code, its white edge among it.
const QR: f32 = 46.0;

const TITLE: Style = Style::bold(15.0);
const SECTION: Style = Style::bold(10.0);
const TEXT: Style = Style::regular(8.5);
const VALUE: Style = Style::regular(9.0);
const STRONG: Style = Style::bold(10.0);

/// The heading of an invoice's page.
pub(crate) fn heading(slip: &Slip) -> String {
    format!("2ª via da fatura {}", slip.invoice)
}

pub(crate) fn draw(sheet: &mut Sheet<'_>, copy: &SecondCopy, slip: &Slip) -> Result<TagGroup, PaperError> {
    check(slip)?;
    let mut part = TagGroup::new(Tag::Part);
    let mut y = head(sheet, &mut part, copy, slip);
    y = parties(sheet, &mut part, copy, slip, y + 4.0);
    if let Some(pix) = &slip.pix {
        y = pay_by_pix(sheet, &mut part, slip, pix, y + 4.0)?;
    }
    instructions(sheet, &mut part, slip, y + 4.0);
    part.push(bank_slip(sheet, copy, slip)?);
    Ok(part)
}

/// What is stored is drawn only if a bank's counter and a phone would take it.
fn check(slip: &Slip) -> Result<(), PaperError> {
    Barcode::parse(slip.barcode.as_str()).map_err(|error| PaperError::Slip(slip.invoice.clone(), error))?;
    if let Some(pix) = &slip.pix {
        PixCode::parse(&pix.text).map_err(|error| PaperError::Pix(slip.invoice.clone(), error))?;
    }
    Ok(())
}

fn heading_tag(level: u16, text: &str) -> Tag<krilla::tagging::kind::Hn> {
    Tag::Hn(NonZeroU16::new(level).unwrap_or(NonZeroU16::MIN), Some(text.to_owned()))
}

fn section(sheet: &mut Sheet<'_>, part: &mut TagGroup, text: &str, y: f32) -> f32 {
    let (group, y) = sheet.text(heading_tag(2, text), (LEFT, y), WIDTH, SECTION, text);
    part.push(group);
    y + 0.5
}

fn paragraph(
    sheet: &mut Sheet<'_>,
    part: &mut TagGroup,
    x: f32,
    y: f32,
    width: f32,
    style: Style,
    text: &str,
) -> f32 {
    let (group, y) = sheet.text(Tag::P, (x, y), width, style, text);
    part.push(group);
    y
}

/// The provider, and what this is.
fn head(sheet: &mut Sheet<'_>, part: &mut TagGroup, copy: &SecondCopy, slip: &Slip) -> f32 {
    let mut y = 18.0;
    if let Some(logo) = &copy.logo {
        let height = (60.0 / logo.ratio()).min(16.0);
        let place = (LEFT, 10.0, height * logo.ratio(), height);
        part.push(sheet.figure(format!("Logotipo de {}", copy.payee.name), place, |sheet| {
            sheet.logo(logo, LEFT, 10.0, height);
        }));
        y = 10.0 + height + 6.0;
    } else {
        y = paragraph(sheet, part, LEFT, y, WIDTH, STRONG, &copy.payee.name) + 2.0;
    }
    let title = heading(slip);
    let (group, next) = sheet.text(heading_tag(1, &title), (LEFT, y + 1.0), WIDTH, TITLE, &title);
    part.push(group);
    y = next;
    if let Some(mark) = &copy.mark {
        y = paragraph(sheet, part, LEFT, y, WIDTH, STRONG, mark);
    }
    let made = format!("Emitida em {}. Contrato {}.", date(copy.made_on), slip.contract);
    paragraph(sheet, part, LEFT, y, WIDTH, TEXT, &made)
}

/// Who pays whom, how much, and when.
fn parties(sheet: &mut Sheet<'_>, part: &mut TagGroup, copy: &SecondCopy, slip: &Slip, y: f32) -> f32 {
    sheet.frame(LEFT, y, WIDTH, 28.0);
    let half = WIDTH / 2.0;
    for (x, name, party) in
        [(LEFT + 2.0, "Pagador", &copy.payer), (LEFT + half + 2.0, "Beneficiário", &copy.payee)]
    {
        part.push(sheet.field((x, y + 4.0), half - 4.0, name, VALUE, &party.name));
        if let Some(number) = &party.tax_id {
            part.push(sheet.field((x, y + 13.0), half - 4.0, "CPF/CNPJ", VALUE, number));
        }
    }
    let row = y + 22.0;
    part.push(sheet.field((LEFT + 2.0, row), half - 4.0, "Vencimento", STRONG, &date(slip.due)));
    part.push(sheet.field((LEFT + half + 2.0, row), half - 4.0, "Valor", STRONG, &slip.amount.to_string()));
    y + 32.0
}

fn pay_by_pix(
    sheet: &mut Sheet<'_>,
    part: &mut TagGroup,
    slip: &Slip,
    pix: &Pix,
    y: f32,
) -> Result<f32, PaperError> {
    let top = section(sheet, part, "Pague com PIX", y);
    let code =
        codes::qr(&pix.text, LEFT, top - 3.0, QR).ok_or_else(|| PaperError::TooLong(slip.invoice.clone()))?;
    let alt = format!(
        "Código QR do PIX da fatura {}, de {}. O mesmo código está a seguir, em texto.",
        slip.invoice, slip.amount
    );
    part.push(sheet.figure(alt, (LEFT, top - 3.0, QR, QR), |sheet| sheet.area(&code)));
    let (x, width) = (LEFT + QR + 4.0, WIDTH - QR - 4.0);
    let how = "Abra o aplicativo do seu banco, escolha pagar com PIX e leia o código ao lado, ou copie e cole este texto:";
    let mut next = paragraph(sheet, part, x, top + 2.0, width, TEXT, how) + 1.0;
    let (group, end) = sheet.code((x, next), width, Style::regular(8.0), &pix.text);
    part.push(group);
    next = end;
    if pix.by_hand {
        let told =
            "Este PIX é conferido à mão: a baixa da fatura pode levar um dia útil. Guarde o comprovante.";
        next = paragraph(sheet, part, x, next + 1.0, width, Style::bold(8.5), told);
    }
    Ok(next.max(top - 3.0 + QR + 3.0))
}

fn instructions(sheet: &mut Sheet<'_>, part: &mut TagGroup, slip: &Slip, y: f32) {
    if slip.instructions.is_empty() {
        return;
    }
    let mut y = section(sheet, part, "Instruções", y);
    let mut list = TagGroup::new(Tag::L(ListNumbering::Disc));
    for text in &slip.instructions {
        let (label, _) = sheet.text(Tag::Lbl, (LEFT + 1.0, y), 4.0, TEXT, "•");
        let (body, next) = sheet.text(Tag::LBody, (LEFT + 5.0, y), WIDTH - 5.0, TEXT, text);
        let mut item = TagGroup::new(Tag::LI);
        item.push(label);
        item.push(body);
        list.push(item);
        y = next;
    }
    part.push(list);
}

/// The slip that a bank's counter takes.
fn bank_slip(sheet: &mut Sheet<'_>, copy: &SecondCopy, slip: &Slip) -> Result<TagGroup, PaperError> {
    let mut part = TagGroup::new(Tag::Section);
    let line = slip.barcode.line().formatted();
    sheet.cut(LEFT, SLIP, WIDTH);
    let title = "Boleto bancário: ficha de compensação";
    let (group, _) = sheet.text(heading_tag(2, title), (LEFT, SLIP + 5.0), 70.0, Style::bold(8.5), title);
    part.push(group);

    let top = SLIP + 7.5;
    let left_width = RIGHT - LEFT;
    let right_width = LEFT + WIDTH - RIGHT;
    sheet.frame(LEFT, top, WIDTH, 9.0);
    part.push(sheet.field((LEFT + 2.0, top + 3.0), 22.0, "Banco", STRONG, &slip.barcode.bank_with_digit()));
    let style = Style::bold(11.0);
    let x = LEFT + WIDTH - 2.0 - sheet.width(style, &line);
    part.push(sheet.field((x, top + 3.0), sheet.width(style, &line) + 1.0, "Linha digitável", style, &line));

    let rows: [[(&str, String); 2]; 4] = [
        [
            ("Local de pagamento", "Em qualquer banco, pela internet ou no balcão".into()),
            ("Vencimento", date(slip.due)),
        ],
        [("Beneficiário", party(&copy.payee)), ("Nosso número", slip.our_number.clone())],
        [
            ("Número do documento", format!("{} · contrato {}", slip.invoice, slip.contract)),
            ("Espécie", "R$".into()),
        ],
        [("Pagador", party(&copy.payer)), ("Valor do documento", slip.amount.to_string())],
    ];
    for (at, [left, right]) in rows.iter().enumerate() {
        let y = top + 9.0 + 9.0 * at as f32;
        sheet.frame(LEFT, y, left_width, 9.0);
        sheet.frame(RIGHT, y, right_width, 9.0);
        part.push(sheet.field((LEFT + 2.0, y + 3.0), left_width - 4.0, left.0, VALUE, &left.1));
        let strong = if at == 1 || at == 2 { VALUE } else { STRONG };
        part.push(sheet.field((RIGHT + 2.0, y + 3.0), right_width - 4.0, right.0, strong, &right.1));
    }
    let y = top + 9.0 * 5.0 + 4.0;
    let x = LEFT + BARS_QUIET;
    let bars = codes::bars(&slip.barcode, x, y).ok_or(PaperError::Font)?;
    let alt = format!("Código de barras do boleto; a linha digitável é {line}");
    part.push(sheet.figure(alt, (x, y, BARS.0, BARS.1), |sheet| sheet.area(&bars)));
    Ok(part)
}

fn party(party: &Party) -> String {
    match &party.tax_id {
        Some(number) => format!("{} · {number}", party.name),
        None => party.name.clone(),
    }
}

fn date(day: NaiveDate) -> String {
    day.format("%d/%m/%Y").to_string()
}
