"""Look for malware in everything that is stored: after scanning was turned on, or with newer signatures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, time
from typing import Any

from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.dateparse import parse_date

from iga_portal.files import scanning
from iga_portal.files.examining import refuse_bytes
from iga_portal.files.models import FileState, StoredFile
from iga_portal.tenancy.scope import scope
from iga_portal.tenancy.tasks import region_ids

AT_ONCE = 500


class Command(BaseCommand):
    help = "Scan the stored files again; refuse, delete and tell of what is found."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--since", default="", help="only files stored since this day, e.g. 2026-06-01")

    def handle(self, *args: Any, **options: Any) -> None:
        if not scanning.scanning_is_on():
            raise CommandError("CLAMD_URL is not set: there is no scanner.")
        since = parse_date(options["since"]) if options["since"] else None
        if options["since"] and since is None:
            raise CommandError("--since is a day, e.g. 2026-06-01")
        after = timezone.make_aware(datetime.combine(since, time())) if since else None
        seen: Counter[str] = Counter()
        for stored in _stored(after):
            seen[self._look_at(stored)] += 1
        self.stdout.write(
            "{clean} clean, {infected} refused, {too_large} beyond the scanner, {missing} without bytes".format(
                **{key: seen[key] for key in ("clean", "infected", "too_large", "missing")}
            )
        )

    def _look_at(self, stored: StoredFile) -> str:
        try:
            with default_storage.open(stored.key, "rb") as file:
                finding = scanning.scan(file)
        except FileNotFoundError:
            return "missing"
        except scanning.ScannerAway as error:
            raise CommandError(f"the scanner gives no verdict ({error}); begin again when it does") from error
        if finding.verdict is scanning.Verdict.INFECTED:
            with scope({stored.region_id}, role="scan"):
                refuse_bytes(stored, finding=finding.name)
            self.stdout.write(f"refused: region {stored.region_id}, file {stored.pk}, {finding.name}")
        return finding.verdict.value


def _stored(after: datetime | None) -> Iterator[StoredFile]:
    """Every ready file, one row for the same bytes, in the order of their ids."""
    regions, last, keys = region_ids(), 0, set[str]()
    while True:
        with scope(regions, role="scan"):
            rows = StoredFile.objects.filter(state=FileState.READY, pk__gt=last).order_by("pk")
            if after is not None:
                rows = rows.filter(created_at__gte=after)
            batch = list(rows[:AT_ONCE])
        if not batch:
            return
        last = batch[-1].pk
        for stored in batch:
            if stored.key not in keys:
                keys.add(stored.key)
                yield stored
