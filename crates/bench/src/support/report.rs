//! The figures of a run as Markdown: on the terminal, and as the file that is committed.

use std::fmt::Write;

/// The results of one scenario.
pub struct Section {
    pub title: String,
    /// A paragraph: what was measured, how, and what is fair about it.
    pub about: String,
    pub tables: Vec<Table>,
    pub bars: Vec<Bar>,
}

#[derive(Default)]
pub struct Table {
    pub caption: String,
    /// The names of the columns; the first column has the lines' names.
    pub columns: Vec<String>,
    pub lines: Vec<(String, Vec<String>)>,
}

/// A bar that the project has set itself.
pub struct Bar {
    pub what: String,
    pub measured: Option<f64>,
    pub limit: Limit,
}

#[derive(Clone, Copy)]
pub enum Limit {
    AtMost(f64),
    AtLeast(f64),
}

impl Bar {
    pub fn at_most(what: impl Into<String>, measured: Option<f64>, limit: f64) -> Self {
        Self { what: what.into(), measured, limit: Limit::AtMost(limit) }
    }

    pub fn at_least(what: impl Into<String>, measured: Option<f64>, limit: f64) -> Self {
        Self { what: what.into(), measured, limit: Limit::AtLeast(limit) }
    }

    fn cells(&self) -> Vec<String> {
        let (sign, bar, holds) = match self.limit {
            Limit::AtMost(bar) => ('≤', bar, self.measured.is_some_and(|figure| figure <= bar)),
            Limit::AtLeast(bar) => ('≥', bar, self.measured.is_some_and(|figure| figure >= bar)),
        };
        let measured = self.measured.map_or_else(|| "–".to_owned(), |figure| format!("{figure:.2}"));
        vec![format!("{sign} {bar:.2}"), measured, if holds { "holds" } else { "**missed**" }.to_owned()]
    }
}

impl Table {
    pub fn new(caption: impl Into<String>, columns: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self { caption: caption.into(), columns: columns.into_iter().map(Into::into).collect(), lines: Vec::new() }
    }

    pub fn line(&mut self, name: impl Into<String>, cells: impl IntoIterator<Item = String>) {
        self.lines.push((name.into(), cells.into_iter().collect()));
    }

    fn write(&self, text: &mut String) {
        if !self.caption.is_empty() {
            let _ = writeln!(text, "\n{}\n", self.caption);
        }
        let _ = writeln!(text, "| {} |", self.columns.join(" | "));
        let rules = (0..self.columns.len()).map(|at| if at == 0 { "---" } else { "---:" });
        let _ = writeln!(text, "| {} |", rules.collect::<Vec<_>>().join(" | "));
        for (name, cells) in &self.lines {
            let _ = writeln!(text, "| {name} | {} |", cells.join(" | "));
        }
    }
}

impl Section {
    /// The section of a scenario that failed.
    pub fn missing(title: String) -> Self {
        let about = "**Not measured: it broke off in this run.**".to_owned();
        Self { title, about, tables: Vec::new(), bars: Vec::new() }
    }

    pub fn written(&self) -> String {
        let mut text = format!("## {}\n\n{}\n", self.title, self.about);
        for table in &self.tables {
            table.write(&mut text);
        }
        if !self.bars.is_empty() {
            bars([self].into_iter()).write(&mut text);
        }
        text
    }
}

fn bars<'a>(sections: impl Iterator<Item = &'a Section>) -> Table {
    let mut table = Table::new("The bars:", ["bar", "limit", "measured", ""]);
    for bar in sections.flat_map(|section| &section.bars) {
        table.line(bar.what.clone(), bar.cells());
    }
    table
}

/// The whole report; `machine` describes it before the run.
pub fn written(machine: &[(&str, String)], sections: &[Section], rounds: u32) -> String {
    let mut text = String::from("# Measured side by side\n\n");
    let _ = write!(
        text,
        "Written by `script/bench`. Medians of {rounds} {} (in brackets the least and the greatest); each round \
         starts every server afresh, in turn, in front of the same S3 sink on loopback. CPU is utime + stime of the \
         server's process; PostgreSQL, where it is a child of the server, is shown beside it. Peak memory is the \
         process's VmHWM, begun again before each phase.\n\n",
        if rounds == 1 { "round" } else { "rounds" }
    );
    if cfg!(debug_assertions) {
        text.push_str("**An unoptimised build: these figures say nothing about the product.**\n\n");
    }
    for (name, value) in machine {
        let _ = writeln!(text, "- {name}: {value}");
    }
    let mut all = bars(sections.iter());
    "All bars, in the order of the sections below:".clone_into(&mut all.caption);
    all.write(&mut text);
    for section in sections {
        text.push('\n');
        text.push_str(&section.written());
    }
    text
}
