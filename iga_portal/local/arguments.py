"""The command line of `./portal`. Standard library only: it is read before anything is installed."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from .paths import REPOSITORY

DEFAULT_PORT = 8000

USAGE = """\
usage: ./portal up     [--port N] [--data-dir DIR] [--no-demo] [--workers N]
       ./portal test   [--data-dir DIR] [-- PYTEST-ARGUMENTS]
       ./portal score  [--lines] FILE|-
       ./portal bench  [--data-dir DIR] [NAME ...]
       ./portal manage [--data-dir DIR] COMMAND ...
       ./portal help

up      install what is missing, start the portal and keep it running until Ctrl-C
        --port N       the web address is http://localhost:N (default 8000)
        --data-dir DIR everything the portal keeps (default .portal, or PORTAL_DATA_DIR)
        --no-demo      official dates and no demonstration data; decided at the first start of a folder
        --workers N    processes for computing and printing (default: the processors, at most 4)
test    every check and every test, beside a running portal if there is one;
        with arguments after --, only pytest, with these arguments
score   the index of one region from a facts document (no installation, no database)
bench   measurements as JSON lines, in a folder and database of their own
manage  a Django management command, with the servers of the folder, started for it when they are down

DATABASE_URL, DATABASE_OWNER_URL and REDIS_URL name servers to use instead of the embedded ones.
"""

DEFAULT_FOLDERS = {"up": ".portal", "manage": ".portal", "test": ".portal-test", "bench": ".portal-bench"}
COMMANDS = ("up", "test", "score", "bench", "manage", "help")


class UsageProblem(Exception):
    """The command line makes no sense; the message says what."""


@dataclass(frozen=True)
class Arguments:
    """A command line understood. `rest` goes on unread to pytest, Django, the benchmark or the scoring core."""

    command: str
    data_dir: Path | None = None
    port: int = DEFAULT_PORT
    demo: bool | None = None
    workers: int | None = None
    rest: tuple[str, ...] = ()

    def folder(self) -> Path:
        """The data folder of this command: --data-dir, else the environment's, else the command's default.

        Tests and benchmarks never fall back to PORTAL_DATA_DIR: it names the folder somebody works in.
        """
        if self.data_dir is not None:
            return self.data_dir
        named = {"test": "PORTAL_TEST_DIR", "bench": "PORTAL_BENCH_DIR"}.get(self.command, "PORTAL_DATA_DIR")
        if os.environ.get(named):
            return Path(os.environ[named]).absolute()
        return REPOSITORY / DEFAULT_FOLDERS.get(self.command, ".portal")


def parse(words: Sequence[str]) -> Arguments:
    """Read a command line. Raises UsageProblem.

    The portal's options may stand before the command or right after it; from the first word that is none of them,
    `manage`, `bench`, `test` and `score` take everything as it is.
    """
    found, remaining = _options(Arguments(command=""), list(words))
    if not remaining or remaining[0] in ("help", "-h", "--help"):
        return replace(found, command="help")
    command = remaining.pop(0)
    if command not in COMMANDS:
        raise UsageProblem(f"there is no command {command!r}")
    found = replace(found, command=command)
    if command == "score":
        # Every option after the word is the scoring core's own, --data-dir excepted: it has no meaning there.
        return replace(found, rest=tuple(_without_folder(remaining)))
    found, remaining = _options(found, remaining)
    if remaining[:1] in (["-h"], ["--help"]) and command != "manage":
        return replace(found, command="help")
    if command == "up" and remaining:
        raise UsageProblem(f"up does not know {remaining[0]!r}")
    if remaining[:1] == ["--"] and command != "manage":
        remaining.pop(0)
    return replace(found, rest=tuple(remaining))


def _options(found: Arguments, words: list[str]) -> tuple[Arguments, list[str]]:
    """Take the portal's own options from the front of `words`."""
    while words:
        name, _, attached = words[0].partition("=")
        if name in ("--demo", "--no-demo") and not attached:
            found = replace(found, demo=name == "--demo")
            words = words[1:]
        elif name in ("--data-dir", "--port", "--workers"):
            value = attached or (words[1] if len(words) > 1 else "")
            words = words[1:] if attached else words[2:]
            found = _with_value(found, name, value)
        else:
            break
    return found, words


def _with_value(found: Arguments, name: str, value: str) -> Arguments:
    if not value or (value.startswith("--") and name != "--data-dir"):
        raise UsageProblem(f"{name} needs a value")
    if name == "--data-dir":
        return replace(found, data_dir=Path(value).expanduser().absolute())
    if name == "--port":
        return replace(found, port=_number(name, value, low=1, high=65535))
    return replace(found, workers=_number(name, value, low=1, high=64))


def _number(name: str, value: str, *, low: int, high: int) -> int:
    if not value.isascii() or not value.isdigit() or not low <= int(value) <= high:
        raise UsageProblem(f"{name} must be a whole number from {low} to {high}, not {value!r}")
    return int(value)


def _without_folder(words: list[str]) -> list[str]:
    kept = []
    skip = False
    for word in words:
        if skip:
            skip = False
        elif word == "--data-dir":
            skip = True
        elif not word.startswith("--data-dir="):
            kept.append(word)
    return kept
