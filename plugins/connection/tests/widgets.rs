//! The widgets of the line, on a fake desk.

use ::connection::{Line, PingTest, Signal, Usage};
use balcao_plugin::canvas::{Fact, Field, Metric, Value};
use balcao_plugin::connection::line::Connection;
use balcao_plugin::connection::signal::{Level, PastReading, Reading};
use balcao_plugin::connection::usage::Day as Traffic;
use balcao_plugin::fake::{Block, Desk, Run, line, signal};
use balcao_plugin::prelude::*;

fn facts(run: &Run<Result>) -> Vec<&Fact> {
    run.blocks
        .iter()
        .flat_map(|block| if let Block::Facts(facts) = block { &facts[..] } else { &[] })
        .collect()
}

fn value<'a>(run: &'a Run<Result>, label: &str) -> &'a Value {
    let facts = facts(run);
    let found = facts.iter().find(|fact| fact.label == label);
    &found.unwrap_or_else(|| panic!("no {label} in {facts:?}")).value
}

fn metrics(run: &Run<Result>) -> Vec<&Metric> {
    run.blocks.iter().flat_map(|block| if let Block::Metrics(all) = block { &all[..] } else { &[] }).collect()
}

fn metric<'a>(run: &'a Run<Result>, label: &str) -> &'a Metric {
    metrics(run).into_iter().find(|metric| metric.label == label).unwrap_or_else(|| panic!("no {label}"))
}

fn launches(run: &Run<Result>) -> Vec<&str> {
    fn launch(block: &Block) -> Option<&str> {
        if let Block::Launch { action, .. } = block { Some(action) } else { None }
    }
    run.blocks.iter().filter_map(launch).collect()
}

fn fields(run: &Run<Result>) -> &[Field] {
    let query =
        run.blocks.iter().find_map(|b| if let Block::Query { fields, .. } = b { Some(fields) } else { None });
    query.expect("a form")
}

fn draw<W: Widget>(desk: &Desk, answers: &Answers) -> Run<Result> {
    desk.run(|| W::draw(answers))
}

#[test]
fn the_line_shows_who_it_is_and_a_password_that_the_plugin_never_holds() {
    let run = draw::<Line>(&Desk::new().line(Some(line())), &Answers::new());
    run.result.as_ref().unwrap();
    assert_eq!(value(&run, "Usuário"), &Value::Copyable("helena.4201".into()));
    assert_eq!(value(&run, "Senha"), &Value::Secret("password".into()));
    assert_eq!(value(&run, "Situação"), &Value::badge("Conectada", Tone::Success));
    assert_eq!(value(&run, "Endereço IP"), &Value::Copyable("100.64.0.7".into()));
    assert_eq!(launches(&run), ["disconnect", "change-password"]);
}

#[test]
fn a_line_without_a_session_can_not_be_disconnected() {
    let run = draw::<Line>(&Desk::new().line(Some(Connection { session: None, ..line() })), &Answers::new());
    assert_eq!(launches(&run), ["change-password"]);
    assert!(facts(&run).iter().all(|fact| fact.label != "Conectada desde"));
}

#[test]
fn no_tag_and_a_tag_without_a_connection_are_told_apart() {
    let untagged = Desk::new();
    let without = Desk::new().line(None);
    for (desk, words) in [
        (&untagged, "Nenhuma etiqueta escolhida neste atendimento."),
        (&without, "Esta etiqueta não tem conexão."),
    ] {
        let run = draw::<Line>(desk, &Answers::new());
        run.result.unwrap();
        assert_eq!(run.blocks, [Block::Text(words.into())]);
    }
    let english = draw::<Line>(&without.locale("en"), &Answers::new());
    assert_eq!(english.blocks, [Block::Text("This tag has no connection.".into())]);
}

