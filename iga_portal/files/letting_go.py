"""Letting files go: a row that nothing refers to any more, and a day later its bytes.

In two steps, so that nobody waits for anybody. The same bytes may be stored again at the same moment and be lent the key of a row
that is just being let go: after a day every such row is committed and seen, and its bytes stay.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from django.db import models, transaction
from django.db.models import Exists, OuterRef, QuerySet

from iga_portal.files import pictures
from iga_portal.files.models import StoredFile

BYTES_GO_AFTER: Final = timedelta(days=1)
AT_MOST: Final = 200
"""Files in one sweep: each costs some looks at the store."""


def referring_to(file_id: str | OuterRef, *, besides: Collection[type[models.Model]] = ()) -> list[Exists]:
    """One condition for each column of the portal that refers to a stored file, but for those of the models `besides`."""
    return [
        Exists(relation.related_model._default_manager.filter(**{relation.field.attname: OuterRef(str(file_id))}).order_by())
        for relation in StoredFile._meta.related_objects
        if relation.related_model not in besides
    ]  # fmt: skip


def unreferred(files: QuerySet[StoredFile]) -> QuerySet[StoredFile]:
    """Those of the files that no row refers to, as far as the scope sees."""
    return files.filter(*(~refers for refers in referring_to("pk")))


def let_go(file_ids: Collection[int], *, now: datetime) -> int:
    """Mark files that nothing refers to: from now on they lend nobody their bytes. The number of them."""
    files = unreferred(StoredFile.objects.filter(pk__in=file_ids, removed_at__isnull=True))
    return StoredFile.objects.filter(pk__in=list(files.values_list("pk", flat=True))).update(removed_at=now)


def sweep_let_go(*, now: datetime) -> int:
    """Remove rows that were let go a day ago, and after the commit the bytes that no other row names. Safe to repeat.

    A row that something refers to after all is kept: then it was not let go.
    """
    due = StoredFile.objects.filter(removed_at__lt=now - BYTES_GO_AFTER)
    gone = list(unreferred(due).order_by("removed_at", "pk")[:AT_MOST])
    StoredFile.objects.filter(pk__in=[stored.pk for stored in gone]).delete()
    kept = set(
        StoredFile.objects.filter(key__in=[stored.key for stored in gone]).values_list("key", flat=True)
    )
    for key in sorted({stored.key for stored in gone} - kept):
        transaction.on_commit(partial(pictures.remove_bytes, key))
    due.exclude(pk__in=unreferred(due).values("pk")).update(removed_at=None)
    return len(gone)
