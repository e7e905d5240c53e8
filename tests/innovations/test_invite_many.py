"""Many invitations from a workbook: looked through cell by cell, then all or nobody, through the domain's one door."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date
from smtplib import SMTPException
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from iga_portal.tenancy.scope import scope
from regions.domain import invitations
from regions.enums import Role
from regions.models import Invitation, Opd, Person
from tests.cast import KOTIM, NOON, Cast

HEADINGS = ["Nama", "E-mail", "Peran", "OPD", "Berlaku sampai"]
ANI = ["Ani", "ani@contoh.go.id", "Operator OPD", "Dinas Kesehatan", None]
BAYU = ["Bayu", "Bayu@Contoh.go.id", "penelaah desk", None, date(2026, 12, 31)]
PAGE = reverse("daerah:invite_many", args=[KOTIM])
APPLY = reverse("daerah:invite_many_apply", args=[KOTIM])


@pytest.fixture(autouse=True)
def _in_kotim(cast: Cast) -> Iterator[None]:
    with time_machine.travel(NOON, tick=False), scope({KOTIM}):
        yield


@pytest.fixture
def client(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.hendra)
    return client


def workbook(
    rows: Sequence[Sequence[Any]], *, headings: Sequence[str] = HEADINGS, sheet: str = "Undangan"
) -> bytes:
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = sheet
    page.append(list(headings))
    for row in rows:
        page.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def upload(client: Client, content: bytes) -> Any:
    return client.post(PAGE, {"file": SimpleUploadedFile("undangan.xlsx", content)})


def signed(answer: Any) -> str:
    return str(answer.context["signed"])


def nobody_invited() -> bool:
    return not Invitation.objects.exists() and not mail.outbox


@pytest.mark.parametrize("written", ["31 Desember 2026", "31/12/2026", "31.12.2026", " 2026-12-31 "])
def test_day_is_read_as_people_write_it(client: Client, written: str) -> None:
    answer = upload(client, workbook([[*BAYU[:4], written]]))
    assert "31 Desember 2026" in answer.text
    assert client.post(APPLY, {"daftar": signed(answer)}).status_code == 302
    assert Invitation.objects.get().valid_until == date(2026, 12, 31)


def test_template_comes_back_as_it_went_out(client: Client, cast: Cast) -> None:
    Opd.objects.create(region_id=KOTIM, name="=1+1")
    answer = client.get(reverse("daerah:invite_many_template", args=[KOTIM]))
    book = load_workbook(io.BytesIO(answer.content))
    page = book["Undangan"]
    assert [cell.value for cell in page[1]] == HEADINGS
    offered = [[cell.value for cell in column if cell.value] for column in book["Daftar"].iter_cols()]
    assert offered[0] == ["Operator OPD", "Kepala OPD", "Penelaah desk", "Kepala daerah"]
    assert set(offered[1]) == {
        "=1+1",
        "Bapperida",
        "Dinas Kesehatan",
        "Dinas Pendidikan",
        "Puskesmas Baamang",
    }
    assert {cell.data_type for cell in book["Daftar"]["B"] if cell.value} == {"s"}
    for place, value in enumerate(ANI, start=1):
        page.cell(2, place, value)
    filled = io.BytesIO()
    book.save(filled)
    assert upload(client, filled.getvalue()).status_code == 200


def test_looked_through_first_then_sent_all_at_once(client: Client, cast: Cast) -> None:
    answer = upload(client, workbook([ANI, [None] * 5, BAYU]))
    assert answer.status_code == 200
    assert "2 undangan siap dikirim" in answer.text
    assert nobody_invited()
    assert client.post(APPLY, {"daftar": signed(answer)}).status_code == 302
    rows = Invitation.objects.order_by("email").values_list("email", "name", "role", "opd_id", "valid_until")
    assert list(rows) == [
        ("ani@contoh.go.id", "Ani", Role.OPERATOR, cast.health.pk, None),
        ("bayu@contoh.go.id", "Bayu", Role.REVIEWER, None, date(2026, 12, 31)),
    ]
    assert [letter.to for letter in mail.outbox] == [["ani@contoh.go.id"], ["bayu@contoh.go.id"]]
    # Pressed again, nobody gets a second letter.
    again = client.post(APPLY, {"daftar": signed(answer)})
    assert (again.status_code, "masih menunggu jawaban" in again.text) == (409, True)
    assert (Invitation.objects.count(), len(mail.outbox)) == (2, 2)


@pytest.mark.parametrize(
    ("row", "cell", "words"),
    [
        (["Ani", "ani", "Operator OPD", "Dinas Kesehatan"], "B3", "alamat e-mail yang lengkap"),
        (["", "x@contoh.go.id", "Operator OPD", "Dinas Kesehatan"], "A3", "Tuliskan nama"),
        (["Ani", "x@contoh.go.id", "Admin daerah", None], "C3", "Pilih salah satu peran"),
        (["Ani", "x@contoh.go.id", "Operator OPD", None], "D3", "Pilih OPD"),
        (["Ani", "x@contoh.go.id", "Operator OPD", "Dinas Sihir"], "D3", "tidak ada dalam daftar OPD"),
        (["Ani", "x@contoh.go.id", "Penelaah desk", "Dinas Kesehatan"], "D3", "kosongkan OPD"),
        (["Ani", "x@contoh.go.id", "Penelaah desk", None, "besok"], "E3", "31/12/2026"),
        (["Ani", "x@contoh.go.id", "Penelaah desk", None, date(2026, 7, 6)], "E3", "masa lalu"),
        (["=HYPERLINK(A1)", "x@contoh.go.id", "Penelaah desk", None], "A3", "rumus"),
        (["Ani", '=CONCAT("a","@b.id")', "Penelaah desk", None], "B3", "rumus"),
        (["A\u202eni", "x@contoh.go.id", "Penelaah desk", None], "A3", ""),
        (["Ani", "bayu@contoh.go.id", "Penelaah desk", None], "B3", "masih menunggu jawaban"),
        (["Budi", "budi@contoh.go.id", "Penelaah desk", None], "B3", "sudah memegang peran"),
    ],
)
def test_one_fault_names_its_cell_and_nobody_is_invited(
    client: Client, cast: Cast, row: list[Any], cell: str, words: str
) -> None:
    answer = upload(client, workbook([BAYU, row]))
    assert answer.status_code == 422
    found = {fault.cell: fault.words for fault in answer.context["faults"]}
    assert words in found[cell]
    assert set(found) == {cell}
    assert nobody_invited()


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as container:
        container.writestr("[Content_Types].xml", "<x/>")
        container.writestr("xl/worksheets/sheet1.xml", "0" * 80_000_000)
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04 half",
        b"Nama;E-mail\nAni;ani@contoh.go.id",
        workbook([ANI], sheet="Lain"),
        workbook([], headings=HEADINGS),
        workbook([ANI], headings=["Nama", "Peran", "OPD"]),
        workbook([ANI], headings=["E-mail", "Nama", "Peran", "OPD", "Berlaku sampai"]),
        workbook([["Ani", f"a{n}@contoh.go.id", "Penelaah desk"] for n in range(121)]),
        b"0" * (1024 * 1024 + 1),
        bomb(),
    ],
    ids=["empty", "torn", "csv", "sheet", "no-rows", "no-column", "moved", "too-many", "large", "bomb"],
)
def test_file_that_is_no_list_is_refused(client: Client, cast: Cast, content: bytes) -> None:
    answer = upload(client, content)
    assert answer.status_code == 422
    assert answer.context["form"].errors["file"]
    assert nobody_invited()


def test_hourly_limit_stops_the_whole_list(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(invitations, "SENDINGS_PER_PERSON", 2)
    rows = [["Ani", f"a{n}@contoh.go.id", "Penelaah desk"] for n in range(3)]
    answer = upload(client, workbook(rows))
    assert [(fault.cell, "satu jam" in fault.words) for fault in answer.context["faults"]] == [("B4", True)]
    assert nobody_invited()


def test_what_changed_meanwhile_sends_nothing(client: Client, cast: Cast) -> None:
    answer = upload(client, workbook([ANI, BAYU]))
    Opd.objects.filter(pk=cast.health.pk).update(is_active=False)
    refused = client.post(APPLY, {"daftar": signed(answer)})
    assert refused.status_code == 409
    assert [fault.cell for fault in refused.context["faults"]] == ["D2"]
    assert nobody_invited()


def test_list_is_sent_by_who_looked_it_through_within_the_hour(client: Client, cast: Cast) -> None:
    kept = signed(upload(client, workbook([ANI])))
    other = Client()
    other.force_login(cast.indah)
    for attempt in (
        lambda: other.post(APPLY, {"daftar": kept}),
        lambda: client.post(APPLY, {"daftar": kept[:-2] + "xx"}),
        lambda: client.post(APPLY, {}),
    ):
        assert attempt().headers["Location"] == PAGE
    with time_machine.travel(NOON.replace(hour=14), tick=False):
        late = Client()
        late.force_login(cast.hendra)
        assert late.post(APPLY, {"daftar": kept}).headers["Location"] == PAGE
    assert nobody_invited()


def test_mail_server_that_fails_leaves_the_invitations(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = signed(upload(client, workbook([ANI, BAYU])))

    def refuse(self: Any, messages: Any) -> int:
        raise SMTPException("no")

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
    answer = client.post(APPLY, {"daftar": kept}, follow=True)
    assert "ani@contoh.go.id, bayu@contoh.go.id belum terkirim" in answer.text
    assert Invitation.objects.count() == 2


def test_who_works_here_is_told_and_nothing_of_elsewhere(client: Client, cast: Cast) -> None:
    """Sari works in this region, Wati in another: of her account nothing shows."""
    rows = [["Sari", "sari@contoh.go.id", "Penelaah desk"], ["Wati", "wati@contoh.go.id", "Penelaah desk"]]
    answer = upload(client, workbook(rows))
    assert [row["known"] for row in answer.context["rows"]] == ["Operator OPD", ""]


def test_second_row_for_the_same_person_is_found_in_the_trial(client: Client, cast: Cast) -> None:
    answer = upload(client, workbook([ANI, ANI]))
    assert [fault.cell for fault in answer.context["faults"]] == ["B3"]
    assert not Person.objects.filter(email="ani@contoh.go.id").exists()
