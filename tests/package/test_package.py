"""The package: complete, in order, the same bytes each time, never in memory, and without what the desk keeps to itself."""

from __future__ import annotations

import hashlib
import io
import json
import re
import tracemalloc
import zipfile
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from iga_portal.files.domain import store, take_in
from iga_portal.jobs.models import Job
from iga_portal.jobs.tasks import run_job
from iga_portal.tenancy.scope import scope
from innovations.domain.answers import cite_document
from innovations.domain.documents import add_document
from innovations.domain.portfolio import Wish, decide
from innovations.domain.sending import send_portfolio
from innovations.domain.spd import cite_for_region, confirm_region_answer, set_region_answer
from innovations.models import Answer, Document, Innovation, Verdict
from innovations.package.content import CHOSEN, SENT, Package, PackedFile, gather
from innovations.package.names import Paths, safe, spans
from innovations.package.zipped import SCHEMA, Lost, write_zip
from innovations.queries.portfolio import portfolio_of
from innovations.queries.spd import spd_sheet
from regions.enums import Basis
from regions.models import RegionPeriod
from regions.queries.instruments import instrument_of
from scoring.core.score import score
from scoring.documents import facts_document
from scoring.reading import read_region
from scoring.recompute import tables_of
from tests.cast import (
    KOTIM,
    Cast,
    make_complete,
    make_document,
    make_sendable,
    pdf_bytes,
    region_period,
    submit,
    verify,
)
from tests.innovations.desk_support import admin, signed_in
from tests.package.schema import faults

SECRET = "catatan rahasia desk 4711"


def period_of(cast: Cast) -> RegionPeriod:
    return RegionPeriod.objects.select_related("region", "period").get(region_id=KOTIM, period=cast.period)


def ready(cast: Cast) -> list[Innovation]:
    """Two verified innovations with shared and own evidence, attachments, a link, a hostile name; SPD rows; a decision. Needs a scope."""
    sari, budi, hendra, indah = (cast.actor(name) for name in ("sari", "budi", "hendra", "indah"))
    made = []
    for name in ('Antre "Cepat"/CON: a*b?', "=Kartu Sehat"):
        draft = make_complete(sari, opd=cast.health, period=cast.period, name=name, level=2)
        link = add_document(
            actor=sari, opd_id=cast.health.pk, subject="Video", link="https://contoh.go.id/film"
        )
        cite_document(draft.pk, row=35, actor=sari, document_id=link.pk)
        budget = make_document(sari, opd=cast.health, subject=f"DPA {len(made)}")
        Innovation.objects.filter(pk=draft.pk).update(budget_document=budget)
        made.append(verify(submit(draft, sari), budi))
    Verdict.objects.filter(answer__innovation=made[0]).update(desk_note=SECRET)
    measured = set_region_answer(
        region_period(cast), row="5a", actor=hendra, seen_version=1, previous=Decimal("5.36"), latest=Decimal("5"),
        note="BPS, halaman 3",
    )  # fmt: skip
    paper = make_document(hendra, opd=None, subject="Berita resmi statistik")
    cite_for_region(measured.pk, actor=hendra, document_id=paper.pk, pages="3")
    measured.refresh_from_db()
    confirm_region_answer(measured.pk, actor=indah, seen_version=measured.version)
    make_sendable(cast)
    decide(region_period(cast).pk, actor=hendra, wishes={entry.pk: Wish(True, None) for entry in made})
    return made


def zipped(package: Package, path: Path) -> zipfile.ZipFile:
    write_zip(package, path, step=lambda done, total: None)
    return zipfile.ZipFile(path)


