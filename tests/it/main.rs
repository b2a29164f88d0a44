//! Everything without a window: sockets, files, processes. One binary, so that it links once.

#[cfg(target_os = "linux")]
mod browser_attacks;
#[cfg(target_os = "linux")]
mod canary;
mod child;
mod cli;
mod clipboard;
mod crash;
mod demo_org;
mod doctor;
mod fault;
mod flows;
mod folder;
mod hostile;
mod hostile_answers;
mod hostile_cases;
mod hostile_tls;
#[cfg(unix)]
mod import_cases;
mod keyring;
mod listener_cases;
mod lock;
mod login;
mod loopback;
#[cfg(target_os = "linux")]
mod namespaces;
mod processes;
mod reports;
#[cfg(unix)]
mod rotation;
mod store;
mod system_lock;
mod vault;
mod vault_moves;
mod waiting;
#[cfg(target_os = "linux")]
mod wire;
