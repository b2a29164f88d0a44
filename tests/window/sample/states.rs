//! States that are rare, and names that nobody expected: each is drawn on purpose, so each has a picture.

use std::ops::Range;

use valet_key::app::command::{ListFilter, Tab};
use valet_key::app::view::*;
use valet_key::model::profile::FlowName;
use valet_key::model::run::Lane;

use super::{act, detail, fact, library, profile_id, session_id, state};

/// The title of the list whose rows have long names.
const LONG: &str = "Long names, Names without a space, and those of other scripts";

/// What people call their profiles: too long, without a space, in other scripts and directions.
const NAMES: [&str; 6] = [
    "Northwind Traders Europe, Middle East and Africa field service console for the summer pilot of the second quarter, with rotating refresh tokens, kept for the auditors until the end of the next fiscal year, 2",
    "acme_production_integration_user_for_the_nightly_export_of_everything_that_was_changed_since_yesterday_without_a_single_space",
    "Бухгалтерия Северного ветра, ночная выгрузка всех изменений за прошедшие сутки, пилот второго квартала",
    "Βόρειος Άνεμος, κονσόλα εξυπηρέτησης πελατών",
    "Donaudampfschifffahrtsgesellschaftskapitänsmützenverwaltung Sandbox",
    "e",
];

/// The same in scripts for which the system must bring the font; for pictures only, as tests have no such font.
const OTHER: &str = "Other scripts";
const OTHER_NAMES: [&str; 3] = [
    "北風貿易 顧客サービス 本番環境 夜間バッチ連携 統合ユーザー",
    "نورثويند للتجارة وحدة خدمة العملاء بيئة الإنتاج",
    "רוח צפונית, שירות לקוחות",
];

/// The rows of a list with long names; `None` for every other list.
pub fn long_rows(view: &Window, range: &Range<usize>) -> Option<Vec<ListRow>> {
    let Place::Library { list, .. } = &view.place else {
        return None;
    };
    let names: &[&str] = match list.title.as_str() {
        LONG => &NAMES,
        OTHER => &OTHER_NAMES,
        _ => return None,
    };
    let user =
        "integration.user.with.a.very.long.name.indeed@emea.northwind-traders.example.partialcopy";
    let rows = super::rows(0..12).into_iter().enumerate();
    let rows = rows.map(|(index, row)| {
        let name = names.get(index % names.len()).copied().unwrap_or_default();
        ListRow {
            name: name.to_owned(),
            user: user.to_owned(),
            spoken: format!("{name}, {}", row.spoken),
            ..row
        }
    });
    Some(rows.skip(range.start).take(range.len()).collect())
}

/// A list of long names; with one of them open where `is_open`.
pub fn long_names(is_open: bool) -> Window {
    let mut shown = detail(
        Tab::Overview,
        DetailBody::Overview(Box::new(super::overview())),
    );
    NAMES[0].clone_into(&mut shown.head.name);
    if let DetailBody::Overview(overview) = &mut shown.body
        && let Some(org) = &mut overview.org
    {
        "Wolfeschlegelsteinhausenbergerdorff-Hohenzollern von und zu Donaudampfschifffahrt"
            .clone_into(&mut org.name);
        "integration.user.with.a.very.long.name.indeed@emea.northwind-traders.example.partialcopy"
            .clone_into(&mut org.username);
        "northwind-traders-emea--partialcopy.sandbox.my.salesforce.com".clone_into(&mut org.org);
    }
    let mut window = library(is_open.then_some(shown));
    if let Place::Library { list, .. } = &mut window.place {
        LONG.clone_into(&mut list.title);
    }
    window.rail.tags.iter_mut().for_each(|tag| {
        tag.label = format!("{} of the summer pilot in Europe, Middle East", tag.label);
    });
    window
}

/// A list of names in other scripts.
pub fn other_scripts() -> Window {
    let mut window = library(None);
    if let Place::Library { list, .. } = &mut window.place {
        OTHER.clone_into(&mut list.title);
    }
    window
}

/// The overview at another scale.
pub fn at_scale(scale: f32) -> Window {
    Window {
        scale,
        ..super::overview_window()
    }
}

fn overview_with(change: impl FnOnce(&mut Overview)) -> Window {
    let mut overview = super::overview();
    change(&mut overview);
    library(Some(detail(
        Tab::Overview,
        DetailBody::Overview(Box::new(overview)),
    )))
}

