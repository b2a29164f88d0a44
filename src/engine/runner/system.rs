//! The system's lock: the vault is shut by the engine itself, whether or not a window is drawn just now (R50).

#[cfg(target_os = "linux")]
use std::sync::{Arc, Weak};

use super::Runner;
use crate::app::event::Event;
use crate::engine::system_lock::Sign;
use crate::model::settings::VaultKind;

/// Follows the signs of both buses; ends with the runner.
#[cfg(target_os = "linux")]
pub(super) fn watch(runner: &Arc<Runner>) {
    use crate::engine::system_lock;
    tokio::spawn(follow(Arc::downgrade(runner), system_lock::session()));
    tokio::spawn(follow(Arc::downgrade(runner), system_lock::system()));
}

#[cfg(target_os = "linux")]
async fn follow(
    runner: Weak<Runner>,
    bus: impl Future<Output = zbus::Result<crate::engine::system_lock::Signs>>,
) {
    let mut signs = match bus.await {
        Ok(signs) => signs,
        Err(error) => {
            tracing::info!(%error, "no bus to hear the system's lock from");
            return;
        }
    };
    while let Some(sign) = signs.next().await {
        let Some(runner) = runner.upgrade() else {
            return;
        };
        runner.heed(sign).await;
        match sign {
            Sign::Sleep => signs.let_sleep(),
            Sign::Woke => signs.delay_sleep().await,
            Sign::Lock => {}
        }
    }
}

impl Runner {
    /// Does what a sign asks for, and tells the window.
    async fn heed(&self, sign: Sign) {
        if sign == Sign::Woke {
            // Idle time went on while the machine slept, and no timer counted it.
            self.world.outbox.send(Event::Woke).await;
            return;
        }
        let status = self.kept(|keeping| keeping.vault.status()).await;
        let holds_nothing = matches!(
            status,
            Ok(Ok(status)) if status.found.is_none() && status.asked != VaultKind::Memory
        );
        if holds_nothing {
            return;
        }
        self.lock_vault().await;
        self.world.outbox.send(Event::SystemLocked).await;
    }
}
