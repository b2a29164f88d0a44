//! Invented view models, like the pictures of the design.
#![allow(dead_code, reason = "the pictures use some of them, the tests others")]

#[path = "sample/chooser.rs"]
pub mod chooser;
#[path = "sample/demo.rs"]
mod demo;
#[path = "sample/failed.rs"]
pub mod failed;
#[path = "sample/flows.rs"]
pub mod flows;
#[path = "sample/inspector.rs"]
pub mod inspector;
#[path = "sample/odd_logins.rs"]
pub mod odd_logins;
#[path = "sample/states.rs"]
pub mod states;

use std::ops::Range;

pub use demo::{demo_failed, demo_many, demo_org, demo_part, demo_resting};

use valet_key::app::command::{
    ActivityFilter, ActivityKind, BulkAct, CopyWhat, ListFilter, ReportAsk, ReportForm, Screen,
    SortBy, Tab, Term, VaultTask, WhichToken,
};
use valet_key::app::view::*;
use valet_key::model::environment::Environment;
use valet_key::model::ids::{ProfileId, RunId, SessionId};
use valet_key::model::profile::{Platform, ProfileDraft};
use valet_key::model::run::Lane;
use valet_key::model::settings::{Settings, ThemeChoice};
use valet_key::model::time::UnixTime;
use valet_key::model::web_session::WebSecretKind;
use valet_key::model::words;

pub fn profile_id(text: &str) -> ProfileId {
    ProfileId::parse(text).unwrap()
}

pub fn session_id() -> SessionId {
    SessionId::known("5e55100000000001")
}

pub fn run_id() -> RunId {
    RunId::known("4a11000000000001")
}

pub fn act(label: &str, ask: Ask, look: Look) -> Action {
    Action {
        label: label.to_owned(),
        ask,
        look,
        disabled: None,
        keys: "",
        hint: String::new(),
    }
}

fn keyed(label: &str, ask: Ask, look: Look, keys: &'static str) -> Action {
    Action {
        keys,
        ..act(label, ask, look)
    }
}

pub fn fact(label: &str, value: &str, is_code: bool) -> Fact {
    Fact {
        label: label.to_owned(),
        value: value.to_owned(),
        is_code,
        is_known: true,
        hint: String::new(),
    }
}

pub fn badge(environment: Environment, verified: bool) -> Badge {
    let word = format!("{environment:?}");
    Badge {
        environment,
        verified,
        is_local: false,
        label: if verified {
            word.clone()
        } else {
            format!("{word}?")
        },
        explain: format!("{word}, by Organization.IsSandbox, 10:10"),
    }
}

pub fn state(kind: StateKind, tone: Tone, word: &str, text: &str) -> StateView {
    StateView {
        kind,
        tone,
        word: word.to_owned(),
        text: text.to_owned(),
    }
}

fn row(
    name: &str,
    platform: Platform,
    badge: Badge,
    flow: &str,
    user: &str,
    state: StateView,
) -> ListRow {
    let slug = ProfileId::from_name(name, |_| false);
    ListRow {
        spoken: format!("{name}, {}, {}, {user}", badge.label, state.text),
        profile_id: slug,
        name: name.to_owned(),
        flow: flow.to_owned(),
        user: user.to_owned(),
        platform,
        badge,
        state,
        busy: None,
        sessions: 1,
        expires: "10:53".to_owned(),
        last_check: "2 min ago".to_owned(),
        is_selected: false,
        is_marked: false,
        is_left_out: false,
    }
}

pub fn rows(range: Range<usize>) -> Vec<ListRow> {
    use Environment::{Demo, Developer, Production, Sandbox, Scratch};
    use Platform::{Android, Ci, Desktop, Device, Server, Web};
    let active = |text: &str| state(StateKind::Active, Tone::Success, "Active", text);
    let mut all = vec![
        row(
            "Acme service console",
            Web,
            badge(Production, true),
            "Web server",
            "release.manager@acme.example",
            active("Active, 41 min"),
        ),
        row(
            "Acme nightly export",
            Ci,
            badge(Production, true),
            "JWT bearer",
            "svc.export@acme.example",
            state(
                StateKind::Blocked,
                Tone::Danger,
                "Blocked",
                "Blocked by admin",
            ),
        ),
        row(
            "Acme UAT full copy",
            Web,
            badge(Sandbox, true),
            "Web server",
            "release.manager@acme.example.uat",
            state(
                StateKind::ExpiresSoon,
                Tone::Warn,
                "Expires soon",
                "Expires in 4 min",
            ),
        ),
        row(
            "Northwind Traders EMEA field service, Android, rotating",
            Android,
            badge(Production, true),
            "Hybrid web server",
            "field.lead@northwind.example",
            active("Active, 1 h 52 min"),
        ),
        row(
            "Northwind partial2",
            Desktop,
            badge(Sandbox, true),
            "Device",
            "deploy@northwind.example.partial2",
            state(StateKind::Busy, Tone::Busy, "Refreshing", "Refreshing, 3 s"),
        ),
        row(
            "Globex quote-rework",
            Desktop,
            badge(Scratch, true),
            "Web server",
            "test-k3vq9@globex.example",
            state(
                StateKind::Expired,
                Tone::Neutral,
                "Expired",
                "Expired 3 days ago",
            ),
        ),
        row(
            "Initech Postman",
            Desktop,
            badge(Developer, false),
            "Username-password",
            "No login yet",
            state(
                StateKind::NeverLoggedIn,
                Tone::Neutral,
                "Never logged in",
                "Never logged in",
            ),
        ),
        row(
            "Umbrella thermostat gateway",
            Device,
            badge(Sandbox, true),
            "Asset token",
            "iot.gateway@umbrella.example.iot",
            state(
                StateKind::Unreachable,
                Tone::Warn,
                "Unreachable",
                "Unreachable",
            ),
        ),
        row(
            "Fabrikam partner portal",
            Server,
            badge(Production, false),
            "Headless login",
            "portal.guest@fabrikam.example",
            state(
                StateKind::Revoked,
                Tone::Neutral,
                "Revoked",
                "Revoked 18 Nov",
            ),
        ),
        row(
            "Hooli packaging org",
            Ci,
            badge(Developer, true),
            "Client credentials",
            "packaging@hooli.example",
            active("Active"),
        ),
        row(
            "Demo web server with PKCE",
            Web,
            badge(Demo, true),
            "Web server",
            "admin@demo.example",
            active("Active, 1 h 58 min"),
        ),
        row(
            "Demo rotation and faults",
            Web,
            badge(Demo, true),
            "Refresh",
            "standard@demo.example",
            state(StateKind::Failed, Tone::Danger, "Failed", "Refresh failed"),
        ),
    ];
    if let Some(first) = all.first_mut() {
        first.is_selected = true;
    }
    // Beyond the twelve of the picture they come again, each with a number.
    let again = |index: usize| {
        let mut row = all[index % all.len()].clone();
        if index >= all.len() {
            row.name = format!("{} {index}", row.name);
            row.spoken.clone_from(&row.name);
            // By number: a long name makes an id that is cut, and two of them would be equal.
            row.profile_id = profile_id(&format!("row-{index}"));
        }
        row
    };
    range.map(again).collect()
}

fn rail_item(what: RailWhat, label: &str, count: Option<usize>, is_on: bool) -> RailItem {
    RailItem {
        is_pill: what == RailWhat::Attention && count.is_some(),
        what,
        label: label.to_owned(),
        count,
        is_on,
        note: None,
        ask: Ask::ClearFilter,
    }
}

