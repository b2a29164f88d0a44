//! B01–B20 of the threat model: a hostile page in a real Chromium while a real login waits (R7 to R13, R17, R18).
//!
//! The page is on another port under another name. Every attack must have
//! arrived at the listener (it counts strays), have read nothing, have found no
//! byte of its own in a page, and the person's login must end well after it.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod chromium;
mod relay;
mod site;

use serde_json::json;
use valet_key::app::event::Event;

use crate::login::bench::Person;
use crate::waiting::{ADMIN, CALLBACK, Waiting};
use chromium::Chromium;
use site::Site;

/// The name under which the browser finds the hostile site; every name below `localhost` is this machine.
const HOSTILE: &str = "attacker.localhost";
const PASSWORD: &str = "demo-admin-1";

/// What an attacker who knows everything but the state would send.
const GUESS: &str = "code=forged&state=guess";

/// A waiting login, and a browser on a hostile page.
struct Attack {
    login: Waiting,
    site: Site,
    browser: Chromium,
}

impl Attack {
    fn begin() -> Self {
        Self::with(&[])
    }

    fn with(arguments: &[&str]) -> Self {
        let attack = Self {
            login: Waiting::new(),
            site: Site::start(),
            browser: Chromium::start(arguments),
        };
        attack.browser.open(&attack.site.url(HOSTILE));
        assert_eq!(attack.browser.title(), "Hostile");
        attack
    }

    /// The callback address with a query, as a page would name it.
    fn target(&self, query: &str) -> String {
        format!("http://localhost:{}{CALLBACK}?{query}", self.login.port)
    }

    /// Runs script in the hostile page, with the callback and a guess as `a`; returns what it could tell.
    #[track_caller]
    fn run(&self, script: &str) -> String {
        let told = self.browser.run(script, &[&self.target(GUESS)]);
        told.as_str()
            .map_or_else(|| told.to_string(), str::to_owned)
    }

    /// It came to the listener, so often at least, and the person's login goes on to its end.
    fn was_only_a_stray(self, times: u32) {
        self.login.counts_strays(times);
        self.login.ends_well();
    }
}

/// The page that the tab shows is the listener's refusal, and holds nothing of the request.
fn shows_the_refusal(browser: &Chromium) {
    let page = browser.source();
    assert!(page.contains("Valet Key"), "{page}");
    for reflected in ["forged", "guess", "pwned", "<script", "onerror"] {
        assert!(!page.contains(reflected), "{reflected}: {page}");
    }
}

#[test]
fn b01_images() {
    let attack = Attack::begin();
    let told = attack.run(
        "const image = new Image(); image.src = a;
         return await new Promise(done => { image.onload = () => done('loaded'); image.onerror = () => done('nothing'); });",
    );
    assert_eq!(told, "nothing");
    attack.was_only_a_stray(1);
}

#[test]
fn b02_fetch_without_cors() {
    let attack = Attack::begin();
    let told = attack.run(
        "try { const answer = await fetch(a, {mode: 'no-cors', credentials: 'include'}); return answer.type + (await answer.text()); }
         catch (problem) { return problem.name; }",
    );
    // The resource policy takes even the opaque answer away.
    assert_eq!(told, "TypeError");
    attack.was_only_a_stray(1);
}

#[test]
fn b03_fetch_with_cors() {
    let attack = Attack::begin();
    let told = attack.run(
        "const read = async (options) => {
             try { const answer = await fetch(a, options); return answer.status + await answer.text(); }
             catch (problem) { return problem.name; }
         };
         return [await read({}), await read({credentials: 'include'}), await read({headers: {'X-Attack': '1'}}),
                 await read({method: 'PUT'}), await read({redirect: 'manual'})].join();",
    );
    assert_eq!(told, "TypeError,TypeError,TypeError,TypeError,TypeError");
    attack.was_only_a_stray(2);
}

#[test]
fn b04_a_form_that_gets() {
    let attack = Attack::begin();
    attack.run(
        "const form = document.createElement('form'); form.action = a.split('?')[0];
         for (const [name, value] of new URLSearchParams(a.split('?')[1])) {
             const field = document.createElement('input'); field.name = name; field.value = value; form.append(field);
         }
         document.body.append(form); form.submit();",
    );
    attack.login.counts_strays(1);
    shows_the_refusal(&attack.browser);
    attack.login.ends_well();
}

