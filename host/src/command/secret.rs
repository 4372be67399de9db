//! Secrets come in on standard input, never as an argument: those can be read by everybody on a
//! machine.

use std::io::{BufRead, IsTerminal, Write};

/// The first line of standard input.
pub fn read(what: &str) -> std::io::Result<String> {
    if std::io::stdin().is_terminal() {
        eprint!("{what} (it is shown as you type): ");
        std::io::stderr().flush()?;
    }
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line)?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}
