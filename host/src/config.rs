//! What the operator sets: by option, by `BALCAO_…`, or in `balcao.toml`, in this order of weight.

use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

use balcao_files::Bucket;
use clap::Args;
use serde::Deserialize;

/// Where the desk keeps what it knows. Every command takes these.
#[derive(Args, Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Options {
    /// The database: `sqlite:PATH` or `postgres://…`.
    #[arg(long, global = true, env = "BALCAO_DATABASE", value_name = "URL", hide_env_values = true)]
    pub database: Option<String>,

    /// The file that holds the keys; made at the first start, readable by its owner alone.
    #[arg(long, global = true, env = "BALCAO_KEY_FILE", value_name = "FILE")]
    pub key_file: Option<PathBuf>,

    /// Where files and the compiled components are kept.
    #[arg(long, global = true, env = "BALCAO_FILES", value_name = "DIR")]
    pub files: Option<PathBuf>,

    /// A bucket for the files of customers, `s3://BUCKET/PREFIX`; a folder unless set. Its key is in
    /// `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`.
    #[arg(long, global = true, env = "BALCAO_FILES_URL", value_name = "URL")]
    pub files_url: Option<String>,

    /// The S3 server of that bucket; Amazon's unless set.
    #[arg(long, global = true, env = "BALCAO_FILES_ENDPOINT", value_name = "URL")]
    pub files_endpoint: Option<String>,

    /// The region of that bucket; `us-east-1` unless set.
    #[arg(long, global = true, env = "BALCAO_FILES_REGION", value_name = "REGION")]
    pub files_region: Option<String>,

    /// How large a file may be that is uploaded, in MiB (1 to 4096; 25 unless set).
    #[arg(long, global = true, env = "BALCAO_MAX_UPLOAD", value_name = "MIB", value_parser = clap::value_parser!(u32).range(1..=4096))]
    pub max_upload: Option<u32>,

    /// The database in which FreeRADIUS keeps accounting, to be read: `sqlite:PATH` or `postgres://…`.
    #[arg(
        long,
        global = true,
        env = "BALCAO_RADIUS_ACCOUNTING_URL",
        value_name = "URL",
        hide_env_values = true
    )]
    pub radius_accounting_url: Option<String>,

    /// The database by whose tables FreeRADIUS answers, to be written; of another user, if need be.
    #[arg(long, global = true, env = "BALCAO_RADIUS_URL", value_name = "URL", hide_env_values = true)]
    pub radius_url: Option<String>,

    /// A file with tables of OIDs of OLTs, in place of the desk's own for the vendors that it names.
    #[arg(long, global = true, env = "BALCAO_OLT_VENDORS", value_name = "FILE")]
    pub olt_vendors: Option<PathBuf>,

    /// The file in which the heads of the audit trail are signed, best on another machine;
    /// `audit-heads` below the files unless set.
    #[arg(long, global = true, env = "BALCAO_AUDIT_HEADS", value_name = "FILE")]
    pub audit_heads: Option<PathBuf>,

    /// The address to listen on. One that is not loopback needs an https public URL.
    #[arg(long, global = true, env = "BALCAO_LISTEN", value_name = "ADDR")]
    pub listen: Option<SocketAddr>,

    /// A folder of components that is offered to the desk once, at start.
    #[arg(long, global = true, env = "BALCAO_PLUGINS", value_name = "DIR")]
    pub plugins: Option<PathBuf>,

    /// The address that users see, when something stands in front of the desk.
    #[arg(long, global = true, env = "BALCAO_PUBLIC_URL", value_name = "URL")]
    pub public_url: Option<String>,

    /// The one proxy whose forwarded headers count.
    #[arg(long, global = true, env = "BALCAO_TRUSTED_PROXY", value_name = "ADDR")]
    pub trusted_proxy: Option<IpAddr>,

    /// A demonstration provider, with users to sign in as and parts that only play their role.
    #[arg(long, global = true, env = "BALCAO_DEMO")]
    pub demo: bool,
}

/// How large a file may be that is uploaded, in MiB, unless the operator says otherwise.
const MAX_UPLOAD: u32 = 25;

