"""What is seen of a signature: a few lines, set with the faces of all documents, as a small page that the signature carries."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from django.utils.html import escape

from reports.printing.formats import date_text
from reports.signing.model import Identity
from reports.signing.places import Spot

HEAD = "Ditandatangani secara elektronik oleh"
TEST = "Sertifikat uji: tidak berkekuatan hukum"
MOST_LETTERS = 64
"""As many as a common name may have (X.520)."""
SMALLEST, STEP = 4.4, 0.4
"""Points: what a long name is set in at the least, and how much smaller with each try."""


def words_of(identity: Identity, *, day: date) -> tuple[str, ...]:
    """The parts of the note: what it is, whose, when, and for a test certificate that it binds nobody. Indonesian always."""
    name = identity.name if len(identity.name) <= MOST_LETTERS else f"{identity.name[: MOST_LETTERS - 1]}…"
    return (HEAD, name, date_text(day), *((TEST,) if identity.is_test else ()))


@lru_cache(maxsize=16)
def note_page(words: tuple[str, ...], spot: Spot) -> bytes:
    """The note as a PDF of one page as large as `spot`, in letters as large as leave it one page. A day's documents share it."""
    from weasyprint import CSS, HTML

    from reports.printing import render

    shared = render.press()
    with render.LOCK:
        size = spot.size
        while True:
            sheet = CSS(string=_sheet(spot, size=size), url_fetcher=shared.fetcher, font_config=shared.fonts)
            document = HTML(string=_text(words, spot), url_fetcher=shared.fetcher).render(
                font_config=shared.fonts, stylesheets=[sheet]
            )
            if len(document.pages) == 1 or size - STEP < SMALLEST:
                break
            size -= STEP
        content = document.copy(document.pages[:1]).write_pdf()
    assert content is not None
    return bytes(content)


def _text(words: tuple[str, ...], spot: Spot) -> str:
    head, name, *rest = (escape(part) for part in words)
    bold = f"<strong>{name}</strong>"
    lines = [head, bold, *rest] if spot.centred else [f"{head} {bold}", " · ".join(rest)]
    return f'<html lang="id"><body>{"".join(f"<p>{line}</p>" for line in lines)}</body></html>'


def _sheet(spot: Spot, *, size: float) -> str:
    return f"""
        @page {{ size: {spot.width}pt {spot.height}pt; margin: 0 }}
        html {{ font: 400 {size:.1f}pt/1.32 Lato; color: #3c3733; text-align: {"center" if spot.centred else "left"} }}
        body {{ margin: 0; padding: 1pt 4pt }}
        p {{ margin: 0; overflow-wrap: anywhere }}
        strong {{ font-weight: 600; color: #1d1b19 }}
    """
