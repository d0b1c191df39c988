//! The residual network of dlib's `face_recognition_model_v1`, whose weights
//! face-api carries without a graph.
//!
//! The graph follows `FaceRecognitionNet` of face-api 1.7: 29 convolutions,
//! each followed by a scale and a shift, which are folded into it here.

use anyhow::Context as _;

use super::onnx::{Attribute, Builder, Dimension, Tensor};
use super::weights::Weights;

/// Side of the square input in pixels.
const SIDE: usize = 150;
/// What dlib takes off red, green and blue.
const MEAN_RGB: [f32; 3] = [122.782, 117.001, 104.298];

/// What a block does to the size of the image.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Block {
    Keep,
    Halve,
}

/// The residual blocks in their order.
const BLOCKS: [(&str, Block); 14] = [
    ("conv32_1", Block::Keep),
    ("conv32_2", Block::Keep),
    ("conv32_3", Block::Keep),
    ("conv64_down", Block::Halve),
    ("conv64_1", Block::Keep),
    ("conv64_2", Block::Keep),
    ("conv64_3", Block::Keep),
    ("conv128_down", Block::Halve),
    ("conv128_1", Block::Keep),
    ("conv128_2", Block::Keep),
    ("conv256_down", Block::Halve),
    ("conv256_1", Block::Keep),
    ("conv256_2", Block::Keep),
    ("conv256_down_out", Block::Halve),
];

/// Writes the network with `weights` as ONNX: `image` in (batch × 150 × 150 ×
/// 3, red first, 0 to 255), `descriptor` out (batch × 128).
///
/// # Errors
/// When a weight is missing or has another shape.
pub(crate) fn to_onnx(weights: &Weights) -> anyhow::Result<Vec<u8>> {
    let mut network = Network {
        weights,
        builder: Builder::new("face_recognition_resnet_v1"),
    };
    let image = network.normalised_image();
    let mut map = network.convolution(&image, "conv32_down", Stride::Two, Then::Relu)?;
    map.name = network.pool("MaxPool", "conv32_down/pool", &map.name, 3);
    map.side = (map.side - 3) / 2 + 1;
    for (name, block) in BLOCKS {
        map = match block {
            Block::Keep => network.residual(&map, name)?,
            Block::Halve => network.residual_down(&map, name)?,
        };
    }
    network.descriptor(&map)
}

/// A feature map on its way through the network.
struct Map {
    name: String,
    channels: usize,
    side: usize,
}

#[derive(Clone, Copy)]
enum Stride {
    /// With a border of zeros, so that the size stays.
    One,
    /// Without a border.
    Two,
}

#[derive(Clone, Copy)]
enum Then {
    Relu,
    Nothing,
}

struct Network<'a> {
    weights: &'a Weights,
    builder: Builder,
}

