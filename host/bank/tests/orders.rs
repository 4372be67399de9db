//! The client and a bank over HTTP: what is ordered once is registered once, whatever goes wrong between.

use std::sync::Once;
use std::time::Duration;

use balcao_access::{CompanyId, Right, testing as access};
use balcao_bank::accounts::{self, AccountError, NewAccount, PixAccount, Secret};
use balcao_bank::peer::{Manner, Peer, issue};
use balcao_bank::{Banks, check};
use balcao_billing::ChargeId;
use balcao_billing::bank::{Answer, Mismatch};
use balcao_billing::charges::{Order, Payer, Registration, Unwanted};
use balcao_brazil::late::LateRule;
use balcao_brazil::{Money, TaxId};
use balcao_store::{Db, testing};
use chrono::NaiveDate;

struct Bench {
    peer: Peer,
    banks: Banks,
    db: Db,
    company: CompanyId,
}

/// TLS is asked for a provider even where nothing is encrypted.
fn provider() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| drop(rustls::crypto::ring::default_provider().install_default()));
}

fn account(company: CompanyId, url: &str) -> NewAccount {
    NewAccount {
        company,
        bank: "000".into(),
        label: "Banco de teste".into(),
        token_url: format!("{url}/token"),
        slip_url: format!("{url}/"),
        pix: Some(PixAccount { url: url.into(), key: "chave@provedor.example".into() }),
        client: "balcao".into(),
        secret: Secret { client_secret: "segredo".into(), identity: None },
    }
}

/// One on each database.
async fn benches() -> Vec<Bench> {
    provider();
    let mut benches = Vec::new();
    for db in testing::databases().await {
        let company = access::actor(&db, &[Right::Serve]).await.company;
        let peer = Peer::start("balcao", "segredo").await.unwrap();
        let mut tx = db.write().await.unwrap();
        accounts::add(&mut tx, &account(company, &peer.url()), balcao_store::now()).await.unwrap();
        tx.commit().await.unwrap();
        benches.push(Bench { banks: Banks::new(db.clone()), peer, db, company });
    }
    benches
}

impl Bench {
    fn order(&self) -> Order {
        Order {
            charge: ChargeId::new(),
            company: self.company,
            number: "FAT00000041".into(),
            bank: "000".into(),
            amount: Money(9_990),
            due: NaiveDate::from_ymd_opt(2026, 12, 10).unwrap(),
            late: LateRule::new(200, 100).unwrap(),
            payer: Payer {
                name: "Otávio Brandão Sampaio".into(),
                tax_id: TaxId::parse("529.982.247-25").ok(),
            },
        }
    }

    async fn register(&self, order: &Order) -> Answer<Registration> {
        (self.banks.bank())(order.clone()).await
    }

    async fn cancel(&self, order: &Order) -> Answer<()> {
        let unwanted = Unwanted {
            charge: order.charge,
            company: order.company,
            bank: order.bank.clone(),
            our_number: None,
        };
        (self.banks.canceller())(unwanted).await
    }
}

