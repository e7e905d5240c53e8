"""Telling, reading and marking notices. Inside a scope; a person only ever touches their own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from iga_portal.notices.kinds import Kind, registered
from iga_portal.notices.models import ByMail, Mail, Notice, NoticeChoice
from iga_portal.notices.words import in_indonesian, kept_values
from iga_portal.tenancy.tasks import nudge

DELIVER_TASK = "notices.deliver"
LONGEST_PATH = 200
ROWS_A_STATEMENT = 1000


def tell(
    *,
    region_id: int,
    person_ids: Iterable[int],
    kind: str,
    message: str,
    path: str | Mapping[int, str],
    values: Mapping[str, Any] | None = None,
    once: str = "",
    due: datetime | None = None,
) -> int:
    """Tell people something: a notice each, and the mail that is owed to those who want it at once; how many were told.

    In the running transaction and its scope, which holds `region_id`: what is rolled back was never told. People are told once
    however often they stand in `person_ids`. A worker is asked for the mails after the commit; a sweep finds what it misses.

    `kind` is registered in the notice_kinds of a room (LookupError otherwise). It decides the group by which people choose, the
    way the mail goes and the heading of the mail.

    `message` is an Indonesian msgid, literal in `gettext_noop("...")` where it is told, with `%(name)s` parts; `values` fills
    them: text, whole numbers, `gettext_lazy` words, lists of these, and what `iga_portal.notices.words` makes: `phrase`, `plural`,
    `on_day`, `at_moment`. Both are stored and read in the language of the reader. The value `opd`, the name of the OPD that it is
    about, may always be given: the subject of the mail names it, and the digest gathers by it.

    `path` is the page it leads to: one for all, or by person id where the addresses differ (`/d/6202/opd/12/...`).

    `once` is for sweeps and whatever may run twice: with the same `once` a person of the region is told a single time, whatever
    became of the notice. `due` holds the mails back until then; the notice itself stands at once.

    tests/notices/test_tell.py shows it at work.
    """
    known = registered(kind)
    kept = kept_values(values or {})
    text = in_indonesian(message, kept)
    people = list(dict.fromkeys(person_ids))
    if once:
        told = Notice.objects.filter(region_id=region_id, once=once, person_id__in=people)
        before = set(told.values_list("person_id", flat=True))
        people = [person_id for person_id in people if person_id not in before]
    if not people:
        return 0
    notices = [
        Notice(
            region_id=region_id,
            person_id=person_id,
            kind=kind,
            text=text,
            message=message,
            values=kept,
            path=(path if isinstance(path, str) else path[person_id])[:LONGEST_PATH],
            once=once,
        )
        for person_id in people
    ]
    Notice.objects.bulk_create(notices, batch_size=ROWS_A_STATEMENT, ignore_conflicts=bool(once))
    if once:
        # Rows that met another sweep's come back without a key; both sweeps owe the same mail, which exists once.
        told = Notice.objects.filter(region_id=region_id, once=once, person_id__in=people)
        notices = list(told.order_by("pk"))
    _owe_mails(notices, kind=known, once=once, due=due)
    return len(notices)


def _owe_mails(notices: list[Notice], *, kind: Kind, once: str, due: datetime | None) -> None:
    """The mails of those who want the kind at once; the others find it in their digest, or on the page."""
    region_id = notices[0].region_id if notices else 0
    chosen = dict(
        NoticeChoice.objects.filter(
            region_id=region_id,
            group=kind.group.code,
            person_id__in=[notice.person_id for notice in notices],
        ).values_list("person_id", "by_mail")
    )
    now = timezone.now()
    mails = [
        Mail(
            region_id=region_id,
            person_id=notice.person_id,
            notice=notice,
            kind=kind.code,
            once=once or f"notice:{notice.pk}",
            due_at=due or now,
        )
        for notice in notices
        if kind.group.way(chosen.get(notice.person_id)) is ByMail.AT_ONCE
    ]
    Mail.objects.bulk_create(mails, batch_size=ROWS_A_STATEMENT, ignore_conflicts=True)
    if mails and (due is None or due <= now):
        nudge(DELIVER_TASK, region_id=region_id)


def notices_of(person_id: int) -> QuerySet[Notice]:
    """A person's notices of the regions in scope, newest first."""
    return Notice.objects.filter(person_id=person_id).order_by("-created_at", "-pk")


def newest_notices(person_id: int, *, limit: int) -> list[Notice]:
    return list(notices_of(person_id)[:limit])


def mark_read(person_id: int, *, notice_id: int) -> Notice | None:
    """Mark one notice read and return it; None when the person has no such notice. The first reading's time stays."""
    notice = notices_of(person_id).filter(pk=notice_id).first()
    if notice is not None and notice.read_at is None:
        notice.read_at = timezone.now()
        notice.save(update_fields=["read_at"])
    return notice


def mark_path_read(person_id: int, *, path: str) -> int:
    """Mark what tells of a page read once the page itself is opened; returns how many were new."""
    return _mark(notices_of(person_id).filter(path=path))


def mark_all_read(person_id: int) -> int:
    return _mark(notices_of(person_id))


def _mark(notices: QuerySet[Notice]) -> int:
    return notices.filter(read_at__isnull=True).order_by().update(read_at=timezone.now())
