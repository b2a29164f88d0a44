//! What a person pastes when the browser does not come back (`interactive.md` 2.2, outcomes D and E).
//! It proves no more than a visit would: R10 to R12 and R15 hold here too.
//!
//! ```text
//! http://localhost:1717/OauthRedirect?code=…&state=…      the whole callback address
//! error=invalid_client_id&error_description=client%20identifier%20invalid      text body of the authorize page
//! …/setup/secur/RemoteAccessErrorPage.apexp?error=invalid_client&…      address of the error page
//! OAUTH_APPROVAL_ERROR_GENERIC : An unexpected error has occured…      text of the error page
//! ```

use url::Url;

use super::callback::{self, Heard, Stray};
use super::error::{Channel, Refusal};
use super::form;
use super::io::IssuerRule;
use crate::model::secret::Secret;

/// What a pasted text is.
#[derive(Debug)]
pub enum Pasted {
    /// A callback address: judged as if the browser had brought it.
    Callback(Heard),
    /// The org refused, on a page of its own: the person brought the proof.
    Refusal(Refusal),
    /// The address of the login page itself: nothing has been decided there.
    LoginPage,
    /// Something else.
    Unreadable,
}

/// Reads what was pasted into a waiting login.
#[must_use]
pub fn read(text: &str, state: &Secret, issuer: &IssuerRule) -> Pasted {
    let text = text.trim();
    match Url::parse(text).ok().filter(|_| text.contains("://")) {
        Some(url) => read_address(text, &url, state, issuer),
        None => read_text(text, state, issuer),
    }
}

fn read_address(text: &str, url: &Url, state: &Secret, issuer: &IssuerRule) -> Pasted {
    // Taken from the text as pasted: the parser would encode some of it anew.
    let parameters = text
        .split_once('#')
        .map(|(_, fragment)| fragment)
        .filter(|fragment| fragment.contains('='))
        .or_else(|| {
            text.split_once('?')
                .map(|(_, query)| query.split('#').next().unwrap_or(query))
        })
        .unwrap_or_default();
    if url.path().ends_with("/RemoteAccessErrorPage.apexp") {
        return refusal(parameters, Channel::ErrorPage).unwrap_or(Pasted::Unreadable);
    }
    let is_login_page = url.path().contains("/services/oauth2/authorize")
        || url.path().contains("RemoteAccessAuthorizationPage");
    match callback::read(parameters, state, issuer) {
        Heard::Stray(Stray::Nothing | Stray::NoState | Stray::WrongState) if is_login_page => {
            Pasted::LoginPage
        }
        Heard::Unproven(_) if is_login_page => {
            refusal(parameters, Channel::AuthorizeBody).unwrap_or(Pasted::LoginPage)
        }
        heard => Pasted::Callback(heard),
    }
}

fn read_text(text: &str, state: &Secret, issuer: &IssuerRule) -> Pasted {
    let parameters = text.trim_start_matches(['?', '#']);
    if parameters.starts_with("code=") || parameters.starts_with("state=") {
        return Pasted::Callback(callback::read(parameters, state, issuer));
    }
    if let Some(refusal) = text
        .find("error=")
        .and_then(|at| text.get(at..))
        .and_then(|rest| {
            // A browser may show the text with words of its own around it.
            refusal(
                rest.split_whitespace().next().unwrap_or(rest),
                Channel::AuthorizeBody,
            )
        })
    {
        return refusal;
    }
    page_code(text).unwrap_or(Pasted::Unreadable)
}

fn refusal(parameters: &str, channel: Channel) -> Option<Pasted> {
    let pairs = form::pairs(parameters).ok()?;
    let error = form::one(&pairs, "error")
        .ok()
        .flatten()
        .filter(|error| !error.is_empty())?;
    let description = form::one(&pairs, "error_description").ok().flatten();
    Some(Pasted::Refusal(Refusal {
        channel,
        org: callback::words(error, description),
    }))
}

