"""Pictures of pages and files that wait, as people meet them: who gets what, in which headers, with how many queries."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from iga_portal.files.domain import take_in
from iga_portal.files.examining import examine_file, refuse_bytes
from iga_portal.files.models import FileState, StoredFile
from iga_portal.notices.models import Notice
from iga_portal.tenancy.scope import scope
from innovations.domain.answers import cite_document
from innovations.domain.completeness import required_gaps
from innovations.domain.documents import add_document, replace_document
from innovations.domain.innovations import change_proposal
from innovations.models import Citation, Document, Innovation
from innovations.queries.opd import sheet_of
from innovations.views.opd_evidence import pages_name
from innovations.views.page_strip import pages_named
from regions.enums import Role
from tests.cast import KOTIM, Cast, make_complete, submit
from tests.files import hostile


@pytest.fixture
def clients(cast: Cast) -> dict[str, Client]:
    made = {name: Client() for name in ("sari", "dewi", "joko", "budi", "wati")}
    for name, client in made.items():
        client.force_login(getattr(cast, name))
    return made


@pytest.fixture
def scanner_away(settings: Any, tmp_path: Path) -> None:
    settings.CLAMD_URL = f"unix://{tmp_path}/nobody.sock"


def library_document(
    cast: Cast, content: bytes, *, name: str = "sk.pdf", region_wide: bool = False
) -> Document:
    sari = cast.actor("sari")
    with scope({KOTIM}):
        stored = take_in(SimpleUploadedFile(name, content), region_id=KOTIM, person_id=sari.person_id)
        return add_document(
            actor=sari, opd_id=cast.health.pk, subject="SK Bupati", file=stored, is_region_wide=region_wide
        )


def drawn(cast: Cast, content: bytes, **options: Any) -> Document:
    document = library_document(cast, content, **options)
    assert examine_file(KOTIM, file_id=document.file_id or 0) == "done"
    return document


def at(page: str, document: Document, cast: Cast, *, place: str = "opd", **more: Any) -> str:
    where: dict[str, Any] = {"region_id": KOTIM, "document_id": document.pk, **more}
    if place in {"opd", "kepala_opd"}:
        where["opd_id"] = cast.health.pk
    return reverse(f"{place}:{page}", kwargs=where)


def status(client: Client, address: str, **headers: str) -> int:
    response = client.get(address, headers=headers)
    for close in response._resource_closers:
        close()
    return int(response.status_code)


# Pictures ----------------------------------------------------------------------------------------------------------


def test_picture_of_a_page_is_small_private_and_only_a_picture(
    cast: Cast, clients: dict[str, Client]
) -> None:
    document = drawn(cast, hostile.paper(2))
    large = clients["sari"].get(at("file_page", document, cast, number=2))
    small = clients["sari"].get(at("file_page", document, cast, number=2) + "?kecil=1")
    for response in (large, small):
        assert response.status_code == 200
        assert response["Content-Type"] == "image/webp"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in response["Content-Security-Policy"]
        assert response["Cache-Control"] == "private, max-age=3600"
        assert response.content[8:12] == b"WEBP"
    assert len(small.content) < len(large.content) < 100_000
    assert small["ETag"] != large["ETag"]
    assert (
        status(clients["sari"], at("file_page", document, cast, number=2), if_none_match=large["ETag"]) == 304
    )
    assert (
        status(clients["sari"], at("file_page", document, cast, number=2), if_none_match=small["ETag"]) == 200
    )


def test_picture_follows_the_permission_of_its_file(cast: Cast, clients: dict[str, Client]) -> None:
    document = drawn(cast, hostile.paper(1))
    for page, more in (("file", {}), ("file_pages", {}), ("file_page", {"number": 1})):
        assert status(clients["sari"], at(page, document, cast, **more)) == 200
        assert status(clients["joko"], at(page, document, cast, place="kepala_opd", **more)) == 200
        assert status(clients["budi"], at(page, document, cast, place="desk", **more)) == 200
        assert status(clients["wati"], at(page, document, cast, **more)) == 404
        # Dewi has a place of her own in the region; the document is not of her agency.
        own = reverse(
            f"opd:{page}",
            kwargs={"region_id": KOTIM, "opd_id": cast.education.pk, "document_id": document.pk, **more},
        )
        assert status(clients["dewi"], own) == 404


@pytest.mark.parametrize("number", [0, 3, 41, 99_999])
def test_page_that_is_not_there_has_no_picture(cast: Cast, clients: dict[str, Client], number: int) -> None:
    document = drawn(cast, hostile.paper(2))
    assert status(clients["sari"], at("file_page", document, cast, number=number)) == 404


def test_picture_that_vanished_from_the_store_is_not_found_and_a_dead_store_is_told(
    cast: Cast, clients: dict[str, Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    document = drawn(cast, hostile.paper(2))
    address = at("file_page", document, cast, number=1)
    with scope({KOTIM}):
        stored = StoredFile.objects.get(pk=document.file_id)
    default_storage.delete(f"{stored.key}.halaman/1.webp")
    assert status(clients["sari"], address) == 404

    def dead(name: str, mode: str = "rb") -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(default_storage._wrapped, "open", dead)
    for dying in (address, at("file", document, cast)):
        response = clients["sari"].get(dying)
        assert response.status_code == 503
        assert "Berkas belum dapat dibuka" in response.text
        assert (response["Retry-After"], response["Cache-Control"]) == ("60", "no-store")
        assert stored.key not in response.text


def test_strip_shows_each_page_with_its_number_and_room_for_it(
    cast: Cast, clients: dict[str, Client]
) -> None:
    document = drawn(cast, hostile.paper(3))
    text = clients["sari"].get(at("file_pages", document, cast)).text
    assert text.count("<img ") == text.count('loading="lazy"') == text.count('width="240" height="339"') == 3
    for number in (1, 2, 3):
        assert f'src="{at("file_page", document, cast, number=number)}?kecil=1"' in text
        assert f'alt="Halaman {number} dari SK Bupati, buka besar"' in text
    assert "hx-get" not in text


def test_strip_of_a_citation_shows_the_pages_it_names(cast: Cast, clients: dict[str, Client]) -> None:
    document = drawn(cast, hostile.paper(43))
    text = clients["sari"].get(at("file_pages", document, cast) + "?hlm=hlm.+2-3,+41").text
    assert [n for n in range(1, 44) if f"/halaman/{n}/?kecil=1" in text] == [2, 3]
    assert '<li value="2">' in text
    assert "1 halaman yang dikutip tidak bergambar" in text and "#page=41" in text
    text = clients["sari"].get(at("file_pages", document, cast)).text
    assert text.count("<img ") == 40
    assert "3 halaman lagi tidak bergambar" in text and "#page=41" in text
    text = clients["sari"].get(at("file_pages", document, cast) + "?hlm=90").text
    assert "Halaman yang dikutip tidak ada dalam berkas ini, yang berisi 43 halaman." in text


def test_strip_asks_again_while_the_pictures_are_made_and_in_the_end_stops(
    cast: Cast, clients: dict[str, Client]
) -> None:
    document = library_document(cast, hostile.paper(2))
    address = at("file_pages", document, cast)
    text = clients["sari"].get(address).text
    assert "Gambar halaman sedang dibuat." in text
    assert f'hx-get="{address}?ke=1" hx-trigger="load delay:2s"' in text
    assert 'hx-trigger="load delay:60s"' in clients["sari"].get(f"{address}?ke=11&hlm=2").text
    assert f'hx-get="{address}?ke=12&amp;hlm=2"' in clients["sari"].get(f"{address}?ke=11&hlm=2").text
    assert "hx-get" not in clients["sari"].get(f"{address}?ke=12").text
    assert "hx-get" in clients["sari"].get(f"{address}?ke=-5").text
    assert status(clients["sari"], at("file_page", document, cast, number=1)) == 404


def test_strip_of_a_picture_and_of_a_film(cast: Cast, clients: dict[str, Client]) -> None:
    picture = drawn(cast, hostile.picture("JPEG", (300, 200)), name="foto.jpg")
    assert 'alt="Gambar SK Bupati, buka besar"' in clients["sari"].get(at("file_pages", picture, cast)).text
    film = drawn(cast, hostile.movie(), name="film.mp4")
    assert clients["sari"].get(at("file_pages", film, cast)).text.strip() == ""


def test_cited_pages_are_offered_beside_the_citation_and_follow_a_change_of_it(
    cast: Cast, clients: dict[str, Client], resting: tuple[Innovation, Document]
) -> None:
    innovation, document = resting
    where = {"region_id": KOTIM, "opd_id": cast.health.pk, "public_id": innovation.public_id, "row": 16}
    strip = at("file_pages", document, cast)
    text = clients["sari"].get(reverse("opd:row", kwargs=where)).text
    assert f'hx-get="{strip}?hlm=2" hx-trigger="toggle once"' in text
    assert "{#" not in text
    with scope({KOTIM}):
        citation = Citation.objects.get(document=document, answer__innovation=innovation)
    saved = clients["sari"].post(
        reverse("opd:row_pages", kwargs={**where, "citation_id": citation.pk}),
        {pages_name(citation.pk): "1, 3"},
    )
    assert f'id="halaman-dikutip-{citation.pk}" hx-swap-oob="true"' in saved.text
    assert f'hx-get="{strip}?hlm=1%2C%203"' in saved.text


@pytest.mark.parametrize(
    ("words", "pages"),
    [
        ("", []),
        ("3", [3]),
        ("hlm. 3-4, 7", [3, 4, 7]),
        ("3–4; 4", [3, 4]),
        ("hal 10 s.d. 12", [10, 11, 12]),
        ("5 sampai 6", [5, 6]),
        ("7-5", []),
        ("0, 1", [1]),
        ("1-9999", list(range(1, 101))),
        ("lampiran", []),
    ],
)
def test_pages_that_a_citation_names(words: str, pages: list[int]) -> None:
    assert pages_named(words) == pages


def test_picture_strip_and_file_ask_the_same_few_queries_whatever_there_is(
    cast: Cast, clients: dict[str, Client]
) -> None:
    def asked(document: Document) -> dict[str, int]:
        counts = {}
        for page, more in (("file", {}), ("file_pages", {}), ("file_page", {"number": 1})):
            with CaptureQueriesContext(connection) as queries:
                assert status(clients["sari"], at(page, document, cast, **more)) == 200
            counts[page] = len(queries)
        return counts

    one = asked(drawn(cast, hostile.paper(1)))
    for _time in range(5):
        many = asked(drawn(cast, hostile.paper(40)))
    assert one == many
    assert max(one.values()) <= 12
    assert one["file_page"] == one["file"]


# Files that wait, files that were refused ----------------------------------------------------------------------------


def test_waiting_file_is_open_to_who_brought_it_and_to_nobody_else(
    cast: Cast, clients: dict[str, Client], scanner_away: None
) -> None:
    document = library_document(cast, hostile.paper(2), region_wide=True)
    with scope({KOTIM}):
        stored = StoredFile.objects.get(pk=document.file_id)
    assert stored.state == FileState.WAITING
    assert status(clients["sari"], at("file", document, cast)) == 200
    assert status(clients["sari"], at("file", document, cast), range="bytes=0-3") == 206
    assert status(clients["joko"], at("file", document, cast, place="kepala_opd")) == 404
    assert status(clients["budi"], at("file", document, cast, place="desk")) == 404
    assert (
        status(
            clients["dewi"],
            at("file", document, cast).replace(f"/{cast.health.pk}/", f"/{cast.education.pk}/"),
        )
        == 404
    )
    for page in (1, 2):
        assert status(clients["sari"], at("file_page", document, cast, number=page)) == 404
    for name, place in (("sari", "opd"), ("budi", "desk")):
        strip = clients[name].get(at("file_pages", document, cast, place=place)).text
        assert "muncul di sini setelah berkasnya selesai dipindai" in strip and "hx-get" in strip
    page = clients["sari"].get(at("document", document, cast)).text
    assert "hanya Anda yang dapat membukanya" in page


def test_second_person_with_the_same_waiting_bytes_sees_only_their_own(
    cast: Cast, clients: dict[str, Client], scanner_away: None
) -> None:
    first = library_document(cast, hostile.paper(2), region_wide=True)
    dewi = cast.actor("dewi")
    with scope({KOTIM}):
        stored = take_in(
            SimpleUploadedFile("sama.pdf", hostile.paper(2)), region_id=KOTIM, person_id=dewi.person_id
        )
        second = add_document(actor=dewi, opd_id=cast.education.pk, subject="SK yang sama", file=stored)
        assert stored.key == StoredFile.objects.get(pk=first.file_id).key
    place = {"region_id": KOTIM, "opd_id": cast.education.pk}
    assert status(clients["dewi"], reverse("opd:file", kwargs={**place, "document_id": second.pk})) == 200
    assert status(clients["dewi"], reverse("opd:file", kwargs={**place, "document_id": first.pk})) == 404


@pytest.fixture
def resting(cast: Cast) -> tuple[Innovation, Document]:
    """A complete draft of Sari's, whose row 16 also rests on a document of its own, and item 19 on it as well."""
    sari = cast.actor("sari")
    with scope({KOTIM}):
        innovation = make_complete(sari, opd=cast.health, period=cast.period)
    document = drawn(cast, hostile.paper(3))
    with scope({KOTIM}):
        cite_document(innovation.pk, row=16, actor=sari, document_id=document.pk, pages="2")
        innovation.refresh_from_db()
        change_proposal(innovation.pk, actor=sari, seen=None, changes={"budget_document": document})
        innovation.refresh_from_db()
    return innovation, document