def test_package_is_whole_in_order_and_described_by_its_schema(cast: Cast, tmp_path: Path) -> None:
    with scope({KOTIM}):
        made = ready(cast)
        package = gather(period_of(cast), which=CHOSEN)
        forecast = portfolio_of(
            period_of(cast), instrument=instrument_of(cast.period),
            sheet=spd_sheet(period_of(cast), instrument=instrument_of(cast.period)),
        ).numbers({entry.pk for entry in made})  # fmt: skip
    archive = zipped(package, tmp_path / "paket.zip")
    names = archive.namelist()
    assert names[:6] == [
        "BACA-DULU.txt", "portofolio.json", "skema.json", "fakta.json", "tautan.csv", "portofolio.xlsx",
    ]  # fmt: skip
    assert names[6:] == [
        "form-integritas/Form Form integritas.pdf",
        "spd/5a Berita resmi statistik.pdf",
        "inovasi/001 =Kartu Sehat/profil 19 DPA 1.pdf",
        "inovasi/001 =Kartu Sehat/baris 16-35 SK =Kartu Sehat.pdf",
        "inovasi/002 Antre Cepat CON a b/profil 19 DPA 0.pdf",
        "inovasi/002 Antre Cepat CON a b/baris 16-35 SK Antre Cepat CON a b.pdf",
        "manifes.sha256",
    ]
    # Every file is in the manifest with its hash, in order, and reads back.
    lines = archive.read("manifes.sha256").decode().splitlines()
    assert [line[66:] for line in lines] == names[:-1]
    for line in lines:
        assert hashlib.sha256(archive.read(line[66:])).hexdigest() == line[:64]
    document = json.loads(archive.read("portofolio.json"))
    schema = json.loads(SCHEMA.read_text())
    assert faults(document, schema, root=schema) == []
    assert archive.read("skema.json") == SCHEMA.read_bytes()
    assert [entry["row"] for entry in document["spd"]] == [
        row.code for row in instrument_of(cast.period).spd_rows
    ]
    assert [item["item"] for item in document["innovations"][0]["proposal"] if item["item"].isdecimal()][
        -1
    ] == "22"
    assert [row["row"] for row in document["innovations"][0]["rows"]] == list(range(16, 36))
    # The facts inside give the index that the portfolio page forecasts.
    facts = json.loads(archive.read("fakta.json"))
    assert score(facts, instrument_of(cast.period)).index == forecast.index == Decimal("5.83")
    links = archive.read("tautan.csv").decode("utf-8-sig").splitlines()
    assert links[1:] == [
        f"{number};Video;https://contoh.go.id/film;{place} baris 35"
        for number, place in zip(
            [entry["id"] for entry in document["documents"] if entry["link"]], (1, 2), strict=True
        )
    ]


def test_desks_own_notes_are_nowhere(cast: Cast, tmp_path: Path) -> None:
    with scope({KOTIM}):
        ready(cast)
        assert Verdict.objects.filter(desk_note=SECRET).exists()
        package = gather(period_of(cast), which=CHOSEN)
    archive = zipped(package, tmp_path / "paket.zip")
    book = zipfile.ZipFile(io.BytesIO(archive.read("portofolio.xlsx")))
    everything = [archive.read(name) for name in archive.namelist()] + [
        book.read(name) for name in book.namelist()
    ]
    assert not any(SECRET.encode() in content for content in everything)
    assert not any(b"desk_note" in content for content in everything)


def test_same_content_gives_the_same_bytes(cast: Cast, tmp_path: Path) -> None:
    import time_machine

    with scope({KOTIM}):
        ready(cast)
    digests = []
    for place, moment in enumerate(("2026-07-07T05:00:00+00:00", "2026-07-09T17:30:00+00:00")):
        with time_machine.travel(moment), scope({KOTIM}):
            zipped(gather(period_of(cast), which=CHOSEN), tmp_path / f"{place}.zip").close()
        digests.append(hashlib.sha256((tmp_path / f"{place}.zip").read_bytes()).hexdigest())
    assert digests[0] == digests[1]


def test_after_the_sending_the_facts_are_those_of_the_final_index(cast: Cast) -> None:
    with scope({KOTIM}):
        made = ready(cast)
        period = period_of(cast)
        assert gather(period, which=SENT).document["innovations"] == []
        chosen = dict(Innovation.objects.values_list("pk", "version"))
        send_portfolio(period.pk, actor=cast.actor("hendra"), chosen=chosen)
        Answer.objects.filter(innovation=made[0], row=20).update(final_level=3)
        document = gather(period_of(cast), which=SENT).document
        tables = tables_of(instrument_of(cast.period))
        expected = facts_document(
            read_region(KOTIM, region_period_id=period.pk),
            region=period.region,
            basis=Basis.FINAL,
            tables=tables,
        )
    assert document["facts"] == expected
    assert document["which"] == "terkirim"
    assert re.match(r"7 Juli 2026 12\.00\.\d\d WIB", document["sendings"][0]["sent_at_local"])


