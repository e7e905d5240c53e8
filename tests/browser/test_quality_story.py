"""Quality control in a real browser: drawn and shared out, judged by key, explained to the region, closed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import time_machine
from playwright.sync_api import Page, expect

from iga_portal.tenancy.scope import scope
from innovations.models import Answer, QualitySample, RegionAnswer
from tests.cast import KOTIM, NOON, Cast, region_period
from tests.quality.support import EVERY, MEASURING, drawn, sent

pytestmark = pytest.mark.browser

PageFor = Callable[..., Page]
Check = Callable[[Page], None]


@pytest.fixture
def measured(live_cast: Cast) -> Cast:
    with scope({KOTIM}):
        sent(live_cast)
        RegionAnswer.objects.filter(row="8").update(level=3, confirmed_by=live_cast.indah, confirmed_at=NOON)
    return live_cast


def test_ministry_draws_and_closes_and_the_region_reads(
    measured: Cast, page_for: PageFor, axe: Check
) -> None:
    with time_machine.travel(MEASURING, tick=True):
        page = page_for(measured.rina)
        page.goto("/pusat/mutu/")
        axe(page)
        page.get_by_role("link", name="Tarik sampel").click()
        page.get_by_role("button", name="Lihat dulu hasilnya").click()
        expect(page.get_by_role("heading", name="Yang akan terpilih")).to_be_visible()
        axe(page)
        page.get_by_role("button", name="Tarik sampel ini").click()
        page.get_by_role("button", name="Bagikan merata kepada evaluator").click()
        expect(page.get_by_text("dibagikan kepada 1 evaluator.")).to_be_visible()
        page.get_by_role("link", name="Lihat sampel").click()
        expect(page.get_by_role("heading", level=1, name="Sampel")).to_be_visible()
        axe(page)
        page.goto(f"/pusat/mutu/tutup/{KOTIM}/")
        page.get_by_role("button", name="Tutup quality control").click()
        expect(page.get_by_text("Belum ditutup:").first).to_be_visible()
        axe(page)
        page.get_by_label("Alasan menutup sebelum semua sampel selesai").fill("Waktu habis.")
        page.get_by_role("button", name="Tutup quality control").click()
        expect(page.get_by_text("3 inovasi dinilai")).to_be_visible()
        assert region_closed(measured)


def region_closed(cast: Cast) -> bool:
    with scope({KOTIM}):
        return region_period(cast).assessed_at is not None


def test_evaluator_judges_by_key_on_a_wide_and_a_narrow_page(
    measured: Cast, page_for: PageFor, axe: Check
) -> None:
    with time_machine.travel(MEASURING, tick=True):
        with scope(EVERY):
            drawn(measured)
            sample = QualitySample.objects.filter(innovation__isnull=False).first()
            assert sample is not None
            innovation = sample.innovation
        assert innovation is not None
        page = page_for(measured.arif)
        page.goto("/penilai/")
        axe(page)
        page.goto(f"/d/{KOTIM}/penilai/inovasi/{innovation.public_id}/")
        axe(page)
        page.get_by_role("link", name="Periksa baris 16").click()
        expect(page.get_by_role("heading", name="Keputusan desk daerah")).to_be_visible()
        axe(page)
        # The desk left 1 of 2; the evaluator gives 2 back, which asks for a reason: its part opens by itself.
        page.keyboard.press("2")
        page.keyboard.press("r")
        page.get_by_label("Alasan", exact=True).fill("Halaman 3 memuat tahun.")
        page.keyboard.press("Escape")
        page.keyboard.press("s")
        expect(page.get_by_role("heading", level=1)).to_contain_text("17 ")
        with scope({KOTIM}):
            assert Answer.objects.get(innovation=innovation, row=16).final_level == 2
        page.goto(f"/d/{KOTIM}/penilai/mutu/spd/8/")
        axe(page)
        page.keyboard.press("3")
        page.keyboard.press("s")
        expect(
            page.get_by_text("Baris 8 tersimpan").or_(page.get_by_text("baris belum diputuskan"))
        ).to_be_visible()
        for width, url, person in (
            (390, f"/d/{KOTIM}/penilai/inovasi/{innovation.public_id}/baris/17/", measured.arif),
            (390, "/penilai/", measured.arif),
            (390, f"/d/{KOTIM}/daerah/mutu/", measured.hendra),
            (1280, f"/d/{KOTIM}/daerah/mutu/", measured.hendra),
            (390, f"/d/{KOTIM}/kepala-daerah/mutu/", measured.tiur),
            (1280, f"/d/{KOTIM}/kepala-daerah/mutu/", measured.tiur),
        ):
            narrow = page_for(person, width=width)
            narrow.goto(url)
            axe(narrow)
            assert narrow.evaluate("document.documentElement.scrollWidth <= innerWidth"), url