def refuse(document: Document) -> None:
    with scope({KOTIM}):
        refuse_bytes(StoredFile.objects.get(pk=document.file_id), finding="Uji.Virus")


def test_refused_evidence_is_a_gap_that_blocks_and_a_clean_one_in_its_place_mends_it(
    cast: Cast, resting: tuple[Innovation, Document]
) -> None:
    innovation, document = resting
    sari = cast.actor("sari")
    with scope({KOTIM}):
        assert required_gaps(innovation) == []
    refuse(document)
    with scope({KOTIM}):
        found = required_gaps(innovation)
        assert [(gap.code, gap.part, gap.field) for gap in found] == [
            ("refused", "profil", "budget_document"),
            ("refused", "16", ""),
        ]
        assert "“SK Bupati” ditolak pemindaian virus" in found[1].text
        assert [gap for gap in sheet_of(innovation).required if gap.code == "refused"] == found
        with pytest.raises(Exception, match="2 hal wajib"):
            submit(innovation, sari)
        clean = take_in(
            SimpleUploadedFile("bersih.pdf", hostile.paper(4)), region_id=KOTIM, person_id=sari.person_id
        )
        replace_document(document.pk, actor=sari, file=clean)
        innovation.refresh_from_db()
        assert required_gaps(innovation) == []
        assert submit(innovation, sari).state == "submitted"


