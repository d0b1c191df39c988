use prost::Message as _;
use serde_json::json;

use super::*;
use crate::models::onnx::message::ModelProto;

/// A picture of two channels of which `operation` is made with the weight
/// `slope`.
fn model(operation: &str) -> GraphModel {
    let size = |size: &str| json!({ "size": size });
    let dimensions = [size("-1"), size("4"), size("4"), size("2")];
    let nodes = json!([
        { "name": "picture", "op": "Placeholder",
          "attr": { "shape": { "shape": { "dim": dimensions } } } },
        { "name": "made", "op": operation, "input": ["picture", "slope"] },
        { "name": "Identity", "op": "Identity", "input": ["made"] },
    ]);
    let weights = json!([{ "name": "slope", "shape": [2], "dtype": "float32" }]);
    let model = json!({
        "modelTopology": { "node": nodes },
        "weightsManifest": [{ "paths": ["weights.bin"], "weights": weights }],
    });
    GraphModel::parse(model.to_string().as_bytes()).expect("a graph model")
}

fn blob(values: [f32; 2]) -> Vec<u8> {
    values
        .iter()
        .flat_map(|value| value.to_le_bytes())
        .collect()
}

#[test]
fn a_rectifier_is_what_it_lets_through_and_the_rest_of_what_is_positive() {
    let bytes = to_onnx(&model("Prelu"), &blob([0.25, 3.0])).expect("it converts");
    let graph = ModelProto::decode(bytes.as_slice())
        .expect("a model")
        .graph
        .expect("a graph");
    let kinds: Vec<&str> = graph
        .node
        .iter()
        .map(|node| node.op_type.as_str())
        .collect();
    let expected = [
        "Transpose",
        "Relu",
        "Conv",
        "Conv",
        "Add",
        "Transpose",
        "Identity",
    ];
    assert_eq!(kinds, expected);
    let [_, positive, sloping, raised, sum, ..] = graph.node.as_slice() else {
        panic!("{kinds:?}");
    };
    let factors = |name: &str| {
        let tensor = graph.initializer.iter().find(|tensor| tensor.name == name);
        tensor
            .and_then(|tensor| tensor.as_floats())
            .expect("floats")
            .values
    };
    assert_eq!(sloping.input[0], "picture/planes");
    assert_eq!(factors(&sloping.input[1]), [0.25, 3.0]);
    assert_eq!(raised.input[0], positive.output[0]);
    assert_eq!(factors(&raised.input[1]), [0.75, -2.0]);
    assert_eq!(
        sum.input,
        [sloping.output[0].clone(), raised.output[0].clone()]
    );
}

#[test]
fn an_operation_that_is_not_known_is_named() {
    let error = to_onnx(&model("Erf"), &blob([0.0; 2])).expect_err("it is not known");
    let told = format!("{error:#}");
    assert!(told.contains("Erf made"), "{told}");
}
