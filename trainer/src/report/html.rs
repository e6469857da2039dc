//! The report: one HTML file that shows at a glance how a training went and what its committee does.

use std::fmt::Write;

use anyhow::Result;
use network::{Committee, DIGITS, Image, Network, PIXELS};
use rand::SeedableRng;
use rand_pcg::Pcg64Mcg;

use super::picture::{data_url, sprite};
use super::plot;
use crate::evaluate::evaluation::TestSet;
use crate::evaluate::predictions::{Prediction, Predictions, confidences};
use crate::evaluate::rejections::Rejections;
use crate::examples::allographs::{ALLOGRAPHS, Allograph};
use crate::examples::sampling::sample_allograph;
use crate::model::card::Card;
use crate::train::recipe::Progress;

/// The most mistakes that are shown.
const MISTAKES: usize = 60;
/// Examples of each allograph.
const WRITTEN: usize = 24;

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#222}\
    table{border-collapse:collapse}td,th{padding:.2rem .6rem;text-align:right;font-variant-numeric:tabular-nums}\
    img{image-rendering:pixelated}figure{display:inline-block;margin:.4rem;text-align:center;font-size:.8rem}\
    pre{background:#f4f4f4;padding:1rem;overflow:auto}";

/// The HTML. `what` says in words what the test set's digits are, of which there are predictions; its negatives are of kinds
/// that the committee learnt from.
pub fn html(
    committee: &Committee,
    card: &Card,
    history: &[Progress],
    what: &str,
    set: &TestSet,
    predictions: &Predictions,
) -> Result<String> {
    let mut page = format!(
        "<!doctype html><html lang=en><meta charset=utf-8><title>Training report</title><style>{STYLE}</style>\
         <h1>{:.2}% of {} {what}</h1>",
        100.0 * predictions.accuracy(),
        predictions.total()
    );
    for (name, member) in committee.members().into_iter().flatten() {
        let accuracy = 100.0 * Predictions::of(&member, &set.digits).accuracy();
        write!(page, "<p>The {name} member by itself: {accuracy:.2}%</p>")?;
    }
    if !history.is_empty() {
        let curves = data_url("svg+xml", plot::learning_curves(history)?.as_bytes());
        write!(page, "<h2>Learning curves</h2><img alt='Loss and validation error by epoch' src='{curves}'>")?;
    }
    write!(
        page,
        "<h2>Confusion</h2><p>A row for each label, a column for each prediction.{}",
        confusion(predictions)?
    )?;
    write!(
        page,
        "<h2>Reliability</h2><p>How often predictions of a probability are right. Calibration error {:.2}%.</p>\
         <img alt='Share of right predictions by probability' src='{}'>",
        100.0 * predictions.calibration_error(),
        data_url("svg+xml", plot::reliability(predictions)?.as_bytes())
    )?;
    let (of_digits, of_negatives) = (predictions.confidences(), confidences(committee, &set.negatives));
    if !of_negatives.is_empty() {
        write!(
            page,
            "<h2>No digit</h2><p>At the threshold of {:.3}, {} of {} drawings and images of no digit are rejected, of \
             kinds that it learnt from, and {} of the digits.</p><img alt='Share of negatives rejected, by the share \
             of digits rejected' src='{}'>",
            card.threshold,
            Rejections::of(&of_negatives, card.threshold),
            of_negatives.len(),
            Rejections::of(&of_digits, card.threshold),
            data_url("svg+xml", plot::rejections(&of_digits, &of_negatives, card.threshold)?.as_bytes())
        )?;
    }
    write!(page, "<h2>Worst mistakes</h2>{}", mistakes(predictions, &set.digits)?)?;
    if card.allographs > 0.0 {
        write!(
            page,
            "<h2>Allographs</h2><p>The ways in which people write each digit, as rules write them and the recipe \
             augments them.</p>{}",
            contact_sheet()?
        )?;
    }
    write!(
        page,
        "<h2>Hidden units</h2><p>The weights of each hidden unit of the dense network as an image: dark speaks against, bright for.</p>\
         <img width=1120 style='max-width:100%' alt='Weights of the hidden units' src='{}'>",
        hidden_units(committee.dense())?
    )?;
    write!(page, "<h2>Card</h2><pre>{}</pre>", String::from_utf8_lossy(&card.to_json()))?;
    Ok(page)
}

fn confusion(predictions: &Predictions) -> Result<String> {
    let mut table = String::from("<table><tr><th>");
    (0..DIGITS).try_for_each(|digit| write!(table, "<th>{digit}"))?;
    for (label, counts) in predictions.confusion().iter().enumerate() {
        write!(table, "<tr><th>{label}")?;
        let most = counts.iter().enumerate().filter(|(digit, _)| *digit != label).map(|(_, count)| *count).max();
        for (digit, &count) in counts.iter().enumerate() {
            let share = if digit == label { 0.0 } else { count as f64 / most.unwrap_or(0).max(1) as f64 };
            write!(table, "<td style='background:rgb(220 60 40/{:.2})'>{count}", share * 0.6)?;
        }
    }
    Ok(table + "</table>")
}

/// The mistakes of which the committee is surest, with its prediction.
fn mistakes(predictions: &Predictions, examples: &[(Image, u8)]) -> Result<String> {
    let found = predictions.0.iter().zip(examples).map(|((found, label), (image, _))| (image, *label, *found));
    let mut wrong: Vec<_> = found.filter(|(_, label, found)| found.digit != usize::from(*label)).collect();
    wrong.sort_by(|a, b| b.2.probability.total_cmp(&a.2.probability));
    let mut figures = String::new();
    for (image, label, Prediction { digit, probability, .. }) in wrong.into_iter().take(MISTAKES) {
        let tile = image.intensities().map(|intensity| 255 - (intensity * 255.0) as u8);
        write!(
            figures,
            "<figure><img width=84 height=84 alt='A {label}' src='{}'><figcaption>{label}, read as {digit}<br>{:.1}%\
             </figcaption></figure>",
            data_url("png", &sprite(&[tile], 1)?),
            100.0 * probability
        )?;
    }
    Ok(figures)
}

/// A row for each allograph.
fn contact_sheet() -> Result<String> {
    let mut rng = Pcg64Mcg::seed_from_u64(0);
    let mut tile = |allograph: &Allograph| -> [u8; PIXELS] {
        let mut intensities = [0.0; PIXELS];
        sample_allograph(allograph, &mut rng, &mut intensities);
        intensities.map(|intensity| 255 - (intensity * 255.0) as u8)
    };
    let mut table = String::from("<table>");
    for (digit, allographs) in ALLOGRAPHS.iter().enumerate() {
        for allograph in *allographs {
            let tiles: Vec<_> = (0..WRITTEN).map(|_| tile(allograph)).collect();
            let name = allograph.name;
            let row = data_url("png", &sprite(&tiles, WRITTEN)?);
            write!(table, "<tr><td>{digit}<td>{name}<td><img alt='{digit}, {name}' src='{row}'>")?;
        }
    }
    Ok(table + "</table>")
}

fn hidden_units(network: &Network) -> Result<String> {
    let tiles: Vec<_> = network
        .hidden()
        .rows()
        .into_iter()
        .map(|row| {
            let largest = row.iter().skip(1).fold(f32::MIN_POSITIVE, |most, weight| most.max(weight.abs()));
            std::array::from_fn(|pixel| (127.5 + 127.5 * row[pixel + 1] / largest) as u8)
        })
        .collect();
    Ok(data_url("png", &sprite(&tiles, 20)?))
}
