//! A small provider: two customers with contracts and invoices, an agent who serves both, and the
//! components that were built from `plugins/` and `tests/hostile`.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use balcao_access::{Actor, Right, testing};
use balcao_billing::charges::{self, NewCharge, Registration};
use balcao_billing::invoices::{self, NewInvoice, State};
use balcao_billing::{ChargeId, InvoiceId};
use balcao_brazil::Money;
use balcao_desk::contracts::{ContractStatus, NewContract, Stage};
use balcao_desk::people::{NewPerson, PersonKind};
use balcao_desk::requests::{Asker, Asking, Channel, Identity};
use balcao_desk::{Address, Attendance, ContractId, Origin, PersonId, contracts, people, starting};
use balcao_engine::{Class, Digest, Engine, Settings};
use balcao_network::Equipment;
use balcao_plugins::canvas::{Answer, Block};
use balcao_plugins::{Contribution, Installer, Outcome, Permission, Plugins, Scene};
use balcao_store::{Db, now};
use chrono::{Days, NaiveDate};

/// One database, and all that is on it.
pub struct World {
    pub db: Db,
    pub plugins: Plugins,
    pub actor: Actor,
    /// Somebody is being served.
    pub scene: Scene,
    /// Another customer, served by the same agent.
    pub other: Scene,
    /// Of the first: one that is overdue, one that is not, one that is paid.
    pub overdue: InvoiceId,
    pub coming: InvoiceId,
    pub paid: InvoiceId,
    /// An open one of the other customer.
    pub others: InvoiceId,
}

const ZONE: chrono_tz::Tz = chrono_tz::America::Sao_Paulo;

/// A world on each database, with the standard pack offered and granted.
pub async fn worlds() -> Vec<World> {
    let mut worlds = Vec::new();
    for db in balcao_store::testing::databases().await {
        let world = World::new(db).await;
        world.plugins.offer_folder(&pack(), &trusted()).await.unwrap();
        worlds.push(world);
    }
    worlds
}

/// A world on each database, with the hostile plugin installed, which was granted the invoices and
/// their changes, and not the contracts.
pub async fn hostile_worlds() -> Vec<World> {
    let mut worlds = Vec::new();
    for db in balcao_store::testing::databases().await {
        let world = World::new(db).await;
        let by = Installer::CommandLine;
        world.plugins.install(&hostile(), Class::Compact, &by).await.unwrap();
        for permission in [Permission::Invoices, Permission::InvoiceChanges] {
            world.plugins.grant("hostile", permission, None, &by).await.unwrap();
        }
        worlds.push(world);
    }
    worlds
}

impl World {
    /// A world without plugins.
    pub async fn new(db: Db) -> World {
        let rights = [Right::Serve, Right::WaiveCharges];
        let actor = testing::actor(&db, &rights).await;
        let plugins = Plugins::load(db.clone(), engine(), Equipment::default()).await.unwrap();
        let today = now().with_timezone(&ZONE).date_naive();
        let first = customer(&db, &actor, "Maria da Conceição", today).await;
        let second = customer(&db, &actor, "João da Silva", today).await;
        World {
            scene: scene(&db, &actor, first.person).await,
            other: scene(&db, &actor, second.person).await,
            overdue: first.overdue,
            coming: first.coming,
            paid: first.paid,
            others: second.coming,
            db,
            plugins,
            actor,
        }
    }

    pub fn contribution(&self, plugin: &str, name: &str) -> Contribution {
        self.plugins.contribution(plugin, name).unwrap_or_else(|| panic!("{plugin}/{name} is offered"))
    }

    /// Draws to the end.
    pub async fn draw(&self, plugin: &str, name: &str, answers: &[Answer]) -> (Vec<Block>, Outcome<()>) {
        self.draw_for(&self.scene, plugin, name, answers).await
    }

    pub async fn draw_for(
        &self,
        scene: &Scene,
        plugin: &str,
        name: &str,
        answers: &[Answer],
    ) -> (Vec<Block>, Outcome<()>) {
        let mut drawing = self.plugins.draw(scene, &self.contribution(plugin, name), answers);
        let mut blocks = Vec::new();
        while let Some(block) = drawing.blocks.recv().await {
            blocks.push(block);
        }
        (blocks, drawing.done.await)
    }

    /// The handle of the row whose cells hold this text, in the history widget.
    pub async fn row_key(&self, scene: &Scene, text: &str) -> String {
        let (blocks, outcome) = self.draw_for(scene, "billing", "history", &[answer("view", "all")]).await;
        outcome.unwrap();
        let tables = blocks.iter().filter_map(|block| match block {
            Block::Table { rows, .. } => Some(rows),
            _ => None,
        });
        let row = tables.flatten().find(|row| format!("{:?}", row.cells).contains(text));
        row.unwrap_or_else(|| panic!("a row with {text} in {blocks:?}")).key.clone()
    }
}

pub fn answer(field: &str, value: &str) -> Answer {
    Answer { field: field.into(), values: vec![value.into()] }
}

pub fn texts(blocks: &[Block]) -> Vec<&str> {
    blocks
        .iter()
        .filter_map(|block| if let Block::Text(text) = block { Some(text.as_str()) } else { None })
        .collect()
}

