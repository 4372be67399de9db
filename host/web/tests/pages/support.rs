//! A desk without plugins: a customer with two tags, an agent of their company, one of another
//! company, and one who may not serve.

use std::sync::OnceLock;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use balcao_access::users::PasswordHash;
use balcao_access::{
    Actor, Kind, Labels, Layout, Placement, PlacementId, Right, Size, Tab, profiles, testing, users,
};
use balcao_action::{Actions, deliveries};
use balcao_brazil::{Money, Phone, TaxId};
use balcao_desk::contracts::{ContractStatus, NewContract, Stage};
use balcao_desk::people::{NewPerson, PersonKind};
use balcao_desk::tags::NewTag;
use balcao_desk::{Address, ContractId, Origin, PersonId, RequestId, TagId, contracts, people, tags};
use balcao_engine::{Engine, Settings};
use balcao_files::Files;
use balcao_network::Equipment;
use balcao_plugins::Plugins;
use balcao_store::{Db, now};
use balcao_web::{Demo, DemoUser, Desk, WebConfig};
use tower::ServiceExt;

/// Bytes that an upload may have here.
pub const MAX_UPLOAD: u64 = 100_000;
pub const PASSWORD: &str = "uma senha longa";
pub const CPF: &str = "529.982.247-25";

/// The desk, and who uses it.
pub struct World {
    pub db: Db,
    pub app: Router,
    pub plugins: Plugins,
    pub files: Files,
    pub folder: tempfile::TempDir,
    pub ana: Actor,
    pub person: PersonId,
    /// A widget and an action of Ana's layout; their plugin is not installed.
    pub widget: PlacementId,
    /// An open request of the customer, both tags still to choose from.
    pub request: String,
}

/// What a browser holds.
#[derive(Clone, Default)]
pub struct Browser {
    pub cookie: String,
    pub csrf: String,
}

/// An answer, read to its end.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    pub fn location(&self) -> &str {
        self.headers.get(header::LOCATION).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }
}

/// One on each database.
pub async fn worlds() -> Vec<World> {
    worlds_told(&WebConfig::default()).await
}

/// One on each database, told this.
pub async fn worlds_told(config: &WebConfig) -> Vec<World> {
    let mut worlds = Vec::new();
    for db in balcao_store::testing::databases().await {
        worlds.push(World::new(db, config.clone()).await);
    }
    worlds
}

/// One on SQLite, told this.
pub async fn world(config: WebConfig) -> World {
    World::new(balcao_store::testing::sqlite().await, config).await
}

/// The demonstration's sign-in list with this user.
pub fn demo(login: &str) -> Demo {
    let user =
        DemoUser { login: login.into(), name: "Ana".into(), can: Labels::new("atende", "serves", "atiende") };
    Demo {
        password: Some(PASSWORD.into()),
        users: vec![user],
        customers: Vec::new(),
        mailbox: std::sync::Arc::new(Vec::new),
    }
}

impl World {
    async fn new(db: Db, config: WebConfig) -> World {
        let rights = [Right::Serve, Right::SearchByTaxId, Right::SeeTaxIds];
        let ana = testing::actor(&db, &rights).await;
        let widget = PlacementId::new();
        publish(&db, &ana, widget).await;
        let person = customer(&db, &ana).await;
        let plugins = Plugins::load(db.clone(), engine(), Equipment::default()).await.unwrap();
        let actions = Actions::new(db.clone(), plugins.clone(), &deliveries(&db, None));
        let folder = tempfile::tempdir().unwrap();
        let files = Files::in_folder(folder.path(), MAX_UPLOAD).unwrap();
        let app = balcao_web::app(Desk::new(db.clone(), plugins.clone(), actions, files.clone(), config));
        let mut world =
            World { db, app, plugins, files, folder, ana, person, widget, request: String::new() };
        let browser = world.sign_in(&world.ana).await;
        world.request = RequestId::new().to_string();
        let started = world.post(&browser, &format!("/start/{person}"), &asking(&world.request)).await;
        assert_eq!(started.location(), format!("/attendance/{}", world.request), "{}", started.body);
        world
    }

    /// Signs in as a browser does.
    pub async fn sign_in(&self, actor: &Actor) -> Browser {
        let hash = PasswordHash::of(PASSWORD).await.unwrap();
        let mut tx = self.db.write().await.unwrap();
        users::set_password(&mut tx, actor.user.id, &hash).await.unwrap();
        tx.commit().await.unwrap();
        let form = [("login", actor.user.login.as_str()), ("password", PASSWORD), ("next", "/tasks")];
        let answer = self.post(&Browser::default(), "/sign-in", &form).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        let cookie =
            answer.headers[header::SET_COOKIE].to_str().unwrap().split(';').next().unwrap().to_owned();
        let browser = Browser { cookie, csrf: String::new() };
        let page = self.get(&browser, "/tasks").await;
        Browser { csrf: between(&page.body, "name=\"csrf\" value=\"", "\"").to_owned(), ..browser }
    }

