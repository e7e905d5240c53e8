"""The test database: one template, migrated and with reference data, copied for each test process.

Django's own test database is not used: it would be made by the role under test, which may not create anything, and emptied by
TRUNCATE, which that role may not do either.
"""

from __future__ import annotations

import base64
import gc
import hashlib
import itertools
import os
import pickle
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import hypothesis
import psycopg
import pytest
from django.conf import settings
from django.db import connections
from psycopg import sql

from iga_portal.local.memory import ROOM, TABLESPACE
from tests.chromium import browser  # noqa: F401 - a fixture for every folder of tests

settings.PASSWORD_HASHERS = ["tests.hashers.QuickHasher"]
# How long one example takes says how busy the machine is and nothing about what it shows.
hypothesis.settings.register_profile(
    "portal", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("portal")

ROOT = Path(__file__).resolve().parent.parent
TEMPLATE_LOCK = 7_702_026
SLOW = 50
"""How many common tests one that is marked as slow takes as long as."""


def with_database(url: str, name: str) -> str:
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc, f"/{name}", parts.query, parts.fragment))


def owner() -> psycopg.Connection:
    return psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True)


@cache
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
    with making(name, of="template1") as unfinished:
        if unfinished:
            prepare(unfinished)
    return name


@contextmanager
def making(name: str, *, of: str) -> Iterator[str]:
    """A copy of `of` that gets its name when the block ends; "" where the name is there already.

    One process makes it, the others wait until it has.
    """
    with owner() as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [TEMPLATE_LOCK])
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            yield ""
            return
        unfinished = f"{name}_making"
        connection.execute(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(unfinished))
        )
        copy_of(of, unfinished, is_template=True)
        yield unfinished
        when_free(
            sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(unfinished), sql.Identifier(name))
        )


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


def copy_of(template: str, name: str, *, is_template: bool = False) -> None:
    """Templates are made on disk, what is copied from them in memory where the keeper has found room."""
    drop(name)
    place = sql.SQL("TABLESPACE {}").format(sql.Identifier(TABLESPACE))
    # Copied as files, a database takes half the time that it takes block by block through the log.
    when_free(
        sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY {}").format(
            sql.Identifier(name),
            sql.Identifier(template),
            place if not is_template and memory_is_there() else sql.SQL(""),
        )
    )


def memory_is_there() -> bool:
    with owner() as connection:
        [place] = connection.execute(
            "SELECT max(pg_tablespace_location(oid)) FROM pg_tablespace WHERE spcname = %s", [TABLESPACE]
        ).fetchone() or [None]
    return bool(place) and shutil.disk_usage(place).free > ROOM / 4


def drop(name: str) -> None:
    """Drop a test database. A closed connection's server process may take a while to leave, and the owner may not end it."""
    when_free(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))


def when_free(statement: sql.Composed) -> None:
    """Do what needs a database that nobody is connected to, once the servers of closed connections have left it."""
    deadline = time.monotonic() + 120
    while True:
        try:
            with owner() as connection:
                connection.execute(statement)
            return
        except psycopg.errors.ObjectInUse:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)


def point_django_at(name: str) -> None:
    connections["default"].close()
    connections["default"].settings_dict["NAME"] = name
    settings.DATABASES["default"]["NAME"] = name


# The cast --------------------------------------------------------------------------------------------------------------


def ensure_peopled(blocker: Any) -> str:
    """A second template, in which the cast stands; made again when any line of the portal or of the cast changes.

    The cast itself, pickled, is the database's comment: each test has objects of its own. Django points elsewhere afterwards.
    """
    name = peopled_name()
    with making(name, of=ensure_template()) as unfinished:
        if unfinished:
            point_django_at(unfinished)
            with blocker.unblock():
                told = base64.b64encode(pickle.dumps(people())).decode()
                connections["default"].close()
            with owner() as connection:
                connection.execute(
                    sql.SQL("COMMENT ON DATABASE {} IS {}").format(
                        sql.Identifier(unfinished), sql.Literal(told)
                    )
                )
    return name


