//! Names as they are searched and sorted: without accents, in lower case, word by word.

/// Words that a name has or lacks as the person who types pleases.
const PARTICLES: [&str; 6] = ["da", "das", "de", "do", "dos", "e"];

/// The words of a text: lower case, without accents or punctuation. An apostrophe joins
/// (`D'Ávila` is `davila`), everything else that is no letter or digit parts.
pub fn words(text: &str) -> Vec<String> {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\'' | '’' | '`' | '´' | '\u{300}'..='\u{36f}' => {}
            c if c.is_ascii_alphanumeric() => plain.push(c.to_ascii_lowercase()),
            c if c.is_alphanumeric() => c.to_lowercase().for_each(|c| push_plain(c, &mut plain)),
            _ => plain.push(' '),
        }
    }
    plain.split_ascii_whitespace().map(str::to_owned).collect()
}

/// The text by which a name is sorted.
pub fn sort_name(name: &str) -> String {
    words(name).join(" ")
}

/// The distinct words by which a person is found. Particles are left out, unless there is nothing
/// else: half of all names have them, and nobody remembers which.
pub fn tokens(texts: &[&str]) -> Vec<String> {
    let mut all: Vec<String> = texts.iter().flat_map(|text| words(text)).collect();
    all.sort_unstable();
    all.dedup();
    if all.iter().any(|word| !is_particle(word)) {
        all.retain(|word| !is_particle(word));
    }
    all
}

/// The end of the range in which every word starts with `prefix`, in the order of bytes.
pub fn prefix_end(prefix: &str) -> String {
    format!("{prefix}\u{10ffff}")
}

fn is_particle(word: &str) -> bool {
    PARTICLES.contains(&word)
}

/// Adds the letter without its accent, for the letters of western European names.
fn push_plain(c: char, plain: &mut String) {
    plain.push(match c {
        'à'..='å' | 'ā' | 'ă' | 'ą' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'è'..='ë' | 'ē' | 'ę' | 'ě' => 'e',
        'ì'..='ï' | 'ī' => 'i',
        'ñ' | 'ń' | 'ň' => 'n',
        'ò'..='ö' | 'ø' | 'ō' | 'ő' => 'o',
        'ù'..='ü' | 'ū' | 'ů' | 'ű' => 'u',
        'ý' | 'ÿ' => 'y',
        'š' | 'ś' => 's',
        'ž' | 'ź' | 'ż' => 'z',
        'ł' => 'l',
        'ß' => return plain.push_str("ss"),
        'æ' => return plain.push_str("ae"),
        'œ' => return plain.push_str("oe"),
        other => other,
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_case_and_punctuation_do_not_count() {
        assert_eq!(words("João  D'Ávila-Conceição"), ["joao", "davila", "conceicao"]);
        assert_eq!(words("Jo\u{61}\u{303}o"), ["joao"]);
        assert_eq!(words("PÃES & CIA. LTDA"), ["paes", "cia", "ltda"]);
        assert_eq!(words("  "), Vec::<String>::new());
    }

    #[test]
    fn particles_are_found_only_when_nothing_else_is_there() {
        assert_eq!(tokens(&["Maria da Silva", "Bar da Maria"]), ["bar", "maria", "silva"]);
        assert_eq!(tokens(&["da"]), ["da"]);
    }

    #[test]
    fn every_word_with_the_prefix_is_in_its_range() {
        for word in ["ma", "maria", "maz", "maé"] {
            assert!("ma" <= word && word < prefix_end("ma").as_str());
        }
        assert!("mb" > prefix_end("ma").as_str());
    }
}
