//! Nothing of another customer or company can be reached.

use balcao_access::{Actor, Right, testing};
use balcao_desk::{Attendance, Refused, RequestId, contracts, people, requests, search};
use balcao_store::testing::databases;
use balcao_store::{Db, now};

use crate::fixture::*;

async fn refused(db: &Db, actor: &Actor, request: RequestId) -> Refused {
    Attendance::open(&mut db.read().await.unwrap(), actor, request).await.unwrap_err()
}

#[tokio::test]
async fn a_request_opens_for_users_of_its_company_who_may_serve_and_for_nobody_else() {
    for db in databases().await {
        let (here, there) = (agent(&db).await, agent(&db).await);
        let ana = person(&db, "Ana", None, &[]).await;
        contract(&db, here.company, ana, NORMAL, &[]).await;
        contract(&db, there.company, ana, NORMAL, &[]).await;
        let request = start(&db, &here, ana).await;
        let colleague = testing::colleague(&db, here.company, &[Right::Serve]).await;
        assert_eq!(serve(&db, &colleague, request).await.person(), ana);
        let both = agent_of_both(&db, &here, [here.company, there.company]).await;
        assert_eq!(serve(&db, &both, request).await.company(), here.company);
        // Another company's request and one that does not exist are refused in the same words.
        assert!(matches!(refused(&db, &there, request).await, Refused::NotFound));
        assert!(matches!(refused(&db, &here, RequestId::new()).await, Refused::NotFound));
        let powerless = testing::colleague(&db, here.company, &[Right::Administer, Right::Supervise]).await;
        assert!(matches!(refused(&db, &powerless, request).await, Refused::Denied));
    }
}

#[tokio::test]
async fn an_attendance_reads_its_own_person_with_its_own_company_alone() {
    for db in databases().await {
        let (here, there) = (agent(&db).await, agent(&db).await);
        let (ana, bia) = (person(&db, "Ana", None, &[]).await, person(&db, "Bia", None, &[]).await);
        let (own, _) = contract(&db, here.company, ana, NORMAL, &["1-1"]).await;
        contract(&db, there.company, ana, NORMAL, &["2-1"]).await;
        contract(&db, here.company, bia, NORMAL, &["3-1"]).await;
        start(&db, &there, ana).await;
        start(&db, &here, bia).await;
        let request = start(&db, &here, ana).await;
        let attendance = serve(&db, &here, request).await;
        let mut conn = db.read().await.unwrap();
        let all = contracts::all(&mut conn, &attendance).await.unwrap();
        assert_eq!(all.iter().map(|contract| contract.id).collect::<Vec<_>>(), [own]);
        assert_eq!(all[0].tags[0].code, "1-1");
        assert_eq!(contracts::served(&mut conn, &attendance).await.unwrap().unwrap().id, own);
        assert_eq!(people::summary(&mut conn, &attendance).await.unwrap().name, "Ana");
        let open = requests::open_of(&mut conn, &here, ana, now()).await.unwrap();
        assert_eq!(open.iter().map(|task| task.request).collect::<Vec<_>>(), [request]);
        let tasks = mine(&db, &here, now()).await;
        assert!(tasks.iter().all(|task| task.company == here.company));
    }
}

#[tokio::test]
async fn a_search_finds_a_person_and_names_nothing_of_another_company() {
    for db in databases().await {
        let (here, there) = (agent(&db).await, agent(&db).await);
        let ana = person(&db, "Ana Souza", Some("529.982.247-25"), &["51 99999-1111"]).await;
        contract(&db, there.company, ana, NORMAL, &["104233-1"]).await;
        let protocol = serve(&db, &there, start(&db, &there, ana).await).await.protocol().clone();
        let mut conn = db.read().await.unwrap();
        for query in ["souza", "52998224725", "99991111"] {
            let found = search::people(&mut conn, &here, query).await.unwrap();
            let card = &found.hits[0].person;
            assert_eq!(card.id, ana);
            assert!(card.contracts.is_empty() && card.since.is_none() && card.can_start.is_err());
        }
        for query in ["104233-1", protocol.as_str()] {
            assert!(search::people(&mut conn, &here, query).await.unwrap().hits.is_empty(), "{query}");
            assert_eq!(search::people(&mut conn, &there, query).await.unwrap().hits.len(), 1, "{query}");
        }
    }
}