/// The rows of a window: where profiles are marked, four are, and one of Production is left out.
pub fn rows_of(view: &Window, range: Range<usize>) -> Vec<ListRow> {
    if let Some(rows) = states::long_rows(view, &range) {
        return rows;
    }
    let is_marking = matches!(&view.place, Place::Library { list, .. } if list.is_marking());
    let mut rows = rows(range);
    for row in &mut rows {
        let id = row.profile_id.as_str();
        let is_one = [
            "acme-nightly-export",
            "acme-uat-full-copy",
            "globex-quote-rework",
        ];
        row.is_marked = is_marking && (is_one.contains(&id) || id.contains("partial2"));
        row.is_left_out = is_marking && id.contains("emea");
    }
    rows
}

/// Four profiles are marked; with progress, something goes on with them.
pub fn marked(mut window: Window, progress: bool) -> Window {
    let Place::Library { list, .. } = &mut window.place else {
        return window;
    };
    let act = |label: &str, act| act_of(label, Ask::Bulk(act));
    let mut actions = vec![ghost("Clear selection", Ask::ClearSelected)];
    if progress {
        actions.push(act_of("Cancel", Ask::CancelRounds));
    }
    actions.extend([
        act("Refresh", BulkAct::Refresh),
        act("Check", BulkAct::Check),
        act("Forget here…", BulkAct::Forget),
        Action {
            look: Look::Danger,
            ..act("Revoke on server…", BulkAct::Revoke)
        },
    ]);
    list.bulk = Some(Bulk {
        is_marking: true,
        count: "4 selected".to_owned(),
        summary: "1 Production left out until it is ticked, 1 blocked, 1 expired, 1 expires soon"
            .to_owned(),
        worst: Some(badge(Environment::Production, true)),
        progress: progress.then(|| Progress {
            text: "Refreshing 12 of 40".to_owned(),
            done: 12,
            total: 40,
        }),
        actions,
    });
    window
}

fn act_of(label: &str, ask: Ask) -> Action {
    act(label, ask, Look::Secondary)
}

fn ghost(label: &str, ask: Ask) -> Action {
    Action {
        keys: "Esc",
        ..act(label, ask, Look::Ghost)
    }
}

/// The same at twice the size.
pub fn scaled(mut window: Window) -> Window {
    window.scale = 2.0;
    window
}

/// A list in which nothing matches.
pub fn no_match() -> Window {
    let mut window = library(None);
    if let Place::Library { list, .. } = &mut window.place {
        list.rows = 0;
        list.search = "zzz".to_owned();
        list.count_text = "0 of 12".to_owned();
        list.empty = Some(Empty {
            title: "No match".to_owned(),
            text: "No profile has these words in its name, user, host, ids or tags".to_owned(),
            actions: vec![act("Clear filter", Ask::ClearFilter, Look::Primary)],
        });
    }
    window
}

pub fn rail(filled: bool) -> Rail {
    use Environment::{Demo, Developer, Production, Sandbox, Scratch};
    let count = |count| filled.then_some(count);
    let mut demo = rail_item(RailWhat::Screen(Screen::DemoOrg), "Demo org", None, false);
    demo.ask = Ask::Show(Screen::DemoOrg);
    if filled {
        demo.note = Some((Tone::Success, "on".to_owned()));
    }
    Rail {
        lists: vec![
            rail_item(RailWhat::All, "All profiles", count(12), true),
            RailItem {
                ask: Ask::Filter(ListFilter::Attention),
                ..rail_item(RailWhat::Attention, "Attention", count(5), false)
            },
        ],
        environments: [Production, Sandbox, Scratch, Developer, Demo]
            .into_iter()
            .zip([4, 3, 1, 2, 2])
            .map(|(environment, n)| {
                let label = format!("{environment:?}");
                rail_item(RailWhat::Environment(environment), &label, count(n), false)
            })
            .collect(),
        tags: if filled {
            [("ci", 3), ("field-service", 2), ("quarterly-review", 6)]
                .into_iter()
                .map(|(tag, n)| rail_item(RailWhat::Tag(tag.to_owned()), tag, Some(n), false))
                .collect()
        } else {
            Vec::new()
        },
        tools: vec![
            rail_item(
                RailWhat::Screen(Screen::Inspector),
                "Inspector",
                None,
                false,
            ),
            demo,
            rail_item(RailWhat::Screen(Screen::Activity), "Activity", None, false),
        ],
        foot: vec![
            rail_item(RailWhat::Screen(Screen::Settings), "Settings", None, false),
            rail_item(RailWhat::Screen(Screen::About), "About", None, false),
        ],
    }
}

pub fn strip() -> Strip {
    let item = |what, text: &str, ask| StripItem {
        what,
        text: text.to_owned(),
        tone: Tone::Neutral,
        ask,
    };
    Strip {
        left: vec![
            item(StripWhat::Vault, "Vault key in GNOME Keyring", None),
            item(StripWhat::Lock, "Unlocked, locks in 4 min", Some(Ask::Lock)),
            item(
                StripWhat::DemoOrg,
                "Demo org on localhost:8443",
                Some(Ask::Show(Screen::DemoOrg)),
            ),
        ],
        right: vec![
            item(StripWhat::Running, "1 running", None),
            item(StripWhat::Version, "0.1.0", None),
        ],
    }
}

pub fn window(place: Place) -> Window {
    let filled = !matches!(place, Place::FirstRun(_));
    let mut rail = rail(filled);
    let on = match &place {
        Place::DemoOrg(_) => Some("Demo org"),
        Place::Activity(_) => Some("Activity"),
        Place::Settings(_) => Some("Settings"),
        Place::About(_) => Some("About"),
        Place::Form(_) | Place::Doctor(_) => Some(""),
        _ => None,
    };
    if let Some(label) = on {
        let all = [&mut rail.lists, &mut rail.tools, &mut rail.foot];
        for item in all.into_iter().flatten() {
            item.is_on = item.label == label;
        }
    }
    let mut strip = strip();
    if matches!(place, Place::Locked(_)) {
        strip.left.retain(|item| item.what != StripWhat::Lock);
    }
    Window {
        title: "Valet Key".to_owned(),
        rail,
        place,
        strip,
        dialog: None,
        sheet: None,
        toasts: Vec::new(),
        theme: ThemeChoice::Dark,
        scale: 1.0,
        reduced_motion: false,
        presents: None,
        stale_in_ms: None,
    }
}

pub fn list() -> List {
    List {
        title: "All profiles".to_owned(),
        rows: 12,
        total: 12,
        count_text: "12".to_owned(),
        filter: valet_key::app::command::ListFilter::All,
        search: String::new(),
        sort: SortBy::Name,
        is_turned: false,
        selected_row: Some(0),
        empty: None,
        bulk: None,
        menu: None,
    }
}

fn secret(which: WhichToken, label: &str, note: &str) -> SecretRow {
    SecretRow {
        session_id: session_id(),
        which,
        label: label.to_owned(),
        standing: SecretStanding::Kept,
        note: note.to_owned(),
        copied: None,
    }
}

pub fn secrets() -> Vec<SecretRow> {
    let mut access = secret(WhichToken::Access, "Access token", "");
    access.copied = Some(Copied {
        text: "Copied, clears in 14 s".to_owned(),
        left: 0.7,
        clears_at: UnixTime::from_secs(0),
    });
    vec![
        access,
        secret(
            WhichToken::Refresh,
            "Refresh token",
            "Rotates, last at 08:53",
        ),
    ]
}

pub fn life() -> Life {
    Life {
        text: "Expires in 41 min".to_owned(),
        told: "10:53, told by introspection at 10:10".to_owned(),
        left: 0.34,
        tone: Tone::Success,
    }
}

pub fn scopes() -> Vec<ScopeChip> {
    let mut all: Vec<ScopeChip> = ["api", "refresh_token", "openid", "id", "web"]
        .into_iter()
        .map(|name| ScopeChip {
            name: name.to_owned(),
            standing: ScopeStanding::Granted,
            hint: String::new(),
        })
        .collect();
    all.push(ScopeChip {
        name: "visualforce".to_owned(),
        standing: ScopeStanding::NotGranted,
        hint: String::new(),
    });
    all
}

