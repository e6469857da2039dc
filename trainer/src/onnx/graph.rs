//! The graph: what a committee computes, as ONNX's operators.

use ndarray::{ArrayView2, s};
use network::{CHANNELS, Committee, ConvNet, DIGITS, KERNEL, Network, OutputLayer, PIXELS, SIDE};

use super::messages::{
    AttributeProto, Dimension, FLOAT, GraphProto, INT64, NodeProto, Tensor, TensorProto, TensorShapeProto, TypeProto,
    Value, ValueInfoProto,
};

/// From `image` to `probabilities` and `confidence`, for any number of images.
pub fn graph(committee: &Committee) -> GraphProto {
    let mut graph = GraphProto {
        name: "committee".into(),
        input: vec![value("image", PIXELS, "intensities 0 to 1, row by row, ink bright, in MNIST's frame")],
        output: vec![
            value("probabilities", DIGITS, "of the digits 0 to 9, which sum to 1"),
            value("confidence", 1, "below the threshold it is no digit"),
        ],
        ..GraphProto::default()
    };
    let logits = match committee.convolutional() {
        None => dense(&mut graph, committee.dense()),
        Some((network, share)) => {
            let [dense, convolutional] = [dense(&mut graph, committee.dense()), convolutional(&mut graph, network)];
            graph.weighted(dense, "dense_share", 1.0 - share);
            graph.weighted(convolutional, "convolutional_share", share);
            graph.node("Add", &["dense_share.product", "convolutional_share.product"], "logits", &[]);
            "logits"
        }
    };
    outputs(&mut graph, committee.output_layer(), logits);
    graph
}

/// Two dense layers; the name of their logits.
fn dense(graph: &mut GraphProto, network: &Network) -> &'static str {
    graph.gemm("hidden", "image", network.hidden().view(), PIXELS);
    graph.node("Sigmoid", &["hidden"], "hidden.sigmoid", &[]);
    graph.gemm("output", "hidden.sigmoid", network.output(), 1);
    "output"
}

/// Two convolutions and two dense layers; the name of their logits. ONNX has channels first, [`ConvNet`] last.
fn convolutional(graph: &mut GraphProto, network: &ConvNet) -> &'static str {
    let [first, second, hidden, output] = network.layers();
    let shape = [0, 1, SIDE as i64, SIDE as i64]; // 0: as many as there are images
    graph.constant("shape", INT64, &[shape.len()], shape.iter().flat_map(|size| size.to_le_bytes()));
    graph.node("Reshape", &["image", "shape"], "square", &[]);
    graph.convolution("conv_1", "square", first.view(), 1);
    graph.convolution("conv_2", "conv_1.pooled", second.view(), CHANNELS[0]);
    graph.node("Flatten", &["conv_2.pooled"], "conv_2.flat", &[]);
    graph.gemm("conv_hidden", "conv_2.flat", hidden.view(), CHANNELS[1]);
    graph.node("Relu", &["conv_hidden"], "conv_hidden.relu", &[]);
    graph.gemm("conv_output", "conv_hidden.relu", output.view(), 1);
    "conv_output"
}

/// What [`OutputLayer`] makes of the logits, in operators that neither overflow nor lose a small difference from 1.
fn outputs(graph: &mut GraphProto, output_layer: OutputLayer, logits: &str) {
    let by_digit = ints("axes", &[1]);
    match output_layer {
        // softmax over the ten and a 0 gives the ten S / (1 + S), which is the sigmoid of ln S, S being the sum of exp(logit).
        OutputLayer::Softmax => {
            graph.node("Softmax", &[logits], "probabilities", &[]);
            graph.node("ReduceLogSumExp", &[logits], "log_sum", &[by_digit]);
            graph.node("Sigmoid", &["log_sum"], "confidence", &[]);
        }
        // The sigmoids' shares are the softmax of their logarithms: ln σ(x) = −softplus(−x).
        OutputLayer::Sigmoid => {
            graph.node("Neg", &[logits], "negated", &[]);
            graph.node("Softplus", &["negated"], "softplus", &[]);
            graph.node("Neg", &["softplus"], "log_sigmoids", &[]);
            graph.node("Softmax", &["log_sigmoids"], "probabilities", &[]);
            graph.node("ReduceMax", &[logits], "largest", &[by_digit]);
            graph.node("Sigmoid", &["largest"], "confidence", &[]);
        }
    }
}

