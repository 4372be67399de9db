//! Users, teams and companies as an administrator sees them, and one's own account.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use balcao_access::{Actor, Right, Team, TeamId, UserId, companies, second_factor, teams, testing, users};
use balcao_store::{now, on};

use crate::support::{Answer, Browser, PASSWORD, World, between, worlds};

/// An administrator of Ana's company, signed in.
async fn davi(world: &World) -> (Actor, Browser) {
    let davi = testing::colleague(&world.db, world.ana.company, &[Right::Administer]).await;
    let browser = world.sign_in(&davi).await;
    (davi, browser)
}

async fn acts(world: &World) -> Vec<String> {
    on!(&mut world.db.read().await.unwrap(), c => sqlx::query_scalar(
        "SELECT act FROM audit_line ORDER BY at, chain, seq").fetch_all(c).await)
    .unwrap()
}

/// The session's cookie that an answer sets.
fn cookie(answer: &Answer) -> String {
    answer.headers[header::SET_COOKIE].to_str().unwrap().split(';').next().unwrap().to_owned()
}

/// What a sign-in without a session answers.
async fn enter(world: &World, login: &str, password: &str) -> Answer {
    world.post(&Browser::default(), "/sign-in", &[("login", login), ("password", password)]).await
}

#[tokio::test]
async fn a_user_is_created_once_with_a_password_that_is_shown_once_and_changed_at_the_first_sign_in() {
    for world in worlds().await {
        let (davi, browser) = davi(&world).await;
        let id = UserId::new().to_string();
        let (profile, company) = (davi.user.profile.id.to_string(), world.ana.company.to_string());
        let good = [
            ("id", id.as_str()),
            ("login", "Bia.Lima"),
            ("name", "Bia Lima"),
            ("profile", profile.as_str()),
            ("team", ""),
            ("companies", company.as_str()),
            ("locale", "pt-BR"),
            ("password", ""),
        ];
        let page = world.get(&browser, "/admin/users/new").await;
        assert!(page.body.contains("name=\"login\""), "{}", page.body);
        // Each of these is wrong by itself; what was typed stays.
        for (field, bad, words) in [
            ("login", "b", "Este nome de usuário não serve."),
            ("login", "bia lima", "Este nome de usuário não serve."),
            ("name", "", "Escreva um nome"),
            ("profile", "nenhum", "Escolha uma das opções."),
            ("companies", "nenhuma", "Escolha pelo menos uma empresa."),
            ("password", "12345678", "entre as que se tentam primeiro"),
            ("password", "bia.lima1", "quase o nome de usuário"),
        ] {
            let form = good.map(|(name, value)| (name, if name == field { bad } else { value }));
            let refused = world.post(&browser, "/admin/users/new", &form).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{field} {bad}");
            assert!(
                refused.body.contains(words) && refused.body.contains("id=\"problem\""),
                "{}",
                refused.body
            );
            assert!(field == "name" || refused.body.contains("value=\"Bia Lima\""), "what was typed is kept");
            assert!(field != "password" || !refused.body.contains(bad), "a password stands in no page");
        }
        let taken = good
            .map(|(name, value)| (name, if name == "login" { world.ana.user.login.as_str() } else { value }));
        let refused = world.post(&browser, "/admin/users/new", &taken).await;
        assert!(refused.body.contains("Já existe este usuário."), "{}", refused.body);

        let made = world.post(&browser, "/admin/users/new", &good).await;
        assert_eq!(made.status, StatusCode::OK);
        let password = between(&made.body, "<code id=\"made\">", "</code>").to_owned();
        let again = world.post(&browser, "/admin/users/new", &good).await;
        assert_eq!(again.location(), format!("/admin/users/{id}?done=saved"), "sent twice, done once");
        let known = users::list(&mut world.db.read().await.unwrap()).await.unwrap();
        assert_eq!(known.iter().filter(|user| user.login == "bia.lima").count(), 1);
        assert!(!world.get(&browser, &format!("/admin/users/{id}")).await.body.contains(&password));

        let asked = enter(&world, "bia.lima", &password).await;
        assert!(asked.body.contains("Outra pessoa conhece a sua senha"), "{}", asked.body);
        let half = Browser { cookie: cookie(&asked), csrf: String::new() };
        assert!(world.get(&half, "/tasks").await.location().starts_with("/sign-in"), "it is no session");
        for (new, again, words) in [
            ("uma frase só minha", "outra frase", "não são iguais"),
            ("senha123", "senha123", "se tentam primeiro"),
            (password.as_str(), password.as_str(), "igual à atual"),
        ] {
            let refused =
                world.post(&half, "/sign-in/step", &[("password", new), ("password-again", again)]).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(refused.body.contains(words), "{}", refused.body);
        }
        let form = [
            ("password", "uma frase só minha"),
            ("password-again", "uma frase só minha"),
            ("next", "/people"),
        ];
        let entered = world.post(&half, "/sign-in/step", &form).await;
        assert_eq!(entered.location(), "/people");
        let bia = Browser { cookie: cookie(&entered), csrf: String::new() };
        assert_eq!(world.get(&bia, "/tasks").await.status, StatusCode::OK);
        assert_eq!(enter(&world, "bia.lima", "uma frase só minha").await.status, StatusCode::SEE_OTHER);
        assert!(acts(&world).await.contains(&"user-added".to_owned()));
    }
}

