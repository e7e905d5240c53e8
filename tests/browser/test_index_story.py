"""The index in a real browser: an open page that follows, a trace down to the evidence, a document ordered and opened."""

from __future__ import annotations

import threading
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import connection
from playwright.sync_api import Page, expect

from iga_portal.jobs.models import Job
from iga_portal.jobs.tasks import run_job
from iga_portal.tenancy.scope import NATION, scope
from innovations.enums import State
from innovations.models import Innovation
from reports import tasks
from tests.browser.saving import until
from tests.cast import KOTIM, Cast
from tests.scoring.support import compute, spd_row, standing

pytestmark = pytest.mark.browser

PageFor = Callable[..., Page]
Check = Callable[[Page], None]
assert tasks.print_one  # registers the work of the jobs


@pytest.fixture
def region(live_cast: Cast) -> dict[str, Innovation]:
    """Kotawaringin Timur with one innovation sent and one at the desk, an SPD row on a border; computed."""
    with scope({KOTIM}):
        found = {
            "sent": standing(live_cast, name="Sampan Pustaka", state=State.SENT, level=3, desk_level=2),
            "waiting": standing(live_cast, name="Posyandu Perahu", level=1, urusan="A01"),
        }
        spd_row(live_cast, "5a", confirmed=True, previous=Decimal("4.46"), latest=Decimal("4.10"))
    compute(live_cast)
    return found


def run_waiting_job(page: Page, region_id: int) -> None:
    """What a worker does, in a thread with a connection of its own, once the press on the page has ordered it."""

    def waiting() -> list[int]:
        with scope({region_id}):
            return list(Job.objects.filter(state="queued").values_list("pk", flat=True))

    until(page, waiting, what="a job waits")
    [job_id] = waiting()

    def work() -> None:
        try:
            run_job(region_id=region_id, job_id=job_id)
        finally:
            connection.close()

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()


def test_open_page_shows_a_new_index_by_itself(
    live_cast: Cast, page_for: PageFor, axe: Check, region: dict[str, Innovation]
) -> None:
    page = page_for(live_cast.tiur, width=390)
    page.goto(f"/d/{KOTIM}/kepala-daerah/indeks/?dasar=mandiri")
    # Claimed: (111 + 37) / 12 + 0.75 x 3 = 14.5833; x 0.4 = 5.83
    first = page.locator(".stat-value").first
    expect(first).to_have_text("5,83")
    axe(page)
    with scope({KOTIM}):
        standing(live_cast, name="Sekolah Sungai", level=3)
    expect(page.get_by_text("sedang dihitung")).to_be_visible()
    compute(live_cast)
    # + 111 / 12 x 0.4 = 9.53
    expect(first).to_have_text("9,53")
    expect(page.get_by_role("link", name="Sekolah Sungai")).to_be_visible()
    expect(page.get_by_text("sedang dihitung")).not_to_be_visible()


def test_number_is_followed_down_to_the_file_that_proves_it(
    live_cast: Cast, page_for: PageFor, axe: Check, region: dict[str, Innovation]
) -> None:
    page = page_for(live_cast.hendra)
    page.goto(f"/d/{KOTIM}/daerah/")
    page.get_by_role("link", name="Terverifikasi", exact=True).first.click()
    expect(page.get_by_role("heading", name="Perhitungan indeks")).to_be_visible()
    expect(page.get_by_text("di tepi rentang tingkat 2, 3; berlaku tingkat 3")).to_be_visible()
    axe(page)
    page.get_by_role("link", name="Sampan Pustaka").click()
    expect(page.get_by_text("Penelaah desk (Budi): Diturunkan, tingkat 2").first).to_be_visible()
    axe(page)
    page.set_viewport_size({"width": 390, "height": 844})
    axe(page)
    evidence = page.get_by_role("link", name="SK Sampan Pustaka").first.get_attribute("href")
    answer = page.request.get(str(evidence))
    assert (answer.status, answer.body()[:5]) == (200, b"%PDF-")


def test_report_is_ordered_followed_and_opened(
    live_cast: Cast, page_for: PageFor, axe: Check, region: dict[str, Innovation]
) -> None:
    page = page_for(live_cast.hendra)
    page.goto(f"/d/{KOTIM}/daerah/dokumen-terbit/")
    axe(page)
    page.get_by_role("button", name="Cetak Laporan, dasar Final").click()
    expect(page.get_by_text("Menunggu giliran")).to_be_visible()
    axe(page)
    address = page.url
    run_waiting_job(page, KOTIM)
    # By itself, and again after the page was closed and its address opened.
    expect(page.get_by_text("LHP/62.02/2026/0001 terbit.")).to_be_visible()
    page.goto("/peran/")
    page.goto(address)
    expect(page.get_by_text("LHP/62.02/2026/0001 terbit.")).to_be_visible()
    result = page.get_by_role("link", name="Buka hasil").get_attribute("href")
    answer = page.request.get(str(result))
    assert (answer.headers["content-type"], answer.body()[:5]) == ("application/pdf", b"%PDF-")
    page.get_by_role("link", name="Dokumen terbit").last.click()
    expect(page.get_by_role("cell", name="LHP/62.02/2026/0001")).to_be_visible()
    axe(page)


def test_ministry_ranks_opens_a_region_and_prints_its_certificate(
    live_cast: Cast, page_for: PageFor, axe: Check, region: dict[str, Innovation]
) -> None:
    page = page_for(live_cast.rina)
    page.goto("/pusat/")
    axe(page)
    page.get_by_label("Cari daerah").fill("kotawaringin timur")
    page.get_by_role("button", name="Tampilkan").click()
    page.get_by_role("link", name="Kabupaten Kotawaringin Timur").click()
    expect(page.get_by_role("link", name="Sampan Pustaka")).to_be_visible()
    expect(page.get_by_text("Posyandu Perahu")).not_to_be_visible()
    axe(page)
    page.get_by_role("link", name="Dokumen terbit").last.click()
    page.get_by_role("button", name="Cetak Piagam").click()
    run_waiting_job(page, NATION)
    expect(page.get_by_text("PGM/62.02/2026/0001 terbit.")).to_be_visible()
    page.get_by_role("link", name="Dokumen terbit").last.click()
    axe(page)
    page.set_viewport_size({"width": 390, "height": 844})
    axe(page)


def test_everything_stands_without_scripts(
    live_cast: Cast, page_for: PageFor, region: dict[str, Innovation]
) -> None:
    page = page_for(live_cast.hendra, javascript=False)
    page.goto(f"/d/{KOTIM}/daerah/?dasar=mandiri")
    expect(page.locator(".stat-value").first).to_have_text("5,83")
    page.get_by_role("link", name="Dokumen terbit").last.click()
    page.get_by_role("button", name="Cetak Laporan, dasar Final").click()
    run_waiting_job(page, KOTIM)
    page.get_by_role("link", name="Muat ulang untuk melihat kemajuan").click()
    expect(page.get_by_text("LHP/62.02/2026/0001 terbit.")).to_be_visible()