pub fn session_card() -> SessionCard {
    SessionCard {
        session_id: session_id(),
        choices: Vec::new(),
        state: state(StateKind::Active, Tone::Success, "Active", "Active, 41 min"),
        check: act("Check now", Ask::FetchIdentity(session_id()), Look::Ghost),
        more: vec![
            act(
                "Forget here…",
                Ask::Forget(vec![session_id()]),
                Look::Secondary,
            ),
            keyed(
                "Revoke on server…",
                Ask::Revoke(vec![session_id()]),
                Look::Danger,
                "Ctrl Shift R",
            ),
        ],
        secrets: secrets(),
        life: Some(life()),
        facts: vec![
            fact("Issued", "Today 08:53:20", false),
            fact("Last refresh", "Today 08:53:20", false),
            fact("Last check", "Valid, 2 min ago", false),
            fact("Format", "Opaque session ID", false),
            fact("Fingerprint", "4f9c 21ab 77e0", true),
            fact("Instance", "acme.my.salesforce.com", true),
        ],
        scopes: scopes(),
    }
}

pub fn overview() -> Overview {
    let copy = |label: &str, what| {
        let ask = Ask::Copy {
            session_id: session_id(),
            what,
        };
        act(label, ask, Look::Secondary)
    };
    Overview {
        banners: Vec::new(),
        wait: None,
        problem: None,
        session: Some(session_card()),
        org: Some(OrgCard {
            verified: Some("Verified 10:10 from the org".to_owned()),
            initials: "RM".to_owned(),
            name: "Release Manager".to_owned(),
            username: "release.manager@acme.example".to_owned(),
            org: "Acme Corporation".to_owned(),
            org_under: "Enterprise Edition, EU42".to_owned(),
            facts: vec![
                fact("User ID", "0055e000003XYZqAAO", true),
                fact("User type", "Standard", false),
                fact("Org ID", "00D5e0000012ABCEA2", true),
                fact("Org facts", "IsSandbox = false", true),
            ],
            fetch: act(
                "Ask the org now",
                Ask::FetchIdentity(session_id()),
                Look::Ghost,
            ),
        }),
        checkup: None,
        use_it: vec![
            keyed(
                "Bearer header",
                Ask::Copy {
                    session_id: session_id(),
                    what: CopyWhat::BearerHeader,
                },
                Look::Secondary,
                "Ctrl Shift C",
            ),
            copy("curl", CopyWhat::Curl),
            copy(".env", CopyWhat::Env),
        ],
        all_activity: act(
            "All",
            Ask::ShowActivity(ActivityFilter::default()),
            Look::Secondary,
        ),
        recent: vec![
            RecentLine {
                when: "10:12".to_owned(),
                tone: Tone::Success,
                text: "Access token copied".to_owned(),
                by: "this window".to_owned(),
            },
            RecentLine {
                when: "08:53".to_owned(),
                tone: Tone::Success,
                text: "Refreshed, refresh token rotated and saved".to_owned(),
                by: String::new(),
            },
        ],
        empty: None,
    }
}

pub fn detail(tab: Tab, body: DetailBody) -> Detail {
    let one = |which, label: &str, count| TabView {
        tab: which,
        label: label.to_owned(),
        count,
        is_on: which == tab,
    };
    Detail {
        head: DetailHead {
            profile_id: profile_id("acme-service-console"),
            name: "Acme service console".to_owned(),
            platform: Platform::Web,
            badge: badge(Environment::Production, true),
            flow: "Web server flow".to_owned(),
            primary: keyed(
                "Open org",
                Ask::OpenOrg(session_id()),
                Look::Primary,
                "Ctrl O",
            ),
            ways: vec![
                act(
                    "Open Setup",
                    Ask::OpenOrgAt(session_id(), "/lightning/setup/SetupOneHome/home"),
                    Look::Secondary,
                ),
                act(
                    "Copy single-use link",
                    Ask::CopyOrgLink(session_id()),
                    Look::Secondary,
                ),
            ],
            secondary: vec![keyed(
                "Refresh",
                Ask::Refresh(vec![session_id()]),
                Look::Secondary,
                "Ctrl R",
            )],
            more: vec![
                act(
                    "Edit profile",
                    Ask::EditProfile(profile_id("acme-service-console")),
                    Look::Secondary,
                ),
                act(
                    "Delete profile…",
                    Ask::DeleteProfile(profile_id("acme-service-console")),
                    Look::Danger,
                ),
            ],
            run: None,
        },
        tabs: vec![
            one(Tab::Overview, "Overview", None),
            one(Tab::Sessions, "Sessions", Some(2)),
            one(Tab::Token, "Token", None),
            one(Tab::Identity, "Identity", None),
            one(Tab::Run, "Run", None),
            one(Tab::Settings, "Settings", None),
        ],
        body,
    }
}

pub fn library(detail: Option<Detail>) -> Window {
    window(Place::Library {
        banners: Vec::new(),
        list: list(),
        detail: detail.map(Box::new),
    })
}

pub fn overview_window() -> Window {
    library(Some(detail(
        Tab::Overview,
        DetailBody::Overview(Box::new(overview())),
    )))
}

/// The overview with an error above its session.
pub fn overview_with_error() -> Window {
    let mut window = overview_window();
    if let Place::Library {
        detail: Some(detail),
        ..
    } = &mut window.place
        && let DetailBody::Overview(overview) = &mut detail.body
    {
        overview.problem = Some(error());
    }
    window
}

/// The overview of a profile in which things should be changed.
pub fn overview_with_findings() -> Window {
    let mut window = overview_window();
    let line = |tone, finding: &str| {
        let words = |part: &str| {
            let values = [("callback", "http://127.0.0.1:1717/OauthRedirect")];
            valet_key::model::words::with(&format!("checkup-{finding}{part}"), &values)
        };
        FindingLine {
            tone,
            what: words(""),
            why: words("-why"),
            next: words("-next"),
        }
    };
    if let Place::Library {
        detail: Some(detail),
        ..
    } = &mut window.place
        && let DetailBody::Overview(overview) = &mut detail.body
    {
        (overview.session, overview.org) = (None, None);
        overview.use_it.clear();
        overview.checkup = Some(Checkup {
            verdict: "3 things to look at".to_owned(),
            lines: vec![
                line(Tone::Danger, "no-pkce"),
                line(Tone::Warn, "full-scope"),
                line(Tone::Info, "callback-ip"),
            ],
            edit: act(
                "Edit profile",
                Ask::EditProfile(profile_id("acme-service-console")),
                Look::Secondary,
            ),
        });
    }
    window
}

