"""Requests that no page of ours sends: each gets a clear answer, changes nothing, and tells nothing of others."""

from __future__ import annotations

import io
import struct
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client

from iga_portal.files.models import FileState, StoredFile
from iga_portal.refusals import Refused
from iga_portal.tenancy.scope import scope
from innovations.bulk import gate
from innovations.domain.answers import cite_document
from innovations.domain.items import DOCUMENT_FIELDS
from innovations.forms.documents import AttachmentsForm
from innovations.forms.steps import BY_SLUG
from innovations.models import Citation, Document, Innovation, Receipt
from tests.cast import KOTIM, Cast, make_document, make_draft
from tests.innovations.autosave_support import autosave_url, send
from tests.innovations.opd_support import address, shelved, signed_in, upload_of
from tests.innovations.test_receipts import verify_url


@pytest.fixture
def client(cast: Cast) -> Client:
    """Sari's, of the health office."""
    return signed_in(cast.sari)


@pytest.fixture
def draft(cast: Cast) -> Innovation:
    with scope({KOTIM}):
        return make_draft(cast.actor("sari"), opd=cast.health, period=cast.period)


@pytest.fixture
def citation(cast: Cast, draft: Innovation) -> Citation:
    with scope({KOTIM}):
        document = make_document(cast.actor("sari"), opd=cast.health)
        return cite_document(draft.pk, row=16, actor=cast.actor("sari"), document_id=document.pk, pages="2")


def pages_of(citation: Citation) -> str:
    with scope({KOTIM}):
        return Citation.objects.get(pk=citation.pk).pages


# Texts -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("pages", ["3\x00", "3\x1b[2J", "3\u202e4"])
def test_pages_with_hidden_characters_are_refused_in_words(
    cast: Cast, client: Client, draft: Innovation, citation: Citation, pages: str
) -> None:
    place = {"public_id": draft.public_id, "row": 16}
    url = address("row_pages", cast.health, citation_id=citation.pk, **place)
    answer = client.post(url, {f"hlm-kutipan-{citation.pk}": pages})
    assert answer.status_code == 200
    assert "Hapus bagian itu" in answer.content.decode()
    assert pages_of(citation) == "2"
    library = address("row_library", cast.health, **place)
    answer = client.post(library, {"dokumen": citation.document_id, f"hlm-{citation.document_id}": pages})
    assert "Hapus bagian itu" in answer.content.decode()
    assert pages_of(citation) == "2"


@pytest.mark.parametrize("name", ["documents", "receipts", "innovations", "copy"])
def test_search_for_what_no_text_can_hold_is_refused(cast: Cast, client: Client, name: str) -> None:
    assert client.get(address(name, cast.health), {"cari": "a\x00b"}).status_code == 400


def test_reply_to_an_unknown_reason_is_not_found_whatever_its_text(cast: Cast, client: Client) -> None:
    for text in ("Sudah diperbaiki.", "x\x00", "x" * 5000):
        answer = client.post(address("reply", cast.health), {"alasan": "987654321", "balasan": text})
        assert answer.status_code == 404


# What others have --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("is_attachment", [True, False])
def test_autosave_answers_alike_for_another_opd_s_innovation_and_for_none(
    cast: Cast, draft: Innovation, is_attachment: bool
) -> None:
    field = DOCUMENT_FIELDS[0] if is_attachment else "name"
    step = next(
        slug
        for slug, entry in BY_SLUG.items()
        if (issubclass(entry.form, AttachmentsForm) if is_attachment else field in entry.form.base_fields)
    )
    dewi = signed_in(cast.dewi)
    value, nothing = "" if is_attachment else "Nama", Innovation(public_id=uuid4())
    foreign = send(dewi, autosave_url(cast.education, draft, step), field, value, seen="")
    unknown = send(dewi, autosave_url(cast.education, nothing, step), field, value, seen="")
    assert foreign.status_code == unknown.status_code == 404


# Files -------------------------------------------------------------------------------------------------------------


def test_person_who_is_signed_in_may_compare_a_file_with_a_receipt(cast: Cast, client: Client) -> None:
    cache.clear()
    with scope({KOTIM}):
        shelved(cast.actor("sari"), opd=cast.health, subject="SK")
        code = Receipt.objects.get().code
    answer = client.post(verify_url(code), {"berkas": upload_of("SK")})
    assert answer.status_code == 200
    assert "adalah yang diterima portal" in answer.content.decode().split("data-failed=", 1)[1]


def test_keeping_a_twin_apart_twice_makes_one_document(cast: Cast, client: Client, draft: Innovation) -> None:
    with scope({KOTIM}):
        twin = shelved(cast.actor("sari"), opd=cast.health, subject="SK")
    data = {
        "aksi": "simpan",
        "dokumen": twin.pk,
        "nama": "SK lain.pdf",
        "inovasi": draft.public_id,
        "baris": 16,
    }
    first, again = (client.post(address("upload_twin", cast.health), data).json() for _press in range(2))
    assert first["document"] == again["document"]
    with scope({KOTIM}):
        assert Document.objects.count() == 2
        assert Receipt.objects.count() == 2


def test_bytes_in_which_the_scanner_found_something_are_neither_offered_nor_kept(
    cast: Cast, client: Client
) -> None:
    with scope({KOTIM}):
        twin = shelved(cast.actor("sari"), opd=cast.health, subject="SK")
        assert twin.file is not None
        StoredFile.objects.filter(pk=twin.file.pk).update(state=FileState.REFUSED)
    url = address("upload_twin", cast.health)
    assert client.get(url, {"sha256": twin.file.sha256}).json() == {"document": None}
    for decision in ("kutip", "simpan"):
        assert client.post(url, {"aksi": decision, "dokumen": twin.pk, "nama": "x.pdf"}).status_code == 404


def test_directory_that_hides_behind_a_zip64_record_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate.zipfile, "ZipFile", lambda *_: pytest.fail("the directory was read"))
    entries = b"PK\x01\x02" + b"\0" * 42
    content = b"PK\x03\x04" + entries * 20_000
    record = struct.pack(
        "<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, 20_000, 20_000, len(entries) * 20_000, 4
    )
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, len(content), 1)
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 3, 3, 100, 4, 0)
    whole = content + record + locator + end
    with pytest.raises(Refused) as refused:
        gate.refuse_at_door(io.BytesIO(whole), size=len(whole))
    assert refused.value.code == "bomb"
