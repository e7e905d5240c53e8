"""What `./portal` says: short steps with their seconds, and sentences when something is wrong. Standard library only."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Iterator
from typing import TextIO


class Stop(Exception):
    """End the command with a sentence and an exit code; nothing else is printed."""

    def __init__(self, message: str, *, code: int = 1) -> None:
        super().__init__(message)
        self.message = message
        self.code = code


# Exit codes beyond 0, 1 and 2 (usage), so that a script can tell the cases apart.
PORT_TAKEN = 3
FOLDER_BUSY = 4
FOLDER_UNUSABLE = 5
SYSTEM_INCOMPLETE = 6
SERVER_UNREACHABLE = 7


class Step:
    """One line of progress; `note` replaces what is printed at its end."""

    def __init__(self, label: str) -> None:
        self.label = label
        self.note = ""


class Console:
    """Writes the progress of one command to a stream; `quiet` keeps only problems."""

    def __init__(self, stream: TextIO | None = None, *, quiet: bool = False) -> None:
        self.stream = stream or sys.stdout
        self.quiet = quiet
        self._open_line = False

    def say(self, text: str = "") -> None:
        if not self.quiet:
            self._end_line()
            print(text, file=self.stream, flush=True)

    def complain(self, text: str) -> None:
        self._end_line()
        print(text, file=sys.stderr, flush=True)

    @contextlib.contextmanager
    def step(self, label: str) -> Iterator[Step]:
        """Print the label, run the block, print its seconds on the same line."""
        step = Step(label)
        started = time.monotonic()
        if not self.quiet:
            self._end_line()
            print(f"  {label:<46}", end="", file=self.stream, flush=True)
            self._open_line = True
        yield step
        if not self.quiet:
            # Something else may have written in between; then the line starts again.
            start = "" if self._open_line else f"  {label:<46}"
            note = f"  {step.note}" if step.note else ""
            print(f"{start}{time.monotonic() - started:6.1f} s{note}", file=self.stream, flush=True)
            self._open_line = False

    def _end_line(self) -> None:
        if self._open_line:
            print(file=self.stream, flush=True)
            self._open_line = False
