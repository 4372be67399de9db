//! Signing in, sessions and users, on both databases.

use std::net::IpAddr;
use std::time::Duration;

use balcao_access::audit::{self, Act};
use balcao_access::users::{self, NewUser, PasswordHash};
use balcao_access::{
    AccessError, Company, CompanyId, Locale, Right, SignInError, Token, UserId, companies, sessions, sign_in,
    teams, testing,
};
use balcao_store::testing::databases;
use balcao_store::{Db, now, on};
use chrono::TimeDelta;
use futures_util::FutureExt;

const PASSWORD: &str = "correct horse battery";

fn home() -> IpAddr {
    "192.0.2.7".parse().unwrap()
}

/// A user `ana` with that password, in a company of her own.
async fn ana(db: &Db) -> UserId {
    let actor = testing::actor(db, &[Right::Serve]).await;
    let hash = PasswordHash::of(PASSWORD).await.unwrap();
    let mut tx = db.write().await.unwrap();
    on!(&mut tx, c => sqlx::query("UPDATE user_account SET login = 'ana' WHERE id = $1")
        .bind(actor.user.id).execute(c).await.map(drop))
    .unwrap();
    users::set_password(&mut tx, actor.user.id, &hash).await.unwrap();
    tx.commit().await.unwrap();
    actor.user.id
}

async fn found(db: &Db, token: &Token) -> bool {
    let mut conn = db.read().await.unwrap();
    sessions::find(&mut conn, token, None).await.unwrap().is_some()
}

