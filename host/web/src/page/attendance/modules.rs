//! Text modules in a form: a list to choose from, and a button that puts the chosen text into it.

use balcao_access::companies;
use balcao_desk::Attendance;
use balcao_desk::modules::{self, Values};
use balcao_store::Conn;
use maud::{Markup, html};

use crate::fault::Fault;
use crate::fields::Fields;
use crate::message::Lang;

/// A text that is ready to be put in.
pub(in crate::page) struct Ready {
    /// What the form names it by.
    id: String,
    title: String,
    text: String,
}

/// The modules of the company that serves, filled in for this customer.
pub(in crate::page) async fn ready(
    conn: &mut Conn,
    attendance: &Attendance,
    customer: &str,
) -> Result<Vec<Ready>, Fault> {
    let company = companies::one(conn, attendance.company()).await?.trade_name;
    let values = Values {
        name: customer,
        protocol: attendance.protocol().as_str(),
        agent: &attendance.actor().user.name,
        company: &company,
    };
    let modules = modules::list(conn, attendance).await?;
    Ok(modules
        .into_iter()
        .map(|module| Ready { id: module.id.to_string(), text: module.filled(values), title: module.title })
        .collect())
}

/// The list and its button, for the text field of this id. The script puts the text where the
/// cursor is; without it the form comes back with the text at the end.
pub(in crate::page) fn picker(lang: Lang, modules: &[Ready], into: &str) -> Markup {
    if modules.is_empty() {
        return html! {};
    }
    html! {
        div.row.modules {
            label for="module" { (lang.text_module()) }
            select #module name="module" {
                @for module in modules { option value=(module.id) data-text=(module.text) { (module.title) } }
            }
            button name="insert" value="1" formnovalidate data-insert=(into) { (lang.insert()) }
        }
    }
}

/// The field's text with the module that the form asks to put in; none if it does not ask.
pub(in crate::page) fn inserted(form: &Fields, modules: &[Ready], field: &str) -> Option<String> {
    form.get("insert")?;
    let chosen = modules.iter().find(|module| module.id == form.text("module"))?;
    let text = form.get(field).unwrap_or_default();
    let gap = if text.is_empty() || text.ends_with(['\n', ' ']) { "" } else { "\n" };
    Some(format!("{text}{gap}{}", chosen.text))
}
