//! `trainer evaluate-fine-tuning`: what fine-tuning is worth to strangers, as a table in Markdown.

use std::io::{Write, stdout};
use std::path::PathBuf;

use anyhow::{Context, Result};
use trainer::data::folds::Folds;
use trainer::data::mnist::{Mnist, Split, TRAINING};
use trainer::evaluate::fine_tuning::worst_read;
use trainer::model::store::Store;
use trainer::train::fine_tuning::rehearsal;

use super::{read_all, read_mnist, read_split, test_set};

/// Writers that the table shows.
const WRITERS: usize = 6;

#[derive(clap::Args)]
pub struct Arguments {
    /// Folder with MNIST's four IDX files, plain or gzipped
    #[arg(short, long, value_name = "DIR")]
    data_set: PathBuf,
    /// The drawings that the networks were cross-validated by, newline-delimited JSON, plain or gzipped
    #[arg(long, value_name = "FILE", num_args = 1.., required = true)]
    drawings: Vec<PathBuf>,
    /// JSON object of writers, collections and kinds of negatives, and their folds
    #[arg(long, value_name = "FILE")]
    folds: PathBuf,
    /// Folder with the folds' networks, as `cross-validate --models` writes it
    #[arg(long, value_name = "DIR")]
    models: PathBuf,
}

/// Prints a row for each of the writers whom the committees that never saw them read worst.
pub fn run(arguments: &Arguments) -> Result<()> {
    let folds = Folds::read(&arguments.folds)?;
    let committees = (0..folds.count()).map(|fold| Store::new(arguments.models.join(format!("fold-{fold}"))).read());
    let committees = committees.map(|read| Ok(read?.0)).collect::<Result<Vec<_>>>()?;
    let mut images = read_mnist(&arguments.data_set)?;
    images.split_off(TRAINING);
    let test = test_set(&read_split(&arguments.data_set, Split::Test)?, &arguments.data_set)?;
    let strangers = worst_read(&committees, read_all(&arguments.drawings)?, &folds, WRITERS)
        .with_context(|| arguments.folds.display().to_string())?;
    let rehearsals = [rehearsal(images), rehearsal(Mnist::default())];
    let mut out = stdout();
    writeln!(out, "| writer | the other drawings | MNIST's test images | without MNIST: the other drawings | MNIST |")?;
    writeln!(out, "| --- | --- | --- | --- | --- |")?;
    for stranger in strangers {
        write!(out, "| {} |", stranger.writer)?;
        for rehearsal in &rehearsals {
            for [before, after] in stranger.fine_tuned(&committees[stranger.fold], rehearsal, &test)? {
                write!(out, " {:.2} → {:.2} % |", 100.0 * before, 100.0 * after)?;
            }
        }
        writeln!(out)?;
    }
    Ok(())
}
