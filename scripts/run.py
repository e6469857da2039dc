"""Runs the local service: `cargo lambda watch` with both functions, until Ctrl-C. Standard library only."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SEVEN = (ROOT / "tests/golden/seven.json").read_bytes()


def main():
    port = free_port(os.environ.get("PORT", "9000"))
    address = f"http://127.0.0.1:{port}"
    for stop in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(stop, lambda *_: sys.exit())
    # In a session of its own, so that Ctrl-C reaches this script alone, which then ends the service in order.
    command = ["cargo", "lambda", "watch", "--disable-cors", "-A", "127.0.0.1", "-P", str(port)]
    watch = subprocess.Popen(command, cwd=ROOT, start_new_session=True)
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
        except OSError as error:
            sys.exit(f"Port {text} can't be used ({error.strerror}). Try another: make run PORT={int(text) % 65535 + 1}")
    return int(text)


def warm(watch, address):
    """Waits until both functions have been compiled and answer."""
    for path, body in (("/estimate", SEVEN), ("/", None)):
        while True:
            if watch.poll() is not None:
                sys.exit(f"cargo lambda watch ended with {watch.returncode}")
            try:
                # Compiling may take minutes.
                with urllib.request.urlopen(address + path, body, timeout=600) as answer:
                    answer.read()
                break
            except urllib.error.HTTPError as error:
                sys.exit(f"{address}{path} answers {error.code}: {error.read().decode(errors='replace')}")
            except OSError:
                time.sleep(0.1)


def end(watch):
    """Ends the service, which ends its functions; kills what is left after ten seconds."""
    if watch.poll() is None:
        watch.terminate()
    try:
        watch.wait(10)
    except subprocess.TimeoutExpired:
        pass
    try:
        os.killpg(watch.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass


main()
