//! Importing profiles: what a file would change, and why it may not (R71).

use std::collections::{BTreeSet, HashMap};

use url::Url;

use super::host::{is_loopback, is_salesforce, origin_of};
use super::ids::ProfileId;
use super::problem::{Problem, ProblemKind};
use super::profile::{Endpoints, Profile};

/// What importing one profile would do, or did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportAction {
    /// New.
    Created,
    /// An existing one changes.
    Replaced,
    /// Equal to the existing one.
    Unchanged,
}

impl ImportAction {
    /// Returns the name in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Replaced => "replaced",
            Self::Unchanged => "unchanged",
        }
    }
}

/// What importing a file would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportPlan {
    /// For each profile of the file, in its order.
    pub actions: Vec<ImportAction>,
    /// Hosts that no kept profile has, and that are neither Salesforce's nor this machine.
    pub new_hosts: Vec<String>,
}

/// May profiles that exist be replaced?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Replace {
    /// No: an id that exists refuses the import.
    Never,
    /// Yes, but a profile that holds secrets keeps its hosts.
    Existing,
}

/// A profile that is kept already.
#[derive(Debug, Clone, Copy)]
pub struct Kept<'a> {
    /// The definition.
    pub profile: &'a Profile,
    /// It has sessions or a client secret: secrets that no import may send elsewhere.
    pub holds_secrets: bool,
}

/// Says what importing `incoming` beside `kept` would do.
///
/// # Errors
///
/// Kind `usage`: `profile_exists` for an id that may not be replaced,
/// `hosts_kept` for a profile with secrets whose hosts would change.
pub fn plan<'a>(
    kept: impl IntoIterator<Item = Kept<'a>>,
    incoming: &[Profile],
    replace: Replace,
) -> Result<ImportPlan, Box<Problem>> {
    let kept: HashMap<&ProfileId, Kept<'a>> = kept
        .into_iter()
        .map(|kept| (&kept.profile.profile_id, kept))
        .collect();
    let known: BTreeSet<String> = kept
        .values()
        .flat_map(|kept| addresses(kept.profile))
        .filter_map(|(_, address)| host_of(&address))
        .collect();
    let mut actions = Vec::with_capacity(incoming.len());
    let mut new_hosts: Vec<String> = Vec::new();
    for (index, profile) in incoming.iter().enumerate() {
        actions.push(match kept.get(&profile.profile_id) {
            None => ImportAction::Created,
            Some(kept) => replacing(*kept, profile, index, replace)?,
        });
        for host in hosts_to_confirm(profile) {
            if !known.contains(&host) && !new_hosts.contains(&host) {
                new_hosts.push(host);
            }
        }
    }
    Ok(ImportPlan { actions, new_hosts })
}

fn replacing(
    kept: Kept<'_>,
    profile: &Profile,
    index: usize,
    replace: Replace,
) -> Result<ImportAction, Box<Problem>> {
    if replace == Replace::Never {
        let exists = Problem::new(ProblemKind::Usage, "profile_exists")
            .at(format!("profiles[{index}].profile_id"))
            .with("profile", profile.profile_id.as_str());
        return Err(Box::new(exists));
    }
    if kept.profile == profile {
        return Ok(ImportAction::Unchanged);
    }
    if kept.holds_secrets
        && let Some(name) = changed_host(kept.profile, profile)
    {
        let moved = Problem::new(ProblemKind::Usage, "hosts_kept")
            .at(format!("profiles[{index}].{name}"))
            .with("profile", profile.profile_id.as_str());
        return Err(Box::new(moved));
    }
    Ok(ImportAction::Replaced)
}

/// Returns the first field whose host differs.
fn changed_host(old: &Profile, new: &Profile) -> Option<String> {
    let origins = |profile: &Profile| -> Vec<(String, Option<String>)> {
        addresses(profile)
            .map(|(name, address)| (name, origin_of(&address)))
            .collect()
    };
    let (old, new) = (origins(old), origins(new));
    let differs = |a: &[(String, Option<String>)], b: &[(String, Option<String>)]| {
        a.iter()
            .find(|entry| !b.contains(entry))
            .map(|(name, _)| name.clone())
    };
    differs(&new, &old).or_else(|| differs(&old, &new))
}

