#!/usr/bin/env bash
# Builds the function for AWS into .aws-sam/build, for the processor that PARAMETERS names: `scripts/build.sh`.
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/stack.sh

set_parameters
case " ${parameters[*]} " in
    *" Architecture=x86_64 "*) target=x86_64-unknown-linux-gnu ;;
    *) target=aarch64-unknown-linux-gnu ;;
esac
if command -v rustup >/dev/null; then rustup target add "$target"; fi
sam build --parameter-overrides "${parameters[@]}" ||
    stop "The function was not built for $target, for the reason above. Without rustup, whose standard library for it" \
        "may be missing, build for this machine's own processor: PARAMETERS=Architecture=x86_64 on x86-64."