/// The doctor, done or while it looks.
pub fn doctor(is_busy: bool) -> Window {
    let line = |tone, name: &str, result: &str, detail: &str, next: &str| CheckLine {
        tone,
        name: name.to_owned(),
        result: result.to_owned(),
        detail: detail.to_owned(),
        next: next.to_owned(),
    };
    let mut lines = vec![
        line(
            Tone::Success,
            "Data folder",
            "Good",
            "/home/ada/.local/share/valet-key can be written",
            "",
        ),
        line(
            Tone::Success,
            "Vault",
            "Good",
            "There is a vault; its key is in the system's keyring",
            "",
        ),
        line(Tone::Success, "Keyring", "Good", "The keyring answers", ""),
        line(
            Tone::Success,
            "Loopback",
            "Good",
            "Listening works on 127.0.0.1 and ::1",
            "",
        ),
        line(
            Tone::Warn,
            "Callback ports",
            "Warning",
            "Another program holds a callback port: 1717, by node (4711)",
            "Stop that program, or register a second callback with another port for the app",
        ),
        line(
            Tone::Neutral,
            "Demo org",
            "Not checked",
            "The demo org does not run here",
            "",
        ),
    ];
    if !is_busy {
        lines.push(line(
            Tone::Success,
            "Name lookup",
            "Good",
            "acme.my.salesforce.com has an address",
            "",
        ));
        lines.push(line(
            Tone::Danger,
            "Certificate",
            "Failed",
            "This computer does not trust Acme Inspection CA, Acme Inc, which issued the certificate of acme.my.salesforce.com",
            "If it is your company's, ask for the authority's certificate as a PEM file and name it in Settings, Extra CA; if nobody knows it, do not log in on this network",
        ));
    }
    let again = Ask::Diagnose(Some(profile_id("acme-uat")));
    window(Place::Doctor(DoctorView {
        under: "What a login with Acme UAT full copy needs".to_owned(),
        is_busy,
        verdict: (!is_busy).then(|| (Tone::Danger, "One check failed".to_owned())),
        lines,
        actions: vec![
            act("Copy", Ask::CopyText("report".to_owned()), Look::Secondary),
            if is_busy {
                act("Cancel", Ask::Cancel(run_id()), Look::Secondary)
            } else {
                act("Check again", again, Look::Primary)
            },
        ],
    }))
}

pub fn first_run() -> Window {
    let card = |title: &str, text: &str, action| FirstRunCard {
        title: title.to_owned(),
        text: text.to_owned(),
        action,
    };
    window(Place::FirstRun(FirstRun {
        title: "Your Salesforce keys, in one place".to_owned(),
        text: "Log in to any org with any OAuth flow, see what each token is and may do, refresh it, or end it on the server.".to_owned(),
        cards: vec![
            card("Try the demo org", "A Salesforce login server that runs on this computer. No account, no network.", act("Start and log in", Ask::StartDemoOrg { then_log_in: true }, Look::Primary)),
            card("Import", "Profiles from a file that somebody gave you, or that you exported elsewhere.", act("Choose a file…", Ask::PickImport, Look::Secondary)),
            card("New profile", "You have a consumer key from Setup, of an external client app or connected app.", keyed("New profile", Ask::NewProfile, Look::Secondary, "Ctrl N")),
        ],
        steps: vec!["Demo org starts".to_owned(), "Your browser opens".to_owned(), "Log in as admin@demo.example".to_owned(), "First token, about 20 s".to_owned()],
        foot: "Secrets stay in an encrypted vault, its key in GNOME Keyring. Nothing is sent except to the hosts you log in to".to_owned(),
        banners: Vec::new(),
    }))
}

pub fn wait(warning: bool) -> WaitCard {
    WaitCard {
        run_id: run_id(),
        title: "Waiting for you in Firefox".to_owned(),
        elapsed: "0:42 elapsed of 5:00".to_owned(),
        part: 0.14,
        counts: true,
        actions: vec![
            act("Show page", Ask::BrowseAgain(run_id()), Look::Secondary),
            act("Copy login URL", Ask::CopyLoginUrl(run_id()), Look::Secondary),
            keyed("Cancel", Ask::Cancel(run_id()), Look::Secondary, "Esc"),
        ],
        warning: warning.then(|| {
            (
                "The login ends in 24 s".to_owned(),
                act("Wait 5 min more", Ask::Extend(run_id()), Look::Secondary),
            )
        }),
        url: "https://acme--uat.sandbox.my.salesforce.com/services/oauth2/authorize?response_type=code".to_owned(),
        is_url_first: warning,
        browser_problem: None,
        listens_on: None,
        strays: None,
        port_warning: None,
        may_paste: true,
        paste_hint: "Does the browser show an error, or a blank page? Paste its address to see what it means".to_owned(),
        paste_problem: None,
        notice: None,
        code: None,
    }
}

pub fn error() -> ErrorCard {
    let piece = |text: &str, differs| Piece {
        text: text.to_owned(),
        differs,
    };
    let callback = |label: &str, port: &str, is_sent| Compared {
        label: label.to_owned(),
        pieces: vec![
            piece("http://localhost:", false),
            piece(port, true),
            piece("/OauthRedirect", false),
        ],
        is_sent,
    };
    ErrorCard {
        code: "redirect_uri_mismatch".to_owned(),
        head: Some("The org refused the callback URL".to_owned()),
        consequence: "No token of this login was kept".to_owned(),
        what: "The app has no callback URL equal to the one that was sent".to_owned(),
        compared: vec![
            callback("Sent", "1718", true),
            callback("In profile", "1717", false),
        ],
        cause: "Salesforce compares letter for letter: scheme, host, port, path, trailing slash and case".to_owned(),
        next: "Copy a line of Callback URL from the app's OAuth settings in Setup into the profile, or add the one that was sent there; a change in Setup takes up to 10 minutes".to_owned(),
        org: vec![
            ("error".to_owned(), "redirect_uri_mismatch".to_owned()),
            ("error_description".to_owned(), "redirect_uri must match configuration".to_owned()),
        ],
        field: None,
        term: valet_key::model::codes::find("redirect_uri_mismatch", None).map(|known| Box::new(Term::Code(known))),
        actions: vec![
            act("Log in on port 1717", Ask::LogIn { profile_id: profile_id("acme-uat"), options: Default::default() }, Look::Primary),
            act("Copy callback URL", Ask::CopyText("http://localhost:1717/OauthRedirect".to_owned()), Look::Secondary),
            act("Edit profile", Ask::EditProfile(profile_id("acme-uat")), Look::Secondary),
            act("Open Setup", Ask::OpenUrl("https://acme.my.salesforce.com/lightning/setup/SetupOneHome/home".to_owned()), Look::Ghost),
        ],
    }
}

pub fn run(failed: bool, exchange: bool) -> RunView {
    use Lane::{Browser, Org, ValetKey, You};
    let step = |from, to, label: &str, time: &str, standing, exchange| StepView {
        from,
        to,
        label: label.to_owned(),
        time: time.to_owned(),
        standing,
        exchange,
        is_selected: false,
    };
    let mut steps = vec![
        step(
            ValetKey,
            ValetKey,
            "Listens on localhost:1717",
            "0.000",
            StepStanding::Note,
            None,
        ),
        step(
            ValetKey,
            Browser,
            "Opens login page",
            "0.018",
            StepStanding::Done,
            Some(1),
        ),
        step(
            Browser,
            Org,
            "GET /services/oauth2/authorize",
            "unseen",
            StepStanding::Unseen,
            None,
        ),
    ];
    if failed {
        steps.push(step(
            Org,
            Browser,
            "redirect_uri_mismatch",
            "unseen",
            StepStanding::Failed,
            None,
        ));
        steps.push(step(
            You,
            ValetKey,
            "Pasted the address",
            "38.204",
            StepStanding::Done,
            Some(2),
        ));
    } else {
        steps.push(step(
            You,
            Browser,
            "Log in, approve",
            "now",
            StepStanding::Now,
            None,
        ));
        steps.push(step(
            Org,
            Browser,
            "302 to the callback URL",
            "",
            StepStanding::ToCome,
            None,
        ));
        steps.push(step(
            Browser,
            ValetKey,
            "Code and state",
            "",
            StepStanding::ToCome,
            None,
        ));
        steps.push(step(
            ValetKey,
            Org,
            "POST /token",
            "",
            StepStanding::ToCome,
            None,
        ));
        steps.push(step(
            Org,
            ValetKey,
            "200, tokens",
            "",
            StepStanding::ToCome,
            None,
        ));
        steps.push(step(
            ValetKey,
            Org,
            "GET /id",
            "",
            StepStanding::ToCome,
            None,
        ));
    }
    if exchange && let Some(one) = steps.get_mut(1) {
        one.is_selected = true;
    }
    let lane = |lane, label: &str| LaneView {
        lane,
        label: label.to_owned(),
        is_now: lane == You && !failed,
    };
    RunView {
        run_id: run_id(),
        state: if failed {
            state(
                StateKind::Failed,
                Tone::Danger,
                "Failed",
                "Failed after 38 s",
            )
        } else {
            state(StateKind::Busy, Tone::Busy, "Going", "Going, 0:42")
        },
        lanes: vec![
            lane(You, "You"),
            lane(Browser, "Browser"),
            lane(ValetKey, "Valet Key"),
            lane(Org, "Org"),
        ],
        steps,
        banners: Vec::new(),
        legend: "Dashed: still to come, or inside the browser where Valet Key cannot see"
            .to_owned(),
        wait: (!failed).then(|| wait(false)),
        problem: failed.then(error),
        facts: vec![
            fact("Started", "Today 10:31:07", false),
            fact("Browser", "Firefox, the system default", false),
            fact("Listened on", "127.0.0.1:1718", true),
        ],
        exchange: exchange.then(exchange_view),
        actions: vec![act(
            "Copy report",
            Ask::CopyText(String::new()),
            Look::Secondary,
        )],
    }
}

