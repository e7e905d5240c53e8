"""What pages weigh over the wire: every page that can be reached by links from an operator's home, and from the public pages.

The first view counts everything a browser without anything in its cache has to fetch; a later one the page itself and the
parts that no page on the way there has fetched yet. Compressed as in use: pages by the application, parts by WhiteNoise.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import brotli
import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import resolve

from iga_portal.tenancy.scope import scope
from tests.cast import KOTIM, Cast, make_complete, make_document, make_draft, submit
from tests.innovations.opd_support import address, signed_in

pytestmark = pytest.mark.django_db

FIRST_VIEW, LATER_VIEW = 60_000, 20_000
LINKS = re.compile(r'<a\b[^>]*\bhref="([^"#]+)')
PARTS = re.compile(
    r'<(?:link rel="stylesheet" href|script src|link rel="icon" href|script [^>]*src)="([^"]+)"'
)
NOT_PAGES = {"file", "file_page", "set_language", "notice", "job_result"}


def wire_size(content: bytes) -> int:
    return len(gzip.compress(content, 6))


def parts_of(html: str) -> set[str]:
    return set(PARTS.findall(html))


def part_size(url: str) -> int:
    found = finders.find(urlsplit(url).path.removeprefix(settings.STATIC_URL))
    assert found, f"{url} is no static file"
    return len(brotli.compress(Path(found).read_bytes()))


def pages_from(client: Client, start: str, *, below: str) -> Iterator[tuple[str, str]]:
    """(name of the page, its HTML), each kind of page once, in the order in which links lead to it."""
    waiting, seen = [start], set[str]()
    while waiting:
        url = waiting.pop(0)
        match = resolve(urlsplit(url).path)
        name = f"{match.view_name}:{match.kwargs.get('step', '')}"
        if name in seen or match.url_name in NOT_PAGES:
            continue
        seen.add(name)
        response = client.get(url, follow=True)
        if response.status_code != 200 or not response["Content-Type"].startswith("text/html"):
            continue
        html = response.content.decode()
        yield name, html
        waiting += [
            urljoin(url, link.replace("&amp;", "&"))
            for link in LINKS.findall(html)
            if urlsplit(urljoin(url, link)).path.startswith(below) and "://" not in link
        ]


def test_pages_of_an_opd_are_light(cast: Cast) -> None:
    sari = cast.actor("sari")
    with scope({KOTIM}, actor_id=cast.sari.pk):
        make_document(sari, opd=cast.health, subject="RKPD 2025")
        make_draft(sari, opd=cast.health, period=cast.period, name="Draf awal")
        make_complete(sari, opd=cast.health, period=cast.period, name="Lengkap")
        submit(make_complete(sari, opd=cast.health, period=cast.period, name="Diajukan"), sari)
    client, home = signed_in(cast.sari), address("home", cast.health)
    heavy, found, cached = [], [], set[str]()
    for name, html in pages_from(client, home, below=f"/d/{KOTIM}/"):
        size, parts = wire_size(html.encode()), parts_of(html)
        first = size + sum(part_size(part) for part in parts)
        later = size + sum(part_size(part) for part in parts - cached)
        if first > FIRST_VIEW or (cached and later > LATER_VIEW):
            heavy.append((name, first, later))
        found.append(name)
        cached |= parts
    assert heavy == []
    # The walk must have met the pages that matter, or the test says nothing.
    for page in ("innovations", "innovation", "proposal_step", "rows", "row", "documents", "document"):
        assert any(name.startswith(f"opd:{page}:") for name in found), page


def test_public_pages_are_light(cast: Cast) -> None:
    client = Client()
    heavy, found = [], []
    for start, below in (("/akun/login/", "/akun/"), ("/panduan/", "/panduan/")):
        for name, html in pages_from(client, start, below=below):
            first = wire_size(html.encode()) + sum(part_size(part) for part in parts_of(html))
            later = wire_size(html.encode())
            found.append(name)
            if first > FIRST_VIEW or later > LATER_VIEW:
                heavy.append((name, first, later))
    assert heavy == []
    assert len(found) > 3
