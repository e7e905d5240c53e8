"""How the regional admin shares the desk's work: the forecast, who holds how much, the list to share out, the even distribution."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from iga_portal.web.frame import Crumb
from iga_portal.web.here import here
from innovations.domain.assignments import Shared, apply_rules, appoint, assign, release, share_out
from innovations.domain.saved_views import query_of
from innovations.domain.texts import LONGEST_NOTE
from innovations.models import Absence, Assignment, Innovation
from innovations.queries.appointments import appointments
from innovations.queries.balance import Plan, Share, plan_of, shares_of, to_place
from innovations.queries.conflicts import reason_of, ties_among
from innovations.queries.forecast import SPANS, Forecast, decisions_since, forecast_of
from innovations.queries.queue import NOBODY
from innovations.queries.reviewers import reviewers_of
from innovations.views.desk_common import find_innovation, hundredths
from innovations.views.desk_queue import back_to, chosen_ids, filter_context, tell_refused, tell_shared
from innovations.views.opd_common import tried
from innovations.views.queue_lines import QueueOf, queue_for, region_period_or_404
from regions.access import actor_of
from regions.enums import Role

WEEK = 7


@dataclass(frozen=True, slots=True)
class Load:
    """One line of the load board."""

    person_id: int
    name: str
    away: Absence | None
    items: int
    rows: int
    points: Decimal
    judged: int
    """Innovations decided in the last seven days, today included."""


@dataclass(frozen=True, slots=True)
class Advice:
    """One thing to do about what will not be read, with the page on which to do it ("" for none)."""

    text: str
    url: str = ""
    label: str = ""


def assignments(request: HttpRequest, region_id: int, **kwargs: object) -> HttpResponse:
    """What waits and who reads it; pressed, the chosen ones go to a reviewer or are nobody's again."""
    if request.method == "POST":
        return _share_by_hand(request)
    found = queue_for(request, actor_of(request), as_reviewer=False)
    decisions = decisions_since(found.desk, days=max(SPANS))
    shares = shares_of(found.waiting, work=found.work, reviewers=found.reviewers)
    page = found.page()
    outlooks = outlooks_of(found, decisions, shares)
    return render(
        request,
        "innovations/region/assignments.html",
        {
            **filter_context(found),
            "page": page,
            "lines": found.lines(page),
            "loads": _loads(found, shares, decisions),
            "unassigned": sum(1 for entry in found.waiting if entry.reader_id not in found.names),
            "waiting": len(found.waiting),
            "overdue": sum(1 for entry in found.waiting if entry.is_overdue(found.desk.now)),
            "outlooks": outlooks,
            "advice": advice_for(request, found, outlooks[0], shares),
            "present": [entry for entry in found.reviewers if entry.away_on(found.today) is None],
            "default_sort": "janji",
            "nobody": NOBODY,
            "query": query_of(request.GET.urlencode()),
            "tab": "daftar",
        },
    )


def _share_by_hand(request: HttpRequest) -> HttpResponse:
    ids, now, actor = chosen_ids(request), timezone.now(), actor_of(request)
    gives = request.POST.get("langkah") != "lepas"
    if gives:
        reviewer = request.POST.get("kepada", "")
        if not reviewer.isascii() or not reviewer.isdecimal() or len(reviewer) > 9:
            messages.error(request, _("Pilih penelaah yang akan membaca."))
            return redirect(back_to(request, "assignments"))
        outcome = tried(lambda: assign(ids, admin=actor, reviewer_id=int(reviewer), now=now))
    else:
        outcome = tried(lambda: release(ids, actor=actor, now=now))
    if isinstance(outcome, Shared):
        count = len(outcome.done)
        done = (
            ngettext("%(count)d inovasi dibagikan.", "%(count)d inovasi dibagikan.", count)
            if gives
            else ngettext("%(count)d inovasi dilepas.", "%(count)d inovasi dilepas.", count)
        )
        tell_shared(request, outcome, done=done)
    else:
        tell_refused(request, outcome)
    return redirect(back_to(request, "assignments"))


