//! What the editor's forms ask for: `do` says what, as `verb:argument:argument`.

use axum::response::Response;
use balcao_access::profiles::{Edit, Item, Towards, draft};
use balcao_access::{Actor, Kind, Layout, PlacementId, Right, Rights, Size};

use super::{editor, labels, named, revision, rights, settle, to};
use crate::fault::Fault;
use crate::fields::{Fields, url};
use crate::route::Visit;

/// Makes the change, and leads back to where it is seen.
pub(super) async fn submit(visit: Visit<Actor>) -> Result<Response, Fault> {
    let edit = read(&visit.form).ok_or(Fault::Forged)?;
    let of_rights = matches!(edit, Edit::Rename(_) | Edit::Allow(_));
    let seen = revision(&visit)?;
    let mut tx = visit.desk.db.write().await?;
    let profile = named(&mut tx, &visit).await?;
    let done = match draft::change(&mut tx, &visit.proof, &profile, seen, edit.clone()).await {
        Ok(line) => Ok((draft::current(&mut tx, &profile).await?, line)),
        Err(error) => Err(error),
    };
    match settle(tx, done).await? {
        Ok(_) if of_rights => Ok(to(&format!("/admin/profiles/{}/rights", profile.key))),
        Ok(now) => {
            let (tab, at) = seen_at(&visit, &now.content.layout, &edit);
            let path = format!("/admin/profiles/{}", profile.key);
            let fragment = at.map(|at| format!("#at-{at}")).unwrap_or_default();
            Ok(to(&format!("{}{fragment}", url(&path, [("tab", tab.as_str())]))))
        }
        Err(error) if of_rights => rights::page(&visit, Some((&error, seen))).await,
        Err(error) => editor::page(&visit, Some((&error, seen))).await,
    }
}

/// The tab in which the change is seen, and what changed in it.
fn seen_at(visit: &Visit<Actor>, layout: &Layout, edit: &Edit) -> (String, Option<PlacementId>) {
    let here = visit.form.text("tab").to_owned();
    match edit {
        Edit::AddTab(_) => (layout.tabs.last().map_or(here, |tab| tab.key.clone()), None),
        Edit::Place(item, tab, _) => {
            let placed = layout.tab(tab).into_iter().flat_map(|tab| &tab.placements);
            let mut placed = placed.filter(|placed| placed.is_of(item.kind, &item.plugin, &item.name));
            (tab.clone(), placed.next().map(|placed| placed.id))
        }
        Edit::Move(id, _) | Edit::Resize(id, _) => (here, Some(*id)),
        Edit::Carry(id, tab, _) => (tab.clone(), Some(*id)),
        _ => (here, None),
    }
}

/// The change that a form asks for; none if it is no form of ours.
fn read(form: &Fields) -> Option<Edit> {
    let mut parts = form.text("do").split(':');
    let verb = parts.next()?;
    let first = parts.next().unwrap_or_default();
    let second = parts.next().unwrap_or_default();
    let before = parts.next().and_then(|id| id.parse::<PlacementId>().ok());
    let id = || first.parse::<PlacementId>().ok();
    let tab = || first.to_owned();
    Some(match verb {
        "left" => Edit::Move(id()?, Towards::Left),
        "right" => Edit::Move(id()?, Towards::Right),
        "up" => Edit::Move(id()?, Towards::Up),
        "down" => Edit::Move(id()?, Towards::Down),
        "size" => Edit::Resize(id()?, second.parse::<Size>().ok()?),
        "remove" => Edit::Remove(id()?),
        "carry" => Edit::Carry(id()?, second.to_owned(), before),
        "place" => {
            let mut item = first.splitn(3, '/');
            let kind = item.next()?.parse::<Kind>().ok()?;
            let (plugin, name) = (item.next()?.to_owned(), item.next()?.to_owned());
            Edit::Place(Item { kind, plugin, name }, second.to_owned(), before)
        }
        "tab-add" => Edit::AddTab(labels(form)),
        "tab-rename" => Edit::RenameTab(tab(), labels(form)),
        "tab-back" => Edit::MoveTab(tab(), true),
        "tab-on" => Edit::MoveTab(tab(), false),
        "tab-hide" => Edit::HideTab(tab(), true),
        "tab-show" => Edit::HideTab(tab(), false),
        "tab-remove" => Edit::RemoveTab(tab()),
        "rename" => Edit::Rename(labels(form)),
        "allow" => Edit::Allow(allowed(form)?),
        _ => return None,
    })
}

/// The rights that were ticked.
pub(super) fn allowed(form: &Fields) -> Option<Rights> {
    let rights: Option<Vec<Right>> = form.all("right").map(|right| right.parse().ok()).collect();
    Some(Rights::of(&rights?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(what: &str) -> Option<Edit> {
        read(&Fields::from(vec![("do".to_owned(), what.to_owned())]))
    }

    #[test]
    fn a_form_says_what_is_to_be_done() {
        let id = PlacementId::new();
        assert_eq!(of(&format!("up:{id}")), Some(Edit::Move(id, Towards::Up)));
        assert_eq!(of(&format!("size:{id}:third")), Some(Edit::Resize(id, Size::Third)));
        assert_eq!(of(&format!("carry:{id}:inicio:")), Some(Edit::Carry(id, "inicio".into(), None)));
        let item = Item { kind: Kind::Widget, plugin: "billing".into(), name: "history".into() };
        let place = Edit::Place(item, "inicio".into(), Some(id));
        assert_eq!(of(&format!("place:widget/billing/history:inicio:{id}")), Some(place));
        for bad in ["", "up", "up:x", "size:x", &format!("size:{id}:huge"), "place:billing:inicio", "fly:me"]
        {
            assert_eq!(of(bad), None, "{bad}");
        }
    }
}
