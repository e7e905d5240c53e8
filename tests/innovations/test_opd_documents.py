"""The document library of an OPD: what is in it, who may change it, and what replacing does."""

from __future__ import annotations

import pytest
from django.test import Client

from iga_portal.files.models import StoredFile
from iga_portal.tenancy.scope import scope
from innovations.domain.answers import cite_document
from innovations.domain.innovations import change_proposal
from innovations.enums import State
from innovations.models import Citation, Document, Innovation
from tests.cast import KOTIM, Cast, make_complete, make_document, make_draft, submit, verify
from tests.innovations.opd_support import address, shelved, signed_in, upload_of


@pytest.fixture
def sari(cast: Cast) -> Client:
    return signed_in(cast.sari)


def page_of(client: Client, cast: Cast, name: str, query: str = "", **kwargs: int) -> str:
    return client.get(address(name, cast.health, **kwargs) + query).content.decode()


def test_library_holds_what_may_be_cited_and_nothing_else(cast: Cast, sari: Client) -> None:
    with scope({KOTIM}):
        make_document(cast.actor("sari"), opd=cast.health, subject="Milik dinas")
        make_document(cast.actor("sari"), opd=cast.clinic, subject="Milik unit")
        make_document(cast.actor("hendra"), opd=None, subject="Milik daerah")
        make_document(cast.actor("dewi"), opd=cast.education, subject="Milik bersama", region_wide=True)
        make_document(cast.actor("dewi"), opd=cast.education, subject="Milik orang")
        old = make_document(cast.actor("sari"), opd=cast.health, subject="Sudah diganti")
        Document.objects.filter(pk=old.pk).update(is_current=False)
    every, own = page_of(sari, cast, "documents"), page_of(sari, cast, "documents", "?milik=opd")
    names = ("Milik dinas", "Milik unit", "Milik daerah", "Milik bersama", "Milik orang", "Sudah diganti")
    assert [name in every for name in names] == [True, True, True, True, False, False]
    assert [name in own for name in names] == [True, True, False, False, False, False]


def test_library_is_searched_by_subject_and_number(cast: Cast, sari: Client) -> None:
    with scope({KOTIM}):
        make_document(cast.actor("sari"), opd=cast.health, subject="Laporan kinerja")
        make_document(cast.actor("sari"), opd=cast.health, subject="Surat tugas")
    found = page_of(sari, cast, "documents", "?cari=tugas+188")
    assert ("Surat tugas" in found, "Laporan kinerja" in found) == (True, False)
    assert "Tidak ada dokumen yang cocok" in page_of(sari, cast, "documents", "?cari=zzz")


def test_new_document_belongs_to_the_unit_it_was_given_to(cast: Cast, sari: Client) -> None:
    data = {
        "file": upload_of("sop"),
        "subject": "SOP antrean",
        "number": "800/12",
        "dated": "2024-03-01",
        "opd": cast.clinic.pk,
        "is_region_wide": "on",
    }
    answer = sari.post(address("document_new", cast.health), data)
    with scope({KOTIM}):
        made = Document.objects.get()
        assert (made.opd_id, made.subject, made.number, made.is_region_wide) == (
            cast.clinic.pk,
            "SOP antrean",
            "800/12",
            True,
        )
    assert answer["Location"] == address("document", cast.health, document_id=made.pk)


