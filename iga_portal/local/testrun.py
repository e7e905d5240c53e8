"""`./portal test`: every check and every test, on servers of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
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
    """One line of the summary: a command, and what its environment has beyond the common one."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]


@dataclass(frozen=True)
class Outcome:
    name: str
    passed: bool
    seconds: float


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
    if arguments.rest:
        return subprocess.run(
            [sys.executable, "-m", "pytest", *arguments.rest], env=environment, cwd=REPOSITORY, check=False
        ).returncode
    with _template_meanwhile(environment):
        outcomes = [_run(check, environment, console=console) for check in checks()]
    _summarise(outcomes, found, console=console)
    return 0 if all(outcome.passed for outcome in outcomes) else 1


@contextmanager
def _template_meanwhile(environment: Mapping[str, str]) -> Iterator[None]:
    """Make the migrated database that the tests copy while the first checks run: they leave a core free.

    Whatever goes wrong with it is told by the tests, which then make it themselves.
    """
    code = "import tests.plugin; from tests.conftest import ensure_template; ensure_template()"
    making = subprocess.Popen(
        [sys.executable, "-c", code],
        env=environment,
        cwd=REPOSITORY,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        making.wait()


def checks() -> list[Check]:
    """Everything `./portal test` runs, in order: what answers fastest first."""
    cores = os.cpu_count() or 1
    # Tests wait for a database, and tests in a browser for a hand that rests: more of them than cores keep the cores at work.
    side_by_side, in_browsers = cores + 1, 2 * cores
    python = [sys.executable, "-m"]
    django = [*python, "django"]
    pytest = [*python, "pytest"]
    return [
        Check("formatting", ["ruff", "format", "--check", "."], {}),
        Check("lint", ["ruff", "check", "."], {}),
        Check("templates", ["djlint", "--lint", "--quiet", *_template_folders()], {}),
        Check("import contract", ["lint-imports"], {}),
        Check("types", [*python, "mypy", *ROOM_PACKAGES], {}),
        Check("migrations", [*django, "makemigrations", "--check", "--dry-run"], {}),
        Check("deployment", [*django, "check", "--deploy", "--fail-level", "WARNING"], PRODUCTION),
        Check("tests", [*pytest, "-n", str(side_by_side), "-m", "not browser"], {}),
        Check("browser tests", [*pytest, "-n", str(min(in_browsers, 8)), "-m", "browser"], {}),
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
    for attempt in range(2):
        found = next(filter(None, map(shutil.which, BROWSERS)), None)
        if found and _starts(found):
            return {"PORTAL_BROWSER": found}
        if attempt == 0 and not found:
            names = [package.name for package in system.packages("browser")]
            with console.step(f"system packages: {' '.join(names)}") as step:
                if not system.install(names, log=system_log()):
                    step.note = "not possible"
                    break
    line = system.command_line([package.name for package in system.packages("browser")])
    reason = (
        f"{found} does not start" if found else f"no Chromium here and no way to install it; type: {line}"
    )
    console.say(f"  browser tests will be skipped: {reason}")
    return {"PORTAL_BROWSER_SKIP": reason}


def _starts(browser: str) -> bool:
    # Ubuntu's package is a signpost to a snap, which says so and fails where snaps do not run.
    try:
        return (
            subprocess.run([browser, "--version"], capture_output=True, timeout=60, check=False).returncode
            == 0
        )
    except (OSError, subprocess.SubprocessError):
        return False


def _run(check: Check, environment: Mapping[str, str], *, console: Console) -> Outcome:
    console.say(f"\n== {check.name}: {' '.join(_short(check.command))}")
    started = time.monotonic()
    try:
        code = subprocess.run(
            check.command, env={**environment, **check.environment}, cwd=REPOSITORY, check=False
        ).returncode
    except OSError as error:
        console.complain(str(error))
        code = 127
    seconds = time.monotonic() - started
    console.say(
        f"== {check.name}: {'passed' if code == 0 else f'FAILED (exit code {code})'} in {seconds:.1f} s"
    )
    return Outcome(check.name, passed=code == 0, seconds=seconds)


def _short(command: Sequence[str]) -> list[str]:
    return ["python" if word == sys.executable else word for word in command]


def _summarise(outcomes: Sequence[Outcome], found: Mapping[str, str], *, console: Console) -> None:
    console.say("\n== summary")
    for outcome in outcomes:
        note = ""
        if outcome.name == "browser tests" and "PORTAL_BROWSER_SKIP" in found:
            note = f"  (skipped: {found['PORTAL_BROWSER_SKIP']})"
        console.say(
            f"  {outcome.name:<18} {'passed' if outcome.passed else 'FAILED'}  {outcome.seconds:7.1f} s{note}"
        )
    total = sum(outcome.seconds for outcome in outcomes)
    failed = [outcome.name for outcome in outcomes if not outcome.passed]
    console.say(f"  {'all passed' if not failed else 'FAILED: ' + ', '.join(failed)} in {total:.0f} s")
