"""Refusals: why something was not done, in words that a page can show and with what to do next."""

from __future__ import annotations

from dataclasses import dataclass


class Refused(Exception):
    """The act was not done and nothing was changed. `code` is stable for tests and statistics; `str()` is for people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class TransitionRefused(Refused):
    """The workflow does not allow the step (any more)."""


class StaleVersion(Refused):
    """Somebody else wrote in between. `current` is the version that stands."""

    def __init__(self, message: str, *, current: int) -> None:
        super().__init__("stale", message)
        self.current = current


@dataclass(frozen=True, slots=True)
class Ruling:
    """Answer of a rule: allowed, or refused with a reason that a page can show."""

    allowed: bool
    reason: str = ""
    code: str = ""

    def __bool__(self) -> bool:
        return self.allowed


ALLOWED = Ruling(True)


def refuse(code: str, reason: str) -> Ruling:
    return Ruling(False, reason, code)
