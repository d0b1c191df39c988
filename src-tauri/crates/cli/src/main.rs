//! `sportelloctl`: engine, archive and central API without a window.
//!
//! Exit codes: 0 done, 1 a negative verdict, 2 unusable input (with one line
//! on standard error).

mod commands;
mod output;

use std::{path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};
use output::Format;

/// Video identification from the command line.
#[derive(Debug, Parser)]
#[command(version, about)]
struct Arguments {
    /// Folder with the models; `cargo xtask models` fills it.
    #[arg(
        long,
        global = true,
        env = "SPORTELLO_MODELS",
        default_value = "models"
    )]
    models: PathBuf,
    /// Print one JSON object per input on a line of its own.
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Read the machine-readable zone of pictures.
    Mrz(commands::mrz::Arguments),
    /// Say what a document is and what is written on it.
    Document(commands::document::Arguments),
    /// Compare the faces of two pictures, or of a list of pairs.
    Match(commands::faces::Arguments),
    /// Find the faces of pictures.
    Faces(commands::portraits::Arguments),
    /// Tell whether pictures are good enough to be judged.
    Quality(commands::quality::Arguments),
    /// Tell whether a recording shows a living person.
    Liveness(commands::liveness::Arguments),
    /// Examine an Italian tax code, alone or against a person's data.
    Taxcode(commands::taxcode::Arguments),
    /// Assess a session from a folder with `request.json` and evidence files.
    Verify(commands::verify::Arguments),
    /// Draw what the engine saw in a picture: document, zone, faces.
    View(commands::view::Arguments),
    /// Measure how right the engine is on labelled files.
    Eval(commands::eval::Arguments),
    /// The central API.
    #[command(subcommand)]
    Central(commands::central::Command),
    /// Archives.
    #[command(subcommand)]
    Archive(commands::archive::Command),
}

/// What a command has to say beyond what it printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Done.
    Done,
    /// Done, and the answer is no.
    Negative,
}

fn main() -> ExitCode {
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::from_env("SPORTELLO_LOG"))
        .with_writer(std::io::stderr)
        .init();
    let Arguments {
        models,
        json,
        command,
    } = Arguments::parse();
    let format = if json { Format::Json } else { Format::Text };
    let done = match command {
        Command::Mrz(arguments) => commands::mrz::run(&models, arguments, format),
        Command::Document(arguments) => commands::document::run(&models, arguments, format),
        Command::Match(arguments) => commands::faces::run(&models, arguments, format),
        Command::Faces(arguments) => commands::portraits::run(&models, &arguments, format),
        Command::Quality(arguments) => commands::quality::run(&models, &arguments, format),
        Command::Liveness(arguments) => commands::liveness::run(&models, &arguments, format),
        Command::Taxcode(arguments) => commands::taxcode::run(&models, &arguments, format),
        Command::Verify(arguments) => commands::verify::run(&models, &arguments, format),
        Command::View(arguments) => commands::view::run(&models, &arguments, format),
        Command::Eval(arguments) => commands::eval::run(&models, &arguments, format),
        Command::Central(command) => commands::central::run(command),
        Command::Archive(command) => commands::archive::run(&command, format),
    };
    match done {
        Ok(Verdict::Done) => ExitCode::SUCCESS,
        Ok(Verdict::Negative) => ExitCode::from(1),
        Err(error) => {
            output::complain(&error);
            ExitCode::from(2)
        }
    }
}
