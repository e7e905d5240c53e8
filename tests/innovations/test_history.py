"""Earlier versions of a long text: what counts as one, what they show, and how one is brought back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from iga_portal.tenancy.scope import scope
from innovations.domain.innovations import change_proposal
from innovations.models import Innovation
from innovations.queries.history import version_text, versions_of
from regions.access import Actor
from regions.enums import Role
from regions.models import Membership, Person
from tests.cast import KOTIM, NOON, Cast, make_complete, make_draft, submit
from tests.innovations.opd_support import address, counted, signed_in


@pytest.fixture
def draft(cast: Cast) -> Innovation:
    with scope({KOTIM}):
        return make_draft(cast.actor("sari"), opd=cast.health, period=cast.period)


@pytest.fixture
def sari(cast: Cast) -> Client:
    return signed_in(cast.sari)


@pytest.fixture
def putri(cast: Cast) -> Person:
    person = Person.objects.create(email="putri@contoh.go.id", name="Putri")
    Membership.objects.create(
        person=person, role=Role.OPERATOR, region_id=KOTIM, opd=cast.health, valid_from=date(2025, 1, 1)
    )
    return person


@pytest.fixture
def at() -> Iterator[Any]:
    """Moves the clock: minutes after noon."""
    with time_machine.travel(NOON, tick=False) as traveller:
        yield lambda minutes: traveller.move_to(NOON + timedelta(minutes=minutes))


def write(innovation: Innovation, person: Person, **changes: Any) -> None:
    with scope({KOTIM}, actor_id=person.pk, role="operator"):
        actor = Actor(person.pk, Role.OPERATOR, KOTIM, frozenset({innovation.opd_id}))
        change_proposal(innovation.pk, actor=actor, seen=None, changes=changes)


def now(innovation: Innovation) -> Innovation:
    with scope({KOTIM}):
        return Innovation.objects.get(pk=innovation.pk)


def versions(
    innovation: Innovation, name: str = "aim", *, first: int = 0, most: int = 20
) -> tuple[list[Any], int]:
    with scope({KOTIM}):
        return versions_of(now(innovation), name, first=first, most=most)


def page_of(cast: Cast, innovation: Innovation, text: str = "tujuan") -> str:
    return address("proposal_history", cast.health, public_id=innovation.public_id, text=text)


def test_writing_of_one_person_within_ten_minutes_is_one_version(
    cast: Cast, draft: Innovation, putri: Person, at: Any
) -> None:
    for minute, person, text in [
        (0, cast.sari, "Satu"),
        (3, cast.sari, "Satu dua"),
        (10, cast.sari, "Satu dua tiga"),  # still within ten minutes of the first
        (11, cast.sari, "Satu dua tiga empat"),  # a new one
        (12, putri, "Dari Putri"),
        (13, cast.sari, "Kembali ke Sari"),
    ]:
        at(minute)
        write(draft, person, aim=text)
    at(14)
    write(draft, cast.sari, benefit="Lain isian")
    found, total = versions(draft)
    assert [(entry.text, entry.by, entry.is_now) for entry in found] == [
        ("Kembali ke Sari", "Sari", True),
        ("Dari Putri", "Putri", False),
        ("Satu dua tiga empat", "Sari", False),
        ("Satu dua tiga", "Sari", False),
    ]
    assert (total, found[3].at) == (4, NOON + timedelta(minutes=10))


def test_words_and_what_is_new_since_are_counted(cast: Cast, draft: Innovation, at: Any) -> None:
    write(draft, cast.sari, aim="Obat tiba - dua hari kemudian")
    at(30)
    write(draft, cast.sari, aim="Obat tiba pada hari yang sama")
    now_, before = versions(draft)[0]
    assert (before.words, before.come, before.gone) == (5, 3, 3)
    assert (now_.words, now_.come, now_.gone) == (6, 0, 0)


def test_words_of_the_design_s_headings_do_not_count(cast: Cast, draft: Innovation, at: Any) -> None:
    write(draft, cast.sari, design_isu="Angka naik", design_lain="Selesai")
    at(30)
    write(draft, cast.sari, design_hukum="Perda")
    entry = versions(draft, "design")[0][1]
    assert (entry.words, entry.come, entry.gone) == (3, 1, 0)


def test_text_that_was_emptied_has_its_version(cast: Cast, draft: Innovation, at: Any) -> None:
    write(draft, cast.sari, aim="Ada")
    at(30)
    write(draft, cast.sari, aim="")
    found, total = versions(draft)
    assert ([entry.text for entry in found], total) == (["", "Ada"], 2)


def test_history_of_another_innovation_is_not_mixed_in(cast: Cast, draft: Innovation) -> None:
    with scope({KOTIM}):
        other = make_draft(cast.actor("sari"), opd=cast.health, period=cast.period, name="Lain")
    write(other, cast.sari, aim="Teks inovasi lain")
    write(draft, cast.sari, aim="Teks inovasi ini")
    assert [entry.text for entry in versions(draft)[0]] == ["Teks inovasi ini"]
    number = versions(other)[0][0].number
    with scope({KOTIM}):
        assert version_text(draft, "aim", number=number) is None


def test_what_is_no_long_text_has_no_history(cast: Cast, draft: Innovation, sari: Client) -> None:
    with scope({KOTIM}), pytest.raises(KeyError):
        versions_of(draft, "name", first=0, most=5)
    for text in ("nama", "aim", "x"):
        assert sari.get(page_of(cast, draft, text)).status_code == 404


# Page --------------------------------------------------------------------------------------------------------------


def test_page_compares_with_what_stands_now(
    cast: Cast, draft: Innovation, sari: Client, putri: Person, at: Any
) -> None:
    empty = sari.get(page_of(cast, draft)).content.decode()
    assert "Belum ada tulisan" in empty
    write(draft, putri, aim="Obat tiba <b>besok</b>")
    at(30)
    write(draft, cast.sari, aim="Obat tiba hari ini")
    page = sari.get(page_of(cast, draft)).content.decode()
    assert "Obat tiba <del>&lt;b&gt;besok&lt;/b&gt;</del>" in page
    assert "Obat tiba <ins>hari ini</ins>" in page
    assert "Ditulis Putri." in page
    assert "sekarang: 2 kata baru, 1 kata dari versi ini hilang" in page
    # In the region's own time.
    assert "7 Juli 2026 12.30 WIB" in page


def test_version_is_brought_back_as_a_normal_change(
    cast: Cast, draft: Innovation, sari: Client, putri: Person, at: Any
) -> None:
    write(draft, putri, aim="Dari Putri")
    at(30)
    write(draft, cast.sari, aim="Dari Sari")
    at(60)
    url = page_of(cast, draft)
    answer = sari.post(url, form_of(sari.get(url).content.decode()))
    assert answer["Location"] == address(
        "proposal_step", cast.health, public_id=draft.public_id, step="uraian"
    )
    assert now(draft).aim == "Dari Putri"
    # Nothing went out of the history, and who brought it back stands there.
    assert [(entry.text, entry.by) for entry in versions(draft)[0]] == [
        ("Dari Putri", "Sari"),
        ("Dari Sari", "Sari"),
        ("Dari Putri", "Putri"),
    ]


def form_of(page: str) -> dict[str, str]:
    import re

    found = dict(re.findall(r'<input type="hidden" name="(versi|terlihat-\w+)" value="([^"]*)"', page))
    assert set(found) == {"versi", "terlihat-aim"}
    return found


def test_text_that_moved_meanwhile_is_not_replaced(
    cast: Cast, draft: Innovation, sari: Client, putri: Person, at: Any
) -> None:
    write(draft, cast.sari, aim="Lama")
    at(30)
    write(draft, cast.sari, aim="Baru")
    form = form_of(sari.get(page_of(cast, draft)).content.decode())
    write(draft, putri, aim="Sementara itu")
    page = sari.post(page_of(cast, draft), form, follow=True).content.decode()
    assert "Teks ini berubah lagi sejak halaman dibuka" in page
    assert now(draft).aim == "Sementara itu"


@pytest.mark.parametrize("number", ["", "0", "abc", "99999999", "9" * 40, "-1"])
def test_version_that_does_not_exist_is_not_found(
    cast: Cast, draft: Innovation, sari: Client, number: str
) -> None:
    write(draft, cast.sari, aim="Ada")
    assert sari.post(page_of(cast, draft), {"versi": number}).status_code == 404
    assert sari.get(page_of(cast, draft), {"versi": number}).status_code == 200
    assert now(draft).aim == "Ada"


def test_version_of_another_opd_s_innovation_cannot_be_taken(
    cast: Cast, draft: Innovation, sari: Client
) -> None:
    with scope({KOTIM}):
        foreign = make_draft(cast.actor("dewi"), opd=cast.education, period=cast.period)
    with scope({KOTIM}, actor_id=cast.dewi.pk, role="operator"):
        change_proposal(foreign.pk, actor=cast.actor("dewi"), seen=None, changes={"aim": "Rahasia"})
    number = versions(foreign)[0][0].number
    assert sari.post(page_of(cast, draft), {"versi": number}).status_code == 404
    assert sari.get(page_of(cast, foreign)).status_code == 404
    assert "Rahasia" not in sari.get(page_of(cast, draft), {"versi": number}).content.decode()


def test_locked_text_can_be_read_and_not_brought_back(cast: Cast, sari: Client, at: Any) -> None:
    with scope({KOTIM}):
        complete = make_complete(cast.actor("sari"), opd=cast.health, period=cast.period)
    at(30)
    write(complete, cast.sari, aim="Yang kedua")
    with scope({KOTIM}):
        submit(complete, cast.actor("sari"))
    page = sari.get(page_of(cast, complete)).content.decode()
    assert "Profil terkunci" in page
    assert "Pakai lagi versi ini" not in page
    number = versions(complete)[0][1].number
    refused = sari.post(page_of(cast, complete), {"versi": number}, follow=True).content.decode()
    assert "terkunci" in refused
    assert now(complete).aim == "Yang kedua"


def test_page_asks_the_same_for_two_versions_as_for_sixty(
    cast: Cast, draft: Innovation, sari: Client, at: Any
) -> None:
    for minute in (0, 30):
        at(minute)
        write(draft, cast.sari, aim=f"Versi {minute}")
    with counted() as few:
        sari.get(page_of(cast, draft))
    for minute in range(41, 41 + 11 * 58, 11):
        at(minute)
        write(draft, cast.sari, aim=f"Versi {minute} " * 50)
    assert versions(draft)[1] == 60
    with counted() as many:
        first = sari.get(page_of(cast, draft)).content.decode()
    assert many.value == few.value <= 12
    last = sari.get(page_of(cast, draft), {"halaman": "3"}).content.decode()
    assert "7 Juli 2026 12.00 WIB" in last
    assert "halaman=2" in first
    assert sari.get(page_of(cast, draft), {"halaman": "4"}).status_code == 404
    for nonsense in ("0", "-1", "x", "9" * 30):
        assert sari.get(page_of(cast, draft), {"halaman": nonsense}).status_code in {200, 404}
