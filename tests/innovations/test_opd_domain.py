"""What the OPD's pages lean on in the domain: nobody overwrites unseen, evidence rules follow the basis, replacing reaches attachments."""

from __future__ import annotations

import pytest

from iga_portal.files.domain import take_in
from iga_portal.tenancy.scope import scope
from innovations.domain.answers import StaleClaim, seen_of, set_answer
from innovations.domain.completeness import evidence_rule, row_gaps
from innovations.domain.documents import add_document, replace_document
from innovations.domain.innovations import change_proposal
from innovations.domain.transitions import take_step
from innovations.enums import State
from innovations.models import Answer, Citation, Document, Innovation, Verdict
from innovations.workflow import Action
from regions.queries.instruments import instrument_of
from tests.cast import KOTIM, Cast, judge_all, make_complete, make_document, make_draft, submit, verify
from tests.innovations.opd_support import upload_of


def test_claim_of_a_second_tab_is_refused_and_the_same_claim_is_not(cast: Cast) -> None:
    sari = cast.actor("sari")
    with scope({KOTIM}):
        innovation = make_draft(sari, opd=cast.health, period=cast.period)
        seen = seen_of(Answer.objects.get(innovation=innovation, row=16), kind="")
        set_answer(innovation.pk, row=16, actor=sari, level=1, note="satu", seen=seen)
        with pytest.raises(StaleClaim) as stale:
            set_answer(innovation.pk, row=16, actor=sari, level=3, note="dua", seen=seen)
        assert stale.value.fields == ("level", "note")
        again = set_answer(innovation.pk, row=16, actor=sari, level=1, note="satu", seen=seen)
        assert (again.claimed_level, again.note) == (1, "satu")


def test_verdict_on_row_30_falls_with_the_kind(cast: Cast) -> None:
    sari, budi = cast.actor("sari"), cast.actor("budi")
    with scope({KOTIM}):
        innovation = submit(make_complete(sari, opd=cast.health, period=cast.period), sari)
        judge_all(innovation, budi)
        take_step(
            innovation.pk,
            action=Action.RETURN,
            actor=budi,
            seen_version=innovation.version,
            row_reasons={None: "Jenisnya nondigital."},
        )
        innovation.refresh_from_db()
        change_proposal(innovation.pk, actor=sari, seen=None, changes={"kind": "nondigital"})
        fallen = Verdict.objects.filter(answer__innovation=innovation, stands=False)
        assert [(verdict.answer.row, verdict.fell_because) for verdict in fallen] == [
            (30, "jenis inovasi berubah")
        ]
        assert Answer.objects.get(innovation=innovation, row=30).verified_level is None


@pytest.mark.parametrize(
    ("row", "basis", "kind", "formats"),
    [
        ("30", "", "digital", ("jpg", "jpeg", "png", "link")),
        ("30", "", "nondigital", ("pdf", "jpg", "jpeg", "png")),
        ("30", "", "", ("pdf", "jpg", "jpeg", "png")),
        ("33", "b", "digital", ("pdf",)),
        ("16", "", "digital", ("pdf",)),
    ],
)
def test_evidence_rule_is_that_of_the_basis(
    cast: Cast, row: str, basis: str, kind: str, formats: tuple[str, ...]
) -> None:
    rule = evidence_rule(instrument_of(cast.period).row(row), basis=basis, kind=kind)
    assert rule.formats == formats


def test_link_suits_row_30_of_a_digital_innovation_only(cast: Cast) -> None:
    sari = cast.actor("sari")
    with scope({KOTIM}):
        innovation = make_draft(sari, opd=cast.health, period=cast.period)
        answer = set_answer(innovation.pk, row=30, actor=sari, level=1)
        link = add_document(
            actor=sari, opd_id=cast.health.pk, subject="Situs", link="https://antrean.example.id/"
        )
        cited = {answer.pk: [Citation(answer=answer, document=link)]}
        instrument = instrument_of(cast.period)
        found = {
            kind: [gap.code for gap in row_gaps([answer], cited=cited, instrument=instrument, kind=kind)]
            for kind in ("digital", "nondigital")
        }
        assert found == {"digital": [], "nondigital": ["format"]}


def test_replacing_moves_attachments_of_what_is_not_sent(cast: Cast) -> None:
    sari, budi = cast.actor("sari"), cast.actor("budi")
    with scope({KOTIM}):
        budget = make_document(sari, opd=cast.health, subject="DPA")
        waiting, sent = (
            make_complete(
                sari,
                opd=cast.health,
                period=cast.period,
                name=name,
                budget_document=budget,
                ip_document=budget,
            )
            for name in ("Menunggu", "Terkirim")
        )
        sent = verify(submit(sent, sari), budi)
        # Only the state matters here, and sending needs the whole portfolio around it.
        Innovation.objects.filter(pk=sent.pk).update(state=State.SENT)
        before = Innovation.objects.get(pk=waiting.pk).version
        stored = take_in(upload_of("DPA perubahan"), region_id=KOTIM, person_id=sari.person_id)
        new = replace_document(budget.pk, actor=sari, file=stored)
        waiting.refresh_from_db()
        sent.refresh_from_db()
        assert (waiting.budget_document_id, waiting.ip_document_id, waiting.version) == (
            new.pk,
            new.pk,
            before + 1,
        )
        assert (sent.budget_document_id, sent.ip_document_id) == (budget.pk, budget.pk)
        assert list(Document.objects.filter(is_current=True, subject="DPA")) == [new]
