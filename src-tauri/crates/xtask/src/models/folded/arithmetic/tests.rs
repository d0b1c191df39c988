use super::*;
use crate::models::onnx::{Builder, Dimension};

/// A convolution of two channels, `steps` behind it, and what is left of it.
fn folded(steps: impl FnOnce(&mut Builder, String)) -> Graph {
    let mut builder = Builder::new("steps");
    builder.input("x", &[Dimension::Batch, Dimension::Fixed(1)]);
    let first = convolution(&mut builder, "first", "x", 1, &[0; 4]);
    steps(&mut builder, first);
    builder.output("end");
    let mut graph = Graph::read(&builder.finish()).expect("a model");
    fold(&mut graph).expect("its convolutions are whole");
    graph
}

/// Two channels of `of`; the weights are 1, 2, … and the offsets 0.5.
fn convolution(
    builder: &mut Builder,
    name: &str,
    of: &str,
    channels: usize,
    pads: &[i64],
) -> String {
    let weights = Tensor {
        shape: vec![2, channels, 1, 1],
        values: (1..=2 * channels).map(|value| value as f32).collect(),
    };
    let offsets = Tensor {
        shape: vec![2],
        values: vec![0.5; 2],
    };
    let weights = builder.constant(format!("{name} weights"), &weights);
    let offsets = builder.constant(format!("{name} offsets"), &offsets);
    let pads = [("pads", Attribute::Integers(pads))];
    builder.node("Conv", name, &[of, &weights, &offsets], &pads)
}

fn number(builder: &mut Builder, value: f32) -> String {
    let tensor = Tensor {
        shape: vec![],
        values: vec![value],
    };
    builder.constant(format!("number {value}"), &tensor)
}

fn kinds(graph: &Graph) -> Vec<&str> {
    graph
        .nodes
        .iter()
        .map(|node| node.op_type.as_str())
        .collect()
}

fn constant(graph: &Graph, node: usize, input: usize) -> Vec<f32> {
    let name = &graph.nodes[node].input[input];
    graph.floats(name).expect("a constant of floats").values
}

#[test]
fn what_follows_a_convolution_becomes_part_of_its_weights() {
    let graph = folded(|builder, first| {
        let (two, three) = (number(builder, 2.0), number(builder, 3.0));
        let scaled = builder.node("Mul", "scaled", &[&two, &first], &[]);
        let moved = builder.node("Add", "moved", &[&scaled, &three], &[]);
        let parts = [[1.0, 2.0], [0.0, 1.0], [4.0, 0.0], [0.25, 1.0]].map(|values| {
            let tensor = Tensor {
                shape: vec![2],
                values: values.to_vec(),
            };
            builder.constant(format!("part {values:?}"), &tensor)
        });
        let inputs = [&moved, &parts[0], &parts[1], &parts[2], &parts[3]].map(String::as_str);
        let epsilon = [("epsilon", Attribute::Float(0.0))];
        builder.node("BatchNormalization", "end", &inputs, &epsilon);
    });
    assert_eq!(kinds(&graph), ["Conv"]);
    // ((1 x + 0.5) 2 + 3 − 4) / 0.5, and ((2 x + 0.5) 2 + 3) 2 + 1.
    assert_eq!(constant(&graph, 0, 1), [4.0, 8.0]);
    assert_eq!(constant(&graph, 0, 2), [0.0, 9.0]);
    assert_eq!(graph.nodes[0].output, ["end"]);
}

#[test]
fn a_value_that_somebody_else_takes_stays() {
    let graph = folded(|builder, first| {
        let two = number(builder, 2.0);
        let scaled = builder.node("Mul", "scaled", &[&two, &first], &[]);
        builder.node("Concat", "end", &[&scaled, &first], &[]);
    });
    assert_eq!(kinds(&graph), ["Conv", "Mul", "Concat"]);
}

#[test]
fn a_hard_swish_becomes_a_gate() {
    let graph = folded(|builder, first| {
        let numbers = [3.0, 0.0, 6.0].map(|value| number(builder, value));
        let [three, zero, six] = &numbers;
        let raised = builder.node("Add", "raised", &[&first, three], &[]);
        let clipped = builder.node("Clip", "clipped", &[&raised, zero, six], &[]);
        let product = builder.node("Mul", "product", &[&first, &clipped], &[]);
        builder.node("Div", "end", &[&product, six], &[]);
    });
    assert_eq!(kinds(&graph), ["Conv", "Conv", "HardSigmoid", "Mul"]);
    assert_eq!(constant(&graph, 1, 1), [1.0, 1.0]);
    let [first, gate] = graph.nodes[3].input.as_slice() else {
        panic!("a product of two");
    };
    assert_eq!((first.as_str(), gate), ("first", &graph.nodes[2].output[0]));
    assert_eq!(graph.nodes[3].output, ["end"]);
}

#[test]
fn a_scale_and_an_offset_go_into_the_next_convolution_unless_it_has_a_border() {
    let between = |pads: &'static [i64]| {
        folded(move |builder, first| {
            let (two, three) = (number(builder, 2.0), number(builder, 3.0));
            let active = builder.node("Relu", "active", &[&first], &[]);
            let scaled = builder.node("Mul", "scaled", &[&active, &two], &[]);
            let moved = builder.node("Add", "moved", &[&scaled, &three], &[]);
            convolution(builder, "end", &moved, 2, pads);
        })
    };
    let graph = between(&[0; 4]);
    assert_eq!(kinds(&graph), ["Conv", "Relu", "Conv"]);
    assert_eq!(constant(&graph, 2, 1), [2.0, 4.0, 6.0, 8.0]);
    // 0.5 + 3 (1 + 2), and 0.5 + 3 (3 + 4).
    assert_eq!(constant(&graph, 2, 2), [9.5, 21.5]);
    let graph = between(&[1; 4]);
    assert_eq!(
        kinds(&graph),
        ["Conv", "Relu", "BatchNormalization", "Conv"]
    );
    assert_eq!(constant(&graph, 2, 1), [2.0, 2.0]);
    assert_eq!(constant(&graph, 2, 2), [3.0, 3.0]);
    assert_eq!(constant(&graph, 3, 1), [1.0, 2.0, 3.0, 4.0]);
}

#[test]
fn a_gate_beside_its_value_is_raised_by_one() {
    let graph = folded(|builder, first| {
        let mean = builder.node("GlobalAveragePool", "mean", &[&first], &[]);
        let gate = builder.node("HardSigmoid", "gate", &[&mean], &[]);
        let gated = builder.node("Mul", "gated", &[&first, &gate], &[]);
        builder.node("Add", "end", &[&first, &gated], &[]);
    });
    let expected = ["Conv", "GlobalAveragePool", "HardSigmoid", "Add", "Mul"];
    assert_eq!(kinds(&graph), expected);
    assert_eq!(graph.nodes[4].input[0], "first");
    assert_eq!(graph.nodes[4].output, ["end"]);
}
