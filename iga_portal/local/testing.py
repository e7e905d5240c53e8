"""Test servers shared by every pytest session of a checkout, without anybody having to start or stop them.

`ensure_servers()` registers the calling process and returns the variables Django's settings read. A keeper process
starts PostgreSQL and Valkey for the first caller and ends them, and itself, when no registered process lives any
more. Several sessions at once share the cluster (their databases have names of their own); each caller gets a Valkey
database and a file folder of its own.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
from psycopg import sql

from . import memory
from .locks import FileLock, held
from .paths import REPOSITORY, DataDir, write_private
from .processes import Identity, end
from .servers import DATABASE, SUPERUSER, ServerProblem, Servers, tail

VALKEY_DATABASES = 512
# Seconds the servers outlive the last session, so that a run right after another one finds them ready.
GRACE = 60.0
START_WAIT = 120.0


def test_folder() -> Path:
    """PORTAL_TEST_DIR, or `.portal-test` in the checkout."""
    return Path(os.environ.get("PORTAL_TEST_DIR") or REPOSITORY / ".portal-test").absolute()


def ensure_servers(*, folder: Path | None = None) -> dict[str, str]:
    """Make sure test servers run and return the environment that leads to them.

    Returns DATABASE_URL (role iga_app), DATABASE_OWNER_URL (role iga_owner, may create databases), REDIS_URL,
    PORTAL_DATA_DIR, SECRET_KEY_FILE and PORTAL_DEMO. Calling it again from the same process gives the same answer;
    when the three server addresses are already set in the environment they are left alone and {} is returned.
    Raises ServerProblem with the end of the keeper's log when the servers do not come up.
    """
    if all(os.environ.get(name) for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL")):
        return {}
    data = DataDir(folder or test_folder())
    data.create()
    with held(_registry_lock(data), wait=START_WAIT + 10):
        number = _register(data)
        found = _keeper_environment(data) or _start_keeper(data)
    return _share(data, number, found)


def ensure_own_share(*, folder: Path | None = None) -> dict[str, str]:
    """A Valkey database and a file folder for the calling process, which has inherited the addresses of another one's.

    For the processes among which one session shares out its tests: with one broker for all of them a worker that one test starts
    would take the messages of another. {} when the servers in the environment are not those of the test folder.
    """
    data = DataDir(folder or test_folder())
    found = _keeper_environment(data)
    if found is None or _server(found["REDIS_URL"]) != _server(os.environ.get("REDIS_URL", "")):
        return {}
    with held(_registry_lock(data), wait=START_WAIT + 10):
        number = _register(data)
    return _share(data, number, found)


def _server(url: str) -> str:
    return url.rpartition("/")[0]


def _share(data: DataDir, number: int, found: dict[str, str]) -> dict[str, str]:
    home = _session_folder(data, number)
    home.mkdir(mode=0o700, exist_ok=True)
    data.secret("secret_key")
    return {
        "DATABASE_URL": found["DATABASE_URL"],
        "DATABASE_OWNER_URL": found["DATABASE_OWNER_URL"],
        "REDIS_URL": f"{_server(found['REDIS_URL'])}/{number}",
        "PORTAL_DATA_DIR": str(home),
        "SECRET_KEY_FILE": str(data.secrets / "secret_key"),
        "PORTAL_DEMO": "1",
    }


def _registry_lock(data: DataDir) -> Path:
    return data.root / "sessions.lock"


def _registry(data: DataDir) -> Path:
    path = data.root / "sessions"
    path.mkdir(mode=0o700, exist_ok=True)
    return path


def _session_folder(data: DataDir, number: int) -> Path:
    return data.root / f"files-{number}"


def _register(data: DataDir) -> int:
    """Note the calling process and give it a number from 1, which is also its Valkey database."""
    me = Identity.of(os.getpid())
    taken = {}
    for path in _registry(data).glob("*.json"):
        with contextlib.suppress(OSError, ValueError, KeyError):
            entry = json.loads(path.read_text())
            taken[int(entry["number"])] = Identity(pid=entry["pid"], started=entry["started"])
    for number, identity in taken.items():
        if identity == me:
            return number
    number = next(n for n in range(1, VALKEY_DATABASES) if n not in taken)
    note = {"number": number, "pid": me.pid, "started": me.started}
    write_private(_registry(data) / f"{number}.json", json.dumps(note))
    return number


def _forget_dead_sessions(data: DataDir) -> int:
    """Drop the notes and folders of processes that ended; returns how many sessions live."""
    living = 0
    for path in _registry(data).glob("*.json"):
        try:
            entry = json.loads(path.read_text())
            alive = Identity(pid=entry["pid"], started=entry["started"]).process() is not None
        except (OSError, ValueError, KeyError):
            alive = False
        if alive:
            living += 1
        else:
            shutil.rmtree(_session_folder(data, int(path.stem)), ignore_errors=True)
            path.unlink(missing_ok=True)
    return living


def _keeper_environment(data: DataDir) -> dict[str, str] | None:
    try:
        note = json.loads(data.state.read_text())
    except (OSError, ValueError):
        return None
    if Identity(pid=note["pid"], started=note["started"]).process() is None:
        return None
    return {str(name): str(value) for name, value in note["environment"].items()}


def _start_keeper(data: DataDir) -> dict[str, str]:
    data.state.unlink(missing_ok=True)
    log = data.logs / "keeper.log"
    with log.open("ab") as output:
        keeper = subprocess.Popen(
            [sys.executable, "-m", "iga_portal.local.testing", str(data.root)],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=REPOSITORY,
            # Its own session: Ctrl-C on one pytest run must not end the servers of another.
            start_new_session=True,
        )
    deadline = time.monotonic() + START_WAIT
    while time.monotonic() < deadline:
        environment = _keeper_environment(data)
        if environment is not None:
            # The keeper outlives this process on purpose; without this Popen warns about it when collected.
            keeper.returncode = 0
            return environment
        if keeper.poll() is not None:
            break
        time.sleep(0.05)
    raise ServerProblem(f"The test servers did not start. The end of {log}:\n{tail(log)}")


def keep(folder: Path, *, grace: float = GRACE) -> None:
    """Run the servers of a test folder until no registered session lives: the keeper's whole life."""
    data = DataDir(folder)
    data.create()
    # A keeper that is just leaving holds the lock for the second its servers need to stop.
    lock = FileLock(data.lock).acquire(wait=START_WAIT, note={"command": "test servers"})
    servers = Servers.of(data, durable=False, databases=VALKEY_DATABASES)
    if (servers.postgres.cluster / "postmaster.pid").exists():
        # Without fsync a cluster that was not shut down properly cannot be trusted; making one takes a second.
        servers.postgres.end_leftover()
        shutil.rmtree(servers.postgres.cluster)
        (servers.postgres.home / "roles.stamp").unlink(missing_ok=True)
    stopping = False

    def stop(_number: int, _frame: object) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    servers.start(template=True)
    try:
        _drop_old_databases(servers)
        memory.begin(servers.postgres)
        me = Identity.of(os.getpid())
        note = {"pid": me.pid, "started": me.started, "environment": servers.environment()}
        write_private(data.state, json.dumps(note))
        quiet_since = time.monotonic()
        while not stopping:
            time.sleep(1.0)
            if _forget_dead_sessions(data):
                quiet_since = time.monotonic()
            elif time.monotonic() - quiet_since > grace:
                # Under the lock nobody can register between the last look and the end.
                with held(_registry_lock(data), wait=START_WAIT):
                    stopping = _forget_dead_sessions(data) == 0
                    if stopping:
                        data.state.unlink(missing_ok=True)
    finally:
        data.state.unlink(missing_ok=True)
        with contextlib.suppress(psycopg.Error):
            _drop_old_databases(servers)
        memory.end(servers.postgres)
        servers.stop()
        lock.release()


