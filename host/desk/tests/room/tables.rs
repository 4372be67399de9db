//! The desk's tables: what an administrator may change, what has to stay, and what becomes of requests.

use balcao_access::{Actor, Labels, Locale, Right, audit, testing};
use balcao_desk::closing::{self, Closing, Use};
use balcao_desk::deadline::{
    Calendar, CalendarError, Hours, calendar_of, change as change_calendar, version,
};
use balcao_desk::handling::{Fault, Field, Purpose};
use balcao_desk::modules::edit;
use balcao_desk::requests::StatusKind;
use balcao_desk::tables::{
    self, Asks, Cell, Done, Draft, Key, NameFault, Needed, Row, Table, TableError, Terms, add, add_type,
    change, change_type, hide, list, place, types,
};
use balcao_store::testing::databases;
use balcao_store::{Db, NaiveDate, Tx, now};
use chrono::Weekday;

use crate::fixture::*;

async fn administrator(db: &Db) -> Actor {
    testing::actor(db, &[Right::Administer]).await
}

fn key(text: &str) -> Key {
    text.parse().unwrap()
}

fn named(pt: &str) -> Draft {
    Draft { names: Labels([("pt-BR".into(), pt.into())].into()), cells: Vec::new() }
}

/// Commits what was done, with its line.
async fn commit(tx: Tx, done: Result<Done, TableError>) -> Result<bool, TableError> {
    let done = done?;
    let changed = done.is_some();
    audit::commit(tx, done.into_iter().collect()).await.unwrap();
    Ok(changed)
}

async fn rows(db: &Db, table: Table) -> Vec<Row> {
    list(&mut db.read().await.unwrap(), table).await.unwrap()
}

async fn hidden(db: &Db, actor: &Actor, table: Table, row: &str, hidden: bool) -> Result<bool, TableError> {
    let mut tx = db.write().await.unwrap();
    let done = hide(&mut tx, actor, table, &key(row), hidden).await;
    commit(tx, done).await
}

#[tokio::test]
async fn a_row_is_added_renamed_ordered_and_hidden_and_a_form_sent_twice_does_it_once() {
    for db in databases().await {
        let actor = administrator(&db).await;
        for changed in [true, false] {
            let mut tx = db.write().await.unwrap();
            let done = add(&mut tx, &actor, Table::REASONS, "forward", &named("Câmera & alarme")).await;
            assert_eq!(commit(tx, done).await.unwrap(), changed);
        }
        let row = "forward.camera-alarme";
        let of = |rows: Vec<Row>| -> Vec<String> {
            rows.iter().filter(|row| row.key.group == "forward").map(|row| row.key.code.clone()).collect()
        };
        assert_eq!(of(rows(&db, Table::REASONS).await).last().unwrap(), "camera-alarme");

        for changed in [true, false] {
            let mut tx = db.write().await.unwrap();
            let done = change(&mut tx, &actor, Table::REASONS, &key(row), 0, &named("Câmera")).await;
            assert_eq!(commit(tx, done).await.unwrap(), changed);
        }
        let mut tx = db.write().await.unwrap();
        let late = change(&mut tx, &actor, Table::REASONS, &key(row), 0, &named("Alarme")).await;
        assert!(matches!(late, Err(TableError::Stale)), "{late:?}");
        drop(tx);

        for changed in [true, false] {
            let mut tx = db.write().await.unwrap();
            let done = place(&mut tx, &actor, Table::REASONS, &key(row), 1).await;
            assert_eq!(commit(tx, done).await.unwrap(), changed);
        }
        assert_eq!(
            of(rows(&db, Table::REASONS).await)[..3],
            ["second-level", "camera-alarme", "other-subject"]
        );
        assert!(hidden(&db, &actor, Table::REASONS, row, true).await.unwrap());
        assert!(!hidden(&db, &actor, Table::REASONS, row, true).await.unwrap());
        let unknown = hidden(&db, &actor, Table::REASONS, "forward.nothing", true).await;
        assert!(matches!(unknown, Err(TableError::NotFound)));
    }
}

