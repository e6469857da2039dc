//! Ink is found in any picture, and what is found does not depend on how the picture was taken.

use network::{Image, ImageError, Normalized, PIXELS, SIDE};
use proptest::prelude::*;

/// The page's images of one drawing after another, which are in MNIST's frame.
fn drawn() -> Vec<[f32; PIXELS]> {
    let lines = include_str!("../../tests/golden/images.ndjson").lines();
    let images = lines.map(|line| serde_json::from_str::<Vec<f32>>(line).expect("a list of brightnesses"));
    images.map(|image| image.try_into().expect("784 brightnesses")).collect()
}

/// The image smaller by half and moved, as a page without fitting or a camera brings it.
fn half(image: &[f32; PIXELS], left: usize, top: usize) -> [f32; PIXELS] {
    let mut picture = [0.0; PIXELS];
    for row in 0..SIDE / 2 {
        for column in 0..SIDE / 2 {
            let of = |down: usize, right: usize| image[(2 * row + down) * SIDE + 2 * column + right];
            picture[(top + row) * SIDE + left + column] = (of(0, 0) + of(0, 1) + of(1, 0) + of(1, 1)) / 4.0;
        }
    }
    picture
}

fn normalize(picture: &[f32; PIXELS]) -> Result<Normalized, ImageError> {
    Image::from_brightness(picture)?.normalize()
}

/// Numbers in −1..1 that look random, the same ones for the same seed.
fn grain(seed: u32) -> impl FnMut() -> f32 {
    let mut state = seed;
    move || {
        // Numerical Recipes' quick and dirty generator; its upper bits.
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) as f32 / (1 << 23) as f32 - 1.0
    }
}

fn furthest(a: &Image, b: &Image) -> f32 {
    a.intensities().iter().zip(b.intensities()).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max)
}

/// The mean difference, in pixels full of ink.
fn difference(a: &Image, b: &Image) -> f32 {
    a.intensities().iter().zip(b.intensities()).map(|(a, b)| (a - b).abs()).sum()
}

fn ink_of(image: &Image) -> f32 {
    image.intensities().iter().sum()
}

/// What the page sends stays as it is, to the bit.
#[test]
fn the_pages_images_are_not_changed() {
    for image in drawn() {
        let image = Image::from_brightness(&image).expect("ink");
        assert!(image.normalize() == Ok(Normalized { image, inverted: false }));
    }
}

/// A photo of paper: ink on a ground with a slope and a vignette, a shadow along one side, and grain.
fn photo(ink: &[f32; PIXELS], slope: f32, vignette: f32, shadow: f32, deviation: f32) -> [f32; PIXELS] {
    let mut grain = grain(1);
    std::array::from_fn(|pixel| {
        let [y, x] = [pixel / SIDE, pixel % SIDE].map(|at| at as f32 / 13.5 - 1.0);
        let light =
            1.0 + slope * (x + y / 2.0) - vignette * (x * x + y * y) - shadow * ((x - 0.6) / 0.3).clamp(0.0, 1.0);
        // Uniform in ±√3 has a deviation of 1.
        (light * (180.0 - 120.0 / 255.0 * ink[pixel]) + deviation * 3.0_f32.sqrt() * grain()).round()
    })
}

#[test]
fn a_photo_is_read_like_its_ink() {
    let pictures = [
        ("even", [0.0, 0.0, 0.0, 0.0]),
        ("slope", [0.25, 0.0, 0.0, 0.0]),
        ("the other slope", [-0.25, 0.0, 0.0, 0.0]),
        ("vignette", [0.0, 0.15, 0.0, 0.0]),
        ("shadow", [0.1, 0.0, 0.3, 0.0]),
        ("grain", [0.0, 0.0, 0.0, 5.0]),
        ("all", [0.15, 0.1, 0.2, 3.0]),
    ];
    for (what, [slope, vignette, shadow, deviation]) in pictures {
        for (number, ink) in drawn().iter().enumerate() {
            let clean = Image::from_brightness(ink).expect("ink");
            let picture = photo(ink, slope, vignette, shadow, deviation);
            for (picture, dark) in [(picture, true), (picture.map(|brightness| 255.0 - brightness), false)] {
                let found = normalize(&picture).expect("ink");
                assert_eq!(found.inverted, dark, "{what}: image {number}");
                let apart = difference(&found.image, &clean) / ink_of(&clean);
                assert!(apart < 0.55, "{what}: image {number}, {apart} of its ink apart");
            }
        }
    }
}

