//! Documentação, on a fake desk.

use ::documents::{Delete, Documents, Edit, LinkToPerson, LinkToTag};
use balcao_plugin::canvas::{Input, Value};
use balcao_plugin::fake::{Block, Desk, Effect, FileChange, document};
use balcao_plugin::files::documents::Document;
use balcao_plugin::files::{Change, Deletion, Details};
use balcao_plugin::prelude::*;

fn asked(step: Step) -> Vec<Field> {
    match step {
        Step::Ask(fields) => fields,
        other => panic!("asks nothing: {other:?}"),
    }
}

fn names(fields: &[Field]) -> Vec<&str> {
    fields.iter().map(|field| field.name.as_str()).collect()
}

fn rows(blocks: &[Block]) -> Vec<&Row> {
    let rows = blocks.iter().filter_map(|block| match block {
        Block::Table { rows, .. } => Some(rows),
        _ => None,
    });
    rows.flatten().collect()
}

/// The form, filled in.
fn filled() -> Answers {
    Answers::new().with("title", " ONU da sala ").with("kind", "photo").with("visible", "true")
}

fn details() -> Details {
    Details {
        title: "ONU da sala".into(),
        description: String::new(),
        kind: "photo".into(),
        valid_until: None,
        visible: true,
    }
}

fn deleted(title: &str) -> Document {
    let deletion = Deletion { at: 1, by: "Bruno".into(), reason: "engano".into() };
    Document { deleted: Some(deletion), ..document(title) }
}

#[test]
fn the_list_names_each_file_and_offers_what_can_be_done_with_it() {
    let desk = Desk::new().document(document("Foto")).document(deleted("Antiga"));
    let run = desk.run(|| Documents::draw(&Answers::new()));
    run.result.unwrap();
    let rows = rows(&run.blocks);
    assert_eq!(rows.len(), 1, "what was deleted stands in a list of its own");
    assert_eq!(rows[0].key, "document-Foto");
    assert_eq!(rows[0].cells[0], Value::Text("Foto".into()));
    assert_eq!(rows[0].cells[2], Value::File("file-Foto".into()));
    let Block::Table { row_actions, .. } = &run.blocks[0] else { panic!("{:?}", run.blocks) };
    let actions: Vec<_> = row_actions.iter().map(|a| (a.action.as_str(), a.field.as_str())).collect();
    assert_eq!(actions, [("edit", "document"), ("delete", "document")]);
}

#[test]
fn what_was_deleted_is_listed_with_who_and_why_and_without_a_file() {
    let desk = Desk::new().document(document("Foto")).document(deleted("Antiga"));
    let run = desk.run(|| Documents::draw(&Answers::new().with("deleted", "true")));
    run.result.unwrap();
    let rows = rows(&run.blocks);
    assert_eq!(rows.len(), 1);
    assert!(rows[0].cells.iter().all(|cell| !matches!(cell, Value::File(_))));
    for text in ["Bruno", "engano"] {
        assert!(rows[0].cells.contains(&Value::Text(text.into())), "{text}");
    }
}

#[test]
fn a_list_of_more_than_a_page_goes_on_and_an_empty_one_says_so() {
    let desk = (0..60).fold(Desk::new(), |desk, n| desk.document(document(&format!("n{n}"))));
    let run = desk.run(|| Documents::draw(&Answers::new()));
    assert_eq!(rows(&run.blocks).len(), 50);
    let Some(Block::Open { answers, .. }) = run.blocks.iter().find(|b| matches!(b, Block::Open { .. }))
    else {
        panic!("{:?}", run.blocks)
    };
    let answers = Answers::from(answers.clone());
    let run = desk.run(|| Documents::draw(&answers));
    assert_eq!(rows(&run.blocks).len(), 10);
    let empty = Desk::new().run(|| Documents::draw(&Answers::new()));
    assert!(empty.shown().contains("Nenhum documento."));
    assert!(!empty.blocks.iter().any(|block| matches!(block, Block::Query { .. })));
}

#[test]
fn the_history_of_one_is_shown_on_demand() {
    let change = Change {
        at: 1,
        by: "Ana".into(),
        what: "Alterado".into(),
        differences: vec!["título: “a” → “b”".into()],
    };
    let desk = Desk::new().document(document("Foto")).file_change(change);
    assert!(!desk.run(|| Documents::draw(&Answers::new())).shown().contains("Alterado"));
    let run = desk.run(|| Documents::draw(&Answers::new().with("of", "document-Foto")));
    run.result.unwrap();
    let Some(Block::Timeline(events)) = run.blocks.iter().find(|b| matches!(b, Block::Timeline(_))) else {
        panic!("{:?}", run.blocks)
    };
    assert_eq!((&*events[0].title, &*events[0].detail), ("Alterado · Ana", "título: “a” → “b”"));
}

