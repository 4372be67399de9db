//! Trust unlocks: who gets one, how it reaches the line, how it ends.

use balcao_access::audit::{self, Act};
use balcao_desk::contracts::{self, ContractStatus};
use balcao_desk::{ContractId, reports};
use balcao_network::equipment::{Heard, What};
use balcao_network::unlocks::{self, MAX_DAYS, NewUnlock};
use balcao_network::{Access, Equipment, Unlock, UnlockError, UnlockId};
use balcao_store::outbox::OutboxId;
use balcao_store::{DateTime, Db, Utc, now, on, testing as store};
use chrono::Days;

use crate::fixture::{Customer, customer, entry, put, servers, today, worker};

const ZONE: chrono_tz::Tz = chrono_tz::America::Sao_Paulo;

async fn plan(db: &Db, of: &Customer, days: u32) -> Result<Unlock, UnlockError> {
    let mut conn = db.read().await.unwrap();
    let reason = "Paga na sexta.".to_owned();
    let plan = Unlock::plan(&mut conn, &of.attendance, days, reason, today(), ZONE).await?;
    plan.check(&mut conn, &of.attendance, today()).await?;
    Ok(plan)
}

/// Unlocks, and returns the moment at which the block comes back, with the entry that sees to it.
async fn unlock(db: &Db, of: &Customer) -> (DateTime<Utc>, OutboxId) {
    let plan = plan(db, of, 2).await.unwrap();
    let mut tx = db.write().await.unwrap();
    let entries = plan.apply(&mut tx, &of.attendance, now(), today()).await.unwrap();
    let ids = put(&mut tx, entries).await;
    tx.commit().await.unwrap();
    (plan.again_at, *ids.last().unwrap())
}

async fn status(db: &Db, of: &Customer) -> ContractStatus {
    let mut conn = db.read().await.unwrap();
    contracts::served(&mut conn, &of.attendance).await.unwrap().unwrap().status
}

async fn pay(db: &Db, of: &Customer) {
    let mut tx = db.write().await.unwrap();
    on!(&mut tx, c => sqlx::query(
        "UPDATE invoice SET state = 'paid', paid_on = $2, paid_amount = amount WHERE id = $1")
        .bind(of.invoice).bind(today()).execute(c).await.map(drop))
    .unwrap();
    tx.commit().await.unwrap();
}

