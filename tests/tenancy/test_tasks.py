"""Every task of the project is a region's or, by name, the nation's; a region's task without a region fails at once."""

from __future__ import annotations

import pytest
from celery import current_app
from django.db import connection

from iga_portal.tenancy.scope import ScopeRequired, current_scope, require_scope, scope
from iga_portal.tenancy.tasks import RegionTask
from tests.cast import KOTIM

current_app.loader.import_default_modules()

NATION_TASKS = {
    "iga_portal.heartbeat": "touches no rows",
    "scoring.sweep": "looks for regions whose results lag",
    "scoring.running_places": "writes each region's own place on its row",
    "jobs.sweep": "looks for jobs that nobody is at",
    "jobs.sweep_results": "takes away files that were made on order long ago",
    "files.sweep": "looks for files that nobody has examined",
    "innovations.sweep_links": "looks for links that are due",
    "files.sweep_uploads": "ends uploads that nobody goes on with",
    "innovations.tell_deadlines": "looks for regions whose morning has a deadline ahead",
    "reports.sweep_batches": "looks for batches of documents that nobody is at",
    "notices.sweep": "looks for mails that are due or were lost",
    "notices.digests": "looks for regions whose digests are due",
}
"""Tasks without a region, each with its reason."""

PROJECT_TASKS = sorted(name for name in current_app.tasks if not name.startswith("celery."))


def test_there_are_tasks() -> None:
    assert {"scoring.recompute_region", "jobs.run", *NATION_TASKS} <= set(PROJECT_TASKS)


@pytest.mark.parametrize("name", PROJECT_TASKS)
def test_task_is_of_a_region_or_named_as_of_the_nation(name: str) -> None:
    assert isinstance(current_app.tasks[name], RegionTask) != (name in NATION_TASKS)


@pytest.mark.parametrize("name", [name for name in PROJECT_TASKS if name not in NATION_TASKS])
@pytest.mark.parametrize(
    "kwargs", [{}, {"region_id": None}, {"region_id": "6202"}, {"region_id": True}, {"region_id": -1}]
)
def test_region_task_without_a_region_fails_in_the_caller_and_in_the_worker(
    name: str, kwargs: dict[str, object]
) -> None:
    task = current_app.tasks[name]
    with pytest.raises(ScopeRequired):
        task.apply_async(kwargs=kwargs)
    with pytest.raises(ScopeRequired):
        task(**kwargs)


@current_app.task(base=RegionTask, name="tests.probe", shared=False)
def probe(*, region_id: int, fail: bool = False) -> list[int]:
    if fail:
        raise ZeroDivisionError
    return sorted(require_scope().regions)


def test_region_task_opens_and_closes_its_scope(db: None) -> None:
    assert probe(region_id=KOTIM) == [KOTIM]
    assert current_scope() is None


def test_worker_never_keeps_the_scope_of_a_task_that_failed(db: None) -> None:
    with pytest.raises(ZeroDivisionError):
        probe(region_id=KOTIM, fail=True)
    assert current_scope() is None
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting('iga.regions', true), '')")
        assert cursor.fetchone() == ("",)


def test_region_task_refuses_to_run_inside_a_foreign_scope(db: None) -> None:
    with scope({KOTIM}), pytest.raises(RuntimeError, match="earlier task"):
        probe(region_id=KOTIM)
