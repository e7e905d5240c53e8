"""How the regional admin shares the desk's work: who holds how much, the list to share out, the even distribution."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from iga_portal.web.frame import Crumb
from iga_portal.web.here import here
from innovations.domain.assignments import Shared, apply_rules, assign, release, share_out
from innovations.domain.saved_views import query_of
from innovations.models import Absence, Innovation
from innovations.queries.balance import Plan, Share, plan_of, shares_of, to_place
from innovations.queries.conflicts import ties_among
from innovations.queries.forecast import SPANS, decisions_since
from innovations.queries.queue import NOBODY
from innovations.views.desk_common import hundredths
from innovations.views.desk_forecast import advice_for, outlooks_of
from innovations.views.desk_queue import back_to, chosen_ids, filter_context, tell_refused, tell_shared
from innovations.views.opd_common import tried
from innovations.views.queue_lines import QueueOf, queue_for
from regions.access import actor_of

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
