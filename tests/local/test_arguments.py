from pathlib import Path

import pytest

from iga_portal.local.arguments import REPOSITORY, Arguments, UsageProblem, parse


@pytest.fixture(autouse=True)
def _no_folders_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PORTAL_DATA_DIR", "PORTAL_TEST_DIR", "PORTAL_BENCH_DIR"):
        monkeypatch.delenv(name, raising=False)


def test_up_alone_means_port_8000_and_the_folder_in_the_checkout() -> None:
    arguments = parse(["up"])

    assert arguments == Arguments(command="up", data_dir=None, port=8000, demo=None, workers=None, rest=())
    assert arguments.folder() == REPOSITORY / ".portal"


def test_up_takes_every_option_in_both_spellings() -> None:
    spaced = parse(["up", "--port", "8123", "--data-dir", "/srv/iga", "--no-demo", "--workers", "3"])
    attached = parse(["up", "--port=8123", "--data-dir=/srv/iga", "--no-demo", "--workers=3"])

    assert spaced == attached
    assert (spaced.port, spaced.folder(), spaced.demo, spaced.workers) == (8123, Path("/srv/iga"), False, 3)


def test_a_relative_folder_is_meant_from_where_the_caller_stands(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)

    assert parse(["manage", "--data-dir", "here", "check"]).folder() == tmp_path / "here"


@pytest.mark.parametrize("command", ["up", "manage"])
def test_the_environment_names_the_folder_unless_the_option_does(command, monkeypatch) -> None:
    monkeypatch.setenv("PORTAL_DATA_DIR", "/srv/from-environment")

    assert parse([command]).folder() == Path("/srv/from-environment")
    assert parse([command, "--data-dir", "/srv/option"]).folder() == Path("/srv/option")


@pytest.mark.parametrize(("command", "default"), [("test", ".portal-test"), ("bench", ".portal-bench")])
def test_tests_and_benchmarks_keep_away_from_the_folder_somebody_works_in(
    command, default, monkeypatch
) -> None:
    monkeypatch.setenv("PORTAL_DATA_DIR", "/srv/work")

    assert parse([command]).folder() == REPOSITORY / default


def test_manage_hands_everything_from_the_command_on_to_django_untouched() -> None:
    arguments = parse(["manage", "--data-dir", "/d", "dbshell", "--data-dir", "x", "--", "-c", "select 1"])

    assert arguments.folder() == Path("/d")
    assert arguments.rest == ("dbshell", "--data-dir", "x", "--", "-c", "select 1")


def test_options_may_stand_before_the_command() -> None:
    assert parse(["--data-dir", "/d", "manage", "check"]).folder() == Path("/d")


def test_arguments_of_pytest_come_after_two_dashes() -> None:
    assert parse(["test", "--", "tests/local", "-k", "port"]).rest == ("tests/local", "-k", "port")
    assert parse(["test"]).rest == ()


def test_score_passes_its_own_options_on_and_has_no_folder() -> None:
    assert parse(["score", "--lines", "-", "--data-dir", "/d"]).rest == ("--lines", "-")


@pytest.mark.parametrize("words", [[], ["help"], ["--help"], ["-h"], ["up", "--help"], ["bench", "-h"]])
def test_help_is_understood_everywhere(words) -> None:
    assert parse(words).command == "help"


def test_help_after_manage_is_djangos() -> None:
    assert parse(["manage", "--help"]).rest == ("--help",)


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["serve"], "serve"),
        (["up", "--prot", "80"], "--prot"),
        (["up", "extra"], "extra"),
        (["up", "--port"], "--port"),
        (["up", "--port", "0"], "--port"),
        (["up", "--port", "65536"], "--port"),
        (["up", "--port", "80 80"], "--port"),
        (["up", "--workers", "0"], "--workers"),
        (["up", "--port", "--no-demo"], "--port"),
    ],
)
def test_nonsense_is_refused_and_named(words, named) -> None:
    with pytest.raises(UsageProblem, match=named):
        parse(words)
