"""Databases of their own for the demonstration: loaded by the real commands, in the owner's role, as `./portal` does."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connections

from tests.conftest import ROOT, copy_of, drop, ensure_template, point_django_at, with_database


@dataclass(frozen=True)
class Place:
    """A database and a data folder, and the way to run a management command with them."""

    name: str
    folder: Path

    def environment(self, *, role: str) -> dict[str, str]:
        return {
            **os.environ,
            "DATABASE_URL": with_database(os.environ["DATABASE_URL"], self.name),
            "DATABASE_OWNER_URL": with_database(os.environ["DATABASE_OWNER_URL"], self.name),
            "PORTAL_DB_ROLE": role,
            "PORTAL_DATA_DIR": str(self.folder),
        }

    def manage(
        self, *words: str, role: str = "owner", more: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env={**self.environment(role=role), **(more or {})},
            check=False,
            capture_output=True,
            text=True,
        )


@contextmanager
def database(name: str, folder: Path, blocker: Any) -> Iterator[Place]:
    """A fresh copy of the template, with Django pointed at it as the plain role."""
    before = settings.DATABASES["default"]["NAME"]
    copy_of(ensure_template(), name)
    folder.mkdir(exist_ok=True)
    (folder / "kind").write_text("demonstration\n")
    with blocker.unblock():
        point_django_at(name)
        try:
            yield Place(name, folder)
        finally:
            connections.close_all()
            point_django_at(before)
            drop(name)


@pytest.fixture(scope="module")
def loaded(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Place]:
    """The whole demonstration, loaded once for the module by `load_demo`."""
    folder = tmp_path_factory.mktemp("demo")
    with database(f"iga_demo_{os.getpid()}", folder, django_db_blocker) as place:
        done = place.manage("load_demo")
        assert done.returncode == 0, done.stderr
        yield place


@pytest.fixture
def empty(django_db_setup: None, django_db_blocker: Any, tmp_path: Path) -> Iterator[Place]:
    """A database with reference data only."""
    with database(f"iga_empty_{os.getpid()}", tmp_path / "data", django_db_blocker) as place:
        yield place
