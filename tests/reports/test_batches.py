"""Batches of documents: made once, recognised unchanged, and not lost with a worker, a broker, a key or one bad document."""

from __future__ import annotations

import hashlib
import re
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.db import DatabaseError
from pyhanko.pdf_utils.reader import PdfFileReader

from iga_portal.refusals import Refused
from iga_portal.tenancy.scope import NATION, scope
from regions.models import RegionPeriod
from reports.batch_tasks import sweep_batches
from reports.domain import batch_work, issue_papers
from reports.domain.batches import KINDS, SILENT_FOR, claim_slice, pause_batch, resume_batch, retry_batch
from reports.domain.endings import revoke_document
from reports.domain.fault_words import fault_words
from reports.domain.publishing_content import AwardLine
from reports.models import (
    BatchSlice,
    BatchState,
    DocumentKind,
    DocumentStanding,
    IssuedDocument,
    Publication,
    SliceState,
)
from reports.printing.errors import FactsDisagree, FontMissing, PrintError, TextUnprintable
from reports.printing.snapshot import SnapshotInvalid
from tests.cast import BENGKULU, JAYAPURA, KOTIM, NOON, Cast
from tests.reports.batching import again, counts, faults, order, published_documents, work_all
from tests.reports.published import example_facts, publish_example
from tests.reports.support import everywhere
from tests.scoring.support import signed_in
from tests.scoring.test_pages import text_of

AWARDS = [AwardLine("kabupaten", "Kabupaten Terinovatif", "62.02", 1, "Indeks tertinggi.", "", {})]
CERTIFICATES = [DocumentKind.AWARD, DocumentKind.CERTIFICATE]


@pytest.fixture
def publication(cast: Cast) -> Publication:
    return publish_example(
        cast.period,
        {KOTIM: example_facts(KOTIM), BENGKULU: example_facts(BENGKULU, level=1), JAYAPURA: None},
        awards=AWARDS,
    )


def correct(cast: Cast, publication: Publication, *, awards: list[AwardLine] | None = None) -> Publication:
    """Bengkulu's index changes; Kotawaringin Timur's does not."""
    return publish_example(
        cast.period,
        {KOTIM: example_facts(KOTIM), BENGKULU: example_facts(BENGKULU, level=3), JAYAPURA: None},
        awards=AWARDS if awards is None else awards,
        supersedes=publication.number,
        reason="Parameter baris 3 Kota Bengkulu diperbaiki.",
    )


def content_of(document: IssuedDocument) -> bytes:
    assert document.file is not None
    with default_storage.open(document.file.key, "rb") as file:
        content: bytes = file.read()
    return content


def test_documents_of_a_publication_are_numbered_signed_and_kept(
    cast: Cast, publication: Publication
) -> None:
    batch = work_all(order(cast, publication))
    assert batch.state == BatchState.DONE
    assert faults(batch) == []
    documents = published_documents()
    assert counts(batch) == (len(documents), 0, 0)
    by_region = {(row.region_id, row.kind, row.category): row for row in documents}
    assert {(KOTIM, "report", ""), (KOTIM, "certificate", ""), (KOTIM, "award", "kabupaten")} <= set(
        by_region
    )
    assert JAYAPURA not in {row.region_id for row in documents}  # sent nothing
    for kind, prefix in (("report", "LHP"), ("certificate", "PGM"), ("award", "PGH")):
        numbers = sorted(row.number for row in documents if row.kind == kind)
        assert [number.rpartition("/")[2] for number in numbers] == [
            f"{place:04d}" for place in range(1, len(numbers) + 1)
        ]
        assert {number.partition("/")[0] for number in numbers} == {prefix}
    for row in documents:
        content = content_of(row)
        assert row.file_hash == hashlib.sha256(content).hexdigest() == row.file.sha256
        (signature,) = PdfFileReader(BytesIO(content)).embedded_signatures
        assert signature.signer_cert.sha256.hex() == row.signer_fingerprint
        assert "CONTOH Penanda Tangan Uji" in row.signer
        assert row.signed_at is not None
        assert (row.publication_id, row.standing, row.fault) == (publication.pk, DocumentStanding.VALID, "")


