from __future__ import annotations

import hashlib
import io
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from iga_portal.local import environment, system, testrun
from iga_portal.local.console import SYSTEM_INCOMPLETE, Console, Stop
from iga_portal.local.external import External


@pytest.fixture
def venv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An environment folder of the test's own, with two locks, neither of them installed."""
    folder = tmp_path / ".venv"
    (folder / "bin").mkdir(parents=True)
    (folder / "bin" / "python").symlink_to(sys.executable)
    locks = {level: tmp_path / f"requirements-{level}.txt" for level in ("local", "dev")}
    for level, path in locks.items():
        path.write_text(f"{level}==1\n")
    monkeypatch.setattr(environment, "VENV", folder)
    monkeypatch.setattr(environment, "PYTHON", folder / "bin" / "python")
    monkeypatch.setattr(environment, "STAMP", folder / "portal.stamp")
    monkeypatch.setattr(environment, "UNFINISHED", folder / "portal.unfinished")
    monkeypatch.setattr(environment, "LOCKS", locks)
    return folder


def stamp(venv: Path, level: str) -> None:
    lock = hashlib.sha256(environment.LOCKS[level].read_bytes()).hexdigest()
    (venv / "portal.stamp").write_text(json.dumps({"level": level, "lock": lock}))


def test_an_environment_without_a_stamp_is_not_trusted(venv) -> None:
    assert not environment.up_to_date("local")


def test_the_developers_environment_serves_both_and_the_smaller_one_itself(venv) -> None:
    stamp(venv, "dev")
    assert environment.up_to_date("dev")
    assert environment.up_to_date("local")

    stamp(venv, "local")
    assert environment.up_to_date("local")
    assert not environment.up_to_date("dev")


def test_another_lock_file_or_an_interrupted_installation_asks_for_a_new_one(venv) -> None:
    stamp(venv, "local")
    environment.LOCKS["local"].write_text("local==2\n")
    assert not environment.up_to_date("local")

    stamp(venv, "local")
    (venv / "portal.unfinished").write_text("")
    assert not environment.up_to_date("local")


def test_an_environment_whose_python_went_away_is_not_trusted(venv) -> None:
    stamp(venv, "local")
    (venv / "bin" / "python").unlink()
    (venv / "bin" / "python").symlink_to("/no/such/python")

    assert not environment.up_to_date("local")


def test_the_installer_is_locked_by_hash_and_names_no_address() -> None:
    lines = environment.UV_REQUIREMENTS.read_text().splitlines()
    content = [line for line in lines if not line.startswith("#")]

    assert re.fullmatch(r"uv==[0-9.]+ \\", content[0])
    assert len(content) > 10
    assert all(re.fullmatch(r"    --hash=sha256:[0-9a-f]{64}( \\)?", line) for line in content[1:])


