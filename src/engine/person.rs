//! A scripted person with a browser: follows a login address, signs in, consents, and returns to the callback.
//!
//! Stands in for people in `valet-key tour` and in tests. Speaks plain HTTP to
//! this machine only, and knows the pages of the demo org.

mod page;

use std::io::{Read as _, Write as _};
use std::net::{TcpStream, ToSocketAddrs as _};
use std::time::Duration;

use url::Url;

use page::{Form, Page};

/// More steps than any login has.
const STEPS: usize = 20;

/// More than any page has, in bytes.
const PAGE: u64 = 1024 * 1024;

/// Who logs in, and what they choose.
#[derive(Debug, Clone)]
pub struct Person {
    /// Login name.
    pub username: String,
    /// Password.
    pub password: String,
    /// What they say to the consent page.
    pub choice: Choice,
}

/// What is said to a consent page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// Yes.
    Allow,
    /// No.
    Deny,
}

/// Where a trip ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum End {
    /// At the callback, which answered with this status.
    Callback {
        /// The whole address.
        url: String,
        /// HTTP status of the first answer.
        status: u16,
    },
    /// At the callback, where nobody listened: the address can be pasted.
    NotAnswered {
        /// The whole address.
        url: String,
    },
    /// At a page of the org that leads nowhere.
    Page {
        /// HTTP status.
        status: u16,
        /// The page.
        text: String,
    },
}

impl Person {
    /// Follows a login address to its end.
    ///
    /// # Errors
    ///
    /// What broke: an address of another machine, a connection, a page without end.
    pub fn follow(&self, address: &str) -> Result<End, String> {
        let start = Url::parse(address).map_err(|error| error.to_string())?;
        let org = start.origin();
        let mut cookies = Cookies::default();
        let mut next = Step::Get(start);
        for _ in 0..STEPS {
            let url = next.url().clone();
            if url.origin() != org {
                return Ok(call_back(url));
            }
            let page = send(&next, &mut cookies)?;
            next = match (&page.location, Form::first(&page.text)) {
                (Some(location), _) => {
                    Step::Get(url.join(location).map_err(|error| error.to_string())?)
                }
                (None, Some(form)) if page.status == 200 => {
                    let action = url.join(&form.action).map_err(|error| error.to_string())?;
                    Step::Post(action, self.fill(&form, &page))
                }
                _ => {
                    return Ok(End::Page {
                        status: page.status,
                        text: page.text,
                    });
                }
            };
        }
        Err(format!("{STEPS} pages, and no end"))
    }

    fn fill(&self, form: &Form, page: &Page) -> Vec<(String, String)> {
        let mut fields = Vec::new();
        for (name, value) in &form.fields {
            let typed = match name.as_str() {
                "username" => self.username.clone(),
                "pw" => self.password.clone(),
                "code" => page.code().unwrap_or_default(),
                _ => value.clone(),
            };
            fields.push((name.clone(), typed));
        }
        let wanted = match self.choice {
            Choice::Allow => form.buttons.first(),
            Choice::Deny => form.buttons.last(),
        };
        fields.extend(wanted.cloned());
        fields
    }
}

/// Opens the callback, and the page it leads on to: the listener waits for that.
fn call_back(url: Url) -> End {
    let Ok(mut page) = send(&Step::Get(url.clone()), &mut Cookies::default()) else {
        return End::NotAnswered { url: url.into() };
    };
    // A browser keeps the fragment, and runs the script of the page that hands it over.
    let mut next = page.location.clone();
    if let (Some(fragment), Some((relay, nonce))) = (url.fragment(), page.relay()) {
        let handed = url.join(&relay).map_err(|error| error.to_string());
        let step = handed.map(|relay| Step::HandOver(relay, nonce, fragment.to_owned()));
        match step.and_then(|step| send(&step, &mut Cookies::default())) {
            Ok(answer) => page = answer,
            Err(_) => return End::NotAnswered { url: url.into() },
        }
        next = (page.status == 200).then(|| page.text.clone());
    }
    if let Some(next) = next.and_then(|location| url.join(&location).ok()) {
        // A last page that does not come is the browser's loss, not the login's.
        let _ = send(&Step::Get(next), &mut Cookies::default());
    }
    End::Callback {
        status: page.status,
        url: url.into(),
    }
}

