"""The ministry's pages of documents, from the order to a revoked and replaced one; what others see of them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from iga_portal.jobs.models import Job
from iga_portal.tenancy.scope import NATION, scope
from reports.models import BatchState, DocumentBatch, DocumentStanding, IssuedDocument, Publication
from tests.cast import BENGKULU, KOTIM, Cast, region_period
from tests.reports.batching import again, published_documents, work_all
from tests.reports.published import example_facts, publish_example
from tests.reports.support import everywhere, work
from tests.scoring.support import counted_queries, signed_in
from tests.scoring.test_pages import text_of

HOME = "/pusat/dokumen/"
MOST_QUERIES = 12


@pytest.fixture
def publication(cast: Cast) -> Publication:
    return publish_example(
        cast.period, {KOTIM: example_facts(KOTIM), BENGKULU: example_facts(BENGKULU, level=1)}
    )


def order(client: Client, **data: str) -> DocumentBatch:
    response = client.post(f"{HOME}pesan/", data)
    assert response.status_code == 302, text_of(response)
    found = re.fullmatch(rf"{HOME}pesanan/([0-9a-f-]+)/", response["Location"])
    assert found, response["Location"]
    with scope({NATION}):
        return DocumentBatch.objects.get(public_id=found[1])


def test_ministry_orders_follows_revokes_and_replaces(cast: Cast, publication: Publication) -> None:
    rina = signed_in(cast.rina)
    assert "CONTOH Penanda Tangan Uji" in text_of(rina.get(HOME))
    batch = order(rina, kind="certificate", region="62.02")
    page = f"{HOME}pesanan/{batch.public_id}/"
    assert "0 dari 1" in text_of(rina.get(page))
    assert 'hx-get="' in rina.get(page).content.decode()
    rina.post(f"{page}jeda/")
    assert again(batch).state == BatchState.PAUSED
    paused = text_of(rina.get(f"{page}kemajuan/"))
    assert "Dijeda. Yang sudah dibuat tetap ada" in paused and "Menunggu giliran" not in paused
    rina.post(f"{page}lanjut/")
    assert work_all(batch).state == BatchState.DONE
    words = text_of(rina.get(page))
    assert "1 dokumen dibuat, 0 tidak berubah." in words
    (document,) = published_documents()
    own = f"{HOME}{document.public_id}/"
    listed = f'href="/periksa/{document.number.replace("/", "-")}/"'
    assert listed in Client().get("/daerah/62.02/").text
    assert document.number in text_of(rina.get(HOME))
    assert document.file_hash in text_of(rina.get(own))
    # Without a reason nothing is revoked.
    refused = rina.post(f"{own}cabut/", {"reason": " "})
    assert (refused.status_code, "Tuliskan alasannya" in text_of(refused)) == (422, True)
    assert rina.post(f"{own}cabut/", {"reason": "Nama penanda tangan keliru."}).status_code == 302
    assert "Nama penanda tangan keliru." in text_of(rina.get(own))
    assert listed not in Client().get("/daerah/62.02/").text
    response = rina.post(f"{own}ganti/")
    assert response.status_code == 302
    with scope({NATION}):
        job = Job.objects.get(public_id=response["Location"].rstrip("/").rpartition("/")[2])
    assert work(job).message == "PGM/62.02/2026/0002 terbit sebagai pengganti."
    old, new = published_documents()
    assert (old.standing, old.replaced_by_id, old.end_reason) == (
        DocumentStanding.REVOKED,
        new.pk,
        "Nama penanda tangan keliru.",
    )
    assert new.standing == DocumentStanding.VALID
    # Pressed again, there is nothing to replace any more.
    rina.post(f"{own}ganti/")
    assert len(published_documents()) == 2
    # The region sees both, with how they stand.
    words = text_of(signed_in(cast.hendra).get(f"/d/{KOTIM}/daerah/dokumen-terbit/"))
    assert "PGM/62.02/2026/0002" in words
    assert "dicabut" in words


def test_order_that_makes_no_sense_is_refused_in_words(
    cast: Cast, publication: Publication, settings: Any, tmp_path: Path
) -> None:
    rina = signed_in(cast.rina)
    unknown = rina.post(f"{HOME}pesan/", {"kind": "", "region": "Atlantis"})
    assert (unknown.status_code, "Tidak ada satu daerah" in text_of(unknown)) == (422, True)
    assert rina.post(f"{HOME}pesan/", {"kind": "dompet"}).status_code == 422
    (tmp_path / "rusak.p12").write_bytes(b"bukan sertifikat")
    settings.SIGNER_FILE = str(tmp_path / "rusak.p12")
    page = text_of(rina.get(HOME))
    assert "bukan PKCS#12" in page
    assert str(tmp_path) not in page
    assert "bukan PKCS#12" in text_of(rina.post(f"{HOME}pesan/", {}, follow=True))
    with scope({NATION}):
        assert not DocumentBatch.objects.exists()


def test_before_a_publication_there_is_nothing_to_order(cast: Cast) -> None:
    rina = signed_in(cast.rina)
    assert "Belum ada yang terbit" in text_of(rina.get(HOME))
    assert rina.post(f"{HOME}pesan/", {}).status_code == 404


def test_list_asks_the_same_for_few_and_for_a_thousand_documents(
    cast: Cast, publication: Publication
) -> None:
    rina = signed_in(cast.rina)

    def add(amount: int) -> None:
        with everywhere():
            IssuedDocument.objects.bulk_create(
                IssuedDocument(
                    region_id=KOTIM, kind="report", number=f"X/{amount}/{place}", region_period=region_period(cast), basis="final",
                    snapshot={}, snapshot_hash=f"{amount * 10_000 + place:064x}", facts_hash="0" * 64, publication=publication,
                    issued_on=timezone.localdate(), category="kabupaten",
                )
                for place in range(amount)
            )  # fmt: skip

    counts = []
    for amount in (10, 1000):
        add(amount)
        rina.get(HOME)
        with counted_queries() as queries:
            assert rina.get(f"{HOME}?cari=kotawaringin&keadaan=valid").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= MOST_QUERIES
