//! Builds what browsers load from `static/`: bundles modules, minifies and compresses.

#[path = "src/platform/http/compress.rs"]
mod compress;
#[path = "build/css.rs"]
mod css;
#[path = "build/js.rs"]
mod js;
// The tests use the rest of this module.
#[expect(dead_code)]
#[path = "build/words.rs"]
mod words;

use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    // sqlx::migrate! embeds the folder: a new file in it must rebuild the crate.
    println!("cargo:rerun-if-changed=migrations");
    println!("cargo:rerun-if-changed=static");
    println!("cargo:rerun-if-changed=build");
    println!("cargo:rerun-if-changed=src/platform/http/compress.rs");
    println!("cargo:rerun-if-changed=locales");

    #[expect(clippy::disallowed_methods, reason = "cargo passes OUT_DIR in the environment")]
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo says where")).join("static");
    // Files that were removed must not be served any more.
    if out.exists() {
        fs::remove_dir_all(&out).expect("the last build's files go");
    }
    let root = Path::new("static");
    let mut files = Vec::new();
    list(root, &mut files);
    files.sort();
    let scripts: Vec<_> = files.iter().filter(|path| has_ending(path, "js")).cloned().collect();
    let inner = js::imported(&scripts);
    let languages = languages();
    let mut table = String::new();
    for path in files {
        let content = match path.extension().and_then(|ending| ending.to_str()) {
            // It is bundled into the modules that import it.
            Some("js") if inner.contains(&path) => continue,
            Some("js") => {
                let text = js::bundle(&path).replace("EMBED_WORDS", &words::embedded(&languages));
                text.replace("EMBED_STYLE", &format!("`{}`", css::bundle(&root.join("embed.css")))).into_bytes()
            }
            // It is bundled into embed.js.
            Some("css") if path.ends_with("embed.css") => continue,
            Some("css") => css::bundle(&path).into_bytes(),
            // Configuration and types for the editor and the checks.
            Some("json" | "ts") => continue,
            _ => fs::read(&path).expect("a file that was listed"),
        };
        let name = path.strip_prefix(root).expect("it was listed there").to_str().expect("a name in UTF-8");
        table += &line(&out, name, &content);
    }
    for (tag, source) in &languages {
        for (page, prefix) in [("widget", "widget-"), ("chat", "chat-")] {
            table += &line(&out, &format!("{page}/words/{tag}.js"), words::script(source, prefix).as_bytes());
        }
    }
    fs::write(out.join("files.rs"), format!("&[\n{table}]")).expect("a file in OUT_DIR");
}

/// Each language's tag and its file's text.
fn languages() -> Vec<(String, String)> {
    let mut files = Vec::new();
    list(Path::new("locales"), &mut files);
    files.sort();
    let read = |path: &PathBuf| fs::read_to_string(path).expect("a language's file");
    let tag = |path: &PathBuf| path.file_stem().expect("a name").to_string_lossy().into_owned();
    files.iter().map(|path| (tag(path), read(path))).collect()
}

/// Writes the file and returns the Rust expression that includes it.
fn embed(target: &Path, ending: &str, content: &[u8]) -> String {
    let path = format!("{}{ending}", target.display());
    fs::write(&path, content).expect("a file in OUT_DIR");
    format!("include_bytes!({path:?})")
}

/// Writes a file, plain and compressed, and returns its line in the table of all files.
fn line(out: &Path, name: &str, content: &[u8]) -> String {
    let target = out.join(name);
    fs::create_dir_all(target.parent().expect("it lies in a folder")).expect("a folder in OUT_DIR");
    // The server compresses embed.js when it has put its address into it.
    let text = name != "embed.js" && ["js", "css", "svg", "txt"].iter().any(|ending| has_ending(&target, ending));
    let smaller = |ending, compressed: Vec<u8>| {
        if !text || compressed.len() >= content.len() {
            return "None".to_owned();
        }
        format!("Some({})", embed(&target, ending, &compressed))
    };
    let br = smaller(".br", compress::brotli(content));
    let gzip = smaller(".gz", compress::gzip(content));
    let plain = embed(&target, "", content);
    format!("File {{ name: {name:?}, plain: {plain}, br: {br}, gzip: {gzip} }},\n")
}

fn list(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of static/") {
        let path = entry.expect("an entry of static/").path();
        if path.is_dir() {
            list(&path, files);
        } else {
            files.push(path);
        }
    }
}

fn has_ending(path: &Path, ending: &str) -> bool {
    path.extension().is_some_and(|found| found == ending)
}
