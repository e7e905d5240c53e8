"""What is seen on a screen or through a camera: an application, a page of the web, a photo, a video."""

from __future__ import annotations

import re

from innovations.guide.model import Good
from innovations.guide.pictures.canvas import (
    ACCENT,
    FAINT,
    INK,
    LEFT,
    MUTED,
    PAPER,
    PAPER_LEFT,
    PAPER_RIGHT,
    RIGHT,
    RULE,
    SANS,
    TONES,
    Box,
    Canvas,
    cells_of,
    number,
    unmarked,
    width_of,
)

BUTTON = re.compile(r"\[(?:tombol|button)\]\s*", re.IGNORECASE)
SKINS = ("#8d5a3b", "#a9714b", "#6f4530", "#b98259")


def entry(canvas: Canvas, line: str, *, left: float, right: float) -> Box:
    """One entry of a screen: a button, a label with its value, or a line of text."""
    text, marked = unmarked(line)
    if found := BUTTON.match(text):
        label = text[found.end() :]
        box = Box(left, canvas.y, right - left, 26)
        canvas.rect(box, fill=TONES[0], rx=13)
        canvas.write(label, (left + right) / 2, canvas.y + 17, bold=True, middle=True, fill="#ffffff")
        canvas.y += 32
        return box
    label, *values = cells_of(text)
    value = " · ".join(values)
    top = canvas.y
    canvas.y += 6
    if value and width_of(label, 11) + width_of(value, 11, bold=True) + 24 < right - left:
        canvas.write(label, left + 8, canvas.y + 11)
        canvas.write(value, right - 8, canvas.y + 11, bold=True, end=True)
        canvas.y += 15
    else:
        canvas.block(label, left=left + 8, right=right - 8)
        if value:
            canvas.block(value, bold=True, left=left + 8, right=right - 8)
    canvas.y += 6
    box = Box(left, top, right - left, canvas.y - top)
    canvas.shapes.append(
        f'<rect x="{number(left)}" y="{number(top)}" width="{number(right - left)}" height="{number(box.height)}" '
        f'rx="6" fill="none" stroke="{ACCENT if marked else RULE}"/>'
    )
    canvas.y += 6
    return box


def app_screen(canvas: Canvas, good: Good) -> None:
    """A phone: status bar, application bar, entries."""
    canvas.family = SANS
    left, right, top = 64.0, 290.0, 20.0
    canvas.y = 62
    bar, *lines = good.picture_lines
    canvas.places["title"] = canvas.block(
        good.picture_title, size=13, bold=True, left=left + 16, right=right - 16, fill="#ffffff"
    )
    head_end = canvas.y + 10
    canvas.y = head_end + 10
    canvas.places["head"] = canvas.places["line1"] = canvas.block(
        bar.replace(" | ", " · "), size=10, left=left + 16, right=right - 16, fill=MUTED
    )
    canvas.y += 8
    for position, line in enumerate(lines, 2):
        canvas.places[f"line{position}"] = entry(canvas, line, left=left + 12, right=right - 12)
    canvas.y += 16
    bottom = canvas.y + 14
    body = (
        f'<rect x="{number(left - 6)}" y="{number(top - 6)}" width="{number(right - left + 12)}" height="{number(bottom - top + 12)}" rx="26" fill="{INK}"/>'
        f'<rect x="{number(left)}" y="{number(top)}" width="{number(right - left)}" height="{number(bottom - top)}" rx="20" fill="{PAPER}"/>'
        f'<path d="M{number(left)} {number(head_end)}V{number(top + 20)}q0-20 20-20h{number(right - left - 40)}q20 0 20 20V{number(head_end)}z" fill="{TONES[0]}"/>'
        f'<rect x="{number((left + right) / 2 - 28)}" y="{number(top + 8)}" width="56" height="9" rx="4.5" fill="{INK}"/>'
        f'<rect x="{number((left + right) / 2 - 34)}" y="{number(bottom - 10)}" width="68" height="4" rx="2" fill="{MUTED}"/>'
    )
    canvas.shapes.insert(0, body)
    canvas.write("09.41", left + 18, top + 17, size=9, fill="#ffffff")
    canvas.places["footer"] = Box(left + 12, bottom - 24, right - left - 24, 20)
    canvas.y = bottom + 8


def web_screen(canvas: Canvas, good: Good) -> None:
    """A window of a browser: address, headline, a picture, text."""
    canvas.family = SANS
    canvas.rect(Box(PAPER_LEFT, 8, PAPER_RIGHT - PAPER_LEFT, 40), fill="#d9d3c8")
    for place, tone in enumerate(("#c0504d", "#d9a441", "#6a9a5b")):
        canvas.shape("circle", cx=22 + 14 * place, cy=28, r=4.5, fill=tone)
    address, *lines = good.picture_lines
    bar = Box(66, 17, RIGHT - 66, 22)
    canvas.rect(bar, fill=PAPER, rx=11)
    canvas.write(address.replace(" | ", " · "), 78, 32, size=10)
    canvas.places["head"] = canvas.places["line1"] = bar
    canvas.y = 62
    canvas.places["title"] = canvas.block(good.picture_title, size=15, bold=True)
    canvas.y += 8
    scene(canvas, Box(LEFT, canvas.y, RIGHT - LEFT, 84), banner="", seed=3)
    canvas.y += 94
    for position, line in enumerate(lines, 2):
        text, marked = unmarked(line)
        if "|" in text or BUTTON.match(text):
            canvas.places[f"line{position}"] = entry(canvas, line, left=LEFT, right=RIGHT)
            continue
        canvas.places[f"line{position}"] = canvas.block(text, marked=marked)
        canvas.y += 5
    canvas.bars(3)
    canvas.places["footer"] = Box(LEFT, canvas.y - 30, RIGHT - LEFT, 28)


