//! Widgets: every control of the window, in all its states.
//!
//! A widget takes its data as arguments and returns what was asked. Each has a
//! name and a role for assistive technology; icons carry no words of their own.

pub mod action;
pub mod badge;
pub mod banner;
pub mod bar;
pub mod button;
pub mod card;
pub mod check;
pub mod chip;
pub mod copy_button;
pub mod dialog;
pub mod empty;
pub mod facts;
pub mod form_row;
pub mod found_row;
pub mod group;
pub mod kbd;
pub mod made_up;
pub mod menu;
pub mod paint;
pub mod pasted;
pub mod profile_row;
pub mod rail_item;
pub mod ring;
pub mod secret_field;
pub mod state;
pub mod strip;
pub mod tabs;
pub mod text;
pub mod text_field;
pub mod toast;
pub mod tooltip;