def test_unchanged_documents_are_not_made_again_also_after_a_correction(
    cast: Cast, publication: Publication
) -> None:
    first = work_all(order(cast, publication, kinds=CERTIFICATES))
    before = published_documents()
    assert counts(work_all(order(cast, publication, kinds=CERTIFICATES))) == (0, counts(first)[0], 0)
    corrected = correct(cast, publication)
    batch = work_all(order(cast, corrected, kinds=CERTIFICATES))
    # Kotawaringin Timur keeps its certificate and its award; Kota Bengkulu gets one certificate with its new index.
    assert counts(batch) == (1, 2, 0)
    after = published_documents()
    new = next(row for row in after if row.pk not in {old.pk for old in before})
    old = next(row for row in after if row.region_id == BENGKULU and row.pk != new.pk)
    assert (new.region_id, new.publication_id) == (BENGKULU, corrected.pk)
    assert (old.standing, old.replaced_by_id) == (DocumentStanding.SUPERSEDED, new.pk)
    assert "Parameter baris 3" in old.end_reason
    assert {row.standing for row in after if row.region_id == KOTIM} == {DocumentStanding.VALID}


def test_what_a_correction_takes_away_ends_without_a_successor(cast: Cast, publication: Publication) -> None:
    work_all(order(cast, publication, kinds=CERTIFICATES))
    corrected = correct(cast, publication, awards=[])
    work_all(order(cast, corrected, kinds=CERTIFICATES))
    (award,) = published_documents(kind=DocumentKind.AWARD)
    assert (award.standing, award.replaced_by_id) == (DocumentStanding.SUPERSEDED, None)
    assert f"publikasi nomor {corrected.number}" in award.end_reason


def test_year_published_before_the_portal_held_its_regions_has_documents_too(
    cast: Cast, publication: Publication
) -> None:
    with everywhere():
        RegionPeriod.objects.filter(region_id=BENGKULU, period=cast.period).delete()
    batch = work_all(order(cast, publication, kinds=CERTIFICATES, region_ids=[BENGKULU]))
    assert faults(batch) == []
    (document,) = published_documents()
    assert (document.region_period_id, document.number) == (None, "PGM/17.71/2026/0001")
    assert counts(work_all(order(cast, publication, kinds=CERTIFICATES, region_ids=[BENGKULU]))) == (0, 1, 0)


def test_batch_of_some_regions_leaves_the_others_alone(cast: Cast, publication: Publication) -> None:
    batch = work_all(order(cast, publication, kinds=CERTIFICATES, region_ids=[BENGKULU]))
    assert batch.expected == 1
    assert {row.region_id for row in published_documents()} == {BENGKULU}


def test_order_that_comes_to_no_document_is_refused(cast: Cast, publication: Publication) -> None:
    """A region that won nothing, one that sent nothing, and no kind at all."""
    for kinds, region_id in (
        ([DocumentKind.AWARD], BENGKULU),
        (KINDS, JAYAPURA),
        ([], KOTIM),
        ([DocumentKind.NATIONAL], KOTIM),
    ):
        with pytest.raises(Refused, match="Tidak ada dokumen yang cocok") as refused:
            order(cast, publication, kinds=kinds, region_ids=[region_id])
        assert refused.value.code == "empty"
    with scope({NATION}):
        assert not BatchSlice.objects.exists()


# One bad document -------------------------------------------------------------------------------------------------


