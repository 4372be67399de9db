//! What a file is once it is the customer's: seen, changed, deleted.

use balcao_access::audit::{self, Act};
use balcao_access::{Right, testing};
use balcao_files::{
    ContentError, DeleteFile, Difference, EditFile, How, OpenError, RecordId, RuleError, Subject, What,
    records,
};
use balcao_store::now;

use crate::fixture::{World, details, pdf, person, serve, today, worlds};

async fn one(world: &World, record: RecordId) -> records::Record {
    let mut conn = world.db.read().await.unwrap();
    records::one(&mut conn, &world.attendance, Subject::Attachment, record).await.unwrap().unwrap()
}

async fn history(world: &World, record: RecordId) -> Vec<What> {
    let mut conn = world.db.read().await.unwrap();
    let lines = records::history(&mut conn, &world.attendance, record).await.unwrap();
    lines.into_iter().map(|line| line.what).collect()
}

#[tokio::test]
async fn whoever_opens_a_file_is_in_its_history_and_in_the_trail() {
    for world in worlds().await {
        let record = world.attached(&pdf("a")).await;
        world.files.open(&world.db, &world.attendance, record, How::View, now()).await.unwrap();
        world.download(&world.attendance, record).await.unwrap();
        assert_eq!(history(&world, record).await, [What::Downloaded, What::Viewed, What::Added]);
        let mut conn = world.db.read().await.unwrap();
        let request = world.attendance.request().0;
        let lines = audit::of_request(&mut conn, world.db.keys(), request).await.unwrap();
        let acts: Vec<Act> = lines.into_iter().map(|line| line.line.act).collect();
        assert_eq!(acts, [Act::FileUploaded, Act::FileViewed, Act::FileDownloaded]);
    }
}

#[tokio::test]
async fn a_file_of_another_customer_or_company_is_not_found() {
    for world in worlds().await {
        let record = world.attached(&pdf("a")).await;
        let actor = world.attendance.actor();
        let other = person(&world.db, actor.company).await;
        let stranger = testing::actor(&world.db, &[Right::Serve]).await;
        // The same person, who has a contract with the stranger's company too.
        let theirs = person(&world.db, stranger.company).await;
        for attendance in [serve(&world.db, actor, other).await, serve(&world.db, &stranger, theirs).await] {
            assert!(matches!(world.download(&attendance, record).await, Err(OpenError::NotFound)));
            let mut tx = world.db.write().await.unwrap();
            let found = records::one(&mut tx, &attendance, Subject::Attachment, record).await.unwrap();
            assert!(found.is_none());
            assert_eq!(records::history(&mut tx, &attendance, record).await.unwrap(), []);
            let delete =
                DeleteFile { record, subject: Subject::Attachment, version: 1, reason: "engano".into() };
            let refused = delete.apply(&mut tx, &attendance, now()).await;
            assert!(matches!(refused, Err(RuleError::NotFound)));
        }
        assert_eq!(history(&world, record).await, [What::Added]);
    }
}

#[tokio::test]
async fn a_change_keeps_what_was_different_and_a_stale_one_is_refused() {
    for world in worlds().await {
        let record = world.attached(&pdf("a")).await;
        let seen = one(&world, record).await;
        let after = details("Contrato de 2026");
        let edit = EditFile {
            record,
            subject: Subject::Attachment,
            version: seen.version,
            before: seen.details.clone(),
            after: after.clone(),
        };
        let mut tx = world.db.write().await.unwrap();
        edit.apply(&mut tx, &world.attendance, now(), today()).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(one(&world, record).await.details, after);
        let mut tx = world.db.write().await.unwrap();
        let stale = edit.apply(&mut tx, &world.attendance, now(), today()).await;
        assert!(matches!(stale, Err(RuleError::Conflict)));
        let nothing = EditFile { version: seen.version + 1, before: after.clone(), after, ..edit };
        let unchanged = nothing.check(&mut tx, &world.attendance, today()).await;
        assert!(matches!(unchanged, Err(RuleError::Unchanged)));
        let lines = records::history(&mut tx, &world.attendance, record).await.unwrap();
        let title = Difference::Title("Contrato assinado".into(), "Contrato de 2026".into());
        assert_eq!((lines[0].what, &lines[0].differences[..]), (What::Changed, &[title][..]));
    }
}

