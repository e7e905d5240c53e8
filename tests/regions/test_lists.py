"""A list as XLSX: ordered with the page's filters, written by a worker in the person's own role, seen by that person only."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from iga_portal.jobs.models import Job, JobState
from iga_portal.jobs.tasks import run_job
from iga_portal.tenancy.scope import scope
from regions.enums import Role
from regions.lists import kinds
from regions.lists.kinds import DATE, MOMENT, NUMBER, WHOLE, Asked, Column, ListKind, register
from regions.lists.orders import LONGEST_QUERY
from regions.lists.workbook import write_list
from regions.models import Membership, Opd
from tests.cast import KOTIM, NOON, Cast

COLUMNS = (
    Column("OPD", width=40),
    Column("Baris", type=WHOLE),
    Column("Nilai", type=NUMBER),
    Column("Hari", type=DATE),
    Column("Saat", type=MOMENT),
)


@pytest.fixture
def opds() -> Iterator[ListKind]:
    def rows(asked: Asked) -> Iterator[Sequence[object]]:
        for opd in Opd.objects.filter(name__icontains=asked.filters.get("cari", "")):
            yield (opd.name, 3, Decimal("2.50"), asked.now, asked.now)

    kind = ListKind(
        name="uji",
        title="Daftar OPD",
        roles=frozenset({Role.REVIEWER}),
        columns=COLUMNS,
        rows=rows,
        count=lambda asked: Opd.objects.count(),
        about=lambda asked: [f"Dicari: {asked.filters.get('cari', '')}"],
    )
    yield register(kind)
    kinds._KINDS.pop("uji")


def order(
    client: Client, *, query: str = "", back: str = "", place: str = "desk", name: str = "uji"
) -> object:
    return client.post(
        reverse(f"{place}:list_order", args=[KOTIM, name]), {"saringan": query, "kembali": back}
    )


def signed_in(person: object) -> Client:
    client = Client()
    client.force_login(person)  # type: ignore[arg-type]
    return client


def jobs() -> list[Job]:
    with scope({KOTIM}):
        return list(Job.objects.filter(kind="regions.list").select_related("result_file"))


def test_list_is_written_with_the_filters_of_the_page(
    live_db: str, frozen_noon: None, opds: ListKind
) -> None:
    from tests.cast import make_cast

    cast = make_cast()
    budi = signed_in(cast.budi)
    back = reverse("desk:home", args=[KOTIM]) + "?cari=Dinas"
    answer = order(budi, query="cari=Dinas", back=back)
    again = order(budi, query="cari=Dinas", back=back)
    [job] = jobs()  # pressed twice, one job
    address = reverse("desk:list_download", args=[KOTIM, job.public_id])
    assert (answer["Location"], again["Location"]) == (address, address)
    assert "Kembali ke daftar" in budi.get(address).text and back in budi.get(address).text
    assert budi.get(reverse("desk:list_file", args=[KOTIM, job.public_id])).status_code == 404  # not yet
    assert run_job(region_id=KOTIM, job_id=job.pk) == "done"
    response = budi.get(reverse("desk:list_file", args=[KOTIM, job.public_id]))
    assert "uji-kabupaten-kotawaringin-timur-2026-07-07.xlsx" in response["Content-Disposition"]
    book = load_workbook(io.BytesIO(b"".join(response)))
    found = [[cell.value for cell in row] for row in book["Daftar"].iter_rows()]
    # The test's clock ticks, and a busy machine lets it.
    written_at = found[1][4]
    assert isinstance(written_at, datetime)
    noon = datetime(2026, 7, 7, 12, 0)
    assert noon <= written_at < noon + timedelta(minutes=1)
    assert found == [
        ["OPD", "Baris", "Nilai", "Hari", "Saat (WIB)"],
        ["Dinas Kesehatan", 3, 2.5, datetime(2026, 7, 7), written_at],
        ["Dinas Pendidikan", 3, 2.5, datetime(2026, 7, 7), found[2][4]],
    ]
    about = [row[0].value for row in book["Keterangan"].iter_rows()]
    assert about[0] == "Daftar OPD"
    assert about[-2:] == ["Keadaan 7 Juli 2026 12.00 WIB", "Dicari: Dinas"]
    # Nobody else's, in no other place; and a new press makes a new list.
    indah = signed_in(cast.indah)
    for client, place in ((indah, "daerah"), (signed_in(cast.tiur), "kepala_daerah")):
        assert client.get(reverse(f"{place}:list_file", args=[KOTIM, job.public_id])).status_code == 404
        # Nor by the pages of jobs in general, which know a job by its region.
        assert client.get(reverse(f"{place}:job", args=[KOTIM, job.public_id])).status_code == 404
        assert client.get(reverse(f"{place}:job_result", args=[KOTIM, job.public_id])).status_code == 404
    order(budi, query="cari=Dinas")
    assert len(jobs()) == 2


def test_whose_role_ended_while_the_list_waited_gets_none(
    live_db: str, frozen_noon: None, opds: ListKind
) -> None:
    from tests.cast import make_cast

    cast = make_cast()
    order(signed_in(cast.budi))
    Membership.objects.filter(person=cast.budi).update(valid_until=date(2026, 7, 6))
    [job] = jobs()
    assert run_job(region_id=KOTIM, job_id=job.pk) == "refused"
    [job] = jobs()
    assert (job.state, job.result_file) == (JobState.FAILED, None)
    assert job.message == "Peran Anda di tempat ini sudah berakhir; daftar tidak dibuat."


def test_order_of_another_role_an_unknown_list_and_a_made_up_query_are_refused(
    cast: Cast, opds: ListKind
) -> None:
    assert order(signed_in(cast.hendra), place="daerah").status_code == 404
    assert order(signed_in(cast.budi), name="tidak-ada").status_code == 404
    budi = signed_in(cast.budi)
    answer = order(budi, query="cari=" + "x" * LONGEST_QUERY, back="//jahat.example/")
    assert answer["Location"] == reverse("desk:home", args=[KOTIM])
    assert "Saringan terlalu panjang" in budi.get(answer["Location"]).text
    assert jobs() == []


def written(*rows: Sequence[object], columns: Sequence[Column] = COLUMNS) -> list[list[object]]:
    content, _number = write_list(
        columns, rows, title="x", about=["=1+1"], zone=NOON.tzinfo, made_at=NOON  # type: ignore[arg-type]
    )  # fmt: skip
    sheet = load_workbook(io.BytesIO(content))["Daftar"]
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]


def test_text_that_looks_like_a_formula_stays_text() -> None:
    content, number = write_list(
        COLUMNS, [("=HYPERLINK(1)", None, None, None, None), ("@x\x07", 1, 2, date(2026, 1, 2), None)],
        title="=x", about=["+1"], zone=NOON.tzinfo, made_at=NOON,  # type: ignore[arg-type]
    )  # fmt: skip
    sheet = load_workbook(io.BytesIO(content))["Daftar"]
    assert number == 2
    assert [(sheet[name].value, sheet[name].data_type, sheet[name].quotePrefix) for name in ("A2", "A3")] == [
        ("=HYPERLINK(1)", "s", True), ("@x", "s", True),
    ]  # fmt: skip
    assert sheet.auto_filter.ref == "A1:E3"


@pytest.mark.parametrize(
    "row",
    [
        ("x", 1, 0.1, None, None),
        ("x", 1, None, None, datetime(2026, 1, 1)),
        (5, 1, None, None, None),
        ("x", True, None, None, None),
    ],
    ids=["float", "naive time", "number in a column of text", "truth as a number"],
)
def test_value_that_is_not_exact_is_refused(row: Sequence[object]) -> None:
    with pytest.raises(TypeError):
        written(row)
    assert written(("x", 1, Decimal("0.1"), None, NOON))[0][2] == 0.1
