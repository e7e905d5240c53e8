"""The awards of a period: final assessment, categories of chapter XI.F, winners with the reason for each.

A pure library: exact numbers, frozen dataclasses in and out, no Django, no clock, no database. `decide` is its one door;
`trace_lines` prints a final assessment line by line; `differences` explains one draft ranking against the one before.
"""

from reports.awards.assess import as_document, assess, trace_lines
from reports.awards.categories import categories_for, positions, with_settings
from reports.awards.decide import assessments_of, competes, decide, reached_at
from reports.awards.drafts import DraftRow, differences
from reports.awards.model import (
    Arrival,
    Assessment,
    Award,
    AwardsInvalid,
    Candidate,
    Category,
    Criterion,
    Decision,
    Given,
    Member,
    NotAwarded,
    Part,
    Plan,
    Rule,
    Standing,
    Weights,
)

__all__ = [
    "Arrival",
    "Assessment",
    "Award",
    "AwardsInvalid",
    "Candidate",
    "Category",
    "Criterion",
    "Decision",
    "DraftRow",
    "Given",
    "Member",
    "NotAwarded",
    "Part",
    "Plan",
    "Rule",
    "Standing",
    "Weights",
    "as_document",
    "assess",
    "assessments_of",
    "categories_for",
    "competes",
    "decide",
    "differences",
    "positions",
    "reached_at",
    "trace_lines",
    "with_settings",
]
