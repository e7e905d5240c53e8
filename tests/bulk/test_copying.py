"""Carrying an innovation of an earlier year into this one: once, with what still holds, and everything else named."""

from __future__ import annotations

import copy as copies
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from iga_portal.refusals import Refused
from iga_portal.tenancy.scope import scope
from innovations.domain.answers import cite_document, set_answer
from innovations.domain.copying import copy_innovation
from innovations.domain.documents import replace_document
from innovations.domain.evidence_time import SPANS, Timing, timing_of
from innovations.domain.innovations import change_proposal, create_innovation
from innovations.enums import State
from innovations.models import Answer, Citation, Document, Innovation, Transition, Verdict
from innovations.queries.lineage import candidates, copyable, lineage_of
from innovations.queries.opd import Window, own_innovation
from regions.models import Instrument, Period, RegionPeriod
from regions.queries.instruments import instrument_of
from scoring.core.instrument import parse_instrument
from tests.bulk.support import proposal_items
from tests.cast import BENGKULU, JAYAPURA, KOTIM, NOON, Cast, make_document
from tests.innovations.opd_support import address, counted, shelved, signed_in, upload_of

OLD_NOON = NOON - timedelta(days=365)


def last_year(cast: Cast, *, instrument: Instrument | None = None) -> Period:
    """2025, on this year's instrument unless another is given; open for input around a year before the cast's noon."""
    moments = {
        field: getattr(cast.period, field) - timedelta(days=365)
        for field in ("input_opens", "input_closes", "measurement_ends", "quality_control_ends")
    }
    period = Period.objects.create(
        year=2025,
        name="IGA 2025",
        instrument=instrument or cast.period.instrument,
        is_current=False,
        **moments,
    )
    regions = {KOTIM, BENGKULU, JAYAPURA}
    with scope(regions):
        RegionPeriod.objects.bulk_create(RegionPeriod(region_id=pk, period=period) for pk in regions)
    return period


def made_then(
    cast: Cast, period: Period, *, name: str = "Antrean Lama", who: str = "sari", **items: Any
) -> Innovation:
    """An innovation of last year with a whole proposal, every row claimed at 2, the desk's 1 on row 20, and evidence."""
    actor = cast.actor(who)
    opd = cast.health if who == "sari" else cast.education
    made = create_innovation(actor=actor, opd_id=opd.pk, name=name, period=period, now=OLD_NOON)
    change_proposal(made.pk, actor=actor, changes=proposal_items(**items), seen=None)
    for row in range(16, 36):
        set_answer(
            made.pk, row=row, actor=actor, level=2, basis="a" if row == 33 else "", note=f"Catatan {row}"
        )
    Answer.objects.filter(innovation=made).update(verified_level=2)
    Answer.objects.filter(innovation=made, row=20).update(verified_level=1)
    Innovation.objects.filter(pk=made.pk).update(state=State.ASSESSED)
    made.refresh_from_db()
    return made


def copied(cast: Cast, source: Innovation) -> Innovation:
    return copy_innovation(source.pk, actor=cast.actor("sari"), period=cast.period, now=NOON).innovation


def test_copy_is_a_draft_with_proposal_claims_and_the_same_documents(cast: Cast) -> None:
    sari = cast.actor("sari")
    with scope({KOTIM}):
        source = made_then(cast, last_year(cast), urusan_overlapping=["A06"])
        sk = make_document(sari, opd=cast.health, subject="SK")
        Citation.objects.create(
            region_id=KOTIM, answer=Answer.objects.get(innovation=source, row=16), document=sk, pages="3-4"
        )
        Innovation.objects.filter(pk=source.pk).update(budget_document=sk, development_note="Dulu.")
        new = copied(cast, source)
        new.refresh_from_db()
        assert (new.state, new.copied_from_id, new.region_period.period.year) == (
            State.DRAFT,
            source.pk,
            2026,
        )
        assert (new.name, new.opd_id, new.created_by_id) == ("Antrean Lama", cast.health.pk, cast.sari.pk)
        same = (
            "stage",
            "initiator",
            "latitude",
            "pkpn_main",
            "urusan_overlapping",
            "design",
            "implemented_on",
            "budget_document_id",
        )
        assert [getattr(new, field) for field in same] == [
            getattr(source, field) if field != "budget_document_id" else sk.pk for field in same
        ]
        assert new.development_note == ""  # asked anew
        rows = {answer.row: answer for answer in Answer.objects.filter(innovation=new)}
        assert {(answer.claimed_level, answer.verified_level) for answer in rows.values()} == {(2, None)}
        assert (rows[33].basis, rows[17].note) == ("a", "Catatan 17")
        (citation,) = Citation.objects.filter(answer__innovation=new)
        assert (citation.document_id, citation.pages, citation.answer.row) == (sk.pk, "3-4", 16)
        assert Document.objects.count() == 1  # none is stored twice
        assert not Verdict.objects.filter(answer__innovation=new).exists()
        assert list(Transition.objects.filter(innovation=new).values_list("action", flat=True)) == ["create"]
        # The source stays as it was.
        before = source.version
        source.refresh_from_db()
        assert (source.version, source.state) == (before, State.ASSESSED)


