"""Settings of the awards: weights, criteria, categories, the border list. What differs from the guideline is the ministry's word."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from iga_portal.refusals import Refused
from iga_portal.web.here import here
from innovations.views.opd_common import period_or_404
from regions.access import Actor, actor_of
from regions.models import Period, Region
from regions.queries.regions import participants
from reports.awards import Category, Criterion, Part, Rule, categories_for, with_settings
from reports.awards.categories import MOST_WINNERS
from reports.awards.plans import border_proposal, read_criteria
from reports.awards.preset import PRESENTATION_2023, PRESET
from reports.domain.plan import (
    BORDER_KINDS,
    confirm_border,
    open_plan,
    proposed_border,
    reopen_border,
    set_border,
    set_categories,
    set_criteria,
    set_weights,
)
from reports.models import AwardPlan
from reports.views.award_common import (
    ZONE,
    seen_version,
    status_of,
    tabs,
    told,
    tried,
    typed_number,
)

BLANK_ROWS = 2
PARTS_IN_ADDRESS = {"presentasi": Part.PRESENTATION, "validasi-lapangan": Part.FIELD}


@dataclass(frozen=True, slots=True)
class Weight:
    name: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Row:
    code: str
    name: str
    weight: str


@dataclass(frozen=True, slots=True)
class CriteriaCard:
    part: str
    word: str
    rows: list[Row]
    is_used: bool


@dataclass(frozen=True, slots=True)
class CategoryRow:
    category: Category
    winners: str
    nominees: str
    has_winners: bool
    has_gaps: bool
    note: str


def plan_or_blank(period: Period) -> AwardPlan:
    """The stored plan, or what it would begin with; looking at a page writes nothing."""
    found = AwardPlan.objects.filter(period=period).select_related("border_confirmed_by").first()
    return found or AwardPlan(period=period, version=1)


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest) -> HttpResponse:
    """Weights of the final score, with the criteria and the categories below, each saved by itself."""
    period = period_or_404(request)
    typed: dict[str, str] = {}
    if request.method == "POST":
        typed = {name: request.POST.get(name, "") for name in ("index", "presentation", "field")}
        outcome = tried(lambda: _weights(request, period, typed))
        if told(request, outcome, done=_("Bobot nilai akhir disimpan.")):
            return redirect(here(request, "award_plan"))
        return _page(request, period, typed=typed, refusal=outcome if isinstance(outcome, Refused) else None)
    return _page(request, period)


def _weights(request: HttpRequest, period: Period, typed: dict[str, str]) -> AwardPlan:
    actor = actor_of(request)
    values = {name: typed_number(text) for name, text in typed.items()}
    open_plan(period, actor=actor)
    return set_weights(period, actor=actor, seen=seen_version(request), **values)


def _page(
    request: HttpRequest,
    period: Period,
    *,
    typed: dict[str, str] | None = None,
    refusal: Refused | None = None,
) -> HttpResponse:
    stored = plan_or_blank(period)
    values = {
        "index": stored.index_weight,
        "presentation": stored.presentation_weight,
        "field": stored.field_weight,
    }
    labels = {
        "index": _("Indeks"),
        "presentation": _("Presentasi kepala daerah"),
        "field": _("Validasi lapangan"),
    }
    criteria = read_criteria(stored.criteria)
    used = {Part.PRESENTATION: stored.presentation_weight, Part.FIELD: stored.field_weight}
    return render(
        request,
        "reports/awards/plan.html",
        {
            "period": period,
            "tabs": tabs(request, current="award_plan"),
            "plan": stored,
            "weights": [
                Weight(name, labels[name], (typed or {}).get(name) or plain(value))
                for name, value in values.items()
            ],
            "refusal": refusal,
            "cards": [
                CriteriaCard(word, part_word(part), _rows(criteria[part]), bool(used[part]))
                for word, part in PARTS_IN_ADDRESS.items()
            ],
            "preset": ", ".join(plain(entry.weight) for entry in PRESENTATION_2023),
            "categories": with_settings(categories_for(period.year), stored.categories),
        },
        status=status_of(refusal) if refusal else 200,
    )


def part_word(part: Part) -> str:
    return {Part.PRESENTATION: _("Presentasi"), Part.FIELD: _("Validasi lapangan")}[part]


def plain(value: Decimal) -> str:
    """A stored weight as it is typed: 30 and not 30.00, with a comma."""
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace(".", ",")


def _rows(criteria: Sequence[Criterion]) -> list[Row]:
    return [Row(entry.code, entry.name, plain(entry.weight)) for entry in criteria]


# Criteria ----------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def criteria(request: HttpRequest, part_name: str) -> HttpResponse:
    """The criteria of one part: names and weights that add up to 100; a row without a name is left out."""
    period = period_or_404(request)
    part = PARTS_IN_ADDRESS.get(part_name)
    if part is None:
        raise Http404("no such part")
    stored = plan_or_blank(period)
    rows = _rows(read_criteria(stored.criteria)[part])
    refusal: Refused | None = None
    if request.method == "POST":
        rows = _typed_rows(request)
        outcome = tried(lambda: _criteria(request, period, part, rows))
        if told(request, outcome, done=_("Kriteria disimpan.")):
            return redirect(here(request, "award_plan"))
        refusal = outcome if isinstance(outcome, Refused) else None
    return render(
        request,
        "reports/awards/criteria.html",
        {
            "period": period,
            "tabs": tabs(request, current="award_plan"),
            "plan": stored,
            "word": part_word(part),
            "rows": [*rows, *[Row("", "", "")] * BLANK_ROWS],
            "preset": [(entry.name, plain(entry.weight)) for entry in PRESET[part]],
            "is_presentation": part is Part.PRESENTATION,
        },
        status=status_of(refusal) if refusal else 200,
    )


def _typed_rows(request: HttpRequest) -> list[Row]:
    lists = [request.POST.getlist(name)[:40] for name in ("kode", "nama", "bobot")]
    return [
        Row(code[:40], name, weight)
        for code, name, weight in zip(*lists, strict=False)
        if name.strip() or weight.strip()
    ]


def _criteria(request: HttpRequest, period: Period, part: Part, rows: Sequence[Row]) -> AwardPlan:
    actor = actor_of(request)
    stored = open_plan(period, actor=actor)
    known = {entry.code for entry in read_criteria(stored.criteria)[part]}
    found = [(row.code if row.code in known else "", row.name, typed_number(row.weight)) for row in rows]
    return set_criteria(period, actor=actor, seen=seen_version(request), part=part, criteria=found)


# Categories --------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def categories(request: HttpRequest) -> HttpResponse:
    """Winners and nominees of each category, and whether it is awarded."""
    period = period_or_404(request)
    stored = plan_or_blank(period)
    refusal: Refused | None = None
    if request.method == "POST":
        outcome = tried(lambda: _categories(request, period))
        if told(request, outcome, done=_("Kategori disimpan.")):
            return redirect(here(request, "award_categories"))
        refusal = outcome if isinstance(outcome, Refused) else None
    found = with_settings(categories_for(period.year), stored.categories)
    return render(
        request,
        "reports/awards/categories.html",
        {
            "period": period,
            "tabs": tabs(request, current="award_plan"),
            "plan": stored,
            "rows": [_category_row(request, entry, period) for entry in found],
            "most": MOST_WINNERS,
        },
        status=status_of(refusal) if refusal else 200,
    )


def _category_row(request: HttpRequest, category: Category, period: Period) -> CategoryRow:
    """A category with what stands, or what was just typed and not taken."""

    def typed(name: str, value: object) -> str:
        return request.POST.get(f"{name}-{category.code}", "" if value is None else str(value))

    notes = {
        Rule.PREDICATE: _("Semua daerah dengan predikat ini menerima."),
        Rule.RISE: _("Terhadap indeks %(year)d.") % {"year": period.year - 1},
        Rule.EARLIEST: _("Menurut waktu kiriman yang membuat lima urusan berbeda lengkap."),
        Rule.SPREAD: _("Menurut banyaknya urusan konkuren yang berbeda."),
        Rule.BORDER: _("Hanya sesudah daftar perbatasan ditetapkan."),
    }
    return CategoryRow(
        category=category,
        winners=typed("pemenang", category.winners),
        nominees=typed("nomine", category.nominees),
        has_winners=category.rule is not Rule.PREDICATE,
        has_gaps=category.rule is Rule.RISE,
        note=notes.get(category.rule, ""),
    )


def _categories(request: HttpRequest, period: Period) -> AwardPlan:
    actor = actor_of(request)
    open_plan(period, actor=actor)
    settings: dict[str, dict[str, object]] = {}
    for category in categories_for(period.year):
        own: dict[str, object] = {"is_awarded": f"berikan-{category.code}" in request.POST}
        if category.rule is not Rule.PREDICATE:
            own["winners"] = _whole(request.POST.get(f"pemenang-{category.code}", ""), category)
        if category.is_presented:
            own["nominees"] = _whole(request.POST.get(f"nomine-{category.code}", ""), category)
        if category.rule is Rule.RISE:
            own["accepts_gaps"] = f"celah-{category.code}" in request.POST
        settings[category.code] = {
            key: value for key, value in own.items() if value != getattr(category, key)
        }
    changed = {code: own for code, own in settings.items() if own}
    return set_categories(period, actor=actor, seen=seen_version(request), settings=changed)


def _whole(text: str, category: Category) -> int:
    typed = text.strip()
    if not (typed.isascii() and typed.isdigit() and len(typed) <= 3 and 1 <= int(typed) <= MOST_WINNERS):
        raise Refused(
            "number",
            _("%(category)s: tuliskan bilangan bulat dari 1 sampai %(most)d.")
            % {"category": category.name, "most": MOST_WINNERS},
        )
    return int(typed)


# The border list ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class BorderRow:
    region: Region
    is_chosen: bool
    is_sourced: bool


@require_http_methods(["GET", "HEAD", "POST"])
def border(request: HttpRequest) -> HttpResponse:
    """The border list of the period: compiled, saved, then confirmed; only then the cluster can be awarded."""
    period = period_or_404(request)
    if request.method == "POST":
        return _border(request, period)
    stored = plan_or_blank(period)
    proposal = border_proposal()
    chosen = set(stored.border_regions)
    regions = list(
        participants().filter(kind__in=BORDER_KINDS).select_related("parent").order_by("parent__code", "code")
    )
    return render(
        request,
        "reports/awards/border.html",
        {
            "period": period,
            "zone": ZONE,
            "tabs": tabs(request, current="award_border"),
            "plan": stored,
            "groups": _groups(
                [BorderRow(region, region.pk in chosen, region.code in proposal.codes) for region in regions]
            ),
            "chosen": [region for region in regions if region.pk in chosen],
            "proposal": proposal,
            "open_proposal": [region for region in proposed_border() if region.pk not in chosen],
        },
    )


def _groups(rows: Sequence[BorderRow]) -> list[tuple[str, int, list[BorderRow]]]:
    """(province, how many of it are chosen, its kabupaten and kota)"""
    found: dict[str, list[BorderRow]] = {}
    for row in rows:
        found.setdefault(row.region.parent.name if row.region.parent else "", []).append(row)
    return [(name, sum(row.is_chosen for row in own), own) for name, own in found.items()]


def _border(request: HttpRequest, period: Period) -> HttpResponse:
    actor, seen = actor_of(request), seen_version(request)
    acts: dict[str, tuple[Callable[[], object], str]] = {
        "simpan": (
            lambda: set_border(period, actor=actor, seen=seen, region_ids=_region_ids(request)),
            _("Daftar perbatasan disimpan, belum ditetapkan."),
        ),
        "usulan": (
            lambda: _with_proposal(period, actor, seen),
            _("Daerah yang bersumber ditambahkan ke daftar. Periksa dan lengkapi, lalu tetapkan."),
        ),
        "tetapkan": (
            lambda: confirm_border(period, actor=actor, seen=seen, now=timezone.now()),
            _("Daftar perbatasan ditetapkan."),
        ),
        "buka": (
            lambda: reopen_border(period, actor=actor, seen=seen),
            _("Penetapan dibuka; klaster perbatasan tidak dapat diberikan sampai daftarnya ditetapkan lagi."),
        ),
    }
    act, done = acts.get(request.POST.get("langkah", ""), acts["simpan"])
    open_plan(period, actor=actor)
    told(request, tried(act), done=done)
    return redirect(here(request, "award_border"))


def _with_proposal(period: Period, actor: Actor, seen: int) -> AwardPlan:
    standing = open_plan(period, actor=actor).border_regions
    ids = {*standing, *(region.pk for region in proposed_border())}
    return set_border(period, actor=actor, seen=seen, region_ids=ids)


def _region_ids(request: HttpRequest) -> set[int]:
    typed = request.POST.getlist("daerah")
    return {int(text) if text.isascii() and text.isdigit() and len(text) < 8 else -1 for text in typed[:600]}
