"""Who reaches the pages of an OPD, and what they may open there: a stranger's id is answered as if there were none."""

from __future__ import annotations

from typing import Any

import pytest

from iga_portal.tenancy.scope import scope
from innovations.domain.answers import cite_document
from innovations.domain.documents import add_document, change_document
from innovations.models import Innovation
from regions.models import Membership
from tests.cast import KOTIM, Cast, make_complete, make_document, make_draft, submit
from tests.innovations.opd_support import address, head_address, signed_in

READING = ["innovation", "proposal", "rows"]
STEPS = ["identitas", "klasifikasi", "waktu", "uraian", "lampiran"]


@pytest.fixture
def draft(cast: Cast) -> Innovation:
    with scope({KOTIM}):
        return make_draft(cast.actor("sari"), opd=cast.health, period=cast.period)


def pages_of(cast: Cast, draft: Innovation) -> list[str]:
    """Every address of one innovation in Sari's place."""
    own = {"public_id": draft.public_id}
    return [
        *(address(name, cast.health, **own) for name in READING),
        *(address("proposal_step", cast.health, **own, step=step) for step in STEPS),
        *(address("row", cast.health, **own, row=row) for row in range(16, 36)),
        address("row_library", cast.health, **own, row=16),
        address("innovation_withdraw", cast.health, **own),
    ]


def test_operator_opens_every_page(cast: Cast, draft: Innovation) -> None:
    client = signed_in(cast.sari)
    places = [
        address(name, cast.health)
        for name in ("home", "innovations", "innovation_new", "documents", "document_new", "notices")
    ]
    answers = {url: client.get(url).status_code for url in [*places, *pages_of(cast, draft)]}
    assert answers == dict.fromkeys(answers, 200)


@pytest.mark.parametrize("who", ["dewi", "joko", "budi", "hendra", "tiur", "wati", "rina", "arif", "nobody"])
def test_others_find_nothing_in_the_operators_place(cast: Cast, draft: Innovation, who: str) -> None:
    client = signed_in(getattr(cast, who))
    answers = {url: client.get(url).status_code for url in pages_of(cast, draft)}
    assert answers == dict.fromkeys(answers, 404)


def test_visitor_is_asked_to_sign_in(cast: Cast, draft: Innovation, client) -> None:
    answer = client.get(address("innovation", cast.health, public_id=draft.public_id))
    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/akun/login/")


def test_innovation_of_another_opd_is_not_found_in_the_own_place(cast: Cast, draft: Innovation) -> None:
    client = signed_in(cast.dewi)
    own = {"public_id": draft.public_id}
    pages = [
        *(address(name, cast.education, **own) for name in READING),
        address("proposal_step", cast.education, **own, step="uraian"),
        address("row", cast.education, **own, row=16),
        address("row_library", cast.education, **own, row=16),
        address("innovation_withdraw", cast.education, **own),
    ]
    assert {client.get(url).status_code for url in pages} == {404}
    posts = [*pages[3:], address("innovation_step", cast.education, **own, action="submit")]
    assert {client.post(url, {"reason": "x", "version": "1"}).status_code for url in posts} == {404}
    with scope({KOTIM}):
        draft.refresh_from_db()
        assert (draft.state, draft.version) == ("draft", 1)


def test_operator_of_the_opd_opens_what_belongs_to_a_unit_and_the_unit_not_what_is_above(cast: Cast) -> None:
    with scope({KOTIM}):
        of_unit = make_draft(cast.actor("sari"), opd=cast.clinic, period=cast.period, name="Milik unit")
        of_opd = make_draft(cast.actor("sari"), opd=cast.health, period=cast.period, name="Milik dinas")
    Membership.objects.filter(person=cast.dewi).update(opd_id=cast.clinic.pk)
    above, unit = signed_in(cast.sari), signed_in(cast.dewi)
    assert above.get(address("innovation", cast.health, public_id=of_unit.public_id)).status_code == 200
    assert unit.get(address("innovation", cast.clinic, public_id=of_unit.public_id)).status_code == 200
    assert unit.get(address("innovation", cast.clinic, public_id=of_opd.public_id)).status_code == 404


def test_head_reads_every_page_and_meets_no_form_that_writes(cast: Cast, draft: Innovation) -> None:
    client = signed_in(cast.joko)
    own = {"public_id": draft.public_id}
    pages = [
        head_address("home", cast.health),
        *(head_address(name, cast.health, **own) for name in READING),
        head_address("row", cast.health, **own, row=16),
    ]
    for url in pages:
        answer = client.get(url)
        assert answer.status_code == 200, url
        page = answer.content.decode().split("<main", 1)[1]
        # The one thing a head writes is the agreement with the list as a whole, on the list.
        forms = page.split('method="post"')[1:]
        assert len(forms) == (1 if url == pages[0] else 0)
        assert all(head_address("confirm", cast.health) in form.split(">", 1)[0] for form in forms)
        assert client.post(url).status_code == 405
    assert signed_in(cast.sari).get(pages[0]).status_code == 404


# Files -------------------------------------------------------------------------------------------------------------


def status_of(cast: Cast, who: str, url: str) -> int:
    answer = signed_in(getattr(cast, who)).get(url)
    body_of(answer)
    return answer.status_code