def outlooks_of(found: QueueOf, decisions: Sequence[Any], shares: Sequence[Share]) -> list[Forecast]:
    """The forecast over each span of days back, the shortest first."""
    held = {share.reviewer.person_id: share.items_before for share in shares}
    return [
        forecast_of(
            found.desk, span=span, reviewers=found.reviewers, decisions=decisions, held=held, waiting=len(found.waiting),
        )
        for span in SPANS
    ]  # fmt: skip


def advice_for(
    request: HttpRequest, found: QueueOf, outlook: Forecast, shares: Sequence[Share]
) -> list[Advice]:
    """What to do so that everything is read by the deadline, in plain sentences, the nearest thing first."""
    told: list[Advice] = []
    board = here(request, "assignments") if actor_of(request).role is Role.REGIONAL_ADMIN else ""
    balance = here(request, "balance") if board else ""
    loose = sum(1 for entry in found.waiting if entry.reader_id not in found.names)
    if loose:
        told.append(
            Advice(
                ngettext(
                    "%(count)d inovasi belum dibagikan kepada siapa pun.",
                    "%(count)d inovasi belum dibagikan kepada siapa pun.",
                    loose,
                )
                % {"count": loose},
                balance,
                _("Bagi rata"),
            )
        )
    for share in shares:
        absence = share.reviewer.away_on(found.today)
        if absence is not None and share.items_before:
            told.append(
                Advice(
                    ngettext(
                        "%(count)d inovasi menunggu pada %(name)s yang sedang berhalangan.",
                        "%(count)d inovasi menunggu pada %(name)s yang sedang berhalangan.",
                        share.items_before,
                    )
                    % {"count": share.items_before, "name": share.reviewer.name},
                    f"{balance}?ikut=berhalangan" if balance else "",
                    _("Pindahkan"),
                )
            )
    if outlook.unread:
        told += _overfull(outlook, board)
        if outlook.missing_reviewers:
            told.append(
                Advice(
                    ngettext(
                        "Untuk membaca semuanya dengan laju ini dibutuhkan %(count)d penelaah lagi.",
                        "Untuk membaca semuanya dengan laju ini dibutuhkan %(count)d penelaah lagi.",
                        outlook.missing_reviewers,
                    )
                    % {"count": outlook.missing_reviewers},
                    f"{here(request, 'invite')}?peran={Role.REVIEWER}" if board else "",
                    _("Undang penelaah"),
                )
            )
    return told


def _overfull(outlook: Forecast, board: str) -> list[Advice]:
    """Whose innovations will not all be read, and who has room for them."""
    told = []
    for pace in sorted(outlook.paces, key=lambda entry: entry.room):
        if pace.room < 0:
            told.append(
                Advice(
                    ngettext(
                        "%(name)s: %(count)d inovasi tidak akan terbaca dengan lajunya; alihkan sebagian.",
                        "%(name)s: %(count)d inovasi tidak akan terbaca dengan lajunya; alihkan sebagian.",
                        -pace.room,
                    )
                    % {"count": -pace.room, "name": pace.reviewer.name},
                    f"{board}?penelaah={pace.reviewer.person_id}#daftar" if board else "",
                    _("Lihat inovasinya"),
                )
            )
    for pace in sorted(outlook.paces, key=lambda entry: -entry.room):
        if pace.room > 0:
            told.append(
                Advice(
                    ngettext(
                        "%(name)s masih sanggup membaca %(count)d inovasi lagi.",
                        "%(name)s masih sanggup membaca %(count)d inovasi lagi.",
                        pace.room,
                    )
                    % {"count": pace.room, "name": pace.reviewer.name}
                )
            )
    return told