pub fn exchange_view() -> ExchangeView {
    let param = |name: &str, value: Option<&str>, meaning: &str| ParamRow {
        name: name.to_owned(),
        value: value.map(str::to_owned),
        fingerprint: String::new(),
        meaning: meaning.to_owned(),
    };
    ExchangeView {
        number: 1,
        title: "Opens login page".to_owned(),
        when: "Exchange 1, Valet Key to Firefox at 10:14:03".to_owned(),
        method: "GET".to_owned(),
        url: "https://acme--uat.sandbox.my.salesforce.com/services/oauth2/authorize".to_owned(),
        request_headers: Vec::new(),
        request: vec![
            param(
                "response_type",
                Some("code"),
                "Asks for an authorization code",
            ),
            param(
                "client_id",
                Some("3MVG9demoKEY0000000000000000000"),
                "Consumer key of the app",
            ),
            param(
                "redirect_uri",
                Some("http://localhost:1717/OauthRedirect"),
                "Must equal a callback URL in Setup, letter for letter",
            ),
            param(
                "scope",
                Some("api refresh_token openid web"),
                "What the token may do",
            ),
            param("state", None, "Ties the answer to this login run"),
            param(
                "code_challenge",
                Some("E9Melhoa2OwvFrEMTJguCHaoeK1t8URW"),
                "PKCE: hash of a secret kept here",
            ),
            param("code_challenge_method", Some("S256"), "SHA-256"),
        ],
        status: None,
        answer_headers: Vec::new(),
        answer: Vec::new(),
        raw: "GET /services/oauth2/authorize?…".to_owned(),
        actions: vec![
            act(
                "Copy as curl",
                Ask::CopyText("curl".to_owned()),
                Look::Secondary,
            ),
            act("Copy URL", Ask::CopyText("url".to_owned()), Look::Secondary),
        ],
        neighbours: (None, Some(2)),
    }
}

pub fn run_window(failed: bool, exchange: bool) -> Window {
    let mut shown = detail(Tab::Run, DetailBody::Run(Box::new(run(failed, exchange))));
    shown.head.run = Some(run_head());
    library(Some(shown))
}

pub fn run_head() -> RunHead {
    let choice = |label: &str, state, is_on| RunChoice {
        run_id: run_id(),
        label: label.to_owned(),
        state,
        is_on,
    };
    let form = |label: &str, form| {
        let run_id = run_id();
        act(
            label,
            Ask::Report(ReportAsk::SaveRun { run_id, form }),
            Look::Secondary,
        )
    };
    RunHead {
        label: "Run 3 of today".to_owned(),
        runs: vec![
            choice("10:14 Web server, going on", StateKind::Busy, true),
            choice("09:41 Refresh, finished", StateKind::Active, false),
            choice("08:53 Web server, failed", StateKind::Failed, false),
        ],
        report: vec![
            form("Save as Markdown", ReportForm::Markdown),
            form(
                "Save as HAR, for tools that read web traffic",
                ReportForm::Har,
            ),
        ],
    }
}

/// Firefox is chosen of three.
fn browser() -> BrowserView {
    let pick = |label: &str, command: &str, is_on| BrowserPick {
        label: label.to_owned(),
        command: command.to_owned(),
        is_on,
    };
    BrowserView {
        label: "Firefox".to_owned(),
        choices: vec![
            pick("System’s browser", "", false),
            pick("Firefox", "firefox", true),
            pick("Chrome", "google-chrome", false),
        ],
        profiles: vec![
            pick("Its last profile", "firefox", true),
            pick("uat", "firefox -P uat", false),
        ],
        private: Some((false, "firefox --private-window".to_owned())),
        is_custom: false,
        preview: "Starts: firefox <login address>".to_owned(),
    }
}

/// The flows of the form, one of them chosen.
pub fn flows(chosen: &str) -> Vec<FlowChoice> {
    [
        ("web_server", "Web server", "Person, in a browser"),
        ("device", "Device", "Code typed elsewhere"),
        ("jwt_bearer", "JWT bearer", "Key pair, no person"),
        ("client_credentials", "Client credentials", "App as itself"),
    ]
    .map(|(flow, label, hint)| FlowChoice {
        flow: flow.to_owned(),
        label: label.to_owned(),
        hint: hint.to_owned(),
        is_on: flow == chosen,
    })
    .into()
}

pub fn form() -> Window {
    let scope = |name: &str, is_on| ScopeChoice {
        name: name.to_owned(),
        hint: String::new(),
        is_on,
    };
    let setup = |label: &str, value: &str, is_code| SetupValue {
        label: label.to_owned(),
        value: value.to_owned(),
        is_code,
    };
    let draft = ProfileDraft {
        name: "Northwind returns portal".to_owned(),
        login_url: "northwind.lightning.force.com".to_owned(),
        client_id: "3MVG9demoKEY00000000000000000000000000000000000000000000".to_owned(),
        platform: Platform::Web,
        ..ProfileDraft::default()
    };
    let banner = |text: &str| Banner {
        tone: Tone::Info,
        text: text.to_owned(),
        action: None,
    };
    window(Place::Form(Box::new(FormView {
        title: "New profile".to_owned(),
        subtitle: "One registered app at one login host".to_owned(),
        is_new: true,
        draft,
        problems: vec![FormProblem {
            field: "login_url",
            label: "Login host".to_owned(),
            text: "This is a Lightning address. Tokens come from the My Domain login host."
                .to_owned(),
            mend: Some(Mend {
                label: "Use northwind.my.salesforce.com".to_owned(),
                value: "northwind.my.salesforce.com".to_owned(),
            }),
        }],
        problems_text: "1 problem".to_owned(),
        badge: Some(badge(Environment::Production, false)),
        port: Some(PortView {
            tone: Tone::Warn,
            text: "Port 1717 is taken by node, process 4211".to_owned(),
            note: "Stop that program, or use another callback URL that Setup knows.".to_owned(),
            moves: vec![PortMove {
                label: "Add port 1718".to_owned(),
                hint: "Setup must know it too".to_owned(),
                callback_urls:
                    "http://localhost:1718/OauthRedirect\nhttp://localhost:1717/OauthRedirect"
                        .to_owned(),
            }],
        }),
        browser: browser(),
        flows: flows("web_server"),
        scopes: ["api", "refresh_token", "openid", "id", "web"]
            .map(|name| scope(name, true))
            .into_iter()
            .chain(
                [
                    "full",
                    "chatter_api",
                    "visualforce",
                    "content",
                    "lightning",
                    "custom_permissions",
                ]
                .map(|name| scope(name, false)),
            )
            .collect(),
        choose: act("Which flow?", Ask::Show(Screen::Chooser), Look::Ghost),
        scopes_text: "5 of 24".to_owned(),
        has_client_secret: true,
        wants_secret: true,
        key: None,
        audience: None,
        secret_hint: "Goes to the encrypted vault on save. Leave empty for an app without a secret"
            .to_owned(),
        setup: vec![
            setup("Callback URL", "http://localhost:1717/OauthRedirect", true),
            setup("Scopes", "api, refresh_token, openid, id, web", true),
            setup("Require PKCE", "On", false),
            setup(
                "Refresh token policy",
                "Valid until revoked, rotation on",
                false,
            ),
        ],
        setup_text: "all".to_owned(),
        banners: vec![
            banner("Unknown host, so this counts as Production until the org says otherwise"),
            banner("New apps can take up to 10 minutes before the first login works"),
        ],
        is_changed: true,
        is_ready: false,
        is_saving: false,
        save_disabled: None,
        actions: Vec::new(),
    })))
}

