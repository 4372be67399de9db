use balcao_billing::invoices::{self, State, Totals};
use balcao_billing::{charges, late_rules};
use balcao_brazil::Money;
use balcao_brazil::late::LateRule;
use balcao_store::testing::databases;

use crate::fixture::*;

#[tokio::test]
async fn an_invoice_is_worth_more_when_it_is_late_by_its_companys_rule() {
    for db in databases().await {
        let (attendance, contract) = served(&db).await;
        let (late, _) = invoice(&db, contract, in_days(-5), State::Open).await;
        let mut conn = db.read().await.unwrap();
        let seen = invoices::one(&mut conn, &attendance, late, today()).await.unwrap().unwrap();
        assert_eq!((seen.amount, seen.today, seen.overdue), (Money(10_000), Money(10_217), true));
        drop(conn);
        let mut tx = db.write().await.unwrap();
        late_rules::set(&mut tx, attendance.company(), LateRule::new(100, 0).unwrap()).await.unwrap();
        tx.commit().await.unwrap();
        let mut conn = db.read().await.unwrap();
        let seen = invoices::one(&mut conn, &attendance, late, today()).await.unwrap().unwrap();
        assert_eq!(seen.today, Money(10_100));
    }
}

#[tokio::test]
async fn totals_count_open_invoices_alone() {
    for db in databases().await {
        let (attendance, contract) = served(&db).await;
        invoice(&db, contract, in_days(-5), State::Open).await;
        invoice(&db, contract, in_days(10), State::Open).await;
        for state in [State::Paid, State::Cancelled, State::Renegotiated] {
            invoice(&db, contract, in_days(-30), state).await;
        }
        let totals = invoices::totals(&mut db.read().await.unwrap(), &attendance, today()).await.unwrap();
        let expected = Totals { open: 2, overdue: 1, amount: Money(20_000), today: Money(20_217) };
        assert_eq!(totals, expected);
    }
}

#[tokio::test]
async fn pages_hold_every_invoice_once_the_newest_due_date_first() {
    for db in databases().await {
        let (attendance, contract) = served(&db).await;
        for n in 0..60 {
            // Two of each day, so that a page ends between two of the same day.
            invoice(&db, contract, in_days(-(n / 2)), if n % 3 == 0 { State::Open } else { State::Paid })
                .await;
        }
        for (open_only, count) in [(false, 60), (true, 20)] {
            let (mut cursor, mut seen) = (None, Vec::new());
            loop {
                let mut conn = db.read().await.unwrap();
                let page = invoices::page(&mut conn, &attendance, open_only, cursor, today()).await.unwrap();
                seen.extend(page.invoices.into_iter().map(|invoice| (invoice.due, invoice.id)));
                // As it travels through a page's address.
                cursor = page.cursor.map(|cursor| cursor.to_string().parse().unwrap());
                if cursor.is_none() {
                    break;
                }
            }
            assert_eq!(seen.len(), count);
            assert!(seen.is_sorted_by(|a, b| a > b));
        }
        assert!("2026-11-24".parse::<invoices::Cursor>().is_err());
    }
}

#[tokio::test]
async fn only_a_registered_charge_of_an_open_invoice_can_be_paid() {
    for db in databases().await {
        let (attendance, contract) = served(&db).await;
        let (_, open) = invoice(&db, contract, in_days(3), State::Open).await;
        let mut conn = db.read().await.unwrap();
        let charge = charges::one(&mut conn, &attendance, open).await.unwrap().unwrap();
        assert_eq!((charge.amount, charge.registration), (Money(10_000), registration(1)));
        drop(conn);
        for state in [State::Paid, State::Cancelled, State::Renegotiated] {
            let (_, charge) = invoice(&db, contract, in_days(3), state).await;
            let mut conn = db.read().await.unwrap();
            assert_eq!(charges::one(&mut conn, &attendance, charge).await.unwrap(), None, "{state}");
        }
    }
}

#[tokio::test]
async fn nothing_of_another_customer_or_company_can_be_reached() {
    for db in databases().await {
        let (attendance, contract_of_ana) = served(&db).await;
        let (own, _) = invoice(&db, contract_of_ana, in_days(3), State::Open).await;
        // The same person with another company, and another person with the same company.
        let there = agent(&db).await;
        let elsewhere = contract(&db, there.company, attendance.person()).await;
        let other = person(&db).await;
        let of_other = contract(&db, attendance.company(), other).await;
        for foreign in [elsewhere, of_other] {
            let (invoice, charge) = invoice(&db, foreign, in_days(3), State::Open).await;
            let mut conn = db.read().await.unwrap();
            assert!(invoices::one(&mut conn, &attendance, invoice, today()).await.unwrap().is_none());
            assert!(charges::one(&mut conn, &attendance, charge).await.unwrap().is_none());
            assert!(charges::awaiting(&mut conn, &attendance).await.unwrap().is_empty());
        }
        let mut conn = db.read().await.unwrap();
        let page = invoices::page(&mut conn, &attendance, false, None, today()).await.unwrap();
        assert_eq!(page.invoices.iter().map(|invoice| invoice.id).collect::<Vec<_>>(), [own]);
        assert_eq!(invoices::totals(&mut conn, &attendance, today()).await.unwrap().open, 1);
    }
}
