//! What the person wants of the inspector.

use std::path::PathBuf;

use crate::model::ids::ProfileId;
use crate::model::secret::SecretDraft;

/// Something on the screen of the inspector.
pub enum InspectCommand {
    /// Take this text apart.
    Look(SecretDraft),
    /// Compare what is shown with this text.
    Against(SecretDraft),
    /// Take the text of a file apart.
    Read(PathBuf),
    /// Something without a text.
    Do(InspectAct),
}

/// What can be done with the text that is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InspectAct {
    /// Drop everything.
    Clear,
    /// Show it as a tree, or as a table.
    Tree(bool),
    /// Begin to compare it with another text, or end that.
    Compare(bool),
    /// The profile whose app and server ask about it.
    By(ProfileId),
    /// Fetch the keys of its issuer, and check its signature.
    FetchKeys,
    /// Ask the server about it.
    Introspect,
    /// End it on the server; asks first.
    Revoke,
}
