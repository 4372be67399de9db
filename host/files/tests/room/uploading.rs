//! What arrives, and what becomes of it until its action is confirmed.

use balcao_access::{Right, testing};
use balcao_desk::inputs::{self, Kind, LIFETIME, Place};
use balcao_files::{ReceiveError, RuleError, uploads};
use balcao_store::now;
use chrono::TimeDelta;

use crate::fixture::{MOST, details, pdf, person, serve, today, worlds};

#[tokio::test]
async fn what_was_uploaded_comes_back_byte_by_byte() {
    for world in worlds().await {
        // Below a piece, a piece, a piece and one byte, several.
        for size in [20, 65_536, 65_537, 190_000] {
            let bytes = pdf(&"x".repeat(size - 9));
            let record = world.attached(&bytes).await;
            assert_eq!(world.download(&world.attendance, record).await.unwrap(), bytes, "{size}");
        }
        for path in world.on_disk() {
            let kept = std::fs::read(path).unwrap();
            assert!(!kept.starts_with(b"%PDF"), "what lies on the disk is encrypted");
        }
    }
}

#[tokio::test]
async fn what_is_no_file_that_the_desk_takes_is_refused_and_leaves_nothing_behind() {
    for world in worlds().await {
        let receive = async |name: &str, bytes: &[u8], accepted: &[String]| {
            let mut receiving = world.files.receive(0).unwrap();
            for piece in bytes.chunks(10_000) {
                receiving.write(piece).await?;
            }
            receiving.finish(name, accepted).await.map(drop)
        };
        assert!(matches!(receive("a.pdf", b"", &[]).await, Err(ReceiveError::Empty)));
        let large = pdf(&"x".repeat(MOST as usize));
        assert!(matches!(receive("a.pdf", &large, &[]).await, Err(ReceiveError::TooLarge(MOST))));
        let lies = receive("foto.png", b"<html><script>", &[]).await;
        assert!(matches!(lies, Err(ReceiveError::Mismatch { is: Some("HTML"), .. })));
        assert!(matches!(receive("a.exe", b"MZ\x90\0\x03\0", &[]).await, Err(ReceiveError::Unknown)));
        let pictures = ["image/*".to_owned()];
        assert!(matches!(receive("a.pdf", &pdf(""), &pictures).await, Err(ReceiveError::NotAccepted("PDF"))));
        let mut cut_off = world.files.receive(0).unwrap();
        cut_off.write(&pdf(&"x".repeat(100_000))).await.unwrap();
        drop(cut_off);
        world.left_on_disk(0).await;
    }
}

#[tokio::test]
async fn an_upload_is_claimed_once() {
    for world in worlds().await {
        let upload = world.upload("file", &pdf("a")).await;
        let adding = world.adding(&upload);
        let mut tx = world.db.write().await.unwrap();
        adding.apply(&mut tx, &world.attendance, now(), today()).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = world.db.write().await.unwrap();
        let again = adding.apply(&mut tx, &world.attendance, now(), today()).await;
        assert!(matches!(again, Err(RuleError::UploadGone)));
        drop(tx);
        let mut conn = world.db.read().await.unwrap();
        let checked = adding.check(&mut conn, &world.attendance, now(), today()).await;
        assert!(matches!(checked, Err(RuleError::UploadGone)));
    }
}

#[tokio::test]
async fn an_upload_belongs_to_its_request_its_run_and_its_field() {
    for world in worlds().await {
        let upload = world.upload("file", &pdf("a")).await;
        let mut conn = world.db.read().await.unwrap();
        let waiting = inputs::of_run(&mut conn, &world.attendance, world.run, now()).await.unwrap();
        assert_eq!(waiting.len(), 1);
        assert_eq!(
            (waiting[0].id, waiting[0].field.as_str(), waiting[0].kind),
            (upload.id, "file", Kind::File)
        );
        assert_eq!(waiting[0].given_by, world.attendance.actor().user.id);
        let other_run = uuid::Uuid::now_v7();
        assert_eq!(inputs::of_run(&mut conn, &world.attendance, other_run, now()).await.unwrap(), []);
        drop(conn);

        // The same user serving somebody else, and somebody of another company.
        let actor = world.attendance.actor();
        let other = person(&world.db, actor.company).await;
        let elsewhere = serve(&world.db, actor, other).await;
        let stranger = testing::actor(&world.db, &[Right::Serve]).await;
        let theirs = person(&world.db, stranger.company).await;
        let strange = serve(&world.db, &stranger, theirs).await;
        for attendance in [&elsewhere, &strange] {
            let mut tx = world.db.write().await.unwrap();
            let taken = world.adding(&upload).apply(&mut tx, attendance, now(), today()).await;
            assert!(matches!(taken, Err(RuleError::UploadGone)));
            assert_eq!(inputs::of_run(&mut tx, attendance, world.run, now()).await.unwrap(), []);
            assert_eq!(uploads::of_run(&mut tx, attendance, world.run, now()).await.unwrap(), []);
        }
    }
}

