//! Running models. The only file that names ONNX Runtime.
//!
//! [`Runtime::init`] loads the library once for the whole program;
//! [`OnnxModel::open`] loads a model; [`Model`] is what the rest of the engine
//! sees, so that a test or a bank can put another one there.

mod error;
mod pool;

use std::sync::{Mutex, OnceLock, PoisonError};

use ndarray::{ArrayD, ArrayViewD};
use ort::environment::Environment;
use ort::logging::LogLevel;
use ort::session::{Session, SessionOutputs, builder::SessionBuilder};
use ort::value::TensorRef;

use crate::manifest::{self, Models};

pub use error::ModelError;
use pool::Pool;

/// How many threads of the program ask a model at the same time.
///
/// A model that spreads its work over two threads takes up to a third more of
/// the processor, so it does that only where nothing else is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Callers {
    /// One, who waits for nothing else: the model runs on two threads.
    One,
    /// One, while others do something else: it runs on one.
    OneOfMany,
    /// Two: there are two of it, on one thread each.
    Two,
}

impl Callers {
    /// Sessions, and the threads of each.
    const fn shape(self) -> (usize, usize) {
        match self {
            Self::One => (1, 2),
            Self::OneOfMany => (1, 1),
            Self::Two => (2, 1),
        }
    }
}

/// The library stays loaded until the program ends.
static ENVIRONMENT: OnceLock<Environment> = OnceLock::new();

/// Proof that ONNX Runtime is loaded.
#[derive(Clone, Copy)]
pub struct Runtime {
    environment: &'static Environment,
}

impl Runtime {
    /// Loads the library that `models` lists, without telemetry. Loaded once,
    /// it stays: a later call returns it and does not look at `models`. After
    /// a failure, another call may succeed.
    ///
    /// # Errors
    ///
    /// When the file is missing or altered, or is no ONNX Runtime that fits.
    pub fn init(models: &Models) -> Result<Self, ModelError> {
        static LOADING: Mutex<()> = Mutex::new(());

        let _alone = LOADING.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(environment) = ENVIRONMENT.get() {
            return Ok(Self { environment });
        }
        // Absolute, because a relative path would be looked for beside the program.
        let path = std::path::absolute(models.path(manifest::RUNTIME)?).map_err(|source| {
            ModelError::Unreadable {
                path: manifest::RUNTIME.into(),
                source,
            }
        })?;
        let environment = ort::init_from(&path)
            .map_err(|error| ModelError::Runtime {
                path: path.clone(),
                source: error.into(),
            })?
            .with_name("sportello")
            .with_telemetry(false)
            .build()
            .map_err(|error| ModelError::Runtime {
                path,
                source: error.into(),
            })?;
        Ok(Self {
            environment: ENVIRONMENT.get_or_init(|| environment),
        })
    }
}