def person(canvas: Canvas, x: float, foot: float, *, scale: float, seed: int, veil: bool) -> None:
    """Head and shoulders as plain shapes: nobody in particular."""
    shirt, skin = TONES[seed % len(TONES)], SKINS[seed % len(SKINS)]
    head = f'<circle cx="0" cy="-31" r="9" fill="{skin}"/>'
    cover = (
        f'<path d="M-12 -18q-2-25 12-25q14 0 12 25z" fill="{TONES[(seed + 2) % len(TONES)]}"/><circle cx="0" cy="-31" r="7" fill="{skin}"/>'
        if veil
        else head + '<path d="M-9 -33q1-9 9-9q8 0 9 9q-9-5-18 0" fill="#22201d"/>'
    )
    canvas.shapes.append(
        f'<g transform="translate({number(x)} {number(foot)}) scale({number(scale)})">'
        f'<path d="M-17 0q0-21 17-21q17 0 17 21z" fill="{shirt}"/>{cover}</g>'
    )


def scene(canvas: Canvas, box: Box, *, banner: str, seed: int) -> None:
    """A room with a banner and people in front of it, from the back to the front."""
    floor = box.y + box.height
    canvas.rect(box, fill="#cfd8cf")
    canvas.rect(Box(box.x, floor - box.height * 0.22, box.width, box.height * 0.22), fill="#b09a7c")
    if banner:
        cloth = Box(box.x + 18, box.y + 12, box.width - 36, 44)
        canvas.rect(cloth, fill=PAPER, stroke=ACCENT, stroke_width=2)
        canvas.rect(Box(cloth.x, cloth.y, cloth.width, 7), fill=ACCENT)
        pen, canvas.y = canvas.y, cloth.y + 10
        canvas.places["banner"] = cloth
        canvas.block(
            banner, size=11, bold=True, middle=True, left=cloth.x + 8, right=cloth.x + cloth.width - 8
        )
        canvas.y = pen
    count = int(box.width // 46)
    for place in range(count):
        x = box.x + box.width * (place + 0.5) / count
        person(
            canvas,
            x,
            floor - 6 + place % 2 * 6,
            scale=1.1 if banner else 1.0,
            seed=place + seed,
            veil=(place + seed) % 3 == 0,
        )


def photo(canvas: Canvas, good: Good) -> None:
    """A photo of an event with its caption below."""
    canvas.family = SANS
    banner, *lines = good.picture_lines
    canvas.places["title"] = canvas.block(good.picture_title, size=12, bold=True)
    canvas.y += 8
    frame = Box(LEFT, canvas.y, RIGHT - LEFT, 160)
    scene(canvas, frame, banner=banner.replace(" | ", " · "), seed=1)
    canvas.places["line1"] = canvas.places["head"] = canvas.places.pop("banner")
    canvas.places["signature"] = Box(frame.x + 8, frame.y + 100, frame.width - 16, 56)
    canvas.rect(frame, fill="none", stroke=INK)
    canvas.y = frame.y + frame.height + 12
    top = canvas.y
    for position, line in enumerate(lines, 2):
        text, marked = unmarked(line.replace(" | ", " · "))
        canvas.places[f"line{position}"] = canvas.block(text, marked=marked)
        canvas.y += 5
    canvas.places["footer"] = Box(LEFT, top, RIGHT - LEFT, canvas.y - top)


def video(canvas: Canvas, good: Good) -> None:
    """A player, and the scenes of the film as a list below it."""
    canvas.family = SANS
    frame = Box(LEFT, 24, RIGHT - LEFT, 150)
    scene(canvas, frame, banner="", seed=2)
    canvas.rect(Box(frame.x, frame.y, frame.width, 30), fill="#000000", fill_opacity=0.72)
    canvas.write(good.picture_title, frame.x + 10, frame.y + 20, size=11, bold=True, fill="#ffffff")
    canvas.places["title"] = canvas.places["head"] = Box(frame.x, frame.y, frame.width, 30)
    middle = frame.x + frame.width / 2
    canvas.shape("circle", cx=middle, cy=frame.middle, r=23, fill="#000000", fill_opacity=0.72)
    canvas.shape("path", d=f"M{number(middle - 7)} {number(frame.middle - 11)}l19 11l-19 11z", fill="#ffffff")
    canvas.rect(Box(frame.x, frame.y + 132, frame.width, 18), fill="#000000", fill_opacity=0.72)
    canvas.rect(Box(frame.x + 8, frame.y + 139, 210, 4), fill=FAINT)
    canvas.rect(Box(frame.x + 8, frame.y + 139, 60, 4), fill="#e0525b")
    canvas.write("1.12 / 4.48", RIGHT - 8, frame.y + 145, size=9, end=True, fill="#ffffff")
    canvas.places["footer"] = Box(frame.x, frame.y + 132, frame.width, 18)
    canvas.y = frame.y + frame.height + 10
    for position, line in enumerate(good.picture_lines, 1):
        text, marked = unmarked(line)
        label, *rest = cells_of(text)
        top = canvas.y
        canvas.rect(Box(LEFT, top, 50, 28), fill=TONES[position % len(TONES)])
        canvas.shape("path", d=f"M{LEFT + 21} {number(top + 8)}l10 6l-10 6z", fill="#ffffff")
        canvas.y = top + 1
        canvas.block(label, left=LEFT + 58, bold=marked)
        if rest:
            canvas.block(" · ".join(rest), size=9.5, left=LEFT + 58, fill=MUTED)
        canvas.y = max(canvas.y, top + 28) + 6
        canvas.places[f"line{position}"] = Box(LEFT, top, RIGHT - LEFT, canvas.y - 6 - top)