def test_new_document_cannot_be_given_to_another_opd(cast: Cast, sari: Client) -> None:
    data = {"file": upload_of("sop"), "subject": "SOP", "opd": cast.education.pk}
    assert sari.post(address("document_new", cast.health), data).status_code == 200
    with scope({KOTIM}):
        assert (Document.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_refused_upload_keeps_what_was_typed(cast: Cast, sari: Client) -> None:
    bad = upload_of("x", name="sop.pdf")
    bad.file.seek(0)
    bad.file.write(b"GIF89a")
    bad.file.seek(0)
    data = {"file": bad, "subject": "SOP antrean", "number": "800/12", "opd": cast.health.pk}
    page = sari.post(address("document_new", cast.health), data).content.decode()
    assert "tidak diterima" in page
    assert 'value="SOP antrean"' in page
    assert 'value="800/12"' in page


def test_same_file_is_offered_and_may_be_kept_apart(cast: Cast, sari: Client) -> None:
    with scope({KOTIM}):
        there = shelved(cast.actor("sari"), opd=cast.health, subject="SOP lama")
    url = address("document_new", cast.health)
    data = {"subject": "SOP baru", "opd": cast.health.pk}
    page = sari.post(url, {**data, "file": upload_of("SOP lama")}).content.decode()
    assert "Berkas yang sama sudah ada di pustaka" in page
    assert address("document", cast.health, document_id=there.pk) in page
    sari.post(url, {**data, "aksi": "simpan-kembar", "kembar": there.pk})
    with scope({KOTIM}):
        assert Document.objects.get(subject="SOP baru").file_id == there.file_id


def test_details_are_mended_by_the_owner_only(cast: Cast, sari: Client) -> None:
    with scope({KOTIM}):
        own = make_document(cast.actor("sari"), opd=cast.health)
        shared = make_document(cast.actor("dewi"), opd=cast.education, subject="Bersama", region_wide=True)
    data = {"subject": "SK yang benar", "number": "", "dated": "", "is_region_wide": ""}
    for document in (own, shared):
        sari.post(address("document", cast.health, document_id=document.pk), data)
    with scope({KOTIM}):
        own.refresh_from_db()
        shared.refresh_from_db()
    assert (own.subject, own.number, own.dated) == ("SK yang benar", "", None)
    assert (shared.subject, shared.is_region_wide) == ("Bersama", True)
    page = page_of(sari, cast, "document", document_id=shared.pk)
    assert 'name="subject"' not in page
    assert address("document_replace", cast.health, document_id=shared.pk) not in page


def test_document_tells_where_it_is_cited_and_of_others_only_how_much(cast: Cast, sari: Client) -> None:
    with scope({KOTIM}):
        shared = make_document(cast.actor("sari"), opd=cast.health, subject="SK bersama", region_wide=True)
        mine = make_draft(cast.actor("sari"), opd=cast.health, period=cast.period, name="Antar Obat")
        theirs = make_draft(cast.actor("dewi"), opd=cast.education, period=cast.period, name="Rahasia Guru")
        for row in (16, 23):
            cite_document(mine.pk, row=row, actor=cast.actor("sari"), document_id=shared.pk)
        for row in (16, 17, 18):
            cite_document(theirs.pk, row=row, actor=cast.actor("dewi"), document_id=shared.pk)
        change_proposal(
            mine.pk,
            actor=cast.actor("sari"),
            seen=None,
            changes={"budget_document": shared},
        )
    for name in ("document", "document_replace"):
        page = page_of(sari, cast, name, document_id=shared.pk)
        assert "Antar Obat" in page
        assert address("row", cast.health, public_id=mine.public_id, row=23) in page
        assert "lampiran profil" in page
        assert "Dinas Pendidikan" in page
        assert "1 inovasi, 3 baris" in page
        assert "Rahasia Guru" not in page
    # To those who only read it: nothing of the others.
    place = address("document", cast.education, document_id=shared.pk)
    reader = signed_in(cast.dewi).get(place).content.decode()
    assert "Rahasia Guru" in reader
    assert "2 baris" not in reader


# Replacing ---------------------------------------------------------------------------------------------------------


def test_replacing_tells_what_reopens_and_then_does_it(cast: Cast, sari: Client) -> None:
    actor = cast.actor("sari")
    with scope({KOTIM}):
        verified = verify(
            submit(make_complete(actor, opd=cast.health, period=cast.period, name="Terverifikasi"), actor),
            cast.actor("budi"),
        )
        sent = verify(
            submit(make_complete(actor, opd=cast.health, period=cast.period, name="Terkirim"), actor),
            cast.actor("budi"),
        )
        document = Document.objects.get(subject="SK Terverifikasi")
        Citation.objects.filter(answer__innovation=sent).update(document=document)
        Innovation.objects.filter(pk=sent.pk).update(state=State.SENT)
    url = address("document_replace", cast.health, document_id=document.pk)
    page = sari.get(url).content.decode()
    assert "Inovasi yang sudah terverifikasi kembali ke desk" in page
    assert (
        "Yang sudah terkirim, dan bagian yang tidak diminta desk diperbaiki, tetap memakai versi lama."
        in page
    )
    moved, stayed = page.split("Kutipan yang ikut berganti", 1)[1].split("Yang tetap memakai versi lama", 1)
    assert ("Terkirim</a>" in moved, "Terkirim</a>" in stayed) == (False, True)
    answer = sari.post(url, {"file": upload_of("SK baru")})
    with scope({KOTIM}):
        new = Document.objects.get(replaces=document)
        verified.refresh_from_db()
        assert verified.state == State.SUBMITTED
        assert set(
            Citation.objects.filter(answer__innovation=verified).values_list("document_id", flat=True)
        ) == {new.pk}
        assert set(
            Citation.objects.filter(answer__innovation=sent).values_list("document_id", flat=True)
        ) == {document.pk}
    assert answer["Location"] == address("document", cast.health, document_id=new.pk)
    old = page_of(sari, cast, "document", document_id=document.pk)
    assert "Dokumen ini sudah diganti" in old
    assert address("document", cast.health, document_id=new.pk) in old
    # What was sent with the old version still opens it.
    answer = sari.get(address("file", cast.health, document_id=document.pk))
    assert b"".join(answer.streaming_content).startswith(b"%PDF-")


def test_replacing_twice_or_by_the_same_file_is_refused(cast: Cast, sari: Client) -> None:
    with scope({KOTIM}):
        document = shelved(cast.actor("sari"), opd=cast.health, subject="SK")
    url = address("document_replace", cast.health, document_id=document.pk)
    same = sari.post(url, {"file": upload_of("SK")}).content.decode()
    assert "Ini berkas yang sama dengan yang sekarang" in same
    nothing = sari.post(url, {}).content.decode()
    assert "Unggah berkas atau isi tautan, salah satu." in nothing
    sari.post(url, {"link": "https://example.id/sk"})
    again = sari.post(url, {"link": "https://example.id/lagi"}, follow=True).content.decode()
    assert "sudah pernah diganti" in again
    with scope({KOTIM}):
        assert [entry.link for entry in Document.objects.filter(replaces=document)] == [
            "https://example.id/sk"
        ]
        assert StoredFile.objects.count() == 1


def test_document_of_the_region_is_replaced_by_its_admin_only(cast: Cast, sari: Client) -> None:
    with scope({KOTIM}):
        region = make_document(cast.actor("hendra"), opd=None, subject="SK Bupati")
    url = address("document_replace", cast.health, document_id=region.pk)
    page = sari.post(url, {"link": "https://example.id/"}, follow=True).content.decode()
    assert "Hanya pemilik dokumen yang dapat mengubah atau menggantinya." in page
    with scope({KOTIM}):
        assert Document.objects.get().is_current
