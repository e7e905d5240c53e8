"""The final assessment (guideline, chapter XI.E): index, presentation and field validation joined, with a trace.

    criterion     mean over the members who gave a score
    part          sum of criterion weight x mean / 100
    final score   (index weight x index + presentation weight x presentation + field weight x field) / 100

Everything is an exact fraction until the final score, which is rounded once. A score that a member has not given is named, never
taken for 0; a nominee's score decides an award only when none is missing.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from reports.awards.model import (
    FINAL_PLACES,
    Assessment,
    AwardsInvalid,
    Candidate,
    Criterion,
    CriterionLine,
    Part,
    PartResult,
    Plan,
)
from reports.awards.words import PART_WORDS, index_text, number, number_en
from scoring.core.exact import as_decimal, half_up


def assess(candidate: Candidate, *, index: Decimal | None, plan: Plan) -> Assessment:
    """The final assessment of one nominee with everything it rests on.

    Scores of people who are not among its members (who left the panel, or have a tie to the region) are passed over. Raises
    AwardsInvalid for two scores of one member on one criterion.
    """
    parts = tuple(
        _part(part, weight, plan.criteria[part], candidate) for part, weight in plan.weights.parts.items()
    )
    score: Decimal | None = None
    values = [part.value for part in parts]
    if index is not None and None not in values:
        joined = Fraction(plan.weights.index) * Fraction(index)
        joined += sum((Fraction(part.weight) * (part.value or 0) for part in parts), Fraction(0))
        score = rounded(joined / 100)
    return Assessment(candidate.region, index, plan.weights, parts, score, has_panel=bool(candidate.members))


def rounded(value: Fraction) -> Decimal:
    """The one place where a final score is rounded."""
    return as_decimal(half_up(value, places=FINAL_PLACES), places=FINAL_PLACES)


def _part(part: Part, weight: Decimal, criteria: tuple[Criterion, ...], candidate: Candidate) -> PartResult:
    lines = tuple(_line(part, criterion, candidate) for criterion in criteria)
    value: Fraction | None = Fraction(0)
    for line in lines:
        # A criterion without weight is scored for its own sake and moves nothing.
        if line.mean is None and line.criterion.weight:
            value = None
            break
        assert value is not None
        value += Fraction(line.criterion.weight) * (line.mean or 0) / 100
    return PartResult(part, weight, lines, value)


def _line(part: Part, criterion: Criterion, candidate: Candidate) -> CriterionLine:
    scores: dict[int, Decimal] = {}
    for entry in candidate.given:
        if entry.part is part and entry.criterion == criterion.code:
            if entry.member in scores:
                raise AwardsInvalid("twice", "a member scored a criterion twice")
            scores[entry.member] = entry.score
    given = tuple((member, scores[member.id]) for member in candidate.members if member.id in scores)
    missing = tuple(member for member in candidate.members if member.id not in scores)
    mean = sum((Fraction(score) for _member, score in given), Fraction(0)) / len(given) if given else None
    return CriterionLine(criterion, given, missing, mean)


# The trace ---------------------------------------------------------------------------------------------------------


def trace_lines(assessment: Assessment, *, english: bool = False) -> list[str]:
    """The trace as lines of text, from the scores of the members down to the final score; a missing score is said."""
    write = number_en if english else number
    words = _ENGLISH if english else _INDONESIAN
    lines: list[str] = []
    for part in assessment.parts:
        name = PART_WORDS[part.part][1 if english else 0]
        for line in part.lines:
            lines.append(_criterion_line(line, name=name, write=write, words=words))
        if part.value is None:
            lines.append(words["no_part"] % {"part": name})
        else:
            terms = " + ".join(
                f"{write(line.criterion.weight)} % × {_shown(line.mean, write)}"
                for line in part.lines
                if line.mean is not None
            )
            lines.append(f"{name} = {terms} = {_shown(part.value, write)}")
    lines.append(_last_line(assessment, write=write, words=words, english=english))
    return lines


_INDONESIAN = {
    "missing": "belum dinilai: %(who)s",
    "nobody": "belum ada nilai",
    "mean": "rata-rata",
    "no_part": "%(part)s: belum ada nilai, karena ada kriteria yang belum dinilai siapa pun",
    "final": "Nilai akhir",
    "index": "indeks",
    "no_index": "Nilai akhir: belum ada, karena daerah tidak mempunyai indeks",
    "no_final": "Nilai akhir: belum ada, karena penilaian belum lengkap",
    "open": "sementara: masih ada nilai yang belum masuk",
}
_ENGLISH = {
    "missing": "not yet scored: %(who)s",
    "nobody": "no score yet",
    "mean": "mean",
    "no_part": "%(part)s: no value yet, because a criterion has no score at all",
    "final": "Final score",
    "index": "index",
    "no_index": "Final score: none, because the region has no index",
    "no_final": "Final score: none yet, because the scoring is not complete",
    "open": "provisional: scores are still missing",
}


def _criterion_line(line: CriterionLine, *, name: str, write: Any, words: Mapping[str, str]) -> str:
    text = f"{name} · {line.criterion.name} ({write(line.criterion.weight)} %): "
    pieces = []
    if line.mean is None:
        pieces.append(words["nobody"])
    else:
        given = ", ".join(f"{member.name} {write(score)}" for member, score in line.given)
        pieces.append(f"{given}; {words['mean']} {_shown(line.mean, write)}")
    if line.missing:
        pieces.append(words["missing"] % {"who": ", ".join(member.name for member in line.missing)})
    return text + "; ".join(pieces)


def _last_line(assessment: Assessment, *, write: Any, words: Mapping[str, str], english: bool) -> str:
    if assessment.index is None:
        return words["no_index"]
    if assessment.score is None:
        return words["no_final"]
    index = f"{assessment.index:.2f}" if english else index_text(assessment.index)
    terms = [f"{write(assessment.weights.index)} % × {words['index']} {index}"]
    for part in assessment.parts:
        name = PART_WORDS[part.part][1 if english else 0].lower()
        terms.append(f"{write(part.weight)} % × {name} {_shown(part.value, write)}")
    text = f"{words['final']} = {' + '.join(terms)} = {write(assessment.score)}"
    return text if assessment.is_complete else f"{text} ({words['open']})"


def _shown(value: Fraction | None, write: Any) -> str:
    """A fraction with four decimals, marked where that is not all of it. For reading only: nothing is reckoned with it."""
    assert value is not None
    shown = rounded(value)
    text: str = write(shown)
    return text if Fraction(shown) == value else f"≈ {text}"


def as_document(assessment: Assessment) -> dict[str, Any]:
    """The assessment as JSON, exact: numbers as text, a mean as numerator/denominator. Members by number, without names."""
    return {
        "index": None if assessment.index is None else str(assessment.index),
        "weights": {
            "index": str(assessment.weights.index),
            "presentation": str(assessment.weights.presentation),
            "field": str(assessment.weights.field),
        },
        "parts": [
            {
                "part": str(part.part),
                "weight": str(part.weight),
                "value": _exact(part.value),
                "criteria": [
                    {
                        "code": line.criterion.code,
                        "name": line.criterion.name,
                        "weight": str(line.criterion.weight),
                        "scores": [str(score) for _member, score in line.given],
                        "missing": len(line.missing),
                        "mean": _exact(line.mean),
                    }
                    for line in part.lines
                ],
            }
            for part in assessment.parts
        ],
        "score": None if assessment.score is None else str(assessment.score),
        "is_complete": assessment.is_complete,
    }


def _exact(value: Fraction | None) -> str | None:
    return None if value is None else str(value)
