"""The scripts of the deployment, run for real; only the programs they start are stood in for."""

from __future__ import annotations

import http.server
import json
import os
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import environ
import pytest

DEPLOY = Path(__file__).resolve().parent.parent.parent / "iga_portal" / "deploy"
ENTRYPOINT = DEPLOY / "entrypoint.sh"
SECRETS = {
    # Everything that means something in an address, a shell or a format string.
    "IGA_APP_PASSWORD": "a/b:c@d?e#f%41 $HOME'\"\\&",
    "IGA_OWNER_PASSWORD": "pemilik",
    "BROKER_PASSWORD": "p@s:s/w?rd",
    "SECRET_KEY": "kunci-" + "x" * 50,
    "EMAIL_URL": "smtp+tls://surat:r%40hasia@mail.contoh:587",
    "OPENID_CONNECT_APPS": "[]",
}
PREPARED = {
    "DATABASE_URL": "postgres://iga_app@db/iga",
    "REDIS_URL": "redis://broker/0",
    "SECRET_KEY": "kunci",
}

# Notes with what it was called, and goes on as Python for the entrypoint's own one-liners.
STAND_IN = """#!{python} -SE
import json, os, sys
if sys.argv[1:2] == ["-c"] and "import iga_portal" not in sys.argv[2]:
    os.execv({python!r}, [{python!r}, "-SE", *sys.argv[1:]])
name = os.path.basename(sys.argv[0])
with open({notes!r}, "a") as notes:
    notes.write(json.dumps({{"call": [name, *sys.argv[1:]], "env": dict(os.environ)}}) + "\\n")
"""


