//! A plugin as the host meets it, on a fake desk.

use balcao_plugin::fake::{Block, Declared, Desk, Kind};
use balcao_plugin::{Plugin as _, prelude::*};

struct Days;

impl Widget for Days {
    const CARD: Card =
        Card::new("days", Tab::Conexao, text!(pt: "Dias", en: "Days", es: "Días")).live().settings(&[
            Setting::new("count", SettingKind::Integer, text!(pt: "Quantos"), "3"),
            Setting::new("unit", SettingKind::Choice, text!(pt: "Unidade"), "d").choices(&["d", "w"]),
        ]);

    fn draw(answers: &Answers) -> Result {
        let count = answers.integer("count")?.map_or_else(|| settings::integer("count"), Ok)?;
        let table = Table::new(Self::CARD.title).column("Dia").draw();
        let today = Day::today()?;
        let rows: Vec<Row> = (0..count).map(|n| Row::new("").cell(today.plus(n).to_string())).collect();
        table.add(&rows);
        log::info("drawn");
        Ok(())
    }
}

struct Note;

impl Action for Note {
    const CARD: Card = Card::new("note", Tab::Inicio, text!(pt: "Anotar")).tool();

    fn next(answers: &Answers) -> Result<Step> {
        Ok(match answers.get("text") {
            None => Step::Ask(vec![Field::paragraph("text", "Texto", 100)]),
            Some("?") => Step::Correct(vec![Problem::new("text", "O quê?")]),
            Some(_) => Step::Review,
        })
    }

    fn finish(answers: &Answers) -> Result {
        receipt::report(Audience::Internal, answers.require("text")?);
        Ok(())
    }
}

plugin! {
    name: "sample",
    vendor: "Provedor",
    title: text!(pt: "Exemplo"),
    widgets: [Days],
    actions: [Note],
}

fn named(name: &str) -> Answers {
    Answers::new().with("text", name)
}

#[test]
fn a_plugin_declares_itself_in_the_languages_that_it_has() {
    let declared = Desk::new().run(Plugin::describe).declared;
    let [
        Declared::Plugin { name, version, titles, .. },
        Declared::Contribution { kind: Kind::Widget, name: days, titles: in_three, summaries, tab, .. },
        Declared::Live,
        Declared::Setting { key, kind, initial, .. },
        Declared::Setting { choices, .. },
        Declared::Contribution { kind: Kind::Action, name: note, .. },
        Declared::Tool,
    ] = &declared[..]
    else {
        panic!("{declared:?}")
    };
    assert_eq!((&**name, &**version, &**days, &**note), ("sample", "0.1.0", "days", "note"));
    assert_eq!((&*titles[0].locale, titles.len(), in_three.len()), ("pt-BR", 1, 3));
    // The host wants a summary; a card without one says its title again.
    assert_eq!((summaries, &**tab), (in_three, "conexao"));
    assert_eq!((&**key, &**kind, &**initial), ("count", "integer", "3"));
    assert_eq!(choices, &["d", "w"]);
}

#[test]
fn widgets_and_actions_are_found_by_their_names() {
    let desk = Desk::new().settings_of(&Days::CARD);
    let run = desk.run(|| Plugin::draw("days", &Answers::new()));
    assert_eq!(run.result, Ok(()));
    let [Block::Table { rows, .. }] = &run.blocks[..] else { panic!("{:?}", run.blocks) };
    assert_eq!(rows.len(), 3);
    assert_eq!(rows[2].cells, [Value::from("2026-11-26")]);
    assert_eq!(run.log[0].1, "drawn");

    let step = |name: &str| desk.run(|| Plugin::next("note", &named(name))).result.unwrap();
    assert!(matches!(step(""), Step::Ask(_)));
    assert!(matches!(step("?"), Step::Correct(_)));
    assert!(matches!(step("oi"), Step::Review));
    assert!(matches!(desk.run(|| Plugin::offer("note")).result, Ok(Availability::Yes)));
    let finish = desk.run(|| Plugin::finish("note", &named("oi")));
    assert_eq!(finish.reports, [(Audience::Internal, "oi".into())]);
}

#[test]
fn a_name_that_was_not_declared_is_not_found() {
    let desk = Desk::new();
    let none = Answers::new();
    for failure in [
        desk.run(|| Plugin::draw("note", &none)).result.unwrap_err(),
        desk.run(|| Plugin::offer("days")).result.unwrap_err(),
        desk.run(|| Plugin::next("x", &none)).result.unwrap_err(),
        desk.run(|| Plugin::finish("x", &none)).result.unwrap_err(),
    ] {
        assert!(failure.is(Reason::NotFound), "{failure:?}");
    }
}

#[test]
fn a_setting_that_can_t_be_read_is_a_failure_and_no_panic() {
    for desk in [Desk::new(), Desk::new().setting("count", "três")] {
        assert!(desk.run(|| Plugin::draw("days", &Answers::new())).result.unwrap_err().is(Reason::Other));
    }
}
