//! Models of PP-OCR, written so that they take less time.
//!
//! They come as training left them: scales and offsets that could be part of
//! the weights beside them, activations spelled out in elementary arithmetic,
//! 18,000 characters of which documents are printed in 900. [`detection`] and
//! [`recognition`] compute the same from fewer steps. What changes is the
//! rounding of the last bit and, for the recogniser, that probabilities are
//! shared among the characters that are left.

mod alphabet;
mod arithmetic;
mod graph;

use graph::Graph;

/// The model of text detection with its arithmetic folded.
///
/// # Errors
/// When `bytes` are no model.
pub(crate) fn detection(bytes: &[u8]) -> anyhow::Result<Vec<u8>> {
    let mut graph = Graph::read(bytes)?;
    arithmetic::fold(&mut graph)?;
    graph.write()
}

/// The model of text recognition with the characters that documents of Latin
/// script are printed in.
///
/// # Errors
/// When `bytes` are no model, or one that does not end in its characters.
pub(crate) fn recognition(bytes: &[u8]) -> anyhow::Result<Vec<u8>> {
    let mut graph = Graph::read(bytes)?;
    alphabet::narrow(&mut graph)?;
    graph.write()
}
