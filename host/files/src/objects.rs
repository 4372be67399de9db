//! Where the bytes lie: an object for each file, in a folder or in a bucket of an S3 server.
//!
//! An object has its name from its file's id before there is a row that names it: what no row names
//! after a day was left behind, and is collected.

use std::io;
use std::path::{Path as FsPath, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use balcao_store::Uuid;
use chrono::{DateTime, TimeDelta, Utc};
use futures_util::stream::BoxStream;
use futures_util::{StreamExt, TryStreamExt};
use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::prefix::PrefixStore;
use object_store::{
    ClientOptions, ObjectStore, ObjectStoreExt, PutPayload, PutPayloadMut, RetryConfig, WriteMultipart,
};

use crate::FileId;

/// Bytes that are gathered before any of them go to the store. An S3 server takes no smaller parts.
const PART: usize = 5 << 20;
/// Parts on their way at once.
const AT_ONCE: usize = 2;
/// How old an object is that no row names before it counts as left behind.
const LEFT_BEHIND: TimeDelta = TimeDelta::days(1);
/// How long one try waits for a store that says nothing.
const PATIENCE: Duration = Duration::from_secs(8);
/// How long after the first try another is begun.
const AGAIN_WITHIN: Duration = Duration::from_secs(5);

/// The bytes of an object as they come.
pub type Bytes = BoxStream<'static, object_store::Result<bytes::Bytes>>;

/// The store. Cheap to clone.
#[derive(Clone)]
pub struct Objects {
    store: Arc<dyn ObjectStore>,
    /// The folder, where it is one.
    folder: Option<PathBuf>,
    /// What it is called in front of the operator.
    place: String,
}

/// A bucket of an S3 server.
#[derive(Clone, PartialEq, Eq)]
pub struct Bucket {
    /// Its name.
    pub name: String,
    /// What stands before the name of every object; may be empty.
    pub prefix: String,
    /// The server's address; none: Amazon's, by region.
    pub endpoint: Option<String>,
    /// The region; a server of one's own usually takes any.
    pub region: String,
    /// The id of the access key.
    pub key_id: String,
    /// Its secret.
    pub secret: String,
}

impl std::fmt::Debug for Bucket {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Bucket({}/{})", self.name, self.prefix)
    }
}

impl Objects {
    /// A folder, which is made if need be; only its owner can enter it.
    pub fn folder(path: &FsPath) -> io::Result<Objects> {
        use std::os::unix::fs::DirBuilderExt;
        std::fs::DirBuilder::new().recursive(true).mode(0o700).create(path)?;
        let store = LocalFileSystem::new_with_prefix(path)?.with_fsync(true);
        let place = path.display().to_string();
        Ok(Objects { store: Arc::new(store), folder: Some(path.to_owned()), place })
    }

    /// A bucket. Nothing is asked of its server yet.
    pub fn bucket(bucket: &Bucket) -> io::Result<Objects> {
        let store = s3(bucket)?;
        let prefix = bucket.prefix.trim_matches('/');
        let store: Arc<dyn ObjectStore> =
            if prefix.is_empty() { Arc::new(store) } else { Arc::new(PrefixStore::new(store, prefix)) };
        Ok(Objects { store, folder: None, place: format!("s3://{}/{prefix}", bucket.name) })
    }

    /// What it is called in front of the operator.
    pub fn place(&self) -> &str {
        &self.place
    }

    /// Whether it is a folder of this machine.
    pub fn is_folder(&self) -> bool {
        self.folder.is_some()
    }

    /// Begins a new object.
    pub fn write(&self, id: FileId) -> Writing {
        Writing { objects: self.clone(), id, small: PutPayloadMut::new(), large: None }
    }

    /// The bytes of an object.
    pub async fn read(&self, id: FileId) -> io::Result<Bytes> {
        Ok(self.store.get(&path(id)).await?.into_stream())
    }

    /// All bytes of a small object.
    pub async fn whole(&self, id: FileId) -> io::Result<Vec<u8>> {
        Ok(self.store.get(&path(id)).await?.bytes().await?.to_vec())
    }

    /// Some of the bytes of an object.
    pub async fn range(&self, id: FileId, range: std::ops::Range<u64>) -> io::Result<bytes::Bytes> {
        Ok(self.store.get_range(&path(id), range).await?)
    }

