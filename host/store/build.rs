//! A new migration file alone must make this crate compile again: the files are embedded.
fn main() {
    println!("cargo:rerun-if-changed=../../migrations");
}
