//! Pictures of how cost grows: panels side by side over one logarithmic axis, as hand-written SVG. Text stays text and
//! the background is white, so that it is readable and searchable on any page.

use std::fmt::Write;

use super::{Result, checkout};

/// The inner size of a panel, in the picture's units.
const WIDE: f64 = 300.0;
const HIGH: f64 = 220.0;
/// The margins of a panel: for the numbers at its left, half of the last number at its right, its name above, the
/// numbers and labels below.
const LEFT: f64 = 62.0;
const RIGHT: f64 = 36.0;
const ABOVE: f64 = 66.0;
const BELOW: f64 = 74.0;

/// Distinguishable with red-green colour blindness (Okabe and Ito), and by the shape of their marks.
const COLOURS: [&str; 4] = ["#0072b2", "#d55e00", "#009e73", "#6f4e7c"];

pub struct Plot {
    /// Read by screen readers and shown above.
    pub title: String,
    /// The quantity along the logarithmic horizontal axis.
    pub along: String,
    pub panels: Vec<Panel>,
}

pub struct Panel {
    /// What is measured, with its unit.
    pub title: String,
    pub lines: Vec<Line>,
}

pub struct Line {
    pub name: String,
    /// Both must be positive because of the logarithm; others are left out.
    pub points: Vec<(f64, f64)>,
}

/// A logarithmic axis from one power of ten to another.
struct Axis {
    from: i32,
    to: i32,
}

impl Axis {
    fn over(values: impl Iterator<Item = f64> + Clone) -> Self {
        let exponents = values.filter(|value| *value > 0.0).map(f64::log10);
        let least = exponents.clone().fold(f64::INFINITY, f64::min);
        let most = exponents.fold(f64::NEG_INFINITY, f64::max);
        if least > most {
            return Self { from: 0, to: 1 };
        }
        let (from, to) = (whole(least.floor()), whole(most.ceil()));
        Self { from, to: to.max(from + 1) }
    }

    /// The position of a value, from 0 to 1.
    fn at(&self, value: f64) -> f64 {
        (value.log10() - f64::from(self.from)) / f64::from(self.to - self.from)
    }