    /// Removes an object; one that is gone already is no error.
    pub async fn remove(&self, id: FileId) -> io::Result<()> {
        match self.store.delete(&path(id)).await {
            Err(object_store::Error::NotFound { .. }) | Ok(()) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// The objects that were there a day ago already, in portions.
    pub fn old(&self, now: DateTime<Utc>, portion: usize) -> BoxStream<'static, io::Result<Vec<FileId>>> {
        let old = move |object: &object_store::ObjectMeta| object.last_modified < now - LEFT_BEHIND;
        let found = self.store.list(None).try_filter_map(move |object| async move {
            Ok(if old(&object) { id_of(&object.location) } else { None })
        });
        found.err_into::<io::Error>().try_chunks(portion).map_err(|error| error.1).boxed()
    }

    /// The names of all objects.
    #[cfg(feature = "testing")]
    pub async fn names(&self) -> io::Result<Vec<String>> {
        Ok(self.store.list(None).map_ok(|object| object.location.to_string()).try_collect().await?)
    }

    /// Changes an object behind the desk's back.
    #[cfg(feature = "testing")]
    pub async fn replace(&self, name: &str, change: impl FnOnce(&mut Vec<u8>)) -> io::Result<()> {
        let mut bytes = self.store.get(&Path::from(name)).await?.bytes().await?.to_vec();
        change(&mut bytes);
        self.store.put(&Path::from(name), bytes.into()).await?;
        Ok(())
    }

    /// Removes from a folder what a process that died was writing. On an S3 server that is a rule of
    /// the bucket (`AbortIncompleteMultipartUpload`).
    pub async fn tidy(&self) -> io::Result<()> {
        let Some(folder) = self.folder.clone() else { return Ok(()) };
        tokio::task::spawn_blocking(move || tidy(&folder)).await.map_err(io::Error::other)?
    }
}

fn s3(bucket: &Bucket) -> object_store::Result<AmazonS3> {
    // Whoever was first chose the same.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let options = ClientOptions::new()
        .with_connect_timeout(Duration::from_secs(5))
        .with_read_timeout(PATIENCE)
        .with_timeout(Duration::from_secs(120));
    let retry = RetryConfig { max_retries: 3, retry_timeout: AGAIN_WITHIN, ..RetryConfig::default() };
    let mut builder = AmazonS3Builder::new()
        .with_bucket_name(&bucket.name)
        .with_region(&bucket.region)
        .with_access_key_id(&bucket.key_id)
        .with_secret_access_key(&bucket.secret)
        .with_client_options(options)
        .with_retry(retry);
    if let Some(endpoint) = &bucket.endpoint {
        // Every request is signed, and every byte is encrypted before it leaves: a server of one's own
        // may be without TLS.
        builder = builder
            .with_endpoint(endpoint.trim_end_matches('/'))
            .with_allow_http(endpoint.starts_with("http://"))
            .with_virtual_hosted_style_request(false);
    }
    builder.build()
}

/// Ids begin with the time: their last two digits spread files evenly over 256 folders.
fn path(id: FileId) -> Path {
    let name = id.0.simple().to_string();
    Path::from_iter(["kept", &name[name.len() - 2..], &name])
}

/// The file of an object; none: it is no object of ours.
fn id_of(path: &Path) -> Option<FileId> {
    let name = path.filename()?;
    let id = Uuid::try_parse(name).ok().map(FileId)?;
    (self::path(id) == *path).then_some(id)
}

fn tidy(folder: &FsPath) -> io::Result<()> {
    let spread = match std::fs::read_dir(folder.join("kept")) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries?,
    };
    for entry in spread {
        for file in std::fs::read_dir(entry?.path())? {
            let file = file?;
            // `name#1` is what an upload of that name is gathered in.
            let unfinished = file.file_name().to_string_lossy().contains('#');
            let age = SystemTime::now().duration_since(file.metadata()?.modified()?).unwrap_or_default();
            if unfinished && age > LEFT_BEHIND.to_std().unwrap_or_default() {
                std::fs::remove_file(file.path())?;
            }
        }
    }
    Ok(())
}

/// An object on its way in. It is there once [`Writing::finish`] has returned, and not before; dropped
/// earlier, it leaves nothing behind.
pub struct Writing {
    objects: Objects,
    id: FileId,
    small: PutPayloadMut,
    large: Option<WriteMultipart>,
}

impl Writing {
    /// Takes the next bytes.
    pub async fn put(&mut self, bytes: Vec<u8>) -> io::Result<()> {
        let bytes = bytes::Bytes::from(bytes);
        if let Some(large) = &mut self.large {
            large.wait_for_capacity(AT_ONCE).await?;
            large.put(bytes);
            return Ok(());
        }
        self.small.push(bytes);
        if self.small.content_length() >= PART {
            let upload = self.objects.store.put_multipart(&path(self.id)).await?;
            let mut large = WriteMultipart::new_with_chunk_size(upload, PART);
            for chunk in std::mem::take(&mut self.small).freeze() {
                large.put(chunk);
            }
            self.large = Some(large);
        }
        Ok(())
    }

    /// Ends it. When this returns, its bytes survive the loss of power.
    pub async fn finish(mut self) -> io::Result<Arrived> {
        match self.large.take() {
            // Aborts by itself when a part fails.
            Some(large) => drop(large.finish().await?),
            None => {
                let payload: PutPayload = std::mem::take(&mut self.small).freeze();
                drop(self.objects.store.put(&path(self.id), payload).await?);
            }
        }
        Ok(Arrived { objects: self.objects.clone(), id: self.id, claimed: false })
    }
}

impl Drop for Writing {
    fn drop(&mut self) {
        let Some(large) = self.large.take() else { return };
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            // What stays behind because of an error is the bucket's rule to remove.
            runtime.spawn(async move { drop(large.abort().await) });
        }
    }
}

/// An object that is there. Dropped before a row is about to name it, it is removed.
pub struct Arrived {
    objects: Objects,
    id: FileId,
    claimed: bool,
}

impl Arrived {
    /// From here on a transaction decides whether it stays.
    pub fn claim(mut self) {
        self.claimed = true;
    }
}

impl Drop for Arrived {
    fn drop(&mut self) {
        if self.claimed {
            return;
        }
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            let (objects, id) = (self.objects.clone(), self.id);
            // What stays behind is collected.
            runtime.spawn(async move { drop(objects.remove(id).await) });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_object_has_the_name_that_its_file_had_in_the_folder() {
        let id = FileId("0193a5c0-0000-7000-8000-0000000000ab".parse().expect("an id"));
        assert_eq!(path(id).as_ref(), "kept/ab/0193a5c00000700080000000000000ab");
        assert_eq!(id_of(&path(id)), Some(id));
        for other in ["kept/ac/0193a5c00000700080000000000000ab", "x", "kept/ab/notes.txt"] {
            assert_eq!(id_of(&Path::from(other)), None, "{other}");
        }
    }
}