#[tokio::test]
async fn whoever_works_elsewhere_too_is_not_there_for_an_administrator_of_one_company() {
    for world in worlds().await {
        let (_, browser) = davi(&world).await;
        let other = testing::actor(&world.db, &[]).await;
        let both = testing::colleague(&world.db, world.ana.company, &[]).await;
        let mut tx = world.db.write().await.unwrap();
        companies::add_user(&mut tx, other.company, both.user.id).await.unwrap();
        tx.commit().await.unwrap();
        let list = world.get(&browser, "/admin/users?show=all").await.body;
        assert!(list.contains(&world.ana.user.login));
        for stranger in [&other, &both] {
            assert!(!list.contains(&stranger.user.login));
            let page = format!("/admin/users/{}", stranger.user.id);
            assert_eq!(world.get(&browser, &page).await.status, StatusCode::NOT_FOUND);
            for act in ["", "/password", "/sessions", "/second-factor", "/disable", "/enable"] {
                let answer = world.post(&browser, &format!("{page}{act}"), &[("seen", "1")]).await;
                assert_eq!(answer.status, StatusCode::NOT_FOUND, "{act}");
            }
        }
        let page = format!("/admin/companies/{}", other.company);
        assert_eq!(world.get(&browser, &page).await.status, StatusCode::NOT_FOUND);
        let form = [("name", "X"), ("trade", "X"), ("tax", "11.222.333/0001-81")];
        assert_eq!(world.post(&browser, &page, &form).await.status, StatusCode::NOT_FOUND);
        for act in ["colour", "logo/drop"] {
            let answer = world.post(&browser, &format!("{page}/{act}"), &[]).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{act}");
        }
        assert!(!world.get(&browser, "/admin/companies").await.body.contains(&page));
    }
}

#[tokio::test]
async fn of_two_administrators_the_second_is_told_and_keeps_what_was_typed() {
    for world in worlds().await {
        let (_, browser) = davi(&world).await;
        let page = format!("/admin/users/{}", world.ana.user.id);
        let shown = world.get(&browser, &page).await.body;
        let seen = between(&shown, "name=\"seen\" value=\"", "\"").to_owned();
        let (profile, company) = (world.ana.user.profile.id.to_string(), world.ana.company.to_string());
        let form = |name: &'static str| {
            [
                ("seen", seen.clone()),
                ("name", name.to_owned()),
                ("profile", profile.clone()),
                ("team", String::new()),
                ("companies", company.clone()),
                ("locale", "pt-BR".to_owned()),
            ]
        };
        let send = async |name: &'static str| {
            let form = form(name);
            let pairs: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
            world.post(&browser, &page, &pairs).await
        };
        assert_eq!(send("Ana Maria").await.status, StatusCode::SEE_OTHER);
        assert_eq!(send("Ana Maria").await.status, StatusCode::SEE_OTHER, "sent twice");
        let late = send("Ana Clara").await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        assert!(
            late.body.contains("value=\"Ana Clara\"") && late.body.contains("Vale agora"),
            "{}",
            late.body
        );
        assert!(late.body.contains("<dd>Ana Maria</dd>"), "{}", late.body);
        assert_eq!(acts(&world).await.iter().filter(|act| *act == "user-changed").count(), 1);
    }
}

