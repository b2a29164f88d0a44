//! Buttons made from the actions of a view model.

use egui::{Response, Ui};

use super::button::{Button, Kind, Size};
use super::menu;
use super::text::Style;
use super::tooltip;
use crate::app::command::{
    BulkAct, CopyWhat, DemoCommand, InspectAct, ReportAsk, Screen, VaultTask,
};
use crate::app::view::{Action, Ask, Look};
use crate::model::words;
use crate::ui::icons;

/// Returns the icon that stands for an ask.
#[must_use]
pub fn icon(ask: &Ask) -> &'static str {
    match ask {
        Ask::LogIn { .. } => icons::SIGN_IN,
        Ask::Cancel(_) | Ask::CancelAll | Ask::Dismiss | Ask::DismissToast(_) => icons::X,
        Ask::BrowseAgain(_) => icons::BROWSER,
        Ask::Extend(_) => icons::TIMER,
        Ask::Refresh(_) | Ask::Reload => icons::ARROWS_CLOCKWISE,
        Ask::Revoke(_) | Ask::RevokeThenDelete(_) => icons::PROHIBIT,
        Ask::Forget(_) | Ask::DeleteProfile(_) => icons::TRASH,
        Ask::Introspect { .. } => icons::PAPER_PLANE_TILT,
        Ask::LogOut(_) => icons::BROWSER,
        Ask::FetchIdentity(_) => icons::IDENTIFICATION_CARD,
        Ask::OpenOrg(_) | Ask::OpenUrl(_) => icons::ARROW_SQUARE_OUT,
        Ask::OpenOrgAt(..) => icons::GEAR_SIX,
        Ask::CopyOrgLink(_) => icons::LINK_SIMPLE,
        Ask::Copy { what, .. } => match what {
            CopyWhat::Curl => icons::TERMINAL_WINDOW,
            CopyWhat::Env => icons::FILE_TEXT,
            CopyWhat::AccessToken
            | CopyWhat::RefreshToken
            | CopyWhat::BearerHeader
            | CopyWhat::Web(_)
            | CopyWhat::OrgLink => icons::COPY,
        },
        Ask::CopyText(_) | Ask::CopyLoginUrl(_) => icons::COPY,
        Ask::ClearClipboard => icons::ERASER,
        Ask::Show(screen) => screen_icon(*screen),
        Ask::ShowTab(_) | Ask::ShowRun(_) | Ask::ShowRunAt(..) | Ask::ShowExchange(_) => {
            icons::TREE_STRUCTURE
        }
        Ask::Filter(_) | Ask::ClearFilter => icons::FUNNEL_SIMPLE,
        Ask::Sort(_) => icons::SLIDERS_HORIZONTAL,
        Ask::Bulk(act) => match act {
            BulkAct::Refresh => icons::ARROWS_CLOCKWISE,
            BulkAct::Check => icons::PULSE,
            BulkAct::Forget => icons::TRASH,
            BulkAct::Revoke => icons::PROHIBIT,
        },
        Ask::Select(Some(_)) => icons::APP_WINDOW,
        Ask::Select(None) | Ask::ClearSelected => icons::X,
        Ask::SelectSession(_) => icons::USER,
        Ask::ShowActivity(_) => icons::CLOCK_COUNTER_CLOCKWISE,
        Ask::Report(ReportAsk::CopyRun { .. }) => icons::COPY,
        Ask::Report(_) => icons::FILE_TEXT,
        Ask::NewProfile => icons::PLUS,
        Ask::EditProfile(_) | Ask::TakeEnvironment(_) => icons::NOTE_PENCIL,
        Ask::UndoDelete(_) => icons::CLOCK_COUNTER_CLOCKWISE,
        Ask::Choose(_) => icons::CHECK,
        Ask::Inspect(act) => inspect_icon(act),
        Ask::PickImport => icons::DOWNLOAD_SIMPLE,
        Ask::StartDemoOrg { .. } => icons::PLAY,
        // Not an "x": beside the one that clears the selection it would say the same.
        Ask::StopDemoOrg | Ask::CancelRounds => icons::STOP,
        Ask::Demo(DemoCommand::StartOn(_)) => icons::PLAY,
        Ask::Demo(DemoCommand::NewProfile { .. }) => icons::PLUS,
        Ask::Demo(_) => icons::FLASK,
        Ask::UnlockKeyring | Ask::UnlockMemory | Ask::Unlock => icons::LOCK_SIMPLE_OPEN,
        Ask::ChangeVault(task) => vault_icon(*task),
        Ask::Lock => icons::LOCK_SIMPLE,
        Ask::PickExtraCa => icons::FILE_TEXT,
        Ask::SaveSettings => icons::ARROWS_CLOCKWISE,
        Ask::TogglePresentation => icons::EYE_SLASH,
        Ask::CopyDiagnostics => icons::CLIPBOARD_TEXT,
        Ask::OpenDataFolder => icons::EXPORT,
        Ask::Diagnose(_) => icons::PULSE,
        Ask::Explain(_) => icons::LIGHTBULB,
        Ask::Shortcuts => icons::KEYBOARD,
    }
}

