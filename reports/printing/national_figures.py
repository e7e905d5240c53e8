"""The charts of the national report, in millimetres of a page of 174 mm; see `figures.py`."""

from collections.abc import Sequence

from reports.printing.figures import (
    INK,
    MUTED,
    PREDICATE_COLOURS,
    TRACK,
    WIDTH,
    Figure,
    data_uri,
    mm,
    predicate_colour,
    rect,
    svg,
    words,
)
from reports.printing.formats import integer_text
from reports.printing.national_snapshot import Group, IndexClass, UrusanLine
from reports.printing.snapshot import Band


def predicate_bars(groups: Sequence[Group]) -> Figure:
    """One bar a group, its regions by predicate from left to right, each part with its number where there is room."""
    left, lane, bar = 34.0, 7.2, 4.6
    span, body = WIDTH - left - 14.0, []
    most = max((group.assessed for group in groups), default=0) or 1
    for place, group in enumerate(groups):
        y, x = place * lane, left
        body.append(words(0, y + 3.4, group.name))
        body.append(rect(left, y, span, bar, TRACK))
        for entry in group.predicates:
            long = entry.regions / most * span
            if not entry.regions:
                continue
            body.append(rect(x, y, long, bar, predicate_colour(entry.predicate)))
            if long > 6:
                body.append(
                    words(
                        x + long / 2,
                        y + 3.3,
                        integer_text(entry.regions),
                        fill="#ffffff",
                        text_anchor="middle",
                    )
                )
            x += long
        body.append(words(WIDTH, y + 3.4, integer_text(group.assessed), text_anchor="end", font_weight=600))
    y = len(groups) * lane + 3.0
    x = left
    for name, (colour, _tint) in PREDICATE_COLOURS.items():
        body.append(rect(x, y - 2.0, 2.4, 2.4, colour))
        body.append(words(x + 3.4, y, name, font_size=2.5, fill=MUTED))
        x += 8.0 + len(name) * 1.35
    said = "; ".join(
        f"{group.name} {integer_text(group.assessed)} daerah: "
        + ", ".join(f"{entry.predicate} {integer_text(entry.regions)}" for entry in group.predicates)
        for group in groups
    )
    return Figure(data_uri(svg(WIDTH, len(groups) * lane + 5.0, body)), f"Daerah menurut predikat. {said}.")


def histogram(classes: Sequence[IndexClass], bands: Sequence[Band]) -> Figure:
    """How many regions have an index in each class of five points, in the colour of the predicate at the middle of the class."""
    top, high = 5.0, 40.0
    wide = WIDTH / len(classes)
    most = max((entry.regions for entry in classes), default=0) or 1
    body = []
    for place, entry in enumerate(classes):
        tall = entry.regions / most * high
        x, middle = place * wide, (entry.lower + entry.upper) / 2
        name = next((band.name for band in bands if band.lower <= middle <= band.upper), "")
        if entry.regions:
            body.append(rect(x + 0.5, top + high - tall, wide - 1.0, tall, predicate_colour(name)))
            body.append(
                words(
                    x + wide / 2,
                    top + high - tall - 1.0,
                    integer_text(entry.regions),
                    font_size=2.5,
                    text_anchor="middle",
                )
            )
        body.append(
            words(x, top + high + 3.4, str(entry.lower), font_size=2.3, fill=MUTED, text_anchor="middle")
            if place
            else words(x, top + high + 3.4, str(entry.lower), font_size=2.3, fill=MUTED)
        )
    body.append(words(WIDTH, top + high + 3.4, "100", font_size=2.3, fill=MUTED, text_anchor="end"))
    body.append(f'<path d="M0 {mm(top + high)}H{mm(WIDTH)}" stroke="{INK}" stroke-width="0.2"/>')
    said = "; ".join(
        f"{entry.lower} sampai {entry.upper}: {integer_text(entry.regions)}"
        for entry in classes
        if entry.regions
    )
    return Figure(
        data_uri(svg(WIDTH, top + high + 4.6, body)),
        f"Banyaknya daerah menurut indeks, per lima poin. {said}.",
    )


def urusan_bars(lines: Sequence[UrusanLine]) -> Figure:
    """The counted innovations by urusan, most first; the yandas in the strong colour."""
    left, lane, bar = 74.0, 5.0, 3.2
    span, body = WIDTH - left - 14.0, []
    most = max((line.innovations for line in lines), default=0) or 1
    for place, line in enumerate(lines):
        y, long = place * lane, line.innovations / most * span
        body.append(words(0, y + 2.6, line.name, font_size=2.5, font_weight=700 if line.is_yandas else 400))
        body.append(rect(left, y, long, bar, "#8c1c22" if line.is_yandas else "#9a8a70"))
        body.append(words(left + long + 1.2, y + 2.6, integer_text(line.innovations), font_size=2.5))
    said = "; ".join(f"{line.name} {integer_text(line.innovations)}" for line in lines)
    return Figure(
        data_uri(svg(WIDTH, max(1, len(lines)) * lane, body)),
        f"Inovasi yang dihitung menurut urusan utama. {said}.",
    )
