"""The public check: by code, by number, by a copy of the file; what it tells, and what it does with a hostile one."""

from __future__ import annotations

import io
import zlib
from typing import Any

import pikepdf
import pytest
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pyhanko.pdf_utils.generic import pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from reports.domain.endings import revoke_document
from reports.models import DocumentKind, IssuedDocument, Publication
from reports.queries.verification import tidy_code
from reports.signing.demo import make_pkcs12
from reports.views import public
from tests.cast import KOTIM, NOON, Cast
from tests.reports.batching import order, published_documents, work_all
from tests.reports.published import example_facts, publish_example
from tests.reports.support import documents, everywhere, kotim, with_numbers, work
from tests.scoring.support import signed_in
from tests.scoring.test_pages import text_of

CHECK = "/periksa/"


@pytest.fixture
def publication(cast: Cast) -> Publication:
    return publish_example(cast.period, {KOTIM: example_facts(KOTIM)})


@pytest.fixture
def document(cast: Cast, publication: Publication) -> IssuedDocument:
    work_all(order(cast, publication, kinds=[DocumentKind.CERTIFICATE]))
    (found,) = published_documents()
    return found


def content_of(document: IssuedDocument) -> bytes:
    assert document.file is not None
    with default_storage.open(document.file.key, "rb") as file:
        content: bytes = file.read()
    return content


def drop(content: bytes, *, client: Client | None = None, name: str = "piagam.pdf") -> Any:
    return (client or Client()).post(CHECK, {"berkas": SimpleUploadedFile(name, content)})


# By number and code -------------------------------------------------------------------------------------------------


def test_number_code_and_address_lead_to_the_same_facts(document: IssuedDocument) -> None:
    code = f"{document.number.replace('/', '-')}-{document.public_id.hex[:8]}"
    for typed in (
        document.number,
        document.number.lower(),
        code,
        f"http://portal.contoh/periksa/{code}/",
        f" {code} ",
    ):
        response = Client().get(CHECK, {"nomor": typed}, follow=True)
        assert response.status_code == 200, typed
        words = text_of(response)
        for expected in (
            document.number, "masih berlaku", "Kotawaringin Timur", "Publikasi nomor 1", document.file_hash, document.facts_hash,
            "CONTOH Penanda Tangan Uji",
        ):  # fmt: skip
            assert expected in words
    assert Client().get(f"{CHECK}{document.number}/").status_code == 200
    other = "0" if code[-1] != "0" else "1"
    assert Client().get(f"{CHECK}{code[:-1]}{other}/").status_code == 404


def test_english_reader_is_told_as_well(document: IssuedDocument) -> None:
    assert Client().get(f"{CHECK}{document.number}/", headers={"accept-language": "en"}).status_code == 200


def test_number_of_what_was_not_published_tells_nothing(cast: Cast) -> None:
    """A region's own report can be checked by whoever holds its code, not by counting numbers up."""
    from reports.domain.issue import order_report
    from tests.reports.support import SITE, Basis

    with_numbers(cast)
    with everywhere():
        job = order_report(kotim(cast), basis=Basis.CLAIMED, actor=cast.actor("hendra"), site=SITE)
    work(job)
    (report,) = documents()
    assert Client().get(f"{CHECK}{report.number}/").status_code == 404
    code = f"{report.number.replace('/', '-')}-{report.public_id.hex[:8]}"
    assert Client().get(f"{CHECK}{code}/").status_code == 200


