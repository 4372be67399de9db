//! What the provider has outside: kept and tried by administrators of its company alone, its secrets
//! written and never shown.

use std::sync::{Arc, Mutex};

use axum::http::StatusCode;
use balcao_access::finding::Finding;
use balcao_access::{Actor, Labels, Right, testing};
use balcao_messages::{server_of, template_of};
use balcao_network::{Credentials, nas, olts, signal};
use balcao_store::on;
use balcao_web::{OltMake, Outside, Part, Trial, WebConfig};

use crate::support::{Browser, World, between, worlds_told};

const SECRET: &str = "segredo-de-teste";

/// Desks that can try everything: what was tried is in the list.
async fn desks() -> (Vec<World>, Arc<Mutex<Vec<Part>>>) {
    let tried: Arc<Mutex<Vec<Part>>> = Arc::default();
    let list = Arc::clone(&tried);
    let trial: Trial = Arc::new(move |part| {
        list.lock().unwrap().push(part);
        let says = Labels::new("responde <bem>", "answers", "responde");
        Box::pin(async move { Some(Finding::works("radius", "", says)) })
    });
    let make = OltMake {
        key: "huawei".into(),
        label: "Huawei".into(),
        sure: vec![("received", "three agree".into())],
    };
    let config =
        WebConfig { outside: Outside { makes: vec![make], trial: Some(trial) }, ..WebConfig::default() };
    (worlds_told(&config).await, tried)
}

async fn administrator(world: &World) -> (Actor, Browser) {
    let davi = testing::colleague(&world.db, world.ana.company, &[Right::Administer]).await;
    let browser = world.sign_in(&davi).await;
    (davi, browser)
}

fn hidden(page: &str, name: &str) -> String {
    between(page, &format!("name=\"{name}\" value=\""), "\"").to_owned()
}

/// The acts of this user, with their fields.
async fn trail(world: &World, actor: &Actor) -> Vec<(String, String)> {
    let mut conn = world.db.read().await.unwrap();
    on!(&mut conn, c => sqlx::query_as(
        "SELECT act, CAST(fields AS TEXT) FROM audit_line WHERE actor = $1 AND act NOT LIKE 'signed%' ORDER BY at, seq")
        .bind(actor.user.id).fetch_all(c).await)
    .unwrap()
}

#[tokio::test]
async fn an_access_server_is_added_changed_tried_and_removed_and_its_secret_is_never_shown() {
    let (worlds, tried) = desks().await;
    for world in worlds {
        let (davi, browser) = administrator(&world).await;
        let company = &world.ana.company.to_string()[..];
        let blank = world.get(&browser, "/admin/nas/new").await.body;
        let id = hidden(&blank, "id");
        let mut form = vec![
            ("id", id.as_str()),
            ("company", company),
            ("name", "bng-1"),
            ("address", "não é"),
            ("port", "0"),
            ("vendor", "mikrotik"),
            ("secret-nas", SECRET),
        ];
        let refused = world.post(&browser, "/admin/nas/new", &form).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        for words in ["Um endereço IP, como 10.0.0.1.", "Um número de 1 a 65535.", "value=\"bng-1\""] {
            assert!(refused.body.contains(words), "{words}: {}", refused.body);
        }
        assert!(!refused.body.contains(SECRET));
        form[3].1 = "127.0.0.9";
        form[4].1 = "3799";
        for _ in 0..2 {
            let added = world.post(&browser, "/admin/nas/new", &form).await;
            assert!(added.location().starts_with(&format!("/admin/nas/{id}")), "{}", added.body);
        }
        let known = nas::list(&mut world.db.read().await.unwrap(), world.ana.company).await.unwrap();
        assert_eq!(known.len(), 1, "sent twice, added once");
        let again = [("id", balcao_network::NasId::new().to_string()), ("company", company.to_owned())];
        let mut same: Vec<(&str, &str)> = form[2..].to_vec();
        same.extend(again.iter().map(|(name, value)| (*name, value.as_str())));
        let taken = world.post(&browser, "/admin/nas/new", &same).await;
        assert!(taken.body.contains("A empresa já tem um com este nome."), "{}", taken.body);

        let at = format!("/admin/nas/{id}");
        let page = world.get(&browser, &at).await.body;
        assert!(page.contains("127.0.0.9") && !page.contains(SECRET), "{page}");
        let seen = hidden(&page, "seen");
        let changed = [
            ("seen", seen.as_str()),
            ("name", "bng-2"),
            ("address", "127.0.0.9"),
            ("port", "1700"),
            ("vendor", "cisco"),
        ];
        assert_eq!(world.post(&browser, &at, &changed).await.status, StatusCode::SEE_OTHER);
        let late = world.post(&browser, &at, &changed).await;
        assert_eq!(late.status, StatusCode::CONFLICT, "the form saw what stands no more");
        let mut conn = world.db.read().await.unwrap();
        let one = nas::list(&mut conn, world.ana.company).await.unwrap().remove(0);
        assert_eq!((one.name.as_str(), one.port), ("bng-2", 1700));
        let kept = nas::secret(&mut conn, world.db.keys(), one.company, one.id).await.unwrap().unwrap();
        assert_eq!(kept.expose(), SECRET, "left empty, it is kept");
        drop(conn);

        let found = world.post(&browser, &format!("{at}/test"), &[]).await.body;
        assert!(found.contains("Funciona") && found.contains("responde &lt;bem&gt;"), "{found}");
        assert!(matches!(tried.lock().unwrap().pop(), Some(Part::AccessServer(nas)) if nas == one));

        assert_eq!(world.post(&browser, &format!("{at}/remove"), &[]).await.location(), "/admin/nas");
        assert_eq!(world.get(&browser, &at).await.status, StatusCode::NOT_FOUND);
        let told = trail(&world, &davi).await;
        let acts: Vec<&str> = told.iter().map(|(act, _)| act.as_str()).collect();
        assert_eq!(acts, ["equipment-added", "equipment-changed", "equipment-removed"]);
        assert!(
            told[1].1.contains("port") && told.iter().all(|(_, fields)| !fields.contains(SECRET)),
            "{told:?}"
        );
    }
}