/// One engine for the whole test binary, as for a whole process.
pub fn engine() -> Engine {
    static ENGINE: OnceLock<(Engine, tempfile::TempDir)> = OnceLock::new();
    let made = ENGINE.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let tests = std::env::current_exe().unwrap();
        let child = tests.parent().unwrap().parent().unwrap().join("examples/compile_plugin");
        let mut settings = Settings::new(folder.path().join("code"), [7; 32], vec![child.into()]);
        settings.slots = 16;
        (Engine::new(settings).unwrap(), folder)
    });
    made.0.clone()
}

/// Where `cargo xtask plugins` leaves the standard pack.
pub fn pack() -> PathBuf {
    PathBuf::from(std::env::var_os("BALCAO_PACK_DIR").expect("set by .cargo/config.toml"))
}

/// The digests of the whole pack: what a binary built with it trusts.
pub fn trusted() -> Vec<Digest> {
    let files = std::fs::read_dir(pack()).expect("the pack is built: cargo xtask plugins");
    files
        .map(|file| file.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "wasm"))
        .map(|path| Digest::of(&std::fs::read(path).unwrap()))
        .collect()
}

/// The component of `tests/hostile`.
pub fn hostile() -> Vec<u8> {
    tests_own("hostile")
}

/// The component of a folder in `tests`.
pub fn tests_own(name: &str) -> Vec<u8> {
    let file = pack().with_file_name("plugins-test").join(format!("{name}.wasm"));
    std::fs::read(&file).unwrap_or_else(|error| panic!("{}: {error}: cargo xtask plugins", file.display()))
}

/// A component of `tests/hostile/*.wat`.
pub fn hostile_wat(name: &str) -> Vec<u8> {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/hostile");
    wat::parse_file(sources.join(format!("{name}.wat"))).unwrap()
}

struct Customer {
    person: PersonId,
    overdue: InvoiceId,
    coming: InvoiceId,
    paid: InvoiceId,
}

/// A person with a contract and three invoices, the open ones with registered charges.
async fn customer(db: &Db, actor: &Actor, name: &str, today: NaiveDate) -> Customer {
    let (person, contract, origin) = (PersonId::new(), ContractId::new(), Origin::own(now()));
    let mut tx = db.write().await.unwrap();
    let address =
        Address { street: "Rua das Flores, 12".into(), city: "Maringá".into(), state: "PR".into() };
    let new = NewPerson {
        id: person,
        kind: PersonKind::Natural,
        name: name.into(),
        trade_name: None,
        tax_id: None,
        born_on: None,
        address,
        phones: Vec::new(),
        emails: Vec::new(),
        origin: origin.clone(),
    };
    people::insert_many(&mut tx, &[new]).await.unwrap();
    let new = NewContract {
        id: contract,
        company: actor.company,
        person,
        number: format!("C-{}", &contract.to_string()[30..]),
        status: ContractStatus::Normal,
        stage: Stage::Approved,
        included_on: day(today, -400),
        plan: "Fibra 500".into(),
        price: Money(9990),
        due_day: 10,
        origin: origin.clone(),
    };
    contracts::insert_many(&mut tx, &[new]).await.unwrap();
    let mut made = [InvoiceId::new(), InvoiceId::new(), InvoiceId::new()];
    made.sort();
    let [overdue, coming, paid] = made;
    for (id, number, due, state) in [
        (overdue, "F-OVERDUE", day(today, -20), State::Open),
        (coming, "F-COMING", day(today, 5), State::Open),
        (paid, "F-PAID", day(today, -60), State::Paid),
    ] {
        let charge = (state == State::Open).then(ChargeId::new);
        let invoice = NewInvoice {
            id,
            contract,
            number: number.into(),
            amount: Money(9990),
            issued_on: None,
            due,
            first_due: due,
            state,
            paid: (state == State::Paid).then_some((due, Money(9990))),
            reschedules: 0,
            charge,
            origin: origin.clone(),
        };
        invoices::insert_many(&mut tx, &[invoice]).await.unwrap();
        if let Some(charge) = charge {
            let charge = NewCharge {
                id: charge,
                invoice: id,
                bank: "341".into(),
                amount: Money(9990),
                due,
                state: charges::State::Registered,
                registration: Some(Registration {
                    our_number: "1".into(),
                    barcode: "34195844100260001790010104351004910201500081".into(),
                    line: "34191790010104351004791020150008584410026000".into(),
                    pix: None,
                }),
                created_at: now(),
            };
            charges::insert_many(&mut tx, &[charge]).await.unwrap();
        }
    }
    tx.commit().await.unwrap();
    Customer { person, overdue, coming, paid }
}

async fn scene(db: &Db, actor: &Actor, person: PersonId) -> Scene {
    let now = now();
    let asking = Asking {
        who: Asker::Holder,
        name: None,
        channel: Channel::Phone,
        contact: String::new(),
        identity: Identity::NotConfirmed,
    };
    let mut tx = db.write().await.unwrap();
    let today = now.with_timezone(&ZONE).date_naive();
    let request = balcao_desk::RequestId::new();
    starting::start(&mut tx, actor, request, person, &asking, now, today).await.unwrap();
    tx.commit().await.unwrap();
    let attendance = Attendance::open(&mut db.read().await.unwrap(), actor, request).await.unwrap();
    Scene::new(attendance, ZONE, now)
}

fn day(today: NaiveDate, days: i64) -> NaiveDate {
    if days < 0 { today - Days::new(days.unsigned_abs()) } else { today + Days::new(days.unsigned_abs()) }
}
