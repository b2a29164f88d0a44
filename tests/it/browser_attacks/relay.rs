//! The page that hands a fragment over, in a real Chromium, and what comes to its address from others (R18, R10 to R12).

use serde_json::json;
use valet_key::model::problem::ProblemKind;

use super::chromium::Chromium;
use super::site::Site;
use super::{HOSTILE, PASSWORD};
use crate::waiting::{ADMIN, CALLBACK, Waiting, status};

fn text(answer: &[u8]) -> String {
    String::from_utf8_lossy(answer).into_owned()
}

/// The nonce that the page of this login has.
fn nonce(login: &Waiting) -> String {
    let page = text(&login.get(CALLBACK));
    let (_, rest) = page
        .split_once("name=\"valet-key-nonce\" content=\"")
        .unwrap_or_else(|| panic!("{page}"));
    rest.split('"').next().unwrap().to_owned()
}

/// Hands a fragment over as the page would.
fn hand_over(login: &Waiting, nonce: &str, fragment: &str) -> String {
    let port = login.port;
    text(&login.raw(format!(
        "POST /valet-key/relay HTTP/1.1\r\nHost: localhost:{port}\r\nOrigin: http://localhost:{port}\r\n\
         X-Valet-Key-Nonce: {nonce}\r\nContent-Length: {}\r\n\r\n{fragment}",
        fragment.len()
    )))
}

fn tokens(state: &str) -> String {
    format!("access_token=00D5e0000012ABC%21forged&token_type=Bearer&state={state}")
}

#[test]
fn r18_the_fragment_is_cleared_and_no_entry_of_the_history_has_a_token() {
    let login = Waiting::by("user_agent");
    let browser = Chromium::start(&[]);
    browser.open(&login.url);
    browser.log_in(ADMIN, PASSWORD);
    browser.wait_for("location.pathname === '/valet-key/done'");
    let history = browser.devtools("Page.getNavigationHistory", &json!({}));
    let entries = history["entries"].as_array().unwrap();
    assert!(entries.len() >= 2, "{history}");
    for entry in entries {
        let url = entry["url"].as_str().unwrap();
        assert!(
            !url.contains("access_token") && !url.contains(CALLBACK),
            "{url}"
        );
    }
    let left = browser.run(
        "return document.referrer + location.hash + JSON.stringify(performance.getEntries()) + JSON.stringify(history.state)",
        &[],
    );
    assert!(!left.to_string().contains("access_token"), "{left}");
    login.finishes();
}

/// The page clears the address before it does anything else, also where it is not its login's.
#[test]
fn r18_an_address_of_another_login_is_cleared_too_and_can_still_be_copied() {
    let login = Waiting::by("user_agent");
    let browser = Chromium::start(&[]);
    let callback = format!("http://localhost:{}{CALLBACK}", login.port);
    browser.open(&format!("{callback}#{}", tokens("guess")));
    browser.wait_for("!document.querySelector('[data-part=lost]').hidden");
    assert_eq!(browser.url(), callback);
    assert!(!browser.source().contains("forged"));
    login.counts_strays(1);
    // Without a fragment there is nothing to hand over.
    browser.open("about:blank");
    browser.open(&callback);
    browser.wait_for("!document.querySelector('[data-part=bare]').hidden");
    browser.open(&login.url);
    browser.log_in(ADMIN, PASSWORD);
    browser.wait_for("location.pathname === '/valet-key/done'");
    login.finishes();
}