class Bench:
    """Secret files, stand-ins for the programs, and the notes of what was started."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.notes = folder / "notes"
        programs = folder / "bin"
        programs.mkdir()
        for name in ("python", "granian"):
            (programs / name).write_text(STAND_IN.format(python=sys.executable, notes=str(self.notes)))
            (programs / name).chmod(0o755)
        self.environment = {
            "PATH": f"{programs}:/usr/bin:/bin",
            "PORTAL_DATA_DIR": str(folder),
            "STATIC_ROOT": str(folder),
        }
        for name, value in SECRETS.items():
            (folder / name).write_text(value + "\n")
            self.environment[f"{name}_FILE"] = str(folder / name)

    def run(self, *command: str, **changed: str) -> subprocess.CompletedProcess[str]:
        environment = {name: value for name, value in (self.environment | changed).items() if value}
        return subprocess.run(
            ["sh", ENTRYPOINT, *command],
            cwd="/",
            env=environment,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    def calls(self) -> list[tuple[list[str], dict[str, str]]]:
        lines = self.notes.read_text().splitlines() if self.notes.exists() else []
        return [(note["call"], note["env"]) for note in map(json.loads, lines)]


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


def test_addresses_carry_the_passwords_of_the_files_whatever_they_hold(bench: Bench) -> None:
    assert bench.run("manage", "migrate", "--check").returncode == 0
    [(call, given)] = bench.calls()
    assert call == ["python", "manage.py", "migrate", "--check"]
    database = environ.Env.db_url_config(given["DATABASE_URL"])
    assert (database["USER"], database["PASSWORD"]) == ("iga_app", SECRETS["IGA_APP_PASSWORD"])
    assert (database["HOST"], database["PORT"], database["NAME"]) == ("db", 5432, "iga")
    assert given["REDIS_URL"] == "redis://:p%40s%3As%2Fw%3Frd@broker:6379/0"
    assert [given[name] for name in ("SECRET_KEY", "EMAIL_URL", "OPENID_CONNECT_APPS")] == [
        SECRETS[name] for name in ("SECRET_KEY", "EMAIL_URL", "OPENID_CONNECT_APPS")
    ]


@pytest.mark.parametrize("command", ["web", "worker", "beat", "manage"])
def test_only_the_migration_knows_the_owner(bench: Bench, command: str) -> None:
    assert bench.run(command, IGA_OWNER_PASSWORD_FILE="").returncode == 0
    for _call, given in bench.calls():
        assert "DATABASE_OWNER_URL" not in given
        assert given.get("PORTAL_DB_ROLE") is None


def test_migration_acts_as_owner_and_is_checked_as_the_application(bench: Bench) -> None:
    assert bench.run("migrate").returncode == 0
    steps = {call[2]: given for call, given in bench.calls()}
    assert list(steps) == ["collectstatic", "migrate", "load_reference", "check"]
    assert {name for name, given in steps.items() if given.get("PORTAL_DB_ROLE") == "owner"} == {
        "migrate",
        "load_reference",
    }
    assert ":pemilik@" in steps["migrate"]["DATABASE_OWNER_URL"]
    assert "DATABASE_OWNER_URL" not in steps["check"]


@pytest.mark.parametrize("name", SECRETS)
@pytest.mark.parametrize("fault", ["missing", "empty"])
def test_a_secret_that_is_not_there_ends_the_start_with_its_name(bench: Bench, name: str, fault: str) -> None:
    path = bench.folder / name
    path.write_text("\n") if fault == "empty" else path.unlink()
    ended = bench.run("migrate")
    assert ended.returncode == 78
    assert f"{name}_FILE: {path} is" in ended.stderr
    assert bench.calls() == []


@pytest.mark.parametrize("name", ["IGA_APP_PASSWORD", "IGA_OWNER_PASSWORD", "BROKER_PASSWORD", "SECRET_KEY"])
def test_a_secret_that_nobody_names_ends_the_start(bench: Bench, name: str) -> None:
    ended = bench.run("migrate", **{f"{name}_FILE": ""})
    assert (ended.returncode, bench.calls()) == (78, [])
    assert f"{name}_FILE is not set" in ended.stderr


def test_mail_and_issuers_may_be_left_out(bench: Bench) -> None:
    assert bench.run("manage", "check", EMAIL_URL_FILE="", OPENID_CONNECT_APPS_FILE="").returncode == 0
    [(_call, given)] = bench.calls()
    assert "EMAIL_URL" not in given and "OPENID_CONNECT_APPS" not in given


def test_addresses_that_are_given_need_no_secret_files(bench: Bench) -> None:
    files = {f"{name}_FILE": "" for name in SECRETS}
    assert bench.run("beat", **PREPARED, **files).returncode == 0
    [(_call, given)] = bench.calls()
    assert given["DATABASE_URL"] == PREPARED["DATABASE_URL"]


@pytest.mark.parametrize("command", ["web", "worker"])
def test_start_is_rehearsed_and_a_failure_said_once(bench: Bench, command: str) -> None:
    assert bench.run(command).returncode == 0
    rehearsal, started = (call for call, _given in bench.calls())
    assert rehearsal == ["python", "-c", "import iga_portal.wsgi"]
    assert started[0] == ("granian" if command == "web" else "python")

    bench.notes.unlink()
    program = bench.folder / "bin" / "python"
    program.write_text(program.read_text() + "raise SystemExit('peran tidak aman')\n")
    refused = bench.run(command)
    assert refused.returncode == 70
    assert "peran tidak aman" in refused.stderr
    assert len(bench.calls()) == 1


def test_leftovers_of_uploads_go_after_a_day(bench: Bench) -> None:
    folder = bench.folder / "uploads"
    (folder / "pymp-kosong").mkdir(parents=True)
    for name in ("lama.upload.pdf", "baru.upload.pdf", "lain.pdf"):
        (folder / name).write_text("x")
    for name in ("lama.upload.pdf", "lain.pdf", "pymp-kosong"):
        os.utime(folder / name, (1_750_000_000, 1_750_000_000))
    assert bench.run("web", TMPDIR=str(folder)).returncode == 0
    assert sorted(path.name for path in folder.iterdir()) == ["baru.upload.pdf", "lain.pdf"]


def test_unknown_command_is_refused(bench: Bench) -> None:
    ended = bench.run("frobnicate")
    assert (ended.returncode, bench.calls()) == (64, [])
    assert "frobnicate" in ended.stderr


class Answering(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = f"{self.headers['Host']} {self.path}".encode()
        self.send_response(200 if self.path == "/healthz" else 503)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Not into the output of the tests."""


