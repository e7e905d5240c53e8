"""How the index is worked out, with one region's own published numbers, step by step."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from iga_portal.web.charts import Part
from iga_portal.web.formats import number
from iga_portal.web.frame import Crumb
from iga_portal.web.parts import Light
from iga_portal.web.public import public_page, public_url
from reports.models import PublishedInnovation, PublishedRegion
from reports.queries.face_gallery import regions_of
from reports.views.face_common import PUBLICATION, Reading, is_worth_keeping, reading, rules_of, show
from reports.views.face_ranking import Option
from scoring.core.exact import HUNDREDTH_PLACES, as_decimal
from scoring.core.model import Decision, Instrument
from scoring.traces import Trace, digits_of, trace_of
from scoring.views.region import bands_of


@dataclass(frozen=True, slots=True)
class Counted:
    """An innovation in the list of those that count."""

    name: str
    opd: str
    urusan: str
    url: str
    maturity: Decimal


@public_page(parameters=("daerah", PUBLICATION), stored=is_worth_keeping)
def method(request: HttpRequest) -> HttpResponse:
    """The formula; and with a publication the numbers of one region, by default of the first in the ranking."""
    read = reading(request)
    title = _("Cara hitung Indeks Inovasi Daerah")
    description = _(
        "Rumus Indeks Inovasi Daerah menurut Pedoman IGA, langkah demi langkah dengan angka satu daerah."
    )
    crumbs = [Crumb(_("Cara hitung"))]
    row = _row(request, read)
    worked = _worked(read, row) if read is not None and row is not None else {}
    return show(
        request,
        "method",
        title=title,
        description=description,
        crumbs=crumbs,
        is_indexed="daerah" not in request.GET and (read is None or not read.is_named),
        context={
            "read": read,
            "row": row,
            "regions": [
                Option(code, name, row is not None and code == row.code)
                for code, name in (regions_of(read.publication) if read is not None else [])
            ],
            **worked,
        },
    )


def _row(request: HttpRequest, read: Reading | None) -> PublishedRegion | None:
    """The region asked for; 404 for one without a result. Without a wish the best of the ranking."""
    code = request.GET.get("daerah", "")
    if read is None:
        if code:
            raise Http404("nothing is published")
        return None
    rows = PublishedRegion.objects.filter(publication=read.publication, is_assessed=True)
    if not code:
        return rows.order_by("place_nation", "code").first()
    found = rows.filter(code=code).first()
    if found is None:
        raise Http404("no such region in the publication")
    return found


def _worked(read: Reading, row: PublishedRegion) -> dict[str, Any]:
    rules = rules_of(read.publication)
    trace = trace_of(row.facts or {}, rules)
    numbers, sums = trace.result.numbers, trace.result
    return {
        "trace": trace,
        "numbers": numbers,
        "agrees": numbers.index == row.index and sums.facts_hash == row.facts_hash,
        "formula": rules.formula.parameters,
        "limits": _limits(rules),
        "exact": _exact(trace),
        "band": rules.predicate_of(int(sums.index * 100)).printed,
        "parts": _parts(trace),
        "total": as_decimal(rules.maxima.total_hundredths, places=HUNDREDTH_PLACES),
        "bands": bands_of(rules),
        "lights": [
            Light(name=name, lit=count > 0, count=count) for name, count in trace.yandas_counts.items()
        ],
        "counted": _counted(read, row, trace),
        "excluded": len(trace.excluded),
        "decisions": [(_decision_title(key), _words(decision)) for key, decision in trace.decisions],
        "region_url": public_url("face_region", code=row.code) + read.tail,
    }


def _limits(rules: Instrument) -> dict[str, Decimal]:
    maxima = rules.maxima
    return {
        "spd": as_decimal(maxima.spd_hundredths, places=HUNDREDTH_PLACES),
        "maturity": as_decimal(maxima.maturity_hundredths, places=HUNDREDTH_PLACES),
        "count": as_decimal(maxima.count_hundredths, places=HUNDREDTH_PLACES),
        "total": as_decimal(maxima.total_hundredths, places=HUNDREDTH_PLACES),
        "weight": as_decimal(rules.formula.parameters.count_weight_hundredths, places=HUNDREDTH_PLACES),
    }


def _exact(trace: Trace) -> str:
    value, goes_on = digits_of(trace.result.totals.index)
    return number(value) + ("…" if goes_on else "")


def _parts(trace: Trace) -> list[Part]:
    labels = {
        "spd": _("Satuan pemerintahan daerah (SPD)"),
        "maturity": _("Rata-rata skor kematangan"),
        "count": _("Jumlah inovasi"),
    }
    return [
        Part(
            label=labels[part.key],
            points=digits_of(part.points)[0],
            maximum=part.maximum_points,
        )
        for part in trace.parts
    ]


def _counted(read: Reading, row: PublishedRegion, trace: Trace) -> list[Counted]:
    """The innovations that count, most mature first, by the names under which they were published."""
    names = {
        str(public_id): (name, opd)
        for public_id, name, opd in PublishedInnovation.objects.filter(published_region=row).values_list(
            "public_id", "name", "opd"
        )
    }
    found = []
    for entry in trace.counted:
        name, opd = names.get(entry.id, ("", ""))
        url = public_url("face_innovation", public_id=entry.id) + read.tail if name else ""
        found.append(Counted(name or entry.id, opd, entry.urusan, url, entry.maturity))
    return sorted(found, key=lambda entry: (-entry.maturity, entry.name))


def _decision_title(key: str) -> str:
    titles = {
        "rounding": _("Pembulatan"),
        "borders": _("Nilai di tepi rentang"),
        "window": _("Jendela waktu"),
    }
    return titles.get(key) or _("Baris %(row)s") % {"row": key}


def _words(decision: Decision) -> str:
    return decision.reason if (get_language() or "id").startswith("id") else decision.reason_en