#[tokio::test]
async fn what_another_company_has_is_not_there() {
    let (worlds, _) = desks().await;
    for world in worlds {
        let (_, browser) = administrator(&world).await;
        let stranger = world.sign_in(&testing::actor(&world.db, &[Right::Administer]).await).await;
        let company = &world.ana.company.to_string()[..];
        let id = balcao_network::NasId::new().to_string();
        let form = [
            ("id", id.as_str()),
            ("company", company),
            ("name", "bng-1"),
            ("address", "10.0.0.1"),
            ("port", "3799"),
            ("vendor", "other"),
            ("secret-nas", SECRET),
        ];
        assert_eq!(world.post(&stranger, "/admin/nas/new", &form).await.status, StatusCode::NOT_FOUND);
        assert_eq!(world.post(&browser, "/admin/nas/new", &form).await.status, StatusCode::SEE_OTHER);
        let at = format!("/admin/nas/{id}");
        assert_eq!(world.get(&stranger, &at).await.status, StatusCode::NOT_FOUND);
        for path in [at.clone(), format!("{at}/remove"), format!("{at}/test")] {
            assert_eq!(world.post(&stranger, &path, &form).await.status, StatusCode::NOT_FOUND, "{path}");
        }
        for what in ["server", "template", "test", "remove"] {
            let path = format!("/admin/mail/{company}/{what}");
            assert_eq!(world.post(&stranger, &path, &[]).await.status, StatusCode::NOT_FOUND, "{path}");
        }
        let path = format!("/admin/mail?company={company}");
        assert_eq!(world.get(&stranger, &path).await.status, StatusCode::NOT_FOUND);
        let path = format!("/admin/signal/{company}");
        assert_eq!(world.post(&stranger, &path, &[]).await.status, StatusCode::NOT_FOUND);
        assert!(!world.get(&stranger, "/admin/nas").await.body.contains("bng-1"));
    }
}

