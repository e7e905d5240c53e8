"""Home and list of an OPD: what they say, and that they ask the database no more for many than for one."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
import time_machine

from iga_portal.tenancy.scope import scope
from innovations.domain.innovations import change_proposal
from innovations.domain.transitions import take_step
from innovations.enums import State
from innovations.models import Innovation
from innovations.queries.opd import Window, window_of
from innovations.workflow import Action
from regions.queries.instruments import instrument_of
from tests.cast import KOTIM, NOON, Cast, judge_all, make_complete, make_document, make_draft, submit, verify
from tests.innovations.opd_support import address, counted, head_address, signed_in

LIST_LIMIT = 12


def page_of(cast: Cast, name: str, query: str = "", **kwargs: object) -> str:
    return signed_in(cast.sari).get(address(name, cast.health, **kwargs) + query).content.decode()


def names_in(page: str) -> list[str]:
    """Innovation names of the list, in its order."""
    body = page.split("<tbody>", 1)[1] if "<tbody>" in page else ""
    return re.findall(r'<th scope="row">\s*<div>\s*<a [^>]*>([^<]+)</a>', body)


def many(cast: Cast, number: int) -> None:
    """Drafts with a cited row and one returned innovation, spread over OPD and unit."""
    sari, budi = cast.actor("sari"), cast.actor("budi")
    with scope({KOTIM}):
        returned = submit(make_complete(sari, opd=cast.clinic, period=cast.period, name="Kembali"), sari)
        take_step(
            returned.pk,
            action=Action.RETURN,
            actor=budi,
            seen_version=returned.version,
            row_reasons={16: "Kurang."},
        )
        for count in range(number):
            make_complete(sari, opd=cast.health, period=cast.period, name=f"Inovasi {count:02d}")


@pytest.mark.parametrize(("page", "limit"), [("innovations", LIST_LIMIT), ("home", LIST_LIMIT + 2)])
def test_pages_ask_the_same_of_1_and_of_30(cast: Cast, page: str, limit: int) -> None:
    client, url = signed_in(cast.sari), address(page, cast.health)
    many(cast, 1)
    client.get(url)  # the instrument is parsed once a process
    with counted() as few:
        client.get(url)
    with scope({KOTIM}):
        for count in range(30):
            make_complete(
                cast.actor("sari"), opd=cast.health, period=cast.period, name=f"Tambahan {count:02d}"
            )
    with counted() as lots:
        client.get(url)
    assert lots.value == few.value
    assert lots.value <= limit  # the home also reads what the next steps are worked out from


def test_head_s_list_asks_no_more_than_the_operator_s(cast: Cast) -> None:
    many(cast, 2)
    client, url = signed_in(cast.joko), head_address("home", cast.health)
    client.get(url)
    with counted() as count:
        answer = client.get(url)
    assert names_in(answer.content.decode()) == ["Inovasi 00", "Inovasi 01", "Kembali"]
    assert count.value <= LIST_LIMIT


@pytest.mark.parametrize(("page", "limit"), [("innovation", 14), ("rows", 13), ("proposal", 11)])
def test_pages_of_one_innovation_ask_little(cast: Cast, page: str, limit: int) -> None:
    with scope({KOTIM}):
        innovation = make_complete(cast.actor("sari"), opd=cast.health, period=cast.period)
    client = signed_in(cast.sari)
    url = address(page, cast.health, public_id=innovation.public_id)
    client.get(url)
    with counted() as count:
        client.get(url)
    assert count.value <= limit


def test_library_asks_the_same_of_1_and_of_20_documents(cast: Cast) -> None:
    with scope({KOTIM}):
        innovation = make_complete(cast.actor("sari"), opd=cast.health, period=cast.period)
    client = signed_in(cast.sari)
    urls = [
        address("documents", cast.health),
        address("row_library", cast.health, public_id=innovation.public_id, row=20),
    ]
    counts: list[list[int]] = []
    for number in (1, 19):
        with scope({KOTIM}):
            for count in range(number):
                make_document(cast.actor("sari"), opd=cast.health, subject=f"SK {number}-{count}")
        counts.append([])
        for url in urls:
            client.get(url)
            with counted() as count:
                client.get(url)
            counts[-1].append(count.value)
    assert counts[0] == counts[1]
    assert max(counts[0]) <= LIST_LIMIT


# List --------------------------------------------------------------------------------------------------------------


def test_list_shows_maturity_claimed_and_judged(cast: Cast) -> None:
    sari, budi = cast.actor("sari"), cast.actor("budi")
    with scope({KOTIM}):
        make_draft(sari, opd=cast.health, period=cast.period, name="Kosong")
        verify(
            submit(make_complete(sari, opd=cast.health, period=cast.period, name="Penuh", level=3), sari),
            budi,
            level=1,
        )
    page = page_of(cast, "innovations")
    cells = re.findall(r'data-label="(Klaim|Desk)" class="num">([^<]*)<', page)
    # The 20 weights sum to 37: level 3 everywhere is 111, level 1 is 37; nothing judged is a dash, not 0.
    assert cells == [("Klaim", "0"), ("Desk", "–"), ("Klaim", "111"), ("Desk", "37")]


def test_list_filters_by_state_and_words_and_says_when_nothing_fits(cast: Cast) -> None:
    with scope({KOTIM}):
        for name in ("Antar Obat", "Antar Buku", "Posyandu"):
            make_draft(cast.actor("sari"), opd=cast.health, period=cast.period, name=name)
        submit(
            make_complete(cast.actor("sari"), opd=cast.health, period=cast.period, name="Antar Air"),
            cast.actor("sari"),
        )
        make_draft(cast.actor("dewi"), opd=cast.education, period=cast.period, name="Antar Guru")
    assert names_in(page_of(cast, "innovations", "?cari=antar")) == ["Antar Air", "Antar Buku", "Antar Obat"]
    assert names_in(page_of(cast, "innovations", "?cari=obat+antar")) == ["Antar Obat"]
    assert names_in(page_of(cast, "innovations", "?status=submitted")) == ["Antar Air"]
    assert names_in(page_of(cast, "innovations", "?status=submitted&cari=posyandu")) == []
    assert "Tidak ada inovasi yang cocok" in page_of(cast, "innovations", "?status=sent")
    assert len(names_in(page_of(cast, "innovations", "?status=bukan-status"))) == 4


@pytest.mark.parametrize(
    ("order", "first"),
    [("nama", "A"), ("-nama", "C"), ("-klaim", "B"), ("-desk", "B"), ("desk", "A"), ("diubah", "A"), ("ngawur", "A")],
)  # fmt: skip
def test_list_sorts(cast: Cast, order: str, first: str) -> None:
    sari = cast.actor("sari")
    with scope({KOTIM}):
        make_draft(sari, opd=cast.health, period=cast.period, name="A")
        verify(
            submit(make_complete(sari, opd=cast.health, period=cast.period, name="B"), sari),
            cast.actor("budi"),
        )
        make_draft(sari, opd=cast.health, period=cast.period, name="C")
    assert names_in(page_of(cast, "innovations", f"?urut={order}"))[0] == first


def test_list_is_cut_into_pages(cast: Cast) -> None:
    with scope({KOTIM}):
        for count in range(27):
            make_draft(cast.actor("sari"), opd=cast.health, period=cast.period, name=f"N{count:02d}")
    assert len(names_in(page_of(cast, "innovations"))) == 25
    assert names_in(page_of(cast, "innovations", "?halaman=2")) == ["N25", "N26"]


@pytest.mark.parametrize(
    ("stage", "implemented", "developed", "window"),
    [
        ("penerapan", date(2024, 1, 1), None, Window.INSIDE),
        ("penerapan", date(2025, 12, 31), None, Window.INSIDE),
        ("penerapan", date(2023, 12, 31), None, Window.NEEDS_DEVELOPMENT),
        ("penerapan", date(2023, 12, 31), date(2024, 1, 1), Window.INSIDE),
        ("penerapan", date(2020, 1, 1), date(2023, 12, 31), Window.OUTSIDE),
        ("penerapan", date(2026, 1, 1), None, Window.OUTSIDE),
        ("penerapan", None, None, Window.NO_DATE),
        ("", None, None, Window.NO_DATE),
        ("inisiatif", date(2024, 6, 1), None, Window.NOT_APPLIED),
    ],
)
def test_window_of_2026_is_the_two_years_before(
    cast: Cast, stage: str, implemented: date | None, developed: date | None, window: Window
) -> None:
    innovation = Innovation(stage=stage, implemented_on=implemented, developed_on=developed)
    assert window_of(innovation, instrument_of(cast.period).eligibility) == window


# Home --------------------------------------------------------------------------------------------------------------


def test_home_shows_what_waits_returned_first(cast: Cast) -> None:
    sari, budi = cast.actor("sari"), cast.actor("budi")
    with scope({KOTIM}):
        make_draft(sari, opd=cast.health, period=cast.period, name="Baru mulai")
        make_complete(sari, opd=cast.health, period=cast.period, name="Tinggal ajukan")
        returned = submit(make_complete(sari, opd=cast.health, period=cast.period, name="Kembali"), sari)
        judge_all(returned, budi)
        returned.refresh_from_db()
        take_step(
            returned.pk,
            action=Action.RETURN,
            actor=budi,
            seen_version=returned.version,
            row_reasons={16: "a", 17: "b", None: "c"},
        )
    page = page_of(cast, "home")
    assert "1 perlu perbaikan, 1 draf siap diajukan, 1 draf belum lengkap." in page
    assert "3 bagian diminta diperbaiki" in page
    assert "<strong>2 inovasi masih draf.</strong>" in page
    # 17 items of the proposal without the name (which is there), one point for the coordinates, and 5 mandatory rows.
    assert "kurang 21 hal wajib" in page
    order = [
        page.index(words) for words in ("Perlu perbaikan</h2>", "Belum diajukan</h2>", "menurut status</h2>")
    ]
    assert order == sorted(order)
    counts = page[page.index('id="status"') :]
    assert re.findall(r'<span class="num">(\d+)</span>', counts) == ["2", "1"]


def test_home_without_innovations_says_how_to_begin(cast: Cast) -> None:
    page = page_of(cast, "home")
    assert "Belum ada inovasi tahun ini" in page
    assert address("innovation_new", cast.health) in page


def test_closed_input_offers_no_new_innovation_and_says_why(cast: Cast) -> None:
    with scope({KOTIM}):
        make_draft(cast.actor("sari"), opd=cast.health, period=cast.period)
    with time_machine.travel(NOON + timedelta(days=46), tick=True):
        client = signed_in(cast.sari)
        home = client.get(address("home", cast.health)).content.decode()
        assert "Draf tetap tersimpan, tetapi belum dapat diajukan" in home
        assert address("innovation_new", cast.health) not in home
        new = client.get(address("innovation_new", cast.health)).content.decode()
        assert "Penjaringan sedang tidak dibuka" in new
        refused = client.post(
            address("innovation_new", cast.health), {"name": "Terlambat", "opd": cast.health.pk}
        )
        assert "inovasi baru belum dapat dibuat" in refused.content.decode()
    with scope({KOTIM}):
        assert Innovation.objects.count() == 1


# New ---------------------------------------------------------------------------------------------------------------


def test_new_innovation_leads_to_its_overview(cast: Cast) -> None:
    client = signed_in(cast.sari)
    answer = client.post(
        address("innovation_new", cast.health), {"name": "  Antar   Obat ", "opd": cast.clinic.pk}
    )
    with scope({KOTIM}):
        made = Innovation.objects.get()
    assert (made.name, made.opd_id, made.state) == ("Antar Obat", cast.clinic.pk, State.DRAFT)
    assert answer["Location"] == address("innovation", cast.health, public_id=made.public_id)


def test_new_innovation_cannot_be_given_to_another_opd(cast: Cast) -> None:
    data = {"name": "Punya orang", "opd": cast.education.pk}
    answer = signed_in(cast.sari).post(address("innovation_new", cast.health), data)
    assert answer.status_code == 200
    with scope({KOTIM}):
        assert not Innovation.objects.exists()


def test_new_innovation_named_like_another_is_made_with_a_warning(cast: Cast) -> None:
    with scope({KOTIM}):
        other = make_draft(cast.actor("dewi"), opd=cast.education, period=cast.period, name="Antar Obat")
        change_proposal(other.pk, actor=cast.actor("dewi"), seen=None, changes={"stage": "penerapan"})
    client = signed_in(cast.sari)
    data = {"name": "antar obat", "opd": cast.health.pk}
    page = client.post(address("innovation_new", cast.health), data, follow=True).content.decode()
    assert "nama yang sama" in page
    assert "Dinas Pendidikan" not in page
