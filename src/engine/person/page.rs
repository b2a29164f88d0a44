//! Pages as the scripted person reads them: status, redirect, cookies, and the first form.

/// One answer.
pub(super) struct Page {
    pub status: u16,
    pub location: Option<String>,
    pub cookies: Vec<String>,
    pub text: String,
}

/// The first form of a page.
pub(super) struct Form {
    pub action: String,
    /// Inputs, with the values they come with.
    pub fields: Vec<(String, String)>,
    /// Buttons that send a value.
    pub buttons: Vec<(String, String)>,
}

impl Page {
    /// Reads an answer that ended with its connection.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let at = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
        let head = String::from_utf8_lossy(bytes.get(..at)?).into_owned();
        let text = String::from_utf8_lossy(bytes.get(at + 4..)?).into_owned();
        let mut lines = head.lines();
        let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
        let mut page = Self {
            status,
            location: None,
            cookies: Vec::new(),
            text,
        };
        for (name, value) in lines.filter_map(|line| line.split_once(':')) {
            match name.to_ascii_lowercase().as_str() {
                "location" => page.location = Some(value.trim().to_owned()),
                "set-cookie" => page.cookies.push(value.trim().to_owned()),
                _ => {}
            }
        }
        if !(300..400).contains(&status) {
            page.location = None;
        }
        Some(page)
    }

    /// Returns the one-time code that the demo org shows in place of a phone.
    pub fn code(&self) -> Option<String> {
        let (_, rest) = self.text.split_once("id=\"demo_code\">")?;
        Some(rest.split('<').next()?.trim().to_owned())
    }
}

impl Page {
    /// Returns where the callback's page hands a fragment over, and its nonce.
    pub fn relay(&self) -> Option<(String, String)> {
        let named = |name: &str| {
            let (_, rest) = self.text.split_once(&format!("<meta name=\"{name}\""))?;
            attribute(rest.split('>').next()?, "content")
        };
        Some((named("valet-key-relay")?, named("valet-key-nonce")?))
    }
}

impl Form {
    /// Finds the first form that is posted.
    pub fn first(html: &str) -> Option<Self> {
        let (_, rest) = html.split_once("<form ")?;
        let inside = rest.split("</form>").next()?;
        let action = attribute(inside.split('>').next()?, "action")?;
        let mut form = Self {
            action,
            fields: Vec::new(),
            buttons: Vec::new(),
        };
        for tag in inside.split('<').skip(1) {
            let tag = tag.split('>').next().unwrap_or_default();
            let (Some(name), value) = (attribute(tag, "name"), attribute(tag, "value")) else {
                continue;
            };
            let pair = (name, value.unwrap_or_default());
            if tag.starts_with("input ") {
                form.fields.push(pair);
            } else if tag.starts_with("button ") {
                form.buttons.push(pair);
            }
        }
        Some(form)
    }
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    let value = rest.split('"').next()?;
    Some(
        value
            .replace("&quot;", "\"")
            .replace("&#39;", "'")
            .replace("&#x27;", "'")
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&amp;", "&"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_read_with_its_hidden_fields_and_buttons() {
        let html = "<p><form id=\"f\" method=\"post\" action=\"/login?a=1&amp;b=2\"><input type=\"hidden\" name=\"source\" \
                    value=\"x&quot;y\"><input id=\"u\" name=\"username\"><button name=\"save\" value=\"Allow\">A</button>\
                    <button name=\"save\" value=\"Deny\">D</button></form>";
        let form = Form::first(html).expect("is there");
        assert_eq!(form.action, "/login?a=1&b=2");
        assert_eq!(form.fields[0], ("source".into(), "x\"y".into()));
        assert_eq!(form.fields[1], ("username".into(), String::new()));
        assert_eq!(form.buttons[1].1, "Deny");
    }

    #[test]
    fn an_answer_is_taken_apart() {
        let page = Page::read(
            b"HTTP/1.1 302 Found\r\nLocation: /x\r\nSet-Cookie: sid=1; Path=/\r\n\r\nbody",
        )
        .expect("is HTTP");
        assert_eq!((page.status, page.location.as_deref()), (302, Some("/x")));
        assert_eq!(page.cookies, ["sid=1; Path=/"]);
        assert_eq!(page.text, "body");
    }
}
