//! As little of HTTP/1.1 as it takes to load the desk's own pages again and again.

use crate::Result;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

/// One connection that is kept open, as a browser keeps one.
pub struct Connection {
    stream: BufReader<TcpStream>,
    cookie: String,
}

/// An answer, read to its end.
pub struct Answer {
    /// Its status.
    pub status: u16,
    /// Where it leads to, if anywhere.
    pub location: String,
    /// Its body.
    pub body: String,
    /// From the request to the first part of the body: the shell of a page that streams.
    pub first: Duration,
    /// From the request to the end of the body.
    pub all: Duration,
}

impl Connection {
    /// Connects, with the cookies of another connection.
    pub fn open(address: &str, cookie: &str) -> Result<Connection> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        Ok(Connection { stream: BufReader::with_capacity(64 * 1024, stream), cookie: cookie.to_owned() })
    }

    /// The cookies that it was given.
    pub fn cookie(&self) -> &str {
        &self.cookie
    }

    /// Loads a page.
    pub fn get(&mut self, path: &str) -> Result<Answer> {
        self.send(&format!("GET {path} HTTP/1.1\r\n{}\r\n", self.headers()))
    }

    /// Sends a form, as a page of the desk would.
    pub fn post(&mut self, path: &str, form: &[(&str, &str)]) -> Result<Answer> {
        let escaped = |text: &str| {
            text.bytes().fold(String::new(), |mut done, byte| {
                match byte.is_ascii_alphanumeric() {
                    true => done.push(byte.into()),
                    false => done.push_str(&format!("%{byte:02X}")),
                }
                done
            })
        };
        let body: Vec<String> =
            form.iter().map(|(name, value)| format!("{}={}", escaped(name), escaped(value))).collect();
        let body = body.join("&");
        let request = format!(
            "POST {path} HTTP/1.1\r\n{}content-type: application/x-www-form-urlencoded\r\n\
             sec-fetch-site: same-origin\r\ncontent-length: {}\r\n\r\n{body}",
            self.headers(),
            body.len()
        );
        self.send(&request)
    }

    fn headers(&self) -> String {
        format!("host: 127.0.0.1\r\naccept-language: pt-BR\r\ncookie: {}\r\n", self.cookie)
    }

    fn send(&mut self, request: &str) -> Result<Answer> {
        let began = Instant::now();
        self.stream.get_mut().write_all(request.as_bytes())?;
        let status = self.line()?;
        let status = status.split(' ').nth(1).and_then(|code| code.parse().ok()).ok_or("no status")?;
        let (mut length, mut chunked, mut location) = (0, false, String::new());
        loop {
            let line = self.line()?;
            let Some((name, value)) = line.split_once(": ") else { break };
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = value.parse()?,
                "transfer-encoding" => chunked = true,
                "location" => location = value.to_owned(),
                "set-cookie" => self.cookie = value.split(';').next().unwrap_or_default().to_owned(),
                _ => {}
            }
        }
        let (mut body, mut first) = (Vec::new(), None);
        if chunked {
            loop {
                let size = usize::from_str_radix(self.line()?.trim(), 16)?;
                let at = body.len();
                body.resize(at + size, 0);
                self.stream.read_exact(&mut body[at..])?;
                self.line()?;
                first.get_or_insert_with(|| began.elapsed());
                if size == 0 {
                    break;
                }
            }
        } else {
            body.resize(length, 0);
            self.stream.read_exact(&mut body)?;
        }
        let all = began.elapsed();
        Ok(Answer { status, location, body: String::from_utf8(body)?, first: first.unwrap_or(all), all })
    }

    fn line(&mut self) -> Result<String> {
        let mut line = String::new();
        self.stream.read_line(&mut line)?;
        match line.strip_suffix("\r\n") {
            Some(line) => Ok(line.to_owned()),
            None => Err("the desk closed the connection".into()),
        }
    }
}
