#!/usr/bin/env bash
# Sees to it that Chromium and its driver are there: installs Debian's packages where it may, else says what to do.
set -euo pipefail

there() { command -v chromedriver >/dev/null && { command -v chromium || command -v google-chrome; } >/dev/null; }

there && exit
packages=(chromium chromium-driver)
as_root=()
if [ "$(id -u)" != 0 ]; then as_root=(sudo -n); fi
if command -v apt-get >/dev/null && "${as_root[@]}" true 2>/dev/null; then
    "${as_root[@]}" apt-get update -q
    DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -qy --no-install-recommends "${packages[@]}"
fi
there && exit
echo "The tests need Chromium and its driver. On Debian: sudo apt install ${packages[*]}" >&2
exit 1
