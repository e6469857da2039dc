"""Asks an endpoint for a known digit: `smoke.py https://…/estimate`. Exits 0 if it is read right."""

import json
import sys
import urllib.error
import urllib.request
from pathlib import Path

SEVEN = Path(__file__).resolve().parent.parent / "tests/golden/seven.json"


def main():
    if len(sys.argv) != 2 or not sys.argv[1].startswith(("http://", "https://")):
        sys.exit("Whom to ask? make smoke URL=https://…/estimate")
    url = sys.argv[1]
    try:
        with urllib.request.urlopen(url, SEVEN.read_bytes(), timeout=30) as answer:
            text = answer.read().decode(errors="replace")
    except urllib.error.HTTPError as error:
        sys.exit(f"{url} answers {error.code}: {error.read(500).decode(errors='replace')}")
    except OSError as error:
        sys.exit(f"{url} doesn't answer: {error}")
    try:
        estimated = json.loads(text)["estimated"]
    except (ValueError, KeyError, TypeError):
        sys.exit(f"{url} answers what is no estimate: {text[:500]}")
    if estimated != 7:
        sys.exit(f"{url} reads a 7 as {estimated}")
    print(f"{url} reads a 7 as 7")


main()
