//! Users for the tests of other rooms, made and signed in as real ones are.

use balcao_store::{Conn, DateTime, Db, Tx, Utc, Uuid, on};

use crate::users::{self, NewUser, PasswordHash};
use crate::{
    Actor, Company, CompanyId, Labels, Locale, Profile, ProfileId, Right, Rights, UserId, companies,
    profiles, sessions,
};

/// A new company with a user of those rights, signed in.
pub async fn actor(db: &Db, rights: &[Right]) -> Actor {
    let id = CompanyId::new();
    let mut tx = db.write().await.expect("a transaction");
    let known = companies::list(&mut tx).await.expect("companies").len();
    let company = Company {
        id,
        name: format!("Provedor {known} Ltda."),
        trade_name: format!("Provedor {known}"),
        tax_id: format!("{known:014}"),
        protocol_prefix: i32::try_from(known).expect("few companies"),
    };
    companies::create(&mut tx, &company).await.expect("a company");
    tx.commit().await.expect("committed");
    colleague(db, id, rights).await
}

/// Another user of those rights in a company that exists, signed in.
pub async fn colleague(db: &Db, company: CompanyId, rights: &[Right]) -> Actor {
    let mut tx = db.write().await.expect("a transaction");
    let user = user(&mut tx, company, rights).await;
    tx.commit().await.expect("committed");
    sign_in_as(db, user).await
}

/// A user of those rights, with a profile of its own and no password.
pub async fn user(tx: &mut Tx, company: CompanyId, rights: &[Right]) -> UserId {
    let unique = Uuid::new_v4().simple().to_string();
    let profile = Profile {
        id: ProfileId::new(),
        key: unique.clone(),
        name: Labels::new("Suporte", "Support", "Soporte"),
        rights: Rights::of(rights),
    };
    profiles::create(tx, &profile).await.expect("a profile");
    let id = UserId::new();
    let user = NewUser {
        id,
        login: unique,
        name: "Ana Souza".into(),
        team: None,
        profile: profile.id,
        companies: vec![company],
        locale: Locale::Pt,
    };
    users::create(tx, &user, &PasswordHash("none".into())).await.expect("a user");
    id
}

/// Signs a user in without a password.
pub async fn sign_in_as(db: &Db, user: UserId) -> Actor {
    let mut tx = db.write().await.expect("a transaction");
    let token = sessions::start(&mut tx, user, None).await.expect("a session");
    let actor = sessions::find(&mut tx, &token, None).await.expect("found").expect("signed in");
    tx.commit().await.expect("committed");
    actor
}

/// Does what only somebody with the whole database in hands can do: takes the triggers away first.
pub async fn tamper(db: &Db, sql: &[&'static str]) {
    let mut tx = db.write().await.expect("a change of the trail");
    match &mut *tx {
        Conn::Sqlite(c) => {
            let triggers: Vec<String> =
                sqlx::query_scalar("SELECT name FROM sqlite_master WHERE type = 'trigger'")
                    .fetch_all(&mut **c)
                    .await
                    .expect("a change of the trail");
            for trigger in triggers {
                let drop = sqlx::AssertSqlSafe(format!("DROP TRIGGER {trigger}"));
                sqlx::raw_sql(drop).execute(&mut **c).await.expect("a change of the trail");
            }
        }
        Conn::Postgres(c) => {
            sqlx::raw_sql("SET LOCAL session_replication_role = 'replica'")
                .execute(&mut **c)
                .await
                .expect("a change of the trail");
        }
    }
    for statement in sql {
        let changed = on!(&mut tx, c => sqlx::query(*statement)
            .execute(c).await.map(|done| done.rows_affected()))
        .expect("a change of the trail");
        assert!(changed > 0, "{statement}");
    }
    tx.commit().await.expect("a change of the trail");
}

/// The code that an authenticator shows at a moment, for the secret that was typed into it.
pub fn code(secret: &str, at: DateTime<Utc>) -> String {
    crate::second_factor::shown(secret, at)
}