#[test]
fn what_is_wrong_with_the_light_stands_out_and_is_said_in_words() {
    let desk = Desk::new().line(Some(line()));
    let good = draw::<Signal>(&desk.clone().signal(signal()), &Answers::new());
    assert_eq!(metric(&good, "Recebido na ONU").value, Value::Dbm(-20.87));
    assert!(!good.shown().contains("fraco"));

    let weak = Level { dbm: -27.4, tone: Tone::Danger, verdict: "fraco demais".into() };
    let run =
        draw::<Signal>(&desk.clone().signal(Reading { received: Some(weak), ..signal() }), &Answers::new());
    assert_eq!(metric(&run, "Recebido na ONU").tone, Tone::Danger);
    assert!(run.shown().contains("Recebido na ONU: fraco demais."));

    let off = Reading { online: false, received: None, sent: None, received_at_olt: None, ..signal() };
    let run = draw::<Signal>(&desk.clone().signal(off), &Answers::new());
    assert!(run.shown().contains("ONU sem sinal") && metrics(&run).is_empty());

    let aged = desk.clone().signal(Reading { age_s: 12, ..signal() });
    assert!(draw::<Signal>(&aged, &Answers::new()).shown().contains("12 s"));
    assert!(!draw::<Signal>(&aged, &Answers::new().with("fresh", "1")).shown().contains("12 s"));
}

#[test]
fn what_was_read_before_is_drawn_and_stands_there_when_the_olt_is_silent() {
    let read =
        |received| PastReading { label: "24/11 14:05".into(), online: true, received, received_at_olt: None };
    let desk =
        Desk::new().line(Some(line())).past_signal(&[read(Some(-20.1)), read(None), read(Some(-24.9))]);
    let silent = draw::<Signal>(&desk, &Answers::new());
    silent.result.as_ref().unwrap();
    assert!(silent.shown().contains("A OLT não respondeu.") && silent.shown().contains("Ler agora"));
    let points = silent.blocks.iter().find_map(|block| match block {
        Block::Chart { series, .. } => Some(series[0].points.clone()),
        _ => None,
    });
    assert_eq!(points, Some(vec![Some(-20.1), None, Some(-24.9)]));
    let once = draw::<Signal>(&desk.past_signal(&[read(Some(-20.1))]).signal(signal()), &Answers::new());
    assert!(!once.blocks.iter().any(|block| matches!(block, Block::Chart { .. })), "one is no history");
}

#[test]
fn five_pings_are_offered_and_nothing_is_sent_before_somebody_asks() {
    let run = draw::<PingTest>(&Desk::new().line(Some(line())), &Answers::new());
    run.result.as_ref().unwrap();
    assert_eq!(fields(&run)[0].initial, ["5"]);
    assert_eq!(run.blocks.len(), 1, "the form alone");
}

#[test]
fn replies_become_rows_and_end_in_loss_and_times() {
    let desk = Desk::new().line(Some(line())).replies(&[Some(4.0), None, Some(8.0), Some(6.0)]);
    let run = draw::<PingTest>(&desk, &Answers::new().with("count", "4"));
    run.result.as_ref().unwrap();
    let rows =
        run.blocks.iter().find_map(|b| if let Block::Table { rows, .. } = b { Some(rows) } else { None });
    let rows = rows.expect("a table");
    assert_eq!(rows.len(), 4);
    assert_eq!(rows[1].cells[1], Value::badge("sem resposta", Tone::Danger));
    let told = |label| metric(&run, label).value.clone();
    assert_eq!(told("Perda"), Value::Percent(25.0));
    assert_eq!(told("Mínimo"), Value::DurationMs(4.0));
    assert_eq!(told("Médio"), Value::DurationMs(6.0));
    assert_eq!(told("Máximo"), Value::DurationMs(8.0));
}

#[test]
fn a_test_that_was_stopped_draws_what_it_has() {
    let desk = Desk::new().line(Some(line())).replies(&[Some(4.0), Some(6.0)]).stopped_after(2);
    let run = draw::<PingTest>(&desk, &Answers::new().with("count", "50"));
    run.result.as_ref().unwrap();
    assert_eq!(metric(&run, "Médio").value, Value::DurationMs(5.0));
    assert!(run.shown().contains("Teste interrompido."));
    let at_once = Desk::new().line(Some(line())).stopped_after(0);
    let run = draw::<PingTest>(&at_once, &Answers::new().with("count", "5"));
    run.result.as_ref().unwrap();
    assert!(metrics(&run).is_empty(), "nothing was sent, so nothing was lost");
}

