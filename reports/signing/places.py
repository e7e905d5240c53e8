"""Where on a page the note of a signature is seen: where the pages of `reports.printing` leave room."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spot:
    """A rectangle on the first page, in points from its lower left corner; `size` of the letters in points."""

    left: int
    bottom: int
    right: int
    top: int
    size: float
    centred: bool

    @property
    def width(self) -> int:
        return self.right - self.left

    @property
    def height(self) -> int:
        return self.top - self.bottom

    @property
    def box(self) -> tuple[int, int, int, int]:
        return self.left, self.bottom, self.right, self.top


CERTIFICATE = Spot(left=545, bottom=119, right=731, top=169, size=8.4, centred=True)
"""A4 across: between the office and the line above the name."""
PAPER = Spot(left=246, bottom=24, right=488, top=47, size=6.4, centred=False)
"""A4 upright: at the foot, between the instrument and the number of the page."""


def spot_for(*, width: float, height: float) -> Spot:
    """By the size of the first page in points."""
    return CERTIFICATE if width > height else PAPER
