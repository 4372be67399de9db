//! The day of an agent: tasks, the team's queue, who asks.

use axum::http::StatusCode;
use balcao_access::audit::{self, Act};
use balcao_access::{Right, Team, TeamId, teams, testing, users};
use balcao_desk::requests::{self, Asker, Asking, Channel, Identity, NewRequest};
use balcao_desk::strip::MOST;
use balcao_desk::{Protocol, RequestId, modules};
use balcao_store::{Uuid, now};

use crate::support::{Browser, World, asking, between, worlds};

/// Puts Ana and a new colleague of hers into one team, with a request in its queue. Gives its id,
/// and their browsers.
async fn queue(world: &World) -> (RequestId, Browser, Browser) {
    let colleague = testing::colleague(&world.db, world.ana.company, &[Right::Serve]).await;
    let team = TeamId::new();
    let mut tx = world.db.write().await.unwrap();
    teams::create(&mut tx, &Team { id: team, name: "Suporte".into() }).await.unwrap();
    for user in [world.ana.user.id, colleague.user.id] {
        users::set_team(&mut tx, user, Some(team)).await.unwrap();
    }
    let request = NewRequest {
        id: RequestId::new(),
        company: world.ana.company,
        protocol: Protocol::build(10, now().date_naive(), 77).unwrap(),
        person: world.person,
        contract: None,
        tag: None,
        kind: None,
        status: "open".into(),
        opened_at: now(),
        opened_by: world.ana.user.id,
        assigned_user: None,
        assigned_team: Some(team),
        asking: Asking {
            who: Asker::Holder,
            name: None,
            channel: Channel::Phone,
            contact: String::new(),
            identity: Identity::NotConfirmed,
        },
        deadline: None,
        scheduled_for: None,
        ended_at: None,
    };
    requests::insert_many(&mut tx, std::slice::from_ref(&request)).await.unwrap();
    tx.commit().await.unwrap();
    (request.id, world.sign_in(&world.ana).await, world.sign_in(&colleague).await)
}

async fn acts(world: &World, request: &str) -> Vec<Act> {
    let mut conn = world.db.read().await.unwrap();
    let request = request.parse().unwrap();
    let lines = audit::of_request(&mut conn, world.db.keys(), request).await.unwrap();
    lines.into_iter().map(|written| written.line.act).collect()
}

#[tokio::test]
async fn what_waits_for_the_team_is_taken_by_the_first_and_the_second_is_told_by_whom() {
    for world in worlds().await {
        let (request, ana, bia) = queue(&world).await;
        let take = format!("/attendance/{request}/take");
        for browser in [&ana, &bia] {
            let page = world.get(browser, "/tasks?view=team").await;
            assert!(page.body.contains("Fila: Suporte") && page.body.contains(&take), "{}", page.body);
        }
        let first = world.post(&bia, &take, &[]).await;
        assert_eq!((first.status, first.location()), (StatusCode::SEE_OTHER, &take[..take.len() - 5]));
        let second = world.post(&ana, &take, &[]).await;
        assert_eq!(second.status, StatusCode::CONFLICT);
        assert!(second.body.contains("Ana Souza foi mais rápido"), "{}", second.body);
        assert!(world.get(&bia, "/tasks").await.body.contains(&request.to_string()));
        // A second click of whoever has it leads there too, and is one line of the trail.
        assert_eq!(world.post(&bia, &take, &[]).await.status, StatusCode::SEE_OTHER);
        assert_eq!(
            acts(&world, &request.to_string()).await.iter().filter(|act| **act == Act::RequestTaken).count(),
            1
        );
    }
}

#[tokio::test]
async fn a_filter_that_finds_nothing_says_so_and_odd_addresses_are_no_error() {
    for world in worlds().await {
        let browser = world.sign_in(&world.ana).await;
        let page = world.get(&browser, "/tasks?text=conceicao").await;
        assert!(page.body.contains(&world.request));
        let page = world.get(&browser, "/tasks?text=nobody").await;
        assert!(page.body.contains("Nada corresponde ao filtro") && !page.body.contains(&world.request));
        for odd in [
            "view=x",
            "page=99999999999",
            "page=4294967295",
            "order=%00",
            "kind=%27--",
            "kind=%00",
            "text=%25%00",
        ] {
            let page = world.get(&browser, &format!("/tasks?{odd}")).await;
            assert_eq!(page.status, StatusCode::OK, "{odd}");
        }
    }
}

