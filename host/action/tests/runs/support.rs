//! A desk with the standard billing plugin, a customer with open invoices, and users to serve them.

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use balcao_access::{
    Actor, Kind, Labels, Layout, Placement, PlacementId, Right, Size, Tab, audit, profiles, testing as access,
};
use balcao_action::{Actions, Phase, RunError, RunView, deliveries};
use balcao_billing::bank::Answer as Said;
use balcao_billing::charges::{NewCharge, Registration, State as ChargeState};
use balcao_billing::invoices::{NewInvoice, State as InvoiceState};
use balcao_billing::{ChargeId, InvoiceId, charges, invoices};
use balcao_brazil::Money;
use balcao_brazil::slip::{Barcode, SlipParts};
use balcao_desk::contracts::{self, ContractStatus, NewContract, Stage};
use balcao_desk::handling::Seen;
use balcao_desk::people::{self, NewPerson, PersonKind};
use balcao_desk::requests::{self, Asker, Asking, Channel, Identity};
use balcao_desk::{Address, Attendance, ContractId, Origin, PersonId, RequestId, starting};
use balcao_engine::{Class, Engine, Settings};
use balcao_network::Equipment;
use balcao_plugins::canvas::{Answer, Field, Input};
use balcao_plugins::{Installer, Permission, Plugins, Scene};
use balcao_store::outbox::Worker;
use balcao_store::{DateTime, Db, NaiveDate, Utc, Uuid, testing};

const ZONE: chrono_tz::Tz = chrono_tz::America::Sao_Paulo;
const RIGHTS: [Right; 2] = [Right::Serve, Right::WaiveCharges];

/// One desk: a company, two colleagues of it, and a customer whom both may serve.
pub struct Desk {
    pub db: Db,
    pub plugins: Plugins,
    pub actions: Actions,
    pub ana: Actor,
    pub bruno: Actor,
    pub person: PersonId,
    pub request: RequestId,
    pub invoices: Vec<InvoiceId>,
}

impl Desk {
    /// One on each database.
    pub async fn all() -> Vec<Desk> {
        let mut desks = Vec::new();
        for db in testing::databases().await {
            desks.push(Desk::new(db).await);
        }
        desks
    }

    async fn new(db: Db) -> Desk {
        let ana = access::actor(&db, &RIGHTS).await;
        let bruno = access::colleague(&db, ana.company, &RIGHTS).await;
        let plugins = Plugins::load(db.clone(), engine(), Equipment::default()).await.unwrap();
        install(&plugins, "billing").await;
        let actions = Actions::new(db.clone(), plugins.clone(), &deliveries(&db, Some(bank())));
        let (person, invoices) = customer(&db, &ana).await;
        let request = start(&db, &ana, person).await;
        let desk = Desk { db, plugins, actions, ana, bruno, person, request, invoices };
        desk.give(&desk.ana, &["second-copy", "reschedule"]).await;
        desk.give(&desk.bruno, &["second-copy", "reschedule"]).await;
        desk
    }

    /// Installs one more plugin of the pack, with all that it asks for.
    pub async fn install(&self, plugin: &str) {
        install(&self.plugins, plugin).await;
    }

    /// Gives the user's profile those actions of billing, and no other.
    pub async fn give(&self, actor: &Actor, actions: &[&str]) {
        self.give_of("billing", actor, actions).await;
    }

    /// The same of any plugin.
    pub async fn give_of(&self, plugin: &str, actor: &Actor, actions: &[&str]) {
        let placed = |name: &&str| Placement {
            id: PlacementId::new(),
            plugin: plugin.into(),
            name: (*name).to_owned(),
            kind: Kind::Action,
            size: Size::Full,
        };
        let tab = Tab {
            key: "inicio".into(),
            title: Labels::new("Início", "Home", "Inicio"),
            hidden: false,
            placements: actions.iter().map(placed).collect(),
        };
        let layout = Layout { tabs: vec![tab] };
        let mut tx = self.db.write().await.unwrap();
        profiles::publish(&mut tx, actor.user.profile.id, &layout, None, "test").await.unwrap();
        tx.commit().await.unwrap();
    }