fn value(label: &str, value: &str, is_code: bool) -> SetupValue {
    SetupValue {
        label: label.to_owned(),
        value: value.to_owned(),
        is_code,
    }
}

/// A profile that signs: its key is kept, and the certificate ends soon.
pub fn form_key() -> Window {
    let mut view = form();
    if let Place::Form(form) = &mut view.place {
        form.title = "Nightly export".to_owned();
        form.is_new = false;
        form.problems.clear();
        form.problems_text.clear();
        form.save_disabled = None;
        form.has_client_secret = false;
        form.wants_secret = false;
        form.is_ready = true;
        form.draft.name = "Nightly export".to_owned();
        form.draft.login_url = "acme.my.salesforce.com".to_owned();
        form.draft.login_hint = "svc.export@acme.example.com".to_owned();
        form.draft.flow = valet_key::model::profile::FlowName("jwt_bearer".to_owned());
        for flow in &mut form.flows {
            flow.is_on = flow.flow == "jwt_bearer";
        }
        form.port = None;
        form.audience = Some(AudienceView {
            label: "By the login host: login.salesforce.com".to_owned(),
            choices: vec![(
                "By the login host: login.salesforce.com".to_owned(),
                String::new(),
            )],
        });
        form.key = Some(KeyView {
            title: "The private key is in the vault".to_owned(),
            text: "The app in Setup must have the certificate of this key".to_owned(),
            has_key: true,
            has_certificate: true,
            facts: vec![
                value("Certificate of", "Nightly export", false),
                value("Key", "RSA, 2048 bits", false),
                value("Good until", "12 Dec (18 days left)", false),
                value(
                    "SHA-256",
                    "5C:0B:54:8A:9D:11:F0:6E:2B:77:C1:3D:80:EE:49:52:A6:1F:93:C8:04:DB:7A:E5:30:68:BC:21:9F:47:D0:1E",
                    true,
                ),
            ],
            warning: Some(
                "The certificate ends on 12 Dec. Make a new key before, and upload its certificate at the same time: an app has one"
                    .to_owned(),
            ),
            demo_app: Some("3MVG9demo".to_owned()),
            ..KeyView::default()
        });
        form.setup = vec![
            value(
                "Certificate",
                "Enable JWT Bearer Flow in the OAuth settings, then upload the .crt file",
                false,
            ),
            value(
                "Permitted users",
                "Admin approved users are pre-authorized, with the user's profile or permission set assigned; or the user allowed the app before, with refresh_token",
                false,
            ),
        ];
        form.banners.clear();
        form.is_ready = true;
    }
    view
}

/// The same without a key; a file was chosen and gave none, or asks for its passphrase.
pub fn form_key_none(asks: bool) -> Window {
    let mut view = form_key();
    if let Place::Form(form) = &mut view.place {
        form.key = Some(KeyView {
            title: "No key yet".to_owned(),
            text: "The app signs with a private key that never leaves the vault; the org knows it by its certificate".to_owned(),
            asks_passphrase_for: asks.then(|| "nightly-export-of-the-northwind-returns-portal.p12".to_owned()),
            problem: (!asks).then(|| {
                "/home/ada/keys/old.pem: the key has 1024 bits. Make a key of 2048 bits or more, here or elsewhere, and upload its certificate in Setup".to_owned()
            }),
            ..KeyView::default()
        });
    }
    view
}

/// The advanced part, open because of a problem in it.
pub fn form_advanced() -> Window {
    let mut view = form();
    if let Place::Form(form) = &mut view.place {
        form.port = Some(PortView {
            tone: Tone::Success,
            text: "Port 1717 is free".to_owned(),
            note: String::new(),
            moves: Vec::new(),
        });
        form.problems = vec![FormProblem {
            field: "environment",
            label: "Environment".to_owned(),
            text: "Only a server on this computer counts as Demo".to_owned(),
            mend: Some(Mend {
                label: "Guess from the host".to_owned(),
                value: "guess".to_owned(),
            }),
        }];
    }
    view
}

/// The form holds something that was not kept.
pub fn unsaved(save_disabled: Option<String>) -> Dialog {
    Dialog::Unsaved(Unsaved {
        title: "Keep what you typed?".to_owned(),
        subject: "Northwind returns portal".to_owned(),
        text: "The profile has changes that are not saved. Without saving they are lost."
            .to_owned(),
        save_disabled,
    })
}

/// Another user of the same org logged in.
pub fn somebody_else() -> Dialog {
    let side = |title: &str, user: &str, id: &str, differs: bool| Side {
        title: title.to_owned(),
        facts: vec![
            fact("Username", user, true),
            fact("User ID", id, true),
            fact("Org ID", "00D5e0000012ABCEA2", true),
        ],
        differs: vec![differs, differs, false],
    };
    Dialog::Identity(IdentityDialog {
        subject: "Acme service console".to_owned(),
        badge: Some(badge(Environment::Production, true)),
        run_id: run_id(),
        title: "Somebody else logged in".to_owned(),
        text: "The browser was logged in as another user of this org. The new tokens are held: keep them, or have them revoked."
            .to_owned(),
        expected: side(
            "Expected",
            "release.manager@acme.example",
            "0055e000003XYZqAAO",
            true,
        ),
        got: side(
            "Logged in",
            "integration.user.with.a.long.name@acme.example",
            "0055e000004ABCqAAO",
            true,
        ),
        accept: "Keep as a new login".to_owned(),
        refuse: "Revoke the new tokens".to_owned(),
    })
}

pub fn confirm(guarded: bool) -> Dialog {
    let target = |name: &str, detail: &str| Target {
        badge: badge(Environment::Production, true),
        name: name.to_owned(),
        detail: detail.to_owned(),
    };
    Dialog::Confirm(Confirm {
        title: "Revoke this login on the server?".to_owned(),
        badge: Some(badge(
            if guarded { Environment::Production } else { Environment::Sandbox },
            true,
        )),
        subject: "Acme service console".to_owned(),
        text: "Its refresh token and access tokens end at once. People and jobs that use them must log in again. It cannot be undone.".to_owned(),
        targets: if guarded {
            vec![target("Acme service console", "release.manager@acme.example"), target("Acme nightly export", "svc.export@acme.example")]
        } else {
            Vec::new()
        },
        typed: guarded.then(|| Typed {
            label: "Type Acme Corporation to continue".to_owned(),
            wanted: "Acme Corporation".to_owned(),
        }),
        confirm: "Revoke on server".to_owned(),
        is_danger: true,
        enter_confirms: !guarded,
        other: None,
    })
}

