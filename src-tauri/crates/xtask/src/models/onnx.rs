//! Writing ONNX models, and reading them to write them otherwise.
//!
//! [`Builder`] collects nodes and constants; [`Builder::finish`] writes them.
//! The same graph always gives the same bytes.

pub(crate) mod message;

use prost::Message as _;

use message::{GraphProto, ModelProto, NodeProto, OperatorSetIdProto, TensorProto, ValueInfoProto};

/// The operator set that the converted models are written in.
const OPSET: i64 = 13;
/// The version of the file format that goes with it.
const IR_VERSION: i64 = 7;

/// A constant array, row by row.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Tensor {
    pub(crate) shape: Vec<usize>,
    pub(crate) values: Vec<f32>,
}

impl Tensor {
    /// The array with its axes in another order: axis `i` of the result is
    /// axis `order[i]` of this one.
    pub(crate) fn transpose(&self, order: [usize; 4]) -> anyhow::Result<Self> {
        let [a, b, c, d]: [usize; 4] = self.shape.as_slice().try_into().map_err(|_| {
            anyhow::anyhow!(
                "an array of shape {:?} where four axes are needed",
                self.shape
            )
        })?;
        let strides = [b * c * d, c * d, d, 1];
        let from = [a, b, c, d];
        let shape = order.map(|axis| from[axis]);
        let step = order.map(|axis| strides[axis]);
        let mut values = Vec::with_capacity(self.values.len());
        for i in 0..shape[0] {
            for j in 0..shape[1] {
                for k in 0..shape[2] {
                    let base = i * step[0] + j * step[1] + k * step[2];
                    values.extend((0..shape[3]).map(|l| self.values[base + l * step[3]]));
                }
            }
        }
        Ok(Self {
            shape: shape.to_vec(),
            values,
        })
    }
}

/// One dimension of an input.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Dimension {
    Fixed(usize),
    /// As many as the caller has images.
    Batch,
}

/// The value of an attribute of a node.
pub(crate) enum Attribute<'a> {
    Float(f32),
    Integer(i64),
    Integers(&'a [i64]),
    Text(&'a str),
}

/// A graph under construction. Nodes have to be added in the order in which
/// they can run; each gives one output that carries the node's name.
pub(crate) struct Builder {
    graph: GraphProto,
}

impl Builder {
    /// An empty graph called `name`.
    pub(crate) fn new(name: &str) -> Self {
        Self {
            graph: GraphProto {
                name: name.to_owned(),
                ..GraphProto::default()
            },
        }
    }

    /// Adds an input of floats.
    pub(crate) fn input(&mut self, name: &str, shape: &[Dimension]) {
        self.graph
            .input
            .push(ValueInfoProto::floats(name, Some(shape)));
    }

    /// Declares the value `name` an output.
    pub(crate) fn output(&mut self, name: &str) {
        self.graph.output.push(ValueInfoProto::floats(name, None));
    }

    /// Adds a constant of floats and returns its name.
    pub(crate) fn constant(&mut self, name: String, tensor: &Tensor) -> String {
        self.graph
            .initializer
            .push(TensorProto::floats(&name, tensor));
        name
    }

    /// Adds a constant list of integers (for shapes and paddings) and returns its name.
    pub(crate) fn integers(&mut self, name: String, values: &[i64]) -> String {
        self.graph
            .initializer
            .push(TensorProto::integers(&name, values));
        name
    }

    /// Adds a node and returns the name of its output, which is `name`.
    pub(crate) fn node(
        &mut self,
        operator: &str,
        name: &str,
        inputs: &[&str],
        attributes: &[(&str, Attribute<'_>)],
    ) -> String {
        self.graph
            .node
            .push(NodeProto::new(operator, inputs, name, attributes));
        name.to_owned()
    }

    /// The bytes of the model.
    pub(crate) fn finish(self) -> Vec<u8> {
        ModelProto {
            ir_version: IR_VERSION,
            producer_name: "sportello xtask".to_owned(),
            graph: Some(self.graph),
            opset_import: vec![OperatorSetIdProto {
                domain: String::new(),
                version: OPSET,
            }],
            metadata_props: Vec::new(),
        }
        .encode_to_vec()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn axes_change_places_and_values_follow() {
        let tensor = Tensor {
            shape: vec![1, 2, 1, 3],
            values: vec![1., 2., 3., 4., 5., 6.],
        };
        let turned = tensor.transpose([3, 2, 0, 1]).expect("four axes");
        assert_eq!(turned.shape, [3, 1, 1, 2]);
        assert_eq!(turned.values, [1., 4., 2., 5., 3., 6.]);
        let flat = Tensor {
            shape: vec![6],
            values: tensor.values,
        };
        assert!(flat.transpose([0, 1, 2, 3]).is_err());
    }
}
