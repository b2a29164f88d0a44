//! SOAP login and logout: `/services/Soap/u/NN.0`, which jsforce and simple-salesforce still use.

use roxmltree::{Document, Node, ParsingOptions};

use super::super::call::Call;
use super::super::encode::{escape, sha256_hex};
use super::super::grant::{Issue, issue};
use super::super::message::Response;
use super::super::org::app::{
    App, AppKind, PermittedUsers, Policies, RefreshTokenPolicy, TokenFormat,
};
use super::super::org::token::TokenEnd;
use super::super::org::user::User;
use super::super::org::{ORG_ID, Org};
use super::super::{data, id};

/// The app in whose name SOAP sessions run; it is in no list.
const SOAP_CLIENT: &str = "SOAP";

pub(crate) fn respond(org: &mut Org, call: &Call) -> Response {
    let version = call.path.split('/').nth(4).unwrap_or_default();
    if call.method() != "POST" {
        return fault("sf:INVALID_OPERATION", "only POST is supported");
    }
    if !data::versions::exists(version) {
        return fault(
            "sf:UNSUPPORTED_API_VERSION",
            "Invalid Api version specified on URL",
        );
    }
    let text = String::from_utf8_lossy(&call.request.body).into_owned();
    let limits = ParsingOptions {
        nodes_limit: 2_000,
        ..ParsingOptions::default()
    };
    let Ok(document) = Document::parse_with_options(&text, limits) else {
        return fault("soapenv:Client", "the request is not XML");
    };
    let has = |name: &str| {
        document
            .descendants()
            .find(|node| node.tag_name().name() == name)
    };
    if let Some(login) = has("login") {
        return log_in(org, call, version, login);
    }
    if has("logout").is_some() {
        let session = has("sessionId")
            .and_then(|node| node.text())
            .unwrap_or_default();
        return log_out(org, session.trim());
    }
    fault(
        "sf:INVALID_OPERATION",
        "only login and logout are simulated",
    )
}

fn log_in(org: &mut Org, call: &Call, version: &str, login: Node) -> Response {
    let child = |name: &str| {
        let node = login.children().find(|node| node.tag_name().name() == name);
        node.and_then(|node| node.text())
            .unwrap_or_default()
            .trim()
            .to_owned()
    };
    let user = org
        .user(&child("username"))
        .filter(|user| user.active && user.accepts(&child("password")))
        .cloned();
    let Some(user) = user else {
        return fault(
            "sf:INVALID_LOGIN",
            "INVALID_LOGIN: Invalid username, password, security token; or user locked out.",
        );
    };
    let app = soap_app();
    let what = Issue {
        user: &user,
        app: &app,
        scopes: app.scopes(),
        refreshable: false,
        id_token: false,
        nonce: None,
        auth_ms: call.now_ms,
    };
    let answer = issue(org, call, &what);
    let session = answer
        .get("access_token")
        .and_then(|it| it.as_str())
        .unwrap_or_default();
    let result = format!(
        "<loginResponse><result><metadataServerUrl>{origin}/services/Soap/m/{version}/{org_id}</metadataServerUrl>\
         <passwordExpired>false</passwordExpired><sandbox>{sandbox}</sandbox>\
         <serverUrl>{origin}/services/Soap/u/{version}/{org_id}</serverUrl><sessionId>{session}</sessionId>\
         <userId>{user_id}</userId>{info}</result></loginResponse>",
        origin = escape(&call.origin),
        org_id = id::short(ORG_ID),
        sandbox = org.settings.is_sandbox,
        user_id = user.user_id,
        info = user_info(org, &user),
    );
    envelope(200, &result)
}

fn user_info(org: &Org, user: &User) -> String {
    format!(
        "<userInfo><accessibilityMode>false</accessibilityMode><organizationId>{ORG_ID}</organizationId>\
         <organizationMultiCurrency>false</organizationMultiCurrency><organizationName>{name}</organizationName>\
         <profileId>00e5e0000000001AAA</profileId><sessionSecondsValid>7200</sessionSecondsValid>\
         <userDefaultCurrencyIsoCode xsi:nil=\"true\"/><userEmail>{email}</userEmail>\
         <userFullName>{full}</userFullName><userId>{user_id}</userId><userLanguage>en_US</userLanguage>\
         <userLocale>en_US</userLocale><userName>{email}</userName><userTimeZone>America/Los_Angeles</userTimeZone>\
         <userType>Standard</userType><userUiSkin>Theme3</userUiSkin></userInfo>",
        name = escape(&org.settings.name),
        email = escape(&user.username),
        full = escape(&user.name()),
        user_id = user.user_id,
    )
}

fn log_out(org: &mut Org, session: &str) -> Response {
    match org.tokens.find(&sha256_hex(session)) {
        Some((number, token)) if token.end == TokenEnd::Live => {
            org.tokens.end(number, TokenEnd::Revoked);
            org.changed();
            envelope(200, "<logoutResponse/>")
        }
        _ => fault(
            "sf:INVALID_SESSION_ID",
            "INVALID_SESSION_ID: Invalid Session ID found in SessionHeader: Illegal Session",
        ),
    }
}

fn envelope(status: u16, body: &str) -> Response {
    Response::new(
        status,
        "text/xml;charset=UTF-8",
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\
             <soapenv:Envelope xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\" \
             xmlns=\"urn:partner.soap.sforce.com\" xmlns:sf=\"urn:fault.partner.soap.sforce.com\" \
             xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><soapenv:Body>{body}</soapenv:Body>\
             </soapenv:Envelope>"
        ),
    )
}

fn fault(code: &str, text: &str) -> Response {
    let short = code.rsplit(':').next().unwrap_or(code);
    envelope(
        500,
        &format!(
            "<soapenv:Fault><faultcode>{code}</faultcode><faultstring>{text}</faultstring><detail>\
             <sf:LoginFault xsi:type=\"sf:LoginFault\"><sf:exceptionCode>{short}</sf:exceptionCode>\
             <sf:exceptionMessage>{text}</sf:exceptionMessage></sf:LoginFault></detail></soapenv:Fault>",
            text = escape(text)
        ),
    )
}

/// Returns the stand-in app of SOAP sessions.
pub(crate) fn soap_app() -> App {
    App {
        name: "SOAP".to_owned(),
        kind: AppKind::ConnectedApp,
        client_id: SOAP_CLIENT.to_owned(),
        client_secret: None,
        callback_urls: Vec::new(),
        scope: "full".to_owned(),
        policies: Policies {
            require_pkce: false,
            require_secret: false,
            require_secret_for_refresh: false,
            rotate_refresh_tokens: false,
            refresh_token_policy: RefreshTokenPolicy::Zero,
            access_token_format: TokenFormat::Opaque,
            session_timeout_secs: 7200,
            permitted_users: PermittedUsers::All,
            blocked: false,
            installed: true,
            ip_restricted: false,
            propagating: false,
            introspect_all: false,
            device_flow: false,
            require_dpop: false,
            token_exchange: false,
            require_secret_for_token_exchange: false,
        },
        certificate: None,
        run_as: None,
    }
}

/// Says whether a grant belongs to the stand-in app.
pub(crate) fn is_soap(client_id: &str) -> bool {
    client_id == SOAP_CLIENT
}
