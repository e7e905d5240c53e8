"""The design (rancang bangun) as the guideline recommends it: six parts one may fill, kept as one text with headings.

Whoever reads the text anywhere sees the headings as lines of their own. A text without headings is all "other" and stays as it
is. Pure: split and join are each other's inverse.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class DesignPart:
    """One part: its word in the code, its official heading (an official name is never translated), and what to write there."""

    code: str
    heading: str
    hint: str | Promise


OTHER: Final = "lain"

PARTS: Final = (
    DesignPart(
        "hukum",
        "Dasar Hukum Inovasi",
        _(
            "Peraturan yang menjadi dasar: undang-undang, peraturan daerah, peraturan atau keputusan kepala daerah."
        ),
    ),
    DesignPart(
        "masalah",
        "Permasalahan (Makro atau Mikro)",
        _("Masalah yang luas (nasional, daerah) dan yang terasa di tempat Anda, dengan angka bila ada."),
    ),
    DesignPart("isu", "Isu Strategis", _("Mengapa masalah itu penting sekarang bagi daerah Anda.")),
    DesignPart(
        "metode",
        "Metode Pembaharuan (Upaya yang dilakukan sebelum dan sesudah)",
        _("Cara kerja sebelum inovasi, lalu sesudahnya: apa yang berubah, langkah demi langkah."),
    ),
    DesignPart(
        "unggul",
        "Keunggulan dan Kebaharuan",
        _("Apa yang baru dibanding cara lama dan dibanding tempat lain, dan apa untungnya."),
    ),
    DesignPart(
        "tahapan",
        "Tahapan Inovasi/Penggunaan Produk/Spesifikasi Produk",
        _("Tahap-tahap penerapan, cara memakainya, dan bahan, alat, atau aplikasi yang digunakan."),
    ),
    DesignPart(OTHER, "Uraian Lain", _("Semua yang tidak termasuk bagian di atas, bila ada.")),
)
"""The six parts that the guideline recommends (annex II, part I, no. 14), and room for anything else."""

PART_BY_CODE: Final = {part.code: part for part in PARTS}
CODES: Final = tuple(part.code for part in PARTS)
_LINES: Final = {
    f"{letter}. {part.heading}": part.code for letter, part in zip("abcdefg", PARTS, strict=True)
}
_LINE_OF: Final = {code: line for line, code in _LINES.items()}


def split_design(text: str) -> dict[str, str]:
    """The text of each part, "" where there is none. What stands before the first heading belongs to the other remarks.

    A heading that comes a second time is taken for text, so that nothing is put in another order.
    """
    found: dict[str, list[str]] = {OTHER: []}
    at = OTHER
    for line in text.split("\n"):
        code = _LINES.get(line)
        if code is not None and (code not in found or (code == OTHER and not _has_words(found[OTHER]))):
            at = code
            found[at] = []
        else:
            found[at].append(_unstuffed(line))
    parts = {code: "\n".join(found.get(code, ())) for code in CODES}
    if list(found) == [OTHER]:
        return parts
    return {code: words.strip("\n") for code, words in parts.items()}


def join_design(parts: Mapping[str, str]) -> str:
    """One text: each part that has words under its heading; other remarks alone stand without one."""
    filled = {code: _stuffed(parts[code].strip("\n")) for code in CODES if parts.get(code, "").strip()}
    if list(filled) == [OTHER]:
        return _stuffed(parts[OTHER])
    return "\n\n".join(f"{_LINE_OF[code]}\n{words}" for code, words in filled.items())


def with_part(text: str, *, code: str, words: str) -> str:
    """The text with one part written anew. Raises KeyError for a part that is none."""
    parts = split_design(text)
    if code not in parts:
        raise KeyError(code)
    return join_design({**parts, code: words})


def words_in(text: str) -> int:
    """Words as the 300-word rule counts them: runs of characters between white space that hold a letter or a digit."""
    return sum(1 for word in text.split() if any(character.isalnum() for character in word))


def design_words(text: str) -> int:
    """Words of a design; its headings, which the portal writes, do not count."""
    return sum(words_in(words) for words in split_design(text).values())


def _has_words(lines: list[str]) -> bool:
    return any(line.strip() for line in lines)


def _stuffed(words: str) -> str:
    """A line of a part that reads like a heading is moved by one space, and back when the text is split."""
    return "\n".join(f" {line}" if line.lstrip(" ") in _LINES else line for line in words.split("\n"))


def _unstuffed(line: str) -> str:
    return line[1:] if line.startswith(" ") and line.lstrip(" ") in _LINES else line
