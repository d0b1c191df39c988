//! Steps that become part of the weights beside them, and activations that
//! become what the runtime computes at once.

use anyhow::Context as _;

use super::graph::Graph;
use crate::models::onnx::message::{AttributeProto, NodeProto};
use crate::models::onnx::{Attribute, Tensor};

/// Applies every rule until none finds anything.
pub(super) fn fold(graph: &mut Graph) -> anyhow::Result<()> {
    for rule in [
        into_convolution,
        hard_swish,
        ahead_of_convolution,
        gated_residual,
    ] {
        let mut at = 0;
        while at < graph.nodes.len() {
            // What a rule changed may be the beginning of another place.
            if rule(graph, at)?.is_some() {
                at = 0;
            } else {
                at += 1;
            }
        }
    }
    Ok(())
}

/// Says that a rule has changed the graph.
struct Changed;

/// A scale, an offset or a normalisation right behind a convolution becomes
/// part of its weights.
fn into_convolution(graph: &mut Graph, at: usize) -> anyhow::Result<Option<Changed>> {
    let node = &graph.nodes[at];
    let value = match node.op_type.as_str() {
        "Mul" | "Add" => graph.constant_and_value(node).map(|(_, value)| value),
        "BatchNormalization" => node.input.first().map(String::as_str),
        _ => None,
    };
    let convolution = value
        .filter(|value| graph.is_taken_once(value))
        .and_then(|value| graph.made_by(value, "Conv"));
    let Some(convolution) = convolution else {
        return Ok(None);
    };
    let (mut weights, mut offsets) = weights(graph, convolution)?;
    let Some((scale, offset)) = affine(graph, node, offsets.values.len())? else {
        return Ok(None);
    };
    let each = weights.values.len() / offsets.values.len().max(1);
    for (kernel, scale) in weights.values.chunks_exact_mut(each.max(1)).zip(&scale) {
        for weight in kernel {
            *weight *= scale;
        }
    }
    for ((value, scale), offset) in offsets.values.iter_mut().zip(&scale).zip(&offset) {
        *value = *value * scale + offset;
    }
    let (from, to) = (convolution.output[0].clone(), node.output[0].clone());
    let place = graph.maker(&from).context("a value that nothing makes")?;
    let names = [graph.add(&weights), graph.add(&offsets)];
    graph.nodes[place].input.truncate(1);
    graph.nodes[place].input.extend(names);
    graph.nodes[place].output = vec![to];
    graph.nodes.remove(at);
    Ok(Some(Changed))
}

/// What `node` multiplies each of `channels` by, and what it adds to it;
/// `None` where it treats parts of a channel differently.
fn affine(
    graph: &Graph,
    node: &NodeProto,
    channels: usize,
) -> anyhow::Result<Option<(Vec<f32>, Vec<f32>)>> {
    if node.op_type == "BatchNormalization" {
        let part = |index: usize| -> anyhow::Result<Vec<f32>> {
            let name = node.input.get(index).context("a normalisation in parts")?;
            let tensor = graph
                .floats(name)
                .context("a normalisation that is no constant")?;
            Ok(tensor.values)
        };
        let (scale, offset, mean, variance) = (part(1)?, part(2)?, part(3)?, part(4)?);
        let epsilon = attribute(node, "epsilon")
            .and_then(|value| value.f)
            .unwrap_or(1e-5);
        let scale: Vec<f32> = scale
            .iter()
            .zip(&variance)
            .map(|(scale, variance)| scale / (variance + epsilon).sqrt())
            .collect();
        let offset = offset
            .iter()
            .zip(&mean)
            .zip(&scale)
            .map(|((offset, mean), scale)| offset - mean * scale)
            .collect();
        return Ok(Some((scale, offset)));
    }
    let constant = graph
        .constant_and_value(node)
        .and_then(|(constant, _)| graph.floats(constant));
    let Some(Tensor { shape, values }) = constant else {
        return Ok(None);
    };
    let per_channel = [vec![1, channels, 1, 1], vec![channels, 1, 1]].contains(&shape);
    let values = match values.as_slice() {
        [value] => vec![*value; channels],
        _ if per_channel => values,
        _ => return Ok(None),
    };
    Ok(Some(if node.op_type == "Mul" {
        (values, vec![0.0; channels])
    } else {
        (vec![1.0; channels], values)
    }))
}

