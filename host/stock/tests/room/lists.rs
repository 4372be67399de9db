use balcao_desk::contracts::ContractStatus;
use balcao_stock::loans::{self, State};
use balcao_stock::{Cursor, consumption, orders};
use balcao_store::testing::databases;

use crate::fixture::*;

#[tokio::test]
async fn what_must_come_back_stands_first_then_what_is_lent_then_the_rest() {
    for db in databases().await {
        let (attendance, running) = served(&db).await;
        let (company, person) = (attendance.company(), attendance.person());
        let ended = contract(&db, company, person, ContractStatus::Cancelled).await;
        lend(
            &db,
            &[
                loan(running, "returned", State::Returned, day(90)),
                loan(running, "lost", State::Lost, day(80)),
                loan(running, "older", State::Lent, day(10)),
                loan(running, "newer", State::Lent, day(20)),
                loan(running, "replaced", State::Recalled, day(1)),
                loan(ended, "of a contract that ended", State::Lent, day(2)),
                loan(ended, "came back", State::Returned, day(3)),
            ],
        )
        .await;
        let page = loans::page(&mut db.read().await.unwrap(), &attendance, None).await.unwrap();
        let seen: Vec<(&str, bool)> =
            page.rows.iter().map(|loan| (loan.product.as_str(), loan.must_return)).collect();
        assert_eq!(
            seen,
            [
                ("of a contract that ended", true),
                ("replaced", true),
                ("newer", false),
                ("older", false),
                ("returned", false),
                ("lost", false),
                ("came back", false),
            ]
        );
    }
}

#[tokio::test]
async fn pages_hold_every_row_once_in_order() {
    for db in databases().await {
        let (attendance, contract) = served(&db).await;
        let states = [State::Lent, State::Recalled, State::Returned];
        let loans: Vec<_> =
            (0..130).map(|n| loan(contract, &n.to_string(), states[n as usize % 3], day(n / 6))).collect();
        lend(&db, &loans).await;
        use_and_sell(&db, &attendance, contract, 110).await;
        let mut conn = db.read().await.unwrap();
        let (mut lent, mut used, mut sold) = (Vec::new(), Vec::new(), Vec::new());
        let next = |cursor: Option<Cursor>| -> Option<Cursor> {
            // As it travels through a page's address.
            cursor.map(|cursor| cursor.to_string().parse().unwrap())
        };
        let mut cursor = None;
        loop {
            let page = loans::page(&mut conn, &attendance, cursor).await.unwrap();
            lent.extend(page.rows.into_iter().map(|row| (row.state, row.lent_on, row.id)));
            cursor = next(page.cursor);
            if cursor.is_none() {
                break;
            }
        }
        loop {
            let page = consumption::page(&mut conn, &attendance, cursor).await.unwrap();
            used.extend(page.rows.into_iter().map(|row| (row.on, row.id)));
            cursor = next(page.cursor);
            if cursor.is_none() {
                break;
            }
        }
        loop {
            let page = orders::page(&mut conn, &attendance, cursor).await.unwrap();
            sold.extend(page.rows.into_iter().map(|row| (row.on, row.id)));
            cursor = next(page.cursor);
            if cursor.is_none() {
                break;
            }
        }
        assert_eq!((lent.len(), used.len(), sold.len()), (130, 110, 110));
        assert!(used.is_sorted_by(|a, b| a > b) && sold.is_sorted_by(|a, b| a > b));
        for group in lent.chunk_by(|a, b| a.0 == b.0) {
            assert!(group.is_sorted_by(|a, b| (a.1, a.2) > (b.1, b.2)), "{group:?}");
        }
        assert_eq!(lent.chunk_by(|a, b| a.0 == b.0).count(), 3, "each group stands together");
    }
    for text in ["", "2026-01-01", "0_2026-01-01", "x_2026-01-01_y"] {
        assert!(text.parse::<Cursor>().is_err(), "{text}");
    }
}

#[tokio::test]
async fn nothing_of_another_customer_or_company_is_listed() {
    for db in databases().await {
        let (attendance, contract_of_ana) = served(&db).await;
        lend(&db, &[loan(contract_of_ana, "own", State::Lent, day(1))]).await;
        use_and_sell(&db, &attendance, contract_of_ana, 1).await;
        // The same person with another company, and another person with the same company.
        let there = agent(&db).await;
        let elsewhere = contract(&db, there.company, attendance.person(), ContractStatus::Normal).await;
        let stranger = person(&db).await;
        let of_stranger = contract(&db, attendance.company(), stranger, ContractStatus::Normal).await;
        let abroad = serve(&db, &there, attendance.person()).await;
        let other = serve(&db, attendance.actor(), stranger).await;
        for (serving, contract) in [(&abroad, elsewhere), (&other, of_stranger)] {
            lend(&db, &[loan(contract, "foreign", State::Lent, day(1))]).await;
            use_and_sell(&db, serving, contract, 1).await;
        }
        let mut conn = db.read().await.unwrap();
        let lent = loans::page(&mut conn, &attendance, None).await.unwrap();
        assert_eq!(lent.rows.iter().map(|row| row.product.as_str()).collect::<Vec<_>>(), ["own"]);
        let used = consumption::page(&mut conn, &attendance, None).await.unwrap();
        assert_eq!(used.rows.len(), 1);
        assert_eq!(used.rows[0].protocol.as_deref(), Some(attendance.protocol().as_str()));
        assert_eq!(orders::page(&mut conn, &attendance, None).await.unwrap().rows.len(), 1);
    }
}