#[tokio::test]
async fn names_are_there_short_and_one_of_a_kind() {
    for db in databases().await {
        let actor = administrator(&db).await;
        let long = "x".repeat(81);
        for (name, fault) in [
            ("", NameFault::Missing),
            (long.as_str(), NameFault::TooLong),
            ("a\u{7}b", NameFault::Characters),
            ("FALHA NA REDÉ", NameFault::Taken),
        ] {
            let mut tx = db.write().await.unwrap();
            let refused = add(&mut tx, &actor, Table::REASONS, "forward", &named(name)).await;
            let Err(TableError::Names(faults)) = refused else { panic!("{name}: {refused:?}") };
            assert_eq!(faults, [(Locale::Pt, fault)], "{name}");
        }
        // Another group is another list.
        let mut tx = db.write().await.unwrap();
        let done = add(&mut tx, &actor, Table::REASONS, "cancel", &named("Falha na rede")).await;
        assert!(commit(tx, done).await.unwrap());
    }
}

#[tokio::test]
async fn what_a_form_needs_can_not_be_hidden() {
    for db in databases().await {
        let actor = administrator(&db).await;
        let needed = async |table, row: &str| match hidden(&db, &actor, table, row, true).await {
            Err(TableError::Needed(needed)) => needed,
            other => panic!("{row}: {other:?}"),
        };
        assert_eq!(needed(Table::STATUSES, "closed.closed").await, Needed::Status(StatusKind::Closed));
        assert!(matches!(needed(Table::SITUATIONS, "stopped").await, Needed::SituationOf(_)));
        assert!(matches!(
            hidden(&db, &actor, Table::STATUSES, "open.in-progress", true).await,
            Err(TableError::Own)
        ));
        for row in ["reopen.came-back", "reopen.not-solved"] {
            assert!(hidden(&db, &actor, Table::REASONS, row, true).await.unwrap());
        }
        assert_eq!(needed(Table::REASONS, "reopen.closed-by-mistake").await, Needed::Reason(Purpose::Reopen));
        assert!(matches!(needed(Table::CATALOGS, "contract").await, Needed::CatalogOf(_)));
        // No connection may have items of connection or of equipment.
        assert!(hidden(&db, &actor, Table::CATALOGS, "equipment", true).await.unwrap());
        assert!(matches!(needed(Table::CATALOGS, "connection").await, Needed::CatalogOf(_)));
        let items = rows(&db, Table::ITEMS).await;
        let mut of: Vec<&Row> = items.iter().filter(|row| row.key.group == "connection").collect();
        let last = of.pop().unwrap();
        for row in of {
            assert!(hidden(&db, &actor, Table::ITEMS, &row.key.to_string(), true).await.unwrap());
        }
        assert!(matches!(needed(Table::ITEMS, &last.key.to_string()).await, Needed::ItemOf(_)));

        let mut kinds = rows(&db, Table::TYPES).await;
        let stopped = |row: &Row| row.cells[0] == Cell::Flag(true);
        let last = kinds.iter().rposition(stopped).unwrap();
        let last = kinds.remove(last);
        for row in kinds.iter().filter(|row| stopped(row)) {
            assert!(hidden(&db, &actor, Table::TYPES, &row.key.to_string(), true).await.unwrap());
        }
        assert_eq!(needed(Table::TYPES, &last.key.to_string()).await, Needed::TypeForStopped);
    }
}

