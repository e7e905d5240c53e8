"""/healthz: the process lives. /readyz: everything it needs does too."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import redis
from celery import shared_task
from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache

from iga_portal.files import scanning

HEARTBEAT_KEY = "iga:heartbeat"
HEARTBEAT_SECONDS = 60
"""A worker that has not run the heartbeat task for so long counts as gone."""


@shared_task(name="iga_portal.heartbeat")
def heartbeat() -> None:
    """Asked for by beat, done by a worker: proves broker, beat and worker in one key."""
    _server().set(HEARTBEAT_KEY, str(time.time()), ex=HEARTBEAT_SECONDS)


def _server() -> redis.Redis:
    return redis.Redis.from_url(
        settings.REDIS_URL,
        socket_connect_timeout=settings.REDIS_ANSWER_SECONDS,
        socket_timeout=settings.REDIS_ANSWER_SECONDS,
    )


@transaction.non_atomic_requests
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"ok": True})


@transaction.non_atomic_requests
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when every part is well, 503 otherwise; each part by name, without addresses or secrets."""
    parts = {name: _probe(check) for name, check in PARTS.items()}
    ok = all(part["ok"] for part in parts.values())
    return JsonResponse({"ok": ok, "parts": parts}, status=200 if ok else 503)


def _probe(check: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    started = time.perf_counter()
    try:
        part = {"ok": True, **check()}
    except Exception as error:  # noqa: BLE001 - whatever a part raises, the answer is that the part is down
        part = {"ok": False, "error": type(error).__name__}
    return {**part, "ms": round((time.perf_counter() - started) * 1000, 1)}


def _database() -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return {}


def _broker() -> dict[str, Any]:
    _server().ping()
    return {}


def worker_seen() -> float | None:
    """Seconds since a worker last ran the heartbeat task; None when it has not within HEARTBEAT_SECONDS."""
    seen = _server().get(HEARTBEAT_KEY)
    return None if seen is None else max(0.0, time.time() - float(seen))


def _worker() -> dict[str, Any]:
    seconds = worker_seen()
    if seconds is None:
        return {"ok": False, "error": "no heartbeat"}
    return {"seconds_since_heartbeat": round(seconds, 1)}


def _migrations() -> dict[str, Any]:
    executor = MigrationExecutor(connection)
    waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    return {"ok": waiting == 0, "unapplied": waiting}


def _scanner() -> dict[str, Any]:
    scanning.ping()
    return {}


PARTS: dict[str, Callable[[], dict[str, Any]]] = {
    "database": _database,
    "broker": _broker,
    "worker": _worker,
    "migrations": _migrations,
}
if scanning.scanning_is_on():
    PARTS["scanner"] = _scanner
