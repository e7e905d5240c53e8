"""A draft ranking as XLSX, with the places and indices of the draft before it. The ministry's alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from iga_portal.web.formats import moment
from regions.enums import IgaRegional, RegionKind, Role
from regions.lists.kinds import NUMBER, WHOLE, Asked, Column, ListKind, register
from regions.queries.regions import participants
from reports.models import RankingDraft
from reports.queries.drafts import draft_of, rows_of
from scoring.queries.ranking import KINDS


def _draft(asked: Asked) -> RankingDraft | None:
    """The draft of the number that was asked for, else the latest."""
    wanted = asked.filters.get("draf", "")
    if wanted.isascii() and wanted.isdigit() and len(wanted) < 7:
        return draft_of(asked.period, number=int(wanted))
    return RankingDraft.objects.filter(period=asked.period).order_by("-number").first()


def _rows(asked: Asked) -> Iterator[Sequence[object]]:
    draft = _draft(asked)
    if draft is None:
        return
    rows = rows_of(draft)
    previous = (
        RankingDraft.objects.filter(period=asked.period, number__lt=draft.number).order_by("-number").first()
    )
    before = rows_of(previous) if previous is not None else {}
    regions = {region.pk: region for region in participants()}
    order = [str(kind) for kind in KINDS]
    found = sorted(
        (row for row in rows.values() if row.region in regions),
        key=lambda row: (order.index(row.kind), row.place, regions[row.region].code),
    )
    for row in found:
        region, earlier = regions[row.region], before.get(row.region)
        yield (
            region.code,
            region.name,
            str(RegionKind(region.kind).label),
            str(IgaRegional(region.iga_regional).label) if region.iga_regional else "",
            row.place,
            row.tied,
            row.index,
            row.predicate,
            row.spd,
            row.maturity_mean,
            row.count_score,
            row.counted,
            earlier.place if earlier else None,
            earlier.index if earlier else None,
        )


def _count(asked: Asked) -> int:
    draft = _draft(asked)
    return len(draft.rows) if draft is not None else 0


def _about(asked: Asked) -> Iterator[str]:
    draft = _draft(asked)
    if draft is not None:
        yield _("Draf %(number)d, dibuat %(when)s") % {
            "number": draft.number,
            "when": moment(draft.made_at, zone="WIB"),
        }
        yield _("Sidik %(hash)s") % {"hash": draft.rows_hash}
    yield _(
        "Indeks yang sama berbagi peringkat, diurutkan menurut kode daerah; peringkat sesudahnya dilewati."
    )


register(
    ListKind(
        name="draf-peringkat",
        title=gettext_lazy("Draf peringkat"),
        roles=frozenset({Role.MINISTRY_ADMIN}),
        columns=(
            Column(gettext_lazy("Kode"), width=8),
            Column(gettext_lazy("Daerah"), width=36),
            Column(gettext_lazy("Jenis"), width=12),
            Column(gettext_lazy("Regional"), width=30),
            Column(gettext_lazy("Peringkat"), type=WHOLE),
            Column(gettext_lazy("Berbagi peringkat dengan"), width=20, type=WHOLE),
            Column(gettext_lazy("Indeks"), type=NUMBER),
            Column(gettext_lazy("Predikat"), width=18),
            Column(gettext_lazy("SPD"), type=NUMBER),
            Column(gettext_lazy("Rata-rata kematangan"), width=20, type=NUMBER, places=4),
            Column(gettext_lazy("Skor jumlah inovasi"), width=18, type=NUMBER),
            Column(gettext_lazy("Inovasi diperhitungkan"), width=20, type=WHOLE),
            Column(gettext_lazy("Tempat draf sebelumnya"), width=20, type=WHOLE),
            Column(gettext_lazy("Indeks draf sebelumnya"), width=20, type=NUMBER),
        ),
        rows=_rows,
        count=_count,
        about=_about,
    )
)
