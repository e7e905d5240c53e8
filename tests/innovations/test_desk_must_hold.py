"""What happens at the desk when the ground moves: a clear message, nothing typed lost, nothing wrong stored."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date, timedelta
from html import unescape

import pytest
import time_machine
from django.test import Client

from iga_portal.tenancy.scope import scope
from innovations.bulk.exports import export_for
from innovations.domain.answers import cite_document, set_answer, withdraw_citation
from innovations.domain.documents import replace_document
from innovations.domain.guards import rows_without_verdict
from innovations.domain.innovations import change_proposal
from innovations.domain.transitions import take_step
from innovations.enums import State
from innovations.models import Answer, Citation, Document, Innovation, Lease, Verdict
from innovations.queries.opd import own_innovation
from innovations.workflow import Action
from regions.enums import Role
from regions.models import Membership, Person
from reports.domain.dossier import Place, dossier_snapshot
from reports.printing.codec import dump
from tests.cast import KOTIM, NOON, Cast, judge_all, make_complete, make_document, submit, verify
from tests.innovations.desk_support import admin, desk, signed_in
from tests.innovations.opd_support import address, counted, head_address

TYPED = "Nama dalam SK lain."


@pytest.fixture
def innovation(cast: Cast) -> Innovation:
    sari = cast.actor("sari")
    with scope({KOTIM}):
        return submit(make_complete(sari, opd=cast.health, period=cast.period), sari)


def fields_of(page: str) -> dict[str, str]:
    form = page[page.index('id="putusan"') :]
    return {
        name: unescape(value)
        for name, value in re.findall(
            r'<input type="hidden" name="(seen|shown|tab|ikut|putusan)" value="([^"]*)"', form
        )
    }


def written(client: Client, url: str) -> dict[str, str]:
    """A verdict as it stands typed on an open page."""
    return {**fields_of(client.get(url).text), "level": "1", "reason": TYPED, "desk_note": "Cek arsip."}


def refused(client: Client, url: str, sent: dict[str, str], *, words: str, stored: int = 0) -> str:
    """Saving is refused with these words, what was typed comes back, and nothing was stored."""
    response = client.post(url, sent)
    assert response.status_code == 409
    assert words in response.text
    assert f">{TYPED}</textarea>" in response.text.replace(">\n", ">")
    assert ">Cek arsip.</textarea>" in response.text.replace(">\n", ">")
    with scope({KOTIM}):
        assert Verdict.objects.count() == stored
    return response.text


def test_two_reviewers_in_one_item(cast: Cast, innovation: Innovation) -> None:
    other = Person.objects.create(email="ani@contoh.go.id", name="Ani")
    Membership.objects.create(person=other, role=Role.REVIEWER, region_id=KOTIM, valid_from=date(2025, 1, 1))
    budi, ani = signed_in(cast.budi), signed_in(other)
    url = desk("row", innovation.public_id, 16)
    hers = written(ani, url)
    his = written(budi, url)
    told = budi.post(desk("lease", innovation.public_id, 16), his).json()
    assert told == {"status": "yours", "message": ""}
    told = ani.post(desk("lease", innovation.public_id, 16), hers).json()
    assert (told["status"], told["own"]) == ("held", False)
    assert "Budi sedang memeriksa inovasi ini sejak 12.00 WIB" in told["message"]
    refused(ani, url, {**hers, "paksa": "1"}, words="Budi sedang memeriksa inovasi ini")
    page = ani.get(url).text  # a page opened now says so beforehand, and offers nothing to save
    assert "Sedang diperiksa orang lain" in page
    assert 'id="putusan"' not in page
    assert budi.post(url, his).status_code == 302
    budi.post(desk("leave", innovation.public_id), his)
    again = {**hers, **fields_of(ani.get(url).text), "putusan": "0", "level": "0"}
    page = refused(ani, url, again, words="Baris ini sudah diputuskan sementara itu", stored=1)
    assert ani.post(url, {**again, **fields_of(page)}).status_code == 302  # having seen it, she decides anew
    with scope({KOTIM}):
        assert Verdict.objects.get(stands=True).reviewer_id == other.pk


def test_reviewer_whose_role_ended_a_minute_ago(cast: Cast, innovation: Innovation) -> None:
    """At midnight in the region; what was typed stays on the page (tests/browser), and the answer says that nothing was stored."""
    url = desk("row", innovation.public_id, 16)
    Membership.objects.filter(person=cast.budi).update(valid_until=date(2026, 7, 7))
    with time_machine.travel(NOON.replace(hour=23, minute=59), tick=False) as clock:
        budi = signed_in(cast.budi)
        sent = written(budi, url)
        assert budi.post(desk("lease", innovation.public_id, 16), sent).json()["status"] == "yours"
        clock.shift(timedelta(minutes=2))
        for address_, asks in ((url, {}), (url, {"HTTP_ACCEPT": "application/json"})):
            response = budi.post(address_, sent, **asks)
            assert response.status_code == 404
            assert "Yang baru Anda kirim tidak disimpan" in response.text
            assert "Antrean Daring" not in response.text
        assert budi.post(desk("lease", innovation.public_id, 16), sent).status_code == 404
    with scope({KOTIM}):
        assert not Verdict.objects.exists()


def test_innovation_withdrawn_under_the_reviewers_eyes(cast: Cast, innovation: Innovation) -> None:
    budi, url = signed_in(cast.budi), desk("row", innovation.public_id, 16)
    sent = written(budi, url)
    assert budi.post(desk("lease", innovation.public_id, 16), sent).json()["status"] == "yours"
    with scope({KOTIM}):
        take_step(
            innovation.pk, action=Action.WITHDRAW, actor=cast.actor("sari"), seen_version=innovation.version,
            reason="Ganda.",
        )  # fmt: skip
    told = budi.post(desk("lease", innovation.public_id, 16), sent).json()
    assert told["status"] == "gone"
    assert "status: Ditarik" in told["message"]
    refused(budi, url, sent, words="tidak sedang di desk (status: Ditarik)")
    with scope({KOTIM}):
        assert not Lease.objects.exists()


def test_period_closed_while_typing(cast: Cast, innovation: Innovation) -> None:
    """After input has closed the desk reads on, but sends nothing back; with quality control its verdicts are final."""
    budi, url = signed_in(cast.budi), desk("row", innovation.public_id, 16)
    sent = written(budi, url)
    back = {"version": str(innovation.version), "pilih_16": "on", "alasan_16": TYPED}
    with time_machine.travel(cast.period.input_closes + timedelta(minutes=1)):
        budi = signed_in(cast.budi)  # a session does not last so long
        response = budi.post(desk("step", innovation.public_id, "return"), back)
        assert response.status_code == 409
        assert "Penjaringan sudah ditutup: OPD tidak dapat mengajukannya kembali." in response.text
        assert f">{TYPED}</textarea>" in response.text.replace(">\n", ">")
        assert budi.post(url, sent).status_code == 302
        following = desk("row", innovation.public_id, 17)
        page = budi.get(following).text
        assert "Keputusan masih dapat disimpan dan membentuk indeks terverifikasi" in page
        sent = written(budi, following)
    with time_machine.travel(cast.period.measurement_ends + timedelta(minutes=1)):
        budi = signed_in(cast.budi)
        refused(budi, following, sent, words="Masa pengukuran sudah berakhir", stored=1)
        assert budi.post(desk("lease", innovation.public_id, 17), sent).json()["status"] == "gone"
        with scope({KOTIM}):
            innovation.refresh_from_db()
            assert innovation.state == State.SUBMITTED


def test_document_replaced_between_reading_and_saving(cast: Cast, innovation: Innovation) -> None:
    budi, url = signed_in(cast.budi), desk("row", innovation.public_id, 16)
    sent = written(budi, url)
    with scope({KOTIM}):
        replace_document(
            Document.objects.get().pk, actor=cast.actor("sari"),
            file=make_document(cast.actor("sari"), opd=cast.health, subject="Pindaian").file,
        )  # fmt: skip
    told = budi.post(desk("lease", innovation.public_id, 16), sent).json()
    assert (told["status"], "mengganti dokumen" in told["message"]) == ("changed", True)
    page = refused(budi, url, sent, words="diganti dengan versi baru")
    assert budi.post(url, {**sent, **fields_of(page)}).status_code == 302


# What a change touches --------------------------------------------------------------------------------------------

Change = Callable[[Innovation, Cast], None]


def other_level(innovation: Innovation, cast: Cast) -> None:
    set_answer(innovation.pk, row=17, actor=cast.actor("sari"), level=1)


def other_note(innovation: Innovation, cast: Cast) -> None:
    set_answer(innovation.pk, row=17, actor=cast.actor("sari"), level=2, note="Dua orang lagi.")


def other_pages(innovation: Innovation, cast: Cast) -> None:
    cite_document(
        innovation.pk, row=17, actor=cast.actor("sari"), document_id=Document.objects.get().pk, pages="2"
    )


def no_citation(innovation: Innovation, cast: Cast) -> None:
    citation = Citation.objects.get(answer__innovation=innovation, answer__row=17)
    withdraw_citation(innovation.pk, row=17, actor=cast.actor("sari"), citation_id=citation.pk)


def other_design(innovation: Innovation, cast: Cast) -> None:
    change_proposal(
        innovation.pk,
        actor=cast.actor("sari"),
        seen=None,
        changes={"design": "baru " * 310, "aim": "Lebih cepat."},
    )


def other_kind(innovation: Innovation, cast: Cast) -> None:
    change_proposal(innovation.pk, actor=cast.actor("sari"), seen=None, changes={"kind": "nondigital"})


@pytest.mark.parametrize(
    ("change", "open_rows"),
    [(other_level, [17]), (other_note, [17]), (other_pages, [17]), (no_citation, [17]), (other_design, []), (other_kind, [30])],
)  # fmt: skip
def test_change_after_the_verdict_opens_what_it_touched_and_nothing_else(
    cast: Cast, innovation: Innovation, change: Change, open_rows: list[int]
) -> None:
    with scope({KOTIM}):
        judge_all(innovation, cast.actor("budi"))
        take_step(
            innovation.pk, action=Action.RETURN, actor=cast.actor("budi"), seen_version=innovation.version,
            row_reasons={None: "Lengkapi.", 17: "Kurang."},
        )  # fmt: skip
        assert rows_without_verdict(innovation) == []
        innovation.refresh_from_db()
        change(innovation, cast)
        assert rows_without_verdict(innovation) == open_rows


# What stays at the desk -------------------------------------------------------------------------------------------


def test_note_of_the_desk_never_leaves_it_and_the_note_for_the_opd_arrives(
    cast: Cast, innovation: Innovation
) -> None:
    budi = signed_in(cast.budi)
    url = desk("row", innovation.public_id, 16)
    sent = {**written(budi, url), "desk_note": "RAHASIA DESK", "opd_note": "Cap sudah jelas."}
    budi.post(url, sent)
    with scope({KOTIM}):
        for row in range(17, 36):
            Answer.objects.filter(innovation=innovation, row=row).update(claimed_level=2)
        verify(innovation, cast.actor("budi"), level=2)
        # Verifying judged row 16 anew: the first verdict fell, with its note. The standing one has one as well.
        Verdict.objects.filter(answer__row=16).update(desk_note="RAHASIA DESK", opd_note="Cap sudah jelas.")
        assert Verdict.objects.filter(desk_note="RAHASIA DESK").count() == 2
        found = own_innovation(cast.actor("sari"), public_id=innovation.public_id)
        assert found is not None
        place = Place(site="http://portal.contoh/", acting="opd", region_id=KOTIM, opd_id=cast.health.pk)
        printed = json.dumps(dump(dossier_snapshot(found, place=place)), default=str)
        exports = [
            export_for(cast.actor("sari"), period_id=cast.period.pk, form=form, now=NOON)
            for form in ("xlsx", "csv")
        ]
    own = {"public_id": innovation.public_id}
    sari, joko = signed_in(cast.sari), signed_in(cast.joko)
    pages = [
        *(sari.get(address(name, cast.health, **own)).text for name in ("innovation", "rows", "proposal")),
        sari.get(address("home", cast.health)).text,
        sari.get(address("questions", cast.health)).text,
        sari.get(address("row", cast.health, **own, row=16)).text,
        joko.get(head_address("row", cast.health, **own, row=16)).text,
    ]
    for told in [*pages, printed, *(repr(made) for made in exports)]:
        assert "RAHASIA" not in told
    assert all("Cap sudah jelas." in page for page in pages[-2:])
    assert "RAHASIA DESK" in signed_in(cast.hendra).get(admin("row", innovation.public_id, 16)).text


# Verdicts on the same document ------------------------------------------------------------------------------------


def test_taking_over_needs_the_same_row_and_the_same_document(cast: Cast, innovation: Innovation) -> None:
    sari, budi = cast.actor("sari"), signed_in(cast.budi)
    with scope({KOTIM}):
        other = make_complete(sari, opd=cast.health, period=cast.period, name="Rapor Daring")
        Citation.objects.filter(answer__innovation=other, answer__row__in=[16, 17, 18]).update(
            document=Citation.objects.filter(answer__innovation=innovation).first().document_id
        )
        other = submit(other, sari)
        judge_all(innovation, cast.actor("budi"), level=1, reason="Tahun lain.")
        source = {
            answer.row: answer.verdicts.get() for answer in Answer.objects.filter(innovation=innovation)
        }
    page = budi.get(desk("row", other.public_id, 16)).text
    assert re.findall(r'name="ambil_alih" value="(\d+)"', page) == [str(source[16].pk)]
    url = desk("row", other.public_id, 20)  # rests on its own document
    assert 'name="ambil_alih"' not in budi.get(url).text
    response = budi.post(url, {**fields_of(budi.get(url).text), "ambil_alih": str(source[20].pk)})
    assert (response.status_code, "tidak berdasar dokumen yang sama" in response.text) == (409, True)
    url = desk("row", other.public_id, 17)
    assert (
        budi.post(url, {**fields_of(budi.get(url).text), "ambil_alih": str(source[16].pk)}).status_code != 302
    )
    fields = {**fields_of(budi.get(url).text), "reason": "Lihat hlm. 4.", "ambil_alih": str(source[17].pk)}
    assert budi.post(url, fields).status_code == 302
    with scope({KOTIM}):
        taken = Verdict.objects.get(answer__innovation=other)
        assert (taken.answer_id and taken.level, taken.reason, taken.taken_over_id) == (
            1, "Tahun lain. Lihat hlm. 4.", source[17].pk,
        )  # fmt: skip


def test_row_page_asks_few_questions_however_much_there_is(cast: Cast, innovation: Innovation) -> None:
    sari, budi = cast.actor("sari"), signed_in(cast.budi)
    url = desk("row", innovation.public_id, 16)
    budi.get(url)
    with counted() as few:
        budi.get(url)
    with scope({KOTIM}):
        judge_all(innovation, cast.actor("budi"), level=1)
        for number in range(6):
            other = make_complete(sari, opd=cast.health, period=cast.period, name=f"Lain {number}")
            Citation.objects.filter(answer__innovation=other).update(
                document=Citation.objects.filter(answer__innovation=innovation).first().document_id
            )
            judge_all(submit(other, sari), cast.actor("budi"), level=1)
        extra = make_document(sari, opd=cast.health, subject="Bukti lagi")
        Citation.objects.create(
            region_id=KOTIM, document=extra, answer=Answer.objects.get(innovation=innovation, row=16)
        )
    page = budi.get(url).text
    assert "Lain 5" in page
    with counted() as many:
        budi.get(url)
    assert many.value == few.value
    assert few.value <= 16, few.value
