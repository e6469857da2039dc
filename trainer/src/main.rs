//! The trainer's command line.

mod command;

use std::io;
use std::process::ExitCode;

use clap::Parser;

#[derive(Parser)]
#[command(version, about, max_term_width = 100)]
enum Command {
    /// Learn weights from MNIST, and from drawings where they are given
    Train(command::train::Arguments),
    /// Say how many images and drawings a network reads right
    Evaluate(command::evaluate::Arguments),
    /// Say how well the recipe reads strangers and rejects what is no digit, by networks from which both were held out
    CrossValidate(command::cross_validate::Arguments),
    /// Learn a person's drawings in a minute, and keep the old answers to everything else
    FineTune(command::fine_tune::Arguments),
    /// Say what fine-tuning is worth to the strangers whom cross-validation's networks read worst
    EvaluateFineTuning(command::evaluate_fine_tuning::Arguments),
    /// Write a network as an ONNX file, to be run anywhere
    Export(command::export::Arguments),
    /// Turn UNIPEN text, InkML or the text of the UJI Pen Characters into drawings, one JSON object a line
    Convert(command::convert::Arguments),
    /// Turn drawings into images as the page does: one JSON array of 784 brightnesses a line
    Rasterize(command::rasterize::Arguments),
}

fn main() -> ExitCode {
    let result = match Command::parse() {
        Command::Train(arguments) => command::train::run(&arguments),
        Command::Evaluate(arguments) => command::evaluate::run(&arguments),
        Command::CrossValidate(arguments) => command::cross_validate::run(&arguments),
        Command::FineTune(arguments) => command::fine_tune::run(&arguments),
        Command::EvaluateFineTuning(arguments) => command::evaluate_fine_tuning::run(&arguments),
        Command::Export(arguments) => command::export::run(&arguments),
        Command::Convert(arguments) => command::convert::run(&arguments),
        Command::Rasterize(arguments) => command::rasterize::run(&arguments),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        // Who reads the output has seen enough, as `head` has.
        Err(error) if error.downcast_ref().is_some_and(|e: &io::Error| e.kind() == io::ErrorKind::BrokenPipe) => {
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
