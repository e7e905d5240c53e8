"""A leak hunt: on the eve of a publication everybody walks from home through every link; only the ministry's people read it."""

from __future__ import annotations

import html
import re
from collections import Counter
from datetime import timedelta

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client

from tests.cast import KOTIM, Cast
from tests.reports.published import example_facts, publish_example
from tests.tenancy.sentinels import plant, sentinels

pytestmark = pytest.mark.slow


def walk(client: Client, home: str, *, looked_for: list[str]) -> tuple[set[str], int]:
    """Follow every link from home, one of each kind of page; (pages that hold one of the values, pages read)."""
    waiting, kinds, found, read = [home], Counter[str](), set(), 0
    seen = {home}
    while waiting:
        path = waiting.pop(0)
        read += 1
        told, text = answers(client, path)
        if any(value in told for value in looked_for):
            found.add(path)
        for link in re.findall(r'(?:href|action)="(/[^"#]*)', text):
            target = html.unescape(link)
            kind = re.sub(r"[0-9a-f-]{36}|\d+|\?.*", "*", target)
            if target not in seen and not kinds[kind] and not target.startswith(("/static/", "/akun/")):
                kinds[kind] += 1
                seen.add(target)
                waiting.append(target)
    return found, read


def answers(client: Client, path: str) -> tuple[str, str]:
    """All that is answered, headers and redirections on the way included; and the text of the last answer."""
    told = ""
    for _redirection in range(4):
        answer = client.get(path)
        text = text_of(answer)
        told += f"{answer.headers} {text}"
        path = answer.headers.get("Location", "")
        if not path.startswith("/"):
            break
    return told, text


def text_of(answer: HttpResponse) -> str:
    content = answer.getvalue()
    return content.decode() if "text" in answer.headers.get("Content-Type", "") else ""


def test_nobody_finds_what_is_not_published_by_following_every_link(committed_cast: Cast) -> None:
    cast = committed_cast
    publish_example(cast.period, {KOTIM: example_facts(KOTIM)})
    looked_for = sentinels(plant(cast))
    homes = {
        "sari": f"/d/{KOTIM}/opd/{cast.health.pk}/", "dewi": f"/d/{KOTIM}/opd/{cast.education.pk}/",
        "joko": f"/d/{KOTIM}/kepala-opd/{cast.health.pk}/", "budi": f"/d/{KOTIM}/desk/",
        "hendra": f"/d/{KOTIM}/daerah/", "indah": f"/d/{KOTIM}/daerah/", "tiur": f"/d/{KOTIM}/kepala-daerah/",
        "arif": f"/d/{KOTIM}/penilai/", "yosef": "/", "nobody": "/", "rina": "/pusat/publikasi/",
    }  # fmt: skip
    found, read = {}, {}
    with time_machine.travel(cast.period.quality_control_ends + timedelta(days=1), tick=True):
        for name, home in [*homes.items(), ("", "/")]:
            client = Client()
            if name:
                client.force_login(getattr(cast, name))
            found[name], read[name] = walk(client, home, looked_for=looked_for)
    assert {name: pages for name, pages in found.items() if pages and name != "rina"} == {}
    assert found["rina"]
    assert min(read[name] for name in ("sari", "budi", "hendra", "tiur", "arif", "")) > 12, read
