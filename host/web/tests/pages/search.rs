//! The one box: bad input is told in words, what is found says why.

use axum::http::StatusCode;
use balcao_access::{Right, audit, testing};
use balcao_web::WebConfig;

use crate::support::{CPF, asking, world, worlds};

#[tokio::test]
async fn nothing_and_too_much_are_told_in_words() {
    let world = world(WebConfig::default()).await;
    let browser = world.sign_in(&world.ana).await;
    for (query, told) in
        [("", "Digite algo"), ("+++", "Digite algo"), (&*"a".repeat(10_000), "no máximo 200 caracteres")]
    {
        let answer = world.get(&browser, &format!("/people?q={query}")).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.body.contains(told), "{told}");
        assert!(answer.body.len() < 30_000, "what is too long is not sent back");
    }
    let answer = world.get(&browser, "/people?q=52998224726").await;
    assert!(answer.body.contains("dígitos verificadores"), "{}", answer.body);
}

#[tokio::test]
async fn a_person_is_found_by_whatever_is_typed_and_markup_is_text() {
    for world in worlds().await {
        let browser = world.sign_in(&world.ana).await;
        for (query, why) in [
            ("conceicao+joao", "Nome"),
            ("529.982.247-25", "CPF/CNPJ"),
            ("t1001", "Etiqueta"),
            ("(14)+99999-0000", "Telefone"),
        ] {
            let answer = world.get(&browser, &format!("/people?q={query}")).await;
            assert_eq!(answer.status, StatusCode::OK, "{query}: {}", answer.body);
            assert!(answer.body.contains("João &lt;b&gt;Conceição&lt;/b&gt;"), "{query}: {}", answer.body);
            assert!(answer.body.contains(why) && answer.body.contains(&format!("/start/{}", world.person)));
        }
    }
}

#[tokio::test]
async fn a_search_by_document_is_audited_and_the_number_is_shown_as_the_profile_says() {
    for world in worlds().await {
        let browser = world.sign_in(&world.ana).await;
        let answer = world.get(&browser, "/people?q=52998224725").await;
        assert!(answer.body.contains(CPF));
        let mut conn = world.db.read().await.unwrap();
        let lines = audit::of_person(&mut conn, world.db.keys(), world.person.0, 10).await.unwrap();
        assert!(lines.iter().any(|line| line.line.act == audit::Act::SearchedByDocument));
        drop(conn);

        let blind = testing::colleague(&world.db, world.ana.company, &[Right::Serve]).await;
        let browser = world.sign_in(&blind).await;
        let answer = world.get(&browser, "/people?q=joao").await;
        assert!(!answer.body.contains(CPF) && answer.body.contains("***.982.247-**"), "{}", answer.body);
    }
}

#[tokio::test]
async fn whoever_has_no_contract_here_can_not_be_started_on_the_page_or_past_it() {
    for world in worlds().await {
        let stranger = testing::actor(&world.db, &[Right::Serve]).await;
        let browser = world.sign_in(&stranger).await;
        let answer = world.get(&browser, "/people?q=joao").await;
        assert!(answer.body.contains("Não tem contrato com a sua empresa"));
        assert!(!answer.body.contains("1001"), "no page names a contract of another company");
        let form = asking("0196b3a0-0000-7000-8000-000000000001");
        let forged = world.post(&browser, &format!("/start/{}", world.person), &form).await;
        assert_eq!(forged.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
}