#[test]
fn b05_a_form_that_posts() {
    for kind in [
        "application/x-www-form-urlencoded",
        "text/plain",
        "multipart/form-data",
    ] {
        let attack = Attack::begin();
        let script = format!(
            "const form = document.createElement('form'); form.action = a; form.method = 'post'; form.enctype = '{kind}';
             const field = document.createElement('input'); field.name = 'code'; field.value = 'forged'; form.append(field);
             document.body.append(form); form.submit();"
        );
        attack.run(&script);
        attack.browser.wait_for(
            "document.title.includes('Valet Key') || document.body.innerText.includes('Valet Key')",
        );
        shows_the_refusal(&attack.browser);
        attack.login.ends_well();
    }
}

#[test]
fn b06_a_frame() {
    let attack = Attack::begin();
    let told = attack.run(
        "const frame = document.createElement('iframe'); frame.src = a; document.body.append(frame);
         await new Promise(done => { frame.onload = done; });
         return frame.contentDocument === null ? 'nothing' : frame.contentDocument.body.innerText;",
    );
    assert_eq!(told, "nothing");
    // What is in the frame is the browser's own page: nobody may frame ours.
    attack.browser.enter_frame();
    assert!(!attack.browser.source().contains("Valet Key"));
    attack.was_only_a_stray(1);
}

#[test]
fn b07_a_window() {
    let attack = Attack::begin();
    attack.run("window.opened = window.open(a);");
    attack.login.counts_strays(1);
    // The window leaves its opener's group, and so is closed for it.
    attack.browser.wait_for("opened.closed");
    let told = attack.run(
        "const told = [];
         for (const look of [() => opened.document.body.innerText, () => opened.location.href, () => opened.history.length]) {
             try { told.push(String(look())); } catch (problem) { told.push(problem.name); }
         }
         return told.join();",
    );
    for told in told.split(',') {
        let nothing = ["SecurityError", "TypeError", "undefined", "0", ""];
        assert!(nothing.contains(&told), "{told}");
    }
    attack.login.ends_well();
}

#[test]
fn b08_a_web_socket() {
    let attack = Attack::begin();
    let told = attack.run(
        "const socket = new WebSocket(a.replace('http:', 'ws:'));
         return await new Promise(done => { socket.onopen = () => done('open'); socket.onerror = () => done('nothing'); socket.onmessage = (m) => done(m.data); });",
    );
    assert_eq!(told, "nothing");
    attack.was_only_a_stray(1);
}

#[test]
fn b09_an_event_source() {
    let attack = Attack::begin();
    let told = attack.run(
        "const source = new EventSource(a, {withCredentials: true});
         const told = await new Promise(done => { source.onopen = () => done('open'); source.onerror = () => done('nothing'); source.onmessage = (m) => done(m.data); });
         source.close(); return told;",
    );
    assert_eq!(told, "nothing");
    attack.was_only_a_stray(1);
}

#[test]
fn b10_a_service_worker() {
    let attack = Attack::begin();
    let told = attack.run(
        "const registered = await navigator.serviceWorker.register('/worker.js');
         await navigator.serviceWorker.ready;
         const heard = new Promise(done => { navigator.serviceWorker.onmessage = (event) => done(event.data); });
         (await navigator.serviceWorker.ready).active.postMessage(a);
         const told = [await heard];
         try { await navigator.serviceWorker.register(a); told.push('registered'); } catch (problem) { told.push(problem.name); }
         await registered.unregister();
         return told.join();",
    );
    assert_eq!(told, "TypeError,SecurityError");
    attack.was_only_a_stray(1);
}

/// The hostile name first means the attacker's server and then this machine's listener, on one port and so on one origin.
#[test]
fn b11_a_rebound_name() {
    let attack = Attack::with(&["--host-resolver-rules=MAP rebound.example 127.0.0.1"]);
    let page = format!("http://rebound.example:{}", attack.login.port);
    attack.browser.let_script_run();
    attack.browser.open(&format!("{page}{CALLBACK}?{GUESS}"));
    shows_the_refusal(&attack.browser);
    // The tab is on the listener's own page under the hostile name: what it fetches now, it may read.
    let mut answers = Vec::new();
    for query in [GUESS.to_owned(), attack.login.query()] {
        let told = attack.browser.read(&format!("{page}{CALLBACK}?{query}"));
        assert!(told.starts_with("421 "), "{told}");
        assert!(
            !told.contains("forged") && !told.contains(&attack.login.state),
            "{told}"
        );
        answers.push(told);
    }
    assert_eq!(
        answers[0], answers[1],
        "even the right state makes no difference"
    );
    attack.login.ends_well();
}

