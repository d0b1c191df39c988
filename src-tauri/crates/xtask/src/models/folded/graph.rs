//! A graph that is rewritten: its nodes in the order in which they run, and
//! its constants.

use std::collections::{HashMap, HashSet};

use anyhow::Context as _;
use prost::Message as _;

use crate::models::onnx::Tensor;
use crate::models::onnx::message::{ModelProto, NodeProto, TensorProto};

/// A model whose constants all lie beside its nodes.
pub(super) struct Graph {
    model: ModelProto,
    pub(super) nodes: Vec<NodeProto>,
    pub(super) constants: HashMap<String, TensorProto>,
    outputs: HashSet<String>,
    made: usize,
}

impl Graph {
    /// Reads a model; constants that are nodes become constants, and what only
    /// hands on a value is left out.
    pub(super) fn read(bytes: &[u8]) -> anyhow::Result<Self> {
        let mut model = ModelProto::decode(bytes).context("this is no ONNX model")?;
        let graph = model.graph.as_mut().context("the model has no graph")?;
        let outputs = graph.output.iter().map(|output| output.name.clone());
        let outputs: HashSet<String> = outputs.collect();
        let mut constants: HashMap<String, TensorProto> = graph
            .initializer
            .drain(..)
            .map(|tensor| (tensor.name.clone(), tensor))
            .collect();
        let mut nodes: Vec<NodeProto> = Vec::new();
        let mut same: HashMap<String, String> = HashMap::new();
        for mut node in graph.node.drain(..) {
            for input in &mut node.input {
                if let Some(name) = same.get(input) {
                    input.clone_from(name);
                }
            }
            let [output] = node.output.as_slice() else {
                nodes.push(node);
                continue;
            };
            let is_output = outputs.contains(output);
            let constant = node
                .attribute
                .iter_mut()
                .find(|value| value.name == "value");
            match (node.op_type.as_str(), constant) {
                ("Constant", Some(value)) if !is_output => {
                    let mut tensor = value.t.take().context("a constant without a value")?;
                    tensor.name.clone_from(output);
                    constants.insert(output.clone(), tensor);
                }
                ("Identity", _) if !is_output => {
                    let of = node.input.first().context("an identity of nothing")?;
                    same.insert(output.clone(), of.clone());
                }
                _ => nodes.push(node),
            }
        }
        Ok(Self {
            model,
            nodes,
            constants,
            outputs,
            made: 0,
        })
    }

    /// Writes the model; constants that nobody uses are left out.
    pub(super) fn write(mut self) -> anyhow::Result<Vec<u8>> {
        let used: HashSet<&String> = self.nodes.iter().flat_map(|node| &node.input).collect();
        let mut constants: Vec<TensorProto> = self
            .constants
            .into_iter()
            .filter(|(name, _)| used.contains(name))
            .map(|(_, tensor)| tensor)
            .collect();
        // The same model gives the same bytes.
        constants.sort_by(|a, b| a.name.cmp(&b.name));
        let graph = self
            .model
            .graph
            .as_mut()
            .context("the model has no graph")?;
        graph.initializer = constants;
        graph.node = self.nodes;
        Ok(self.model.encode_to_vec())
    }

    /// The model around the graph.
    pub(super) fn model_mut(&mut self) -> &mut ModelProto {
        &mut self.model
    }

    /// The floats of the constant `name`.
    pub(super) fn floats(&self, name: &str) -> Option<Tensor> {
        self.constants.get(name)?.as_floats()
    }

    /// The constant `name` where it is a single float.
    pub(super) fn scalar(&self, name: &str) -> Option<f32> {
        match self.floats(name)?.values.as_slice() {
            [value] => Some(*value),
            _ => None,
        }
    }

    /// The constant and the value that `node`, which takes two, is given.
    pub(super) fn constant_and_value<'a>(&self, node: &'a NodeProto) -> Option<(&'a str, &'a str)> {
        let [a, b] = node.input.as_slice() else {
            return None;
        };
        match (
            self.constants.contains_key(a),
            self.constants.contains_key(b),
        ) {
            (true, false) => Some((a, b)),
            (false, true) => Some((b, a)),
            (true, true) | (false, false) => None,
        }
    }

    /// Where the node is that makes `value`.
    pub(super) fn maker(&self, value: &str) -> Option<usize> {
        self.nodes
            .iter()
            .position(|node| node.output.iter().any(|output| output == value))
    }

    /// The node that makes `value`, where it is a `kind`.
    pub(super) fn made_by(&self, value: &str, kind: &str) -> Option<&NodeProto> {
        let node = self.nodes.get(self.maker(value)?)?;
        (node.op_type == kind).then_some(node)
    }

    /// The places of the nodes that take `value`.
    pub(super) fn takers(&self, value: &str) -> Vec<usize> {
        let takes = |node: &NodeProto| node.input.iter().any(|input| input == value);
        (0..self.nodes.len())
            .filter(|at| takes(&self.nodes[*at]))
            .collect()
    }

    /// Whether one node takes `value` and nobody else sees it.
    pub(super) fn is_taken_once(&self, value: &str) -> bool {
        !self.outputs.contains(value) && self.takers(value).len() == 1
    }

    /// Adds a constant under a name of its own, which it returns.
    pub(super) fn add(&mut self, tensor: &Tensor) -> String {
        let name = self.new_name();
        self.constants
            .insert(name.clone(), TensorProto::floats(&name, tensor));
        name
    }

    /// A name that nothing has yet.
    pub(super) fn new_name(&mut self) -> String {
        self.made += 1;
        format!("folded.{:04}", self.made)
    }
}
