"""The test database: one template, migrated and with reference data, copied for each test process.

Django's own test database is not used: it would be made by the role under test, which may not create anything, and emptied by
TRUNCATE, which that role may not do either.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.conf import settings
from django.db import connections
from psycopg import sql

from tests.chromium import browser  # noqa: F401 - a fixture for every folder of tests

ROOT = Path(__file__).resolve().parent.parent
TEMPLATE_LOCK = 7_702_026


def with_database(url: str, name: str) -> str:
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc, f"/{name}", parts.query, parts.fragment))


def owner() -> psycopg.Connection:
    return psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True)


def template_name() -> str:
    """Named after everything that makes its content, so that it is made again only when that changes."""
    digest = hashlib.sha256()
    sources = [
        *ROOT.glob("*/migrations/*.py"),
        *ROOT.glob("iga_portal/*/migrations/*.py"),
        *ROOT.glob("scoring/instruments/*.json"),
        *ROOT.glob("regions/data/*.csv"),
        ROOT / "regions/domain/reference.py",
        ROOT / "iga_portal/tenancy/operations.py",
        ROOT / "requirements.txt",
    ]
    for source in sorted(sources):
        digest.update(source.read_bytes())
    return f"iga_template_{digest.hexdigest()[:12]}"


def ensure_template() -> str:
    name = template_name()
    with owner() as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [TEMPLATE_LOCK])
        try:
            if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
                return name
            making = f"{name}_making"
            connection.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(making))
            )
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(making)))
            prepare(making)
            connection.execute(
                sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(making), sql.Identifier(name))
            )
        finally:
            connection.execute("SELECT pg_advisory_unlock(%s)", [TEMPLATE_LOCK])
    return name


def prepare(name: str) -> None:
    """Rights, tables and reference data, by the real commands in the owner's role."""
    with psycopg.connect(
        with_database(os.environ["DATABASE_OWNER_URL"], name), autocommit=True
    ) as connection:
        connection.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
        connection.execute("GRANT USAGE ON SCHEMA public TO iga_app")
        connection.execute(
            "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO iga_app"
        )
        connection.execute(
            "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO iga_app"
        )
    environment = {
        **os.environ,
        "PORTAL_DB_ROLE": "owner",
        "DATABASE_OWNER_URL": with_database(os.environ["DATABASE_OWNER_URL"], name),
    }
    for command in (["migrate", "-v0"], ["load_reference"]):
        subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=ROOT,
            env=environment,
            check=True,
            stdout=subprocess.DEVNULL,
        )


def copy_of(template: str, name: str) -> None:
    drop(name)
    with owner() as connection:
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
        )


def drop(name: str) -> None:
    """Drop a test database. A closed connection's server process may take a moment to leave, and the owner may not end it."""
    for _try in range(40):
        try:
            with owner() as connection:
                connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
            return
        except psycopg.errors.ObjectInUse:
            time.sleep(0.05)
    raise AssertionError(f"somebody is still connected to {name}")


def point_django_at(name: str) -> None:
    connections["default"].close()
    connections["default"].settings_dict["NAME"] = name
    settings.DATABASES["default"]["NAME"] = name


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any) -> Iterator[None]:
    """Replaces pytest-django's: a copy of the template, seen as the plain application role."""
    template = ensure_template()
    name = f"iga_test_{os.getpid()}"
    copy_of(template, name)
    point_django_at(name)
    yield
    with django_db_blocker.unblock():
        connections["default"].close()
    drop(name)


@contextmanager
def own_database(blocker: Any, purpose: str) -> Iterator[str]:
    """A fresh copy of the template in which transactions really commit; Django points at it meanwhile."""
    before = settings.DATABASES["default"]["NAME"]
    name = f"iga_{purpose}_{os.getpid()}"
    copy_of(template_name(), name)
    with blocker.unblock():
        point_django_at(name)
        try:
            yield name
        finally:
            connections.close_all()
            point_django_at(before)
            drop(name)


@pytest.fixture
def live_db(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """A database of the test's own; yields its name.

    For what a test's rolled-back transaction cannot show: workers, several connections, on_commit.
    """
    with own_database(django_db_blocker, "live") as name:
        yield name


@pytest.fixture(autouse=True)
def _private_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Each test stores its files in a folder of its own."""
    from django.core.files.storage import default_storage

    monkeypatch.setitem(settings.STORAGES["default"]["OPTIONS"], "location", str(tmp_path / "files"))
    default_storage._setup() if hasattr(default_storage, "_setup") else None
    monkeypatch.setattr(default_storage._wrapped, "_location", str(tmp_path / "files"), raising=False)
    for cached in ("base_location", "location"):
        default_storage._wrapped.__dict__.pop(cached, None)
    yield


@pytest.fixture
def frozen_noon() -> Iterator[None]:
    """7 July 2026, 12.00 WIB: inside the cast's input phase. Ticks, so that what is written later is later."""
    import time_machine

    from tests.cast import NOON

    with time_machine.travel(NOON, tick=True):
        yield


@pytest.fixture
def cast(db: None, frozen_noon: None):  # type: ignore[no-untyped-def]
    from tests.cast import make_cast

    return make_cast()


@pytest.fixture(autouse=True)
def _indonesian() -> None:
    """A request leaves its language active in the thread; the next test starts in the language of the house."""
    from django.utils import translation

    translation.activate(settings.LANGUAGE_CODE)