/// A profile with which nobody logged in yet.
pub fn never_logged_in() -> Window {
    overview_with(|overview| {
        overview.session = None;
        overview.org = None;
        overview.use_it = Vec::new();
        overview.recent = Vec::new();
        overview.empty = Some(Empty {
            title: "No login yet".to_owned(),
            text: "Web server flow with PKCE, in this computer’s browser".to_owned(),
            actions: vec![act(
                "Log in",
                Ask::LogIn {
                    profile_id: profile_id("acme-service-console"),
                    options: Default::default(),
                },
                Look::Primary,
            )],
        });
    })
}

/// An admin blocked the app: nothing works, and the card says so.
pub fn blocked() -> Window {
    overview_with(|overview| {
        let Some(session) = &mut overview.session else {
            return;
        };
        session.state = state(
            StateKind::Blocked,
            Tone::Danger,
            "Blocked by admin",
            "Blocked by admin",
        );
        session.life = None;
        overview.banners = vec![Banner {
            tone: Tone::Danger,
            text: "An admin of Acme Corporation has blocked this app since 09:12".to_owned(),
            action: Some(act(
                "Check now",
                Ask::FetchIdentity(session_id()),
                Look::Secondary,
            )),
        }];
    })
}

/// The vault is locked: the secrets are there, and out of reach.
pub fn secrets_locked() -> Window {
    let mut window = overview_with(|overview| {
        if let Some(session) = &mut overview.session {
            for secret in &mut session.secrets {
                secret.standing = SecretStanding::Locked;
                secret.copied = None;
                secret.note = String::new();
            }
            if let Some(last) = session.secrets.last_mut() {
                last.standing =
                    SecretStanding::NoneKept("None kept: the scopes lack refresh_token".to_owned());
            }
        }
    });
    if let Place::Library { banners, .. } = &mut window.place {
        *banners = vec![Banner {
            tone: Tone::Warn,
            text: "The vault is locked; what is listed is known, the tokens are not".to_owned(),
            action: Some(act("Unlock", Ask::Unlock, Look::Secondary)),
        }];
    }
    window
}

/// The org says that it is something else than the profile claims.
pub fn contradiction() -> Window {
    overview_with(|overview| {
        overview.banners = vec![Banner {
            tone: Tone::Warn,
            text: "The profile says Sandbox, the org says Production. It is guarded as Production"
                .to_owned(),
            action: Some(act(
                "Take the org’s word",
                Ask::TakeEnvironment(profile_id("acme-service-console")),
                Look::Secondary,
            )),
        }];
    })
}

/// A filter that leaves nothing, which is good news.
pub fn no_attention() -> Window {
    let mut window = library(None);
    if let Place::Library { list, .. } = &mut window.place {
        list.title = "Attention".to_owned();
        list.filter = ListFilter::Attention;
        list.rows = 0;
        list.total = 0;
        list.count_text = "0".to_owned();
        list.selected_row = None;
        list.empty = Some(Empty {
            title: "Nothing needs you".to_owned(),
            text: "Logins that failed, expired or were blocked are listed here".to_owned(),
            actions: Vec::new(),
        });
    }
    window
}

/// Three messages at once, one of them long, one with a way on.
pub fn toasts() -> Window {
    let mut window = super::overview_window();
    let toast = |id, tone, title: &str, text: &str, action| Toast {
        id,
        tone,
        title: title.to_owned(),
        text: text.to_owned(),
        action,
    };
    window.toasts = vec![
        toast(
            1,
            Tone::Success,
            "Profile deleted",
            "Northwind Traders EMEA field service, Android, rotating",
            Some(act(
                "Undo",
                Ask::UndoDelete(profile_id("emea")),
                Look::Secondary,
            )),
        ),
        toast(
            2,
            Tone::Warn,
            "Revoked here, not yet on the server",
            "Offline; tried again when back",
            None,
        ),
        toast(
            3,
            Tone::Danger,
            "The clipboard could not be written",
            "Usual cause: no clipboard manager runs in this session. Reveal the token and select it, or use valet-key token",
            None,
        ),
    ];
    window
}

