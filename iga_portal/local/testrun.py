"""`./portal test`: every check and every test, on servers of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from . import system, testing
from .arguments import Arguments
from .console import Console
from .environment import VENV, system_log
from .paths import REPOSITORY
from .servers import ServerProblem, programs_folder
from .session import ROOM_PACKAGES

SYSTEMD = Path("/run/systemd/system")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@dataclass(frozen=True)
class Check:
    """One line of the summary: a command, and what its environment has beyond the common one.

    One that runs `beside` the others begins with the first of them, and is told when its turn comes. One that is `prepared`
    waits for the preparation of the tests.
    """

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    beside: bool = False
    prepared: bool = False


@dataclass(frozen=True)
class Outcome:
    name: str
    code: int
    seconds: float

    @property
    def passed(self) -> bool:
        return self.code == 0


def test(arguments: Arguments, *, console: Console) -> int:
    """Run all checks, or pytest alone when arguments were given; returns 0 only when everything passed."""
    _tools(console=console)
    browser = _browser(console=console)
    with console.step("test servers"):
        try:
            servers = testing.ensure_servers(folder=arguments.folder())
        except ServerProblem as problem:
            console.complain(f"\n{problem}")
            return 1
    try:
        return _run_all(arguments, {**servers, **browser}, console=console)
    finally:
        if servers:
            testing.end_servers(arguments.folder())


def _run_all(arguments: Arguments, found: Mapping[str, str], *, console: Console) -> int:
    environment = {
        **os.environ,
        **found,
        "PORTAL_TEST_DIR": str(arguments.folder()),
        "DJANGO_SETTINGS_MODULE": "iga_portal.settings",
        "PYTHONPATH": str(REPOSITORY),
        "PATH": os.pathsep.join(
            [str(VENV / "bin"), str(programs_folder()), os.environ.get("PATH", os.defpath)]
        ),
    }
    # Dozens of processes read the same modules: they are compiled once for all, whatever this shell asks for otherwise.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    if arguments.rest:
        return subprocess.run(
            [sys.executable, "-m", "pytest", *arguments.rest], env=environment, cwd=REPOSITORY, check=False
        ).returncode
    started = time.monotonic()
    listed = checks()
    outcomes = []
    with ThreadPoolExecutor() as beside, ExitStack() as ending:
        preparation = None
        if any(check.prepared for check in listed):
            preparation = ending.enter_context(_preparation(environment))
        begun = {
            check.name: beside.submit(_outcome, check, environment, capture=True)
            for check in listed
            if check.beside
        }
        for check in listed:
            if check.prepared and preparation:
                preparation.wait()
            outcomes.append(_told(check, environment, begun.get(check.name), console=console))
    _summarise(outcomes, found, seconds=time.monotonic() - started, console=console)
    return 0 if all(outcome.passed for outcome in outcomes) else 1


PREPARATION = """
import contextlib, sys, types, pytest
code = pytest.main(["--collect-only", "-qq", "-p", "no:cacheprovider"])
from tests.conftest import ensure_peopled
ensure_peopled(types.SimpleNamespace(unblock=contextlib.nullcontext))
sys.exit(code)
"""
"""Compiles every module once before many processes look for it, and makes the two databases that the tests copy."""


@contextmanager
def _preparation(environment: Mapping[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """Prepare the tests while the first checks run: they leave a core free.

    Whatever goes wrong with it is told by the tests, which then do it themselves.
    """
    process = subprocess.Popen(
        [sys.executable, "-c", PREPARATION],
        env=environment,
        cwd=REPOSITORY,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.wait()


def checks() -> list[Check]:
    """Everything `./portal test` runs, in order: what answers fastest first."""
    cores = os.cpu_count() or 1
    # Tests wait for a database, and tests in a browser for a hand that rests: more of them than cores keep the cores at work.
    side_by_side, in_browsers = cores + 1, min(2 * cores, 8)
    python = [sys.executable, "-m"]
    django = [*python, "django"]
    pytest = [*python, "pytest"]
    return [
        Check("formatting", ["ruff", "format", "--check", "."], {}),
        Check("lint", ["ruff", "check", "."], {}),
        Check("templates", ["djlint", "--lint", "--quiet", *_template_folders()], {}),
        Check("import contract", ["lint-imports"], {}),
        Check("migrations", [*django, "makemigrations", "--check", "--dry-run"], {}),
        Check("deployment", [*django, "check", "--deploy", "--fail-level", "WARNING"], PRODUCTION),
        Check("types", [*python, "mypy", *ROOM_PACKAGES], {}, beside=True),
        # A file stays with one process, so that what it makes once for itself is made once.
        Check(
            "tests",
            [
                *pytest,
                "-n",
                str(side_by_side),
                "--dist",
                "loadfile",
                "--no-loadscope-reorder",
                "-m",
                "not browser",
            ],
            {},
            prepared=True,
        ),
        Check(
            "browser tests",
            # One after the other to whoever is ready: they take seconds each, the longest come first.
            [
                *pytest,
                "-n",
                str(in_browsers),
                "--maxschedchunk",
                "1",
                "-m",
                "browser",
                *_browser_files(),
            ],
            {},
            prepared=True,
        ),
    ]


# What a deployment sets, without its addresses.
PRODUCTION = {
    "PORTAL_DEMO": "0",
    "PORTAL_HTTPS": "1",
    "PORTAL_DEBUG": "0",
    "SECOND_FACTOR_REQUIRED": "1",
    "BEHIND_PROXY": "1",
    "TRUSTED_PROXY_COUNT": "1",
    "ALLOWED_HOSTS": "portal.example",
    "CSRF_TRUSTED_ORIGINS": "https://portal.example",
    "EMAIL_URL": "smtp://mail.example:25",
}


def _template_folders() -> list[str]:
    return sorted(
        str(path.relative_to(REPOSITORY)) for path in REPOSITORY.glob("**/templates") if _own(path.parts)
    )


def _browser_files() -> list[str]:
    """The files of tests that carry the mark: each of the processes reads these and not all others too."""
    found = [path for path in REPOSITORY.glob("tests/**/test_*.py") if "mark.browser" in path.read_text()]
    return sorted(str(path.relative_to(REPOSITORY)) for path in found)


def _own(parts: Sequence[str]) -> bool:
    return not any(part.startswith(".") or part == "node_modules" for part in parts[len(REPOSITORY.parts) :])


def _tools(*, console: Console) -> None:
    """Install what single tests look at; these tests skip themselves, with the reason, where it is not possible."""
    sections = ["test"]
    # Where systemd runs, this package starts a scanner and a download of signatures; nobody who runs tests has asked for that.
    if not SYSTEMD.exists():
        sections.append("scan")
    for section in sections:
        absent = system.missing(section)
        if absent:
            with console.step(f"system packages: {' '.join(absent)}") as step:
                if not system.install(absent, log=system_log()):
                    step.note = "not possible"


def _browser(*, console: Console) -> dict[str, str]:
    """PORTAL_BROWSER with the path of a Chromium, or PORTAL_BROWSER_SKIP with the reason there is none."""
    found = _working_browser()
    if not found and (absent := system.missing("browser")):
        with console.step(f"system packages: {' '.join(absent)}") as step:
            if not system.install(absent, log=system_log()):
                step.note = "not possible"
        found = _working_browser()
    if found:
        return {"PORTAL_BROWSER": found}
    still = system.missing("browser")
    reason = (
        f"no browser that starts here, and no way to install one; type: {system.command_line(still)}"
        if still
        else "the browser or Playwright's driver does not start"
    )
    console.say(f"  browser tests will be skipped: {reason}")
    return {"PORTAL_BROWSER_SKIP": reason}


def _working_browser() -> str | None:
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    return found if found and _starts(found) and _starts(_driver()) else None


def _driver() -> str:
    """The program beside Playwright's package that talks to the browser."""
    package = find_spec("playwright")
    folder = package.submodule_search_locations if package else None
    return str(Path(folder[0]) / "driver" / "node") if folder else "node"


