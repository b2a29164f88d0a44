//! Browsers that are known by name: their programs, their options, and where their profiles are.

use super::{Places, is_program, profiles};
use crate::model::browser::{Family, FoundBrowser};

/// A browser that we know by name.
pub(super) struct Known {
    name: &'static str,
    /// Names of its program, or where it lies below a folder of programs.
    pub programs: &'static [&'static str],
    family: Family,
    private: &'static str,
    /// Where its profiles are, below a home.
    profiles: &'static str,
}

const fn known(
    name: &'static str,
    programs: &'static [&'static str],
    family: Family,
    private: &'static str,
    profiles: &'static str,
) -> Known {
    Known {
        name,
        programs,
        family,
        private,
        profiles,
    }
}

#[cfg(not(any(target_os = "macos", windows)))]
pub(super) const KNOWN: &[Known] = &{
    use Family::{Chromium, Firefox};
    [
        known(
            "Firefox",
            &["firefox", "firefox-esr"],
            Firefox,
            "--private-window",
            ".mozilla/firefox",
        ),
        known(
            "Chrome",
            &["google-chrome", "google-chrome-stable"],
            Chromium,
            "--incognito",
            ".config/google-chrome",
        ),
        known(
            "Chromium",
            &["chromium", "chromium-browser"],
            Chromium,
            "--incognito",
            ".config/chromium",
        ),
        known(
            "Edge",
            &["microsoft-edge", "microsoft-edge-stable"],
            Chromium,
            "--inprivate",
            ".config/microsoft-edge",
        ),
        known(
            "Brave",
            &["brave-browser", "brave"],
            Chromium,
            "--incognito",
            ".config/BraveSoftware/Brave-Browser",
        ),
        known(
            "Vivaldi",
            &["vivaldi", "vivaldi-stable"],
            Chromium,
            "--incognito",
            ".config/vivaldi",
        ),
        known(
            "LibreWolf",
            &["librewolf"],
            Firefox,
            "--private-window",
            ".librewolf",
        ),
    ]
};

#[cfg(target_os = "macos")]
pub(super) const KNOWN: &[Known] = &{
    use Family::{Chromium, Firefox};
    [
        known(
            "Firefox",
            &["Firefox.app/Contents/MacOS/firefox"],
            Firefox,
            "--private-window",
            "Library/Application Support/Firefox",
        ),
        known(
            "Chrome",
            &["Google Chrome.app/Contents/MacOS/Google Chrome"],
            Chromium,
            "--incognito",
            "Library/Application Support/Google/Chrome",
        ),
        known(
            "Chromium",
            &["Chromium.app/Contents/MacOS/Chromium"],
            Chromium,
            "--incognito",
            "Library/Application Support/Chromium",
        ),
        known(
            "Edge",
            &["Microsoft Edge.app/Contents/MacOS/Microsoft Edge"],
            Chromium,
            "--inprivate",
            "Library/Application Support/Microsoft Edge",
        ),
        known(
            "Brave",
            &["Brave Browser.app/Contents/MacOS/Brave Browser"],
            Chromium,
            "--incognito",
            "Library/Application Support/BraveSoftware/Brave-Browser",
        ),
    ]
};

#[cfg(windows)]
pub(super) const KNOWN: &[Known] = &{
    use Family::{Chromium, Firefox};
    [
        known(
            "Firefox",
            &["Mozilla Firefox/firefox.exe"],
            Firefox,
            "--private-window",
            "Mozilla/Firefox",
        ),
        known(
            "Chrome",
            &["Google/Chrome/Application/chrome.exe"],
            Chromium,
            "--incognito",
            "Google/Chrome/User Data",
        ),
        known(
            "Edge",
            &["Microsoft/Edge/Application/msedge.exe"],
            Chromium,
            "--inprivate",
            "Microsoft/Edge/User Data",
        ),
        known(
            "Brave",
            &["BraveSoftware/Brave-Browser/Application/brave.exe"],
            Chromium,
            "--incognito",
            "BraveSoftware/Brave-Browser/User Data",
        ),
    ]
};

impl Known {
    /// Finds it, with its profiles.
    pub fn find(&self, places: &Places) -> Option<FoundBrowser> {
        let program = self.programs.iter().find_map(|program| {
            let folder = places
                .programs
                .iter()
                .find(|folder| is_program(&folder.join(program)))?;
            // On PATH the name alone is enough, and stays right when the program moves.
            Some(match program.contains('/') {
                true => folder.join(program).to_string_lossy().into_owned(),
                false => (*program).to_owned(),
            })
        })?;
        Some(FoundBrowser {
            name: self.name.to_owned(),
            command: vec![program],
            family: self.family,
            private: Some(self.private.to_owned()),
            profiles: places
                .homes
                .iter()
                .map(|home| profiles::read(&home.join(self.profiles), self.family))
                .find(|profiles| !profiles.is_empty())
                .unwrap_or_default(),
        })
    }
}
