//! A committee answers with the weighted mean of its members' logits.

use ndarray::Array2;
use network::{Committee, ConvNet, DIGITS, Image, LAYERS, Network, NetworkError, OutputLayer, PIXELS};

/// Every weight is this.
fn dense(weight: f32) -> Network {
    Network::new(Array2::from_elem((2, PIXELS + 1), weight), Array2::from_elem((DIGITS, 3), weight)).expect("a network")
}

/// Its logits are the digits, whatever the image.
fn counting() -> ConvNet {
    let mut layers = LAYERS.map(|(_, shape)| Array2::zeros(shape));
    layers[3].column_mut(0).iter_mut().zip(0_u8..).for_each(|(bias, digit)| *bias = digit.into());
    ConvNet::new(layers).expect("a network")
}

fn image() -> Image {
    Image::from_brightness(&[200.0; PIXELS]).expect("ink")
}

fn committee(share: f32) -> Result<Committee, NetworkError> {
    Committee::new(dense(0.5), Some((counting(), share)), OutputLayer::Softmax)
}

#[test]
fn its_logits_are_the_weighted_mean() {
    let dense = dense(0.5).logits(&image());
    for share in [0.0, 0.25, 0.5, 1.0] {
        let found = committee(share).expect("a committee").logits(&image());
        let expected = std::array::from_fn(|digit| share * digit as f32 + (1.0 - share) * dense[digit]);
        assert_eq!(found, expected, "{share}");
    }
}

#[test]
fn alone_the_dense_network_answers_as_it_is() {
    let alone = Committee::new(dense(0.3), None, OutputLayer::Sigmoid).expect("a committee");
    assert_eq!(alone.logits(&image()), dense(0.3).logits(&image()));
    assert_eq!(alone.members(), None);
    assert_eq!(alone.convolutional(), None);
    let together = committee(0.5).expect("a committee");
    assert_eq!((together.dense(), together.convolutional()), (&dense(0.5), Some((&counting(), 0.5))));
}

#[test]
fn its_logits_mean_what_its_output_layer_says() {
    for output_layer in [OutputLayer::Softmax, OutputLayer::Sigmoid] {
        let committee = Committee::new(dense(0.3), Some((counting(), 0.5)), output_layer).expect("a committee");
        let logits = committee.logits(&image());
        assert_eq!(committee.output_layer(), output_layer);
        assert_eq!(committee.probabilities(logits), output_layer.probabilities(logits));
        assert_eq!(committee.confidence(logits), output_layer.confidence(logits));
    }
}

#[test]
fn each_member_is_heard_by_itself() {
    let [(first, dense_alone), (second, convolutional)] = committee(0.5).expect("a committee").members().expect("two");
    assert_eq!([first, second], ["dense", "convolutional"]);
    assert_eq!(dense_alone.logits(&image()), dense(0.5).logits(&image()));
    assert_eq!(convolutional.logits(&image()), counting().logits(&image()));
}

#[test]
fn a_share_is_between_nothing_and_all() {
    for share in [-0.1, 1.1, f32::NAN] {
        let words = committee(share).expect_err("no committee").to_string();
        assert_eq!(words, format!("the convolutional member's share is {share}, expected 0 to 1"));
    }
}