/// `x · clip(x + 3, 0, 6) / 6` becomes `x · gate(x)`. The gate is a
/// convolution of one weight, 1, in front of a hard sigmoid: the runtime
/// computes both at once and in the layout that its convolutions have.
fn hard_swish(graph: &mut Graph, at: usize) -> anyhow::Result<Option<Changed>> {
    let Some(found) = spelled_out(graph, at) else {
        return Ok(None);
    };
    let channels = graph
        .made_by(&found.of, "Conv")
        .map(|convolution| weights(graph, convolution))
        .transpose()?
        .map(|(weights, _)| weights.shape[0]);
    let Some(channels) = channels else {
        return Ok(None);
    };
    let one = graph.add(&Tensor {
        shape: vec![channels, 1, 1, 1],
        values: vec![1.0; channels],
    });
    let (same, gate) = (graph.new_name(), graph.new_name());
    let output = graph.nodes[at].output[0].clone();
    let nodes = [
        NodeProto::new(
            "Conv",
            &[&found.of, &one],
            &same,
            &[
                ("group", Attribute::Integer(channels as i64)),
                ("kernel_shape", Attribute::Integers(&[1, 1])),
            ],
        ),
        NodeProto::new(
            "HardSigmoid",
            &[&same],
            &gate,
            &[
                ("alpha", Attribute::Float(1.0 / 6.0)),
                ("beta", Attribute::Float(0.5)),
            ],
        ),
        NodeProto::new("Mul", &[&found.of, &gate], &output, &[]),
    ];
    graph.nodes.splice(at..=at, nodes);
    for value in found.between {
        let place = graph.maker(&value).context("a value that nothing makes")?;
        graph.nodes.remove(place);
    }
    Ok(Some(Changed))
}

/// A hard swish in elementary arithmetic: what it is of, and the values
/// between, the last first.
struct SpelledOut {
    of: String,
    between: [String; 3],
}

fn spelled_out(graph: &Graph, at: usize) -> Option<SpelledOut> {
    let by = |node: &NodeProto, kind: &str, constant: f32| -> Option<String> {
        let (name, value) = graph.constant_and_value(node)?;
        (node.op_type == kind && graph.scalar(name)? == constant).then(|| value.to_owned())
    };
    let product = by(&graph.nodes[at], "Div", 6.0)?;
    let [of, clipped] = graph.made_by(&product, "Mul")?.input.as_slice() else {
        return None;
    };
    let [raised, low, high] = graph.made_by(clipped, "Clip")?.input.as_slice() else {
        return None;
    };
    let bounds = (graph.scalar(low)?, graph.scalar(high)?);
    let is_of = by(graph.made_by(raised, "Add")?, "Add", 3.0)? == *of;
    let between = [product.clone(), clipped.clone(), raised.clone()];
    let is_alone = between.iter().all(|value| graph.is_taken_once(value));
    (bounds == (0.0, 6.0) && is_of && is_alone).then(|| SpelledOut {
        of: of.clone(),
        between,
    })
}

