"""All rows at a glance: groups, sums, filters, and where to go on."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from django.test import Client

from iga_portal.tenancy.scope import scope
from innovations.domain.answers import cite_document, set_answer
from innovations.models import Innovation, Verdict
from innovations.queries.opd import sheet_of
from innovations.queries.opd_rows import RowFilter, filter_of, rows_taken, sheet_at_once
from tests.cast import BENGKULU, KOTIM, Cast, make_complete, make_document, make_draft
from tests.innovations.opd_support import address, counted, head_address, signed_in
from tests.innovations.rows_support import fresh, judged_and_returned, row_url


@pytest.fixture
def draft(cast: Cast) -> Innovation:
    with scope({KOTIM}):
        return make_draft(cast.actor("sari"), opd=cast.health, period=cast.period)


@pytest.fixture
def sari(cast: Cast) -> Client:
    return signed_in(cast.sari)


def page_of(client: Client, cast: Cast, innovation: Innovation, which: str = "") -> str:
    url = address("rows", cast.health, public_id=innovation.public_id) + (f"?saring={which}" if which else "")
    return client.get(url).content.decode()


def rows_on(page: str) -> list[int]:
    return [int(number) for number in re.findall(r'<h3><a href="[^"]*/baris/(\d+)/', page)]


def line_of(page: str, row: int) -> str:
    """The part of the overview that tells of one row."""
    lines = re.findall(r'<li class="sheet-line">.*?</li>', page, re.DOTALL)
    return next(line for line in lines if f"/baris/{row}/" in line)


def test_rows_stand_by_variable_with_what_each_would_bring(
    cast: Cast, draft: Innovation, sari: Client
) -> None:
    page = page_of(sari, cast, draft)
    groups = re.findall(r'<h2 id="kelompok-\d+">([^<]+)</h2>', page)
    assert groups == [
        "Infrastruktur",
        "Kecanggihan Produk",
        "Output Pengetahuan dan Teknologi",
        "Kecepatan Bisnis Proses",
        "Jumlah Inovasi dan Hasil Kreatif",
    ]
    assert sorted(rows_on(page)) == list(range(16, 36))
    first = line_of(page, 16)
    assert "Regulasi Inovasi Daerah" in first
    assert '<span class="must">wajib</span>' in first
    assert "bobot 3, paling banyak 9 poin" in first
    assert "SK Kepala Daerah atau Keputusan" in first
    assert "+3 poin" in first
    # Rows whose levels have no words yet say what to do first.
    assert "Pilih dulu jenis inovasi di profil." in line_of(page, 30)
    assert "Pilih dulu satuan ukurnya." in line_of(page, 33)


def test_claim_without_evidence_and_none_on_a_mandatory_row_are_named(
    cast: Cast, draft: Innovation, sari: Client
) -> None:
    with scope({KOTIM}):
        set_answer(draft.pk, row=20, actor=cast.actor("sari"), level=3)
        set_answer(draft.pk, row=16, actor=cast.actor("sari"), level=0)
    page = page_of(sari, cast, draft)
    assert "Tambahkan bukti untuk tingkat yang diklaim." in line_of(page, 20)
    assert "Tingkat tertinggi." in line_of(page, 20)
    assert "Pilih tingkat; baris ini wajib." in line_of(page, 16)
    # 16, 17, 32, 33, 35 and the evidence of 20.
    assert re.search(r'stat-value"><span class="num">6</span>', page)


def test_verdict_stands_beside_the_claim_with_points_reason_by_and_when(cast: Cast, sari: Client) -> None:
    returned = judged_and_returned(cast, rows={16: "Lampirkan halaman nama inovasi."})
    page = page_of(sari, cast, returned)
    line = line_of(page, 18)
    assert "tingkat 2 dari 3" in line
    assert "tingkat 1 dari 3" in line
    # Weight 2: claimed 4 points, given 2.
    assert "4 poin" in line
    assert "2 poin" in line
    assert "Diturunkan:" in line
    assert "Hanya surat tugas." in line
    assert "Budi, " in line
    assert "7 Juli 2026" in line
    assert "Terkunci" in line
    asked = line_of(page, 16)
    assert "Diminta diperbaiki" in asked
    assert "Lampirkan halaman nama inovasi." in asked
    # 37 x 2 claimed, 37 x 1 given.
    assert '<strong class="num">74</strong> dari 111 poin' in page
    assert "Diakui desk: 37 poin" in page


def test_verdict_of_quality_control_counts_before_that_of_the_desk(cast: Cast, sari: Client) -> None:
    returned = judged_and_returned(cast, rows={16: "x"})
    with scope({KOTIM}):
        desk = Verdict.objects.get(answer__innovation=returned, answer__row=18)
        Verdict.objects.create(
            region_id=KOTIM, answer_id=desk.answer_id, stage="qc", decision="reject", level=0, judged={},
            judged_hash="0" * 64, reason="Tidak memuat tahun.", reviewer=cast.arif,
        )  # fmt: skip
    line = line_of(page_of(sari, cast, returned), 18)
    assert "Quality control" in line
    assert "Tidak memuat tahun." in line
    assert "Hanya surat tugas." not in line


# Filters -----------------------------------------------------------------------------------------------------------


def test_filters_take_what_they_say(cast: Cast, draft: Innovation, sari: Client) -> None:
    with scope({KOTIM}):
        actor = cast.actor("sari")
        set_answer(draft.pk, row=16, actor=actor, level=2)
        set_answer(draft.pk, row=20, actor=actor, level=1)
        set_answer(draft.pk, row=21, actor=actor, level=0)
        document = make_document(actor, opd=cast.health)
        cite_document(draft.pk, row=20, actor=actor, document_id=document.pk)
    assert sorted(rows_on(page_of(sari, cast, draft, "kosong"))) == [17, 18, 19, *range(22, 36)]
    assert rows_on(page_of(sari, cast, draft, "tanpa-bukti")) == [16]
    assert sorted(rows_on(page_of(sari, cast, draft, "wajib"))) == [16, 17, 32, 33, 35]
    assert rows_on(page_of(sari, cast, draft, "dikembalikan")) == []
    assert "Tidak ada baris dengan saringan ini" in page_of(sari, cast, draft, "dikembalikan")
    assert len(rows_on(page_of(sari, cast, draft, "bukan-saringan"))) == 20
    # Each is offered with its number; one that takes nothing is not offered.
    page = page_of(sari, cast, draft)
    assert 'saring=kosong">Belum diisi <span class="num">17</span>' in page
    assert 'saring=tanpa-bukti">Tanpa bukti <span class="num">1</span>' in page
    assert "saring=dikembalikan" not in page


def test_returned_rows_are_a_filter(cast: Cast, sari: Client) -> None:
    returned = judged_and_returned(cast, rows={16: "a", 20: "b"})
    assert rows_on(page_of(sari, cast, returned, "dikembalikan")) == [16, 20]


def test_next_and_previous_respect_the_filter(cast: Cast, draft: Innovation, sari: Client) -> None:
    overview = page_of(sari, cast, draft, "wajib")
    assert f'href="{row_url(cast, draft, 17)}?saring=wajib"' in overview
    page = sari.get(row_url(cast, draft, 17) + "?saring=wajib").content.decode()
    assert f'href="{row_url(cast, draft, 16)}?saring=wajib"' in page
    assert f'href="{row_url(cast, draft, 32)}?saring=wajib"' in page
    assert "Simpan dan ke baris 32" in page
    assert "Daftar baris: Wajib" in page
    # A row that the filter does not take (any more) still has its neighbours there.
    page = sari.get(row_url(cast, draft, 18) + "?saring=wajib").content.decode()
    assert f'href="{row_url(cast, draft, 17)}?saring=wajib"' in page
    assert f'href="{row_url(cast, draft, 32)}?saring=wajib"' in page


def test_filter_names_are_read_strictly() -> None:
    assert filter_of("wajib") is RowFilter.MANDATORY
    for text in ("", "WAJIB", "wajib ", "<script>"):
        assert filter_of(text) is None


# Where to go on ----------------------------------------------------------------------------------------------------


def start_of(page: str) -> str:
    found = re.search(r'<section class="next sheet-start".*?</section>', page, re.DOTALL)
    return found.group() if found else ""


def test_first_timer_is_led_to_the_first_mandatory_row(cast: Cast, draft: Innovation, sari: Client) -> None:
    start = start_of(page_of(sari, cast, draft))
    assert "Baris 16 · Regulasi Inovasi Daerah" in start
    assert "Di setiap baris: pilih tingkatnya, lalu lampirkan buktinya." in start
    assert f'href="{row_url(cast, draft, 16)}"' in start


def test_complete_draft_is_led_to_the_row_that_brings_most(cast: Cast, sari: Client) -> None:
    with scope({KOTIM}):
        complete = make_complete(cast.actor("sari"), opd=cast.health, period=cast.period)
    # Row 35 weighs 4, more than any other.
    assert "Baris 35" in start_of(page_of(sari, cast, complete))


def test_returned_innovation_is_led_to_what_was_not_touched_and_then_back(cast: Cast, sari: Client) -> None:
    returned = judged_and_returned(cast, rows={16: "a", 20: "b"})
    assert "Baris 16" in start_of(page_of(sari, cast, returned))
    with scope({KOTIM}):
        set_answer(returned.pk, row=16, actor=cast.actor("sari"), level=3)
    page = page_of(sari, cast, returned)
    assert "Baris 20" in start_of(page)
    assert "sudah diubah" in line_of(page, 16)
    with scope({KOTIM}):
        set_answer(returned.pk, row=20, actor=cast.actor("sari"), level=2, note="Halaman 3.")
    assert "Semua baris yang diminta desk sudah diubah" in start_of(page_of(sari, cast, returned))


def test_head_reads_without_being_told_to_work(cast: Cast, draft: Innovation) -> None:
    url = head_address("rows", cast.health, public_id=draft.public_id)
    page = signed_in(cast.joko).get(url).content.decode()
    assert sorted(rows_on(page)) == list(range(16, 36))
    assert start_of(page) == ""


# Reads -------------------------------------------------------------------------------------------------------------


def test_overview_asks_the_same_with_and_without_documents_and_verdicts(cast: Cast, sari: Client) -> None:
    counts = {}
    with scope({KOTIM}):
        empty = make_draft(cast.actor("sari"), opd=cast.health, period=cast.period)
        full = make_complete(cast.actor("sari"), opd=cast.health, period=cast.period, name="Penuh")
        for number in range(9):
            document = make_document(cast.actor("sari"), opd=cast.health, subject=f"D{number}")
            cite_document(full.pk, row=16, actor=cast.actor("sari"), document_id=document.pk)
    for name, innovation in (("empty", empty), ("full", full)):
        page_of(sari, cast, innovation)
        with counted() as count:
            page_of(sari, cast, innovation)
        counts[name] = count.value
    assert counts["empty"] == counts["full"] <= 12
    returned = judged_and_returned(cast, rows={16: "a", 20: "b"})
    page_of(sari, cast, returned)
    with counted() as count:
        page_of(sari, cast, returned)
    # The reasons, what became of them, and the verdicts.
    assert count.value <= 12


def test_sheet_at_once_is_the_sheet(cast: Cast) -> None:
    with scope({KOTIM}):
        complete = make_complete(cast.actor("sari"), opd=cast.clinic, period=cast.period)
        set_answer(complete.pk, row=17, actor=cast.actor("sari"), level=3, measured=Decimal(40))
        other = make_document(cast.actor("sari"), opd=cast.health, subject="Lain")
        cite_document(complete.pk, row=17, actor=cast.actor("sari"), document_id=other.pk)
        slow = sheet_of(fresh(complete))
        quick = sheet_at_once(complete.public_id)
        assert quick is not None
        assert quick.innovation == slow.innovation
        assert (quick.innovation.state, quick.innovation.kind) == ("draft", "digital")
        assert quick.innovation.opd.parent_id == cast.health.pk
        assert [entry.__dict__ | {"_state": 0} for entry in quick.answers] == [
            entry.__dict__ | {"_state": 0} for entry in slow.answers
        ]
        assert {key: list(group) for key, group in quick.cited.items()} == slow.cited
        for key, group in quick.cited.items():
            for one, two in zip(group, slow.cited[key], strict=True):
                assert one.document.subject == two.document.subject
                assert one.document.file is not None
                assert one.document.file.sha256 == two.document.file.sha256  # type: ignore[union-attr]
        assert quick.gaps == [gap for gap in slow.gaps if gap.part.isdecimal()]
        assert quick.maturity("claimed_level") == slow.maturity("claimed_level")
    with scope({BENGKULU}):
        assert sheet_at_once(complete.public_id) is None


def test_rows_taken_without_a_filter_are_all(cast: Cast, draft: Innovation) -> None:
    with scope({KOTIM}):
        sheet = sheet_of(fresh(draft))
    assert [answer.row for answer in rows_taken(sheet, None, asked=())] == list(range(16, 36))
