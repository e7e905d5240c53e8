"""QR codes on pages: inline SVG, dark on white in every colour scheme, with the same words for those who do not see it."""

from __future__ import annotations

import segno
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe


def qr_svg(payload: str, *, label: str) -> SafeString:
    """A code of error level M with its quiet zone; the style sheet gives it its size."""
    code = segno.make(payload, error="m", micro=False, boost_error=False)
    # Made of the module matrix alone: nothing of the payload reaches the markup.
    drawing = mark_safe(  # noqa: S308
        code.svg_inline(border=4, omitsize=True, dark="#000", light="#fff", svgclass=None, lineclass=None)
    )
    return format_html('<div class="qr" role="img" aria-label="{}">{}</div>', label, drawing)
