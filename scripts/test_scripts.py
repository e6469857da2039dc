"""The scripts on machines that lack something: a checkout of its own for each test, and on PATH only what it gives."""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import run

ROOT = Path(__file__).resolve().parent.parent
COMMANDS = ("awk", "bash", "cut", "df", "dirname", "grep", "head", "id", "sed", "sort", "tail", "touch")


class Machine(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.checkout = Path(scratch.name) / "checkout"
        self.bin = Path(scratch.name) / "bin"
        self.bin.mkdir()
        for place in ("scripts", "tests/golden"):
            shutil.copytree(ROOT / place, self.checkout / place)
        shutil.copy(ROOT / "Cargo.toml", self.checkout)
        for command in COMMANDS:
            (self.bin / command).symlink_to(shutil.which(command))
        (self.bin / "python3").symlink_to(sys.executable)

    def has(self, command, script="exit 0"):
        """Puts a command on PATH."""
        path = self.bin / command
        path.write_text(f"#!/bin/bash\n{script}\n")
        path.chmod(0o755)

    def lacks(self, command):
        (self.bin / command).unlink()

    def call(self, *command, **environment):
        """Status and all that is printed, in lines."""
        environment = {"PATH": str(self.bin), "HOME": str(self.checkout), **environment}
        done = subprocess.run(command, cwd=self.checkout, env=environment, capture_output=True, text=True, timeout=60)
        return done.returncode, (done.stdout + done.stderr).splitlines()


class Needs(Machine):
    def needs(self, command):
        return self.call("scripts/needs.sh", command)

    def setUp(self):
        super().setUp()
        self.has("cc")
        self.has("cargo", "echo cargo 1.95.0")

    def test_nothing_is_said_where_nothing_is_missing(self):
        self.has("npm")
        self.has("c++")
        self.has("chromium")
        self.has("chromedriver")
        self.has("node", "echo v20.19.0")
        for command in ("run", "check", "test", "tools", "python", "npm", "node", "audit", "fuzz", "mutants"):
            self.assertEqual(self.needs(command), (0, []), command)

    def test_all_that_is_missing_is_said_at_once(self):
        for command in ("cc", "cargo", "python3"):
            self.lacks(command)
        status, lines = self.needs("test")
        self.assertEqual(status, 1)
        for line, said in zip(lines, ("install python3", "install gcc", "rustup.rs", "install chromium"), strict=True):
            self.assertIn(said, line)

    def test_an_old_cargo_is_told_from_a_new_one(self):
        for version, status in (("1.63.0", 1), ("1.88.0", 1), ("1.89.0", 0), ("1.100.0", 0), ("2.0.0", 0)):
            self.has("cargo", f"echo cargo {version}")
            found, lines = self.needs("run")
            self.assertEqual(found, status, version)
            self.assertEqual(bool(lines), bool(status))
            self.assertTrue(all(version in line and "rustup.rs" in line for line in lines))

    def test_an_old_node_is_told_from_a_new_one(self):
        for version, status in (("18.20.4", 1), ("20.9.0", 1), ("20.19.0", 0), ("22.0.0", 0)):
            self.has("node", f"echo v{version}")
            found, lines = self.needs("node")
            self.assertEqual(found, status, version)
            self.assertEqual([version in line for line in lines], [True] * status)

    def test_a_toolchain_that_rustup_has_yet_to_fetch_is_no_lack(self):
        self.has("cargo", "[ $RUSTUP_AUTO_INSTALL = 0 ] && exit 1; echo fetched")
        self.assertEqual(self.needs("run"), (0, []))

    def test_a_python_without_venv(self):
        self.lacks("python3")
        self.has("python3", "exit 1")
        status, lines = self.needs("tools")
        self.assertEqual((status, len(lines)), (1, 1))
        self.assertIn("install python3-venv", lines[0])

    def test_a_full_disk(self):
        self.lacks("df")
        self.has("df", "echo; echo /dev/sda 9000000 8500000 500000 95% /")
        self.assertEqual(self.needs("run"), (1, ["0 GB are free here, and it takes 2."]))

    @unittest.skipIf(os.geteuid() == 0, "root may write anywhere")
    def test_a_checkout_that_is_only_read(self):
        self.checkout.chmod(0o555)
        self.addCleanup(self.checkout.chmod, 0o755)
        status, lines = self.needs("run")
        self.assertEqual((status, len(lines)), (1, 1))
        self.assertIn("can't be written to", lines[0])


class Run(Machine):
    def run_service(self, **environment):
        return self.call("python3", "scripts/run.py", **environment)

    def test_a_failed_build_ends_it(self):
        for printed, said in (
            ("error: linker `cc` not found", "install gcc"),
            ("error: failed to write: No space left on device (os error 28)", "the disk is full"),
            ("warning: spurious network error: [6] Could not resolve hostname", "no network"),
            ("error: failed to open: target/debug/.cargo-lock: Read-only file system", "can't be written to"),
        ):
            self.has("cargo", f"echo '{printed}' >&2; exit 101")
            status, lines = self.run_service(PORT=str(free_port()))
            self.assertEqual((status, len(lines)), (1, 2), lines)
            self.assertTrue(lines[0].startswith("Building estimate"))
            self.assertIn("estimate can't be built: ", lines[1])
            self.assertIn(said, lines[1])

    def test_an_error_in_the_source_is_shown(self):
        error = "functions/page/src/main.rs:7:1: error: expected one of `;`"
        self.has("cargo", f"case $* in *page*) echo '{error}' >&2; exit 101;; esac")
        status, lines = self.run_service(PORT=str(free_port()))
        self.assertEqual(status, 1)
        self.assertEqual(lines[-2:], [error, "page can't be built: cargo says above why"])

    def test_a_watch_that_ends_ends_it(self):
        self.has("cargo", "case $* in *watch*) exit 3;; esac")
        status, lines = self.run_service(PORT=str(free_port()))
        self.assertEqual((status, lines[-1][:32]), (1, "cargo lambda watch ended with 3."))

    def test_ports_that_cannot_be_used(self):
        for port in ("", "0", "65536", "-1", "http"):
            status, lines = self.run_service(PORT=port)
            self.assertEqual(status, 1)
            self.assertEqual(lines, [f"PORT is {port!r}, expected a number from 1 to 65535: make run PORT=9000"])
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]
            status, lines = self.run_service(PORT=str(port))
            self.assertEqual(status, 1)
            self.assertIn(f"Port {port} can't be used", lines[0])

    @unittest.skipIf(os.geteuid() == 0, "root may use any port")
    def test_a_port_of_the_systems_own(self):
        status, lines = self.run_service(PORT="80")
        self.assertEqual(status, 1)
        self.assertIn("below 1024", lines[0])

    def test_only_faults_are_shown(self):
        for line, fault in LINES:
            self.assertEqual(run.is_fault(line), fault, line)