#[tokio::test]
async fn a_request_goes_on_with_what_was_hidden_and_others_are_told() {
    for db in databases().await {
        let actor = administrator(&db).await;
        let agent = agent(&db).await;
        let ana = person(&db, "Ana", None, &[]).await;
        contract(&db, agent.company, ana, NORMAL, &[]).await;
        let attendance = serve(&db, &agent, start(&db, &agent, ana).await).await;
        close(&db, &attendance, &form("no-connection", "in-progress"), now()).await.unwrap();
        let other = serve(&db, &agent, start(&db, &agent, ana).await).await;
        assert!(hidden(&db, &actor, Table::TYPES, "no-connection", true).await.unwrap());
        assert!(hidden(&db, &actor, Table::ITEMS, "connection.no-signal", true).await.unwrap());

        close(&db, &attendance, &form("no-connection", "closed"), now()).await.unwrap();
        let offer = closing::offer(&mut db.read().await.unwrap(), &other).await.unwrap();
        assert!(!offer.types.iter().any(|kind| kind.code == "no-connection"));
        let refused = close(&db, &other, &form("no-connection", "closed"), now()).await;
        assert_eq!(problems(refused), [(Field::Kind, Fault::NotOffered)]);
        let slow = Closing {
            catalog: "connection".into(),
            item: "no-signal".into(),
            ..form("slow-connection", "closed")
        };
        assert_eq!(problems(close(&db, &other, &slow, now()).await), [(Field::Catalog, Fault::NotOffered)]);
    }
}

#[tokio::test]
async fn a_type_says_what_it_asks_and_which_catalogs_it_has() {
    for db in databases().await {
        let actor = administrator(&db).await;
        let names = || named("Instalação").names;
        let mut asks = Asks {
            allows_blocked: false,
            catalog: Use::Required,
            item: Use::Optional,
            situation: Some("business-50".into()),
            catalogs: vec!["commercial".into(), "contract".into()],
        };
        for changed in [true, false] {
            let mut tx = db.write().await.unwrap();
            let done = add_type(&mut tx, &actor, names(), &asks).await;
            assert_eq!(commit(tx, done).await.unwrap(), changed);
        }
        let find = async || {
            let all = types(&mut db.read().await.unwrap()).await.unwrap();
            all.into_iter().find(|kind| kind.row.key.code == "instalacao").unwrap()
        };
        let made = find().await;
        assert_eq!(made.asks, asks);
        asks.catalogs = vec!["connection".into()];
        asks.allows_blocked = true;
        for changed in [true, false] {
            let mut tx = db.write().await.unwrap();
            let done = change_type(&mut tx, &actor, &made.row.key, made.row.version, names(), &asks).await;
            assert_eq!(commit(tx, done).await.unwrap(), changed);
        }
        assert_eq!(find().await.asks, asks);
        let odd = Asks { catalogs: vec!["nowhere".into()], ..asks.clone() };
        let mut tx = db.write().await.unwrap();
        let refused = change_type(&mut tx, &actor, &made.row.key, 9, names(), &odd).await;
        assert!(matches!(refused, Err(TableError::NotOffered)));
        let late = Asks { catalogs: Vec::new(), ..asks };
        let refused = change_type(&mut tx, &actor, &made.row.key, 0, names(), &late).await;
        assert!(matches!(refused, Err(TableError::Stale)));
    }
}

#[tokio::test]
async fn hours_of_a_situation_lie_in_their_span() {
    use balcao_desk::deadline::Measure::{Business, Manual};
    for (measure, hours, cells) in [
        (Business, Some(8), Some(Some(8))),
        (Business, None, None),
        (Business, Some(0), None),
        (Business, Some(8_761), None),
        (Manual, Some(8), Some(None)),
    ] {
        let made = Terms { measure, hours }.cells().ok();
        assert_eq!(made.map(|cells| cells[1].clone()), cells.map(Cell::Number), "{measure} {hours:?}");
    }
    for db in databases().await {
        let actor = administrator(&db).await;
        let cells = Terms { measure: Business, hours: Some(2) }.cells().unwrap();
        let mut tx = db.write().await.unwrap();
        let done = add(&mut tx, &actor, Table::SITUATIONS, "", &Draft { cells, ..named("Urgente") }).await;
        assert!(commit(tx, done).await.unwrap());
        let made = rows(&db, Table::SITUATIONS).await;
        assert_eq!(Terms::of(made.last().unwrap()), Terms { measure: Business, hours: Some(2) });
    }
}