def test_evidence_that_waits_for_the_scanner_does_not_block(
    cast: Cast, resting: tuple[Innovation, Document]
) -> None:
    innovation, document = resting
    with scope({KOTIM}):
        StoredFile.objects.filter(pk=document.file_id).update(state=FileState.WAITING, examined_at=None)
        assert required_gaps(innovation) == []
        assert submit(innovation, cast.actor("sari")).state == "submitted"


def test_refusal_is_told_to_the_agency_and_to_the_desk_that_judges(
    cast: Cast, resting: tuple[Innovation, Document]
) -> None:
    innovation, document = resting
    with scope({KOTIM}):
        submit(innovation, cast.actor("sari"))
        Notice.objects.all().delete()
    refuse(document)
    with scope({KOTIM}):
        told = {
            (notice.person_id, notice.path): notice.text
            for notice in Notice.objects.filter(kind="file_refused").order_by("pk")
        }
    assert told == {
        (cast.sari.pk, f"/d/{KOTIM}/opd/{cast.health.pk}/dokumen/{document.pk}/"): (
            "“SK Bupati” ditolak pemindaian virus (Uji.Virus). Ganti dengan berkas yang bersih."
        ),
        (cast.budi.pk, f"/d/{KOTIM}/desk/inovasi/{innovation.public_id}/"): (
            "“SK Bupati” ditolak pemindaian virus (Uji.Virus). Ganti dengan berkas yang bersih."
        ),
    }


