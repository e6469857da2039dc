//! Pictures: images of 28 × 28 greys beside and below each other, as a PNG.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use network::{PIXELS, SIDE};
use png::{BitDepth, ColorType, Encoder, EncodingError};

/// The bytes of a PNG of `tiles`, `columns` to a row.
pub fn sprite(tiles: &[[u8; PIXELS]], columns: usize) -> Result<Vec<u8>, EncodingError> {
    let (width, height) = (columns * SIDE, tiles.len().div_ceil(columns) * SIDE);
    let mut greys = vec![255; width * height];
    for (index, tile) in tiles.iter().enumerate() {
        let corner = index / columns * SIDE * width + index % columns * SIDE;
        for (row, line) in tile.chunks_exact(SIDE).enumerate() {
            greys[corner + row * width..][..SIDE].copy_from_slice(line);
        }
    }
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, width as u32, height as u32);
    encoder.set_color(ColorType::Grayscale);
    encoder.set_depth(BitDepth::Eight);
    encoder.write_header()?.write_image_data(&greys)?;
    Ok(bytes)
}

/// The address that holds a picture whole: `kind` is `png` or `svg+xml`.
pub fn data_url(kind: &str, picture: &[u8]) -> String {
    format!("data:image/{kind};base64,{}", BASE64_STANDARD.encode(picture))
}