def test_workbook_reads_back_and_holds_no_formula(cast: Cast, tmp_path: Path) -> None:
    with scope({KOTIM}):
        ready(cast)
        package = gather(period_of(cast), which=CHOSEN)
    archive = zipped(package, tmp_path / "paket.zip")
    book = openpyxl.load_workbook(io.BytesIO(archive.read("portofolio.xlsx")))
    assert book.sheetnames == ["Ringkasan", "SPD", "Profil", "Baris", "Dokumen"]
    assert book["SPD"].max_row == 21
    assert book["Profil"].max_row == 3
    assert book["Baris"].max_row == 41
    assert book["Profil"]["D2"].value == "=Kartu Sehat"
    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row} <= {
        "s",
        "n",
        "inlineStr",
    }
    assert "5a Berita resmi statistik.pdf, hlm. 3" in book["SPD"]["J7"].value


def test_what_the_scanner_has_not_passed_stays_out_and_is_named(cast: Cast, tmp_path: Path) -> None:
    with scope({KOTIM}):
        ready(cast)
        document = Document.objects.get(subject="DPA 0")
        assert document.file is not None
        type(document.file).objects.filter(pk=document.file_id).update(state="refused")
        package = gather(period_of(cast), which=CHOSEN)
    assert package.omitted == 1
    names = zipped(package, tmp_path / "paket.zip").namelist()
    assert not any("DPA 0" in name for name in names)
    [entry] = [entry for entry in package.document["documents"] if entry["omitted"]]
    assert (entry["subject"], entry["omitted"]) == ("DPA 0", "ditolak pemindaian")


@pytest.mark.parametrize("harm", ["gone", "changed"])
def test_file_that_is_not_what_its_row_says_ends_the_package(cast: Cast, tmp_path: Path, harm: str) -> None:
    default_storage.save("x", ContentFile(b"lain"))
    entry = PackedFile("spd/1 RPJMD.pdf", "x" if harm == "changed" else "tidak-ada", "0" * 64, 4)
    package = Package(_empty_document(), [entry])
    with pytest.raises(Lost, match="RPJMD"):
        write_zip(package, tmp_path / "paket.zip", step=lambda done, total: None)


def _empty_document() -> dict[str, object]:
    return {
        "which": CHOSEN, "region": {"code": "62.02", "name": "Kotawaringin Timur"}, "period": {"name": "IGA", "year": 2026},
        "instrument": {"year": 2026, "fingerprint": "0" * 64}, "sendings": [], "integrity_form": None, "spd": [],
        "innovations": [], "documents": [], "facts": {},
    }  # fmt: skip


