"""The pages of issued documents, for a region, for the ministry and for whoever holds a paper."""

from __future__ import annotations

import re
import uuid

import pytest
from django.test import Client

from iga_portal.jobs.models import Job, JobState
from iga_portal.tenancy.scope import scope
from innovations.enums import State
from regions.enums import Basis
from reports.printing import render as printer
from tests.cast import JAYAPURA, KOTIM, Cast
from tests.reports.support import documents, everywhere, with_numbers, work
from tests.scoring.support import compute, counted_queries, current, signed_in, standing
from tests.scoring.test_pages import text_of

REGION = f"/d/{KOTIM}/daerah/dokumen-terbit/"
HEAD = f"/d/{KOTIM}/kepala-daerah/dokumen-terbit/"
NATION_LIST = "/pusat/dokumen-terbit/"
NATION_REGION = f"{NATION_LIST}daerah/{KOTIM}/"


@pytest.fixture(autouse=True)
def _quick_press(monkeypatch: pytest.MonkeyPatch) -> None:
    """These tests look at pages: the real prints, half a second each, are made in test_issue."""
    for name in ("render_report", "render_certificate"):
        monkeypatch.setattr(printer, name, lambda snapshot: b"%PDF-" + snapshot.number.encode())


def status(client: Client, url: str) -> int:
    """The status of a file's address; a file is read to its end, which closes it."""
    response = client.get(url)
    if response.streaming:
        list(response.streaming_content)  # type: ignore[attr-defined]
    return response.status_code


def press(client: Client, url: str, **form: str) -> Job:
    """Order, run the job as a worker does, and read it."""
    response = client.post(url, form)
    assert response.status_code == 302, response
    match = re.search(r"/pekerjaan/([0-9a-f-]{36})/", response["Location"])
    assert match is not None, response["Location"]
    with everywhere():
        job = Job.objects.get(public_id=match[1])
    return work(job)


@pytest.fixture
def issued(cast: Cast) -> dict[str, object]:
    """One report on the verified basis by the region, one on the final basis and a certificate by the ministry."""
    with_numbers(cast)
    hendra, rina = signed_in(cast.hendra), signed_in(cast.rina)
    press(hendra, f"{REGION}pesan/", dokumen="report", dasar="terverifikasi")
    press(rina, f"{NATION_REGION}pesan/", dokumen="report", dasar="final")
    press(rina, f"{NATION_REGION}pesan/", dokumen="certificate", dasar="final")
    verified, final, certificate = documents()
    return {"verified": verified, "final": final, "certificate": certificate}


def test_list_opens_for_admin_head_and_ministry(cast: Cast) -> None:
    urls = {"daerah": REGION, "kepala": HEAD, "pusat": NATION_LIST, "pusat-daerah": NATION_REGION}
    own = {"hendra": {"daerah"}, "tiur": {"kepala"}, "rina": {"pusat", "pusat-daerah"}}
    for name in ("hendra", "tiur", "rina", "budi", "sari", "joko", "arif", "yosef", "wati", "nobody"):
        client = signed_in(getattr(cast, name))
        assert {key for key, url in urls.items() if client.get(url).status_code == 200} == own.get(
            name, set()
        ), name
    assert Client().get(REGION).status_code == 302


def test_head_of_region_reads_and_cannot_order(cast: Cast, issued: dict[str, object]) -> None:
    client = signed_in(cast.tiur)
    page = client.get(HEAD).content.decode()
    assert "LHP/62.02/2026/0001" in page
    assert "pesan/" not in page
    response = client.post(f"{HEAD}pesan/", {"dokumen": "report", "dasar": "final"}, follow=True)
    assert "Laporan dipesan oleh admin daerah atau Kemendagri." in text_of(response)
    with everywhere():
        assert Job.objects.count() == 3


def test_region_orders_any_basis_and_reads_everything_of_its_own(
    cast: Cast, issued: dict[str, object]
) -> None:
    page = signed_in(cast.hendra).get(REGION)
    words = text_of(page)
    for number in ("LHP/62.02/2026/0001", "LHP/62.02/2026/0002", "PGM/62.02/2026/0001"):
        assert number in words
    with scope({KOTIM}):
        shown = str(current("claimed").index).replace(".", ",")
    assert f"Laporan, dasar Pengukuran mandiri {shown}" in words
    assert page.content.decode().count('action="/d/6202/daerah/dokumen-terbit/pesan/"') == 3
    # A certificate is not the region's to order.
    response = signed_in(cast.hendra).post(f"{REGION}pesan/", {"dokumen": "certificate"}, follow=True)
    assert "Piagam diterbitkan oleh Kemendagri." in text_of(response)


def test_ministry_reads_the_final_basis_only(cast: Cast, issued: dict[str, object]) -> None:
    client = signed_in(cast.rina)
    for url in (NATION_LIST, NATION_REGION):
        words = text_of(client.get(url))
        assert "LHP/62.02/2026/0002" in words
        assert "PGM/62.02/2026/0001" in words
        assert "LHP/62.02/2026/0001" not in words
    statuses = {
        key: status(client, f"{NATION_LIST}{document.public_id}/berkas/")  # type: ignore[attr-defined]
        for key, document in issued.items()
    }
    assert statuses == {"verified": 404, "final": 200, "certificate": 200}


