#!/usr/bin/env bash
# Mutation testing of the network, the function, and what of the trainer the weights stand on: changes the code in one place
# after another and says which changes no test notices. `.cargo/mutants.toml` has what is left out and excused. cargo-mutants,
# which does it, is installed into .tools/cargo.
# Its lists are in target/mutants.out, those of the first part, without the trainer, in target/mutants.out.old.
# What follows the script's name goes to it in place of the packages: `mutants.sh --file trainer/src/nn/adam.rs -- --lib`.
set -euo pipefail
cd "$(dirname "$0")/.."

root=$PWD/.tools/cargo
[ -x "$root/bin/cargo-mutants" ] || cargo install --quiet --locked --root "$root" cargo-mutants@27.1.0
mkdir -p target
# Status 3: none lived, but some ran for ever, which a test notices, too.
mutants() {
    "$root/bin/cargo-mutants" mutants --output target "$@" || [ $? = 3 ]
}
if [ $# -gt 0 ]; then
    mutants "$@"
    exit
fi
status=0
mutants --package network --package estimate -- --tests || status=1
# The trainer's other tests are whole trainings.
mutants --package trainer -- --lib || status=1
exit $status
