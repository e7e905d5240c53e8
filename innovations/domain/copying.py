"""Carrying an innovation of an earlier year into this one: a draft with its lineage, made once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from iga_portal.refusals import Refused
from innovations.domain.answers import BASIS_ROW
from innovations.domain.innovations import create_innovation
from innovations.domain.items import DOCUMENT_FIELDS, PROPOSAL_FIELDS
from innovations.domain.locking import lock_innovation
from innovations.models import Answer, Citation, Document, Innovation
from innovations.rules import can_cite_document
from regions.access import Actor
from regions.models import Period
from regions.queries.instruments import instrument_of
from scoring.core.model import Instrument

NOT_CARRIED = frozenset({"name", "development_note", *DOCUMENT_FIELDS})
"""Fields that are not simply taken over: the name is given at once, the explanation is asked anew, documents are looked at."""
CLAIM_FIELDS = ("basis", "measured", "claimed_level", "note")


@dataclass(frozen=True, slots=True)
class Copied:
    """The draft of this period; `is_new` is False when it had been copied before: a second click, a colleague."""

    innovation: Innovation
    is_new: bool


def copy_innovation(source_id: int, *, actor: Actor, period: Period, now: datetime) -> Copied:
    """Begin a draft from an innovation of an earlier period of the actor's OPD.

    Taken over are the proposal, what was claimed on the rows, and the citations of documents that may still be cited: the same
    documents stay cited, none is stored twice. Not taken over are verdicts, documents that were replaced or may no longer be seen,
    a unit of row 33 that this year's instrument does not know, and the explanation of what was developed, which is asked anew. The
    source is locked meanwhile, so that it is copied once. Raises Innovation.DoesNotExist outside the scope, Refused when it is not
    the actor's, not of an earlier period, or input is closed.
    """
    source = lock_innovation(source_id)
    if source.opd_id not in actor.opd_ids:
        raise Refused("not_yours", _("Hanya inovasi OPD sendiri yang dapat disalin."))
    if source.region_period.period.year >= period.year:
        raise Refused("not_earlier", _("Yang dapat disalin hanya inovasi periode sebelumnya."))
    before = Innovation.objects.filter(copied_from=source, region_period__period=period).first()
    if before is not None:
        return Copied(before, is_new=False)
    draft = create_innovation(actor=actor, opd_id=source.opd_id, name=source.name, period=period, now=now)
    _copy_proposal(source, draft, actor=actor)
    _copy_rows(source, draft, actor=actor, instrument=instrument_of(period))
    return Copied(draft, is_new=True)


def _copy_proposal(source: Innovation, draft: Innovation, *, actor: Actor) -> None:
    fields = [field for field in PROPOSAL_FIELDS if field not in NOT_CARRIED]
    for field in fields:
        setattr(draft, field, getattr(source, field))
    attached = Document.objects.in_bulk(
        [pk for field in DOCUMENT_FIELDS if (pk := getattr(source, f"{field}_id"))]
    )
    for field in DOCUMENT_FIELDS:
        document = attached.get(getattr(source, f"{field}_id"))
        if document is not None and can_cite_document(actor, document):
            setattr(draft, field, document)
            fields.append(field)
    draft.copied_from = source
    draft.save(update_fields=[*fields, "copied_from", "changed_at"])


def _copy_rows(source: Innovation, draft: Innovation, *, actor: Actor, instrument: Instrument) -> None:
    bases = {entry.code for entry in instrument.row(str(BASIS_ROW)).bases}
    before = {answer.row: answer for answer in Answer.objects.filter(innovation=source)}
    answers = {answer.row: answer for answer in Answer.objects.filter(innovation=draft)}
    for row, answer in answers.items():
        old = before.get(row)
        if old is None or (old.basis and old.basis not in bases):
            continue
        for field in CLAIM_FIELDS:
            setattr(answer, field, getattr(old, field))
    Answer.objects.bulk_update(answers.values(), CLAIM_FIELDS)
    cited = Citation.objects.filter(answer__innovation=source).select_related("document", "answer")
    Citation.objects.bulk_create(
        Citation(
            region_id=draft.region_id,
            answer=answers[citation.answer.row],
            document=citation.document,
            pages=citation.pages,
        )
        for citation in cited.order_by("pk")
        if citation.answer.row in answers and can_cite_document(actor, citation.document)
    )
