//! The second copy of invoices as a PDF: what the bank registered, drawn so that a phone, a scanner and a
//! screen reader all read the same.
//!
//! Each invoice has a page of its own: who pays whom, the PIX code, instructions, and the slip (ficha de
//! compensação) with line and barcode. The file is tagged after PDF/UA-1: structure, language, title,
//! outline, and words for every picture. It is in Portuguese, for it is paid in Brazil.
//!
//! Nothing is computed here: what is drawn was registered, and is checked again before it is drawn.
#![forbid(unsafe_code)]

mod codes;
mod copy;
mod face;
mod logo;
mod page;
mod sheet;

use balcao_brazil::Money;
use balcao_brazil::pix::PixError;
use balcao_brazil::slip::{Barcode, SlipError};
use chrono::{Datelike, NaiveDate};
use krilla::configure::{Accessibility, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::error::KrillaError;
use krilla::geom::Point;
use krilla::metadata::{DateTime, Metadata};
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::tagging::TagTree;
use krilla::{Document, SerializeSettings};

pub use copy::{Copy, Pdf};
pub use logo::{Logo, LogoError, MAX_SIDE};

/// The language of the file.
const LANGUAGE: &str = "pt-BR";

/// Whoever pays, or is paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    /// The name.
    pub name: String,
    /// CPF or CNPJ, as it is to be read: a payer's is masked, for a link may be handed on.
    pub tax_id: Option<String>,
}

/// One charge that the bank registered, and that can be paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slip {
    /// The invoice's number.
    pub invoice: String,
    /// The contract's number.
    pub contract: String,
    /// The number by which the bank knows it.
    pub our_number: String,
    /// The code under the bars.
    pub barcode: Barcode,
    /// The PIX text, checked; none: it can't be paid so.
    pub pix: Option<Pix>,
    /// What is to be paid, as registered.
    pub amount: Money,
    /// The due date, as registered.
    pub due: NaiveDate,
    /// What whoever takes the money, and whoever pays, is told.
    pub instructions: Vec<String>,
}

/// A PIX text, and what is to be said of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pix {
    /// The text to copy, drawn as a QR code.
    pub text: String,
    /// It is no registered charge: somebody has to find the payment and book it.
    pub by_hand: bool,
}

/// The second copies of some invoices of one customer.
#[derive(Debug, Clone)]
pub struct SecondCopy {
    /// The provider.
    pub payee: Party,
    /// The provider's picture; without one its name stands there.
    pub logo: Option<Logo>,
    /// The customer.
    pub payer: Party,
    /// The day on which the copy is made.
    pub made_on: NaiveDate,
    /// A page each.
    pub slips: Vec<Slip>,
    /// What is written over every page, such as that it is a demonstration.
    pub mark: Option<String>,
}

/// Why there is no file.
#[derive(Debug, thiserror::Error)]
pub enum PaperError {
    /// No slip was given.
    #[error("a second copy needs a slip")]
    Nothing,
    /// What is stored is no slip: it is not drawn, for it could not be paid.
    #[error("invoice {0}: {1}")]
    Slip(String, SlipError),
    /// What is stored is no PIX code.
    #[error("invoice {0}: {1}")]
    Pix(String, PixError),
    /// The PIX text does not fit in a QR code.
    #[error("invoice {0}: the PIX text does not fit in a QR code")]
    TooLong(String),
    /// The font that is built in can't be read.
    #[error("the font of the paper can't be read")]
    Font,
    /// The file could not be written.
    #[error("the file could not be written: {0:?}")]
    Write(KrillaError),
    /// Drawing it was cut off.
    #[error("the drawing was cut off")]
    Broken,
}

/// Draws the file.
pub fn second_copy(copy: &SecondCopy) -> Result<Vec<u8>, PaperError> {
    if copy.slips.is_empty() {
        return Err(PaperError::Nothing);
    }
    let faces = face::faces().ok_or(PaperError::Font)?;
    let title = title(copy);
    let mut document = Document::new_with(settings());
    let mut tree = TagTree::new().with_lang(Some(LANGUAGE.into()));
    let mut outline = Outline::new();
    for (at, slip) in copy.slips.iter().enumerate() {
        let settings = PageSettings::from_wh(sheet::points(sheet::WIDTH), sheet::points(sheet::HEIGHT));
        let mut leaf = document.start_page_with(settings.unwrap_or_default());
        let mut sheet = sheet::Sheet::new(leaf.surface(), faces, at);
        tree.push(page::draw(&mut sheet, copy, slip)?);
        sheet.finish();
        leaf.finish();
        let top = XyzDestination::new(at, Point::from_xy(0.0, 0.0));
        outline.push_child(OutlineNode::new(page::heading(slip), top));
    }
    document.set_tag_tree(tree);
    document.set_outline(outline);
    document.set_metadata(metadata(copy, title));
    document.finish().map_err(PaperError::Write)
}

/// `2ª via da fatura FAT00000001`, or of how many.
fn title(copy: &SecondCopy) -> String {
    match &copy.slips[..] {
        [one] => page::heading(one),
        more => format!("2ª via de {} faturas · {}", more.len(), copy.payee.name),
    }
}

fn settings() -> SerializeSettings {
    let accessible = ConfigurationBuilder::new().with_accessibility_validator(Accessibility::UA1).finish();
    SerializeSettings {
        configuration: accessible.unwrap_or_default(),
        enable_tagging: true,
        ..SerializeSettings::default()
    }
}

fn metadata(copy: &SecondCopy, title: String) -> Metadata {
    let day = copy.made_on;
    let made = DateTime::new(u16::try_from(day.year()).unwrap_or_default())
        .month(day.month() as u8)
        .day(day.day() as u8);
    Metadata::new()
        .title(title)
        .language(LANGUAGE.into())
        .creator("Balcão".into())
        .authors(vec![copy.payee.name.clone()])
        .creation_date(made)
}
