"""The Celery task base that carries a scope, and the one way to nudge a worker."""

from __future__ import annotations

import logging
from typing import Any

from celery import Task, current_app
from django.apps import apps
from django.db import transaction

from .scope import NATION, ScopeRequired, current_scope, scope

logger = logging.getLogger(__name__)


class RegionTask(Task):
    """A task over the rows of one region: `region_id` opens the scope, leaving the task closes it.

    A call without `region_id` fails at once, in the caller, and again in the worker. The scope is a transaction, so a task
    that fails leaves nothing half done; `actor_id` names the person for whom it runs.
    """

    abstract = True
    opens_transaction = True
    """False for tasks that need several transactions: they open their scopes themselves with `self.scope(...)`."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        region_id = self._region(args, kwargs)
        if current_scope() is not None:
            raise RuntimeError(f"{self.name}: a scope of an earlier task is still open in this worker.")
        if not self.opens_transaction:
            return super().__call__(*args, **kwargs)
        with self.region_scope(region_id, actor_id=kwargs.get("actor_id")):
            return super().__call__(*args, **kwargs)

    def apply_async(self, args: Any = None, kwargs: Any = None, **options: Any) -> Any:  # type: ignore[override]
        self._region(args or (), kwargs or {})
        return super().apply_async(args=args, kwargs=kwargs, **options)

    def region_scope(self, region_id: int, *, actor_id: int | None = None) -> Any:
        request_id = getattr(self.request, "id", None) or ""
        return scope({region_id}, actor_id=actor_id, role="task", request_id=str(request_id))

    def _region(self, args: Any, kwargs: Any) -> int:
        region_id = kwargs.get("region_id")
        if args or not isinstance(region_id, int) or isinstance(region_id, bool) or region_id < NATION:
            raise ScopeRequired(
                f"{self.name}: call it with keyword arguments, region_id among them (an integer region code)."
            )
        return region_id


def nudge(task_name: str, *, countdown: float | None = None, **kwargs: Any) -> None:
    """Ask a worker for `task_name` after this transaction commits. A dead broker costs the nudge, never the commit.

    Whatever is asked for here must also be found by a sweep from rows in the database.
    """
    transaction.on_commit(lambda: send(task_name, countdown=countdown, **kwargs))


def send(task_name: str, *, countdown: float | None = None, **kwargs: Any) -> bool:
    """Publish at once; False when the broker did not take it (the sweep repairs)."""
    try:
        # Named, not imported: news travels upwards as data, a lower room does not import the room above.
        current_app.send_task(task_name, kwargs=kwargs, countdown=countdown, retry=False, ignore_result=True)
    except Exception as error:  # noqa: BLE001 - kombu raises what its transport raises; none of it may undo a save
        logger.warning("No broker for %s: %s. The sweep will repeat it.", task_name, error)
        return False
    return True


def region_ids() -> list[int]:
    """Every region id, "Pusat" included, for the scope of a sweep. Read by name: the model lives in a room above."""
    return list(apps.get_model("regions", "Region").objects.values_list("pk", flat=True))