def _starts(program: str) -> bool:
    # Ubuntu's package is a signpost to a snap, which says so and fails where snaps do not run.
    try:
        return (
            subprocess.run([program, "--version"], capture_output=True, timeout=300, check=False).returncode
            == 0
        )
    except (OSError, subprocess.SubprocessError):
        return False


def _told(
    check: Check,
    environment: Mapping[str, str],
    begun: Future[tuple[Outcome, str]] | None,
    *,
    console: Console,
) -> Outcome:
    """Run one check, or wait for one that has begun already, and tell how it went."""
    console.say(f"\n== {check.name}: {' '.join(_short(check.command))}")
    outcome, said = begun.result() if begun else _outcome(check, environment, capture=False)
    if said:
        console.say(said)
    ending = "passed" if outcome.passed else f"FAILED (exit code {outcome.code})"
    console.say(f"== {check.name}: {ending} in {outcome.seconds:.1f} s")
    return outcome


def _outcome(check: Check, environment: Mapping[str, str], *, capture: bool) -> tuple[Outcome, str]:
    """The outcome, and what was said when that is captured and not shown at once."""
    started = time.monotonic()
    try:
        done = subprocess.run(
            check.command,
            env={**environment, **check.environment},
            cwd=REPOSITORY,
            check=False,
            stdout=subprocess.PIPE if capture else None,
            stderr=subprocess.STDOUT if capture else None,
        )
        code, said = done.returncode, (done.stdout or b"").decode(errors="replace").rstrip()
    except OSError as error:
        code, said = 127, str(error)
    return Outcome(check.name, code=code, seconds=time.monotonic() - started), said


def _short(command: Sequence[str]) -> list[str]:
    return ["python" if word == sys.executable else word for word in command]


def _summarise(
    outcomes: Sequence[Outcome], found: Mapping[str, str], *, seconds: float, console: Console
) -> None:
    console.say("\n== summary")
    for outcome in outcomes:
        note = ""
        if outcome.name == "browser tests" and "PORTAL_BROWSER_SKIP" in found:
            note = f"  (skipped: {found['PORTAL_BROWSER_SKIP']})"
        console.say(
            f"  {outcome.name:<18} {'passed' if outcome.passed else 'FAILED'}  {outcome.seconds:7.1f} s{note}"
        )
    failed = [outcome.name for outcome in outcomes if not outcome.passed]
    console.say(f"  {'all passed' if not failed else 'FAILED: ' + ', '.join(failed)} in {seconds:.0f} s")
