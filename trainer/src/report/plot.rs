//! Plots, as SVG: learning curves, how far probabilities can be relied on, and what rejecting costs.

use anyhow::{Result, anyhow};
use plotters::prelude::*;

use crate::evaluate::predictions::Predictions;
use crate::evaluate::rejections::Rejections;
use crate::train::recipe::Progress;

const SIZE: (u32, u32) = (720, 360);
const SQUARE: (u32, u32) = (420, 420);

/// Loss by epoch, and the validation error where it was measured, both on a logarithmic scale.
pub fn learning_curves(history: &[Progress]) -> Result<String> {
    let loss: Vec<_> = history.iter().map(|point| (point.epoch, point.loss)).collect();
    let error: Vec<_> = history.iter().filter_map(|p| Some((p.epoch, 1.0 - p.validation_accuracy?))).collect();
    let values = || loss.iter().chain(&error).map(|(_, value)| *value).filter(|value| *value > 0.0);
    let (low, high) = (values().fold(1.0, f64::min), values().fold(1e-3, f64::max));
    let last = history.last().map_or(1, |point| point.epoch).max(2);
    svg(SIZE, |area| {
        let mut chart = ChartBuilder::on(area)
            .margin(12)
            .x_label_area_size(36)
            .y_label_area_size(56)
            .build_cartesian_2d(1..last, (low / 1.3..high * 1.3).log_scale())?;
        chart.configure_mesh().x_desc("epoch").y_label_formatter(&short).light_line_style(WHITE).draw()?;
        for (name, points, color) in [("loss", loss, &BLUE), ("validation error", error, &RED)] {
            if !points.is_empty() {
                chart
                    .draw_series(LineSeries::new(points, color))?
                    .label(name)
                    .legend(move |(x, y)| PathElement::new(vec![(x, y), (x + 20, y)], color));
            }
        }
        chart
            .configure_series_labels()
            .position(SeriesLabelPosition::UpperRight)
            .border_style(BLACK)
            .background_style(WHITE)
            .draw()?;
        Ok(())
    })
}

/// The share of right predictions in each bin of probability, beside the diagonal where they would be equal.
pub fn reliability(predictions: &Predictions) -> Result<String> {
    svg(SQUARE, |area| {
        let mut chart = ChartBuilder::on(area)
            .margin(12)
            .x_label_area_size(36)
            .y_label_area_size(44)
            .build_cartesian_2d(0.0..1.0, 0.0..1.0)?;
        let mut mesh = chart.configure_mesh();
        mesh.x_desc("probability").y_desc("right").x_label_formatter(&short).y_label_formatter(&short);
        mesh.light_line_style(WHITE).draw()?;
        chart.draw_series(LineSeries::new([(0.0, 0.0), (1.0, 1.0)], BLACK.mix(0.4)))?;
        let points = predictions.reliability().into_iter().filter(|(count, _, _)| *count > 0);
        chart.draw_series(points.map(|(count, probability, right)| {
            let size = 2 + (count as f64).log10() as i32 * 2;
            Circle::new((probability, right), size, BLUE.mix(0.7).filled())
        }))?;
        Ok(())
    })
}

/// The receiver operating characteristic: the share of negatives that is rejected, by the share of digits that is, up to
/// a twentieth; and the point of the threshold.
pub fn rejections(digits: &[f32], negatives: &[f32], threshold: f64) -> Result<String> {
    const MOST: f64 = 0.05;
    let mut thresholds = digits.to_vec();
    thresholds.sort_by(f32::total_cmp);
    thresholds.truncate((MOST * digits.len() as f64) as usize + 1);
    let point =
        |threshold: f64| (Rejections::of(digits, threshold).share(), Rejections::of(negatives, threshold).share());
    svg(SQUARE, |area| {
        let mut chart = ChartBuilder::on(area)
            .margin(12)
            .x_label_area_size(36)
            .y_label_area_size(44)
            .build_cartesian_2d(0.0..MOST, 0.0..1.0)?;
        let mut mesh = chart.configure_mesh();
        mesh.x_desc("digits rejected").y_desc("negatives rejected").x_label_formatter(&short).y_label_formatter(&short);
        mesh.light_line_style(WHITE).draw()?;
        // At most some hundred points: more can't be seen.
        let stride = thresholds.len().div_ceil(200).max(1);
        let curve = thresholds.iter().step_by(stride).map(|&threshold| point(f64::from(threshold)));
        chart.draw_series(LineSeries::new(curve, BLUE))?;
        chart.draw_series([Circle::new(point(threshold), 5, RED.filled())])?;
        Ok(())
    })
}

fn short(value: &f64) -> String {
    format!("{value:.2}")
}

/// Draws on a white area.
fn svg(
    size: (u32, u32),
    draw: impl FnOnce(&DrawingArea<SVGBackend, plotters::coord::Shift>) -> Result<(), Box<dyn std::error::Error>>,
) -> Result<String> {
    let mut svg = String::new();
    {
        let area = SVGBackend::with_string(&mut svg, size).into_drawing_area();
        let draw_all = || {
            area.fill(&WHITE)?;
            draw(&area)?;
            Ok(area.present()?)
        };
        draw_all().map_err(|error: Box<dyn std::error::Error>| anyhow!("plot: {error}"))?;
    }
    Ok(svg)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluate::predictions::Prediction;

    fn check(svg: &str, mark: &str) {
        assert!(svg.trim_end().ends_with("</svg>") && svg.matches("</svg>").count() == 1, "{svg}");
        assert!(svg.contains(mark), "no {mark} in {svg}");
    }

    #[test]
    fn plots_are_whole() {
        let point = |epoch, loss| Progress { epoch, loss, validation_accuracy: Some(1.0 - loss / 10.0) };
        check(&learning_curves(&[point(1, 0.5), point(2, 0.2)]).expect("a plot"), "<polyline");
        let prediction = |probability| Prediction { digit: 0, probability, confidence: 1.0 };
        let predictions = Predictions(vec![(prediction(0.9), 0), (prediction(0.4), 1)]);
        check(&reliability(&predictions).expect("a plot"), "<circle");
        check(&rejections(&[0.9, 0.8, 0.2], &[0.1, 0.3], 0.5).expect("a plot"), "<circle");
    }
}
