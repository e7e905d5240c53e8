"""What differs between two contents of a publication, region by region. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from iga_portal.web import formats

SHOWN = 5
"""Regions that a sentence names; the page shows all."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One region, or with an empty code the whole: what differs, in words."""

    code: str
    name: str
    told: str


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """What a reader of `before` would find changed in `after`: the regions by code, then awards and the rest.

    Number and reason of a correction are no differences of the content.
    """
    old = {line["code"]: line for line in before["regions"]}
    new = {line["code"]: line for line in after["regions"]}
    found = []
    for code in sorted(old.keys() | new.keys()):
        told = _region(old.get(code), new.get(code))
        if told:
            found.append(Difference(code, (new.get(code) or old[code])["name"], told))
    if before["awards"] != after["awards"]:
        words = _("Penghargaan berubah: %(before)s menjadi %(after)s.")
        counts = {"before": len(before["awards"]), "after": len(after["awards"])}
        same = _("Penghargaan berubah.")
        found.append(Difference("", "", words % counts if counts["before"] != counts["after"] else same))
    for key, words in (
        ("instrument", _("Instrumen berubah.")),
        ("title", _("Judul berubah.")),
        ("is_demo", _("Jadwal peragaan berubah menjadi jadwal resmi, atau sebaliknya.")),
        ("year", _("Tahun berubah.")),
    ):
        if before[key] != after[key]:
            found.append(Difference("", "", words))
    return found


def _region(old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> str:
    if new is None:
        return _("Tidak lagi dalam daftar.")
    if old is None:
        return _("Baru dalam daftar.")
    if old == new:
        return ""
    parts = []
    if old["index"] != new["index"]:
        parts.append(_("indeks %(before)s menjadi %(after)s") % _numbers(old, new, "index"))
    if old["predicate"] != new["predicate"]:
        parts.append(
            _("predikat “%(before)s” menjadi “%(after)s”")
            % {"before": old["predicate"] or "–", "after": new["predicate"] or "–"}
        )
    if old["place"] != new["place"]:
        parts.append(
            _("peringkat %(before)s menjadi %(after)s")
            % {"before": formats.number(old["place"]), "after": formats.number(new["place"])}
        )
    if old["innovations"] != new["innovations"]:
        parts.append(
            _("inovasi %(before)s menjadi %(after)s")
            % {"before": formats.number(old["innovations"]), "after": formats.number(new["innovations"])}
        )
    if old["final_score"] != new["final_score"] or old["assessment"] != new["assessment"]:
        parts.append(_("penilaian akhir"))
    if old["facts_hash"] != new["facts_hash"] and old["index"] == new["index"]:
        parts.append(_("isian baris tanpa perubahan indeks"))
    if old["innovations_hash"] != new["innovations_hash"] and old["innovations"] == new["innovations"]:
        parts.append(_("uraian atau nilai inovasi"))
    if not parts:
        parts.append(
            _("hanya peringkat nasional")
            if old["place_nation"] != new["place_nation"]
            else _("nama, jenis, atau bagian nilainya")
        )
    text = "; ".join(parts)
    return f"{text[0].upper()}{text[1:]}."


def _numbers(old: Mapping[str, Any], new: Mapping[str, Any], key: str) -> dict[str, str]:
    def written(value: str | None) -> str:
        return formats.number(Decimal(value), places=2) if value is not None else formats.DASH

    return {"before": written(old[key]), "after": written(new[key])}


def in_one_sentence(found: Sequence[Difference]) -> str:
    """The first of them by name, and how many more: for a refusal."""
    parts = [f"{entry.name}: {entry.told}" if entry.name else entry.told for entry in found[:SHOWN]]
    more = len(found) - SHOWN
    if more > 0:
        parts.append(_("Dan %(n)s lainnya.") % {"n": formats.number(more)})
    return " ".join(parts)