    fn marks(&self) -> impl Iterator<Item = f64> {
        (self.from..=self.to).map(|exponent| 10_f64.powi(exponent))
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the exponent of a measured figure")]
fn whole(exponent: f64) -> i32 {
    exponent.clamp(-12.0, 12.0) as i32
}

impl Plot {
    /// Writes the picture to `docs/pictures`, where the documentation shows it.
    pub fn write(&self, file: &str) -> Result<()> {
        let path = checkout().join("docs/pictures").join(file);
        std::fs::write(&path, self.svg()).map_err(|error| format!("{}: {error}", path.display()))?;
        eprintln!("written to {}", path.display());
        Ok(())
    }

    #[expect(clippy::cast_precision_loss, reason = "a few panels")]
    pub fn svg(&self) -> String {
        let panel = LEFT + WIDE + RIGHT;
        let (wide, high) = (panel * self.panels.len() as f64, ABOVE + HIGH + BELOW);
        let title = escaped(&self.title);
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {wide} {high}\" role=\"img\" \
             aria-labelledby=\"title\" font-family=\"system-ui, sans-serif\" font-size=\"12\" fill=\"#222\">\n\
             <title id=\"title\">{title}</title>\n\
             <rect width=\"{wide}\" height=\"{high}\" fill=\"#fff\"/>\n\
             <text x=\"16\" y=\"26\" font-size=\"16\" font-weight=\"600\">{title}</text>\n"
        );
        let points = self.panels.iter().flat_map(|panel| &panel.lines).flat_map(|line| &line.points);
        let along = Axis::over(points.map(|(x, _)| *x));
        for (number, panel_of) in self.panels.iter().enumerate() {
            let left = panel * number as f64 + LEFT;
            let _ = writeln!(svg, "<g transform=\"translate({left} {ABOVE})\">");
            panel_of.draw(&mut svg, &along, &self.along);
            svg.push_str("</g>\n");
        }
        svg.push_str("</svg>\n");
        svg
    }
}

impl Panel {
    fn draw(&self, svg: &mut String, along: &Axis, words: &str) {
        let up = Axis::over(self.lines.iter().flat_map(|line| &line.points).map(|(_, y)| *y));
        let _ = writeln!(svg, "<text x=\"0\" y=\"-12\" font-weight=\"600\">{}</text>", escaped(&self.title));
        svg.push_str("<g stroke=\"#ccc\" stroke-width=\"1\">\n");
        for value in up.marks() {
            let y = place(HIGH * (1.0 - up.at(value)));
            let _ = writeln!(svg, "<line x1=\"0\" y1=\"{y}\" x2=\"{WIDE}\" y2=\"{y}\"/>");
        }
        for value in along.marks() {
            let x = place(WIDE * along.at(value));
            let _ = writeln!(svg, "<line x1=\"{x}\" y1=\"0\" x2=\"{x}\" y2=\"{HIGH}\"/>");
        }
        svg.push_str("</g>\n");
        for value in up.marks() {
            let y = place(HIGH * (1.0 - up.at(value)) + 4.0);
            let _ = writeln!(svg, "<text x=\"-8\" y=\"{y}\" text-anchor=\"end\">{}</text>", number(value));
        }
        for value in along.marks() {
            let (x, y) = (place(WIDE * along.at(value)), HIGH + 18.0);
            let _ = writeln!(svg, "<text x=\"{x}\" y=\"{y}\" text-anchor=\"middle\">{}</text>", number(value));
        }
        let (x, y) = (WIDE / 2.0, HIGH + 38.0);
        let _ = writeln!(svg, "<text x=\"{x}\" y=\"{y}\" text-anchor=\"middle\">{}</text>", escaped(words));
        for (line, index) in self.lines.iter().zip(0..) {
            line.draw(svg, index, along, &up);
        }
    }
}

impl Line {
    fn draw(&self, svg: &mut String, index: u8, along: &Axis, up: &Axis) {
        let colour = COLOURS.get(usize::from(index) % COLOURS.len()).unwrap_or(&"#000");
        let points = self.points.iter().filter(|(x, y)| *x > 0.0 && *y > 0.0);
        let places: Vec<(String, String)> =
            points.map(|(x, y)| (place(WIDE * along.at(*x)), place(HIGH * (1.0 - up.at(*y))))).collect();
        let path: Vec<String> = places.iter().map(|(x, y)| format!("{x},{y}")).collect();
        let path = path.join(" ");
        let _ = writeln!(svg, "<polyline points=\"{path}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/>");
        for (x, y) in &places {
            mark(svg, index, colour, x, y);
        }
        // The names are below the panel, side by side.
        let (x, y) = (f64::from(index) * 130.0, HIGH + 58.0);
        mark(svg, index, colour, &place(x + 4.0), &place(y - 4.0));
        let _ = writeln!(svg, "<text x=\"{}\" y=\"{y}\">{}</text>", x + 14.0, escaped(&self.name));
    }
}

fn mark(svg: &mut String, index: u8, colour: &str, x: &str, y: &str) {
    let shape = match index % 3 {
        0 => "<circle r=\"4\"",
        1 => "<rect x=\"-4\" y=\"-4\" width=\"8\" height=\"8\"",
        _ => "<path d=\"M0 -5 L5 4 L-5 4 Z\"",
    };
    let _ = writeln!(svg, "{shape} transform=\"translate({x} {y})\" fill=\"{colour}\"/>");
}

/// A coordinate in the picture: a tenth of a unit is precise enough.
fn place(value: f64) -> String {
    format!("{value:.1}")
}

/// `0.01`, `1`, `1,000`: a power of ten as people write it.
fn number(value: f64) -> String {
    if value < 1.0 {
        return format!("{value}");
    }
    let digits = format!("{value:.0}");
    let groups: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().filter_map(|group| std::str::from_utf8(group).ok()).collect();
    groups.join(",")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
