//! A chart: inline SVG, and the same numbers as a table for those who can't or would rather not
//! look at it. Colours come by class, so that dark pages, print and forced colours work.

use balcao_plugins::canvas::{Plot, Series};
use maud::{Markup, html};

use crate::format::Format;

const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 180.0;
const LEFT: f64 = 52.0;
const BOTTOM: f64 = 22.0;
const TOP: f64 = 8.0;

/// Draws it.
pub(crate) fn draw(
    format: Format,
    caption: &str,
    plot: Plot,
    unit: &str,
    labels: &[String],
    series: &[Series],
) -> Markup {
    let with_unit = |value: f64| format!("{} {unit}", format.number(value, 2)).trim_end().to_owned();
    let points = || series.iter().flat_map(|series| series.points.iter().flatten().copied());
    let least = points().fold(f64::INFINITY, f64::min);
    let most = points().fold(f64::NEG_INFINITY, f64::max);
    if least > most {
        return html! { p.empty { (format.lang.nothing_here()) } };
    }
    let names = series.iter().map(|series| series.name.as_str()).collect::<Vec<_>>().join(", ");
    let summary = format.lang.chart_summary(caption, &names, &with_unit(least), &with_unit(most));
    // Bars and areas begin at nothing, or they would lie about how much there is.
    let low = if plot == Plot::Line { least } else { least.min(0.0) };
    let scale = Scale::new(low, most.max(low), labels.len().max(1), plot == Plot::Bar);
    html! {
        figure.chart {
            figcaption { (caption) @if !unit.is_empty() { " " span.dim { "(" (unit) ")" } } }
            @if series.len() > 1 {
                ul.legend role="list" { @for (at, series) in series.iter().enumerate() { li { span.{ "s" (at % 6) } {} (series.name) } } }
            }
            svg viewBox={ "0 0 " (WIDTH) " " (HEIGHT) } role="img" aria-label=(summary) {
                @for tick in &scale.ticks {
                    line.grid-line x1=(LEFT) x2=(WIDTH) y1=(scale.y(*tick)) y2=(scale.y(*tick)) {}
                    text x=(LEFT - 6.0) y=(scale.y(*tick) + 4.0) text-anchor="end" { (format.number(*tick, 2)) }
                }
                @for at in spread(labels.len()) {
                    text x=(place(scale.x(at))) y=(HEIGHT - 6.0) text-anchor="middle" { (labels[at]) }
                }
                @let all = series.len();
                @for (at, series) in series.iter().enumerate() { (shape(&scale, plot, (at, all), labelled(series, labels))) }
            }
            details {
                summary { (format.lang.as_table()) }
                (table(format, caption, labels, series))
            }
        }
    }
}

/// The points that have a label.
fn labelled<'a>(series: &'a Series, labels: &[String]) -> &'a [Option<f64>] {
    &series.points[..series.points.len().min(labels.len())]
}

fn shape(scale: &Scale, plot: Plot, (series, all): (usize, usize), points: &[Option<f64>]) -> Markup {
    let class = format!("s{}", series % 6);
    if plot == Plot::Bar {
        let width = scale.step * 0.76 / all as f64;
        let left = |at: usize| scale.x(at) - scale.step * 0.38 + series as f64 * width;
        return html! {
            @for (at, value) in points.iter().enumerate() {
                @if let Some(value) = value {
                    @let (top, base) = (scale.y(value.max(0.0)), scale.y(value.min(0.0)));
                    rect.(class) x=(place(left(at))) width=(place(width))
                        y=(place(top)) height=(place((base - top).max(0.5))) {}
                }
            }
        };
    }
    html! {
        @for run in runs(points) {
            @let line = run.iter().map(|(at, value)| format!("{},{}", place(scale.x(*at)), place(scale.y(*value)))).collect::<Vec<_>>().join(" ");
            @if plot == Plot::Area {
                @let ends = [run[0].0, run[run.len() - 1].0].map(|at| place(scale.x(at)));
                polygon.area.(class) points={ (ends[0]) "," (HEIGHT - BOTTOM) " " (line) " " (ends[1]) "," (HEIGHT - BOTTOM) } {}
            }
            @if let [(at, value)] = run[..] {
                circle.(class) cx=(place(scale.x(at))) cy=(place(scale.y(value))) r="2.5" {}
            } @else {
                polyline.(class) points=(line) {}
            }
        }
    }
}