/// What a command runs with: the options, the file and the defaults put together.
#[derive(Clone, Debug)]
pub struct Config {
    /// `sqlite:PATH` or `postgres://…`. May hold a password: never log it.
    pub database: String,
    /// The file that holds the keys.
    pub key_file: PathBuf,
    /// Where files and the compiled components are kept.
    pub files: PathBuf,
    /// The bucket for the files of customers; none: a folder below `files`.
    pub bucket: Option<Bucket>,
    /// The most bytes of a file that is uploaded.
    pub max_upload: u64,
    /// FreeRADIUS's accounting. May hold a password: never log it.
    pub radius_accounting_url: Option<String>,
    /// FreeRADIUS's tables. May hold a password: never log it.
    pub radius_url: Option<String>,
    /// A file of tables of OIDs, beside the desk's own.
    pub olt_vendors: Option<PathBuf>,
    /// The file in which the heads of the audit trail are signed.
    pub audit_heads: PathBuf,
    /// The address to listen on.
    pub listen: SocketAddr,
    /// A folder of components to offer at start.
    pub plugins: Option<PathBuf>,
    /// The address that users see; always without a trailing slash.
    pub public_url: Option<String>,
    /// The one proxy whose forwarded headers count.
    pub trusted_proxy: Option<IpAddr>,
    /// Whether this is the demonstration.
    pub demo: bool,
}

/// Why the desk cannot run as it is set.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file named by `--config`, or `balcao.toml` in the working folder, cannot be read.
    #[error("cannot read {path}: {source}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The file is not TOML, or holds a key that Balcão does not know.
    #[error("{path}: {message}")]
    File {
        /// The file.
        path: PathBuf,
        /// Where, and which key.
        message: String,
    },
    /// Anybody on the network could read passwords.
    #[error(
        "{0} is not a loopback address: users would send their passwords in the clear. \
         Put a TLS proxy in front and say its address with --public-url https://…"
    )]
    Unprotected(SocketAddr),
    /// Every user would seem to come from the proxy: one stranger's wrong passwords would lock all out,
    /// and the audit trail would not say from where.
    #[error("{0} is served by something in front of the desk: say its address with --trusted-proxy")]
    Proxy(String),
    /// Nothing could be uploaded, or more than a disk should take at once.
    #[error("max-upload {0}: expected 1 to 4096 (MiB)")]
    MaxUpload(u32),
    /// The address of the bucket is not one.
    #[error("files-url {0}: expected s3://BUCKET or s3://BUCKET/PREFIX")]
    FilesUrl(String),
    /// The bucket can't be opened without its key.
    #[error("files-url is set: {0} has to be in the environment")]
    FilesKey(&'static str),
    /// The public URL is not one.
    #[error("--public-url {0}: expected http:// or https:// and a host, and nothing behind it")]
    PublicUrl(String),
}

impl Config {
    /// Whether nobody but this machine can reach the desk.
    pub fn is_local(&self) -> bool {
        self.listen.ip().is_loopback() && self.public_url.is_none()
    }

    /// Puts the options, the file and the defaults together.
    ///
    /// # Errors
    /// A file that cannot be read or holds an unknown key; a listener that would send passwords in
    /// the clear; an https address without the proxy that serves it.
    pub fn load(options: Options, file: Option<&Path>) -> Result<Self, ConfigError> {
        let set = options.over(read(file)?);
        let bucket = bucket(set.files_url, set.files_endpoint, set.files_region)?;
        let files = set.files.unwrap_or_else(|| PathBuf::from("balcao-files"));
        let config = Config {
            database: set.database.unwrap_or_else(|| "sqlite:balcao.db".into()),
            key_file: set.key_file.unwrap_or_else(|| files.join("balcao.key")),
            audit_heads: set.audit_heads.unwrap_or_else(|| files.join("audit-heads")),
            files,
            bucket,
            max_upload: max_upload(set.max_upload.unwrap_or(MAX_UPLOAD))?,
            radius_accounting_url: set.radius_accounting_url,
            radius_url: set.radius_url,
            olt_vendors: set.olt_vendors,
            listen: set.listen.unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 8080))),
            plugins: set.plugins,
            public_url: set.public_url.map(|url| checked_url(&url)).transpose()?,
            trusted_proxy: set.trusted_proxy,
            demo: set.demo,
        };
        let encrypted = config.public_url.as_deref().is_some_and(|url| url.starts_with("https://"));
        if !config.listen.ip().is_loopback() && !encrypted {
            return Err(ConfigError::Unprotected(config.listen));
        }
        match &config.public_url {
            Some(url) if encrypted && config.trusted_proxy.is_none() => Err(ConfigError::Proxy(url.clone())),
            _ => Ok(config),
        }
    }
}

