//! Changes of what is kept: one after the other, in the order in which they were asked for.

use std::sync::Arc;

use super::Runner;
use crate::app::effect::Effect;

impl Runner {
    /// One effect at a time: what it changes is there for the next one.
    pub(super) async fn change(self: Arc<Self>, effect: Effect) {
        match effect {
            Effect::LoadLibrary => self.load_library().await,
            Effect::SaveProfile {
                run_id,
                profile,
                client_secret,
                private_key,
            } => {
                let typed = (client_secret, private_key);
                let done = self.save_profile(&run_id, *profile, typed).await;
                self.report(&run_id, done).await;
            }
            Effect::SaveProfiles {
                run_id,
                profiles,
                replace,
            } => {
                let done = self.save_profiles(&run_id, profiles, replace).await;
                self.report(&run_id, done).await;
            }
            Effect::DeleteProfile { run_id, profile_id } => {
                let done = self.delete_profile(&run_id, &profile_id).await;
                self.report(&run_id, done).await;
            }
            Effect::SetClientSecret {
                run_id,
                profile_id,
                client_secret,
            } => {
                let done = self
                    .set_client_secret(&run_id, &profile_id, client_secret)
                    .await;
                self.report(&run_id, done).await;
            }
            Effect::SaveSettings(settings) => self.save_settings(*settings).await,
            Effect::OpenVault { run_id, choice } => self.open_vault(&run_id, choice).await,
            Effect::ChangeVault { run_id, change } => self.change_vault(&run_id, change).await,
            _ => {}
        }
    }
}