#[tokio::test]
async fn who_asks_is_confirmed_with_a_line_in_the_trail_and_not_without_saying_how() {
    for world in worlds().await {
        let browser = world.sign_in(&world.ana).await;
        let identity = format!("/attendance/{}/identity", world.request);
        let home = format!("/attendance/{}/choose", world.request);
        let form = |who, name, how, next| [("who", who), ("name", name), ("identity", how), ("next", next)];
        let long = "x".repeat(201);
        for (who, name, how, field) in [
            ("holder", "", "not-confirmed", "identity-error"),
            ("authorised", " ", "document", "name-error"),
            ("authorised", &*long, "document", "name-error"),
        ] {
            let refused = world.post(&browser, &identity, &form(who, name, how, "")).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(refused.body.contains(&format!("id=\"{field}\"")), "{who} {how}: {}", refused.body);
        }
        let forged = world.post(&browser, &identity, &form("king", "", "document", "")).await;
        assert_eq!(forged.status, StatusCode::FORBIDDEN);
        assert!(!acts(&world, &world.request).await.contains(&Act::IdentityConfirmed));

        let done = world.post(&browser, &identity, &form("authorised", "Rosa", "document", &home)).await;
        assert_eq!((done.status, done.location()), (StatusCode::SEE_OTHER, &*home));
        assert_eq!(
            acts(&world, &world.request).await.iter().filter(|act| **act == Act::IdentityConfirmed).count(),
            1
        );
        let elsewhere =
            world.post(&browser, &identity, &form("holder", "", "document", "//evil.example")).await;
        assert_eq!(elsewhere.location(), format!("/attendance/{}", world.request));
    }
}

/// Starts another attendance of Ana's and opens its screen. Gives its id.
async fn another(world: &World, browser: &Browser) -> String {
    let request = RequestId::new().to_string();
    world.post(browser, &format!("/start/{}", world.person), &asking(&request)).await;
    open(world, browser, &request).await;
    request
}

/// Opens the screen of an attendance; gives its page.
async fn open(world: &World, browser: &Browser, request: &str) -> String {
    world.get(browser, &format!("/attendance/{request}/inicio")).await.body
}

/// The requests in the strip, in its order.
async fn strip(world: &World, browser: &Browser) -> Vec<String> {
    let page = world.get(browser, "/tasks").await.body;
    let links =
        page.split(" data-open=\"").map(|before| before.rsplit("href=\"/attendance/").next().unwrap());
    let mut found: Vec<String> = links.map(|link| link.split('"').next().unwrap().to_owned()).collect();
    found.pop();
    found
}

#[tokio::test]
async fn an_attendance_stands_in_the_strip_once_until_it_is_closed_there() {
    for world in worlds().await {
        let browser = world.sign_in(&world.ana).await;
        assert_eq!(strip(&world, &browser).await, Vec::<String>::new());
        open(&world, &browser, &world.request).await;
        let second = another(&world, &browser).await;
        open(&world, &browser, &world.request).await;
        assert_eq!(strip(&world, &browser).await, [world.request.clone(), second.clone()]);
        // Another computer, or browser, has the same.
        assert_eq!(strip(&world, &world.sign_in(&world.ana).await).await.len(), 2);

        let here = format!("/attendance/{second}/inicio");
        let browser = world.sign_in(&world.ana).await;
        let closed = world.post(&browser, "/strip", &[("request", &second), ("next", &here)]).await;
        assert_eq!(closed.location(), format!("/attendance/{}", world.request));
        let closed =
            world.post(&browser, "/strip", &[("request", &world.request), ("next", "/people")]).await;
        assert_eq!(closed.location(), "/people");
        assert_eq!(strip(&world, &browser).await, Vec::<String>::new());
    }
}

#[tokio::test]
async fn the_strip_holds_the_last_few_and_never_a_colleagues() {
    for world in worlds().await {
        let browser = world.sign_in(&world.ana).await;
        open(&world, &browser, &world.request).await;
        let mut opened = Vec::new();
        for _ in 0..MOST {
            opened.push(another(&world, &browser).await);
        }
        assert_eq!(strip(&world, &browser).await, opened);
        let colleague = testing::colleague(&world.db, world.ana.company, &[Right::Serve]).await;
        assert_eq!(strip(&world, &world.sign_in(&colleague).await).await, Vec::<String>::new());
    }
}

/// A report's form, as a page of now draws it.
async fn report_form(world: &World, browser: &Browser) -> (String, String, String, String) {
    let page = world.get(browser, &format!("/attendance/{}/report", world.request)).await.body;
    let field = |name: &str| match page.contains(&format!("name=\"{name}\" value=\"")) {
        true => between(&page, &format!("name=\"{name}\" value=\""), "\"").to_owned(),
        false => String::new(),
    };
    (page.clone(), field("form"), field("version"), field("newest"))
}

