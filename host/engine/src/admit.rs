//! What is looked at before a stranger's file meets the compiler.

use crate::engine::Engine;
use crate::limits::{Class, Limits};
use sha2::{Digest as _, Sha256};
use std::fmt;
use wasmparser::{
    CanonicalFunction, CanonicalOption, ComponentInstance, Encoding, Instance, Parser, Payload, Validator,
    WasmFeatures,
};

/// SHA-256 of a component's bytes: its identity.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Digest(pub [u8; 32]);

impl Digest {
    /// The digest of `bytes`.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Digest {
        Digest(Sha256::digest(bytes).into())
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digest({self})")
    }
}

/// What a component says about itself by its shape.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Admitted {
    /// Its identity.
    pub digest: Digest,
    /// Names of what it imports, in order: its real permissions, for it can call nothing else.
    pub imports: Vec<String>,
    /// Names of what it exports, in order: what it is.
    pub exports: Vec<String>,
}

/// Why a component is not admitted. The text is for the person who installs it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Larger than its class allows.
    #[error("the file has {bytes} bytes; at most {limit} are allowed")]
    TooLarge {
        /// Its size.
        bytes: usize,
        /// [`Limits::component_bytes`].
        limit: usize,
    },
    /// Native code. It is never taken from outside.
    #[error("the file is a compiled component (.cwasm); give the component itself")]
    Compiled,
    /// A core module.
    #[error("the file is a WebAssembly module, not a component; turn it into one first")]
    Module,
    /// Not WebAssembly, damaged, or with features that are switched off.
    #[error("the file is not a component that can be run here: {0}")]
    Invalid(String),
    /// Strings in UTF-16 or Latin-1: their conversion had holes, and every toolchain does UTF-8.
    #[error("the component hands over texts that are not UTF-8")]
    NotUtf8,
    /// Tasks, streams, futures or threads of the component model.
    #[error("the component uses asynchronous functions, which are not offered")]
    Asynchronous,
    /// Too many of something.
    #[error("the component has {count} {what}; at most {limit} are allowed")]
    TooMany {
        /// Of what.
        what: &'static str,
        /// How many.
        count: usize,
        /// How many are allowed.
        limit: usize,
    },
}

impl Engine {
    /// Looks whether a component may be installed, without compiling or running anything of it.
    ///
    /// # Errors
    /// Why not.
    pub async fn admit(&self, bytes: &[u8], class: Class) -> Result<Admitted, Refused> {
        let limits = self.limits(class);
        if bytes.len() > limits.component_bytes {
            return Err(Refused::TooLarge { bytes: bytes.len(), limit: limits.component_bytes });
        }
        let bytes = bytes.to_vec();
        let features = self.wasmtime().get_wasm_features();
        // Megabytes of WebAssembly take a while: not on a worker that serves pages.
        tokio::task::spawn_blocking(move || look(&bytes, features, &limits))
            .await
            .unwrap_or_else(|error| Err(Refused::Invalid(error.to_string())))
    }
}

/// Counts over the whole file, nested components included.
#[derive(Default)]
struct Counts {
    core_instances: usize,
    nested_components: usize,
    memories: usize,
    tables: usize,
}

fn look(bytes: &[u8], features: WasmFeatures, limits: &Limits) -> Result<Admitted, Refused> {
    let invalid = |error: wasmparser::BinaryReaderError| Refused::Invalid(error.to_string());
    if bytes.starts_with(b"\x7fELF") {
        return Err(Refused::Compiled);
    }
    if Parser::is_core_wasm(bytes) {
        return Err(Refused::Module);
    }
    // The counts first: validation's own limits are far too high (a million functions).
    let mut counts = Counts::default();
    let mut depth = 0usize;
    let (mut imports, mut exports) = (Vec::new(), Vec::new());
    for payload in Parser::new(0).parse_all(bytes) {
        match payload.map_err(invalid)? {
            Payload::Version { encoding, .. } if encoding == Encoding::Component || depth > 0 => {
                depth += 1;
            }
            Payload::End(_) => depth = depth.saturating_sub(1),
            Payload::InstanceSection(section) => {
                for instance in section {
                    if let Instance::Instantiate { .. } = instance.map_err(invalid)? {
                        counts.core_instances += 1;
                    }
                }
            }
            Payload::ComponentInstanceSection(section) => {
                for instance in section {
                    if let ComponentInstance::Instantiate { .. } = instance.map_err(invalid)? {
                        counts.nested_components += 1;
                    }
                }
            }
            Payload::MemorySection(section) => counts.memories += section.count() as usize,
            Payload::TableSection(section) => counts.tables += section.count() as usize,
            Payload::ComponentCanonicalSection(section) => {
                for function in section {
                    canonical(&function.map_err(invalid)?)?;
                }
            }
            Payload::ComponentImportSection(section) if depth == 1 => {
                for import in section {
                    imports.push(import.map_err(invalid)?.name.name.to_owned());
                }
            }
            Payload::ComponentExportSection(section) if depth == 1 => {
                for export in section {
                    exports.push(export.map_err(invalid)?.name.name.to_owned());
                }
            }
            _ => {}
        }
    }
    for (what, count, limit) in [
        ("core instances", counts.core_instances, limits.core_instances),
        ("inner components", counts.nested_components, limits.nested_components),
        ("memories", counts.memories, limits.memories),
        ("tables", counts.tables, limits.tables),
        ("imports", imports.len(), limits.imports),
        ("exports", exports.len(), limits.imports),
    ] {
        if count > limit {
            return Err(Refused::TooMany { what, count, limit });
        }
    }
    Validator::new_with_features(features).validate_all(bytes).map_err(invalid)?;
    Ok(Admitted { digest: Digest::of(bytes), imports, exports })
}

/// Admits lifting, lowering and resources; what else there is belongs to tasks and threads.
fn canonical(function: &CanonicalFunction) -> Result<(), Refused> {
    let options = match function {
        CanonicalFunction::Lift { options, .. } | CanonicalFunction::Lower { options, .. } => options,
        CanonicalFunction::ResourceNew { .. }
        | CanonicalFunction::ResourceDrop { .. }
        | CanonicalFunction::ResourceRep { .. } => return Ok(()),
        _ => return Err(Refused::Asynchronous),
    };
    for option in options {
        match option {
            CanonicalOption::UTF8
            | CanonicalOption::Memory(_)
            | CanonicalOption::Realloc(_)
            | CanonicalOption::PostReturn(_) => {}
            CanonicalOption::UTF16 | CanonicalOption::CompactUTF16 => return Err(Refused::NotUtf8),
            _ => return Err(Refused::Asynchronous),
        }
    }
    Ok(())
}
