//! What users have approved: an app may skip the approval page for scopes approved before.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Approved scopes by user and app.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Approvals(BTreeMap<String, BTreeMap<String, Vec<String>>>);

impl Approvals {
    pub(crate) fn add(&mut self, username: &str, client_id: &str, scopes: &[String]) {
        let known = self
            .0
            .entry(username.to_owned())
            .or_default()
            .entry(client_id.to_owned())
            .or_default();
        for scope in scopes {
            if !known.contains(scope) {
                known.push(scope.clone());
            }
        }
    }

    pub(crate) fn get(&self, username: &str, client_id: &str) -> &[String] {
        self.0
            .get(username)
            .and_then(|apps| apps.get(client_id))
            .map(Vec::as_slice)
            .unwrap_or_default()
    }

    pub(crate) fn remove(&mut self, username: &str, client_id: &str) {
        if let Some(apps) = self.0.get_mut(username) {
            apps.remove(client_id);
        }
    }
}
