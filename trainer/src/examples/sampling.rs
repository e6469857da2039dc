//! Sampling: examples taken at random from MNIST's images, drawings, allographs and negatives, and augmented.

use network::{DIGITS, Image, PIXELS};
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;

use super::allographs::{self, Allograph};
use super::augmentation::{Pen, augment_drawing, augment_image, normalize, picture};
use super::distortion::Strength;
use super::negatives::{Digit, Generator, Kind, is_negative};
use super::raster::{PEN, in_frame, rasterize_fitted};
use crate::data::drawing::{Drawing, Stroke};
use crate::data::mnist::Mnist;

/// Share of the examples that are negatives.
const NEGATIVES: f64 = 0.1;
/// Share of the digits that are drawings, where there are any; of those that are no allographs.
const DRAWN: f64 = 0.2;
/// Share of the negatives that are drawings of letters and symbols, where there are any; the rest is generated.
const LETTERS: f64 = 0.35;
/// Share of MNIST's images that come as pictures. More would slow the training down, as their ink has to be found.
const PICTURES: f64 = 0.04;

const IMAGES: Strength = Strength { rotation: 0.17, scale: 0.12, shear: 0.12, shift: 0.8, elastic: 2.5 };
const DRAWINGS: Strength = Strength { rotation: 0.26, scale: 0.15, shear: 0.3, shift: 0.0, elastic: 4.0 };
/// How the pens of drawings vary.
pub const PENS: Pen = Pen { width: 1.3, unfitted: 0.2, sparse: 0.2, jitter: 0.3 };

/// Labelled images and drawings, and negatives.
#[derive(Debug, Clone)]
pub struct Examples {
    images: Mnist,
    drawings: Vec<Digit>,
    /// Strokes of letters and symbols, in pixels of the frame.
    letters: Vec<Vec<Stroke>>,
    /// Sorted by their seeds.
    kinds: Vec<Kind>,
    /// Of the images' distortions.
    strength: Strength,
    /// Share of the digits that are allographs.
    allographs: f64,
}

impl Examples {
    /// From MNIST's images, and drawings of digits and of negatives; those of look-alikes are left out. Negatives of `kinds`
    /// are generated besides; at least one of them must need no digits.
    pub fn new<'a>(images: Mnist, drawings: impl IntoIterator<Item = &'a Drawing>, kinds: &[Kind]) -> Self {
        let mut kinds = kinds.to_vec();
        kinds.sort_by_key(|kind| kind.seed);
        let mut examples =
            Self { images, drawings: Vec::new(), letters: Vec::new(), kinds, strength: IMAGES, allographs: 0.0 };
        for drawing in drawings {
            match (in_frame(drawing.strokes.clone()), drawing.digit()) {
                (Some(strokes), Some(label)) => examples.drawings.push((strokes, label)),
                (Some(strokes), None) if is_negative(drawing) => examples.letters.push(strokes),
                _ => {}
            }
        }
        examples
    }

    /// The same examples, with a share of the digits written by rules.
    pub fn with_allographs(self, share: f64) -> Self {
        Self { allographs: share, ..self }
    }

    /// The same examples, MNIST's images distorted `times` as far.
    pub fn distorted(&self, times: f32) -> Self {
        Self { strength: self.strength.times(times), ..self.clone() }
    }

    /// How many digits there are.
    pub fn digits(&self) -> usize {
        self.images.labels.len() + self.drawings.len()
    }

    /// The digits without augmentation, as the function would see them: as many images as drawings, or all where there are
    /// only images or only drawings.
    pub fn clean(&self) -> Vec<(Image, u8)> {
        let image = |brightness: &[u8; PIXELS]| Image::from_brightness(&brightness.map(f32::from)).ok();
        let raster = |strokes: &[Stroke]| image(&rasterize_fitted(strokes, PEN));
        let drawn = self.drawings.iter().filter_map(|(strokes, label)| Some((raster(strokes)?, *label)));
        let images = self.images.images.iter().zip(&self.images.labels);
        let images = images.filter_map(|(brightness, label)| Some((image(brightness)?, *label)));
        match (self.images.labels.len(), self.drawings.len()) {
            (0, _) | (_, 0) => images.chain(drawn).collect(),
            (images_len, drawn_len) => {
                let fewer = images_len.min(drawn_len);
                images.take(fewer).chain(drawn.take(fewer)).collect()
            }
        }
    }

    /// Augments a random example into `intensities` (784), and its label as a one-hot vector into `target` (10), all 0
    /// where it is a negative.
    pub fn sample(&self, rng: &mut Pcg64Mcg, intensities: &mut [f32], target: &mut [f32]) {
        target.fill(0.0);
        if rng.random_bool(NEGATIVES) {
            return self.sample_negative(rng, intensities);
        }
        if rng.random_bool(self.allographs) {
            let digit = rng.random_range(0..DIGITS);
            target[digit] = 1.0;
            return sample_allograph(allographs::sample(digit, rng), rng, intensities);
        }
        let drawn = !self.drawings.is_empty() && (self.images.labels.is_empty() || rng.random_bool(DRAWN));
        if drawn {
            let (strokes, label) = &self.drawings[rng.random_range(0..self.drawings.len())];
            augment_drawing(strokes, DRAWINGS, PENS, rng, intensities);
            target[usize::from(*label)] = 1.0;
        } else {
            target[usize::from(self.sample_image(rng, intensities))] = 1.0;
            if rng.random_bool(PICTURES) {
                picture(intensities, rng);
                normalize(intensities);
            }
        }
    }

    fn sample_image(&self, rng: &mut Pcg64Mcg, intensities: &mut [f32]) -> u8 {
        let index = rng.random_range(0..self.images.labels.len());
        augment_image(&self.images.images[index], self.strength, rng, intensities);
        self.images.labels[index]
    }

    fn sample_negative(&self, rng: &mut Pcg64Mcg, intensities: &mut [f32]) {
        if !self.letters.is_empty() && rng.random_bool(LETTERS) {
            let strokes = &self.letters[rng.random_range(0..self.letters.len())];
            return augment_drawing(strokes, DRAWINGS, PENS, rng, intensities);
        }
        while self.generate(self.kinds[rng.random_range(0..self.kinds.len())], rng, intensities).is_none() {}
    }

    /// Generates a negative of a kind, unless the generator fails.
    fn generate(&self, kind: Kind, rng: &mut Pcg64Mcg, intensities: &mut [f32]) -> Option<()> {
        if let Generator::Strokes(make) = kind.generator
            && let Some(strokes) = make(&self.drawings, rng)
        {
            augment_drawing(&in_frame(strokes)?, DRAWINGS, PENS, rng, intensities);
            return Some(());
        }
        let Generator::Image(make) = kind.generator else { return None };
        let pair = (!self.images.labels.is_empty()).then(|| {
            let mut pair = [([0.0; PIXELS], 0); 2];
            for (image, label) in &mut pair {
                *label = self.sample_image(rng, image);
            }
            pair
        });
        intensities.copy_from_slice(&make(pair.as_ref(), rng)?);
        normalize(intensities)
    }

    /// `count` images of a kind; fewer, or none, where it needs digits that are not among these examples.
    pub fn generated(&self, kind: Kind, count: usize) -> Vec<Image> {
        let mut rng = Pcg64Mcg::seed_from_u64(kind.seed);
        let generate = |_| {
            let mut intensities = [0.0; PIXELS];
            self.generate(kind, &mut rng, &mut intensities)?;
            Image::from_intensities(&intensities).ok()
        };
        (0..20 * count).filter_map(generate).take(count).collect()
    }

    /// `count` negatives, as a network learns from them.
    pub fn negatives(&self, count: usize) -> Vec<Image> {
        let mut rng = Pcg64Mcg::seed_from_u64(DIGITS as u64);
        let sample = |_| {
            let mut intensities = [0.0; PIXELS];
            self.sample_negative(&mut rng, &mut intensities);
            Image::from_intensities(&intensities).ok()
        };
        (0..count).filter_map(sample).collect()
    }
}

