fn main() {
    // sqlx::migrate! embeds the folder: a new file in it must rebuild the crate.
    println!("cargo:rerun-if-changed=migrations");
}