#[tokio::test]
async fn an_olt_keeps_what_opens_it_unless_something_else_is_typed() {
    let (worlds, tried) = desks().await;
    for world in worlds {
        let (davi, browser) = administrator(&world).await;
        let company = &world.ana.company.to_string()[..];
        let blank = world.get(&browser, "/admin/olts/new").await.body;
        assert!(blank.contains("three agree"), "how sure the tables are: {blank}");
        let id = hidden(&blank, "id");
        let mut form = vec![
            ("snmp", "v3"),
            ("id", id.as_str()),
            ("company", company),
            ("name", "OLT Centro"),
            ("address", "10.0.0.2"),
            ("port", "161"),
            ("vendor", "huawei"),
            ("user", "balcao"),
            ("digest", "sha256"),
            ("secret-password", "curta"),
        ];
        let refused = world.post(&browser, "/admin/olts/new", &form).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.body.contains("Ao menos 8 caracteres.") && !refused.body.contains("curta"));
        form[0].1 = "v2c";
        form.push(("secret-community", SECRET));
        let added = world.post(&browser, "/admin/olts/new", &form).await;
        assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.body);

        let at = format!("/admin/olts/{id}");
        let page = world.get(&browser, &at).await.body;
        assert!(!page.contains(SECRET));
        let seen = hidden(&page, "seen");
        let changed = [
            ("seen", seen.as_str()),
            ("snmp", "v2c"),
            ("name", "OLT Norte"),
            ("address", "10.0.0.2"),
            ("port", "161"),
            ("vendor", "huawei"),
        ];
        assert_eq!(world.post(&browser, &at, &changed).await.status, StatusCode::SEE_OTHER);
        assert_eq!(world.post(&browser, &at, &changed).await.status, StatusCode::CONFLICT);
        let mut conn = world.db.read().await.unwrap();
        let olt = olts::one(&mut conn, world.db.keys(), id.parse().unwrap()).await.unwrap();
        assert_eq!(olt.name, "OLT Norte");
        assert_eq!(olt.credentials, Credentials::Community(SECRET.into()));
        drop(conn);
        let to_v3 =
            [("seen", "2"), ("snmp", "v3"), ("name", "OLT Norte"), ("address", "10.0.0.2"), ("port", "161")];
        let mut to_v3 = to_v3.to_vec();
        to_v3.extend([("vendor", "huawei"), ("user", "balcao")]);
        assert_eq!(
            world.post(&browser, &at, &to_v3).await.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "a community is no password"
        );

        world.post(&browser, &format!("{at}/test"), &[]).await;
        assert!(matches!(tried.lock().unwrap().pop(), Some(Part::Olt(olt)) if olt.to_string() == id));
        assert_eq!(world.post(&browser, &format!("{at}/remove"), &[]).await.location(), "/admin/olts");
        let told = trail(&world, &davi).await;
        assert_eq!(told.len(), 3);
        assert!(
            told.iter().all(|(act, fields)| act == "olt-changed" && !fields.contains(SECRET)),
            "{told:?}"
        );
    }
}

#[tokio::test]
async fn thresholds_are_set_in_order_or_not_at_all() {
    let (worlds, _) = desks().await;
    for world in worlds {
        let (_, browser) = administrator(&world).await;
        let seen = hidden(&world.get(&browser, "/admin/signal").await.body, "seen");
        let path = format!("/admin/signal/{}", world.ana.company);
        let mut form = vec![("seen", seen.as_str())];
        for (name, value) in [
            ("received-least", "-27,5"),
            ("received-good", "-29"),
            ("received-most", "-8"),
            ("sent-least", "0,5"),
            ("sent-good", "1"),
            ("sent-most", "5"),
            ("received-at-olt-least", "-28"),
            ("received-at-olt-good", "-26"),
            ("received-at-olt-most", "-8"),
        ] {
            form.push((name, value));
        }
        let refused = world.post(&browser, &path, &form).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.body.contains("do menor para o maior") && refused.body.contains("value=\"-27,5\""));
        form[2].1 = "-25";
        assert_eq!(world.post(&browser, &path, &form).await.status, StatusCode::SEE_OTHER);
        let mut conn = world.db.read().await.unwrap();
        let policy = signal::policy(&mut conn, world.ana.company).await.unwrap();
        assert_eq!(policy.of(signal::Level::Received).least.to_string(), "-27.5");
        drop(conn);
        assert_eq!(world.post(&browser, &path, &form).await.status, StatusCode::CONFLICT);
    }
}

#[tokio::test]
async fn an_outage_is_marked_once_seen_by_agents_with_their_requests_and_ended() {
    let (worlds, _) = desks().await;
    for world in worlds {
        crate::outages::on_line(&world, "bng-1").await;
        let (davi, browser) = administrator(&world).await;
        let place = &format!("{}/nas/bng-1", world.ana.company)[..];
        let mark = async |fields: &[(&str, &str)]| world.post(&browser, "/admin/outages", fields).await;
        let nothing = mark(&[("place", ""), ("note", "x")]).await;
        assert!(nothing.body.contains("Escolha uma OLT ou um NAS da lista."), "{}", nothing.body);
        let pon = mark(&[("place", place), ("slot", "1"), ("pon", "2"), ("note", "x")]).await;
        assert!(pon.body.contains("para um NAS, deixe vazio"), "{}", pon.body);
        let silent = mark(&[("place", place), ("note", " ")]).await;
        assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
        let marked = mark(&[("place", place), ("note", "Fibra rompida")]).await;
        let at = marked.location().to_owned();
        assert!(at.starts_with("/admin/outages/"), "{}", marked.body);
        assert!(mark(&[("place", place), ("note", "x")]).await.body.contains("Já está marcado em falha"));

        let ana = world.sign_in(&world.ana).await;
        let screen = format!("/attendance/{}/inicio", world.request);
        assert!(world.get(&ana, &screen).await.body.contains("Fibra rompida"));
        let page = world.get(&browser, &at).await.body;
        assert!(page.contains(&format!("/attendance/{}", world.request)), "{page}");
        let stranger = world.sign_in(&testing::actor(&world.db, &[Right::Administer]).await).await;
        assert_eq!(world.get(&stranger, &at).await.status, StatusCode::NOT_FOUND);
        assert_eq!(world.post(&stranger, &format!("{at}/end"), &[]).await.status, StatusCode::NOT_FOUND);
        for _ in 0..2 {
            assert_eq!(world.post(&browser, &format!("{at}/end"), &[]).await.location(), at);
        }
        assert!(!world.get(&ana, &screen).await.body.contains("Fibra rompida"));
        let told = trail(&world, &davi).await;
        let acts: Vec<&str> = told.iter().map(|(act, _)| act.as_str()).collect();
        assert_eq!(acts, ["outage-began", "outage-ended"], "ended twice, told once");
    }
}

