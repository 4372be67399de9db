//! The desk's tables as an administrator's browser sees them.

use axum::http::StatusCode;
use balcao_access::{Right, testing};

use crate::support::{Browser, World, between, worlds};

async fn administrator(world: &World) -> Browser {
    world.sign_in(&testing::colleague(&world.db, world.ana.company, &[Right::Administer]).await).await
}

fn seen(page: &str) -> String {
    between(page, "name=\"seen\" value=\"", "\"").to_owned()
}

#[tokio::test]
async fn every_table_has_its_list_and_its_forms() {
    for world in worlds().await {
        let davi = administrator(&world).await;
        for (path, row, shows) in [
            ("/admin/request-types", "no-connection", "Sem conexão"),
            ("/admin/catalogs", "billing", "Financeiro"),
            ("/admin/catalog-items", "connection.wifi", "Wi-Fi"),
            ("/admin/situations", "business-20", "20 h úteis"),
            ("/admin/statuses", "waiting.waiting-customer", "Aguardando cliente"),
            ("/admin/reasons", "cancel.duplicate", "Aberta em duplicidade"),
            ("/admin/file-kinds", "document.identity", "Documento de identidade"),
        ] {
            let list = world.get(&davi, path).await;
            assert_eq!(list.status, StatusCode::OK, "{path}");
            assert!(list.body.contains(shows), "{path}: {}", list.body);
            let form = world.get(&davi, &format!("{path}/row/{row}")).await;
            assert!(form.body.contains(&format!("value=\"{shows}")) || form.body.contains(shows), "{path}");
            assert_eq!(world.get(&davi, &format!("{path}/new")).await.status, StatusCode::OK, "{path}");
            let gone = world.get(&davi, &format!("{path}/row/gone.gone")).await;
            assert_eq!(gone.status, StatusCode::NOT_FOUND, "{path}");
            let refused = world
                .post(
                    &davi,
                    &format!("{path}/new"),
                    &[
                        ("group", row.split('.').next().unwrap()),
                        ("measure", "none"),
                        ("catalog", "unused"),
                        ("item", "unused"),
                    ],
                )
                .await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
            assert!(refused.body.contains("name-pt-BR-error"), "{path}: {}", refused.body);
        }
    }
}

#[tokio::test]
async fn a_reason_is_added_renamed_and_hidden_and_of_two_the_second_is_told() {
    for world in worlds().await {
        let (davi, eva) = (administrator(&world).await, administrator(&world).await);
        let new = [("group", "forward"), ("name-pt-BR", "Câmera"), ("name-en", "Camera"), ("name-es", "")];
        for _ in 0..2 {
            let added = world.post(&davi, "/admin/reasons/new", &new).await;
            assert_eq!(
                (added.status, added.location()),
                (StatusCode::SEE_OTHER, "/admin/reasons"),
                "{}",
                added.body
            );
        }
        let list = world.get(&davi, "/admin/reasons").await.body;
        assert_eq!(list.matches("row-forward.camera").count(), 1, "{list}");
        let path = "/admin/reasons/row/forward.camera";
        let first = seen(&world.get(&davi, path).await.body);
        let renamed = [("seen", first.as_str()), ("name-pt-BR", "Câmera e alarme")];
        assert_eq!(world.post(&davi, path, &renamed).await.status, StatusCode::SEE_OTHER);
        let late = world.post(&eva, path, &[("seen", first.as_str()), ("name-pt-BR", "Outra coisa")]).await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        assert!(
            late.body.contains("Alguém foi mais rápido") && late.body.contains("value=\"Outra coisa\""),
            "{}",
            late.body
        );
        let hidden = world.post(&davi, &format!("{path}/act"), &[("act", "hide")]).await;
        assert_eq!(hidden.status, StatusCode::SEE_OTHER);
        assert!(world.get(&davi, "/admin/reasons").await.body.contains("Oculto"));
        let kept = world.post(&davi, "/admin/statuses/row/closed.closed/act", &[("act", "hide")]).await;
        assert_eq!(kept.status, StatusCode::CONFLICT);
        assert!(kept.body.contains("Tem de restar um status visível"), "{}", kept.body);
    }
}

#[tokio::test]
async fn a_calendar_is_read_as_people_write_it() {
    for world in worlds().await {
        let davi = administrator(&world).await;
        let first = seen(&world.get(&davi, "/admin/calendar").await.body);
        let mut wanted = vec![
            ("seen", first.as_str()),
            ("day-1", "08:00-12:00, 13:00-18:00"),
            ("day-7", "00:00-24:00"),
            ("zone", "America/Manaus"),
            ("holidays", "08/12/2026 Padroeira\r\n2026-06-24 São João"),
        ];
        let done = world.post(&davi, "/admin/calendar", &wanted).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
        let page = world.get(&davi, "/admin/calendar").await.body;
        for shown in ["08:00-12:00, 13:00-18:00", "00:00-24:00", "24/06/2026 São João\n08/12/2026 Padroeira"]
        {
            assert!(page.contains(shown), "{shown}: {page}");
        }
        let again = seen(&page);
        wanted[0].1 = &again;
        for (field, value, words) in [
            ("day-1", "08:00-12:00, 11:00-18:00", "sem sobreposição"),
            ("day-1", "8 às 12", "sem sobreposição"),
            ("holidays", "08/12/2026 Um\n2026-12-08 Outro", "já está na lista"),
            ("holidays", "31/02/2026 Nada", "Não é uma data"),
            ("holidays", "08/12/2026", "Dê um nome"),
        ] {
            let mut form = wanted.clone();
            form.retain(|(name, _)| *name != field);
            form.push((field, value));
            let refused = world.post(&davi, "/admin/calendar", &form).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{value}");
            assert!(
                refused.body.contains(words) && refused.body.contains(value.lines().next().unwrap()),
                "{value}: {}",
                refused.body
            );
        }
        wanted[0].1 = first.as_str();
        wanted[3].1 = "America/Bahia";
        assert_eq!(world.post(&davi, "/admin/calendar", &wanted).await.status, StatusCode::CONFLICT);
    }
}

#[tokio::test]
async fn text_modules_of_another_company_are_not_there() {
    for world in worlds().await {
        let davi = administrator(&world).await;
        let new = [("title", "Retorno"), ("body", "Olá, {nome}.")];
        assert_eq!(world.post(&davi, "/admin/text-modules/new", &new).await.status, StatusCode::SEE_OTHER);
        let list = world.get(&davi, "/admin/text-modules").await.body;
        let id = between(&list, "/admin/text-modules/row/", "\"").to_owned();
        let stranger = world.sign_in(&testing::actor(&world.db, &[Right::Administer]).await).await;
        assert!(!world.get(&stranger, "/admin/text-modules").await.body.contains("Retorno"));
        let path = format!("/admin/text-modules/row/{id}");
        assert_eq!(world.get(&stranger, &path).await.status, StatusCode::NOT_FOUND);
        let foreign = world.post(&stranger, &path, &[("seen", "0"), ("title", "x"), ("body", "y")]).await;
        assert_eq!(foreign.status, StatusCode::NOT_FOUND);
    }
}
