//! What an event is called, and which effect it answers; nothing of what it carries.

use std::fmt;

use super::Event;
use crate::model::ids::RunId;

impl fmt::Debug for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Event {
    /// Returns the name of the event, and nothing of what it carries.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::SettingsRead(_) => "SettingsRead",
            Self::LibraryLoaded { .. } => "LibraryLoaded",
            Self::VaultStands(_) => "VaultStands",
            Self::SettingsSaved(_) => "SettingsSaved",
            Self::NetworkChecked { .. } => "NetworkChecked",
            Self::ExtraCaNotPicked { .. } => "ExtraCaNotPicked",
            Self::DiagnosticsCopied { .. } => "DiagnosticsCopied",
            Self::SystemLocked => "SystemLocked",
            Self::Woke => "Woke",
            Self::RecoveryIsSet(_) => "RecoveryIsSet",
            Self::VaultChanged { .. } => "VaultChanged",
            Self::ProfileSaved { .. } => "ProfileSaved",
            Self::KeyReady { .. } => "KeyReady",
            Self::KeyNotPicked { .. } => "KeyNotPicked",
            Self::ProfilesSaved { .. } => "ProfilesSaved",
            Self::ProfileDeleted { .. } => "ProfileDeleted",
            Self::ImportRead { .. } => "ImportRead",
            Self::ImportNotPicked { .. } => "ImportNotPicked",
            Self::ReportSaved { .. } => "ReportSaved",
            Self::ActivityRead(_) => "ActivityRead",
            Self::Noted(_) => "Noted",
            Self::SessionChanged(_) => "SessionChanged",
            Self::LoginWaits { .. } => "LoginWaits",
            Self::StrayCallback { .. } => "StrayCallback",
            Self::PasteNotRead { .. } => "PasteNotRead",
            Self::Prompted { .. } => "Prompted",
            Self::Asked { .. } => "Asked",
            Self::ExchangeRecorded { .. } => "ExchangeRecorded",
            Self::IdentityHeld { .. } => "IdentityHeld",
            Self::LoginFinished { .. } => "LoginFinished",
            Self::Refreshed { .. } => "Refreshed",
            Self::Revoked { .. } => "Revoked",
            Self::Forgotten { .. } => "Forgotten",
            Self::Introspected { .. } => "Introspected",
            Self::IdentityFetched { .. } => "IdentityFetched",
            Self::PastedRead { .. } => "PastedRead",
            Self::KeysFetched { .. } => "KeysFetched",
            Self::TextIntrospected { .. } => "TextIntrospected",
            Self::TextRevoked { .. } => "TextRevoked",
            Self::OrgOpened { .. } => "OrgOpened",
            Self::LogoutShown(_) => "LogoutShown",
            Self::TokenTaken { .. } => "TokenTaken",
            Self::Copied { .. } => "Copied",
            Self::ClipboardCleared => "ClipboardCleared",
            Self::SecretRevealed { .. } => "SecretRevealed",
            Self::DemoOrgStarted { .. } => "DemoOrgStarted",
            Self::DemoOrgTold { .. } => "DemoOrgTold",
            Self::DemoOrgActed(_) => "DemoOrgActed",
            Self::DemoOrgRefused(_) => "DemoOrgRefused",
            Self::DemoOrgStopped => "DemoOrgStopped",
            Self::Checked { .. } => "Checked",
            Self::PortsSeen(_) => "PortsSeen",
            Self::BrowsersFound(_) => "BrowsersFound",
            Self::Diagnosed { .. } => "Diagnosed",
            Self::Trouble(_) => "Trouble",
            Self::Failed { .. } => "Failed",
        }
    }

    /// Returns the id of the effect that this event answers, where it answers one.
    #[must_use]
    pub fn run_id(&self) -> Option<&RunId> {
        match self {
            Self::VaultChanged { run_id }
            | Self::NetworkChecked { run_id, .. }
            | Self::ExtraCaNotPicked { run_id }
            | Self::DiagnosticsCopied { run_id }
            | Self::ProfileSaved { run_id, .. }
            | Self::KeyReady { run_id, .. }
            | Self::KeyNotPicked { run_id }
            | Self::ProfilesSaved { run_id, .. }
            | Self::ProfileDeleted { run_id, .. }
            | Self::ImportRead { run_id, .. }
            | Self::ImportNotPicked { run_id, .. }
            | Self::ReportSaved { run_id, .. }
            | Self::LoginWaits { run_id, .. }
            | Self::StrayCallback { run_id, .. }
            | Self::PasteNotRead { run_id, .. }
            | Self::Prompted { run_id, .. }
            | Self::Asked { run_id, .. }
            | Self::ExchangeRecorded { run_id, .. }
            | Self::IdentityHeld { run_id, .. }
            | Self::LoginFinished { run_id, .. }
            | Self::Refreshed { run_id, .. }
            | Self::Revoked { run_id, .. }
            | Self::Forgotten { run_id, .. }
            | Self::Introspected { run_id, .. }
            | Self::IdentityFetched { run_id, .. }
            | Self::PastedRead { run_id, .. }
            | Self::KeysFetched { run_id, .. }
            | Self::TextIntrospected { run_id, .. }
            | Self::TextRevoked { run_id, .. }
            | Self::OrgOpened { run_id, .. }
            | Self::TokenTaken { run_id, .. }
            | Self::DemoOrgStarted { run_id, .. }
            | Self::Checked { run_id, .. }
            | Self::Diagnosed { run_id, .. }
            | Self::Failed { run_id, .. } => Some(run_id),
            Self::LogoutShown(page) => Some(&page.run_id),
            _ => None,
        }
    }
}
