//! Settings for another client of the demo org, ready to be pasted.
//!
//! What is written here is code and settings, not prose, and stays as it is in every language.

use serde_json::json;

use crate::model::demo::{DemoApp, DemoAppKind, DemoUser};

/// A program that the settings are for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum DemoClient {
    /// `sf`.
    #[default]
    SalesforceCli,
    /// jsforce, for Node.
    Jsforce,
    /// simple-salesforce, for Python.
    SimpleSalesforce,
    /// A Postman environment.
    Postman,
    /// curl.
    Curl,
    /// Lines for a shell or a `.env` file.
    Env,
}

impl DemoClient {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 6] = [
        Self::SalesforceCli,
        Self::Jsforce,
        Self::SimpleSalesforce,
        Self::Postman,
        Self::Curl,
        Self::Env,
    ];

    /// Returns its own name, which is the same in every language.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::SalesforceCli => "Salesforce CLI",
            Self::Jsforce => "jsforce",
            Self::SimpleSalesforce => "simple-salesforce",
            Self::Postman => "Postman",
            Self::Curl => "curl",
            Self::Env => ".env",
        }
    }
}

/// Returns what to give to a client so that it logs in with this app as this user.
#[must_use]
pub fn settings_for(client: DemoClient, base_url: &str, app: &DemoApp, user: &DemoUser) -> String {
    let it = Settings {
        base_url,
        app,
        user,
        callback: app.callback_urls.first().map_or("", String::as_str),
        // External client apps have no username-password flow, on Salesforce as here.
        has_password_flow: app.kind == DemoAppKind::ConnectedApp,
    };
    match client {
        DemoClient::SalesforceCli => it.salesforce_cli(),
        DemoClient::Jsforce => it.jsforce(),
        DemoClient::SimpleSalesforce => it.simple_salesforce(),
        DemoClient::Postman => it.postman(),
        DemoClient::Curl => it.curl(),
        DemoClient::Env => it.env(),
    }
}

/// Returns the same with a mask of one length in place of everything that lets somebody in, for the screen.
#[must_use]
pub fn masked_settings_for(
    client: DemoClient,
    base_url: &str,
    app: &DemoApp,
    user: &DemoUser,
    mask: &str,
) -> String {
    let mut app = app.clone();
    let mut user = user.clone();
    let hidden = [&mut user.password, &mut user.security_token];
    for secret in hidden.into_iter().chain(app.client_secret.as_mut()) {
        if !secret.is_empty() {
            mask.clone_into(secret);
        }
    }
    settings_for(client, base_url, &app, &user)
}

struct Settings<'a> {
    base_url: &'a str,
    app: &'a DemoApp,
    user: &'a DemoUser,
    callback: &'a str,
    has_password_flow: bool,
}

