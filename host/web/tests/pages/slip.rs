//! Slips as a PDF: for whoever has a link, for as long as it is good and they can be paid; and for an
//! agent whose screen shows invoices.

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use balcao_access::audit::{self, Act};
use balcao_billing::charges::{self, NewCharge, Registration};
use balcao_billing::invoices::{self, NewInvoice, State};
use balcao_billing::links::{GOOD_FOR, Link};
use balcao_billing::{ChargeId, InvoiceId};
use balcao_brazil::Money;
use balcao_brazil::slip::{Barcode, SlipParts};
use balcao_desk::{Attendance, Origin, contracts};
use balcao_store::{NaiveDate, now, on};
use chrono::TimeDelta;
use tower::ServiceExt;

use crate::support::{World, worlds};

async fn charge(world: &World) -> (InvoiceId, ChargeId) {
    let mut tx = world.db.write().await.unwrap();
    let attendance = Attendance::open(&mut tx, &world.ana, world.request.parse().unwrap()).await.unwrap();
    let contract = contracts::all(&mut tx, &attendance).await.unwrap()[0].id;
    let (id, charge, due) =
        (InvoiceId::new(), ChargeId::new(), NaiveDate::from_ymd_opt(2030, 1, 10).unwrap());
    let free_field = &"3".repeat(25);
    let parts = SlipParts { bank: "341", due: Some(due), amount: Money(9_990), free_field };
    let barcode = Barcode::build(&parts).unwrap();
    let registration = Registration {
        our_number: "1".into(),
        line: barcode.line().as_str().into(),
        barcode: barcode.as_str().into(),
        pix: None,
    };
    let invoice = NewInvoice {
        id,
        contract,
        number: "FAT1".into(),
        amount: Money(9_990),
        issued_on: None,
        due,
        first_due: due,
        state: State::Open,
        paid: None,
        reschedules: 0,
        charge: Some(charge),
        origin: Origin::own(now()),
    };
    let kept = NewCharge {
        id: charge,
        invoice: id,
        bank: "341".into(),
        amount: Money(9_990),
        due,
        state: charges::State::Registered,
        registration: Some(registration),
        created_at: now(),
    };
    invoices::insert_many(&mut tx, &[invoice]).await.unwrap();
    charges::insert_many(&mut tx, &[kept]).await.unwrap();
    tx.commit().await.unwrap();
    (id, charge)
}

/// As somebody without a session, and in bytes.
async fn opened(world: &World, path: &str) -> (StatusCode, HeaderMap, Vec<u8>) {
    let request = Request::get(path).body(Body::empty()).unwrap();
    let (parts, body) = world.app.clone().oneshot(request).await.unwrap().into_parts();
    (parts.status, parts.headers, to_bytes(body, usize::MAX).await.unwrap().to_vec())
}

#[tokio::test]
async fn a_link_opens_its_slip_alone_and_tells_nobody_where_it_was() {
    for world in worlds().await {
        let (_, charge) = charge(&world).await;
        let link = format!("/slip/{}", Link::sign(world.db.keys(), &[charge], now() + GOOD_FOR));
        let (status, headers, file) = opened(&world, &link).await;
        assert_eq!(status, StatusCode::OK, "{}", String::from_utf8_lossy(&file));
        assert!(file.starts_with(b"%PDF-"));
        for (name, value) in [
            ("content-type", "application/pdf"),
            ("referrer-policy", "no-referrer"),
            ("x-robots-tag", "noindex, nofollow, noarchive"),
            ("cache-control", "no-store"),
            ("x-content-type-options", "nosniff"),
        ] {
            assert_eq!(headers[name], value);
        }
        assert!(
            headers[header::CONTENT_DISPOSITION]
                .to_str()
                .unwrap()
                .starts_with("inline; filename=\"boleto-FAT1.pdf")
        );
        assert!(!headers.contains_key(header::SET_COOKIE));
        let policies = headers.get_all(header::CONTENT_SECURITY_POLICY).iter().count();
        assert_eq!(policies, 1);
        let mut conn = world.db.read().await.unwrap();
        let kept: Vec<(String, Option<String>)> = on!(&mut conn, c => sqlx::query_as(
            "SELECT act, CAST(fields AS TEXT) FROM audit_line WHERE act = 'slip-link-opened'")
            .fetch_all(c).await)
        .unwrap();
        assert_eq!(kept.len(), 1);
        let fields = kept[0].1.clone().unwrap_or_default();
        assert!(fields.contains(&charge.to_string()) && !fields.contains(&link[6..]), "{fields}");
        assert_eq!(Act::SlipLinkOpened.to_string(), kept[0].0);
    }
}

#[tokio::test]
async fn a_link_that_is_forged_over_or_of_a_slip_that_was_paid_says_so() {
    for world in worlds().await {
        let (invoice, charge) = charge(&world).await;
        let keys = world.db.keys();
        let good = format!("/slip/{}", Link::sign(keys, &[charge], now() + GOOD_FOR));
        let over = format!("/slip/{}", Link::sign(keys, &[charge], now() - TimeDelta::minutes(1)));
        for (path, expected, words) in [
            ("/slip/nada", StatusCode::NOT_FOUND, ""),
            (&good[..good.len() - 1], StatusCode::NOT_FOUND, ""),
            (over.as_str(), StatusCode::GONE, "Este link venceu"),
        ] {
            let (status, headers, page) = opened(&world, path).await;
            assert_eq!(status, expected, "{path}");
            assert!(String::from_utf8_lossy(&page).contains(words));
            assert_eq!(headers["referrer-policy"], "no-referrer");
        }
        let mut tx = world.db.write().await.unwrap();
        on!(&mut tx, c => sqlx::query("UPDATE invoice SET state = 'cancelled' WHERE id = $1")
            .bind(invoice).execute(c).await.map(drop))
        .unwrap();
        tx.commit().await.unwrap();
        let (status, _, page) = opened(&world, &good).await;
        assert_eq!(status, StatusCode::GONE);
        assert!(String::from_utf8_lossy(&page).contains("não está mais disponível"));
    }
}

#[tokio::test]
async fn whoever_asks_too_often_waits() {
    let world = worlds().await.remove(0);
    let mut last = StatusCode::OK;
    for _ in 0..61 {
        last = opened(&world, "/slip/nada").await.0;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn an_agent_without_invoices_on_the_screen_opens_no_slip() {
    for world in worlds().await {
        let (_, charge) = charge(&world).await;
        let browser = world.sign_in(&world.ana).await;
        let path = format!("/attendance/{}/slip?charge={charge}", world.request);
        // Nothing in Ana's layout may see invoices.
        assert_eq!(world.get(&browser, &path).await.status, StatusCode::FORBIDDEN);
        let mut conn = world.db.read().await.unwrap();
        let lines = audit::of_person(&mut conn, world.db.keys(), world.person.0, 50).await.unwrap();
        assert!(lines.iter().all(|written| written.line.act != Act::SlipOpened));
        drop(conn);
        for wrong in ["", "?charge=x", "?charge="] {
            let path = format!("/attendance/{}/slip{wrong}", world.request);
            assert_eq!(world.get(&browser, &path).await.status, StatusCode::NOT_FOUND);
        }
    }
}
