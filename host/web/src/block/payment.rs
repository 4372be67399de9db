//! A charge that the desk issued: what the bank registered, and nothing that anybody computed. Only
//! the host draws it, so that a plugin can't send a customer's money elsewhere.

use balcao_billing::by_hand::Today;
use balcao_billing::charges::Charge;
use balcao_brazil::slip::{Barcode, Line, itf};
use balcao_plugins::canvas::Tone;
use maud::{Markup, html};

use crate::block::value::copyable;
use crate::block::{notice, qr};
use crate::shell::{Frame, icon};

/// White around the bars: ten times the narrowest.
const BAR_QUIET: usize = 10;
/// How high the bars are, in the narrowest's width; 13 mm to 103 mm.
const BAR_HEIGHT: usize = 52;

/// Draws it.
pub(super) fn draw(frame: &Frame, charge: &Charge, address: Option<&str>, today: Option<&Today>) -> Markup {
    let lang = frame.lang();
    let registered = &charge.registration;
    let line =
        Line::parse(&registered.line).map_or_else(|_| registered.line.clone(), |line| line.formatted());
    html! {
        section.payment aria-label=(lang.charge_of(&charge.number)) {
            @if frame.demo { p.dim { (lang.charge_demo()) } }
            dl.facts {
                div { dt { (lang.charge_of(&charge.number)) } dd { (lang.charge_amount()) " " strong { (frame.format.money(charge.amount)) } } }
                div { dt { (lang.charge_due()) } dd { time datetime=(charge.due) { (frame.format.date(charge.due)) } } }
                div { dt { (lang.charge_line()) } dd.number { (copyable(frame, &line, &registered.line)) } }
                @if let Some(pix) = &registered.pix { div { dt { (lang.charge_pix()) } dd.pix { (copyable(frame, pix, pix)) } } }
            }
            div.codes {
                @if let Ok(barcode) = Barcode::parse(&registered.barcode) { (bars(&barcode, &lang.charge_barcode(&line))) }
                @if let Some(pix) = &registered.pix { (qr(pix, lang.charge_qr())) }
            }
            @if let Some(address) = address { (pdf(frame, 1, address)) }
            @if let Some(today) = today { (by_hand(frame, today)) }
        }
    }
}

/// What can be paid today, and that somebody has to book it.
fn by_hand(frame: &Frame, today: &Today) -> Markup {
    let lang = frame.lang();
    html! {
        (notice(Tone::Warning, lang.by_hand_title(), html! { (lang.by_hand()) }))
        dl.facts {
            div { dt { (lang.by_hand_amount()) } dd { strong { (frame.format.money(today.amount)) } } }
            div { dt { (lang.by_hand_pix()) } dd.pix { (copyable(frame, &today.pix, &today.pix)) } }
        }
        div.codes { (qr(&today.pix, lang.by_hand_pix())) }
    }
}

/// The button that opens the PDF of so many charges.
pub(super) fn pdf(frame: &Frame, count: usize, address: &str) -> Markup {
    let lang = frame.lang();
    let label = if count == 1 { lang.open_pdf().to_owned() } else { lang.open_pdf_of(&count.to_string()) };
    html! { p { a.button href=(address) target="_blank" rel="noopener" { (icon("print")) (label) } } }
}

fn bars(barcode: &Barcode, label: &str) -> Markup {
    let widths = itf(barcode);
    let total: usize = widths.iter().map(|width| usize::from(*width)).sum::<usize>() + 2 * BAR_QUIET;
    let mut path = String::new();
    let mut x = BAR_QUIET;
    for (at, width) in widths.iter().enumerate() {
        if at % 2 == 0 {
            path.push_str(&format!("M{x} 0h{width}v{BAR_HEIGHT}h-{width}z"));
        }
        x += usize::from(*width);
    }
    html! {
        svg.bars viewBox={ "0 0 " (total) " " (BAR_HEIGHT) } role="img" aria-label=(label) preserveAspectRatio="none" shape-rendering="crispEdges" {
            path d=(path) {}
        }
    }
}
