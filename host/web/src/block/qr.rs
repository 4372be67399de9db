//! QR codes.

use maud::{Markup, html};
use qrcode::{Color, EcLevel, QrCode};

/// White around a QR code, in modules, as its standard asks.
const QUIET: usize = 4;

/// The QR code as one path of runs. A text that does not fit in one has none: it can be copied.
pub(crate) fn qr(text: &str, label: &str) -> Markup {
    let Ok(code) = QrCode::with_error_correction_level(text, EcLevel::M) else { return html! {} };
    let width = code.width();
    let colors = code.to_colors();
    let mut path = String::new();
    for (y, row) in colors.chunks(width).enumerate() {
        let mut x = 0;
        while x < width {
            let run = row[x..].iter().take_while(|color| **color == Color::Dark).count();
            if run > 0 {
                path.push_str(&format!("M{} {}h{run}v1h-{run}z", x + QUIET, y + QUIET));
            }
            x += run.max(1);
        }
    }
    let side = width + 2 * QUIET;
    html! {
        svg.qr viewBox={ "0 0 " (side) " " (side) } role="img" aria-label=(label) shape-rendering="crispEdges" { path d=(path) {} }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_text_too_long_for_a_code_has_none() {
        assert_eq!(super::qr(&"x".repeat(5_000), "").into_string(), "");
        assert!(super::qr("00020126", "PIX").into_string().starts_with("<svg"));
    }
}