#[tokio::test]
async fn deleting_erases_the_bytes_and_keeps_the_line() {
    for world in worlds().await {
        let record = world.attached(&pdf("a")).await;
        let delete = |reason: &str, version| DeleteFile {
            record,
            subject: Subject::Attachment,
            version,
            reason: reason.into(),
        };
        let mut tx = world.db.write().await.unwrap();
        let without = delete("  ", 1).check(&mut tx, &world.attendance).await;
        assert!(matches!(without, Err(RuleError::ReasonMissing)));
        delete("enviado por engano", 1).apply(&mut tx, &world.attendance, now()).await.unwrap();
        tx.commit().await.unwrap();

        // Nobody opens it from the commit on, and the sweep removes what is noise already.
        assert!(matches!(world.download(&world.attendance, record).await, Err(OpenError::NotFound)));
        world.files.sweep(&world.db, now()).await.unwrap();
        assert_eq!(world.on_disk().len(), 0);
        let kept = one(&world, record).await.deleted.unwrap();
        assert_eq!(kept.reason, "enviado por engano");
        assert_eq!(history(&world, record).await, [What::Deleted, What::Added]);

        let mut tx = world.db.write().await.unwrap();
        let page = async |conn: &mut balcao_store::Tx, deleted| {
            let page = records::page(conn, &world.attendance, Subject::Attachment, deleted, None).await;
            page.unwrap().records.len()
        };
        assert_eq!((page(&mut tx, false).await, page(&mut tx, true).await), (0, 1));
        let again = delete("de novo", 2).apply(&mut tx, &world.attendance, now()).await;
        assert!(matches!(again, Err(RuleError::Conflict)));
    }
}

#[tokio::test]
async fn a_file_that_is_not_what_was_stored_is_not_given_out() {
    for world in worlds().await {
        let (first, second) = (world.attached(&pdf("first")).await, world.attached(&pdf("other")).await);
        let open = async |record| {
            let opened = world.files.open(&world.db, &world.attendance, record, How::Download, now()).await;
            opened.unwrap().content.whole().await
        };
        // A bit of one is changed, and one takes the other's place.
        let paths = world.on_disk();
        let kept: Vec<Vec<u8>> = paths.iter().map(|path| std::fs::read(path).unwrap()).collect();
        let mut changed = kept[0].clone();
        changed[3] ^= 1;
        std::fs::write(&paths[0], &changed).unwrap();
        std::fs::write(&paths[1], &kept[0]).unwrap();
        for record in [first, second] {
            assert!(matches!(open(record).await, Err(ContentError::Damaged)));
        }
        for (path, bytes) in paths.iter().zip(&kept) {
            std::fs::write(path, bytes).unwrap();
        }
        assert!(open(first).await.is_ok());
        // The digest in the row is another: the bytes are held back, whole as they seem.
        let mut tx = world.db.write().await.unwrap();
        balcao_store::on!(&mut tx, c => sqlx::query("UPDATE stored_file SET digest = $1")
            .bind(vec![0_u8; 32]).execute(c).await.map(drop))
        .unwrap();
        tx.commit().await.unwrap();
        assert!(matches!(open(first).await, Err(ContentError::Damaged)));
    }
}

#[tokio::test]
async fn pages_hold_fifty_and_go_on() {
    for world in worlds().await {
        for n in 0..53 {
            world.attached(&pdf(&n.to_string())).await;
        }
        let mut conn = world.db.read().await.unwrap();
        let subject = Subject::Attachment;
        let first = records::page(&mut conn, &world.attendance, subject, false, None).await.unwrap();
        let second = records::page(&mut conn, &world.attendance, subject, false, first.cursor).await.unwrap();
        assert_eq!((first.records.len(), second.records.len(), second.cursor), (50, 3, None));
        let documents = records::page(&mut conn, &world.attendance, Subject::Document, false, None).await;
        assert_eq!(documents.unwrap().records.len(), 0, "documents are another list");
    }
}