#[tokio::test]
async fn a_draft_is_there_at_another_computer_and_gone_when_its_report_is_written() {
    for world in worlds().await {
        let browser = world.sign_in(&world.ana).await;
        let at = |rest: &str| format!("/attendance/{}/{rest}", world.request);
        let (_, form, version, newest) = report_form(&world, &browser).await;
        let fields = |text| {
            [
                ("form", &*form),
                ("version", &*version),
                ("newest", &*newest),
                ("audience", "customer"),
                ("text", text),
            ]
        };
        let kept = world.post(&browser, &at("draft"), &fields("Liguei e")).await;
        assert_eq!(kept.status, StatusCode::NO_CONTENT);

        let elsewhere = world.sign_in(&world.ana).await;
        let (page, ..) = report_form(&world, &elsewhere).await;
        assert!(
            page.contains("Liguei e</textarea>") && page.contains("value=\"customer\" required checked"),
            "{page}"
        );
        let colleague = testing::colleague(&world.db, world.ana.company, &[Right::Serve]).await;
        let (page, ..) = report_form(&world, &world.sign_in(&colleague).await).await;
        assert!(!page.contains("Liguei e"), "a draft is its author's alone");

        let browser = world.sign_in(&world.ana).await;
        for _ in 0..2 {
            let written = world.post(&browser, &at("report"), &fields("Liguei e resolvi.")).await;
            assert_eq!(written.status, StatusCode::SEE_OTHER, "{}", written.body);
        }
        // What the script sent last arrives late.
        world.post(&browser, &at("draft"), &fields("Liguei e resolvi")).await;
        let (page, ..) = report_form(&world, &browser).await;
        assert_eq!(page.matches("Liguei e resolvi").count(), 1, "{page}");
    }
}

#[tokio::test]
async fn a_draft_is_discarded_on_demand_and_a_text_that_is_too_long_is_not_kept() {
    for world in worlds().await {
        let browser = world.sign_in(&world.ana).await;
        let at = |rest: &str| format!("/attendance/{}/{rest}", world.request);
        let (_, form, ..) = report_form(&world, &browser).await;
        let fields = |text| [("form", &*form), ("audience", "internal"), ("text", text)];
        let long = "x".repeat(10_001);
        assert_eq!(
            world.post(&browser, &at("draft"), &fields(&long)).await.status,
            StatusCode::PAYLOAD_TOO_LARGE
        );
        assert_eq!(world.post(&browser, &at("draft"), &[("text", "a")]).await.status, StatusCode::FORBIDDEN);
        world.post(&browser, &at("draft"), &fields("Liguei e")).await;
        world.post(&browser, &at("draft/discard"), &[]).await;
        let (page, ..) = report_form(&world, &browser).await;
        assert!(!page.contains("Liguei e"));
    }
}

#[tokio::test]
async fn a_report_stops_when_a_colleague_was_at_work_meanwhile_and_its_text_is_kept() {
    for world in worlds().await {
        let colleague = testing::colleague(&world.db, world.ana.company, &[Right::Serve]).await;
        let (ana, bia) = (world.sign_in(&world.ana).await, world.sign_in(&colleague).await);
        let at = format!("/attendance/{}/report", world.request);
        let (_, form, version, newest) = report_form(&world, &ana).await;
        let (_, form_of_bia, ..) = report_form(&world, &bia).await;
        let fields = |form, text| {
            [
                ("form", form),
                ("version", &*version),
                ("newest", &*newest),
                ("audience", "internal"),
                ("text", text),
            ]
        };
        let first = world.post(&bia, &at, &fields(&form_of_bia, "Já resolvi isto.")).await;
        assert_eq!(first.status, StatusCode::SEE_OTHER);
        let stale = world.post(&ana, &at, &fields(&form, "Vou resolver.")).await;
        assert_eq!(stale.status, StatusCode::CONFLICT);
        assert!(stale.body.contains("Já resolvi isto.") && stale.body.contains("Vou resolver.</textarea>"));
        let (page, ..) = report_form(&world, &ana).await;
        assert!(page.contains("Vou resolver.</textarea>"), "it is a draft now");

        // The form that tells of it saw it.
        let seen = |name: &str| between(&stale.body, &format!("name=\"{name}\" value=\""), "\"").to_owned();
        let again = [
            ("form", &*seen("form")),
            ("version", &*seen("version")),
            ("newest", &*seen("newest")),
            ("audience", "internal"),
            ("text", "Vou resolver."),
        ];
        assert_eq!(world.post(&ana, &at, &again).await.status, StatusCode::SEE_OTHER);
    }
}

