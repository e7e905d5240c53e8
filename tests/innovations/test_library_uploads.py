"""What becomes of a file that came in pieces: one document, cited where it was dropped; the same file again; refusals."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from iga_portal.files.models import StoredFile, Upload, UploadState
from iga_portal.tenancy.scope import scope
from innovations.domain.answers import cite_document
from innovations.models import Citation, Document, Innovation, Receipt
from tests.cast import BENGKULU, KOTIM, Cast, make_complete, make_draft, submit
from tests.files.upload_support import Tus, mp4_of
from tests.innovations.opd_support import address, counted, pdf_of, shelved, signed_in


@pytest.fixture
def sari(cast: Cast) -> Tus:
    return Tus(signed_in(cast.sari), cast.health)


@pytest.fixture
def draft(cast: Cast) -> Innovation:
    with scope({KOTIM}):
        return make_draft(cast.actor("sari"), opd=cast.health, period=cast.period)


@pytest.fixture(autouse=True)
def _committed(django_capture_on_commit_callbacks: Any) -> Iterator[None]:
    with django_capture_on_commit_callbacks(execute=True):
        yield


def finish(tus: Tus, url: str, decision: str = "") -> Any:
    return tus.client.post(f"{url}selesai/", {"aksi": decision})


def aim(draft: Innovation, row: int = 16) -> dict[str, str]:
    return {"inovasi": str(draft.public_id), "baris": str(row)}


def upload_at(url: str) -> Upload:
    with scope({KOTIM}):
        return Upload.objects.get(public_id=url.rstrip("/").rsplit("/", 1)[-1])


def documents() -> list[Document]:
    with scope({KOTIM}):
        return list(Document.objects.select_related("file").order_by("pk"))


# One document ------------------------------------------------------------------------------------------------------


def test_whole_file_becomes_a_document_of_the_opd_with_a_receipt(cast: Cast, sari: Tus) -> None:
    content = pdf_of("SK")
    url = sari.whole(content, name="SK_Bupati 2025.pdf", opd=str(cast.clinic.pk))
    told = finish(sari, url).json()
    (made,) = documents()
    assert (made.opd_id, made.subject, made.is_region_wide) == (cast.clinic.pk, "SK Bupati 2025", False)
    assert told == {
        "status": "stored",
        "document": {
            "id": made.pk,
            "subject": "SK Bupati 2025",
            "url": address("document", cast.health, document_id=made.pk),
        },
        "words": "“SK Bupati 2025” ada di pustaka.",
        "notes": [],
        "cited": False,
    }
    with scope({KOTIM}):
        assert Receipt.objects.get().sha256 == hashlib.sha256(content).hexdigest()
    assert upload_at(url).state == UploadState.TAKEN


def test_file_dropped_on_a_row_is_cited_there(cast: Cast, sari: Tus, draft: Innovation) -> None:
    url = sari.whole(mp4_of(3000), name="video.mp4", **aim(draft, 16))
    told = finish(sari, url).json()
    assert told["words"] == "“video” dikutip untuk baris 16."
    assert told["cited"] is True
    assert told["notes"] == ["Pedoman menyebut format pdf untuk baris ini; desk dapat meminta gantinya."]
    with scope({KOTIM}):
        citation = Citation.objects.select_related("answer").get()
        assert (citation.answer.row, citation.document_id) == (16, documents()[0].pk)


def test_finishing_again_gives_the_same_document(cast: Cast, sari: Tus, draft: Innovation) -> None:
    url = sari.whole(pdf_of("SK"), name="SK.pdf", **aim(draft))
    first, again = finish(sari, url).json(), finish(sari, url).json()
    assert (first["document"], first["words"]) == (again["document"], again["words"])
    with scope({KOTIM}):
        counts = (
            Document.objects.count(),
            StoredFile.objects.count(),
            Citation.objects.count(),
            Receipt.objects.count(),
        )
    assert counts == (1, 1, 1, 1)


def test_two_tabs_that_finish_at_once_make_one_document(
    live_db: str, frozen_noon: None, tmp_path: Any
) -> None:
    from concurrent.futures import ThreadPoolExecutor

    from django.db import connections

    from tests.cast import make_cast

    cast = make_cast()
    tus = Tus(signed_in(cast.sari), cast.health)
    url = tus.whole(pdf_of("SK"), name="SK.pdf")
    clients = [signed_in(cast.sari) for _tab in range(4)]

    def press(client: Client) -> Any:
        try:
            return client.post(f"{url}selesai/").json()["document"]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        told = list(pool.map(press, clients))
    assert len({entry["id"] for entry in told}) == 1
    assert len(documents()) == 1


def test_unfinished_upload_makes_nothing_and_says_so(sari: Tus) -> None:
    url = sari.opened(3000)
    sari.patch(url, mp4_of(3000)[:1000], offset=0)
    answer = finish(sari, url)
    assert (answer.status_code, answer.json()["code"]) == (409, "unfinished")
    assert documents() == []


@pytest.mark.parametrize("person", ["dewi", "joko", "wati", "hendra"])
def test_somebody_else_cannot_finish_it(cast: Cast, sari: Tus, person: str) -> None:
    url = sari.whole(pdf_of("SK"), name="SK.pdf")
    assert finish(Tus(signed_in(getattr(cast, person)), cast.health), url).status_code == 404
    assert documents() == []


# Where it was dropped ----------------------------------------------------------------------------------------------


def test_aim_at_what_is_not_one_s_own_is_unknown(cast: Cast, sari: Tus, draft: Innovation) -> None:
    with scope({KOTIM, BENGKULU}):
        theirs = make_draft(cast.actor("dewi"), opd=cast.education, period=cast.period, name="Lain")
        far = make_draft(cast.actor("wati"), opd=cast.bengkulu_opd, period=cast.period, name="Jauh")
    for said in (
        aim(theirs),
        aim(far),
        {"inovasi": "bukan-uuid", "baris": "16"},
        {"inovasi": str(draft.public_id), "baris": "99"},
        {"inovasi": str(draft.public_id), "baris": "16; drop"},
        {"opd": str(cast.education.pk)},
        {"opd": str(cast.bengkulu_opd.pk)},
    ):
        url = sari.whole(pdf_of("SK"), name="SK.pdf", **said)
        assert finish(sari, url).status_code == 404, said
        sari.send("DELETE", url)
    with scope({KOTIM, BENGKULU}):
        assert not Document.objects.exists()
        assert not Citation.objects.exists()


def test_row_that_was_locked_meanwhile_keeps_the_document_and_says_why(cast: Cast, sari: Tus) -> None:
    actor = cast.actor("sari")
    with scope({KOTIM}):
        innovation = make_complete(actor, opd=cast.health, period=cast.period)
    url = sari.whole(pdf_of("baru"), name="baru.pdf", **aim(innovation))
    with scope({KOTIM}):
        submit(innovation, actor)
    told = finish(sari, url).json()
    assert told["cited"] is False
    assert told["words"].startswith(
        "“baru” ada di pustaka, tetapi belum dikutip untuk baris 16. Inovasi ini berstatus"
    )
    with scope({KOTIM}):
        assert Citation.objects.filter(document__subject="baru").count() == 0
    assert documents()[-1].subject == "baru"


# Refusals ----------------------------------------------------------------------------------------------------------


def test_damaged_file_is_refused_in_words_and_its_bytes_go(sari: Tus) -> None:
    url = sari.whole(b"%PDF-1.7 not really" + b"x" * 5000, name="rusak.pdf")
    answer = finish(sari, url)
    assert (answer.status_code, answer.json()["code"], answer.json()["over"]) == (422, "damaged", True)
    assert "rusak" in answer.json()["words"]
    upload = upload_at(url)
    assert (upload.state, documents()) == (UploadState.REFUSED, [])
    again = finish(sari, url)
    assert (again.status_code, again.json()["over"]) == (410, True)


def test_file_that_is_not_what_the_browser_announced_is_refused(sari: Tus) -> None:
    url = sari.whole(pdf_of("a"), name="a.pdf", sha256=hashlib.sha256(b"b").hexdigest())
    answer = finish(sari, url)
    assert (answer.status_code, answer.json()["code"]) == (422, "hash")
    assert (documents(), upload_at(url).state) == ([], UploadState.REFUSED)


# The same file -----------------------------------------------------------------------------------------------------


def twin_address(tus: Tus) -> str:
    return address("upload_twin", tus.opd)


def asked(tus: Tus, content: bytes) -> Any:
    digest = hashlib.sha256(content).hexdigest()
    return tus.client.get(twin_address(tus), {"sha256": digest}).json()["document"]


def test_hash_is_answered_from_what_the_person_may_see_and_from_nothing_else(cast: Cast, sari: Tus) -> None:
    with scope({KOTIM, BENGKULU}):
        own = shelved(cast.actor("sari"), opd=cast.clinic, subject="milik unit")
        shelved(cast.actor("dewi"), opd=cast.education, subject="milik orang")
        wide = shelved(cast.actor("dewi"), opd=cast.education, subject="bersama")
        Document.objects.filter(pk=wide.pk).update(is_region_wide=True)
        shelved(cast.actor("wati"), opd=cast.bengkulu_opd, subject="daerah lain")
    found = {
        name: asked(sari, pdf_of(name))
        for name in ("milik unit", "milik orang", "bersama", "daerah lain", "baru")
    }
    assert (found["milik unit"]["id"], found["bersama"]["id"]) == (own.pk, wide.pk)
    assert found["milik orang"] is found["daerah lain"] is found["baru"] is None
    assert sari.client.get(twin_address(sari), {"sha256": "' or 1=1"}).json() == {"document": None}


def test_question_about_a_foreign_file_costs_what_one_about_an_unknown_file_costs(
    cast: Cast, sari: Tus
) -> None:
    with scope({KOTIM}):
        shelved(cast.actor("dewi"), opd=cast.education, subject="milik orang")
    counts = []
    for content in (pdf_of("milik orang"), pdf_of("tidak ada di mana pun")):
        asked(sari, content)
        with counted() as count:
            asked(sari, content)
        counts.append(count.value)
    assert counts[0] == counts[1]


def test_foreign_file_is_taken_like_a_new_one_and_its_bytes_are_shared(cast: Cast, sari: Tus) -> None:
    content = mp4_of(4000)
    with scope({KOTIM}):
        dewi = Tus(signed_in(cast.dewi), cast.education)
    finish(dewi, dewi.whole(content, name="punya dewi.mp4"))
    told = finish(sari, sari.whole(content, name="punya sari.mp4")).json()
    new = finish(sari, sari.whole(mp4_of(4000, seed=2), name="punya sari.mp4")).json()
    # Word for word what is said of a file that nobody had; only the ids differ.
    assert {**told, "document": None} == {**new, "document": None}
    first, second, _third = documents()
    assert first.file.key == second.file.key  # type: ignore[union-attr]
    assert (first.opd_id, second.opd_id) == (cast.education.pk, cast.health.pk)


def test_same_file_is_offered_before_anything_is_made_and_cited_on_request(
    cast: Cast, sari: Tus, draft: Innovation
) -> None:
    with scope({KOTIM}):
        there = shelved(cast.actor("sari"), opd=cast.health, subject="SOP lama")
    url = sari.whole(pdf_of("SOP lama"), name="SOP baru.pdf", **aim(draft))
    offered = finish(sari, url).json()
    assert (offered["status"], offered["document"]["id"]) == ("twin", there.pk)
    assert len(documents()) == 1
    told = finish(sari, url, "kutip").json()
    assert (told["document"]["id"], told["words"]) == (there.pk, "“SOP lama” dikutip untuk baris 16.")
    assert (len(documents()), upload_at(url).state) == (1, UploadState.CANCELLED)


def test_same_file_may_be_kept_apart_and_its_bytes_are_shared(
    cast: Cast, sari: Tus, draft: Innovation
) -> None:
    with scope({KOTIM}):
        there = shelved(cast.actor("sari"), opd=cast.health, subject="SOP lama")
    url = sari.whole(pdf_of("SOP lama"), name="SOP baru.pdf", **aim(draft))
    told = finish(sari, url, "simpan").json()
    assert told["words"] == "“SOP baru” dikutip untuk baris 16."
    first, second = documents()
    assert (first.pk, first.file.key) == (there.pk, second.file.key)  # type: ignore[union-attr]


def test_decision_before_a_byte_was_sent_cites_or_keeps_without_an_upload(
    cast: Cast, sari: Tus, draft: Innovation
) -> None:
    with scope({KOTIM}):
        there = shelved(cast.actor("sari"), opd=cast.health, subject="SOP lama")
    data = {"dokumen": there.pk, "nama": "../SOP baru.pdf", **aim(draft, 17)}
    cited = sari.client.post(twin_address(sari), {**data, "aksi": "kutip"}).json()
    assert (cited["document"]["id"], cited["cited"]) == (there.pk, True)
    again = sari.client.post(twin_address(sari), {**data, "aksi": "kutip"}).json()
    assert again["words"] == "“SOP lama” sudah dikutip untuk baris 17."
    kept = sari.client.post(twin_address(sari), {**data, "aksi": "simpan"}).json()
    assert kept["document"]["subject"] == "SOP baru"
    with scope({KOTIM}):
        assert Citation.objects.count() == 2
        assert not Upload.objects.exists()


def test_document_that_may_not_be_seen_cannot_be_decided_on(cast: Cast, sari: Tus, draft: Innovation) -> None:
    with scope({KOTIM, BENGKULU}):
        theirs = shelved(cast.actor("dewi"), opd=cast.education, subject="milik orang")
        far = shelved(cast.actor("wati"), opd=cast.bengkulu_opd, subject="daerah lain")
    for pk in (theirs.pk, far.pk, "", "x", 999_999):
        for decision in ("kutip", "simpan"):
            answer = sari.client.post(twin_address(sari), {"dokumen": pk, "aksi": decision, **aim(draft)})
            assert answer.status_code == 404, (pk, decision)
    with scope({KOTIM}):
        assert not Citation.objects.exists()


# Forms that name an upload -----------------------------------------------------------------------------------------


def test_form_takes_the_file_that_came_before_it(cast: Cast, sari: Tus) -> None:
    url = sari.whole(pdf_of("SOP"), name="SOP.pdf")
    public_id = url.rstrip("/").rsplit("/", 1)[-1]
    new = address("document_new", cast.health)
    # Something else is missing: the file stays known and need not be chosen again.
    page = sari.client.post(new, {"upload": public_id, "opd": cast.health.pk}).content.decode()
    assert "sudah terunggah dan tidak perlu dipilih lagi" in page
    assert public_id in page
    assert documents() == []
    data = {"upload": public_id, "opd": cast.health.pk, "subject": "SOP Antrean", "number": "1/2025"}
    answer = sari.client.post(new, data)
    (made,) = documents()
    assert (made.subject, made.file.name, answer.status_code) == ("SOP Antrean", "SOP.pdf", 302)  # type: ignore[union-attr]
    # The same form once more, from a second tab.
    page = sari.client.post(new, data).content.decode()
    assert "Unggahan itu sudah tidak ada" in page
    assert len(documents()) == 1


def test_form_of_somebody_else_knows_nothing_of_the_upload(cast: Cast, sari: Tus) -> None:
    url = sari.whole(pdf_of("SOP"), name="SOP.pdf")
    data = {"upload": url.rstrip("/").rsplit("/", 1)[-1], "subject": "SOP"}
    page = signed_in(cast.dewi).post(address("document_new", cast.education), data).content.decode()
    assert "Unggahan itu sudah tidak ada" in page
    assert "SOP.pdf" not in page
    assert documents() == []


def test_version_that_came_in_pieces_replaces_the_old_one(cast: Cast, sari: Tus) -> None:
    with scope({KOTIM}):
        old = shelved(cast.actor("sari"), opd=cast.health, subject="SK")
    url = sari.whole(pdf_of("SK baru"), name="SK baru.pdf")
    sari.client.post(
        address("document_replace", cast.health, document_id=old.pk),
        {"upload": url.rstrip("/").rsplit("/", 1)[-1]},
    )
    new = documents()[-1]
    assert (new.replaces_id, new.file.name) == (old.pk, "SK baru.pdf")  # type: ignore[union-attr]
    assert upload_at(url).state == UploadState.TAKEN
    with scope({KOTIM}):
        assert Receipt.objects.filter(document=new).count() == 1


def test_row_form_cites_the_file_that_came_before_it_with_its_pages(
    cast: Cast, sari: Tus, draft: Innovation
) -> None:
    url = sari.whole(pdf_of("SK"), name="SK.pdf")
    public_id = url.rstrip("/").rsplit("/", 1)[-1]
    row = address("row", cast.health, public_id=draft.public_id, row=16)
    sari.client.post(
        row, {"bukti-upload": public_id, "bukti-subject": "SK", "bukti-pages": "3", "aksi": "unggah"}
    )
    with scope({KOTIM}):
        assert Citation.objects.get().pages == "3"


@pytest.mark.parametrize("decision", ["kutip-kembar", "simpan-kembar"])
def test_upload_that_a_decision_for_the_old_file_makes_superfluous_is_given_up(
    cast: Cast, sari: Tus, draft: Innovation, decision: str
) -> None:
    with scope({KOTIM}):
        there = shelved(cast.actor("sari"), opd=cast.health, subject="SOP lama")
    url = sari.whole(pdf_of("SOP lama"), name="SOP.pdf")
    data = {"bukti-upload": url.rstrip("/").rsplit("/", 1)[-1], "bukti-subject": "SOP baru", "aksi": "unggah"}
    row = address("row", cast.health, public_id=draft.public_id, row=16)
    assert "Berkas yang sama sudah ada di pustaka" in sari.client.post(row, data).content.decode()
    sari.client.post(row, {**data, "aksi": decision, "kembar": there.pk})
    assert upload_at(url).state == UploadState.CANCELLED
    with scope({KOTIM}):
        assert Citation.objects.get().document.file_id == there.file_id


def test_person_with_two_opds_finishes_an_upload_where_it_was_begun(cast: Cast, sari: Tus) -> None:
    from datetime import date

    from regions.enums import Role
    from regions.models import Membership

    Membership.objects.create(
        person=cast.sari,
        role=Role.OPERATOR,
        region_id=KOTIM,
        opd=cast.education,
        valid_from=date(2025, 1, 1),
    )
    there = Tus(sari.client, cast.education)
    url = sari.whole(pdf_of("SK"), name="SK.pdf")
    assert there.client.get(there.url).json() == {"uploads": []}
    elsewhere = there.one(upload_at(url).public_id)
    assert finish(there, elsewhere).status_code == 404
    assert finish(sari, url).status_code == 200
    assert [document.opd_id for document in documents()] == [cast.health.pk]


def test_refused_file_of_a_form_ends_its_upload(cast: Cast, sari: Tus) -> None:
    url = sari.whole(b"%PDF-1.7 not really" + b"x" * 5000, name="rusak.pdf")
    data = {"upload": url.rstrip("/").rsplit("/", 1)[-1], "opd": cast.health.pk, "subject": "Rusak"}
    page = sari.client.post(address("document_new", cast.health), data).content.decode()
    assert "rusak atau terpotong" in page
    assert upload_at(url).state == UploadState.REFUSED
    assert documents() == []


def test_document_cited_twice_for_one_row_is_one_citation(cast: Cast, sari: Tus, draft: Innovation) -> None:
    actor = cast.actor("sari")
    with scope({KOTIM}):
        there = shelved(actor, opd=cast.health, subject="SK")
        cite_document(draft.pk, row=16, actor=actor, document_id=there.pk, pages="2")
    url = sari.whole(pdf_of("SK"), name="SK.pdf", **aim(draft))
    told = finish(sari, url, "kutip").json()
    assert told["words"] == "“SK” sudah dikutip untuk baris 16."
    with scope({KOTIM}):
        assert Citation.objects.get().pages == "2"