#[tokio::test]
async fn a_newer_upload_to_the_same_field_takes_the_place_of_the_older() {
    for world in worlds().await {
        let (first, second) = (world.upload("file", &pdf("1")).await, world.upload("file", &pdf("2")).await);
        let mut conn = world.db.read().await.unwrap();
        let waiting = uploads::of_run(&mut conn, &world.attendance, world.run, now()).await.unwrap();
        assert_eq!(waiting, [second]);
        drop(conn);
        let mut tx = world.db.write().await.unwrap();
        let old = world.adding(&first).apply(&mut tx, &world.attendance, now(), today()).await;
        assert!(matches!(old, Err(RuleError::UploadGone)));
        drop(tx);
        world.files.sweep(&world.db, now()).await.unwrap();
        assert_eq!(world.on_disk().len(), 1);
    }
}

#[tokio::test]
async fn what_nobody_claims_expires_and_is_erased() {
    for world in worlds().await {
        let upload = world.upload("file", &pdf("a")).await;
        world.files.sweep(&world.db, now()).await.unwrap();
        assert_eq!(world.on_disk().len(), 1, "it is still waited for");
        let later = now() + LIFETIME + TimeDelta::seconds(1);
        let mut conn = world.db.read().await.unwrap();
        let checked = world.adding(&upload).check(&mut conn, &world.attendance, later, today()).await;
        assert!(matches!(checked, Err(RuleError::UploadGone)));
        drop(conn);
        world.files.sweep(&world.db, later).await.unwrap();
        assert_eq!(world.on_disk().len(), 0);
        let mut conn = world.db.read().await.unwrap();
        assert_eq!(uploads::one(&mut conn, &world.attendance, upload.id).await.unwrap(), None);
    }
}

#[tokio::test]
async fn a_secret_is_taken_once_and_is_not_readable_in_the_database() {
    for world in worlds().await {
        let place = Place { run: world.run, field: "password" };
        let mut tx = world.db.write().await.unwrap();
        let id =
            inputs::hold_secret(&mut tx, &world.attendance, place, "senha da conexão", now()).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = world.db.write().await.unwrap();
        let kept: Vec<u8> = balcao_store::on!(&mut tx, c => sqlx::query_scalar(
            "SELECT sealed FROM run_input WHERE id = $1").bind(id).fetch_one(c).await)
        .unwrap();
        assert!(!kept.windows(5).any(|window| window == b"senha"));
        assert!(!inputs::take_file(&mut tx, &world.attendance, id, now()).await.unwrap(), "it is no file");
        let take = inputs::take_secret(&mut tx, &world.attendance, id, now()).await.unwrap();
        assert_eq!(take.as_deref(), Some("senha da conexão"));
        assert_eq!(inputs::take_secret(&mut tx, &world.attendance, id, now()).await.unwrap(), None);
    }
}

#[tokio::test]
async fn what_is_said_of_a_file_is_checked() {
    for world in worlds().await {
        let upload = world.upload("file", &pdf("a")).await;
        let mut conn = world.db.read().await.unwrap();
        let mut refused = async |change: fn(&mut balcao_files::AddFile)| {
            let mut adding = world.adding(&upload);
            change(&mut adding);
            adding.check(&mut conn, &world.attendance, now(), today()).await.unwrap_err().to_string()
        };
        assert_eq!(refused(|a| a.details = details("")).await, "a title is needed");
        assert!(refused(|a| a.details = details(&"x".repeat(201))).await.starts_with("the title is longer"));
        let long = refused(|a| a.details.description = "x".repeat(2_001)).await;
        assert!(long.starts_with("the description is longer"));
        assert_eq!(refused(|a| a.details.kind = "contract".into()).await, "no such kind of file");
        assert_eq!(refused(|a| a.details.valid_until = today().pred_opt()).await, "its validity is over");
        assert_eq!(refused(|a| a.tag = Some(balcao_desk::TagId::new())).await, "no tag was chosen");
    }
}