async fn run(db: &Db, sql: &'static str, time: chrono::DateTime<chrono::Utc>) {
    let mut tx = db.write().await.unwrap();
    on!(&mut tx, c => sqlx::query(sql).bind(time).execute(c).await.map(drop)).unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_right_password_opens_a_session_whatever_the_case_of_the_login() {
    for db in databases().await {
        let id = ana(&db).await;
        let (token, actor) = sign_in(&db, " ANA ", PASSWORD, home()).await.unwrap();
        assert_eq!(actor.user.id, id);
        assert_eq!(actor.from, Some(home()));
        assert!(actor.may(Right::Serve) && !actor.may(Right::Administer));
        assert!(actor.user.companies.contains(&actor.company));
        assert!(found(&db, &token).await);
        let (again, _) = sign_in(&db, "ana", PASSWORD, home()).await.unwrap();
        assert_ne!(again.expose(), token.expose(), "every sign-in has a token of its own");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_and_an_unknown_login_get_the_same_answer() {
    for db in databases().await {
        ana(&db).await;
        for (login, password) in [("ana", "wrong password"), ("nobody", PASSWORD), ("", "")] {
            let error = sign_in(&db, login, password, home()).await.unwrap_err();
            assert!(matches!(error, SignInError::Wrong), "{login}: {error}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn after_ten_failures_the_account_waits_and_others_do_not() {
    for db in databases().await {
        ana(&db).await;
        for _ in 0..10 {
            let error = sign_in(&db, "ana", "wrong password", home()).await.unwrap_err();
            assert!(matches!(error, SignInError::Wrong), "{error}");
        }
        let error = sign_in(&db, "ana", PASSWORD, home()).await.unwrap_err();
        assert!(matches!(error, SignInError::Limited { until } if until > now()), "{error}");
        let error = sign_in(&db, "bruno", PASSWORD, home()).await.unwrap_err();
        assert!(matches!(error, SignInError::Wrong), "the address is still free: {error}");
        run(&db, "UPDATE sign_in_failure SET last_at = $1", now() - TimeDelta::minutes(1)).await;
        sign_in(&db, "ana", PASSWORD, home()).await.expect("the wait is over");
        let error = sign_in(&db, "ana", "wrong password", home()).await.unwrap_err();
        assert!(matches!(error, SignInError::Wrong), "a success forgets the failures: {error}");
        sign_in(&db, "ana", PASSWORD, home()).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn failures_at_the_same_moment_do_not_slip_through() {
    for db in databases().await {
        ana(&db).await;
        let mut tries = tokio::task::JoinSet::new();
        for _ in 0..24 {
            let db = db.clone();
            tries.spawn(async move { sign_in(&db, "ana", "wrong password", home()).await.err() });
        }
        let outcomes = tries.join_all().await;
        let looked_at = outcomes.iter().filter(|e| matches!(e, Some(SignInError::Wrong))).count();
        assert!((10..=11).contains(&looked_at), "{looked_at} tries were looked at");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_hangs_up_before_the_answer_has_failed_all_the_same() {
    for db in databases().await {
        ana(&db).await;
        assert!(sign_in(&db, "ana", "wrong password", home()).now_or_never().is_none());
        let counted = async || {
            let mut conn = db.read().await.unwrap();
            let failures: i64 = on!(&mut conn, c => sqlx::query_scalar(
                "SELECT COUNT(*) FROM sign_in_failure WHERE failures = 1").fetch_one(c).await)
            .unwrap();
            failures == 2
        };
        let wait = async {
            while !counted().await {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(Duration::from_secs(30), wait).await.expect("of the account and the address");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_fails_on_many_accounts_waits() {
    for db in databases().await {
        ana(&db).await;
        sign_in(&db, "nobody", PASSWORD, home()).await.unwrap_err();
        let mut tx = db.write().await.unwrap();
        on!(&mut tx, c => sqlx::query("UPDATE sign_in_failure SET failures = 200")
            .execute(c).await.map(drop))
        .unwrap();
        tx.commit().await.unwrap();
        let error = sign_in(&db, "ana", PASSWORD, home()).await.unwrap_err();
        assert!(matches!(error, SignInError::Limited { .. }), "{error}");
        sign_in(&db, "ana", PASSWORD, "192.0.2.8".parse::<IpAddr>().unwrap()).await.expect("from elsewhere");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hash_of_old_parameters_is_renewed_at_the_sign_in() {
    use argon2::{Algorithm, Argon2, Params, PasswordHasher, Version};
    let weak = Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(8, 1, 1, None).unwrap());
    let weak = weak.hash_password(PASSWORD.as_bytes()).unwrap().to_string();
    for db in databases().await {
        ana(&db).await;
        let mut tx = db.write().await.unwrap();
        on!(&mut tx, c => sqlx::query("UPDATE user_account SET password_hash = $1")
            .bind(&weak).execute(c).await.map(drop))
        .unwrap();
        tx.commit().await.unwrap();
        sign_in(&db, "ana", PASSWORD, home()).await.unwrap();
        let hash: String = on!(&mut db.read().await.unwrap(), c => sqlx::query_scalar(
            "SELECT password_hash FROM user_account WHERE login = 'ana'").fetch_one(c).await)
        .unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        sign_in(&db, "ana", PASSWORD, home()).await.expect("the same password still");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_disabled_is_out_at_once_and_stays_out() {
    for db in databases().await {
        let id = ana(&db).await;
        let (token, _) = sign_in(&db, "ana", PASSWORD, home()).await.unwrap();
        let mut tx = db.write().await.unwrap();
        users::disable(&mut tx, id).await.unwrap();
        tx.commit().await.unwrap();
        assert!(!found(&db, &token).await);
        let error = sign_in(&db, "ana", PASSWORD, home()).await.unwrap_err();
        assert!(matches!(error, SignInError::Disabled), "{error}");
        let error = sign_in(&db, "ana", "wrong password", home()).await.unwrap_err();
        assert!(matches!(error, SignInError::Wrong), "only the password tells: {error}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_password_ends_every_session() {
    for db in databases().await {
        let id = ana(&db).await;
        let (token, _) = sign_in(&db, "ana", PASSWORD, home()).await.unwrap();
        let hash = PasswordHash::of("another password").await.unwrap();
        let mut tx = db.write().await.unwrap();
        users::set_password(&mut tx, id, &hash).await.unwrap();
        tx.commit().await.unwrap();
        assert!(!found(&db, &token).await);
        assert!(sign_in(&db, "ana", PASSWORD, home()).await.is_err());
        sign_in(&db, "ana", "another password", home()).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_ends_when_idle_when_old_and_when_left() {
    for db in databases().await {
        ana(&db).await;
        let (token, actor) = sign_in(&db, "ana", PASSWORD, home()).await.unwrap();
        let almost = TimeDelta::seconds(30);
        run(&db, "UPDATE session SET used_at = $1", now() - sessions::IDLE + almost).await;
        assert!(found(&db, &token).await);
        sessions::touch(&db, &actor).await.unwrap();
        run(&db, "UPDATE session SET used_at = $1 WHERE used_at < $1", now() - sessions::IDLE).await;
        assert!(found(&db, &token).await, "it was used just now");
        run(&db, "UPDATE session SET used_at = $1", now() - sessions::IDLE).await;
        assert!(!found(&db, &token).await, "idle");

        let (token, _) = sign_in(&db, "ana", PASSWORD, home()).await.unwrap();
        run(&db, "UPDATE session SET started_at = $1", now() - sessions::ABSOLUTE).await;
        assert!(!found(&db, &token).await, "old");

        let (token, actor) = sign_in(&db, "ana", PASSWORD, home()).await.unwrap();
        let (other, _) = sign_in(&db, "ana", PASSWORD, home()).await.unwrap();
        let mut tx = db.write().await.unwrap();
        sessions::end(&mut tx, &actor).await.unwrap();
        tx.commit().await.unwrap();
        assert!(!found(&db, &token).await, "left");
        assert!(found(&db, &other).await, "the other session goes on");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_database_does_not_hold_the_token() {
    for db in databases().await {
        ana(&db).await;
        let (token, _) = sign_in(&db, "ana", PASSWORD, home()).await.unwrap();
        let hashes: Vec<Vec<u8>> = on!(&mut db.read().await.unwrap(), c => sqlx::query_scalar(
            "SELECT token_hash FROM session").fetch_all(c).await)
        .unwrap();
        for hash in hashes {
            let digits: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
            assert_ne!(digits, token.expose());
            assert_ne!(hash, token.expose().as_bytes());
        }
        let guessed: Token = "0".repeat(64).parse().unwrap();
        assert!(!found(&db, &guessed).await);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_user_works_only_for_a_company_of_her_own() {
    for db in databases().await {
        let actor = testing::actor(&db, &[]).await;
        let other = testing::actor(&db, &[]).await.company;
        let mut tx = db.write().await.unwrap();
        let refused = sessions::choose_company(&mut tx, &actor, other).await;
        assert!(matches!(refused, Err(AccessError::OtherCompany)));
        let line = sessions::choose_company(&mut tx, &actor, actor.company).await.unwrap();
        assert_eq!((line.act, line.actor), (Act::CompanyChosen, Some(actor.user.id)));
        sessions::set_locale(&mut tx, &actor, Locale::En).await.unwrap();
        tx.commit().await.unwrap();
        let user = users::by_id(&mut db.read().await.unwrap(), actor.user.id).await.unwrap();
        assert_eq!(user.locale, Locale::En);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_in_a_company_that_the_user_left_is_over() {
    for db in databases().await {
        let id = ana(&db).await;
        let (token, _) = sign_in(&db, "ana", PASSWORD, home()).await.unwrap();
        let mut tx = db.write().await.unwrap();
        on!(&mut tx, c => sqlx::query("DELETE FROM user_company WHERE user_account = $1")
            .bind(id).execute(c).await.map(drop))
        .unwrap();
        tx.commit().await.unwrap();
        assert!(!found(&db, &token).await);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sign_ins_are_in_the_audit_trail_without_what_was_typed() {
    for db in databases().await {
        let id = ana(&db).await;
        sign_in(&db, "ana", PASSWORD, home()).await.unwrap();
        sign_in(&db, "my-password-by-mistake", "ana", home()).await.unwrap_err();
        sign_in(&db, "ana", "wrong password", home()).await.unwrap_err();
        let lines: Vec<(String, Option<UserId>, Option<String>, String)> =
            on!(&mut db.read().await.unwrap(), c => sqlx::query_as(
                "SELECT act, actor, address, fields FROM audit_line ORDER BY at").fetch_all(c).await)
            .unwrap();
        let acts: Vec<_> = lines.iter().map(|line| (line.0.as_str(), line.1)).collect();
        let failed = (Act::SignInFailed.as_str(), None);
        assert_eq!(acts, [(Act::SignedIn.as_str(), Some(id)), failed, failed]);
        let named: Vec<_> = lines.iter().map(|line| line.3.contains(&id.to_string())).collect();
        assert_eq!(named, [false, false, true], "whose password was wrong");
        assert!(lines.iter().all(|line| line.2.as_deref() == Some("192.0.2.7")));
        assert!(lines.iter().all(|line| !line.3.contains("password")));
        assert_eq!(audit::verify(&db).await.unwrap().first_bad, None);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_taken_or_malformed_is_refused_by_name() {
    for db in databases().await {
        let actor = testing::actor(&db, &[]).await;
        let hash = PasswordHash::of(PASSWORD).await.unwrap();
        let new = |login: &str, companies: Vec<CompanyId>| NewUser {
            id: UserId::new(),
            login: login.into(),
            name: "Bruno".into(),
            team: None,
            profile: actor.user.profile.id,
            companies,
            locale: Locale::Pt,
        };
        let own = vec![actor.company];
        let mut tx = db.write().await.unwrap();
        users::create(&mut tx, &new("Bruno", own.clone()), &hash).await.unwrap();
        tx.commit().await.unwrap();
        let bruno = users::by_login(&mut db.read().await.unwrap(), "bruno").await.unwrap();
        assert_eq!((bruno.login.as_str(), &bruno.companies), ("bruno", &own));
        for (bad, taken) in [
            (new("BRUNO", own.clone()), true),
            (new("b", own.clone()), false),
            (new("bru no", own.clone()), false),
            (new("carla", vec![]), false),
        ] {
            let mut tx = db.write().await.unwrap();
            match users::create(&mut tx, &bad, &hash).await.unwrap_err() {
                AccessError::Taken("login") => assert!(taken),
                AccessError::Invalid(_) => assert!(!taken),
                other => panic!("{other}"),
            }
        }
        let mut tx = db.write().await.unwrap();
        let nobody = users::set_password(&mut tx, UserId::new(), &hash).await;
        assert!(matches!(nobody, Err(AccessError::NotFound("user"))));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn companies_teams_and_users_are_listed_by_name() {
    for db in databases().await {
        let actor = testing::actor(&db, &[]).await;
        let team = teams::Team { id: teams::TeamId::new(), name: "Suporte".into() };
        let second = Company {
            id: CompanyId::new(),
            name: "Aurora Telecom Ltda.".into(),
            trade_name: "Aurora".into(),
            tax_id: "12345678000195".into(),
            protocol_prefix: 42,
        };
        let mut tx = db.write().await.unwrap();
        teams::create(&mut tx, &team).await.unwrap();
        companies::create(&mut tx, &second).await.unwrap();
        tx.commit().await.unwrap();
        let mut conn = db.read().await.unwrap();
        assert_eq!(teams::list(&mut conn).await.unwrap(), [team]);
        assert_eq!(companies::one(&mut conn, second.id).await.unwrap(), second);
        let listed = companies::list(&mut conn).await.unwrap();
        assert_eq!(listed.iter().map(|company| company.id).collect::<Vec<_>>(), [second.id, actor.company]);
        let users = users::list(&mut conn).await.unwrap();
        assert_eq!(users.len(), 1);
        assert_eq!(users[0].companies, [actor.company]);
    }
}
