//! Images are taken or refused with a reason, and brought into MNIST's frame.

use network::{Image, ImageError, PIXELS, SIDE};

/// A frame of ink, one pixel wide: `width` × `height`, its top left corner at (`left`, `top`).
fn frame(left: usize, top: usize, width: usize, height: usize) -> Image {
    let mut brightness = [0.0; PIXELS];
    for row in top..top + height {
        for column in left..left + width {
            let inside = (left + 1..left + width - 1).contains(&column) && (top + 1..top + height - 1).contains(&row);
            brightness[row * SIDE + column] = if inside { 0.0 } else { 255.0 };
        }
    }
    Image::from_brightness(&brightness).expect("ink")
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
        let mut brightness = [0.0; PIXELS];
        brightness[index] = value;
        Image::from_brightness(&brightness)
    };
    assert_eq!(Image::from_brightness(&[1.0; 783]), Err(ImageError::Length { found: 783 }));
    assert_eq!(Image::from_brightness(&[1.0; 785]), Err(ImageError::Length { found: 785 }));
    assert_eq!(with(5, 255.5), Err(ImageError::Brightness { index: 5, value: 255.5 }));
    assert_eq!(with(783, -1.0), Err(ImageError::Brightness { index: 783, value: -1.0 }));
    assert!(matches!(with(9, f32::NAN), Err(ImageError::Brightness { index: 9, .. })));
    assert!(matches!(with(9, f32::INFINITY), Err(ImageError::Brightness { index: 9, .. })));
    assert_eq!(with(0, 0.0), Err(ImageError::NoInk));
    assert_eq!(with(0, -0.0), Err(ImageError::NoInk));
    assert_eq!(with(3, 51.0).expect("ink").intensities()[3], 0.2);
}

/// Any ink comes into the frame, and stays as it is there.
#[test]
fn ink_of_every_size_and_place_comes_into_the_frame() {
    for width in 1..=SIDE {
        for height in 1..=SIDE {
            for (left, top) in [(0, 0), (SIDE - width, SIDE - height), ((SIDE - width) / 2, 0)] {
                let image = frame(left, top, width, height).normalize();
                let (sides, mass) = measure(&image);
                let longest = sides[0].max(sides[1]);
                let case = format!("{width} × {height} at ({left}, {top}): {sides:?}, mass at {mass:?}");
                assert!((19..=20).contains(&longest) || width.max(height) <= 4, "{case}");
                assert!(mass.iter().all(|mass| (mass - 14.5).abs() <= 0.55), "{case}");
                assert_eq!(image.normalize(), image, "{case}: normalized again");
                assert!(image.intensities().iter().all(|ink| (0.0..=1.0).contains(ink)), "{case}");
            }
        }
    }
}

/// Ink that reaches far to one side can't have its centre of mass in the middle; no ink is lost.
#[test]
fn lopsided_ink_goes_as_far_as_the_edge() {
    let mut brightness = [0.0; PIXELS];
    for column in 4..24 {
        brightness[5 * SIDE + column] = 10.0;
        brightness[6 * SIDE + column] = if column < 8 { 255.0 } else { 10.0 };
    }
    let image = Image::from_brightness(&brightness).expect("ink").normalize();
    let (sides, _) = measure(&image);
    assert_eq!(sides, [20, 2]);
    assert!(image.view()[[13, 8]] > 0.0 || image.view()[[14, 8]] > 0.0, "at the right edge's limit");
    assert_eq!(image.normalize(), image);
}

#[test]
fn a_dot_is_moved_and_not_enlarged() {
    let image = frame(0, 20, 3, 3).normalize();
    assert_eq!(image, frame(13, 13, 3, 3));
}
