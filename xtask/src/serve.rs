//! `cargo xtask serve`: from a clone to a page.

use std::env;
use std::os::unix::process::CommandExt;
use std::process::Command;

use crate::failure::Failure;
use crate::stage::Stages;
use crate::workspace::Workspace;
use crate::{Outcome, host, plugins};

/// Builds what is not built and becomes `balcao serve`.
pub fn run(workspace: &Workspace, stages: &Stages, arguments: &[String]) -> Outcome {
    plugins::build(workspace, stages, &[plugins::STANDARD])?;
    host::build(workspace, stages)?;
    let program = workspace.built("balcao");
    let components = workspace.components();
    let defaults = [
        ("--database", "sqlite:.balcao/demo.db"),
        ("--files", ".balcao/files"),
        ("--listen", "127.0.0.1:8080"),
    ];
    let mut balcao = Command::new(&program);
    balcao.current_dir(&workspace.root).args(["serve", "--demo"]);
    for (option, value) in defaults {
        if !is_set(option, arguments) {
            balcao.args([option, value]);
        }
    }
    if !is_set("--plugins", arguments) {
        balcao.arg("--plugins").arg(components);
    }
    let refused = balcao.args(arguments).exec();
    Err(Failure::io("starting", &program)(refused))
}

/// Whether an option is given, on the command line or as its variable: then it has no default here.
fn is_set(option: &str, arguments: &[String]) -> bool {
    let name = option.trim_start_matches('-');
    let variable = format!("BALCAO_{}", name.to_uppercase().replace('-', "_"));
    env::var_os(variable).is_some()
        || arguments.iter().any(|argument| {
            argument.strip_prefix(option).is_some_and(|rest| rest.is_empty() || rest.starts_with('='))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_option_that_is_given_has_no_default() {
        let given = |arguments: &[&str]| {
            let arguments: Vec<String> = arguments.iter().map(|a| a.to_string()).collect();
            is_set("--listen", &arguments)
        };
        assert!(given(&["--listen", "127.0.0.1:9"]));
        assert!(given(&["--listen=127.0.0.1:9"]));
        assert!(!given(&["--listener", "x"]));
        assert!(!given(&[]));
    }
}