impl Settings<'_> {
    fn salesforce_cli(&self) -> String {
        let mut command = format!("sf org login web --instance-url {}", sh(self.base_url));
        // Its own app is the one it takes without being told.
        if self.app.client_id != "PlatformCLI" {
            command += &format!(" --client-id {}", sh(&self.app.client_id));
        }
        let secret = match &self.app.client_secret {
            Some(secret) => format!("# consumer secret, which it asks for: {secret}\n"),
            None => String::new(),
        };
        format!(
            "# in the browser: {} / {}\n{secret}export SF_DISABLE_DNS_CHECK=true SF_DOMAIN_RETRY=0\n{command} --alias demo\n",
            self.user.username, self.user.password,
        )
    }

    fn jsforce(&self) -> String {
        let mut lines = vec![
            "const { Connection } = require('jsforce');".to_owned(),
            "const conn = new Connection({ oauth2: {".to_owned(),
            format!("  loginUrl: {},", js(self.base_url)),
            format!("  clientId: {},", js(&self.app.client_id)),
        ];
        if let Some(secret) = &self.app.client_secret {
            lines.push(format!("  clientSecret: {},", js(secret)));
        }
        lines.push(format!("  redirectUri: {},", js(self.callback)));
        if self.has_password_flow {
            lines.push("} });".to_owned());
            lines.push(format!(
                "await conn.loginByOAuth2({}, {});",
                js(&self.user.username),
                js(&self.user.password)
            ));
        } else {
            lines.push("  useVerifier: true,".to_owned());
            lines.push("} });".to_owned());
            lines.push(format!(
                "console.log(conn.oauth2.getAuthorizationUrl({{ scope: {} }}));",
                js(&self.app.scope)
            ));
            let who = format!("{} / {}", self.user.username, self.user.password);
            lines.push(format!("// log in there as {who}, then:"));
            lines.push("// await conn.authorize(codeOfTheCallback);".to_owned());
        }
        lines.join("\n") + "\n"
    }

    fn simple_salesforce(&self) -> String {
        let token = if self.has_password_flow {
            self.python_token()
        } else {
            "token = {\"access_token\": \"…\"}  # from a login in the browser\n".to_owned()
        };
        format!(
            "import requests\nfrom simple_salesforce import Salesforce\n\nbase = {base}\n{token}\
             sf = Salesforce(instance_url=base, session_id=token[\"access_token\"], version=\"59.0\")\n\
             sf.base_url = f\"{{base}}/services/data/v59.0/\"  # it knows https only\n\
             print(sf.query(\"SELECT Id, Name FROM Account LIMIT 5\"))\n",
            base = js(self.base_url),
        )
    }

    fn python_token(&self) -> String {
        let mut lines = vec![
            "token = requests.post(f\"{base}/services/oauth2/token\", data={".to_owned(),
            "    \"grant_type\": \"password\",".to_owned(),
            format!("    \"client_id\": {},", js(&self.app.client_id)),
        ];
        if let Some(secret) = &self.app.client_secret {
            lines.push(format!("    \"client_secret\": {},", js(secret)));
        }
        lines.push(format!("    \"username\": {},", js(&self.user.username)));
        lines.push(format!("    \"password\": {},", js(&self.user.password)));
        lines.push("}).json()".to_owned());
        lines.join("\n") + "\n"
    }

    fn postman(&self) -> String {
        let value = |key: &str, value: &str, kind: &str| json!({"key": key, "value": value, "type": kind, "enabled": true});
        let secret = self.app.client_secret.as_deref().unwrap_or_default();
        let environment = json!({
            "name": "Valet Key demo org",
            "values": [
                value("url", self.base_url, "default"),
                value("authUrl", &format!("{}/services/oauth2/authorize", self.base_url), "default"),
                value("accessTokenUrl", &format!("{}/services/oauth2/token", self.base_url), "default"),
                value("callbackUrl", self.callback, "default"),
                value("clientId", &self.app.client_id, "default"),
                value("clientSecret", secret, "secret"),
                value("scope", &self.app.scope, "default"),
                value("username", &self.user.username, "default"),
                value("password", &self.user.password, "secret"),
                value("securityToken", &self.user.security_token, "secret"),
            ],
            "_postman_variable_scope": "environment",
        });
        format!("{environment:#}\n")
    }

    fn curl(&self) -> String {
        if !self.has_password_flow {
            return format!(
                "# An external client app logs in with a browser; this is its token endpoint and its keys.\n\
                 curl {0}/.well-known/openid-configuration\ncurl {0}/id/keys\n",
                sh(self.base_url)
            );
        }
        let mut fields = vec![
            "grant_type=password".to_owned(),
            format!("client_id={}", self.app.client_id),
        ];
        if let Some(secret) = &self.app.client_secret {
            fields.push(format!("client_secret={secret}"));
        }
        fields.push(format!("username={}", self.user.username));
        fields.push(format!("password={}", self.user.password));
        let mut text = format!("curl {}/services/oauth2/token", sh(self.base_url));
        for field in fields {
            text += &format!(" \\\n  --data-urlencode {}", sh(&field));
        }
        text + "\n"
    }

    fn env(&self) -> String {
        let lines = [
            ("SF_LOGIN_URL", self.base_url),
            ("SF_CLIENT_ID", &self.app.client_id),
            (
                "SF_CLIENT_SECRET",
                self.app.client_secret.as_deref().unwrap_or_default(),
            ),
            ("SF_CALLBACK_URL", self.callback),
            ("SF_SCOPE", &self.app.scope),
            ("SF_USERNAME", &self.user.username),
            ("SF_PASSWORD", &self.user.password),
            ("SF_SECURITY_TOKEN", &self.user.security_token),
        ];
        lines
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}={}\n", sh(value)))
            .collect()
    }
}

