//! Sessions and usage, as a real FreeRADIUS writes them.

use balcao_network::usage::Day;
use chrono::{DateTime, DurationRound, NaiveDate, TimeDelta, TimeZone, Utc};

use crate::freeradius::{FreeRadius, LOGIN};
use crate::provider::{Provider, ZONE};

/// A packet of accounting: what is in all of them, and more.
fn packet(session: &str, status: &str, at: DateTime<Utc>, more: &str) -> String {
    format!(
        "User-Name=\"{LOGIN}\"\nAcct-Session-Id=\"{session}\"\nAcct-Status-Type={status}\n\
         NAS-IP-Address=127.0.0.1\nNAS-Port=7\nFramed-IP-Address=100.64.0.9\nEvent-Timestamp={}\n{more}\n",
        at.timestamp()
    )
}

/// At the provider, some days ago.
fn at(days_ago: i64, hour: u32) -> DateTime<Utc> {
    let day = today() - TimeDelta::days(days_ago);
    ZONE.from_local_datetime(&day.and_hms_opt(hour, 0, 0).unwrap()).unwrap().to_utc()
}

fn today() -> NaiveDate {
    Utc::now().with_timezone(&ZONE).date_naive()
}

async fn usage(provider: &Provider, days_ago: i64, until: i64) -> Vec<Day> {
    let equipment = provider.radius.clone().into_equipment(balcao_network::Equipment::default());
    let (first, last) = (today() - TimeDelta::days(days_ago), today() - TimeDelta::days(until));
    equipment.traffic(&provider.line(), first, last).await.expect("it answers")
}

/// Up and down, yesterday and today: it may be about midnight.
async fn lately(provider: &Provider) -> (u64, u64) {
    let days = usage(provider, 1, 0).await;
    (days.iter().map(|day| day.upload).sum(), days.iter().map(|day| day.download).sum())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_freeradius_writes_is_read_from_both_databases() {
    for provider in Provider::both().await {
        let server = provider.writes_here(FreeRadius::with);
        provider
            .knows("bng-1", "127.0.0.1:3799".parse().unwrap(), balcao_network::nas::Vendor::Other, "x")
            .await;
        let line = provider.line();
        assert_eq!(provider.radius.sessions(&line).await.unwrap(), []);

        // A live session counts up to its last update; what the access server took in is upload.
        let since = Utc::now().duration_trunc(TimeDelta::seconds(1)).unwrap() - TimeDelta::minutes(20);
        server.account(&packet("81a00042", "Start", since, ""));
        let counted = "Acct-Session-Time=600\nAcct-Input-Octets=1000\nAcct-Output-Octets=10\n\
                       Acct-Output-Gigawords=2";
        server.account(&packet("81a00042", "Interim-Update", since + TimeDelta::minutes(10), counted));
        let open = provider.radius.sessions(&line).await.unwrap();
        let [session] = open.as_slice() else { panic!("{open:?}") };
        assert_eq!((session.id.as_str(), session.since, session.nas.as_str()), ("81a00042", since, "bng-1"));
        assert_eq!(session.address, Some([100, 64, 0, 9].into()));
        assert_eq!(session.nas_address, Some([127, 0, 0, 1].into()));
        assert_eq!(lately(&provider).await, (1_000, 2 * (1 << 32) + 10));

        let stopped = "Acct-Session-Time=1200\nAcct-Input-Octets=2000\nAcct-Output-Octets=10\n\
                       Acct-Output-Gigawords=2\nAcct-Terminate-Cause=Admin-Reset";
        server.account(&packet("81a00042", "Stop", since + TimeDelta::minutes(15), stopped));
        assert_eq!(provider.radius.sessions(&line).await.unwrap(), []);
        assert_eq!(lately(&provider).await.0, 2_000);

        // One whose updates stopped long ago has ended without its end being told. How often they come
        // is not written on SQLite.
        server.account(&packet("81a00044", "Start", at(2, 10), ""));
        assert_eq!(provider.radius.sessions(&line).await.unwrap().len(), 1);
        server.account(&packet("81a00044", "Interim-Update", at(2, 11), "Acct-Session-Time=3600"));
        let stale = usize::from(provider.is_sqlite());
        assert_eq!(provider.radius.sessions(&line).await.unwrap().len(), stale);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_over_midnight_is_split_at_the_providers_midnight() {
    for provider in Provider::both().await {
        let server = provider.writes_here(FreeRadius::with);
        server.account(&packet("81a00043", "Start", at(4, 23), ""));
        let counted = "Acct-Session-Time=14400\nAcct-Input-Octets=4000000\nAcct-Output-Octets=20000000";
        server.account(&packet("81a00043", "Stop", at(3, 3), counted));
        let days: Vec<_> =
            usage(&provider, 5, 2).await.iter().map(|day| (day.upload, day.download)).collect();
        assert_eq!(days, [(0, 0), (1_000_000, 5_000_000), (3_000_000, 15_000_000), (0, 0)]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_accounting_that_is_not_there_is_no_answer() {
    for mut provider in Provider::both().await {
        provider.run("DROP TABLE radacct").await;
        let silent = provider.radius.sessions(&provider.line()).await;
        assert_eq!(silent, Err(balcao_network::Unreachable::NoAnswer));
        provider.radius.accounting = None;
        let none = provider.radius.sessions(&provider.line()).await;
        assert_eq!(none, Err(balcao_network::Unreachable::NotSetUp));
    }
}
