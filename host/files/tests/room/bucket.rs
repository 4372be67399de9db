//! Files in a bucket of a real S3 server, which checks signatures; and servers that fail.

use std::time::{Duration, Instant};

use balcao_access::finding::Verdict;
use balcao_files::testing::S3;
use balcao_files::{Bucket, ContentError, DeleteFile, How, ReceiveError, Subject};
use balcao_store::now;
use chrono::TimeDelta;
use tokio::net::TcpListener;

use crate::fixture::{pdf, world_in};

/// Three parts of an upload, none of them like another.
fn large() -> Vec<u8> {
    pdf(&(0..1_700_000).map(|n| format!("{n:07}")).collect::<String>())
}

#[tokio::test]
async fn a_bucket_keeps_and_gives_out_and_loses_files_as_a_folder_does() {
    let s3 = S3::start().await;
    let world = world_in(&s3.bucket("balcao/arquivos")).await;
    let check = world.files.check().await;
    assert_eq!(check.verdict, Verdict::Works, "{check:?}");
    for bytes in [pdf("small"), large()] {
        let record = world.attached(&bytes).await;
        assert!(world.download(&world.attendance, record).await.unwrap() == bytes, "{} bytes", bytes.len());
        assert_eq!(s3.objects("balcao/arquivos").await.len(), 1);
        let delete =
            DeleteFile { record, subject: Subject::Attachment, version: 1, reason: "por engano".into() };
        let mut tx = world.db.write().await.unwrap();
        delete.apply(&mut tx, &world.attendance, now()).await.unwrap();
        tx.commit().await.unwrap();
        world.files.sweep(&world.db, now()).await.unwrap();
        assert_eq!(s3.objects("balcao/arquivos").await, Vec::<String>::new());
    }

    // A bit is changed in the last piece: it is not given out, the others are.
    let record = world.attached(&large()).await;
    let name = s3.objects("balcao/arquivos").await.remove(0);
    s3.replace("balcao/arquivos", &name, |bytes| *bytes.last_mut().unwrap() ^= 1).await;
    let opened = world.files.open(&world.db, &world.attendance, record, How::Download, now()).await;
    assert!(matches!(opened.unwrap().content.whole().await, Err(ContentError::Damaged)));
    // Cut off it is not given out either.
    s3.replace("balcao/arquivos", &name, |bytes| bytes.truncate(100_000)).await;
    let opened = world.files.open(&world.db, &world.attendance, record, How::Download, now()).await;
    assert!(matches!(opened.unwrap().content.whole().await, Err(ContentError::Damaged)));
}

#[tokio::test]
async fn an_upload_that_is_cut_off_leaves_nothing_and_a_wrong_key_gets_nothing() {
    let s3 = S3::start().await;
    let world = world_in(&s3.bucket("desk")).await;
    let mut cut_off = world.files.receive(0).unwrap();
    for piece in large().chunks(100_000) {
        cut_off.write(piece).await.unwrap();
    }
    assert!(s3.has_unfinished().await, "parts of it are there");
    drop(cut_off);
    // One that has arrived, and that nobody wants: its action failed.
    drop(world.received("contrato.pdf", &large()).await);
    let deadline = Instant::now() + Duration::from_secs(10);
    while s3.has_unfinished().await || !s3.objects("desk").await.is_empty() {
        assert!(Instant::now() < deadline, "{:?}", s3.objects("desk").await);
        tokio::time::sleep(Duration::from_millis(50)).await;
    }

    // What no row names is collected when it is a day old, and what one names is not.
    let record = world.attached(&pdf("kept")).await;
    let received = world.received("contrato.pdf", &pdf("a transaction that never was")).await;
    let mut tx = world.db.write().await.unwrap();
    world.files.keep(&mut tx, received, now()).await.unwrap();
    drop(tx);
    assert_eq!(world.files.collect(&world.db, now()).await.unwrap(), 0);
    assert_eq!(world.files.collect(&world.db, now() + TimeDelta::days(2)).await.unwrap(), 1);
    assert_eq!(s3.objects("desk").await.len(), 1);
    assert!(world.download(&world.attendance, record).await.is_ok());

    for bucket in [
        Bucket { secret: "wrong".into(), ..s3.bucket("desk") },
        Bucket { key_id: "nobody".into(), ..s3.bucket("desk") },
    ] {
        let stranger = world_in(&bucket).await;
        let check = stranger.files.check().await;
        assert_eq!(check.verdict, Verdict::Failed, "{check:?}");
        assert!(!format!("{check:?}").contains("wrong"), "{check:?}");
        assert!(matches!(send(&stranger, &pdf("a")).await, Err(ReceiveError::File(_))));
    }
    assert_eq!(s3.objects("desk").await.len(), 1);
}

async fn send(world: &crate::fixture::World, bytes: &[u8]) -> Result<(), ReceiveError> {
    let mut receiving = world.files.receive(0).unwrap();
    receiving.write(bytes).await?;
    receiving.finish("contrato.pdf", &[]).await.map(drop)
}

#[tokio::test]
async fn a_store_that_is_down_or_silent_is_told_in_time() {
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let down = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let addresses = [silent.local_addr().unwrap(), down.local_addr().unwrap()];
    drop(down);
    let listening = tokio::spawn(async move {
        let mut held = Vec::new();
        while let Ok((stream, _)) = silent.accept().await {
            held.push(stream);
        }
    });
    for address in addresses {
        let bucket = Bucket {
            name: "arquivos".into(),
            prefix: String::new(),
            endpoint: Some(format!("http://{address}")),
            region: "us-east-1".into(),
            key_id: "a".into(),
            secret: "b".into(),
        };
        let world = world_in(&bucket).await;
        let began = Instant::now();
        assert!(matches!(send(&world, &pdf("a")).await, Err(ReceiveError::File(_))));
        assert!(began.elapsed() < Duration::from_secs(15), "{:?}", began.elapsed());
    }
    listening.abort();
}