impl Network<'_> {
    fn normalised_image(&mut self) -> Map {
        let builder = &mut self.builder;
        let side = Dimension::Fixed(SIDE);
        builder.input(
            "image",
            &[Dimension::Batch, side, side, Dimension::Fixed(3)],
        );
        let mean = Tensor {
            shape: vec![3],
            values: MEAN_RGB.to_vec(),
        };
        let mean = builder.constant("image/mean".to_owned(), &mean);
        let range = Tensor {
            shape: vec![1],
            values: vec![255.0],
        };
        let range = builder.constant("image/range".to_owned(), &range);
        builder.node("Sub", "image/centred", &["image", &mean], &[]);
        builder.node("Div", "image/scaled", &["image/centred", &range], &[]);
        let name = builder.node(
            "Transpose",
            "image/planes",
            &["image/scaled"],
            &[("perm", Attribute::Integers(&[0, 3, 1, 2]))],
        );
        Map {
            name,
            channels: 3,
            side: SIDE,
        }
    }

    /// `relu(conv2(conv1(x)) + x)`.
    fn residual(&mut self, map: &Map, name: &str) -> anyhow::Result<Map> {
        let first = self.convolution(map, &format!("{name}/conv1"), Stride::One, Then::Relu)?;
        let second =
            self.convolution(&first, &format!("{name}/conv2"), Stride::One, Then::Nothing)?;
        Ok(self.join(name, second, &map.name))
    }

    /// `relu(conv2(conv1(x)) + average(x))`, where what is smaller is filled
    /// up with zeros: rows and columns at the end, channels behind the last.
    fn residual_down(&mut self, map: &Map, name: &str) -> anyhow::Result<Map> {
        let first = self.convolution(map, &format!("{name}/conv1"), Stride::Two, Then::Relu)?;
        let mut second =
            self.convolution(&first, &format!("{name}/conv2"), Stride::One, Then::Nothing)?;
        let mut shortcut = self.pool("AveragePool", &format!("{name}/average"), &map.name, 2);
        let side = map.side / 2;
        if second.side < side {
            let more = side - second.side;
            second.name = self.fill(&second.name, [0, more, more]);
            second.side = side;
        }
        if map.channels < second.channels {
            shortcut = self.fill(&shortcut, [second.channels - map.channels, 0, 0]);
        }
        Ok(self.join(name, second, &shortcut))
    }

    fn join(&mut self, name: &str, map: Map, shortcut: &str) -> Map {
        let sum = self
            .builder
            .node("Add", &format!("{name}/sum"), &[&map.name, shortcut], &[]);
        let name = self.builder.node("Relu", name, &[&sum], &[]);
        Map { name, ..map }
    }

    /// A convolution with its scale and shift.
    fn convolution(
        &mut self,
        map: &Map,
        name: &str,
        stride: Stride,
        then: Then,
    ) -> anyhow::Result<Map> {
        let (filters, bias) = self.folded(name)?;
        let [channels, depth, kernel, _] = filters.shape[..] else {
            anyhow::bail!("the filters of {name} have shape {:?}", filters.shape);
        };
        anyhow::ensure!(
            depth == map.channels,
            "{name} takes {depth} channels, not {}",
            map.channels
        );
        let (step, border, side) = match stride {
            Stride::One => (1, (kernel / 2) as i64, map.side),
            Stride::Two => (2, 0, (map.side - kernel) / 2 + 1),
        };
        let filters = self.builder.constant(format!("{name}/filters"), &filters);
        let bias = self.builder.constant(format!("{name}/bias"), &bias);
        let mut output = self.builder.node(
            "Conv",
            &format!("{name}/convolved"),
            &[&map.name, &filters, &bias],
            &[
                ("pads", Attribute::Integers(&[border; 4])),
                ("strides", Attribute::Integers(&[step; 2])),
            ],
        );
        match then {
            Then::Relu => {
                output = self
                    .builder
                    .node("Relu", &format!("{name}/relu"), &[&output], &[]);
            }
            Then::Nothing => {}
        }
        Ok(Map {
            name: output,
            channels,
            side,
        })
    }

    /// Filters (out, in, height, width) and bias of a convolution with its
    /// scale and shift folded in: `(w·x + b)·s + t = (w·s)·x + (b·s + t)`.
    fn folded(&self, name: &str) -> anyhow::Result<(Tensor, Tensor)> {
        let mut filters = self
            .weight(&format!("{name}/conv/filters"))?
            .transpose([3, 2, 0, 1])?;
        let bias = self.weight(&format!("{name}/conv/bias"))?;
        let scale = self.weight(&format!("{name}/scale/weights"))?;
        let shift = self.weight(&format!("{name}/scale/biases"))?;
        let outputs = filters.shape[0];
        for part in [bias, scale, shift] {
            anyhow::ensure!(part.values.len() == outputs, "{name} does not fit together");
        }
        let per_output = filters.values.len() / outputs.max(1);
        for (filter, scale) in filters
            .values
            .chunks_exact_mut(per_output)
            .zip(&scale.values)
        {
            for value in filter {
                *value *= scale;
            }
        }
        let folded = bias.values.iter().zip(&scale.values).zip(&shift.values);
        let folded = folded.map(|((b, s), t)| b.mul_add(*s, *t)).collect();
        Ok((
            filters,
            Tensor {
                shape: vec![outputs],
                values: folded,
            },
        ))
    }

    fn pool(&mut self, operator: &str, name: &str, input: &str, side: i64) -> String {
        let attributes = [
            ("kernel_shape", Attribute::Integers(&[side; 2])),
            ("strides", Attribute::Integers(&[2, 2])),
        ];
        self.builder.node(operator, name, &[input], &attributes)
    }

    /// Adds zeros behind the last channel, row and column.
    fn fill(&mut self, input: &str, more: [usize; 3]) -> String {
        let [channels, rows, columns] = more.map(|count| count as i64);
        let pads = [0, 0, 0, 0, 0, channels, rows, columns];
        let pads = self.builder.integers(format!("{input}/pads"), &pads);
        self.builder
            .node("Pad", &format!("{input}/filled"), &[input, &pads], &[])
    }

    fn descriptor(mut self, map: &Map) -> anyhow::Result<Vec<u8>> {
        let last = self.weight("fc")?.clone();
        anyhow::ensure!(
            last.shape == [map.channels, 128],
            "fc has shape {:?}",
            last.shape
        );
        let builder = &mut self.builder;
        let last = builder.constant("fc".to_owned(), &last);
        builder.node("GlobalAveragePool", "pooled", &[&map.name], &[]);
        builder.node(
            "Flatten",
            "flat",
            &["pooled"],
            &[("axis", Attribute::Integer(1))],
        );
        builder.node("MatMul", "descriptor", &["flat", &last], &[]);
        builder.output("descriptor");
        Ok(self.builder.finish())
    }

    fn weight(&self, name: &str) -> anyhow::Result<&Tensor> {
        self.weights
            .get(name)
            .with_context(|| format!("the weight {name} is missing"))
    }
}
