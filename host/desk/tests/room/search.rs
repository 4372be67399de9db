use balcao_access::{Actor, Right, testing};
use balcao_desk::search::{self, Found, Kind, SearchError, Slip, Why};
use balcao_desk::{PersonId, Protocol};
use balcao_store::Db;
use balcao_store::testing::databases;

use crate::fixture::*;

async fn find(db: &Db, actor: &Actor, query: &str) -> Found {
    search::people(&mut db.read().await.unwrap(), actor, query).await.unwrap()
}

async fn ids(db: &Db, actor: &Actor, query: &str) -> Vec<PersonId> {
    find(db, actor, query).await.hits.iter().map(|hit| hit.person.id).collect()
}

#[tokio::test]
async fn a_name_is_found_without_accents_in_any_order_and_by_beginnings() {
    for db in databases().await {
        let actor = agent(&db).await;
        let joao = person(&db, "João da Conceição D'Ávila", None, &[]).await;
        person(&db, "João Ávila", None, &[]).await;
        for query in ["joao conceicao davila", "D'AVILA João", "conc dav jo", "João da Conceição D'Ávila"]
        {
            assert_eq!(ids(&db, &actor, query).await, [joao], "{query}");
        }
        assert_eq!(find(&db, &actor, "joao conceicao").await.hits[0].why, [Why::Name]);
        assert_eq!(ids(&db, &actor, "joao").await.len(), 2);
        assert_eq!(ids(&db, &actor, "xavier").await, []);
    }
}

#[tokio::test]
async fn every_kind_that_fits_is_searched_and_says_why() {
    for db in databases().await {
        let actor = agent(&db).await;
        // A valid CPF that is also how somebody's mobile is typed.
        let number = "11987654374";
        assert!(balcao_brazil::TaxId::parse(number).is_ok());
        let by_cpf = person(&db, "Ana", Some(number), &[]).await;
        let by_phone = person(&db, "Bia", None, &[number]).await;
        let found = find(&db, &actor, number).await;
        let why: Vec<_> = found.hits.iter().map(|hit| (hit.person.id, hit.why.clone())).collect();
        assert_eq!(why, [(by_cpf, vec![Why::TaxId]), (by_phone, vec![Why::Phone("+5511987654374".into())])]);
        assert!(found.kinds.iter().any(Kind::is_tax_id));
    }
}

#[tokio::test]
async fn a_phone_is_found_with_and_without_what_people_leave_out() {
    for db in databases().await {
        let actor = agent(&db).await;
        let ana = person(&db, "Ana", None, &["51 3222-1234", "51 99999-1111"]).await;
        for query in ["+55 (51) 99999-1111", "5199991111", "99991111", "9 9999-1111", "(51) 3222-1234"] {
            assert_eq!(ids(&db, &actor, query).await, [ana], "{query}");
        }
    }
}

#[tokio::test]
async fn a_cnpj_with_letters_is_found_however_it_is_typed() {
    for db in databases().await {
        let actor = agent(&db).await;
        let firm = person(&db, "Firma Ltda", Some("12.ABC.345/01DE-35"), &[]).await;
        for query in ["12.abc.345/01de-35", "12ABC34501DE35"] {
            assert_eq!(ids(&db, &actor, query).await, [firm], "{query}");
        }
    }
}

#[tokio::test]
async fn a_protocol_and_a_tag_lead_to_their_person() {
    for db in databases().await {
        let actor = agent(&db).await;
        let ana = person(&db, "Ana", None, &[]).await;
        let (_, tags) = contract(&db, actor.company, ana, NORMAL, &["104233-1", "104233-2"]).await;
        let request = start(&db, &actor, ana).await;
        let attendance = serve(&db, &actor, request).await;
        let protocol: Protocol = attendance.protocol().clone();
        let hit = &find(&db, &actor, protocol.as_str()).await.hits[0];
        assert_eq!(hit.why, [Why::Protocol(protocol, request)]);
        let hit = &find(&db, &actor, "104233").await.hits[0];
        let expected = [Why::Tag("104233-1".into(), tags[0]), Why::Tag("104233-2".into(), tags[1])];
        assert_eq!(hit.why, expected);
    }
}

#[tokio::test]
async fn a_profile_that_may_not_see_tax_ids_gets_them_masked_and_may_not_search_by_them() {
    for db in databases().await {
        let blind = testing::actor(&db, &[Right::Serve]).await;
        person(&db, "Ana Souza", Some("529.982.247-25"), &[]).await;
        let found = find(&db, &blind, "52998224725").await;
        assert!(found.hits.is_empty());
        assert_eq!(found.slip, Some(Slip::TaxIdDenied));
        let shown = find(&db, &blind, "souza").await.hits[0].person.tax_id.clone().unwrap();
        assert!(shown.masked && !shown.text.contains("529"), "{}", shown.text);
        let shown = find(&db, &agent(&db).await, "souza").await.hits[0].person.tax_id.clone().unwrap();
        assert_eq!((shown.text.as_str(), shown.masked), ("529.982.247-25", false));
    }
}

#[tokio::test]
async fn bad_queries_are_refused_with_a_reason() {
    for db in databases().await {
        let actor = agent(&db).await;
        let mut conn = db.read().await.unwrap();
        for query in ["", "   ", "\u{a0}"] {
            assert!(matches!(search::people(&mut conn, &actor, query).await, Err(SearchError::Empty)));
        }
        let long = "x".repeat(10_000);
        assert!(matches!(search::people(&mut conn, &actor, &long).await, Err(SearchError::TooLong)));
        let denied = testing::actor(&db, &[Right::Supervise]).await;
        assert!(matches!(search::people(&mut conn, &denied, "ana").await, Err(SearchError::Denied)));
        // Nothing to search for, and nothing breaks.
        for query in ["%", "' OR 1=1 --", "....", "\u{0}", "🙂", "a' ; DROP TABLE person"] {
            assert!(search::people(&mut conn, &actor, query).await.unwrap().hits.is_empty(), "{query:?}");
        }
        assert_eq!(find(&db, &actor, "529.982.247-26").await.slip, Some(Slip::CheckDigits));
    }
}

#[tokio::test]
async fn more_people_than_a_page_holds_are_told_of() {
    for db in databases().await {
        let actor = agent(&db).await;
        for n in 0..=search::MAX_HITS {
            person(&db, &format!("Maria {n:02}"), None, &[]).await;
        }
        let found = find(&db, &actor, "maria").await;
        assert_eq!((found.hits.len(), found.more), (search::MAX_HITS, true));
        assert!(found.hits.is_sorted_by_key(|hit| hit.person.name.clone()));
        assert!(!find(&db, &actor, "maria 07").await.more);
    }
}
