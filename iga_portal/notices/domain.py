"""Reading notices and marking them read. Inside a scope; a person only ever touches their own."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone

from iga_portal.notices.models import Notice


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