@pytest.mark.parametrize("text", ["uv 0.4.30 (abc)", "", "nonsense"])
def test_an_old_or_broken_uv_is_not_used(tmp_path, monkeypatch, text) -> None:
    program = tmp_path / "uv"
    program.write_text(f"#!/bin/sh\necho '{text}'\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(environment, "TOOLS", tmp_path / "tools")

    assert environment.find_uv() is None

    program.write_text("#!/bin/sh\necho 'uv 0.9.1 (abc)'\n")
    assert environment.find_uv() == program


def test_every_line_of_the_package_list_says_how_it_is_seen() -> None:
    sections = ("print", "install", "browser", "test")
    found = [package for section in sections for package in system.packages(section)]

    assert len(found) == len({package.name for package in found})
    assert all(re.fullmatch(r"(lib|font|program|file):\S+", package.probe) for package in found)
    assert system.packages() == []


@pytest.mark.skipif(not shutil.which("ldd"), reason="no ldd here to name a program's libraries")
def test_list_has_what_the_browser_driver_loads_beyond_any_system() -> None:
    """A small system has the C and C++ libraries and no more; the driver then ends before it says a word."""
    told = subprocess.run(["ldd", testrun._driver()], capture_output=True, text=True, check=True).stdout
    needed = {line.split()[0].rpartition("/")[2] for line in told.splitlines()}
    of_any_system = {
        "linux-vdso",
        "ld-linux",
        "libc",
        "libm",
        "libdl",
        "libpthread",
        "librt",
        "libgcc_s",
        "libstdc++",
    }
    beyond = {name for name in needed if re.split(r"\.|-x86|-aarch", name)[0] not in of_any_system}
    listed = {package.probe for package in system.packages("browser")}
    assert {f"lib:{name}" for name in beyond} <= listed


def test_what_is_there_is_seen_and_what_is_not_is_missed(tmp_path) -> None:
    assert system.Package("x", "program:no-such-program,sh").present()
    assert not system.Package("x", "program:no-such-program").present()
    assert system.Package("x", f"file:{tmp_path}").present()
    assert not system.Package("x", f"file:{tmp_path}/none").present()
    assert not system.Package("x", "lib:libno-such.so.0").present()
    assert not system.Package("x", "font:NoSuchFace-Regular").present()


@pytest.fixture
def something_missing(tmp_path, monkeypatch):
    listing = tmp_path / "packages.txt"
    listing.write_text("[print]\nlibfirst   file:/no/such/first   # why\nlibsecond  file:/no/such/second\n")
    monkeypatch.setattr(system, "LIST", listing)
    monkeypatch.setattr(system, "_privilege", lambda: None)
    monkeypatch.setattr(
        system.shutil, "which", lambda name: f"/usr/bin/{name}" if name in ("apt-get", "sudo") else None
    )
    monkeypatch.setattr(system.sys, "platform", "linux")


def test_without_rights_it_stops_with_the_exact_line(something_missing, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(system.os, "geteuid", lambda: 1000)

    with pytest.raises(Stop) as stop:
        system.ensure(
            "print", console=Console(io.StringIO()), log=lambda: tmp_path / "log", reason="Fonts are missing."
        )

    assert stop.value.code == SYSTEM_INCOMPLETE
    assert stop.value.message == (
        "Fonts are missing.\nType:\n\n"
        "  sudo apt-get update && sudo apt-get install -y --no-install-recommends libfirst libsecond\n\n"
        "and start again."
    )


def test_nothing_is_asked_of_the_system_when_nothing_is_missing(something_missing, monkeypatch) -> None:
    monkeypatch.setattr(system.Package, "present", lambda self: True)
    monkeypatch.setattr(system, "install", lambda *args, **options: pytest.fail("installed something"))

    system.ensure("print", console=Console(io.StringIO()), log=lambda: Path("/none"), reason="")


def test_only_one_of_the_two_database_addresses_is_a_mistake(monkeypatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://iga_app@db/iga")
    monkeypatch.delenv("DATABASE_OWNER_URL", raising=False)

    with pytest.raises(Stop, match="DATABASE_URL is set and DATABASE_OWNER_URL is not"):
        External.from_environment()


@pytest.mark.parametrize(
    ("external", "named"),
    [
        (External(database="postgresql://iga_app:geheim@127.0.0.1:1/iga", database_owner="postgresql://x@127.0.0.1:1/iga"),
         "DATABASE_URL: PostgreSQL at 127.0.0.1:1 does not let iga_app in"),
        (External(redis="redis://:geheim@127.0.0.1:1/0"), "REDIS_URL: no server answers at 127.0.0.1:1"),
    ],
)  # fmt: skip
def test_a_server_out_of_reach_is_named_without_its_password(external, named) -> None:
    with pytest.raises(Stop) as stop:
        external.check()

    assert named in stop.value.message
    assert "geheim" not in stop.value.message


def test_every_check_of_the_test_run_is_there_and_pytest_runs_last() -> None:
    names = [check.name for check in testrun.checks()]

    assert names == [
        "formatting",
        "lint",
        "templates",
        "import contract",
        "migrations",
        "deployment",
        "types",
        "tests",
        "browser tests",
    ]


def test_one_failure_fails_the_run_and_the_rest_still_runs(monkeypatch) -> None:
    steps = [
        testrun.Check(
            name,
            [sys.executable, "-c", f"print('said by ' + {name!r}); raise SystemExit({code})"],
            {},
            beside=beside,
        )
        for name, code, beside in (("first", 0, False), ("second", 3, True), ("third", 0, False))
    ]
    monkeypatch.setattr(testrun, "checks", lambda: steps)
    console = Console(io.StringIO())
    arguments = testrun.Arguments(command="test", data_dir=Path("/nowhere"))

    code = testrun._run_all(arguments, {}, console=console)

    said = console.stream.getvalue()
    assert code == 1
    # What runs beside the others is told in its turn, with all it said.
    assert said.index("== first: passed") < said.index("said by second")
    assert said.index("said by second") < said.index("== second: FAILED (exit code 3)")
    assert "== third: passed" in said
    assert "FAILED: second in" in said


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="what it looks at is Linux's")
def test_a_change_root_without_shared_memory_is_told_what_to_mount(monkeypatch) -> None:
    system.refuse_bare_root()
    monkeypatch.setattr(system, "_semaphores_work", lambda: False)

    with pytest.raises(Stop, match="mkdir -p /dev/shm && mount -t tmpfs tmpfs /dev/shm") as stop:
        system.refuse_bare_root()

    assert "mount -t proc" not in stop.value.message
