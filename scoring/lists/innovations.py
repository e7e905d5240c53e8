"""The list behind a figure of the cockpit as XLSX, with the filters of the page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from innovations.enums import State
from regions.enums import Basis
from regions.lists.kinds import NUMBER, WHOLE, Asked, Column, ListKind, register
from scoring.lists.ground import READERS, ground_of
from scoring.queries.cockpit import agencies_of, claims_without_evidence, filter_of, filter_words, lines_of


def _rows(asked: Asked) -> Iterable[Sequence[object]]:
    ground = ground_of(asked)
    if ground is None:
        return
    agencies = agencies_of(ground.region_period)
    wanted, _chosen = filter_of(
        asked.filters, basis=ground.basis, board=ground.boards[ground.basis], agencies=set(agencies.values())
    )
    claimed = ground.boards[Basis.CLAIMED]
    bare = claims_without_evidence(ground.region_period, claimed=claimed) if wanted.bare else None
    for line in lines_of(ground.region_period, ground.boards, wanted, bare=bare):
        yield (
            line.name,
            line.opd,
            line.urusan,
            str(State(line.state).label),
            line.level_claimed,
            line.level_verified,
            line.claimed,
            line.verified,
            line.difference,
        )


def _about(asked: Asked) -> Iterable[str]:
    ground = ground_of(asked)
    if ground is None:
        return
    agencies = agencies_of(ground.region_period)
    board = ground.boards[ground.basis]
    wanted, _chosen = filter_of(
        asked.filters, basis=ground.basis, board=board, agencies=set(agencies.values())
    )
    yield _("Inovasi yang dihitung pada dasar %(basis)s.") % {"basis": ground.basis.label}
    row = board.instrument.rows_by_code.get(wanted.row)
    if row is not None:
        yield f"{row.code} · {row.title}"
    if wanted.yandas:
        yield wanted.yandas
    yield from filter_words(wanted, agencies)


register(
    ListKind(
        name="inovasi-indeks",
        title=gettext_lazy("Inovasi di balik angka"),
        roles=READERS,
        columns=(
            Column(gettext_lazy("Inovasi"), width=48),
            Column(gettext_lazy("OPD"), width=36),
            Column(gettext_lazy("Urusan"), width=30),
            Column(gettext_lazy("Status"), width=16),
            Column(gettext_lazy("Tingkat klaim"), type=WHOLE),
            Column(gettext_lazy("Tingkat hasil desk"), type=WHOLE),
            Column(gettext_lazy("Kematangan mandiri"), type=NUMBER),
            Column(gettext_lazy("Kematangan terverifikasi"), type=NUMBER),
            Column(gettext_lazy("Selisih"), type=NUMBER),
        ),
        rows=_rows,
        about=_about,
    )
)