/// One request of the browser.
enum Step {
    Get(Url),
    Post(Url, Vec<(String, String)>),
    /// Address, nonce, fragment.
    HandOver(Url, String, String),
}

impl Step {
    fn url(&self) -> &Url {
        match self {
            Self::Get(url) | Self::Post(url, _) | Self::HandOver(url, ..) => url,
        }
    }
}

/// The cookies of one host.
#[derive(Default)]
struct Cookies(Vec<(String, String)>);

impl Cookies {
    fn keep(&mut self, header: &str) {
        let pair = header.split(';').next().unwrap_or_default();
        if let Some((name, value)) = pair.split_once('=') {
            self.0.retain(|(known, _)| known != name.trim());
            self.0
                .push((name.trim().to_owned(), value.trim().to_owned()));
        }
    }

    fn header(&self) -> String {
        let pairs: Vec<String> = self
            .0
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        pairs.join("; ")
    }
}

fn send(step: &Step, cookies: &mut Cookies) -> Result<Page, String> {
    let url = step.url();
    let mut connection = connect(url)?;
    let host = url.host_str().unwrap_or_default();
    let port = url.port_or_known_default().unwrap_or(80);
    let path = &url[url::Position::BeforePath..url::Position::AfterQuery];
    let (method, body) = match step {
        Step::Get(_) => ("GET", String::new()),
        Step::Post(_, fields) => {
            let mut form = url::form_urlencoded::Serializer::new(String::new());
            form.extend_pairs(fields);
            ("POST", form.finish())
        }
        Step::HandOver(_, _, fragment) => ("POST", fragment.clone()),
    };
    let mut head =
        format!("{method} {path} HTTP/1.1\r\nHost: {host}:{port}\r\nConnection: close\r\n");
    if !cookies.0.is_empty() {
        head.push_str(&format!("Cookie: {}\r\n", cookies.header()));
    }
    let kind = match step {
        Step::HandOver(_, nonce, _) => format!("text/plain\r\nX-Valet-Key-Nonce: {nonce}"),
        _ => "application/x-www-form-urlencoded".to_owned(),
    };
    if method == "POST" {
        let length = body.len();
        head.push_str(&format!(
            "Content-Type: {kind}\r\nContent-Length: {length}\r\nOrigin: {}\r\n",
            url.origin().ascii_serialization()
        ));
    }
    let mut answer = Vec::new();
    let mut exchange = || {
        connection.write_all(format!("{head}\r\n{body}").as_bytes())?;
        std::io::Read::by_ref(&mut connection)
            .take(PAGE)
            .read_to_end(&mut answer)
    };
    exchange().map_err(|error| format!("{host}:{port}: {error}"))?;
    let page = Page::read(&answer).ok_or_else(|| format!("{host}:{port}: not HTTP"))?;
    for cookie in &page.cookies {
        cookies.keep(cookie);
    }
    Ok(page)
}

fn connect(url: &Url) -> Result<TcpStream, String> {
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    let port = url.port_or_known_default().unwrap_or(80);
    if url.scheme() != "http" {
        return Err(format!("{host}: only http is spoken here"));
    }
    let addresses = (host, port)
        .to_socket_addrs()
        .map_err(|error| error.to_string())?;
    let mut last = format!("{host} has no address");
    for address in addresses {
        if !address.ip().is_loopback() {
            return Err(format!("{host} is not this machine"));
        }
        match TcpStream::connect_timeout(&address, Duration::from_secs(5)) {
            Ok(connection) => {
                let limit = Some(Duration::from_secs(30));
                connection
                    .set_read_timeout(limit)
                    .map_err(|error| error.to_string())?;
                return Ok(connection);
            }
            Err(error) => last = format!("{address}: {error}"),
        }
    }
    Err(last)
}
