//! Scripts: a module takes in the modules that it imports, and the whole is minified.
//!
//! The modules' texts are put behind each other, imports first and without the words `import` and `export`. That is
//! right as long as no two of them use one name for two things at their top level and nothing is renamed on its way;
//! else the build fails and says so. A dynamic `import()` stays one.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Component, Path, PathBuf};

use oxc_allocator::Allocator;
use oxc_ast::ast::{ImportDeclarationSpecifier, Statement};
use oxc_codegen::{Codegen, CodegenOptions};
use oxc_minifier::{Minifier, MinifierOptions};
use oxc_parser::Parser;
use oxc_semantic::SemanticBuilder;
use oxc_span::{GetSpan as _, SourceType};

/// One module, apart from its neighbours.
struct Module {
    imports: Vec<PathBuf>,
    /// Without its imports; `inner` also without its exports.
    text: String,
    inner: String,
}

/// Those that another one imports statically.
pub fn imported(scripts: &[PathBuf]) -> BTreeSet<PathBuf> {
    scripts.iter().flat_map(|path| read(path).imports).collect()
}

/// The script at `path` with all that it imports, minified.
pub fn bundle(path: &Path) -> String {
    let mut seen = BTreeSet::new();
    let mut text = String::new();
    let entry = read(path);
    for import in &entry.imports {
        take_in(import, &mut seen, &mut text);
    }
    text += &entry.text;
    let kind = if text.contains("\nexport ") || !seen.is_empty() { SourceType::mjs() } else { SourceType::script() };
    minify(path, &text, kind)
}

fn take_in(path: &Path, seen: &mut BTreeSet<PathBuf>, text: &mut String) {
    if !seen.insert(path.to_owned()) {
        return;
    }
    let module = read(path);
    for import in &module.imports {
        take_in(import, seen, text);
    }
    *text += &module.inner;
}

fn read(path: &Path) -> Module {
    let source = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let allocator = Allocator::default();
    let parsed = Parser::new(&allocator, &source, SourceType::mjs()).parse();
    assert!(parsed.diagnostics.is_empty(), "{}: {:?}", path.display(), parsed.diagnostics);
    let mut module = Module { imports: Vec::new(), text: String::new(), inner: String::new() };
    for statement in &parsed.program.body {
        let span = statement.span();
        let text = span.source_text(&source);
        match statement {
            Statement::ImportDeclaration(import) => {
                for specifier in import.specifiers.iter().flatten() {
                    let same = matches!(specifier, ImportDeclarationSpecifier::ImportSpecifier(one)
                        if one.imported.name() == one.local.name);
                    assert!(same, "{}: an import keeps its name here: {text}", path.display());
                }
                module.imports.push(beside(path, &import.source.value));
                continue;
            }
            Statement::ExportNamedDeclaration(export) => {
                if let Some(declaration) = &export.declaration {
                    module.inner += declaration.span().source_text(&source);
                } else {
                    assert!(export.specifiers.is_empty(), "{}: export it where it is made: {text}", path.display());
                }
            }
            Statement::ExportAllDeclaration(_) | Statement::ExportDefaultDeclaration(_) => {
                panic!("{}: export it by its name: {text}", path.display())
            }
            _ => module.inner += text,
        }
        module.inner.push('\n');
        module.text += text;
        module.text.push('\n');
    }
    module
}

/// `../dom.js` beside `static/widget/view/text.js` is `static/widget/dom.js`.
fn beside(path: &Path, import: &str) -> PathBuf {
    assert!(import.starts_with('.'), "{}: only neighbours can be imported: {import}", path.display());
    let mut found = PathBuf::new();
    for part in path.with_file_name(import).components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => _ = found.pop(),
            part => found.push(part),
        }
    }
    found
}

fn minify(path: &Path, text: &str, kind: SourceType) -> String {
    let allocator = Allocator::default();
    let mut parsed = Parser::new(&allocator, text, kind).parse();
    assert!(parsed.diagnostics.is_empty(), "{}: {:?}", path.display(), parsed.diagnostics);
    // Two modules with one name would be one name declared twice.
    let checked = SemanticBuilder::new().with_check_syntax_error(true).build(&parsed.program);
    assert!(checked.diagnostics.is_empty(), "{}, folded together: {:?}", path.display(), checked.diagnostics);
    let minified = Minifier::new(MinifierOptions::default()).minify(&allocator, &mut parsed.program);
    Codegen::new()
        .with_options(CodegenOptions::minify())
        .with_scoping(minified.scoping)
        .with_private_member_mappings(minified.class_private_mappings)
        .build(&parsed.program)
        .code
}
