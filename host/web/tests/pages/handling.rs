//! W9 without scripts: what can be done with a request at any time, and what a form is refused for.

use axum::http::StatusCode;
use balcao_access::{Right, audit, testing, users};

use crate::support::{Browser, World, between, worlds};

fn url(world: &World, page: &str) -> String {
    format!("/attendance/{}/{page}", world.request)
}

/// What a form that was drawn carries, and what it is filled in with.
async fn form<'a>(
    world: &World,
    browser: &Browser,
    page: &str,
    fields: &[(&'a str, &'a str)],
) -> Vec<(&'a str, String)> {
    let drawn = world.get(browser, &url(world, page)).await;
    assert_eq!(drawn.status, StatusCode::OK, "{}", drawn.body);
    let carried = ["seen", "form"]
        .map(|name| (name, between(&drawn.body, &format!("name=\"{name}\" value=\""), "\"").to_owned()));
    carried.into_iter().chain(fields.iter().map(|(name, value)| (*name, (*value).to_owned()))).collect()
}

async fn send(
    world: &World,
    browser: &Browser,
    page: &str,
    fields: &[(&str, String)],
) -> crate::support::Answer {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    world.post(browser, &url(world, page), &fields).await
}

/// The closing form, filled in as it should be.
const CLOSED: [(&str, &str); 5] = [
    ("kind", "second-copy"),
    ("situation", ""),
    ("status", "closed"),
    ("text", "Enviada a 2ª via."),
    ("audience", "internal"),
];

async fn lines(world: &World) -> Vec<audit::Act> {
    let mut conn = world.db.read().await.unwrap();
    let lines = audit::of_request(&mut conn, world.db.keys(), world.request.parse().unwrap()).await.unwrap();
    let acts = lines.iter().map(|line| line.line.act);
    acts.filter(|act| act.as_str().starts_with("request-") || *act == audit::Act::ReportWritten).collect()
}

#[tokio::test]
async fn the_closing_form_says_what_is_wrong_at_each_field_and_closes_once() {
    for world in worlds().await {
        let browser = world.sign_in(&world.ana).await;
        let empty =
            form(&world, &browser, "closing", &[("kind", ""), ("text", " "), ("audience", "internal")]).await;
        let refused = send(&world, &browser, "closing", &empty).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.body);
        for field in ["kind", "status", "text"] {
            assert!(refused.body.contains(&format!("id=\"{field}-error\"")), "{field}");
            assert!(refused.body.contains(&format!("href=\"#{field}\"")), "{field} in the summary");
        }
        // The contract is blocked: a connection that it does not have is no subject.
        let choices = world.get(&browser, &url(&world, "choose")).await;
        let choice = between(&choices.body, "name=\"choice\" value=\"", "\"").to_owned();
        world.post(&browser, &url(&world, "choose"), &[("choice", &choice)]).await;
        let mut wrong = form(&world, &browser, "closing", &CLOSED).await;
        wrong[2].1 = "no-connection".into();
        let refused = send(&world, &browser, "closing", &wrong).await;
        assert!(refused.body.contains("Este tipo não é permitido"), "{}", refused.body);
        assert!(refused.body.contains("Enviada a 2ª via."), "what was typed stays");

        let filled = form(&world, &browser, "closing", &CLOSED).await;
        for _ in 0..2 {
            let done = send(&world, &browser, "closing", &filled).await;
            let told = format!("/tasks?about={}", world.request);
            assert_eq!((done.status, done.location()), (StatusCode::SEE_OTHER, &*told), "{}", done.body);
            assert!(world.get(&browser, &told).await.body.contains(" encerrado."));
        }
        assert_eq!(lines(&world).await, [audit::Act::RequestClosed]);
        let again = world.get(&browser, &url(&world, "closing")).await;
        assert!(again.body.contains("Esta solicitação está encerrada"), "{}", again.body);
        assert!(!again.body.contains("name=\"seen\""), "no form that cannot be sent");
    }
}

#[tokio::test]
async fn a_form_that_comes_too_late_says_who_did_what_and_keeps_what_was_typed() {
    for world in worlds().await {
        let ana = world.sign_in(&world.ana).await;
        let bruno = testing::colleague(&world.db, world.ana.company, &[Right::Serve]).await;
        let bruno = world.sign_in(&bruno).await;
        let anas = form(&world, &ana, "closing", &CLOSED).await;
        let theirs = form(&world, &bruno, "schedule", &[("when", "2027-01-04T10:00"), ("text", "")]).await;
        assert_eq!(send(&world, &bruno, "schedule", &theirs).await.status, StatusCode::SEE_OTHER);

        let late = send(&world, &ana, "closing", &anas).await;
        assert_eq!(late.status, StatusCode::CONFLICT, "{}", late.body);
        for said in ["Alguém foi mais rápido", "Ana Souza agendou esta solicitação", "Enviada a 2ª via."]
        {
            assert!(late.body.contains(said), "{said}: {}", late.body);
        }
        assert_eq!(lines(&world).await, [audit::Act::RequestScheduled]);
        // The form that came back knows how it stands now.
        let again: Vec<(&str, String)> = anas
            .iter()
            .map(|(name, value)| match *name {
                "seen" | "form" => {
                    (*name, between(&late.body, &format!("name=\"{name}\" value=\""), "\"").to_owned())
                }
                _ => (*name, value.clone()),
            })
            .collect();
        let told = format!("/tasks?about={}", world.request);
        assert_eq!(send(&world, &ana, "closing", &again).await.location(), told);
        // After the end what was typed stands there, though there is no form for it any more.
        let late = send(&world, &ana, "closing", &anas).await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        assert!(late.body.contains("Enviada a 2ª via.") && late.body.contains("/reopen"), "{}", late.body);
    }
}

