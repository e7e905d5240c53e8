"""An instrument from a file: checked, compared with the year before, approved by a second person, then frozen."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import date
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from iga_portal.refusals import Refused
from iga_portal.tenancy.scope import NATION, scope
from iga_portal.tenancy.tasks import region_ids
from regions.access import Actor
from regions.domain.instruments import (
    AlreadyLoaded,
    approve_instrument,
    discard_instrument,
    load_instrument_file,
)
from regions.enums import Role
from regions.models import Instrument, Membership, Person
from regions.queries.instrument_compare import Kind, compare
from scoring.core.errors import InstrumentError
from scoring.core.instrument import parse_instrument
from tests.cast import NOON, Cast

LIST = reverse("pusat:instruments")


@pytest.fixture(autouse=True)
def _nation(cast: Cast) -> Iterator[None]:
    with time_machine.travel(NOON, tick=False), scope(region_ids()):
        yield


@pytest.fixture
def tuti(cast: Cast) -> Person:
    """A second Kemendagri admin."""
    person = Person.objects.create_user("tuti@contoh.go.id", None, name="Tuti")
    Membership.objects.create(
        person=person, role=Role.MINISTRY_ADMIN, region_id=NATION, valid_from=date(2025, 1, 1)
    )
    return person


def next_year(cast: Cast, change: Callable[[dict[str, Any]], None] | None = None) -> dict[str, Any]:
    """The instrument of the period, a year on."""
    document = deepcopy(Instrument.objects.get(pk=cast.period.instrument_id).document)
    document |= {"year": 2027, "title": "Indeks Inovasi Daerah 2027"}
    document["years"] = {"T-0": 2027, "T-1": 2026, "T-2": 2025}
    if change is not None:
        change(document)
    return document


def as_file(document: object) -> bytes:
    return json.dumps(document).encode()


def row(document: dict[str, Any], code: str) -> dict[str, Any]:
    return next(entry for entry in document["rows"] if entry["code"] == code)


def heavier(document: dict[str, Any]) -> None:
    """Half a point from row 16 to row 17 (the sum stays), another window, one urusan gone."""
    for code, by in (("16", -50), ("17", 50)):
        entry = row(document, code)
        hundredths = round(float(entry["weight"]) * 100) + by
        entry["weight"] = f"{hundredths // 100}.{hundredths % 100:02d}"
    document["formula"]["divisor_minimum"] = 14
    row(document, "18")["levels"]["2"]["text"] = "Kalimat baru"


def loaded(cast: Cast, document: dict[str, Any]) -> Instrument:
    return load_instrument_file(as_file(document), actor=cast.actor("rina"))


def test_file_is_compared_row_by_row_with_the_year_before(cast: Cast) -> None:
    made = loaded(cast, next_year(cast, heavier))
    old = parse_instrument(Instrument.objects.get(pk=cast.period.instrument_id).document)
    found = compare(old, parse_instrument(made.document))
    assert {entry.code: entry.kind for entry in found.rows} == dict.fromkeys(("16", "17", "18"), Kind.CHANGED)
    assert found.same_rows == len(old.rows) - 3
    weights = {
        entry.code: (change.before, change.after)
        for entry in found.rows
        for change in entry.changes
        if change.label == "Bobot"
    }
    old_weights = {code: old.row(code).weight for code in ("16", "17")}
    assert {code: tuple(word.replace(",", ".") for word in pair) for code, pair in weights.items()} == {
        "16": (f"{old_weights['16']:.2f}", f"{old_weights['16'] - old_weights['16'].from_float(0.5):.2f}"),
        "17": (f"{old_weights['17']:.2f}", f"{old_weights['17'] + old_weights['17'].from_float(0.5):.2f}"),
    }
    assert [(c.label, c.after) for c in found.general if c.label == "Pembagi paling sedikit"] == [
        ("Pembagi paling sedikit", "14")
    ]
    (words,) = (change.after for entry in found.rows if entry.code == "18" for change in entry.changes)
    assert words.startswith("Kalimat baru")


def test_added_and_removed_rows_are_named(cast: Cast) -> None:
    def swap(document: dict[str, Any]) -> None:
        row(document, "35")["code"] = "99"

    old = parse_instrument(Instrument.objects.get(pk=cast.period.instrument_id).document)
    found = compare(old, parse_instrument(next_year(cast, swap)))
    assert [(entry.code, entry.kind) for entry in found.rows] == [("99", Kind.ADDED), ("35", Kind.REMOVED)]


def unequal(document: dict[str, Any]) -> None:
    row(document, "16")["weight"] = "0.01"


def gap(document: dict[str, Any]) -> None:
    document["predicates"][1]["to"] = "10.00"


def surplus(document: dict[str, Any]) -> None:
    document["sandi"] = "x"


def missing(document: dict[str, Any]) -> None:
    del document["rows"][3]["weight"]


def shorter(document: dict[str, Any]) -> None:
    document["rows"].pop()


def coded(code: str, other: str) -> Callable[[dict[str, Any]], None]:
    """A row under another code. The core takes any text; the portal keeps answers by numbers of a fixed shape."""
    return lambda document: row(document, code).update(code=other)


def weighed(code: str, weight: object) -> Callable[[dict[str, Any]], None]:
    return lambda document: row(document, code).update(weight=weight)


@pytest.mark.parametrize(
    ("content", "path", "words"),
    [
        (unequal, "maxima.maturity", "jumlah bobot dikali 3"),
        (gap, "predicates[1].to", "celah"),
        (surplus, "sandi", "tidak dikenal di sini"),
        (missing, "rows[3].weight", "Bagian ini tidak ada."),
        (coded("16", "16<b>"), "rows[20].code", "bernomor 16 sampai 78"),
        (coded("16", "99"), "rows[20].code", "bernomor 16 sampai 78"),
        (coded("16", "9" * 30), "rows[20].code", "bernomor 16 sampai 78"),
        (coded("2a", "dua"), "rows[1].code", "bernomor seperti 2 atau 2a"),
        (weighed("16", float("nan")), "rows[20].weight", "Harus teks"),
        (weighed("16", "-1.00"), "rows[20].weight", "lebih dari 0"),
        (shorter, "maxima.maturity", "jumlah bobot dikali 3"),
        (b'{"rows": [' + b" " * 50_000_000 + b"]}", "", "terlalu besar"),
        (b'{"schema": 1,\n "year": }', "", "baris 2, kolom"),
        (b"\xff\xfe", "", "UTF-8"),
        (b"[]", "", "objek JSON"),
        (b"   ", "", "kosong"),
        (b"[" * 100_000, "", "bersarang terlalu dalam"),
        (b'{"schema": 1, "schema": 1}', "schema", "dua kali"),
        (b"x" * 2_000_001, "", "terlalu besar"),
    ],
)
def test_broken_file_is_refused_whole_with_its_place(cast: Cast, content: Any, path: str, words: str) -> None:
    before = Instrument.objects.count()
    client = Client()
    client.force_login(cast.rina)
    data = content if isinstance(content, bytes) else as_file(next_year(cast, content))
    answer = client.post(LIST, {"file": SimpleUploadedFile("2027.json", data)})
    assert answer.status_code == 422
    errors = answer.context["form"].errors["file"]
    assert len(errors) == 1
    assert errors[0].startswith(f"{path}: " if path else "")
    assert words in errors[0]
    assert Instrument.objects.count() == before


def test_same_content_is_not_loaded_twice(cast: Cast) -> None:
    document = next_year(cast)
    made = loaded(cast, document)
    # Other spaces, another order of keys: the same content.
    turned = json.dumps(dict(reversed(document.items())), indent=3).encode()
    with pytest.raises(AlreadyLoaded) as refused:
        load_instrument_file(turned, actor=cast.actor("rina"))
    assert refused.value.instrument == made
    client = Client()
    client.force_login(cast.rina)
    answer = client.post(LIST, {"file": SimpleUploadedFile("lagi.json", turned)})
    assert answer.headers["Location"] == reverse("pusat:instrument", args=[made.pk])


def test_text_that_the_database_cannot_hold_is_refused(cast: Cast) -> None:
    def nul(document: dict[str, Any]) -> None:
        document["title"] = "IGA\u0000"

    with pytest.raises(InstrumentError, match=r"U\+0000"):
        loaded(cast, next_year(cast, nul))


def test_what_is_taken_over_comes_from_the_instrument_that_holds(cast: Cast) -> None:
    document = next_year(cast)
    document["inherit"] = {
        "year": 2026,
        "keys": ["rows", "urusan"],
        "reason": "Sama",
        "reason_en": "The same",
    }
    whole = deepcopy(document)
    for key in ("rows", "urusan"):
        del document[key]
    assert loaded(cast, document).document == whole
    document["inherit"]["year"] = 2019
    document["title"] += " lain"
    with pytest.raises(Refused) as refused:
        loaded(cast, document)
    assert refused.value.code == "inherit"


def test_second_person_approves_and_then_nothing_changes_it(cast: Cast, tuti: Person) -> None:
    made = loaded(cast, next_year(cast, heavier))
    rina, second = cast.actor("rina"), Actor(tuti.pk, Role.MINISTRY_ADMIN, NATION)
    with pytest.raises(Refused, match="orang lain"):
        approve_instrument(made.pk, actor=rina, fingerprint=made.fingerprint)
    with pytest.raises(Refused) as refused:
        approve_instrument(made.pk, actor=second, fingerprint="0" * 64)
    assert refused.value.code == "stale"
    client = Client()
    client.force_login(tuti)
    page = client.get(reverse("pusat:instrument", args=[made.pk])).content.decode()
    assert "Kalimat baru" in page
    approve = reverse("pusat:instrument_approve", args=[made.pk])
    for _press in range(2):
        assert client.post(approve, {"fingerprint": made.fingerprint}).status_code == 302
    made.refresh_from_db()
    assert (made.approved_by_id, made.approved_at == made.frozen_at) == (tuti.pk, True)
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        Instrument.objects.filter(pk=made.pk).update(document={})
    with pytest.raises(Refused):
        discard_instrument(made.pk, actor=rina)


def test_wrongly_loaded_file_is_discarded_and_what_came_with_the_portal_is_not(cast: Cast) -> None:
    made, rina = loaded(cast, next_year(cast)), cast.actor("rina")
    discard_instrument(made.pk, actor=rina)
    discard_instrument(made.pk, actor=rina)
    assert not Instrument.objects.filter(pk=made.pk).exists()
    with pytest.raises(Refused, match="bersama portal"):
        discard_instrument(Instrument.objects.get(year=2027).pk, actor=rina)
    with pytest.raises(Refused) as refused:
        load_instrument_file(b"{}", actor=cast.actor("hendra"))
    assert refused.value.code == "role"
