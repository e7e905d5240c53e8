"""Example pages for the guide, drawn from its texts. Every one shows a region that there is not, and says CONTOH."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape

from innovations.guide.model import Good
from innovations.guide.pictures import graphs, papers, screens
from innovations.guide.pictures.canvas import (
    ACCENT,
    GROUND,
    INK,
    PAPER,
    PAPER_LEFT,
    PAPER_RIGHT,
    RULE,
    SANS,
    WIDTH,
    Box,
    Canvas,
    callouts,
    number,
)

KINDS: Mapping[str, Callable[[Canvas, Good], None]] = {
    "agreement": papers.agreement,
    "app_screen": screens.app_screen,
    "attendance": papers.attendance,
    "budget": papers.budget,
    "certificate": papers.certificate,
    "decree": papers.decree,
    "gantt": graphs.gantt,
    "letter": papers.letter,
    "manual": papers.manual,
    "opinion": papers.opinion,
    "photo": screens.photo,
    "planning_page": papers.planning_page,
    "sop": graphs.sop,
    "statistics": papers.statistics,
    "survey": graphs.survey,
    "table": papers.report_table,
    "tally": graphs.tally,
    "video": screens.video,
    "web_screen": screens.web_screen,
}

WITHOUT_PAPER = {"app_screen", "manual"}
"""Kinds that bring their own ground: a phone, a book."""

WORDS: Mapping[str, Mapping[str, str]] = {
    "id": {
        "government": "PEMERINTAH KABUPATEN CONTOH",
        "agency": "PERANGKAT DAERAH",
        "treasury": "BADAN KEUANGAN DAERAH",
        "address": "Jalan Teladan Nomor 1, Contoh",
        "head_office": "BUPATI CONTOH",
        "head_signs": "BUPATI CONTOH,",
        "agency_signs": "KEPALA DINAS,",
        "party_one": "PIHAK KESATU,",
        "party_two": "PIHAK KEDUA,",
        "audit": "Laporan Hasil Pemeriksaan atas Laporan Keuangan",
        "auditor": "PEMERIKSA KEUANGAN,",
        "plan": "Dokumen Perencanaan Kabupaten Contoh",
        "statistics": "Statistik Kabupaten Contoh",
        "source": "Sumber: Badan Pusat Statistik",
        "page": "halaman 87",
        "name": "Nama Terang",
        "stamp": "CONTOH",
        "watermark": "CONTOH",
    },
    "en": {
        "government": "GOVERNMENT OF KABUPATEN CONTOH",
        "agency": "REGIONAL AGENCY",
        "treasury": "REGIONAL TREASURY",
        "address": "Jalan Teladan 1, Contoh",
        "head_office": "REGENT OF CONTOH",
        "head_signs": "REGENT OF CONTOH,",
        "agency_signs": "HEAD OF THE AGENCY,",
        "party_one": "FIRST PARTY,",
        "party_two": "SECOND PARTY,",
        "audit": "Audit Report on the Financial Statements",
        "auditor": "AUDITOR IN CHARGE,",
        "plan": "Planning Document of Kabupaten Contoh",
        "statistics": "Statistics of Kabupaten Contoh",
        "source": "Source: Badan Pusat Statistik (BPS)",
        "page": "page 87",
        "name": "Full Name",
        "stamp": "CONTOH",
        "watermark": "CONTOH",
    },
}


def draw(good: Good, *, kind: str, language: str, name: str) -> str:
    """The example page of a guide as an SVG element, with its numbered callouts.

    `name` makes the ids of title and description unique on a page. Raises KeyError for a kind that nobody draws.
    """
    canvas = Canvas(WORDS[language])
    KINDS[kind](canvas, good)
    height = canvas.y + 24
    marks = callouts(_pointed(canvas, good), height=height)
    paper = Box(PAPER_LEFT, 8, PAPER_RIGHT - PAPER_LEFT, height - 16)
    ground = f'<rect width="{WIDTH}" height="{number(height)}" rx="6" fill="{GROUND}"/>'
    if kind not in WITHOUT_PAPER:
        ground += (
            f'<rect x="{number(paper.x)}" y="{number(paper.y)}" width="{number(paper.width)}" '
            f'height="{number(paper.height)}" fill="{PAPER}" stroke="{RULE}" stroke-width=".6"/>'
        )
    middle = f"{number((PAPER_LEFT + PAPER_RIGHT) / 2)} {number(height / 2)}"
    watermark = (
        f'<text transform="translate({middle}) rotate(-38)" font-family="{escape(SANS)}" font-size="62" font-weight="bold" '
        f'letter-spacing="4" text-anchor="middle" dy="20" fill="{ACCENT}" fill-opacity=".11">{WORDS[language]["watermark"]}</text>'
    )
    return (
        f'<svg class="example" viewBox="0 0 {WIDTH} {number(height)}" width="{WIDTH}" height="{number(height)}" role="img" '
        f'aria-labelledby="{name}-judul" aria-describedby="{name}-uraian">'
        f'<title id="{name}-judul">{escape(good.picture_title)}</title>'
        f'<desc id="{name}-uraian">{escape(good.picture_alt)}</desc>'
        f'{ground}<g font-family="{escape(canvas.family)}" font-size="11" fill="{INK}">{"".join(canvas.shapes)}</g>'
        f"{watermark}{marks}</svg>"
    )


def _pointed(canvas: Canvas, good: Good) -> list[Box]:
    """The box of each callout: the place it names, else the line of its number."""
    whole = canvas.places["title"]
    return [
        canvas.places.get(mark.place or f"line{count}", whole) for count, mark in enumerate(good.marks, 1)
    ]
