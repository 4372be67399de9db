//! The client against a real mail server, in its good and its bad hours.

use std::time::Duration;

use balcao_access::CompanyId;
use balcao_access::finding::Verdict;
use balcao_messages::{Mail, MessageId, Password, Security, Sent, Server};
use balcao_post::testing::{PASSWORD, Peer};
use balcao_post::{Patience, check_one, deliver};

const SHORT: Patience = Patience { before: Duration::from_secs(2), after: Duration::from_secs(1) };

fn mail(to: &str) -> Mail {
    Mail {
        id: MessageId::new(),
        company: CompanyId::new(),
        to: format!("{to}@cliente.example"),
        subject: "2ª via de fatura".into(),
        body: "Olá, Ana.\n.\nSegue & até logo.".into(),
        charges: Vec::new(),
        at: balcao_store::now(),
    }
}

async fn send(server: &Server, mail: &Mail) -> Sent {
    deliver(server, mail, Vec::new(), SHORT).await
}

#[tokio::test]
async fn a_mail_arrives_whole_over_starttls_and_over_tls_with_the_same_id_each_time() {
    for security in [Security::StartTls, Security::Tls] {
        let mut peer = Peer::start(security).await;
        let (server, mail) = (peer.server(), mail("ana"));
        for _ in 0..2 {
            let sent = send(&server, &mail).await;
            assert_eq!(sent, Sent::Done("aceito por localhost: kept".into()), "{security}");
            let taken = peer.taken().await;
            assert_eq!(taken.to, "ana@cliente.example");
            assert_eq!(taken.sender, "atendimento@fibra.example");
            let id = format!("Message-ID: <{}@fibra.example>", mail.id);
            assert!(taken.text.contains(&id), "{}", taken.text);
            assert!(taken.text.contains("text/html") && taken.text.contains("&amp;"), "{}", taken.text);
        }
        assert!(peer.stop().await.is_empty());
    }
}

#[tokio::test]
async fn what_a_server_says_is_told_apart_and_its_words_repeat_no_address() {
    let mut peer = Peer::start(Security::StartTls).await;
    let server = peer.server();
    let refused = |words: &str| Sent::Refused(format!("localhost respondeu: {words}"));
    let later = |words: &str| Sent::Later(format!("localhost respondeu: {words}"));
    for (to, became) in [
        ("unknown", refused("550 5.1.1 u****@cliente.example no such user")),
        ("spam", refused("554 5.7.1 this looks like spam")),
        ("greylisted", later("451 4.7.1 come back later")),
        ("full", later("452 4.2.2 the mailbox is full")),
    ] {
        assert_eq!(send(&server, &mail(to)).await, became, "{to}");
    }
    assert!(peer.stop().await.is_empty(), "nothing was taken");
}

#[tokio::test]
async fn before_a_server_agrees_nothing_was_sent_and_after_that_nobody_knows() {
    let mut peer = Peer::start(Security::StartTls).await;
    let server = peer.server();
    for to in ["slow", "hangs-up"] {
        let sent = send(&server, &mail(to)).await;
        assert!(matches!(sent, Sent::Later(_)), "{to}: {sent:?}");
    }
    for to in ["silent", "cut"] {
        let sent = send(&server, &mail(to)).await;
        assert!(matches!(&sent, Sent::Unknown(why) if why.contains("pode ter saído")), "{to}: {sent:?}");
        assert!(peer.taken().await.to.starts_with(to), "it had been taken");
    }
    peer.stop().await;
    let sent = send(&server, &mail("ana")).await;
    assert!(matches!(&sent, Sent::Later(why) if why.starts_with("localhost não atende")), "{sent:?}");
    peer.again().await;
    assert!(matches!(send(&server, &mail("ana")).await, Sent::Done(_)));
}

#[tokio::test]
async fn a_password_goes_to_nobody_but_the_server_of_that_name() {
    let mut peer = Peer::start(Security::StartTls).await;
    let good = peer.server();
    let stranger = Server { authority: None, ..good.clone() };
    let other_name = Server { host: "127.0.0.1".into(), ..good.clone() };
    for (server, who) in [(stranger, "of an authority that nobody trusts"), (other_name, "of another name")] {
        let sent = send(&server, &mail("ana")).await;
        assert!(matches!(&sent, Sent::Later(why) if why.contains("conexão segura")), "{who}: {sent:?}");
    }
    let login = Some(("desk".into(), Password::new("wrong")));
    let sent = send(&Server { login, ..good }, &mail("ana")).await;
    let refused = matches!(&sent, Sent::Later(why) if why.starts_with("localhost recusou usuário e senha"));
    assert!(refused, "{sent:?}");
    assert!(peer.stop().await.is_empty());

    // A server that offers no TLS is left before anything was said to it.
    let plain = Peer::start(Security::None).await;
    let server = Server {
        security: Security::StartTls,
        login: Some(("desk".into(), Password::new(PASSWORD))),
        ..plain.server()
    };
    let sent = send(&server, &mail("ana")).await;
    assert!(matches!(&sent, Sent::Later(why) if why.contains("STARTTLS")), "{sent:?}");
}

#[tokio::test]
async fn a_check_signs_in_sends_nothing_and_says_what_to_change() {
    let mut peer = Peer::start(Security::StartTls).await;
    let good = peer.server();
    let wrong = Server { login: Some(("desk".into(), Password::new("wrong"))), ..good.clone() };
    let stranger = Server { authority: None, ..good.clone() };
    assert_eq!(check_one("Fibra".into(), &good).await.verdict, Verdict::Works);
    for (server, change) in [(wrong, "balcao mail set"), (stranger, "--authority")] {
        let found = check_one("Fibra".into(), &server).await;
        assert_eq!(found.verdict, Verdict::Failed);
        let remedy = found.remedy.expect("what to change");
        assert!(remedy.text(balcao_access::Locale::En).contains(change), "{remedy:?}");
    }
    assert!(peer.stop().await.is_empty());
    let down = check_one("Fibra".into(), &good).await;
    assert!(down.remedy.expect("what to change").text(balcao_access::Locale::Pt).contains("firewall"));
}