impl GraphProto {
    /// A dense layer of (outputs, inputs + 1), bias in column 0.
    fn gemm(&mut self, name: &str, input: &str, layer: ArrayView2<f32>, channels: usize) {
        let (outputs, columns) = layer.dim();
        let constants = self.layer(name, layer, channels, &[outputs, columns - 1]);
        let transposed = AttributeProto { name: "transB".into(), i: Some(1), r#type: 2, ..AttributeProto::default() };
        self.node("Gemm", &[input, &constants[0], &constants[1]], name, &[transposed]);
    }

    /// A convolution with ReLU and pooling, to `NAME.pooled`.
    fn convolution(&mut self, name: &str, input: &str, layer: ArrayView2<f32>, channels: usize) {
        let constants = self.layer(name, layer, channels, &[layer.nrows(), channels, KERNEL, KERNEL]);
        let [relu, pooled] = ["relu", "pooled"].map(|part| format!("{name}.{part}"));
        self.node("Conv", &[input, &constants[0], &constants[1]], name, &[]);
        self.node("Relu", &[name], &relu, &[]);
        self.node("MaxPool", &[&relu], &pooled, &["kernel_shape", "strides"].map(|name| ints(name, &[2, 2])));
    }

    /// A layer's weights, to which `shape` is given, and its biases; their names. `channels` are those of its inputs: the last
    /// of their axes becomes the first.
    fn layer(&mut self, name: &str, layer: ArrayView2<f32>, channels: usize, shape: &[usize]) -> [String; 2] {
        let [weight, bias] = ["weight", "bias"].map(|part| format!("{name}.{part}"));
        let (outputs, columns) = layer.dim();
        let weights = layer.slice_move(s![.., 1..]);
        let weights = weights.to_shape((outputs, (columns - 1) / channels, channels)).expect("as many as there are");
        self.floats(&weight, shape, weights.permuted_axes([0, 2, 1]).iter());
        self.floats(&bias, &[outputs], layer.column(0).iter());
        [weight, bias]
    }

    /// `NAME.product`: the logits, of which a network has this share.
    fn weighted(&mut self, logits: &str, name: &str, share: f32) {
        self.floats(name, &[], [share].iter());
        self.node("Mul", &[logits, name], &format!("{name}.product"), &[]);
    }

    fn floats<'a>(&mut self, name: &str, shape: &[usize], values: impl Iterator<Item = &'a f32>) {
        self.constant(name, FLOAT, shape, values.flat_map(|value| value.to_le_bytes()));
    }

    fn constant(&mut self, name: &str, data_type: i32, shape: &[usize], bytes: impl Iterator<Item = u8>) {
        let dims = shape.iter().map(|size| *size as i64).collect();
        self.initializer.push(TensorProto { dims, data_type, name: name.into(), raw_data: bytes.collect() });
    }

    fn node(&mut self, op_type: &str, input: &[&str], output: &str, attribute: &[AttributeProto]) {
        self.node.push(NodeProto {
            input: input.iter().map(|name| (*name).into()).collect(),
            output: vec![output.into()],
            name: output.into(),
            op_type: op_type.into(),
            attribute: attribute.into(),
        });
    }
}

fn ints(name: &str, ints: &[i64]) -> AttributeProto {
    AttributeProto { name: name.into(), ints: ints.into(), r#type: 7, ..AttributeProto::default() }
}

/// (N, `size`): as many as there are images.
fn value(name: &str, size: usize, doc_string: &str) -> ValueInfoProto {
    let dim = [Value::DimParam("N".into()), Value::DimValue(size as i64)].map(|value| Dimension { value: Some(value) });
    let shape = Some(TensorShapeProto { dim: dim.into() });
    let r#type = Some(TypeProto { tensor_type: Some(Tensor { elem_type: FLOAT, shape }) });
    ValueInfoProto { name: name.into(), r#type, doc_string: doc_string.into() }
}
