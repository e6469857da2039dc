//! Convolution and pooling of one image, channels last: (rows, columns, channels), square, without padding.

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
            let from = ((row + offset) * side + column) * channels;
            to.copy_from_slice(&image[from..from + line]);
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

/// The largest of each 2 × 2 pixels in each channel, or 0 where none is above it (ReLU). `sources` gets where in the
/// image each was, or [`NOWHERE`].
pub fn pool(image: &[f32], side: usize, channels: usize, largest: &mut [f32], sources: &mut [u32]) {
    let cells = largest.chunks_exact_mut(channels).zip(sources.chunks_exact_mut(channels)).enumerate();
    for (cell, (largest, sources)) in cells {
        let corner = (cell / pooled(side) * 2 * side + cell % pooled(side) * 2) * channels;
        largest.fill(0.0);
        sources.fill(NOWHERE);
        for start in [0, 1, side, side + 1].map(|pixel| corner + pixel * channels) {
            let pixel = image[start..start + channels].iter().zip(start as u32..);
            for ((largest, source), (&value, at)) in largest.iter_mut().zip(sources.iter_mut()).zip(pixel) {
                if value > *largest {
                    (*largest, *source) = (value, at);
                }
            }
        }
    }
}

/// Where a 0 came from.
pub const NOWHERE: u32 = u32::MAX;

/// The reverse of [`pool`], for derivatives: each goes to where the largest was.
pub fn unpool(errors: &[f32], sources: &[u32], image: &mut [f32]) {
    image.fill(0.0);
    for (error, &source) in errors.iter().zip(sources) {
        if source != NOWHERE {
            image[source as usize] = *error;
        }
    }
}
