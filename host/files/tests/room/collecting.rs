//! What is left behind in a folder, and what was there before the store had objects.

use std::time::{Duration, SystemTime};

use balcao_store::now;
use chrono::TimeDelta;

use crate::fixture::{pdf, worlds};

#[tokio::test]
async fn what_no_row_names_is_collected_when_it_is_a_day_old() {
    for world in worlds().await {
        let record = world.attached(&pdf("kept")).await;
        let mut tx = world.db.write().await.unwrap();
        let received = world.received("contrato.pdf", &pdf("a transaction that never was")).await;
        world.files.keep(&mut tx, received, now()).await.unwrap();
        drop(tx);
        assert_eq!(world.on_disk().len(), 2);
        assert_eq!(world.files.collect(&world.db, now()).await.unwrap(), 0, "it may be on its way");
        assert_eq!(world.files.collect(&world.db, now() + TimeDelta::days(2)).await.unwrap(), 1);
        assert_eq!(world.on_disk().len(), 1);
        assert!(world.download(&world.attendance, record).await.is_ok());
    }
}

#[tokio::test]
async fn what_a_process_was_writing_when_it_died_is_removed_a_day_later() {
    for world in worlds().await {
        let record = world.attached(&pdf("kept")).await;
        let kept = world.on_disk().remove(0);
        let unfinished = kept.with_file_name("0193a5c0000070008000000000000001#1");
        let file = std::fs::File::create(&unfinished).unwrap();
        world.files.collect(&world.db, now()).await.unwrap();
        assert_eq!(world.on_disk().len(), 2);
        file.set_modified(SystemTime::now() - Duration::from_secs(25 * 60 * 60)).unwrap();
        world.files.collect(&world.db, now()).await.unwrap();
        assert_eq!(world.on_disk(), [kept]);
        assert!(world.download(&world.attendance, record).await.is_ok());
    }
}

#[tokio::test]
async fn a_check_of_a_folder_leaves_nothing_and_says_when_it_cannot_write() {
    use balcao_access::finding::Verdict;
    for world in worlds().await {
        assert_eq!(world.files.check().await.verdict, Verdict::Works);
        assert_eq!(world.on_disk().len(), 0);
        // A file where a folder should be: nobody can write below it, not even root.
        std::fs::remove_dir_all(world.folder.path().join("kept")).unwrap();
        std::fs::write(world.folder.path().join("kept"), "").unwrap();
        let check = world.files.check().await;
        assert_eq!(check.verdict, Verdict::Failed, "{check:?}");
        assert!(check.remedy.is_some());
    }
}
