//! Perfis: from nothing to published without a script, and two administrators at once.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
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

/// Sends a file into a profile's draft.
async fn import(world: &World, davi: &Browser, path: &str, text: &str) -> Answer {
    let revision = hidden(&world.get(davi, path).await.body, "revision").to_owned();
    let field = |name: &str, value: &str| {
        format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let file = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.json\"\r\n\r\n";
    let body =
        [&field("csrf", &davi.csrf), &field("revision", &revision), file, text, "\r\n--x--\r\n"].concat();
    let request = Request::post(format!("{path}/import"))
        .header(header::COOKIE, &davi.cookie)
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x")
        .header("sec-fetch-site", "same-origin")
        .body(Body::from(body))
        .unwrap();
    world.send(request).await
}

#[tokio::test]
async fn a_profile_goes_out_as_a_file_and_comes_into_the_draft_of_another() {
    for world in worlds().await {
        let davi = administrator(&world).await;
        let path = begin(&world, &davi, "Suporte").await;
        edit(&world, &davi, &path, &[("do", "tab-add"), ("pt-BR", "Início")]).await;
        edit(&world, &davi, &path, &[("do", "allow"), ("right", "serve")]).await;
        let file = world.get(&davi, &format!("{path}/export")).await;
        assert!(file.headers["content-disposition"].to_str().unwrap().contains("suporte-draft.json"));
        let other = begin(&world, &davi, "Outro").await;
        let done = import(&world, &davi, &other, &file.body).await;
        assert_eq!(done.location(), format!("{other}/publish"), "{}", done.body);
        assert!(world.get(&davi, &other).await.body.contains("Início"));
        let mut conn = world.db.read().await.unwrap();
        let outro = profiles::by_key(&mut conn, "outro").await.unwrap();
        assert!(!outro.rights.has(Right::Serve), "nothing is live until it is published");
    }
}

#[tokio::test]
async fn a_file_with_what_is_not_installed_or_with_what_is_no_profile_changes_nothing() {
    for world in worlds().await {
        let davi = administrator(&world).await;
        let path = begin(&world, &davi, "Suporte").await;
        edit(&world, &davi, &path, &[("do", "tab-add"), ("pt-BR", "Início")]).await;
        edit(&world, &davi, &path, &[("do", "place:widget/gone/one:inicio")]).await;
        let file = world.get(&davi, &format!("{path}/export")).await.body;
        let before = hidden(&world.get(&davi, &path).await.body, "revision").to_owned();
        let large = " ".repeat(70_000);
        for (text, told) in [
            (file.as_str(), "gone/one: o plugin “gone” não está instalado"),
            (&file.replace("\"layout\"", "\"leiaute\""), "Isto não é um arquivo de perfil"),
            (
                &file.replace("balcao-profile-1", "balcao-profile-2"),
                "O formato “balcao-profile-2” não é o deste",
            ),
            (&large, "mais de 64 kB"),
            ("", "Isto não é um arquivo de perfil"),
        ] {
            let refused = import(&world, &davi, &path, text).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{told}");
            assert!(refused.body.contains(told), "{told}: {}", refused.body);
        }
        assert_eq!(hidden(&world.get(&davi, &path).await.body, "revision"), before);
    }
}

#[tokio::test]
async fn a_preview_shows_the_draft_for_a_real_customer_and_does_nothing() {
    for world in worlds().await {
        let rights = [Right::Administer, Right::Serve, Right::Supervise, Right::SeeTaxIds];
        let davi = world.sign_in(&testing::colleague(&world.db, world.ana.company, &rights).await).await;
        let path = begin(&world, &davi, "Suporte").await;
        edit(&world, &davi, &path, &[("do", "tab-add"), ("pt-BR", "Início")]).await;
        let preview = format!("{path}/preview/{}", world.request);
        assert!(world.get(&davi, &format!("{path}/preview")).await.body.contains(&preview));
        assert!(world.get(&davi, &preview).await.body.contains("Este perfil não atende clientes"));
        edit(&world, &davi, &path, &[("do", "allow"), ("right", "serve")]).await;
        let page = world.get(&davi, &preview).await.body;
        assert!(
            page.contains("Só para olhar") && page.contains("<fieldset class=\"preview\" disabled>"),
            "{page}"
        );
        assert!(!page.contains("529.982.247-25"), "masked, as the profile sees it");
        edit(&world, &davi, &path, &[("do", "allow"), ("right", "serve"), ("right", "see-tax-ids")]).await;
        assert!(world.get(&davi, &preview).await.body.contains("529.982.247-25"));
        // What an administrator may not see is not seen by a profile that they make.
        let less = [Right::Administer, Right::Serve];
        let eva = world.sign_in(&testing::colleague(&world.db, world.ana.company, &less).await).await;
        assert!(!world.get(&eva, &preview).await.body.contains("529.982.247-25"));
    }
}

#[tokio::test]
async fn the_tabs_of_an_open_page_follow_and_it_says_when_its_own_is_another() {
    for world in worlds().await {
        let davi = administrator(&world).await;
        let ana = world.sign_in(&world.ana).await;
        let path = format!("/admin/profiles/{}", world.ana.user.profile.key);
        let tabs = format!("/attendance/{}/layout?tab=inicio&version=1", world.request);
        edit(&world, &davi, &path, &[("do", "tab-add"), ("pt-BR", "Nova aba")]).await;
        assert!(!world.get(&ana, &tabs).await.body.contains("Nova aba"));
        edit(&world, &davi, &format!("{path}/publish"), &[("reason", "uma aba a mais")]).await;
        let followed = world.get(&ana, &tabs).await.body;
        assert!(followed.contains("Nova aba") && !followed.contains("mudou"), "{followed}");
        edit(&world, &davi, &path, &[("do", "tab-hide:inicio")]).await;
        edit(&world, &davi, &format!("{path}/publish"), &[("reason", "sem início")]).await;
        let followed = world.get(&ana, &tabs).await.body;
        assert!(
            followed.contains("O leiaute do seu perfil mudou") && followed.contains("/nova-aba"),
            "{followed}"
        );
        let gone = world.get(&ana, &format!("/attendance/{}/inicio", world.request)).await;
        assert_eq!(gone.status, StatusCode::NOT_FOUND, "a hidden tab is nobody's");
    }
}
