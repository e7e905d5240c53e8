"""Why a document could not be made, in the words of the office and with what to do next. The technical line goes to the log."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError
from django.utils.translation import gettext as _

from iga_portal.jobs.registry import JobRefused
from iga_portal.refusals import Refused
from reports.printing.errors import FactsDisagree, FontMissing, PrintError, TextUnprintable
from reports.printing.snapshot import SnapshotInvalid
from reports.signing import SignerFault

logger = logging.getLogger(__name__)
CANNOT_PRINT = (FontMissing, PrintError, SnapshotInvalid, FactsDisagree)
"""Faults of the installation or of the content: trying again at once would not help."""


class StoreFault(Exception):
    """The store takes no file: full, or not to be written. The next document would fare no better."""


def fault_words(fault: Exception) -> str:
    """Two or three sentences for a list or a page: the cause, and who does what. Never a name of the code's own."""
    if isinstance(fault, SignerFault | Refused):
        return fault.message
    if isinstance(fault, StoreFault | OSError):
        return _(
            "Berkas tidak dapat disimpan: tempat penyimpanan portal penuh atau tidak dapat ditulisi. Hubungi pengelola portal, "
            "lalu lanjutkan; yang sudah dibuat tetap ada."
        )
    if isinstance(fault, TextUnprintable) and fault.characters:
        return _(
            "Teksnya memuat huruf yang tidak dapat dicetak: %(characters)s. Hubungi pengelola portal dengan menyebut huruf itu."
        ) % {"characters": ", ".join(f"“{char}” (U+{ord(char):04X})" for char in fault.characters[:5])}
    if isinstance(fault, FontMissing):
        return _(
            "Huruf cetak dokumen belum terpasang lengkap. Hubungi pengelola portal; sesudah dipasang, ulangi."
        )
    if isinstance(fault, FactsDisagree | SnapshotInvalid):
        return _(
            "Angka-angkanya tidak cocok satu sama lain, karena itu tidak dicetak. Hubungi pengelola portal sebelum mengulang."
        )
    if isinstance(fault, PrintError):
        return _("Isinya tidak dapat disusun menjadi halaman. Hubungi pengelola portal.")
    if isinstance(fault, MemoryError):
        return _(
            "Memori mesin cetak tidak cukup. Ulangi saat portal lebih lengang, atau hubungi pengelola portal."
        )
    if isinstance(fault, DatabaseError):
        return _("Basis data tidak menjawab saat dokumen ini dibuat. Ulangi sebentar lagi.")
    return _(
        "Ada gangguan yang belum dikenal saat dokumen ini dibuat. Ulangi; bila gagal lagi, hubungi pengelola portal dengan menyebut "
        "dokumen dan jamnya."
    )


@contextmanager
def faults_told(what: str) -> Iterator[None]:
    """Around the work of a job: a fault that another try would not mend ends the job with its words, and its technical line goes
    to the log, where `what` (English) names the document. Anything else is left to the job's next try.
    """
    try:
        yield
    except (Refused, SignerFault) as refusal:
        raise JobRefused(refusal.message) from refusal
    except (*CANNOT_PRINT, StoreFault) as fault:
        logger.exception("%s cannot be made", what)
        raise JobRefused(fault_words(fault)) from fault
