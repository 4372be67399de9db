//! The engine against honest and hostile components.

mod admission;
mod compiling;
mod hostile;
mod knobs;
mod sharing;
mod support;
