//! What a file is, by its content. Its name may say nothing of it, but may not say something else.

/// How much of a file's beginning is looked at.
pub const HEAD: usize = 8 * 1024;

/// A type of files that the desk takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Type {
    /// As browsers call it.
    pub media_type: &'static str,
    /// As people call it, the same in every language.
    pub name: &'static str,
    /// What such a file's name may end in, the usual one first.
    pub extensions: &'static [&'static str],
}

/// What a name and a content don't agree on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mismatch {
    /// The content is of no type that the desk takes.
    Unknown,
    /// The name ends in one thing, the content is another.
    Name {
        /// What the name ends in.
        extension: String,
        /// What the content is; none where that is unknown.
        is: Option<&'static str>,
    },
}

const fn of(media_type: &'static str, name: &'static str, extensions: &'static [&'static str]) -> Type {
    Type { media_type, name, extensions }
}

const PDF: Type = of("application/pdf", "PDF", &["pdf"]);
const PNG: Type = of("image/png", "PNG", &["png"]);
const JPEG: Type = of("image/jpeg", "JPEG", &["jpg", "jpeg", "jpe", "jfif"]);
const WEBP: Type = of("image/webp", "WebP", &["webp"]);
const GIF: Type = of("image/gif", "GIF", &["gif"]);
const TIFF: Type = of("image/tiff", "TIFF", &["tif", "tiff"]);
const HEIC: Type = of("image/heic", "HEIC", &["heic", "heif"]);
const SVG: Type = of("image/svg+xml", "SVG", &["svg"]);
const HTML: Type = of("text/html", "HTML", &["html", "htm"]);
const XML: Type = of("text/xml", "XML", &["xml"]);
const TEXT: Type = of("text/plain", "TXT", &["txt", "text", "log", "csv", "tsv", "md", "json", "eml"]);
const MP3: Type = of("audio/mpeg", "MP3", &["mp3"]);
const WAV: Type = of("audio/wav", "WAV", &["wav"]);
const OGG: Type = of("audio/ogg", "OGG", &["ogg", "oga", "opus"]);
const MP4: Type = of("video/mp4", "MP4", &["mp4", "m4v", "m4a", "mov", "3gp"]);
const ZIP: Type = of("application/zip", "ZIP", &["zip"]);
const DOCX: Type =
    of("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "DOCX", &["docx"]);
const XLSX: Type = of("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "XLSX", &["xlsx"]);
const PPTX: Type =
    of("application/vnd.openxmlformats-officedocument.presentationml.presentation", "PPTX", &["pptx"]);
const ODT: Type = of("application/vnd.oasis.opendocument.text", "ODT", &["odt"]);
const ODS: Type = of("application/vnd.oasis.opendocument.spreadsheet", "ODS", &["ods"]);

const ALL: [Type; 21] = [
    PDF, PNG, JPEG, WEBP, GIF, TIFF, HEIC, SVG, HTML, XML, TEXT, MP3, WAV, OGG, MP4, ZIP, DOCX, XLSX, PPTX,
    ODT, ODS,
];

/// The type of a file that begins so and is called so.
pub fn check(name: &str, head: &[u8]) -> Result<&'static Type, Mismatch> {
    let is = detect(head);
    match (extension(name), is) {
        (None, Some(is)) => Ok(is),
        (Some(extension), Some(is)) if is.extensions.contains(&extension.as_str()) => Ok(is),
        (Some(extension), Some(is)) => Err(Mismatch::Name { extension, is: Some(is.name) }),
        (Some(extension), None) if ALL.iter().any(|known| known.extensions.contains(&&*extension)) => {
            Err(Mismatch::Name { extension, is: None })
        }
        (_, None) => Err(Mismatch::Unknown),
    }
}

/// Whether a list of media types, in which `image/*` stands for all pictures, holds this one; an empty
/// list holds all.
pub fn accepts(list: &[String], media_type: &str) -> bool {
    let fits = |entry: &String| match entry.strip_suffix('*') {
        Some(family) => media_type.starts_with(family),
        None => entry == media_type,
    };
    list.is_empty() || list.iter().any(fits)
}

/// A file's name as it is kept: the last part of a path, without characters that nobody sees, not
/// endless, and ending in what the file is.
pub fn clean_name(name: &str, is: &Type) -> String {
    const MOST: usize = 150;
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let seen = |c: &char| {
        !c.is_control()
            && !matches!(*c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
    };
    let clean: String = last.chars().filter(seen).collect();
    let (stem, end) = match extension(&clean) {
        Some(end) => (clean.trim_end_matches(|c: char| c != '.').trim_end_matches('.').to_owned(), end),
        None => (clean.trim_end_matches('.').to_owned(), is.extensions[0].to_owned()),
    };
    let stem: String = stem.trim().trim_start_matches('.').chars().take(MOST).collect();
    let stem = if stem.is_empty() { "arquivo" } else { &stem };
    format!("{stem}.{end}")
}

/// What a name ends in, in small letters.
fn extension(name: &str) -> Option<String> {
    let (stem, end) = name.trim().rsplit_once('.')?;
    let is =
        !stem.is_empty() && (1..=8).contains(&end.len()) && end.bytes().all(|b| b.is_ascii_alphanumeric());
    is.then(|| end.to_ascii_lowercase())
}

fn detect(head: &[u8]) -> Option<&'static Type> {
    let at = |from: usize, magic: &[u8]| head.get(from..).is_some_and(|rest| rest.starts_with(magic));
    Some(match head {
        _ if at(0, b"%PDF-") => &PDF,
        _ if at(0, b"\x89PNG\r\n\x1a\n") => &PNG,
        _ if at(0, b"\xff\xd8\xff") => &JPEG,
        _ if at(0, b"GIF87a") || at(0, b"GIF89a") => &GIF,
        _ if at(0, b"II*\0") || at(0, b"MM\0*") => &TIFF,
        _ if at(0, b"RIFF") && at(8, b"WEBP") => &WEBP,
        _ if at(0, b"RIFF") && at(8, b"WAVE") => &WAV,
        _ if at(0, b"OggS") => &OGG,
        _ if at(0, b"ID3") || at(0, b"\xff\xfb") || at(0, b"\xff\xf3") || at(0, b"\xff\xf2") => &MP3,
        _ if at(4, b"ftyp") => {
            let heic = [&b"heic"[..], b"heix", b"hevc", b"mif1", b"msf1"].iter().any(|brand| at(8, brand));
            if heic { &HEIC } else { &MP4 }
        }
        _ if at(0, b"PK\x03\x04") => zipped(head),
        _ => text(head)?,
    })
}

/// Office documents are zip archives that begin with what they are.
fn zipped(head: &[u8]) -> &'static Type {
    let holds = |text: &[u8]| head.windows(text.len()).any(|window| window == text);
    let begins = |text: &[u8]| head.get(30..).is_some_and(|rest| rest.starts_with(text));
    if begins(b"mimetypeapplication/vnd.oasis.opendocument.text") {
        &ODT
    } else if begins(b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet") {
        &ODS
    } else if !begins(b"[Content_Types].xml") && !begins(b"_rels/") && !begins(b"docProps/") {
        &ZIP
    } else if holds(b"word/") {
        &DOCX
    } else if holds(b"xl/") {
        &XLSX
    } else if holds(b"ppt/") {
        &PPTX
    } else {
        &ZIP
    }
}

