//! What of a session can be copied.

use crate::model::web_session::WebSecretKind;

/// What of a session goes to the clipboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CopyWhat {
    /// The access token alone.
    AccessToken,
    /// The refresh token alone.
    RefreshToken,
    /// `Authorization: Bearer …`.
    BearerHeader,
    /// A curl command with the token in it.
    Curl,
    /// `SF_ACCESS_TOKEN=…` and `SF_INSTANCE_URL=…`, two lines.
    Env,
    /// A secret of a hybrid flow.
    Web(WebSecretKind),
    /// A single-use address that opens the org.
    OrgLink,
}

/// Where the single-use address of an org goes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum OpenTo {
    /// The profile's browser.
    #[default]
    Browser,
    /// The clipboard, like any other secret.
    Clipboard,
}