#[tokio::test]
async fn a_company_has_its_mail_server_and_template_and_sees_a_mail_before_it_is_saved() {
    let (worlds, tried) = desks().await;
    for world in worlds {
        let (davi, browser) = administrator(&world).await;
        let path = |what: &str| format!("/admin/mail/{}/{what}", world.ana.company);
        let first = world.get(&browser, "/admin/mail").await.body;
        assert!(first.contains("Ainda não há servidor"));
        let seen = hidden(&first, "seen");
        let mut form = vec![
            ("security", "none"),
            ("seen", seen.as_str()),
            ("host", "smtp.example.com"),
            ("port", "587"),
            ("user", "balcao"),
            ("secret-smtp", SECRET),
            ("from_address", "a@example.com"),
            ("from_name", "Fibra Sul"),
        ];
        let exposed = world.post(&browser, &path("server"), &form).await;
        assert!(
            exposed.body.contains("só é enviada com TLS") && !exposed.body.contains(SECRET),
            "{}",
            exposed.body
        );
        form[0].1 = "starttls";
        assert_eq!(world.post(&browser, &path("server"), &form).await.status, StatusCode::SEE_OTHER);
        let page = world.get(&browser, "/admin/mail").await.body;
        assert!(page.contains("smtp.example.com") && !page.contains(SECRET));
        let seen = hidden(&page, "seen");
        form[1].1 = &seen;
        form[5].1 = "";
        form[7].1 = "Fibra Norte";
        assert_eq!(world.post(&browser, &path("server"), &form).await.status, StatusCode::SEE_OTHER);
        let mut conn = world.db.read().await.unwrap();
        let server = server_of(&mut conn, world.db.keys(), world.ana.company).await.unwrap().unwrap();
        assert_eq!(server.from_name, "Fibra Norte");
        assert_eq!(server.login.unwrap().1.expose(), SECRET, "left empty, it is kept");
        drop(conn);

        let page = world.get(&browser, "/admin/mail").await.body;
        let template = &page[page.find("/template\"").unwrap()..];
        let seen = hidden(template, "seen");
        let around =
            |greeting| [("seen", seen.as_str()), ("subject_prefix", "[{empresa}]"), ("greeting", greeting)];
        let mut shown = around("Olá, {nome}!").to_vec();
        shown.push(("preview", "yes"));
        let page = world.post(&browser, &path("template"), &shown).await.body;
        assert!(page.contains("Olá, Maria da Silva!"), "{page}");
        let mut conn = world.db.read().await.unwrap();
        assert_eq!(template_of(&mut conn, world.ana.company).await.unwrap().greeting, "", "only shown");
        drop(conn);
        let wrong = world.post(&browser, &path("template"), &around("Olá, {cpf}")).await;
        assert!(wrong.body.contains("{cpf} não é substituído por nada."), "{}", wrong.body);
        assert_eq!(
            world.post(&browser, &path("template"), &around("Olá, {nome}!")).await.status,
            StatusCode::SEE_OTHER
        );

        let wrong = world.post(&browser, &path("test"), &[("to", "ninguem")]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(tried.lock().unwrap().is_empty());
        world.post(&browser, &path("test"), &[("to", "davi@example.com")]).await;
        let part = tried.lock().unwrap().pop();
        assert!(
            matches!(&part, Some(Part::Mail { to: Some(to), .. }) if to == "davi@example.com"),
            "{part:?}"
        );
        world.post(&browser, &path("remove"), &[]).await;
        assert!(world.get(&browser, "/admin/mail").await.body.contains("Ainda não há servidor"));
        let told = trail(&world, &davi).await;
        assert_eq!(told.len(), 4);
        assert!(told.iter().all(|(act, fields)| act == "mail-set" && !fields.contains(SECRET)), "{told:?}");
    }
}
