//! Perfis: from nothing to published without a script, and two administrators at once.

use axum::http::StatusCode;
use balcao_access::{Right, profiles, testing};

use crate::support::{Answer, Browser, World, between, worlds};

async fn administrator(world: &World) -> Browser {
    world.sign_in(&testing::colleague(&world.db, world.ana.company, &[Right::Administer]).await).await
}

/// The value that a hidden field of the page has.
fn hidden<'a>(page: &'a str, name: &str) -> &'a str {
    between(page, &format!("name=\"{name}\" value=\""), "\"")
}

/// Posts a change as the page that was read last would.
async fn edit(world: &World, davi: &Browser, path: &str, fields: &[(&str, &str)]) -> Answer {
    let revision = hidden(&world.get(davi, path).await.body, "revision").to_owned();
    world.post(davi, path, &[fields, &[("revision", revision.as_str())]].concat()).await
}

/// Begins a profile. Gives its address.
async fn begin(world: &World, davi: &Browser, name: &str) -> String {
    let page = world.get(davi, "/admin/profiles").await.body;
    let fields = [("id", hidden(&page, "id")), ("pt-BR", name), ("like", "")];
    let made = world.post(davi, "/admin/profiles", &fields).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.body);
    let again = world.post(davi, "/admin/profiles", &fields).await;
    assert_eq!(again.location(), made.location(), "sent twice it is made once");
    made.location().to_owned()
}

#[tokio::test]
async fn a_profile_is_made_from_nothing_published_and_undone_without_a_script() {
    for world in worlds().await {
        let davi = administrator(&world).await;
        let path = begin(&world, &davi, "Retenção & Cobrança").await;
        assert_eq!(path, "/admin/profiles/retencao-cobranca");
        let made =
            edit(&world, &davi, &path, &[("do", "tab-add"), ("pt-BR", "Início"), ("en", "Home")]).await;
        assert_eq!(made.location(), format!("{path}?tab=inicio"));
        let placed = edit(&world, &davi, &path, &[("do", "place:widget/gone/one:inicio")]).await;
        assert!(placed.location().starts_with(&format!("{path}?tab=inicio#at-")), "{}", placed.location());
        let page = world.get(&davi, &path).await.body;
        assert!(page.contains("gone/one não está instalado ou está desligado"), "{page}");
        let rights = [("do", "allow"), ("right", "serve"), ("right", "show-secrets")];
        assert_eq!(edit(&world, &davi, &path, &rights).await.location(), format!("{path}/rights"));

        let publish = format!("{path}/publish");
        let page = world.get(&davi, &publish).await.body;
        for change in
            ["aba “Início” criada", "widget “gone/one” colocado na aba “Início”", "atender clientes"]
        {
            assert!(page.contains(change), "{change}: {page}");
        }
        let unsaid = edit(&world, &davi, &publish, &[("reason", "")]).await;
        assert_eq!(unsaid.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(unsaid.body.contains("Diga o motivo"));
        let done = edit(&world, &davi, &publish, &[("reason", "primeira versão")]).await;
        assert_eq!(done.location(), format!("{path}/versions"));
        assert!(world.get(&davi, &format!("{path}/versions")).await.body.contains("primeira versão"));

        edit(&world, &davi, &path, &[("do", "tab-remove:inicio")]).await;
        edit(&world, &davi, &publish, &[("reason", "sem abas")]).await;
        let one = format!("{path}/versions/1");
        let page = world.get(&davi, &one).await.body;
        assert!(page.contains("aba “Início” criada"), "{page}");
        let fields = [("live", hidden(&page, "live")), ("reason", "faz falta")];
        assert_eq!(world.post(&davi, &one, &fields).await.status, StatusCode::SEE_OTHER);
        let twice = world.post(&davi, &one, &fields).await;
        assert_eq!(twice.status, StatusCode::CONFLICT, "another version is live by now");
        let mut conn = world.db.read().await.unwrap();
        let profile = profiles::by_key(&mut conn, "retencao-cobranca").await.unwrap();
        let live = profiles::live(&mut conn, profile.id).await.unwrap();
        assert_eq!((live.version, live.layout.tabs.len()), (3, 1));
        assert!(profile.rights.has(Right::ShowSecrets));
    }
}

#[tokio::test]
async fn who_comes_second_is_told_what_the_first_did_and_keeps_what_was_typed() {
    for world in worlds().await {
        let (davi, eva) = (administrator(&world).await, administrator(&world).await);
        let path = begin(&world, &davi, "Suporte").await;
        let seen = hidden(&world.get(&eva, &path).await.body, "revision").to_owned();
        edit(&world, &davi, &path, &[("do", "tab-add"), ("pt-BR", "Início")]).await;
        let fields = [("do", "tab-add"), ("pt-BR", "Conexão"), ("revision", seen.as_str())];
        let late = world.post(&eva, &path, &fields).await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        for text in ["Outra pessoa mudou este perfil", "aba “Início” criada", "value=\"Conexão\""] {
            assert!(late.body.contains(text), "{text}: {}", late.body);
        }
        let reason = [("reason", "porque sim"), ("revision", seen.as_str())];
        let late = world.post(&eva, &format!("{path}/publish"), &reason).await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        assert!(late.body.contains("porque sim"), "{}", late.body);
        assert!(!world.get(&eva, &path).await.body.contains("aba=conexao"));
    }
}

#[tokio::test]
async fn what_breaks_a_rule_is_told_and_a_form_that_is_not_ours_does_nothing() {
    for world in worlds().await {
        let davi = administrator(&world).await;
        let path = begin(&world, &davi, "Suporte").await;
        let untitled = edit(&world, &davi, &path, &[("do", "tab-add"), ("pt-BR", " "), ("en", "Home")]).await;
        assert_eq!(untitled.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(untitled.body.contains("Escreva o texto em português") && untitled.body.contains("\"Home\""));
        let gone = edit(&world, &davi, &path, &[("do", "tab-hide:nada")]).await;
        assert_eq!(gone.status, StatusCode::CONFLICT);
        assert_eq!(edit(&world, &davi, &path, &[("do", "fly:me")]).await.status, StatusCode::FORBIDDEN);
        let nowhere = world.get(&davi, "/admin/profiles/nada").await;
        assert_eq!(nowhere.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn a_profile_is_retired_when_nobody_has_it_any_more() {
    for world in worlds().await {
        let davi = administrator(&world).await;
        let path = begin(&world, &davi, "Suporte").await;
        let used = format!("/admin/profiles/{}/retire", world.ana.user.profile.key);
        let refused = world.post(&davi, &used, &[]).await;
        assert_eq!(refused.status, StatusCode::CONFLICT);
        assert!(refused.body.contains("O perfil tem usuários que podem entrar"));
        assert_eq!(world.post(&davi, &format!("{path}/retire"), &[]).await.location(), "/admin/profiles");
        assert!(world.get(&davi, "/admin/profiles").await.body.contains("aposentado"));
        let late = edit(&world, &davi, &path, &[("do", "tab-add"), ("pt-BR", "Um")]).await;
        assert!(late.body.contains("O perfil está aposentado"));
    }
}
