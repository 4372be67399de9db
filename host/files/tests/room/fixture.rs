//! A customer being served, and a files folder.

use balcao_access::{Actor, CompanyId, Right, testing};
use balcao_brazil::Money;
use balcao_desk::contracts::{self, ContractStatus, NewContract, Stage};
use balcao_desk::inputs::Place;
use balcao_desk::people::{self, NewPerson, PersonKind};
use balcao_desk::requests::{Asker, Asking, Channel, Identity};
use balcao_desk::{Address, Attendance, ContractId, Origin, PersonId, starting};
use balcao_files::{AddFile, Bucket, Details, Files, How, OpenError, Received, RecordId, Subject, Uploaded};
use balcao_store::{Db, now};
use chrono::NaiveDate;
use tempfile::TempDir;
use uuid::Uuid;

/// Bytes that a file of these tests may have.
pub const MOST: u64 = 200_000;
/// More than what goes to a store in one part.
pub const LARGE: u64 = 20 << 20;

/// A desk with one customer, and the folder of its files.
pub struct World {
    pub db: Db,
    pub files: Files,
    pub folder: TempDir,
    pub attendance: Attendance,
    pub run: Uuid,
}

/// One on each database.
pub async fn worlds() -> Vec<World> {
    let mut worlds = Vec::new();
    for db in balcao_store::testing::databases().await {
        let actor = testing::actor(&db, &[Right::Serve]).await;
        let person = person(&db, actor.company).await;
        let attendance = serve(&db, &actor, person).await;
        let folder = tempfile::tempdir().unwrap();
        let files = Files::in_folder(folder.path(), MOST).unwrap();
        worlds.push(World { db, files, folder, attendance, run: Uuid::now_v7() });
    }
    worlds
}

/// One whose files lie in a bucket, with what was written to it directly.
pub async fn world_in(bucket: &Bucket) -> World {
    let db = balcao_store::testing::sqlite().await;
    let actor = testing::actor(&db, &[Right::Serve]).await;
    let person = person(&db, actor.company).await;
    let attendance = serve(&db, &actor, person).await;
    let files = Files::in_bucket(bucket, LARGE).unwrap();
    World { db, files, folder: tempfile::tempdir().unwrap(), attendance, run: Uuid::now_v7() }
}

/// A Tuesday.
pub fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 24).unwrap()
}

pub fn details(title: &str) -> Details {
    Details {
        title: title.into(),
        description: String::new(),
        kind: "other".into(),
        valid_until: None,
        visible: false,
    }
}

pub fn pdf(rest: &str) -> Vec<u8> {
    format!("%PDF-1.7\n{rest}").into_bytes()
}

/// A customer with a contract.
pub async fn person(db: &Db, company: CompanyId) -> PersonId {
    let id = PersonId::new();
    let person = NewPerson {
        id,
        kind: PersonKind::Natural,
        name: "Ana".into(),
        trade_name: None,
        tax_id: None,
        born_on: None,
        address: Address { street: String::new(), city: "Canoas".into(), state: "RS".into() },
        phones: Vec::new(),
        emails: Vec::new(),
        origin: Origin::own(now()),
    };
    let contract = ContractId::new();
    let contract = NewContract {
        id: contract,
        company,
        person: id,
        number: contract.to_string(),
        status: ContractStatus::Normal,
        stage: Stage::Approved,
        included_on: today(),
        plan: "Fibra 500 Mega".into(),
        price: Money(9_990),
        due_day: 10,
        origin: Origin::own(now()),
    };
    let mut tx = db.write().await.unwrap();
    people::insert_many(&mut tx, &[person]).await.unwrap();
    contracts::insert_many(&mut tx, &[contract]).await.unwrap();
    tx.commit().await.unwrap();
    id
}

pub async fn serve(db: &Db, actor: &Actor, person: PersonId) -> Attendance {
    let asking = Asking {
        who: Asker::Holder,
        name: None,
        channel: Channel::Phone,
        contact: String::new(),
        identity: Identity::PersonalData,
    };
    let mut tx = db.write().await.unwrap();
    let request = balcao_desk::RequestId::new();
    starting::start(&mut tx, actor, request, person, &asking, now(), today()).await.unwrap();
    tx.commit().await.unwrap();
    Attendance::open(&mut db.read().await.unwrap(), actor, request).await.unwrap()
}

impl World {
    /// A file as it arrives, in pieces of a size that fits nothing.
    pub async fn received(&self, name: &str, bytes: &[u8]) -> Received {
        let mut receiving = self.files.receive(0).unwrap();
        for piece in bytes.chunks(7_001) {
            receiving.write(piece).await.unwrap();
        }
        receiving.finish(name, &[]).await.unwrap()
    }

    /// An upload to a field of this world's run.
    pub async fn upload(&self, field: &str, bytes: &[u8]) -> Uploaded {
        let received = self.received("contrato.pdf", bytes).await;
        let place = Place { run: self.run, field };
        self.files.hold(&self.db, &self.attendance, place, received, now()).await.unwrap()
    }

    pub fn adding(&self, upload: &Uploaded) -> AddFile {
        AddFile {
            upload: upload.id,
            subject: Subject::Attachment,
            tag: None,
            details: details("Contrato assinado"),
        }
    }

    /// An attachment.
    pub async fn attached(&self, bytes: &[u8]) -> RecordId {
        let upload = self.upload("file", bytes).await;
        let mut tx = self.db.write().await.unwrap();
        let id = self.adding(&upload).apply(&mut tx, &self.attendance, now(), today()).await.unwrap();
        tx.commit().await.unwrap();
        id
    }

    /// The bytes of a file, as somebody downloads it.
    pub async fn download(&self, attendance: &Attendance, record: RecordId) -> Result<Vec<u8>, OpenError> {
        let opened = self.files.open(&self.db, attendance, record, How::Download, now()).await?;
        Ok(opened.content.whole().await.unwrap())
    }

    /// Waits until so many files lie below the folder: what is removed is removed beside the test.
    pub async fn left_on_disk(&self, wanted: usize) {
        let deadline = std::time::Instant::now() + std::time::Duration::from_secs(5);
        while self.on_disk().len() != wanted {
            assert!(std::time::Instant::now() < deadline, "{:?}", self.on_disk());
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
    }

    /// Files below the folder.
    pub fn on_disk(&self) -> Vec<std::path::PathBuf> {
        fn below(folder: &std::path::Path, found: &mut Vec<std::path::PathBuf>) {
            for entry in std::fs::read_dir(folder).into_iter().flatten() {
                let path = entry.unwrap().path();
                if path.is_dir() { below(&path, found) } else { found.push(path) }
            }
        }
        let mut found = Vec::new();
        below(self.folder.path(), &mut found);
        found
    }
}