fn inspect_icon(act: &InspectAct) -> &'static str {
    match act {
        InspectAct::Clear => icons::X,
        InspectAct::Tree(_) => icons::BRACKETS_CURLY,
        InspectAct::Compare(_) => icons::ARROWS_LEFT_RIGHT,
        InspectAct::By(_) => icons::APP_WINDOW,
        InspectAct::FetchKeys => icons::DOWNLOAD_SIMPLE,
        InspectAct::Introspect => icons::PAPER_PLANE_TILT,
        InspectAct::Revoke => icons::PROHIBIT,
    }
}

/// Returns the icon of a change of the vault.
#[must_use]
pub fn vault_icon(task: VaultTask) -> &'static str {
    match task {
        VaultTask::ToKeyring => icons::VAULT,
        VaultTask::ToPassphrase | VaultTask::ChangePassphrase => icons::LOCK_KEY,
        VaultTask::SetRecovery => icons::SHIELD_CHECK,
        VaultTask::RemoveRecovery => icons::TRASH,
    }
}

/// Returns the icon of a screen.
#[must_use]
pub fn screen_icon(screen: Screen) -> &'static str {
    match screen {
        Screen::Library => icons::STACK,
        Screen::ProfileForm => icons::NOTE_PENCIL,
        Screen::Inspector => icons::SCAN,
        Screen::Chooser => icons::TREE_STRUCTURE,
        Screen::DemoOrg => icons::FLASK,
        Screen::Activity => icons::CLOCK_COUNTER_CLOCKWISE,
        Screen::Settings => icons::GEAR_SIX,
        Screen::Doctor => icons::PULSE,
        Screen::About => icons::INFO,
    }
}

/// Returns the button kind of a look.
#[must_use]
pub fn kind(look: Look) -> Kind {
    match look {
        Look::Primary => Kind::Primary,
        Look::Secondary => Kind::Secondary,
        Look::Ghost => Kind::Ghost,
        Look::Danger => Kind::Danger,
    }
}

/// Draws an action as a button with icon and words.
pub fn action(ui: &mut Ui, action: &Action, size: Size) -> Option<Ask> {
    draw(ui, action, size, Some(icon(&action.ask)))
}

/// Draws an action as a button with an icon of its own.
pub fn action_with(ui: &mut Ui, action: &Action, size: Size, glyph: &str) -> Option<Ask> {
    draw(ui, action, size, Some(glyph))
}

/// Draws an action without a ground, for the head of a card.
pub fn action_quiet(ui: &mut Ui, action: &Action, glyph: &str) -> Option<Ask> {
    let button = Button::new(&action.label)
        .icon(glyph)
        .kind(Kind::Ghost)
        .size(Size::Mini);
    pressed(add(ui, button, action), action)
}

/// Draws an action as words without a ground, for the head of a card.
pub fn words_quiet(ui: &mut Ui, action: &Action) -> Option<Ask> {
    let button = Button::new(&action.label)
        .kind(Kind::Ghost)
        .size(Size::Mini);
    pressed(add(ui, button, action), action)
}

/// Draws an action's icon without a ground, for the head of a card.
pub fn icon_quiet(ui: &mut Ui, action: &Action) -> Option<Ask> {
    let button = Button::icon_only(icon(&action.ask), &action.label).size(Size::Mini);
    pressed(add(ui, button, action), action)
}

/// Draws an action as a button of words alone.
pub fn action_words(ui: &mut Ui, action: &Action, size: Size) -> Option<Ask> {
    draw(ui, action, size, None)
}

/// Draws an action as its icon alone; words and key are the tooltip.
pub fn action_icon(ui: &mut Ui, action: &Action, size: Size) -> Option<Ask> {
    let button = Button::icon_only(icon(&action.ask), &action.label)
        .kind(kind(action.look))
        .size(size);
    pressed(add(ui, button, action), action)
}

fn draw(ui: &mut Ui, action: &Action, size: Size, glyph: Option<&str>) -> Option<Ask> {
    let mut button = Button::new(&action.label)
        .kind(kind(action.look))
        .size(size);
    if let Some(glyph) = glyph {
        button = button.icon(glyph);
    }
    pressed(add(ui, button, action), action)
}