#[tokio::test]
async fn text_modules_are_of_one_company() {
    for db in databases().await {
        let (actor, stranger) = (administrator(&db).await, administrator(&db).await);
        for changed in [true, false] {
            let mut tx = db.write().await.unwrap();
            let done = edit::add(&mut tx, &actor, "Retorno", "Voltaremos a ligar.").await;
            assert_eq!(commit(tx, done).await.unwrap(), changed);
        }
        let all = edit::all(&mut db.read().await.unwrap(), &actor).await.unwrap();
        let id = all.last().unwrap().id;
        assert!(
            edit::all(&mut db.read().await.unwrap(), &stranger).await.unwrap().iter().all(|row| row.id != id)
        );
        let mut tx = db.write().await.unwrap();
        let foreign = edit::change(&mut tx, &stranger, id, 0, "Outro", "x").await;
        assert!(matches!(foreign, Err(TableError::NotFound)));
        assert!(matches!(edit::hide(&mut tx, &stranger, id, true).await, Err(TableError::NotFound)));
        assert!(matches!(edit::add(&mut tx, &actor, "Retorno", "Outro texto").await, Err(TableError::Taken)));
        assert!(matches!(
            edit::add(&mut tx, &actor, "", "Outro").await,
            Err(TableError::Text { field: "title", .. })
        ));
        let done = edit::change(&mut tx, &actor, id, 0, "Retorno", "Ligaremos.").await;
        assert!(commit(tx, done).await.unwrap());
        let mut tx = db.write().await.unwrap();
        assert!(matches!(
            edit::change(&mut tx, &actor, id, 0, "Retorno", "Tarde").await,
            Err(TableError::Stale)
        ));
    }
}

#[tokio::test]
async fn a_calendar_is_changed_whole_and_by_one_at_a_time() {
    for db in databases().await {
        let actor = administrator(&db).await;
        let day = NaiveDate::from_ymd_opt(2026, 12, 8).unwrap();
        let wanted = Calendar {
            hours: vec![Hours { weekday: Weekday::Sun, opens: 0, closes: 1440 }],
            holidays: [(day, "Padroeira".to_owned())].into(),
            ..Calendar::usual()
        };
        let seen = version(&mut db.read().await.unwrap(), &actor).await.unwrap();
        for changed in [true, false] {
            let mut tx = db.write().await.unwrap();
            let line = change_calendar(&mut tx, &actor, seen, &wanted).await.unwrap();
            assert_eq!(line.is_some(), changed);
            audit::commit(tx, line.into_iter().collect()).await.unwrap();
        }
        assert_eq!(calendar_of(&mut db.read().await.unwrap(), actor.company).await.unwrap(), wanted);
        let mut tx = db.write().await.unwrap();
        let late = change_calendar(&mut tx, &actor, seen, &Calendar::usual()).await;
        assert!(matches!(late, Err(CalendarError::Stale)), "{late:?}");
        let twice = Hours { weekday: Weekday::Sun, opens: 600, closes: 660 };
        let wrong = Calendar { hours: vec![wanted.hours[0], twice], ..wanted.clone() };
        let refused = change_calendar(&mut tx, &actor, seen + 1, &wrong).await;
        assert!(matches!(refused, Err(CalendarError::Hours(Weekday::Sun))));
        let wrong = Calendar { holidays: [(day, String::new())].into(), ..wanted.clone() };
        assert!(matches!(
            change_calendar(&mut tx, &actor, seen + 1, &wrong).await,
            Err(CalendarError::Holiday(_))
        ));
    }
}

#[tokio::test]
async fn the_audit_line_holds_what_differs() {
    for db in databases().await {
        let actor = administrator(&db).await;
        let line = tables::line(
            &actor,
            Table::REASONS,
            &key("forward.network"),
            &serde_json::json!({ "name-pt-BR": "Rede", "name-en": "Network" }),
            &serde_json::json!({ "name-pt-BR": "A rede", "name-en": "Network" }),
        );
        let fields = line.unwrap().fields;
        assert_eq!(fields["row"], "forward.network");
        assert_eq!(fields["before"], serde_json::json!({ "name-pt-BR": "Rede" }));
        assert_eq!(fields["after"], serde_json::json!({ "name-pt-BR": "A rede" }));
    }
}
