//! The demonstration's mail server: on loopback, in the same process. It speaks enough SMTP (RFC 5321)
//! for the real client to talk to it, keeps the last mails in memory, and sends none on.

mod letter;

use std::collections::VecDeque;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use balcao_web::DemoMail;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;

/// Mails that are kept.
const KEPT: usize = 100;
/// Bytes of a mail, at most.
const LARGEST: usize = 8 << 20;
/// Bytes of a line of the conversation, at most.
const LINE: u64 = 1_000;
/// How long a client may say nothing.
const PATIENCE: Duration = Duration::from_secs(60);

/// What the server took, the newest first. Cheap to clone; all clones are one.
#[derive(Clone, Default)]
pub struct Mailbox(Arc<Mutex<VecDeque<DemoMail>>>);

impl Mailbox {
    /// Listens on a free port of this machine for as long as the process lives, and says on which.
    pub async fn open(&self) -> io::Result<u16> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let port = listener.local_addr()?.port();
        let mailbox = self.clone();
        tokio::spawn(async move {
            // A listener that fails takes no more mail, and the client says so.
            while let Ok((stream, _)) = listener.accept().await {
                let mailbox = mailbox.clone();
                tokio::spawn(async move {
                    // A client that goes away in the middle sent nothing.
                    let _ = mailbox.talk(stream).await;
                });
            }
        });
        Ok(port)
    }

    /// The mails, the newest first.
    pub fn mails(&self) -> Vec<DemoMail> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }

    fn keep(&self, to: &str, message: &[u8]) {
        let mut mails = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        mails.push_front(letter::read(to, message));
        mails.truncate(KEPT);
    }

    async fn talk(&self, stream: TcpStream) -> io::Result<()> {
        let mut stream = BufReader::new(stream);
        let mut to = None;
        say(&mut stream, "220 localhost demonstração").await?;
        loop {
            let line = timeout(PATIENCE, line(&mut stream, LINE)).await??;
            let verb = line.get(..4).unwrap_or(&line).to_ascii_uppercase();
            let reply = match verb.as_str() {
                "EHLO" | "HELO" => "250 localhost",
                "MAIL" | "RSET" => {
                    to = None;
                    "250 OK"
                }
                "RCPT" => {
                    to = line.split(['<', '>']).nth(1).map(str::to_owned);
                    "250 OK"
                }
                "DATA" => match to.take() {
                    None => "503 RCPT first",
                    Some(to) => {
                        say(&mut stream, "354 go on").await?;
                        let message = timeout(PATIENCE, data(&mut stream)).await??;
                        self.keep(&to, &message);
                        "250 demonstração: guardado na caixa de correio deste computador, não saiu dele"
                    }
                },
                "NOOP" => "250 OK",
                "QUIT" => return say(&mut stream, "221 bye").await,
                _ => "502 not here",
            };
            say(&mut stream, reply).await?;
        }
    }
}

async fn say(stream: &mut BufReader<TcpStream>, reply: &str) -> io::Result<()> {
    stream.write_all(format!("{reply}\r\n").as_bytes()).await
}

/// A line without its end.
async fn line(stream: &mut BufReader<TcpStream>, most: u64) -> io::Result<String> {
    let mut line = Vec::new();
    (&mut *stream).take(most).read_until(b'\n', &mut line).await?;
    if line.last() != Some(&b'\n') {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    let text = String::from_utf8_lossy(&line);
    Ok(text.trim_end_matches(['\r', '\n']).to_owned())
}

/// The text up to the line that holds a point alone; a point that was doubled is one again.
async fn data(stream: &mut BufReader<TcpStream>) -> io::Result<Vec<u8>> {
    let mut message = Vec::new();
    loop {
        let line = line(stream, LARGEST as u64).await?;
        if line == "." {
            return Ok(message);
        }
        message.extend_from_slice(line.strip_prefix('.').unwrap_or(&line).as_bytes());
        message.extend_from_slice(b"\r\n");
        if message.len() > LARGEST {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
    }
}