impl Options {
    /// These options, and `below` where they say nothing.
    fn over(self, below: Options) -> Options {
        Options {
            database: self.database.or(below.database),
            key_file: self.key_file.or(below.key_file),
            files: self.files.or(below.files),
            files_url: self.files_url.or(below.files_url),
            files_endpoint: self.files_endpoint.or(below.files_endpoint),
            files_region: self.files_region.or(below.files_region),
            max_upload: self.max_upload.or(below.max_upload),
            radius_accounting_url: self.radius_accounting_url.or(below.radius_accounting_url),
            radius_url: self.radius_url.or(below.radius_url),
            olt_vendors: self.olt_vendors.or(below.olt_vendors),
            audit_heads: self.audit_heads.or(below.audit_heads),
            listen: self.listen.or(below.listen),
            plugins: self.plugins.or(below.plugins),
            public_url: self.public_url.or(below.public_url),
            trusted_proxy: self.trusted_proxy.or(below.trusted_proxy),
            demo: self.demo || below.demo,
        }
    }
}

/// The file's options; none where no file was named and `balcao.toml` is not there.
fn read(file: Option<&Path>) -> Result<Options, ConfigError> {
    let path = file.unwrap_or(Path::new("balcao.toml"));
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(e) if file.is_none() && e.kind() == std::io::ErrorKind::NotFound => {
            return Ok(Options::default());
        }
        Err(source) => return Err(ConfigError::Unreadable { path: path.into(), source }),
    };
    toml::from_str(&text)
        .map_err(|e| ConfigError::File { path: path.into(), message: e.to_string().trim_end().to_owned() })
}

/// The bucket of a URL, with its key from the environment: an argument could be read by everybody.
fn bucket(
    url: Option<String>,
    endpoint: Option<String>,
    region: Option<String>,
) -> Result<Option<Bucket>, ConfigError> {
    let Some(url) = url else { return Ok(None) };
    let rest = url.strip_prefix("s3://").ok_or_else(|| ConfigError::FilesUrl(url.clone()))?;
    let (name, prefix) = rest.split_once('/').unwrap_or((rest, ""));
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    if name.is_empty() || !name.chars().all(plain) || !prefix.chars().all(|c| plain(c) || c == '/') {
        return Err(ConfigError::FilesUrl(url));
    }
    let key = |name| std::env::var(name).map_err(|_| ConfigError::FilesKey(name));
    Ok(Some(Bucket {
        name: name.to_owned(),
        prefix: prefix.trim_matches('/').to_owned(),
        endpoint,
        region: region.unwrap_or_else(|| "us-east-1".into()),
        key_id: key("AWS_ACCESS_KEY_ID")?,
        secret: key("AWS_SECRET_ACCESS_KEY")?,
    }))
}

/// MiB as bytes. The file's value does not pass the option's own check.
fn max_upload(mib: u32) -> Result<u64, ConfigError> {
    if (1..=4096).contains(&mib) { Ok(u64::from(mib) << 20) } else { Err(ConfigError::MaxUpload(mib)) }
}