#[test]
fn a_count_that_is_none_sends_nothing_and_stays_in_its_field() {
    for count in ["0", "51", "-1", "cinco", "1e3", "999999999999999999999"] {
        let desk = Desk::new().line(Some(line()));
        let run = draw::<PingTest>(&desk, &Answers::new().with("count", count));
        run.result.as_ref().unwrap();
        assert_eq!((run.blocks.len(), &fields(&run)[0].initial[0][..]), (1, count));
    }
}

#[test]
fn without_a_session_there_is_nothing_to_ping_and_all_lost_is_all_lost() {
    let offline = Desk::new().line(Some(Connection { session: None, ..line() }));
    let run = draw::<PingTest>(&offline, &Answers::new().with("count", "5"));
    run.result.as_ref().unwrap();
    assert!(run.shown().contains("Não há sessão aberta."));
    let dead = Desk::new().line(Some(line())).replies(&[None, None]);
    let run = draw::<PingTest>(&dead, &Answers::new().with("count", "2"));
    assert_eq!(metric(&run, "Perda").value, Value::Percent(100.0));
    assert!(metrics(&run).iter().all(|metric| metric.label != "Médio"));
}

#[test]
fn usage_is_of_this_month_unless_changed_with_totals_and_every_day() {
    let traffic = [
        Traffic { date: "2026-11-02".into(), download: 3_000_000_000, upload: 500_000_000 },
        Traffic { date: "2026-11-24".into(), download: 1_000_000_000, upload: 100_000_000 },
    ];
    let run = draw::<Usage>(&Desk::new().line(Some(line())).traffic(&traffic), &Answers::new());
    run.result.as_ref().unwrap();
    let initial: Vec<_> = fields(&run).iter().map(|field| field.initial[0].as_str()).collect();
    assert_eq!(initial, ["2026-11-01", "2026-11-24"]);
    assert_eq!(metric(&run, "Download").value, Value::Bytes(4_000_000_000));
    assert_eq!(metric(&run, "Total").value, Value::Bytes(4_600_000_000));
    let chart = run.blocks.iter().find_map(|b| match b {
        Block::Chart { labels, series, .. } => Some((labels, series)),
        _ => None,
    });
    let (labels, series) = chart.expect("a chart");
    assert_eq!((labels.len(), labels[1].as_str(), series[0].points[1]), (24, "02/11", Some(3.0)));
}

#[test]
fn a_period_that_is_none_asks_nothing_of_accounting() {
    let cases = [
        ("2026-11-25", "2026-11-24"),
        ("2026-11-01", "2026-11-25"),
        ("2025-10-01", "2026-11-24"),
        ("31/11/2026", "2026-11-24"),
        ("", "2026-13-01"),
    ];
    for (first, last) in cases {
        let desk = Desk::new().line(Some(line())).denied("connection/usage");
        let run = draw::<Usage>(&desk, &Answers::new().with("first", first).with("last", last));
        assert!(run.result.is_ok(), "{first} {last}");
        assert_eq!(run.blocks.len(), 1, "the form alone: {first} {last}");
    }
    let longest = Answers::new().with("first", "2025-10-24").with("last", "2026-11-24");
    let run = draw::<Usage>(&Desk::new().line(Some(line())), &longest);
    assert!(run.result.is_ok() && !metrics(&run).is_empty());
    // In March the month that is 13 months ago is February, which may lack the day.
    for (first, shown) in [("2025-02-28", false), ("2025-03-01", true)] {
        let desk = Desk::new().today("2026-03-31").line(Some(line()));
        let run = draw::<Usage>(&desk, &Answers::new().with("first", first).with("last", "2026-03-31"));
        assert_eq!((run.result.is_ok(), run.blocks.len() > 1), (true, shown), "{first}");
    }
}