/// Text of any encoding that has ASCII in it, told apart by how it begins.
fn text(head: &[u8]) -> Option<&'static Type> {
    let plain = |byte: &u8| *byte >= 0x20 && *byte != 0x7f || matches!(*byte, b'\t' | b'\n' | b'\r' | 0x0c);
    if head.is_empty() || !head.iter().all(plain) {
        return None;
    }
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    let beginning = head[..head.len().min(1024)].to_ascii_lowercase();
    let begins = |tag: &str| beginning.starts_with(tag.as_bytes());
    let holds = |tag: &str| beginning.windows(tag.len()).any(|window| window == tag.as_bytes());
    Some(if holds("<svg") && begins("<") {
        &SVG
    } else if ["<!doctype html", "<html", "<head", "<body", "<script", "<iframe"].iter().any(|tag| holds(tag))
    {
        &HTML
    } else if begins("<?xml") {
        &XML
    } else {
        &TEXT
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lies(extension: &str, is: Option<&'static str>) -> Result<&'static str, Mismatch> {
        Err(Mismatch::Name { extension: extension.into(), is })
    }

    fn is(name: &str, head: &[u8]) -> Result<&'static str, Mismatch> {
        check(name, head).map(|is| is.media_type)
    }

    #[test]
    fn the_content_says_what_a_file_is() {
        for (name, head, media_type) in [
            ("a.pdf", &b"%PDF-1.7\n"[..], "application/pdf"),
            ("a.PNG", b"\x89PNG\r\n\x1a\n\0\0", "image/png"),
            ("foto.jpeg", b"\xff\xd8\xff\xe0..JFIF", "image/jpeg"),
            ("a.webp", b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
            ("a.heic", b"\0\0\0\x18ftypheic", "image/heic"),
            ("a.mp4", b"\0\0\0\x18ftypisom", "video/mp4"),
            ("a.txt", "Ligação às 10h".as_bytes(), "text/plain"),
            ("latin1.csv", b"nome;cidade\nJo\xe3o;Bauru", "text/plain"),
            ("nfe.xml", b"<?xml version=\"1.0\"?><nfeProc/>", "text/xml"),
            ("a.svg", b"<?xml version=\"1.0\"?>\n<svg xmlns='...'>", "image/svg+xml"),
            ("a.html", b"  <!DOCTYPE html><p>", "text/html"),
            ("sem-extensao", b"%PDF-1.4", "application/pdf"),
            (
                "a.odt",
                b"PK\x03\x04..........................mimetypeapplication/vnd.oasis.opendocument.text",
                "application/vnd.oasis.opendocument.text",
            ),
            (
                "a.docx",
                b"PK\x03\x04..........................[Content_Types].xml....word/document.xml",
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            ),
        ] {
            assert_eq!(is(name, head), Ok(media_type), "{name}");
        }
    }

    #[test]
    fn a_name_that_says_something_else_is_refused() {
        assert_eq!(is("foto.png", b"<!doctype html><script>"), lies("png", Some("HTML")));
        assert_eq!(is("contrato.pdf", b"\x89PNG\r\n\x1a\n"), lies("pdf", Some("PNG")));
        assert_eq!(is("foto.jpg", b"MZ\x90\0\x03\0"), lies("jpg", None));
        assert_eq!(is("nota.txt", b"<html><body>"), lies("txt", Some("HTML")));
        assert_eq!(is("instalar.bat", b"@echo off\r\ndel *.*"), lies("bat", Some("TXT")));
        assert_eq!(
            is("planilha.xlsx", b"PK\x03\x04..........................foto.png"),
            lies("xlsx", Some("ZIP"))
        );
        assert_eq!(is("programa.exe", b"MZ\x90\0\x03\0"), Err(Mismatch::Unknown));
    }

    #[test]
    fn a_name_is_kept_without_its_path_and_with_its_end() {
        for (name, kept) in [
            ("C:\\fotos\\ONU da sala.JPG", "ONU da sala.jpg"),
            ("../../etc/passwd", "passwd.jpg"),
            ("a\u{202e}gnp.jpg", "agnp.jpg"),
            (".jpg", "jpg.jpg"),
            ("", "arquivo.jpg"),
            ("linha\r\nX: y.jpg", "linhaX: y.jpg"),
        ] {
            assert_eq!(clean_name(name, &JPEG), kept, "{name:?}");
        }
        assert_eq!(clean_name(&format!("{}.jpg", "é".repeat(999)), &JPEG).chars().count(), 154);
    }

    #[test]
    fn a_field_takes_what_its_list_holds() {
        let list = ["image/*".to_owned(), "application/pdf".to_owned()];
        assert!(accepts(&list, "image/png") && accepts(&list, "application/pdf"));
        assert!(!accepts(&list, "text/html"));
        assert!(accepts(&[], "text/html"));
    }
}
