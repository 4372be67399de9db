//! A component arrives: it is taken up to the limit of its class, looked at, and kept, off. Where it is
//! refused, it is said why in words, and nothing of it is kept.

use axum::response::{IntoResponse, Redirect, Response};
use balcao_access::Actor;
use balcao_plugins::{CatalogError, Class, CompileError, PackageError, Refused};

use super::{by, list, version_path};
use crate::fault::Fault;
use crate::incoming::Part;
use crate::route::Visit;
use crate::shell::Frame;

/// Takes the file that was sent.
pub(super) async fn send(mut visit: Visit<Actor>) -> Result<Response, Fault> {
    let class = [Class::Compact, Class::Interpreted]
        .into_iter()
        .find(|class| class.as_str() == visit.form.text("class"))
        .unwrap_or(Class::Compact);
    let lang = visit.frame.lang();
    let limit = visit.desk.plugins.limits(class).component_bytes;
    let bytes = match receive(&mut visit, limit).await? {
        Received::Whole(bytes) => bytes,
        Received::Nothing => return Ok(list::page(&visit, Some(lang.plugin_no_file()))),
        Received::TooLarge => {
            let most = visit.frame.format.bytes(limit as u64);
            return Ok(list::page(&visit, Some(&lang.plugin_too_large(&most))));
        }
    };
    match visit.desk.plugins.receive(&bytes, class, &by(&visit)).await {
        Ok(arrived) => {
            let page = version_path(&arrived.plugin, &arrived.version.to_string());
            Ok(Redirect::to(&page).into_response())
        }
        Err(error) => {
            let why = words(&visit.frame, error)?;
            Ok(list::page(&visit, Some(&why)))
        }
    }
}

enum Received {
    Nothing,
    TooLarge,
    Whole(Vec<u8>),
}

/// The first file of the form, if it is no larger than this.
async fn receive(visit: &mut Visit<Actor>, limit: usize) -> Result<Received, Fault> {
    let Some(mut incoming) = visit.incoming.take() else { return Ok(Received::Nothing) };
    while let Some(part) = incoming.next().await? {
        let Part::File(mut file) = part else { continue };
        let mut bytes = Vec::new();
        while let Some(piece) = file.piece().await? {
            if bytes.len() + piece.len() > limit {
                file.drain().await?;
                return Ok(Received::TooLarge);
            }
            bytes.extend_from_slice(&piece);
        }
        return Ok(if bytes.is_empty() { Received::Nothing } else { Received::Whole(bytes) });
    }
    Ok(Received::Nothing)
}

/// Why a component is refused, for whoever sent it. What is our own failure is none of its.
fn words(frame: &Frame, error: CatalogError) -> Result<String, Fault> {
    let lang = frame.lang();
    let refused = |refused: &Refused| match refused {
        Refused::TooLarge { limit, .. } => lang.plugin_too_large(&frame.format.bytes(*limit as u64)),
        Refused::Compiled => lang.plugin_is_compiled().to_owned(),
        Refused::Module => lang.plugin_is_module().to_owned(),
        Refused::TooMany { what, count, limit } => lang.plugin_too_many(what, *count, *limit),
        other => lang.plugin_is_invalid(&other.to_string()),
    };
    Ok(match &error {
        CatalogError::Package(PackageError::Refused(why)) => refused(why),
        CatalogError::Package(PackageError::Compile(CompileError::Refused(why))) => refused(why),
        CatalogError::Package(PackageError::Compile(CompileError::Child(_))) => {
            return Err(Fault::internal(error));
        }
        CatalogError::Package(PackageError::Compile(why)) => lang.plugin_no_compile(&why.to_string()),
        CatalogError::Package(PackageError::UnknownImports(names)) => {
            lang.plugin_unknown_imports(&names.join(", "))
        }
        CatalogError::Package(PackageError::Misfit(why)) => lang.plugin_misfit(why),
        CatalogError::Package(PackageError::Describe(cause)) => lang.plugin_no_describe(&cause.to_string()),
        CatalogError::Package(PackageError::Misdeclared(why)) => lang.plugin_misdeclared(&why.to_string()),
        CatalogError::NameTaken { name, installer } => {
            lang.plugin_name_taken(name, lang.plugin_installer(installer))
        }
        _ => return Err(Fault::internal(error)),
    })
}