/// `scheme://host[:port]`, nothing else: it is compared with `Origin` and put before paths.
fn checked_url(url: &str) -> Result<String, ConfigError> {
    let wrong = || ConfigError::PublicUrl(url.to_owned());
    let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://")).ok_or_else(wrong)?;
    let host = host.strip_suffix('/').unwrap_or(host);
    if host.is_empty() || host.contains(['/', '?', '#', '@', ' ']) {
        return Err(wrong());
    }
    Ok(url.strip_suffix('/').unwrap_or(url).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(text: &str) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("balcao.toml");
        std::fs::write(&path, text).expect("written");
        (folder, path)
    }

    #[test]
    fn an_unknown_key_is_named() {
        let (_folder, path) = file("listen = \"127.0.0.1:1\"\ndatabse = \"sqlite:x\"\n");
        let error = Config::load(Options::default(), Some(&path)).expect_err("refused");
        assert!(error.to_string().contains("unknown field `databse`"), "{error}");
    }

    #[test]
    fn an_option_outweighs_the_file_and_the_file_the_default() {
        let (_folder, path) = file("listen = \"127.0.0.1:1\"\nfiles = \"here\"\n");
        let options = Options { files: Some("there".into()), ..Options::default() };
        let config = Config::load(options, Some(&path)).expect("loaded");
        assert_eq!(config.listen.port(), 1);
        assert_eq!(config.files, Path::new("there"));
        assert_eq!(config.key_file, Path::new("there/balcao.key"));
    }

    #[test]
    fn a_listener_beyond_loopback_needs_an_https_address() {
        let with = |url: Option<&str>| {
            let (_folder, path) = file("listen = \"0.0.0.0:8080\"\n");
            let proxy = Some(IpAddr::from([10, 0, 0, 1]));
            let options =
                Options { public_url: url.map(Into::into), trusted_proxy: proxy, ..Options::default() };
            Config::load(options, Some(&path))
        };
        assert!(matches!(with(None), Err(ConfigError::Unprotected(_))));
        assert!(matches!(with(Some("http://desk.example")), Err(ConfigError::Unprotected(_))));
        assert_eq!(
            with(Some("https://desk.example/")).expect("loaded").public_url.as_deref(),
            Some("https://desk.example")
        );
        for wrong in ["desk.example", "https://", "https://a@b", "https://a/b"] {
            assert!(matches!(with(Some(wrong)), Err(ConfigError::PublicUrl(_))), "{wrong}");
        }
    }

    #[test]
    fn an_https_address_needs_the_proxy_that_serves_it() {
        let (_folder, path) = file("public-url = \"https://desk.example\"\n");
        assert!(matches!(Config::load(Options::default(), Some(&path)), Err(ConfigError::Proxy(_))));
    }

    #[test]
    fn the_most_that_is_uploaded_is_set_in_mib_and_within_reason() {
        let set = |text: &str| {
            let (_folder, path) = file(text);
            Config::load(Options::default(), Some(&path)).map(|config| config.max_upload)
        };
        assert_eq!(set("").expect("loaded"), 25 << 20);
        assert_eq!(set("max-upload = 100\n").expect("loaded"), 100 << 20);
        assert!(matches!(set("max-upload = 0\n"), Err(ConfigError::MaxUpload(0))));
    }

    #[test]
    fn a_bucket_has_a_name_and_a_key_that_is_in_no_file() {
        for wrong in ["arquivos", "https://arquivos", "s3://", "s3://a b", "s3://a/b?c"] {
            let (_folder, path) = file(&format!("files-url = \"{wrong}\"\n"));
            let loaded = Config::load(Options::default(), Some(&path));
            assert!(matches!(loaded, Err(ConfigError::FilesUrl(_))), "{wrong}");
        }
        let (_folder, path) = file("files-url = \"s3://arquivos/balcao\"\n");
        let loaded = Config::load(Options::default(), Some(&path));
        assert!(matches!(loaded, Err(ConfigError::FilesKey("AWS_ACCESS_KEY_ID"))), "{loaded:?}");
    }

    #[test]
    fn a_file_that_was_named_must_be_there() {
        let error = Config::load(Options::default(), Some(Path::new("nowhere.toml"))).expect_err("refused");
        assert!(matches!(error, ConfigError::Unreadable { .. }), "{error}");
    }
}
