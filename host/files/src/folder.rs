//! Where the bytes lie: `incoming` while they arrive, `kept` from then on.

use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use tokio::fs::{self, File, OpenOptions};

use crate::FileId;

/// How long something may be arriving before it counts as left behind by a process that died.
const ARRIVING: Duration = Duration::from_secs(24 * 60 * 60);

/// The files folder.
#[derive(Debug, Clone)]
pub struct Folder(PathBuf);

/// A file on its way in. Dropped before it is kept, it is removed.
#[derive(Debug)]
pub struct Arriving {
    path: Option<PathBuf>,
}

impl Folder {
    pub fn new(path: PathBuf) -> Self {
        Self(path)
    }

    /// A new file that only its owner can read.
    pub async fn create(&self, id: FileId) -> io::Result<(File, Arriving)> {
        let incoming = self.0.join("incoming");
        make(&incoming).await?;
        let path = incoming.join(id.0.simple().to_string());
        let mut options = OpenOptions::new();
        options.write(true).create_new(true).mode(0o600);
        let file = options.open(&path).await?;
        Ok((file, Arriving { path: Some(path) }))
    }

    /// Puts a file that has arrived, and is on the disk, where it is kept. When this returns, its name
    /// is on the disk too.
    pub async fn keep(&self, id: FileId, mut arriving: Arriving) -> io::Result<()> {
        let to = self.path(id);
        let folder = to.parent().unwrap_or(&self.0);
        make(folder).await?;
        if let Some(from) = &arriving.path {
            fs::rename(from, &to).await?;
            arriving.path = None;
        }
        File::open(folder).await?.sync_all().await
    }

    pub async fn open(&self, id: FileId) -> io::Result<File> {
        File::open(self.path(id)).await
    }

    /// Removes a file; one that is gone already is no error.
    pub async fn remove(&self, id: FileId) -> io::Result<()> {
        match fs::remove_file(self.path(id)).await {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// Removes what has been arriving for a day.
    pub async fn sweep(&self) -> io::Result<()> {
        let mut entries = match fs::read_dir(self.0.join("incoming")).await {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            entries => entries?,
        };
        while let Some(entry) = entries.next_entry().await? {
            let since = entry.metadata().await?.modified()?;
            if SystemTime::now().duration_since(since).is_ok_and(|age| age > ARRIVING) {
                fs::remove_file(entry.path()).await?;
            }
        }
        Ok(())
    }

    /// Ids begin with the time: their last two digits spread files evenly over 256 folders.
    fn path(&self, id: FileId) -> PathBuf {
        let name = id.0.simple().to_string();
        self.0.join("kept").join(&name[name.len() - 2..]).join(name)
    }
}

/// Makes a folder that only its owner can enter.
async fn make(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true).mode(0o700);
    builder.create(folder).await
}

impl Drop for Arriving {
    fn drop(&mut self) {
        if let Some(path) = &self.path {
            // What stays behind is swept.
            let _ = std::fs::remove_file(path);
        }
    }
}
