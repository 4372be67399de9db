//! A profile as a file: to be reviewed like code, and taken to another desk.

use serde::{Deserialize, Serialize};

use super::{Content, Rights};
use crate::layout::Problem;
use crate::{Labels, Layout};

/// The largest file, in bytes.
pub const MOST_BYTES: usize = 64 * 1024;
/// What says that a file is one, and how to read it.
const FORMAT: &str = "balcao-profile-1";

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    format: String,
    name: Labels,
    rights: Rights,
    layout: Layout,
}

/// Why a file is no profile.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    /// More than [`MOST_BYTES`].
    #[error("the file has more than {MOST_BYTES} bytes")]
    Large,
    /// Not the JSON of a profile; what is wrong, and where.
    #[error("{0}")]
    Json(String),
    /// Of another format than this desk writes.
    #[error("the format is {0}, not {FORMAT}")]
    Format(String),
    /// It breaks a rule.
    #[error(transparent)]
    Problem(#[from] Problem),
}

/// The file's text: JSON, a line for each value.
pub fn write(content: &Content) -> Result<String, FileError> {
    let Content { name, rights, layout } = content.clone();
    let file = File { format: FORMAT.to_owned(), name, rights, layout };
    let text = serde_json::to_string_pretty(&file).map_err(|error| FileError::Json(error.to_string()))?;
    Ok(text + "\n")
}

/// What a file holds. A field that is not known is refused, so that none is overlooked.
pub fn read(text: &str) -> Result<Content, FileError> {
    if text.len() > MOST_BYTES {
        return Err(FileError::Large);
    }
    let file: File = serde_json::from_str(text).map_err(|error| FileError::Json(error.to_string()))?;
    if file.format != FORMAT {
        return Err(FileError::Format(file.format));
    }
    let content = Content { name: file.name, rights: file.rights, layout: file.layout };
    content.check()?;
    Ok(content)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Kind, Placement, PlacementId, Right, Size, Tab};

    #[test]
    fn what_is_written_is_read_again_and_nothing_else_is() {
        let placed = Placement {
            id: PlacementId::new(),
            plugin: "billing".into(),
            name: "history".into(),
            kind: Kind::Widget,
            size: Size::Full,
        };
        let title = Labels::new("Um", "One", "Uno");
        let tab = Tab { key: "um".into(), title: title.clone(), hidden: true, placements: vec![placed] };
        let content = Content {
            name: title,
            rights: Rights::of(&[Right::Serve, Right::SeeTaxIds]),
            layout: Layout { tabs: vec![tab] },
        };
        let text = write(&content).unwrap();
        assert_eq!(read(&text), Ok(content));
        let json = |text: &str| matches!(read(text), Err(FileError::Json(_)));
        assert!(json("") && json("[]") && json(&text.replace("\"hidden\"", "\"hiden\"")));
        assert!(json(&text.replace("see-tax-ids", "see-everything")));
        let other = text.replace(FORMAT, "balcao-profile-9");
        assert_eq!(read(&other), Err(FileError::Format("balcao-profile-9".into())));
        assert_eq!(read(&text.replace("\"um\"", "\"report\"")), Err(FileError::Problem(Problem::Reserved)));
        assert_eq!(read(&" ".repeat(MOST_BYTES + 1)), Err(FileError::Large));
    }
}
