"""Reading a PDF back for the tests: its text through the fonts' own Unicode tables, its tags, its enclosures."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import pikepdf
import pypdfium2
from weasyprint.document import Document
from weasyprint.formatting_structure import boxes

from reports.printing.render import render_report
from reports.printing.samples import sample_report
from reports.printing.snapshot import Basis
from reports.signing.places import spot_for


@dataclass(frozen=True)
class Element:
    """A structure element with its nesting."""

    tag: str
    path: tuple[str, ...]
    node: pikepdf.Dictionary


@lru_cache(maxsize=32)
def sample_pdf(counted: int, outside: int, *, basis: Basis = Basis.FINAL, demo: bool = True) -> bytes:
    """The sample report of this size, printed once for all tests that only read it."""
    return render_report(sample_report(counted=counted, outside=outside, basis=basis, demo=demo))


def opened(content: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(content))


@lru_cache(maxsize=64)
def page_texts(content: bytes) -> tuple[str, ...]:
    """The text of each page in drawing order, every show operator as one word; pictures and backgrounds included."""
    with opened(content) as pdf:
        return tuple(" ".join(_words(page.obj, page.obj.Resources)) for page in pdf.pages)


def text(content: bytes) -> str:
    return " ".join(page_texts(content))


def squeezed(content: str) -> str:
    """Without any space: where a line breaks or a letter is spaced is no part of what a document says."""
    return re.sub(r"\s+", "", content)


def _words(stream: pikepdf.Object, resources: pikepdf.Object) -> Iterator[str]:
    table: dict[int, str] = {}
    for operands, operator in pikepdf.parse_content_stream(stream):
        name = str(operator)
        if name == "Tf":
            table = _unicode_table(resources.Font[str(operands[0])])
        elif name in {"Tj", "TJ"}:
            parts = operands[0] if name == "TJ" else [operands[0]]
            yield "".join(_decoded(bytes(part), table) for part in parts if isinstance(part, pikepdf.String))
        elif name == "Do":
            form = resources.XObject[str(operands[0])]
            if form.get("/Subtype") == "/Form":
                yield from _words(form, form.get("/Resources", resources))


def _decoded(raw: bytes, table: dict[int, str]) -> str:
    codes = [int.from_bytes(raw[place : place + 2]) for place in range(0, len(raw), 2)]
    return "".join(table[code] for code in codes)


def _unicode_table(font: pikepdf.Object) -> dict[int, str]:
    pairs = re.findall(rb"<([0-9a-f]{4})> <([0-9a-f]*)>\n", font.ToUnicode.read_bytes() + b"\n")
    return {int(code, 16): bytes.fromhex(value.decode()).decode("utf-16-be") for code, value in pairs}


def elements(pdf: pikepdf.Pdf) -> list[Element]:
    """Every structure element, in reading order."""

    def walk(node: pikepdf.Object, path: tuple[str, ...]) -> Iterator[Element]:
        if not isinstance(node, pikepdf.Dictionary) or "/S" not in node:
            return
        tag = str(node.S)[1:]
        yield Element(tag, path, node)
        children = node.get("/K", pikepdf.Array())
        for child in children if isinstance(children, pikepdf.Array) else [children]:
            yield from walk(child, (*path, tag))

    root = pdf.Root.StructTreeRoot.K
    return [found for top in (root if isinstance(root, pikepdf.Array) else [root]) for found in walk(top, ())]


def enclosure(content: bytes, name: str) -> bytes:
    with opened(content) as pdf:
        return pdf.attachments[name].get_file().read_bytes()


def text_boxes(document: Document) -> Iterator[tuple[int, boxes.TextBox, boxes.Box]]:
    """Page number, text box and its page box, for all text of a laid-out document."""

    def walk(box: boxes.Box) -> Iterator[boxes.TextBox]:
        if isinstance(box, boxes.TextBox):
            yield box
        for child in getattr(box, "children", ()):
            yield from walk(getattr(child, "_box", child))

    for number, page in enumerate(document.pages, start=1):
        for found in walk(page._page_box):
            yield number, found, page._page_box


def dark_at_the_note(content: bytes, *, darker_than: int = 200) -> set[tuple[int, ...]]:
    """Colours darker than so much (0 to 255) where a signature is noted on the first page; a watermark is lighter."""
    with pypdfium2.PdfDocument(content) as document:
        document.init_forms()
        page = document[0]
        width, height = page.get_size()
        spot = spot_for(width=width, height=height)
        picture = page.render(scale=2).to_pil().convert("RGB")
    box = (spot.left * 2, int(height - spot.top) * 2, spot.right * 2, int(height - spot.bottom) * 2)
    colours = picture.crop(box).getcolors(100_000) or []
    return {colour for _count, colour in colours if sum(colour) < 3 * darker_than}