def test_failed_document_is_listed_with_its_cause_and_the_rest_goes_on(
    cast: Cast, publication: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = issue_papers.rendered

    def rendered(document: IssuedDocument) -> bytes:
        if document.region_id == BENGKULU:
            raise TextUnprintable("No print face has U+1D54F", characters={"𝕏"})
        return real(document)

    monkeypatch.setattr(issue_papers, "rendered", rendered)
    batch = work_all(order(cast, publication, kinds=CERTIFICATES))
    assert batch.state == BatchState.DONE
    assert counts(batch) == (2, 0, 1)
    (fault,) = faults(batch)
    assert (fault.subject_id, fault.kind) == (BENGKULU, DocumentKind.CERTIFICATE)
    assert "huruf yang tidak dapat dicetak: “𝕏” (U+1D54F)" in fault.cause
    failed = next(row for row in published_documents() if row.region_id == BENGKULU)
    # The number is taken and explained.
    assert (failed.file_id, failed.number[:3]) == (None, "PGM")
    assert failed.fault == fault.cause
    assert fault.number == failed.number
    listed = text_of(signed_in(cast.rina).get("/pusat/dokumen-terbit/"))
    assert "sedang dicetak" not in listed
    assert fault.cause in listed
    monkeypatch.undo()
    with everywhere():
        retry_batch(batch.pk, actor=cast.actor("rina"), now=NOON)
    work_all(batch)
    assert faults(batch) == []
    mended = next(row for row in published_documents() if row.region_id == BENGKULU)
    assert (mended.pk, mended.number, mended.fault) == (failed.pk, failed.number, "")
    assert mended.file_hash
    with everywhere(), pytest.raises(Refused, match="Tidak ada dokumen yang gagal"):
        retry_batch(batch.pk, actor=cast.actor("rina"), now=NOON)


def test_region_whose_papers_cannot_be_told_spoils_only_its_own(
    cast: Cast, publication: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = batch_work.papers_of

    def papers_of(publication: Publication, **options: Any) -> Any:
        if KOTIM in options["region_ids"]:
            raise FactsDisagree("fakta tidak memberi indeks")
        return real(publication, **options)

    monkeypatch.setattr(batch_work, "papers_of", papers_of)
    batch = work_all(order(cast, publication, kinds=CERTIFICATES))
    assert {row.region_id for row in published_documents()} == {BENGKULU}
    (fault,) = faults(batch)
    assert (fault.subject_id, fault.kind, fault.number) == (KOTIM, "", "")
    assert "tidak cocok satu sama lain" in fault.cause
    assert "fakta tidak memberi indeks" not in fault.cause


def test_store_that_takes_nothing_pauses_the_batch_and_loses_no_number(
    cast: Cast, publication: Publication, settings: Any, tmp_path: Path
) -> None:
    """A disk that is full, or a folder that may not be written: every further document would fail alike."""
    blocked = tmp_path / "penyimpanan"
    blocked.write_text("bukan folder")
    real = settings.STORAGES
    settings.STORAGES = {
        **real,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(blocked)},
        },
    }
    batch = work_all(order(cast, publication, kinds=CERTIFICATES))
    assert batch.state == BatchState.PAUSED
    assert "Berkas tidak dapat disimpan" in batch.note
    assert str(tmp_path) not in batch.note
    (half,) = published_documents()
    assert (half.file_id, half.fault) == (None, batch.note)
    settings.STORAGES = real
    with everywhere():
        resume_batch(batch.pk, actor=cast.actor("rina"))
    assert work_all(batch).state == BatchState.DONE
    made = published_documents()
    assert len(made) == 3
    assert {row.fault for row in made} == {""}
    whole = next(row for row in made if row.pk == half.pk)
    assert (whole.number, bool(whole.file_hash)) == (half.number, True)
    numbers = sorted(row.number.rpartition("/")[2] for row in made if row.kind == DocumentKind.CERTIFICATE)
    assert numbers == ["0001", "0002"]


@pytest.mark.parametrize(
    "fault",
    [
        RuntimeError("secret detail"),
        KeyError("secret detail"),
        FactsDisagree("secret detail"),
        PrintError("secret detail"),
        SnapshotInvalid("secret detail"),
        FontMissing("secret detail"),
        OSError(28, "secret detail"),
        DatabaseError("secret detail"),
        MemoryError(),
    ],
)
def test_fault_is_told_in_words_and_not_by_its_name(fault: Exception) -> None:
    words = fault_words(fault)
    assert "secret" not in words
    assert type(fault).__name__ not in words
    assert re.search(r"[Uu]langi|[Hh]ubungi pengelola portal", words)


# Workers that die, pauses, keys -----------------------------------------------------------------------------------


def test_slice_of_a_killed_worker_is_taken_by_another_and_nothing_is_made_twice(
    cast: Cast, publication: Publication
) -> None:
    batch = order(cast, publication, kinds=CERTIFICATES, region_ids=[BENGKULU])
    with time_machine.travel(NOON, tick=False) as clock:
        with scope({NATION}):
            taken = claim_slice(batch.pk, now=NOON)
            assert taken is not None
            assert claim_slice(batch.pk, now=NOON) is None
        clock.shift(SILENT_FOR + timedelta(seconds=1))
        assert sweep_batches() >= 1
        assert work_all(batch).state == BatchState.DONE
        # The first worker was only slow, and comes back: what it says is not heard any more.
        with scope({NATION}):
            assert not batch_work.batches.beat(taken, made=9, unchanged=0, failed=0, now=NOON)
        assert counts(batch) == (1, 0, 0)


def test_slice_that_ends_its_worker_again_and_again_is_given_up(cast: Cast, publication: Publication) -> None:
    batch = order(cast, publication, kinds=CERTIFICATES)
    now = NOON
    for _time in range(3):
        with scope({NATION}):
            assert claim_slice(batch.pk, now=now) is not None
        now += SILENT_FOR + timedelta(seconds=1)
    with scope({NATION}):
        assert claim_slice(batch.pk, now=now) is None
    assert again(batch).state == BatchState.DONE
    (fault,) = faults(batch)
    assert "terhenti 3 kali" in fault.cause