def test_large_files_pass_through_in_pieces(cast: Cast, tmp_path: Path) -> None:
    size = 96 * 1024 * 1024
    raw = tmp_path / "film.mp4"
    digest = hashlib.sha256()
    with raw.open("wb") as out:
        for _piece in range(size // 2**20):
            out.write(b"\x07" * 2**20)
            digest.update(b"\x07" * 2**20)
    with raw.open("rb") as content, scope({KOTIM}):
        stored = store(
            File(content), region_id=KOTIM, person_id=None, name="film.mp4", media_type="video/mp4",
            digest=digest.hexdigest(), size=size,
        )  # fmt: skip
    package = Package(_empty_document(), [PackedFile("spd/1 film.mp4", stored.key, stored.sha256, size)])
    steps: list[tuple[int, int]] = []
    tracemalloc.start()
    write_zip(package, tmp_path / "paket.zip", step=lambda done, total: steps.append((done, total)))
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 12 * 1024 * 1024
    assert (tmp_path / "paket.zip").stat().st_size > size
    # Long files show signs of life: once a piece.
    assert len(steps) > size // 2**20
    assert steps[-1] == (1, 1)


# Behind the page -------------------------------------------------------------------------------------------------


def test_ordered_made_and_taken(cast: Cast) -> None:
    client = signed_in(cast.hendra)
    with scope({KOTIM}):
        ready(cast)
    page = client.get(admin("package")).text
    assert "2 inovasi." in page
    first = client.post(admin("package"), {"isi": "pilihan", "bentuk": "zip"})
    assert client.post(admin("package"), {"isi": "pilihan", "bentuk": "zip"})["Location"] == first["Location"]
    with scope({KOTIM}):
        job = Job.objects.get()
    assert run_job(region_id=KOTIM, job_id=job.pk) == "done"
    with scope({KOTIM}):
        job.refresh_from_db()
        assert (job.done, job.total, job.message) == (6, 6, "2 inovasi.")
    assert not list(Path(default_storage.path("paket")).iterdir())
    answer = client.get(admin("job_result", job.public_id))
    assert "portofolio-kotawaringin-timur-2026.zip" in answer["Content-Disposition"]
    assert answer["Content-Disposition"].startswith("attachment")
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None
    # Asked for again, the same bytes share their place.
    client.post(admin("package"), {"isi": "pilihan", "bentuk": "zip"})
    with scope({KOTIM}):
        again = Job.objects.order_by("-pk")[0]
    assert run_job(region_id=KOTIM, job_id=again.pk) == "done"
    with scope({KOTIM}):
        again.refresh_from_db()
        job = Job.objects.select_related("result_file").get(pk=job.pk)
        assert again.result_file is not None
        assert job.result_file is not None
        assert again.result_file.key == job.result_file.key


def test_only_the_regions_admins_order_and_whoever_left_gets_nothing(cast: Cast) -> None:
    for name in ("budi", "tiur", "sari", "yosef", "rina"):
        assert (
            signed_in(getattr(cast, name))
            .post(admin("package"), {"isi": "pilihan", "bentuk": "zip"})
            .status_code
            == 404
        )
    client = signed_in(cast.hendra)
    for said in ({}, {"isi": "pilihan", "bentuk": "exe"}, {"isi": "semua", "bentuk": "zip"}):
        client.post(admin("package"), said)
    with scope({KOTIM}):
        assert not Job.objects.exists()
    client.post(admin("package"), {"isi": "pilihan", "bentuk": "json"})
    from regions.models import Membership

    Membership.objects.filter(person=cast.hendra).update(valid_until="2026-07-06")
    with scope({KOTIM}):
        job = Job.objects.get()
    assert run_job(region_id=KOTIM, job_id=job.pk) == "refused"


def test_gathering_asks_the_same_for_one_as_for_six(cast: Cast) -> None:
    def count() -> int:
        with scope({KOTIM}), CaptureQueriesContext(connection) as asked:
            gather(period_of(cast), which=CHOSEN)
        return len(asked)

    sari, budi = cast.actor("sari"), cast.actor("budi")
    counts = []
    for number in (1, 5):
        with scope({KOTIM}):
            for _each in range(number):
                name = f"Inovasi {number} {_each}"
                made = verify(
                    submit(make_complete(sari, opd=cast.health, period=cast.period, name=name), sari), budi
                )
                decide(region_period(cast).pk, actor=cast.actor("hendra"), wishes={made.pk: Wish(True, None)})
        counts.append(count())
    assert counts[0] == counts[1] <= 14


# Names -----------------------------------------------------------------------------------------------------------

WINDOWS = re.compile(r'[<>:"/\\|?*\x00-\x1f]')


@given(st.text(max_size=200))
def test_every_name_is_one_that_windows_takes(text: str) -> None:
    name = safe(text, longest=48)
    assert 1 <= len(name) <= 49
    assert WINDOWS.search(name) is None
    assert name == name.strip(" .")
    assert name.partition(".")[0].strip().casefold() not in {"con", "prn", "aux", "nul", "com1", "lpt9"}
    name.encode("utf-8")


def test_names_that_differ_in_capitals_only_do_not_meet() -> None:
    paths = Paths()
    assert [paths.free("a", name) for name in ("SK.pdf", "sk.PDF", "SK.pdf", "x")] == [
        "a/SK.pdf", "a/sk (2).PDF", "a/SK (3).pdf", "a/x",
    ]  # fmt: skip
    assert safe("con.txt", longest=48) == "_con.txt"
    assert spans([18, 16, 17, 21, 16]) == "16-18,21"


def test_film_and_picture_keep_their_endings(cast: Cast) -> None:
    with scope({KOTIM}):
        hendra = cast.actor("hendra")
        answer = set_region_answer(region_period(cast), row="12", actor=hendra, seen_version=1, level=1)
        stored = take_in(
            SimpleUploadedFile("a.pdf", pdf_bytes("a")), region_id=KOTIM, person_id=hendra.person_id
        )
        for subject in ("Piagam", "PIAGAM"):
            document = add_document(actor=hendra, opd_id=None, subject=subject, file=stored)
            cite_for_region(answer.pk, actor=hendra, document_id=document.pk)
        files = gather(period_of(cast), which=CHOSEN).files
    assert [entry.path for entry in files] == ["spd/12 Piagam.pdf", "spd/12 PIAGAM (2).pdf"]
