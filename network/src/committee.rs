//! The committee: the networks that answer together. The dense one alone, or beside it a convolutional one with a share in the
//! answer.

use crate::convnet::ConvNet;
use crate::image::{Image, PIXELS};
use crate::network::{Network, NetworkError};
use crate::output::{DIGITS, OutputLayer};

/// A dense network, and maybe a convolutional one. Its logits are the weighted mean of theirs.
#[derive(Debug, Clone, PartialEq)]
pub struct Committee {
    dense: Network,
    /// With its share, 0 to 1; the dense network has the rest.
    convolutional: Option<(ConvNet, f32)>,
    output_layer: OutputLayer,
}

impl Committee {
    /// Of the dense network alone, or with a convolutional one and its share, 0 to 1.
    pub fn new(
        dense: Network,
        convolutional: Option<(ConvNet, f32)>,
        output_layer: OutputLayer,
    ) -> Result<Self, NetworkError> {
        match convolutional {
            Some((_, share)) if !(0.0..=1.0).contains(&share) => Err(NetworkError::Share(share)),
            convolutional => Ok(Self { dense, convolutional, output_layer }),
        }
    }

    /// The dense member.
    pub fn dense(&self) -> &Network {
        &self.dense
    }

    /// The convolutional member, where there is one, and its share.
    pub fn convolutional(&self) -> Option<(&ConvNet, f32)> {
        self.convolutional.as_ref().map(|(network, share)| (network, *share))
    }

    /// What the logits mean.
    pub fn output_layer(&self) -> OutputLayer {
        self.output_layer
    }

    /// Where there are two members, each by its name, as the committee in which it has the whole share.
    pub fn members(&self) -> Option<[(&'static str, Self); 2]> {
        let (convolutional, _) = self.convolutional.as_ref()?;
        let with = |share| Self { convolutional: Some((convolutional.clone(), share)), ..self.clone() };
        Some([("dense", with(0.0)), ("convolutional", with(1.0))])
    }

    /// The ten logits for an image as it stands; bring it into MNIST's frame first ([`Image::normalize`]).
    pub fn logits(&self, image: &Image) -> [f32; DIGITS] {
        self.mean(self.dense.logits(image), |network| network.logits(image))
    }

    /// What the logits say of which digit it is, if it is one: the probabilities of 0 to 9, which sum to 1.
    pub fn probabilities(&self, logits: [f32; DIGITS]) -> [f32; DIGITS] {
        self.output_layer.probabilities(logits)
    }

    /// What the logits say of whether it is a digit at all: the probability, 0 to 1.
    pub fn confidence(&self, logits: [f32; DIGITS]) -> f32 {
        self.output_layer.confidence(logits)
    }

    /// How much each of the 784 pixels, row by row, speaks for `digit` against `against`: in logits, negative where it
    /// speaks for `against`, 0 where the image is empty. For an image in MNIST's frame.
    ///
    /// Integrated gradients (Sundararajan, Taly and Yan 2017, Axiomatic Attribution for Deep Networks, equation 1) of
    /// logit(digit) − logit(against) along the straight path from the blank image. They sum to that difference at
    /// `image` less that at the blank image. Those of a weighted mean are the weighted mean of its terms' (their section
    /// 4.2, linearity).
    ///
    /// # Panics
    /// When `digit` or `against` is over 9.
    pub fn evidence(&self, image: &Image, digit: usize, against: usize) -> [f32; PIXELS] {
        self.mean(self.dense.evidence(image, digit, against), |network| network.evidence(image, digit, against))
    }

    /// The weighted mean of what the members say.
    fn mean<const N: usize>(&self, dense: [f32; N], convolutional: impl Fn(&ConvNet) -> [f32; N]) -> [f32; N] {
        let Some((network, share)) = &self.convolutional else { return dense };
        let convolutional = convolutional(network);
        std::array::from_fn(|i| share * convolutional[i] + (1.0 - share) * dense[i])
    }
}