/// The run of a device flow that waits for its code.
pub fn run_for_code() -> Window {
    let Place::Library {
        detail: Some(waiting),
        ..
    } = super::waiting_for_code().place
    else {
        unreachable!()
    };
    let DetailBody::Overview(overview) = waiting.body else {
        unreachable!()
    };
    let mut run = super::run(false, false);
    run.wait = overview.wait;
    let step = |from, to, label: &str, time: &str, standing, exchange| StepView {
        from,
        to,
        label: label.to_owned(),
        time: time.to_owned(),
        standing,
        exchange,
        is_selected: false,
    };
    run.steps = vec![
        step(
            Lane::ValetKey,
            Lane::Org,
            "POST /token, device",
            "0.000",
            StepStanding::Done,
            Some(1),
        ),
        step(
            Lane::Org,
            Lane::ValetKey,
            "200, codes",
            "0.181",
            StepStanding::Done,
            Some(1),
        ),
        step(
            Lane::You,
            Lane::Browser,
            "Enter the code, approve",
            "now",
            StepStanding::Now,
            None,
        ),
        step(
            Lane::Browser,
            Lane::Org,
            "Code",
            "unseen",
            StepStanding::Unseen,
            None,
        ),
        step(
            Lane::ValetKey,
            Lane::Org,
            "POST /token",
            "5.190",
            StepStanding::Done,
            Some(2),
        ),
        step(
            Lane::Org,
            Lane::ValetKey,
            "authorization_pending",
            "5.371",
            StepStanding::Done,
            Some(2),
        ),
    ];
    of_run("Device flow", run)
}

/// The finished run of a server that logged in as itself.
pub fn run_finished() -> Window {
    let mut run = super::run(false, false);
    run.wait = None;
    run.state = state(
        StateKind::Active,
        Tone::Success,
        "Finished",
        "Finished after 0.4 s",
    );
    run.lanes.iter_mut().for_each(|lane| lane.is_now = false);
    let step = |from, to, label: &str, time: &str| StepView {
        from,
        to,
        label: label.to_owned(),
        time: time.to_owned(),
        standing: StepStanding::Done,
        exchange: Some(1),
        is_selected: false,
    };
    run.steps = vec![
        step(Lane::ValetKey, Lane::Org, "POST /token", "0.000"),
        step(Lane::Org, Lane::ValetKey, "200, token", "0.212"),
        step(Lane::ValetKey, Lane::Org, "GET /id", "0.220"),
        step(Lane::Org, Lane::ValetKey, "200, identity", "0.401"),
    ];
    run.legend = String::new();
    run.facts = vec![
        fact("Started", "Today 10:31:07", false),
        fact("Authenticated", "Basic, with the consumer secret", false),
        fact("Runs as", "integration.user@acme.example", false),
    ];
    of_run("Client credentials flow", run)
}

fn of_run(flow: &str, run: RunView) -> Window {
    let mut shown = detail(Tab::Run, DetailBody::Run(Box::new(run)));
    flow.clone_into(&mut shown.head.flow);
    shown.head.run = Some(super::run_head());
    library(Some(shown))
}

/// The form of a flow without a callback, with all flows that there are.
pub fn form_of(flow: &str) -> Window {
    let mut window = super::form();
    if let Place::Form(form) = &mut window.place {
        form.draft.flow = FlowName(flow.to_owned());
        form.draft.login_url = "northwind.my.salesforce.com".to_owned();
        form.problems = Vec::new();
        form.problems_text = String::new();
        form.save_disabled = None;
        form.is_ready = true;
        form.port = None;
        form.flows = super::flows(flow);
        let is_of_callback = |label: &str| matches!(label, "Callback URL" | "Require PKCE");
        form.setup.retain(|value| !is_of_callback(&value.label));
    }
    window
}

/// The menu of a row, as after its right button.
pub fn row_menu() -> Window {
    let mut window = super::overview_window();
    let Place::Library {
        list,
        detail: Some(detail),
        ..
    } = &mut window.place
    else {
        return window;
    };
    let head = &detail.head;
    let mut actions = vec![head.primary.clone()];
    actions.extend(head.secondary.iter().chain(&head.more).cloned());
    list.menu = Some(RowMenu {
        profile_id: profile_id("acme-uat-full-copy"),
        actions,
    });
    window
}

/// The form with a browser that is a command of the person's own.
pub fn form_custom_browser() -> Window {
    let mut window = super::form_advanced();
    if let Place::Form(form) = &mut window.place {
        form.draft.browser =
            "/opt/browsers/firefox-esr/firefox --profile /home/ada/profiles/acme-uat --new-window"
                .to_owned();
        form.browser.label = "Command…".to_owned();
        form.browser.is_custom = true;
        form.browser.profiles = Vec::new();
        form.browser.private = None;
        form.browser.preview =
            "Starts: /opt/browsers/firefox-esr/firefox --profile /home/ada/profiles/acme-uat --new-window <login address>"
                .to_owned();
    }
    window
}
