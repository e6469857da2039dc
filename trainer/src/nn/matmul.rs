//! The matrix product, by the `gemm` crate: it picks AVX-512, AVX2 or NEON at run time, and is over twice as fast as
//! ndarray's own where there is AVX-512.

use gemm::Parallelism;
use ndarray::{ArrayView2, ArrayViewMut2};

/// `product = left · right`, (m, n) from (m, k) and (k, n), any strides, on the calling thread.
pub fn matmul(left: ArrayView2<f32>, right: ArrayView2<f32>, product: ArrayViewMut2<f32>) {
    gemm(left, right, product, false);
}

/// `sum += left · right`, like [`matmul`].
pub fn matmul_add(left: ArrayView2<f32>, right: ArrayView2<f32>, sum: ArrayViewMut2<f32>) {
    gemm(left, right, sum, true);
}

#[expect(unsafe_code, reason = "gemm takes pointers")]
fn gemm(left: ArrayView2<f32>, right: ArrayView2<f32>, mut product: ArrayViewMut2<f32>, add: bool) {
    let ((m, k), (k_right, n)) = (left.dim(), right.dim());
    assert_eq!(k, k_right, "inner dimensions");
    assert_eq!(product.dim(), (m, n), "dimensions of the product");
    let [product_rows, product_columns] = [product.strides()[0], product.strides()[1]];
    // SAFETY: the pointers and strides are those of views whose dimensions were just compared, and the mutable view
    // overlaps neither of the others.
    unsafe {
        gemm::gemm(
            m,
            n,
            k,
            product.as_mut_ptr(),
            product_columns,
            product_rows,
            add,
            left.as_ptr(),
            left.strides()[1],
            left.strides()[0],
            right.as_ptr(),
            right.strides()[1],
            right.strides()[0],
            1.0, // of what stands there, where it is added to
            1.0,
            false,
            false,
            false,
            Parallelism::None,
        );
    }
}

#[cfg(test)]
mod tests {
    use ndarray::{Array2, array};

    use super::*;

    #[test]
    fn products_are_stored_or_added() {
        let left = array![[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]];
        let right = array![[1.0, 0.0], [2.0, 1.0], [0.0, 3.0]];
        let mut found = Array2::from_elem((2, 2), 7.0);
        matmul(left.view(), right.view(), found.view_mut());
        assert_eq!(found, array![[5.0, 11.0], [14.0, 23.0]]);
        matmul_add(right.t(), left.t(), found.view_mut());
        assert_eq!(found, array![[10.0, 25.0], [25.0, 46.0]]);
    }
}