@cache
def peopled_name() -> str:
    digest = hashlib.sha256(template_name().encode())
    packages = ("iga_portal", "regions", "innovations", "scoring", "reports")
    sources = [source for package in packages for source in ROOT.glob(f"{package}/**/*.py")]
    for source in sorted([*sources, ROOT / "tests/cast.py"]):
        digest.update(source.read_bytes())
    return f"iga_peopled_{digest.hexdigest()[:12]}"


def people() -> Any:
    """Make the cast and commit it, a minute before the noon of the tests: whatever a test writes is later."""
    import time_machine

    from tests.cast import NOON, make_cast

    with time_machine.travel(NOON - timedelta(minutes=1), tick=True):
        return make_cast()


def pickled_cast(peopled: str) -> bytes:
    with owner() as connection:
        [told] = connection.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [peopled]
        ).fetchone() or [""]
    return base64.b64decode(told)


# The databases of a process --------------------------------------------------------------------------------------------


class Ours:
    """The two databases of this process: an empty one, and one in which the cast stands, each made when it is first asked for."""

    empty = ""
    peopled = ""
    wanted = ""
    """The one that the test to come asks for."""
    cast = b""
    """The cast, pickled."""


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any) -> Iterator[None]:
    """Replaces pytest-django's: copies of the templates, seen as the plain application role. What a test writes is rolled back."""
    take_ours(Ours.wanted or "empty", blocker=django_db_blocker)
    yield
    with django_db_blocker.unblock():
        connections["default"].close()
    for name in filter(None, (Ours.empty, Ours.peopled)):
        drop(name)


def take_ours(wanted: str, *, blocker: Any) -> None:
    """Point Django at the one that is wanted, made now if it is not there."""
    if wanted == "peopled" and not Ours.peopled:
        template = ensure_peopled(blocker)
        Ours.cast = pickled_cast(template)
        Ours.peopled = f"iga_test_{os.getpid()}_cast"
        copy_of(template, Ours.peopled)
    if wanted == "empty" and not Ours.empty:
        Ours.empty = f"iga_test_{os.getpid()}"
        copy_of(ensure_template(), Ours.empty)
    name = Ours.peopled if wanted == "peopled" else Ours.empty
    if settings.DATABASES["default"]["NAME"] != name:
        point_django_at(name)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Point Django at the database that the test asks for, before its fixtures begin a transaction there.

    A test that asks for no database leaves it as it is, and so does one in a module with a database of its own.
    """
    asked = getattr(item, "fixturenames", ())
    if "django_db_setup" not in asked and "django_db_blocker" not in asked:
        return
    fixtures = item._fixtureinfo.name2fixturedefs.get("cast", ())  # type: ignore[attr-defined]
    # A module's own fixture of the name makes a cast of its own.
    Ours.wanted = "peopled" if len(fixtures) == 1 and fixtures[0].func.__module__ == __name__ else "empty"
    if settings.DATABASES["default"]["NAME"] in {Ours.empty, Ours.peopled}:
        take_ours(Ours.wanted, blocker=django_db_blocker_of(item))


def django_db_blocker_of(item: pytest.Item) -> Any:
    from pytest_django.plugin import blocking_manager_key

    return item.config.stash[blocking_manager_key]


@contextmanager
def own_database(blocker: Any, purpose: str, *, peopled: bool = False) -> Iterator[str]:
    """A fresh copy of a template in which transactions really commit; Django points at it meanwhile."""
    before = settings.DATABASES["default"]["NAME"]
    name = f"iga_{purpose}_{os.getpid()}"
    copy_of(ensure_peopled(blocker) if peopled else ensure_template(), name)
    with blocker.unblock():
        point_django_at(name)
        try:
            yield name
        finally:
            connections.close_all()
            point_django_at(before)
            drop(name)


@pytest.fixture
def live_db(django_db_setup: None, django_db_blocker: Any, request: pytest.FixtureRequest) -> Iterator[str]:
    """A database of the test's own; yields its name.

    For what a test's rolled-back transaction cannot show: workers, several connections, on_commit.
    """
    peopled = "committed_cast" in request.fixturenames
    with own_database(django_db_blocker, "live", peopled=peopled) as name:
        yield name


@pytest.fixture
def committed_cast(live_db: str, frozen_noon: None, django_db_blocker: Any) -> Any:
    """The cast in `live_db`. Time stands at its noon and ticks."""
    return pickle.loads(pickled_cast(ensure_peopled(django_db_blocker)))


NUMBERS = itertools.count()


@pytest.fixture(autouse=True)
def _private_files(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[None]:
    """Each test stores its files in a folder of its own, made when the first one is stored: `tmp_path` / files if it has one."""
    from django.core.files.storage import default_storage

    # `tmp_path` itself reads through the folders of all tests before, which thousands of tests that store nothing need not do.
    if "tmp_path" in request.fixturenames:
        folder = request.getfixturevalue("tmp_path") / "files"
    else:
        folder = tmp_path_factory.getbasetemp() / "files" / str(next(NUMBERS))
    monkeypatch.setitem(settings.STORAGES["default"]["OPTIONS"], "location", str(folder))
    default_storage._setup() if hasattr(default_storage, "_setup") else None
    monkeypatch.setattr(default_storage._wrapped, "_location", str(folder), raising=False)
    for cached in ("base_location", "location"):
        default_storage._wrapped.__dict__.pop(cached, None)
    yield


@pytest.fixture(autouse=True, scope="session")
def _patience() -> None:
    """Where the portal stops waiting for a file that is looked at, a scanner or a site it does so for people who wait.

    On a machine that is busy with other tests it would refuse what is fine.
    """
    from iga_portal.files import domain, link_guard, scanning
    from reports.views import public

    domain.LOOK_SECONDS = public.LOOK_SECONDS = 240
    scanning.CONNECT_SECONDS = link_guard.CONNECT_SECONDS = 120.0


@pytest.fixture(autouse=True, scope="session")
def _certificate_for_every_clock() -> None:
    """The demonstration's certificate is made once in a process, by the first test that signs: the next one's clock may stand earlier."""
    from reports.signing import demo

    make = demo.make_pkcs12

    def long_valid(passphrase: bytes, *, name: str, now: datetime) -> bytes:
        return make(passphrase, name=name, now=now - timedelta(days=1000), lasts=timedelta(days=5000))

    demo.make_pkcs12 = long_valid  # type: ignore[assignment]


@pytest.fixture
def frozen_noon() -> Iterator[None]:
    """7 July 2026, 12.00 WIB: inside the cast's input phase. Ticks, so that what is written later is later."""
    import time_machine

    from tests.cast import NOON

    with time_machine.travel(NOON, tick=True):
        yield