/// The stretches without a gap.
fn runs(points: &[Option<f64>]) -> Vec<Vec<(usize, f64)>> {
    let mut runs = vec![Vec::new()];
    for (at, point) in points.iter().enumerate() {
        match point {
            Some(value) => runs.last_mut().expect("there is always one").push((at, *value)),
            None => runs.push(Vec::new()),
        }
    }
    runs.retain(|run| !run.is_empty());
    runs
}

fn table(format: Format, caption: &str, labels: &[String], series: &[Series]) -> Markup {
    html! {
        table {
            caption.sr { (caption) }
            thead { tr { td {} @for series in series { th.num scope="col" { (series.name) } } } }
            tbody {
                @for (at, label) in labels.iter().enumerate() {
                    tr {
                        th scope="row" { (label) }
                        @for series in series {
                            td.num { @match series.points.get(at).copied().flatten() { Some(value) => (format.number(value, 2)), None => "—" } }
                        }
                    }
                }
            }
        }
    }
}

/// From values to places.
struct Scale {
    low: f64,
    high: f64,
    step: f64,
    inset: f64,
    ticks: Vec<f64>,
}

impl Scale {
    fn new(low: f64, high: f64, count: usize, bars: bool) -> Scale {
        let unit = nice((high - low) / 4.0);
        let (low, high) = ((low / unit).floor() * unit, (high / unit).ceil() * unit);
        let high = if high > low { high } else { low + unit };
        let steps = ((high - low) / unit).round() as usize;
        let ticks = (0..=steps.min(12)).map(|at| low + at as f64 * unit).collect();
        let width = WIDTH - LEFT;
        // A bar stands in the middle of its place, a line begins at the edge.
        let gaps = if bars { count } else { (count - 1).max(1) };
        let step = width / gaps as f64;
        Scale { low, high, step, inset: if bars { step / 2.0 } else { 0.0 }, ticks }
    }

    fn x(&self, at: usize) -> f64 {
        LEFT + self.inset + at as f64 * self.step
    }

    fn y(&self, value: f64) -> f64 {
        TOP + (HEIGHT - BOTTOM - TOP) * (1.0 - (value - self.low) / (self.high - self.low))
    }
}

/// The next step of 1, 2 or 5 times a power of ten.
fn nice(step: f64) -> f64 {
    if step <= 0.0 || !step.is_finite() {
        return 1.0;
    }
    let power = 10_f64.powf(step.log10().floor());
    let factor = [1.0, 2.0, 5.0].into_iter().find(|factor| factor * power >= step).unwrap_or(10.0);
    factor * power
}

/// Which labels are written: at most eight, evenly, the first among them.
fn spread(count: usize) -> impl Iterator<Item = usize> {
    (0..count).step_by(count.div_ceil(8).max(1))
}

fn place(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_cover_every_value() {
        for (low, high) in [(0.0, 7.0), (-3.2, 41.0), (5.0, 5.0), (0.001, 0.0042), (1e9, 3e9)] {
            let scale = Scale::new(low, high, 10, false);
            assert!(scale.ticks[0] <= low && *scale.ticks.last().unwrap() >= high, "{low}..{high}");
            assert!((2..=8).contains(&scale.ticks.len()), "{:?}", scale.ticks);
        }
    }

    #[test]
    fn a_gap_parts_the_line() {
        let runs = runs(&[Some(1.0), Some(2.0), None, None, Some(3.0)]);
        assert_eq!(runs, [vec![(0, 1.0), (1, 2.0)], vec![(4, 3.0)]]);
    }
}