/// A scale and an offset in front of convolutions become part of their
/// weights. Where one of them sees a border of zeros, which the offset must
/// not touch, both become a normalisation, which the runtime computes in the
/// layout that its convolutions have.
fn ahead_of_convolution(graph: &mut Graph, at: usize) -> anyhow::Result<Option<Changed>> {
    let by = |node: &NodeProto, kind: &str| -> Option<(f32, String)> {
        let (name, value) = graph.constant_and_value(node)?;
        (node.op_type == kind).then_some((graph.scalar(name)?, value.to_owned()))
    };
    let node = &graph.nodes[at];
    let Some((offset, scaled)) = by(node, "Add").filter(|(_, from)| graph.is_taken_once(from))
    else {
        return Ok(None);
    };
    let maker = graph.made_by(&scaled, "Mul");
    let Some((scale, value)) = maker.and_then(|node| by(node, "Mul")) else {
        return Ok(None);
    };
    let output = node.output[0].clone();
    let takers = graph.takers(&output);
    let are_convolutions = takers.iter().all(|taker| {
        let taker = &graph.nodes[*taker];
        taker.op_type == "Conv" && taker.input.first() == Some(&output)
    });
    if takers.is_empty() || !are_convolutions {
        return Ok(None);
    }
    let mut seen = 0;
    let mut has_border = false;
    for taker in &takers {
        let node = &graph.nodes[*taker];
        let groups = attribute(node, "group")
            .and_then(|value| value.i)
            .unwrap_or(1);
        let (weights, _) = weights(graph, node)?;
        seen = weights.shape[1] * usize::try_from(groups)?;
        has_border |= attribute(node, "pads").is_some_and(|pads| pads.ints.iter().any(|&n| n != 0));
    }
    if has_border {
        let mut channels = |value: f32| {
            graph.add(&Tensor {
                shape: vec![seen],
                values: vec![value; seen],
            })
        };
        let parts = [scale, offset, 0.0, 1.0].map(&mut channels);
        let inputs = [&value, &parts[0], &parts[1], &parts[2], &parts[3]].map(String::as_str);
        graph.nodes[at] = NodeProto::new(
            "BatchNormalization",
            &inputs,
            &output,
            &[("epsilon", Attribute::Float(0.0))],
        );
    } else {
        for taker in takers {
            let (mut weights, mut offsets) = weights(graph, &graph.nodes[taker])?;
            let each = (weights.values.len() / offsets.values.len().max(1)).max(1);
            let kernels = weights.values.chunks_exact_mut(each);
            for (kernel, value) in kernels.zip(&mut offsets.values) {
                *value += offset * kernel.iter().sum::<f32>();
                for weight in kernel {
                    *weight *= scale;
                }
            }
            let names = [graph.add(&weights), graph.add(&offsets)];
            graph.nodes[taker].input = vec![value.clone()];
            graph.nodes[taker].input.extend(names);
        }
        graph.nodes.remove(at);
    }
    let place = graph.maker(&scaled).context("a value that nothing makes")?;
    graph.nodes.remove(place);
    Ok(Some(Changed))
}

/// `x + x · gate` becomes `x · (1 + gate)`: the gate is one number a channel.
fn gated_residual(graph: &mut Graph, at: usize) -> anyhow::Result<Option<Changed>> {
    let node = &graph.nodes[at];
    let [a, b] = node.input.as_slice() else {
        return Ok(None);
    };
    if node.op_type != "Add" {
        return Ok(None);
    }
    let gate = |x: &String, product: &String| -> Option<String> {
        let [c, d] = graph.made_by(product, "Mul")?.input.as_slice() else {
            return None;
        };
        let gate = if c == x {
            d
        } else if d == x {
            c
        } else {
            return None;
        };
        let is_gate = graph.made_by(gate, "HardSigmoid").is_some() && graph.is_taken_once(product);
        is_gate.then(|| gate.clone())
    };
    let found = [(a, b), (b, a)]
        .into_iter()
        .find_map(|(x, product)| Some((x.clone(), product.clone(), gate(x, product)?)));
    let Some((x, product, gate)) = found else {
        return Ok(None);
    };
    let output = node.output[0].clone();
    let one = graph.add(&Tensor {
        shape: vec![1],
        values: vec![1.0],
    });
    let raised = graph.new_name();
    let nodes = [
        NodeProto::new("Add", &[&gate, &one], &raised, &[]),
        NodeProto::new("Mul", &[&x, &raised], &output, &[]),
    ];
    graph.nodes.splice(at..=at, nodes);
    let place = graph
        .maker(&product)
        .context("a value that nothing makes")?;
    graph.nodes.remove(place);
    Ok(Some(Changed))
}

/// The weights and the offsets of `convolution`; offsets it lacks are 0.
fn weights(graph: &Graph, convolution: &NodeProto) -> anyhow::Result<(Tensor, Tensor)> {
    let constant = |index: usize| {
        convolution
            .input
            .get(index)
            .and_then(|name| graph.floats(name))
    };
    let weights = constant(1)
        .filter(|weights| weights.shape.len() == 4)
        .context("a convolution whose weights are no constant of four axes")?;
    let channels = weights.shape[0];
    let offsets = match convolution.input.get(2) {
        Some(_) => constant(2).context("a convolution whose offsets are no constant")?,
        None => Tensor {
            shape: vec![channels],
            values: vec![0.0; channels],
        },
    };
    Ok((weights, offsets))
}

fn attribute<'a>(node: &'a NodeProto, name: &str) -> Option<&'a AttributeProto> {
    node.attribute.iter().find(|value| value.name == name)
}

#[cfg(test)]
mod tests;