/// Something that turns one array of floats into others.
pub trait Model: Send + Sync {
    /// Runs on `input`, whose shape, layout and range the manifest says, and
    /// returns the outputs in the order of the model.
    ///
    /// # Errors
    ///
    /// When the input does not fit or the model fails.
    fn run(&self, input: ArrayViewD<'_, f32>) -> Result<Vec<ArrayD<f32>>, ModelError>;

    /// Runs on `input` and hands the first output, where there is one, to
    /// `take` as it lies in the memory of the model: for outputs that are
    /// larger than what is wanted of them.
    ///
    /// # Errors
    ///
    /// As [`Model::run`].
    fn run_first(
        &self,
        input: ArrayViewD<'_, f32>,
        take: &mut dyn FnMut(ArrayViewD<'_, f32>),
    ) -> Result<(), ModelError> {
        if let Some(first) = self.run(input)?.first() {
            take(first.view());
        }
        Ok(())
    }
}

/// A model run by ONNX Runtime. More callers than [`Callers`] says take turns.
pub struct OnnxModel {
    name: String,
    sessions: Pool<Session>,
}

impl OnnxModel {
    /// Loads the model called `name` in the manifest, to be asked by one caller.
    ///
    /// # Errors
    ///
    /// When its file is missing or altered, is no model, or takes another
    /// input than the manifest says.
    pub fn open(runtime: Runtime, models: &Models, name: &str) -> Result<Self, ModelError> {
        Self::open_for(runtime, models, name, Callers::One)
    }

    /// Loads the model called `name` in the manifest, to be asked by `callers`.
    ///
    /// # Errors
    ///
    /// As [`OnnxModel::open`].
    pub fn open_for(
        runtime: Runtime,
        models: &Models,
        name: &str,
        callers: Callers,
    ) -> Result<Self, ModelError> {
        let bytes = models.read(name)?;
        let (path, expected) = models.expectation(name)?;
        let (count, threads) = callers.shape();
        let sessions = (0..count)
            .map(|_| {
                builder(runtime, threads)
                    .and_then(|mut builder| builder.commit_from_memory(&bytes))
                    .map_err(|error| ModelError::Model {
                        path: path.clone(),
                        source: error.into(),
                    })
            })
            .collect::<Result<Vec<_>, _>>()?;
        let input = sessions
            .first()
            .and_then(|session| session.inputs().first());
        let found = input.and_then(|input| input.dtype().tensor_shape());
        let found = found.map_or_else(Vec::new, |shape| shape.to_vec());
        if let Some(expected) = expected.filter(|expected| !agrees(&found, expected)) {
            return Err(ModelError::Input {
                path,
                found,
                expected: expected.to_vec(),
            });
        }
        Ok(Self {
            name: name.to_owned(),
            sessions: Pool::new(sessions),
        })
    }

    /// The value of `key` among what the model says about itself, such as
    /// `character` for the charset of PP-OCR.
    #[must_use]
    pub fn metadata(&self, key: &str) -> Option<String> {
        self.sessions
            .with(|session| session.metadata().ok()?.custom(key))
    }

    /// What `read` makes of the outputs for `input`.
    fn ask<R>(
        &self,
        input: ArrayViewD<'_, f32>,
        read: impl FnOnce(&SessionOutputs<'_>) -> ort::Result<R>,
    ) -> Result<R, ModelError> {
        let input = input.as_standard_layout();
        let answer = TensorRef::from_array_view(input.view()).and_then(|tensor| {
            self.sessions
                .with(|session| read(&session.run(ort::inputs![tensor])?))
        });
        answer.map_err(|error| ModelError::Run {
            name: self.name.clone(),
            source: error.into(),
        })
    }
}

impl Model for OnnxModel {
    fn run(&self, input: ArrayViewD<'_, f32>) -> Result<Vec<ArrayD<f32>>, ModelError> {
        self.ask(input, |outputs| {
            let outputs = outputs.values();
            outputs
                .map(|value| Ok(value.try_extract_array::<f32>()?.to_owned()))
                .collect()
        })
    }

    fn run_first(
        &self,
        input: ArrayViewD<'_, f32>,
        take: &mut dyn FnMut(ArrayViewD<'_, f32>),
    ) -> Result<(), ModelError> {
        self.ask(input, |outputs| {
            if let Some(first) = outputs.values().next() {
                take(first.try_extract_array::<f32>()?);
            }
            Ok(())
        })
    }
}

fn builder(runtime: Runtime, threads: usize) -> ort::Result<SessionBuilder> {
    Ok(Session::builder(runtime.environment)?
        .with_intra_threads(threads)?
        // Threads that wait in a loop would take the processor from the
        // window and from each other: every model has its own.
        .with_intra_op_spinning(false)?
        // A plan of memory is kept for every size of input; pictures and lines
        // have all sizes.
        .with_memory_pattern(false)?
        .with_log_level(LogLevel::Error)?)
}

/// Whether sizes agree; a free one (-1) agrees with any.
fn agrees(found: &[i64], expected: &[i64]) -> bool {
    found.len() == expected.len()
        && found
            .iter()
            .zip(expected)
            .all(|(a, b)| a == b || *a < 0 || *b < 0)
}
