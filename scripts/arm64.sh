#!/usr/bin/env bash
# Builds the function for AWS's arm64 processors and has it answer once, under qemu and the mock of the Runtime API.
# Needs rustup, which brings the target's standard library, and Debian's packages qemu-user-static, libc6-arm64-cross.
set -euo pipefail
cd "$(dirname "$0")/.."

packages=(qemu-user-static libc6-arm64-cross)
libraries=/usr/aarch64-linux-gnu
if ! command -v qemu-aarch64-static >/dev/null || ! [ -d "$libraries/lib" ]; then
    as_root=()
    if [ "$(id -u)" != 0 ]; then as_root=(sudo -n); fi
    "${as_root[@]}" apt-get update -q
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends "${packages[@]}"
fi

make --silent .tools/lambda/ready
export PATH="$PWD/.tools/lambda/bin:$PATH"
rustup target add aarch64-unknown-linux-gnu
cargo lambda build --release --arm64 --package estimate --lambda-dir target/lambda-arm64
program=$PWD/target/lambda-arm64/estimate/bootstrap

emulated=$(mktemp)
trap 'rm -f "$emulated"' EXIT
printf '#!/bin/sh\nexec %s -L %s %s\n' "$(command -v qemu-aarch64-static)" "$libraries" "$program" >"$emulated"
chmod +x "$emulated"
cargo run --quiet --package tests --example invoke -- "$emulated"
