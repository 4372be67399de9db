//! The audit trail: append-only, chained, and erasable, on both databases.

use balcao_access::audit::{self, Act, Bad, Flaw, Line, Prover, Witness, witness};
use balcao_access::testing::tamper;
use balcao_access::{Right, testing};
use balcao_store::testing::{databases, reopened};
use balcao_store::{Db, Keys, Uuid, on};
use serde_json::json;

async fn write(db: &Db, lines: Vec<Line>) {
    audit::commit(db.write().await.unwrap(), lines).await.unwrap();
}

/// Five lines, the third with personal values.
async fn trail(db: &Db) -> Uuid {
    let actor = testing::actor(db, &[Right::Serve]).await;
    let person = Uuid::now_v7();
    for n in 1..=5 {
        let line = Line::new(Act::AttendanceOpened).by(&actor).person(person).fields(json!({ "n": n }));
        let line = match n {
            3 => line.personal(person, json!({ "phone": "11 98765-4321" })),
            _ => line,
        };
        write(db, vec![line]).await;
    }
    assert_eq!(bad(db).await, None);
    person
}

async fn bad(db: &Db) -> Option<Bad> {
    audit::verify(db).await.unwrap().first_bad
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_written_is_read_back_and_holds() {
    for db in databases().await {
        let actor = testing::actor(&db, &[Right::Serve]).await;
        let (person, request) = (Uuid::now_v7(), Uuid::now_v7());
        let first = Line::new(Act::AttendanceStarted).by(&actor).person(person).request(request);
        let second = Line::new(Act::ActionFinished)
            .by(&actor)
            .request(request)
            .contribution("billing/reschedule")
            .fields(json!({ "invoice": 7 }))
            .personal(person, json!({ "due": "2026-12-01" }));
        write(&db, vec![first.clone(), second.clone()]).await;
        let mut conn = db.read().await.unwrap();
        let of_request = audit::of_request(&mut conn, db.keys(), request).await.unwrap();
        assert_eq!(of_request.iter().map(|w| &w.line).collect::<Vec<_>>(), [&first, &second]);
        let of_person = audit::of_person(&mut conn, db.keys(), person, 1).await.unwrap();
        assert_eq!(of_person.iter().map(|w| &w.line).collect::<Vec<_>>(), [&second]);
        let verdict = audit::verify(&db).await.unwrap();
        assert_eq!((verdict.lines, verdict.first_bad), (2, None));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_trail_holds() {
    for db in databases().await {
        let verdict = audit::verify(&db).await.unwrap();
        assert_eq!((verdict.lines, verdict.first_bad), (0, None));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn lines_written_at_the_same_moment_all_hold() {
    for db in databases().await {
        let mut tasks = tokio::task::JoinSet::new();
        for n in 0..60 {
            let db = db.clone();
            tasks.spawn(async move {
                let line = || Line::new(Act::SecretShown).fields(json!({ "n": n }));
                write(&db, vec![line(), line()]).await;
            });
        }
        while let Some(done) = tasks.join_next().await {
            done.unwrap();
        }
        let verdict = audit::verify(&db).await.unwrap();
        assert_eq!((verdict.lines, verdict.first_bad), (120, None));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_of_a_change_that_was_rolled_back_leaves_no_gap() {
    for db in databases().await {
        trail(&db).await;
        drop(db.write().await.unwrap());
        let mut tx = db.write().await.unwrap();
        let broken = on!(&mut tx, c => sqlx::query("INSERT INTO team (id, name) VALUES (NULL, NULL)")
            .execute(c).await.map(drop));
        assert!(broken.is_err());
        drop(tx);
        write(&db, vec![Line::new(Act::SignedOut)]).await;
        assert_eq!(bad(&db).await, None);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_database_itself_refuses_to_change_the_trail() {
    for db in databases().await {
        trail(&db).await;
        for sql in [
            "UPDATE audit_line SET act = 'signed-out'",
            "DELETE FROM audit_line",
            "UPDATE audit_personal SET person = id",
            "DELETE FROM audit_personal",
            "DELETE FROM audit_head",
            "UPDATE audit_head SET seq = 0",
        ] {
            let mut tx = db.write().await.unwrap();
            let done = on!(&mut tx, c => sqlx::query(sql).execute(c).await.map(drop));
            assert!(done.is_err(), "{sql}");
        }
        let only_there = match db.is_sqlite() {
            true => [
                "INSERT OR REPLACE INTO audit_line SELECT * FROM audit_line",
                "INSERT OR REPLACE INTO audit_personal SELECT * FROM audit_personal",
            ],
            false => ["TRUNCATE audit_line CASCADE", "TRUNCATE audit_personal CASCADE"],
        };
        for sql in only_there {
            let mut tx = db.write().await.unwrap();
            let done = on!(&mut tx, c => sqlx::query(sql).execute(c).await.map(drop));
            assert!(done.is_err(), "{sql}");
        }
        assert_eq!(bad(&db).await, None);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_that_was_edited_is_named() {
    for db in databases().await {
        trail(&db).await;
        tamper(&db, &["UPDATE audit_line SET fields = '{\"n\":9}' WHERE chain = 0 AND seq = 4"]).await;
        let bad = bad(&db).await.expect("found");
        assert_eq!((bad.chain, bad.seq), (0, 4));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_that_was_deleted_is_named() {
    for db in databases().await {
        trail(&db).await;
        tamper(&db, &["DELETE FROM audit_line WHERE chain = 0 AND seq = 2"]).await;
        let bad = bad(&db).await.expect("found");
        assert_eq!((bad.chain, bad.seq, bad.what.as_str()), (0, 2, "the line is missing"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn lines_that_changed_places_are_named() {
    for db in databases().await {
        trail(&db).await;
        tamper(
            &db,
            &[
                "UPDATE audit_line SET seq = 99 WHERE chain = 0 AND seq = 2",
                "UPDATE audit_line SET seq = 2 WHERE chain = 0 AND seq = 4",
                "UPDATE audit_line SET seq = 4 WHERE chain = 0 AND seq = 99",
            ],
        )
        .await;
        let bad = bad(&db).await.expect("found");
        assert_eq!((bad.chain, bad.seq), (0, 2));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chain_that_was_cut_short_is_named() {
    for db in databases().await {
        trail(&db).await;
        tamper(&db, &["DELETE FROM audit_line WHERE chain = 0 AND seq > 3"]).await;
        let found = bad(&db).await.expect("found");
        assert_eq!((found.chain, found.seq, found.what.as_str()), (0, 4, "the end of the chain is missing"));
        // Nor can the head be made to agree: its seal needs the key.
        tamper(
            &db,
            &["UPDATE audit_head SET seq = 3, mac =
            (SELECT mac FROM audit_line WHERE chain = 0 AND seq = 3) WHERE chain = 0"],
        )
        .await;
        let found = bad(&db).await.expect("found");
        assert_eq!((found.chain, found.seq, found.what.as_str()), (0, 0, "the head was changed"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chain_that_was_put_back_to_its_beginning_is_named() {
    for db in databases().await {
        trail(&db).await;
        let empty = match db.is_sqlite() {
            true => "UPDATE audit_head SET seq = 0, mac = x'', key_id = '', seal = x'' WHERE chain = 0",
            false => "UPDATE audit_head SET seq = 0, mac = '', key_id = '', seal = '' WHERE chain = 0",
        };
        tamper(&db, &["DELETE FROM audit_line WHERE chain = 0", empty]).await;
        let found = bad(&db).await.expect("found");
        assert_eq!((found.chain, found.seq), (0, 0));
        tamper(&db, &["DELETE FROM audit_head WHERE chain = 0"]).await;
        let found = bad(&db).await.expect("found");
        assert_eq!(found.what.as_str(), "a whole chain is missing");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_that_was_slipped_in_is_named() {
    for db in databases().await {
        trail(&db).await;
        tamper(
            &db,
            &["INSERT INTO audit_line (chain, seq, at, act, fields, key_id, mac)
            SELECT chain, 6, at, act, fields, key_id, mac FROM audit_line WHERE chain = 0 AND seq = 5"],
        )
        .await;
        let bad = bad(&db).await.expect("found");
        assert_eq!((bad.chain, bad.seq), (0, 6));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn personal_values_that_were_changed_are_named() {
    for db in databases().await {
        trail(&db).await;
        tamper(&db, &["UPDATE audit_personal SET sealed = (SELECT sealed FROM person_key)"]).await;
        let found = bad(&db).await.expect("found");
        assert_eq!((found.chain, found.seq), (0, 3));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_desk_goes_on_beside_a_tampered_chain_and_the_forgery_stays_to_be_found() {
    for db in databases().await {
        trail(&db).await;
        tamper(
            &db,
            &[
                "DELETE FROM audit_line WHERE chain = 0 AND seq > 3",
                "UPDATE audit_head SET seq = 3, mac =
                (SELECT mac FROM audit_line WHERE chain = 0 AND seq = 3) WHERE chain = 0",
            ],
        )
        .await;
        write(&db, vec![Line::new(Act::SignedOut)]).await;
        let found = bad(&db).await.expect("still found");
        assert_eq!((found.chain, found.seq), (0, 0));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_erased_is_unreadable_and_the_trail_still_holds() {
    for db in databases().await {
        let person = trail(&db).await;
        let personal = async || {
            let mut conn = db.read().await.unwrap();
            let lines = audit::of_person(&mut conn, db.keys(), person, 100).await.unwrap();
            assert_eq!(lines.len(), 5);
            lines.into_iter().filter_map(|written| written.line.personal).collect::<Vec<_>>()
        };
        assert_eq!(personal().await, [json!({ "phone": "11 98765-4321" })]);
        let mut tx = db.write().await.unwrap();
        audit::erase(&mut tx, person).await.unwrap();
        audit::commit(tx, vec![Line::new(Act::PersonErased)]).await.unwrap();
        assert!(personal().await.is_empty());
        assert_eq!(bad(&db).await, None);
        // Somebody who comes back has a new key; what was erased stays so.
        write(&db, vec![Line::new(Act::SecretShown).personal(person, json!({ "new": true }))]).await;
        let mut conn = db.read().await.unwrap();
        let lines = audit::of_person(&mut conn, db.keys(), person, 1).await.unwrap();
        assert_eq!(lines[0].line.personal, Some(json!({ "new": true })));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_personal_value_is_readable_in_any_table() {
    for db in databases().await {
        trail(&db).await;
        let sealed: Vec<Vec<u8>> = on!(&mut db.read().await.unwrap(), c => sqlx::query_scalar(
            "SELECT sealed FROM audit_personal UNION ALL SELECT sealed FROM person_key")
            .fetch_all(c).await)
        .unwrap();
        assert_eq!(sealed.len(), 2);
        for bytes in sealed {
            assert!(!bytes.windows(5).any(|window| window == b"98765"));
        }
        let fields: Vec<String> = on!(&mut db.read().await.unwrap(), c => sqlx::query_scalar(
            "SELECT fields FROM audit_line").fetch_all(c).await)
        .unwrap();
        assert!(fields.iter().all(|fields| !fields.contains("98765")));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn personal_values_without_a_person_are_refused() {
    for db in databases().await {
        let line = Line { personal: Some(json!({})), ..Line::new(Act::SecretShown) };
        assert!(audit::commit(db.write().await.unwrap(), vec![line]).await.is_err());
        assert_eq!(audit::verify(&db).await.unwrap().lines, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn verifying_needs_the_key_of_each_line() {
    for db in databases().await {
        let person = trail(&db).await;
        let other = reopened(&db, Keys::from_bytes(&[[9; 32]])).await;
        let found = audit::verify(&other).await.unwrap().first_bad.expect("not by this key");
        assert_eq!(found.what.as_str(), "the key of the line is not in the key file");
        let rotated = Keys::from_bytes(&[[7; 32], [9; 32]]);
        let rotated = reopened(&db, rotated).await;
        assert_eq!(audit::verify(&rotated).await.unwrap().first_bad, None);
        write(&rotated, vec![Line::new(Act::SignedOut)]).await;
        assert_eq!(audit::verify(&rotated).await.unwrap().first_bad, None);
        let mut tx = rotated.write().await.unwrap();
        assert_eq!(audit::reseal(&mut tx).await.unwrap(), 1);
        assert_eq!(audit::reseal(&mut tx).await.unwrap(), 0);
        tx.commit().await.unwrap();
        let mut conn = rotated.read().await.unwrap();
        let lines = audit::of_person(&mut conn, other.keys(), person, 100).await.unwrap();
        assert!(lines.iter().any(|written| written.line.personal.is_some()), "by the new key alone");
    }
}

/// The heads as a backup would hold them.
async fn back_up(db: &Db) {
    let mut tx = db.write().await.unwrap();
    on!(&mut tx, c => sqlx::query("CREATE TABLE old_head AS SELECT * FROM audit_head").execute(c).await.map(drop))
        .unwrap();
    tx.commit().await.unwrap();
}

/// Puts the trail back to the backup, which had three lines.
async fn put_back(db: &Db) {
    tamper(
        db,
        &[
            "DELETE FROM audit_line WHERE chain = 0 AND seq > 3",
            "UPDATE audit_head SET seq = (SELECT seq FROM old_head WHERE chain = 0),
                mac = (SELECT mac FROM old_head WHERE chain = 0), seal = (SELECT seal FROM old_head WHERE chain = 0)
             WHERE chain = 0",
        ],
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trail_that_was_put_back_or_continued_is_told_by_the_signed_heads() {
    for db in databases().await {
        let folder = std::env::temp_dir().join(format!("balcao-heads-{}", Uuid::new_v4()));
        let path = folder.join("heads");
        assert!(!witness::append(&db, &path).await.unwrap(), "nothing is written yet");
        let line = || vec![Line::new(Act::SignedOut)];
        for _ in 0..3 {
            write(&db, line()).await;
        }
        assert!(witness::append(&db, &path).await.unwrap());
        assert!(!witness::append(&db, &path).await.unwrap(), "nothing is new");
        back_up(&db).await;
        write(&db, line()).await;
        write(&db, line()).await;
        assert!(witness::append(&db, &path).await.unwrap());
        let against = async || {
            let signed = Witness::read(&path, db.keys()).unwrap();
            audit::verify_against(&db, &signed, |_| {}).await.unwrap().first_bad
        };
        assert_eq!(against().await, None);

        put_back(&db).await;
        assert_eq!(bad(&db).await, None, "it holds by itself");
        assert_eq!(against().await, Some(Bad { chain: 0, seq: 4, until: 4, what: Flaw::CutOff }));
        for _ in 0..4 {
            write(&db, line()).await;
        }
        assert_eq!(bad(&db).await, None, "continued, it holds by itself");
        assert_eq!(against().await, Some(Bad { chain: 0, seq: 4, until: 5, what: Flaw::Rewritten }));
        // Nothing is signed over it.
        assert!(witness::append(&db, &path).await.is_err());

        // Nor can the file be made to agree.
        let text = std::fs::read_to_string(&path).unwrap();
        std::fs::write(&path, text.replacen(" 0:5:", " 0:9:", 1)).unwrap();
        assert_eq!(against().await.map(|bad| (bad.seq, bad.what)), Some((2, Flaw::Forged)));
        assert!(witness::append(&db, &path).await.is_err());
        std::fs::remove_dir_all(folder).unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proof_is_kept_with_what_it_found() {
    for db in databases().await {
        trail(&db).await;
        let prover = Prover::new(db.clone(), None);
        let proof = prover.prove().await.unwrap().expect("no other runs");
        assert_eq!((proof.verdict.lines, &proof.verdict.first_bad, proof.by), (5, &None, None));
        assert_eq!(prover.running(), None);
        tamper(&db, &["UPDATE audit_line SET act = 'signed-out' WHERE chain = 0 AND seq = 2"]).await;
        let proof = prover.prove().await.unwrap().expect("no other runs");
        let last = audit::last_proof(&mut db.read().await.unwrap()).await.unwrap();
        assert_eq!(last, Some(proof));
        let bad = last.unwrap().verdict.first_bad.expect("found");
        assert_eq!((bad.chain, bad.seq, bad.what), (0, 2, Flaw::Changed));
        // Where no chain can be appended to, what was found is kept all the same.
        tamper(&db, &["UPDATE audit_head SET seq = seq + 1 WHERE seal = seal"]).await;
        assert!(prover.prove().await.unwrap().is_some());
    }
}

/// Lines that are proven in one go: `BALCAO_LINES` says how many (`cargo xtask soak`: a million).
#[tokio::test(flavor = "multi_thread")]
async fn a_million_lines_are_proven_in_less_than_a_minute() {
    let lines: u64 = std::env::var("BALCAO_LINES").map_or(20_000, |lines| lines.parse().unwrap());
    for db in databases().await {
        let actor = testing::actor(&db, &[Right::Serve]).await;
        for portion in 0..lines / 1_000 {
            let line = |n| {
                Line::new(Act::AttendanceOpened).by(&actor).request(Uuid::now_v7()).fields(json!({ "n": n }))
            };
            write(&db, (0..1_000).map(|n| line(portion * 1_000 + n)).collect()).await;
        }
        let begun = std::time::Instant::now();
        let verdict = audit::verify(&db).await.unwrap();
        let took = begun.elapsed();
        println!("{lines} lines proven in {took:?}, SQLite: {}", db.is_sqlite());
        assert_eq!((verdict.lines, verdict.first_bad), (lines, None));
        let most = std::time::Duration::from_micros(60 * lines).max(std::time::Duration::from_secs(10));
        assert!(took < most, "{took:?}");
    }
}
