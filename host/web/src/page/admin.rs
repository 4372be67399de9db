//! Administração: what a profile sees, what is installed, who works here, what the provider has, and
//! what happened. A subject is a module with its own routes; a page of it is drawn by [`page`].

mod actions;
mod audit;
mod companies;
mod form;
mod home;
mod menu;
mod operation;
mod outside;
mod plugins;
mod profiles;
mod provider;
mod tables;
mod teams;
mod users;

use axum::response::Response;
use balcao_access::{Actor, Right, sessions};
use balcao_store::Tx;
use maud::{Markup, html};

use crate::asset;
use crate::fault::Fault;
use crate::route::{Routes, Visit};
use crate::rule::Has;
use crate::shell::{self, Frame, Page};

pub(crate) use menu::{Group, Section, commands};

/// Who may open any of these pages.
pub(crate) const ADMINISTERS: Has = Has(Right::Administer);

/// Adds them all.
pub(super) fn routes(routes: Routes) -> Routes {
    [
        home::routes,
        profiles::routes,
        actions::routes,
        plugins::routes,
        users::routes,
        teams::routes,
        companies::routes,
        tables::routes,
        provider::routes,
        audit::routes,
        outside::routes,
        operation::routes,
    ]
    .into_iter()
    .fold(routes, |routes, more| more(routes))
}

/// A transaction in which whoever sent a form is asked for again: their session may have ended meanwhile, or
/// the right been taken from them.
async fn changing(visit: &Visit<Actor>) -> Result<(Tx, Actor), Fault> {
    let mut tx = visit.desk.db.write().await?;
    let actor = sessions::again(&mut tx, &visit.proof).await?;
    let actor = actor.filter(|actor| actor.may(Right::Administer)).ok_or(Fault::Forbidden)?;
    Ok((tx, actor))
}

/// A page of the administration: its menu, and beside it what is shown.
pub(crate) fn page(frame: &Frame, here: Section, title: &str, main: Markup) -> Response {
    shell::page(frame, Page::new(title, framed(frame, Some(here), main)))
}

fn framed(frame: &Frame, here: Option<Section>, main: Markup) -> Markup {
    let lang = frame.lang();
    html! {
        link rel="stylesheet" href=(asset::ADMIN.url());
        div.admin {
            nav aria-label=(lang.administration()) {
                @for group in Group::ALL {
                    p { (group.label(lang)) }
                    ul role="list" { @for section in group.sections() {
                        li { a href=(section.path()) aria-current=[(here == Some(section)).then_some("page")] { (section.label(lang)) } }
                    } }
                }
            }
            div { (main) }
        }
    }
}