#[tokio::test]
async fn colleagues_see_who_looks_and_who_writes_and_a_stranger_does_not() {
    for world in worlds().await {
        let colleague = testing::colleague(&world.db, world.ana.company, &[Right::Serve]).await;
        let (ana, bia) = (world.sign_in(&world.ana).await, world.sign_in(&colleague).await);
        let presence = format!("/attendance/{}/presence", world.request);
        assert!(!world.get(&ana, &presence).await.body.contains("badge"), "one is not told of oneself");
        assert!(world.get(&bia, &presence).await.body.contains("está vendo"));
        let (_, form, ..) = report_form(&world, &ana).await;
        let fields = [("form", &*form), ("audience", "internal"), ("text", "Liguei")];
        world.post(&ana, &format!("/attendance/{}/draft", world.request), &fields).await;
        assert!(world.get(&bia, &presence).await.body.contains("está escrevendo"));
        let stranger = testing::actor(&world.db, &[Right::Serve]).await;
        let answer = world.get(&world.sign_in(&stranger).await, &presence).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn single_keys_are_off_wherever_the_user_signs_in() {
    for world in worlds().await {
        let browser = world.sign_in(&world.ana).await;
        let on = |page: &str| page.contains("name=\"single\" value=\"on\" checked");
        assert!(on(&world.get(&browser, "/tasks").await.body));
        world.post(&browser, "/keys", &[]).await;
        assert!(!on(&world.get(&world.sign_in(&world.ana).await, "/tasks").await.body));
    }
}

#[tokio::test]
async fn a_supervisor_reads_the_page_and_opens_its_tables_in_a_spreadsheet() {
    for world in worlds().await {
        let supervisor =
            testing::colleague(&world.db, world.ana.company, &[Right::Serve, Right::Supervise]).await;
        let browser = world.sign_in(&supervisor).await;
        for period in ["today", "7-days", "rubbish"] {
            let page = world.get(&browser, &format!("/supervision?period={period}")).await;
            assert!(
                page.body.contains("Abertas por equipe") && page.body.contains("<svg viewBox"),
                "{period}"
            );
        }
        let file = world.get(&browser, "/supervision/csv?table=teams").await;
        assert_eq!(file.headers["content-type"], "text/csv; charset=utf-8");
        assert!(
            file.headers["content-disposition"]
                .to_str()
                .unwrap()
                .starts_with("attachment; filename=\"balcao-teams-")
        );
        assert_eq!(
            file.body,
            "\u{feff}Equipe;Abertas;Vencidas;Ninguém assumiu;Aguardando\r\nSem equipe;1;0;0;0\r\n"
        );
        let hours = world.get(&browser, "/supervision/csv?table=hours").await.body;
        assert_eq!(hours.lines().count(), 25, "{hours}");
        assert_eq!(world.get(&browser, "/supervision/csv?table=users").await.status, StatusCode::NOT_FOUND);
        let agent = world.sign_in(&world.ana).await;
        assert_eq!(world.get(&agent, "/supervision").await.status, StatusCode::FORBIDDEN);
        assert!(!world.get(&agent, "/tasks").await.body.contains("/supervision"));
    }
}

#[tokio::test]
async fn the_history_tells_what_was_done_and_by_whom() {
    for world in worlds().await {
        let browser = world.sign_in(&world.ana).await;
        let identity = [("who", "holder"), ("name", ""), ("identity", "document")];
        world.post(&browser, &format!("/attendance/{}/identity", world.request), &identity).await;
        let page = world.get(&browser, &format!("/attendance/{}/history", world.request)).await.body;
        let (confirmed, opened) = (page.find("confirmou a identidade"), page.find("abriu a solicitação"));
        assert!(confirmed.unwrap() < opened.unwrap(), "the newest first: {page}");
        assert!(page.contains("Documento apresentado") && page.contains(&world.ana.user.name));
        assert!(!page.contains("viu o atendimento"));
        for odd in ["-1", "99999999999", "x"] {
            let page =
                world.get(&browser, &format!("/attendance/{}/history?page={odd}", world.request)).await;
            assert_eq!(page.status, StatusCode::OK, "{odd}");
        }
    }
}

#[tokio::test]
async fn a_text_module_is_put_in_without_the_script_and_nothing_is_written_by_that() {
    for world in worlds().await {
        let mut tx = world.db.write().await.unwrap();
        modules::seed(&mut tx, world.ana.company, Uuid::now_v7).await.unwrap();
        tx.commit().await.unwrap();
        let browser = world.sign_in(&world.ana).await;
        let (page, form, version, _) = report_form(&world, &browser).await;
        let module = between(&page, "<option value=\"", "\"").to_owned();
        assert!(
            page.contains("data-text=\"Olá, João &lt;b&gt;Conceição&lt;/b&gt;. Aqui é Ana Souza"),
            "{page}"
        );
        let fields = [
            ("form", &*form),
            ("version", &*version),
            ("audience", "customer"),
            ("text", "Bom dia."),
            ("module", &*module),
            ("insert", "1"),
        ];
        let answer = world.post(&browser, &format!("/attendance/{}/report", world.request), &fields).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert!(answer.body.contains("Bom dia.\nOlá, João &lt;b&gt;"), "{}", answer.body);
        assert!(
            answer.body.contains("value=\"customer\" required checked")
                && answer.body.contains("Nenhum relato ainda")
        );
    }
}