def _loads(found: QueueOf, shares: Sequence[Share], decisions: Sequence[Any]) -> list[Load]:
    first = found.today.toordinal() - WEEK + 1
    judged = Counter(person_id for person_id, day in decisions if day.toordinal() >= first)
    return [
        Load(
            person_id=share.reviewer.person_id,
            name=share.reviewer.name,
            away=share.reviewer.away_on(found.today),
            items=share.items_before,
            rows=share.rows_before,
            points=hundredths(share.points_before),
            judged=judged[share.reviewer.person_id],
        )
        for share in shares
    ]


@require_safe
def forecast(request: HttpRequest, region_id: int, **kwargs: object) -> HttpResponse:
    """The forecast alone: a page for the desk; asked for by the queue, only its sentence."""
    found = queue_for(request, actor_of(request), as_reviewer=False)
    shares = shares_of(found.waiting, work={}, reviewers=found.reviewers)
    outlooks = outlooks_of(found, decisions_since(found.desk, days=max(SPANS)), shares)
    short = request.headers.get("HX-Request") == "true"
    return render(
        request,
        "innovations/desk/_forecast_line.html" if short else "innovations/desk/forecast.html",
        {
            "outlooks": outlooks,
            "outlook": outlooks[0],
            "advice": [] if short else advice_for(request, found, outlooks[0], shares),
            "zone": str(found.desk.region_period.region.time_zone),
            "crumbs": [] if short else [Crumb(_("Antrean"), here(request, "home")), Crumb(_("Prakiraan"))],
        },
    )


# Evenly --------------------------------------------------------------------------------------------------------------


def balance(request: HttpRequest, region_id: int, **kwargs: object) -> HttpResponse:
    """The even distribution, shown before it is done; done only if it is still the one that was shown."""
    source = request.POST if request.method == "POST" else request.GET
    with_absent = source.get("ikut") == "berhalangan"
    found = queue_for(request, actor_of(request), as_reviewer=False)
    plan = _plan(found, with_absent=with_absent)
    if request.method == "POST":
        if request.POST.get("rencana") == plan.fingerprint:
            outcome = tried(lambda: share_out(plan.pairs, admin=found.actor, now=found.desk.now))
            if isinstance(outcome, Shared):
                count = len(outcome.done)
                done = ngettext("%(count)d inovasi dibagi rata.", "%(count)d inovasi dibagi rata.", count)
                tell_shared(request, outcome, done=done)
                return redirect(here(request, "assignments"))
            tell_refused(request, outcome)
        else:
            messages.warning(
                request,
                _(
                    "Antrean berubah sejak rencana ini dibuat. Inilah rencana yang baru; belum ada yang dibagikan."
                ),
            )
    away = sum(
        1
        for _entry in to_place(found.waiting, reviewers=found.reviewers, today=found.today, with_absent=True)
    )
    loose = sum(
        1
        for _entry in to_place(found.waiting, reviewers=found.reviewers, today=found.today, with_absent=False)
    )
    unplaced = found.lines(plan.unplaced[:50])
    return render(
        request,
        "innovations/region/balance.html",
        {
            "plan": plan,
            "placed": len(plan.pairs),
            "unplaced": unplaced,
            "more_unplaced": len(plan.unplaced) - len(unplaced),
            "with_absent": with_absent,
            "with_those_away": away - loose,
            "tab": "rata",
            "crumbs": [Crumb(_("Pembagian"), here(request, "assignments")), Crumb(_("Bagi rata"))],
        },
    )


def _plan(found: QueueOf, *, with_absent: bool) -> Plan:
    items = to_place(found.waiting, reviewers=found.reviewers, today=found.today, with_absent=with_absent)
    innovations = {
        innovation.pk: innovation
        for innovation in Innovation.objects.filter(pk__in=[item.pk for item in items]).only(
            "pk", "region_id", "opd_id", "created_by_id"
        )
    }
    ties = ties_among(
        [reviewer.person_id for reviewer in found.reviewers],
        region_id=found.actor.region_id,
        innovations=list(innovations.values()),
    )
    return plan_of(
        items,
        waiting=found.waiting,
        work=found.work,
        reviewers=found.reviewers,
        ties=ties,
        innovations=innovations,
        today=found.today,
    )


