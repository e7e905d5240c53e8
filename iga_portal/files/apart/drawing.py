"""Pictures of pages, and smaller pictures of pictures: WebP, 900 and 240 points wide, in a child (`server`).

What is shown is drawn anew: nothing of the file's own bytes, no place and no camera (EXIF), goes into it.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from typing import BinaryIO

import pypdfium2 as pdfium
from PIL import Image, ImageOps

from iga_portal.files.apart.image import opened
from iga_portal.files.apart.wire import Header

WIDTH, SMALL = 900, 240
TALLEST = 4
"""A page taller than so many times its width is drawn narrower, so that a picture has bounds in both directions."""
QUALITIES = (60, 35, 15)
LARGEST = {WIDTH: 150_000, SMALL: 20_000}
"""Bytes. A noisy scan is drawn coarser rather than sent slower."""

pdfium.raw  # noqa: B018 - loads the library once, in the program and not in each child


def draw_pdf(file: BinaryIO, *, first: int, last: int) -> Iterator[tuple[Header, bytes]]:
    """Pages `first` to `last` (from 1, what there is of them): a message `{"page", "small"}` each for large and small.

    Ends with `{"pages": n}`. A page that cannot be drawn ends the pictures before it; those already sent stand.
    """
    # From memory: PDFium asks for single bytes, and a document has at most some megabytes.
    document = pdfium.PdfDocument(file.read())
    pages = len(document)
    for number in range(first, min(last, pages) + 1):
        page = document[number - 1]
        width, height = page.get_size()
        wide, tall = _within(width, height, WIDTH)
        bitmap = page.render(
            scale=min(wide / max(width, 1e-3), tall / max(height, 1e-3)), may_draw_forms=False
        )
        picture = bitmap.to_pil().convert("RGB")
        yield from _both(picture, number)
        bitmap.close()
        page.close()
    yield {"pages": pages}, b""


def draw_image(file: BinaryIO) -> Iterator[tuple[Header, bytes]]:
    """The picture as page 1, the right way up, on white where it was transparent."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with opened(file) as picture:
            # A JPEG is decoded at a fraction of its size where that is large enough.
            picture.draft("RGB", (2 * WIDTH, 2 * WIDTH))
            upright = ImageOps.exif_transpose(picture)
            if upright.mode in {"RGBA", "LA", "PA"} or "transparency" in upright.info:
                clear = upright.convert("RGBA")
                upright = Image.new("RGB", clear.size, "white")
                upright.paste(clear, mask=clear.getchannel("A"))
            yield from _both(upright.convert("RGB"), 1)
    yield {"pages": 1}, b""


def _both(picture: Image.Image, number: int) -> Iterator[tuple[Header, bytes]]:
    for small, width in ((False, WIDTH), (True, SMALL)):
        wanted = _within(picture.width, picture.height, width)
        shown = picture
        if wanted[0] < picture.width or wanted[1] < picture.height:
            # Whole points are put together first: five times as quick, and no eye tells the difference at this size.
            shown = picture.resize(wanted, Image.Resampling.LANCZOS, reducing_gap=1.1)
        # A new picture from the points alone: no EXIF, no colour profile, no comment comes along.
        bare = Image.frombytes("RGB", shown.size, shown.tobytes())
        for quality in QUALITIES:
            out = io.BytesIO()
            bare.save(out, "WEBP", quality=quality, method=2)
            if out.tell() <= LARGEST[width]:
                break
        yield {"page": number, "small": small}, out.getvalue()


def _within(width: float, height: float, wide: int) -> tuple[int, int]:
    """Size of a picture `wide` points wide, or narrower where it would be TALLEST times as high."""
    share = min(wide / max(width, 1e-3), wide * TALLEST / max(height, 1e-3))
    return max(1, round(width * share)), max(1, round(height * share))
