"""The check list of a publication: what the portal finds out by itself, and what a person says after having looked.

`NEEDED_TO_PREPARE` must hold before anything is prepared; all of it, and every point ticked, before anything is published.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from iga_portal.web import formats
from innovations.enums import State
from innovations.models import Innovation
from innovations.queries.quality import samples_awaited
from regions.enums import Phase
from regions.models import Period, RegionPeriod
from reports.domain.publishing_awards import awards_standing
from reports.domain.publishing_gather import waiting_regions
from reports.models import RankingDraft

PHASE, SCORED, SAMPLES, CLOSED = "phase", "scored", "samples", "closed"
INSTRUMENT, AWARDS, DRAFT, MOMENT = "instrument", "awards", "draft", "moment"
NEEDED_TO_PREPARE = frozenset({PHASE, SCORED, SAMPLES, CLOSED})

EARLY_PHASES = frozenset({Phase.REFINEMENT, Phase.INPUT, Phase.MEASUREMENT, Phase.QUALITY_CONTROL})

TICKS: dict[str, Any] = {
    "ranking": gettext_lazy("Peringkat, nilai, dan predikat sudah dibaca sampai daerah terakhir."),
    "difference": gettext_lazy(
        "Perubahan terhadap draf peringkat terakhir sudah dibaca dan dapat dijelaskan."
    ),
    "awards": gettext_lazy("Daftar penghargaan sesuai dengan keputusan sidang, atau memang belum diberikan."),
    "border": gettext_lazy(
        "Klaster perbatasan sudah dikonfirmasi, atau memang tidak diberikan pada periode ini."
    ),
    "decree": gettext_lazy("Keputusan Menteri Dalam Negeri tentang indeks sudah ditetapkan."),
}
"""What only a person can say. The publisher ticks every point."""


@dataclass(frozen=True, slots=True)
class Check:
    """One point that the portal computes. `told` says what was found, in words with the numbers."""

    code: str
    title: str
    is_met: bool
    told: str


def checks_of(period: Period, *, now: datetime, content: Mapping[str, Any] | None = None) -> list[Check]:
    """The computed points. With `content` (what was prepared) also those that only matter for publishing it."""
    found = [_phase(period, now=now), _scored(period), _samples(period), _closed(period)]
    if content is not None:
        found += [
            _instrument(period),
            _draft(period, content),
            _awards(period),
            _moment(period, now=now),
        ]
    return found


def _phase(period: Period, *, now: datetime) -> Check:
    ended = period.phase_at(now) not in EARLY_PHASES
    return Check(
        PHASE,
        _("Quality control selesai menurut jadwal"),
        ended,
        _("Berakhir %(when)s.") % {"when": formats.end_moment(period.quality_control_ends, zone="WIB")},
    )


def _scored(period: Period) -> Check:
    waiting = waiting_regions(period)
    told = ngettext("%(n)s daerah sedang dihitung ulang.", "%(n)s daerah sedang dihitung ulang.", waiting)
    return Check(
        SCORED,
        _("Indeks semua daerah sudah dihitung"),
        not waiting,
        told % {"n": formats.number(waiting)} if waiting else _("Tidak ada hitungan yang menunggu."),
    )


def _samples(period: Period) -> Check:
    waiting = samples_awaited(period).count()
    told = ngettext("%(n)s sampel belum ditutup penilai.", "%(n)s sampel belum ditutup penilai.", waiting)
    return Check(
        SAMPLES,
        _("Semua sampel quality control sudah ditutup"),
        not waiting,
        told % {"n": formats.number(waiting)} if waiting else _("Tidak ada sampel yang terbuka."),
    )


def _closed(period: Period) -> Check:
    """Every region that sent something has been closed, and nothing of it is still merely sent."""
    sent = Innovation.objects.filter(region_period=OuterRef("pk"), state=State.SENT)
    assessed = Innovation.objects.filter(region_period=OuterRef("pk"), state=State.ASSESSED)
    waiting = RegionPeriod.objects.filter(period=period, region__participates=True).filter(
        Exists(sent) | (Exists(assessed) & Q(assessed_at__isnull=True))
    )
    count = waiting.count()
    if not count:
        return Check(
            CLOSED, _("Penilaian semua daerah sudah ditutup"), True, _("Tidak ada daerah yang terbuka.")
        )
    names = ", ".join(waiting.order_by("region__code").values_list("region__name", flat=True)[:3])
    told = ngettext(
        "%(n)s daerah belum ditutup (%(names)s).",
        "%(n)s daerah belum ditutup (antara lain %(names)s).",
        count,
    )
    return Check(
        CLOSED,
        _("Penilaian semua daerah sudah ditutup"),
        False,
        told % {"n": formats.number(count), "names": names},
    )


def _instrument(period: Period) -> Check:
    official = period.instrument.status == "official"
    return Check(
        INSTRUMENT,
        _("Instrumen periode ini resmi"),
        official,
        str(period.instrument)
        if official
        else _("Instrumen ini prognosis; muat dan setujui instrumen resmi."),
    )


def _draft(period: Period, content: Mapping[str, Any]) -> Check:
    """The last draft ranking says the same indices: then its explained differences lead up to what is published."""
    title = _("Draf peringkat terakhir memuat angka yang sama")
    draft = RankingDraft.objects.filter(period=period).order_by("-number").first()
    if draft is None:
        return Check(
            DRAFT, title, False, _("Belum ada draf peringkat. Buat draf dan baca perubahannya lebih dahulu.")
        )
    here = {line["code"].replace(".", ""): line["index"] for line in content["regions"] if line["index"]}
    there = {str(region): row["index"] for region, row in draft.rows.items() if row.get("index") is not None}
    other = sum(here.get(region) != there.get(region) for region in here.keys() | there.keys())
    words = {"number": draft.number, "n": formats.number(other)}
    if not other:
        return Check(DRAFT, title, True, _("Draf nomor %(number)s.") % words)
    told = ngettext(
        "%(n)s daerah berbeda dari draf nomor %(number)s. Buat draf baru dan baca perubahannya.",
        "%(n)s daerah berbeda dari draf nomor %(number)s. Buat draf baru dan baca perubahannya.",
        other,
    )
    return Check(DRAFT, title, False, told % words)


def _awards(period: Period) -> Check:
    awards = awards_standing(period)
    title = _("Tidak ada kategori penghargaan yang menunggu")
    if not awards.is_planned:
        return Check(AWARDS, title, True, _("Periode ini diterbitkan tanpa penghargaan."))
    if awards.open:
        return Check(AWARDS, title, False, " ".join(awards.open))
    told = ngettext("%(n)s penghargaan diputuskan.", "%(n)s penghargaan diputuskan.", awards.awards)
    return Check(AWARDS, title, True, told % {"n": formats.number(awards.awards)})


def _moment(period: Period, *, now: datetime) -> Check:
    title = _("Waktu pengumuman sudah tiba")
    if period.publishes_at is None:
        return Check(MOMENT, title, True, _("Waktu pengumuman tidak ditetapkan."))
    told = formats.moment(period.publishes_at, zone="WIB")
    return Check(MOMENT, title, now >= period.publishes_at, told)
