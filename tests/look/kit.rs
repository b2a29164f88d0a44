//! All components, laid out like the design's own sheet.

use crate::sample;
use egui::{Frame, Margin, Rect, Ui, UiBuilder, pos2, vec2};
use valet_key::app::view::{Toast, Tone};
use valet_key::model::environment::Environment;
use valet_key::model::secret::{Revealed, SecretDraft};
use valet_key::ui::icons;
use valet_key::ui::theme::tokens;
use valet_key::ui::widget::badge::{Size as BadgeSize, badge};
use valet_key::ui::widget::banner::banner;
use valet_key::ui::widget::button::{Button, Kind, Size};
use valet_key::ui::widget::chip::{Chip, chip};
use valet_key::ui::widget::profile_row::{Chosen, Density, ProfileRow};
use valet_key::ui::widget::rail_item::{RailItem, Tail};
use valet_key::ui::widget::secret_field::{Kept, SecretField, secret_edit};
use valet_key::ui::widget::state::{Mark, pill, state};
use valet_key::ui::widget::tabs::{Tab, tabs};
use valet_key::ui::widget::text::{self, Style};
use valet_key::ui::widget::text_field::{Content, TextField};
use valet_key::ui::widget::toast::one;
use valet_key::ui::widget::{bar, card, check, facts, form_row, menu, paint, ring};

pub fn kit(ui: &mut Ui) {
    let t = tokens(ui);
    let all = ui.ctx().content_rect();
    ui.painter().rect_filled(all, 0.0, t.bg.panel);
    column(
        ui,
        Rect::from_min_max(pos2(20.0, 20.0), pos2(700.0, 1700.0)),
        left,
    );
    column(
        ui,
        Rect::from_min_max(pos2(716.0, 20.0), pos2(1260.0, 1700.0)),
        right,
    );
}

fn column(ui: &mut Ui, rect: Rect, content: impl FnOnce(&mut Ui)) {
    let mut child = ui.new_child(UiBuilder::new().max_rect(rect));
    child.spacing_mut().item_spacing.y = 16.0;
    content(&mut child);
}

fn boxed(ui: &mut Ui, title: &str, content: impl FnOnce(&mut Ui)) {
    let ink = tokens(ui).text.tertiary;
    card::frame(ui)
        .inner_margin(Margin::same(16))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = 8.0;
            text::line(ui, Style::Micro, title, ink);
            content(ui);
        });
}

fn left(ui: &mut Ui) {
    boxed(ui, "Buttons, 32 high, radius 6", buttons);
    boxed(ui, "Profile row, 52 high", rows);
    boxed(ui, "Text field, 32 high", fields);
    boxed(ui, "Secret field", secrets);
    boxed(ui, "Facts", |ui| {
        facts::facts(ui, &sample::session_card().facts)
    });
}

fn buttons(ui: &mut Ui) {
    for (kind, words, icon) in [
        (Kind::Primary, "Refresh", icons::ARROWS_CLOCKWISE),
        (Kind::Secondary, "Refresh", icons::ARROWS_CLOCKWISE),
        (Kind::Ghost, "Refresh", icons::ARROWS_CLOCKWISE),
        (Kind::Danger, "Revoke…", icons::PROHIBIT),
        (Kind::DangerSolid, "Revoke", icons::PROHIBIT),
    ] {
        card::full_row(ui, 32.0, |ui| {
            ui.add(Button::new(words).icon(icon).kind(kind));
            ui.add(Button::new(words).icon(icon).kind(kind)).highlight();
            let focused = ui.add(Button::new(words).icon(icon).kind(kind));
            if kind == Kind::Primary {
                focused.request_focus();
            }
            let off = Button::new(words).icon(icon).kind(kind);
            ui.add(off.disabled_because(Some("No refresh token")));
            ui.add(Button::new(words).icon(icon).kind(kind).busy(true));
        });
    }
    card::full_row(ui, 32.0, |ui| {
        let open = Button::new("Open org").icon(icons::ARROW_SQUARE_OUT);
        menu::split(ui, open, "More", Kind::Primary, 200.0, |_| ());
        let show = Button::new("Show page").icon(icons::BROWSER);
        menu::split(ui, show, "More", Kind::Secondary, 200.0, |_| ());
        ui.add(Button::icon_only(icons::COPY, "Copy").kind(Kind::Secondary));
        ui.add(Button::icon_only(icons::DOTS_THREE, "More"));
        ui.add(Button::new("Small 28").icon(icons::PLUS).size(Size::Small));
        ui.add(Button::new("Mini 24").icon(icons::PLUS).size(Size::Mini));
    });
}