pub fn settings() -> Window {
    window(Place::Settings(Box::new(SettingsView {
        settings: Settings::default(),
        vault: vec![
            fact("Secrets", "Vault under a passphrase", false),
            fact("Recovery passphrase", "Not set", false),
            fact("Plain text", "Never", false),
        ],
        vault_actions: vec![
            act(
                "Change passphrase…",
                Ask::ChangeVault(VaultTask::ChangePassphrase),
                Look::Secondary,
            ),
            act(
                "Use the keyring…",
                Ask::ChangeVault(VaultTask::ToKeyring),
                Look::Secondary,
            ),
            act(
                "Set recovery passphrase…",
                Ask::ChangeVault(VaultTask::SetRecovery),
                Look::Secondary,
            ),
        ],
        not_saved: None,
        proxy_problem: None,
        ca_problem: None,
        is_checking: false,
        pick_ca: act("Choose…", Ask::PickExtraCa, Look::Secondary),
        actions: vec![keyed("Lock", Ask::Lock, Look::Secondary, "Ctrl Shift L")],
        support: vec![
            act("Copy diagnostics", Ask::CopyDiagnostics, Look::Secondary),
            act("Open data folder", Ask::OpenDataFolder, Look::Secondary),
            act("About Valet Key", Ask::Show(Screen::About), Look::Secondary),
        ],
        is_read_only: false,
    })))
}

/// Settings that could not be kept, with a proxy and authorities that are wrong.
pub fn settings_wrong() -> Window {
    let mut window = settings();
    if let Place::Settings(settings) = &mut window.place {
        settings.settings.proxy = "http://proxy.acme.example:3128".to_owned();
        settings.not_saved = Some(Banner {
            tone: Tone::Danger,
            text: "Not saved: ~/.local/share/valet-key/settings.ron could not be written: there is no room left. In force until Valet Key ends. Make room and try again".to_owned(),
            action: Some(act("Try again", Ask::SaveSettings, Look::Secondary)),
        });
        settings.proxy_problem = Some(
            "The proxy is not an address. Write it as http://host:port, or leave it empty for the system’s".to_owned(),
        );
        settings.ca_problem = Some(
            "The extra CA file /etc/ssl/company.pem holds no certificate. Choose a file that begins with BEGIN CERTIFICATE".to_owned(),
        );
    }
    window
}

pub fn vault_change(is_old_wrong: bool) -> Dialog {
    Dialog::VaultChange(VaultChangeDialog {
        task: VaultTask::ChangePassphrase,
        title: "Change the passphrase of the vault".to_owned(),
        text: "Logins and tokens stay as they are".to_owned(),
        points: vec![
            "The passphrase of now opens nothing any more, in no kept generation of the file."
                .to_owned(),
            "Copies of the vault that you made elsewhere, backups for example, still open the old way."
                .to_owned(),
        ],
        asks_old: true,
        new: Some("New passphrase".to_owned()),
        passphrase_rule: "At least 12 characters".to_owned(),
        confirm: "Change passphrase".to_owned(),
        is_danger: false,
        problem: None,
        is_old_wrong,
        is_busy: false,
    })
}

pub fn locked(asks_passphrase: bool) -> Window {
    window(Place::Locked(Box::new(LockView {
        title: "Locked".to_owned(),
        text: "Nobody used Valet Key for 5 minutes.".to_owned(),
        asks_passphrase,
        unlock: act("Unlock", Ask::UnlockKeyring, Look::Primary),
        other: asks_passphrase.then(|| act("Other ways in…", Ask::Unlock, Look::Ghost)),
        is_busy: false,
        problem: None,
    })))
}

pub fn about() -> Window {
    window(Place::About(About {
        title: "Valet Key 0.1.0".to_owned(),
        text: "Keeps a workstation’s Salesforce logins".to_owned(),
        promises: vec![
            "Secrets are only in the vault, encrypted; its key is in the keyring.".to_owned(),
        ],
        parts: vec![("egui".to_owned(), "MIT OR Apache-2.0".to_owned())],
    }))
}

pub fn sessions() -> Window {
    let row = |user: &str, on| SessionRow {
        session_id: session_id(),
        user: user.to_owned(),
        org: "00D5e0000012ABCEA2".to_owned(),
        state: state(StateKind::Active, Tone::Success, "Active", "Active, 41 min"),
        issued: "08:53".to_owned(),
        expires: "10:53".to_owned(),
        last_check: "2 min ago".to_owned(),
        fingerprint: "4f9c21ab77e0".to_owned(),
        is_selected: on,
        actions: vec![act(
            "Refresh",
            Ask::Refresh(vec![session_id()]),
            Look::Secondary,
        )],
    };
    let tab = SessionsTab {
        rows: vec![row("release.manager@acme.example", true)],
        add: act(
            "Add login",
            Ask::LogIn {
                profile_id: profile_id("a"),
                options: Default::default(),
            },
            Look::Secondary,
        ),
        all: vec![act(
            "Refresh all",
            Ask::Refresh(vec![session_id()]),
            Look::Secondary,
        )],
        meter: Some(Meter {
            used: 5,
            of: 5,
            text: "5 of 5 approvals used, as far as they were made here"
                .to_owned(),
            hint: "Logins on other computers count too".to_owned(),
            warning: Some(
                "Five logins of this user with this app are kept. One more may silently end the one unused for the longest: release.manager@acme.example in Acme nightly export"
                    .to_owned(),
            ),
        }),
    };
    library(Some(detail(Tab::Sessions, DetailBody::Sessions(tab))))
}

pub fn identity() -> Window {
    let text = |text: &str| Value::Text(text.to_owned());
    let answer = Value::Members(vec![
        ("user_id".to_owned(), text("0055e000003XYZqAAO")),
        ("is_app_installed".to_owned(), Value::Bool(true)),
        (
            "utcOffset".to_owned(),
            Value::Number("-28800000".to_owned()),
        ),
        (
            "urls".to_owned(),
            Value::Members(vec![(
                "rest".to_owned(),
                text("https://acme.my.salesforce.com/services/data/v{version}/"),
            )]),
        ),
        ("access_token".to_owned(), Value::Hidden),
    ]);
    let tab = IdentityTab {
        session_id: session_id(),
        source: "Identity URL, 10:10".to_owned(),
        facts: overview().org.map(|org| org.facts).unwrap_or_default(),
        answer: Some(answer),
        fetch: act(
            "Ask the org now",
            Ask::FetchIdentity(session_id()),
            Look::Secondary,
        ),
    };
    library(Some(detail(Tab::Identity, DetailBody::Identity(tab))))
}

pub fn token() -> Window {
    library(Some(detail(Tab::Token, DetailBody::Token(token_tab()))))
}

fn token_tab() -> TokenTab {
    TokenTab {
        session_id: session_id(),
        secrets: secrets(),
        life: Some(life()),
        groups: vec![("Access token".to_owned(), session_card().facts)],
        web: Vec::new(),
        scopes: scopes(),
        introspection: Some((
            "Introspection, 10:10".to_owned(),
            Value::Members(vec![
                ("active".to_owned(), Value::Bool(true)),
                ("exp".to_owned(), Value::Number("1770000000".to_owned())),
            ]),
        )),
        actions: vec![act(
            "Introspect access token",
            Ask::Introspect {
                session_id: session_id(),
                which: WhichToken::Access,
            },
            Look::Secondary,
        )],
    }
}