@pytest.fixture
def within_a_minute() -> Iterator[None]:
    """The clock stands still: no minute in which something is counted ends between two requests."""
    import time_machine

    from tests.cast import NOON

    with time_machine.travel(NOON + timedelta(minutes=30, seconds=10), tick=False):
        yield


@pytest.fixture
def cast(db: None, frozen_noon: None):  # type: ignore[no-untyped-def]
    """The people of `tests.cast`, fresh objects for each test; what they stand for is rolled back after it."""
    from tests.cast import make_cast

    if Ours.cast and settings.DATABASES["default"]["NAME"] == Ours.peopled:
        return pickle.loads(Ours.cast)
    return make_cast()


@pytest.fixture(autouse=True)
def _indonesian() -> None:
    """A request leaves its language active in the thread; the next test starts in the language of the house."""
    from django.utils import translation

    translation.activate(settings.LANGUAGE_CODE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Among several processes what takes longest comes first, so that none is left alone with it at the end.

    Of tests in a browser, which are shared out one by one, that is a test; of the others a file.
    """
    if "PYTEST_XDIST_WORKER" not in os.environ:
        return
    weight = Counter[Path]()
    for item in items:
        weight[item.path] += of_itself(item)
    items.sort(
        key=lambda item: -of_itself(item) if item.get_closest_marker("browser") else -weight[item.path]
    )


def of_itself(item: pytest.Item) -> int:
    return SLOW if item.get_closest_marker("slow") else 1


def pytest_collection_finish() -> None:
    """What ten thousand tests and the portal's modules are made of stays until the end: the collector need not look at it again."""
    gc.freeze()
