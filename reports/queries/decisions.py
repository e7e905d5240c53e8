"""How the rows of a region's innovations were decided, counted by row, for a report."""

from __future__ import annotations

from collections import Counter, defaultdict

from innovations.enums import Decision, VerdictStage
from innovations.models import Verdict
from regions.enums import Basis
from regions.models import RegionPeriod
from reports.printing.snapshot import ReasonCount, RowDecisions
from scoring.core.model import Instrument
from scoring.reading import STATES_OF_BASIS

REASON_LENGTH = 160


def row_decisions(
    region_period: RegionPeriod, *, basis: Basis, instrument: Instrument
) -> tuple[RowDecisions, ...]:
    """The standing decisions behind a basis: none for the claimed one, the desk's for the verified one, quality control's
    where it decided and else the desk's for the final one. One query.

    A level that quality control raised counts as accepted; its reason is told with the others.
    """
    if basis is Basis.CLAIMED:
        return ()
    stages = (
        (VerdictStage.DESK,) if basis is Basis.VERIFIED else (VerdictStage.DESK, VerdictStage.QUALITY_CONTROL)
    )
    verdicts = (
        Verdict.objects.filter(
            answer__innovation__region_period=region_period,
            answer__innovation__state__in=STATES_OF_BASIS[basis],
            stage__in=stages,
            stands=True,
        )
        # "desk" sorts before "qc": a later entry of the same answer takes the place of the earlier one.
        .order_by("answer_id", "stage")
        .values_list("answer_id", "answer__row", "decision", "reason")
    )
    standing = {answer_id: (str(row), decision, reason) for answer_id, row, decision, reason in verdicts}
    decisions: dict[str, Counter[str]] = defaultdict(Counter)
    reasons: dict[str, Counter[str]] = defaultdict(Counter)
    for row, decision, reason in standing.values():
        decisions[row][decision] += 1
        if reason:
            reasons[row][" ".join(reason.split())[:REASON_LENGTH]] += 1
    return tuple(
        RowDecisions(
            code=row.code,
            name=row.title,
            accepted=decisions[row.code][Decision.ACCEPT] + decisions[row.code][Decision.RAISE],
            lowered=decisions[row.code][Decision.LOWER],
            rejected=decisions[row.code][Decision.REJECT],
            reasons=tuple(
                ReasonCount(text=text, count=count)
                for text, count in sorted(reasons[row.code].items(), key=lambda entry: (-entry[1], entry[0]))
            ),
        )
        for row in instrument.sid_rows
        if decisions[row.code]
    )