#[tokio::test]
async fn who_is_disabled_is_out_at_once_and_the_last_administrator_stays() {
    for world in worlds().await {
        let (davi, browser) = davi(&world).await;
        let team = Team { id: TeamId::new(), name: "Suporte".into() };
        let mut tx = world.db.write().await.unwrap();
        teams::create(&mut tx, &team).await.unwrap();
        tx.commit().await.unwrap();
        let ana = world.sign_in(&world.ana).await;
        let page = format!("/admin/users/{}", world.ana.user.id);
        // She has an open request and is in no team.
        let refused = world.post(&browser, &format!("{page}/disable"), &[]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.body.contains("1 solicitações abertas ficariam sem equipe"), "{}", refused.body);
        assert_eq!(world.get(&ana, "/tasks").await.status, StatusCode::OK);
        let form = [("queue", team.id.to_string())];
        let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert_eq!(
            world.post(&browser, &format!("{page}/disable"), &form).await.status,
            StatusCode::SEE_OTHER
        );
        assert!(world.get(&ana, "/tasks").await.location().starts_with("/sign-in"), "at once");
        let written = acts(&world).await;
        assert!(written.contains(&"user-disabled".into()) && written.contains(&"request-returned".into()));
        assert!(world.get(&browser, &page).await.body.contains("Desativado"));
        assert_eq!(world.post(&browser, &format!("{page}/enable"), &[]).await.status, StatusCode::SEE_OTHER);
        world.sign_in(&world.ana).await;

        let own = format!("/admin/users/{}/disable", davi.user.id);
        let refused = world.post(&browser, &own, &[]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(world.get(&browser, "/admin").await.status, StatusCode::OK);
        // In use: the request is in its queue.
        let refused = world.post(&browser, &format!("/admin/teams/{}/retire", team.id), &[]).await;
        assert!(refused.body.contains("0 pessoas e 1 solicitações abertas"), "{}", refused.body);
    }
}

#[tokio::test]
async fn a_second_factor_is_set_up_with_the_password_and_its_code_opens_once() {
    for world in worlds().await {
        let ana = world.sign_in(&world.ana).await;
        let wrong = world.post(&ana, "/me/second-factor/begin", &[("password-now", "errada e longa")]).await;
        assert!(wrong.body.contains("A senha atual não confere."), "{}", wrong.body);
        let begun = world.post(&ana, "/me/second-factor/begin", &[("password-now", PASSWORD)]).await;
        assert_eq!(begun.location(), "/me#second-factor");
        let page = world.get(&ana, "/me").await.body;
        assert!(page.contains("<svg class=\"qr\""), "{page}");
        let secret = between(&page, "<code id=\"secret\">", "</code>").to_owned();
        let refused = world.post(&ana, "/me/second-factor/confirm", &[("code", "000")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        let code = testing::code(&secret, now());
        let on = world.post(&ana, "/me/second-factor/confirm", &[("code", &code)]).await;
        assert_eq!(on.status, StatusCode::OK);
        let recovery =
            between(&on.body, "<ul class=\"recovery\" role=\"list\"><li><code>", "</code>").to_owned();
        assert!(!world.get(&ana, "/me").await.body.contains(&recovery), "shown once");

        let asked = enter(&world, &world.ana.user.login, PASSWORD).await;
        assert!(asked.body.contains("autocomplete=\"one-time-code\""), "{}", asked.body);
        let half = Browser { cookie: cookie(&asked), csrf: String::new() };
        let replayed = world.post(&half, "/sign-in/step", &[("code", &code)]).await;
        assert_eq!(replayed.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(replayed.body.contains("já foi usado"), "{}", replayed.body);
        let entered = world.post(&half, "/sign-in/step", &[("code", &recovery), ("next", "/tasks")]).await;
        assert_eq!(entered.location(), "/tasks");

        // Whoever administers takes it away, and it is in the trail.
        let (_, davi) = davi(&world).await;
        let page = format!("/admin/users/{}", world.ana.user.id);
        world.post(&davi, &format!("{page}/second-factor"), &[]).await;
        let mut conn = world.db.read().await.unwrap();
        assert_eq!(second_factor::of(&mut conn, world.ana.user.id).await.unwrap(), None);
        drop(conn);
        let written = acts(&world).await;
        assert!(
            written.contains(&"second-factor-set".into())
                && written.contains(&"second-factor-removed".into())
        );
    }
}

#[tokio::test]
async fn a_profile_that_requires_a_second_factor_is_asked_for_it_at_the_sign_in() {
    for world in worlds().await {
        let (_, browser) = davi(&world).await;
        let profile = world.ana.user.profile.id.to_string();
        let form = [("seen", ""), ("profile", profile.as_str())];
        assert_eq!(
            world.post(&browser, "/admin/users/second-factor", &form).await.status,
            StatusCode::SEE_OTHER
        );
        let late = world.post(&browser, "/admin/users/second-factor", &[("seen", "")]).await;
        assert_eq!(late.status, StatusCode::CONFLICT, "drawn before the change");
        let hash = users::PasswordHash::of(PASSWORD).await.unwrap();
        let mut tx = world.db.write().await.unwrap();
        users::set_password(&mut tx, world.ana.user.id, &hash).await.unwrap();
        tx.commit().await.unwrap();
        let asked = enter(&world, &world.ana.user.login, PASSWORD).await;
        assert!(asked.body.contains("O seu perfil só entra com segundo fator"), "{}", asked.body);
        let secret = between(&asked.body, "<code id=\"secret\">", "</code>").to_owned();
        let half = Browser { cookie: cookie(&asked), csrf: String::new() };
        let code = testing::code(&secret, now());
        let entered = world.post(&half, "/sign-in/step", &[("code", &code), ("next", "/me")]).await;
        assert!(entered.body.contains("Códigos de recuperação") && entered.body.contains("href=\"/me\""));
        let ana = Browser { cookie: cookie(&entered), csrf: String::new() };
        let page = world.get(&ana, "/me").await.body;
        assert!(
            page.contains("O seu perfil exige o segundo fator") && !page.contains("second-factor/remove")
        );
    }
}

#[tokio::test]
async fn ones_own_password_and_sessions_are_in_ones_own_hands() {
    for world in worlds().await {
        let here = world.sign_in(&world.ana).await;
        let login = world.ana.user.login.clone();
        let there = Browser { cookie: cookie(&enter(&world, &login, PASSWORD).await), csrf: String::new() };
        for (old, new, again, words) in [
            ("errada e longa", "uma frase nova", "uma frase nova", "A senha atual não confere."),
            (PASSWORD, "uma frase nova", "outra frase", "não são iguais"),
            (PASSWORD, PASSWORD, PASSWORD, "igual à atual"),
            (PASSWORD, "curta", "curta", "pelo menos 8"),
        ] {
            let refused = world
                .post(
                    &here,
                    "/me/password",
                    &[("password-now", old), ("password", new), ("password-again", again)],
                )
                .await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(refused.body.contains(words), "{}", refused.body);
        }
        let form = [
            ("password-now", PASSWORD),
            ("password", "uma frase nova"),
            ("password-again", "uma frase nova"),
        ];
        assert_eq!(world.post(&here, "/me/password", &form).await.location(), "/me?done=password");
        assert_eq!(world.get(&here, "/me").await.status, StatusCode::OK, "this session goes on");
        assert!(world.get(&there, "/me").await.location().starts_with("/sign-in"), "the others are over");

        let there =
            Browser { cookie: cookie(&enter(&world, &login, "uma frase nova").await), csrf: String::new() };
        let page = world.get(&here, "/me").await.body;
        let session = between(&page, "name=\"session\" value=\"", "\"").to_owned();
        world.post(&here, "/me/sessions", &[("session", &session)]).await;
        assert!(world.get(&there, "/me").await.location().starts_with("/sign-in"));
        assert_eq!(world.get(&here, "/me").await.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn a_team_is_made_renamed_told_to_whom_it_forwards_and_retired_when_it_is_empty() {
    for world in worlds().await {
        let (_, browser) = davi(&world).await;
        let mut ids = Vec::new();
        for name in ["Suporte", "Campo"] {
            let id = TeamId::new().to_string();
            for _ in 0..2 {
                let made = world.post(&browser, "/admin/teams", &[("id", &id), ("name", name)]).await;
                assert_eq!(made.location(), format!("/admin/teams/{id}"), "{}", made.body);
            }
            ids.push(id);
        }
        let other = TeamId::new().to_string();
        let taken = world.post(&browser, "/admin/teams", &[("id", &other), ("name", "Campo")]).await;
        assert!(taken.body.contains("Já há uma equipe com este nome"), "{}", taken.body);
        let page = format!("/admin/teams/{}", ids[0]);
        let seen = between(&world.get(&browser, &page).await.body, "name=\"seen\" value=\"", "\"").to_owned();
        let form = [("seen", seen.as_str()), ("name", "Suporte N1"), ("forwards", ids[1].as_str())];
        assert_eq!(world.post(&browser, &page, &form).await.status, StatusCode::SEE_OTHER);
        let late = [("seen", seen.as_str()), ("name", "Suporte N2")];
        let late = world.post(&browser, &page, &late).await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        assert!(late.body.contains("value=\"Suporte N2\"") && late.body.contains("<dd>Suporte N1</dd>"));
        let list = world.get(&browser, "/admin/teams").await.body;
        assert!(list.contains("Suporte N1") && list.contains("<td>Campo</td>"), "{list}");
        let campo = format!("/admin/teams/{}", ids[1]);
        assert_eq!(world.post(&browser, &format!("{campo}/retire"), &[]).await.status, StatusCode::SEE_OTHER);
        assert_eq!(world.get(&browser, &campo).await.status, StatusCode::NOT_FOUND);
        assert!(!world.get(&browser, &page).await.body.contains("Campo"), "nobody forwards to it");
        assert_eq!(
            world.post(&browser, &format!("{campo}/restore"), &[]).await.status,
            StatusCode::SEE_OTHER
        );
        assert_eq!(world.get(&browser, &campo).await.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn a_company_has_its_colour_where_it_can_be_read_and_those_who_work_there_get_it() {
    for world in worlds().await {
        let (_, browser) = davi(&world).await;
        let page = format!("/admin/companies/{}", world.ana.company);
        let colour = format!("{page}/colour");
        for (light, dark, words) in [
            ("#ffd400", "#7cc4e4", "Clara demais"),
            ("#0b5c7d", "#0b5c7d", "Escura demais"),
            ("azul", "#7cc4e4", "Escreva como"),
            ("#0b5c7d", "", "as duas cores"),
        ] {
            let refused =
                world.post(&browser, &colour, &[("seen", "0"), ("light", light), ("dark", dark)]).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{light} {dark}");
            assert!(
                refused.body.contains(words) && refused.body.contains(&format!("value=\"{light}\"")),
                "{}",
                refused.body
            );
        }
        let form = [("seen", "0"), ("light", "#8A1C4A"), ("dark", "#f29bc0")];
        assert_eq!(world.post(&browser, &colour, &form).await.status, StatusCode::SEE_OTHER);
        let late = world.post(&browser, &colour, &[("seen", "0"), ("light", ""), ("dark", "")]).await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        let ana = world.sign_in(&world.ana).await;
        let style = format!("/company/{}/style", world.ana.company);
        assert!(world.get(&ana, "/tasks").await.body.contains(&format!("{style}?v=1")));
        let sheet = world.get(&ana, &style).await;
        assert!(sheet.body.contains("--accent: light-dark(#8a1c4a, #f29bc0)"), "{}", sheet.body);
        assert_eq!(sheet.headers[header::CONTENT_TYPE], "text/css; charset=utf-8");
        let stranger = world.sign_in(&testing::actor(&world.db, &[Right::Serve]).await).await;
        assert_eq!(world.get(&stranger, &style).await.status, StatusCode::NOT_FOUND);

        let logo = |bytes: &[u8]| {
            let head = format!(
                "--b\r\ncontent-disposition: form-data; name=\"csrf\"\r\n\r\n{}\r\n--b\r\ncontent-disposition: form-data; name=\"logo\"; filename=\"a.png\"\r\ncontent-type: image/png\r\n\r\n",
                browser.csrf
            );
            let body = [head.as_bytes(), bytes, b"\r\n--b--\r\n"].concat();
            Request::post(format!("{page}/logo"))
                .header(header::COOKIE, &browser.cookie)
                .header(header::CONTENT_TYPE, "multipart/form-data; boundary=b")
                .header("sec-fetch-site", "same-origin")
                .body(Body::from(body))
                .unwrap()
        };
        let refused = world.send(logo(b"<svg onload=alert(1)>")).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.body.contains("Este arquivo não serve"), "{}", refused.body);
        assert_eq!(
            world.get(&ana, &format!("/company/{}/logo", world.ana.company)).await.status,
            StatusCode::NOT_FOUND
        );
    }
}

#[tokio::test]
async fn a_new_company_begins_with_what_one_needs_and_whoever_adds_it_works_there() {
    for world in worlds().await {
        let (davi, browser) = davi(&world).await;
        let id = balcao_access::CompanyId::new().to_string();
        let good = [
            ("id", id.as_str()),
            ("name", "Aurora Telecom Ltda."),
            ("trade", "Aurora"),
            ("tax", "11.222.333/0001-81"),
            ("prefix", "42"),
        ];
        for (field, bad, words) in [
            ("tax", "11.222.333/0001-82", "Este CNPJ não confere."),
            ("tax", "529.982.247-25", "Este CNPJ não confere."),
            ("trade", "", "Escreva um nome"),
            ("prefix", "7", "Um número de 10 a 99"),
        ] {
            let form = good.map(|(name, value)| (name, if name == field { bad } else { value }));
            let refused = world.post(&browser, "/admin/companies/new", &form).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{field} {bad}");
            assert!(refused.body.contains(words), "{}", refused.body);
        }
        for _ in 0..2 {
            let made = world.post(&browser, "/admin/companies/new", &good).await;
            assert_eq!(made.location(), format!("/admin/companies/{id}"), "{}", made.body);
        }
        let mut conn = world.db.read().await.unwrap();
        let user = users::by_id(&mut conn, davi.user.id).await.unwrap();
        assert_eq!(user.companies.len(), 2);
        drop(conn);
        let page = format!("/admin/companies/{id}");
        let seen =
            [("seen-name", "Aurora Telecom Ltda."), ("seen-trade", "Aurora"), ("seen-tax", "11222333000181")];
        let named = |trade: &'static str| {
            [("name", "Aurora Telecom Ltda."), ("trade", trade), ("tax", "11222333000181")]
        };
        let first = [named("Aurora Fibra"), seen].concat();
        assert_eq!(world.post(&browser, &page, &first).await.status, StatusCode::SEE_OTHER);
        let late = world.post(&browser, &page, &[named("Aurora Net"), seen].concat()).await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        assert!(
            late.body.contains("value=\"Aurora Net\"") && late.body.contains("<dd>Aurora Fibra</dd>"),
            "{}",
            late.body
        );
    }
}
