"""The bounds that a child sets for itself. The kernel holds it to them, whatever the file makes of the program."""

from __future__ import annotations

import contextlib
import os
import resource
import signal

MEMORY = 1024 * 1024 * 1024
"""Address space of a child in bytes: a picture of 80 million points decoded takes a third of it."""
SLOWER = 5
"""Niceness: pages that people wait for come first."""


def bind(*, seconds: int) -> None:
    """No more than `seconds` by the clock and by the processor, MEMORY, no files written, no program started, no core left.

    The alarm has no handler: the kernel ends the process even where a library never returns.
    """
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    _set(resource.RLIMIT_CPU, seconds)
    _set(resource.RLIMIT_AS, MEMORY)
    _set(resource.RLIMIT_FSIZE, 0)
    _set(resource.RLIMIT_CORE, 0)
    if os.geteuid() != 0:
        # Root is not held to it; a portal in its right place does not run as root.
        _set(resource.RLIMIT_NPROC, 0)
    with contextlib.suppress(OSError):
        os.nice(SLOWER)


def _set(which: int, value: int) -> None:
    # macOS knows the name of RLIMIT_AS and refuses the value; the alarm holds there as well.
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(which, (value, value))