def test_copied_twice_it_is_the_same_draft(cast: Cast) -> None:
    sari = cast.actor("sari")
    with scope({KOTIM}):
        source = made_then(cast, last_year(cast))
        first = copy_innovation(source.pk, actor=sari, period=cast.period, now=NOON)
        second = copy_innovation(source.pk, actor=sari, period=cast.period, now=NOON)
        assert (first.is_new, second.is_new) == (True, False)
        assert first.innovation.pk == second.innovation.pk
        assert Innovation.objects.filter(copied_from=source).count() == 1
        assert not copyable(sari, period=cast.period).exists()


def test_of_a_line_only_the_youngest_is_offered(cast: Cast) -> None:
    sari = cast.actor("sari")
    with scope({KOTIM}):
        period = last_year(cast)
        oldest = made_then(cast, period)
        Period.objects.create(
            year=2024, name="IGA 2024", instrument=cast.period.instrument, is_current=False,
            **{field: getattr(period, field) - timedelta(days=365) for field in ("input_opens", "input_closes", "measurement_ends", "quality_control_ends")},
        )  # fmt: skip
        RegionPeriod.objects.create(region_id=KOTIM, period=Period.objects.get(year=2024))
        Innovation.objects.filter(pk=oldest.pk).update(
            region_period=RegionPeriod.objects.get(region_id=KOTIM, period__year=2024)
        )
        younger = copy_innovation(oldest.pk, actor=sari, period=period, now=OLD_NOON).innovation
        assert list(copyable(sari, period=cast.period)) == [younger]


def test_others_foreign_later_and_closed_are_refused(cast: Cast) -> None:
    sari = cast.actor("sari")
    with scope({KOTIM}):
        period = last_year(cast)
        others = made_then(cast, period, who="dewi")
        mine = made_then(cast, period, name="Punya saya")
        this_year = create_innovation(
            actor=sari, opd_id=cast.health.pk, name="Kini", period=cast.period, now=NOON
        )
        with pytest.raises(Refused, match="OPD sendiri"):
            copy_innovation(others.pk, actor=sari, period=cast.period, now=NOON)
        with pytest.raises(Refused, match="periode sebelumnya"):
            copy_innovation(this_year.pk, actor=sari, period=cast.period, now=NOON)
        with pytest.raises(Refused, match="tidak dibuka"):
            copy_innovation(mine.pk, actor=sari, period=cast.period, now=NOON.replace(year=2027))
        assert not Innovation.objects.filter(copied_from__isnull=False).exists()
        assert list(copyable(sari, period=cast.period)) == [mine]
    with scope({BENGKULU}), pytest.raises(Innovation.DoesNotExist):
        copy_innovation(mine.pk, actor=cast.actor("wati"), period=cast.period, now=NOON)