# What `cargo lambda watch`, cargo and the functions print, and whether that tells a fault.
LINES = (
    (" INFO starting Runtime server runtime_addr=127.0.0.1:9000\n", False),
    ('\x1b[32m INFO\x1b[0m starting lambda function instance function="estimate" cmd=Exec { prog: "cargo" }\n', False),
    ("   Compiling error-code v3.3.2\n", False),
    ("    Finished `dev` profile [unoptimized + debuginfo] target(s) in 0.54s\n", False),
    ("     Running `target/debug/estimate`\n", False),
    ("AWS_LAMBDA_MAX_CONCURRENCY is set to '1', but the concurrency-tokio feature is not enabled\n", False),
    ("functions/page/src/main.rs:3:5: warning: unused variable: `error`\n", False),
    ("functions/page/src/main.rs:3:5: error: expected one of `;`\n", True),
    ("functions/page/src/lib.rs:3:5: error[E0308]: mismatched types\n", True),
    ('\x1b[1m\x1b[91merror\x1b[0m: could not compile `page` (bin "page") due to 1 previous error\n', True),
    ("\x1b[31mERROR\x1b[0m failed to send message to function\n", True),
    ("\x1b[31mERROR\x1b[0m command killed code=ForceStop\n", False),
    ("thread 'main' panicked at functions/page/src/main.rs:9:5:\n", True),
    ('{"request_id":"a","status":200,"microseconds":61,"estimated":7}\n', False),
    ('{"request_id":"a","status":422,"microseconds":61,"error":"no ink"}\n', True),
    ('{"panic":"index out of bounds","at":"src/main.rs:1:1"}\n', True),
)


class Fetching(Machine):
    def test_tools_without_a_network(self):
        nowhere = {"PIP_INDEX_URL": "http://127.0.0.1:1/", "PIP_FIND_LINKS": "", "PIP_CONFIG_FILE": os.devnull}
        status, lines = self.call("scripts/tools.sh", "lambda", **nowhere)
        self.assertEqual((status, len(lines)), (1, 2), lines)
        self.assertIn("there is no network", lines[1])
        self.assertFalse((self.checkout / ".tools/lambda/ready").exists())

    def test_mnist_that_cannot_be_had(self):
        given = self.checkout / "given"
        given.mkdir()
        (given / "train-images-idx3-ubyte").write_bytes(b"else")
        (given / "t10k-labels-idx1-ubyte.gz").write_bytes(b"no gzip")
        status, lines = self.call("python3", "scripts/data.py", "given", "absent", https_proxy="http://127.0.0.1:1")
        self.assertEqual(status, 1)
        told = lines.index("MNIST can't be had now:")
        self.assertIn("given: has not the files' known bytes", lines[told + 1])
        self.assertIn("npm is not installed", lines[told + 2])
        self.assertEqual(sum("refused" in line for line in lines[told + 3 :]), 3, lines)
        self.assertIn("put these into", lines[-1])
        self.assertEqual(sum("absent" in line for line in lines), 0)


class Toolchain(unittest.TestCase):
    def test_docker_has_the_one_that_is_pinned(self):
        pinned = re.search(r'channel = "(.*)"', (ROOT / "rust-toolchain.toml").read_text())[1]
        docker = (ROOT / "functions/estimate/Dockerfile").read_text()
        self.assertEqual(re.findall(r"(?:rust:|RUSTUP_TOOLCHAIN=)([0-9.]+)", docker), [pinned, pinned])


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


if __name__ == "__main__":
    unittest.main()