@pytest.fixture
def port() -> Iterator[str]:
    with http.server.HTTPServer(("127.0.0.1", 0), Answering) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield str(server.server_address[1])
        server.shutdown()
        thread.join()


def test_check_asks_under_the_name_that_the_portal_answers_to(bench: Bench, port: str) -> None:
    healthy = bench.run("check", PORT=port, ALLOWED_HOSTS="iga.contoh.go.id,lain.contoh")
    assert (healthy.returncode, healthy.stdout) == (0, "200 iga.contoh.go.id /healthz\n")
    unready = bench.run("check", "readyz", PORT=port, ALLOWED_HOSTS=".contoh.go.id")
    assert (unready.returncode, unready.stdout) == (1, "503 contoh.go.id /readyz\n")


def test_check_fails_when_nothing_answers(bench: Bench) -> None:
    ended = bench.run("check", PORT="1")
    assert ended.returncode == 1
    assert "no answer" in ended.stderr


def make_secrets(folder: Path) -> str:
    return subprocess.run(
        ["sh", DEPLOY / "make-secrets.sh", folder], check=True, capture_output=True, text=True
    ).stdout


def test_secrets_are_made_once_each_their_own(tmp_path: Path) -> None:
    folder = tmp_path / "secrets"
    said = make_secrets(folder)
    made = {path.name: path.read_text() for path in folder.iterdir()}
    random = {name: made[name] for name in made if name not in {"email_url", "openid_connect_apps"}}
    assert set(random) == {
        "postgres_password",
        "iga_owner_password",
        "iga_app_password",
        "broker_password",
        "secret_key",
    }
    # Django wants 50 characters of its key.
    assert all(len(value) == 64 and value.isalnum() and value.isascii() for value in random.values())
    assert len(set(random.values())) == len(random)
    assert (made["email_url"], json.loads(made["openid_connect_apps"])) == ("consolemail://", [])
    assert said.count("missing") == 2

    (folder / "tls.crt").write_text("x")
    (folder / "tls.key").write_text("y")
    assert {line.split()[0] for line in make_secrets(folder).splitlines()} == {"kept"}
    assert {name: (folder / name).read_text() for name in made} == made


def test_secrets_are_closed_by_the_folder_and_readable_for_the_containers(tmp_path: Path) -> None:
    folder = tmp_path / "secrets"
    folder.mkdir(mode=0o755)
    (folder / "tls.crt").write_text("x")
    (folder / "tls.key").write_text("y")
    (folder / "tls.key").chmod(0o600)
    make_secrets(folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o444}


@pytest.mark.parametrize("arguments", [[], ["folder"], ["folder", "--force"]])
def test_restore_wants_to_be_told_that_it_replaces(arguments: list[str], tmp_path: Path) -> None:
    ended = subprocess.run(
        ["sh", DEPLOY / "restore.sh", *arguments],
        env={"PATH": "/usr/bin:/bin", "COMPOSE": f"touch {tmp_path / 'called'}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 64
    assert not (tmp_path / "called").exists()


def test_restore_begins_with_the_checksums(tmp_path: Path) -> None:
    (tmp_path / "iga.dump").write_text("changed")
    (tmp_path / "SHA256SUMS").write_text(f"{'0' * 64}  iga.dump\n")
    ended = subprocess.run(
        ["sh", DEPLOY / "restore.sh", tmp_path, "--replace"],
        env={"PATH": "/usr/bin:/bin", "COMPOSE": f"touch {tmp_path / 'called'}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode != 0
    assert not (tmp_path / "called").exists()