@require_POST
def rules_apply(request: HttpRequest, region_id: int, **kwargs: object) -> HttpResponse:
    """The rules, for everything that nobody present reads."""
    found = queue_for(request, actor_of(request), as_reviewer=False)
    items = to_place(found.waiting, reviewers=found.reviewers, today=found.today, with_absent=True)
    shared = Shared()
    for start in range(0, len(items), 500):
        part = [item.pk for item in items[start : start + 500]]
        outcome = tried(lambda part=part: apply_rules(part, admin=found.actor, now=found.desk.now))  # type: ignore[misc]
        if not isinstance(outcome, Shared):
            tell_refused(request, outcome)
            return redirect(here(request, "rules"))
        shared.done += outcome.done
        shared.refused += outcome.refused
    if shared.done or shared.refused:
        count = len(shared.done)
        done = ngettext(
            "%(count)d inovasi dibagikan menurut aturan.",
            "%(count)d inovasi dibagikan menurut aturan.",
            count,
        )
        tell_shared(request, shared, done=done)
    else:
        messages.info(request, _("Tidak ada inovasi yang cocok dengan aturan; tidak ada yang berubah."))
    return redirect(here(request, "assignments"))


# Appointing ------------------------------------------------------------------------------------------------------------


def appointing(request: HttpRequest, public_id: UUID, **kwargs: object) -> HttpResponse:
    """Name one reviewer for an innovation of which nobody at the desk is free, with a reason."""
    innovation = find_innovation(request, public_id)
    actor, now = actor_of(request), timezone.now()
    error, reason, chosen = "", "", ""
    if request.method == "POST":
        reason, chosen = request.POST.get("alasan", ""), request.POST.get("kepada", "")
        if not chosen.isascii() or not chosen.isdecimal() or len(chosen) > 9:
            error = _("Pilih penelaah yang ditunjuk.")
        else:
            outcome = tried(
                lambda: appoint(innovation.pk, admin=actor, reviewer_id=int(chosen), reason=reason, now=now)
            )
            if isinstance(outcome, Assignment):
                messages.success(
                    request,
                    _(
                        "%(name)s ditunjuk memeriksa inovasi ini. Alasannya tercatat dan dibaca quality control."
                    )
                    % {"name": outcome.reviewer},
                )
                return redirect(here(request, "innovation", public_id=public_id))
            error = getattr(outcome, "message", "") or " ".join(outcome.messages)  # type: ignore[union-attr]
    region_period = region_period_or_404(request, actor.region_id)
    everybody = reviewers_of(region_period.region, since=now.date())
    ties = ties_among(
        [entry.person_id for entry in everybody], region_id=actor.region_id, innovations=[innovation]
    )
    people = []
    for entry in everybody:
        code = ties[entry.person_id].conflict(innovation)
        people.append((entry, reason_of(code, name=entry.name) if code else ""))
    return render(
        request,
        "innovations/region/appoint.html",
        {
            "innovation": innovation,
            "people": people,
            "free": [entry for entry, tie in people if not tie],
            "error": error,
            "reason": reason,
            "chosen": chosen,
            "longest": LONGEST_NOTE,
            "crumbs": [
                Crumb(_("Pembagian"), here(request, "assignments")),
                Crumb(innovation.name, here(request, "innovation", public_id=public_id)),
                Crumb(_("Tunjuk penelaah")),
            ],
        },
        status=422 if error else 200,
    )


@require_safe
def appointed(request: HttpRequest, region_id: int, **kwargs: object) -> HttpResponse:
    """Every appointment of the period with its reason."""
    region_period = region_period_or_404(request, region_id)
    return render(
        request,
        "innovations/region/appointed.html",
        {
            "appointments": appointments(region_period),
            "zone": str(region_period.region.time_zone),
            "tab": "ditunjuk",
            "crumbs": [Crumb(_("Pembagian"), here(request, "assignments")), Crumb(_("Penunjukan"))],
        },
    )