    /// A setting of *Reagendamento de faturas*.
    pub async fn set(&self, key: &str, value: &str) {
        self.plugins.set("billing", "reschedule", key, Some(value), &Installer::CommandLine).await.unwrap();
    }

    /// What this user sees of the request now.
    pub async fn scene(&self, actor: &Actor) -> Scene {
        self.scene_of(actor, self.request).await
    }

    pub async fn scene_of(&self, actor: &Actor, request: RequestId) -> Scene {
        let attendance = Attendance::open(&mut self.db.read().await.unwrap(), actor, request).await.unwrap();
        Scene::new(attendance, ZONE, at())
    }

    /// The request as a form that is drawn now sees it.
    pub async fn seen(&self, scene: &Scene) -> Seen {
        let mut conn = self.db.read().await.unwrap();
        let request = requests::current(&mut conn, &scene.attendance, scene.now).await.unwrap();
        Seen { version: request.version, form: Uuid::now_v7() }
    }

    /// Another request of the same customer.
    pub async fn another_request(&self) -> RequestId {
        start(&self.db, &self.ana, self.person).await
    }

    pub fn worker(&self) -> Worker {
        let actions = self.actions.clone();
        Worker::new(self.db.clone(), deliveries(&self.db, Some(bank())))
            .watch(move |entry| actions.entry_moved(entry))
    }

    /// A rescheduling of the first invoice, as this user leaves it at the review.
    pub async fn at_review(&self, scene: &Scene) -> RunView {
        let asked = self.actions.start(scene, "billing", "reschedule", Vec::new()).await.unwrap();
        let invoice = choice(&fields(&asked)[0], 0);
        let asked = self
            .actions
            .answer(scene, asked.id, asked.version, vec![answer("invoice", &invoice)])
            .await
            .unwrap();
        let view = self.actions.answer(scene, asked.id, asked.version, day(scene, 5)).await.unwrap();
        assert!(matches!(view.phase, Phase::Review { .. }), "{view:?}");
        view
    }

    pub async fn due(&self, invoice: InvoiceId) -> NaiveDate {
        let scene = self.scene(&self.ana).await;
        let mut conn = self.db.read().await.unwrap();
        invoices::one(&mut conn, &scene.attendance, invoice, scene.today).await.unwrap().unwrap().due
    }
}

/// A Tuesday, so that which days are business days is known.
fn at() -> DateTime<Utc> {
    "2026-11-24T15:00:00Z".parse().unwrap()
}

/// The answers to the second question: so many days from now, and why.
pub fn day(scene: &Scene, days: i64) -> Vec<Answer> {
    let due = scene.today + chrono::TimeDelta::days(days);
    vec![answer("due", &due.to_string()), answer("waive", "false"), answer("reason", "recebe no dia 5")]
}

pub fn answer(field: &str, value: &str) -> Answer {
    Answer { field: field.into(), values: vec![value.into()] }
}

pub fn fields(view: &RunView) -> &[Field] {
    match &view.phase {
        Phase::Asking { fields, .. } => fields,
        other => panic!("asks nothing: {other:?}"),
    }
}

pub fn choice(field: &Field, at: usize) -> String {
    match &field.input {
        Input::OneOf(choices) | Input::SomeOf(choices) => choices[at].value.clone(),
        other => panic!("no choices: {other:?}"),
    }
}

pub fn is_not_found(result: Result<RunView, RunError>) -> bool {
    matches!(result, Err(RunError::NotFound))
}

/// The one engine of this process, with its cache in a folder of this process.
fn engine() -> Engine {
    static ENGINE: OnceLock<(Engine, tempfile::TempDir)> = OnceLock::new();
    let make = || {
        let folder = tempfile::tempdir().unwrap();
        let tests = std::env::current_exe().unwrap();
        let compiler = tests.parent().unwrap().parent().unwrap().join("examples/action-compile");
        let settings = Settings::new(folder.path().join("code"), [7; 32], vec![compiler.into()]);
        (Engine::new(settings).unwrap(), folder)
    };
    ENGINE.get_or_init(make).0.clone()
}

