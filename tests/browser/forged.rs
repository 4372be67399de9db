//! Law 6: the profile is asked at the service, not at the page.

use balcao_tests::{Browser, Desk};

use crate::ways::{serve, settled, sign_in, status};

#[tokio::test(flavor = "multi_thread")]
async fn what_a_profile_lacks_is_neither_on_the_page_nor_behind_a_forged_request() {
    let desk = Desk::shared().await;
    let browser = Browser::shared().await;
    let carla = browser.tab(&desk.url, "/").await;
    sign_in(&carla, "carla").await;
    let attendance = serve(&carla, "Otavio Brandao Sampaio").await;
    carla.go(&format!("{attendance}/financeiro")).await;
    settled(&carla).await;
    let launch: String =
        carla.value("[...document.querySelectorAll('button[name=launch]')].find(b => b.innerText.includes('Reagendamento')).value").await;
    let card: String = carla
        .value("[...document.querySelectorAll('section.card')].find(s => s.innerText.includes('Histórico financeiro')).querySelector('.body').id")
        .await;
    let placement = card.trim_start_matches("card-").to_owned();
    let path = format!("{attendance}/card/{placement}");
    assert_eq!(status(&carla, "GET", &path, "").await, 200, "{path} is carla's");

    let eva = browser.tab(&desk.url, "/").await;
    sign_in(&eva, "eva").await;
    eva.go(&format!("{attendance}/financeiro")).await;
    settled(&eva).await;
    assert!(!eva.shows("Histórico financeiro").await);
    assert!(!eva.shows("Reagendamento de faturas").await);
    assert!(eva.shows("Dados do contrato").await);
    assert_eq!(status(&eva, "GET", &path, "").await, 404);
    let csrf: String = eva.value("document.querySelector('input[name=csrf]').value").await;
    let form = format!("{{ csrf: '{csrf}', tab: 'financeiro', launch: {launch:?} }}");
    assert_eq!(status(&eva, "POST", &format!("{attendance}/run"), &form).await, 404);
    // Without the page's own token nobody starts anything.
    let forged = format!("{{ tab: 'financeiro', launch: {launch:?} }}");
    assert_eq!(status(&carla, "POST", &format!("{attendance}/run"), &forged).await, 403);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_user_of_another_company_does_not_even_learn_that_the_request_is_there() {
    let desk = Desk::shared().await;
    let browser = Browser::shared().await;
    let ana = browser.tab(&desk.url, "/").await;
    sign_in(&ana, "ana").await;
    let attendance = serve(&ana, "Otavio Brandao Sampaio").await;
    // João serves only the second company.
    let joao = browser.tab(&desk.url, "/").await;
    sign_in(&joao, "joao").await;
    let nowhere = "/attendance/01a20cc6-0000-7000-8000-000000000000/inicio";
    assert_eq!(status(&joao, "GET", nowhere, "").await, 404);
    assert_eq!(status(&joao, "GET", &format!("{attendance}/inicio"), "").await, 404);
}