/// Finds `OAUTH_APPROVAL_ERROR_GENERIC` and its kin in the text of an error page.
fn page_code(text: &str) -> Option<Pasted> {
    let is_code = |word: &str| {
        word.starts_with("OAUTH_")
            && word.len() <= 64
            && word.bytes().all(|b| b.is_ascii_uppercase() || b == b'_')
    };
    let code = text
        .split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .find(|word| is_code(word))?;
    let (_, after) = text.split_once(code)?;
    let description = after.trim_start_matches(|c: char| c.is_whitespace() || c == ':' || c == '-');
    Some(Pasted::Refusal(Refusal {
        channel: Channel::ErrorPage,
        org: callback::words(code, Some(description)),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn pasted(text: &str) -> String {
        match read(text, &Secret::new("st".to_owned()), &IssuerRule::Unknown) {
            Pasted::Callback(Heard::Ours(callback)) => format!(
                "ours {:?}",
                callback.get("code").map(|c| c.expose().to_owned())
            ),
            Pasted::Callback(Heard::Stray(stray)) => format!("{stray:?}"),
            Pasted::Callback(Heard::Unproven(words)) => format!("unproven {}", words.error),
            Pasted::Callback(Heard::WrongIssuer) => "wrong issuer".to_owned(),
            Pasted::Refusal(refusal) => {
                format!(
                    "{:?} {} {}",
                    refusal.channel,
                    refusal.org.error,
                    refusal.org.error_description.unwrap_or_default()
                )
            }
            Pasted::LoginPage => "login page".to_owned(),
            Pasted::Unreadable => "unreadable".to_owned(),
        }
    }

    #[test]
    fn callback_addresses_of_every_scheme() {
        assert_eq!(
            pasted(" http://localhost:1717/OauthRedirect?code=a%3D&state=st\n"),
            "ours Some(\"a=\")"
        );
        assert_eq!(pasted("myapp://cb?code=x&state=st"), "ours Some(\"x\")");
        assert_eq!(pasted("code=x&state=st"), "ours Some(\"x\")");
        assert_eq!(pasted("?code=x&state=st"), "ours Some(\"x\")");
        assert_eq!(
            pasted("https://localhost:8443/cb#access_token=x&state=st"),
            "ours None"
        );
        assert_eq!(
            pasted("http://localhost:1717/cb?code=x&state=old"),
            "WrongState"
        );
        assert_eq!(
            pasted("http://localhost:1717/cb?error=access_denied&state=old"),
            "unproven access_denied"
        );
    }

    #[test]
    fn error_texts_and_error_pages() {
        assert_eq!(
            pasted("error=invalid_client_id&error_description=client%20identifier%20invalid"),
            "AuthorizeBody invalid_client_id client identifier invalid"
        );
        assert_eq!(
            pasted(
                "https://acme.my.salesforce.com/setup/secur/RemoteAccessErrorPage.apexp?error=invalid_client&error_description=app+must+be+installed+into+org"
            ),
            "ErrorPage invalid_client app must be installed into org"
        );
        assert_eq!(
            pasted(
                "OAUTH_APPROVAL_ERROR_GENERIC : An unexpected error has occured during authentication. Please try again."
            ),
            "ErrorPage OAUTH_APPROVAL_ERROR_GENERIC An unexpected error has occured during authentication. Please try again."
        );
    }

    #[test]
    fn the_login_page_itself_decides_nothing() {
        assert_eq!(
            pasted(
                "https://login.salesforce.com/services/oauth2/authorize?response_type=code&state=st"
            ),
            "login page"
        );
        assert_eq!(pasted("hello"), "unreadable");
        assert_eq!(pasted(""), "unreadable");
        assert_eq!(pasted("https://acme.my.salesforce.com/"), "NoState");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4096))]
        #[test]
        fn no_text_makes_it_panic(text in "(.|error=|://|OAUTH_|#|\\?|&){0,30}") {
            let _ = pasted(&text);
        }
    }
}