/// However deep: its edge is told from strokes.
#[test]
fn a_shadow_is_no_ink() {
    for (number, ink) in drawn().iter().enumerate().take(14) {
        let clean = Image::from_brightness(ink).expect("ink");
        let found = normalize(&photo(ink, 0.1, 0.0, 0.6, 1.0)).expect("ink");
        let apart = difference(&found.image, &clean) / ink_of(&clean);
        assert!(found.inverted && apart < 0.18, "image {number}: {apart} of its ink apart");
    }
}

/// However little brighter than its ground.
#[test]
fn faint_ink_is_ink() {
    for (number, ink) in drawn().iter().enumerate() {
        let clean = Image::from_brightness(ink).expect("ink");
        let found = normalize(&ink.map(|ink| 250.0 + 0.2 * ink / 255.0)).expect("ink");
        let apart = furthest(&found.image, &clean);
        assert!(!found.inverted && apart < 0.01, "image {number}: {apart} apart");
    }
}

/// A pixel that is darker than all others by chance makes them no fainter.
#[test]
fn the_darkest_pixel_is_not_full_ink() {
    for (number, ink) in drawn().iter().enumerate().take(10) {
        let clean = Image::from_brightness(ink).expect("ink");
        let mut picture = photo(ink, 0.1, 0.0, 0.0, 0.0);
        let darkest = (0..PIXELS).max_by(|&a, &b| ink[a].total_cmp(&ink[b])).expect("a pixel");
        picture[darkest] = 0.0;
        let found = normalize(&picture).expect("ink");
        let apart = difference(&found.image, &clean) / ink_of(&clean);
        assert!(apart < 0.12, "image {number}: {apart} of its ink apart");
    }
}

/// Where the ground is not even, ink of which there is more than a third of the strongest is left.
#[test]
fn weak_ink_beside_rings_is_ink() {
    let picture = |rings: f32| -> [f32; PIXELS] {
        std::array::from_fn(|pixel| match (pixel / SIDE, pixel % SIDE) {
            (4..24, 8..11) => 120.0,
            (4..24, 17..20) => 60.0,
            (0..2, 2..26) => rings,
            _ => 0.0,
        })
    };
    let found = normalize(&picture(20.0)).expect("ink").image;
    let right: f32 = found.view().columns().into_iter().skip(15).flatten().sum();
    assert!(right > 5.0, "{right}");
}

#[test]
fn what_is_full_and_in_the_frame_stays_as_it_is() {
    for brightest in [254.0, 255.0] {
        for image in drawn() {
            let image = Image::from_brightness(&image.map(|ink| f32::min(ink, brightest))).expect("ink");
            assert!(image.normalize().expect("ink").image == image, "{brightest}");
        }
    }
}

#[test]
fn what_is_no_ink_says_so() {
    let no_ink = |what: &str, picture: &[f32; PIXELS]| {
        assert_eq!(normalize(picture), Err(ImageError::NoInk), "{what}");
    };
    for level in [0.0, 0.2, 1.0, 127.0, 254.0, 255.0] {
        no_ink(&format!("all {level}"), &[level; PIXELS]);
    }
    for seed in 0..40 {
        for most in [0.5, 1.0, 10.0, 127.0] {
            let mut grain = grain(seed);
            let even: [f32; PIXELS] = std::array::from_fn(|_| 127.0 + (most * grain()).round());
            no_ink(&format!("grain {most}, {seed}"), &even);
            // On black, as cameras leave it.
            no_ink(&format!("grain on black {most}, {seed}"), &even.map(|brightness| (brightness - 127.0).abs()));
        }
        let slope = std::array::from_fn(|pixel| (pixel % SIDE) as f32 * 9.0);
        no_ink("a slope alone", &slope);
        let blank = photo(&[0.0; PIXELS], 0.2, 0.1, 0.0, 4.0);
        no_ink("a sloped ground with grain", &blank);
    }
}

