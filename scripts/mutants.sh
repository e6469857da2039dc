#!/usr/bin/env bash
# Mutation testing: changes the code in one place after another and says which changes no test notices. `.cargo/mutants.toml`
# says what of it is examined, and what is excused. cargo-mutants, which does it, is installed into .tools/cargo.
# What is said after the script's name goes to it: `mutants.sh --package network --file network/src/ink.rs`.
set -euo pipefail
cd "$(dirname "$0")/.."

root=$PWD/.tools/cargo
[ -x "$root/bin/cargo-mutants" ] || cargo install --quiet --locked --root "$root" cargo-mutants@27.1.0
mkdir -p target
# Status 3: none lived, but some ran for ever, which a test notices, too.
"$root/bin/cargo-mutants" mutants --output target "${@:---workspace}" || [ $? = 3 ]
