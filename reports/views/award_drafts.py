"""Draft rankings: making one, reading one, and what moved since the one before."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from iga_portal.refusals import Refused
from iga_portal.web.frame import Crumb
from iga_portal.web.here import here
from iga_portal.web.tables import page_of
from innovations.views.opd_common import period_or_404
from regions.access import actor_of
from regions.enums import RegionKind
from regions.models import Period, Region, RegionPeriod
from regions.queries.regions import participants
from reports.awards.drafts import Change, Difference, DraftRow
from reports.domain.drafts import make_draft
from reports.models import RankingDraft
from reports.queries.drafts import Causes, causes_between, difference, draft_of, drafts_of, rows_of
from reports.views.award_common import (
    KINDS,
    ZONE,
    chosen_of,
    kind_choices,
    regional_choices,
    search_of,
    tried,
)

CHANGES = (Change.MOVED, Change.PUSHED, Change.NEW, Change.GONE, Change.SAME)


@dataclass(frozen=True, slots=True)
class Line:
    region: Region
    row: DraftRow


@dataclass(frozen=True, slots=True)
class DifferenceLine:
    region: Region
    entry: Difference
    causes: Causes


@require_http_methods(["GET", "HEAD", "POST"])
def drafts(request: HttpRequest) -> HttpResponse:
    """The drafts of the period, and making the next one."""
    period = period_or_404(request)
    if request.method == "POST":
        return _make(request, period)
    waiting = RegionPeriod.objects.filter(period=period, scored_version__lt=F("content_version")).count()
    page = page_of(request, drafts_of(period))
    return render(
        request,
        "reports/awards/drafts.html",
        {"period": period, "zone": ZONE, "page": page, "waiting": waiting},
    )


def _make(request: HttpRequest, period: Period) -> HttpResponse:
    outcome = tried(
        lambda: make_draft(
            period, actor=actor_of(request), now=timezone.now(), note=request.POST.get("catatan", "")
        )
    )
    if isinstance(outcome, Refused):
        messages.error(request, outcome.message)
        return redirect(here(request, "drafts"))
    draft, is_new = outcome
    if is_new:
        messages.success(request, _("Draf %(number)d disimpan.") % {"number": draft.number})
    else:
        messages.info(
            request,
            _("Tidak ada yang berubah sejak draf %(number)d; draf baru tidak dibuat.")
            % {"number": draft.number},
        )
    return redirect(here(request, "draft", number=draft.number))


@require_safe
def draft(request: HttpRequest, number: int) -> HttpResponse:
    """One draft: regions of a kind or a regional by place."""
    period = period_or_404(request)
    found = _draft(period, number)
    kind = chosen_of(request, "jenis", [str(entry) for entry in KINDS]) or _kind_to_begin_with(found)
    regional = chosen_of(request, "regional", [value for value, _label in regional_choices()])
    lines = lines_of(found, kind=kind, regional=regional, search=search_of(request))
    return render(
        request,
        "reports/awards/draft.html",
        {
            "period": period,
            "zone": ZONE,
            "draft": found,
            "kinds": kind_choices(),
            "kind": kind,
            "regionals": regional_choices(),
            "regional": regional,
            "search": search_of(request),
            "page": page_of(request, lines),
            "previous": _previous(period, found),
            "download_url": here(request, "list_order", list_name="draf-peringkat"),
            "download_query": urlencode({"draf": found.number}),
            "crumbs": [Crumb(_("Draf peringkat"), here(request, "drafts")), Crumb(_title(found))],
        },
    )


def _kind_to_begin_with(draft: RankingDraft) -> str:
    """Kabupaten, the largest group; while none of them has a final index, the first kind that has one."""
    held = {row.kind for row in rows_of(draft).values()}
    first = next((str(kind) for kind in KINDS if kind in held), str(RegionKind.KABUPATEN))
    return str(RegionKind.KABUPATEN) if RegionKind.KABUPATEN in held else first


def lines_of(draft: RankingDraft, *, kind: str = "", regional: str = "", search: str = "") -> list[Line]:
    """The regions of a draft by kind, place and code."""
    rows = rows_of(draft)
    order = [str(entry) for entry in KINDS]
    lines = [
        Line(region, rows[region.pk])
        for region in participants()
        if region.pk in rows
        and (not kind or region.kind == kind)
        and (not regional or region.iga_regional == regional)
        and (not search or search.casefold() in region.name.casefold() or region.code == search)
    ]
    return sorted(lines, key=lambda line: (order.index(line.row.kind), line.row.place, line.region.code))


@require_safe
def draft_difference(request: HttpRequest, number: int) -> HttpResponse:
    """What moved between two drafts, region by region, by part, and because of what."""
    period = period_or_404(request)
    after = _draft(period, number)
    wanted = request.GET.get("dengan", "")
    before = (
        draft_of(period, number=int(wanted))
        if wanted.isascii() and wanted.isdigit() and len(wanted) < 7
        else _previous(period, after)
    )
    if before is None or before.number >= after.number:
        raise Http404("no earlier draft of that number")
    entries = difference(before, after, period=period)
    counts = Counter(entry.change for entry in entries)
    change = chosen_of(request, "perubahan", [str(entry) for entry in CHANGES])
    regions = {region.pk: region for region in participants()}
    shown = _shown(entries, regions=regions, change=change, search=search_of(request))
    page = page_of(request, shown)
    causes = causes_between(
        [entry.region for entry in page.object_list], period=period, after=before.made_at, until=after.made_at
    )
    return render(
        request,
        "reports/awards/difference.html",
        {
            "period": period,
            "zone": ZONE,
            "before": before,
            "after": after,
            "others": [entry for entry in drafts_of(period) if entry.number < after.number],
            "counts": [(str(entry), change_word(entry), counts[entry]) for entry in CHANGES],
            "change": change,
            "search": search_of(request),
            "page": page,
            "lines": [
                DifferenceLine(regions[entry.region], entry, causes[entry.region])
                for entry in page.object_list
            ],
            "crumbs": [
                Crumb(_("Draf peringkat"), here(request, "drafts")),
                Crumb(_title(after), here(request, "draft", number=after.number)),
                Crumb(_("Selisih")),
            ],
        },
    )


def change_word(change: Change) -> str:
    return {
        Change.MOVED: _("indeks berubah"),
        Change.PUSHED: _("hanya tempatnya berubah"),
        Change.NEW: _("baru masuk"),
        Change.GONE: _("keluar"),
        Change.SAME: _("tetap"),
    }[change]


def _shown(
    entries: list[Difference], *, regions: dict[int, Region], change: str, search: str
) -> list[Difference]:
    """What the filter lets through; unless asked for, regions where nothing changed are left out. Largest change first."""
    found = [
        entry
        for entry in entries
        if entry.region in regions
        and (entry.change == change if change else entry.change is not Change.SAME)
        and (not search or search.casefold() in regions[entry.region].name.casefold())
    ]
    order = {
        entry: place for place, entry in enumerate((Change.NEW, Change.GONE, Change.MOVED, Change.PUSHED))
    }
    return sorted(
        found,
        key=lambda entry: (
            order.get(entry.change, len(order)),
            -abs(entry.index_change or Decimal(0)),
            -abs(entry.places_gained or 0),
            regions[entry.region].code,
        ),
    )


def _title(draft: RankingDraft) -> str:
    return _("Draf %(number)d") % {"number": draft.number}


def _draft(period: Period, number: int) -> RankingDraft:
    found = draft_of(period, number=number)
    if found is None:
        raise Http404("no such draft")
    return found


def _previous(period: Period, draft: RankingDraft) -> RankingDraft | None:
    return RankingDraft.objects.filter(period=period, number__lt=draft.number).order_by("-number").first()
