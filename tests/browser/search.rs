//! W2 to W4: who calls, and whether they can be served.

use balcao_tests::{Browser, Desk, Tab};

use crate::ways::{serve, sign_in, status};

const HELENA: &str = "Helena Duarte Nogueira";

/// Types into the box and gives the rows that were found.
async fn search(tab: &Tab, typed: &str) -> Vec<String> {
    tab.go("/people").await;
    tab.fill("#q", typed).await;
    tab.key("Enter").await;
    tab.until("location.search && document.querySelector('main [role=status], main [role=alert]')").await;
    tab.value("[...document.querySelectorAll('table.people tbody tr')].map(r => r.innerText)").await
}

#[tokio::test(flavor = "multi_thread")]
async fn w2_the_kind_is_recognised_from_what_is_typed() {
    let (desk, browser) = (Desk::shared().await, Browser::shared().await);
    let tab = browser.tab(&desk.url, "/").await;
    // Bruno's profile shows taxpayer numbers whole.
    sign_in(&tab, "bruno").await;
    let [row] = &search(&tab, "nogueira duarte HELENA").await[..] else {
        panic!("accents, case and the order of the words do not matter");
    };
    let words: Vec<&str> = row.split_whitespace().collect();
    let cpf = words.iter().find(|word| word.len() == 14 && word.contains('-')).expect("a CPF");
    let digits: String = cpf.chars().filter(char::is_ascii_digit).collect();
    let tag = tab.text("table.people .tag").await;
    serve(&tab, HELENA).await;
    let protocol = tab.text("#protocol").await;
    let phone: String = tab
        .value(
            "[...document.querySelectorAll('.summary dl > div')]\
             .find(d => d.querySelector('dt').innerText === 'Telefone').querySelector('dd').innerText",
        )
        .await;
    let phone: String =
        phone.split('+').next().unwrap_or_default().chars().filter(char::is_ascii_digit).collect();
    let local = &phone[2..];
    for typed in [
        cpf.to_string(),
        digits.clone(),
        phone.clone(),
        format!("+55 {phone}"),
        local.to_owned(),
        local[local.len() - 8..].to_owned(),
        tag,
        protocol,
        "hélena nogueira".into(),
    ] {
        let rows = search(&tab, &typed).await;
        assert!(rows.iter().any(|row| row.contains(HELENA)), "{typed}: {rows:?}");
    }

    // A number that cannot be one is told apart from one that nobody has.
    let wrong = format!("{}{}", &digits[..10], (digits.as_bytes()[10] - b'0' + 1) % 10);
    assert!(search(&tab, &wrong).await.is_empty());
    tab.sees("os dígitos verificadores não conferem").await;
    assert!(search(&tab, "ninguém com este nome").await.is_empty());
    tab.sees("Ninguém encontrado com “ninguém com este nome”.").await;
    for query in [String::new(), "%20%20".into(), "x".repeat(10_000)] {
        tab.go(&format!("/people?q={query}")).await;
        tab.until("document.querySelector('main [role=alert]')?.innerText.trim()").await;
        assert_eq!(tab.value::<u32>("document.querySelectorAll('table.people').length").await, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn w3_two_of_one_name_can_be_told_apart_and_each_says_why_it_matched() {
    let (desk, browser) = (Desk::shared().await, Browser::shared().await);
    let tab = browser.tab(&desk.url, "/").await;
    sign_in(&tab, "ana").await;
    let rows = search(&tab, "joao batista ramalho").await;
    assert_eq!(rows.len(), 2, "{rows:?}");
    assert_ne!(rows[0], rows[1]);
    for row in &rows {
        assert!(row.contains("João Batista Ramalho") && row.contains("Nome"), "{row}");
        assert!(row.contains("***."), "the taxpayer number is masked for the first level: {row}");
    }
    // For a profile that may see it, it is whole.
    let bruno = browser.tab(&desk.url, "/").await;
    sign_in(&bruno, "bruno").await;
    let rows = search(&bruno, "joao batista ramalho").await;
    assert!(rows.iter().all(|row| !row.contains("***")), "{rows:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn w4_start_only_with_a_contract() {
    let (desk, browser) = (Desk::shared().await, Browser::shared().await);
    let tab = browser.tab(&desk.url, "/").await;
    sign_in(&tab, "ana").await;
    assert_eq!(search(&tab, HELENA).await.len(), 1);
    assert_eq!(tab.value::<u32>("document.querySelectorAll('a.start').length").await, 1);

    assert_eq!(search(&tab, "Cecilia Prado Vasconcelos").await.len(), 1);
    assert!(tab.value::<bool>("document.querySelector('button.start').disabled").await);
    let why = tab.text(".why-not").await;
    assert!(why.to_lowercase().contains("contrato"), "{why}");

    // The server refuses too, whatever the page offers.
    let person =
        &desk.query("SELECT lower(hex(id)) FROM person WHERE name = 'Cecília Prado Vasconcelos'").await[0];
    let csrf: String = tab.value("document.querySelector('input[name=csrf]').value").await;
    let before = desk.query("SELECT CAST(count(*) AS TEXT) FROM request WHERE contract IS NULL").await;
    let form = format!(
        "{{ csrf: '{csrf}', who: 'holder', channel: 'phone', contact: '', identity: 'personal-data' }}"
    );
    let answered = status(&tab, "POST", &format!("/start/{person}"), &form).await;
    assert!((400..500).contains(&answered), "{answered}");
    assert_eq!(desk.query("SELECT CAST(count(*) AS TEXT) FROM request WHERE contract IS NULL").await, before);
    tab.go(&format!("/start/{person}")).await;
    assert!(tab.text("#problem").await.to_lowercase().contains("contrato"));
    assert!(!tab.shows("Confirmar").await);

    // João works for the other company alone: of a customer of the first he learns no contract.
    let joao = browser.tab(&desk.url, "/").await;
    sign_in(&joao, "joao").await;
    let rows = search(&joao, HELENA).await;
    assert!(joao.value::<bool>("!document.querySelector('a.start, .contract')").await, "{rows:?}");
}
