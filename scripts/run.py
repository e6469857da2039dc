"""Runs the local service: `cargo lambda watch` with both functions, until Ctrl-C. Standard library only.

It tells its steps, the address, and then only what fails; with VERBOSE=1 all that cargo and the functions print.
"""

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SEVEN = (ROOT / "tests/golden/seven.json").read_bytes()
VERBOSE = os.environ.get("VERBOSE", "0") not in ("", "0")
# Both are built by then.
ANSWERED_BY = 60
# What cargo prints of a build, and why that failed.
REASONS = (
    (r"linker `\S+` not found", "there is no linker. On Debian: sudo apt install gcc libc6-dev"),
    (r"No space left on device", "the disk is full"),
    (r"Could not resolve host|Couldn't resolve host|network failure", "there is no network to fetch the crates from"),
    (r"Permission denied|Read-only file system", "target/ can't be written to"),
)


def main():
    port = free_port(os.environ.get("PORT", "9000"))
    address = f"http://127.0.0.1:{port}"
    for stop in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(stop, lambda *_: sys.exit())
    for function in ("estimate", "page"):
        build(function)
    print("Starting both", flush=True)
    # In a session of its own, so that Ctrl-C reaches this script alone, which then ends the service in order.
    command = ["cargo", "lambda", "watch", "--disable-cors", "-A", "127.0.0.1", "-P", str(port)]
    if VERBOSE:
        watch = subprocess.Popen(command, cwd=ROOT, start_new_session=True)
    else:
        command.append("--message-format=short")
        output = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True, "errors": "replace"}
        watch = subprocess.Popen(command, cwd=ROOT, start_new_session=True, **output)
        threading.Thread(target=tell_faults, args=(watch.stdout,), daemon=True).start()
    try:
        warm(watch, address)
        print(f"\n  Draw a digit: {address}/\n  Ctrl-C ends it.\n", flush=True)
        sys.exit(watch.wait())
    finally:
        end(watch)


def free_port(text):
    """The port to use, or the end of this script with a word on why not."""
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        sys.exit(f"PORT is {text!r}, expected a number from 1 to 65535: make run PORT=9000")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(text)))
        except PermissionError:
            sys.exit(f"Port {text} is the system's own, as those below 1024 are. Try make run PORT=9000")
        except OSError as error:
            sys.exit(f"Port {text} can't be used ({error.strerror}). Try make run PORT={int(text) % 65535 + 1}")
    return int(text)


def build(function):
    """Compiles a function as `cargo lambda watch` will, which would go on waiting where this fails."""
    print(f"Building {function} (minutes the first time, seconds later)", flush=True)
    how = {} if VERBOSE else {"stderr": subprocess.PIPE}
    quietly = [] if VERBOSE else ["--quiet", "--message-format=short"]
    done = subprocess.run(["cargo", "build", "--bin", function, *quietly], cwd=ROOT, text=True, **how)
    if done.returncode == 0:
        return
    printed = done.stderr or ""
    why = next((said for sign, said in REASONS if re.search(sign, printed)), None)
    if not why:
        print(printed, end="", file=sys.stderr)
    sys.exit(f"{function} can't be built: {why or 'cargo says above why'}")


def tell_faults(lines):
    for line in lines:
        if is_fault(line):
            print(line, end="", file=sys.stderr, flush=True)


def is_fault(line):
    """Whether a line of cargo, cargo-lambda or a function says that something failed."""
    line = re.sub(r"\x1b\[[0-9;]*m", "", line).strip()
    try:
        # A function's line on a request, or on its panic.
        said = json.loads(line)
        return "panic" in said or said["status"] >= 400
    except (ValueError, KeyError, TypeError):
        # A function that is killed is one whose source was edited.
        return bool(re.search(r"^ERROR (?!command killed)|(^|: )error\b|panicked at", line))


def warm(watch, address):
    """Waits until both functions answer."""
    give_up = time.monotonic() + ANSWERED_BY
    for path, body in (("/estimate", SEVEN), ("/", None)):
        while True:
            if watch.poll() is not None:
                sys.exit(f"cargo lambda watch ended with {watch.returncode}. VERBOSE=1 make run says more.")
            try:
                with urllib.request.urlopen(address + path, body, timeout=ANSWERED_BY) as answer:
                    answer.read()
                break
            except urllib.error.HTTPError as error:
                sys.exit(f"{address}{path} answers {error.code}: {error.read().decode(errors='replace')}")
            except OSError:
                if time.monotonic() > give_up:
                    sys.exit(f"{address}{path} doesn't answer. VERBOSE=1 make run says more.")
                time.sleep(0.1)


def end(watch):
    """Ends the service, which ends its functions; kills what is left after ten seconds."""
    if watch.poll() is None:
        watch.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        watch.wait(10)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(watch.pid, signal.SIGKILL)


if __name__ == "__main__":
    main()
