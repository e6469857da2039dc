#!/usr/bin/env bash
# Mutation testing of the network and the function: changes the code in one place after another and says which changes no
# test notices. `.cargo/mutants.toml` has what is excused. cargo-mutants, which does it, is installed into .tools/cargo.
# What follows the script's name goes to it in place of the packages: `mutants.sh --file network/src/ink.rs`.
set -euo pipefail
cd "$(dirname "$0")/.."

root=$PWD/.tools/cargo
[ -x "$root/bin/cargo-mutants" ] || cargo install --quiet --locked --root "$root" cargo-mutants@27.1.0
mkdir -p target
# Status 3: none lived, but some ran for ever, which a test notices, too.
[ $# -gt 0 ] || set -- --package network --package estimate
"$root/bin/cargo-mutants" mutants --output target "$@" || [ $? = 3 ]
