//! The rows of what Balcão must do, and that each of them has a test.

use std::process::Command;

/// Every row: a browser test shows it, the right way and the wrong one. A test of a row begins with its
/// name: `w4_start_only_with_a_contract`.
const ROWS: [&str; 29] = [
    "w1", "w2", "w3", "w4", "w5", "w6", "w7", "w8", "w9", "a1", "a2", "a3", "a4", "a5", "a6", "a7", "a8",
    "a9", "g1", "g2", "g3", "g4", "g5", "g6", "g7", "g8", "g9", "g10", "g11",
];

#[test]
fn every_row_has_a_test_that_bears_its_name() {
    let tests = std::env::current_exe().expect("the path of this test");
    let listed = Command::new(tests).arg("--list").output().expect("the names of the tests");
    let listed = String::from_utf8_lossy(&listed.stdout);
    let names: Vec<&str> =
        listed.lines().filter_map(|line| line.strip_suffix(": test")?.rsplit("::").next()).collect();
    for row in ROWS {
        let shown = names.iter().any(|name| name.strip_prefix(row).is_some_and(|rest| rest.starts_with('_')));
        assert!(shown, "no test begins with {row}_ among {names:?}");
    }
}
