//! Browsers: a command in words, what is known of its options, and how a profile's string chooses among them.
//!
//! What a profile keeps is one string, split as a shell would and run without
//! one (R24). Menus only write that string.

/// How a browser names a profile of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Family {
    /// `--profile-directory=NAME`.
    Chromium,
    /// `-P NAME`.
    Firefox,
    /// Not known.
    Other,
}

/// A profile inside a browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrowserProfile {
    /// What the option takes.
    pub key: String,
    /// What the person called it.
    pub label: String,
}

/// A browser that was found on this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundBrowser {
    /// Its name.
    pub name: String,
    /// The words that start it.
    pub command: Vec<String>,
    /// How it names profiles.
    pub family: Family,
    /// The option that opens a private window; `None`: not known.
    pub private: Option<String>,
    /// Its profiles; empty where they are not known.
    pub profiles: Vec<BrowserProfile>,
}

/// What a command string chooses of a found browser.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Picked {
    /// The profile.
    pub profile: Option<String>,
    /// A private window.
    pub private: bool,
}

impl FoundBrowser {
    /// Writes the command string of a choice.
    #[must_use]
    pub fn command(&self, picked: &Picked) -> String {
        let mut words = self.command.clone();
        match (self.family, &picked.profile) {
            (Family::Chromium, Some(key)) => words.push(format!("--profile-directory={key}")),
            (Family::Firefox, Some(key)) => words.extend(["-P".to_owned(), key.clone()]),
            _ => {}
        }
        words.extend(self.private.clone().filter(|_| picked.private));
        shell_words::join(words)
    }

    /// Reads a command string back; `None`: it is not a choice of this browser.
    #[must_use]
    pub fn read(&self, command: &str) -> Option<Picked> {
        let words = shell_words::split(command).ok()?;
        let mut rest = words.strip_prefix(self.command.as_slice())?.iter();
        let mut picked = Picked::default();
        while let Some(word) = rest.next() {
            let directory = word.strip_prefix("--profile-directory=");
            match (self.family, word.as_str()) {
                _ if self.private.as_ref() == Some(word) => picked.private = true,
                (Family::Firefox, "-P") => picked.profile = Some(rest.next()?.clone()),
                (Family::Chromium, _) => picked.profile = Some(directory?.to_owned()),
                _ => return None,
            }
        }
        // Only what a menu would have written: a person's own order of words stays theirs.
        (self.command(&picked) == shell_words::join(&words)).then_some(picked)
    }
}

/// Splits a command as a shell would; `%s` or the end takes the address.
///
/// # Errors
///
/// Why it is not a command, in the words of the splitter.
pub fn argv(command: &str, address: &str) -> Result<Vec<String>, String> {
    let mut words = shell_words::split(command).map_err(|error| error.to_string())?;
    if words.is_empty() {
        return Err("empty".to_owned());
    }
    let mut placed = false;
    // The program itself is never made of the address.
    for word in words.iter_mut().skip(1) {
        if word.contains("%s") {
            *word = word.replace("%s", address);
            placed = true;
        }
    }
    if !placed {
        words.push(address.to_owned());
    }
    Ok(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(command: &[&str], family: Family, private: &str) -> FoundBrowser {
        FoundBrowser {
            name: "Browser".into(),
            command: command.iter().map(|word| (*word).to_owned()).collect(),
            family,
            private: Some(private.into()),
            profiles: Vec::new(),
        }
    }

    #[test]
    fn every_choice_is_written_and_read_back() {
        let browsers = [
            found(&["google-chrome"], Family::Chromium, "--incognito"),
            found(&["/opt/my browser/edge"], Family::Chromium, "--inprivate"),
            found(&["firefox"], Family::Firefox, "--private-window"),
            found(&["flatpak", "run", "org.x.Y"], Family::Other, "--private"),
        ];
        for browser in &browsers {
            for profile in [None, Some("Profile 1".to_owned()), Some("-P".to_owned())] {
                for private in [false, true] {
                    let profile = profile.clone().filter(|_| browser.family != Family::Other);
                    let picked = Picked { profile, private };
                    let command = browser.command(&picked);
                    assert_eq!(browser.read(&command), Some(picked), "{command}");
                }
            }
        }
        assert_eq!(
            browsers[1].command(&Picked {
                profile: Some("Profile 1".into()),
                private: true
            }),
            "'/opt/my browser/edge' '--profile-directory=Profile 1' --inprivate"
        );
    }

    #[test]
    fn a_command_of_the_persons_own_is_nobodys_choice() {
        let firefox = found(&["firefox"], Family::Firefox, "--private-window");
        for own in [
            "firefox -P uat %s",
            "firefox --new-window",
            "firefox -P",
            "firefox --private-window -P uat",
            "chromium",
            "firefox 'open",
            "",
        ] {
            assert_eq!(firefox.read(own), None, "{own}");
        }
    }

    #[test]
    fn the_address_takes_its_place_or_the_end() {
        let address = "https://login.salesforce.com/?a=$(id)&b=`id`;c";
        assert_eq!(
            argv("firefox -P 'my profile'", address),
            Ok(["firefox", "-P", "my profile", address]
                .map(str::to_owned)
                .to_vec())
        );
        assert_eq!(
            argv("sh-like --url=%s --new", address),
            Ok(vec![
                "sh-like".to_owned(),
                format!("--url={address}"),
                "--new".to_owned()
            ])
        );
        assert!(argv("firefox 'open", address).is_err());
        assert!(argv("  ", address).is_err());
    }
}
