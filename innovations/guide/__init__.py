"""A guide to every indicator: what it means, what proves which level, what goes wrong, what is looked for.

Written by the portal beside the official wording, which stays in the instrument. Pure: no database, no request. What other
rooms use is here; the handbook's pages are `innovations.views.guide`.
"""

from innovations.guide.guides import Guide, LevelGroup, effort_of, guide_for, guide_of, handbook_url, key_of
from innovations.guide.loading import GuideError
from innovations.guide.model import Effort

__all__ = [
    "Effort",
    "Guide",
    "GuideError",
    "LevelGroup",
    "effort_of",
    "guide_for",
    "guide_of",
    "handbook_url",
    "key_of",
]
