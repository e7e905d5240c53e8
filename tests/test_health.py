"""/healthz and /readyz say what is, each part by name, and never fall over themselves."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
import redis
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.test import Client

from iga_portal.health import HEARTBEAT_KEY, heartbeat


@pytest.fixture(autouse=True)
def _no_heartbeat(settings: object) -> Iterator[None]:
    """Other tests share the broker: keep this one's heartbeat to itself."""
    server = redis.Redis.from_url(settings.REDIS_URL)  # type: ignore[attr-defined]
    before = server.getdel(HEARTBEAT_KEY)
    yield
    server.delete(HEARTBEAT_KEY)
    if before:
        server.set(HEARTBEAT_KEY, before, ex=60)
    server.close()


def parts(client: Client) -> tuple[int, dict[str, dict[str, object]]]:
    response = client.get("/readyz")
    return response.status_code, response.json()["parts"]


def test_process_lives_without_database(client: Client) -> None:
    assert client.get("/healthz").json() == {"ok": True}


def test_not_ready_without_a_worker_and_ready_after_its_heartbeat(client: Client, db: None) -> None:
    status, found = parts(client)
    assert status == 503
    assert {name: part["ok"] for name, part in found.items()} == {
        "database": True, "broker": True, "worker": False, "migrations": True,
    }  # fmt: skip
    heartbeat()
    status, found = parts(client)
    assert (status, found["worker"]["ok"]) == (200, True)


def test_dead_broker_is_named_and_the_rest_still_answers(client: Client, db: None, settings: object) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"  # type: ignore[attr-defined]
    status, found = parts(client)
    assert status == 503
    assert (found["broker"]["ok"], found["worker"]["ok"], found["database"]["ok"]) == (False, False, True)
    assert "127.0.0.1" not in str(found)  # names of errors, never addresses


def test_dead_database_is_named(client: Client, live_db: str) -> None:
    connections["default"].close()
    settings = connections["default"].settings_dict
    port, settings["PORT"] = settings["PORT"], "1"
    host, settings["HOST"] = settings["HOST"], "127.0.0.1"
    try:
        status, found = parts(client)
    finally:
        connections["default"].close()
        settings["PORT"], settings["HOST"] = port, host
    assert status == 503
    assert (found["database"]["ok"], found["migrations"]["ok"], found["broker"]["ok"]) == (False, False, True)


def test_unapplied_migration_is_counted(client: Client, db: None) -> None:
    from django.db.migrations.loader import MigrationLoader
    from django.db.migrations.recorder import MigrationRecorder

    ((app, last),) = MigrationLoader(connection).graph.leaf_nodes("reports")
    MigrationRecorder.Migration.objects.get(app=app, name=last).delete()
    status, found = parts(client)
    assert status == 503
    assert (found["migrations"]["ok"], found["migrations"]["unapplied"]) == (False, 1)


def test_worker_alive_command_follows_the_heartbeat() -> None:
    with pytest.raises(CommandError, match="no worker heartbeat"):
        call_command("worker_alive")
    heartbeat()
    call_command("worker_alive", stdout=io.StringIO())