def test_replaced_and_no_longer_shared_documents_are_left_and_named(cast: Cast) -> None:
    sari, dewi = cast.actor("sari"), cast.actor("dewi")
    with scope({KOTIM}):
        source = made_then(cast, last_year(cast))
        kept = shelved(sari, opd=cast.health, subject="Tetap")
        old = shelved(sari, opd=cast.health, subject="Diganti")
        shared = make_document(dewi, opd=cast.education, subject="Pernah bersama", region_wide=True)
        answers = {answer.row: answer for answer in Answer.objects.filter(innovation=source)}
        for row, document in ((16, kept), (17, old), (18, shared)):
            Citation.objects.create(region_id=KOTIM, answer=answers[row], document=document)
        from iga_portal.files.domain import take_in

        replace_document(
            old.pk, actor=sari, file=take_in(upload_of("baru"), region_id=KOTIM, person_id=sari.person_id)
        )
        Document.objects.filter(pk=shared.pk).update(is_region_wide=False)
        new = copied(cast, source)
        assert list(
            Citation.objects.filter(answer__innovation=new).values_list("document__subject", flat=True)
        ) == ["Tetap"]
        found = lineage_of(own_innovation(sari, public_id=new.public_id), actor=sari)  # type: ignore[arg-type]
        assert found is not None
        assert [document.subject for document in found.left] == ["Diganti", "Pernah bersama"]
        (line,) = candidates(sari, [source], period=cast.period)
        assert (line.kept, line.left) == (1, 2)


def test_lineage_tells_what_the_desk_accepted_and_what_is_out_of_time(cast: Cast) -> None:
    sari = cast.actor("sari")
    with scope({KOTIM}):
        source = made_then(
            cast, last_year(cast), implemented_on=date(2023, 5, 6), trial_date=date(2023, 1, 1)
        )
        old = make_document(sari, opd=cast.health, subject="SPT tim")
        Document.objects.filter(pk=old.pk).update(dated=date(2023, 2, 6))
        undated = make_document(sari, opd=cast.health, subject="Daftar hadir")
        Document.objects.filter(pk=undated.pk).update(dated=None)
        answers = {answer.row: answer for answer in Answer.objects.filter(innovation=source)}
        for row, document in ((17, old), (20, undated), (18, old), (19, old), (27, old)):
            Citation.objects.create(region_id=KOTIM, answer=answers[row], document=document)
        new = copied(cast, source)
        found = lineage_of(own_innovation(sari, public_id=new.public_id), actor=sari)  # type: ignore[arg-type]
    assert found is not None
    assert (found.year, found.window, found.asks_note) == (2025, Window.NEEDS_DEVELOPMENT, True)
    rows = {int(row.row.code): row for row in found.rows}
    assert (rows[20].claimed, rows[20].verified, rows[20].was_lowered) == (2, 1, True)
    assert (rows[16].verified, rows[16].was_lowered) == (2, False)
    assert rows[17].remarks == ["“SPT tim”, 6 Februari 2023: di luar waktu yang diminta (2024–2026)."]
    assert rows[20].remarks == ["“Daftar hadir” tanpa tanggal: yang diminta 2024–2026, periksa sendiri."]
    assert rows[18].remarks == [
        "Waktu yang diminta “sesuai tahun anggaran” tidak dapat dinilai dari tanggal dokumen; periksa sendiri."
    ]
    assert rows[19].remarks == []  # no time is asked there
    assert rows[27].remarks == ["“SPT tim” bukan dalam format yang disebut pedoman (jpg, jpeg, png)."]
    assert found.reworded == []


def test_rows_whose_official_words_changed_are_named(cast: Cast) -> None:
    document = copies.deepcopy(cast.period.instrument.document)
    for row in document["rows"]:
        if row["code"] == "20":
            row["levels"]["2"]["text"] = "Kata-kata tahun lalu"
    old = Instrument.objects.create(
        year=2025, status="official", document=document, fingerprint=parse_instrument(document).fingerprint, frozen_at=timezone.now()
    )  # fmt: skip
    sari = cast.actor("sari")
    with scope({KOTIM}):
        source = made_then(cast, last_year(cast, instrument=old))
        new = copied(cast, source)
        found = lineage_of(own_innovation(sari, public_id=new.public_id), actor=sari)  # type: ignore[arg-type]
    assert found is not None
    (row,) = found.reworded
    now = instrument_of(cast.period).row("20").levels[1].text
    assert (row.row.code, row.words) == ("20", [(2, "Kata-kata tahun lalu", now)])


