from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from iga_portal.local import preparation
from iga_portal.local.console import Console, Stop
from iga_portal.local.external import External
from iga_portal.local.paths import DataDir
from iga_portal.local.session import Session
from iga_portal.local.up import accounts_table

pytestmark = pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")

FIRST = ["heartbeat", "tables", "reference", "demonstration", "signer", "static", "accounts"]


class Runs:
    """Stands in for the process that runs the steps, and remembers what it was asked."""

    def __init__(self) -> None:
        self.steps: list[list[str]] = []
        self.owner: list[str | None] = []
        self.fail = False

    def __call__(self, steps, *, environment, log, console):
        self.steps.append(steps)
        self.owner.append(environment.get("PORTAL_DB_ROLE"))
        if self.fail:
            raise Stop("failed")
        return {"accounts": [{"email": "sari@contoh.id"}]} if "accounts" in steps else {}


@pytest.fixture
def runs(monkeypatch) -> Runs:
    made = Runs()
    monkeypatch.setattr(preparation, "run_steps", made)
    return made


@pytest.fixture
def fingerprints(monkeypatch) -> dict[str, str]:
    values = {"code": "a", "static": "b"}
    monkeypatch.setattr(
        preparation,
        "_fingerprint",
        lambda folders: values["code" if folders == preparation.ROOM_PACKAGES else "static"],
    )
    return values


@pytest.fixture
def data(tmp_path: Path) -> DataDir:
    folder = DataDir(tmp_path / "data")
    folder.create()
    (folder.root / "static").mkdir()
    (folder.root / "static" / "staticfiles.json").write_text("{}")
    return folder


def prepare(data: DataDir, *, kind: str = "demonstration", external: External | None = None):
    console = Console(io.StringIO())
    session = Session(data, console=console, external=external or External())
    return preparation.prepare(data, session, kind=kind, console=console)


def test_a_first_start_does_everything_and_a_second_nothing(data, runs, fingerprints) -> None:
    accounts = prepare(data)
    again = prepare(data)

    assert runs.steps == [FIRST]
    assert runs.owner == ["owner"]
    assert accounts == again == [{"email": "sari@contoh.id"}]
    assert preparation.finished(data)


def test_changed_code_migrates_and_loads_no_demonstration_again(data, runs, fingerprints) -> None:
    prepare(data)
    fingerprints["code"] = "changed"
    prepare(data)

    assert runs.steps[1] == ["heartbeat", "tables", "reference", "accounts"]


def test_changed_styles_are_collected_and_nothing_else(data, runs, fingerprints) -> None:
    prepare(data)
    fingerprints["static"] = "changed"
    prepare(data)

    assert runs.steps[1] == ["heartbeat", "static", "accounts"]


def test_a_half_finished_first_start_is_done_again_whole(data, runs, fingerprints) -> None:
    runs.fail = True
    with pytest.raises(Stop):
        prepare(data)
    assert not preparation.finished(data)
    runs.fail = False

    prepare(data)

    assert runs.steps == [FIRST, FIRST]


def test_official_dates_bring_no_demonstration_and_no_accounts(data, runs, fingerprints) -> None:
    assert prepare(data, kind="official") is None

    assert runs.steps == [["heartbeat", "tables", "reference-official", "static"]]


def test_tables_changed_by_hand_are_looked_at_by_the_next_start(data, runs, fingerprints) -> None:
    prepare(data)
    preparation.forget(data)
    prepare(data)

    assert runs.steps[1] == ["heartbeat", "tables", "reference", "accounts"]


def test_demonstration_data_is_not_mixed_into_a_database_in_use(
    data, runs, fingerprints, monkeypatch
) -> None:
    external = External(
        database="postgresql://iga_app@db/iga", database_owner="postgresql://iga_owner@db/iga"
    )
    monkeypatch.setattr(External, "holds_tables", lambda self: True)

    with pytest.raises(Stop, match="db:5432/iga already holds a portal"):
        prepare(data, external=external)
    assert runs.steps == []

    prepare(data, kind="official", external=external)
    assert runs.steps[0][:3] == ["heartbeat", "tables", "reference-official"]


def test_a_half_finished_start_on_an_empty_external_database_may_go_on(
    data, runs, fingerprints, monkeypatch
) -> None:
    external = External(
        database="postgresql://iga_app@db/iga", database_owner="postgresql://iga_owner@db/iga"
    )
    monkeypatch.setattr(External, "holds_tables", lambda self: bool(runs.steps))
    runs.fail = True
    with pytest.raises(Stop):
        prepare(data, external=external)
    runs.fail = False

    prepare(data, external=external)

    assert runs.steps == [FIRST, FIRST]


def fake_steps(monkeypatch, code: str) -> None:
    monkeypatch.setattr(preparation.sys, "executable", sys.executable)
    real = preparation.subprocess.Popen
    monkeypatch.setattr(
        preparation.subprocess,
        "Popen",
        lambda command, **options: real([sys.executable, "-c", code], **options),
    )


def test_steps_are_shown_as_they_come_and_their_results_collected(data, monkeypatch) -> None:
    fake_steps(
        monkeypatch,
        "import json\n"
        "for message in ({'step': 'tables'}, {'step': 'accounts'}, {'result': {'accounts': [1]}}, {'step': None}):\n"
        "    print(json.dumps(message), flush=True)",
    )
    console = Console(io.StringIO())

    found = preparation.run_steps(["tables"], environment={}, log=data.logs / "prepare.log", console=console)

    assert found == {"accounts": [1]}
    lines = console.stream.getvalue().splitlines()
    assert [line.split("  ")[1] for line in lines] == ["tables", "demonstration accounts"]
    assert all(line.endswith(" s") for line in lines)


def test_a_failing_step_is_named_with_the_end_of_its_log(data, monkeypatch) -> None:
    fake_steps(
        monkeypatch,
        "import json, sys\n"
        "print(json.dumps({'step': 'tables'}), flush=True)\n"
        "print('relation does not exist', file=sys.stderr)\n"
        "sys.exit(1)",
    )
    console = Console(io.StringIO())

    with pytest.raises(Stop, match="The step 'tables' failed") as stop:
        preparation.run_steps(["tables"], environment={}, log=data.logs / "prepare.log", console=console)

    assert "relation does not exist" in stop.value.message


def test_the_accounts_are_a_small_table_with_the_common_password_below() -> None:
    rows = [
        {"name": "Sari", "email": "sari@contoh.go.id", "password": "contoh"},
        {"name": "Rina", "email": "rina@contoh.go.id", "password": "contoh"},
    ]

    assert accounts_table(rows) == [
        "  name  email",
        "  ----  -----------------",
        "  Sari  sari@contoh.go.id",
        "  Rina  rina@contoh.go.id",
        "",
        "  The password of all: contoh",
    ]
    rows[1]["password"] = "other"
    assert accounts_table(rows)[2:] == [
        "  Sari  sari@contoh.go.id  contoh",
        "  Rina  rina@contoh.go.id  other",
    ]
    assert accounts_table([]) == []