def test_refused_document_of_the_region_is_told_to_its_admins(cast: Cast) -> None:
    hendra = cast.actor("hendra")
    assert hendra.role is Role.REGIONAL_ADMIN
    with scope({KOTIM}):
        stored = take_in(
            SimpleUploadedFile("x.pdf", hostile.paper(1)), region_id=KOTIM, person_id=hendra.person_id
        )
        document = add_document(actor=hendra, opd_id=None, subject="Form", file=stored)
    refuse(document)
    with scope({KOTIM}):
        people = set(Notice.objects.filter(kind="file_refused").values_list("person_id", flat=True))
    assert people == {cast.hendra.pk, cast.indah.pk}


def test_refused_file_is_open_to_nobody_and_cards_say_why(
    cast: Cast, clients: dict[str, Client], resting: tuple[Innovation, Document]
) -> None:
    innovation, document = resting
    with scope({KOTIM}):
        submit(innovation, cast.actor("sari"))
    refuse(document)
    assert status(clients["sari"], at("file", document, cast)) == 404
    assert status(clients["sari"], at("file_page", document, cast, number=1)) == 404
    assert (
        "Ditolak pemindaian virus (Uji.Virus)" in clients["sari"].get(at("file_pages", document, cast)).text
    )
    row = reverse("desk:row", kwargs={"region_id": KOTIM, "public_id": innovation.public_id, "row": 16})
    text = clients["budi"].get(row).text
    assert "Ditolak pemindaian virus (Uji.Virus)" in text
    assert f"/berkas/{document.pk}/" not in text


# Ranges and conditions ---------------------------------------------------------------------------------------------


def test_range_beyond_the_end_is_told_and_a_known_file_is_not_sent_again(
    cast: Cast, clients: dict[str, Client]
) -> None:
    document = drawn(cast, hostile.movie(), name="film.mp4")
    address = at("file", document, cast)
    size = len(hostile.movie())
    response = clients["sari"].get(address, headers={"range": f"bytes={size}-"})
    assert (response.status_code, response["Content-Range"]) == (416, f"bytes */{size}")
    whole = clients["sari"].get(address)
    for close in whole._resource_closers:
        close()
    assert status(clients["sari"], address, if_none_match=whole["ETag"]) == 304
    assert status(clients["sari"], address, range="bytes=0-9", if_range=whole["ETag"]) == 206
    assert status(clients["sari"], address, range="bytes=0-9", if_range='"lain"') == 200
