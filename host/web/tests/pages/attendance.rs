//! From the choice of the tag to the streamed screen, its reports, and what a forged request gets.

use axum::http::StatusCode;
use balcao_web::WebConfig;

use crate::support::{Browser, World, asking, between, world, worlds};

fn url(world: &World, rest: &str) -> String {
    format!("/attendance/{}{rest}", world.request)
}

/// Chooses the first of the two tags.
async fn choose(world: &World, browser: &Browser) {
    let page = world.get(browser, &url(world, "/choose")).await;
    assert!(page.body.contains("T1001-1") && page.body.contains("T1001-2"), "{}", page.body);
    let choice = between(&page.body, "name=\"choice\" value=\"", "\"").to_owned();
    let chosen = world.post(browser, &url(world, "/choose"), &[("choice", &choice)]).await;
    assert_eq!(chosen.status, StatusCode::SEE_OTHER, "{}", chosen.body);
}

#[tokio::test]
async fn the_tag_is_chosen_once_and_then_the_screen_opens() {
    for world in worlds().await {
        let browser = world.sign_in(&world.ana).await;
        let tasks = world.get(&browser, "/tasks").await;
        assert!(tasks.body.contains("Falta escolher a etiqueta"));
        assert_eq!(world.get(&browser, &url(&world, "")).await.location(), url(&world, "/choose"));

        let nothing = world.post(&browser, &url(&world, "/choose"), &[]).await;
        assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
        choose(&world, &browser).await;
        assert_eq!(world.get(&browser, &url(&world, "")).await.location(), url(&world, "/inicio"));
    }
}

#[tokio::test]
async fn the_screen_streams_a_part_for_every_place() {
    for world in worlds().await {
        let browser = world.sign_in(&world.ana).await;
        choose(&world, &browser).await;
        let page = world.get(&browser, &url(&world, "/inicio")).await;
        let place = format!("card-{}", world.widget);
        let started = page.body.find(&format!("<?start name=\"{place}\">")).unwrap();
        let filled = page.body.find(&format!("<template for=\"{place}\">")).unwrap();
        assert!(started < filled && page.body.ends_with("</body></html>"));
        assert!(page.body[filled..].contains("não está disponível"));
        assert!(
            page.body.contains("João &lt;b&gt;Conceição&lt;/b&gt;")
                && page.body.contains("Bloqueio financeiro")
        );
    }
}

#[tokio::test]
async fn neither_a_card_nor_an_action_outside_the_profile_is_given_to_a_forged_request() {
    for world in worlds().await {
        let browser = world.sign_in(&world.ana).await;
        let other = balcao_access::PlacementId::new();
        let card = world.get(&browser, &url(&world, &format!("/card/{other}"))).await;
        assert_eq!(card.status, StatusCode::NOT_FOUND);
        let launch = [("launch", "plugin=billing&action=reschedule")];
        assert_eq!(world.post(&browser, &url(&world, "/run"), &launch).await.status, StatusCode::NOT_FOUND);
        assert_eq!(world.get(&browser, &url(&world, "/financeiro")).await.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn the_open_request_is_offered_before_another_is_started() {
    for world in worlds().await {
        let browser = world.sign_in(&world.ana).await;
        let page = world.get(&browser, &format!("/start/{}", world.person)).await;
        assert!(page.body.contains("Você realmente deseja iniciar o atendimento?"));
        assert!(page.body.contains("Continuar esta") && page.body.contains(&url(&world, "")));
    }
}

#[tokio::test]
async fn a_start_form_that_is_sent_twice_opens_one_request() {
    for world in worlds().await {
        let browser = world.sign_in(&world.ana).await;
        let start = format!("/start/{}", world.person);
        let page = world.get(&browser, &start).await;
        let request = between(&page.body, "name=\"request\" value=\"", "\"").to_owned();
        let form = asking(&request);
        let attendance = format!("/attendance/{request}");
        for _ in 0..2 {
            let answer = world.post(&browser, &start, &form).await;
            assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, &*attendance));
        }
        let tasks = world.get(&browser, "/tasks").await;
        assert!(tasks.body.contains(&attendance));
        assert_eq!(tasks.body.matches("Falta escolher a etiqueta").count(), 2, "this one, and an older one");
        // Without the id that the page gave, it is no form of ours.
        let forged = world.post(&browser, &start, &form[..4]).await;
        assert_ne!(forged.status, StatusCode::SEE_OTHER);
    }
}

#[tokio::test]
async fn who_asks_for_somebody_else_has_a_name() {
    let world = world(WebConfig::default()).await;
    let browser = world.sign_in(&world.ana).await;
    let mut form = asking(&world.request);
    form[0].1 = "third-party";
    let answer = world.post(&browser, &format!("/start/{}", world.person), &form).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("Informe o nome de quem está pedindo"));
}
