"""Free text as people paste it, brought into a form that can be stored, compared, counted and shown without surprises.

Harmless traces of word processors are mended silently. What could deceive a reader or break a file is refused, and named: nothing
that a person would miss is ever taken out without telling them.
"""

from __future__ import annotations

import unicodedata
from typing import Final

from django.utils.translation import gettext as _

from iga_portal.refusals import Refused
from iga_portal.web.formats import number

LONGEST_NAME: Final = 200
LONGEST_TEXT: Final = 20_000
LONGEST_NOTE: Final = 2_000
"""Upper limits in characters: a name or title; a long text of the proposal (some ten pages); a note, a reason, a reply."""

LINE_ENDS: Final = ("\r\n", "\r", "\v", "\f", "\x85", "\u2028", "\u2029")
"""Everything that ends a line somewhere; a word processor's manual line break arrives as a vertical tab."""
INVISIBLE: Final = "\u00ad\u200b\u200e\u200f\u2060\u061c\ufeff"
"""Soft hyphen, zero-width space and joiner, marks of direction for one character, byte order mark: traces of other programs."""
BULLETS: Final = "\uf0b7\uf0a7\uf0d8\uf0fc\uf076"
"""Bullets of a word processor's symbol font, which no other font can show."""
OVERRIDES: Final = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""Characters that turn the direction of what follows: a text could show something else than it says."""

_MENDED: Final = {
    **{ord(end): "\n" for end in LINE_ENDS if len(end) == 1},
    **dict.fromkeys(map(ord, INVISIBLE), None),
    **dict.fromkeys(map(ord, BULLETS), "•"),
}


def clean_text(text: str, *, longest: int = LONGEST_TEXT) -> str:
    """Several lines of text: composed characters, one kind of line end, nothing around them.

    Raises Refused: "control" for NUL and other control characters, "direction" for characters that turn the direction of writing,
    "long" past `longest` characters (after mending). Tabs stay.
    """
    if len(text) > 4 * longest:
        # Not worth looking into: mending shortens a text, but never that much.
        raise too_long(len(text), longest=longest)
    mended = unicodedata.normalize("NFC", text.replace("\r\n", "\n").translate(_MENDED))
    _refuse_hostile(mended)
    mended = mended.strip()
    if len(mended) > longest:
        raise too_long(len(mended), longest=longest)
    return mended


def clean_line(text: str, *, longest: int = LONGEST_NAME) -> str:
    """One line: as `clean_text`, with any run of white space as one space."""
    if len(text) > 4 * longest + 1000:
        raise too_long(len(text), longest=longest)
    line = " ".join(clean_text(text, longest=4 * longest + 1000).split())
    if len(line) > longest:
        raise too_long(len(line), longest=longest)
    return line


def too_long(length: int, *, longest: int) -> Refused:
    return Refused(
        "long",
        _("Teks ini %(length)s karakter; paling banyak %(longest)s. Ringkas dulu, lalu simpan lagi.")
        % {"length": number(length), "longest": number(longest)},
    )


def _refuse_hostile(text: str) -> None:
    for place, character in enumerate(text):
        if character in OVERRIDES:
            raise Refused(
                "direction",
                _(
                    "Teks ini memuat tanda tersembunyi pembalik arah tulisan (%(code)s) %(where)s. "
                    "Hapus bagian itu, lalu ketik ulang."
                )
                % {"code": _code(character), "where": _where(text, place)},
            )
        # Cc: control, Cs: half of a pair. Both break files and printers.
        if character not in "\n\t" and unicodedata.category(character) in {"Cc", "Cs"}:
            raise Refused(
                "control",
                _(
                    "Teks ini memuat karakter kendali yang tidak terlihat (%(code)s) %(where)s. "
                    "Hapus bagian itu, lalu ketik ulang."
                )
                % {"code": _code(character), "where": _where(text, place)},
            )


def _where(text: str, place: int) -> str:
    """Where it is, by the visible words before it."""
    before = "".join(
        character
        for character in text[max(0, place - 60) : place]
        if character.isprintable() or character == " "
    ).split()
    if not before:
        return _("di awal teks")
    return _("sesudah “%(words)s”") % {"words": " ".join(before[-3:])}


def _code(character: str) -> str:
    return f"U+{ord(character):04X}"
