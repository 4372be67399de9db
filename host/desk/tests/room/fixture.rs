//! Customers and users to test with.

use balcao_access::users::{self, NewUser, PasswordHash};
use balcao_access::{Actor, CompanyId, Locale, Right, Team, TeamId, UserId, audit, teams, testing};
use balcao_brazil::{Money, Phone, TaxId};
use balcao_desk::closing::{self, Closing, Next};
use balcao_desk::contracts::{self, ContractStatus, NewContract, Stage};
use balcao_desk::handling::{Fault, Field, HandleError, Seen};
use balcao_desk::people::{self, NewPerson, PersonKind};
use balcao_desk::reports::Audience;
use balcao_desk::requests::{self, Asker, Asking, Channel, Filter, Identity, Task, View};
use balcao_desk::tags::{self, NewTag};
use balcao_desk::{Address, Attendance, ContractId, Origin, PersonId, RequestId, TagId, starting};
use balcao_store::{DateTime, Db, Utc, Uuid, now};
use chrono::NaiveDate;

pub fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 24).unwrap()
}

pub fn asking() -> Asking {
    Asking {
        who: Asker::Holder,
        name: None,
        channel: Channel::Phone,
        contact: "51 99999-0000".into(),
        identity: Identity::PersonalData,
    }
}

pub fn address() -> Address {
    Address { street: "Rua das Acácias, 10".into(), city: "Canoas".into(), state: "RS".into() }
}

/// A user who may serve and see everything of a customer, in a company of their own.
pub async fn agent(db: &Db) -> Actor {
    testing::actor(db, &[Right::Serve, Right::SeeTaxIds, Right::SearchByTaxId]).await
}

/// The same profile, for two companies.
pub async fn agent_of_both(db: &Db, like: &Actor, companies: [CompanyId; 2]) -> Actor {
    let id = UserId::new();
    let user = NewUser {
        id,
        login: id.to_string(),
        name: "Bruno Tavares".into(),
        team: None,
        profile: like.user.profile.id,
        companies: companies.into(),
        locale: Locale::Pt,
    };
    let hash = PasswordHash::of("a long password").await.unwrap();
    let mut tx = db.write().await.unwrap();
    users::create(&mut tx, &user, &hash).await.unwrap();
    tx.commit().await.unwrap();
    testing::sign_in_as(db, id).await
}

pub async fn person(db: &Db, name: &str, tax_id: Option<&str>, phones: &[&str]) -> PersonId {
    let id = PersonId::new();
    let person = NewPerson {
        id,
        kind: PersonKind::Natural,
        name: name.into(),
        trade_name: None,
        tax_id: tax_id.map(|number| TaxId::parse(number).unwrap()),
        born_on: NaiveDate::from_ymd_opt(1980, 2, 29),
        address: address(),
        phones: phones.iter().map(|number| Phone::parse(number).unwrap()).collect(),
        emails: vec!["alguem@example.com".into()],
        origin: Origin::own(now()),
    };
    let mut tx = db.write().await.unwrap();
    people::insert_many(&mut tx, &[person]).await.unwrap();
    tx.commit().await.unwrap();
    id
}

/// A contract with tags of these codes.
pub async fn contract(
    db: &Db,
    company: CompanyId,
    person: PersonId,
    (status, stage): (ContractStatus, Stage),
    codes: &[&str],
) -> (ContractId, Vec<TagId>) {
    let id = ContractId::new();
    let contract = NewContract {
        id,
        company,
        person,
        number: id.to_string(),
        status,
        stage,
        included_on: NaiveDate::from_ymd_opt(2024, 1, 15).unwrap(),
        plan: "Fibra 500 Mega".into(),
        price: Money(9_990),
        due_day: 10,
        origin: Origin::own(now()),
    };
    let new: Vec<NewTag> = codes
        .iter()
        .map(|code| NewTag {
            id: TagId::new(),
            contract: id,
            company,
            code: (*code).into(),
            label: "Residência".into(),
            address: address(),
            login: Some("cliente".into()),
            origin: Origin::own(now()),
        })
        .collect();
    let mut tx = db.write().await.unwrap();
    contracts::insert_many(&mut tx, &[contract]).await.unwrap();
    tags::insert_many(&mut tx, &new).await.unwrap();
    tx.commit().await.unwrap();
    (id, new.iter().map(|tag| tag.id).collect())
}

