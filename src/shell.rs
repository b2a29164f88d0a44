//! The shell: what joins state, reducer and engine. It decides nothing.

pub mod driver;
mod real;
pub mod terminal;
pub mod window;