def test_file_is_served_to_its_region_and_to_no_other(cast: Cast, issued: dict[str, object]) -> None:
    document = issued["verified"]
    tail = f"dokumen-terbit/{document.public_id}/berkas/"  # type: ignore[attr-defined]
    response = signed_in(cast.hendra).get(f"/d/{KOTIM}/daerah/{tail}")
    content = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    assert (response["Content-Type"], content) == ("application/pdf", b"%PDF-LHP/62.02/2026/0001")
    assert "LHP-62.02-2026-0001.pdf" in response["Content-Disposition"]
    assert status(signed_in(cast.tiur), f"/d/{KOTIM}/kepala-daerah/{tail}") == 200
    assert status(signed_in(cast.yosef), f"/d/{JAYAPURA}/daerah/{tail}") == 404
    assert status(signed_in(cast.budi), f"/d/{KOTIM}/desk/{tail}") == 404
    unknown = f"/d/{KOTIM}/daerah/dokumen-terbit/{uuid.uuid4()}/berkas/"
    assert signed_in(cast.hendra).get(unknown).status_code == 404


def test_what_cannot_be_printed_says_why_instead_of_a_button(cast: Cast) -> None:
    with scope({KOTIM}):
        standing(cast)
    compute(cast)
    page = signed_in(cast.hendra).get(REGION)
    assert page.content.decode().count("pesan/") == 2  # claimed and verified
    assert "Belum ada indeks final: daerah ini belum mengirim inovasi ke Kemendagri." in text_of(page)
    assert "pesan/" not in signed_in(cast.rina).get(NATION_REGION).content.decode()


def test_refused_order_comes_back_with_its_reason(cast: Cast) -> None:
    client = signed_in(cast.hendra)
    response = client.post(f"{REGION}pesan/", {"dokumen": "report", "dasar": "final"}, follow=True)
    assert "Belum ada indeks final" in text_of(response)
    response = client.post(f"{REGION}pesan/", {"dokumen": "report", "dasar": "lain"}, follow=True)
    assert "Pilih dokumen yang akan dicetak." in text_of(response)
    assert client.get(f"{REGION}pesan/").status_code == 405


def test_waiting_and_failed_jobs_stand_on_the_page(cast: Cast) -> None:
    with_numbers(cast)
    client = signed_in(cast.hendra)
    client.post(f"{REGION}pesan/", {"dokumen": "report", "dasar": "mandiri"})
    words = text_of(client.get(REGION))
    assert "Laporan Kabupaten Kotawaringin Timur, dasar Pengukuran mandiri Menunggu giliran" in words
    with scope({KOTIM}):
        Job.objects.update(state=JobState.FAILED, message="Kehabisan kertas.")
    assert "Kehabisan kertas." in text_of(client.get(REGION))


def test_nations_list_is_searched_and_filtered(cast: Cast, issued: dict[str, object]) -> None:
    client = signed_in(cast.rina)
    assert "LHP/" not in text_of(client.get(f"{NATION_LIST}?dokumen=certificate"))
    assert "PGM/62.02" in text_of(client.get(f"{NATION_LIST}?dokumen=certificate&cari=kotawaringin"))
    assert "Tidak ada dokumen yang cocok" in text_of(client.get(f"{NATION_LIST}?cari=atlantis"))


def code_of(document) -> str:  # type: ignore[no-untyped-def]
    return f"{document.number.replace('/', '-')}-{document.public_id.hex[:8]}"


def test_paper_is_checked_by_anybody_who_holds_it(cast: Cast, issued: dict[str, object]) -> None:
    certificate = issued["certificate"]
    # The address as printed leads here.
    printed = certificate.snapshot["verification_url"]  # type: ignore[attr-defined]
    assert printed == f"http://testserver/periksa/{code_of(certificate)}/"
    words = text_of(Client().get(f"/periksa/{code_of(certificate)}/"))
    with scope({KOTIM}):
        final = current(Basis.FINAL)
    assert "PGM/62.02/2026/0001" in words
    assert str(final.index).replace(".", ",") in words
    assert final.facts_hash in words
    assert certificate.file.sha256 in words  # type: ignore[attr-defined]
    assert "CONTOH" in words


@pytest.mark.parametrize(
    "code",
    [
        "PGM-62.02-2026-0001-00000000",
        "PGM-62.02-2026-0002-{mark}",
        "PGM-17.71-2026-0001-{mark}",
        "PGM-99.99-2026-0001-{mark}",
        "apa-saja",
    ],
)
def test_code_that_is_no_document_is_told_so(cast: Cast, issued: dict[str, object], code: str) -> None:
    mark = issued["certificate"].public_id.hex[:8]  # type: ignore[attr-defined]
    response = Client().get(f"/periksa/{code.format(mark=mark)}/")
    assert response.status_code == 404
    assert "Kode ini bukan dokumen portal ini" in text_of(response)
    assert "Kotawaringin" not in text_of(response)


def test_lists_ask_the_same_for_one_document_and_for_three(cast: Cast) -> None:
    with_numbers(cast)
    with scope({KOTIM}):
        standing(cast, name="Kedua", state=State.SENT)
    compute(cast)
    clients = {REGION: signed_in(cast.hendra), NATION_LIST: signed_in(cast.rina)}
    counts: dict[str, list[int]] = {url: [] for url in clients}
    for orders in (["final"], ["mandiri", "terverifikasi"]):
        for word in orders:
            press(clients[REGION], f"{REGION}pesan/", dokumen="report", dasar=word)
        if orders == ["mandiri", "terverifikasi"]:
            press(clients[NATION_LIST], f"{NATION_REGION}pesan/", dokumen="certificate")
        for url, client in clients.items():
            client.get(url)
            with counted_queries() as queries:
                assert client.get(url).status_code == 200
            counts[url].append(len(queries))
    for url, (one, three) in counts.items():
        assert one == three <= 12, url
