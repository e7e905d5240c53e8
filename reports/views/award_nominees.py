"""Nominees and the panel: proposed from the draft, added and withdrawn by hand, and who scores them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from iga_portal.refusals import Refused
from iga_portal.web.formats import is_indonesian
from iga_portal.web.frame import Crumb
from iga_portal.web.here import here
from innovations.views.opd_common import period_or_404
from regions.access import actor_of
from regions.models import Period, Region
from regions.queries.regions import participants
from reports.awards import Assessment, Category, categories_for, trace_lines
from reports.domain.nominees import Proposed, nominate, open_to, propose_nominees, recommend, withdraw_nominee
from reports.domain.panel import appoint_member, end_member, people_who_may_sit
from reports.models import AwardPlan, Nominee, PanelMember, PanelScore, RankingDraft
from reports.queries.standings import assessments_for, award_plan, plan_for
from reports.views.award_common import ZONE, status_of, tabs, told, tried


@dataclass(frozen=True, slots=True)
class NomineeLine:
    nominee: Nominee
    region: Region
    categories: list[str]
    assessment: Assessment | None


@require_http_methods(["GET", "HEAD", "POST"])
def nominees(request: HttpRequest) -> HttpResponse:
    """Who stands, for what, and how far the scoring has come; pressed, the latest draft proposes."""
    period = period_or_404(request)
    if request.method == "POST":
        outcome = tried(lambda: propose_nominees(period, actor=actor_of(request), now=timezone.now()))
        if isinstance(outcome, Refused):
            messages.error(request, outcome.message)
        else:
            messages.success(request, _proposed(outcome))
        return redirect(here(request, "nominees"))
    plan = award_plan(period)
    lines = nominee_lines(period, plan=plan)
    return render(
        request,
        "reports/awards/nominees.html",
        {
            "period": period,
            "zone": ZONE,
            "tabs": tabs(request, current="nominees"),
            "standing": [line for line in lines if line.nominee.withdrawn_at is None],
            "withdrawn": [line for line in lines if line.nominee.withdrawn_at is not None],
            "draft": RankingDraft.objects.filter(period=period).order_by("-number").defer("rows").first(),
            "has_panel": bool(plan_for(period, plan).weights.parts),
        },
    )


def _proposed(outcome: Proposed) -> str:
    words = ngettext("%(n)d nomine baru diusulkan.", "%(n)d nomine baru diusulkan.", outcome.new) % {
        "n": outcome.new
    }
    if outcome.widened:
        words += " " + ngettext(
            "%(n)d nomine mendapat kategori tambahan.",
            "%(n)d nomine mendapat kategori tambahan.",
            outcome.widened,
        ) % {"n": outcome.widened}
    if outcome.withdrawn:
        words += " " + ngettext(
            "%(n)d daerah yang sudah ditarik tidak diusulkan lagi.",
            "%(n)d daerah yang sudah ditarik tidak diusulkan lagi.",
            outcome.withdrawn,
        ) % {"n": outcome.withdrawn}
    return words


def nominee_lines(
    period: Period, *, plan: AwardPlan | None, region: Region | None = None
) -> list[NomineeLine]:
    """Every nominee, or that of one region, with its assessment, by region code. Four queries."""
    if plan is None:
        return []
    wanted = Nominee.objects.filter(plan=plan).select_related("candidate").order_by("candidate__code")
    rows = list(wanted if region is None else wanted.filter(candidate=region))
    if not rows:
        return []
    names = category_names(period)
    found = assessments_for(period, plan=plan, nominees=rows)
    return [
        NomineeLine(
            nominee=row,
            region=row.candidate,
            categories=[names.get(code, code) for code in row.categories],
            assessment=found.get(row.candidate_id),
        )
        for row in rows
    ]


def category_names(period: Period) -> dict[str, str]:
    return {category.code: category.name for category in categories_for(period.year)}


@require_http_methods(["GET", "HEAD", "POST"])
def nominee_add(request: HttpRequest) -> HttpResponse:
    """Choosing a region to nominate by hand; its own page then asks for categories and the reason."""
    period = period_or_404(request)
    search = " ".join(request.GET.get("cari", "").split())[:80]
    standing = set(Nominee.objects.filter(plan__period=period).values_list("candidate_id", flat=True))
    found = [
        region
        for region in (participants().filter(name__icontains=search).order_by("code")[:60] if search else [])
        if region.pk not in standing
    ][:30]
    return render(
        request,
        "reports/awards/nominee_add.html",
        {
            "period": period,
            "tabs": tabs(request, current="nominees"),
            "search": search,
            "found": found,
            "crumbs": [Crumb(_("Nomine"), here(request, "nominees")), Crumb(_("Tambah nomine"))],
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def nominee(request: HttpRequest, daerah_id: int) -> HttpResponse:
    """One region as a nominee: categories, withdrawal, the recommendation, and the trace of its final assessment."""
    period = period_or_404(request)
    region = participants().filter(pk=daerah_id).first()
    if region is None:
        raise Http404("no such region")
    typed: dict[str, str] = {}
    refusal: Refused | None = None
    if request.method == "POST":
        outcome, done = _act(request, period, region)
        if told(request, outcome, done=done):
            return redirect(here(request, "nominee", daerah_id=region.pk))
        refusal = outcome if isinstance(outcome, Refused) else None
        typed = {key: request.POST.get(key, "") for key in ("langkah", "alasan", "usulan")}
    stored = award_plan(period)
    line = next(iter(nominee_lines(period, plan=stored, region=region)), None)
    chosen = request.POST.getlist("kategori") if refusal else (line.nominee.categories if line else [])
    return render(
        request,
        "reports/awards/nominee.html",
        {
            "period": period,
            "zone": ZONE,
            "region": region,
            "line": line,
            "choices": _choices(open_to(region, period=period, plan=stored), chosen),
            "trace": trace_lines(line.assessment, english=not is_indonesian())
            if line and line.assessment
            else [],
            "typed": typed,
            "crumbs": [Crumb(_("Nomine"), here(request, "nominees")), Crumb(region.name)],
        },
        status=status_of(refusal) if refusal else 200,
    )


def _choices(categories: list[Category], chosen: list[str]) -> list[tuple[str, str, bool]]:
    return [(category.code, category.name, category.code in chosen) for category in categories]


def _act(request: HttpRequest, period: Period, region: Region) -> tuple[object, str]:
    actor, now, post = actor_of(request), timezone.now(), request.POST
    step = post.get("langkah", "")
    acts: dict[str, tuple[Callable[[], object], str]] = {
        "calonkan": (
            lambda: nominate(
                period,
                actor=actor,
                region_id=region.pk,
                categories=set(post.getlist("kategori")),
                reason=post.get("alasan", ""),
                now=now,
            ),
            _("%(region)s dicalonkan.") % {"region": region.name},
        ),
        "tarik": (
            lambda: withdraw_nominee(
                period, actor=actor, region_id=region.pk, reason=post.get("alasan", ""), now=now
            ),
            _("%(region)s ditarik dari pencalonan.") % {"region": region.name},
        ),
        "usulkan": (
            lambda: recommend(
                period, actor=actor, region_id=region.pk, is_recommended=True, reason=post.get("usulan", "")
            ),
            _("%(region)s diusulkan untuk insentif fiskal.") % {"region": region.name},
        ),
        "batal-usulkan": (
            lambda: recommend(period, actor=actor, region_id=region.pk, is_recommended=False, reason=""),
            _("Usulan insentif fiskal dibatalkan."),
        ),
    }
    if step not in acts:
        return Refused("step", _("Pilih langkahnya.")), ""
    act, done = acts[step]
    return tried(act), done


# The panel ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class MemberLine:
    member: PanelMember
    given: int


@require_http_methods(["GET", "HEAD", "POST"])
def panel_members(request: HttpRequest) -> HttpResponse:
    """Who belongs to the panel, and how much each has scored."""
    period = period_or_404(request)
    if request.method == "POST":
        return _members(request, period)
    rows = list(
        PanelMember.objects.filter(plan__period=period)
        .select_related("person")
        .order_by("person__name", "pk")
    )
    given: dict[int, int] = {}
    for member_id in (
        PanelScore.objects.filter(member__plan__period=period).order_by().values_list("member_id", flat=True)
    ):
        given[member_id] = given.get(member_id, 0) + 1
    sitting = {row.person_id for row in rows if row.ended_at is None}
    return render(
        request,
        "reports/awards/panel_members.html",
        {
            "period": period,
            "zone": ZONE,
            "tabs": tabs(request, current="panel_members"),
            "members": [MemberLine(row, given.get(row.pk, 0)) for row in rows if row.ended_at is None],
            "left": [MemberLine(row, given.get(row.pk, 0)) for row in rows if row.ended_at is not None],
            "people": [person for person in people_who_may_sit() if person.pk not in sitting],
            "sits_here": actor_of(request).person_id in sitting,
        },
    )


def _members(request: HttpRequest, period: Period) -> HttpResponse:
    actor = actor_of(request)
    if request.POST.get("langkah") == "akhiri":
        outcome: object = tried(
            lambda: end_member(period, actor=actor, member_id=_id(request, "anggota"), now=timezone.now())
        )
        told(request, outcome, done=_("Keanggotaan diakhiri; nilainya disimpan dan tidak dihitung lagi."))
    else:
        outcome = tried(lambda: appoint_member(period, actor=actor, person_id=_id(request, "orang")))
        told(request, outcome, done=_("Anggota Tim Penilai ditambahkan dan diberi tahu."))
    return redirect(here(request, "panel_members"))


def _id(request: HttpRequest, name: str) -> int:
    value = request.POST.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 18 else 0
