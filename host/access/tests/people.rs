//! Users that are changed and disabled, their sessions, second factors, and what a sign-in may lack, on both
//! databases.

use std::net::IpAddr;

use balcao_access::audit::Act;
use balcao_access::users::{self, Edit, Edited, PasswordHash};
use balcao_access::{
    AccessError, Actor, Answer, Client, CompanyId, Entered, Locale, PasswordProblem, Right, SignInError,
    Step, StepError, StepProblem, Team, TeamId, Token, companies, go_on, is_own_password, second_factor,
    sessions, sign_in, teams, testing,
};
use balcao_store::testing::databases;
use balcao_store::{Db, now, on};
use chrono::TimeDelta;

const PASSWORD: &str = "correct horse battery";

fn home() -> IpAddr {
    "192.0.2.7".parse().unwrap()
}

/// Gives a user a password that only they know.
async fn with_password(db: &Db, actor: &Actor) -> String {
    let hash = PasswordHash::of(PASSWORD).await.unwrap();
    let mut tx = db.write().await.unwrap();
    users::set_password(&mut tx, actor.user.id, &hash).await.unwrap();
    tx.commit().await.unwrap();
    actor.user.login.clone()
}

/// The secret of a second factor that a user has from now on, and the first of the recovery codes.
async fn enrolled(db: &Db, actor: &Actor) -> (String, String) {
    let mut tx = db.write().await.unwrap();
    let enrolment = second_factor::begin(&mut tx, &actor.user).await.unwrap();
    // The code of a while ago: the present one is still to be used.
    let before = now() - TimeDelta::seconds(300);
    let code = testing::code(&enrolment.secret, before);
    let codes = second_factor::confirm(&mut tx, actor.user.id, &code, before).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    (enrolment.secret, codes[0].clone())
}

fn unfinished(done: Result<(Token, Actor), SignInError>) -> (Token, Step) {
    match done {
        Err(SignInError::Unfinished { token, step }) => (token, step),
        other => panic!("{other:?}"),
    }
}

fn refused(done: Result<Entered, StepError>) -> StepProblem {
    match done {
        Err(StepError::Refused { why, .. }) => why,
        other => panic!("{other:?}"),
    }
}

fn over(done: Result<Entered, StepError>) -> bool {
    matches!(done, Err(StepError::Over))
}

async fn is_session(db: &Db, token: &Token) -> bool {
    sessions::find(&mut db.read().await.unwrap(), token, None).await.unwrap().is_some()
}

