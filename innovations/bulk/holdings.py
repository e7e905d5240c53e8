"""What an OPD has in a period, read at once: a fixed number of queries, however many innovations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Count
from django.utils.translation import gettext as _

from innovations.bulk.widgets import Choice
from innovations.domain.answers import BASIS_ROW
from innovations.domain.innovations import KIND_ROW
from innovations.domain.items import DOCUMENT_FIELDS
from innovations.enums import State
from innovations.models import Answer, Citation, Document, Innovation
from innovations.queries.opd import open_reasons, own_innovations
from innovations.queries.opd_documents import library
from innovations.rules import can_edit_innovation
from regions.access import Actor
from regions.models import Opd, Period
from regions.queries.instruments import instrument_of
from scoring.core.model import Instrument, Measure

MOST_DOCUMENTS = 2_000
"""Documents offered in a list: the newest; a document attached already is always among them."""
OWNER_SEPARATOR = " · "


@dataclass(frozen=True)
class Holdings:
    """The OPD's innovations of a period with their rows; `answers` by innovation id and row, `evidence` by answer id."""

    actor: Actor
    period: Period
    instrument: Instrument
    owners: Sequence[Opd]
    innovations: Sequence[Innovation]
    answers: Mapping[int, Mapping[int, Answer]]
    evidence: Mapping[int, int] = field(default_factory=dict)
    documents: Mapping[int, str] = field(default_factory=dict)
    named: Mapping[int, frozenset[int | None]] = field(default_factory=dict)
    """Of a returned innovation: the rows that the desk named, None for the proposal."""

    def why_locked(self, innovation: Innovation, *, row: int | None = None) -> str:
        """Why a row (None: the proposal) cannot be changed now; "" when it can. The same rules as on the form."""
        ruling = can_edit_innovation(self.actor, innovation)
        if not ruling:
            return ruling.reason
        if innovation.state != State.RETURNED:
            return ""
        if row is None:
            named = None in self.named.get(innovation.pk, frozenset())
            return "" if named else _("Desk tidak meminta perbaikan pada profil, jadi profil tetap terkunci.")
        if self.answers[innovation.pk][row].is_unlocked:
            return ""
        return _("Desk tidak meminta perbaikan pada baris ini, jadi baris ini tetap terkunci.")

    @property
    def bases(self) -> tuple[Choice, ...]:
        """The units of measure of row 33, as the sheet offers them."""
        return tuple(Choice(basis.code, basis.name) for basis in self.instrument.row(str(BASIS_ROW)).bases)

    def bases_of(self, row: int) -> tuple[Choice, ...]:
        return self.bases if row == BASIS_ROW else ()


def holdings_of(actor: Actor, *, period: Period, owners: Sequence[Opd], lock: bool = False) -> Holdings:
    """Read what the actor's OPD and its units have. `lock` holds the rows until the transaction ends, in the order of ids."""
    found = (
        own_innovations(actor)
        .filter(region_period__period=period)
        .select_related("opd", "region_period__period")
    )
    if lock:
        found = found.locked()  # type: ignore[attr-defined]
    innovations = list(found.order_by("pk"))
    ids = [innovation.pk for innovation in innovations]
    answers: dict[int, dict[int, Answer]] = {pk: {} for pk in ids}
    rows = Answer.objects.filter(innovation_id__in=ids).order_by("pk")
    for answer in rows.locked() if lock else rows:
        answers[answer.innovation_id][answer.row] = answer
    cited = (
        Citation.objects.filter(answer__innovation_id__in=ids)
        .order_by()
        .values_list("answer_id")
        .annotate(number=Count("pk"))
    )
    returned = [entry.pk for entry in innovations if entry.state == State.RETURNED]
    return Holdings(
        actor=actor,
        period=period,
        instrument=instrument_of(period),
        owners=owners,
        innovations=innovations,
        answers=answers,
        evidence=dict(cited),
        documents=_documents(actor, innovations),
        named={
            pk: frozenset(reason.row for reason in reasons)
            for pk, reasons in (open_reasons(returned) if returned else {}).items()
        },
    )


def _documents(actor: Actor, innovations: Sequence[Innovation]) -> dict[int, str]:
    """What may be attached, newest first, and what is attached."""
    found = dict(library(actor).values_list("pk", "subject")[:MOST_DOCUMENTS])
    attached = {
        pk
        for innovation in innovations
        for name in DOCUMENT_FIELDS
        if (pk := getattr(innovation, f"{name}_id")) and pk not in found
    }
    if attached:
        found |= dict(Document.objects.filter(pk__in=attached).values_list("pk", "subject"))
    return found


def measure_of(instrument: Instrument, *, row: int, basis: str, kind: str) -> Measure | None:
    """What a row measures, on the basis chosen (row 33) or for the kind of the innovation (row 30); None for nothing yet."""
    found = instrument.row(str(row))
    code = kind if row == KIND_ROW else basis
    if not found.bases:
        return found.measure
    return found.measure_of(code) if code in {entry.code for entry in found.bases} else None