async fn ended_before(db: &Db, of: &Customer, days_ago: u64, kept: bool) {
    let day = today() - Days::new(days_ago);
    let unlock = NewUnlock {
        id: UnlockId::new(),
        contract: of.contract,
        request: of.attendance.request(),
        author: of.attendance.actor().user.id,
        day,
        until: day + Days::new(3),
        reason: "Paga na sexta.".into(),
        kept,
    };
    let mut tx = db.write().await.unwrap();
    unlocks::insert_many(&mut tx, &[unlock]).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn only_a_financial_block_is_lifted() {
    for db in store::databases().await {
        for status in ContractStatus::ALL {
            let one = customer(&db, *status).await;
            let planned = plan(&db, &one, 2).await;
            match status {
                ContractStatus::FinancialBlock => assert!(planned.is_ok(), "{planned:?}"),
                _ => assert!(matches!(planned, Err(UnlockError::NotBlocked)), "{status}: {planned:?}"),
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn days_counts_and_broken_promises_are_limited_whatever_a_plugin_says() {
    for db in store::databases().await {
        let one = customer(&db, ContractStatus::FinancialBlock).await;
        for days in [0, MAX_DAYS + 1, u32::MAX] {
            assert!(matches!(plan(&db, &one, days).await, Err(UnlockError::Days)), "{days}");
        }
        let mut too_far = plan(&db, &one, MAX_DAYS).await.unwrap();
        too_far.until = today() + Days::new(90);
        let refused =
            too_far.check(&mut db.read().await.unwrap(), &one.attendance, today()).await.unwrap_err();
        assert!(matches!(refused, UnlockError::Days), "{refused:?}");
        for _ in 0..4 {
            ended_before(&db, &one, 5, true).await;
        }
        assert!(matches!(plan(&db, &one, 2).await, Err(UnlockError::TooOften)));

        let another = customer(&db, ContractStatus::FinancialBlock).await;
        ended_before(&db, &another, 400, false).await;
        assert!(plan(&db, &another, 2).await.is_ok(), "after a year a broken promise is forgotten");
        ended_before(&db, &another, 300, false).await;
        assert!(matches!(plan(&db, &another, 2).await, Err(UnlockError::Broken)));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unlock_reaches_the_line_before_its_session_ends_and_the_second_of_two_is_refused() {
    for db in store::databases().await {
        let one = customer(&db, ContractStatus::FinancialBlock).await;
        let second = plan(&db, &one, 2).await.unwrap();
        unlock(&db, &one).await;
        assert_eq!(status(&db, &one).await, ContractStatus::Normal);
        let mut tx = db.write().await.unwrap();
        let refused = second.apply(&mut tx, &one.attendance, now(), today()).await.unwrap_err();
        assert!(matches!(refused, UnlockError::Running), "{refused:?}");
        drop(tx);
        let (told, equipment) = servers(|_| Heard::Done);
        let worker = worker(&db, &equipment);
        worker.round(now()).await.unwrap();
        worker.round(now()).await.unwrap();
        let renewed = What::Renew { from: Access::Blocked, to: Access::Normal, session: None };
        let whats: Vec<What> = told.lock().unwrap().iter().map(|order| order.what.clone()).collect();
        assert_eq!(whats, [What::Access(Access::Normal), renewed]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn unpaid_the_block_comes_back_once_on_many_hosts_and_after_a_restart() {
    for db in store::databases().await {
        let one = customer(&db, ContractStatus::FinancialBlock).await;
        let (again_at, reblock) = unlock(&db, &one).await;
        let (told, equipment) = servers(|_| Heard::Done);
        let first = worker(&db, &equipment);
        for at in [now(), now(), again_at - chrono::TimeDelta::seconds(1)] {
            first.round(at).await.unwrap();
        }
        assert_eq!(status(&db, &one).await, ContractStatus::Normal, "not before its moment");
        drop(first);

        // The process ends; two others begin, and both find it due.
        let again = store::reopened(&db, store::keys()).await;
        let none = Equipment::default();
        for _ in 0..3 {
            let (here, there) = (worker(&db, &none), worker(&again, &none));
            let (one_round, other_round) = tokio::join!(here.round(again_at), there.round(again_at));
            one_round.unwrap();
            other_round.unwrap();
        }
        assert_eq!(status(&db, &one).await, ContractStatus::FinancialBlock);
        // What that wants of the access servers is due at the time at which it was written.
        for _ in 0..2 {
            let (here, there) = (worker(&db, &equipment), worker(&again, &equipment));
            let (one_round, other_round) = tokio::join!(here.round(now()), there.round(now()));
            one_round.unwrap();
            other_round.unwrap();
        }
        let blocks = told.lock().unwrap().iter().filter(|o| o.what == What::Access(Access::Blocked)).count();
        assert_eq!(blocks, 1, "{told:?}");
        let settled = entry(&db, reblock).await;
        assert_eq!(settled.answer.as_deref(), Some("sem pagamento: bloqueado de novo"));
        assert!(matches!(plan(&db, &one, 1).await, Err(UnlockError::Broken)));
        let mut conn = db.read().await.unwrap();
        let lines = audit::of_request(&mut conn, db.keys(), one.attendance.request().0).await.unwrap();
        let ends: Vec<_> = lines.iter().filter(|line| line.line.act == Act::UnlockEnded).collect();
        assert_eq!(ends.len(), 1);
        assert_eq!((ends[0].line.actor, &ends[0].line.fields["kept"]), (None, &false.into()));
        let told = reports::page(&mut conn, &one.attendance, None).await.unwrap().reports;
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(told[0].author.is_none() && told[0].text.ends_with("bloqueado de novo."), "{told:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_that_was_reduced_comes_back_reduced() {
    for db in store::databases().await {
        let one = customer(&db, ContractStatus::FinancialBlock).await;
        let mut tx = db.write().await.unwrap();
        on!(&mut tx, c => sqlx::query("UPDATE connection SET access = 'reduced', wanted = 'reduced'")
            .execute(c).await.map(drop))
        .unwrap();
        tx.commit().await.unwrap();
        let (again_at, _) = unlock(&db, &one).await;
        let (told, equipment) = servers(|_| Heard::Done);
        let worker = worker(&db, &equipment);
        for at in [now(), now(), again_at, now(), now()] {
            worker.round(at).await.unwrap();
        }
        let access: Vec<What> = told.lock().unwrap().iter().map(|order| order.what.clone()).collect();
        let access: Vec<_> = access.into_iter().filter(|what| matches!(what, What::Access(_))).collect();
        assert_eq!(access, [What::Access(Access::Normal), What::Access(Access::Reduced)]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn paid_by_then_nothing_is_blocked() {
    for db in store::databases().await {
        let one = customer(&db, ContractStatus::FinancialBlock).await;
        let (again_at, reblock) = unlock(&db, &one).await;
        pay(&db, &one).await;
        let (told, equipment) = servers(|_| Heard::Done);
        worker(&db, &equipment).round(again_at).await.unwrap();
        assert_eq!(status(&db, &one).await, ContractStatus::Normal);
        assert_eq!(entry(&db, reblock).await.answer.as_deref(), Some("pago: continua desbloqueado"));
        assert!(told.lock().unwrap().iter().all(|order| order.what != What::Access(Access::Blocked)));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_access_servers_the_end_comes_all_the_same_and_the_orders_wait() {
    for db in store::databases().await {
        let one = customer(&db, ContractStatus::FinancialBlock).await;
        let (again_at, _) = unlock(&db, &one).await;
        worker(&db, &Equipment::default()).round(again_at).await.unwrap();
        assert_eq!(status(&db, &one).await, ContractStatus::FinancialBlock);
        let waiting: i64 = on!(&mut db.read().await.unwrap(), c => sqlx::query_scalar(
            "SELECT count(*) FROM outbox WHERE kind = 'line-block' AND state = 'waiting'")
            .fetch_one(c).await)
        .unwrap();
        assert_eq!(waiting, 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_contract_that_was_cancelled_meanwhile_is_left_as_it_is() {
    for db in store::databases().await {
        let one = customer(&db, ContractStatus::FinancialBlock).await;
        let (again_at, _) = unlock(&db, &one).await;
        turn(&db, one.contract, ContractStatus::Normal, ContractStatus::Cancelled).await;
        let (_, equipment) = servers(|_| Heard::Done);
        worker(&db, &equipment).round(again_at).await.unwrap();
        assert_eq!(status(&db, &one).await, ContractStatus::Cancelled);
    }
}

async fn turn(db: &Db, contract: ContractId, from: ContractStatus, to: ContractStatus) {
    let mut tx = db.write().await.unwrap();
    assert!(contracts::turn(&mut tx, contract, from, to).await.unwrap());
    tx.commit().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_due_date_is_no_payment() {
    for db in store::databases().await {
        let one = customer(&db, ContractStatus::FinancialBlock).await;
        let (again_at, _) = unlock(&db, &one).await;
        let later = today() + Days::new(60);
        let mut tx = db.write().await.unwrap();
        on!(&mut tx, c => sqlx::query(
            "INSERT INTO reschedule (id, invoice, request, author, at, day, old_due, new_due, keep_charges, reason)
             SELECT $1, id, $3, $4, $5, $6, due, $7, $8, 'pediu' FROM invoice WHERE id = $2")
            .bind(balcao_store::Uuid::now_v7()).bind(one.invoice).bind(one.attendance.request())
            .bind(one.attendance.actor().user.id).bind(now()).bind(today()).bind(later).bind(true)
            .execute(&mut *c).await.map(drop))
        .unwrap();
        on!(&mut tx, c => sqlx::query("UPDATE invoice SET due = $2 WHERE id = $1")
            .bind(one.invoice).bind(later).execute(c).await.map(drop))
        .unwrap();
        tx.commit().await.unwrap();
        let (_, equipment) = servers(|_| Heard::Done);
        worker(&db, &equipment).round(again_at).await.unwrap();
        assert_eq!(status(&db, &one).await, ContractStatus::FinancialBlock);
    }
}
