//! Tells the tests whether MNIST is there, so that those which need it count as skipped where it isn't.

fn main() {
    let folder = "../data/mnist";
    println!("cargo::rustc-check-cfg=cfg(mnist)");
    println!("cargo::rerun-if-changed={folder}");
    if std::path::Path::new(folder).join("t10k-images-idx3-ubyte").exists() {
        println!("cargo::rustc-cfg=mnist");
    }
}
