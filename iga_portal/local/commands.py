"""Which command does what, on both passes: before and inside the environment."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from . import environment, folder, system
from .arguments import USAGE, Arguments, UsageProblem, parse
from .console import FOLDER_UNUSABLE, Console, Stop
from .locks import Busy
from .paths import REPOSITORY, DataDir, FolderProblem

# Set between the two passes: that this is the second, and when the first began (seconds since 1970).
INSIDE = "PORTAL_INSIDE"
BEGAN = "PORTAL_BEGAN"
REASON = "System libraries, print fonts or the installer are missing, and they cannot be installed from here."


def main(words: Sequence[str]) -> int:
    """Run `./portal` with these words; returns the exit code."""
    try:
        arguments = parse(words)
    except UsageProblem as problem:
        print(f"./portal: {problem}\n\n{USAGE}", end="", file=sys.stderr)
        return 2
    if arguments.command == "help":
        print(USAGE, end="")
        return 0
    if arguments.command == "score":
        _score(arguments)
    # What a script reads from manage and bench must not be mixed with talk about the installation.
    console = Console(sys.stdout if arguments.command in ("up", "test") else sys.stderr)
    began = float(os.environ.pop(BEGAN, "") or time.time())
    try:
        if os.environ.pop(INSIDE, "") != str(environment.VENV):
            _before(arguments, words, began=began, console=console)
        return _inside(arguments, began=began, console=console)
    except Stop as stop:
        console.complain(f"\n{stop.message}")
        return stop.code
    except (FolderProblem, Busy) as problem:
        console.complain(f"\n{problem}")
        return FOLDER_UNUSABLE
    except KeyboardInterrupt:
        console.complain("\ninterrupted")
        return 130


def _score(arguments: Arguments) -> None:
    """Become the scoring core: no environment, no database, nothing of the portal."""
    variables = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    # -P: a folder called `scoring` where the caller stands must not be found first.
    command = [sys.executable, "-P", "-m", "scoring.core.cli", *arguments.rest]
    os.execve(sys.executable, command, variables)  # noqa: S606 - this process becomes that one


def _before(arguments: Arguments, words: Sequence[str], *, began: float, console: Console) -> None:
    """With whatever Python there is: refuse what cannot work, install what is missing, go inside. Never returns."""
    if arguments.command == "up":
        console.say("Portal IGA")
        folder.refuse_early(arguments)
        folder.open_folder(DataDir(arguments.folder()))
    system.refuse_bare_root()
    wanted = "dev" if arguments.command == "test" else "local"
    sections = ["print"] if arguments.command in ("up", "test", "bench") else []
    if environment.needs_pip(wanted):
        sections.append("install")
    system.ensure(*sections, console=console, log=environment.system_log, reason=REASON)
    environment.ensure(wanted, console=console)
    python = environment.PYTHON
    entry = Path(__file__).with_name("entry.py")
    # The absolute folder: the second pass must see the same one.
    variables = {**os.environ, INSIDE: str(environment.VENV), BEGAN: str(began)}
    os.execve(python, [str(python), str(entry), *words], variables)  # noqa: S606 - this process becomes that one


def _inside(arguments: Arguments, *, began: float, console: Console) -> int:
    # Imported here: these need packages of the environment.
    if arguments.command == "up":
        from .up import up

        return up(arguments, began=began, console=console)
    if arguments.command == "manage":
        from .manage import manage

        return manage(arguments, console=console)
    if arguments.command == "bench":
        from .benchrun import bench

        return bench(arguments, console=console)
    from .testrun import test

    return test(arguments, console=console)
