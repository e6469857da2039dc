#!/usr/bin/env bash
# Fuzzes the function's handler for ten minutes (SECONDS_TO_FUZZ=… for another time) with cargo-fuzz, which it installs
# into .tools/cargo. Stable Rust has no sanitizers; the handler has no unsafe code for one to watch.
set -euo pipefail
cd "$(dirname "$0")/../functions/estimate"

root=$PWD/../../.tools/cargo
[ -x "$root/bin/cargo-fuzz" ] || cargo install --quiet --locked --root "$root" cargo-fuzz@0.13.2
mkdir -p fuzz/corpus/answer
"$root/bin/cargo-fuzz" run answer --sanitizer none fuzz/corpus/answer fuzz/seeds -- \
    -max_total_time="${SECONDS_TO_FUZZ:-600}" -max_len=8192 -timeout=5 -rss_limit_mb=2048 -print_final_stats=1
# What has been found out is kept small: one input for each path through the code.
"$root/bin/cargo-fuzz" cmin answer --sanitizer none
