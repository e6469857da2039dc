//! A committee as an ONNX file (<https://onnx.ai>), which runs wherever there is an ONNX runtime: in Python, in a browser, on a
//! phone.

mod messages;
mod graph;

use network::{Committee, OutputLayer};
use prost::Message;

use self::graph::graph;
use self::messages::{ModelProto, OperatorSetIdProto, StringStringEntryProto};
use crate::model::card::Card;

/// The version of the operators, and of the format that came with it (ONNX 1.12).
const OPSET: i64 = 17;
const IR_VERSION: i64 = 8;

/// Whom the data is from and under which licence it may be learnt from, by how its files' names begin.
const LICENCES: [(&str, &str); 6] = [
    ("train-", "MNIST, Y. LeCun, C. Cortes and C. J. C. Burges, CC BY-SA 3.0"),
    ("pendigits", "Pen-Based Recognition of Handwritten Digits, E. Alpaydin and F. Alimoglu, CC BY 4.0"),
    ("unipen-", "UNIPEN train_r01_v07, International Unipen Foundation, CC BY 4.0"),
    ("ipad", "handwritten-digits-corpus, skahl, Apache-2.0"),
    ("uji", "UJI Pen Characters, UCI Machine Learning Repository, CC BY 4.0"),
    ("detypify-", "detypify-data, QuarticCat, MIT"),
];

/// The file's bytes; the same for the same committee and card. The card, where there is one, becomes the file's metadata.
pub fn onnx(committee: &Committee, card: Option<&Card>) -> Vec<u8> {
    let confidence = match committee.output_layer() {
        OutputLayer::Softmax => "the probability that it is a digit at all",
        OutputLayer::Sigmoid => "the largest output",
    };
    let model = ModelProto {
        ir_version: IR_VERSION,
        producer_name: env!("CARGO_PKG_NAME").into(),
        producer_version: env!("CARGO_PKG_VERSION").into(),
        doc_string: format!(
            "Reads a handwritten digit: the probabilities of 0 to 9, if it is one; confidence: {confidence}."
        ),
        graph: Some(graph(committee)),
        opset_import: vec![OperatorSetIdProto { version: OPSET }],
        metadata_props: card.map(metadata).unwrap_or_default(),
    };
    model.encode_to_vec()
}

fn metadata(card: &Card) -> Vec<StringStringEntryProto> {
    let entries = [
        ("recipe", card.recipe.clone()),
        ("threshold", card.threshold.to_string()),
        ("learnt_from", learnt_from(card)),
    ];
    entries.map(|(key, value)| StringStringEntryProto { key: key.into(), value }).into()
}

/// The data's sources and licences; of a file that is not known, its name.
fn learnt_from(card: &Card) -> String {
    let fine_tuned = card.fine_tuning.iter().flat_map(|fine_tuning| fine_tuning.data_sha256.keys());
    let mut sources = Vec::new();
    for file in card.data_sha256.keys().chain(fine_tuned) {
        let known = LICENCES.iter().find(|(beginning, _)| file.starts_with(beginning));
        let source = known.map_or(file.as_str(), |(_, source)| source);
        if !sources.contains(&source) {
            sources.push(source);
        }
    }
    sources.join("; ")
}
