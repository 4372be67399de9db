//! One value, formatted.

use balcao_desk::people::ShownTaxId;
use balcao_desk::personal::{Contact, Medium};
use balcao_plugins::canvas::{Protected, Value};
use maud::{Markup, html};

use super::{Known, file, tone_class};
use crate::format::phone;
use crate::shell::{Frame, icon};

/// The value as it stands in a fact, a figure or a cell.
pub(crate) fn draw(frame: &Frame, known: &Known, value: &Value) -> Markup {
    let format = frame.format;
    match value {
        Value::Absent => html! { span.dim { "—" } },
        Value::Text(text) | Value::Address(text) => html! { (text) },
        Value::Integer(number) => html! { (format.integer(*number)) },
        Value::Number(number) => html! { (format.number(*number, 3)) },
        Value::Percent(number) => html! { (format.number(*number, 2)) "\u{a0}%" },
        Value::Money(money) => html! { span.nobreak { (format.money(*money)) } },
        Value::Date(date) => html! { time.nobreak datetime=(date) { (format.date(*date)) } },
        Value::Instant(at) => html! { time.nobreak datetime=(at.to_rfc3339()) { (format.instant(*at)) } },
        Value::DurationMs(millis) => html! { span.nobreak { (format.duration(*millis)) } },
        Value::Bytes(bytes) => html! { span.nobreak { (format.bytes(*bytes)) } },
        Value::BitsPerSecond(bits) => html! { span.nobreak { (format.rate(*bits)) } },
        Value::Dbm(level) => html! { span.nobreak { (format.number(*level, 2)) " dBm" } },
        Value::Badge(badge) => html! { span.badge.(tone_class(badge.tone)) { (badge.label) } },
        Value::Copyable(text) => copyable(frame, text, text),
        // Drawn by the place in which it stands, which knows where it may be shown.
        Value::Secret(_) => html! {},
        Value::File(record) => file::draw(frame, known.file(*record)),
        Value::Protected(Protected::TaxId) => tax_id(known.tax_id()),
        Value::Protected(Protected::Contact(key)) => contact(known.contact(*key)),
    }
}

/// A taxpayer number as the profile allows it; a dash for none.
pub(crate) fn tax_id(number: Option<&ShownTaxId>) -> Markup {
    html! { @match number { Some(number) => span.number { (number.text) }, None => span.dim { "—" } } }
}

fn contact(contact: Option<&Contact>) -> Markup {
    match contact {
        Some(Contact { key, value }) if key.medium == Medium::Phone => {
            html! { span.nobreak { (phone(value)) } }
        }
        Some(contact) => html! { (contact.value) },
        None => html! { span.dim { "—" } },
    }
}

/// A text with a button that copies it.
pub(crate) fn copyable(frame: &Frame, shown: &str, copied: &str) -> Markup {
    let lang = frame.lang();
    html! {
        span.copyable {
            span { (shown) }
            button.icon-only type="button" data-copy=(copied) aria-label={ (lang.copy()) ": " (shown) } title=(lang.copy()) {
                (icon("copy"))
            }
        }
    }
}