pub const NORMAL: (ContractStatus, Stage) = (ContractStatus::Normal, Stage::Approved);

pub async fn start(db: &Db, actor: &Actor, person: PersonId) -> RequestId {
    let mut tx = db.write().await.unwrap();
    let request = RequestId::new();
    starting::start(&mut tx, actor, request, person, &asking(), now(), today()).await.unwrap();
    tx.commit().await.unwrap();
    request
}

pub async fn serve(db: &Db, actor: &Actor, request: RequestId) -> Attendance {
    Attendance::open(&mut db.read().await.unwrap(), actor, request).await.unwrap()
}

/// The first page of a user's tasks.
pub async fn mine(db: &Db, actor: &Actor, now: DateTime<Utc>) -> Vec<Task> {
    let filter = Filter::of(View::Mine);
    requests::list(&mut db.read().await.unwrap(), actor, &filter, now).await.unwrap().tasks
}

/// Ends a request, as the closing form does.
pub async fn end(db: &Db, attendance: &Attendance) {
    close(db, attendance, &form("information", "closed"), now()).await.unwrap();
}

/// The request as a form that is drawn now sees it.
pub async fn seen(db: &Db, attendance: &Attendance) -> Seen {
    let request = requests::current(&mut db.read().await.unwrap(), attendance, now()).await.unwrap();
    Seen { version: request.version, form: Uuid::now_v7() }
}

/// A team of this name.
pub async fn team(db: &Db, name: &str) -> Team {
    let team = Team { id: TeamId::new(), name: name.into() };
    let mut tx = db.write().await.unwrap();
    teams::create(&mut tx, &team).await.unwrap();
    tx.commit().await.unwrap();
    team
}

/// A user with the profile of another, in a team.
pub async fn member(db: &Db, like: &Actor, name: &str, team: &Team) -> Actor {
    let id = UserId::new();
    let user = NewUser {
        id,
        login: id.to_string(),
        name: name.into(),
        team: Some(team.id),
        profile: like.user.profile.id,
        companies: vec![like.company],
        locale: Locale::Pt,
    };
    let hash = PasswordHash::of("a long password").await.unwrap();
    let mut tx = db.write().await.unwrap();
    users::create(&mut tx, &user, &hash).await.unwrap();
    tx.commit().await.unwrap();
    testing::sign_in_as(db, id).await
}

/// The closing form as it is filled in for a type, which brings its situation along.
pub fn form(kind: &str, status: &str) -> Closing {
    let (catalog, item) = match kind {
        "no-connection" => ("connection", "no-signal"),
        _ => ("", ""),
    };
    Closing {
        kind: kind.into(),
        catalog: catalog.into(),
        item: item.into(),
        situation: String::new(),
        deadline: None,
        next: Next::Status { status: status.into(), when: None },
        audience: Audience::Internal,
        report: "Feito.".into(),
    }
}

/// Sends the closing form, which sees the request as it is now.
pub async fn close(
    db: &Db,
    attendance: &Attendance,
    form: &Closing,
    at: DateTime<Utc>,
) -> Result<(), HandleError> {
    let seen = seen(db, attendance).await;
    let mut tx = db.write().await.unwrap();
    let done = closing::close(&mut tx, attendance, seen, form, at).await;
    match done {
        Ok(line) => audit::commit(tx, vec![line]).await.map_err(|error| panic!("{error}")),
        Err(error) => Err(error),
    }
}

/// What a form was refused for.
pub fn problems(done: Result<(), HandleError>) -> Vec<(Field, Fault)> {
    match done {
        Err(HandleError::Problems(problems)) => {
            problems.iter().map(|problem| (problem.field, problem.fault)).collect()
        }
        other => panic!("not refused for what was filled in: {other:?}"),
    }
}
