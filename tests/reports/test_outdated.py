"""A correction, and what was issued before it: what it contradicts ends at once, what it leaves alone stands."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from iga_portal.jobs.models import Job, JobState
from iga_portal.refusals import Refused
from iga_portal.tenancy.scope import NATION, scope
from reports.domain import batch_work, issue_papers
from reports.domain.batches import claim_slice, resume_batch
from reports.domain.order_receipt import order_receipt
from reports.domain.outdated import end_outdated
from reports.domain.publishing_content import AwardLine
from reports.models import BatchState, DocumentKind, DocumentStanding, IssuedDocument, Publication
from tests.cast import BENGKULU, KOTIM, NOON, Cast
from tests.reports.batching import again, counts, order, published_documents, work_all
from tests.reports.published import example_facts, publish_example
from tests.reports.support import SITE, everywhere, work
from tests.scoring.support import signed_in
from tests.scoring.test_pages import text_of

AWARDS = [
    AwardLine("kabupaten", "Kabupaten Terinovatif", "62.02", 1, "Indeks tertinggi.", "", {}),
    AwardLine("kota", "Kota Terinovatif", "17.71", 1, "Indeks tertinggi.", "", {}),
]
CERTIFICATES = [DocumentKind.AWARD, DocumentKind.CERTIFICATE]


@pytest.fixture(autouse=True)
def _quick_press(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the papers look like is looked at elsewhere; nothing is signed here."""
    monkeypatch.setattr(issue_papers, "rendered", lambda document: b"%PDF-" + document.number.encode())
    monkeypatch.setattr(batch_work, "the_signer", lambda: None)
    monkeypatch.setattr("reports.receipt_jobs.the_signer", lambda: None)


@pytest.fixture
def publication(cast: Cast) -> Publication:
    return publish_example(
        cast.period,
        {KOTIM: example_facts(KOTIM), BENGKULU: example_facts(BENGKULU, level=1)},
        awards=AWARDS,
    )


def correct(cast: Cast, publication: Publication, *, awards: list[AwardLine] | None = None) -> Publication:
    """Kota Bengkulu's index changes; Kotawaringin Timur's does not."""
    return publish_example(
        cast.period,
        {KOTIM: example_facts(KOTIM), BENGKULU: example_facts(BENGKULU, level=3)},
        awards=AWARDS if awards is None else awards,
        supersedes=publication.number,
        reason="Parameter baris 3 Kota Bengkulu diperbaiki.",
    )


def receipt(cast: Cast, publication: Publication, region_id: int) -> Job:
    with everywhere():
        job = order_receipt(publication, region_id=region_id, actor=cast.actor("rina"), site=SITE)
    return work(job)


def standings() -> dict[tuple[int, str, str], list[str]]:
    found: dict[tuple[int, str, str], list[str]] = {}
    for row in published_documents():
        found.setdefault((row.region_id, row.kind, row.category), []).append(row.standing)
    return found


def test_correction_ends_at_once_what_it_contradicts_and_nothing_else(
    cast: Cast, publication: Publication
) -> None:
    work_all(order(cast, publication))
    for region_id in (KOTIM, BENGKULU):
        assert receipt(cast, publication, region_id).state == JobState.DONE
    corrected = correct(cast, publication)
    ended = end_outdated(corrected, now=NOON, person_id=cast.rina.pk)
    gone, stands = [DocumentStanding.SUPERSEDED], [DocumentStanding.VALID]
    assert standings() == {
        (KOTIM, "award", "kabupaten"): stands,
        (KOTIM, "certificate", ""): stands,
        (KOTIM, "report", ""): stands,
        (KOTIM, "receipt", ""): stands,
        (BENGKULU, "award", "kota"): gone,
        (BENGKULU, "certificate", ""): gone,
        (BENGKULU, "report", ""): gone,
        (BENGKULU, "receipt", ""): gone,
        (NATION, "national", ""): gone,
    }
    assert ended == 5
    assert end_outdated(corrected, now=NOON, person_id=cast.rina.pk) == 0
    # The public check says so before anything is made anew.
    old = next(row for row in published_documents(kind=DocumentKind.RECEIPT) if row.region_id == BENGKULU)
    words = text_of(Client().get(f"/periksa/{old.number}/"))
    assert "Dokumen ini sudah digantikan" in words
    assert "Parameter baris 3 Kota Bengkulu diperbaiki." in words
    assert "Tidak ada yang diterbitkan sebagai penggantinya" in words
    kept = next(row for row in published_documents(kind=DocumentKind.RECEIPT) if row.region_id == KOTIM)
    words = text_of(Client().get(f"/periksa/{kept.number}/"))
    assert "masih berlaku" in words
    assert "dokumen ini tidak berubah karenanya" in words
    # What comes in its place is named as soon as it is there; the nation's report is of the whole publication, so it is made anew.
    batch = work_all(order(cast, corrected))
    made, unchanged, failed = counts(batch)
    assert (made, unchanged, failed) == (4, 3, 0)
    assert receipt(cast, corrected, BENGKULU).state == JobState.DONE
    for row in published_documents(standing=DocumentStanding.SUPERSEDED):
        assert row.replaced_by is not None, row.number
        assert row.replaced_by.standing == DocumentStanding.VALID
    # Ordered once more, nothing is made: neither the nation's report.
    assert counts(work_all(order(cast, corrected))) == (0, 7, 0)