/// A login of a hybrid flow: its web sessions stand on the token tab.
pub fn token_hybrid() -> Window {
    let row = |kind: WebSecretKind, domain: &str| {
        let key = format!("window-web-{}", kind.as_str());
        let label = words::text(&key);
        WebRow {
            opens: words::text(&format!("{key}-opens")),
            domain: domain.to_owned(),
            copy: act(
                &words::with("window-copy-named", &[("name", &label)]),
                Ask::Copy {
                    session_id: session_id(),
                    what: CopyWhat::Web(kind),
                },
                Look::Secondary,
            ),
            label,
        }
    };
    let tab = TokenTab {
        introspection: None,
        web: vec![
            row(WebSecretKind::Lightning, "acme.lightning.force.com"),
            row(
                WebSecretKind::Visualforce,
                "acme-a-very-long-name-of-a-sandbox--integration--c.sandbox.vf.force.com",
            ),
            row(WebSecretKind::Content, "acme.file.force.com"),
            row(WebSecretKind::Csrf, ""),
            row(WebSecretKind::Client, ""),
        ],
        ..token_tab()
    };
    library(Some(detail(Tab::Token, DetailBody::Token(tab))))
}

/// The run of an insecure flow, with a note.
pub fn run_insecure() -> Window {
    let banner = |tone, key: &str| Banner {
        tone,
        text: words::text(key),
        action: None,
    };
    let mut insecure = run(false, false);
    insecure.banners = vec![
        banner(Tone::Warn, "window-run-insecure"),
        banner(Tone::Info, "flow-note-no-refresh-by-callback"),
    ];
    let mut shown = detail(Tab::Run, DetailBody::Run(Box::new(insecure)));
    shown.head.run = Some(run_head());
    library(Some(shown))
}

pub fn waiting() -> Window {
    let mut shown = overview();
    shown.session = None;
    shown.org = None;
    shown.use_it = Vec::new();
    shown.recent = Vec::new();
    shown.wait = Some(wait(true));
    library(Some(detail(
        Tab::Overview,
        DetailBody::Overview(Box::new(shown)),
    )))
}

/// A device flow that waits for its code to be entered.
pub fn waiting_for_code() -> Window {
    let mut window = waiting();
    let Place::Library {
        detail: Some(detail),
        ..
    } = &mut window.place
    else {
        unreachable!()
    };
    let DetailBody::Overview(overview) = &mut detail.body else {
        unreachable!()
    };
    let place = "https://acme--uat.sandbox.my.salesforce.com/setup/connect";
    let link = format!("{place}?user_code=7K3PQ0ZD");
    overview.wait = Some(WaitCard {
        title: "Waiting for the code to be entered".to_owned(),
        elapsed: "0:42 elapsed of 10:00".to_owned(),
        part: 0.07,
        actions: vec![
            act(
                "Open page here",
                Ask::OpenUrl(link.clone()),
                Look::Secondary,
            ),
            act("Cancel", Ask::Cancel(run_id()), Look::Ghost),
        ],
        may_paste: false,
        code: Some(CodeView {
            shown: "7K3P-Q0ZD".to_owned(),
            host: "acme--uat.sandbox.my.salesforce.com".to_owned(),
            place: place.to_owned(),
            link,
            warning: valet_key::model::words::text("flow-warning-device-phishing"),
            copy: act(
                "Copy code",
                Ask::CopyText("7K3PQ0ZD".to_owned()),
                Look::Ghost,
            ),
        }),
        listens_on: None,
        ..wait(false)
    });
    window
}

pub fn with_dialog(mut window: Window, dialog: Dialog) -> Window {
    window.dialog = Some(dialog);
    window
}

pub fn with_toast(mut window: Window) -> Window {
    window.toasts = vec![Toast {
        id: 1,
        tone: Tone::Success,
        title: "Refresh token revoked".to_owned(),
        text: "Proved dead by one call to Acme UAT".to_owned(),
        action: None,
    }];
    window
}

pub fn activity(filter: &ActivityFilter) -> Window {
    let token = |text: &str| {
        let filter = ActivityFilter {
            text: text.to_owned(),
            ..ActivityFilter::default()
        };
        (text.to_owned(), Ask::ShowActivity(filter))
    };
    let line = |clock: &str, tone, text: &str, name: &str| ActivityLine {
        clock: clock.to_owned(),
        tone,
        text: text.to_owned(),
        detail: String::new(),
        code: String::new(),
        is_exchange: false,
        token: None,
        profile: name.to_owned(),
        ask: Some(Ask::ShowRun(run_id())),
    };
    let call = |clock: &str, text: &str, detail: &str, name: &str| ActivityLine {
        detail: detail.to_owned(),
        is_exchange: true,
        token: Some(token("4f9c 21ab 77e0")),
        ask: Some(Ask::ShowRunAt(run_id(), 3)),
        ..line(clock, Tone::Neutral, text, name)
    };
    let acme = "Acme service console";
    let long = "Northwind Traders EMEA field service, Android, rotating";
    let stray = "A request that was not the answer reached the waiting login; it was refused";
    let mut rows = vec![
        ActivityRow::Day("Today".to_owned()),
        row_of(line("10:12:40", Tone::Success, "Access token copied", acme)),
        row_of(line("10:10:02", Tone::Success, "Logged in", acme)),
        row_of(call(
            "10:10:01",
            "Ask until when it works",
            "POST acme.my.salesforce.com/services/oauth2/introspect · 200 · 38 ms",
            acme,
        )),
        row_of(call(
            "10:10:01",
            "Redeem the code",
            "POST acme.my.salesforce.com/services/oauth2/token · 200 · 212 ms",
            acme,
        )),
        row_of(line("10:09:30", Tone::Warn, stray, acme)),
        row_of(ActivityLine {
            code: "redirect_uri_mismatch".to_owned(),
            ..line(
                "09:31:07",
                Tone::Danger,
                "Login failed",
                "Acme UAT full copy",
            )
        }),
        row_of(line(
            "08:53:20",
            Tone::Neutral,
            "Refresh begun; no end of it is known",
            long,
        )),
        ActivityRow::Day("21 Nov".to_owned()),
        row_of(line(
            "17:40:11",
            Tone::Success,
            "Revoked on the server",
            long,
        )),
    ];
    let is_empty = filter.text == "nothing";
    if is_empty {
        rows.clear();
    }
    let chip = |label: &str, is_on| FilterChip {
        label: label.to_owned(),
        is_on,
        filter: ActivityFilter {
            kind: Some(ActivityKind::Logins),
            ..ActivityFilter::default()
        },
    };
    let save = |label: &str, form| {
        let ask = Ask::Report(ReportAsk::SaveActivity(form));
        Action {
            disabled: is_empty.then(|| "No line is shown".to_owned()),
            ..act(label, ask, Look::Secondary)
        }
    };
    let mut shown = window(Place::Activity(Box::new(ActivityView {
        count: format!("{} lines of the last 30 days", rows.len()),
        rows: std::sync::Arc::new(rows),
        filter: filter.clone(),
        chips: vec![
            chip("Failures only", false),
            chip("Logins", filter.kind.is_some()),
            chip("Refreshes", false),
            chip("Revoked", false),
            chip("Checks", false),
            chip("Copies", false),
            chip("Changes", false),
        ],
        taken: filter
            .kind
            .map(|_| chip("Token 4f9c 21ab 77e0", true))
            .into_iter()
            .collect(),
        profiles: vec![chip(acme, false), chip(long, false)],
        actions: vec![
            save("Save as CSV", ReportForm::Csv),
            save("Save as JSON lines", ReportForm::JsonLines),
        ],
        empty: is_empty.then(|| Empty {
            title: "No line matches".to_owned(),
            text: "Nothing of the last 30 days is as the filter says".to_owned(),
            actions: vec![act(
                "Clear filter",
                Ask::ShowActivity(ActivityFilter::default()),
                Look::Secondary,
            )],
        }),
    })));
    for item in &mut shown.rail.lists {
        item.is_on = false;
    }
    for item in &mut shown.rail.tools {
        item.is_on = item.label == "Activity";
    }
    shown
}

fn row_of(line: ActivityLine) -> ActivityRow {
    ActivityRow::Line(Box::new(line))
}
