//! Screens: one file for each place a person can be.

pub mod about;
pub mod activity;
pub mod chooser;
pub mod demo_org;
pub mod detail;
pub mod dialog;
pub mod doctor;
pub mod error_card;
pub mod fault;
pub mod first_run;
pub mod inspector;
pub mod library;
pub mod list;
pub mod lock;
pub mod profile_form;
pub mod rail;
pub mod settings;
pub mod sheet;
pub mod strip;
pub mod wait;
pub mod zone;
