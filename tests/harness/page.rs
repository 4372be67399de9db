//! What a page holds, as far as somebody without a browser needs it: its forms, links and buttons.

/// A page as it came.
pub struct Page {
    /// Path and query, after every redirect.
    pub path: String,
    /// Its HTML.
    pub html: String,
}

impl Page {
    /// Whether it holds this piece of HTML.
    pub fn has(&self, part: &str) -> bool {
        self.html.contains(part)
    }

    /// Where the first link goes that begins so.
    pub fn link(&self, beginning: &str) -> String {
        let links = tags(&self.html).filter_map(|tag| tag.get("href"));
        links.into_iter().find(|href| href.starts_with(beginning)).unwrap_or_else(|| self.lacks(beginning))
    }

    /// The value of the first button of that name whose value has this in it.
    pub fn button(&self, name: &str, part: &str) -> String {
        let buttons = tags(&self.html).filter(|tag| tag.get("name").as_deref() == Some(name));
        let mut values = buttons.filter_map(|tag| tag.get("value"));
        values.find(|value| value.contains(part)).unwrap_or_else(|| self.lacks(part))
    }

    /// Names and values of the inputs of a type, in order.
    pub fn inputs(&self, kind: &str) -> Vec<(String, String)> {
        let of = |tag: Tag<'_>| {
            let wanted = tag.name == "input" && tag.get("type").as_deref() == Some(kind);
            wanted.then(|| Some((tag.get("name")?, tag.get("value").unwrap_or_default()))).flatten()
        };
        tags(&self.html).filter_map(of).collect()
    }

    /// The first form that holds this piece of HTML, filled in.
    pub fn form(&self, part: &str) -> Form {
        let forms = self.html.split("<form").skip(1).filter_map(|rest| rest.split("</form>").next());
        let form = forms.into_iter().find(|form| form.contains(part)).unwrap_or_else(|| self.lacks(part));
        let form = format!("<form{form}");
        let action = tags(&form).next().and_then(|tag| tag.get("action"));
        Form { action: action.unwrap_or_else(|| self.path.clone()), fields: filled_in(&form) }
    }

    fn lacks<T>(&self, part: &str) -> T {
        panic!("{} has no {part}:\n{}", self.path, self.html)
    }
}

/// A form, ready to be sent once or several times.
#[derive(Clone)]
pub struct Form {
    /// Where it goes.
    pub action: String,
    /// Names and values, in order.
    pub fields: Vec<(String, String)>,
}

impl Form {
    /// Has a field say something else.
    pub fn set(&mut self, name: &str, value: &str) {
        self.fields.retain(|(known, _)| known != name);
        self.fields.push((name.to_owned(), value.to_owned()));
    }

    /// The same, sent by a button.
    pub fn by(mut self, name: &str, value: &str) -> Form {
        self.fields.push((name.to_owned(), value.to_owned()));
        self
    }
}

/// As somebody would who takes the first choice and the first day everywhere, ticks nothing, and
/// writes a line where there is room for several.
fn filled_in(form: &str) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = Vec::new();
    let mut select = None;
    for tag in tags(form) {
        let name = tag.get("name");
        let value = tag.get("value").unwrap_or_default();
        let (name, value) = match (tag.name, tag.get("type").as_deref(), name) {
            ("input", Some("checkbox"), _) | ("button", ..) => continue,
            ("input", Some("radio"), Some(name)) if fields.iter().any(|(known, _)| *known == name) => {
                continue;
            }
            ("input", Some("date"), Some(name)) => (name, tag.get("min").unwrap_or(value)),
            ("input", _, Some(name)) => (name, value),
            ("textarea", _, Some(name)) => (name, "A pedido do cliente".to_owned()),
            ("select", _, name) => {
                select = name;
                continue;
            }
            ("option", ..) => match select.take() {
                Some(name) => (name, value),
                None => continue,
            },
            _ => continue,
        };
        fields.push((name, value));
    }
    fields
}

/// An opening tag.
struct Tag<'a> {
    name: &'a str,
    attributes: &'a str,
}

impl Tag<'_> {
    /// The value of an attribute. The desk writes them all in double quotes.
    fn get(&self, name: &str) -> Option<String> {
        let (_, rest) = self.attributes.split_once(&format!(" {name}=\""))?;
        let value = rest.split('"').next()?;
        Some(value.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))
    }
}

/// The opening tags, in order. The desk writes no `>` into a value.
fn tags(html: &str) -> impl Iterator<Item = Tag<'_>> {
    html.split('<').skip(1).filter_map(|rest| {
        let tag = rest.split('>').next()?;
        let end = tag.find(' ').unwrap_or(tag.len());
        Some(Tag { name: &tag[..end], attributes: &tag[end..] })
    })
}
