//! A form with files, as it arrives: its texts, and each file piece by piece, never whole in memory.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, header};
use futures_util::StreamExt;
use multer::{Field, Multipart};
use tokio::time::timeout;

use crate::fault::Fault;

/// How long the next piece may take: a slow line is no reason to stop, a dead one is.
const IDLE: Duration = Duration::from_secs(30);
/// The most that all texts of a form may hold together.
const TEXTS: usize = 128 * 1024;
/// The most parts of a form.
const PARTS: usize = 200;
/// The most that is read before a part, or a piece of one, is found in it: without this a form whose
/// boundary never comes would be kept in memory whole.
const PENDING: usize = 4 * 1024 * 1024;
/// What of a refused file is still read, so that a browser which is sending it gets to see why.
const DRAINED: usize = 128 * 1024 * 1024;
/// How long the texts before the first file may take to arrive.
const TEXT_TIME: Duration = Duration::from_secs(30);

/// What is left of a form with files.
pub(crate) struct Incoming {
    parts: Multipart<'static>,
    /// The file at which the reading of texts stopped.
    file: Option<Box<File>>,
    texts: usize,
    count: usize,
    pending: Pending,
}

/// What was read since the last part or piece was found.
#[derive(Clone, Default)]
struct Pending(Arc<AtomicUsize>);

/// A part of a form.
pub(crate) enum Part {
    /// A field's name, and what was typed.
    Text(String, String),
    /// A file.
    File(Box<File>),
}

/// A file as it arrives.
pub(crate) struct File {
    /// The field's name.
    pub field: String,
    /// What it is called where it comes from.
    pub name: String,
    body: Field<'static>,
    pending: Pending,
}

impl Incoming {
    /// Reads the texts before the first file: among them is the session's value, without which no byte
    /// of a file is taken.
    pub async fn open(headers: &HeaderMap, body: Body) -> Result<(Vec<(String, String)>, Incoming), Fault> {
        let media_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let boundary = multer::parse_boundary(media_type.unwrap_or_default()).map_err(|_| Fault::Forged)?;
        let pending = Pending::default();
        let parts = Multipart::new(pending.watched(body), boundary);
        let mut incoming = Incoming { parts, file: None, texts: 0, count: 0, pending };
        match timeout(TEXT_TIME, incoming.texts()).await {
            Ok(texts) => Ok((texts?, incoming)),
            Err(_) => Err(Fault::TooSlow),
        }
    }

    async fn texts(&mut self) -> Result<Vec<(String, String)>, Fault> {
        let mut texts = Vec::new();
        while let Some(part) = self.next().await? {
            match part {
                Part::Text(name, text) => texts.push((name, text)),
                Part::File(file) => {
                    self.file = Some(file);
                    break;
                }
            }
        }
        Ok(texts)
    }

    /// The next part; none at the end of the form.
    pub async fn next(&mut self) -> Result<Option<Part>, Fault> {
        if let Some(file) = self.file.take() {
            return Ok(Some(Part::File(file)));
        }
        loop {
            let Some(mut part) = self.pending.arriving(self.parts.next_field()).await? else {
                return Ok(None);
            };
            self.count += 1;
            if self.count > PARTS {
                return Err(Fault::TooLarge);
            }
            let field = part.name().unwrap_or_default().to_owned();
            match part.file_name().map(str::to_owned) {
                None => {
                    let text = self.text(&mut part).await?;
                    return Ok(Some(Part::Text(field, text)));
                }
                // A browser sends a field for a file in which none was chosen as one without a name.
                Some(name) if name.is_empty() => drop(self.text(&mut part).await?),
                Some(name) => {
                    let pending = self.pending.clone();
                    return Ok(Some(Part::File(Box::new(File { field, name, body: part, pending }))));
                }
            }
        }
    }

    async fn text(&mut self, part: &mut Field<'static>) -> Result<String, Fault> {
        let mut bytes = Vec::new();
        while let Some(piece) = self.pending.arriving(part.chunk()).await? {
            self.texts += piece.len();
            if self.texts > TEXTS {
                return Err(Fault::TooLarge);
            }
            bytes.extend_from_slice(&piece);
        }
        Ok(String::from_utf8_lossy(&bytes).replace('\0', "\u{fffd}"))
    }
}

impl File {
    /// Its next bytes; none at its end.
    pub async fn piece(&mut self) -> Result<Option<Bytes>, Fault> {
        self.pending.arriving(self.body.chunk()).await
    }

    /// Reads what is left of it, for nothing.
    pub async fn drain(&mut self) -> Result<(), Fault> {
        let mut read = 0;
        while let Some(piece) = self.piece().await? {
            read += piece.len();
            if read > DRAINED {
                return Err(Fault::TooLarge);
            }
        }
        Ok(())
    }
}

impl Pending {
    /// A body that ends with a failure when too much of it is neither part nor piece.
    fn watched(&self, body: Body) -> impl futures_util::Stream<Item = io::Result<Bytes>> + use<> {
        let read = Arc::clone(&self.0);
        body.into_data_stream().map(move |piece| {
            let piece = piece.map_err(io::Error::other)?;
            if read.fetch_add(piece.len(), Ordering::Relaxed) > PENDING {
                return Err(io::Error::other("no part of a form"));
            }
            Ok(piece)
        })
    }

    async fn arriving<T>(&self, part: impl Future<Output = multer::Result<T>>) -> Result<T, Fault> {
        self.0.store(0, Ordering::Relaxed);
        match timeout(IDLE, part).await {
            Ok(Ok(part)) => Ok(part),
            // The line was cut, or it was no form: there is nobody to tell more.
            Ok(Err(_)) => Err(Fault::Forged),
            Err(_) => Err(Fault::TooSlow),
        }
    }
}
