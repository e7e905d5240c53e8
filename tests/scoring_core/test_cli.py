"""`./portal score` as a process: what it prints where, and with which status it ends."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from scoring.instruments import load_document
from tests.scoring_core.support import ROOT, facts, innovation, vectors

COMMAND = [sys.executable, "-m", "scoring.core.cli"]


def run(*arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*COMMAND, *arguments], cwd=ROOT, input=given, capture_output=True, timeout=3000, check=False
    )


def lines(*documents: Any) -> bytes:
    return b"".join(json.dumps(document).encode() + b"\n" for document in documents)


@pytest.fixture
def facts_file(tmp_path: Path) -> Path:
    path = tmp_path / "facts.json"
    path.write_text(json.dumps(vectors()[1]["facts"]), encoding="utf-8")
    return path


def test_a_file_gives_one_result_and_nothing_else(facts_file: Path) -> None:
    done = run(str(facts_file))

    assert (done.returncode, done.stderr) == (0, b"")
    result = json.loads(done.stdout)
    expected = vectors()[1]["expected"]
    assert {key: result[key] for key in expected} == expected
    assert len(result["trace"]["innovations"]) == 12


def test_the_trace_can_be_left_out(facts_file: Path) -> None:
    result = json.loads(run("--no-trace", str(facts_file)).stdout)

    assert result["index"] == "51.82"
    assert "trace" not in result


def test_standard_input_is_read_for_a_dash(facts_file: Path) -> None:
    assert run("-", given=facts_file.read_bytes()).stdout == run(str(facts_file)).stdout


def test_a_refused_document_prints_its_path_and_no_result(tmp_path: Path) -> None:
    path = tmp_path / "bad.json"
    path.write_text(json.dumps(facts(innovation(levels={"16": 5}))), encoding="utf-8")

    done = run(str(path))

    assert (done.returncode, done.stdout) == (2, b"")
    assert (
        done.stderr
        == b"portal score: innovations[0].levels.16: must be a level, a whole number 0..3, not 5\n"
    )


def test_all_vectors_line_by_line_in_order(tmp_path: Path) -> None:
    path = tmp_path / "all.jsonl"
    path.write_bytes(lines(*(vector["facts"] for vector in vectors())))

    from_file, from_input = run("--lines", str(path)), run("--lines", "-", given=path.read_bytes())

    assert from_file.stdout == from_input.stdout
    assert (from_file.returncode, from_file.stderr) == (0, b"")
    results = [json.loads(line) for line in from_file.stdout.splitlines()]
    assert len(results) == len(vectors())
    for vector, result in zip(vectors(), results, strict=True):
        assert {key: result[key] for key in vector["expected"]} == vector["expected"]


def test_a_refused_line_is_answered_in_its_place() -> None:
    good = facts(innovation())
    given = b"".join(
        [
            lines(good),
            b"nope\n",
            b"\n",
            b"\xff\n",
            lines(facts(innovation(urusan="X"))),
            lines(facts(year=2031)),
            lines([good]),
            b'{"instrument": 2026, "instrument": 2026}\n',
            lines(good).rstrip(b"\n"),
        ]
    )

    done = run("--lines", "-", given=given)

    assert (done.returncode, done.stderr) == (0, b"")
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    paths = [
        answer["error"]["path"] if "error" in answer else answer["innovations_counted"] for answer in answers
    ]
    assert paths == [1, "", "", "", "innovations[0].urusan", "instrument", "", "instrument", 1]
    for answer in answers[1:-1]:
        assert set(answer) == {"error"}
        assert set(answer["error"]) == {"path", "message"}
        assert answer["error"]["message"]


def test_no_line_at_all_is_no_answer() -> None:
    done = run("--lines", "-")

    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_a_line_is_answered_before_the_next_one_is_asked() -> None:
    with subprocess.Popen(
        [*COMMAND, "--lines", "-"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for counted in (1, 2, 3):
            process.stdin.write(lines(facts(*(innovation(f"I-{place}") for place in range(counted)))))
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["innovations_counted"] == counted
        process.stdin.close()
        assert process.wait(timeout=300) == 0


def test_both_years_in_one_run() -> None:
    entry = innovation(implemented="2024-05-06")
    done = run("--lines", "-", given=lines(facts(entry), facts(entry, year=2027)))

    results = [json.loads(line) for line in done.stdout.splitlines()]
    assert [result["innovations_counted"] for result in results] == [1, 0]
    assert results[0]["instrument_fingerprint"] != results[1]["instrument_fingerprint"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "name one facts document"),
        (["--lines"], "name one facts document"),
        (["a.json", "b.json"], "name only one facts document"),
        (["--line", "a.json"], "unknown option --line"),
        (["-x"], "unknown option -x"),
        (["no/such/file.json"], "cannot read no/such/file.json"),
        (["--lines", "no/such/file.jsonl"], "cannot read no/such/file.jsonl"),
        (["."], "cannot read ."),
    ],
)
def test_a_wrong_command_line_says_what_to_do(arguments: list[str], message: str) -> None:
    done = run(*arguments)

    assert (done.returncode, done.stdout) == (2, b"")
    assert message in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()


def test_help_goes_to_standard_output() -> None:
    done = run("--help")

    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(b"usage: ./portal score")


def test_a_reader_who_leaves_is_no_accident() -> None:
    many = lines(*([facts(*(innovation(f"I-{place}") for place in range(60)))] * 60))
    with subprocess.Popen(
        [*COMMAND, "--lines", "-"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        try:
            process.stdin.write(many)
            process.stdin.close()
        except BrokenPipeError:
            pass  # the command may be gone before all was written, which is what is asked of it
        assert process.stderr.read() == b""
        assert process.wait(timeout=300) == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("lines_option", [[], ["--lines"]])
def test_a_full_disk_is_told_apart_from_an_unreadable_file(facts_file: Path, lines_option: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*COMMAND, *lines_option, str(facts_file)],
            cwd=ROOT,
            stdout=full,
            stderr=subprocess.PIPE,
            timeout=3000,
            check=False,
        )

    assert done.returncode == 1
    assert done.stderr.startswith(b"portal score: cannot write the result: ")
    assert done.stderr.count(b"\n") == 1


@pytest.mark.parametrize(
    ("redirection", "status", "message"),
    [(">&-", 1, b"standard output is closed"), ("<&-", 2, b"standard input is closed")],
)
def test_closed_standard_streams_are_no_accident(
    facts_file: Path, redirection: str, status: int, message: bytes
) -> None:
    name = "-" if redirection == "<&-" else str(facts_file)
    done = subprocess.run(
        ["sh", "-c", f'exec "$@" {redirection}', "sh", *COMMAND, name],
        cwd=ROOT,
        capture_output=True,
        timeout=3000,
        check=False,
    )

    assert (done.returncode, done.stdout) == (status, b"")
    assert message in done.stderr
    assert b"Traceback" not in done.stderr


def test_output_is_utf_8_whatever_the_locale() -> None:
    environment = os.environ | {"LC_ALL": "C", "PYTHONIOENCODING": "ascii"}
    given = lines(facts(innovation("Ω", levels={"16": 1})))

    done = subprocess.run(
        [*COMMAND, "--lines", "-"],
        cwd=ROOT,
        input=given,
        capture_output=True,
        env=environment,
        timeout=3000,
        check=False,
    )

    assert json.loads(done.stdout.decode("utf-8"))["innovations"][0]["id"] == "Ω"


def test_the_core_runs_on_the_standard_library_alone(facts_file: Path) -> None:
    """Without site-packages (-S -I), and nothing from outside the standard library is ever imported."""
    program = (
        "import sys; sys.path.insert(0, sys.argv.pop(1));"
        "from scoring.core.cli import main; import scoring.core.compact, scoring.core.explain;"
        "status = main();"
        "foreign = {name.partition('.')[0] for name in sys.modules} - set(sys.stdlib_module_names) - {'scoring', '__main__'};"
        "sys.exit(f'foreign modules: {foreign}' if foreign else status)"
    )

    done = subprocess.run(
        [sys.executable, "-S", "-I", "-c", program, str(ROOT), str(facts_file)],
        capture_output=True,
        timeout=3000,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["index"] == "51.82"


def test_rules_of_a_file_stand_in_for_the_portals_own(facts_file: Path, tmp_path: Path) -> None:
    rules = load_document(2026)
    same = tmp_path / "rules.json"
    same.write_text(json.dumps(rules), encoding="utf-8")
    for entry in rules["predicates"]:
        entry["name"] = {"Inovatif": "Cukup Inovatif"}.get(entry["name"], entry["name"])
    other = tmp_path / "other.json"
    other.write_text(json.dumps(rules), encoding="utf-8")

    own = run(str(facts_file))
    assert run("--instrument", str(same), str(facts_file)).stdout == own.stdout
    changed = run("--instrument", str(other), str(facts_file))
    assert changed.returncode == 0
    assert [json.loads(done.stdout)["predicate"] for done in (own, changed)] == ["Inovatif", "Cukup Inovatif"]


def test_rules_of_another_year_are_told_by_line(facts_file: Path, tmp_path: Path) -> None:
    rules = tmp_path / "rules.json"
    rules.write_text(json.dumps(load_document(2027)), encoding="utf-8")
    done = run("--lines", "-", "--instrument", str(rules), given=lines(vectors()[1]["facts"]))
    assert done.returncode == 0
    assert json.loads(done.stdout)["error"]["path"] == "instrument"
    assert "2027" in json.loads(done.stdout)["error"]["message"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--instrument"], b"name the file of the instrument"),
        (["--instrument", "--lines", "facts.json"], b"name the file of the instrument"),
        (["--instrument", "-", "-"], b"cannot both come from standard input"),
        (["--instrument", "no-such.json", "-"], b"cannot read no-such.json"),
        (["--instrument", "README.md", "-"], b"portal score: "),
    ],
)
def test_rules_that_cannot_be_read_are_refused(arguments: list[str], told: bytes) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, b"")
    assert told in done.stderr