/// Adds a button that was begun elsewhere, with the action's reason, hint and key.
pub fn add(ui: &mut Ui, button: Button<'_>, action: &Action) -> Response {
    let reason = action.disabled.as_deref();
    let response = ui.add(button.disabled_because(reason));
    if reason.is_some() {
        return response;
    }
    explained(response, action)
}

/// Hangs the action's hint and key on the button that does it.
pub fn explained(response: Response, action: &Action) -> Response {
    match (action.hint.as_str(), action.keys) {
        ("", "") => response,
        ("", keys) => tooltip::with_keys(response, &action.label, keys),
        (hint, "") => tooltip::attach(response, Some(hint), None),
        (hint, keys) => tooltip::with_keys(response, hint, keys),
    }
}

fn pressed(response: Response, action: &Action) -> Option<Ask> {
    response.clicked().then(|| action.ask.clone())
}

/// Draws actions as the items of an open menu, danger last and after a line.
pub fn items(ui: &mut Ui, actions: &[Action]) -> Option<Ask> {
    let mut chosen = None;
    let is_danger = |action: &&Action| action.look == Look::Danger;
    let (danger, plain): (Vec<&Action>, Vec<&Action>) = actions.iter().partition(is_danger);
    let both = !danger.is_empty() && !plain.is_empty();
    for action in plain {
        chosen = item(ui, action).or(chosen);
    }
    if both {
        menu::line(ui);
    }
    for action in danger {
        chosen = item(ui, action).or(chosen);
    }
    chosen
}

fn item(ui: &mut Ui, action: &Action) -> Option<Ask> {
    let mut item = menu::Item::new(icon(&action.ask), &action.label)
        .disabled_because(action.disabled.as_deref());
    if !action.keys.is_empty() {
        item = item.keys(action.keys);
    }
    if action.look == Look::Danger {
        item = item.danger();
    }
    item.show(ui).then(|| action.ask.clone())
}

/// Draws the "…" button that opens a menu of actions; nothing when there are none.
pub fn more(ui: &mut Ui, actions: &[Action], size: Size) -> Option<Ask> {
    more_of(ui, "", actions, size)
}

/// The same where a screen has several; `what` says what this one is about.
pub fn more_of(ui: &mut Ui, what: &str, actions: &[Action], size: Size) -> Option<Ask> {
    if actions.is_empty() {
        return None;
    }
    let name = match what {
        "" => words::text("window-more"),
        what => words::with("window-more-of", &[("what", what)]),
    };
    let opener = ui.add(Button::icon_only(icons::DOTS_THREE, &name).size(size));
    menu::under(&opener, menu_width(ui, actions), |ui| items(ui, actions)).flatten()
}

/// Returns how wide a button with an icon and these words is.
#[must_use]
pub fn width_of(ui: &Ui, words: &str, size: Size) -> f32 {
    let style = if size == Size::Mini {
        Style::Small
    } else {
        Style::Strong
    };
    let colour = egui::Color32::PLACEHOLDER;
    let words = super::paint::one_line(ui, style, words, colour, f32::INFINITY);
    2.0 * size.pad() + size.icon() + size.gap() + words.size().x
}

/// Returns how many of these actions, from the first on, find room in one row; the others need the "…" button,
/// whose room is counted. The first always counts: a row without a next step would be worse.
#[must_use]
pub fn that_fit(ui: &Ui, actions: &[Action], size: Size, room: f32) -> usize {
    const GAP: f32 = 8.0;
    let more = size.height() + GAP;
    let mut used = 0.0;
    let mut count = 0;
    for (index, action) in actions.iter().enumerate() {
        used += width_of(ui, &action.label, size) + GAP;
        let is_last = index + 1 == actions.len();
        let reserved = if is_last { 0.0 } else { more };
        if used - GAP + reserved > room {
            break;
        }
        count = index + 1;
    }
    count.max(1).min(actions.len())
}

/// Returns how wide a menu of these actions has to be.
#[must_use]
pub fn menu_width(ui: &Ui, actions: &[Action]) -> f32 {
    let widest = actions
        .iter()
        .map(|action| {
            let words = format!("{}   {}", action.label, action.keys);
            let colour = egui::Color32::PLACEHOLDER;
            super::paint::one_line(ui, Style::Body, &words, colour, 400.0)
                .size()
                .x
        })
        .fold(0.0, f32::max);
    (widest + 64.0).clamp(200.0, 340.0)
}
