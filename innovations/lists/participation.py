"""Participation and the check of the window, to take along."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from iga_portal.web.formats import number, share
from innovations.queries.participation import (
    PROGRESS_WORDS,
    UNMET,
    Line,
    OpdLine,
    Participation,
    Progress,
    chosen_lines,
    participation_of,
    read_chosen,
)
from innovations.queries.windows import TITLES, window_check
from regions.enums import Role
from regions.lists.kinds import DATE, MOMENT, WHOLE, Asked, Column, ListKind, register
from regions.models import RegionPeriod
from regions.queries.instruments import instrument_of

READERS = frozenset({Role.REGIONAL_ADMIN, Role.REGION_HEAD})


def _region_period(asked: Asked) -> RegionPeriod:
    return RegionPeriod.objects.select_related("region", "period").get(
        region_id=asked.region.pk, period=asked.period
    )


def _found(asked: Asked) -> Participation:
    return asked.once("participation", lambda: participation_of(_region_period(asked)))


def _lines(asked: Asked) -> list[OpdLine]:
    return chosen_lines(_found(asked), read_chosen(asked.filters))


def _participation(asked: Asked) -> Iterator[Sequence[object]]:
    for group in _lines(asked):
        yield _row(group.own, unit_of="", progress=str(group.word))
        for unit in group.units:
            yield _row(unit, unit_of=group.opd.name, progress="")


def _row(line: Line, *, unit_of: str, progress: str) -> Sequence[object]:
    """The OPD's own numbers; those of its units stand in their own rows."""
    counts = line.counts
    return (
        line.opd.name,
        unit_of,
        progress,
        _("ada") if line.has_operator else _("diundang") if line.is_invited else _("belum"),
        counts.drafts,
        counts.submitted,
        counts.returned,
        counts.verified,
        counts.sent,
        line.last_activity,
        line.last_reminder,
    )


def _about(asked: Asked) -> list[str]:
    found = _found(asked)
    chosen = read_chosen(asked.filters)
    told = [
        _("%(met)s dari %(total)s OPD (%(share)s) sudah mengajukan; %(begun)s OPD punya inovasi.")
        % {
            "met": number(found.met),
            "total": number(found.total),
            "share": share(found.met, found.total),
            "begun": number(found.begun),
        }
    ]
    if chosen.progress:
        words = _("Kewajiban belum terpenuhi")
        if chosen.progress != UNMET:
            words = str(PROGRESS_WORDS[Progress(chosen.progress)])
        told.append(_("Hanya: %(words)s") % {"words": words})
    if chosen.search:
        told.append(_("Dicari: %(text)s") % {"text": chosen.search})
    return told


register(
    ListKind(
        name="partisipasi",
        title=gettext_lazy("Partisipasi OPD"),
        roles=READERS,
        columns=(
            Column(gettext_lazy("OPD"), width=44),
            Column(gettext_lazy("Unit dari"), width=30),
            Column(gettext_lazy("Keadaan"), width=30),
            Column(gettext_lazy("Operator"), width=11),
            Column(gettext_lazy("Draf"), type=WHOLE, width=9),
            Column(gettext_lazy("Diajukan"), type=WHOLE, width=9),
            Column(gettext_lazy("Perbaikan"), type=WHOLE, width=10),
            Column(gettext_lazy("Terverifikasi"), type=WHOLE, width=12),
            Column(gettext_lazy("Terkirim"), type=WHOLE, width=9),
            Column(gettext_lazy("Aktivitas terakhir"), type=MOMENT, width=18),
            Column(gettext_lazy("Pengingat terakhir"), type=MOMENT, width=18),
        ),
        rows=_participation,
        count=lambda asked: sum(1 + len(group.units) for group in _lines(asked)),
        about=_about,
    )
)


def _windows(asked: Asked) -> Iterator[Sequence[object]]:
    rule = instrument_of(asked.period).eligibility
    only = asked.filters.get("isi") == "diajukan"
    found = window_check(_region_period(asked), rule=rule, only_handed_in=only)
    for group in found.groups:
        for entry in group.entries:
            row = entry.innovation
            yield (
                row.name,
                row.opd.name,
                row.get_state_display(),
                str(TITLES[entry.cause]),
                str(group.cure),
                row.get_stage_display() if row.stage else None,
                row.implemented_on,
                row.developed_on,
            )


register(
    ListKind(
        name="syarat-waktu",
        title=gettext_lazy("Inovasi yang belum memenuhi syarat waktu"),
        roles=READERS,
        columns=(
            Column(gettext_lazy("Inovasi"), width=44),
            Column(gettext_lazy("OPD"), width=34),
            Column(gettext_lazy("Status"), width=14),
            Column(gettext_lazy("Sebab"), width=34),
            Column(gettext_lazy("Yang dapat dilakukan"), width=60),
            Column(gettext_lazy("Tahapan"), width=12),
            Column(gettext_lazy("Penerapan"), type=DATE, width=13),
            Column(gettext_lazy("Pengembangan"), type=DATE, width=14),
        ),
        rows=_windows,
    )
)
