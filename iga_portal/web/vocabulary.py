"""How states and predicates look: the word, the tone of colour and the icon that go together everywhere."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Number of filled steps in the predicate's little ladder; the same order in every year's instrument so far.
PREDICATE_STEPS = {"sangat-inovatif": 3, "inovatif": 2, "kurang-inovatif": 1, "tidak-dapat-dinilai": 0}


@dataclass(frozen=True, slots=True)
class Look:
    """Word, tone (quiet, wait, warn, good, bad, final) and Lucide icon of a state."""

    label: str | Promise
    tone: str
    icon: str


_LOOKS = {
    "draft": Look(_("Draf"), "quiet", "pencil"),
    "submitted": Look(_("Diajukan"), "wait", "clock"),
    "returned": Look(_("Perlu perbaikan"), "warn", "corner-up-left"),
    "verified": Look(_("Terverifikasi"), "good", "circle-check"),
    "declined": Look(_("Tidak dilanjutkan"), "bad", "circle-x"),
    "withdrawn": Look(_("Ditarik"), "quiet", "archive"),
    "sent": Look(_("Terkirim"), "final", "send"),
    "assessed": Look(_("Dinilai"), "final", "badge-check"),
    "queued": Look(_("Menunggu giliran"), "wait", "clock"),
    "running": Look(_("Sedang berjalan"), "wait", "loader"),
    "paused": Look(_("Dijeda"), "warn", "pause"),
    "stopped": Look(_("Dihentikan"), "warn", "ban"),
    "done": Look(_("Selesai"), "good", "circle-check"),
    "failed": Look(_("Gagal"), "bad", "circle-alert"),
}


def state_look(state: str) -> Look:
    """Find how a state looks; an unknown one shows its own word without a tone."""
    return _LOOKS.get(state, Look(state, "quiet", "circle"))
