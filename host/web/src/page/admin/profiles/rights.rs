//! The profile's name, and what it allows: part of the same draft as its layout.

use axum::response::{IntoResponse, Response};
use balcao_access::profiles::draft::DraftError;
use balcao_access::{Actor, Right};
use maud::html;

use super::{Subject, edits, labels, names, told};
use crate::fault::Fault;
use crate::route::Visit;

/// The page.
pub(super) async fn show(visit: Visit<Actor>) -> Result<Response, Fault> {
    page(&visit, None).await
}

/// The same with why a change was not made, and the revision that its form carried. What was typed
/// stands there.
pub(super) async fn page(
    visit: &Visit<Actor>,
    refused: Option<(&DraftError, i64)>,
) -> Result<Response, Fault> {
    let subject = Subject::load(visit).await?;
    let lang = visit.frame.lang();
    let sent = |what: &str| refused.is_some() && visit.form.text("do") == what;
    let now = &subject.draft.content;
    let name = if sent("rename") { labels(&visit.form) } else { now.name.clone() };
    let typed = sent("allow").then(|| edits::allowed(&visit.form)).flatten();
    let rights = typed.as_ref().unwrap_or(&now.rights);
    let groups: [(&str, &[Right]); 4] = [
        (lang.rights_do(), &[Right::Serve, Right::WaiveCharges, Right::Supervise, Right::Administer]),
        (lang.rights_personal(), &[Right::SeeTaxIds, Right::SearchByTaxId]),
        (lang.rights_secrets(), &[Right::ShowSecrets, Right::SecretsWithoutReason]),
        (lang.rights_identity(), &[Right::ActUnconfirmed]),
    ];
    let main = html! {
        @if let Some((error, seen)) = refused { (told::why(visit, &subject, error, seen)) }
        form.card.rights method="post" action=(subject.path("")) {
            (subject.carried(visit))
            h2 { (lang.name_word()) }
            div.columns { (names(lang, "name", lang.name_word(), &name)) }
            button.primary name="do" value="rename" { (lang.name_save()) }
        }
        form.card.rights method="post" action=(subject.path("")) {
            (subject.carried(visit))
            div.columns {
                @for (title, of) in groups {
                    fieldset.field.choices {
                        legend { (title) }
                        @for right in of {
                            label { input type="checkbox" name="right" value=(right) checked[rights.has(*right)]; (lang.right(*right)) }
                        }
                    }
                }
            }
            button.primary name="do" value="allow" { (lang.rights_save()) }
        }
    };
    let status = refused.map(|(error, _)| told::status(error)).unwrap_or_default();
    Ok((status, super::page(visit, &subject, "/rights", main)).into_response())
}
