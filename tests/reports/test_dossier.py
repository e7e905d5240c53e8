"""The dossier of one innovation: what stands in it, that it is the same bytes again, and whose it is."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from iga_portal.jobs.models import Job, JobState
from iga_portal.jobs.tasks import run_job
from iga_portal.tenancy.scope import scope
from innovations.domain.answers import cite_document, set_answer
from innovations.domain.copying import copy_innovation
from innovations.domain.documents import add_document
from innovations.domain.innovations import change_proposal
from innovations.domain.verdicts import citations_of, judge_row, judged_content
from innovations.models import Answer, Innovation
from innovations.queries.opd import own_innovation
from regions.models import Membership
from reports.domain.dossier import DOSSIER, Place, dossier_snapshot, last_change, order_dossier, printed
from reports.printing.codec import dump, load
from reports.printing.dossier_snapshot import DossierSnapshot
from scoring.core.canonical import fingerprint
from tests.bulk.test_copying import last_year, made_then
from tests.cast import BENGKULU, DAY, KOTIM, NOON, Cast, make_complete, make_document, submit
from tests.innovations.opd_support import address, head_address, signed_in
from tests.printing.reading import elements, opened, page_texts, squeezed, text

SITE = "http://portal.contoh/"


def place(cast: Cast, acting: str = "opd") -> Place:
    return Place(site=SITE, acting=acting, region_id=KOTIM, opd_id=cast.health.pk)


def read(cast: Cast, innovation: Innovation) -> Innovation:
    found = own_innovation(cast.actor("sari"), public_id=innovation.public_id)
    assert found is not None
    return found


@pytest.fixture
def one(cast: Cast) -> Innovation:
    """At the desk: row 17 measured with a note, row 20 put down by the desk, a link for row 35."""
    sari, budi = cast.actor("sari"), cast.actor("budi")
    with scope({KOTIM}):
        made = make_complete(sari, opd=cast.health, period=cast.period, name="Antrean Daring Puskesmas")
        change_proposal(
            made.pk, actor=sari, seen=None,
            changes={"design": "Dasar hukum\r\nPerda 3/2024.\n\nMasalah\nAntre lama. " + "kata " * 320, "aim": "Cepat 🚀."},
        )  # fmt: skip
        set_answer(
            made.pk, row=17, actor=sari, level=3, measured=Decimal("12.00"), note="Ditambah 20 relawan."
        )
        link = add_document(
            actor=sari, opd_id=cast.health.pk, subject="Film", link="https://video.contoh.invalid/1"
        )
        cite_document(made.pk, row=35, actor=sari, document_id=link.pk)
        cite_document(
            made.pk,
            row=16,
            actor=sari,
            document_id=make_document(sari, opd=cast.health, subject="Perda").pk,
            pages="hlm 12-14",
        )
        made = submit(made, sari)
        answer = Answer.objects.get(innovation=made, row=20)
        judge_row(
            answer.pk, reviewer=budi, level=1, reason="Hanya satu bimtek.",
            seen_hash=fingerprint(judged_content(answer, citations_of(answer))),
        )  # fmt: skip
    return made


@pytest.fixture
def pdf(cast: Cast, one: Innovation) -> bytes:
    with scope({KOTIM}):
        return printed(dossier_snapshot(read(cast, one), place=place(cast)))


def test_all_of_it_stands_in_it(cast: Cast, one: Innovation, pdf: bytes) -> None:
    said = squeezed(text(pdf))
    for words in (
        "Antrean Daring Puskesmas", "Dinas Kesehatan", "Kabupaten Kotawaringin Timur (62.02), Kalimantan Tengah", "Diajukan",
        "di dalam jendela waktu penilaian", "A02 · Kesehatan", "6 Mei 2024", "Perda 3/2024.", "Antre lama.",
        "Angka terukur: 12 orang", "Catatan: Ditambah 20 relawan.", "Alasan desk: Hanya satu bimtek.", "diturunkan",
        "Bukti 1, hlm. 1", "Bukti 2, hlm. 12-14", "Tautan: https://video.contoh.invalid/1", "188/1/2025", "2 Januari 2025",
    ):  # fmt: skip
        assert squeezed(words) in said, words
    assert squeezed("Cepat ◦.") in said  # a sign that the faces do not carry
    with scope({KOTIM}):
        instrument = dossier_snapshot(read(cast, one), place=place(cast)).groups
    for group in instrument:
        for row in group.rows:
            assert squeezed(row.name) in said
            assert squeezed(row.words) in said
    # Level 2 everywhere is 74; row 17 (weight 2) stands at 3: 76. The desk has put row 20 (weight 1) to 1, judged nothing else.
    assert squeezed("76 dari 111") in said
    assert squeezed("1 dari 111") in said


def test_evidence_carries_its_hash_and_opens_at_the_page(cast: Cast, one: Innovation, pdf: bytes) -> None:
    said = squeezed(text(pdf))
    with scope({KOTIM}):
        snapshot = dossier_snapshot(read(cast, one), place=place(cast))
        hashes = {
            document.file.sha256 for document in {c.document for c in all_citations(one)} if document.file
        }
    assert hashes
    assert all(digest in said for digest in hashes)
    with opened(pdf) as opened_pdf:
        links = {
            str(note.A.URI) for page in opened_pdf.pages for note in page.get("/Annots", []) if "/A" in note
        }
    perda = next(document for document in snapshot.documents if document.subject == "Perda")
    file = reverse(
        "opd:file", kwargs={"region_id": KOTIM, "opd_id": cast.health.pk, "document_id": perda_id(one)}
    )
    assert perda.address == f"http://portal.contoh{file}"
    assert f"{perda.address}#page=12" in links
    assert "https://video.contoh.invalid/1" in links
    assert all(
        link.startswith(("http://portal.contoh/d/6202/opd/", "https://video.contoh.invalid/"))
        for link in links
    )


def all_citations(innovation: Innovation) -> list[Any]:
    from innovations.models import Citation

    return list(Citation.objects.filter(answer__innovation=innovation).select_related("document__file"))


def perda_id(innovation: Innovation) -> int:
    with scope({KOTIM}):
        return next(c.document_id for c in all_citations(innovation) if c.document.subject == "Perda")


def test_it_is_tagged_pdf_a_in_indonesian(pdf: bytes) -> None:
    with opened(pdf) as document:
        metadata = document.Root.Metadata.read_bytes().decode()
        assert 'pdfaid:part="3"' in metadata
        assert 'pdfaid:conformance="A"' in metadata
        assert str(document.Root.Lang) == "id"
        assert bool(document.Root.MarkInfo.Marked)
        assert str(document.docinfo["/Title"]) == "Berkas inovasi Antrean Daring Puskesmas"
        tags = [element.tag for element in elements(document)]
    assert {"H1", "H2", "H3", "Table", "TH", "TD", "Link"} <= set(tags)
    assert tags.count("H1") == 1


def test_contoh_stands_on_every_page_of_a_demonstration(pdf: bytes) -> None:
    assert all("CONTOH" in squeezed(page) for page in page_texts(pdf))


def test_same_content_is_the_same_bytes_at_another_time_and_from_a_kept_snapshot(
    cast: Cast, one: Innovation, pdf: bytes
) -> None:
    with time_machine.travel(NOON + timedelta(days=3), tick=True), scope({KOTIM}):
        snapshot = dossier_snapshot(read(cast, one), place=place(cast))
    assert printed(snapshot) == pdf
    assert load(DossierSnapshot, dump(snapshot)) == snapshot
    assert printed(load(DossierSnapshot, dump(snapshot))) == pdf


def test_any_change_is_another_paper(cast: Cast, one: Innovation, pdf: bytes) -> None:
    with scope({KOTIM}):
        before = last_change(one)
        answer = Answer.objects.get(innovation=one, row=21)
        judge_row(
            answer.pk, reviewer=cast.actor("budi"), level=2, seen_hash=fingerprint(judged_content(answer, citations_of(answer)))
        )  # fmt: skip
        assert last_change(read(cast, one)) > before
        assert printed(dossier_snapshot(read(cast, one), place=place(cast))) != pdf


def test_empty_draft_and_a_long_name_are_printed_too(cast: Cast) -> None:
    from tests.cast import make_draft

    with scope({KOTIM}):
        draft = make_draft(
            cast.actor("sari"), opd=cast.health, period=cast.period, name="Sangat panjang sekali " * 9
        )
        content = printed(dossier_snapshot(read(cast, draft), place=place(cast)))
    said = squeezed(text(content))
    assert squeezed("0 dari 20") in said
    assert squeezed("Belum ada bukti yang dikutip.") in said
    assert squeezed("tanggal penerapan awal belum diisi") in said


def test_copy_names_its_source_and_what_was_developed(cast: Cast) -> None:
    sari = cast.actor("sari")
    with scope({KOTIM}):
        source = made_then(cast, last_year(cast), name="Antrean Lama")
        new = copy_innovation(source.pk, actor=sari, period=cast.period, now=NOON).innovation
        change_proposal(
            new.pk,
            actor=sari,
            changes={"name": "Antrean Baru", "development_note": "Kini di 12 puskesmas."},
            seen=None,
        )
        said = squeezed(text(printed(dossier_snapshot(read(cast, new), place=place(cast)))))
    assert squeezed("Disalin dari “Antrean Lama”, 2025") in said
    assert squeezed("Penjelasan pengembangan sejak 2025 Kini di 12 puskesmas.") in said


def test_it_names_no_person_beside_the_proposal_s_own(cast: Cast, pdf: bytes) -> None:
    said = text(pdf)
    assert not any(name in said for name in ("Sari", "Budi", "contoh.go.id"))


# Pages -------------------------------------------------------------------------------------------------------------


def order(client: Client, url: str) -> Job:
    assert client.post(url).status_code == 302
    with scope({KOTIM}):
        return Job.objects.filter(kind=DOSSIER).latest("pk")


def test_operator_and_head_order_read_and_nobody_else(cast: Cast, one: Innovation) -> None:
    for person, addressed in ((cast.sari, address), (cast.joko, head_address)):
        client = signed_in(person)
        url = addressed("dossier", cast.health, public_id=one.public_id)
        assert "Cetak berkas" in client.get(url).content.decode()
        job = order(client, url)
        assert order(client, url).pk == job.pk  # pressed twice, one job
        assert run_job(region_id=KOTIM, job_id=job.pk) == "done"
        page = client.get(url).content.decode()
        assert ("Cetak lagi" in page, "Isian tidak berubah sejak berkas terakhir dicetak" in page) == (
            True,
            True,
        )
        file = client.get(
            addressed("dossier_file", cast.health, public_id=one.public_id, job_id=job.public_id)
        )
        assert (file.status_code, file.headers["Content-Type"]) == (200, "application/pdf")
        assert file.headers["Content-Disposition"].startswith("attachment")
        assert b"".join(file.streaming_content).startswith(b"%PDF-")  # type: ignore[attr-defined]
    with scope({KOTIM}):
        job = Job.objects.filter(kind=DOSSIER).earliest("pk")
    for person, opd in ((cast.dewi, cast.education), (cast.wati, cast.bengkulu_opd)):
        client = signed_in(person)
        for name, more in (
            ("dossier", {}),
            ("dossier_progress", {"job_id": job.public_id}),
            ("dossier_file", {"job_id": job.public_id}),
        ):
            assert client.get(address(name, opd, public_id=one.public_id, **more)).status_code == 404
    # The operator's paper leads to the operator's place: the head orders one of their own.
    joko = signed_in(cast.joko)
    assert (
        joko.get(
            head_address("dossier_file", cast.health, public_id=one.public_id, job_id=job.public_id)
        ).status_code
        == 404
    )


def test_job_of_one_innovation_is_not_that_of_another(cast: Cast, one: Innovation) -> None:
    with scope({KOTIM}):
        other = make_complete(cast.actor("sari"), opd=cast.health, period=cast.period, name="Lain")
    sari = signed_in(cast.sari)
    job = order(sari, address("dossier", cast.health, public_id=one.public_id))
    assert (
        sari.get(
            address("dossier_progress", cast.health, public_id=other.public_id, job_id=job.public_id)
        ).status_code
        == 404
    )


def test_person_who_left_before_it_was_printed_gets_nothing(cast: Cast, one: Innovation) -> None:
    with scope({KOTIM}):
        job = order_dossier(read(cast, one), place=place(cast), person_id=cast.sari.pk)
    Membership.objects.filter(person=cast.sari).update(valid_until=DAY - timedelta(days=1))
    assert run_job(region_id=KOTIM, job_id=job.pk) == "refused"
    with scope({KOTIM}):
        job.refresh_from_db()
        assert (job.state, job.result_file) == (JobState.FAILED, None)


def test_innovation_of_another_region_cannot_be_named_in_a_job(cast: Cast, one: Innovation) -> None:
    """Even a job that was tampered with prints only what its person may read, in its own region."""
    with scope({BENGKULU}):
        job = Job.objects.create(
            region_id=BENGKULU, kind=DOSSIER, once="x", requested_by=cast.wati,
            arguments={
                "innovation": str(one.public_id), "name": "x", "opd": cast.bengkulu_opd.pk, "acting": "opd", "site": SITE,
            },
        )  # fmt: skip
    assert run_job(region_id=BENGKULU, job_id=job.pk) == "refused"


def test_dates_of_the_paper_are_the_content_s(cast: Cast, pdf: bytes, one: Innovation) -> None:
    with opened(pdf) as document:
        created = str(document.docinfo["/CreationDate"])
    assert created.startswith("D:20260707")
    assert date(2026, 7, 7) == DAY
