"""The desk's work shared out in a real browser: by rule, by hand, evenly; a conflict refused; a view that stays."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from iga_portal.tenancy.scope import scope
from innovations.models import Answer as AnswerRow
from innovations.models import Assignment, RowQuestion
from regions.models import Opd
from tests.cast import KOTIM, NOON, Cast
from tests.innovations.assign_support import make_reviewer, tie
from tests.innovations.queue_support import fill_queue

pytestmark = pytest.mark.browser

PageFor = Callable[..., Page]
Check = Callable[[Page], None]


def readers() -> Counter[tuple[str, str]]:
    with scope({KOTIM}):
        found = Assignment.objects.filter(is_current=True).values_list("reviewer__name", "origin")
        return Counter(found)


def test_admin_shares_out_ten_and_a_reviewer_keeps_a_view(
    live_cast: Cast, page_for: PageFor, axe: Check
) -> None:
    cast = live_cast
    citra = make_reviewer("Citra")
    with scope({KOTIM}):
        bappeda = Opd.objects.get(region_id=KOTIM, name="Bapperida")
        fill_queue(cast, 3, opd=cast.education)
        [ours] = fill_queue(cast, 1, opd=bappeda)
        fill_queue(cast, 6)
        tie(citra, bappeda)
        AnswerRow.objects.filter(innovation_id=ours).update(claimed_level=3)
    page = page_for(cast.hendra)

    # One rule: what comes from education goes to Citra.
    page.goto(f"/d/{KOTIM}/daerah/pembagian/aturan/")
    page.get_by_label("OPD", exact=True).select_option(label="Dinas Pendidikan")
    page.get_by_label("Dibaca oleh").select_option(label="Citra")
    page.get_by_role("button", name="Simpan aturan").click()
    expect(page.get_by_text("Aturan disimpan.")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Terapkan pada yang belum dibagikan").click()
    expect(page.get_by_text("3 inovasi dibagikan menurut aturan.")).to_be_visible()
    axe(page)

    # By hand: Bapperida's own is refused to Citra, who holds a role there, with the reason; Budi may.
    page.goto(f"/d/{KOTIM}/daerah/pembagian/?opd={bappeda.pk}")
    for person, told in (
        ("Citra", "Citra memegang peran di OPD ini dalam 24 bulan terakhir."),
        ("Budi", "1 inovasi dibagikan."),
    ):
        page.get_by_role("checkbox", name="Pilih Inovasi").check()
        page.get_by_label("Bagikan yang dipilih kepada").select_option(label=person)
        page.get_by_role("button", name="Bagikan", exact=True).click()
        expect(page.get_by_text(told)).to_be_visible()
    assert readers() == {("Citra", "rule"): 3, ("Budi", "hand"): 1}

    # The rest evenly: Citra holds 60 rows, Budi 20, six more of 20 each: 100 and 100 in the end.
    page.goto(f"/d/{KOTIM}/daerah/pembagian/rata/")
    axe(page)
    page.get_by_role("button", name="Bagikan 6 inovasi").click()
    expect(page.get_by_text("6 inovasi dibagi rata.")).to_be_visible()
    assert readers() == {
        ("Citra", "rule"): 3, ("Budi", "hand"): 1, ("Citra", "balance"): 2, ("Budi", "balance"): 4,
    }  # fmt: skip

    # The reviewer narrows the queue to her own, keeps that as a view, and finds it when she comes back.
    page = page_for(citra)
    page.goto(f"/d/{KOTIM}/desk/")
    expect(page.get_by_text("laju belum dapat dihitung")).to_be_visible()
    axe(page)
    page.get_by_label("Penelaah").select_option(label="Milik saya")
    expect(page.get_by_role("link", name="Hapus saringan")).to_be_visible()
    page.get_by_text("Simpan saringan ini sebagai tampilan").click()
    page.get_by_label("Nama tampilan").fill("Bagian saya")
    page.get_by_role("button", name="Simpan tampilan").click()
    expect(page.get_by_text("Tampilan “Bagian saya” disimpan.")).to_be_visible()
    page.get_by_role("link", name="Atur tampilan").click()
    axe(page)
    page.get_by_role("button", name="Buka lebih dulu").click()
    page.goto(f"/d/{KOTIM}/desk/")
    expect(page).to_have_url(re.compile(r"\?penelaah=saya$"))
    expect(page.get_by_role("link", name="Bagian saya")).to_have_attribute("aria-current", "true")
    expect(page.get_by_role("checkbox", name="Pilih Inovasi")).to_have_count(5)

    # Bapperida's own is nothing for her, and the page says why; a question holds its clock.
    with scope({KOTIM}):
        RowQuestion.objects.create(
            region_id=KOTIM, answer=AnswerRow.objects.get(innovation_id=ours, row=16), text="Mana SK-nya?",
            asked_by=cast.budi, asked_at=NOON - timedelta(hours=1),
        )  # fmt: skip
    page.goto(f"/d/{KOTIM}/desk/?opd={bappeda.pk}")
    expect(page.get_by_text("Anda memegang peran di OPD ini dalam 24 bulan terakhir")).to_be_visible()
    expect(page.locator("table").get_by_text("menunggu jawaban OPD")).to_be_visible()
    page.set_viewport_size({"width": 390, "height": 800})
    axe(page)
