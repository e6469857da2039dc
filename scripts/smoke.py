"""Asks a deployed service as a browser would: `smoke.py https://…/`, or an endpoint alone: `smoke.py https://…/estimate`.

From the page it takes the addresses of its style, program and endpoint, fetches those, and posts a known digit. What is
new may need a while to be there everywhere: for a minute it tries again. Exits 0 if the digit is read right.
"""

import argparse
import json
import sys
import time
import urllib.error
import urllib.request
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin

SEVEN = Path(__file__).resolve().parent.parent / "tests/golden/seven.json"
PAUSE = 5  # seconds between two tries


class Wrong(Exception):
    """What is not as it should be."""


class Page(HTMLParser):
    """The addresses that a page refers to."""

    def __init__(self, text):
        super().__init__()
        self.files, self.endpoint = [], None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "script" and "src" in attributes:
            self.files.append((attributes["src"], "text/javascript"))
        if tag == "link" and attributes.get("rel") == "stylesheet":
            self.files.append((attributes["href"], "text/css"))
        if tag == "meta" and attributes.get("name") == "estimate-url":
            self.endpoint = attributes["content"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("url", help="the page's address, or the endpoint's, which ends in /estimate")
    parser.add_argument("--patience", type=float, default=60, metavar="SECONDS", help="how long to try again")
    arguments = parser.parse_args()
    if not arguments.url.startswith(("http://", "https://")):
        sys.exit("Whom to ask? make smoke URL=https://…/")
    give_up = time.monotonic() + arguments.patience
    while True:
        try:
            print(check(arguments.url))
            return
        except Wrong as wrong:
            if time.monotonic() + PAUSE > give_up:
                sys.exit(str(wrong))
            print(f"{wrong}; once more in {PAUSE} s", file=sys.stderr)
            time.sleep(PAUSE)


def check(url):
    if url.endswith("/estimate"):
        return estimate(url)
    kind, text = fetch(url)
    page = Page(text)
    if not kind.startswith("text/html") or page.endpoint is None:
        raise Wrong(f"{url} is not the page: {kind}, {text[:200]!r}")
    for address, expected in page.files:
        kind, _ = fetch(urljoin(url, address))
        if not kind.startswith(expected):
            raise Wrong(f"{urljoin(url, address)} comes as {kind}, not as {expected}")
    return f"{url} is the page; {estimate(urljoin(url, page.endpoint))}"


def estimate(url):
    """As the page's client.js does: text, for which a browser needs no permission."""
    _, text = fetch(url, SEVEN.read_bytes(), {"Content-Type": "text/plain;charset=UTF-8"})
    try:
        estimated = json.loads(text)["estimated"]
    except (ValueError, KeyError, TypeError):
        raise Wrong(f"{url} answers what is no estimate: {text[:500]}") from None
    if estimated != 7:
        raise Wrong(f"{url} reads a 7 as {estimated}")
    return f"{url} reads a 7 as 7"


def fetch(url, body=None, headers=None):
    """The content type and the text."""
    try:
        with urllib.request.urlopen(urllib.request.Request(url, body, headers or {}), timeout=30) as answer:
            return answer.headers.get("content-type", ""), answer.read().decode(errors="replace")
    except urllib.error.HTTPError as error:
        raise Wrong(f"{url} answers {error.code}: {error.read(500).decode(errors='replace')}") from None
    except OSError as error:
        raise Wrong(f"{url} doesn't answer: {error}") from None


main()