#[test]
fn a_file_is_asked_for_with_what_is_said_of_it_and_added() {
    let fields = asked(Desk::new().tag("tag-1").run(|| LinkToTag::next(&Answers::new())).result.unwrap());
    assert_eq!(names(&fields), ["file", "title", "description", "kind", "valid-until", "visible"]);
    assert!(matches!(fields[0].input, Input::Upload(_)));
    assert!(fields[0].required && fields[1].required && !fields[4].required);
    let answers = filled().with("file", "upload-1");
    assert!(matches!(
        Desk::new().tag("tag-1").run(|| LinkToTag::next(&answers)).result.unwrap(),
        Step::Review
    ));
    let run = Desk::new().tag("tag-1").run(|| LinkToTag::finish(&answers));
    run.result.unwrap();
    let change = FileChange::LinkToTag { file: "upload-1".into(), details: details() };
    assert_eq!(run.effects, [Effect::File(change)]);
}

#[test]
fn a_file_that_is_no_longer_there_is_asked_for_again_and_nothing_else_is_lost() {
    let fields = asked(Desk::new().tag("tag-1").run(|| LinkToTag::next(&filled())).result.unwrap());
    let title = fields.iter().find(|field| field.name == "title").unwrap();
    assert_eq!(title.initial, ["ONU da sala"]);
}

#[test]
fn editing_begins_with_what_is_said_now_and_records_what_is_said_then() {
    let desk = Desk::new().document(document("Foto"));
    let which = asked(desk.run(|| Edit::next(&Answers::new())).result.unwrap());
    assert_eq!(names(&which), ["document"]);
    let chosen = Answers::new().with("document", "document-Foto");
    let fields = asked(desk.run(|| Edit::next(&chosen)).result.unwrap());
    assert_eq!(names(&fields), ["title", "description", "kind", "valid-until", "visible"]);
    assert_eq!(fields[0].initial, ["Foto"]);
    let answers = filled().with("document", "document-Foto");
    assert!(matches!(desk.run(|| Edit::next(&answers)).result.unwrap(), Step::Review));
    let run = desk.run(|| Edit::finish(&answers));
    let change = FileChange::Edit { of: "document-Foto".into(), details: details() };
    assert_eq!(run.effects, [Effect::File(change)]);
}

#[test]
fn an_edit_that_changes_nothing_is_told_at_its_field() {
    let desk = Desk::new().document(document("Foto"));
    let same = document("Foto").details;
    let answers = Answers::new()
        .with("document", "document-Foto")
        .with("title", same.title)
        .with("kind", same.kind)
        .with("visible", "false");
    let Step::Correct(problems) = desk.run(|| Edit::next(&answers)).result.unwrap() else { panic!() };
    assert_eq!((&*problems[0].field, &*problems[0].message), ("title", "Nada foi alterado."));
}

#[test]
fn deleting_asks_for_a_reason_and_says_that_it_is_for_good() {
    let desk = Desk::new().document(document("Foto")).document(deleted("Antiga"));
    let chosen = Answers::new().with("document", "document-Foto");
    let run = desk.run(|| Delete::next(&chosen));
    assert!(run.shown().contains("Não pode ser desfeito"));
    let fields = asked(run.result.unwrap());
    assert_eq!((names(&fields), fields[0].required), (vec!["reason"], true));
    let run = desk.run(|| Delete::finish(&chosen.clone().with("reason", "engano")));
    let change = FileChange::Delete { of: "document-Foto".into(), reason: "engano".into() };
    assert_eq!(run.effects, [Effect::File(change)]);
    let gone = Answers::new().with("document", "document-Antiga");
    let refused = desk.run(|| Delete::next(&gone)).result.unwrap_err();
    assert_eq!(refused.message, "“Antiga” já foi excluído.");
    assert!(Desk::new().run(|| Delete::next(&Answers::new())).result.unwrap_err().is(Reason::Conflict));
}

#[test]
fn seeing_and_changing_are_permissions_of_their_own() {
    let desk = Desk::new().tag("tag-1").document(document("Foto")).denied("files/document-changes");
    assert!(desk.run(|| Documents::draw(&Answers::new())).result.is_ok());
    let refused = desk.run(|| LinkToTag::finish(&filled().with("file", "upload-1")));
    assert!(refused.result.unwrap_err().is(Reason::Denied));
    assert_eq!(refused.effects, []);
    let blind = Desk::new().denied("files/documents");
    assert!(blind.run(|| Documents::draw(&Answers::new())).result.unwrap_err().is(Reason::Denied));
}

#[test]
fn a_document_of_the_person_needs_no_tag_and_one_of_a_tag_does() {
    let answers = filled().with("file", "upload-1");
    let run = Desk::new().run(|| LinkToPerson::finish(&answers));
    let change = FileChange::LinkToPerson { file: "upload-1".into(), details: details() };
    assert_eq!(run.effects, [Effect::File(change)]);
    assert!(matches!(Desk::new().run(LinkToTag::offer).result.unwrap(), Availability::No(_)));
    let tagged = Desk::new().tag("tag-1");
    assert!(matches!(tagged.run(LinkToTag::offer).result.unwrap(), Availability::Yes));
    assert!(Desk::new().run(|| LinkToTag::finish(&answers)).result.unwrap_err().is(Reason::NotFound));
}