fn rows(ui: &mut Ui) {
    let ground = tokens(ui).bg.panel;
    let list = sample::rows(0..12);
    let picked = [0, 2, 3, 4, 8, 11].map(|index| list[index].clone());
    let chosen = [
        Chosen::No,
        Chosen::Open,
        Chosen::OneOfSeveral,
        Chosen::No,
        Chosen::No,
        Chosen::Spared,
    ];
    for (density, count) in [
        (Density::Wide, 6),
        (Density::Narrow, 2),
        (Density::Table, 2),
    ] {
        Frame::new().fill(ground).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            for (row, chosen) in picked.iter().zip(chosen).take(count) {
                let id = ui.scope_id().with(("kit", &row.name, density as u8));
                ProfileRow { row, id, chosen }.show(ui, density);
            }
        });
    }
}

fn fields(ui: &mut Ui) {
    let mut words = "northwind.my.salesforce.com".to_owned();
    let mut code = "http://localhost:1717/OauthRedirect".to_owned();
    TextField::new("Rest", &mut words).show(ui);
    TextField::new("Wrong", &mut words).wrong(true).show(ui);
    TextField::new("Code", &mut code)
        .content(Content::Code)
        .show(ui);
    let mut none = String::new();
    TextField::new("Filter", &mut none)
        .search(icons::FUNNEL_SIMPLE, Some("/"))
        .hint("Filter by name, user, org ID, app")
        .show(ui);
    TextField::new("Filter on", &mut words)
        .search(icons::FUNNEL_SIMPLE, Some("/"))
        .show(ui);
    let under = form_row::Under {
        help: "",
        problem: Some("This is a Lightning address. Tokens come from the My Domain login host."),
        mend: Some("Use northwind.my.salesforce.com"),
    };
    form_row::form_row(ui, "Login host", "", under, |ui| {
        TextField::new("Login host", &mut words)
            .wrong(true)
            .show(ui);
    });
    let under = form_row::Under {
        help: "Goes to the encrypted vault on save",
        ..Default::default()
    };
    form_row::form_row(ui, "Consumer secret", "Optional", under, |ui| {
        let mut draft = SecretDraft::new();
        draft.buffer().push_str("not a secret");
        let id = ui.scope_id().with("draft");
        secret_edit(ui, id, "Consumer secret", &mut draft, "", false);
    });
}

fn secrets(ui: &mut Ui) {
    let field = |name, kept| SecretField {
        name,
        kept,
        revealed: None,
        hides_in_secs: 8,
        note: "",
        copied: None,
    };
    field("Masked", Kept::Yes).show(ui);
    let revealed = Revealed::new("00D5e0000012ABC!AQ8AQinvented".to_owned());
    SecretField {
        revealed: Some(&revealed),
        ..field("Held", Kept::Yes)
    }
    .show(ui);
    let rows = sample::secrets();
    SecretField {
        copied: rows[0].copied.as_ref(),
        ..field("Copied", Kept::Yes)
    }
    .show(ui);
    field("Locked", Kept::Locked).show(ui);
    field("None", Kept::None("None kept")).show(ui);
}

fn right(ui: &mut Ui) {
    boxed(ui, "Rail item, 28 high", rail);
    boxed(ui, "Environment badge, 20 and 24 high", |ui| {
        for verified in [true, false] {
            ui.horizontal_wrapped(|ui| {
                for environment in Environment::ALL {
                    badge(ui, &sample::badge(environment, verified), BadgeSize::Normal);
                }
            });
        }
        let large = sample::badge(Environment::Production, false);
        badge(ui, &large, BadgeSize::Large);
    });
    boxed(ui, "State", states);
    boxed(ui, "Selection, chips, tabs", selection);
    boxed(ui, "Toasts", |ui| {
        let toast = |id, tone, title: &str, text: &str| Toast {
            id,
            tone,
            title: title.to_owned(),
            text: text.to_owned(),
            action: None,
        };
        one(
            ui,
            &toast(
                1,
                Tone::Success,
                "Refresh token revoked",
                "Proved dead by one call to Acme UAT",
            ),
        );
        one(
            ui,
            &toast(
                2,
                Tone::Warn,
                "Revoked here, not yet on the server",
                "Offline; tried again when back",
            ),
        );
    });
    boxed(ui, "Banners", |ui| {
        banner(
            ui,
            Tone::Info,
            "The demo org runs on this computer only",
            |_| (),
        );
        banner(
            ui,
            Tone::Warn,
            "This computer’s clock is 4 min behind the org; JWT logins may fail",
            |ui| {
                ui.add(Button::new("Details").size(Size::Mini));
            },
        );
        banner(
            ui,
            Tone::Danger,
            "Someone else may have used this refresh token at 09:12",
            |_| (),
        );
        banner(
            ui,
            Tone::Success,
            "All 12 tokens are revoked and proved dead",
            |_| (),
        );
    });
    boxed(ui, "Lifetime, busy, countdown", |ui| {
        for part in [0.64, 0.09, 0.0] {
            bar::lifetime(ui, part, "Lifetime");
        }
        ui.horizontal(|ui| {
            ring::busy_ui(ui, 16.0);
            ring::busy_ui(ui, 24.0);
            let (rect, _) = ui.allocate_exact_size(vec2(16.0, 16.0), egui::Sense::hover());
            ring::countdown(ui, rect.center(), 16.0, 0.7);
        });
    });
    boxed(ui, "Type", typescale);
}

