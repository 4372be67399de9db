//! Plugins: what is sent and can't be one is refused in words, and nothing of it is kept.

use axum::body::{Body, Bytes};
use axum::http::{Request, StatusCode, header};
use balcao_access::{Right, testing};
use futures_util::{StreamExt, stream};

use crate::support::{Answer, Browser, World, worlds};

/// An administrator's browser.
async fn davi(world: &World) -> Browser {
    world.sign_in(&testing::colleague(&world.db, world.ana.company, &[Right::Administer]).await).await
}

/// A piece that came over a line, and not all of them at once.
async fn arrived<T>(piece: T) -> T {
    tokio::task::yield_now().await;
    piece
}

/// Sends a file as the form does, piece by piece.
async fn send(world: &World, browser: &Browser, class: &str, file: Option<&[u8]>) -> Answer {
    let text = |name: &str, value: &str| {
        format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let mut body = (text("csrf", &browser.csrf) + &text("class", class)).into_bytes();
    let name = if file.is_some() { "plugin.wasm" } else { "" };
    body.extend(
        format!("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n")
            .into_bytes(),
    );
    body.extend(file.unwrap_or_default());
    body.extend(b"\r\n--x--\r\n");
    // A line says that it has ended a moment after its last piece: a form whose first piece and end are
    // found in one look is taken by `multer` for one that was cut.
    let pieces: Vec<_> = body
        .chunks(64 * 1024)
        .chain([&[][..]])
        .map(|piece| Ok::<_, std::io::Error>(Bytes::copy_from_slice(piece)))
        .collect();
    let request = Request::post("/admin/plugins")
        .header(header::COOKIE, &browser.cookie)
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x")
        .header("sec-fetch-site", "same-origin")
        .body(Body::from_stream(stream::iter(pieces).then(arrived)))
        .unwrap();
    world.send(request).await
}

#[tokio::test]
async fn what_is_no_plugin_is_refused_in_words_and_nothing_of_it_is_kept() {
    let other_contract =
        wat::parse_str("(component (import \"balcao:vault/secrets@9.0.0\" (instance)))").unwrap();
    let module = wat::parse_str("(module)").unwrap();
    let large = vec![0; 50 * 1024 * 1024];
    let cases: [(Option<&[u8]>, &str); 7] = [
        (None, "Escolha o arquivo do plugin."),
        (Some(b""), "Escolha o arquivo do plugin."),
        (Some(&large), "o máximo da classe escolhida"),
        (Some(&module), "não um componente"),
        (Some(b"\x7fELF"), "já compilado"),
        (Some(b"PK\x03\x04 a zip"), "Não é um componente"),
        (Some(&other_contract), "balcao:vault/secrets@9.0.0"),
    ];
    for world in worlds().await {
        let davi = davi(&world).await;
        for (file, words) in cases {
            let answer = send(&world, &davi, "compact", file).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{words}: {}", answer.body);
            assert!(answer.body.contains(words), "{words}: {}", answer.body);
            assert!(answer.body.contains("id=\"file-error\""), "at its field: {}", answer.body);
            assert!(answer.body.contains("Nenhum plugin instalado."), "{words}");
        }
        // What was chosen beside it stays chosen.
        let answer = send(&world, &davi, "interpreted", None).await;
        assert!(answer.body.contains("value=\"interpreted\" checked"), "{}", answer.body);
    }
}

#[tokio::test]
async fn a_component_is_taken_only_from_an_administrators_form() {
    for world in worlds().await {
        let davi = davi(&world).await;
        let forged = Browser { csrf: "0".repeat(davi.csrf.len()), ..davi.clone() };
        assert_eq!(send(&world, &forged, "compact", Some(b"x")).await.status, StatusCode::FORBIDDEN);
        let ana = world.sign_in(&world.ana).await;
        assert_eq!(send(&world, &ana, "compact", Some(b"x")).await.status, StatusCode::FORBIDDEN);
    }
}

#[tokio::test]
async fn what_is_not_ours_is_held_back_and_let_go() {
    for world in worlds().await {
        let davi = davi(&world).await;
        let held = "não vieram com o Balcão estão desligados";
        assert!(!world.get(&davi, "/admin/plugins").await.body.contains(held));
        for (on, stands) in [("false", true), ("false", true), ("true", false)] {
            let done = world.post(&davi, "/admin/plugin-hold", &[("on", on)]).await;
            assert_eq!((done.status, done.location()), (StatusCode::SEE_OTHER, "/admin/plugins"));
            assert_eq!(world.get(&davi, "/admin/plugins").await.body.contains(held), stands, "{on}");
        }
    }
}