#[tokio::test]
async fn a_closed_request_is_reported_on_and_reopened_and_cancelled_with_reasons() {
    for world in worlds().await {
        let browser = world.sign_in(&world.ana).await;
        for (page, reason, wrong) in
            [("cancel", "duplicate", "came-back"), ("reopen", "came-back", "duplicate")]
        {
            for bad in ["", wrong] {
                let fields = form(&world, &browser, page, &[("reason", bad), ("text", "")]).await;
                let refused = send(&world, &browser, page, &fields).await;
                assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{page} {bad}");
                assert!(refused.body.contains("reason-error"), "{}", refused.body);
            }
            let fields = form(&world, &browser, page, &[("reason", reason), ("text", "Combinado.")]).await;
            let done = send(&world, &browser, page, &fields).await;
            assert_eq!(done.status, StatusCode::SEE_OTHER, "{page}: {}", done.body);
            if page == "cancel" {
                let report = world.get(&browser, &url(&world, "report")).await;
                assert!(report.body.contains("Cancelada. Motivo: Aberta em duplicidade."), "{}", report.body);
                assert!(report.body.contains("name=\"text\""), "it can be reported on: {}", report.body);
            }
        }
        let reopened = world.get(&browser, &url(&world, "report")).await;
        assert!(reopened.body.contains("Reaberta. Motivo: O problema voltou."), "{}", reopened.body);
        assert_eq!(lines(&world).await, [audit::Act::RequestCancelled, audit::Act::RequestReopened]);
    }
}

#[tokio::test]
async fn a_time_that_is_over_or_none_is_told_at_its_field() {
    for world in worlds().await {
        let browser = world.sign_in(&world.ana).await;
        for (typed, said) in [
            ("", "Informe o dia e a hora."),
            ("amanhã cedo", "Informe o dia e a hora."),
            ("2020-01-01T10:00", "Este horário já passou."),
            ("2999-01-01T10:00", "No máximo 366 dias"),
        ] {
            let fields = form(&world, &browser, "schedule", &[("when", typed), ("text", "Ligar.")]).await;
            let refused = send(&world, &browser, "schedule", &fields).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{typed}");
            assert!(refused.body.contains(said) && refused.body.contains("Ligar."), "{}", refused.body);
        }
        let long = "x".repeat(10_001);
        let fields =
            form(&world, &browser, "schedule", &[("when", "2027-01-04T10:00"), ("text", &long)]).await;
        let refused = send(&world, &browser, "schedule", &fields).await;
        assert!(refused.body.contains("id=\"text-error\""));
        assert!(lines(&world).await.is_empty());
    }
}

#[tokio::test]
async fn who_is_in_no_team_forwards_to_none_and_only_a_supervisor_reassigns() {
    for world in worlds().await {
        let browser = world.sign_in(&world.ana).await;
        let mut fields = form(&world, &browser, "forward", &CLOSED).await;
        fields.push(("team", world.person.to_string()));
        fields.push(("reason", "second-level".into()));
        let refused = send(&world, &browser, "forward", &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.body.contains("A sua equipe não encaminha"), "{}", refused.body);

        let chief = testing::colleague(&world.db, world.ana.company, &[Right::Serve, Right::Supervise]).await;
        let chief = world.sign_in(&chief).await;
        for wrong in ["", "user.", "team.x", "elsewhere"] {
            let fields = form(&world, &chief, "reassign", &[("to", wrong), ("text", "")]).await;
            let refused = send(&world, &chief, "reassign", &fields).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        }
        let to = format!("user.{}", world.ana.user.id);
        let mut fields = form(&world, &chief, "reassign", &[("text", "Volta para você.")]).await;
        fields.push(("to", to));
        let denied = send(&world, &browser, "reassign", &fields).await;
        assert_eq!(denied.status, StatusCode::FORBIDDEN);
        assert_eq!(send(&world, &chief, "reassign", &fields).await.status, StatusCode::SEE_OTHER);
        assert_eq!(lines(&world).await, [audit::Act::RequestReassigned]);
    }
}

#[tokio::test]
async fn a_form_without_what_ours_carries_is_none_of_ours() {
    for world in worlds().await {
        let browser = world.sign_in(&world.ana).await;
        for page in ["closing", "forward", "schedule", "cancel", "reopen"] {
            let forged = world.post(&browser, &url(&world, page), &CLOSED).await;
            assert_eq!(forged.status, StatusCode::FORBIDDEN, "{page}");
        }
        let fields = form(&world, &browser, "closing", &CLOSED).await;
        let mut tx = world.db.write().await.unwrap();
        users::disable(&mut tx, world.ana.user.id).await.unwrap();
        tx.commit().await.unwrap();
        let over = send(&world, &browser, "closing", &fields).await;
        assert_eq!(over.status, StatusCode::UNAUTHORIZED);
        assert!(lines(&world).await.is_empty());
    }
}