def body_of(answer: Any) -> bytes:
    """Reading to the end also closes the file behind the answer."""
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_file_is_served_to_its_opd_its_head_and_above_and_to_nobody_else(cast: Cast) -> None:
    with scope({KOTIM}):
        document = make_document(cast.actor("sari"), opd=cast.health)
    at = {"document_id": document.pk}
    base = f"/d/{KOTIM}"
    assert {
        "sari": status_of(cast, "sari", address("file", cast.health, **at)),
        "joko": status_of(cast, "joko", head_address("file", cast.health, **at)),
        "budi": status_of(cast, "budi", f"{base}/desk/berkas/{document.pk}/"),
        "hendra": status_of(cast, "hendra", f"{base}/daerah/berkas/{document.pk}/"),
        "tiur": status_of(cast, "tiur", f"{base}/kepala-daerah/berkas/{document.pk}/"),
        "arif": status_of(cast, "arif", f"{base}/penilai/berkas/{document.pk}/"),
        "dewi": status_of(cast, "dewi", address("file", cast.education, **at)),
        "wati": status_of(cast, "wati", address("file", cast.bengkulu_opd, **at)),
    } == {
        "sari": 200, "joko": 200, "budi": 200, "hendra": 200, "tiur": 200, "arif": 404, "dewi": 404, "wati": 404,
    }  # fmt: skip
    # Arif opens what was sent, and nothing has been (tests/quality).


def test_file_comes_with_safe_headers_and_is_saved_on_request(cast: Cast) -> None:
    with scope({KOTIM}):
        document = make_document(cast.actor("sari"), opd=cast.health)
    client, url = signed_in(cast.sari), address("file", cast.health, document_id=document.pk)
    shown, saved = client.get(url), client.get(f"{url}?unduh=1")
    assert body_of(shown).startswith(b"%PDF-")
    assert body_of(saved).startswith(b"%PDF-")
    assert shown["Content-Disposition"].startswith("inline")
    assert saved["Content-Disposition"].startswith("attachment")
    assert (shown["X-Content-Type-Options"], shown["Content-Type"]) == ("nosniff", "application/pdf")
    assert shown["Content-Security-Policy"].startswith("default-src 'none'")


def test_link_has_no_file(cast: Cast) -> None:
    with scope({KOTIM}):
        document = add_document(
            actor=cast.actor("sari"), opd_id=cast.health.pk, subject="Video", link="https://example.id/v"
        )
    assert status_of(cast, "sari", address("file", cast.health, document_id=document.pk)) == 404


def test_document_cited_while_it_was_for_the_whole_region_stays_open_to_who_cites_it(cast: Cast) -> None:
    sari, dewi = cast.actor("sari"), cast.actor("dewi")
    with scope({KOTIM}):
        shared = make_document(sari, opd=cast.health, subject="SK bersama", region_wide=True)
        other = make_document(sari, opd=cast.health, subject="SK lain", region_wide=True)
        innovation = make_draft(dewi, opd=cast.education, period=cast.period)
        cite_document(innovation.pk, row=16, actor=dewi, document_id=shared.pk)
        for document in (shared, other):
            change_document(
                document.pk,
                actor=sari,
                subject=document.subject,
                number="",
                dated=None,
                is_region_wide=False,
            )
    assert status_of(cast, "dewi", address("file", cast.education, document_id=shared.pk)) == 200
    assert status_of(cast, "dewi", address("file", cast.education, document_id=other.pk)) == 404


def test_unit_opens_the_document_of_its_parent_that_its_innovation_cites(cast: Cast) -> None:
    sari = cast.actor("sari")
    with scope({KOTIM}):
        innovation = make_draft(sari, opd=cast.clinic, period=cast.period)
        cited, uncited = (make_document(sari, opd=cast.health, subject=text) for text in ("Satu", "Dua"))
        cite_document(innovation.pk, row=16, actor=sari, document_id=cited.pk)
    Membership.objects.filter(person=cast.dewi).update(opd_id=cast.clinic.pk)
    assert status_of(cast, "dewi", address("file", cast.clinic, document_id=cited.pk)) == 200
    assert status_of(cast, "dewi", address("file", cast.clinic, document_id=uncited.pk)) == 404


@pytest.mark.parametrize("page", ["document", "document_replace"])
def test_document_of_another_opd_is_not_found(cast: Cast, page: str) -> None:
    with scope({KOTIM}):
        document = make_document(cast.actor("sari"), opd=cast.health)
    assert status_of(cast, "sari", address(page, cast.health, document_id=document.pk)) == 200
    assert status_of(cast, "dewi", address(page, cast.education, document_id=document.pk)) == 404


def test_document_of_another_opd_can_neither_be_cited_nor_kept_as_a_twin(cast: Cast) -> None:
    with scope({KOTIM}):
        foreign = make_document(cast.actor("sari"), opd=cast.health)
        innovation = make_draft(cast.actor("dewi"), opd=cast.education, period=cast.period)
    client = signed_in(cast.dewi)
    own = {"public_id": innovation.public_id, "row": 16}
    library = address("row_library", cast.education, **own)
    assert client.post(library, {"dokumen": foreign.pk}).status_code == 404
    for decision in ("kutip-kembar", "simpan-kembar"):
        data = {"aksi": decision, "kembar": foreign.pk, "bukti-subject": "x", "terlihat": ""}
        assert client.post(address("row", cast.education, **own), data).status_code == 404
    new = {"aksi": "simpan-kembar", "kembar": foreign.pk, "subject": "x"}
    assert client.post(address("document_new", cast.education), new).status_code == 404


def test_submitted_innovation_shows_no_way_to_write(cast: Cast) -> None:
    with scope({KOTIM}):
        innovation = submit(
            make_complete(cast.actor("sari"), opd=cast.health, period=cast.period), cast.actor("sari")
        )
    client = signed_in(cast.sari)
    own = {"public_id": innovation.public_id}
    row = client.get(address("row", cast.health, **own, row=16)).content.decode()
    assert "terkunci" in row
    assert 'name="level"' not in row
    step = client.get(address("proposal_step", cast.health, **own, step="uraian"))
    assert (step.status_code, step["Location"]) == (302, address("proposal", cast.health, **own))
