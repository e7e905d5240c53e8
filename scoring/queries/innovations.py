"""The innovations of a region beside their numbers: maturity by basis, counted or not, and why not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Protocol
from uuid import UUID

from django.utils.translation import gettext as _

from innovations import reference
from innovations.enums import Stage, State
from innovations.models import Innovation
from innovations.rules import can_read_innovation
from regions.access import Actor
from regions.enums import Basis
from regions.models import RegionPeriod
from scoring.core.model import Instrument
from scoring.models import Result

FIELDS = (
    "region_id", "opd_id", "opd__name", "public_id", "name", "state", "stage", "urusan", "implemented_on", "developed_on",
)  # fmt: skip


class Held(Protocol):
    """An innovation of a basis; `reasons` says why it does not count."""

    @property
    def id(self) -> str: ...
    @property
    def maturity(self) -> Decimal: ...
    @property
    def reasons(self) -> tuple[str, ...]: ...


class Holding(Protocol):
    """A basis as far as lists need it: a trace (`scoring.traces`) or a board (`scoring.board`)."""

    @property
    def counted(self) -> Sequence[Held]: ...
    @property
    def excluded(self) -> Sequence[Held]: ...
    @property
    def instrument(self) -> Instrument: ...


@dataclass(frozen=True, slots=True)
class InnovationLine:
    """One innovation. A maturity is None on a basis that does not hold it; `reason` says why it does not count."""

    public_id: UUID
    name: str
    opd: str
    urusan: str
    state: str
    maturities: Mapping[Basis, Decimal | None]
    counts: bool
    reason: str = ""

    @property
    def claimed(self) -> Decimal | None:
        return self.maturities[Basis.CLAIMED]

    @property
    def verified(self) -> Decimal | None:
        return self.maturities[Basis.VERIFIED]

    @property
    def final(self) -> Decimal | None:
        return self.maturities[Basis.FINAL]


@dataclass(frozen=True)
class Innovations:
    """The innovations that somebody may read, and what the numbers hold besides.

    `unread_counted` and `unread_maturity` are number and sum of the counted innovations of the basis that are not shown.
    """

    lines: list[InnovationLine] = field(default_factory=list)
    unread_counted: int = 0
    unread_maturity: Decimal = Decimal("0.00")


def innovations_of(
    region_period: RegionPeriod,
    *,
    actor: Actor,
    basis: Basis,
    results: Mapping[Basis, Result],
    trace: Holding | None,
) -> Innovations:
    """Every innovation of the region in the period that the actor may read, counted ones first, best first. One query."""
    rows = Innovation.objects.filter(region_period=region_period).select_related("opd").only(*FIELDS)
    readable = [row for row in rows if can_read_innovation(actor, row)]
    maturities = {key: result.maturities for key, result in results.items()}
    counted = {entry.id for entry in trace.counted} if trace else set()
    reasons = {entry.id: entry.reasons for entry in trace.excluded} if trace else {}
    lines = [
        InnovationLine(
            public_id=row.public_id,
            name=row.name,
            opd=row.opd.name,
            urusan=reference.urusan_names().get(row.urusan, ""),
            state=row.state,
            maturities={key: _decimal(maturities.get(key, {}).get(str(row.public_id))) for key in Basis},
            counts=str(row.public_id) in counted,
            reason=""
            if str(row.public_id) in counted
            else why_not(row, basis=basis, reasons=reasons.get(str(row.public_id), ()), trace=trace),
        )
        for row in readable
    ]
    lines.sort(key=lambda line: (not line.counts, -(line.maturities[basis] or 0), line.name, line.public_id))
    shown = {str(row.public_id) for row in readable}
    unread = [entry for entry in trace.counted if entry.id not in shown] if trace else []
    return Innovations(lines, len(unread), sum((entry.maturity for entry in unread), Decimal("0.00")))


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def why_not(row: Innovation, *, basis: Basis, reasons: tuple[str, ...], trace: Holding | None) -> str:
    """Why an innovation does not count on a basis, in words for the page."""
    if reasons and trace is not None:
        return "; ".join(
            reason_words(reason, stage=row.stage, instrument=trace.instrument) for reason in reasons
        )
    return state_words(State(row.state), basis=basis)


def reason_words(reason: str, *, stage: str, instrument: Instrument) -> str:
    """The core's `stage` and `window` in words."""
    if reason == "stage":
        return _("tahap %(stage)s; hanya Penerapan yang dihitung") % {"stage": Stage(stage).label}
    window = instrument.eligibility
    return _("di luar jendela waktu %(start)s–%(end)s") % {
        "start": window.window_from.year,
        "end": window.window_to.year,
    }


def state_words(state: State, *, basis: Basis) -> str:
    """Why an innovation in this state is not in a basis at all."""
    match state:
        case State.DRAFT:
            return _("draf, belum diajukan")
        case State.WITHDRAWN:
            return _("ditarik oleh OPD")
        case State.DECLINED:
            return _("tidak dilanjutkan oleh desk")
        case State.SUBMITTED if basis is not Basis.CLAIMED:
            return _("menunggu pemeriksaan desk")
        case State.RETURNED if basis is not Basis.CLAIMED:
            return _("sedang diperbaiki OPD")
        case State.VERIFIED if basis is Basis.FINAL:
            return _("belum dikirim ke Kemendagri")
        case _:
            return _("menunggu perhitungan")
