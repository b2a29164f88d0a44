//! What a token is worth: identity, UserInfo, introspection, revocation, single access, data.

use serde_json::{Value, json};
use valet_key::demo_org::{Request, Response};

use super::person::{BASE, CONFIDENTIAL, PUBLIC, SECRET, World, json};

fn post(world: &mut World, path: &str, fields: &[(&str, &str)]) -> Response {
    world.send(Request::post(&format!("{BASE}{path}"), fields))
}

fn text<'a>(tokens: &'a Value, name: &str) -> &'a str {
    tokens[name].as_str().unwrap()
}

fn is_live(world: &mut World, access_token: &str) -> bool {
    world.get("/services/oauth2/userinfo", access_token).status == 200
}

#[test]
fn identity_and_userinfo_describe_the_user_in_their_own_words() {
    let mut world = World::new();
    let tokens = world.tokens("admin@demo.example");
    let access = text(&tokens, "access_token");
    let path = text(&tokens, "id").strip_prefix(BASE).unwrap().to_owned();
    let identity = json(&world.get(&path, access));
    assert_eq!(identity["username"], "admin@demo.example");
    assert_eq!(identity["id"], tokens["id"]);
    assert_eq!(identity["organization_id"], "00D5e0000012ABCEA2");
    assert_eq!(
        identity["urls"]["rest"],
        format!("{BASE}/services/data/v{{version}}/")
    );
    let latest = json(&world.get(&format!("{path}?version=latest"), access));
    assert_eq!(
        latest["urls"]["rest"],
        format!("{BASE}/services/data/v65.0/")
    );
    let xml = world.get(&format!("{path}?format=xml"), access).text();
    assert!(xml.contains("<username>admin@demo.example</username>"));
    let userinfo = json(&world.get("/services/oauth2/userinfo", access));
    assert_eq!(userinfo["preferred_username"], "admin@demo.example");
    assert_eq!(userinfo["sub"], tokens["id"]);
    assert_eq!(userinfo["user_id"], identity["user_id"]);
}

#[test]
fn identity_refuses_with_one_bare_word() {
    let mut world = World::new();
    let tokens = world.tokens("admin@demo.example");
    let access = text(&tokens, "access_token");
    for (path, token, status, word) in [
        (
            "/id/00D5e0000012ABCEA2/0055e0000000001AAA",
            "00D5e0000012ABC!dead",
            403,
            "Bad_OAuth_Token",
        ),
        (
            "/id/00D5e0000000000AAA/0055e0000000001AAA",
            access,
            403,
            "Wrong_Org",
        ),
        ("/id/x/y", access, 404, "Bad_Id"),
        (
            "/id/00D5e0000012ABCEA2/0055e0000099999AAA",
            access,
            404,
            "Bad_Id",
        ),
        (
            "/id/00D5e0000012ABCEA2/0055e0000000001AAA?version=1.5",
            access,
            406,
            "Invalid_Version",
        ),
        (
            "/id/00D5e0000012ABCEA2/0055e0000000003AAA",
            access,
            404,
            "Inactive",
        ),
    ] {
        let answer = world.get(path, token);
        assert_eq!(
            (answer.status, answer.text().as_str()),
            (status, word),
            "{path}"
        );
        assert!(
            answer
                .header("Content-Type")
                .unwrap()
                .starts_with("text/plain")
        );
    }
    let answer = world.send(Request::get(&format!("{BASE}/services/oauth2/userinfo")));
    assert_eq!(
        (answer.status, answer.text().as_str()),
        (403, "Missing_OAuth_Token")
    );
}

#[test]
fn introspection_tells_seconds_to_authenticated_clients_about_their_own_tokens() {
    let mut world = World::new();
    let secret = [("client_secret", SECRET)];
    let tokens = world.tokens_of(CONFIDENTIAL, &secret, "admin@demo.example");
    let ask = |world: &mut World, token: &str| {
        let fields = [
            ("token", token),
            ("client_id", CONFIDENTIAL),
            ("client_secret", SECRET),
        ];
        json(&post(world, "/services/oauth2/introspect", &fields))
    };
    let answer = ask(&mut world, text(&tokens, "access_token"));
    assert_eq!(
        (&answer["active"], &answer["token_type"]),
        (&json!(true), &json!("access_token"))
    );
    assert_eq!(
        answer["exp"].as_u64().unwrap() - answer["iat"].as_u64().unwrap(),
        7200
    );
    assert_eq!(answer["sub"], tokens["id"]);
    assert_eq!(
        ask(&mut world, text(&tokens, "refresh_token"))["token_type"],
        "refresh_token"
    );
    assert_eq!(ask(&mut world, "nonsense"), json!({"active": false}));
    let foreign = world.tokens("admin@demo.example");
    assert_eq!(
        ask(&mut world, text(&foreign, "access_token")),
        json!({"active": false})
    );
    // Introspecting does not prolong.
    world.wait_secs(7000);
    assert_eq!(
        ask(&mut world, text(&tokens, "access_token"))["active"],
        true
    );
    world.wait_secs(200);
    assert_eq!(
        ask(&mut world, text(&tokens, "access_token")),
        json!({"active": false})
    );
    let fields = [
        ("token", text(&foreign, "access_token")),
        ("client_id", PUBLIC),
    ];
    let answer = post(&mut world, "/services/oauth2/introspect", &fields);
    assert_eq!(
        (answer.status, &json(&answer)["error"]),
        (400, &json!("invalid_client"))
    );
}

