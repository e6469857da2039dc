//! Convolution and pooling of one image, channels last: (rows, columns, channels), square, without padding.

use multiversion::multiversion;

/// Side of a kernel, in pixels.
pub const KERNEL: usize = 5;

/// Side of what a convolution makes of an image.
#[must_use]
pub const fn convolved(side: usize) -> usize {
    side + 1 - KERNEL
}

/// Side of what pooling makes of an image.
#[must_use]
pub const fn pooled(side: usize) -> usize {
    side / 2
}

/// Copies the patch of the image under the kernel at each place into a row of `patches`, (places, 5 × 5 × channels), so that
/// the convolution is a matrix product (Chellapilla, Puri and Simard 2006).
pub fn patches(image: &[f32], side: usize, channels: usize, patches: &mut [f32]) {
    let line = KERNEL * channels;
    for (place, patch) in patches.chunks_exact_mut(KERNEL * line).enumerate() {
        let (row, column) = (place / convolved(side), place % convolved(side));
        for (offset, to) in patch.chunks_exact_mut(line).enumerate() {
            let from = &image[((row + offset) * side + column) * channels..][..line];
            // Of one channel a line is so short that its length should be known to the compiler.
            match (<&mut [f32; KERNEL]>::try_from(&mut *to), <[f32; KERNEL]>::try_from(from)) {
                (Ok(to), Ok(from)) => *to = from,
                _ => to.copy_from_slice(from),
            }
        }
    }
}

/// The reverse of [`patches`], for derivatives: each place's patch is added to where it was taken from.
pub fn add_patches(patches: &[f32], side: usize, channels: usize, image: &mut [f32]) {
    let line = KERNEL * channels;
    image.fill(0.0);
    for (place, patch) in patches.chunks_exact(KERNEL * line).enumerate() {
        let (row, column) = (place / convolved(side), place % convolved(side));
        for (offset, from) in patch.chunks_exact(line).enumerate() {
            let to = ((row + offset) * side + column) * channels;
            for (sum, term) in image[to..to + line].iter_mut().zip(from) {
                *sum += term;
            }
        }
    }
}

/// The largest of each 2 × 2 pixels in each channel, plus the channel's bias, or 0 where that is not above it (ReLU).
/// `sources` gets where in the image each was, or `NOWHERE`.
#[multiversion(targets = "simd")]
pub fn pool(image: &[f32], side: usize, biases: &[f32], largest: &mut [f32], sources: &mut [u32]) {
    let channels = biases.len();
    let cells = largest.chunks_exact_mut(channels).zip(sources.chunks_exact_mut(channels)).enumerate();
    for (cell, (largest, sources)) in cells {
        let corner = (cell / pooled(side) * 2 * side + cell % pooled(side) * 2) * channels;
        let starts = [0, 1, side, side + 1].map(|pixel| corner + pixel * channels);
        let pixels = starts.map(|start| &image[start..start + channels]);
        for channel in 0..channels {
            let (mut most, mut source) = (pixels[0][channel], starts[0]);
            for (pixel, start) in pixels.into_iter().zip(starts).skip(1) {
                source = if pixel[channel] > most { start } else { source };
                most = most.max(pixel[channel]);
            }
            let activation = (most + biases[channel]).max(0.0);
            largest[channel] = activation;
            sources[channel] = if activation > 0.0 { (source + channel) as u32 } else { NOWHERE };
        }
    }
}

/// Where a 0 came from.
const NOWHERE: u32 = u32::MAX;

/// The reverse of [`pool`], for derivatives: each goes to where the largest was, and to its channel's bias.
pub fn unpool(errors: &[f32], sources: &[u32], image: &mut [f32], biases: &mut [f32]) {
    image.fill(0.0);
    let channels = biases.len();
    for (errors, sources) in errors.chunks_exact(channels).zip(sources.chunks_exact(channels)) {
        for ((error, &source), bias) in errors.iter().zip(sources).zip(biases.iter_mut()) {
            if source != NOWHERE {
                image[source as usize] = *error;
                *bias += error;
            }
        }
    }
}