/// Another site can neither read the page's nonce nor post in its name.
#[test]
fn a_hostile_page_hands_nothing_over() {
    let login = Waiting::by("user_agent");
    let (site, browser) = (Site::start(), Chromium::start(&[]));
    browser.open(&site.url(HOSTILE));
    let here = format!("http://localhost:{}", login.port);
    let (callback, relay) = (
        format!("{here}{CALLBACK}"),
        format!("{here}/valet-key/relay"),
    );
    let fragment = tokens(&login.state);
    let read = browser.run(
        "try { return await (await fetch(a)).text(); } catch (problem) { return problem.name; }",
        &[&callback],
    );
    assert_eq!(read, json!("TypeError"));
    let posted = browser.run(
        "const told = [];
         const ways = [{mode: 'no-cors'}, {mode: 'cors'}, {mode: 'cors', headers: {'X-Valet-Key-Nonce': 'guess'}}];
         for (const way of ways) {
             try { told.push((await fetch(a, {method: 'POST', body: b, ...way})).type); }
             catch (problem) { told.push(problem.name); }
         }
         return told.join(' ');",
        &[&relay, &fragment],
    );
    assert_eq!(posted, json!("TypeError TypeError TypeError"));
    browser.run(
        "const form = document.createElement('form');
         form.method = 'POST'; form.action = a; form.enctype = 'text/plain';
         const field = document.createElement('input'); field.name = b; field.value = '';
         form.append(field); document.body.append(form); form.submit();",
        &[&relay, &fragment],
    );
    browser.wait_for("document.title !== 'Hostile'");
    assert!(!browser.source().contains("forged"));
    login.ends_well_by_relay();
}

/// What is handed over with the right nonce is judged like a query: state first, nothing twice.
#[test]
fn a_fragment_that_is_not_this_logins_own_leaves_it_waiting() {
    let login = Waiting::by("user_agent");
    let (right, nonce) = (login.state.clone(), nonce(&login));
    let two = format!("access_token=00D%21a&access_token=00D%21b&state={right}");
    let two_refresh = format!("{}&refresh_token=a&refresh_token=b", tokens(&right));
    for fragment in [
        tokens("guess"),
        "access_token=00D%21a&token_type=Bearer".to_owned(),
        two,
        two_refresh,
        format!("{}&state={right}", tokens(&right)),
        format!("access_token=%zz&state={right}"),
        format!("token_type=Bearer&state={right}"),
        "error=access_denied&state=guess".to_owned(),
        String::new(),
    ] {
        let answer = hand_over(&login, &nonce, &fragment);
        assert!(answer.starts_with("HTTP/1.1 400 "), "{fragment}: {answer}");
    }
    let guessed = hand_over(&login, &"0".repeat(64), &tokens(&right));
    assert!(guessed.starts_with("HTTP/1.1 400 "), "{guessed}");
    let port = login.port;
    let large = login.raw(format!(
        "POST /valet-key/relay HTTP/1.1\r\nHost: localhost:{port}\r\nOrigin: http://localhost:{port}\r\n\
         X-Valet-Key-Nonce: {nonce}\r\nContent-Length: 65537\r\n\r\n{}",
        tokens(&right)
    ));
    assert_eq!(status(&large), "413");
    login.ends_well_by_relay();
}

#[test]
fn a_refusal_in_the_fragment_ends_the_login_in_the_orgs_words() {
    let login = Waiting::by("user_agent");
    let nonce = nonce(&login);
    let fragment = format!(
        "error=access_denied&error_description=end-user%20denied%20authorization&state={}",
        login.state
    );
    let answer = hand_over(&login, &nonce, &fragment);
    assert!(answer.ends_with("\r\n\r\n/valet-key/refused"), "{answer}");
    // Once: the second hears that it is over.
    let again = hand_over(&login, &nonce, &fragment);
    assert!(again.starts_with("HTTP/1.1 410 "), "{again}");
    let problem = login.bench.end_of(&login.run_id).unwrap_err();
    assert_eq!(problem.kind, ProblemKind::Refused);
    let org = problem.org.expect("the org's words");
    assert_eq!(
        org.error_description.as_deref(),
        Some("end-user denied authorization")
    );
}

/// The flow with a code has no such page and no such address.
#[test]
fn a_login_by_code_takes_no_fragment() {
    let login = Waiting::new();
    assert_eq!(status(&login.get(CALLBACK)), "400");
    let answer = hand_over(&login, "", &tokens(&login.state));
    assert!(answer.starts_with("HTTP/1.1 404 "), "{answer}");
    login.ends_well();
}

/// No page that was handed out lets anybody post into a login that came after.
#[test]
fn every_login_has_a_nonce_of_its_own() {
    let (one, other) = (Waiting::by("user_agent"), Waiting::by("user_agent"));
    assert_ne!(nonce(&one), nonce(&other));
    let answer = hand_over(&other, &nonce(&one), &tokens(&other.state));
    assert!(answer.starts_with("HTTP/1.1 400 "), "{answer}");
    other.counts_strays(1);
}
