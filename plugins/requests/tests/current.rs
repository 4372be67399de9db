//! Informações da solicitação atual, on a fake desk.

use ::requests::Current;
use balcao_plugin::canvas::{Event, Fact, Value};
use balcao_plugin::fake::{Block, Desk, Run, report, request};
use balcao_plugin::prelude::*;
use balcao_plugin::requests::current::{Report, Request};

fn draw(desk: &Desk, answers: &Answers) -> Run<()> {
    let run = desk.run(|| Current::draw(answers));
    let Run { result, blocks, log, effects, reports, declared } = run;
    result.unwrap();
    Run { result: (), blocks, log, effects, reports, declared }
}

fn facts(run: &Run<()>) -> &[Fact] {
    run.blocks.iter().find_map(|b| if let Block::Facts(facts) = b { Some(&**facts) } else { None }).unwrap()
}

fn value<'a>(run: &'a Run<()>, label: &str) -> &'a Value {
    &facts(run).iter().find(|fact| fact.label == label).unwrap_or_else(|| panic!("no {label}")).value
}

fn timeline(run: &Run<()>) -> &[Event] {
    run.blocks
        .iter()
        .find_map(|b| if let Block::Timeline(events) = b { Some(&**events) } else { None })
        .unwrap_or_default()
}

fn links(run: &Run<()>) -> Vec<(&str, Answers)> {
    run.blocks
        .iter()
        .filter_map(|b| if let Block::Open { label, answers } = b { Some((label, answers)) } else { None })
        .map(|(label, answers)| (label.as_str(), Answers::from(answers.clone())))
        .collect()
}

#[test]
fn a_new_request_shows_what_is_known_and_leaves_the_rest_open() {
    let run = draw(&Desk::new().request(request()), &Answers::new());
    assert_eq!(value(&run, "Protocolo"), &Value::Copyable("2026112400001".into()));
    assert_eq!(value(&run, "Situação"), &Value::badge("Em andamento", Tone::Info));
    assert_eq!(value(&run, "Solicitante"), &"Titular".into());
    for open in ["Tipo", "Etiqueta", "Contrato", "Prazo"] {
        assert_eq!(value(&run, open), &Value::Absent, "{open}");
    }
    assert!(run.shown().contains("Nenhum relato ainda."));
    assert!(matches!(run.blocks[0], Block::Facts(_)), "nothing stands above the facts");
}

#[test]
fn an_overdue_request_says_so_first() {
    let late = Request {
        kind: Some("Reparo".into()),
        deadline: Some(1_795_000_000_000),
        overdue: true,
        ..request()
    };
    let run = draw(&Desk::new().request(late), &Answers::new());
    assert!(
        matches!(&run.blocks[0], Block::Notice { tone: Tone::Danger, title, .. } if title == "Prazo vencido")
    );
    assert_eq!(value(&run, "Prazo"), &Value::Instant(1_795_000_000_000));
    assert_eq!(value(&run, "Tipo"), &"Reparo".into());
}

#[test]
fn reports_say_who_wrote_them_and_for_whom() {
    let desk = Desk::new().request(request()).report(report("Cliente sem sinal")).report(Report {
        public: true,
        at: 0,
        ..report("Visita agendada")
    });
    let run = draw(&desk, &Answers::new());
    let events: Vec<_> = timeline(&run).iter().map(|e| (&*e.title, &*e.detail, e.tone)).collect();
    assert_eq!(
        events,
        [
            ("Ana · interno", "Cliente sem sinal", Tone::Neutral),
            ("Ana · ao cliente", "Visita agendada", Tone::Info),
        ]
    );
    assert_eq!(links(&run), []);
}

#[test]
fn every_report_is_reached_page_by_page() {
    let desk = (0..45).fold(Desk::new().request(request()), |desk, n| {
        desk.report(Report { at: n, ..report(&format!("relato {n}")) })
    });
    let (mut answers, mut seen, mut pages) = (Answers::new(), Vec::new(), 0);
    loop {
        let run = draw(&desk, &answers);
        pages += 1;
        seen.extend(timeline(&run).iter().map(|event| event.at));
        let links = links(&run);
        let back = links.iter().any(|(label, to)| *label == "Relatos mais recentes" && *to == Answers::new());
        assert_eq!(back, pages > 1);
        match links.into_iter().find(|(label, _)| *label == "Mais relatos") {
            Some((_, more)) => answers = more,
            None => break,
        }
    }
    assert_eq!(pages, 3);
    assert_eq!(seen, (0..45).rev().collect::<Vec<_>>());
}

#[test]
fn a_long_report_is_cut_with_a_word_that_it_is() {
    let long = report(&"🙂".repeat(10_000));
    let desk = (0..20).fold(Desk::new().request(request()), |desk, _| desk.report(long.clone()));
    let run = draw(&desk, &Answers::new());
    let events = timeline(&run);
    assert!(events[0].detail.ends_with("… (início de um relato de 10000 caracteres)"));
    // The canvas takes 256 KiB.
    assert!(events.iter().map(|event| event.detail.len()).sum::<usize>() < 220_000);
}

#[test]
fn the_card_speaks_the_agents_language() {
    for (locale, word) in [("en", "Requester"), ("es", "Solicitante"), ("en", "No reports yet.")] {
        let run = draw(&Desk::new().locale(locale).request(request()), &Answers::new());
        assert!(run.shown().contains(word), "{locale}: {word}");
    }
}

#[test]
fn a_missing_permission_is_told_as_it_is() {
    let run =
        Desk::new().request(request()).denied("requests/current").run(|| Current::draw(&Answers::new()));
    assert!(run.result.unwrap_err().is(Reason::Denied));
}
