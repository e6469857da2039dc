//! The golden drawings become the golden images; the page's tests read the same two files, and allow one brightness.

use std::path::Path;

use trainer::data::drawing::read_drawings;
use trainer::examples::raster::rasterize;

#[test]
fn golden_drawings_become_golden_images() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/golden");
    let drawings = read_drawings(&folder.join("drawings.ndjson")).expect("drawings");
    let images = std::fs::read_to_string(folder.join("images.ndjson")).expect("images");
    let images: Vec<Vec<u8>> =
        images.lines().map(|line| serde_json::from_str(line).expect("784 brightnesses")).collect();
    assert_eq!(drawings.len(), images.len());
    for (drawing, image) in drawings.iter().zip(images) {
        let found = rasterize(&drawing.strokes).expect("a drawing with points");
        assert!(found[..] == image[..], "{}", drawing.writer);
    }
}
