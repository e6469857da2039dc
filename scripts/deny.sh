#!/usr/bin/env bash
# Checks licences, sources and bans with cargo-deny, which it installs into .tools/cargo; with the argument `advisories`
# known vulnerabilities too, whose database it fetches.
set -euo pipefail
cd "$(dirname "$0")/.."

root=$PWD/.tools/cargo
[ -x "$root/bin/cargo-deny" ] || cargo install --quiet --locked --root "$root" cargo-deny@0.20.2
"$root/bin/cargo-deny" --log-level warn check licenses sources bans "$@"
