//! `trainer cross-validate`: how well the default recipe reads strangers, and rejects negatives.

use std::collections::BTreeMap;
use std::io::{Write, stdout};
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use trainer::data::folds::Folds;
use trainer::evaluate::cross_validation::{CrossValidation, Results};
use trainer::model::card::Card;
use trainer::model::store::{Store, write_aside};
use trainer::train::calibration::Calibrated;

use super::{RecipeArguments, progress_bar, read_all, read_mnist, show, use_threads};

#[derive(clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    recipe: RecipeArguments,
    /// Folder with MNIST's four IDX files, plain or gzipped
    #[arg(short, long, value_name = "DIR")]
    data_set: PathBuf,
    /// Drawings to learn from and to read, newline-delimited JSON, plain or gzipped
    #[arg(long, value_name = "FILE", num_args = 1.., required = true)]
    drawings: Vec<PathBuf>,
    /// JSON object of writers, collections and kinds of negatives, and the folds, from 0, in which they are held out
    #[arg(long, value_name = "FILE")]
    folds: PathBuf,
    /// One fold alone, to try something out; the card is left as it is
    #[arg(long, value_name = "N", conflicts_with = "nn")]
    fold: Option<usize>,
    /// Folder for the folds' networks, DIR/fold-0 and so on
    #[arg(long, value_name = "DIR")]
    models: Option<PathBuf>,
    /// Model folder or .npz to whose card the figures are added
    #[arg(short, long, value_name = "FILE")]
    nn: Option<PathBuf>,
}

/// Trains a committee for each fold and prints what they, and their members, make of what was held out from them, pooled.
pub fn run(arguments: &Arguments) -> Result<()> {
    use_threads(arguments.recipe.threads)?;
    let recipe = arguments.recipe.recipe();
    let folds = Folds::read(&arguments.folds)?;
    let last = folds.count() - 1;
    ensure!(arguments.fold.is_none_or(|fold| fold <= last), "--fold: expected 0 to {last}");
    // Read before the first training: better now than after it.
    let card = arguments.nn.clone().map(|nn| Store::new(nn).card_path());
    let card = card.map(|path| anyhow::Ok((Card::read(&path)?, path))).transpose()?;
    let mut validation = CrossValidation::new(read_mnist(&arguments.data_set)?, &folds)?;
    for file in &arguments.drawings {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let name = name.split('.').next().unwrap_or_default();
        let drawings = read_all(std::slice::from_ref(file))?;
        validation.add(name, drawings, &folds).with_context(|| file.display().to_string())?;
    }

    let mut results = Results::default();
    let mut members: BTreeMap<_, Results> = BTreeMap::new();
    for fold in (0..folds.count()).filter(|fold| arguments.fold.is_none_or(|only| only == *fold)) {
        let examples = validation.examples(fold).with_allographs(arguments.recipe.allographs);
        let mut trainings = recipe.start(&examples);
        let bar = progress_bar(0);
        let calibrated = recipe.run(&examples, &mut trainings, |trainings, event| {
            show(&bar, trainings, event);
            Ok(())
        })?;
        bar.finish_and_clear();
        if let Some(models) = &arguments.models {
            let mut card = Card { threshold: calibrated.threshold, ..arguments.recipe.card("augmented") };
            card.describe(&calibrated.committee, None, |_| None);
            Store::new(models.join(format!("fold-{fold}"))).write(&calibrated.committee, card)?;
        }
        let mnist = validation.evaluate(fold, &calibrated, &mut results)?;
        writeln!(stdout(), "fold {fold}: MNIST's validation images {mnist}")?;
        for (name, committee) in calibrated.committee.members().into_iter().flatten() {
            let member = Calibrated { committee, ..calibrated };
            validation.evaluate(fold, &member, members.entry(name).or_default())?;
        }
    }
    if let Some((card, path)) = card {
        let card = Card { folds: Some(results.figures_with(&members)), ..card };
        write_aside(&[(path, card.to_json())])?;
    }
    write!(stdout(), "{results:#}")?;
    for (name, results) in members {
        write!(stdout(), "\n{name} by itself\n{results}")?;
    }
    Ok(())
}
