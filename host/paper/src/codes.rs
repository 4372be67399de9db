//! Barcode and QR code as one path each: within a path no seam between two areas is ever drawn light.

use balcao_brazil::slip::{Barcode, itf};
use krilla::geom::{Path, PathBuilder, Rect};
use qrcode::{Color, EcLevel, QrCode};

use crate::sheet::points;

/// FEBRABAN's size of the bars, in millimetres.
pub(crate) const BARS: (f32, f32) = (103.0, 13.0);
/// White on both sides of the bars, in millimetres: ten times the narrowest.
pub(crate) const BARS_QUIET: f32 = 5.0;
/// White around a QR code, in modules, as its standard asks.
const QR_QUIET: usize = 4;

/// The bars, from this corner on, in millimetres.
pub(crate) fn bars(barcode: &Barcode, x: f32, y: f32) -> Option<Path> {
    let widths = itf(barcode);
    let total: f32 = widths.iter().map(|width| f32::from(*width)).sum();
    let module = BARS.0 / total;
    let mut path = PathBuilder::new();
    let mut left = x;
    for (at, width) in widths.iter().map(|width| f32::from(*width) * module).enumerate() {
        if at % 2 == 0 {
            push(&mut path, left, y, width, BARS.1)?;
        }
        left += width;
    }
    path.finish()
}

/// The QR code in a square of that side, in millimetres; none when the text does not fit in one.
pub(crate) fn qr(text: &str, x: f32, y: f32, side: f32) -> Option<Path> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
    let width = code.width();
    let module = side / (width + 2 * QR_QUIET) as f32;
    let place = |at: usize| (at + QR_QUIET) as f32 * module;
    let mut path = PathBuilder::new();
    for (row, colors) in code.to_colors().chunks(width).enumerate() {
        let mut at = 0;
        while at < width {
            let run = colors[at..].iter().take_while(|color| **color == Color::Dark).count();
            if run > 0 {
                push(&mut path, x + place(at), y + place(row), run as f32 * module, module)?;
            }
            at += run.max(1);
        }
    }
    path.finish()
}

fn push(path: &mut PathBuilder, x: f32, y: f32, width: f32, height: f32) -> Option<()> {
    path.push_rect(Rect::from_xywh(points(x), points(y), points(width), points(height))?);
    Some(())
}