fn typescale(ui: &mut Ui) {
    let t = tokens(ui);
    ui.spacing_mut().item_spacing.y = 6.0;
    text::line(ui, Style::Display, "Display 20/28, 600", t.text.primary);
    text::line(ui, Style::Title, "Title 16/24, 600", t.text.primary);
    text::line(ui, Style::Heading, "Heading 13/20, 600", t.text.primary);
    text::line(
        ui,
        Style::Body,
        "Body 13/20, 400, 0123456789",
        t.text.primary,
    );
    text::line(
        ui,
        Style::Small,
        "Small 12/16, 400, 1117:4021",
        t.text.secondary,
    );
    text::line(ui, Style::Micro, "Micro 11/16, 500", t.text.tertiary);
    text::line(
        ui,
        Style::Mono,
        "Mono 12/20 00D5e0000012ABCEA2 ==",
        t.text.primary,
    );
    text::line(ui, Style::Code, "WK4R-T7QM", t.text.primary);
}

fn rail(ui: &mut Ui) {
    let t = tokens(ui);
    Frame::new()
        .fill(t.bg.base)
        .inner_margin(8)
        .corner_radius(8)
        .show(ui, |ui| {
            ui.set_width(184.0);
            ui.spacing_mut().item_spacing.y = 0.0;
            let item = |words, icon, colour, tail, on| RailItem {
                letters: "",
                words,
                icon,
                colour,
                tail,
                on,
                folded: false,
            };
            item("All profiles", icons::STACK, None, Tail::Count(12), true).show(ui);
            item(
                "Attention",
                icons::WARNING_CIRCLE,
                Some(t.warn.fg),
                Tail::Warn(5),
                false,
            )
            .show(ui);
            item(
                "Production",
                icons::BUILDINGS,
                Some(t.env.production.solid),
                Tail::Count(4),
                false,
            )
            .show(ui);
            item("Demo org", icons::FLASK, None, Tail::On("on"), false).show(ui);
        });
}

fn states(ui: &mut Ui) {
    for pair in [
        [
            (Mark::Active, "Active, 41 min"),
            (Mark::Soon, "Expires in 4 min"),
        ],
        [
            (Mark::Busy, "Refreshing, 3 s"),
            (Mark::Expired, "Expired 3 days ago"),
        ],
        [
            (Mark::Revoked, "Revoked 18 Nov"),
            (Mark::Blocked, "Blocked by admin"),
        ],
        [(Mark::Unreachable, "Unreachable"), (Mark::Locked, "Locked")],
        [
            (Mark::Never, "Never logged in"),
            (Mark::Failed, "Refresh failed"),
        ],
    ] {
        ui.columns(2, |columns| {
            for (ui, (mark, words)) in columns.iter_mut().zip(pair) {
                state(ui, mark, words);
            }
        });
    }
    ui.horizontal_wrapped(|ui| {
        for (mark, words) in [
            (Mark::Active, "Active"),
            (Mark::Soon, "Expires soon"),
            (Mark::Failed, "Failed"),
            (Mark::Expired, "Expired"),
            (Mark::Busy, "Refreshing"),
            (Mark::NeedsLogin, "Login needed"),
        ] {
            pill(ui, mark, words);
        }
    });
}

fn selection(ui: &mut Ui) {
    ui.horizontal(|ui| {
        check::check(ui, &mut false, "Off");
        check::check(ui, &mut true, "On");
        check::radio(ui, false, "Off");
        check::radio(ui, true, "On");
        check::switch(ui, &mut false, "Off");
        check::switch(ui, &mut true, "On");
    });
    ui.horizontal_wrapped(|ui| {
        chip(ui, "api", Chip::Plain);
        chip(ui, "web", Chip::Chosen);
        chip(ui, "full", Chip::Missing("not granted"));
        chip(ui, "chatter_api", Chip::Gone);
        chip(ui, "15 more", Chip::More);
    });
    let tab = |words, count| Tab {
        words,
        count,
        keys: "",
        disabled_because: None,
    };
    tabs(
        ui,
        &[
            tab("Overview", None),
            tab("Sessions", Some(2)),
            tab("Token", None),
            Tab {
                words: "Run",
                count: None,
                keys: "",
                disabled_because: Some("No run yet"),
            },
        ],
        0,
        0.0,
    );
    let ink = tokens(ui).text.secondary;
    ui.horizontal(|ui| {
        card::tile(ui, icons::BROWSER, card::Tile::Plain);
        card::tile(ui, icons::FLASK, card::Tile::Accent);
        card::tile(ui, icons::PROHIBIT, card::Tile::Danger);
        card::avatar(ui, "RM");
        card::mark(ui, 24.0);
        card::mark(ui, 56.0);
        paint::icon_ui(ui, icons::VAULT, 16.0, paint::Weight::Regular, ink);
    });
}