    pub async fn get(&self, browser: &Browser, path: &str) -> Answer {
        self.send(Request::get(path).header(header::COOKIE, &browser.cookie).body(Body::empty()).unwrap())
            .await
    }

    /// Posts as a form of ours does.
    pub async fn post(&self, browser: &Browser, path: &str, fields: &[(&str, &str)]) -> Answer {
        let request = Request::post(path)
            .header(header::COOKIE, &browser.cookie)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .body(Body::from(encoded(browser, fields)))
            .unwrap();
        self.send(request).await
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        let answer = self.app.clone().oneshot(request).await.unwrap();
        let (parts, body) = answer.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap();
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8(body.to_vec()).unwrap(),
        }
    }
}

/// A form's body, with the session's token.
pub fn encoded(browser: &Browser, fields: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new())
        .append_pair("csrf", &browser.csrf)
        .extend_pairs(fields)
        .finish()
}

/// What the start dialog asks, and the id of the request that it opens.
pub fn asking(request: &str) -> [(&'static str, &str); 5] {
    [
        ("who", "holder"),
        ("channel", "phone"),
        ("contact", ""),
        ("identity", "personal-data"),
        ("request", request),
    ]
}

/// What stands between two texts.
pub fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    let start = text.find(before).unwrap_or_else(|| panic!("{before} in {text}")) + before.len();
    &text[start..start + text[start..].find(after).unwrap()]
}

async fn publish(db: &Db, actor: &Actor, widget: PlacementId) {
    let placed =
        |id, kind| Placement { id, plugin: "gone".into(), name: "gone".into(), kind, size: Size::Full };
    let tab = Tab {
        key: "inicio".into(),
        title: Labels::new("Início", "Home", "Inicio"),
        hidden: false,
        placements: vec![placed(widget, Kind::Widget), placed(PlacementId::new(), Kind::Action)],
    };
    let mut tx = db.write().await.unwrap();
    let layout = Layout { tabs: vec![tab] };
    profiles::publish(&mut tx, actor.user.profile.id, &layout, None, "test").await.unwrap();
    tx.commit().await.unwrap();
}

async fn customer(db: &Db, actor: &Actor) -> PersonId {
    let (person, contract, at) = (PersonId::new(), ContractId::new(), now());
    let new_person = NewPerson {
        id: person,
        kind: PersonKind::Natural,
        name: "João <b>Conceição</b>".into(),
        trade_name: None,
        tax_id: Some(TaxId::parse(CPF).unwrap()),
        born_on: None,
        address: Address { street: "Rua A, 1".into(), city: "Bauru".into(), state: "SP".into() },
        phones: vec![Phone::parse("14999990000").unwrap()],
        emails: Vec::new(),
        origin: Origin::own(at),
    };
    let new_contract = NewContract {
        id: contract,
        company: actor.company,
        person,
        number: "1001".into(),
        status: ContractStatus::FinancialBlock,
        stage: Stage::Approved,
        included_on: at.date_naive(),
        plan: "500 Mega".into(),
        price: Money(9990),
        due_day: 10,
        origin: Origin::own(at),
    };
    let tag = |code: &str| NewTag {
        id: TagId::new(),
        company: actor.company,
        contract,
        code: code.into(),
        label: "Casa".into(),
        address: Address { street: "Rua A, 1".into(), city: "Bauru".into(), state: "SP".into() },
        login: None,
        origin: Origin::own(at),
    };
    let mut tx = db.write().await.unwrap();
    people::insert_many(&mut tx, &[new_person]).await.unwrap();
    contracts::insert_many(&mut tx, &[new_contract]).await.unwrap();
    tags::insert_many(&mut tx, &[tag("T1001-1"), tag("T1001-2")]).await.unwrap();
    tx.commit().await.unwrap();
    person
}

/// One engine for the whole test binary; it never compiles anything, for nothing is installed.
fn engine() -> Engine {
    static ENGINE: OnceLock<(Engine, tempfile::TempDir)> = OnceLock::new();
    let made = ENGINE.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let settings = Settings::new(folder.path().to_owned(), [7; 32], vec!["false".into()]);
        (Engine::new(settings).unwrap(), folder)
    });
    made.0.clone()
}
