"""Ordering and issuing: who may, what is refused, numbers without gaps, the same bytes again, and unchanged documents."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pikepdf
import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from iga_portal.jobs.models import Job, JobState
from iga_portal.refusals import Refused
from iga_portal.tenancy.scope import NATION, scope
from innovations.enums import State
from regions.enums import Basis
from regions.models import Period, Region
from reports.domain.documents import Wanted, issue_document, rendered, snapshot_of
from reports.domain.issue import order_certificate, order_report
from reports.domain.snapshots import content_hash, region_identity
from reports.models import DocumentKind, IssuedDocument
from reports.printing import render as printer
from reports.printing.snapshot import CertificateSnapshot, RegionReportSnapshot
from tests.cast import BENGKULU, JAYAPURA, KOTIM, Cast
from tests.reports.batching import order as order_documents
from tests.reports.batching import work_all
from tests.reports.published import example_facts, publish_example
from tests.reports.support import SITE, documents, everywhere, kotim, with_numbers, work
from tests.scoring.support import compute, current, spd_row, standing

ROOT = Path(__file__).resolve().parents[2]


def order(cast: Cast, *, who: str = "hendra", basis: Basis = Basis.FINAL) -> Job:
    with everywhere():
        return order_report(kotim(cast), basis=basis, actor=cast.actor(who), site=SITE)


def certificate(cast: Cast, *, who: str = "rina") -> Job:
    with everywhere():
        return order_certificate(kotim(cast), actor=cast.actor(who), site=SITE)


def bytes_of(document: IssuedDocument) -> bytes:
    assert document.file is not None
    with default_storage.open(document.file.key, "rb") as file:
        content: bytes = file.read()
    return content


def wanted(cast: Cast, region_id: int = KOTIM, basis: Basis = Basis.CLAIMED) -> Wanted:
    return Wanted(DocumentKind.REPORT, region_id, cast.period.pk, basis, cast.hendra.pk, SITE)


# Who may order ----------------------------------------------------------------------------------------------------


def test_reports_are_ordered_by_the_regional_admin_and_final_ones_by_the_ministry(cast: Cast) -> None:
    with_numbers(cast)

    def may(who: str, basis: Basis) -> str:
        try:
            order(cast, who=who, basis=basis)
        except Refused as refusal:
            return refusal.code
        return "allowed"

    assert {who: [may(who, basis) for basis in Basis] for who in
            ("hendra", "rina", "tiur", "budi", "sari", "joko", "arif", "yosef", "wati")} == {
        "hendra": ["allowed", "allowed", "allowed"],
        # Reports on the first two bases name what the region has not sent.
        "rina": ["basis", "basis", "allowed"],
        **dict.fromkeys(("tiur", "budi", "sari", "joko", "arif", "yosef", "wati"), ["role"] * 3),
    }  # fmt: skip


def test_certificates_are_ordered_by_the_ministry_alone(cast: Cast) -> None:
    with_numbers(cast)
    assert certificate(cast).region_id == NATION
    for who in ("hendra", "tiur", "budi", "sari", "joko", "arif", "yosef", "wati"):
        with pytest.raises(Refused) as refused:
            certificate(cast, who=who)
        assert refused.value.code == "role"


def test_region_without_a_number_gets_a_reason_and_no_job(cast: Cast) -> None:
    with pytest.raises(Refused, match="belum mengajukan inovasi"):
        order(cast, basis=Basis.CLAIMED)
    with scope({KOTIM}):
        standing(cast)
    compute(cast)
    with pytest.raises(Refused, match="belum mengirim inovasi"):
        order(cast, basis=Basis.FINAL)
    with everywhere():
        assert Job.objects.count() == 0


def test_pressing_twice_is_one_job_and_one_document(cast: Cast) -> None:
    with_numbers(cast)
    first = order(cast)
    assert order(cast).pk == first.pk
    assert work(first).state == JobState.DONE
    assert len(documents()) == 1


# What is issued ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("basis", list(Basis))
def test_report_prints_the_stored_numbers_of_its_basis(cast: Cast, basis: Basis) -> None:
    with_numbers(cast)
    job = work(order(cast, basis=basis))
    (document,) = documents()
    assert (job.state, job.message) == (JobState.DONE, "LHP/62.02/2026/0001 terbit.")
    assert job.result_file is not None
    assert document.file is not None
    assert job.result_file.pk == document.file.pk
    snapshot = snapshot_of(document)
    assert isinstance(snapshot, RegionReportSnapshot)
    with scope({KOTIM}):
        stored = current(basis)
    assert (snapshot.result.index, snapshot.parts.total, snapshot.facts_hash) == (
        stored.index,
        stored.total,
        stored.facts_hash,
    )
    assert (document.basis, document.facts_hash, document.issued_by_id) == (
        basis,
        stored.facts_hash,
        cast.hendra.pk,
    )
    assert snapshot.demo  # every print of a demonstration carries CONTOH
    assert snapshot.rank is None  # the running ranking is the ministry's alone


def test_printed_again_from_the_stored_snapshot_it_is_the_same_bytes(cast: Cast) -> None:
    with_numbers(cast)
    work(order(cast, basis=Basis.VERIFIED))
    work(certificate(cast))
    for document in documents():
        assert document.file is not None
        assert [hashlib.sha256(rendered(document)).hexdigest() for _time in range(2)] == [
            document.file.sha256
        ] * 2
        assert hashlib.sha256(bytes_of(document)).hexdigest() == document.file.sha256


def test_attached_facts_give_the_printed_index_on_a_bare_python(cast: Cast, tmp_path: Path) -> None:
    with_numbers(cast)
    work(order(cast, basis=Basis.CLAIMED))
    (document,) = documents()
    with pikepdf.open(io.BytesIO(bytes_of(document))) as pdf:
        attached = pdf.attachments["fakta-62.02-2026.json"].get_file().read_bytes()
    file = tmp_path / "fakta.json"
    file.write_bytes(attached)
    done = subprocess.run(
        [sys.executable, "-m", "scoring.core.cli", str(file)], cwd=ROOT, capture_output=True, check=True
    )
    result = json.loads(done.stdout)
    snapshot = snapshot_of(document)
    assert isinstance(snapshot, RegionReportSnapshot)
    assert (result["index"], result["predicate"], result["total"]) == (
        str(snapshot.result.index),
        snapshot.result.predicate,
        str(snapshot.parts.total),
    )


def test_final_report_names_only_what_was_sent(cast: Cast) -> None:
    with_numbers(cast)
    work(order(cast, who="rina", basis=Basis.FINAL))
    work(order(cast, basis=Basis.VERIFIED))
    final, on_verified = documents()
    assert "Menunggu Desk" not in json.dumps(final.snapshot)
    listed = {row["name"]: row["reason"] for row in on_verified.snapshot["innovations"]}
    assert listed == {"Terkirim Sudah": None, "Menunggu Desk": "menunggu pemeriksaan desk"}


def test_report_tells_what_was_decided_by_row_and_in_which_role(cast: Cast) -> None:
    with_numbers(cast)
    work(order(cast, basis=Basis.VERIFIED))
    snapshot = snapshot_of(documents()[0])
    assert isinstance(snapshot, RegionReportSnapshot)
    # One verified innovation, each of its 20 rows lowered from 3 to 2.
    assert [(row.accepted, row.lowered, row.rejected) for row in snapshot.row_decisions] == [(0, 1, 0)] * 20
    assert [(reason.text, reason.count) for reason in snapshot.row_decisions[0].reasons] == [
        ("Bukti kurang.", 1)
    ]
    rows = {row.code: (row.entered_by, row.confirmed_by) for row in snapshot.spd_rows}
    assert rows["1"] == ("admin daerah", "admin daerah kedua")
    # Entered by one person only: it counts nothing on this basis, and nobody is named for it.
    assert rows["5a"] == (None, None)


def test_documents_are_indonesian_whatever_language_is_active(cast: Cast) -> None:
    from django.utils import translation

    with_numbers(cast)
    with translation.override("en"):
        work(order(cast, basis=Basis.VERIFIED))
    snapshot = snapshot_of(documents()[0])
    assert isinstance(snapshot, RegionReportSnapshot)
    assert {row.state for row in snapshot.innovations} == {"Terkirim", "Diajukan"}
    assert {row.reason for row in snapshot.innovations} == {None, "menunggu pemeriksaan desk"}
    assert snapshot.region.kind == "Kabupaten"


def test_lagging_region_is_computed_first(cast: Cast) -> None:
    with_numbers(cast)
    with scope({KOTIM}):
        standing(cast, name="Baru Masuk", level=3)
    work(order(cast, basis=Basis.CLAIMED))
    assert "Baru Masuk" in json.dumps(documents()[0].snapshot)


def test_province_is_named_with_its_kind() -> None:
    province = Region(code="11", name="Aceh", kind="provinsi")
    assert region_identity(province).name == "Provinsi Aceh"
    city = Region(code="17.71", name="Kota Bengkulu", kind="kota", parent=Region(code="17", name="Bengkulu"))
    identity = region_identity(city)
    assert (identity.name, identity.place, identity.province) == ("Kota Bengkulu", "Bengkulu", "Bengkulu")


# Unchanged and changed --------------------------------------------------------------------------------------------


def test_unchanged_report_is_used_again(cast: Cast) -> None:
    with_numbers(cast)
    work(order(cast, basis=Basis.CLAIMED))
    job = work(order(cast, basis=Basis.CLAIMED))
    (document,) = documents()
    assert job.message == "LHP/62.02/2026/0001 tidak berubah sejak 7 Juli 2026; dokumen itu dipakai lagi."
    assert job.result_file is not None
    assert job.result_file.pk == document.file_id


def test_changed_region_gets_a_new_document_and_keeps_the_old_one(cast: Cast) -> None:
    with_numbers(cast)
    work(order(cast, basis=Basis.CLAIMED))
    with scope({KOTIM}):
        spd_row(cast, "2a", confirmed=False, level=2)
    compute(cast)
    work(order(cast, basis=Basis.CLAIMED))
    old, new = documents()
    assert (old.number, new.number) == ("LHP/62.02/2026/0001", "LHP/62.02/2026/0002")
    assert old.snapshot["claimed"]["index"] != new.snapshot["claimed"]["index"]


def test_number_and_day_are_no_part_of_what_is_compared(cast: Cast) -> None:
    with_numbers(cast)
    work(order(cast))
    (document,) = documents()
    snapshot = snapshot_of(document)
    assert content_hash(snapshot) == document.snapshot_hash
    assert (
        content_hash(replace(snapshot, number="X", verification_url="http://lain/")) == document.snapshot_hash
    )
    assert content_hash(replace(snapshot, period="lain")) != document.snapshot_hash


# Numbers ----------------------------------------------------------------------------------------------------------


def test_numbers_run_through_the_nation_by_kind_and_year(cast: Cast) -> None:
    with_numbers(cast)
    with scope({BENGKULU}):
        row = region_answer_of(cast, BENGKULU)
    issue_document(wanted(cast))
    issue_document(replace(wanted(cast, BENGKULU), person_id=None))
    work(certificate(cast))
    assert [document.number for document in documents()] == [
        "LHP/62.02/2026/0001",
        "LHP/17.71/2026/0002",
        "PGM/62.02/2026/0001",
    ]
    assert row


def region_answer_of(cast: Cast, region_id: int) -> bool:
    """Something to score in another region."""
    from innovations.models import RegionAnswer
    from regions.domain.versions import raise_content_version
    from tests.cast import region_period

    period_row = region_period(cast, region_id)
    RegionAnswer.objects.create(region_id=region_id, region_period=period_row, row="1", level=3)
    raise_content_version(period_row.pk, region_id=region_id, period_id=cast.period.pk)
    return True


def test_documents_issued_at_once_have_numbers_of_their_own(
    live_db: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.cast import make_cast
    from tests.scoring.test_recompute import in_threads

    cast = make_cast()
    monkeypatch.setattr("iga_portal.tenancy.tasks.send", lambda *_args, **_kwargs: True)
    monkeypatch.setattr(printer, "render_report", lambda snapshot: b"%PDF-" + snapshot.number.encode())
    regions = [KOTIM, BENGKULU, JAYAPURA, 1171, 1371]
    for region_id in regions:
        with scope({region_id}):
            region_answer_of(cast, region_id)
    in_threads(
        *[
            lambda region_id=region_id: issue_document(wanted(cast, region_id))  # type: ignore[misc]
            for region_id in regions
        ]
    )
    found = documents()
    assert sorted(document.number.rpartition("/")[2] for document in found) == [
        f"{place:04d}" for place in range(1, 6)
    ]
    assert {document.region_id for document in found} == set(regions)


def test_issue_that_fails_uses_no_number(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    with_numbers(cast)

    def broken(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError("the machine went out")

    with monkeypatch.context() as patch:
        patch.setattr(IssuedDocument.objects, "create", broken)
        with pytest.raises(RuntimeError):
            issue_document(wanted(cast))
    assert documents() == []
    assert issue_document(wanted(cast)).number == "LHP/62.02/2026/0001"


def test_worker_that_dies_while_printing_leaves_a_row_that_the_next_try_finishes(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_numbers(cast)

    def killed(_snapshot: object) -> bytes:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(printer, "render_report", killed)
        with pytest.raises(KeyboardInterrupt):
            issue_document(wanted(cast))
    (unfinished,) = documents()
    assert (unfinished.number, unfinished.file) == ("LHP/62.02/2026/0001", None)
    issued = issue_document(wanted(cast))
    (finished,) = documents()
    assert (issued.document_id, finished.number) == (unfinished.pk, "LHP/62.02/2026/0001")
    assert finished.snapshot == unfinished.snapshot
    assert bytes_of(finished).startswith(b"%PDF-")


def test_document_that_cannot_be_drawn_fails_with_its_cause(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from reports.printing.fonts import FontMissing

    with_numbers(cast)

    def no_font(_snapshot: object) -> bytes:
        raise FontMissing("EB Garamond is not installed")

    monkeypatch.setattr(printer, "render_report", no_font)
    job = work(order(cast))
    assert job.state == JobState.FAILED
    assert "Huruf cetak dokumen belum terpasang" in job.message
    assert "EB Garamond" not in job.message
    assert "EB Garamond is not installed" in caplog.text


# Certificates -----------------------------------------------------------------------------------------------------


def test_certificate_carries_the_final_index_and_an_address_to_check_it(cast: Cast) -> None:
    with_numbers(cast)
    job = work(certificate(cast))
    (document,) = documents()
    snapshot = snapshot_of(document)
    assert isinstance(snapshot, CertificateSnapshot)
    with scope({KOTIM}):
        final = current("final")
    assert (snapshot.index, snapshot.predicate, snapshot.facts_hash) == (
        final.index,
        final.predicate,
        final.facts_hash,
    )
    # 2.47 + 3 / 250 x 100 = 3.67: a participant, no award
    assert snapshot.category == "Peserta Pengukuran Indeks Inovasi Daerah"
    assert snapshot.verification_url == (f"{SITE}periksa/PGM-62.02-2026-0001-{document.public_id.hex[:8]}/")
    # The file is the region's, the job is the ministry's.
    assert (job.state, job.region_id, job.result_file) == (JobState.DONE, NATION, None)


def test_real_certificates_are_made_of_the_publication_and_need_a_name(cast: Cast, settings) -> None:  # type: ignore[no-untyped-def]
    with_numbers(cast)
    settings.DEMO = False
    with pytest.raises(Refused, match="setelah hasil periode ini terbit"):
        certificate(cast)
    past = timezone.now() - timedelta(days=1)
    Period.objects.filter(pk=cast.period.pk).update(
        input_opens=past - timedelta(days=3),
        input_closes=past - timedelta(days=2),
        measurement_ends=past - timedelta(days=1),
        quality_control_ends=past,
    )
    with pytest.raises(Refused, match="setelah hasil periode ini terbit"):
        certificate(cast)
    published = publish_example(cast.period, {KOTIM: example_facts(KOTIM)})
    # From then on they are made of the publication: signed, and superseded with it.
    for is_demo in (False, True):
        settings.DEMO = is_demo
        with pytest.raises(Refused, match="halaman Dokumen publikasi"):
            certificate(cast)
    settings.DEMO, settings.CERTIFICATE_SIGNATORY = False, "  "
    with pytest.raises(Refused, match="CERTIFICATE_SIGNATORY") as refused:
        order_documents(cast, published, kinds=[DocumentKind.CERTIFICATE])
    assert refused.value.code == "signatory"
    settings.CERTIFICATE_SIGNATORY = "Nama Pejabat"
    work_all(order_documents(cast, published, kinds=[DocumentKind.CERTIFICATE]))
    (document,) = documents()
    assert document.snapshot["signatory_name"] == "Nama Pejabat"


def test_nothing_to_assess_is_no_certificate(cast: Cast) -> None:
    with scope({KOTIM}):
        standing(cast, state=State.SENT, level=0)
    compute(cast)
    with pytest.raises(Refused, match="Tidak Dapat Dinilai"):
        certificate(cast)
