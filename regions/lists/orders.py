"""Asking for a list, and writing it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.conf import settings
from django.http import QueryDict
from django.utils.text import slugify
from django.utils.translation import gettext as _

from iga_portal.jobs.domain import request_job
from iga_portal.jobs.models import Job
from iga_portal.refusals import Refused
from iga_portal.web.formats import moment, number
from regions.access import Grant
from regions.lists.kinds import Asked, ListKind, list_kind
from regions.lists.workbook import write_list
from regions.models import Period
from regions.queries.periods import current_period

EXPORT: Final = "regions.list"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_QUERY: Final = 1000


@dataclass(frozen=True, slots=True)
class Made:
    content: bytes
    name: str
    rows: int


def kind_for(name: str, *, grant: Grant) -> ListKind | None:
    """The list of that name, or None: there is none, or not for this role."""
    kind = list_kind(name)
    return kind if kind is not None and grant.role in kind.roles else None


def order_list(kind: ListKind, *, grant: Grant, query: str, language: str, back: str = "") -> Job:
    """Ask for a list with the filters of a page's query string. Pressed twice while one waits or runs, it is one job.

    `back` is the address of the page that the press came from. Raises Refused for a query that no page makes, and without a current period.
    """
    if len(query) > LONGEST_QUERY:
        raise Refused("query", _("Saringan terlalu panjang. Kurangi saringannya, lalu unduh lagi."))
    period = current_period()
    if period is None:
        raise Refused("period", _("Belum ada periode yang berjalan."))
    arguments = {
        "list": kind.name,
        "acting": grant.acting,
        "opd": grant.opd_id,
        "period": period.pk,
        "query": query,
        "language": language,
    }
    mark = hashlib.sha256(repr(sorted(arguments.items())).encode()).hexdigest()[:32]
    job, _new = request_job(
        region_id=grant.region.pk,
        kind=EXPORT,
        arguments={**arguments, "back": back},
        once=f"{EXPORT}/{kind.name}/{grant.person.pk}/{mark}",
        person_id=grant.person.pk,
    )
    return job


def make_list(
    kind: ListKind,
    *,
    grant: Grant,
    period: Period,
    query: str,
    now: datetime,
    step: Callable[[int, int], None] = lambda done, total: None,
) -> Made:
    """Write the list as it stands now. Runs in the region's scope; `step` hears (rows written, rows in all or 0)."""
    asked = Asked(grant.actor, grant.region, period, QueryDict(query), now)
    total = kind.count(asked) if kind.count is not None else 0
    step(0, total)
    about = [
        grant.region.name,
        period.name,
        _("Keadaan %(when)s") % {"when": moment(now, zone=grant.region.time_zone)},
        *(kind.about(asked) if kind.about is not None else ()),
    ]
    if settings.DEMO:
        about.insert(0, _("CONTOH: data peragaan, bukan pernyataan tentang pemerintah mana pun."))
    content, rows = write_list(
        kind.columns,
        kind.rows(asked),
        title=str(kind.title),
        about=about,
        zone=grant.region.zone,
        made_at=now,
        step=lambda done: step(done, total),
    )
    return Made(content, file_name(kind, grant=grant, now=now), rows)


def file_name(kind: ListKind, *, grant: Grant, now: datetime) -> str:
    """`antrean-kabupaten-kotawaringin-timur-2026-07-07.xlsx`; the day is the region's. A demonstration's begins with CONTOH."""
    day = now.astimezone(grant.region.zone).date()
    name = f"{kind.name}-{slugify(grant.region.name)}-{day:%Y-%m-%d}.xlsx"
    return f"CONTOH-{name}" if settings.DEMO else name


def title_of(job: Job) -> str:
    kind = list_kind(str(job.arguments.get("list")))
    return _("%(list)s sebagai XLSX") % {"list": kind.title if kind else _("Daftar")}


def done_words(made: Made) -> str:
    return _("%(rows)s baris ditulis.") % {"rows": number(made.rows)}


def find_order(grant: Grant, *, public_id: UUID) -> Job | None:
    """A list that this person asked for in this place; nobody else's."""
    return (
        Job.objects.select_related("result_file")
        .filter(
            kind=EXPORT,
            region_id=grant.region.pk,
            public_id=public_id,
            requested_by_id=grant.person.pk,
            arguments__acting=grant.acting,
            arguments__opd=grant.opd_id,
        )
        .first()
    )
