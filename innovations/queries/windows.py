"""Which entries of a region meet the conditions of time and stage, and what would cure the others.

The conditions are the instrument's (guideline, chapters IV and XII), asked by the functions that the form and the index ask.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from innovations.enums import CLAIMED_STATES, State
from innovations.models import Innovation
from innovations.queries.opd import Window, window_of
from regions.models import RegionPeriod
from scoring.core.model import Eligibility


class Cause(StrEnum):
    """Why an entry does not count, or that it does."""

    MET = "memenuhi"
    NEEDS_DEVELOPMENT = "perlu-pengembangan"
    NO_DATE = "tanpa-tanggal"
    NO_STAGE = "tanpa-tahapan"
    NOT_APPLIED = "belum-penerapan"
    TOO_EARLY = "sebelum-jendela"
    TOO_LATE = "sesudah-jendela"


TITLES: Final[Mapping[Cause, str | Promise]] = {
    Cause.MET: _("Memenuhi syarat"),
    Cause.NEEDS_DEVELOPMENT: _("Diterapkan sebelum jendela, tanggal pengembangan kosong"),
    Cause.NO_DATE: _("Tanggal penerapan kosong"),
    Cause.NO_STAGE: _("Tahapan kosong"),
    Cause.NOT_APPLIED: _("Belum tahap Penerapan"),
    Cause.TOO_EARLY: _("Penerapan dan pengembangan sebelum jendela"),
    Cause.TOO_LATE: _("Penerapan sesudah jendela"),
}
CURES: Final[Mapping[Cause, str | Promise]] = {
    Cause.MET: "",
    Cause.NEEDS_DEVELOPMENT: _(
        "Bila memang dikembangkan di dalam jendela: OPD mengisi tanggal pengembangan terbaru beserta buktinya."
    ),
    Cause.NO_DATE: _("OPD mengisi tanggal penerapan pertama, sesuai SK penetapannya."),
    Cause.NO_STAGE: _("OPD memilih tahapan inovasi; hanya tahap Penerapan yang dinilai."),
    Cause.NOT_APPLIED: _(
        "Didata saja. Bila sebenarnya sudah diterapkan: OPD mengubah tahapan dan mengisi tanggal penerapannya."
    ),
    Cause.TOO_EARLY: _(
        "Tersimpan sebagai arsip. Dihitung hanya bila ada pengembangan yang lebih baru, di dalam jendela."
    ),
    Cause.TOO_LATE: _(
        "Tersimpan sebagai arsip. Bila tanggalnya keliru: OPD memperbaikinya; bila benar, ajukan tahun depan."
    ),
}


@dataclass(frozen=True, slots=True)
class Entry:
    innovation: Innovation
    cause: Cause


@dataclass(frozen=True, slots=True)
class Group:
    """The entries of one cause, with what would cure it."""

    cause: Cause
    entries: Sequence[Entry]

    @property
    def title(self) -> str | Promise:
        return TITLES[self.cause]

    @property
    def cure(self) -> str | Promise:
        return CURES[self.cause]


@dataclass(frozen=True, slots=True)
class WindowCheck:
    """`entered` came in, `met` of them meet the conditions; `groups` hold the others."""

    entered: int
    met: int
    groups: Sequence[Group]


def window_check(
    region_period: RegionPeriod, *, rule: Eligibility, only_handed_in: bool = False
) -> WindowCheck:
    """Everything that came in but what was withdrawn or declined; one query.

    `only_handed_in` leaves out the drafts.
    """
    rows = Innovation.objects.filter(region_period=region_period)
    if only_handed_in:
        rows = rows.filter(state__in=CLAIMED_STATES)
    else:
        rows = rows.exclude(state__in=[State.WITHDRAWN, State.DECLINED])
    rows = rows.select_related("opd").only(
        "region", "public_id", "name", "state", "stage", "implemented_on", "developed_on", "opd__name", "opd__region"
    )  # fmt: skip
    entries = [Entry(row, cause_of(row, rule=rule)) for row in rows.order_by("opd__name", "name", "pk")]
    groups = [
        Group(cause, [entry for entry in entries if entry.cause is cause])
        for cause in Cause
        if cause is not Cause.MET
    ]
    return WindowCheck(
        entered=len(entries),
        met=sum(entry.cause is Cause.MET for entry in entries),
        groups=[group for group in groups if group.entries],
    )


def cause_of(innovation: Innovation, *, rule: Eligibility) -> Cause:
    """MET exactly where the index counts it; else what the form tells the OPD, told apart by what would cure it."""
    if not rule.reasons(
        stage=innovation.stage, implemented=innovation.implemented_on, developed=innovation.developed_on
    ):
        return Cause.MET
    match window_of(innovation, rule):
        case Window.NOT_APPLIED:
            return Cause.NOT_APPLIED
        case Window.NO_DATE:
            return Cause.NO_DATE
        case Window.NEEDS_DEVELOPMENT:
            return Cause.NEEDS_DEVELOPMENT
        case Window.INSIDE:
            return Cause.NO_STAGE
    assert innovation.implemented_on is not None
    return Cause.TOO_LATE if innovation.implemented_on > rule.window_to else Cause.TOO_EARLY
