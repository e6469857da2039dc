#!/usr/bin/env bash
# Installs the packages of `requirements/NAME.txt` into a virtual environment of their own, .tools/NAME: `tools.sh NAME`.
set -euo pipefail
cd "$(dirname "$0")/.."

name=$1
folder=.tools/$name
log=$folder/pip.log
echo "Installing the $name tools into $folder"
python3 -m venv --clear "$folder"
if "$folder/bin/python" -m pip install --retries 1 --disable-pip-version-check \
    --requirement "scripts/requirements/$name.txt" >"$log" 2>&1; then
    touch "$folder/ready"
    exit
fi
if grep -qE "establish a new connection|name resolution|NameResolutionError|timed out" "$log"; then
    echo "The $name tools can't be fetched: there is no network. Later runs do without one. ($log says more.)" >&2
elif grep -q "No space left on device" "$log"; then
    echo "The $name tools can't be installed: the disk is full." >&2
else
    tail -n 3 "$log" >&2
    echo "The $name tools can't be installed. ($log says more.)" >&2
fi
exit 1
