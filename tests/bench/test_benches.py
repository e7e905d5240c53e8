"""The benchmarks run and tell what they should, on a nation of a few regions. What they measure is not asserted."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from iga_portal.bench import autosave, burst, nation, pages, region, upload
from iga_portal.bench import publish as publishing
from iga_portal.bench.__main__ import BENCHES, main
from iga_portal.bench.ground import percentile
from iga_portal.bench.machine import describe
from iga_portal.files import partials
from tests.conftest import ROOT, with_database
from tests.demo.conftest import Place, database

MACHINE = {"processors", "memory_mb", "system", "python", "load"}


@pytest.fixture(scope="module")
def tiny(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Place]:
    """Six regions with 240 innovations, scored: seeded once for the module."""
    folder = tmp_path_factory.mktemp("bench")
    with database(f"iga_bench_{os.getpid()}", folder, django_db_blocker) as place:
        done = place.manage("seed_nation", "--regions", "6", "--innovations", "240")
        assert done.returncode == 0, done.stderr
        scored = place.manage("score_all", "--processes", "1", role="app")
        assert scored.returncode == 0, scored.stderr
        with pytest.MonkeyPatch.context() as environment:
            # Children of the benchmarks (memory, worker) find the same database.
            for name, value in place.environment(role="app").items():
                environment.setenv(name, value)
            yield place


def test_every_registered_benchmark_exists() -> None:
    for module, function in BENCHES.values():
        assert callable(getattr(import_module(module), function))
    named = next(line for line in (ROOT / "README.md").read_text().splitlines() if "./portal bench" in line)
    assert set(re.findall(r"`(\w+)`", named)) == set(BENCHES)


def test_unknown_name_is_refused_with_the_known_ones(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["core", "nosuch"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "nosuch" in err
    assert all(name in err for name in BENCHES)


@pytest.mark.slow
def test_a_named_benchmark_prints_json_lines_with_the_machine() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "iga_portal.bench", "core"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(lines) >= 5
    for line in lines:
        assert line["name"] == "core"
        assert set(line["machine"]) == MACHINE


def test_percentile_is_the_nearest_rank() -> None:
    values = [float(value) for value in range(100, 0, -1)]
    assert (percentile(values, 0.5), percentile(values, 0.95), percentile([3.0], 0.95)) == (51.0, 96.0, 3.0)
    assert describe()["processors"] == os.cpu_count()


@pytest.mark.slow
def test_nation_agrees_with_what_is_stored_and_tells_its_memory(tiny: Place) -> None:
    lines = {line["case"]: line for line in nation.run(rounds=1, trace_rounds=1)}
    assert lines["agreement"]["three_bases_equal_stored"] is True
    assert lines["agreement"]["one_basis_equals_traces"] is True
    assert lines["agreement"]["compared"] == 18
    for case in nation.CASES:
        assert (lines[case]["regions"], lines[case]["innovations"], lines[case]["answers"]) == (6, 240, 4800)
        assert lines[case]["times_plain"] > 0
    assert lines["memory_one_basis"]["results"] == 6
    assert lines["memory_three_bases"]["results"] == 18
    assert 20 < lines["memory_one_basis"]["peak_mb"] < 500


@pytest.mark.slow
def test_region_changes_are_computed_each_time(tiny: Place) -> None:
    lines = {line["case"]: line for line in region.run(rounds=3, with_worker=False)}
    assert set(lines) == {"plain_update", "change", "recompute", "change_to_result"}
    for line in lines.values():
        assert line["rounds"] == 3
        assert 0 < line["p50_ms"] <= line["p95_ms"]
    assert lines["plain_update"]["times_plain_update"] == 1.0


@pytest.mark.slow
def test_burst_is_computed_by_a_real_worker(tiny: Place) -> None:
    (line,) = burst.run(changes=12)
    assert line["changes"] == 12
    assert 1 <= line["computations"] <= 12
    assert line["seconds_changing"] <= line["seconds_until_scored"]


@pytest.mark.slow
def test_autosaves_are_counted_and_timed_in_both_states(tiny: Place) -> None:
    lines = list(autosave.run(rounds=3))
    assert [(line["case"], line["state"]) for line in lines] == [
        (case.case, state) for state in ("draft", "returned") for case in autosave.CASES
    ]
    for line in lines:
        assert 0 < line["p50_ms"] <= line["p95_ms"]
        assert 7 <= line["statements"] <= 9
        assert line["bytes"] > 100


@pytest.mark.slow
def test_pages_are_found_by_name_and_missing_ones_are_told(
    tiny: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = pages._cases()
    person, cases = found
    missing = pages.PageCase("nowhere", "daerah:nosuchpage", (1,))
    monkeypatch.setattr(pages, "_cases", lambda: (person, [*cases, missing]))
    lines = list(pages.run(seconds=0.1, with_server=False))
    assert lines[0] == {"bench": "pages", "case": "nowhere", "missing": "no page named daerah:nosuchpage"}
    by_case = {line["case"]: line for line in lines[1:]}
    assert set(by_case) == {"empty", "opd_innovations", "region", "ranking"}
    for line in by_case.values():
        assert line["requests_a_second"] > 0
        assert line["queries"] >= by_case["empty"]["queries"]
    assert by_case["empty"]["times_empty"] == 1.0


def test_upload_counts_statements_and_leaves_no_bytes_behind(
    live_db: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", with_database(os.environ["DATABASE_URL"], live_db))
    monkeypatch.setenv("PRIVATE_ROOT", str(tmp_path / "files"))
    lines = list(upload.run(pieces=3))
    assert [(line["way"], line.get("clients")) for line in lines] == [
        ("in_process", None),
        ("granian", 1),
        ("granian", pages.CLIENTS),
    ]
    assert lines[0]["pieces"] == 3
    assert 0 < lines[0]["statements_a_piece"] <= 10
    assert all(line["megabytes_a_second"] > 0 for line in lines[1:])
    assert list((tmp_path / "files" / partials.FOLDER).iterdir()) == []


@pytest.mark.slow
def test_publishing_is_measured_and_leaves_nothing_behind(tiny: Place) -> None:
    from regions.models import Period
    from reports.models import Publication, PublishedInnovation
    from tests.reports.published import example_facts, publish_example

    lines = {line["case"]: line for line in publishing.run()}
    # 546 regions take part; only six have something to publish.
    assert (lines["publish"]["regions"], lines["publish"]["innovations"]) == (546, 240)
    assert lines["publish"]["times_plain_copy"] > 0
    assert lines["readers_meanwhile"]["reads"] >= 1
    assert (Publication.objects.count(), PublishedInnovation.objects.count()) == (0, 0)
    # A folder in which the documents were measured holds a publication already: measured is a correction of it then.
    publish_example(Period.objects.get(is_current=True), {6202: example_facts(6202)})
    assert {line["case"]: line for line in publishing.run()}["publish"]["regions"] == 546
    assert Publication.objects.count() == 1
