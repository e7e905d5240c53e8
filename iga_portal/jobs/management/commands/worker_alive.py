"""`worker_alive`: exit status 0 while some worker runs the heartbeat task; for the health check of a container."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from iga_portal.health import worker_seen


class Command(BaseCommand):
    help = "Succeed while a worker has run the heartbeat task within the last minute."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        seconds = worker_seen()
        if seconds is None:
            raise CommandError("no worker heartbeat; is a worker running, and beat?")
        self.stdout.write(f"heartbeat {seconds:.0f} s ago")
