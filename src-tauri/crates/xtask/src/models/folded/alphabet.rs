//! The characters of a recogniser, narrowed down to those of its documents.

use anyhow::{Context as _, bail};

use super::graph::Graph;
use crate::models::onnx::Tensor;
use crate::models::onnx::message::TensorProto;

/// The metadata key under which the model carries its characters, one a line.
const KEY: &str = "character";

/// What signs of a machine-readable zone are taken for beyond
/// [`is_printed`]: the filler, O, I, T, and the degree sign of a blank.
const TWINS: &str = "く≤≪⟨⊂○丨丁";

/// Whether documents that are read here may carry `character`: Latin and Greek
/// letters, digits, punctuation, currency, and the wide forms of all of these.
fn is_printed(character: char) -> bool {
    let ranges = [
        '\0'..='\u{3ff}',
        '\u{2000}'..='\u{214f}',
        '\u{3000}'..='\u{303f}',
        '\u{ff01}'..='\u{ff5e}',
    ];
    ranges.iter().any(|range| range.contains(&character)) || TWINS.contains(character)
}

/// Leaves only the classes of characters that [`is_printed`], "no character"
/// in front of them and the blank behind.
pub(super) fn narrow(graph: &mut Graph) -> anyhow::Result<()> {
    let end = End::of(graph).context("the model does not end in a softmax over its characters")?;
    let metadata = &mut graph.model_mut().metadata_props;
    let listed = metadata.iter_mut().find(|entry| entry.key == KEY);
    let listed = listed.context("the model does not list its characters")?;
    let is_kept = |line: &str| line.chars().all(is_printed);
    let lines: Vec<&str> = listed.value.lines().collect();
    let mut kept = vec![0];
    kept.extend(
        (1..)
            .zip(&lines)
            .filter(|(_, line)| is_kept(line))
            .map(|(class, _)| class),
    );
    kept.push(lines.len() + 1);
    if end.offsets.values.len() != lines.len() + 2 {
        bail!(
            "the model has {} classes for {} characters",
            end.offsets.values.len(),
            lines.len()
        );
    }
    let left: Vec<&str> = lines.into_iter().filter(|line| is_kept(line)).collect();
    listed.value = left.join("\n");
    end.keep(graph, &kept)
}

/// The last steps of the model: the names and values of what they multiply
/// with and add, a column a class.
struct End {
    names: [String; 2],
    factors: Tensor,
    offsets: Tensor,
}

impl End {
    fn of(graph: &Graph) -> Option<Self> {
        let softmax = graph.nodes.iter().find(|node| {
            node.op_type == "Softmax" && {
                let output = node.output.first();
                output.is_some_and(|output| graph.takers(output).is_empty())
            }
        })?;
        let sum = graph.made_by(softmax.input.first()?, "Add")?;
        let (added, product) = graph.constant_and_value(sum)?;
        let product = graph.made_by(product, "MatMul")?;
        let (factor, _) = graph.constant_and_value(product)?;
        let (factors, offsets) = (graph.floats(factor)?, graph.floats(added)?);
        let fits = factors.shape.len() == 2 && offsets.shape == factors.shape[1..];
        fits.then(|| Self {
            names: [factor.to_owned(), added.to_owned()],
            factors,
            offsets,
        })
    }

    /// Leaves the columns `kept`.
    fn keep(self, graph: &mut Graph, kept: &[usize]) -> anyhow::Result<()> {
        let [factor, added] = self.names;
        let columns = self.offsets.values.len();
        let chosen = |row: &[f32]| -> Vec<f32> { kept.iter().map(|at| row[*at]).collect() };
        let factors = Tensor {
            shape: vec![self.factors.shape[0], kept.len()],
            values: self
                .factors
                .values
                .chunks_exact(columns)
                .flat_map(chosen)
                .collect(),
        };
        let offsets = Tensor {
            shape: vec![kept.len()],
            values: chosen(&self.offsets.values),
        };
        for (name, tensor) in [(factor, factors), (added, offsets)] {
            let tensor = TensorProto::floats(&name, &tensor);
            graph.constants.insert(name, tensor);
        }
        let output = graph
            .model_mut()
            .graph
            .as_mut()
            .and_then(|graph| graph.output.first_mut());
        let classes = output
            .and_then(|output| output.kind.as_mut()?.tensor_type.as_mut()?.shape.as_mut())
            .and_then(|shape| shape.dim.last_mut())
            .context("the output of the model has no shape")?;
        classes.dim_value = Some(i64::try_from(kept.len())?);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use prost::Message as _;

    use super::*;
    use crate::models::onnx::message::{ModelProto, StringStringEntryProto, ValueInfoProto};
    use crate::models::onnx::{Builder, Dimension};

    /// A model of two features and the classes "no character", those of
    /// `characters` and the blank; class n multiplies with n and adds 10 n.
    fn model(characters: &[&str]) -> Vec<u8> {
        let classes = characters.len() + 2;
        let column = |at: usize| at as f32;
        let mut builder = Builder::new("recogniser");
        builder.input("seen", &[Dimension::Batch, Dimension::Fixed(2)]);
        let factors = Tensor {
            shape: vec![2, classes],
            values: (0..2 * classes).map(|at| column(at % classes)).collect(),
        };
        let offsets = Tensor {
            shape: vec![classes],
            values: (0..classes).map(|at| 10.0 * column(at)).collect(),
        };
        let factors = builder.constant("factors".to_owned(), &factors);
        let offsets = builder.constant("offsets".to_owned(), &offsets);
        let product = builder.node("MatMul", "product", &["seen", &factors], &[]);
        let sum = builder.node("Add", "sum", &[&product, &offsets], &[]);
        builder.node("Softmax", "read", &[&sum], &[]);
        builder.output("read");
        let mut model = ModelProto::decode(builder.finish().as_slice()).expect("a model");
        model.metadata_props.push(StringStringEntryProto {
            key: KEY.to_owned(),
            value: characters.join("\n"),
        });
        let graph = model.graph.as_mut().expect("a graph");
        graph.output[0] = ValueInfoProto::floats("read", Some(&[Dimension::Fixed(classes)]));
        model.encode_to_vec()
    }

    #[test]
    fn the_characters_of_documents_keep_their_columns() {
        let bytes = model(&["A", "中", "é", "く", "語", "<"]);
        let mut graph = Graph::read(&bytes).expect("a model");
        narrow(&mut graph).expect("it ends in its characters");
        let expected = [0.0, 1.0, 3.0, 4.0, 6.0, 7.0];
        let factors = graph.floats("factors").expect("floats");
        assert_eq!(factors.shape, [2, 6]);
        assert_eq!(factors.values, [expected, expected].concat());
        let offsets = graph.floats("offsets").expect("floats");
        assert_eq!(offsets.values, expected.map(|value| 10.0 * value));
        assert_eq!(graph.model_mut().metadata_props[0].value, "A\né\nく\n<");
    }

    #[test]
    fn a_model_that_does_not_end_in_its_characters_is_refused() {
        let short = model(&["A", "B"]);
        let mut model = ModelProto::decode(short.as_slice()).expect("a model");
        model.metadata_props[0].value = "A".to_owned();
        let mut graph = Graph::read(&model.encode_to_vec()).expect("a model");
        let said = narrow(&mut graph)
            .expect_err("a class too many")
            .to_string();
        assert!(said.contains("4 classes for 1 characters"), "{said}");
        model.metadata_props.clear();
        let mut graph = Graph::read(&model.encode_to_vec()).expect("a model");
        assert!(narrow(&mut graph).is_err());
    }
}
