//! Many measurements of one thing, summarised as one figure.

/// The figures of all rounds for one thing.
#[derive(Clone, Default)]
pub struct Figures(Vec<f64>);

impl FromIterator<f64> for Figures {
    fn from_iter<I: IntoIterator<Item = f64>>(figures: I) -> Self {
        let mut figures: Vec<f64> = figures.into_iter().collect();
        figures.sort_by(f64::total_cmp);
        Self(figures)
    }
}

impl Figures {
    pub fn push(&mut self, figure: f64) {
        self.0.push(figure);
        self.0.sort_by(f64::total_cmp);
    }

    /// The middle figure (of an even number, the mean of the middle two), if there is any.
    pub fn median(&self) -> Option<f64> {
        let upper = self.0.get(self.0.len() / 2)?;
        let lower = self.0.get((self.0.len() - 1) / 2)?;
        Some(f64::midpoint(*lower, *upper))
    }

    /// The figure that 99 of 100 do not exceed, if there is any.
    pub fn p99(&self) -> Option<f64> {
        let rank = (self.0.len() * 99).div_ceil(100);
        self.0.get(rank.checked_sub(1)?).copied()
    }

    /// The largest figure, if there is any.
    pub fn most(&self) -> Option<f64> {
        self.0.last().copied()
    }

    /// The median with the smallest and the largest: `0.56 (0.54–0.60)`.
    pub fn shown(&self, digits: usize) -> String {
        match (self.median(), self.0.first(), self.0.last()) {
            (Some(median), Some(least), Some(most)) if self.0.len() > 1 => {
                format!("{median:.digits$} ({least:.digits$}–{most:.digits$})")
            }
            (Some(median), ..) => format!("{median:.digits$}"),
            _ => "–".to_owned(),
        }
    }
}