async fn acts(db: &Db) -> Vec<String> {
    on!(&mut db.read().await.unwrap(), c => sqlx::query_scalar(
        "SELECT act FROM audit_line ORDER BY at, chain, seq").fetch_all(c).await)
    .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_that_somebody_else_made_is_changed_before_anything_is_seen() {
    for db in databases().await {
        let ana = testing::actor(&db, &[]).await;
        let login = with_password(&db, &ana).await;
        let hash = PasswordHash::of("made by the desk").await.unwrap();
        let mut tx = db.write().await.unwrap();
        users::hand_out_password(&mut tx, ana.user.id, &hash).await.unwrap();
        tx.commit().await.unwrap();

        let (half, step) = unfinished(sign_in(&db, &login, "made by the desk", home()).await);
        assert_eq!(step, Step::NewPassword);
        assert!(!is_session(&db, &half).await, "what is not finished opens nothing");
        for (password, why) in [
            ("short", PasswordProblem::TooShort),
            ("12345678", PasswordProblem::Common),
            (&*login, PasswordProblem::Login),
            ("made by the desk", PasswordProblem::Same),
        ] {
            let problem = refused(go_on(&db, &half, Answer::NewPassword(password), home()).await);
            assert_eq!(problem, StepProblem::Password(why));
        }
        let entered = go_on(&db, &half, Answer::NewPassword("of my own choice"), home()).await.unwrap();
        assert_eq!(entered.actor.user.id, ana.user.id);
        assert_ne!(entered.token.expose(), half.expose(), "a session has a token of its own");
        assert!(is_session(&db, &entered.token).await);
        assert!(over(go_on(&db, &half, Answer::NewPassword("once more of it"), home()).await));
        sign_in(&db, &login, "of my own choice", home()).await.expect("it is the password from now on");
        assert_eq!(acts(&db).await, ["password-set", "signed-in", "signed-in"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_opens_once_and_a_recovery_code_stands_in_for_it_once() {
    for db in databases().await {
        let ana = testing::actor(&db, &[]).await;
        let login = with_password(&db, &ana).await;
        let (secret, recovery) = enrolled(&db, &ana).await;
        let code = testing::code(&secret, now());
        let begin = async || unfinished(sign_in(&db, &login, PASSWORD, home()).await);

        let (half, step) = begin().await;
        assert_eq!(step, Step::Code);
        assert!(!is_session(&db, &half).await);
        assert_eq!(refused(go_on(&db, &half, Answer::Code("000000 "), home()).await), StepProblem::WrongCode);
        go_on(&db, &half, Answer::Code(&code), home()).await.expect("the code of now");
        let (half, _) = begin().await;
        let again = go_on(&db, &half, Answer::Code(&code), home()).await;
        assert_eq!(refused(again), StepProblem::WrongCode, "it was used");

        let typed = recovery.to_uppercase().replace('-', " ");
        let entered = go_on(&db, &half, Answer::Code(&typed), home()).await.unwrap();
        assert!(entered.recovery.is_empty());
        let (half, _) = begin().await;
        let again = go_on(&db, &half, Answer::Code(&recovery), home()).await;
        assert_eq!(refused(again), StepProblem::WrongCode, "it is used up");
        let factor = second_factor::of(&mut db.read().await.unwrap(), ana.user.id).await.unwrap().unwrap();
        assert_eq!(factor.codes_left, 7);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn codes_of_one_user_are_tried_one_after_the_other_and_open_one_session() {
    for db in databases().await {
        let ana = testing::actor(&db, &[]).await;
        let login = with_password(&db, &ana).await;
        let (secret, _) = enrolled(&db, &ana).await;
        let code = testing::code(&secret, now());
        let mut halves = Vec::new();
        for _ in 0..4 {
            halves.push(unfinished(sign_in(&db, &login, PASSWORD, home()).await).0);
        }
        let mut tries = tokio::task::JoinSet::new();
        for half in halves {
            let (db, code) = (db.clone(), code.clone());
            tries.spawn(async move { go_on(&db, &half, Answer::Code(&code), home()).await.is_ok() });
        }
        let opened = tries.join_all().await.into_iter().filter(|opened| *opened).count();
        assert_eq!(opened, 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn twenty_wrong_codes_make_their_user_wait_and_nobody_else() {
    for db in databases().await {
        let ana = testing::actor(&db, &[]).await;
        let bruno = testing::colleague(&db, ana.company, &[]).await;
        let (ana_login, bruno_login) = (with_password(&db, &ana).await, with_password(&db, &bruno).await);
        let (secret, recovery) = enrolled(&db, &ana).await;
        let (bruno_secret, _) = enrolled(&db, &bruno).await;
        let (half, _) = unfinished(sign_in(&db, &ana_login, PASSWORD, home()).await);
        let mut looked_at = 0;
        for _ in 0..20 {
            match refused(go_on(&db, &half, Answer::Code("123"), home()).await) {
                StepProblem::WrongCode => looked_at += 1,
                StepProblem::Limited { until } => assert!(until > now()),
                other => panic!("{other:?}"),
            }
        }
        assert_eq!(looked_at, 10);
        // Neither the right code nor a right password ends the wait.
        let (half, _) = unfinished(sign_in(&db, &ana_login, PASSWORD, home()).await);
        for right in [testing::code(&secret, now()), recovery] {
            let problem = refused(go_on(&db, &half, Answer::Code(&right), home()).await);
            assert!(matches!(problem, StepProblem::Limited { .. }), "{problem:?}");
        }
        // At the next desk, from the same address.
        let (half, _) = unfinished(sign_in(&db, &bruno_login, PASSWORD, home()).await);
        let code = testing::code(&bruno_secret, now());
        go_on(&db, &half, Answer::Code(&code), home()).await.expect("the colleague signs in");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn twenty_wrong_passwords_make_their_user_wait_and_nobody_else() {
    for db in databases().await {
        let ana = testing::actor(&db, &[]).await;
        let bruno = testing::colleague(&db, ana.company, &[]).await;
        let (ana, bruno) = (with_password(&db, &ana).await, with_password(&db, &bruno).await);
        let mut waits = 0;
        for _ in 0..20 {
            let error = sign_in(&db, &ana, "wrong password", home()).await.unwrap_err();
            waits += usize::from(matches!(error, SignInError::Limited { .. }));
        }
        assert_eq!(waits, 10);
        sign_in(&db, &bruno, PASSWORD, home()).await.expect("from the same address");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_profile_may_require_a_second_factor_which_is_set_up_at_the_sign_in() {
    for db in databases().await {
        let ana = testing::actor(&db, &[]).await;
        let login = with_password(&db, &ana).await;
        let mut tx = db.write().await.unwrap();
        assert!(second_factor::require(&mut tx, ana.user.profile.id, true).await.unwrap());
        assert!(!second_factor::require(&mut tx, ana.user.profile.id, true).await.unwrap(), "no change");
        tx.commit().await.unwrap();

        let (_, Step::Enrol(seen)) = unfinished(sign_in(&db, &login, PASSWORD, home()).await) else {
            panic!("a second factor is asked for")
        };
        // Who knows the password and only looked has seen a secret that is not the user's.
        let (half, Step::Enrol(enrolment)) = unfinished(sign_in(&db, &login, PASSWORD, home()).await) else {
            panic!("a second factor is asked for")
        };
        assert_ne!(seen.secret, enrolment.secret);
        let wrong = testing::code(&seen.secret, now());
        let Err(StepError::Refused { step, why }) = go_on(&db, &half, Answer::Code(&wrong), home()).await
        else {
            panic!("a code of another secret")
        };
        assert_eq!((step, why), (Step::Enrol(enrolment.clone()), StepProblem::WrongCode));
        let code = testing::code(&enrolment.secret, now());
        let entered = go_on(&db, &half, Answer::Code(&code), home()).await.unwrap();
        assert_eq!(entered.recovery.len(), 8);

        let (half, step) = unfinished(sign_in(&db, &login, PASSWORD, home()).await);
        assert_eq!(step, Step::Code);
        let again = go_on(&db, &half, Answer::Code(&code), home()).await;
        assert_eq!(refused(again), StepProblem::WrongCode, "the code that set it up is used");
        // Whoever administers users takes it away; it is asked for again.
        let mut tx = db.write().await.unwrap();
        second_factor::remove(&mut tx, ana.user.id).await.unwrap();
        tx.commit().await.unwrap();
        let (_, step) = unfinished(sign_in(&db, &login, PASSWORD, home()).await);
        assert!(matches!(step, Step::Enrol(_)));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_database_holds_no_secret_and_no_code_that_can_be_read() {
    for db in databases().await {
        let ana = testing::actor(&db, &[]).await;
        let (secret, recovery) = enrolled(&db, &ana).await;
        let sealed: Vec<u8> = on!(&mut db.read().await.unwrap(), c => sqlx::query_scalar(
            "SELECT secret FROM second_factor").fetch_one(c).await)
        .unwrap();
        let digests: Vec<Vec<u8>> = on!(&mut db.read().await.unwrap(), c => sqlx::query_scalar(
            "SELECT digest FROM recovery_code").fetch_all(c).await)
        .unwrap();
        assert!(sealed.len() > 60 && digests.iter().all(|digest| digest.len() == 32));
        let plain = secret.replace(' ', "");
        for bytes in digests.iter().chain([&sealed]) {
            let text = String::from_utf8_lossy(bytes);
            assert!(!text.contains(&plain) && !text.contains(&recovery));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_user_is_changed_as_the_form_saw_it_and_a_stale_form_changes_nothing() {
    for db in databases().await {
        let davi = testing::actor(&db, &[Right::Administer]).await;
        let ana = testing::colleague(&db, davi.company, &[Right::Serve]).await;
        let team = Team { id: TeamId::new(), name: "Suporte".into() };
        let mut tx = db.write().await.unwrap();
        teams::create(&mut tx, &team).await.unwrap();
        let seen = users::version(&mut tx, ana.user.id).await.unwrap();
        let edit = Edit {
            name: " Ana Souza Lima ".into(),
            team: Some(team.id),
            profile: ana.user.profile.id,
            companies: vec![davi.company],
            locale: Locale::Es,
        };
        let Edited::Done(Some(line)) = users::edit(&mut tx, &davi, ana.user.id, seen, &edit).await.unwrap()
        else {
            panic!("it is done")
        };
        assert_eq!((line.act, line.actor), (Act::UserChanged, Some(davi.user.id)));
        assert_eq!(line.fields["changed"], serde_json::json!(["name", "team", "locale"]));
        assert!(!line.fields.to_string().contains("Lima"), "names of people are not in the trail");
        let again = users::edit(&mut tx, &davi, ana.user.id, seen, &edit).await.unwrap();
        assert_eq!(again, Edited::Done(None), "sent twice");
        let late = Edit { name: "Ana".into(), ..edit.clone() };
        let stale = users::edit(&mut tx, &davi, ana.user.id, seen, &late).await.unwrap();
        assert_eq!(stale, Edited::Stale);
        let user = users::by_id(&mut tx, ana.user.id).await.unwrap();
        assert_eq!((user.name.as_str(), user.team, user.locale), ("Ana Souza Lima", Some(team), Locale::Es));

        let nowhere = Edit { companies: vec![], ..edit.clone() };
        let now_seen = users::version(&mut tx, ana.user.id).await.unwrap();
        let refused = users::edit(&mut tx, &davi, ana.user.id, now_seen, &nowhere).await;
        assert!(matches!(refused, Err(AccessError::Invalid(_))));
        let elsewhere = Edit { companies: vec![CompanyId::new()], ..edit };
        let refused = users::edit(&mut tx, &davi, ana.user.id, now_seen, &elsewhere).await;
        assert!(matches!(refused, Err(AccessError::OtherCompany)));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_who_may_administer_stays() {
    for db in databases().await {
        let davi = testing::actor(&db, &[Right::Administer]).await;
        let ana = testing::colleague(&db, davi.company, &[Right::Serve]).await;
        let last = |done: Result<_, AccessError>| matches!(done, Err(AccessError::LastAdministrator));
        let moved = Edit {
            name: "Davi".into(),
            team: None,
            profile: ana.user.profile.id,
            companies: vec![davi.company],
            locale: Locale::Pt,
        };
        let mut tx = db.write().await.unwrap();
        assert!(last(users::disable(&mut tx, davi.user.id).await));
        drop(tx);
        let mut tx = db.write().await.unwrap();
        let seen = users::version(&mut tx, davi.user.id).await.unwrap();
        assert!(last(users::edit(&mut tx, &davi, davi.user.id, seen, &moved).await.map(drop)));
        drop(tx);

        let second = testing::colleague(&db, davi.company, &[Right::Administer]).await;
        // Each disables the other at the same moment: one of them is left.
        let off = |id| {
            let db = db.clone();
            async move {
                let mut tx = db.write().await.unwrap();
                let done = users::disable(&mut tx, id).await;
                if done.is_ok() {
                    tx.commit().await.unwrap();
                }
                done
            }
        };
        let (one, other) = tokio::join!(off(davi.user.id), off(second.user.id));
        assert_eq!([one.is_ok(), other.is_ok()].iter().filter(|done| **done).count(), 1, "{one:?} {other:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_disabled_may_be_let_in_again() {
    for db in databases().await {
        let davi = testing::actor(&db, &[Right::Administer]).await;
        let ana = testing::colleague(&db, davi.company, &[]).await;
        let login = with_password(&db, &ana).await;
        let mut tx = db.write().await.unwrap();
        users::disable(&mut tx, ana.user.id).await.unwrap();
        tx.commit().await.unwrap();
        assert!(matches!(sign_in(&db, &login, PASSWORD, home()).await, Err(SignInError::Disabled)));
        let mut tx = db.write().await.unwrap();
        assert!(users::enable(&mut tx, &davi, ana.user.id).await.unwrap().is_some());
        assert_eq!(users::enable(&mut tx, &davi, ana.user.id).await.unwrap(), None, "sent twice");
        tx.commit().await.unwrap();
        sign_in(&db, &login, PASSWORD, home()).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sessions_are_seen_with_their_place_and_ended_one_or_all() {
    for db in databases().await {
        let ana = testing::actor(&db, &[]).await;
        let login = with_password(&db, &ana).await;
        let client = Client { address: home(), browser: Some("Firefox · Linux".into()) };
        let (one, actor) = sign_in(&db, &login, PASSWORD, client).await.unwrap();
        let (two, _) = sign_in(&db, &login, PASSWORD, home()).await.unwrap();
        let (three, _) = sign_in(&db, &login, PASSWORD, home()).await.unwrap();
        let seen = sessions::of(&mut db.read().await.unwrap(), ana.user.id).await.unwrap();
        assert_eq!(seen.len(), 3);
        let own = seen.iter().find(|session| session.id == actor.session).unwrap();
        assert_eq!(
            (own.address.as_deref(), own.browser.as_deref()),
            (Some("192.0.2.7"), Some("Firefox · Linux"))
        );

        let stranger = testing::actor(&db, &[]).await;
        let mut tx = db.write().await.unwrap();
        let other = seen.iter().find(|session| session.id != actor.session).unwrap().id;
        let of_another = sessions::end_one(&mut tx, &actor, stranger.user.id, other).await.unwrap();
        assert_eq!(of_another, None, "a session is ended as that of its user alone");
        let line = sessions::end_one(&mut tx, &actor, ana.user.id, other).await.unwrap().unwrap();
        assert_eq!(line.act, Act::SessionsEnded);
        tx.commit().await.unwrap();
        assert!(is_session(&db, &one).await);
        assert_ne!(is_session(&db, &two).await, is_session(&db, &three).await);
        let mut tx = db.write().await.unwrap();
        sessions::end_others(&mut tx, &actor, ana.user.id).await.unwrap();
        tx.commit().await.unwrap();
        assert!(
            is_session(&db, &one).await && !is_session(&db, &two).await && !is_session(&db, &three).await
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn ones_own_password_is_asked_for_and_counted_like_a_sign_in() {
    for db in databases().await {
        let ana = testing::actor(&db, &[]).await;
        let login = with_password(&db, &ana).await;
        let (here, actor) = sign_in(&db, &login, PASSWORD, home()).await.unwrap();
        let (there, _) = sign_in(&db, &login, PASSWORD, home()).await.unwrap();
        assert!(matches!(is_own_password(&db, &actor, "wrong password").await, Err(SignInError::Wrong)));
        is_own_password(&db, &actor, PASSWORD).await.unwrap();
        let hash = PasswordHash::for_login(&login, "another password").await.unwrap();
        let mut tx = db.write().await.unwrap();
        users::choose_password(&mut tx, &actor, &hash).await.unwrap();
        tx.commit().await.unwrap();
        assert!(is_session(&db, &here).await && !is_session(&db, &there).await);
        for _ in 0..10 {
            is_own_password(&db, &actor, PASSWORD).await.unwrap_err();
        }
        let error = is_own_password(&db, &actor, "another password").await.unwrap_err();
        assert!(matches!(error, SignInError::Limited { .. }), "{error}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_administers_those_alone_who_work_where_one_does() {
    for db in databases().await {
        let davi = testing::actor(&db, &[Right::Administer]).await;
        let ana = testing::colleague(&db, davi.company, &[]).await;
        let other = testing::actor(&db, &[]).await;
        assert!(users::administers(&davi, &ana.user) && users::administers(&davi, &davi.user));
        assert!(!users::administers(&davi, &other.user) && !users::administers(&ana, &ana.user));
        let mut tx = db.write().await.unwrap();
        companies::add_user(&mut tx, other.company, ana.user.id).await.unwrap();
        let both = users::by_id(&mut tx, ana.user.id).await.unwrap();
        assert!(!users::administers(&davi, &both), "her password would open the other company");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn teams_are_renamed_and_retired_and_their_names_are_their_own() {
    for db in databases().await {
        let team = |name: &str| Team { id: TeamId::new(), name: name.into() };
        let (one, two) = (team("Suporte"), team("Campo"));
        let mut tx = db.write().await.unwrap();
        for team in [&one, &two] {
            teams::create(&mut tx, team).await.unwrap();
        }
        teams::rename(&mut tx, one.id, " Suporte N1 ").await.unwrap();
        teams::set_retired(&mut tx, two.id, true).await.unwrap();
        assert_eq!(teams::list(&mut tx).await.unwrap(), [Team { name: "Suporte N1".into(), ..one.clone() }]);
        assert_eq!(teams::retired(&mut tx).await.unwrap(), [two]);
        assert!(matches!(teams::rename(&mut tx, one.id, " ").await, Err(AccessError::Invalid(_))));
        tx.commit().await.unwrap();
        let mut tx = db.write().await.unwrap();
        let taken = teams::rename(&mut tx, one.id, "Campo").await;
        assert!(matches!(taken, Err(AccessError::Taken("team"))), "a retired one keeps its name: {taken:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_company_is_changed_as_the_form_saw_it_and_its_look_has_versions() {
    for db in databases().await {
        let id = testing::actor(&db, &[]).await.company;
        let mut tx = db.write().await.unwrap();
        let company = companies::one(&mut tx, id).await.unwrap();
        let seen = companies::Legal {
            name: company.name.clone(),
            trade_name: company.trade_name.clone(),
            tax_id: company.tax_id.clone(),
        };
        let legal = companies::Legal { trade_name: "Aurora".into(), ..seen.clone() };
        assert!(companies::edit(&mut tx, id, &seen, &legal).await.unwrap());
        let other = companies::Legal { trade_name: "Boreal".into(), ..seen.clone() };
        assert!(!companies::edit(&mut tx, id, &seen, &other).await.unwrap(), "it was changed meanwhile");
        assert_eq!(companies::one(&mut tx, id).await.unwrap().trade_name, "Aurora");

        assert_eq!(companies::look(&mut tx, id).await.unwrap(), companies::Look::default());
        companies::set_colours(&mut tx, id, Some(("#0b5c7d", "#7cc4e4"))).await.unwrap();
        companies::set_logo(&mut tx, id, Some(b"png")).await.unwrap();
        let look = companies::look(&mut tx, id).await.unwrap();
        assert_eq!(look.colours, Some(("#0b5c7d".into(), "#7cc4e4".into())));
        assert_eq!((look.has_logo, look.version), (true, 2));
        companies::set_colours(&mut tx, id, None).await.unwrap();
        assert_eq!(companies::look(&mut tx, id).await.unwrap().colours, None);
    }
}
