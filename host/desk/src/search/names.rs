//! Names, by the index of their words.

use std::fmt::Write;

use balcao_store::{Conn, StoreError, on};

use super::{MAX_HITS, Matches, Why};
use crate::{PersonId, words};

/// Words of a query that are searched; the longest ones, for they tell most.
const MAX_WORDS: usize = 8;

/// How far the rows of a word are counted: more than that is "common".
const COMMON: i64 = 2_000;

/// Rows that are read: a person is in the range of a prefix once for each of their words that
/// begins so.
const ROWS: i64 = 3 * MAX_HITS as i64;

/// People who have all the words, each as the beginning of one of theirs.
///
/// The rarest word drives: its range of the index is read in order, and the other words are asked
/// of each person it names, until the page is full. So the cost is that of the rarest word, and
/// of a page where all are common.
pub(super) async fn find(conn: &mut Conn, query: &[String], matches: &mut Matches) -> Result<(), StoreError> {
    let mut query: Vec<&str> = query.iter().map(String::as_str).collect();
    query.sort_unstable_by_key(|word| std::cmp::Reverse(word.chars().count()));
    query.truncate(MAX_WORDS);
    if query.len() > 1 {
        let mut counted = Vec::with_capacity(query.len());
        for word in query {
            counted.push((frequency(conn, word).await?, word));
        }
        // Stable: among equally common words the longest comes first.
        counted.sort_by_key(|(count, _)| *count);
        query = counted.into_iter().map(|(_, word)| word).collect();
    }
    let sql = sql(query.len());
    let rows: Vec<(PersonId,)> = on!(conn, c => {
        let mut statement = sqlx::query_as(sqlx::AssertSqlSafe(sql));
        for word in &query {
            statement = statement.bind(*word).bind(words::prefix_end(word));
        }
        statement.bind(ROWS).fetch_all(c).await
    })?;
    matches.more |= rows.len() as i64 == ROWS;
    rows.into_iter().for_each(|(person,)| matches.add(person, Why::Name));
    Ok(())
}

/// How many words in the index begin so, counted up to [`COMMON`].
async fn frequency(conn: &mut Conn, word: &str) -> Result<i64, StoreError> {
    let (count,): (i64,) = on!(conn, c => sqlx::query_as(
        "SELECT count(*) FROM (SELECT 1 FROM person_token WHERE token >= $1 AND token < $2 LIMIT $3) AS counted",
    ).bind(word).bind(words::prefix_end(word)).bind(COMMON).fetch_one(c).await)?;
    Ok(count)
}

/// The statement for so many words: two parameters for each, and the limit.
fn sql(words: usize) -> String {
    let mut sql = String::from("SELECT t.person FROM person_token t WHERE t.token >= $1 AND t.token < $2");
    for n in 1..words {
        let (from, to) = (2 * n + 1, 2 * n + 2);
        let _ = write!(
            sql,
            " AND EXISTS (SELECT 1 FROM person_token o
                  WHERE o.person = t.person AND o.token >= ${from} AND o.token < ${to})"
        );
    }
    let _ = write!(sql, " ORDER BY t.token, t.sort_name, t.person LIMIT ${}", 2 * words + 1);
    sql
}

#[cfg(test)]
mod tests {
    use super::*;
    use balcao_store::testing;

    /// What keeps the first results under 10 ms at 100,000 people.
    #[tokio::test]
    async fn sqlite_reads_names_by_their_indexes_in_order_and_never_sorts() {
        let db = testing::sqlite().await;
        let mut conn = db.read().await.unwrap();
        for words in 1..=MAX_WORDS {
            let explain = format!("EXPLAIN QUERY PLAN {}", sql(words));
            let plan: Vec<(i64, i64, i64, String)> = on!(&mut conn, c => {
                let mut statement = sqlx::query_as(sqlx::AssertSqlSafe(explain));
                for _ in 0..words {
                    statement = statement.bind("a").bind("b");
                }
                statement.bind(ROWS).fetch_all(c).await
            })
            .unwrap();
            let steps: Vec<&str> = plan.iter().map(|(_, _, _, step)| step.as_str()).collect();
            assert_eq!(steps[0], "SEARCH t USING PRIMARY KEY (token>? AND token<?)");
            let others = "USING COVERING INDEX person_token_of (person=? AND token>? AND token<?)";
            assert_eq!(steps.iter().filter(|step| step.ends_with(others)).count(), words - 1, "{steps:?}");
            let bad = |step: &&&str| step.contains("SCAN") || step.contains("TEMP B-TREE");
            assert_eq!(steps.iter().find(bad), None);
        }
    }
}
