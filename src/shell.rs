//! The shell: what joins state, reducer and engine. It decides nothing.

pub mod driver;
pub mod fault;
pub mod log;
mod real;
pub mod terminal;
pub mod window;
