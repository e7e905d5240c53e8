"""Test databases in memory.

A copy of the template is 1,350 files. Some file systems take a millisecond of work for each, and hundreds of tests have a copy of
their own. Templates stay on disk, where the next session finds them.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
from pathlib import Path

from .servers import Postgres, ServerProblem

TABLESPACE = "memory"
PLACE = Path("/dev/shm")  # noqa: S108 - memory that looks like a folder, which is the point; ours is closed to others
ROOM = 4 * 1024**3
"""Octets that have to be free there; a copy takes 20 MB."""


def begin(postgres: Postgres, *, place: Path = PLACE) -> bool:
    """Make the tablespace `memory`, in which the owner may make databases; False where there is no room for it.

    For a server on which no database is in it any more.
    """
    end(postgres, place=place)
    with contextlib.suppress(OSError, ServerProblem):
        if shutil.disk_usage(place).free >= ROOM:
            folder = _folder(postgres, place)
            folder.mkdir(mode=0o700)
            if postgres.account:
                os.chown(folder, postgres.account.uid, postgres.account.gid)
            postgres.as_superuser(f"CREATE TABLESPACE {TABLESPACE} LOCATION '{folder}'")
            postgres.as_superuser(f"GRANT CREATE ON TABLESPACE {TABLESPACE} TO iga_owner")
            return True
    return False


def end(postgres: Postgres, *, place: Path = PLACE) -> None:
    """Give the memory back. A server that does not let go of it leaves it to the next `begin`."""
    with contextlib.suppress(ServerProblem):
        postgres.as_superuser(f"DROP TABLESPACE IF EXISTS {TABLESPACE}")
        shutil.rmtree(_folder(postgres, place), ignore_errors=True)


def _folder(postgres: Postgres, place: Path) -> Path:
    return place / f"portal-test-{hashlib.sha256(str(postgres.cluster).encode()).hexdigest()[:16]}"