#[test]
fn use_in_the_second_half_prolongs_an_opaque_session() {
    let mut world = World::new();
    let tokens = world.tokens("admin@demo.example");
    let access = text(&tokens, "access_token");
    world.wait_secs(5000);
    assert!(is_live(&mut world, access));
    world.wait_secs(5000);
    assert!(is_live(&mut world, access));
    world.wait_secs(7200);
    assert!(!is_live(&mut world, access));
}

#[test]
fn revoking_a_refresh_token_ends_all_and_an_access_token_only_itself() {
    let mut world = World::new();
    let tokens = world.tokens("admin@demo.example");
    let (access, refresh) = (
        text(&tokens, "access_token"),
        text(&tokens, "refresh_token"),
    );
    let revoke = |world: &mut World, token: &str| {
        post(world, "/services/oauth2/revoke", &[("token", token)])
    };
    let answer = revoke(&mut world, access);
    assert_eq!((answer.status, answer.body.len()), (200, 0));
    assert!(!is_live(&mut world, access));
    let fields = [
        ("grant_type", "refresh_token"),
        ("client_id", PUBLIC),
        ("refresh_token", refresh),
    ];
    let again = json(&world.token(&fields));
    assert_eq!(revoke(&mut world, refresh).status, 200);
    assert!(!is_live(&mut world, text(&again, "access_token")));
    let answer = revoke(&mut world, refresh);
    assert_eq!(
        (answer.status, answer.text().as_str()),
        (400, "error=invalid_token&error_description=invalid%20token")
    );
    let jsonp = world.send(Request::get(&format!(
        "{BASE}/services/oauth2/revoke?token=x&callback=fn"
    )));
    assert_eq!(
        (jsonp.status, jsonp.text().as_str()),
        (200, "fn({\"error\":\"invalid_token\"})")
    );
}

