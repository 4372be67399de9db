//! A message for the customer: what a plugin says, and the codes of charges that only the host adds.

use balcao_billing::ChargeId;
use balcao_billing::charges::Charge;
use balcao_billing::links;
use balcao_brazil::slip::Line;
use balcao_desk::personal::{Contact, ContactKey};
use maud::{Markup, html};

use super::Known;
use crate::fields::url;
use crate::shell::{Frame, icon};

/// The message with a button that copies it and, for a mobile phone, a link that opens it in WhatsApp.
pub(super) fn draw(
    frame: &Frame,
    known: &Known,
    text: &str,
    charges: &[ChargeId],
    to: Option<ContactKey>,
) -> Markup {
    let lang = frame.lang();
    let mut whole = text.trim().to_owned();
    for charge in charges.iter().filter_map(|id| known.charge(*id)) {
        whole.push_str("\n\n");
        whole.push_str(&slip(frame, charge));
    }
    if let Some(link) = known.link(charges) {
        whole.push_str(&format!(
            "\n\n{}:\n{link}",
            lang.message_link(&links::GOOD_FOR.num_days().to_string())
        ));
    }
    let phone = to.and_then(|key| known.contact(key)).filter(|contact| contact.is_mobile());
    html! {
        section.message aria-label=(lang.message_for_customer()) {
            p.prose { (whole) }
            p.row {
                button type="button" data-copy=(whole) { (icon("copy")) (lang.copy_message()) }
                @if let Some(phone) = phone {
                    a.button href=(whatsapp(phone, &whole)) target="_blank" rel="noopener noreferrer" { (lang.open_whatsapp(&phone.hint())) }
                }
            }
        }
    }
}

/// What a charge is paid with.
fn slip(frame: &Frame, charge: &Charge) -> String {
    let (lang, format) = (frame.lang(), frame.format);
    let registered = &charge.registration;
    let line =
        Line::parse(&registered.line).map_or_else(|_| registered.line.clone(), |line| line.formatted());
    let amount = format.money(charge.amount);
    let mut text = format!(
        "{}\n{}:\n{line}",
        lang.message_charge(&charge.number, &amount, &format.date(charge.due)),
        lang.charge_line()
    );
    if let Some(pix) = &registered.pix {
        text.push_str(&format!("\n{}:\n{pix}", lang.charge_pix()));
    }
    text
}

/// The address that opens WhatsApp with this text: digits alone, with the country's.
fn whatsapp(phone: &Contact, text: &str) -> String {
    let number: String = phone.value.chars().filter(char::is_ascii_digit).collect();
    // A space as %20: WhatsApp shows the plus of a form as it is.
    url(&format!("https://wa.me/{number}"), [("text", text)]).replace('+', "%20")
}

#[cfg(test)]
mod tests {
    use balcao_desk::personal::Medium;

    use super::*;

    #[test]
    fn whatsapp_gets_the_number_in_digits_and_the_text_whole() {
        let key = ContactKey { medium: Medium::Phone, position: 0 };
        let phone = Contact { key, value: "+5551999990000".into() };
        let address = whatsapp(&phone, "Olá & até\n1+1");
        assert_eq!(address, "https://wa.me/5551999990000?text=Ol%C3%A1%20%26%20at%C3%A9%0A1%2B1");
    }
}
