//! IDX: the format of MNIST's files (<http://yann.lecun.com/exdb/mnist/>). A magic number, the size of each dimension, the
//! items.

use super::file::what_is;

/// What the items are, by the magic number's third byte; its fourth is the number of dimensions.
const TYPES: [(u8, &str); 6] = [
    (UNSIGNED, "unsigned bytes"),
    (0x09, "signed bytes"),
    (0x0b, "16-bit integers"),
    (0x0c, "32-bit integers"),
    (0x0d, "32-bit floats"),
    (0x0e, "64-bit floats"),
];
const UNSIGNED: u8 = 0x08;

/// The items of an IDX file of unsigned bytes, or what is wrong with it. The first dimension is free, the others are given.
pub fn items<'a>(bytes: &'a [u8], dimensions: &[usize]) -> Result<&'a [u8], String> {
    let rank = dimensions.len() + 1;
    let expected = format!("expected an IDX file of unsigned bytes in {}", in_dimensions(rank));
    let Some((&magic, _)) = bytes.split_first_chunk::<4>() else {
        return Err(format!("{} bytes, {expected}", bytes.len()));
    };
    let of_type = |code: u8| TYPES.iter().find(|(of, _)| *of == code).map(|(_, items)| *items);
    match (magic, of_type(magic[2]), of_type(magic[1])) {
        ([0, 0, UNSIGNED, found], ..) if usize::from(found) == rank => {}
        ([0, 0, _, found], Some(items), _) => {
            return Err(format!("an IDX file of {items} in {}, {expected}", in_dimensions(found.into())));
        }
        ([1..=4, _, 0, 0], _, Some(_)) => return Err(format!("an IDX file in reversed byte order, {expected}")),
        _ => {
            let magic = u32::from_be_bytes(magic);
            let found = what_is(bytes).map_or_else(|| format!("magic number {magic:#010x}"), str::to_owned);
            return Err(format!("{found}, {expected} (0x000008{rank:02x})"));
        }
    }
    let (sizes, items) = bytes[4..].split_at_checked(4 * rank).ok_or("cut off in its header")?;
    let (sizes, _) = sizes.as_chunks::<4>();
    let sizes: Vec<usize> = sizes.iter().map(|size| u32::from_be_bytes(*size) as usize).collect();
    for (dimension, (size, expected)) in sizes[1..].iter().zip(dimensions).enumerate() {
        if size != expected {
            return Err(format!("dimension {} is {size}, expected {expected}", dimension + 1));
        }
    }
    let expected = sizes.iter().fold(1, |product: usize, size| product.saturating_mul(*size));
    if items.len() != expected {
        let how = if items.len() < expected { "cut off" } else { "something was added" };
        return Err(format!(
            "{} bytes after the header, expected {expected} for {} items: {how}",
            items.len(),
            sizes[0]
        ));
    }
    Ok(items)
}

fn in_dimensions(rank: usize) -> String {
    format!("{rank} dimension{}", if rank == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_idx_file_of_bytes_is_told_apart() {
        let file = |magic: [u8; 4], sizes: &[u8], items: &[u8]| {
            let sizes = sizes.iter().flat_map(|&size| [0, 0, 0, size]);
            magic.into_iter().chain(sizes).chain(items.iter().copied()).collect::<Vec<_>>()
        };
        let good = [0, 0, 8, 3];
        let found = items(&file(good, &[2, 1, 2], &[1, 2, 3, 4]), &[1, 2]).map(<[u8]>::to_vec);
        assert_eq!(found, Ok(vec![1, 2, 3, 4]));
        let check = |bytes: &[u8], expected: &str| {
            let fault = items(bytes, &[1, 2]).expect_err(expected);
            assert!(fault.starts_with(expected), "{fault:?} should say {expected:?}");
        };
        check(&file(good, &[2, 1, 2], &[1, 2, 3]), "3 bytes after the header, expected 4 for 2 items: cut off");
        check(
            &file(good, &[2, 1, 2], &[0; 5]),
            "5 bytes after the header, expected 4 for 2 items: something was added",
        );
        check(&file(good, &[2, 1, 3], &[0; 6]), "dimension 2 is 3, expected 2");
        check(&file(good, &[2, 1], &[]), "cut off in its header");
        check(&good[..3], "3 bytes, expected an IDX file of unsigned bytes in 3 dimensions");
        check(&file([0, 0, 8, 1], &[2], &[1, 2]), "an IDX file of unsigned bytes in 1 dimension, expected");
        check(&file([0, 0, 13, 3], &[0, 1, 2], &[]), "an IDX file of 32-bit floats in 3 dimensions, expected");
        check(&file([3, 8, 0, 0], &[0, 1, 2], &[]), "an IDX file in reversed byte order, expected");
        check(b"<html>404", "a web page, as a server sends it in place of a file, expected an IDX file");
        check(
            &[1, 2, 3, 4],
            "magic number 0x01020304, expected an IDX file of unsigned bytes in 3 dimensions (0x00000803)",
        );
    }
}
