//! From a TensorFlow graph to an ONNX graph, node by node.

use std::collections::HashMap;

use anyhow::{Context as _, bail};

use super::GraphModel;
use super::node::{Node, Padding};
use crate::models::onnx::{Attribute, Builder, Dimension, Tensor};
use crate::models::weights::{self, Weights};

/// Channels last to channels first, and back.
const TO_PLANES: [i64; 4] = [0, 3, 1, 2];
const FROM_PLANES: [i64; 4] = [0, 2, 3, 1];

/// How the axes of a value in the ONNX graph lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Layout {
    /// Batch, channels, height, width.
    Planes,
    /// As in the original graph.
    Original,
}

/// A value in the ONNX graph.
#[derive(Debug, Clone)]
struct Value {
    name: String,
    layout: Layout,
}

/// Writes `model` with the weights in `blob` as ONNX. Input and outputs have
/// the names of their nodes; outputs come in the order of their names.
///
/// # Errors
/// When the weights do not fit or an operation is not known here.
pub(crate) fn to_onnx(model: &GraphModel, blob: &[u8]) -> anyhow::Result<Vec<u8>> {
    let nodes = &model.model_topology.node;
    let mut conversion = Conversion {
        nodes: nodes
            .iter()
            .map(|node| (node.name.as_str(), node))
            .collect(),
        weights: weights::decode(&model.weights_manifest, blob)?,
        values: HashMap::new(),
        builder: Builder::new("graph_model"),
    };
    for node in nodes.iter().filter(|node| node.op == "Placeholder") {
        conversion.placeholder(node)?;
    }
    // `Identity`, `Identity_1`, `Identity_2`: the order of the function the graph was made from.
    let mut outputs: Vec<&Node> = nodes.iter().filter(|node| node.op == "Identity").collect();
    outputs.sort_by_key(|node| (node.name.len(), &node.name));
    for node in outputs {
        let value = conversion.value(node.input(0)?)?;
        let value = conversion.original(value);
        conversion
            .builder
            .node("Identity", &node.name, &[&value], &[]);
        conversion.builder.output(&node.name);
    }
    Ok(conversion.builder.finish())
}

struct Conversion<'a> {
    nodes: HashMap<&'a str, &'a Node>,
    weights: Weights,
    values: HashMap<String, Value>,
    builder: Builder,
}

impl<'a> Conversion<'a> {
    fn placeholder(&mut self, node: &Node) -> anyhow::Result<()> {
        let shape = node.shape()?;
        anyhow::ensure!(shape.len() == 4, "{} is no image: {shape:?}", node.name);
        let shape: Vec<Dimension> = shape
            .into_iter()
            .map(|size| size.map_or(Dimension::Batch, Dimension::Fixed))
            .collect();
        self.builder.input(&node.name, &shape);
        let name = format!("{}/planes", node.name);
        let perm = [("perm", Attribute::Integers(&TO_PLANES))];
        self.builder.node("Transpose", &name, &[&node.name], &perm);
        self.values.insert(
            node.name.clone(),
            Value {
                name,
                layout: Layout::Planes,
            },
        );
        Ok(())
    }

    /// The value of the node `name`, converting it and what it needs first.
    fn value(&mut self, name: &str) -> anyhow::Result<Value> {
        if let Some(value) = self.values.get(name) {
            return Ok(value.clone());
        }
        let node: &'a Node = *self
            .nodes
            .get(name)
            .with_context(|| format!("the graph has no node {name}"))?;
        let value = self
            .convert(node)
            .with_context(|| format!("{} {name}", node.op))?;
        self.values.insert(name.to_owned(), value.clone());
        Ok(value)
    }

