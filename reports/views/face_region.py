"""A region's public page: its index and place, its years, its awards, its published innovations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from iga_portal.web.charts import Marker, Part, Point
from iga_portal.web.formats import number
from iga_portal.web.frame import Crumb
from iga_portal.web.public import public_page, public_url
from reports.models import PublishedRegion
from reports.queries.face import YearLine, region_page
from reports.queries.face_gallery import best_of_region
from reports.queries.verification import documents_of_region
from reports.views.face_common import PUBLICATION, award_shown, is_worth_keeping, reading, rules_of, show
from scoring.core.exact import HUNDREDTH_PLACES, as_decimal
from scoring.core.model import Instrument
from scoring.queries.past import bands_of_year
from scoring.views.region import bands_of


@dataclass(frozen=True, slots=True)
class Year:
    """A year of a region with what must be known to read its number."""

    line: YearLine
    note: str


@public_page(parameters=(PUBLICATION,), stored=is_worth_keeping)
def region(request: HttpRequest, code: str) -> HttpResponse:
    """One region in the publication in force or a named one."""
    read = reading(request)
    page = region_page(read.publication, code) if read is not None else None
    if read is None or page is None:
        raise Http404("no such region in the publication")
    row, rules = page.row, rules_of(read.publication)
    year = read.publication.period.year
    told = {"name": row.name, "year": year, "index": number(row.index, places=2), "predicate": row.predicate}
    description = (
        _("Indeks Inovasi Daerah %(name)s tahun %(year)s: %(index)s, %(predicate)s.") % told
        if row.is_assessed
        else _("%(name)s tidak mengirim inovasi untuk Indeks Inovasi Daerah %(year)s.") % told
    )
    return show(
        request,
        "region",
        title=f"{row.name}, {_('Indeks Inovasi Daerah')} {year}",
        description=description,
        crumbs=[Crumb(_("Peringkat"), public_url("face_ranking") + read.tail), Crumb(row.name)],
        is_indexed=not read.is_named,
        context={
            "read": read,
            "row": row,
            "bands": bands_of(rules),
            "markers": [Marker(kind="final", label=_("Indeks"), value=row.index)]
            if row.index is not None
            else [],
            "parts": parts_of(row, rules),
            "total": as_decimal(rules.maxima.total_hundredths, places=HUNDREDTH_PLACES),
            "years": years_with_notes(page.years),
            "trend": trend_of(page.years),
            "awards": [award_shown(entry, row) for entry in page.awards],
            "documents": documents_of_region(read.publication, region_id=row.region_id),
            "award_names": {entry.category: entry.category_name for entry in page.awards},
            "innovations": best_of_region(row),
            "gallery_url": f"{public_url('face_gallery')}?daerah={row.code}",
            "method_url": f"{public_url('face_method')}?daerah={row.code}",
        },
    )


def parts_of(row: PublishedRegion, rules: Instrument) -> list[Part]:
    """The addends of the index as published; nothing without one."""
    if row.spd is None or row.maturity_mean is None or row.count_score is None:
        return []
    maxima = rules.maxima

    def most(hundredths: int) -> Decimal:
        return as_decimal(hundredths, places=HUNDREDTH_PLACES)

    return [
        Part(
            label=_("Satuan pemerintahan daerah (SPD)"), points=row.spd, maximum=most(maxima.spd_hundredths)
        ),
        Part(
            label=_("Rata-rata skor kematangan"),
            points=row.maturity_mean,
            maximum=most(maxima.maturity_hundredths),
        ),
        Part(label=_("Jumlah inovasi"), points=row.count_score, maximum=most(maxima.count_hundredths)),
    ]


def years_with_notes(lines: Sequence[YearLine]) -> list[Year]:
    """Each year with the scale it was measured on: bands moved, and to 2020 there was no common scale at all."""
    return [Year(line, _note(line)) for line in lines]


def _note(line: YearLine) -> str:
    if line.is_points:
        return _("Skala poin tanpa batas atas; tidak dapat dibandingkan dengan indeks 0 sampai 100.")
    if line.publication is not None:
        if line.publication.is_demo:
            return _("Contoh untuk peragaan, dihitung portal; bukan hasil resmi.")
        bands = [
            (entry.name, entry.start) for entry in bands_of(rules_of(line.publication)) if entry.start > 0
        ]
    else:
        bands = list(bands_of_year(line.year).items())
    if not bands:
        return _("Skala 0 sampai 100; batas predikat tahun itu tidak tercetak di sumber yang kami punya.")
    told = ", ".join(
        _("%(name)s mulai %(start)s") % {"name": name, "start": number(start, places=2)}
        for name, start in bands
    )
    return _("Skala 0 sampai 100: %(bands)s.") % {"bands": told}


def trend_of(lines: Sequence[YearLine]) -> list[Point]:
    """Index by year, oldest first, on the scale 0 to 100 only; nothing with fewer than two."""
    values = {line.year: line.index for line in lines if not line.is_points and line.index is not None}
    if len(values) < 2:
        return []
    return [Point(label=str(year), value=values.get(year)) for year in range(min(values), max(values) + 1)]
