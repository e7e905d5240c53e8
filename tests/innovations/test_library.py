"""The shelf of the library: what a card says, what it is narrowed to, the quick table, and two people at one document."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from iga_portal.files.models import FileState, StoredFile
from iga_portal.tenancy.scope import scope
from innovations.domain.answers import cite_document
from innovations.domain.documents import (
    StaleDetails,
    add_document,
    change_document,
    replace_document,
    seen_of,
)
from innovations.models import Citation, Document, LinkState, Receipt, ReceiptKind
from innovations.page_numbers import doubt_about, spans_of
from innovations.queries.opd_documents import (
    details_missing,
    incomplete,
    library,
    subject_from_name,
    uses_of,
)
from tests.cast import KOTIM, Cast, make_complete, make_document, make_draft
from tests.innovations.opd_support import address, counted, shelved, signed_in, upload_of

LIST_LIMIT = 12


@pytest.fixture
def sari(cast: Cast) -> Client:
    return signed_in(cast.sari)


def page_of(client: Client, cast: Cast, name: str, query: str = "", **kwargs: object) -> str:
    return client.get(address(name, cast.health, **kwargs) + query).content.decode()


def titles(page: str) -> list[str]:
    return re.findall(r'<h2 class="shelf-title"><a [^>]*>([^<]+)</a>', page)


def link_to(cast: Cast, subject: str, state: LinkState) -> Document:
    document = add_document(
        actor=cast.actor("sari"),
        opd_id=cast.health.pk,
        subject=subject,
        link=f"https://contoh.go.id/{subject}",
    )
    Document.objects.filter(pk=document.pk).update(link_state=state, link_note="Catatan pemeriksa.")
    return document


# Cards -------------------------------------------------------------------------------------------------------------


def test_card_tells_what_it_is_who_sees_it_and_how_often_it_is_cited(cast: Cast, sari: Client) -> None:
    actor = cast.actor("sari")
    with scope({KOTIM}):
        document = make_document(actor, opd=cast.health, subject="SK Bupati", region_wide=True)
        StoredFile.objects.filter(pk=document.file_id).update(page_count=12, size=1_400_000)
        draft = make_draft(actor, opd=cast.health, period=cast.period)
        for row in (16, 23):
            cite_document(draft.pk, row=row, actor=actor, document_id=document.pk)
    page = page_of(sari, cast, "documents")
    for words in (
        "Nomor 188/1/2025",
        "2 Januari 2025",
        "PDF",
        "12 halaman",
        "1,4\u00a0MB",
        "Dikutip di 2 baris",
    ):
        assert words in page
    assert "untuk seluruh daerah" in page
    one = page_of(sari, cast, "document", document_id=document.pk)
    assert "Untuk seluruh daerah: semua OPD dapat melihat dan mengutipnya. Milik Dinas Kesehatan." in one


def test_document_of_the_opd_alone_says_who_else_sees_it(cast: Cast, sari: Client) -> None:
    with scope({KOTIM}):
        document = make_document(cast.actor("sari"), opd=cast.health)
        ours = make_document(cast.actor("hendra"), opd=None, subject="RKPD")
    assert "Dinas Kesehatan, desk, dan admin daerah." in page_of(
        sari, cast, "document", document_id=document.pk
    )
    assert "Milik daerah; semua OPD dapat melihat dan mengutipnya." in page_of(
        sari, cast, "document", document_id=ours.pk
    )


def test_file_that_waits_or_was_refused_says_so_on_the_shelf_and_on_its_page(
    cast: Cast, sari: Client
) -> None:
    with scope({KOTIM}):
        waiting, refused = (make_document(cast.actor("sari"), opd=cast.health, subject=name) for name in "ab")
        StoredFile.objects.filter(pk=waiting.file_id).update(state=FileState.WAITING)
        StoredFile.objects.filter(pk=refused.file_id).update(state=FileState.REFUSED, finding="Uji.Tanda")
    shelf = page_of(sari, cast, "documents")
    assert "Menunggu pemindaian virus" in shelf
    assert "Ditolak pemindaian virus (Uji.Tanda)" in shelf
    assert "Ditolak pemindaian virus (Uji.Tanda)" in page_of(sari, cast, "document", document_id=refused.pk)


def test_link_says_what_its_check_found(cast: Cast, sari: Client) -> None:
    with scope({KOTIM}):
        broken = link_to(cast, "putus", LinkState.BROKEN)
        alive = link_to(cast, "hidup", LinkState.ALIVE)
    shelf = page_of(sari, cast, "documents")
    assert shelf.count("Catatan pemeriksa.") == 1
    assert "Catatan pemeriksa." in page_of(sari, cast, "document", document_id=broken.pk)
    assert "Tautan dapat dibuka." in page_of(sari, cast, "document", document_id=alive.pk)


def test_link_is_looked_at_when_it_is_added_and_when_asked(
    cast: Cast, sari: Client, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    asked: list[dict[str, int]] = []
    monkeypatch.setattr("iga_portal.tenancy.tasks.send", lambda name, **kwargs: asked.append(kwargs) or True)
    with scope({KOTIM}), django_capture_on_commit_callbacks(execute=True):
        document = add_document(
            actor=cast.actor("sari"), opd_id=cast.health.pk, subject="Video", link="https://contoh.go.id/"
        )
        theirs = make_document(cast.actor("dewi"), opd=cast.education, region_wide=True)
    asked_for = [entry["document_id"] for entry in asked if "document_id" in entry]
    assert asked_for == [document.pk]
    with django_capture_on_commit_callbacks(execute=True):
        told = sari.post(address("document_check", cast.health, document_id=document.pk), follow=True)
        other = sari.post(address("document_check", cast.health, document_id=theirs.pk), follow=True)
    assert "Tautan sedang diperiksa." in told.content.decode()
    assert "Hanya pemilik dokumen" in other.content.decode()
    assert [entry["document_id"] for entry in asked if "document_id" in entry] == [document.pk] * 2


# What it is narrowed to, order, search -----------------------------------------------------------------------------


def test_library_is_narrowed_by_what_is_missing_unused_or_in_trouble(cast: Cast, sari: Client) -> None:
    actor = cast.actor("sari")
    with scope({KOTIM}):
        done = make_document(actor, opd=cast.health, subject="Lengkap dan dikutip")
        bare = shelved(actor, opd=cast.health, subject="Surat_tanpa tanggal")
        change = {"subject": "Surat tugas", "number": "", "dated": None, "is_region_wide": False}
        change_document(bare.pk, actor=actor, **change)
        photo = make_document(actor, opd=cast.health, subject="Foto bimtek")
        bare_photo = {"media_type": "image/jpeg", "name": "Foto__bimtek.jpg"}
        StoredFile.objects.filter(pk=photo.file_id).update(**bare_photo)
        Document.objects.filter(pk=photo.pk).update(number="", dated=None)
        told = make_document(actor, opd=cast.health, subject="Foto lain")
        StoredFile.objects.filter(pk=told.file_id).update(media_type="image/jpeg")
        Document.objects.filter(pk=told.pk).update(subject="Foto pelatihan kader", number="", dated=None)
        link_to(cast, "putus", LinkState.BROKEN)
        link_to(cast, "masuk", LinkState.CLOSED)
        attached = make_document(actor, opd=cast.health, subject="DPA")
        theirs = make_document(cast.actor("dewi"), opd=cast.education, subject="Bersama", region_wide=True)
        Document.objects.filter(pk=theirs.pk).update(dated=None)
        draft = make_draft(actor, opd=cast.health, period=cast.period)
        cite_document(draft.pk, row=16, actor=actor, document_id=done.pk)
        draft.budget_document = attached
        draft.save(update_fields=["budget_document"])
    found = {
        name: sorted(titles(page_of(sari, cast, "documents", f"?saring={name}")))
        for name in ("belum-lengkap", "tidak-dikutip", "bermasalah", "lain")
    }
    assert found["belum-lengkap"] == ["Foto bimtek", "Surat tugas"]
    assert found["tidak-dikutip"] == [
        "Bersama",
        "Foto bimtek",
        "Foto pelatihan kader",
        "Surat tugas",
        "masuk",
        "putus",
    ]
    assert found["bermasalah"] == ["masuk", "putus"]
    assert len(found["lain"]) == 8
    with scope({KOTIM}):
        # The words on the card and the question to the database are one rule.
        assert {document.pk for document in library(actor, mine=True) if details_missing(document)} == set(
            incomplete(library(actor, mine=True)).values_list("pk", flat=True)
        )


@pytest.mark.parametrize(
    ("name", "subject"),
    [
        ("SK_Bupati_2025.pdf", "SK Bupati 2025"),
        ("Laporan  akhir (1).v2.PDF", "Laporan akhir (1).v2"),
        (".pdf", ".pdf"),
        ("tanpa-ending", "tanpa-ending"),
        ("x" * 400 + ".pdf", "x" * 300),
    ],
)
def test_subject_is_the_file_s_name_until_somebody_says_more(name: str, subject: str) -> None:
    assert subject_from_name(name) == subject


def test_order_and_search_stand_in_the_address(cast: Cast, sari: Client) -> None:
    actor = cast.actor("sari")
    with scope({KOTIM}):
        for subject, dated in (("B", date(2024, 1, 1)), ("A", date(2025, 1, 1)), ("C", None)):
            document = make_document(actor, opd=cast.health, subject=subject)
            Document.objects.filter(pk=document.pk).update(dated=dated)
        draft = make_draft(actor, opd=cast.health, period=cast.period)
        cite_document(draft.pk, row=16, actor=actor, document_id=Document.objects.get(subject="B").pk)
    assert titles(page_of(sari, cast, "documents")) == ["C", "A", "B"]
    assert titles(page_of(sari, cast, "documents", "?urut=tentang")) == ["A", "B", "C"]
    assert titles(page_of(sari, cast, "documents", "?urut=-dikutip"))[0] == "B"
    assert titles(page_of(sari, cast, "documents", "?urut=jahat%27--")) == ["C", "A", "B"]
    assert titles(page_of(sari, cast, "documents", "?cari=a.pdf")) == ["A"]


def test_shelf_asks_the_same_of_10_and_of_1000_documents(cast: Cast, sari: Client) -> None:
    actor = cast.actor("sari")
    with scope({KOTIM}):
        document = make_document(actor, opd=cast.health)
        pattern = {
            "region_id": KOTIM, "opd_id": cast.health.pk, "file_id": document.file_id, "created_by_id": actor.person_id,
        }  # fmt: skip
        Document.objects.bulk_create(Document(subject=f"SK {n}", **pattern) for n in range(10))
    counts = {}
    url = address("documents", cast.health)
    sari.get(url)
    for query in ("", "?saring=belum-lengkap", "?saring=tidak-dikutip&urut=-dikutip&cari=sk"):
        with counted() as few:
            sari.get(url + query)
        counts[query] = few.value
    with scope({KOTIM}):
        Document.objects.bulk_create(Document(subject=f"Surat sk {n}", **pattern) for n in range(1000))
    for query, few_queries in counts.items():
        with counted() as many:
            answer = sari.get(url + query)
        assert (answer.status_code, many.value) == (200, few_queries), query
        assert many.value <= LIST_LIMIT, query


# The quick table ---------------------------------------------------------------------------------------------------


def details_of(*documents: Document, **changes: str) -> dict[str, object]:
    data: dict[str, object] = {"id": [document.pk for document in documents]}
    for document in documents:
        for field, hash_ in seen_of(document).items():
            data[f"d{document.pk}-terlihat-{field}"] = hash_
        data[f"d{document.pk}-subject"] = document.subject
        data[f"d{document.pk}-number"] = document.number
        data[f"d{document.pk}-dated"] = document.dated.isoformat() if document.dated else ""
    return data | changes


def test_quick_table_offers_what_is_lacking_and_saves_many_at_once(cast: Cast, sari: Client) -> None:
    actor = cast.actor("sari")
    with scope({KOTIM}):
        make_document(actor, opd=cast.health, subject="Sudah lengkap sekali")
        first, second = (shelved(actor, opd=cast.health, subject=f"scan_{n}") for n in (1, 2))
    page = page_of(sari, cast, "document_details")
    assert ("Sudah lengkap sekali" in page, "scan_1.pdf" in page, "scan_2.pdf" in page) == (False, True, True)
    url = address("document_details", cast.health)
    data = details_of(first, second)
    data |= {
        f"d{first.pk}-subject": "SK Tim Inovasi",
        f"d{first.pk}-number": "800/1",
        f"d{first.pk}-dated": "2025-03-01",
        f"d{second.pk}-subject": "SOP Antrean",
        f"d{second.pk}-dated": "2025-03-02",
        f"d{second.pk}-is_region_wide": "on",
    }
    answer = sari.post(url, data, follow=True)
    assert "Keterangan 2 dokumen tersimpan." in answer.content.decode()
    with scope({KOTIM}):
        assert list(
            Document.objects.filter(pk__in=[first.pk, second.pk])
            .order_by("pk")
            .values_list("subject", "number", "dated", "is_region_wide")
        ) == [
            ("SK Tim Inovasi", "800/1", date(2025, 3, 1), False),
            ("SOP Antrean", "", date(2025, 3, 2), True),
        ]


def test_quick_table_keeps_what_is_right_and_shows_what_is_not(cast: Cast, sari: Client) -> None:
    with scope({KOTIM}):
        first, second = (shelved(cast.actor("sari"), opd=cast.health, subject=f"scan_{n}") for n in (1, 2))
    data = details_of(first, second)
    data |= {
        f"d{first.pk}-subject": "",
        f"d{first.pk}-number": "tetap di sini",
        f"d{second.pk}-subject": "SOP Antrean",
    }
    page = sari.post(address("document_details", cast.health), data).content.decode()
    assert 'value="tetap di sini"' in page
    assert "scan_2.pdf" not in page
    with scope({KOTIM}):
        assert list(Document.objects.order_by("pk").values_list("subject", flat=True)) == [
            "scan_1",
            "SOP Antrean",
        ]


@pytest.mark.parametrize("whose", ["foreign", "shared", "nothing"])
def test_quick_table_knows_no_document_of_others(cast: Cast, sari: Client, whose: str) -> None:
    with scope({KOTIM}):
        theirs = make_document(cast.actor("dewi"), opd=cast.education, region_wide=whose == "shared")
    pk = 999_999 if whose == "nothing" else theirs.pk
    url = address("document_details", cast.health)
    assert sari.get(f"{url}?id={pk}").status_code == 404
    assert sari.post(url, {"id": [pk], f"d{pk}-subject": "Diambil"}).status_code == 404
    with scope({KOTIM}):
        theirs.refresh_from_db()
        assert theirs.subject == "SK Bupati"


# Two people, two tabs ----------------------------------------------------------------------------------------------

NEW = {"subject": "SK", "number": "1", "dated": None, "is_region_wide": False}


def test_second_writer_of_the_same_detail_sees_both_and_decides(cast: Cast, sari: Client) -> None:
    actor = cast.actor("sari")
    with scope({KOTIM}):
        document = make_document(actor, opd=cast.health, subject="Awal")
    url = address("document", cast.health, document_id=document.pk)
    shown = sari.get(url).content.decode()
    hashes = dict(re.findall(r'name="(terlihat-\w+)" value="(\w+)"', shown))
    assert set(hashes) == {f"terlihat-{name}" for name in ("subject", "number", "dated", "is_region_wide")}
    with scope({KOTIM}):
        change_document(
            document.pk,
            actor=actor,
            **{**NEW, "subject": "Dari rekan", "number": "99", "dated": date(2025, 1, 2)},
        )
    # The number stays as it was shown: the colleague's number is kept. The subject was changed by both.
    typed = {"subject": "Dari Sari", "number": "188/1/2025", "dated": "2025-01-02", **hashes}
    page = sari.post(url, typed).content.decode()
    assert "Diubah orang lain sejak halaman dibuka" in page
    assert "“Dari rekan”" in page
    assert 'value="Dari Sari"' in page
    with scope({KOTIM}):
        document.refresh_from_db()
        assert (document.subject, document.number) == ("Dari rekan", "99")
    again = dict(re.findall(r'name="(terlihat-\w+)" value="(\w+)"', page))
    sari.post(url, {**typed, **again, "number": "99"})
    with scope({KOTIM}):
        document.refresh_from_db()
        assert (document.subject, document.number) == ("Dari Sari", "99")


def test_details_that_only_a_colleague_changed_are_kept(cast: Cast) -> None:
    actor = cast.actor("sari")
    with scope({KOTIM}):
        document = make_document(actor, opd=cast.health, subject="Awal")
        seen = seen_of(document)
        change_document(document.pk, actor=actor, **{**NEW, "subject": "Awal", "number": "dari rekan"})
        mended = change_document(
            document.pk,
            actor=actor,
            seen=seen,
            subject="Baru",
            number=document.number,
            dated=None,
            is_region_wide=False,
        )
        assert (mended.subject, mended.number) == ("Baru", "dari rekan")
        with pytest.raises(StaleDetails) as stale:
            change_document(
                document.pk, actor=actor, seen=seen, **{**NEW, "subject": "Awal", "number": "dari saya"}
            )
        assert [(entry.field, entry.value) for entry in stale.value.standing] == [("number", "dari rekan")]


def test_replacing_is_pressed_on_the_list_of_citations_that_was_shown(cast: Cast, sari: Client) -> None:
    actor = cast.actor("sari")
    with scope({KOTIM}):
        document = make_document(actor, opd=cast.health)
        draft = make_draft(actor, opd=cast.health, period=cast.period)
    url = address("document_replace", cast.health, document_id=document.pk)
    listed = re.findall(r'name="terlihat-kutipan" value="(\w+)"', sari.get(url).content.decode())[0]
    with scope({KOTIM}):
        cite_document(draft.pk, row=16, actor=actor, document_id=document.pk)
    page = sari.post(url, {"link": "https://contoh.go.id/baru", "terlihat-kutipan": listed}).content.decode()
    assert "Kutipan dokumen ini berubah sejak halaman dibuka" in page
    with scope({KOTIM}):
        assert Document.objects.get().is_current
    fresh = re.findall(r'name="terlihat-kutipan" value="(\w+)"', page)[0]
    sari.post(url, {"link": "https://contoh.go.id/baru", "terlihat-kutipan": fresh})
    with scope({KOTIM}):
        assert Document.objects.get(is_current=True).replaces_id == document.pk
        assert uses_of(actor, Document.objects.get(is_current=True))[0].rows == [16]


def test_every_version_stays_in_the_history_of_the_newest(cast: Cast, sari: Client) -> None:
    actor = cast.actor("sari")
    with scope({KOTIM}):
        first = make_document(actor, opd=cast.health)
        second = replace_document(first.pk, actor=actor, link="https://contoh.go.id/2")
        third = replace_document(second.pk, actor=actor, link="https://contoh.go.id/3")
    page = page_of(sari, cast, "document", document_id=third.pk)
    versions = page.split('id="versi"', 1)[1]
    assert versions.index(address("document", cast.health, document_id=second.pk)) < versions.index(
        address("document", cast.health, document_id=first.pk)
    )


# Texts, receipts, pages --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "text", "words"),
    [
        ("subject", "SK\u202eBupati", "pembalik arah tulisan"),
        ("subject", "SK\x00Bupati", "karakter kendali"),
        ("subject", "x" * 301, "paling banyak 300"),
        ("subject", "x" * 10_000_000, "paling banyak 300"),
        ("number", "9" * 121, "paling banyak 120"),
    ],
)
def test_text_that_deceives_or_never_ends_is_refused_with_nothing_written(
    cast: Cast, field: str, text: str, words: str
) -> None:
    from django.core.exceptions import ValidationError

    details = {"subject": "SK", "number": "1", field: text}
    with scope({KOTIM}):
        with pytest.raises(ValidationError, match=words):
            add_document(
                actor=cast.actor("sari"), opd_id=cast.health.pk, link="https://contoh.go.id/", **details
            )
        assert not Document.objects.exists()


def test_each_file_brings_a_receipt_and_a_link_none(cast: Cast, sari: Client) -> None:
    actor = cast.actor("sari")
    with scope({KOTIM}):
        document = make_document(actor, opd=cast.health)
        link_to(cast, "tautan", LinkState.ALIVE)
        receipt = Receipt.objects.get()
        assert (receipt.kind, receipt.document_id, receipt.issued_to_id) == (
            ReceiptKind.UPLOAD,
            document.pk,
            actor.person_id,
        )
        assert receipt.sha256 == document.file.sha256  # type: ignore[union-attr]
    assert receipt.code in page_of(sari, cast, "document", document_id=document.pk)


def test_receipts_of_a_shared_document_are_its_owner_s(cast: Cast, sari: Client) -> None:
    with scope({KOTIM}):
        theirs = make_document(cast.actor("dewi"), opd=cast.education, region_wide=True)
        code = Receipt.objects.get().code
    assert code not in page_of(sari, cast, "document", document_id=theirs.pk)


@pytest.mark.parametrize(
    ("pages", "spans"),
    [
        ("", []),
        ("1, 4-6", [(1, 1), (4, 6)]),
        ("hlm. 3 dan 4–7", [(3, 3), (4, 7)]),
        ("Halaman 12", [(12, 12)]),
        ("1; 2 & 3", [(1, 1), (2, 2), (3, 3)]),
        ("lampiran", None),
        ("1-2-3", None),
        ("1,,2", None),
    ],
)
def test_pages_are_read_as_people_write_them(pages: str, spans: list[tuple[int, int]] | None) -> None:
    assert spans_of(pages) == spans


@pytest.mark.parametrize(
    ("pages", "count", "doubt"),
    [
        ("1, 4-6", 6, ""),
        ("1, 4-6", None, ""),
        ("", 3, ""),
        ("1, 4-7", 6, "Berkas ini hanya 6 halaman; halaman 7 tidak ada."),
        ("6-4", 6, "Rentang halaman terbalik"),
        ("0", 6, "Rentang halaman terbalik"),
        ("lampiran", 6, "Tulis halaman sebagai angka"),
    ],
)
def test_pages_that_cannot_be_are_doubted(pages: str, count: int | None, doubt: str) -> None:
    found = doubt_about(pages, page_count=count)
    assert found.startswith(doubt) if doubt else found == ""


def test_doubtful_pages_are_cited_and_told(cast: Cast, sari: Client) -> None:
    actor = cast.actor("sari")
    with scope({KOTIM}):
        document = make_document(actor, opd=cast.health, subject="RKPD")
        StoredFile.objects.filter(pk=document.file_id).update(page_count=3)
        draft = make_draft(actor, opd=cast.health, period=cast.period)
    url = address("row_library", cast.health, public_id=draft.public_id, row=16)
    answer = sari.post(url, {"dokumen": document.pk, f"hlm-{document.pk}": "2-5"}, follow=True)
    assert "RKPD: Berkas ini hanya 3 halaman; halaman 5 tidak ada." in answer.content.decode()
    with scope({KOTIM}):
        citation = Citation.objects.get()
        assert citation.pages == "2-5"
    page = page_of(sari, cast, "row", public_id=draft.public_id, row=16)
    assert "Berkas ini hanya 3 halaman; halaman 5 tidak ada." in page
    url = address("row_pages", cast.health, public_id=draft.public_id, row=16, citation_id=citation.pk)
    part = sari.post(url, {f"hlm-kutipan-{citation.pk}": "2, 3"}).content.decode()
    assert "Halaman tersimpan." in part
    with scope({KOTIM}):
        citation.refresh_from_db()
        assert citation.pages == "2, 3"


def test_pages_typed_into_the_list_are_kept_by_any_button_of_the_row(cast: Cast, sari: Client) -> None:
    actor = cast.actor("sari")
    with scope({KOTIM}):
        draft = make_complete(actor, opd=cast.health, period=cast.period)
        citation = Citation.objects.get(answer__innovation=draft, answer__row=16)
    url = address("row", cast.health, public_id=draft.public_id, row=16)
    sari.post(url, {f"hlm-kutipan-{citation.pk}": "1", "level": "2", "aksi": "pustaka"})
    sari.post(url, {f"hlm-kutipan-{citation.pk}": " 1,  1 ", "level": "2", "aksi": "pustaka"})
    with scope({KOTIM}):
        citation.refresh_from_db()
    assert citation.pages == "1, 1"


def test_pages_of_a_locked_row_stay(cast: Cast, sari: Client) -> None:
    from tests.cast import submit

    actor = cast.actor("sari")
    with scope({KOTIM}):
        claimed = submit(make_complete(actor, opd=cast.health, period=cast.period), actor)
        citation = Citation.objects.get(answer__innovation=claimed, answer__row=16)
    url = address("row_pages", cast.health, public_id=claimed.public_id, row=16, citation_id=citation.pk)
    part = sari.post(url, {f"hlm-kutipan-{citation.pk}": "3"}).content.decode()
    assert "terkunci" in part
    with scope({KOTIM}):
        citation.refresh_from_db()
    assert citation.pages == "1"


def test_hint_and_refusal_name_the_same_limits(cast: Cast, sari: Client, settings: object) -> None:
    settings.DOCUMENT_MAX_BYTES = 3 * 1024 * 1024  # type: ignore[attr-defined]
    settings.VIDEO_MAX_BYTES = 7 * 1024 * 1024  # type: ignore[attr-defined]
    with scope({KOTIM}):
        draft = make_draft(cast.actor("sari"), opd=cast.health, period=cast.period)
    hint = "PDF, JPG, PNG (paling besar 3 MB) atau MP4 (paling besar 7 MB)."
    for name, kwargs in (
        ("documents", {}),
        ("document_new", {}),
        ("row", {"public_id": draft.public_id, "row": 16}),
        ("proposal_step", {"public_id": draft.public_id, "step": "lampiran"}),
    ):
        page = page_of(sari, cast, name, **kwargs)
        assert hint in page, name
        if name != "proposal_step":
            assert 'data-document-limit="3145728" data-video-limit="7340032"' in page, name
    large = upload_of("besar", name="besar.pdf")
    large.file.seek(0, 2)
    large.file.write(b"%" * 3 * 1024 * 1024)
    large.file.seek(0)
    large.size = 3 * 1024 * 1024 + 800
    page = sari.post(
        address("document_new", cast.health), {"file": large, "subject": "Besar", "opd": cast.health.pk}
    ).content.decode()
    assert "melebihi batas 3 MB" in page
