//! The last step of a plugin's build: a core module becomes a component.

#![forbid(unsafe_code)]

use wit_component::{ComponentEncoder, DecodedWasm};

/// Why a file could not be turned into a component, or read as one.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The core module is not one that the SDK built, or its world and its code disagree.
    #[error("this module can't become a component: {0}")]
    Encode(String),
    /// The bytes are not a component.
    #[error("this is not a component: {0}")]
    Decode(String),
}

/// What a component asks for and offers, as interface names with versions.
#[derive(Debug, PartialEq, Eq)]
pub struct Surface {
    /// Its permissions: the host gives nothing else.
    pub imports: Vec<String>,
    /// What it is: `balcao:desk/plugin`, and any of `widget` and `action`.
    pub exports: Vec<String>,
}

/// What every plugin exports.
const PLUGIN: &str = "balcao:desk/plugin@";

/// Encodes the core module of a plugin. Interfaces that its code never calls are left out, so the
/// imports of the result are what it really uses.
pub fn componentize(core: &[u8]) -> Result<Vec<u8>, Error> {
    let mut encoder = ComponentEncoder::default();
    encoder.validate(true);
    let encode = |e| Error::Encode(format!("{e:#}"));
    encoder.module(core).map_err(encode)?;
    let component = encoder.encode().map_err(encode)?;
    if surface(&component)?.exports.iter().any(|export| export.starts_with(PLUGIN)) {
        return Ok(component);
    }
    Err(Error::Encode("it is no plugin: where is its `plugin!`?".into()))
}

/// Reads what a component imports and exports from its bytes.
pub fn surface(component: &[u8]) -> Result<Surface, Error> {
    let decoded = wit_component::decode(component).map_err(|e| Error::Decode(format!("{e:#}")))?;
    let DecodedWasm::Component(resolve, world) = decoded else {
        return Err(Error::Decode("a package of interfaces".into()));
    };
    let world = &resolve.worlds[world];
    let names = |keys: Vec<_>| keys.into_iter().map(|key| resolve.name_world_key(key)).collect();
    Ok(Surface {
        imports: names(world.imports.keys().collect()),
        exports: names(world.exports.keys().collect()),
    })
}
