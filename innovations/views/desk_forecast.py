"""The desk's forecast: how many will not be read by the deadline at this pace, and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from iga_portal.web.frame import Crumb
from iga_portal.web.here import here
from innovations.queries.balance import Share, shares_of
from innovations.queries.forecast import SPANS, Forecast, decisions_since, forecast_of
from innovations.views.queue_lines import QueueOf, queue_for
from regions.access import actor_of
from regions.enums import Role


@dataclass(frozen=True, slots=True)
class Advice:
    """One thing to do about what will not be read, with the page on which to do it ("" for none)."""

    text: str
    url: str = ""
    label: str = ""


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