@pytest.mark.parametrize(
    ("row", "dated", "timing"),
    [
        ("17", date(2024, 1, 1), Timing.INSIDE),
        ("17", date(2026, 12, 31), Timing.INSIDE),
        ("17", date(2023, 12, 31), Timing.OUTSIDE),
        ("17", date(2027, 1, 1), Timing.OUTSIDE),
        ("17", None, Timing.UNDATED),
        ("21", date(2023, 6, 1), Timing.UNDECIDED),  # the RKPD of 2024 is dated 2023
        ("16", date(2020, 1, 1), Timing.UNDECIDED),
        ("19", date(2001, 1, 1), Timing.ANY),
    ],
)
def test_date_is_judged_only_where_the_words_name_years(
    cast: Cast, row: str, dated: date | None, timing: Timing
) -> None:
    instrument = instrument_of(cast.period)
    assert timing_of(instrument.row(row).evidence, dated=dated, instrument=instrument).timing is timing


def test_every_span_stands_in_the_instrument(cast: Cast) -> None:
    """Words that no row says any more would judge nothing: they must then be looked at anew."""
    said = {row.evidence.time for row in instrument_of(cast.period).sid_rows}
    assert set(SPANS) <= said


# Pages -------------------------------------------------------------------------------------------------------------


def test_page_lists_ticks_copies_and_shows_where_they_come_from(cast: Cast) -> None:
    with scope({KOTIM}):
        period = last_year(cast)
        one, two = made_then(cast, period, name="Satu"), made_then(cast, period, name="Dua")
        made_then(cast, period, name="Milik Disdik", who="dewi")
    client, url = signed_in(cast.sari), address("copy", cast.health)
    page = client.get(url).content.decode()
    assert ("Satu" in page, "Dua" in page, "Milik Disdik" in page) == (True, True, False)
    answer = client.post(url, {"inovasi": [str(one.public_id), str(two.public_id), "x"]}, follow=True)
    assert "2 inovasi disalin sebagai draf." in answer.content.decode()
    with scope({KOTIM}):
        made = {entry.name: entry for entry in Innovation.objects.filter(copied_from__isnull=False)}
        assert set(made) == {"Satu", "Dua"}
    again = client.post(url, {"inovasi": [str(one.public_id)]}, follow=True)
    assert again.redirect_chain[-1][0] == address("lineage", cast.health, public_id=made["Satu"].public_id)
    body = again.content.decode()
    assert "Sudah disalin sebelumnya; inilah drafnya." in body
    assert "Tuliskan penjelasan pengembangan" in body
    with scope({KOTIM}):
        assert Innovation.objects.filter(copied_from=one).count() == 1


def test_nothing_ticked_or_only_others_copies_nothing(cast: Cast) -> None:
    with scope({KOTIM}):
        others = made_then(cast, last_year(cast), who="dewi")
    client, url = signed_in(cast.sari), address("copy", cast.health)
    for ticked in ([], [str(others.public_id)], ["../../x"]):
        answer = client.post(url, {"inovasi": ticked}, follow=True)
        assert "Centang dulu inovasi yang akan disalin." in answer.content.decode()
    with scope({KOTIM}):
        assert not Innovation.objects.filter(copied_from__isnull=False).exists()


def test_list_asks_the_same_of_1_and_of_20(cast: Cast) -> None:
    with scope({KOTIM}):
        period = last_year(cast)
        made_then(cast, period, name="Satu")
    client, url = signed_in(cast.sari), address("copy", cast.health)
    client.get(url)
    with counted() as few:
        client.get(url)
    with scope({KOTIM}):
        for number in range(19):
            made = create_innovation(
                actor=cast.actor("sari"),
                opd_id=cast.health.pk,
                name=f"Lama {number}",
                period=period,
                now=OLD_NOON,
            )
            document = make_document(cast.actor("sari"), opd=cast.health, subject=f"SK {number}")
            cite_document(made.pk, row=16, actor=cast.actor("sari"), document_id=document.pk)
    with counted() as many:
        client.get(url)
    assert (many.value == few.value, many.value <= 12) == (True, True), (few.value, many.value)


def test_lineage_page_of_an_innovation_that_is_no_copy_is_unknown(cast: Cast) -> None:
    with scope({KOTIM}):
        own = create_innovation(
            actor=cast.actor("sari"), opd_id=cast.health.pk, name="Asli", period=cast.period, now=NOON
        )
    assert (
        signed_in(cast.sari).get(address("lineage", cast.health, public_id=own.public_id)).status_code == 404
    )