/// Returns the hosts of a profile that a person must have seen: neither Salesforce's nor this machine.
///
/// An endpoint on another host than the login address counts even under
/// Salesforce's names: sites there run other people's code.
fn hosts_to_confirm(profile: &Profile) -> impl Iterator<Item = String> {
    let login = host_of(profile.login_url.as_str());
    addresses(profile).filter_map(move |(name, address)| {
        let url = Url::parse(&address).ok()?;
        let host = host_of(&address)?;
        let own = is_salesforce(&host) && (name == "login_url" || Some(&host) == login.as_ref());
        (!own && !is_loopback(&url)).then_some(host)
    })
}

/// Returns every address that secrets may go to, with the name of its field.
fn addresses(profile: &Profile) -> impl Iterator<Item = (String, String)> {
    let mut all = vec![("login_url".to_owned(), profile.login_url.to_string())];
    if let Some(issuer) = &profile.issuer {
        all.push(("issuer".to_owned(), issuer.clone()));
    }
    for (name, address) in profile.endpoints.iter().flat_map(Endpoints::named) {
        if let Some(address) = address {
            all.push((format!("endpoints.{name}"), address.to_owned()));
        }
    }
    all.into_iter()
}

fn host_of(address: &str) -> Option<String> {
    Url::parse(address).ok()?.host_str().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::profile_file;

    fn profiles(fields: &[&str]) -> Vec<Profile> {
        let all: Vec<String> = fields
            .iter()
            .map(|fields| format!("(client_id: \"k\", {fields})"))
            .collect();
        let text = format!("(schema: 1, profiles: [{}])", all.join(","));
        profile_file::parse(text.as_bytes(), "test.ron", |_| true).expect("is right")
    }

    fn kept(profiles: &[Profile], holds_secrets: bool) -> impl Iterator<Item = Kept<'_>> {
        profiles.iter().map(move |profile| Kept {
            profile,
            holds_secrets,
        })
    }

    #[test]
    fn an_id_that_exists_needs_a_yes() {
        let old = profiles(&["name: \"A\", login_url: \"login.salesforce.com\""]);
        let refused = plan(kept(&old, false), &old, Replace::Never).expect_err("exists");
        assert_eq!(refused.code, "profile_exists");
        let same = plan(kept(&old, false), &old, Replace::Existing).expect("may");
        assert_eq!(same.actions, [ImportAction::Unchanged]);
    }

    #[test]
    fn a_profile_with_secrets_keeps_its_hosts() {
        let old = profiles(&[
            "name: \"A\", login_url: \"https://id.example.com\", issuer: \"https://id.example.com\"",
        ]);
        let moved = profiles(&[
            "name: \"A\", login_url: \"https://id.example.com\", issuer: \"https://evil.example\"",
        ]);
        let gone = profiles(&["name: \"A\", login_url: \"https://id.example.com\""]);
        let noted = profiles(&[
            "name: \"A\", login_url: \"https://id.example.com\", issuer: \"https://id.example.com\", notes: \"n\"",
        ]);
        for changed in [&moved, &gone] {
            let refused = plan(kept(&old, true), changed, Replace::Existing).expect_err("moves");
            assert_eq!(refused.code, "hosts_kept");
            assert_eq!(refused.field.as_deref(), Some("profiles[0].issuer"));
        }
        let allowed = plan(kept(&old, true), &noted, Replace::Existing).expect("same hosts");
        assert_eq!(allowed.actions, [ImportAction::Replaced]);
        assert!(plan(kept(&old, false), &moved, Replace::Existing).is_ok());
    }

    #[test]
    fn hosts_that_nobody_saw_are_named_once() {
        let file = profiles(&[
            "name: \"A\", login_url: \"https://id.example.com\"",
            "name: \"B\", login_url: \"https://id.example.com\", endpoints: (token: \"https://t.example.net/t\")",
            "name: \"C\", login_url: \"http://localhost:9000\"",
            "name: \"D\", login_url: \"https://acme.my.salesforce.com\"",
            "name: \"E\", login_url: \"https://acme.my.salesforce.com\", endpoints: (token: \"https://x.my.site.com/t\")",
        ]);
        let fresh = plan(kept(&[], false), &file, Replace::Never).expect("all new");
        assert_eq!(
            fresh.new_hosts,
            ["id.example.com", "t.example.net", "x.my.site.com"]
        );
        let again = plan(kept(&file, false), &file, Replace::Existing).expect("known");
        assert_eq!(again.new_hosts, Vec::<String>::new());
    }
}
