"""From the snapshot of the one page to what its template prints: texts only."""

import hashlib
from decimal import Decimal
from typing import Any

from reports.printing import brief_figures, figures
from reports.printing.brief_snapshot import BriefDistance, BriefLever, BriefSnapshot
from reports.printing.codec import dump
from reports.printing.formats import date_text, decimal_text, integer_text, printable, replacement_in

Context = dict[str, Any]
LONGEST_TITLE = 78
"""Characters of a title on the page; the longest name of a row is twice as long."""
FITS = ((5, True), (4, True), (3, True), (3, False))
"""What is printed to have one page, the fullest first: so many levers, and the course of the season or not."""


def brief_context(snapshot: BriefSnapshot, *, levers: int, with_course: bool = True) -> Context:
    """Everything `ringkas.html` prints, with so many levers at the most, and the course of the season or not."""
    result, parts = snapshot.result, snapshot.parts
    assert result is not None  # the snapshot refuses to be without one
    context = {
        "title": f"Indeks Inovasi Daerah {printable(snapshot.region.name)}, satu halaman",
        "demo": snapshot.demo,
        "created": snapshot.stood_at.isoformat(timespec="seconds"),
        "stood": f"{date_text(snapshot.stood_at.date())} {snapshot.stood_at:%H.%M} {printable(snapshot.zone)}",
        "kind": printable(
            snapshot.region.kind if snapshot.region.place != snapshot.region.name else "", serif=True
        ),
        "place": printable(snapshot.region.place, serif=True),
        "place_size": f"size-{sum(len(snapshot.region.place) > step for step in (20, 30))}",
        "region": printable(snapshot.region.name),
        "period": printable(snapshot.period),
        "instrument": printable(snapshot.instrument.label),
        "guideline": printable(snapshot.instrument.guideline),
        "basis": figures.BASIS_NAMES[snapshot.basis],
        "index": decimal_text(result.index),
        "predicate": printable(result.predicate),
        "predicate_serif": printable(result.predicate, serif=True),
        "predicate_colour": figures.predicate_colour(result.predicate),
        "scale": figures.index_scale(
            snapshot.bands,
            [
                (basis, entry.index if entry else None, entry.predicate if entry else None)
                for basis, entry in snapshot.indices
            ],
            own=snapshot.basis,
            target=snapshot.target,
        ),
        "distances": [_distance(entry) for entry in snapshot.distances],
        "standing": [printable(sentence) for sentence in snapshot.standing],
        "levers": [_lever(entry) for entry in snapshot.levers[:levers]],
        "assumption": printable(snapshot.assumption),
        "waterfall": figures.waterfall(parts, index=result.index, predicate=result.predicate),
        "steps": [
            {
                # Inside a sentence.
                "label": printable(step.label[:1].lower() + step.label[1:]),
                "text": printable(step.text),
                "difference": _signed(step.difference),
                "after": decimal_text(step.after),
            }
            for step in snapshot.steps
        ],
        "claimed": decimal_text(snapshot.claimed.index) if snapshot.claimed else "–",
        "verified": decimal_text(snapshot.verified.index) if snapshot.verified else "–",
        "yandas": [
            {"name": printable(entry.name), "lit": entry.count > 0, "count": integer_text(entry.count)}
            for entry in snapshot.yandas
        ],
        "gate": _gate(snapshot),
        "count": {
            "counted": integer_text(parts.counted),
            "divisor": integer_text(parts.divisor),
            "minimum": integer_text(parts.divisor_minimum),
        },
        "one_more": [_lever(entry) for entry in snapshot.one_more],
        "break_even": None if snapshot.break_even is None else decimal_text(snapshot.break_even),
        "waiting": [
            {"who": printable(line.who), "what": printable(line.what), "number": integer_text(line.number)}
            for line in snapshot.waiting
        ],
        "course": brief_figures.course(snapshot.course, target=snapshot.target)
        if with_course and len(snapshot.course) > 1
        else None,
        "facts_hash": snapshot.facts_hash,
    }
    return {**context, "replacement": replacement_in(context)}


def content_hash(snapshot: BriefSnapshot) -> str:
    """SHA-256 of everything the page says."""
    return hashlib.sha256(dump(snapshot).encode()).hexdigest()


def _gate(snapshot: BriefSnapshot) -> str:
    parts = snapshot.parts
    lit, minimum = integer_text(parts.yandas_lit), integer_text(parts.yandas_minimum)
    if parts.yandas_lit >= parts.yandas_minimum:
        return f"{lit} terisi, cukup {minimum}: skor jumlah inovasi dihitung."
    return f"{lit} terisi, perlu {minimum}: skor jumlah inovasi masih 0."


def _distance(entry: BriefDistance) -> Context:
    def cell(missing: Decimal | None) -> str:
        if missing is None:
            return "–"
        return "tercapai" if missing == 0 else f"kurang {decimal_text(missing)}"

    return {
        "label": printable(entry.label),
        "start": decimal_text(entry.start),
        "cells": [cell(entry.claimed), cell(entry.verified), cell(entry.final)],
    }


def _lever(entry: BriefLever) -> Context:
    return {
        "title": shortened(printable(entry.title), most=LONGEST_TITLE),
        "text": printable(entry.text),
        "gain": _signed(entry.gain),
        "after": decimal_text(entry.after),
    }


def shortened(text: str, *, most: int) -> str:
    """At most so many characters, cut at a word, with an ellipsis where something is left out."""
    if len(text) <= most:
        return text
    return text[: most - 1].rsplit(" ", 1)[0].rstrip(" ,;–-") + "…"


def _signed(value: Decimal) -> str:
    return f"+{decimal_text(value)}" if value > 0 else decimal_text(value)