def test_number_taken_by_a_killed_worker_gets_its_file_from_the_next(
    cast: Cast, publication: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def killed(document: IssuedDocument) -> bytes:
        raise Killed

    monkeypatch.setattr(issue_papers, "rendered", killed)
    batch = order(cast, publication, kinds=CERTIFICATES, region_ids=[BENGKULU])
    with pytest.raises(Killed):
        work_all(batch)
    monkeypatch.undo()
    (half,) = published_documents()
    assert half.file_id is None
    with scope({NATION}):
        BatchSlice.objects.filter(batch=batch).update(beat_at=NOON - timedelta(hours=1))
    with time_machine.travel(NOON + timedelta(days=3)):
        work_all(batch)
    (whole,) = published_documents()
    assert (whole.pk, whole.number) == (half.pk, half.number)
    assert whole.issued_on == half.issued_on
    assert whole.file_hash


def test_paused_batch_lets_go_and_goes_on_where_it_was(cast: Cast, publication: Publication) -> None:
    batch = order(cast, publication, kinds=CERTIFICATES)
    with everywhere():
        taken = claim_slice(batch.pk, now=NOON)
        assert taken is not None
        pause_batch(batch.pk, actor=cast.actor("rina"))
        assert not batch_work.batches.beat(taken, made=0, unchanged=0, failed=0, now=NOON)
        batch_work.batches.let_go(taken)
    assert work_all(batch).state == BatchState.PAUSED
    assert published_documents() == []
    with everywhere():
        resume_batch(batch.pk, actor=cast.actor("rina"))
    assert work_all(batch).state == BatchState.DONE
    assert counts(batch) == (3, 0, 0)


def test_wrong_passphrase_refuses_an_order_and_pauses_a_batch_with_the_reason(
    cast: Cast, publication: Publication, settings: Any, tmp_path: Path
) -> None:
    from reports.signing.keys import place_of_signer

    place = place_of_signer()
    assert place is not None
    wrong = tmp_path / "salah"
    wrong.write_text("bukan ini")
    batch = order(cast, publication, kinds=CERTIFICATES)
    settings.SIGNER_FILE, settings.SIGNER_PASSPHRASE_FILE = str(place.file), str(wrong)
    batch = work_all(batch)
    assert (batch.state, published_documents()) == (BatchState.PAUSED, [])
    assert "Frasa sandi" in batch.note
    with everywhere(), pytest.raises(Refused, match="Frasa sandi") as refused:
        resume_batch(batch.pk, actor=cast.actor("rina"))
    assert refused.value.code == "signer"
    settings.SIGNER_FILE = settings.SIGNER_PASSPHRASE_FILE = ""
    with everywhere():
        resume_batch(batch.pk, actor=cast.actor("rina"))
    assert counts(work_all(batch)) == (3, 0, 0)


def test_second_order_waits_for_the_first_and_others_may_not_order(
    cast: Cast, publication: Publication
) -> None:
    order(cast, publication)
    for who, code in (("rina", "open"), ("hendra", "role"), ("tiur", "role"), ("arif", "role")):
        with pytest.raises(Refused) as refused:
            order(cast, publication, who=who)
        assert refused.value.code == code
    corrected = correct(cast, publication)
    with pytest.raises(Refused) as refused:
        order(cast, Publication.objects.get(pk=publication.pk))
    assert refused.value.code == "superseded"
    assert order(cast, corrected).state == BatchState.RUNNING
    with scope({NATION}):
        assert set(BatchSlice.objects.values_list("state", flat=True)) == {SliceState.WAITING}


# Revoking -----------------------------------------------------------------------------------------------------------


def test_revoked_document_is_not_made_again_by_itself(cast: Cast, publication: Publication) -> None:
    work_all(order(cast, publication, kinds=CERTIFICATES))
    document = next(row for row in published_documents() if row.region_id == BENGKULU)
    for who, reason, code in (("hendra", "x", "role"), ("rina", "  ", "reason")):
        with everywhere(), pytest.raises(Refused) as refused:
            revoke_document(document.public_id, actor=cast.actor(who), reason=reason, now=NOON)
        assert refused.value.code == code
    with everywhere():
        revoke_document(document.public_id, actor=cast.actor("rina"), reason="Salah nama.", now=NOON)
        with pytest.raises(Refused, match="sudah tidak berlaku"):
            revoke_document(document.public_id, actor=cast.actor("rina"), reason="Lagi.", now=NOON)
    assert counts(work_all(order(cast, publication, kinds=CERTIFICATES))) == (0, 3, 0)
    (revoked,) = published_documents(region_id=BENGKULU)
    assert (revoked.standing, revoked.end_reason, revoked.ended_by_id) == (
        DocumentStanding.REVOKED,
        "Salah nama.",
        cast.rina.pk,
    )
