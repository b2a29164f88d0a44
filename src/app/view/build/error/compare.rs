//! Values of an error laid side by side: what was sent, what would be right, and where they differ.

use super::super::super::super::effect::LoginOptions;
use super::super::super::{Compared, Piece};
use crate::model::client::CallbackUrl;
use crate::model::problem::Problem;
use crate::model::profile::Profile;
use crate::model::words;

/// Makes the rows for an error of a profile; empty where nothing helps by being compared.
pub(super) fn rows(
    profile: &Profile,
    options: Option<&LoginOptions>,
    problem: &Problem,
) -> Vec<Compared> {
    let value = |name: &str| {
        let found = problem.values.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str()).unwrap_or_default()
    };
    match problem.code.to_ascii_lowercase().as_str() {
        "redirect_uri_mismatch" => callbacks(profile, options),
        "callback_not_registered" => {
            let others: Vec<&str> = profile
                .callback_urls
                .iter()
                .map(CallbackUrl::as_str)
                .collect();
            against(
                "window-error-asked",
                value("callback"),
                "window-error-in-profile",
                &others,
            )
        }
        "discovery_issuer" => {
            let known = profile.issuer.as_deref().unwrap_or_default();
            against(
                "window-error-in-answer",
                value("value"),
                "window-error-in-profile",
                &[known],
            )
        }
        "jwt_issuer" => {
            let known = profile
                .issuer
                .as_deref()
                .unwrap_or(profile.login_url.as_str());
            against(
                "window-error-in-token",
                value("value"),
                "window-error-in-profile",
                &[known],
            )
        }
        "identity_mismatch" => against(
            "window-error-got",
            value("got"),
            "window-error-expected",
            &[value("expected")],
        ),
        "invalid_client_id" | "app_not_found" | "oauth_ec_app_not_found" => vec![
            plain("window-error-sent", profile.client_id.as_str()),
            plain("window-error-sent-to", profile.login_url.as_str()),
        ],
        "invalid_scope" => {
            let asked = profile.scope.to_string();
            (!asked.is_empty())
                .then(|| plain("window-error-scopes", &asked))
                .into_iter()
                .collect()
        }
        _ => Vec::new(),
    }
}

/// The callback that was sent, and the profile's others.
fn callbacks(profile: &Profile, options: Option<&LoginOptions>) -> Vec<Compared> {
    let chosen = options.and_then(|options| options.callback_url.as_ref());
    let Some(sent) = chosen.or(profile.callback_urls.first()) else {
        return Vec::new();
    };
    let others: Vec<&str> = profile
        .callback_urls
        .iter()
        .filter(|url| *url != sent)
        .map(CallbackUrl::as_str)
        .collect();
    against(
        "window-error-sent",
        sent.as_str(),
        "window-error-in-profile",
        &others,
    )
}

/// One value against others; its own marks are those of the first.
fn against(label: &str, sent: &str, other_label: &str, others: &[&str]) -> Vec<Compared> {
    if sent.is_empty() {
        return Vec::new();
    }
    let others: Vec<&str> = others
        .iter()
        .copied()
        .filter(|other| !other.is_empty())
        .collect();
    let Some(first) = others.first() else {
        return vec![plain(label, sent)];
    };
    let mut rows = vec![Compared {
        label: words::text(label),
        pieces: differences(sent, first).0,
        is_sent: true,
    }];
    rows.extend(others.iter().map(|other| Compared {
        label: words::text(other_label),
        pieces: differences(sent, other).1,
        is_sent: false,
    }));
    rows
}

fn plain(label: &str, value: &str) -> Compared {
    Compared {
        label: words::text(label),
        pieces: vec![Piece {
            text: value.to_owned(),
            differs: false,
        }],
        is_sent: true,
    }
}

/// Cuts two texts into pieces that are in both and pieces that are not.
///
/// They are compared by runs of letters and digits and by single signs between
/// them, so that a port or a word is marked whole and a missing slash alone.
pub(super) fn differences(a: &str, b: &str) -> (Vec<Piece>, Vec<Piece>) {
    let (left, right) = (tokens(a), tokens(b));
    let common = common(&left, &right);
    (
        pieces(&left, &common, |pair| pair.0),
        pieces(&right, &common, |pair| pair.1),
    )
}

fn tokens(text: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = if first.is_alphanumeric() {
            rest.find(|c: char| !c.is_alphanumeric())
                .unwrap_or(rest.len())
        } else {
            first.len_utf8()
        };
        let (token, after) = rest.split_at(length);
        tokens.push(token);
        rest = after;
    }
    tokens
}

/// The longest common sequence, as pairs of places.
fn common(a: &[&str], b: &[&str]) -> Vec<(usize, usize)> {
    // An address has few tokens; something longer is compared by its head alone.
    const MOST: usize = 256;
    let (a, b) = (a.get(..MOST).unwrap_or(a), b.get(..MOST).unwrap_or(b));
    let width = b.len() + 1;
    let mut lengths = vec![0_usize; (a.len() + 1) * width];
    let at =
        |lengths: &[usize], i: usize, j: usize| lengths.get(i * width + j).copied().unwrap_or(0);
    for (i, x) in a.iter().enumerate().rev() {
        for (j, y) in b.iter().enumerate().rev() {
            let best = if x == y {
                1 + at(&lengths, i + 1, j + 1)
            } else {
                at(&lengths, i + 1, j).max(at(&lengths, i, j + 1))
            };
            if let Some(cell) = lengths.get_mut(i * width + j) {
                *cell = best;
            }
        }
    }
    let (mut i, mut j, mut pairs) = (0, 0, Vec::new());
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        if x == y {
            pairs.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if at(&lengths, i + 1, j) >= at(&lengths, i, j + 1) {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}

fn pieces(
    tokens: &[&str],
    common: &[(usize, usize)],
    side: impl Fn(&(usize, usize)) -> usize,
) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let differs = !common.iter().any(|pair| side(pair) == at);
        match pieces.last_mut() {
            Some(last) if last.differs == differs => last.text.push_str(token),
            _ => pieces.push(Piece {
                text: (*token).to_owned(),
                differs,
            }),
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(a: &str, b: &str) -> (String, String) {
        let show = |pieces: Vec<Piece>| {
            let one = |piece: Piece| match piece.differs {
                true => format!("[{}]", piece.text),
                false => piece.text,
            };
            pieces.into_iter().map(one).collect::<String>()
        };
        let (a, b) = differences(a, b);
        (show(a), show(b))
    }

    #[test]
    fn what_differs_is_marked_and_nothing_else() {
        let of = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        let callback = "http://localhost:1717/OauthRedirect";
        assert_eq!(
            marked("http://localhost:1718/OauthRedirect", callback),
            of(
                "http://localhost:[1718]/OauthRedirect",
                "http://localhost:[1717]/OauthRedirect"
            )
        );
        assert_eq!(
            marked("http://localhost:1717/OauthRedirect/", callback),
            of("http://localhost:1717/OauthRedirect[/]", callback)
        );
        assert_eq!(
            marked("https://localhost:1717/oauthredirect", callback),
            of(
                "[https]://localhost:1717/[oauthredirect]",
                "[http]://localhost:1717/[OauthRedirect]"
            )
        );
        assert_eq!(marked(callback, callback), of(callback, callback));
        assert_eq!(marked("", "a"), of("", "[a]"));
    }
}