fn done(answer: Answer<Registration>) -> Registration {
    match answer {
        Answer::Done(registration, Some(told)) if told == "demonstração" => registration,
        other => panic!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_ordered_is_registered_and_asked_again_it_is_the_same() {
    for bench in benches().await {
        let order = bench.order();
        let first = done(bench.register(&order).await);
        assert_eq!(first.check(&order), Ok(()));
        assert_eq!(first, issue(order.charge, order.amount, order.due).unwrap());
        assert_eq!(done(bench.register(&order).await), first);
        let seen = bench.peer.seen();
        assert_eq!((seen.slips, seen.charges, seen.tokens), (1, 1, 1), "one token serves both");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_is_lost_leaves_one_slip_that_is_found_again() {
    for bench in benches().await {
        for manner in [Manner::Cuts, Manner::BreaksAfter] {
            let order = bench.order();
            let before = bench.peer.seen().slips;
            bench.peer.behave(manner);
            assert!(matches!(bench.register(&order).await, Answer::Unknown(_)), "{manner:?}");
            bench.peer.behave(Manner::Good);
            assert_eq!(done(bench.register(&order).await).check(&order), Ok(()));
            assert_eq!(bench.peer.seen().slips, before + 1, "{manner:?}: asked twice, registered once");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bank_that_fails_before_it_did_anything_registers_nothing() {
    for bench in benches().await {
        for (manner, unknown) in [(Manner::Breaks, true), (Manner::Busy, false)] {
            bench.peer.behave(manner);
            let answer = bench.register(&bench.order()).await;
            assert_eq!(matches!(answer, Answer::Unknown(_)), unknown, "{manner:?}: {answer:?}");
            assert_eq!(matches!(answer, Answer::Nobody(_)), !unknown, "{manner:?}: {answer:?}");
        }
        assert_eq!(bench.peer.seen().slips, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_is_told_in_the_banks_words() {
    for bench in benches().await {
        bench.peer.behave(Manner::Refuses);
        let answer = bench.register(&bench.order()).await;
        assert_eq!(answer, Answer::Refused("o banco recusou: pagador com restrição".into()));
        bench.peer.behave(Manner::NoPix);
        let Answer::Done(slip, Some(told)) = bench.register(&bench.order()).await else { panic!() };
        assert_eq!((slip.pix, told.as_str()), (None, "sem PIX: o banco recusou: chave não é desta conta"));
        let nobody = Order { payer: Payer { name: "Ana".into(), tax_id: None }, ..bench.order() };
        assert!(matches!(bench.register(&nobody).await, Answer::Refused(_)));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_there_is_not_unknown() {
    for bench in benches().await {
        let Bench { peer, banks, company, .. } = bench;
        let order = Bench { peer, banks: banks.clone(), db: bench.db.clone(), company }.order();
        // The peer is gone with its bench.
        let answer = (banks.bank())(order.clone()).await;
        assert!(matches!(answer, Answer::Nobody(_)), "{answer:?}");
        let elsewhere = Order { bank: "341".into(), ..order };
        let answer = (banks.bank())(elsewhere).await;
        assert_eq!(answer, Answer::Nobody("nenhuma conta do banco 341 está configurada".into()));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_bank_is_waited_for() {
    for bench in benches().await {
        bench.peer.behave(Manner::Slow(Duration::from_millis(300)));
        let order = bench.order();
        assert_eq!(done(bench.register(&order).await).check(&order), Ok(()));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_the_bank_forgot_is_had_anew_once() {
    for bench in benches().await {
        done(bench.register(&bench.order()).await);
        bench.peer.behave(Manner::ForgetsTokens);
        done(bench.register(&bench.order()).await);
        assert_eq!(bench.peer.seen().tokens, 2);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_what_was_ordered_is_seen_on_arrival() {
    for bench in benches().await {
        for (manner, wrong) in [
            (Manner::WrongValue, Mismatch::Amount),
            (Manner::WrongDue, Mismatch::Due),
            (Manner::BrokenBarcode, Mismatch::Barcode),
            (Manner::BrokenPix, Mismatch::Pix),
        ] {
            bench.peer.behave(manner);
            let order = bench.order();
            assert_eq!(done(bench.register(&order).await).check(&order), Err(wrong), "{manner:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_wants_is_cancelled_once_and_what_was_paid_is_told() {
    for bench in benches().await {
        let (order, paid) = (bench.order(), bench.order());
        done(bench.register(&order).await);
        done(bench.register(&paid).await);
        assert_eq!(bench.cancel(&order).await, Answer::Done((), None));
        assert_eq!(bench.cancel(&order).await, Answer::Done((), None));
        assert_eq!(bench.peer.seen().cancelled, 1);
        assert!(matches!(bench.register(&order).await, Answer::Refused(_)), "it is not brought back");
        bench.peer.pay(paid.charge);
        assert!(matches!(bench.cancel(&paid).await, Answer::Refused(_)));
        let never = bench.cancel(&bench.order()).await;
        assert_eq!(never, Answer::Done((), Some("não constava no banco".into())));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_is_checked_when_added_kept_sealed_and_can_be_removed() {
    for bench in benches().await {
        let mut tx = bench.db.write().await.unwrap();
        let now = balcao_store::now();
        let good = || account(bench.company, "https://api.bank.example");
        let twice = accounts::add(&mut tx, &good(), now).await.map(drop);
        assert!(matches!(twice, Err(AccountError::Taken)));
        drop(tx);
        let mut tx = bench.db.write().await.unwrap();
        for (wrong, named) in [
            (NewAccount { bank: "1".into(), ..good() }, "three digits"),
            (NewAccount { slip_url: "http://api.bank.example".into(), ..good() }, "https"),
            (NewAccount { client: String::new(), ..good() }, "client"),
            (
                NewAccount {
                    secret: Secret { client_secret: "x".into(), identity: Some("no pem".into()) },
                    ..good()
                },
                "PEM",
            ),
        ] {
            let error = accounts::add(&mut tx, &wrong, now).await.map(drop).unwrap_err();
            assert!(error.to_string().contains(named), "{error}");
        }
        let known = accounts::list(&mut tx).await.unwrap();
        assert_eq!(known.len(), 1);
        assert!(!format!("{known:?}").contains("segredo"));
        accounts::remove(&mut tx, bench.company, "000").await.unwrap();
        assert!(matches!(accounts::remove(&mut tx, bench.company, "000").await, Err(AccountError::NotFound)));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_check_tries_token_and_account_for_real() {
    use balcao_access::finding::Verdict;
    for bench in benches().await {
        let verdicts = async || {
            let found = check(&bench.db).await.unwrap();
            found.into_iter().map(|finding| finding.verdict).collect::<Vec<_>>()
        };
        assert_eq!(verdicts().await, [Verdict::Works]);
        bench.peer.behave(Manner::Busy);
        assert_eq!(verdicts().await, [Verdict::Failed]);
        let mut tx = bench.db.write().await.unwrap();
        accounts::remove(&mut tx, bench.company, "000").await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(verdicts().await, [Verdict::Warning]);
    }
}