def test_award_that_is_given_to_another_ends(cast: Cast, publication: Publication) -> None:
    work_all(order(cast, publication, kinds=CERTIFICATES))
    corrected = correct(cast, publication, awards=AWARDS[1:])
    end_outdated(corrected, now=NOON, person_id=None)
    assert standings()[KOTIM, "award", "kabupaten"] == [DocumentStanding.SUPERSEDED]
    assert standings()[KOTIM, "certificate", ""] == [DocumentStanding.VALID]


def test_region_s_public_page_still_lists_what_a_correction_left_alone(
    cast: Cast, publication: Publication
) -> None:
    work_all(order(cast, publication, kinds=CERTIFICATES))
    correct(cast, publication)
    page = Client().get("/daerah/62.02/").text
    for row in published_documents(region_id=KOTIM):
        assert row.number in page


def test_order_ends_when_its_publication_is_corrected_meanwhile(
    cast: Cast, publication: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = order(cast, publication, kinds=CERTIFICATES)
    real = issue_papers.rendered
    seen: list[int] = []

    def rendered(document: IssuedDocument) -> bytes:
        seen.append(document.pk)
        if len(seen) == 1:
            end_outdated(correct(cast, publication), now=NOON, person_id=None)
        return real(document)

    monkeypatch.setattr(issue_papers, "rendered", rendered)
    batch = work_all(batch)
    assert batch.state == BatchState.DONE
    assert "digantikan publikasi nomor 2" in batch.note
    assert len(seen) == 1  # the document in hand was ended, no further one begun
    with scope({NATION}):
        assert claim_slice(batch.pk, now=NOON) is None
    page = text_of(signed_in(cast.rina).get(f"/pusat/dokumen/pesanan/{batch.public_id}/"))
    assert "Dihentikan" in page
    assert "Selesai" not in page.split("Tentang pesanan ini")[0]
    with everywhere(), pytest.raises(Refused):
        resume_batch(batch.pk, actor=cast.actor("rina"))
    corrected = Publication.objects.get(number=2)
    assert counts(work_all(order(cast, corrected, kinds=CERTIFICATES)))[2] == 0
    numbers = [row.number for row in published_documents()]
    assert len(numbers) == len(set(numbers))
    assert {row.publication_id for row in published_documents(standing=DocumentStanding.VALID)} <= {
        publication.pk,
        corrected.pk,
    }


def test_order_whose_end_was_not_told_ends_when_a_worker_asks(cast: Cast, publication: Publication) -> None:
    batch = order(cast, publication, kinds=CERTIFICATES)
    correct(cast, publication)
    assert work_all(batch).state == BatchState.DONE
    assert "digantikan" in again(batch).note
    assert published_documents() == []


def test_receipt_of_a_corrected_publication_is_not_printed_over_the_new_one(
    cast: Cast, publication: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    with everywhere():
        waiting = order_receipt(publication, region_id=BENGKULU, actor=cast.actor("rina"), site=SITE)
    corrected = correct(cast, publication)
    assert receipt(cast, corrected, BENGKULU).state == JobState.DONE
    stale: Any = work(waiting)
    assert stale.state == JobState.FAILED
    assert "baru saja digantikan" in stale.message
    with everywhere(), pytest.raises(Refused) as refused:
        order_receipt(
            Publication.objects.get(pk=publication.pk),
            region_id=BENGKULU,
            actor=cast.actor("rina"),
            site=SITE,
        )
    assert refused.value.code == "superseded"
    (document,) = published_documents(kind=DocumentKind.RECEIPT)
    assert (document.publication_id, document.standing) == (corrected.pk, DocumentStanding.VALID)


def test_check_tells_the_place_that_stands_now(cast: Cast, publication: Publication) -> None:
    work_all(order(cast, publication, kinds=[DocumentKind.CERTIFICATE], region_ids=[KOTIM]))
    (document,) = published_documents()
    words = text_of(Client().get(f"/periksa/{document.number}/"))
    assert "1 dari 1 kabupaten" in words
    assert "menurut publikasi nomor 1" in words
    correct(cast, publication)
    assert "menurut publikasi nomor 2" in text_of(Client().get(f"/periksa/{document.number}/"))
