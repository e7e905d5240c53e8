"""The digest: at 07.30 on the region's clock, what is unread and was not mailed yet, once a person, region and day.

Each notice that goes into a digest gets a row of its own among the mails (GATHERED). So the next digest does not repeat it, what
was mailed at once never enters, and a notice that was committed a moment late waits for the next morning instead of being lost.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from typing import Final

from django.core.cache import cache
from django.db import IntegrityError
from django.db.models import Exists, OuterRef, QuerySet

from iga_portal.notices.domain import DELIVER_TASK, ROWS_A_STATEMENT
from iga_portal.notices.kinds import groups, kind_of, kinds_of
from iga_portal.notices.letters import DIGEST
from iga_portal.notices.models import ByMail, Mail, MailState, Notice, NoticeChoice
from iga_portal.tenancy.scope import scope
from iga_portal.tenancy.tasks import nudge
from iga_portal.web.formats import ZONES

MORNING: Final = time(7, 30)
OLDEST: Final = timedelta(days=14)
"""What somebody has left unread for so long is on the page; a first digest does not begin with last season."""


def morning_of(now: datetime, *, zone: str) -> datetime:
    """07.30 of this moment's day in WIB, WITA or WIT, in UTC. None of the three has daylight saving time."""
    local = now.astimezone(ZONES[zone])
    return datetime.combine(local.date(), MORNING, tzinfo=ZONES[zone]).astimezone(UTC)


def owe_digests(regions: Iterable[tuple[int, str]], *, now: datetime) -> int:
    """Write the digests that are due by now in these regions (id, zone); how many. Opens a transaction for each region.

    A zone whose morning was seen through is passed over until the next: told by the cache, which may forget without harm.
    """
    by_zone: dict[str, list[int]] = defaultdict(list)
    for region_id, zone in regions:
        if now >= morning_of(now, zone=zone):
            by_zone[zone].append(region_id)
    owed = 0
    for zone, region_ids in by_zone.items():
        morning = morning_of(now, zone=zone)
        key = f"notices:digests:{zone}:{morning:%Y%m%d}"
        if cache.get(key):
            continue
        with scope(region_ids, role="sweep"):
            waiting = list(
                _unmailed(morning).order_by("region_id").values_list("region_id", flat=True).distinct()
            )
        for region_id in waiting:
            try:
                owed += _owe_in(region_id, morning=morning, day=f"{morning.astimezone(ZONES[zone]):%Y-%m-%d}")
            except IntegrityError:
                continue  # another sweep is writing the same: its digests stand
        cache.set(key, 1, timeout=24 * 3600)
    return owed


def _unmailed(morning: datetime) -> QuerySet[Notice]:
    """Unread notices up to this morning that no mail carries, of kinds that a digest may carry."""
    kinds = [kind.code for group in groups() if ByMail.DIGEST in group.ways for kind in kinds_of(group)]
    return Notice.objects.filter(
        ~Exists(Mail.objects.filter(notice_id=OuterRef("pk"))),
        read_at__isnull=True,
        created_at__gt=morning - OLDEST,
        created_at__lte=morning,
        kind__in=kinds,
    )


def _owe_in(region_id: int, *, morning: datetime, day: str) -> int:
    once = f"digest:{day}"
    with scope({region_id}, role="sweep"):
        notices = list(_unmailed(morning).filter(region_id=region_id).order_by("pk"))
        people = {notice.person_id for notice in notices}
        chosen = {
            (person_id, group): way
            for person_id, group, way in NoticeChoice.objects.filter(
                region_id=region_id, person_id__in=people
            ).values_list("person_id", "group", "by_mail")
        }
        have = set(
            Mail.objects.filter(region_id=region_id, once=once, person_id__in=people).values_list(
                "person_id", flat=True
            )
        )
        gathered: dict[int, list[Notice]] = defaultdict(list)
        for notice in notices:
            kind = kind_of(notice.kind)
            if kind is None or notice.person_id in have:
                continue
            if kind.group.way(chosen.get((notice.person_id, kind.group.code))) is ByMail.DIGEST:
                gathered[notice.person_id].append(notice)
        mails = {
            person_id: Mail(region_id=region_id, person_id=person_id, kind=DIGEST, once=once, due_at=morning)
            for person_id in gathered
        }
        parts = [
            Mail(
                region_id=region_id,
                person_id=person_id,
                notice=notice,
                kind=notice.kind,
                once=f"notice:{notice.pk}",
                due_at=morning,
                state=MailState.GATHERED,
                note=str(mails[person_id].public_id),
            )
            for person_id, found in gathered.items()
            for notice in found
        ]
        # Conflicts are not passed over: beside another sweep's digest these parts would name one that does not exist.
        Mail.objects.bulk_create([*mails.values(), *parts], batch_size=ROWS_A_STATEMENT)
        if mails:
            nudge(DELIVER_TASK, region_id=region_id)
    return len(mails)
