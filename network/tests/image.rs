//! Images are taken or refused with a reason, and clean ones brought into MNIST's frame as they always were.

use network::{Image, ImageError, Normalized, PIXELS, SIDE};

/// A frame of ink, `pen` pixels wide: `width` × `height`, its top left corner at (`left`, `top`).
fn frame([left, top]: [usize; 2], [width, height]: [usize; 2], pen: usize) -> [f32; PIXELS] {
    let mut brightness = [0.0; PIXELS];
    for row in 0..height {
        for column in 0..width {
            let depth = row.min(column).min(height - 1 - row).min(width - 1 - column);
            brightness[(top + row) * SIDE + left + column] = if depth < pen { 255.0 } else { 0.0 };
        }
    }
    brightness
}

fn normalized(brightness: &[f32; PIXELS]) -> Image {
    let Normalized { image, inverted } = Image::from_brightness(brightness).expect("ink").normalize().expect("ink");
    assert!(!inverted, "bright ink on a dark ground");
    image
}

/// Columns and rows of the ink's bounding box, and the centre of mass, x before y.
fn measure(image: &Image) -> ([usize; 2], [f32; 2]) {
    let ink: Vec<_> = image.view().indexed_iter().filter(|(_, ink)| **ink > 0.0).map(|(at, &ink)| (at, ink)).collect();
    let side = |axis: fn(&(usize, usize)) -> usize| {
        let along = ink.iter().map(|(at, _)| axis(at));
        along.clone().max().expect("ink") + 1 - along.min().expect("ink")
    };
    let mass: f32 = ink.iter().map(|(_, ink)| ink).sum();
    let mean = |axis: fn(&(usize, usize)) -> usize| {
        ink.iter().map(|(at, ink)| (axis(at) as f32 + 0.5) * ink).sum::<f32>() / mass
    };
    ([side(|at| at.1), side(|at| at.0)], [mean(|at| at.1), mean(|at| at.0)])
}

#[test]
fn what_is_no_image_is_refused_with_the_place() {
    let with = |index: usize, value: f32| {
        let mut numbers = [0.0; PIXELS];
        numbers[index] = value;
        [Image::from_brightness(&numbers), Image::from_intensities(&numbers)]
    };
    for found in [0, 783, 785] {
        let numbers = vec![1.0; found];
        assert_eq!(Image::from_brightness(&numbers), Err(ImageError::Length { found }));
        assert_eq!(Image::from_intensities(&numbers), Err(ImageError::Length { found }));
    }
    let brightness = |index, value| Err(ImageError::Brightness { index, value });
    let intensity = |index, value| Err(ImageError::Intensity { index, value });
    assert_eq!(with(5, 255.5), [brightness(5, 255.5), intensity(5, 255.5)]);
    assert_eq!(with(783, -1.0), [brightness(783, -1.0), intensity(783, -1.0)]);
    assert_eq!(with(0, f32::INFINITY), [brightness(0, f32::INFINITY), intensity(0, f32::INFINITY)]);
    let [brightness, intensity] = with(9, f32::NAN);
    assert!(matches!(brightness, Err(ImageError::Brightness { index: 9, .. })));
    assert!(matches!(intensity, Err(ImageError::Intensity { index: 9, .. })));
    assert_eq!(with(0, 0.0), [Err(ImageError::NoInk), Err(ImageError::NoInk)]);
    assert_eq!(with(0, -0.0), [Err(ImageError::NoInk), Err(ImageError::NoInk)]);
    let [brightness, intensity] = with(3, 1.0).map(|image| image.expect("ink").intensities()[3]);
    assert_eq!((brightness, intensity), (1.0 / 255.0, 1.0));
    assert_eq!(with(3, 51.0)[0].as_ref().expect("ink").intensities()[3], 0.2);
}

#[test]
fn too_little_ink_is_nearly_blank() {
    for (pixels, last, nearly_blank) in [(7, 254.0, true), (7, 255.0, false), (8, 0.0, false), (1, 0.0, true)] {
        let mut brightness = [0.0; PIXELS];
        brightness[100..100 + pixels].fill(255.0);
        brightness[100 + pixels] = last;
        let image = Image::from_brightness(&brightness).expect("ink");
        assert_eq!(image.is_nearly_blank(), nearly_blank, "{pixels} pixels of ink and one of {last}");
    }
}

/// Any ink comes into the frame, and stays as it is there.
#[test]
fn ink_of_every_size_and_place_comes_into_the_frame() {
    for width in 1..=SIDE {
        for height in 1..=SIDE {
            for corner in [[0, 0], [SIDE - width, SIDE - height], [(SIDE - width) / 2, 0]] {
                let image = normalized(&frame(corner, [width, height], 1));
                let (sides, mass) = measure(&image);
                let longest = sides[0].max(sides[1]);
                let case = format!("{width} × {height} at {corner:?}: {sides:?}, mass at {mass:?}");
                assert!((19..=20).contains(&longest) || width.max(height) <= 4, "{case}");
                assert!(mass.iter().all(|mass| (mass - 14.5).abs() <= 0.55), "{case}");
                assert!(image.normalize().expect("ink").image == image, "{case}: normalized again");
                assert!(image.intensities().iter().all(|ink| (0.0..=1.0).contains(ink)), "{case}");
            }
        }
    }
}

