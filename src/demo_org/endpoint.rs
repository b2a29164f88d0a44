//! The org's addresses, one file each.

pub(crate) mod authorize;
pub(crate) mod connect;
pub(crate) mod discovery;
pub(crate) mod frontdoor;
pub(crate) mod identity;
pub(crate) mod introspect;
pub(crate) mod login;
pub(crate) mod profile;
pub(crate) mod revoke;
pub(crate) mod singleaccess;
pub(crate) mod soap;
pub(crate) mod sso;
pub(crate) mod token;
pub(crate) mod userinfo;
