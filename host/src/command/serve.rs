//! `balcao serve`.

mod background;

use std::future::Future;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use axum::serve::ListenerExt;
use balcao_action::{Actions, cancelling, deliveries, mailing};
use balcao_bank::Banks;
use balcao_network::Equipment;
use balcao_plugins::Offered;
use balcao_web::{Desk, Jobs, WebConfig};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

use crate::config::Config;
use crate::trials::Trials;
use crate::{Outcome, app, demonstration, slips};

/// How long requests in flight may take to end once the desk is told to stop.
const GRACE: Duration = Duration::from_secs(10);

/// Opens everything, says where the desk is, and serves until it is told to stop.
pub async fn run(config: Config) -> Outcome {
    let start = Instant::now();
    let db = app::database(&config).await?;
    let demonstration = if config.demo {
        Some(demonstration::ready(&db, &config).await?)
    } else {
        demonstration::refuse(&db, &config).await?;
        None
    };
    let vendors = app::vendors(&config)?;
    let equipment = if config.demo {
        demonstration::equipment(&db, &config, vendors).await?
    } else {
        let olt = Some(balcao_optics::olt(db.clone(), vendors));
        let fibre = Equipment { olt, echo: Some(balcao_optics::echo()), ..Equipment::default() };
        app::radius(&config, &db)?.into_equipment(fibre)
    };
    let plugins = app::plugins(&config, &db, equipment.clone()).await?;
    if let Some(folder) = &config.plugins {
        for (file, fate) in plugins.offer_folder(folder, &app::pack()).await? {
            match fate {
                Offered::Known | Offered::Granted(_) => {}
                Offered::Off(_) => tracing::warn!("{file} was not built with this binary: it arrives off"),
                Offered::Refused(error) => tracing::warn!("{file} is refused: {error}"),
            }
        }
    }
    plugins.warm().await;
    let _bank = if config.demo { Some(demonstration::bank(&db).await?) } else { None };
    let banks = Banks::new(db.clone());
    let deliveries = deliveries(&db, Some(banks.bank()));
    let deliveries = cancelling(deliveries, &db, Some(banks.canceller()));
    let deliveries =
        mailing(deliveries, &db, Some(balcao_post::mailer(&db, slips::attach(&db, config.demo))));
    let deliveries = balcao_network::deliveries(deliveries, &db, &equipment);
    let actions = Actions::new(db.clone(), plugins.clone(), &deliveries);
    let files = app::files(&config)?;
    let outside = Trials::new(&config, &db)?.into_outside();
    let jobs = Jobs::default();
    let _background =
        background::begin(&db, &plugins, &actions, &files, deliveries, &config.audit_heads, &jobs);

    let listener = TcpListener::bind(config.listen)
        .await
        .map_err(|e| format!("cannot listen on {}: {e}", config.listen))?;
    let address = listener.local_addr()?;
    println!("Balcão is at http://{address} (ready in {:.1} s)", start.elapsed().as_secs_f64());
    if let Some(demo) = &demonstration {
        println!("{demo}");
    }
    let web = WebConfig {
        public_url: config.public_url,
        trusted_proxy: config.trusted_proxy,
        audit_heads: Some(config.audit_heads),
        jobs,
        demo: demonstration.map(demonstration::Demonstration::into_web),
        outside,
        ..WebConfig::default()
    };
    // A card goes out when it is drawn: it does not wait until the browser has acknowledged the one before.
    let listener = listener.tap_io(|connection| {
        if let Err(error) = connection.set_nodelay(true) {
            tracing::debug!(%error, "a connection is already gone");
        }
    });
    let app = balcao_web::app(Desk::new(db, plugins, actions, files, web));
    let service = app.into_make_service_with_connect_info::<SocketAddr>();
    let stop = told_to_stop()?;
    let (stopping, mut stopped) = tokio::sync::oneshot::channel();
    let serving = axum::serve(listener, service).with_graceful_shutdown(async move {
        stop.await;
        let _ = stopping.send(());
    });
    tokio::select! {
        served = serving => served?,
        () = async { let _ = (&mut stopped).await; tokio::time::sleep(GRACE).await } => {
            tracing::warn!("stopped with requests in flight");
        }
    }
    Ok(())
}

/// Ends when the operator or the system asks the process to stop.
fn told_to_stop() -> std::io::Result<impl Future<Output = ()>> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}
