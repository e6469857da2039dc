"""Uploads the page to its bucket: `upload.py BUCKET`.

What index.html refers to goes below a name made from all the files' content, where it never changes: browsers keep it
for good, and a page that is open meets only the modules that it was made with. index.html comes last, so that whatever
fails on the way, the page that was there before is whole. Only then goes what no deployment of late refers to.
"""

import hashlib
import json
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SITE = ROOT / "site"
# By name: what `aws` guesses depends on the machine.
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
}
# What people and programs ask for by name stays at the root; browsers ask each time whether it has changed.
NAMED = [".html", ".json", ".txt"]
ASK_EACH_TIME = "no-cache"
KEEP = "public, max-age=31536000, immutable"
# The latest deployments, newest first: commit, version of the page, time. Their pages may still be open somewhere.
DEPLOYED = "deployed.txt"
LATEST = 5


def main():
    if len(sys.argv) != 2:
        sys.exit("Where to? upload.py BUCKET")
    bucket = sys.argv[1]
    files = sorted(file.relative_to(SITE) for file in SITE.rglob("*") if file.is_file())
    for file in files:
        if file.suffix not in TYPES:
            sys.exit(f"site/{file}: which content type has *{file.suffix}? scripts/upload.py has to know it.")
    version = version_of(files)
    there = aws_json("s3api", "list-objects-v2", "--bucket", bucket, "--query", "Contents[].Key") or []
    before = aws("s3", "cp", f"s3://{bucket}/{DEPLOYED}", "-") if DEPLOYED in there else ""
    now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    this = f"{commit()} {version} "
    earlier = [line for line in before.splitlines() if not line.startswith(this)]
    latest = [this + now, *earlier][:LATEST]

    for suffix in sorted({file.suffix for file in files}.difference(NAMED)):
        only_these = ["--recursive", "--exclude", "*", "--include", f"*{suffix}"]
        put(SITE, f"s3://{bucket}/{version}/", suffix, KEEP, only_these)
    named = [file for file in files if file.suffix in NAMED]
    with tempfile.TemporaryDirectory() as folder:
        for name, text in (DEPLOYED, "\n".join(latest) + "\n"), ("index.html", index(version)):
            (Path(folder) / name).write_text(text, encoding="utf-8")
        for file in named:
            if str(file) != "index.html":
                put(SITE / file, f"s3://{bucket}/{file}", file.suffix, ASK_EACH_TIME)
        for name in DEPLOYED, "index.html":
            put(Path(folder) / name, f"s3://{bucket}/{name}", Path(name).suffix, ASK_EACH_TIME)

    kept = {DEPLOYED, *map(str, named)}
    versions = tuple(f"{line.split()[1]}/" for line in latest)
    left_over = [key for key in there if key not in kept and not key.startswith(versions)]
    for start in range(0, len(left_over), 1000):  # S3 takes no more at once
        batch = {"Objects": [{"Key": key} for key in left_over[start : start + 1000]], "Quiet": True}
        failed = aws_json("s3api", "delete-objects", "--bucket", bucket, "--delete", json.dumps(batch))
        if failed and failed.get("Errors"):
            sys.exit(f"The new page is there, but what is left over could not be deleted: {failed['Errors']}")


def version_of(files):
    """Twelve hexadecimal digits that another content or name of any file changes."""
    digest = hashlib.sha256()
    for file in files:
        content = (SITE / file).read_bytes()
        digest.update(f"{file.as_posix()} {len(content)}\n".encode() + content)
    return digest.hexdigest()[:12]


def index(version):
    """index.html with the version before each address of a file of the site. All else is found from those."""

    def versioned(match):
        attribute, address = match.groups()
        file = SITE / address
        return f'{attribute}="{version}/{address}"' if file.is_file() and file.suffix not in NAMED else match[0]

    return re.sub(r'\b(href|src)="([^"]+)"', versioned, (SITE / "index.html").read_text(encoding="utf-8"))


def commit():
    """The commit that is deployed, with a mark when files differ from it."""
    described = subprocess.run(
        ["git", "describe", "--always", "--abbrev=40", "--exclude=*", "--dirty=+changes"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return described.stdout.strip() or "unknown"


def put(what, where, suffix, cache, options=()):
    headers = ["--no-guess-mime-type", "--content-type", TYPES[suffix], "--cache-control", cache]
    aws("s3", "cp", str(what), where, *options, "--only-show-errors", *headers)


def aws_json(*arguments):
    return json.loads(aws(*arguments, "--output", "json") or "null")


def aws(*arguments):
    """What the AWS command line prints. It says itself what went wrong."""
    done = subprocess.run(["aws", *arguments], stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode != 0:
        call = " ".join(["aws", *arguments[:3]])
        sys.exit(f"The upload stopped at `{call}`. What was there before still works; deploy again.")
    return done.stdout


main()
