//! The second copy of charges as billing has them.

use balcao_access::{AccessError, Company, companies};
use balcao_billing::copies::Copies;
use balcao_billing::late_rules;
use balcao_brazil::late::LateRule;
use balcao_brazil::pix::{PixCharge, PixCode};
use balcao_brazil::slip::Barcode;
use balcao_brazil::{Money, TaxId};
use balcao_store::Conn;
use chrono::NaiveDate;

use crate::{Logo, PaperError, Party, Pix, SecondCopy, Slip, second_copy};

/// Stands on every page of the demonstration's slips, in the language of slips.
const DEMONSTRATION: &str = "DEMONSTRAÇÃO: este boleto não pode ser pago.";

/// Charges with what else is known of who is paid.
pub struct Copy {
    company: Company,
    logo: Option<Vec<u8>>,
    rule: LateRule,
    copies: Copies,
}

/// A file that was drawn.
pub struct Pdf {
    /// What it is called.
    pub name: String,
    /// It.
    pub bytes: Vec<u8>,
}

impl Copy {
    /// Reads what these charges are drawn with.
    pub async fn read(conn: &mut Conn, copies: Copies) -> Result<Copy, AccessError> {
        Ok(Copy {
            company: companies::one(conn, copies.company).await?,
            logo: companies::logo(conn, copies.company).await?,
            rule: late_rules::of(conn, copies.company).await?,
            copies,
        })
    }

    /// Draws it, on a thread where that holds up nothing else. The demonstration's is marked as worth nothing.
    pub async fn draw(self, made_on: NaiveDate, demonstration: bool) -> Result<Pdf, PaperError> {
        let drawing = tokio::task::spawn_blocking(move || {
            // A logo that can't be read is no reason to leave the customer without a slip.
            let logo = self.logo.as_deref().and_then(|picture| Logo::from_png(picture).ok());
            let mark = demonstration.then(|| DEMONSTRATION.to_owned());
            let bytes = second_copy(&drawn(&self.company, logo, self.rule, &self.copies, made_on, mark)?)?;
            Ok(Pdf { name: name(&self.copies), bytes })
        });
        drawing.await.map_err(|_| PaperError::Broken)?
    }
}

fn name(copies: &Copies) -> String {
    match &copies.charges[..] {
        [(one, _)] => format!("boleto-{}.pdf", one.number),
        _ => "boletos.pdf".to_owned(),
    }
}

/// What is drawn of these charges: paid to that company, late by that rule.
fn drawn(
    company: &Company,
    logo: Option<Logo>,
    rule: LateRule,
    copies: &Copies,
    made_on: NaiveDate,
    mark: Option<String>,
) -> Result<SecondCopy, PaperError> {
    let slip = |(charge, contract): &(balcao_billing::charges::Charge, String)| {
        let registered = &charge.registration;
        let barcode = Barcode::parse(&registered.barcode)
            .map_err(|error| PaperError::Slip(charge.number.clone(), error))?;
        let pix = registered.pix.as_ref().map(|text| Pix { text: text.clone(), by_hand: is_static(text) });
        Ok(Slip {
            invoice: charge.number.clone(),
            contract: contract.clone(),
            our_number: registered.our_number.clone(),
            barcode,
            pix,
            amount: charge.amount,
            due: charge.due,
            instructions: instructions(rule, charge.due, made_on, &company.trade_name),
        })
    };
    Ok(SecondCopy {
        payee: Party {
            name: company.name.clone(),
            tax_id: TaxId::parse(&company.tax_id).ok().map(|number| number.formatted()),
        },
        logo,
        payer: Party { name: copies.payer.clone(), tax_id: copies.payer_tax_id.clone() },
        made_on,
        slips: copies.charges.iter().map(slip).collect::<Result<_, PaperError>>()?,
        mark,
    })
}

/// A static code is paid to a key, and nobody is told for which invoice.
fn is_static(text: &str) -> bool {
    PixCode::parse(text).is_ok_and(|code| matches!(code.charge, PixCharge::Static { .. }))
}

fn instructions(rule: LateRule, due: NaiveDate, made_on: NaiveDate, provider: &str) -> Vec<String> {
    let mut told = Vec::new();
    if rule != LateRule::NONE {
        told.push(format!(
            "Após o vencimento: multa de {} % e juros de {} % ao mês, contados por dia.",
            percent(rule.fine_bps()),
            percent(rule.interest_bps_per_month())
        ));
    }
    if due < made_on {
        told.push("Este boleto está vencido: o banco calcula multa e juros no pagamento.".into());
    }
    told.push(format!("Dúvidas sobre a cobrança: fale com {provider}, não com o banco."));
    told
}

/// Hundredths of a percent, as they are written: `2,00`.
fn percent(bps: u16) -> String {
    // The same places as money has.
    Money(i64::from(bps)).to_string().replace("R$ ", "")
}
