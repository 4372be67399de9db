//! The audit trail as an administrator reads it, within their companies.

use axum::http::StatusCode;
use balcao_access::audit::{self, Act, Line};
use balcao_access::{Right, testing};
use balcao_store::on;
use serde_json::json;

use crate::support::{Answer, Browser, World, between, worlds};

/// Ana was shown a password, and said why.
async fn shown(world: &World) {
    let line = Line::new(Act::SecretShown)
        .by(&world.ana)
        .request(world.request.parse().unwrap())
        .fields(json!({ "field": "password" }))
        .personal(world.person.0, json!({ "reason": "perdeu a senha" }));
    audit::commit(world.db.write().await.unwrap(), vec![line]).await.unwrap();
}

async fn administrator(world: &World) -> Browser {
    world.sign_in(&testing::colleague(&world.db, world.ana.company, &[Right::Administer]).await).await
}

async fn acts(world: &World) -> Vec<String> {
    let mut conn = world.db.read().await.unwrap();
    on!(&mut conn, c => sqlx::query_scalar("SELECT act FROM audit_line ORDER BY at, chain, seq").fetch_all(c).await)
        .unwrap()
}

/// The page of the proof once it is through.
async fn proven(world: &World, browser: &Browser) -> Answer {
    let begun = world.post(browser, "/admin/audit/proof", &[]).await;
    assert_eq!((begun.status, begun.location()), (StatusCode::SEE_OTHER, "/admin/audit/proof"));
    loop {
        let page = world.get(browser, "/admin/audit/proof").await;
        if !page.headers.contains_key("refresh") {
            return page;
        }
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_line_is_found_by_person_by_user_by_act_and_by_time_in_words() {
    for world in worlds().await {
        shown(&world).await;
        let admin = administrator(&world).await;
        let (ana, request) = (world.ana.user.id, &world.request);
        let protocol = {
            let mut conn = world.db.read().await.unwrap();
            let request: balcao_desk::RequestId = request.parse().unwrap();
            on!(&mut conn, c => sqlx::query_scalar::<_, String>("SELECT protocol FROM request WHERE id = $1")
                .bind(request).fetch_one(c).await)
            .unwrap()
        };
        for query in [
            "q=conceicao".to_owned(),
            format!("q={protocol}"),
            format!("person={}", world.person),
            format!("user={ana}"),
            "act=secret-shown".into(),
            "act=sights".into(),
            "from=2020-01-01T00:00".into(),
        ] {
            let page = world.get(&admin, &format!("/admin/audit?{query}")).await.body;
            assert!(
                page.contains("viu um dado secreto</td>") && page.contains("Conceição"),
                "{query}: {page}"
            );
            // What she said of the customer is not on the page.
            assert!(!page.contains("perdeu a senha") && page.contains("Ver dados pessoais"), "{query}");
        }
        for query in ["act=file-viewed", "to=2020-01-01T00:00", "by=billing"] {
            let page = world.get(&admin, &format!("/admin/audit?{query}")).await.body;
            assert!(page.contains("Nenhuma linha com esses filtros"), "{query}: {page}");
        }
        let wrong = world.get(&admin, "/admin/audit?from=ontem").await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.body.contains("from-error"));
    }
}

#[tokio::test]
async fn what_happened_in_another_company_is_not_there() {
    for world in worlds().await {
        shown(&world).await;
        let stranger = world.sign_in(&testing::actor(&world.db, &[Right::Administer]).await).await;
        let page = world.get(&stranger, "/admin/audit").await.body;
        assert!(!page.contains("viu um dado secreto</td>") && !page.contains("Conceição"), "{page}");
        for path in [
            format!("/admin/audit/person/{}", world.person),
            format!("/admin/audit/person/{}/csv", world.person),
        ] {
            assert_eq!(world.get(&stranger, &path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
        let line = place(&world, &administrator(&world).await).await;
        let asked = world.post(&stranger, &format!("/admin/audit/{line}/personal"), &[]).await;
        assert_eq!(asked.status, StatusCode::NOT_FOUND);
        assert!(!acts(&world).await.contains(&"personal-shown".to_owned()));
    }
}

/// Where the line of [`shown`] stands.
async fn place(world: &World, admin: &Browser) -> String {
    let page = world.get(admin, "/admin/audit?act=secret-shown").await.body;
    between(&page, "action=\"/admin/audit/", "/personal\"").to_owned()
}

#[tokio::test]
async fn personal_values_are_shown_by_a_click_that_is_itself_a_line() {
    for world in worlds().await {
        shown(&world).await;
        let admin = administrator(&world).await;
        let line = place(&world, &admin).await;
        let page = world.post(&admin, &format!("/admin/audit/{line}/personal"), &[]).await;
        assert!(page.status == StatusCode::OK && page.body.contains("perdeu a senha"), "{}", page.body);
        assert_eq!(acts(&world).await.last().unwrap(), "personal-shown");
        let none = world.post(&admin, "/admin/audit/0-99999/personal", &[]).await;
        assert_eq!(none.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn who_saw_a_customer_is_a_page_and_a_file_and_leaves_a_line() {
    for world in worlds().await {
        shown(&world).await;
        let admin = administrator(&world).await;
        let path = format!("/admin/audit/person/{}", world.person);
        let page = world.get(&admin, &path).await.body;
        for says in ["Quem viu", "viu um dado secreto", "abriu a solicitação", "Ana Souza", "LGPD"] {
            assert!(page.contains(says), "{says}: {page}");
        }
        let file = world.get(&admin, &format!("{path}/csv")).await;
        assert!(file.headers["content-disposition"].to_str().unwrap().contains("balcao-quem-viu-"));
        assert!(file.body.contains("viu um dado secreto") && !file.body.contains("perdeu a senha"));
        assert_eq!(acts(&world).await.iter().filter(|act| *act == "sights-reported").count(), 2);
    }
}

#[tokio::test]
async fn a_search_is_exported_whole_and_leaves_a_line() {
    for world in worlds().await {
        let admin = administrator(&world).await;
        let lines =
            (0..120).map(|n| Line::new(Act::FileViewed).by(&world.ana).fields(json!({ "n": n }))).collect();
        audit::commit(world.db.write().await.unwrap(), lines).await.unwrap();
        let page = world.get(&admin, "/admin/audit?act=file-viewed").await.body;
        assert_eq!(page.matches("viu um arquivo</td>").count(), 50);
        // Page by page, each line once.
        let (mut path, mut seen) = ("/admin/audit?act=file-viewed".to_owned(), 0);
        loop {
            let page = world.get(&admin, &path).await.body;
            seen += page.matches("viu um arquivo</td>").count();
            if !page.contains("rel=\"next\"") {
                break;
            }
            path = between(&page, "rel=\"next\" href=\"", "\"").replace("&amp;", "&");
        }
        assert_eq!(seen, 120);
        let file = world.get(&admin, "/admin/audit/csv?act=file-viewed").await;
        assert_eq!(file.body.lines().count(), 121);
        assert_eq!(acts(&world).await.last().unwrap(), "trail-exported");
    }
}

#[tokio::test]
async fn a_trail_that_was_altered_is_told_with_its_first_bad_line() {
    for world in worlds().await {
        let admin = administrator(&world).await;
        let page = proven(&world, &admin).await;
        assert!(page.body.contains("Todas as linhas estão como foram escritas"), "{}", page.body);
        testing::tamper(&world.db, &["UPDATE audit_line SET act = 'signed-out' WHERE chain = 0 AND seq = 2"])
            .await;
        let page = proven(&world, &admin).await;
        assert!(page.body.contains("Primeira linha ruim: cadeia 0, linha 2"), "{}", page.body);
    }
}

#[tokio::test]
async fn the_operator_sees_how_the_desk_is() {
    for world in worlds().await {
        let admin = administrator(&world).await;
        let page = world.get(&admin, "/admin/operation").await.body;
        let kind = if world.db.is_sqlite() { "SQLite" } else { "PostgreSQL" };
        for says in [kind, "Nada espera para sair", "Prova da auditoria", "/sign-in"] {
            assert!(page.contains(says), "{says}: {page}");
        }
        let tried = world.post(&admin, "/admin/operation/store", &[]).await.body;
        assert!(tried.contains("Gravar, ler e apagar um arquivo funcionou"), "{tried}");
    }
}

/// A customer of before: no contract in force, no open request.
async fn left(world: &World) {
    let mut tx = world.db.write().await.unwrap();
    for sql in [
        "UPDATE contract SET status = 'cancelled'",
        "UPDATE request SET ended_at = opened_at, status = 'closed', contact = '14999990000'",
    ] {
        on!(&mut tx, c => sqlx::query(sql).execute(c).await.map(drop)).unwrap();
    }
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn what_may_be_erased_is_erased_once_and_the_proof_still_holds() {
    for world in worlds().await {
        shown(&world).await;
        let admin = administrator(&world).await;
        let path = format!("/admin/audit/person/{}/erase", world.person);
        let page = world.get(&admin, &path).await.body;
        assert!(page.contains("há contrato em vigor") && page.contains("há solicitação aberta"), "{page}");
        assert!(
            page.contains("Dados pessoais guardados na auditoria")
                && !page.contains("Telefones e e-mails, também")
        );
        left(&world).await;

        let empty = world.post(&admin, &path, &[]).await;
        assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(empty.body.contains("ground-error") && empty.body.contains("sure-error"));
        let form = [("ground", "asked"), ("sure", "true")];
        for _ in 0..2 {
            let done = world.post(&admin, &path, &form).await;
            assert_eq!(
                (done.status, done.location()),
                (StatusCode::SEE_OTHER, format!("{path}?done=1").as_str())
            );
        }
        assert_eq!(acts(&world).await.iter().filter(|act| *act == "person-erased").count(), 1);
        let page = world.get(&admin, &format!("{path}?done=1")).await.body;
        // There was a contract: who they are stays, and why is said.
        assert!(
            page.contains("Não há mais nada") && page.contains("5 anos") && page.contains("Conceição"),
            "{page}"
        );
        let page = world.get(&admin, "/admin/audit?act=secret-shown").await.body;
        assert!(page.contains("Dados pessoais apagados") && !page.contains("/personal\""), "{page}");
        let mut conn = world.db.read().await.unwrap();
        let reached: i64 = on!(&mut conn, c => sqlx::query_scalar(
            "SELECT (SELECT count(*) FROM person_phone) + (SELECT count(*) FROM request WHERE contact <> '')")
            .fetch_one(c).await)
        .unwrap();
        assert_eq!(reached, 0);
        drop(conn);
        assert!(proven(&world, &admin).await.body.contains("Todas as linhas estão como foram escritas"));
    }
}

#[tokio::test]
async fn nobody_of_another_company_is_erased() {
    for world in worlds().await {
        left(&world).await;
        let stranger = world.sign_in(&testing::actor(&world.db, &[Right::Administer]).await).await;
        let path = format!("/admin/audit/person/{}/erase", world.person);
        assert_eq!(world.get(&stranger, &path).await.status, StatusCode::NOT_FOUND);
        let form = [("ground", "asked"), ("sure", "true")];
        assert_eq!(world.post(&stranger, &path, &form).await.status, StatusCode::NOT_FOUND);
        assert!(!acts(&world).await.contains(&"person-erased".to_owned()));
    }
}