#[test]
fn specks_grain_and_rings_are_no_ink() {
    for (number, image) in drawn().into_iter().enumerate() {
        let clean = Image::from_brightness(&image).expect("ink");
        let near = |what: &str, picture: [f32; PIXELS], most: f32| {
            let found = normalize(&picture).expect("ink").image;
            let apart = furthest(&found, &clean);
            assert!(apart <= most, "{what}, image {number}: {apart} apart");
        };
        for corner in [0, SIDE - 1] {
            let mut speck = image;
            for brightness in [1.0, 40.0, 255.0] {
                speck[corner] = brightness;
                // A pixel of 1 that is alone in the image itself is a speck, too.
                near("a speck", speck, 1.0 / 255.0);
            }
        }
        let mut grain = grain(number as u32);
        near("noise of 0 and 1", image.map(|b| (b + f32::from(grain() > 0.0)).min(255.0)), 0.03);
        // Along one edge, and two pixels from it, as a frame that was cut off.
        for line in [0, 2] {
            let mut framed = image;
            framed[line * SIDE..(line + 1) * SIDE].fill(150.0);
            near("a line above", framed, 0.0);
            let mut framed = image;
            framed.chunks_exact_mut(SIDE).for_each(|row| row[SIDE - 1 - line] = 255.0);
            near("a line to the right", framed, 0.0);
        }
    }
}

/// Strokes thinner than MNIST's become about as wide, however faint they are.
#[test]
fn a_thin_pen_is_widened() {
    for (length, strength) in [(28, 255.0), (24, 255.0), (24, 90.0), (22, 255.0)] {
        let mut cross = [0.0; PIXELS];
        for along in 0..length {
            cross[along * SIDE + 14] = strength;
            cross[(length / 2) * SIDE + along] = strength;
        }
        let found = normalize(&cross).expect("ink").image;
        // Across the upper arm, well above the other stroke.
        let width: f32 = found.view().row(9).sum();
        assert!((1.7..3.2).contains(&width), "{length} pixels of {strength}: {width} wide");
    }
}

proptest! {
    /// Neither inverting, nor a level below it, nor a scale of its brightness changes what is found by more than
    /// rounding to whole brightnesses leaves: half a level at either end, of as many as the contrast has.
    #[test]
    fn level_contrast_and_polarity_are_nothing(
        number in 0..21_usize, small: bool, level in 0..100_u8, contrast in 40..=155_u8, dark: bool,
        (left, top) in (0..=14_usize, 0..=14_usize),
    ) {
        let images = drawn();
        let ink = if small { half(&images[number % images.len()], left, top) } else { images[number % images.len()] };
        let taken = ink.map(|ink| (f32::from(level) + ink * f32::from(contrast) / 255.0).round());
        let taken = if dark { taken.map(|brightness| 255.0 - brightness) } else { taken };
        let (before, after) = (normalize(&ink).expect("ink"), normalize(&taken).expect("ink"));
        prop_assert_eq!(after.inverted, dark);
        let apart = furthest(&before.image, &after.image);
        // Enlarging and widening weigh a few roundings together.
        let bound = 6.0 / f32::from(contrast);
        prop_assert!(apart <= bound, "{} apart, at most {}", apart, bound);
    }

    /// Whatever the picture, what was found is found again as it is.
    #[test]
    fn normalizing_twice_is_normalizing_once(
        level in 0.0..255.0_f32, slope in -80.0..80.0_f32, deviation in prop_oneof![Just(0.0), 0.0..60.0_f32],
        blocks in prop::collection::vec((0..SIDE, 0..SIDE, 1..SIDE, 1..8_usize, any::<bool>(), -255.0..255.0_f32), 0..6),
        seed: u32,
    ) {
        let mut grain = grain(seed);
        let mut picture: [f32; PIXELS] = std::array::from_fn(|pixel| {
            level + slope * ((pixel % SIDE) as f32 / 13.5 - 1.0) + deviation * grain()
        });
        for (row, column, length, width, upright, ink) in blocks {
            let (height, width) = if upright { (length, width) } else { (width, length) };
            for row in row..(row + height).min(SIDE) {
                for column in column..(column + width).min(SIDE) {
                    picture[row * SIDE + column] += ink;
                }
            }
        }
        let picture = picture.map(|brightness| brightness.round().clamp(0.0, 255.0));
        if let Ok(once) = normalize(&picture) {
            let twice = once.image.normalize().expect("ink");
            prop_assert!(!twice.inverted);
            prop_assert!(twice.image == once.image, "{} apart", furthest(&once.image, &twice.image));
            prop_assert!(once.image.intensities().iter().all(|ink| (0.0..=1.0).contains(ink)));
        }
    }
}
