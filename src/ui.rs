//! The window's looks: views that take view models and return what was asked. No I/O, no async.

mod asks;
pub mod icons;
mod looks;
pub mod present;
pub mod screen;
pub mod theme;
pub mod widget;
mod window;

pub use asks::Asks;
pub use looks::Looks;
pub use window::window_ui;