async fn install(plugins: &Plugins, plugin: &str) {
    let file = pack().join(plugin).with_extension("wasm");
    let bytes = std::fs::read(&file).expect("build the plugins first: cargo xtask plugins");
    plugins.install(&bytes, Class::Compact, &Installer::CommandLine).await.unwrap();
    for permission in Permission::ALL.iter() {
        // What it does not ask for can't be granted, and need not be.
        let _ = plugins.grant(plugin, *permission, None, &Installer::CommandLine).await;
    }
}

/// Where the built plugins are.
fn pack() -> PathBuf {
    std::env::var_os("BALCAO_PLUGINS")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../target/plugins"), PathBuf::from)
}

/// A bank that registers what it is asked to.
fn bank() -> balcao_action::Bank {
    Arc::new(|order| {
        let answer = Said::Done(registration(&order.number, order.amount, order.due), None);
        Box::pin(std::future::ready(answer))
    })
}

fn registration(number: &str, amount: Money, due: NaiveDate) -> Registration {
    let free_field = &"1".repeat(25);
    let parts = SlipParts { bank: "341", due: Some(due), amount, free_field };
    let barcode = Barcode::build(&parts).unwrap();
    let line = barcode.line().as_str().into();
    Registration { our_number: number.into(), barcode: barcode.as_str().into(), line, pix: None }
}

async fn customer(db: &Db, actor: &Actor) -> (PersonId, Vec<InvoiceId>) {
    let (person, contract, at) = (PersonId::new(), ContractId::new(), at());
    let today = at.with_timezone(&ZONE).date_naive();
    let new_person = NewPerson {
        id: person,
        kind: PersonKind::Natural,
        name: "Joana Prado".into(),
        trade_name: None,
        tax_id: None,
        born_on: None,
        address: Address { street: "Rua A, 1".into(), city: "Bauru".into(), state: "SP".into() },
        phones: Vec::new(),
        emails: Vec::new(),
        origin: Origin::own(at),
    };
    let new_contract = NewContract {
        id: contract,
        company: actor.company,
        person,
        number: "1001".into(),
        status: ContractStatus::Normal,
        stage: Stage::Approved,
        included_on: today,
        plan: "500 Mega".into(),
        price: Money(9990),
        due_day: 10,
        origin: Origin::own(at),
    };
    let due = |number: i64| today + chrono::TimeDelta::days(number);
    let mut new_invoices = Vec::new();
    let mut new_charges = Vec::new();
    for number in [1, 2] {
        let (invoice, charge) = (InvoiceId::new(), ChargeId::new());
        new_invoices.push(NewInvoice {
            id: invoice,
            contract,
            number: format!("F-{number}"),
            amount: Money(9990),
            issued_on: None,
            due: due(number),
            first_due: due(number),
            state: InvoiceState::Open,
            paid: None,
            reschedules: 0,
            charge: Some(charge),
            origin: Origin::own(at),
        });
        new_charges.push(NewCharge {
            id: charge,
            invoice,
            bank: "341".into(),
            amount: Money(9990),
            due: due(number),
            state: ChargeState::Registered,
            registration: Some(registration(&number.to_string(), Money(9990), due(number))),
            created_at: at,
        });
    }
    let mut tx = db.write().await.unwrap();
    people::insert_many(&mut tx, &[new_person]).await.unwrap();
    contracts::insert_many(&mut tx, &[new_contract]).await.unwrap();
    invoices::insert_many(&mut tx, &new_invoices).await.unwrap();
    charges::insert_many(&mut tx, &new_charges).await.unwrap();
    tx.commit().await.unwrap();
    (person, new_invoices.iter().map(|invoice| invoice.id).collect())
}

async fn start(db: &Db, actor: &Actor, person: PersonId) -> RequestId {
    let asking = Asking {
        who: Asker::Holder,
        name: None,
        channel: Channel::Phone,
        contact: String::new(),
        identity: Identity::PersonalData,
    };
    let at = at();
    let today = at.with_timezone(&ZONE).date_naive();
    let mut tx = db.write().await.unwrap();
    let request = RequestId::new();
    let (_, line) = starting::start(&mut tx, actor, request, person, &asking, at, today).await.unwrap();
    audit::commit(tx, vec![line]).await.unwrap();
    request
}
