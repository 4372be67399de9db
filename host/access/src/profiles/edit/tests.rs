use super::*;
use crate::Layout;

fn placed(name: &str, kind: Kind, size: Size) -> Placement {
    Placement { id: PlacementId::new(), plugin: "p".into(), name: name.into(), kind, size }
}

fn content(placements: Vec<Placement>) -> Content {
    let title = Labels::new("Um", "One", "Uno");
    let tab =
        |key: &str, placements| Tab { key: key.into(), title: title.clone(), hidden: false, placements };
    let layout = Layout { tabs: vec![tab("um", placements), tab("dois", vec![])] };
    Content { name: title.clone(), layout, ..Content::default() }
}

fn order(content: &Content, tab: usize) -> String {
    content.layout.tabs[tab].placements.iter().map(|placed| placed.name.as_str()).collect()
}

#[test]
fn a_widget_moves_as_one_sees_it() {
    use Size::{Full, Half, Third};
    // Rows: a b | c | d e f
    let sizes = [("a", Half), ("b", Half), ("c", Full), ("d", Third), ("e", Third), ("f", Third)];
    for (name, towards, expected) in [
        ("b", Towards::Left, "bacdef"),
        ("a", Towards::Left, "abcdef"),
        ("f", Towards::Right, "abcdef"),
        ("a", Towards::Right, "bacdef"),
        ("c", Towards::Up, "cabdef"),
        ("b", Towards::Down, "acbdef"),
        ("f", Towards::Up, "abfcde"),
        ("c", Towards::Down, "abdcef"),
        ("e", Towards::Down, "abcdef"),
        ("a", Towards::Up, "abcdef"),
    ] {
        let mut content = content(sizes.map(|(name, size)| placed(name, Kind::Widget, size)).to_vec());
        let id = content.layout.placements().find(|placed| placed.name == name).unwrap().id;
        apply(&mut content, Edit::Move(id, towards)).unwrap();
        assert_eq!(order(&content, 0), expected, "{name} {towards:?}");
    }
}

#[test]
fn actions_move_among_actions() {
    let [x, a, y] = [
        placed("x", Kind::Action, Size::Third),
        placed("a", Kind::Widget, Size::Half),
        placed("y", Kind::Action, Size::Third),
    ];
    let mut content = content(vec![x.clone(), a, y.clone()]);
    apply(&mut content, Edit::Move(y.id, Towards::Left)).unwrap();
    assert_eq!(order(&content, 0), "yxa");
    apply(&mut content, Edit::Move(x.id, Towards::Down)).unwrap();
    assert_eq!(order(&content, 0), "yxa", "one row has no other below it");
}

#[test]
fn what_is_placed_stands_in_a_tab_once_and_in_several_tabs() {
    let one = placed("a", Kind::Widget, Size::Half);
    let mut content = content(vec![one.clone()]);
    let item = || Item { kind: Kind::Widget, plugin: "p".into(), name: "a".into() };
    let twice = apply(&mut content, Edit::Place(item(), "um".into(), None));
    assert_eq!(twice, Err(Unmade::Problem(Problem::InTab)));
    apply(&mut content, Edit::Place(item(), "dois".into(), None)).unwrap();
    let carried = apply(&mut content.clone(), Edit::Carry(one.id, "dois".into(), None));
    assert_eq!(carried, Err(Unmade::Problem(Problem::InTab)));
    let gone = apply(&mut content, Edit::Place(item(), "tres".into(), None));
    assert_eq!(gone, Err(Unmade::Gone));
    assert_eq!(apply(&mut content, Edit::Remove(PlacementId::new())), Err(Unmade::Gone));
}

#[test]
fn what_is_carried_stands_before_what_it_was_dropped_on() {
    let (a, b) = (placed("a", Kind::Widget, Size::Half), placed("b", Kind::Widget, Size::Half));
    let mut content = content(vec![a.clone(), b.clone()]);
    apply(&mut content, Edit::Carry(b.id, "um".into(), Some(a.id))).unwrap();
    assert_eq!(order(&content, 0), "ba");
    apply(&mut content, Edit::Carry(b.id, "dois".into(), None)).unwrap();
    assert_eq!((order(&content, 0).as_str(), order(&content, 1).as_str()), ("a", "b"));
}

#[test]
fn a_tab_gets_a_key_of_its_own_that_an_address_can_hold() {
    for (title, expected) in [
        ("Início", "inicio"),
        ("Financeiro & Cobrança", "financeiro-cobranca"),
        ("Live", "live-2"),
        ("!?", "novo"),
    ] {
        let mut content = content(vec![]);
        apply(&mut content, Edit::AddTab(Labels::new(title, "", ""))).unwrap();
        assert_eq!(content.layout.tabs[2].key, expected, "{title}");
    }
    let mut content = content(vec![]);
    let empty = apply(&mut content, Edit::AddTab(Labels::new(" ", "Home", "")));
    assert_eq!(empty, Err(Unmade::Problem(Problem::NoText)));
    let long = apply(&mut content, Edit::RenameTab("um".into(), Labels::new(&"x".repeat(61), "", "")));
    assert_eq!(long, Err(Unmade::Problem(Problem::LongText)));
}