/// The address of the callback, since there is no start link (decision 13).
#[test]
fn b12_prefetch_and_prerender() {
    let attack = Attack::begin();
    attack.run(
        "for (const kind of ['prefetch', 'preload', 'prerender', 'modulepreload', 'dns-prefetch', 'preconnect']) {
             const link = document.createElement('link'); link.rel = kind; link.href = a; link.as = 'script'; document.head.append(link);
         }
         const rules = document.createElement('script'); rules.type = 'speculationrules';
         const urls = [a + '&by=rules'];
         rules.textContent = JSON.stringify({prefetch: [{urls, eagerness: 'immediate'}], prerender: [{urls, eagerness: 'immediate'}]});
         document.head.append(rules);",
    );
    attack.was_only_a_stray(1);
}

/// 500 guesses by default. All 10,000: `VALET_KEY_TEST_LONG=1 cargo test --test it browser_attacks::b13`
#[test]
fn b13_guessed_states() {
    let guesses = crate::child::rounds(500, 10_000);
    let attack = Attack::begin();
    let script = format!(
        "let read = 0;
         for (let n = 0; n < {guesses}; n += 50) {{
             await Promise.all(Array.from({{length: 50}}, (_, m) => fetch(a + (n + m), {{mode: 'no-cors'}}).then(() => {{ read += 1; }}, () => {{}})));
         }}
         return String(read);"
    );
    assert_eq!(attack.run(&script), "0");
    attack.was_only_a_stray(guesses);
}

#[test]
fn b14_errors_by_the_hundred() {
    let attack = Attack::begin();
    attack.run(
        "for (let n = 0; n < 200; n += 50) {
             await Promise.all(Array.from({length: 50}, () => fetch(a.split('?')[0] + '?error=access_denied&error_description=pwned', {mode: 'no-cors'}).catch(() => {})));
         }
         await fetch(a, {mode: 'no-cors'}).catch(() => {});",
    );
    // Some are shown as unproven notices, the rest is counted; none ends the login.
    let notice = attack.login.bench.until(|event| match event {
        Event::StrayCallback { notice, .. } => notice,
        Event::Failed { problem, .. } => panic!("the login ended: {problem:?}"),
        _ => None,
    });
    assert_eq!(notice.error, "access_denied");
    attack.was_only_a_stray(1);
}

#[test]
fn b15_markup_in_every_parameter() {
    let attack = Attack::begin();
    let script = "<script>window.pwned=1</script>\"><img src=x onerror=\"window.pwned=1\">";
    let mut pages = Vec::new();
    for name in [
        "code",
        "state",
        "error",
        "error_description",
        "iss",
        "scope",
        "pwned",
    ] {
        let query: String = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("code", "forged")
            .append_pair("state", "guess")
            .append_pair(&format!("x{name}"), script)
            .append_pair(
                if matches!(name, "code" | "state") {
                    "x"
                } else {
                    name
                },
                script,
            )
            .finish();
        attack.browser.open(&attack.target(&query));
        shows_the_refusal(&attack.browser);
        let ran = attack.browser.run("return window.pwned === undefined", &[]);
        assert_eq!(ran, json!(true), "{name}");
        pages.push(attack.browser.source());
    }
    pages.dedup();
    assert_eq!(pages.len(), 1, "one constant, whatever was sent");
    let path = format!(
        "http://localhost:{}/<script>pwned</script>",
        attack.login.port
    );
    attack.browser.open(&path);
    shows_the_refusal(&attack.browser);
    attack.was_only_a_stray(4);
}