/// Augments a digit written in this way into `intensities` (784), as a network learns from it.
pub fn sample_allograph(allograph: &Allograph, rng: &mut Pcg64Mcg, intensities: &mut [f32]) {
    let strokes = in_frame(allograph.write(rng)).expect("an allograph has points");
    augment_drawing(&strokes, DRAWINGS, PENS, rng, intensities);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::examples::negatives::KINDS;

    #[test]
    fn less_distorted_images_are_nearer_to_what_they_were() {
        let bar = std::array::from_fn(|pixel| if (12..16).contains(&(pixel % 28)) { 255 } else { 0 });
        let examples = Examples::new(Mnist { images: vec![bar], labels: vec![1] }, [], &KINDS[..1]);
        let distance = |examples: &Examples| -> f32 {
            let mut rng = Pcg64Mcg::seed_from_u64(1);
            let mut sampled = [0.0; PIXELS];
            let mut of_one = || {
                examples.sample_image(&mut rng, &mut sampled);
                bar.iter().zip(sampled).map(|(before, after)| (f32::from(*before) / 255.0 - after).abs()).sum::<f32>()
            };
            (0..100).map(|_| of_one()).sum()
        };
        let (less, more) = (distance(&examples.distorted(0.5)), distance(&examples));
        assert!(less < 0.7 * more, "{less} of {more}");
    }

    /// Two images of a bar, as 4 and 9, and two drawings of one stroke, as 6 and 3.
    fn examples(kinds: &[Kind]) -> Examples {
        let drawing = |label: &str| Drawing {
            label: label.into(),
            writer: String::new(),
            canvas: None,
            strokes: vec![(0..9).map(|i| [f64::from(i * i), f64::from(20 * i)]).collect()],
        };
        let images = [std::array::from_fn(|pixel| if pixel % 28 / 3 == 4 { 255 } else { 0 }); 2].to_vec();
        Examples::new(Mnist { images, labels: vec![4, 9] }, &["6", "3"].map(drawing), kinds)
    }

    /// What is sampled so many times: the labels, `None` of a negative, and the sums of the intensities.
    fn sampled(examples: &Examples, times: usize) -> Vec<(Option<usize>, f32)> {
        let mut rng = Pcg64Mcg::seed_from_u64(1);
        let mut of_one = |_| {
            let (mut intensities, mut target) = ([0.0; PIXELS], [0.5; DIGITS]);
            examples.sample(&mut rng, &mut intensities, &mut target);
            let label = target.iter().position(|&probability| probability == 1.0);
            let expected: [f32; DIGITS] = std::array::from_fn(|digit| f32::from(u8::from(Some(digit) == label)));
            assert_eq!(target, expected);
            (label, intensities.iter().sum())
        };
        (0..times).map(&mut of_one).collect()
    }

    #[test]
    fn examples_are_sampled_by_their_shares() {
        let times = 2000;
        let check = |examples: &Examples, labels: &[Option<usize>], expected: f64| {
            let of_labels = sampled(examples, times).into_iter().filter(|(label, _)| labels.contains(label)).count();
            let found = of_labels as f64 / times as f64;
            assert!((found - expected).abs() < 0.03, "{found} are {labels:?}, expected {expected}");
        };
        let waves = &KINDS[5..6];
        check(&examples(waves), &[None], NEGATIVES);
        check(&examples(waves), &[Some(6), Some(3)], (1.0 - NEGATIVES) * DRAWN);
        check(&examples(waves), &[Some(4), Some(9)], (1.0 - NEGATIVES) * (1.0 - DRAWN));
        let allographs = examples(waves).with_allographs(0.5);
        check(&allographs, &[0, 1, 2, 5, 7, 8].map(Some), 0.5 * (1.0 - NEGATIVES) * 0.6);
        check(&allographs, &[4, 9].map(Some), 0.5 * (1.0 - NEGATIVES) * (0.2 + 1.0 - DRAWN));
        let drawn = Examples { images: Mnist::default(), ..examples(waves) };
        check(&drawn, &[Some(6), Some(3)], 1.0 - NEGATIVES);
        let images = Examples { drawings: Vec::new(), ..examples(waves) };
        check(&images, &[Some(4), Some(9)], 1.0 - NEGATIVES);
        let inks = sampled(&allographs, 100);
        assert!(inks.iter().all(|&(_, ink)| ink > 4.0), "{inks:?}");
    }

    #[test]
    fn negatives_are_letters_or_generated() {
        let dot = Kind { name: "Dot", seed: 0, generator: Generator::Strokes(|_, _| Some(vec![vec![[1.0, 1.0]]])) };
        let mut examples = examples(&[dot]);
        let long = |image: &&Image| image.intensities().iter().sum::<f32>() > 15.0;
        assert_eq!(examples.negatives(200).iter().filter(long).count(), 0);
        examples.letters = vec![vec![vec![[4.0, 4.0], [24.0, 24.0]]]];
        let negatives = examples.negatives(500);
        let letters = negatives.iter().filter(long).count() as f64 / negatives.len() as f64;
        assert!(negatives.len() > 490 && (letters - LETTERS).abs() < 0.05, "{letters} of {}", negatives.len());
    }

    #[test]
    fn as_many_clean_images_as_drawings() {
        let check = |examples: &Examples, digits: usize, expected: &[u8]| {
            let labels: Vec<u8> = examples.clean().into_iter().map(|(_, label)| label).collect();
            assert_eq!((examples.digits(), &labels[..]), (digits, expected));
        };
        let mut examples = examples(&[]);
        check(&examples, 4, &[4, 9, 6, 3]);
        examples.images.images.push(examples.images.images[0]);
        examples.images.labels.push(1);
        check(&examples, 5, &[4, 9, 6, 3]);
        let intensity = |brightness: u8| f32::from(brightness) / 255.0;
        assert_eq!(*examples.clean()[0].0.intensities(), examples.images.images[0].map(intensity));
        check(&Examples { drawings: Vec::new(), ..examples.clone() }, 3, &[4, 9, 1]);
        check(&Examples { images: Mnist::default(), ..examples }, 2, &[6, 3]);
    }

    #[test]
    fn a_generator_may_fail_mostly() {
        let make = |_: &[Digit], rng: &mut Pcg64Mcg| rng.random_bool(0.1).then(|| vec![vec![[0.0, 0.0], [9.0, 9.0]]]);
        let kind = Kind { name: "Seldom", seed: 1, generator: Generator::Strokes(make) };
        assert_eq!(examples(&[]).generated(kind, 10).len(), 10);
    }

    #[test]
    fn every_kind_is_generated() {
        for kind in KINDS {
            assert_eq!(examples(&[]).generated(kind, 10).len(), 10, "{}", kind.name);
        }
    }

    #[test]
    fn the_order_and_the_names_of_the_kinds_do_not_change_what_is_sampled() {
        let mut others = KINDS.map(|kind| Kind { name: "other", ..kind });
        others.reverse();
        let negatives = examples(&KINDS).negatives(50);
        assert_eq!(negatives, examples(&others).negatives(50));
        assert!(negatives.len() > 45, "a few have no ink: {}", negatives.len());
    }
}
