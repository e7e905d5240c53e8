"""The twenty rows as XLSX: where they stand on a basis, what is open, and what closing it is worth."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regions.enums import Basis
from regions.lists.kinds import NUMBER, WHOLE, Asked, Column, ListKind, register
from scoring.board import row_standings
from scoring.core.model import TOP_LEVEL
from scoring.lists.ground import READERS, ground_of
from scoring.queries.cockpit import claims_without_evidence


def _rows(asked: Asked) -> Iterable[Sequence[object]]:
    ground = ground_of(asked)
    if ground is None:
        return
    bare = claims_without_evidence(ground.region_period, claimed=ground.boards[Basis.CLAIMED])
    means = {
        basis: {entry.row.code: entry.mean_level for entry in row_standings(ground.boards[basis])}
        for basis in (Basis.CLAIMED, Basis.VERIFIED)
    }
    for standing in row_standings(ground.boards[ground.basis]):
        code = standing.row.code
        yield (
            int(code),
            standing.row.title,
            standing.row.weight,
            means[Basis.CLAIMED][code],
            means[Basis.VERIFIED][code],
            *standing.levels,
            standing.open_points,
            standing.if_missing_reach(TOP_LEVEL).printed_gain,
            standing.if_all_reach(TOP_LEVEL).printed_gain,
            len(bare.get(code, ())),
        )


def _about(asked: Asked) -> Iterable[str]:
    ground = ground_of(asked)
    if ground is not None:
        yield _("Banyaknya inovasi tiap tingkat menurut dasar %(basis)s.") % {"basis": ground.basis.label}
        yield _("Tambahan indeks: bila yang di tingkat 0, atau semua, mencapai tingkat 3; selebihnya tetap.")


register(
    ListKind(
        name="baris",
        title=gettext_lazy("Dua puluh baris"),
        roles=READERS,
        columns=(
            Column(gettext_lazy("Baris"), type=WHOLE, width=8),
            Column(gettext_lazy("Indikator"), width=48),
            Column(gettext_lazy("Bobot"), type=NUMBER),
            Column(gettext_lazy("Rata-rata mandiri"), type=NUMBER),
            Column(gettext_lazy("Rata-rata terverifikasi"), type=NUMBER),
            Column(gettext_lazy("Tingkat 0"), type=WHOLE),
            Column(gettext_lazy("Tingkat 1"), type=WHOLE),
            Column(gettext_lazy("Tingkat 2"), type=WHOLE),
            Column(gettext_lazy("Tingkat 3"), type=WHOLE),
            Column(gettext_lazy("Poin terbuka"), type=NUMBER),
            Column(gettext_lazy("Indeks bila yang kosong ke 3"), type=NUMBER, width=18),
            Column(gettext_lazy("Indeks bila semua ke 3"), type=NUMBER, width=18),
            Column(gettext_lazy("Diklaim tanpa bukti"), type=WHOLE),
        ),
        rows=_rows,
        about=_about,
    )
)
