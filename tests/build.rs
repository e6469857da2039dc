//! Tells the tests which data is there, so that those which need it count as skipped where it isn't.

use std::path::Path;

fn main() {
    let mnist = Path::new("../data/mnist");
    println!("cargo::rustc-check-cfg=cfg(mnist, original_weights)");
    println!("cargo::rerun-if-changed={}", mnist.display());
    println!("cargo::rerun-if-env-changed=ORIGINAL_WEIGHTS");
    if mnist.join("t10k-images-idx3-ubyte").exists() {
        println!("cargo::rustc-cfg=mnist");
    }
    if std::env::var_os("ORIGINAL_WEIGHTS").is_some_and(|file| Path::new(&file).is_file()) {
        println!("cargo::rustc-cfg=original_weights");
    }
}
