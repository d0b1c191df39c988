//! Graph models of TensorFlow.js: reading them, and writing them as ONNX.
//!
//! [`GraphModel::parse`] reads a `model.json`; [`to_onnx`] converts it with
//! its weights. Images keep the layout they had (batch × height × width ×
//! colours) at the input and at every output; between, they are turned to
//! planes, which is what ONNX convolves.

mod convert;
mod node;

use anyhow::Context as _;
use serde::Deserialize;

use super::weights::{self, Group};
use node::Node;

pub(crate) use convert::to_onnx;

/// A graph and where its weights are.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct GraphModel {
    model_topology: Topology,
    weights_manifest: Vec<Group>,
}

#[derive(Debug, Deserialize)]
struct Topology {
    node: Vec<Node>,
}

impl GraphModel {
    /// Reads a `model.json`.
    ///
    /// # Errors
    /// When it is none.
    pub(crate) fn parse(json: &[u8]) -> anyhow::Result<Self> {
        serde_json::from_slice(json).context("the graph model cannot be read")
    }

    /// The names of the files with weights, in their order.
    pub(crate) fn weight_files(&self) -> Vec<String> {
        weights::files(&self.weights_manifest)
    }
}