/// The same arithmetic once more, plainly: every new pixel is the mean of all old ones under a tent.
#[test]
fn clean_ink_is_scaled_by_tents() {
    let shapes = [
        ([2, 3], [9, 12]),
        ([0, 0], [24, 11]),
        ([10, 14], [6, 13]),
        ([3, 1], [23, 26]),
        ([1, 9], [12, 12]),
        ([1, 9], [12, 12]),
    ];
    for (number, (corner, sides)) in shapes.into_iter().enumerate() {
        let mut old = frame(corner, sides, 3);
        if number >= 4 {
            // All but one side of the frame, so that its centre of mass would take it over the edge, to the right or left.
            for row in 9..21 {
                old[row * SIDE + if number == 4 { 4 } else { 1 }..][..9].fill(if row == 14 || row == 15 {
                    255.0
                } else {
                    0.0
                });
            }
        }
        let longest = sides[0].max(sides[1]) as f64;
        // 20 pixels hold the old ones and what a tent reaches beyond the centres of the outermost.
        let scale = if longest < 19.0 { 20.0 / (longest + 1.0) } else { 18.0 / (longest - 1.0) };
        let radius = f64::max(1.0 / scale, 1.0);
        let weights = |axis: usize| {
            let mass: f64 = old.iter().map(|&ink| f64::from(ink)).sum();
            let at = |pixel: usize| if axis == 0 { pixel % SIDE } else { pixel / SIDE };
            let middle: f64 =
                (0..PIXELS).map(|pixel| (at(pixel) as f64 + 0.5) * f64::from(old[pixel])).sum::<f64>() / mass;
            // The tent of the outermost pixel ends at the edge, if the centre of mass would take it over.
            let reach = f64::max(scale, 1.0);
            let (first, last) = (corner[axis] as f64 + 0.5, (corner[axis] + sides[axis]) as f64 - 0.5);
            let offset = (14.5 - middle * scale).clamp(reach - first * scale, 28.0 - reach - last * scale);
            move |new: usize, at: usize| {
                let centre = (new as f64 + 0.5 - offset) / scale;
                (1.0 - (at as f64 + 0.5 - centre).abs() / radius).max(0.0) / radius
            }
        };
        let (across, down) = (weights(0), weights(1));
        let image = normalized(&old);
        for ((row, column), &found) in image.view().indexed_iter() {
            let of_row = |r: usize| (0..SIDE).map(|c| across(column, c) * f64::from(old[r * SIDE + c])).sum::<f64>();
            let sum: f64 = (0..SIDE).map(|r| down(row, r) * of_row(r)).sum();
            let expected = (sum / 255.0).min(1.0);
            assert!((f64::from(found) - expected).abs() < 2e-3, "{sides:?} ({row}, {column}): {found}, not {expected}");
        }
    }
}

/// Ink that reaches far to one side can't have its centre of mass in the middle; no ink is lost.
#[test]
fn lopsided_ink_goes_as_far_as_the_edge() {
    // A block of 5 × 18 and a tail, to either side.
    let at = |left: usize, top: usize, mirrored: bool| {
        let mut brightness = [0.0; PIXELS];
        for row in 0..18 {
            let length = if row == 8 || row == 9 { 20 } else { 5 };
            let start = if mirrored { 20 - length } else { 0 };
            brightness[(top + row) * SIDE + left + start..][..length].fill(255.0);
        }
        brightness
    };
    let turned = |picture: [f32; PIXELS]| std::array::from_fn(|pixel| picture[pixel % SIDE * SIDE + pixel / SIDE]);
    for (mirrored, left) in [(false, 8), (true, 0)] {
        for before in [at(3, 4, mirrored), at(left, 6, mirrored)] {
            let after = at(left, 6, mirrored);
            assert!(normalized(&before).intensities().map(|i| i * 255.0) == after, "{mirrored}");
            assert!(
                normalized(&turned(before)).intensities().map(|i| i * 255.0) == turned(after),
                "{mirrored}, turned"
            );
        }
    }
}

#[test]
fn a_dot_is_moved_and_not_enlarged() {
    assert_eq!(normalized(&frame([0, 20], [3, 3], 1)).intensities().map(|i| i * 255.0), frame([13, 13], [3, 3], 1));
    let (sides, _) = measure(&normalized(&frame([3, 20], [4, 4], 2)));
    assert_eq!(sides, [4, 4]);
    let (sides, _) = measure(&normalized(&frame([3, 20], [5, 5], 3)));
    assert_eq!(sides, [19, 19]);
}