    fn convert(&mut self, node: &Node) -> anyhow::Result<Value> {
        match node.op.as_str() {
            "_FusedConv2D" | "Conv2D" => self.convolution(node, Filters::Full),
            "FusedDepthwiseConv2dNative" | "DepthwiseConv2dNative" => {
                self.convolution(node, Filters::Depthwise)
            }
            "AddV2" | "Add" | "BiasAdd" => {
                let left = self.value(node.input(0)?)?;
                let right = match self.weights.get(node.input(1)?).cloned() {
                    Some(bias) => self.per_channel(&format!("{}/constant", node.name), &bias)?,
                    None => self.value(node.input(1)?)?.name,
                };
                Ok(self.node("Add", &node.name, left.layout, &[&left.name, &right], &[]))
            }
            "Relu" | "Sigmoid" | "Identity" => {
                let input = self.value(node.input(0)?)?;
                Ok(self.node(&node.op, &node.name, input.layout, &[&input.name], &[]))
            }
            "Prelu" => {
                let input = self.value(node.input(0)?)?;
                let slope = self.weight(node.input(1)?)?.clone();
                self.prelu(&node.name, &input, &slope)
            }
            "MaxPool" => {
                node.check_layout()?;
                let input = self.planes(node.input(0)?)?;
                let (kernel, strides) = (node.window("ksize")?, node.window("strides")?);
                let attributes = [
                    ("kernel_shape", Attribute::Integers(&kernel)),
                    ("strides", Attribute::Integers(&strides)),
                    ("auto_pad", auto_pad(node.padding()?)),
                ];
                Ok(self.node(
                    "MaxPool",
                    &node.name,
                    Layout::Planes,
                    &[&input],
                    &attributes,
                ))
            }
            "Pad" | "PadV2" => self.pad(node),
            "Reshape" => {
                let input = self.value(node.input(0)?)?;
                let input = self.original(input);
                let shape = integers(self.weight(node.input(1)?)?);
                let shape = self
                    .builder
                    .integers(format!("{}/shape", node.name), &shape);
                Ok(self.node(
                    "Reshape",
                    &node.name,
                    Layout::Original,
                    &[&input, &shape],
                    &[],
                ))
            }
            other => bail!("the operation {other} is not known to the conversion"),
        }
    }

    fn convolution(&mut self, node: &Node, filters: Filters) -> anyhow::Result<Value> {
        node.check_layout()?;
        let input = self.planes(node.input(0)?)?;
        let weights = self.weight(node.input(1)?)?;
        let (weights, group) = match filters {
            // Height, width, in, out.
            Filters::Full => (weights.transpose([3, 2, 0, 1])?, 1),
            // Height, width, in, how many out for each.
            Filters::Depthwise => {
                let mut turned = weights.transpose([2, 3, 0, 1])?;
                let [inputs, each, height, width] = turned.shape[..] else {
                    bail!("filters of shape {:?}", turned.shape);
                };
                turned.shape = vec![inputs * each, 1, height, width];
                (turned, inputs as i64)
            }
        };
        let filters = self
            .builder
            .constant(format!("{}/filters", node.name), &weights);
        let mut inputs = vec![input, filters];
        let mut fused = node.fused()?.into_iter().peekable();
        let mut extra = 2;
        if fused.next_if(|operation| operation == "BiasAdd").is_some() {
            let bias = self.weight(node.input(extra)?)?.clone();
            inputs.push(self.builder.constant(format!("{}/bias", node.name), &bias));
            extra += 1;
        }
        let strides = node.window("strides")?;
        let dilations = node.window("dilations")?;
        let attributes = [
            ("strides", Attribute::Integers(&strides)),
            ("dilations", Attribute::Integers(&dilations)),
            ("group", Attribute::Integer(group)),
            ("auto_pad", auto_pad(node.padding()?)),
        ];
        let inputs: Vec<&str> = inputs.iter().map(String::as_str).collect();
        let mut value = self.node("Conv", &node.name, Layout::Planes, &inputs, &attributes);
        for operation in fused {
            let name = format!("{}/{operation}", node.name);
            value = match operation.as_str() {
                "Relu" => self.node("Relu", &name, Layout::Planes, &[&value.name], &[]),
                "Prelu" => {
                    let slope = self.weight(node.input(extra)?)?.clone();
                    extra += 1;
                    self.prelu(&name, &value, &slope)?
                }
                other => bail!("the fused operation {other} is not known to the conversion"),
            };
        }
        Ok(value)
    }

    /// `x` where it is positive, `slope · x` elsewhere, written as `slope · x +
    /// (1 − slope) · relu(x)` in convolutions of one weight a channel: the
    /// runtime computes these in the layout that its convolutions have, a
    /// `PRelu` only outside of it.
    fn prelu(&mut self, name: &str, input: &Value, slope: &Tensor) -> anyhow::Result<Value> {
        anyhow::ensure!(input.layout == Layout::Planes, "{name} is of no image");
        let rest = Tensor {
            shape: slope.shape.clone(),
            values: slope.values.iter().map(|slope| 1.0 - slope).collect(),
        };
        let positive = format!("{name}/positive");
        let positive = self.node("Relu", &positive, input.layout, &[&input.name], &[]);
        let sloping = self.scaled(&format!("{name}/sloping"), input, slope)?;
        let raised = self.scaled(&format!("{name}/raised"), &positive, &rest)?;
        Ok(self.node(
            "Add",
            name,
            input.layout,
            &[&sloping.name, &raised.name],
            &[],
        ))
    }

