//! Ações e widgets: what an administrator sees and sets, of a plugin that is described and never called.

use axum::http::StatusCode;
use balcao_access::{Right, audit, profiles, testing};
use balcao_store::{Json, changes, now, on};

use crate::support::{Answer, Browser, World, between, worlds};

const PAGE: &str = "/admin/actions/cobranca/prazo";

/// A plugin with one action and its settings, as if it had been installed.
async fn install(world: &World) {
    let text = |pt: &str, en: &str| serde_json::json!({ "pt-BR": pt, "en": en });
    let setting = |key: &str, kind: &str, initial: &str| {
        serde_json::json!({
            "key": key, "kind": kind, "labels": text(key, key), "choices": ["curto", "longo"],
            "initial": initial, "least": (kind == "integer").then_some(1), "most": (kind == "integer").then_some(60),
        })
    };
    let description = serde_json::json!({
        "permissions": [], "name": "cobranca", "version": "1.2.0", "vendor": "Integrador",
        "titles": text("Cobrança", "Billing"),
        "contributions": [{
            "kind": "action", "name": "prazo", "titles": text("Dar prazo", "Give time"),
            "summaries": text("Adia o vencimento.", "Moves the due date."), "tab": "financeiro",
            "tool": false, "live": false,
            "settings": [
                setting("dias", "integer", "5"), setting("teto", "money", "10000"), setting("avisa", "toggle", "true"),
                setting("modelo", "choice", "curto"), setting("chave", "secret", ""), setting("texto", "text", "Olá"),
            ],
        }],
    });
    let digest = vec![7_u8; 32];
    let mut tx = world.db.write().await.unwrap();
    on!(&mut tx, c => sqlx::query(
        "INSERT INTO plugin (name, installer, enabled, live, installed_at) VALUES ('cobranca', 'x', $1, $2, $3)")
        .bind(true).bind(&digest).bind(now()).execute(c).await.map(drop)).unwrap();
    on!(&mut tx, c => sqlx::query(
        "INSERT INTO plugin_version (digest, plugin, class, bytes, description, installed_at)
         VALUES ($1, 'cobranca', 'compact', $1, $2, $3)")
        .bind(&digest).bind(Json(&description)).bind(now()).execute(c).await.map(drop))
    .unwrap();
    changes::bump(&mut tx, "plugins").await.unwrap();
    tx.commit().await.unwrap();
    world.plugins.refresh().await.unwrap();
}

async fn administrator(world: &World) -> Browser {
    world.sign_in(&testing::colleague(&world.db, world.ana.company, &[Right::Administer]).await).await
}

fn seen(page: &str) -> String {
    between(page, "name=\"seen\" value=\"", "\"").to_owned()
}

/// The settings' form as the page draws it, with some fields filled in otherwise.
async fn set(world: &World, browser: &Browser, seen: &str, fields: &[(&str, &str)]) -> Answer {
    let mut form = vec![
        ("seen", seen),
        ("k.dias", "text"),
        ("k.teto", "money"),
        ("k.avisa", "toggle"),
        ("k.modelo", "text"),
        ("k.chave", "secret"),
        ("k.texto", "text"),
    ];
    let stands = [
        ("a.dias", "5"),
        ("a.teto", "100,00"),
        ("a.avisa", "true"),
        ("a.modelo", "curto"),
        ("a.texto", "Olá"),
    ];
    form.extend(stands.into_iter().filter(|(name, _)| !fields.iter().any(|(field, _)| field == name)));
    form.extend(fields.iter().filter(|(_, value)| *value != "-").copied());
    world.post(browser, &format!("{PAGE}/settings"), &form).await
}

#[tokio::test]
async fn everything_installed_is_listed_found_and_switched() {
    for world in worlds().await {
        install(&world).await;
        let davi = administrator(&world).await;
        let list = world.get(&davi, "/admin/actions").await.body;
        assert!(
            list.contains("Dar prazo") && list.contains("Integrador") && list.contains("Ligado"),
            "{list}"
        );
        assert!(world.get(&davi, "/admin/actions?q=PRAZO+integr").await.body.contains("Dar prazo"));
        assert!(world.get(&davi, "/admin/actions?q=xyz").await.body.contains("Nenhuma ação ou widget assim"));
        let off = world.post(&davi, &format!("{PAGE}/switch"), &[("on", "false")]).await;
        assert_eq!((off.status, off.location()), (StatusCode::SEE_OTHER, PAGE));
        assert!(world.plugins.contribution("cobranca", "prazo").is_none());
        let page = world.get(&davi, PAGE).await.body;
        assert!(page.contains("Desligado") && page.contains("O que mudou"), "{page}");
        world.post(&davi, &format!("{PAGE}/switch"), &[("on", "true")]).await;
        assert!(world.plugins.contribution("cobranca", "prazo").is_some());
        assert_eq!(world.get(&davi, "/admin/actions/cobranca/outra").await.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn a_setting_is_set_for_all_and_for_one_profile_and_taken_back() {
    for world in worlds().await {
        install(&world).await;
        let davi = administrator(&world).await;
        let key = world.ana.user.profile.key.clone();
        let own = ("profile", key.as_str());

        let first = seen(&world.get(&davi, PAGE).await.body);
        let done =
            set(&world, &davi, &first, &[("a.dias", "10"), ("a.avisa", "-"), ("a.chave", "s3gredo")]).await;
        assert_eq!((done.status, done.location()), (StatusCode::SEE_OTHER, PAGE), "{}", done.body);
        let page = world.get(&davi, PAGE).await.body;
        assert!(page.contains("Voltar ao inicial (5)") && page.contains("definido em"), "{page}");
        assert!(!page.contains("s3gredo"), "a secret is never shown");
        assert!(page.contains("Apagar o segredo"));

        // Of one profile: it follows the general value until it has its own.
        let path = format!("{PAGE}?profile={key}");
        let page = world.get(&davi, &path).await.body;
        assert!(!page.contains("Voltar ao geral"), "{page}");
        let general = [("a.dias", "15"), ("a.avisa", "-"), own];
        assert_eq!(set(&world, &davi, &seen(&page), &general).await.location(), path);
        let page = world.get(&davi, &path).await.body;
        assert!(page.contains("Voltar ao geral (10)"), "{page}");
        assert_eq!(page.matches("Voltar ao").count(), 1, "what was not changed goes on following");
        let back = [("a.dias", "15"), ("a.avisa", "-"), own, ("reset", "dias")];
        assert_eq!(set(&world, &davi, &seen(&page), &back).await.status, StatusCode::SEE_OTHER);
        assert!(!world.get(&davi, &path).await.body.contains("Voltar ao geral"));

        let mut conn = world.db.read().await.unwrap();
        let told = audit::of_contribution(&mut conn, world.db.keys(), "cobranca/prazo", 9).await.unwrap();
        assert_eq!(told.len(), 5);
        assert_eq!(
            (&told[0].line.fields["before"], told[0].line.fields["after"].is_null()),
            (&"15".into(), true)
        );
        assert!(!told.iter().any(|written| written.line.fields.to_string().contains("s3gredo")));
        let profile = profiles::by_key(&mut conn, &key).await.unwrap();
        assert_eq!(told[0].line.fields["profile"], serde_json::json!(profile.id));
    }
}

#[tokio::test]
async fn what_is_wrong_is_said_at_its_field_and_nothing_is_done() {
    for world in worlds().await {
        install(&world).await;
        let davi = administrator(&world).await;
        let first = seen(&world.get(&davi, PAGE).await.body);
        let wrong = [("a.dias", "90"), ("a.teto", "caro"), ("a.modelo", "médio"), ("a.texto", "Novo texto")];
        let refused = set(&world, &davi, &first, &wrong).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        for words in [
            "O máximo é 60",
            "Informe um valor como",
            "não está mais disponível",
            "Novo texto",
            "value=\"90\"",
        ] {
            assert!(refused.body.contains(words), "{words}: {}", refused.body);
        }
        assert!(world.get(&davi, PAGE).await.body.contains("Nada foi mudado ainda"));
        let long = "x".repeat(201);
        let shown = [("seen", first.as_str()), ("title-pt-BR", long.as_str()), ("tab", "Não é aba")];
        let refused = world.post(&davi, &format!("{PAGE}/shown"), &shown).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            refused.body.contains("No máximo 200 caracteres") && refused.body.contains("title-pt-BR-error")
        );
    }
}

#[tokio::test]
async fn of_two_administrators_the_second_is_told_and_a_form_sent_twice_is_done_once() {
    for world in worlds().await {
        install(&world).await;
        let (davi, eva) = (administrator(&world).await, administrator(&world).await);
        let first = seen(&world.get(&davi, PAGE).await.body);
        for _ in 0..2 {
            let done = set(&world, &davi, &first, &[("a.dias", "10"), ("a.chave", "s3gredo")]).await;
            assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
        }
        let late = set(&world, &eva, &first, &[("a.dias", "20")]).await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        assert!(
            late.body.contains("Alguém foi mais rápido") && late.body.contains("value=\"20\""),
            "{}",
            late.body
        );
        let again = set(&world, &eva, &seen(&late.body), &[("a.dias", "20")]).await;
        assert_eq!(again.status, StatusCode::SEE_OTHER);
        let mut conn = world.db.read().await.unwrap();
        let told = audit::of_contribution(&mut conn, world.db.keys(), "cobranca/prazo", 9).await.unwrap();
        assert_eq!(told.len(), 3, "dias, chave, dias");
    }
}

#[tokio::test]
async fn another_title_is_shown_and_the_rest_stays_the_plugins_own() {
    for world in worlds().await {
        install(&world).await;
        let davi = administrator(&world).await;
        let first = seen(&world.get(&davi, PAGE).await.body);
        let shown =
            [("seen", first.as_str()), ("title-pt-BR", "Adiar fatura"), ("title-en", ""), ("tab", "inicio")];
        for _ in 0..2 {
            let done = world.post(&davi, &format!("{PAGE}/shown"), &shown).await;
            assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
        }
        let contribution = world.plugins.contribution("cobranca", "prazo").unwrap();
        assert_eq!(contribution.titles.0["pt-BR"], "Adiar fatura");
        assert_eq!(contribution.titles.0["en"], "Give time");
        assert_eq!(contribution.tab, "inicio");
        let page = world.get(&davi, PAGE).await.body;
        assert!(page.contains("Título, português") && page.contains("placeholder=\"Dar prazo\""), "{page}");
    }
}
