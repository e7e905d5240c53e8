"""What can be said of a link, in words that tell what to do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_noop


class LinkState(StrEnum):
    """As in the documents' own table; UNCHECKED is what stays when nothing could be found out."""

    UNCHECKED = "unchecked"
    ALIVE = "alive"
    BROKEN = "broken"
    CLOSED = "closed"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class LinkFinding:
    """`note` is an Indonesian sentence to be translated when shown, "" for a link that is well.

    `unsure`: nobody answered, which may as well be the portal's own line.
    """

    state: LinkState
    note: str = ""
    unsure: bool = False


ALIVE = LinkFinding(LinkState.ALIVE)
MALFORMED = LinkFinding(
    LinkState.REFUSED, gettext_noop("Alamat ini tidak lengkap atau salah tulis. Salin ulang dari peramban.")
)
SECRETS = LinkFinding(
    LinkState.REFUSED,
    gettext_noop("Alamat ini memuat nama pengguna atau kata sandi. Pakai tautan berbagi tanpa kata sandi."),
)
PORT = LinkFinding(
    LinkState.REFUSED, gettext_noop("Alamat ini memakai gerbang (port) khusus. Pakai alamat situs biasa.")
)
INSIDE = LinkFinding(
    LinkState.REFUSED,
    gettext_noop(
        "Alamat ini hanya ada di jaringan dalam kantor. Pakai alamat yang dapat dibuka dari internet."
    ),
)
UNKNOWN_NAME = LinkFinding(
    LinkState.BROKEN, gettext_noop("Nama situsnya tidak ditemukan. Periksa tulisannya."), unsure=True
)
SILENT = LinkFinding(
    LinkState.BROKEN, gettext_noop("Situsnya tidak menjawab. Diperiksa lagi otomatis."), unsure=True
)
HUNG_UP = LinkFinding(LinkState.BROKEN, gettext_noop("Situsnya menolak sambungan. Diperiksa lagi otomatis."))
CERTIFICATE = LinkFinding(
    LinkState.BROKEN,
    gettext_noop("Sertifikat keamanan situsnya tidak sah; peramban akan memperingatkan pembukanya."),
)
ROUND = LinkFinding(
    LinkState.BROKEN, gettext_noop("Tautan ini dialihkan terus-menerus. Pakai alamat akhirnya.")
)
MISSING = LinkFinding(
    LinkState.BROKEN, gettext_noop("Halamannya tidak ada (lagi). Periksa tautannya atau unggah berkasnya.")
)
TROUBLED = LinkFinding(LinkState.BROKEN, gettext_noop("Situsnya sedang bermasalah. Diperiksa lagi otomatis."))
ODD = LinkFinding(LinkState.BROKEN, gettext_noop("Situsnya tidak menampilkan halaman ini."))
CLOSED_DRIVE = LinkFinding(
    LinkState.CLOSED,
    gettext_noop(
        "Meminta masuk atau izin. Di pengaturan berbagi, ubah ke “siapa saja yang memiliki tautan”."
    ),
)
CLOSED_SITE = LinkFinding(
    LinkState.CLOSED,
    gettext_noop("Meminta masuk atau izin. Pastikan dapat dibuka siapa saja, atau unggah berkasnya."),
)
