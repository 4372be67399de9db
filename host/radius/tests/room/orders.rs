//! Orders: what is written, and what the access server is told then.

use balcao_access::finding::Verdict;
use balcao_network::equipment::{Heard, What};
use balcao_network::nas::Vendor;
use balcao_network::{Access, Password};

use crate::freeradius::{FreeRadius, SECRET, free_port};
use crate::provider::{Provider, session};

const GROUPS: &str =
    "SELECT groupname FROM radusergroup WHERE username = 'helena.1001' ORDER BY priority, groupname";
const REPLIES: &str =
    "SELECT attribute || op || value FROM radreply WHERE username = 'helena.1001' ORDER BY id";
const CHECKS: &str =
    "SELECT attribute || op || value FROM radcheck WHERE username = 'helena.1001' ORDER BY id";

#[tokio::test(flavor = "multi_thread")]
async fn a_block_stands_before_the_plan_and_goes_without_a_trace() {
    for provider in Provider::both().await {
        provider.run("INSERT INTO radusergroup (username, groupname, priority) VALUES ('helena.1001', 'fibra-500', 1), ('other', 'bloqueados', 0)").await;
        let unsaid = provider.orders(What::Access(Access::Blocked)).await;
        assert!(matches!(&unsaid, Heard::NotSent(why) if why.contains("não diz como")), "{unsaid:?}");
        provider.answers(Access::Blocked, Some("bloqueados"), Some(("Reply-Message", "em atraso"))).await;
        provider.answers(Access::Reduced, Some("reduzidos"), None).await;
        // Twice is once.
        for _ in 0..2 {
            assert_eq!(provider.orders(What::Access(Access::Blocked)).await, Heard::Done);
            assert_eq!(provider.texts(GROUPS).await, ["bloqueados", "fibra-500"]);
            assert_eq!(provider.texts(REPLIES).await, ["Reply-Message:=em atraso"]);
        }
        assert_eq!(provider.orders(What::Access(Access::Reduced)).await, Heard::Done);
        assert_eq!(provider.texts(GROUPS).await, ["reduzidos", "fibra-500"]);
        assert!(provider.texts(REPLIES).await.is_empty());
        assert_eq!(provider.orders(What::Access(Access::Normal)).await, Heard::Done);
        assert_eq!(provider.texts(GROUPS).await, ["fibra-500"]);
        let others = "SELECT groupname FROM radusergroup WHERE username = 'other'";
        assert_eq!(provider.texts(others).await, ["bloqueados"], "another login is left alone");
        // A provider whose plans begin at zero.
        provider.run("UPDATE radusergroup SET priority = 0 WHERE username = 'helena.1001'").await;
        assert_eq!(provider.orders(What::Access(Access::Blocked)).await, Heard::Done);
        assert_eq!(provider.texts(GROUPS).await, ["bloqueados", "fibra-500"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_password_is_the_only_one() {
    for provider in Provider::both().await {
        provider.run("INSERT INTO radcheck (username, attribute, op, value) VALUES ('helena.1001', 'Crypt-Password', ':=', 'x'), ('helena.1001', 'Simultaneous-Use', ':=', '1')").await;
        for word in ["new-secret-1", "new-secret-2"] {
            let password = Password::parse(word, "helena.1001").unwrap();
            assert_eq!(provider.orders(What::Password(password)).await, Heard::Done);
            let expected = ["Simultaneous-Use:=1".to_owned(), format!("Cleartext-Password:={word}")];
            assert_eq!(provider.texts(CHECKS).await, expected);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn tables_that_are_not_there_are_waited_for_and_nothing_is_half_done() {
    for mut provider in Provider::both().await {
        provider.answers(Access::Blocked, Some("bloqueados"), Some(("Reply-Message", "em atraso"))).await;
        provider.run("DROP TABLE radreply").await;
        let failed = provider.orders(What::Access(Access::Blocked)).await;
        assert!(
            matches!(&failed, Heard::NotSent(why) if why.contains("banco de dados do RADIUS")),
            "{failed:?}"
        );
        assert!(provider.texts(GROUPS).await.is_empty(), "all of it or nothing");
        provider.radius.tables = None;
        let unset = provider.orders(What::Access(Access::Blocked)).await;
        assert!(matches!(&unset, Heard::NotSent(why) if why.contains("radius-url")), "{unset:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_is_changed_where_its_make_takes_it_and_ended_elsewhere() {
    for provider in Provider::both().await {
        let server = FreeRadius::start();
        provider.run("INSERT INTO radusergroup (username, groupname, priority) VALUES ('helena.1001', 'fibra-500', 1); \
                      INSERT INTO radgroupreply (groupname, attribute, op, value) VALUES \
                      ('fibra-500', 'Mikrotik-Rate-Limit', ':=', '500M/500M'), ('bloqueados', 'Mikrotik-Rate-Limit', ':=', '64k/64k')").await;
        provider.answers(Access::Blocked, Some("bloqueados"), None).await;
        let renew = || What::Renew { from: Access::Normal, to: Access::Blocked, session: Some(session()) };
        let unknown = provider.orders(renew()).await;
        assert!(
            matches!(&unknown, Heard::NotSent(why) if why.contains("bng-1 não está cadastrado")),
            "{unknown:?}"
        );

        provider.knows("bng-1", server.target(SECRET).address, Vendor::MikroTik, SECRET).await;
        assert_eq!(provider.orders(What::Access(Access::Blocked)).await, Heard::Done);
        assert_eq!(provider.orders(renew()).await, Heard::Changed);
        let taken = server.taken();
        for wanted in [
            "CoA-Request",
            "Mikrotik-Rate-Limit = \"64k/64k\"",
            "Acct-Session-Id = \"81a00042\"",
            "NAS-IP-Address = 127.0.0.1",
        ] {
            assert!(taken.contains(wanted), "{wanted}: {taken}");
        }
        assert!(!taken.contains("Disconnect-Request"), "{taken}");

        // A pool is for the next session alone.
        provider.run("INSERT INTO radgroupreply (groupname, attribute, op, value) VALUES ('bloqueados', 'Framed-Pool', ':=', 'walled')").await;
        assert_eq!(provider.orders(renew()).await, Heard::Done);
        assert!(server.taken().contains("Disconnect-Request"), "{}", server.taken());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_session_that_is_meant_is_named_and_another_is_not_found() {
    let provider = Provider::both().await.remove(0);
    let server = FreeRadius::start();
    provider.knows("bng-1", server.target(SECRET).address, Vendor::Other, SECRET).await;
    assert_eq!(provider.orders(What::Disconnect(Some(session()))).await, Heard::Done);
    let mut other = session();
    other.id = "81a00099".into();
    assert_eq!(provider.orders(What::Disconnect(Some(other))).await, Heard::NoSession);
    assert_eq!(provider.orders(What::Disconnect(None)).await, Heard::NoSession);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_check_says_what_works_and_what_to_change() {
    for provider in Provider::both().await {
        let server = FreeRadius::start();
        let right = server.target(SECRET).address;
        provider.knows("bng-1", right, Vendor::Other, SECRET).await;
        provider.knows("bng-2", right, Vendor::Other, "another-secret").await;
        provider.knows("bng-3", free_port(), Vendor::Other, SECRET).await;
        provider.run("DROP TABLE radgroupreply").await;
        let findings = provider.radius.check().await.unwrap();
        let verdict = |which: &str| {
            let found = findings.iter().filter(|finding| finding.which == which);
            found.map(|finding| finding.verdict).collect::<Vec<_>>()
        };
        assert_eq!(verdict("bng-1"), [Verdict::Works], "{findings:?}");
        assert_eq!(verdict("bng-2"), [Verdict::Failed], "{findings:?}");
        assert_eq!(verdict("bng-3"), [Verdict::Failed], "{findings:?}");
        for table in ["radcheck", "radreply", "radusergroup"] {
            assert_eq!(verdict(table), [Verdict::Works], "{table}: {findings:?}");
        }
        assert_eq!(verdict("radgroupreply"), [Verdict::Failed], "{findings:?}");
        assert!(verdict("radacct").contains(&Verdict::Works), "{findings:?}");
        assert!(findings.iter().all(|finding| !format!("{finding:?}").contains(SECRET)));
        assert!(provider.texts("SELECT username FROM radcheck").await.is_empty(), "nothing is left behind");
    }
}