#[test]
fn single_access_links_open_the_org_once() {
    let mut world = World::new();
    let tokens = world.tokens("standard@demo.example");
    let access = text(&tokens, "access_token").to_owned();
    world.cookie = None;
    let link = |world: &mut World, path: &str| {
        let answer = world.get(&format!("/services/oauth2/singleaccess{path}"), &access);
        json(&answer)["frontdoor_uri"].as_str().unwrap().to_owned()
    };
    let first = link(&mut world, "?redirect_uri=%2Flightning%2Fsetup");
    let page = world.browse(Request::get(&first));
    assert_eq!(page.header("Location"), Some("/lightning/setup"));
    let page = world.follow(page);
    assert!(page.text().contains("standard@demo.example") && page.text().contains("DEMO"));
    assert_eq!(world.browse(Request::get(&first)).status, 403);
    let second = link(&mut world, "");
    world.wait_secs(61);
    assert_eq!(world.browse(Request::get(&second)).status, 403);
    for bad in [
        "https%3A%2F%2Fevil.example",
        "%2F%2Fevil.example",
        "%5C%5Cevil",
    ] {
        let answer = world.get(
            &format!("/services/oauth2/singleaccess?redirect_uri={bad}"),
            &access,
        );
        assert_eq!(
            (answer.status, answer.text().as_str()),
            (403, "Invalid_Param")
        );
    }
    world.control("expire-access-tokens", "{}");
    let answer = world.get("/services/oauth2/singleaccess", &access);
    assert_eq!(
        (answer.status, answer.text().as_str()),
        (403, "Bad_OAuth_Token")
    );
    world.control("set-org", r#"{"singleaccess_answers_401": true}"#);
    let answer = world.get("/services/oauth2/singleaccess", &access);
    assert_eq!(
        (answer.status, &json(&answer)[0]["errorCode"]),
        (401, &json!("INVALID_SESSION_ID"))
    );
}

#[test]
fn discovery_mirrors_the_address_that_was_asked() {
    let mut world = World::new();
    for base in [
        BASE,
        "https://127.0.0.1:9",
        "http://localhost:4100/customers",
    ] {
        let answer = world.send(Request::get(&format!(
            "{base}/.well-known/openid-configuration"
        )));
        let document = json(&answer);
        assert_eq!(document["issuer"], base);
        assert_eq!(
            document["token_endpoint"],
            format!("{base}/services/oauth2/token")
        );
        assert_eq!(document["jwks_uri"], format!("{base}/id/keys"));
    }
    assert_eq!(
        world
            .send(Request::get(&format!(
                "{BASE}/.well-known/auth-configuration"
            )))
            .status,
        200
    );
}

#[test]
fn the_data_api_answers_what_tools_ask_after_a_login() {
    let mut world = World::new();
    let tokens = world.tokens("admin@demo.example");
    let access = text(&tokens, "access_token").to_owned();
    let mut get = |path: &str| world.get(path, &access);
    let versions = json(&get("/services/data"));
    assert_eq!(
        versions.as_array().unwrap().last().unwrap()["version"],
        "65.0"
    );
    assert_eq!(json(&get("/services/data/v65.0"))["identity"], tokens["id"]);
    assert_eq!(json(&get("//services/data"))[0]["version"], "31.0");
    let organization = "SELECT+Name,+InstanceName,+IsSandbox,+TrialExpirationDate,+NamespacePrefix,+OrganizationType+\
                        FROM+Organization";
    let answer = json(&get(&format!(
        "//services/data/v65.0/query/?q={organization}"
    )));
    assert_eq!(answer["totalSize"], 1);
    assert_eq!(answer["records"][0]["IsSandbox"], false);
    assert_eq!(answer["records"][0]["attributes"]["type"], "Organization");
    let user = json(&get(
        "/services/data/v51.0/sobjects/User/0055e0000000001AAA",
    ));
    assert_eq!(user["Username"], "admin@demo.example");
    let answer =
        get("/services/data/v51.0/query?q=SELECT%20Id%20FROM%20ScratchOrgInfo%20limit%201");
    assert_eq!(
        (answer.status, &json(&answer)[0]["errorCode"]),
        (400, &json!("INVALID_TYPE"))
    );
    let answer = get(
        "/services/data/v65.0/tooling/query?q=SELECT+Id+FROM+SandboxProcess+WHERE+SandboxOrganization%3D%27x%27",
    );
    assert_eq!(json(&answer)["totalSize"], 0);
    let answer = json(&get(
        "/services/data/v65.0/query?q=SELECT+Id,Name+FROM+User+LIMIT+2&columns=true",
    ));
    assert_eq!(answer["columnMetadata"][1]["columnName"], "Name");
    assert_eq!(
        json(&get(
            "/services/data/v65.0/query?q=SELECT+COUNT()+FROM+User"
        ))["totalSize"],
        5
    );
    for (query, code) in [
        ("SELECT", "MALFORMED_QUERY"),
        ("SELECT+Nope+FROM+User", "INVALID_FIELD"),
    ] {
        assert_eq!(
            json(&get(&format!("/services/data/v65.0/query?q={query}")))[0]["errorCode"],
            code
        );
    }
    assert!(json(&get("/services/data/v65.0/limits"))["DailyApiRequests"]["Max"].is_u64());
    assert_eq!(
        json(&get("/services/data/v65.0/connect/organization"))["orgId"],
        "00D5e0000012ABCEA2"
    );
    assert_eq!(
        json(&get("/services/data/v65.0/chatter/users/me"))["username"],
        "admin@demo.example"
    );
    assert_eq!(get("/services/data/v65.0/nothing").status, 404);
}

#[test]
fn dead_tokens_and_small_scopes_read_differently_at_the_data_api() {
    let mut world = World::new();
    let tokens = world.tokens("admin@demo.example");
    world.control(
        "expire-access-tokens",
        r#"{"username":"admin@demo.example"}"#,
    );
    let answer = world.get("/services/data/v65.0", text(&tokens, "access_token"));
    assert_eq!(answer.status, 401);
    assert_eq!(
        json(&answer),
        json!([{"message": "Session expired or invalid", "errorCode": "INVALID_SESSION_ID"}])
    );
}

#[test]
fn soap_login_gives_a_session_that_rest_takes() {
    let mut world = World::new();
    let soap = |world: &mut World, body: &str| {
        let mut request = Request::new("POST", &format!("{BASE}/services/Soap/u/62.0"))
            .with("Content-Type", "text/xml")
            .with("SOAPAction", "login");
        request.body = format!(
            "<se:Envelope xmlns:se=\"http://schemas.xmlsoap.org/soap/envelope/\"><se:Body>{body}</se:Body></se:Envelope>"
        )
        .into_bytes();
        world.send(request)
    };
    let login = "<login xmlns=\"urn:partner.soap.sforce.com\"><username>admin@demo.example</username>\
                 <password>demo-admin-1DemoAdminSecurityToken01</password></login>";
    let answer = soap(&mut world, login).text();
    let session = answer
        .split("<sessionId>")
        .nth(1)
        .unwrap()
        .split('<')
        .next()
        .unwrap()
        .to_owned();
    assert!(answer.contains(&format!(
        "<serverUrl>{BASE}/services/Soap/u/62.0/00D5e0000012ABC</serverUrl>"
    )));
    assert_eq!(world.get("/services/data/v65.0", &session).status, 200);
    let answer = soap(&mut world, &login.replace("demo-admin-1", "nonsense"));
    assert!(answer.status == 500 && answer.text().contains("INVALID_LOGIN"));
    let logout =
        format!("<SessionHeader><sessionId>{session}</sessionId></SessionHeader><logout/>");
    assert_eq!(soap(&mut world, &logout).status, 200);
    assert_eq!(world.get("/services/data/v65.0", &session).status, 401);
}
