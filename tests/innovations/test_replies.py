"""Returned and mended: what unlocks, what a replaced document touches, replies to the desk, and one cure for several reasons."""

from __future__ import annotations

from iga_portal.tenancy.scope import scope
from innovations.domain.answers import cite_document
from innovations.domain.documents import replace_document
from innovations.domain.innovations import change_proposal
from innovations.domain.transitions import rows_without_verdict, take_step
from innovations.models import Citation, Document, Innovation
from innovations.queries.opd_documents import uses_of
from innovations.workflow import Action
from tests.cast import KOTIM, Cast, judge_all, make_complete, make_document, submit
from tests.innovations.opd_support import address, signed_in


def returned(
    cast: Cast, *, reasons: dict[int | None, str], name: str = "Antrean Daring", judged: bool = True
) -> Innovation:
    """Submitted by Sari, judged row by row and sent back by Budi."""
    sari, budi = cast.actor("sari"), cast.actor("budi")
    innovation = submit(make_complete(sari, opd=cast.health, period=cast.period, name=name), sari)
    if judged:
        judge_all(innovation, budi)
    return send_back(cast, innovation, reasons=reasons)


def send_back(cast: Cast, innovation: Innovation, *, reasons: dict[int | None, str]) -> Innovation:
    innovation.refresh_from_db()
    return take_step(
        innovation.pk,
        action=Action.RETURN,
        actor=cast.actor("budi"),
        seen_version=innovation.version,
        row_reasons=reasons,
    ).innovation


# A replaced document on a returned innovation ---------------------------------------------------------------------


def test_replaced_document_reaches_only_the_rows_that_the_desk_opened(cast: Cast) -> None:
    sari = cast.actor("sari")
    with scope({KOTIM}):
        innovation = returned(cast, reasons={16: "SK tidak terbaca.", 20: "SK tidak terbaca."})
        old = Document.objects.get()
        new = replace_document(old.pk, actor=sari, link="https://contoh.go.id/sk")
        cited = dict(Citation.objects.values_list("answer__row", "document_id"))
        assert cited == {row: new.pk if row in (16, 20) else old.pk for row in range(16, 36)}
        # The desk judged the other eighteen on the old version; their verdicts stand.
        assert rows_without_verdict(innovation) == [16, 20]


def test_replaced_document_that_only_locked_rows_cite_changes_nothing_of_the_innovation(cast: Cast) -> None:
    sari = cast.actor("sari")
    with scope({KOTIM}):
        innovation = returned(cast, reasons={None: "Perjelas manfaat."})
        old = Document.objects.get()
        replace_document(old.pk, actor=sari, link="https://contoh.go.id/sk")
        before, innovation = innovation.version, Innovation.objects.get()
        assert innovation.version == before
        assert set(Citation.objects.values_list("document_id", flat=True)) == {old.pk}
        assert rows_without_verdict(innovation) == []


def test_attachment_follows_only_where_the_desk_named_the_proposal(cast: Cast) -> None:
    sari = cast.actor("sari")
    with scope({KOTIM}):
        kept, followed = (
            make_complete(sari, opd=cast.health, period=cast.period, name=name) for name in ("Tetap", "Ikut")
        )
        budget = make_document(sari, opd=cast.health, subject="RAB")
        for entry in (kept, followed):
            change_proposal(
                entry.pk, actor=sari, seen=None, changes={"budget_document": budget}
            )
            submit(entry, sari)
        send_back(cast, kept, reasons={16: "SK tidak terbaca."})
        send_back(cast, followed, reasons={None: "RAB kurang."})
        new = replace_document(budget.pk, actor=sari, link="https://contoh.go.id/rab")
        found = dict(Innovation.objects.values_list("name", "budget_document_id"))
        assert found == {"Tetap": budget.pk, "Ikut": new.pk}


def test_page_of_replacing_tells_what_moves_and_what_stays(cast: Cast) -> None:
    sari = cast.actor("sari")
    with scope({KOTIM}):
        innovation = returned(cast, reasons={16: "SK tidak terbaca."})
        document = Document.objects.get()
        (use,) = uses_of(sari, document)
        moving, staying = use.moving(), use.staying()
        assert moving is not None and staying is not None
        assert (moving.rows, staying.rows) == ([16], list(range(17, 36)))
    page = signed_in(cast.sari).get(address("document_replace", cast.health, document_id=document.pk))
    moved, stayed = page.content.decode().split('id="ikut"', 1)[1].split('id="tetap"', 1)
    row_16 = address("row", cast.health, public_id=innovation.public_id, row=16)
    row_17 = address("row", cast.health, public_id=innovation.public_id, row=17)
    assert row_16 in moved and row_17 not in moved
    assert row_17 in stayed and row_16 not in stayed


def test_document_of_a_draft_follows_in_every_row(cast: Cast) -> None:
    sari = cast.actor("sari")
    with scope({KOTIM}):
        innovation = make_complete(sari, opd=cast.health, period=cast.period)
        other = make_document(sari, opd=cast.health, subject="Lain")
        cite_document(innovation.pk, row=30, actor=sari, document_id=other.pk)
        new = replace_document(other.pk, actor=sari, link="https://contoh.go.id/lain")
        assert set(Citation.objects.filter(document=new).values_list("answer__row", flat=True)) == {30}
