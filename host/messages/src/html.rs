//! The HTML alternative of a mail, made of its plain text by the host alone.

/// The text as a page of its own: paragraphs where it has empty lines, every character as it stands.
pub fn html(text: &str) -> String {
    let mut page = String::from(
        "<!DOCTYPE html>\n<html lang=\"pt-BR\"><head><meta charset=\"utf-8\"></head>\n\
         <body style=\"font-family:sans-serif;line-height:1.5;overflow-wrap:anywhere\">\n",
    );
    for paragraph in text.trim().split("\n\n").filter(|paragraph| !paragraph.trim().is_empty()) {
        page.push_str("<p>");
        for (at, line) in paragraph.trim_matches('\n').lines().enumerate() {
            if at > 0 {
                page.push_str("<br>\n");
            }
            escape(line, &mut page);
        }
        page.push_str("</p>\n");
    }
    page + "</body></html>\n"
}

fn escape(text: &str, into: &mut String) {
    for c in text.chars() {
        match c {
            '&' => into.push_str("&amp;"),
            '<' => into.push_str("&lt;"),
            '>' => into.push_str("&gt;"),
            '"' => into.push_str("&quot;"),
            '\'' => into.push_str("&#39;"),
            c => into.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_and_lines_are_kept() {
        let page = html("Olá.\n\nLinha digitável:\n0019\n\n\n\nFim");
        assert!(page.contains("<p>Olá.</p>\n<p>Linha digitável:<br>\n0019</p>\n<p>Fim</p>"), "{page}");
    }

    #[test]
    fn nothing_of_a_text_is_markup() {
        let page = html("<img src=x onerror=\"a\"> & 'b'");
        assert!(page.contains("<p>&lt;img src=x onerror=&quot;a&quot;&gt; &amp; &#39;b&#39;</p>"), "{page}");
        assert_eq!(page.matches('<').count(), html("x").matches('<').count());
    }
}