def end_servers(folder: Path) -> None:
    """End the servers at once unless another session uses them; for a run that is the last of its kind."""
    data = DataDir(folder)
    with held(_registry_lock(data), wait=START_WAIT):
        for path in _registry(data).glob("*.json"):
            with contextlib.suppress(OSError, ValueError, KeyError):
                if json.loads(path.read_text())["pid"] == os.getpid():
                    path.unlink()
        if _forget_dead_sessions(data):
            return
        try:
            note = json.loads(data.state.read_text())
        except (OSError, ValueError):
            return
        keeper = Identity(pid=note["pid"], started=note["started"]).process()
        if keeper is not None:
            end(keeper, signals=((signal.SIGTERM, 30.0),))


# A migrated template is worth keeping: the next session copies it instead of migrating again.
TEMPLATE_PREFIX = "iga_template_"
TEMPLATES_KEPT = 3


def _drop_old_databases(servers: Servers) -> None:
    """Remove the databases of earlier sessions; at the keeper's start and end nobody uses them."""
    keep_names = [DATABASE, SUPERUSER, "template0", "template1"]
    with psycopg.connect(
        servers.postgres.url(role="iga_owner", database=DATABASE), autocommit=True
    ) as connection:
        rows = connection.execute(
            "SELECT datname FROM pg_database WHERE datname <> ALL(%s) AND pg_has_role(datdba, 'USAGE')"
            " ORDER BY oid DESC",
            [keep_names],
        ).fetchall()
        names = [name for (name,) in rows]
        templates = [
            name for name in names if name.startswith(TEMPLATE_PREFIX) and not name.endswith("_making")
        ]
        for name in set(names) - set(templates[:TEMPLATES_KEPT]):
            connection.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
            )


if __name__ == "__main__":
    keep(Path(sys.argv[1]), grace=float(os.environ.get("PORTAL_TEST_GRACE", GRACE)))