#[test]
fn b16_history_and_referer_after_the_login() {
    let attack = Attack::begin();
    let login = &attack.login;
    attack.browser.open(&login.url);
    attack.browser.log_in(ADMIN, PASSWORD);
    let done = format!("http://localhost:{}/valet-key/done", login.port);
    assert_eq!(attack.browser.url(), done);
    let history = attack
        .browser
        .devtools("Page.getNavigationHistory", &json!({}));
    let entries = history["entries"].as_array().unwrap();
    assert!(entries.len() >= 2, "{history}");
    for entry in entries {
        let url = entry["url"].as_str().unwrap();
        // The org's own pages hold the state of the request; the callback's address is nowhere.
        assert!(!url.contains(CALLBACK) && !url.contains("code="), "{url}");
    }
    let here = attack.browser.run(
        "return document.referrer + location.search + location.hash",
        &[],
    );
    assert_eq!(here, json!(""));
    // From the last page to the hostile site: it learns of no page before.
    attack
        .browser
        .run("location.href = a", &[&attack.site.url(HOSTILE)]);
    attack.browser.wait_for("document.title === 'Hostile'");
    for request in attack.site.seen() {
        assert!(
            !request
                .to_ascii_lowercase()
                .contains("referer: http://localhost"),
            "{request}"
        );
        assert!(!request.contains(&login.state), "{request}");
    }
    attack.login.finishes();
}

/// Cookies know no ports: whatever the listener set, another port of this machine would get.
#[test]
fn b17_cookies_seen_from_another_port() {
    let attack = Attack::begin();
    attack.browser.open(&attack.login.url);
    // The other way round: a cookie of the hostile port reaches the listener, and changes nothing.
    attack.browser.open(&attack.site.url("localhost"));
    attack.browser.run(
        "document.cookie = 'state=guess; path=/'; document.cookie = 'code=forged; path=/'",
        &[],
    );
    let before = attack.site.seen().len();
    attack.browser.open(&attack.login.url);
    attack.browser.log_in(ADMIN, PASSWORD);
    let set = attack.browser.devtools("Network.getAllCookies", &json!({}));
    attack.browser.open(&attack.site.url("localhost"));
    let after = attack.site.seen();
    assert!(after.len() > before);
    // The org of this test is on the same name and has cookies of its own; none holds anything of the login.
    for request in &after[before..] {
        assert!(!request.contains(&attack.login.state), "{request}");
    }
    let cookies = set["cookies"].as_array().unwrap();
    let names: Vec<&str> = cookies
        .iter()
        .map(|cookie| cookie["name"].as_str().unwrap())
        .collect();
    assert_eq!(
        names
            .iter()
            .filter(|name| !["state", "code"].contains(name))
            .count(),
        1,
        "one, the org's: {names:?}"
    );
    attack.login.finishes();
}

#[test]
fn b18_two_callbacks_race() {
    let attack = Attack::begin();
    let callback = Person::default().callback_of(&attack.login.url, ADMIN);
    let told = attack.browser.run(
        "const answers = await Promise.all(Array.from({length: 8}, () => fetch(a, {mode: 'no-cors'}).then((answer) => answer.type, (problem) => problem.name)));
         return answers.join();",
        &[&callback],
    );
    assert_eq!(told, json!(["TypeError"; 8].join(",")));
    attack.login.finishes();
}

#[test]
fn b19_five_hundred_open_sockets() {
    let attack = Attack::begin();
    attack.run(
        "window.kept = [];
         for (let n = 0; n < 250; n += 1) {
             const socket = new WebSocket(a.replace('http:', 'ws:') + n); socket.onerror = () => {}; kept.push(socket);
             kept.push(fetch(a + n, {mode: 'no-cors'}).catch(() => {}));
         }",
    );
    // While they come: the person's own browser, and so another client, is served.
    attack.was_only_a_stray(10);
}

#[test]
fn b20_a_hostile_opener() {
    let attack = Attack::begin();
    attack
        .browser
        .run("window.opened = window.open(a)", &[&attack.login.url]);
    let tabs = attack.browser.tabs();
    assert_eq!(tabs.len(), 2);
    attack.browser.enter_tab(&tabs[1]);
    attack.browser.log_in(ADMIN, PASSWORD);
    let opener = attack.browser.run("return window.opener === null", &[]);
    assert_eq!(opener, json!(true), "the last page has no opener");
    attack.browser.enter_tab(&tabs[0]);
    let told = attack.browser.run(
        "const told = [String(opened.closed)];
         for (const look of [() => opened.location.href, () => opened.document.title, () => opened.history.length]) {
             try { told.push(String(look())); } catch (problem) { told.push(problem.name); }
         }
         return told.join();",
        &[],
    );
    let told = told.as_str().unwrap();
    assert!(told.starts_with("true,"), "closed for the opener: {told}");
    assert!(
        !told.contains("localhost") && !told.contains("Valet"),
        "{told}"
    );
    attack.login.finishes();
}
