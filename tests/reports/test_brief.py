"""Ordering the one page: who may, one job however often pressed, and a page made of the numbers of the moment."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from iga_portal.jobs.models import Job
from iga_portal.refusals import Refused
from iga_portal.tenancy.scope import scope
from regions.models import RegionPeriod
from reports.domain.brief import BRIEF, brief_snapshot, order_brief
from scoring.queries.results import current_results
from tests.cast import KOTIM, Cast
from tests.printing.reading import squeezed, text
from tests.reports.support import kotim, with_numbers, work
from tests.scoring.support import compute, signed_in, standing
from tests.scoring.test_pages import text_of

ADMIN, HEAD = f"/d/{KOTIM}/daerah/lembar/", f"/d/{KOTIM}/kepala-daerah/lembar/"


def jobs() -> list[Job]:
    with scope({KOTIM}):
        return list(Job.objects.filter(kind=BRIEF).order_by("pk"))


def downloaded(client: Client, url: str) -> bytes:
    """The newest sheet of the page, through its link."""
    found = re.search(r'href="([^"]+/hasil/)"', client.get(url).content.decode())
    assert found is not None
    return b"".join(client.get(found[1]).streaming_content)  # type: ignore[attr-defined]


def test_head_orders_the_page_and_downloads_it(cast: Cast) -> None:
    with_numbers(cast)
    with scope({KOTIM}):
        RegionPeriod.objects.update(target_index=Decimal("65.01"), target_rank=10)
    client = signed_in(cast.tiur)
    for _press in range(2):
        assert client.post(HEAD).status_code == 302
    (job,) = jobs()
    assert work(job).state == "done"
    page = client.get(HEAD)
    assert "Keadaan 7 Juli 2026 12.00 WIB." in text_of(page)
    assert "Isian berubah" not in text_of(page)
    said = squeezed(text(downloaded(client, HEAD)))
    # Final: (74 + 0) / 12, SPD row 1 confirmed (weight 1, x 3): 6.1667 + 3 = 9.1667; x 0.4 = 3.67
    assert "3,67" in said
    assert squeezed("Sasaran daerah65,01kurang") in said
    assert squeezed("Peringkat sasaran: 10 di antara 415 kabupaten peserta.") in said
    assert squeezed("Deskinovasi menunggu diperiksa1") in said
    # Made again from a region that changed, the page says so.
    with scope({KOTIM}):
        standing(cast, name="Baru", level=3)
    compute(cast)
    assert "Isian berubah sejak lembar terakhir" in text_of(client.get(HEAD))


def test_page_is_for_the_regions_admin_and_head(cast: Cast) -> None:
    with_numbers(cast)
    row = kotim(cast)
    for name in ("hendra", "tiur"):
        with scope({KOTIM}):
            assert order_brief(row, actor=cast.actor(name)).kind == BRIEF
    for name in ("sari", "joko", "budi", "arif", "rina", "yosef", "wati"):
        with scope({KOTIM}), pytest.raises(Refused):
            order_brief(row, actor=cast.actor(name))
    assert signed_in(cast.yosef).post(ADMIN).status_code == 404
    assert signed_in(cast.budi).get(f"/d/{KOTIM}/desk/lembar/").status_code == 404
    assert len(jobs()) == 1


def test_region_without_numbers_is_told_and_no_job_is_made(cast: Cast) -> None:
    answer = signed_in(cast.hendra).post(ADMIN, follow=True)
    assert "Belum ada indeks" in text_of(answer)
    assert jobs() == []


def test_page_is_indonesian_in_any_language(cast: Cast) -> None:
    with_numbers(cast)
    client = signed_in(cast.hendra)
    client.cookies["django_language"] = "en"
    client.post(ADMIN)
    assert work(jobs()[0]).state == "done"
    said = squeezed(text(downloaded(client, ADMIN)))
    assert squeezed("Yang Paling Menggerakkan Indeks") in said
    assert squeezed("inovasi menunggu diperiksa") in said
    assert "3,67" in said


def test_numbers_of_the_page_are_those_of_the_stored_results(cast: Cast) -> None:
    with_numbers(cast)
    with scope({KOTIM}):
        row = kotim(cast)
        snapshot = brief_snapshot(row, now=timezone.now())
        results = current_results(row)
    assert snapshot.claimed is not None
    assert snapshot.verified is not None
    assert snapshot.final is not None
    assert [snapshot.claimed.index, snapshot.verified.index, snapshot.final.index] == [
        results[basis].index for basis in ("claimed", "verified", "final")
    ]
    assert snapshot.steps[-1].after == snapshot.verified.index
    assert snapshot.claimed.index + sum(step.difference for step in snapshot.steps) == snapshot.verified.index
    assert all(lever.after - lever.gain == snapshot.final.index for lever in snapshot.levers)
