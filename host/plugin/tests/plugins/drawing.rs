//! The standard widgets, as an agent's page has them drawn.

use balcao_access::Locale;
use balcao_plugins::canvas::{Block, Value};

use crate::world::{answer, worlds};

#[tokio::test]
async fn the_history_of_a_customer_is_drawn() {
    for world in worlds().await {
        let (blocks, outcome) = world.draw("billing", "history", &[]).await;
        outcome.unwrap();
        let Some(Block::Metrics(metrics)) = blocks.first() else { panic!("{blocks:?}") };
        assert_eq!(metrics[0].value, Value::Integer(2), "two are open");
        let Some(Block::Open { answers, .. }) = blocks.last() else { panic!("{blocks:?}") };
        let (all, outcome) = world.draw("billing", "history", answers).await;
        outcome.unwrap();
        let drawn = format!("{all:?}");
        for number in ["F-OVERDUE", "F-COMING", "F-PAID"] {
            assert_eq!(drawn.matches(number).count(), 1, "{number} in {drawn}");
        }
        let health = world.plugins.health("billing");
        assert_eq!((health.total.calls, health.total.failed()), (2, 0));
        assert!(health.contributions["history"].host_calls > 4 && health.total.memory_peak > 0, "{health:?}");
    }
}

#[tokio::test]
async fn nothing_of_another_customer_is_drawn() {
    for world in worlds().await {
        let (mine, _) = world.draw("contracts", "contract", &[]).await;
        let (others, _) = world.draw_for(&world.other, "contracts", "contract", &[]).await;
        assert_ne!(mine, others);
        let mine = world.row_key(&world.scene, "F-COMING").await;
        let others = world.row_key(&world.other, "F-COMING").await;
        assert!(mine.contains(&world.coming.to_string()) && others.contains(&world.others.to_string()));
    }
}

#[tokio::test]
async fn what_is_drawn_is_in_the_agents_language() {
    for world in worlds().await {
        let mut scene = world.scene.clone();
        let mut drawn = Vec::new();
        for locale in [Locale::Pt, Locale::En, Locale::Es] {
            scene.locale = locale;
            let (blocks, outcome) = world.draw_for(&scene, "requests", "current", &[]).await;
            outcome.unwrap();
            drawn.push(format!("{blocks:?}"));
        }
        assert!(drawn[0].contains("Titular") && drawn[1].contains("Holder"), "{drawn:?}");
        assert_ne!(drawn[0], drawn[2]);
    }
}

#[tokio::test]
async fn a_made_up_cursor_is_not_found() {
    for world in worlds().await {
        let answers = [answer("view", "all"), answer("cursor", "2026-01-01_nonsense")];
        let failure = world.draw("billing", "history", &answers).await.1.unwrap_err();
        assert!(failure.to_string().contains("NotFound"), "{failure}");
        assert_eq!(failure.agent(Locale::Pt), "Não encontrado.");
    }
}

#[tokio::test]
async fn a_drawing_that_nobody_looks_at_ends() {
    for world in worlds().await {
        let drawing = world.plugins.draw(&world.scene, &world.contribution("billing", "history"), &[]);
        drop(drawing);
        // The plugin's place in line is free again.
        world.draw("billing", "history", &[]).await.1.unwrap();
    }
}
