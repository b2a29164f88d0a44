//! Authorization codes and device codes, kept by hash.

/// Authorization codes live 15 minutes.
pub(crate) const CODE_MS: u64 = 15 * 60_000;

/// Device codes live 10 minutes.
pub(crate) const DEVICE_CODE_MS: u64 = 10 * 60_000;

/// What an authorization code stands for.
#[derive(Clone)]
pub(crate) struct Code {
    pub(crate) client_id: String,
    pub(crate) redirect_uri: String,
    pub(crate) challenge: Option<String>,
    pub(crate) scopes: Vec<String>,
    pub(crate) username: String,
    pub(crate) nonce: Option<String>,
    pub(crate) is_site: bool,
    pub(crate) auth_ms: u64,
    pub(crate) issued_ms: u64,
    pub(crate) used: bool,
}

/// What the person decided about a device.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum DeviceState {
    Waiting,
    Approved { username: String },
    Denied,
    Redeemed,
}

/// What a device code stands for.
#[derive(Clone)]
pub(crate) struct DeviceCode {
    pub(crate) client_id: String,
    pub(crate) user_code: String,
    pub(crate) scopes: Vec<String>,
    pub(crate) issued_ms: u64,
    pub(crate) last_poll_ms: u64,
    pub(crate) state: DeviceState,
}