def test_revoked_and_superseded_say_why_and_what_is_valid_instead(
    cast: Cast, publication: Publication, document: IssuedDocument
) -> None:
    with everywhere():
        revoke_document(document.public_id, actor=cast.actor("rina"), reason="Nama daerah keliru.", now=NOON)
    words = text_of(Client().get(f"{CHECK}{document.number}/"))
    assert "Dokumen ini dicabut" in words
    assert "Nama daerah keliru." in words
    assert "Tidak ada yang diterbitkan sebagai penggantinya" in words
    corrected = publish_example(
        cast.period, {KOTIM: example_facts(KOTIM, level=3)}, supersedes=1, reason="Baris 3 diperbaiki."
    )
    work_all(order(cast, corrected, kinds=[DocumentKind.CERTIFICATE]))
    words = text_of(Client().get(f"{CHECK}{document.number}/"))
    assert "PGM/62.02/2026/0002" in words
    third = publish_example(
        cast.period, {KOTIM: example_facts(KOTIM, level=1)}, supersedes=2, reason="Baris 4 diperbaiki."
    )
    work_all(order(cast, third, kinds=[DocumentKind.CERTIFICATE]))
    words = text_of(Client().get(f"{CHECK}PGM-62.02-2026-0002/"))
    assert "sudah digantikan" in words
    assert "Baris 4 diperbaiki." in words
    # From the first one the way leads to what is valid now, not to what was replaced in between.
    assert "PGM/62.02/2026/0003" in text_of(Client().get(f"{CHECK}{document.number}/"))


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("pgm/62.02/2026/0017", "PGM-62.02-2026-0017"),
        ("PGM 62.02 2026 0017", "PGM-62.02-2026-0017"),
        ("https://x.go.id/periksa/PGM-62.02-2026-0017-1A2B3C4D/?a=b", "PGM-62.02-2026-0017-1a2b3c4d"),
    ],
)
def test_typed_code_is_tidied(typed: str, code: str) -> None:
    assert tidy_code(typed) == code


# By file ------------------------------------------------------------------------------------------------------------


