#!/usr/bin/env bash
# Says, a line each, what a command of the Makefile lacks, before it fetches anything: `needs.sh COMMAND`. Ends with
# status 1 if it lacks something.
set -uo pipefail
cd "$(dirname "$0")/.." || exit

lacking=0
lack() {
    echo "$1" >&2
    lacking=1
}

# What it is, and Debian's package for it.
there() { command -v "$1" >/dev/null || lack "$1 is missing. On Debian: sudo apt install $2"; }

writable() { [ -w . ] || lack "This checkout can't be written to, but what is built goes into it: $PWD"; }

# Gigabytes.
room() {
    local free=$(($(df -Pk . | awk 'NR == 2 { print $4 }') / 1000000))
    [ "$free" -ge "$1" ] || lack "$free GB are free here, and it takes $1."
}

# Of two versions.
at_least() { [ "$(printf '%s\n' "$1" "$2" | sort -V | head -n 1)" = "$1" ]; }

python() {
    there python3 python3
    ! command -v python3 >/dev/null || python3 -c "import venv, ensurepip" 2>/dev/null ||
        lack "python3 has no venv. On Debian: sudo apt install python3-venv"
}

rust() {
    there cc "gcc libc6-dev"
    local least version
    least=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml)
    if ! command -v cargo >/dev/null; then
        lack "cargo is missing. Rust $least or newer is needed, from https://rustup.rs"
        return
    fi
    # Where rustup has yet to fetch the toolchain, it brings the right one.
    version=$(RUSTUP_AUTO_INSTALL=0 cargo --version 2>/dev/null | cut -d " " -f 2)
    if [ -n "$version" ] && ! at_least "$least" "$version"; then
        lack "cargo $version is too old (Debian's own is): Rust $least or newer is needed, from https://rustup.rs"
    fi
}

# Older ones don't see by its text that one of the page's files is a module; Debian 12's is older.
node() {
    local version needed="20.19 or newer is needed, from https://nodejs.org"
    version=$(command node --version 2>/dev/null)
    if [ -z "$version" ]; then
        lack "node is missing: $needed"
    elif ! at_least 20.19 "${version#v}"; then
        lack "node ${version#v} is too old: $needed"
    fi
}

browser() {
    command -v chromedriver >/dev/null && { command -v chromium || command -v google-chrome; } >/dev/null && return
    # `browser.sh` installs them where it may.
    command -v apt-get >/dev/null && { [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; } && return
    lack "Chromium and its driver are missing. On Debian: sudo apt install chromium chromium-driver"
}

case ${1:-} in
    run) writable; python; rust; room 2 ;;
    check) writable; python; rust; room 3 ;;
    test) writable; python; rust; browser; room 5 ;;
    tools) writable; python ;;
    python) there python3 python3 ;;
    npm) there npm npm ;;
    node) node ;;
    audit) writable; there npm npm; rust; room 3 ;;
    fuzz) writable; there c++ g++; rust; room 2 ;;
    mutants) writable; there npm npm; node; rust; room 4 ;;
    *) lack "Whose needs? needs.sh run|check|test|tools|python|npm|node|audit|fuzz|mutants" ;;
esac
exit "$lacking"
