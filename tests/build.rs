//! Tells the tests which data is there, and whether an ONNX runtime is, so that those which need it count as skipped where
//! it isn't.

use std::path::Path;

fn main() {
    let mnist = Path::new("../data/mnist");
    println!("cargo::rustc-check-cfg=cfg(mnist, onnx, original_weights)");
    let onnx = Path::new("../.tools/onnx/ready");
    println!("cargo::rerun-if-changed={}", mnist.display());
    println!("cargo::rerun-if-changed={}", onnx.display());
    println!("cargo::rerun-if-env-changed=ORIGINAL_WEIGHTS");
    if mnist.join("t10k-images-idx3-ubyte").exists() {
        println!("cargo::rustc-cfg=mnist");
    }
    if onnx.exists() {
        println!("cargo::rustc-cfg=onnx");
    }
    if std::env::var_os("ORIGINAL_WEIGHTS").is_some_and(|file| Path::new(&file).is_file()) {
        println!("cargo::rustc-cfg=original_weights");
    }
}