    /// `input` with each channel multiplied by its value of `factors`.
    fn scaled(&mut self, name: &str, input: &Value, factors: &Tensor) -> anyhow::Result<Value> {
        let channels = channels(name, factors)?;
        let factors = Tensor {
            shape: vec![channels, 1, 1, 1],
            values: factors.values.clone(),
        };
        let factors = self.builder.constant(format!("{name}/factors"), &factors);
        let attributes = [("group", Attribute::Integer(channels as i64))];
        Ok(self.node(
            "Conv",
            name,
            input.layout,
            &[&input.name, &factors],
            &attributes,
        ))
    }

    fn pad(&mut self, node: &Node) -> anyhow::Result<Value> {
        let input = self.planes(node.input(0)?)?;
        let pads = integers(self.weight(node.input(1)?)?);
        let before = [0, 1, 2, 3].map(|axis| pads.get(2 * axis).copied());
        let after = [0, 1, 2, 3].map(|axis| pads.get(2 * axis + 1).copied());
        let order = TO_PLANES.map(|axis| axis as usize);
        let pads: Option<Vec<i64>> = order
            .iter()
            .map(|&a| before[a])
            .chain(order.iter().map(|&a| after[a]))
            .collect();
        let pads = pads.context("the padding is not for four axes")?;
        let pads = self.builder.integers(format!("{}/pads", node.name), &pads);
        let mut inputs = vec![input, pads];
        if node.op == "PadV2" {
            let fill = self.weight(node.input(2)?)?.clone();
            inputs.push(self.builder.constant(format!("{}/fill", node.name), &fill));
        }
        let inputs: Vec<&str> = inputs.iter().map(String::as_str).collect();
        Ok(self.node("Pad", &node.name, Layout::Planes, &inputs, &[]))
    }

    /// A constant with one value for each channel, so shaped that it meets
    /// the channels of planes.
    fn per_channel(&mut self, name: &str, tensor: &Tensor) -> anyhow::Result<String> {
        let channels = channels(name, tensor)?;
        let tensor = Tensor {
            shape: vec![channels, 1, 1],
            values: tensor.values.clone(),
        };
        Ok(self.builder.constant(name.to_owned(), &tensor))
    }

    fn planes(&mut self, name: &str) -> anyhow::Result<String> {
        let value = self.value(name)?;
        match value.layout {
            Layout::Planes => Ok(value.name),
            Layout::Original => bail!("{name} is no image"),
        }
    }

    /// The name of `value` with the axes of the original graph.
    fn original(&mut self, value: Value) -> String {
        match value.layout {
            Layout::Original => value.name,
            Layout::Planes => {
                let name = format!("{}/original", value.name);
                let perm = [("perm", Attribute::Integers(&FROM_PLANES))];
                self.builder.node("Transpose", &name, &[&value.name], &perm)
            }
        }
    }

    fn weight(&self, name: &str) -> anyhow::Result<&Tensor> {
        self.weights
            .get(name)
            .with_context(|| format!("the weight {name} is missing"))
    }

    fn node(
        &mut self,
        operator: &str,
        name: &str,
        layout: Layout,
        inputs: &[&str],
        attributes: &[(&str, Attribute<'_>)],
    ) -> Value {
        Value {
            name: self.builder.node(operator, name, inputs, attributes),
            layout,
        }
    }
}

/// How many channels `tensor` has one value for.
fn channels(name: &str, tensor: &Tensor) -> anyhow::Result<usize> {
    let channels = tensor.shape.last().copied().unwrap_or(1);
    anyhow::ensure!(
        channels == tensor.values.len(),
        "{name} has shape {:?}, not one value for each channel",
        tensor.shape
    );
    Ok(channels)
}

/// What the filters of a convolution see.
#[derive(Clone, Copy)]
enum Filters {
    /// All channels.
    Full,
    /// One channel each.
    Depthwise,
}

fn auto_pad(padding: Padding) -> Attribute<'static> {
    Attribute::Text(match padding {
        Padding::Same => "SAME_UPPER",
        Padding::Valid => "VALID",
    })
}

/// Integers come through [`weights`] as floats; those of shapes are exact.
fn integers(tensor: &Tensor) -> Vec<i64> {
    tensor.values.iter().map(|&value| value as i64).collect()
}

#[cfg(test)]
mod tests;
