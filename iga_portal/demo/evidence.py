"""Evidence that opens: small PDF files, pictures and a film, each saying on its face that it is an example.

Deterministic: the same text gives the same bytes (with the same library versions), so that a hash means something.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from textwrap import wrap

import pikepdf
from PIL import Image, ImageDraw, ImageFont

from iga_portal.demo import video
from iga_portal.demo.words import MARK

PAPER = (595, 842)  # A4 in points
INK, RED, SKY = (28, 43, 61), (176, 32, 40), (214, 228, 240)


def document(*, title: str, number: str, dated: str, subject: str, region: str, pages: int) -> bytes:
    """A PDF of some pages: letterhead, number, subject, a paragraph, and the mark on every page."""
    pdf = pikepdf.new()
    fonts = pikepdf.Dictionary(
        F1=pdf.make_indirect(_font("Helvetica")), F2=pdf.make_indirect(_font("Helvetica-Bold"))
    )
    for page in range(1, pages + 1):
        lines = [
            ("F2", 15, MARK),
            ("F1", 10, "Disusun otomatis untuk peragaan portal; tidak berlaku sebagai bukti."),
            ("F1", 10, ""),
            ("F2", 12, region.upper()),
            ("F2", 13, title.upper()),
            ("F1", 11, f"Nomor {number}"),
            ("F1", 11, f"Tanggal {dated}" if dated else ""),
            ("F1", 11, ""),
            *[("F2", 12, line) for line in wrap(f"Tentang: {subject}", 70)],
            ("F1", 11, ""),
            *[("F1", 11, line) for line in wrap(_PARAGRAPH.format(page=page, subject=subject), 88)],
            ("F1", 11, ""),
            ("F1", 9, f"Halaman {page} dari {pages}"),
        ]
        content = pdf.make_stream(_text(lines))
        pdf.pages.append(
            pikepdf.Page(
                pdf.make_indirect(
                    pikepdf.Dictionary(
                        Type=pikepdf.Name.Page,
                        MediaBox=[0, 0, *PAPER],
                        Resources=pikepdf.Dictionary(Font=fonts),
                        Contents=content,
                    )
                )
            )
        )
    pdf.docinfo["/Title"] = f"{title} {number} ({MARK})"
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True)
    return out.getvalue()


_PARAGRAPH = (
    "Halaman {page} memuat keterangan yang akan diperiksa pada bagian ini: dasar, uraian kegiatan, pelaksana, waktu, dan "
    "hasil dari {subject}. Angka dan nama di dalamnya rekaan. Pada dokumen yang sebenarnya bagian ini ditandai agar "
    "pemeriksa segera menemukannya."
)


def _font(name: str) -> pikepdf.Dictionary:
    return pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type1,
        BaseFont=pikepdf.Name(f"/{name}"),
        Encoding=pikepdf.Name.WinAnsiEncoding,
    )


def _text(lines: Sequence[tuple[str, int, str]]) -> bytes:
    out = [b"BT"]
    top = PAPER[1] - 72
    for font, size, text in lines:
        escaped = (
            text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)").encode("cp1252", "replace")
        )
        out.append(f"/{font} {size} Tf 1 0 0 1 64 {top} Tm (".encode() + escaped + b") Tj")
        top -= round(size * 1.5)
    out.append(b"ET")
    return b"\n".join(out)


def picture(*, title: str, subject: str, kind: str, size: tuple[int, int] = (960, 540)) -> bytes:
    """A drawn picture, `kind` "png" (a screen) or "jpeg" (a photograph's stand-in)."""
    out = io.BytesIO()
    image = _drawn(title=title, subject=subject, size=size)
    if kind == "png":
        image.quantize(16).save(out, "PNG", optimize=False)
    else:
        image.save(out, "JPEG", quality=70)
    return out.getvalue()


def film(*, title: str, subject: str) -> bytes:
    """A film of three pictures, three seconds each."""
    scenes = [(title, subject), ("Sebelum dan sesudah", subject), ("Manfaat bagi warga", subject)]
    return video.film([_drawn(title=head, subject=text, size=(320, 176)) for head, text in scenes])


def _drawn(*, title: str, subject: str, size: tuple[int, int]) -> Image.Image:
    width, height = size
    image = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(image)
    unit = height // 18
    draw.rectangle((0, 0, width, 4 * unit), fill=INK)
    draw.text((unit, unit), title[:46], fill="white", font=ImageFont.load_default(1.6 * unit))
    for place in range(3):
        left = unit + place * (width - unit) // 3
        draw.rectangle(
            (left, 6 * unit, left + (width - 4 * unit) // 3, 11 * unit), fill=SKY, outline=INK, width=2
        )
        for bar in range(3):
            tall = (1 + (place * 2 + bar) % 4) * unit
            draw.rectangle(
                (
                    left + (2 + 3 * bar) * unit // 2,
                    11 * unit - tall,
                    left + (4 + 3 * bar) * unit // 2,
                    11 * unit,
                ),
                fill=INK,
            )
    for line, text in enumerate(wrap(subject, 58)[:2]):
        draw.text((unit, (12 + 1.5 * line) * unit), text, fill=INK, font=ImageFont.load_default(1.2 * unit))
    draw.text((unit, 15.6 * unit), MARK, fill=RED, font=ImageFont.load_default(1.6 * unit))
    return image
