"""Real servers in a folder of the test's own: one cluster for the whole module, made in about a second."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest
import redis

from iga_portal.local import accounts, memory
from iga_portal.local.paths import DataDir
from iga_portal.local.processes import Account, wait_gone
from iga_portal.local.servers import Postgres, Servers, Valkey

pytestmark = pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")


@pytest.fixture(scope="module")
def data() -> Iterator[DataDir]:
    # Not pytest's own folders: they are closed to others, and as root PostgreSQL is such another.
    base = Path(tempfile.mkdtemp(prefix="portal-servers-"))
    base.chmod(0o711)
    found = DataDir(base / "data")
    found.create()
    yield found
    shutil.rmtree(base)


@pytest.fixture(scope="module")
def servers(data: DataDir):
    made = Servers.of(data, durable=False)
    made.start(template=True)
    yield made
    made.stop()


def asked(address: str, question: str) -> tuple:
    with psycopg.connect(address) as connection:
        return connection.execute(question).fetchone()


@pytest.mark.parametrize(
    ("variable", "expected"),
    [
        ("DATABASE_URL", ("iga_app", False, False, False, False)),
        ("DATABASE_OWNER_URL", ("iga_owner", False, True, True, False)),
    ],
)
def test_neither_role_is_superuser_and_only_the_owner_passes_row_security(
    servers, variable, expected
) -> None:
    found = asked(
        servers.environment()[variable],
        "SELECT rolname, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = current_user",
    )

    assert found == expected


def test_the_application_works_on_the_owners_tables_and_cannot_empty_or_change_them(servers) -> None:
    address = servers.environment()
    with psycopg.connect(address["DATABASE_OWNER_URL"]) as owner:
        owner.execute("CREATE TABLE probe (id serial PRIMARY KEY, title text)")
    try:
        with psycopg.connect(address["DATABASE_URL"], autocommit=True) as application:
            application.execute("INSERT INTO probe (title) VALUES ('Antrean')")
            application.execute("UPDATE probe SET title = 'Antrean Daring'")
            assert application.execute("SELECT title FROM probe").fetchall() == [("Antrean Daring",)]
            application.execute("DELETE FROM probe")
            for forbidden in ("TRUNCATE probe", "DROP TABLE probe", "CREATE TABLE mine (id int)",
                              "ALTER TABLE probe ADD x int", "CREATE DATABASE mine", "CREATE ROLE mine"):  # fmt: skip
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    application.execute(forbidden)
    finally:
        with psycopg.connect(address["DATABASE_OWNER_URL"]) as owner:
            owner.execute("DROP TABLE probe")


def test_a_database_that_the_owner_makes_starts_with_the_same_grants(servers) -> None:
    with psycopg.connect(servers.environment()["DATABASE_OWNER_URL"], autocommit=True) as owner:
        owner.execute("CREATE DATABASE iga_probe")
        with psycopg.connect(servers.postgres.url(role="iga_owner", database="iga_probe")) as inside:
            inside.execute("CREATE TABLE probe (id serial PRIMARY KEY)")
        with psycopg.connect(servers.postgres.url(role="iga_app", database="iga_probe")) as application:
            application.execute("INSERT INTO probe DEFAULT VALUES")
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                application.execute("TRUNCATE probe")
        owner.execute("DROP DATABASE iga_probe WITH (FORCE)")


def test_text_does_not_depend_on_the_systems_locale(servers) -> None:
    found = asked(
        servers.environment()["DATABASE_URL"],
        "SELECT current_setting('server_encoding'), datlocprovider::text, datlocale, upper('é'), "
        "current_setting('listen_addresses') FROM pg_database WHERE datname = 'iga'",
    )

    assert found == ("UTF8", "b", "C.UTF-8", "É", "127.0.0.1")


def test_nobody_gets_in_without_the_password(servers, data) -> None:
    address = servers.environment()["DATABASE_URL"]
    wrong = address.replace(data.secret("iga_app_password"), "wrong")
    assert wrong != address

    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(wrong)
    with socket.create_connection(("127.0.0.1", servers.valkey.port), timeout=300) as stranger:
        stranger.sendall(b"PING\r\n")
        assert stranger.recv(100).startswith(b"-NOAUTH")


def test_making_the_roles_again_changes_nothing(servers) -> None:
    (servers.postgres.home / "roles.stamp").unlink()

    servers.postgres.create_roles(template=True)

    assert asked(servers.environment()["DATABASE_URL"], "SELECT current_user") == ("iga_app",)


def test_data_and_folders_are_closed_to_others(servers, data) -> None:
    for folder in (servers.postgres.cluster, servers.postgres.home, data.secrets, data.logs, data.valkey):
        assert folder.stat().st_mode & 0o077 == 0
    assert data.root.stat().st_mode & 0o066 == 0


def test_a_server_without_its_supervisor_is_ended_by_the_next_start(servers, data) -> None:
    # A second object on the same folder stands for the start after a crash: it knows nothing of the children.
    left = [psutil.Process(servers.postgres.child.pid), psutil.Process(servers.valkey.child.pid)]

    after = Servers.of(data, durable=False)
    after.start(template=True)
    try:
        servers.postgres.child.wait(300)
        servers.valkey.child.wait(300)
        assert all(wait_gone(process, seconds=0) for process in left)
        assert asked(after.environment()["DATABASE_URL"], "SELECT 1") == (1,)
    finally:
        after.stop()
        servers.postgres.child = servers.valkey.child = None
        servers.start(template=True)


def test_a_stale_pid_file_that_names_a_stranger_is_no_obstacle(servers) -> None:
    servers.postgres.stop()
    stranger = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    try:
        (servers.postgres.cluster / "postmaster.pid").write_text(
            f"{stranger.pid}\n{servers.postgres.cluster}\n1700000000\n5432\n\n127.0.0.1\n1 1\nready\n"
        )

        servers.postgres.start()

        assert asked(servers.environment()["DATABASE_URL"], "SELECT 1") == (1,)
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_an_interrupted_first_start_is_repeated_and_a_killed_server_keeps_what_was_committed(data) -> None:
    other = DataDir(data.root.parent / "interrupted")
    other.create()
    postgres = Postgres(other)
    (postgres.home / "unfinished").mkdir()
    (postgres.home / "unfinished" / "PG_VERSION").write_text("18\n")

    assert postgres.initialise()
    assert not postgres.initialise()
    postgres.start()
    try:
        postgres.create_roles()
        port = postgres.port
        with psycopg.connect(postgres.url(role="iga_owner")) as owner:
            owner.execute("CREATE TABLE kept AS SELECT 42 AS number")
        os.kill(postgres.child.pid, signal.SIGKILL)
        postgres.child.wait(300)

        postgres.start(same_port=True)

        assert postgres.port == port
        assert asked(postgres.url(role="iga_app"), "SELECT number FROM kept") == (42,)
    finally:
        postgres.stop()
    shutil.rmtree(other.root)


def test_what_waits_in_the_queue_survives_a_stop(tmp_path) -> None:
    data = DataDir(tmp_path / "queue")
    data.create()
    valkey = Valkey(data)
    valkey.start()
    with redis.Redis.from_url(valkey.url()) as client:
        client.lpush("celery", "a message")
    valkey.stop()

    valkey.start()
    try:
        with redis.Redis.from_url(valkey.url()) as client:
            assert client.lrange("celery", 0, -1) == [b"a message"]
    finally:
        valkey.stop()


def test_a_closed_folder_above_is_seen_and_not_opened(tmp_path) -> None:
    closed = tmp_path / "home"
    (closed / "data").mkdir(parents=True)
    closed.chmod(0o700)
    stranger = Account(name="stranger", uid=54321, gid=54321)

    assert not accounts.reachable(closed / "data", stranger)
    assert closed.stat().st_mode & 0o777 == 0o700
    assert accounts.reachable(Path("/usr/bin"), stranger)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root needs another account")
def test_as_root_a_folder_in_a_closed_home_keeps_its_database_elsewhere(tmp_path) -> None:
    closed = tmp_path / "home"
    closed.mkdir(mode=0o700)
    data = DataDir(closed / "data")
    data.create()
    account = accounts.database_account()

    home = accounts.cluster_home(data, account=account)
    try:
        assert home.parent == accounts.SYSTEM_FOLDER
        assert accounts.reachable(home, account)
        assert home.stat().st_mode & 0o777 == 0o700
        assert accounts.cluster_home(data, account=account) == home
        assert closed.stat().st_mode & 0o777 == 0o700
    finally:
        shutil.rmtree(home)


def test_databases_are_made_in_memory_and_the_memory_is_given_back(servers, data, monkeypatch) -> None:
    place = data.root.parent / "memory"
    place.mkdir()
    place.chmod(0o711)
    monkeypatch.setattr(memory, "ROOM", shutil.disk_usage(place).total + 1)
    assert not memory.begin(servers.postgres, place=place)
    assert not memory.begin(servers.postgres, place=place / "nowhere")
    monkeypatch.setattr(memory, "ROOM", 1)

    # Twice: a keeper that was killed gave nothing back.
    assert memory.begin(servers.postgres, place=place)
    assert memory.begin(servers.postgres, place=place)

    [folder] = place.iterdir()
    assert folder.stat().st_mode & 0o077 == 0
    with psycopg.connect(servers.environment()["DATABASE_OWNER_URL"], autocommit=True) as owner:
        owner.execute(f"CREATE DATABASE probe_in_memory TABLESPACE {memory.TABLESPACE}")
        assert list(folder.glob("PG_18_*/*/PG_VERSION"))
        memory.end(servers.postgres, place=place)
        assert folder.exists()  # not from below a database
        owner.execute("DROP DATABASE probe_in_memory")
    memory.end(servers.postgres, place=place)
    assert list(place.iterdir()) == []
