//! What an effect is called, and the id under which answers come; nothing of what it carries.

use std::fmt;

use super::Effect;
use crate::model::ids::RunId;

impl fmt::Debug for Effect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Effect {
    /// Returns the id under which answers come, where the effect has one.
    #[must_use]
    pub fn run_id(&self) -> Option<&RunId> {
        match self {
            Self::SaveProfile { run_id, .. }
            | Self::SaveProfiles { run_id, .. }
            | Self::DeleteProfile { run_id, .. }
            | Self::SetClientSecret { run_id, .. }
            | Self::GetKey { run_id, .. }
            | Self::CheckNetwork { run_id, .. }
            | Self::PickExtraCa { run_id, .. }
            | Self::CopyDiagnostics(run_id)
            | Self::OpenVault { run_id, .. }
            | Self::ChangeVault { run_id, .. }
            | Self::BeginLogin { run_id, .. }
            | Self::Refresh { run_id, .. }
            | Self::Revoke { run_id, .. }
            | Self::Forget { run_id, .. }
            | Self::Introspect { run_id, .. }
            | Self::FetchIdentity { run_id, .. }
            | Self::OpenOrg { run_id, .. }
            | Self::LogOut { run_id, .. }
            | Self::TakeToken { run_id, .. }
            | Self::StartDemoOrg(run_id)
            | Self::StartDemoOrgOn { run_id, .. }
            | Self::PickImport(run_id)
            | Self::ReadImport { run_id, .. }
            | Self::SaveReport { run_id, .. }
            | Self::ReadPasted { run_id, .. }
            | Self::FetchKeys { run_id, .. }
            | Self::IntrospectText { run_id, .. }
            | Self::RevokeText { run_id, .. }
            | Self::Diagnose { run_id, .. } => Some(run_id),
            _ => None,
        }
    }

    /// Returns the name of the effect, and nothing of what it carries.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::LoadLibrary => "LoadLibrary",
            Self::SaveProfile { .. } => "SaveProfile",
            Self::SaveProfiles { .. } => "SaveProfiles",
            Self::DeleteProfile { .. } => "DeleteProfile",
            Self::SetClientSecret { .. } => "SetClientSecret",
            Self::GetKey { .. } => "GetKey",
            Self::SaveSettings(_) => "SaveSettings",
            Self::CheckNetwork { .. } => "CheckNetwork",
            Self::PickExtraCa { .. } => "PickExtraCa",
            Self::CopyDiagnostics(_) => "CopyDiagnostics",
            Self::OpenVault { .. } => "OpenVault",
            Self::ChangeVault { .. } => "ChangeVault",
            Self::LockVault => "LockVault",
            Self::BeginLogin { .. } => "BeginLogin",
            Self::Cancel(_) => "Cancel",
            Self::Paste { .. } => "Paste",
            Self::Extend(_) => "Extend",
            Self::BrowseAgain(_) => "BrowseAgain",
            Self::Answer { .. } => "Answer",
            Self::AnswerFrom { .. } => "AnswerFrom",
            Self::DecideIdentity { .. } => "DecideIdentity",
            Self::Refresh { .. } => "Refresh",
            Self::Revoke { .. } => "Revoke",
            Self::Forget { .. } => "Forget",
            Self::Introspect { .. } => "Introspect",
            Self::FetchIdentity { .. } => "FetchIdentity",
            Self::OpenOrg { .. } => "OpenOrg",
            Self::LogOut { .. } => "LogOut",
            Self::TakeToken { .. } => "TakeToken",
            Self::Copy { .. } => "Copy",
            Self::CopyText(_) => "CopyText",
            Self::ClearClipboard => "ClearClipboard",
            Self::Reveal { .. } => "Reveal",
            Self::StartDemoOrg(_) => "StartDemoOrg",
            Self::StartDemoOrgOn { .. } => "StartDemoOrgOn",
            Self::StopDemoOrg => "StopDemoOrg",
            Self::ActOnDemoOrg(_) => "ActOnDemoOrg",
            Self::PickImport(_) => "PickImport",
            Self::ReadImport { .. } => "ReadImport",
            Self::SaveReport { .. } => "SaveReport",
            Self::OpenUrl(_) => "OpenUrl",
            Self::OpenDataFolder => "OpenDataFolder",
            Self::LookAtPorts(_) => "LookAtPorts",
            Self::FindBrowsers => "FindBrowsers",
            Self::ReadPasted { .. } => "ReadPasted",
            Self::FetchKeys { .. } => "FetchKeys",
            Self::IntrospectText { .. } => "IntrospectText",
            Self::RevokeText { .. } => "RevokeText",
            Self::Diagnose { .. } => "Diagnose",
            Self::Quit => "Quit",
        }
    }

    /// Returns the id of the run or task that this effect begins; effects about a run that goes on begin none.
    #[must_use]
    pub fn begins(&self) -> Option<&RunId> {
        // An effect about a run that goes on carries the id without having one of its own.
        self.run_id()
    }
}