def test_dropped_file_is_recognised_by_hash_and_by_signature_and_kept_nowhere(
    cast: Cast, document: IssuedDocument, settings: Any, tmp_path: Any
) -> None:
    content = content_of(document)
    before = sorted(default_storage.listdir("")[0])
    for client in (Client(), signed_in(cast.hendra)):
        words = text_of(drop(content, client=client))
        assert "Berkas ini asli dan masih berlaku" in words
        assert document.number in words
    # Something added at the end, as a viewer does who fills or annotates: the original is told.
    words = text_of(drop(content + b"\n% catatan\n"))
    assert "ditambahi sesuatu setelah ditandatangani" in words
    assert document.number in words
    # One byte of what was signed.
    changed = bytearray(content)
    changed[len(content) // 3] ^= 0xFF
    assert "diubah: jangan dipakai" in text_of(drop(bytes(changed)))
    # The same words signed by somebody who calls himself the same.
    from datetime import UTC, datetime

    from reports.domain.documents import rendered
    from reports.signing import the_signer

    (tmp_path / "palsu.p12").write_bytes(
        make_pkcs12(b"x", name="CONTOH Penanda Tangan Uji", now=datetime.now(UTC))
    )
    (tmp_path / "frasa").write_text("x")
    settings.SIGNER_FILE, settings.SIGNER_PASSPHRASE_FILE = (
        str(tmp_path / "palsu.p12"),
        str(tmp_path / "frasa"),
    )
    signer = the_signer()
    assert signer is not None
    forged = signer.sign(rendered(document)).content
    words = text_of(drop(forged))
    assert "ditandatangani oleh pihak lain" in words
    assert document.number not in words
    assert sorted(default_storage.listdir("")[0]) == before


def test_what_we_signed_and_never_issued_is_no_document_of_ours(cast: Cast, document: IssuedDocument) -> None:
    """The number of another document under a signature by the very same key; and a real addition, as a viewer writes one."""
    from reports.domain.documents import rendered
    from reports.signing import the_signer

    signer = the_signer()
    assert signer is not None
    lines = rendered(document).replace(b"%PDF-1.7", b"%PDF-1.6")
    forged = signer.sign(lines).content
    words = text_of(drop(forged))
    assert "tetapi berkasnya tidak tercatat" in words
    assert "masih berlaku" not in words
    assert document.number not in words
    writer = IncrementalPdfFileWriter(io.BytesIO(content_of(document)))
    writer.root["/Catatan"] = pdf_string("Nilai 99,99")
    writer.update_root()
    out = io.BytesIO()
    writer.write(out)
    words = text_of(drop(out.getvalue()))
    assert "ditambahi sesuatu setelah ditandatangani" in words
    assert "masih berlaku" not in words
    # Cut short, it is nothing at all.
    assert "masih berlaku" not in text_of(drop(content_of(document)[:-40]))


def bomb() -> bytes:
    """A small file whose cross-reference stream grows a thousandfold."""
    packed = zlib.compress(b"\0" * (1 << 28), 9)
    head = b"%PDF-1.7\n1 0 obj\n<< /Type /XRef /Size 9 /W [1 2 1] /Root 2 0 R /Filter /FlateDecode /Length "
    return head + b"%d >>\nstream\n" % len(packed) + packed + b"\nendstream\nendobj\nstartxref\n9\n%%EOF\n"


def locked() -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    return out.getvalue()


def plain() -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(out)
    return out.getvalue()


def test_hostile_files_get_a_clear_refusal(db: None) -> None:
    for content, expected in (
        (b"", "Belum ada berkas"),
        (b"MZ\x90 bukan pdf", "bukan PDF yang utuh"),
        (b"%PDF-1.7\n" + b"[" * 200_000, "bukan PDF yang utuh"),
        (plain()[:-60], "bukan PDF yang utuh"),
        (bomb(), "bukan PDF yang utuh"),
        (locked(), "Berkas ini terkunci"),
        (plain(), "tidak bertanda tangan"),
    ):
        cache.clear()
        response = drop(content)
        assert response.status_code == 200
        assert expected in text_of(response), (content[:20], text_of(response)[:400])


def test_too_large_too_often_and_without_a_file(
    db: None, settings: Any, monkeypatch: pytest.MonkeyPatch, within_a_minute: None
) -> None:
    settings.DOCUMENT_MAX_BYTES = 1000
    assert "Berkas terlalu besar" in text_of(drop(b"%PDF-" + b"x" * 200_000))
    assert "Berkas terlalu besar" in text_of(drop(b"%PDF-" + b"x" * 5_000))
    assert "Belum ada berkas" in text_of(Client().post(CHECK))
    monkeypatch.setattr(public, "FILES", 2)
    cache.clear()
    answers = [drop(b"x").status_code for _time in range(3)]
    assert answers == [200, 200, 429]
    monkeypatch.setattr(public, "ASKED", 1)
    assert [Client().get(f"{CHECK}PGM-62.02-2026-0001/").status_code for _time in range(2)] == [404, 429]


# The page and the interface --------------------------------------------------------------------------------------------

SAID = {
    "valid": "masih berlaku",
    "superseded": "Dokumen ini sudah digantikan",
    "revoked": "Dokumen ini dicabut",
    "awaits": "tetapi publikasinya sudah dikoreksi",
}


def both_say(document: IssuedDocument) -> tuple[str, dict[str, Any]]:
    """What the page and the interface say of a document; the answer of the interface, every word of which the page shows too."""
    code = f"{document.number.replace('/', '-')}-{document.public_id.hex[:8]}"
    page = Client().get(f"{CHECK}{code}/")
    answer = Client().get(f"/api/v1/documents/{code}")
    assert page.status_code == answer.status_code == 200
    # Neither may be kept: a copy would go on saying "valid" of what was revoked.
    assert "no-store" in page["Cache-Control"] and "no-store" in answer["Cache-Control"]
    words, told = text_of(page), answer.json()
    said = [name for name, sentence in SAID.items() if sentence in words]
    assert len(said) == 1, said
    standing = "valid" if said[0] == "awaits" else said[0]
    assert (told["standing"], told["awaits_comparison"]) == (standing, said[0] == "awaits")
    shown = [told[name] for name in ("number", "region", "predicate", "signer", "facts_hash", "file_hash")]
    shown += [
        told["index"].replace(".", ","),
        told["kind"].capitalize(),
        f"Publikasi nomor {told['publication']}",
    ]
    shown += [told["end_reason"], told["replaced_by"]]
    assert [entry for entry in shown if entry not in words] == []
    assert ("Tidak ada yang diterbitkan sebagai penggantinya" in words) == (
        standing != "valid" and not told["replaced_by"]
    )
    corrected = told["publication_superseded_by"]
    untouched = f"dikoreksi publikasi nomor {corrected}; dokumen ini tidak berubah karenanya"
    assert (untouched in words) == (corrected is not None and said[0] == "valid")
    assert (told["ended_at"] is None) == (standing == "valid")
    return said[0], told


def test_page_and_interface_say_the_same_in_every_state(
    cast: Cast, publication: Publication, document: IssuedDocument
) -> None:
    facts = {KOTIM: example_facts(KOTIM)}

    def corrected_by(level: int, *, before: int) -> Publication:
        changed = {KOTIM: example_facts(KOTIM, level=level)}
        return publish_example(cast.period, changed, supersedes=before, reason=f"Koreksi {before}.")

    def made(publication: Publication) -> IssuedDocument:
        work_all(order(cast, publication, kinds=[DocumentKind.CERTIFICATE]))
        return published_documents()[-1]

    assert both_say(document)[0] == "valid"
    # Corrected: until the documents of the correction are made nobody knows whether this one says the same.
    same = publish_example(cast.period, facts, supersedes=1, reason="Hanya judulnya.", title="Judul lain")
    assert both_say(document)[0] == "awaits"
    assert made(same) == document
    said, told = both_say(document)
    assert (said, told["publication"], told["publication_superseded_by"]) == ("valid", 1, 2)
    # Corrected once more, and its numbers changed.
    third = corrected_by(3, before=2)
    assert both_say(document)[0] == "awaits"
    second = made(third)
    assert second != document
    said, told = both_say(document)
    assert (said, told["replaced_by"], told["end_reason"]) == (
        "superseded",
        second.number,
        "Koreksi dalam publikasi nomor 3: Koreksi 2.",
    )
    assert both_say(second)[0] == "valid"
    # Revoked, without a successor and with one.
    with everywhere():
        revoke_document(second.public_id, actor=cast.actor("rina"), reason="Nama keliru.", now=NOON)
    said, told = both_say(second)
    assert (said, told["end_reason"], told["replaced_by"]) == ("revoked", "Nama keliru.", "")
    replacement = made(corrected_by(1, before=3))
    assert both_say(second)[1]["replaced_by"] == replacement.number
    assert both_say(replacement)[0] == "valid"


def test_fault_in_a_batch_leaves_in_doubt_what_it_was_about(
    cast: Cast, publication: Publication, document: IssuedDocument, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts = {KOTIM: example_facts(KOTIM, level=3)}
    corrected = publish_example(cast.period, facts, supersedes=1, reason="Baris 3.")

    def broken(*_args: Any, **_more: Any) -> None:
        raise RuntimeError("printer")

    monkeypatch.setattr("reports.domain.batch_work.issue_paper", broken)
    batch = work_all(order(cast, corrected, kinds=[DocumentKind.CERTIFICATE]))
    assert batch.state == "done"
    assert both_say(document)[0] == "awaits"


def test_code_is_read_alike_however_it_is_typed(document: IssuedDocument) -> None:
    code = f"{document.number.replace('/', '-')}-{document.public_id.hex[:8]}"
    for typed in (
        code,
        code.lower(),
        code.upper(),
        code.replace("-", "%20"),
        document.number.replace("/", "-"),
    ):
        page, answer = Client().get(f"{CHECK}{typed}/"), Client().get(f"/api/v1/documents/{typed}")
        assert (page.status_code, answer.status_code) == (200, 200), typed
    for typed in (f"{code}0", "PGM-62.02-2026-9999", "%00", "x" * 400):
        page, answer = Client().get(f"{CHECK}{typed}/"), Client().get(f"/api/v1/documents/{typed}")
        expected = (400, 400) if typed == "%00" else (404, 404)
        assert (page.status_code, answer.status_code) == expected, typed
