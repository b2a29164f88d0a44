//! The relay page: hands the fragment of a callback over, which no browser sends by itself (R18).
//!
//! The page clears the fragment before anything else, then posts it to the same
//! origin with a nonce that only this page was given. A page of another site can
//! neither read the nonce nor send the header that carries it.

use aws_lc_rs::constant_time;

use super::address::CallbackAddress;
use super::page;
use crate::engine::random;
use crate::model::ids::hex;

/// The header that carries the nonce: a page of another site would need a preflight for it, which is refused.
pub(super) const NONCE_HEADER: &str = "x-valet-key-nonce";

/// What one login knows of its relay page.
pub(super) struct Relay {
    nonce: String,
    page: Vec<u8>,
}

/// What a fragment came with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct HandedOver {
    /// The nonce, as sent.
    pub(super) nonce: String,
    /// The fragment, without `#`.
    pub(super) fragment: zeroize::Zeroizing<String>,
}

impl Relay {
    /// Makes the page of one login, with a nonce of its own.
    pub(super) fn new(address: &CallbackAddress) -> Self {
        let nonce = hex(&random::bytes::<32>());
        let page = page::relay(&address.relay_path(), &nonce);
        Self { nonce, page }
    }

    /// Returns the whole answer with the page.
    pub(super) fn page(&self) -> &[u8] {
        &self.page
    }

    /// Says whether our page handed this over.
    pub(super) fn is_ours(&self, came: &HandedOver) -> bool {
        constant_time::verify_slices_are_equal(came.nonce.as_bytes(), self.nonce.as_bytes()).is_ok()
    }
}