/// Quotes for a shell what needs it.
fn sh(text: &str) -> String {
    let is_plain = |it: char| it.is_ascii_alphanumeric() || "-_./:=@%+,".contains(it);
    if !text.is_empty() && text.chars().all(is_plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', "'\\''"))
}

/// Quotes for JavaScript and Python, which read JSON's strings as their own.
fn js(text: &str) -> String {
    json!(text).to_string()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    fn app(kind: DemoAppKind, secret: Option<&str>) -> DemoApp {
        DemoApp {
            name: "Some app".to_owned(),
            kind,
            client_id: "3MVG9Demo.Some".to_owned(),
            client_secret: secret.map(str::to_owned),
            callback_urls: vec!["http://localhost:1717/OauthRedirect".to_owned()],
            scope: "api refresh_token".to_owned(),
            ..DemoApp::default()
        }
    }

    fn user() -> DemoUser {
        DemoUser {
            username: "o'neil@demo.example".to_owned(),
            password: "it's \"$HOME\"".to_owned(),
            security_token: "Token01".to_owned(),
            ..DemoUser::default()
        }
    }

    const BASE: &str = "http://localhost:41234";

    #[test]
    fn a_shell_reads_back_what_was_meant() {
        let app = app(DemoAppKind::ConnectedApp, Some("5ec$et"));
        let words =
            shell_words::split(&settings_for(DemoClient::Curl, BASE, &app, &user())).unwrap();
        assert_eq!(
            words[..2],
            ["curl", "http://localhost:41234/services/oauth2/token"]
        );
        assert!(
            words.contains(&"client_secret=5ec$et".to_owned()),
            "{words:?}"
        );
        assert!(
            words.contains(&"password=it's \"$HOME\"".to_owned()),
            "{words:?}"
        );
        let env = shell_words::split(&settings_for(DemoClient::Env, BASE, &app, &user())).unwrap();
        assert!(
            env.contains(&"SF_USERNAME=o'neil@demo.example".to_owned()),
            "{env:?}"
        );
        assert!(
            env.contains(&"SF_SCOPE=api refresh_token".to_owned()),
            "{env:?}"
        );
    }

    #[test]
    fn an_app_without_a_secret_or_password_flow_is_given_none() {
        let app = app(DemoAppKind::ExternalClientApp, None);
        for client in DemoClient::ALL {
            let text = settings_for(client, BASE, &app, &user());
            assert!(text.contains(BASE), "{client:?}: {text}");
            assert!(!text.contains("grant_type"), "{client:?}: {text}");
            assert!(!text.contains("client_secret"), "{client:?}: {text}");
        }
    }

    #[test]
    fn a_postman_environment_is_json_with_its_secrets_marked() {
        let app = app(DemoAppKind::ConnectedApp, Some("5ec$et"));
        let text = settings_for(DemoClient::Postman, BASE, &app, &user());
        let read: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(read["_postman_variable_scope"], "environment");
        let secret = read["values"]
            .as_array()
            .unwrap()
            .iter()
            .find(|it| it["key"] == "clientSecret");
        assert_eq!(secret.unwrap()["value"], "5ec$et");
        assert_eq!(secret.unwrap()["type"], "secret");
    }
}
