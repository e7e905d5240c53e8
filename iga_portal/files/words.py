"""What people are told of a file: why it is not taken in, and how it stands with one that was."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from iga_portal.files.models import FileState, StoredFile
from iga_portal.refusals import Refused

BEYOND_SCANNER = "beyond-scanner"
"""`finding` of a file that waits because the scanner's own limits are lower than the portal's."""

PRINT_AGAIN = gettext_lazy("Buka, cetak ulang ke PDF biasa (“Print to PDF”), lalu unggah hasilnya.")

REFUSALS: dict[str, tuple[str, str | Promise, str | Promise]] = {
    "damaged": (
        "damaged",
        gettext_lazy("“%(name)s” rusak atau terpotong."),
        gettext_lazy("Buka dulu di komputer Anda, simpan ulang, lalu unggah."),
    ),
    "encrypted": (
        "encrypted",
        gettext_lazy("“%(name)s” terkunci kata sandi."),
        gettext_lazy("Simpan ulang tanpa kata sandi, lalu unggah."),
    ),
    "script": ("active", gettext_lazy("“%(name)s” memuat skrip."), PRINT_AGAIN),
    "launch": ("active", gettext_lazy("“%(name)s” memuat perintah membuka program."), PRINT_AGAIN),
    "attachment": (
        "active",
        gettext_lazy("“%(name)s” memuat berkas lain yang disematkan."),
        gettext_lazy("Unggah berkas itu tersendiri, dan cetak ulang dokumen ini ke PDF biasa."),
    ),
    "media": (
        "active",
        gettext_lazy("“%(name)s” memuat suara atau video di dalam PDF."),
        gettext_lazy("Unggah videonya tersendiri sebagai MP4, dan cetak ulang dokumen ini ke PDF biasa."),
    ),
    "form": ("active", gettext_lazy("“%(name)s” adalah formulir yang mengirim data sendiri."), PRINT_AGAIN),
    "outside": (
        "active",
        gettext_lazy("“%(name)s” mengambil isi atau membuka alamat di luar dokumen dengan sendirinya."),
        PRINT_AGAIN,
    ),
    "web": ("active", gettext_lazy("“%(name)s” memuat halaman web di dalamnya."), PRINT_AGAIN),
    "archive": (
        "active",
        gettext_lazy("“%(name)s” menyembunyikan arsip (ZIP) di dalamnya."),
        gettext_lazy("Simpan ulang gambar atau dokumennya saja, lalu unggah."),
    ),
    "points": (
        "size",
        gettext_lazy("Gambar “%(name)s” terlalu besar ukurannya, lebih dari 80 megapiksel."),
        gettext_lazy("Perkecil ukurannya, lalu unggah."),
    ),
    "pages": (
        "size",
        gettext_lazy("“%(name)s” berisi lebih dari 5.000 halaman."),
        gettext_lazy("Unggah bagian yang menjadi bukti saja."),
    ),
    "complex": ("heavy", gettext_lazy("“%(name)s” terlalu rumit untuk diperiksa."), PRINT_AGAIN),
    "heavy": (
        "heavy",
        gettext_lazy("“%(name)s” tidak selesai diperiksa dalam waktu dan memori yang wajar."),
        PRINT_AGAIN,
    ),
    "busy": (
        "busy",
        gettext_lazy("“%(name)s” belum dapat diperiksa karena portal sedang sibuk."),
        gettext_lazy("Tidak ada yang salah dengan berkas Anda; coba lagi sebentar lagi."),
    ),
}
"""What was found -> (code of the refusal, what is wrong, what to do)."""


def refusal(found: str, name: str) -> Refused:
    """The refusal for what was found in a file; for a finding without words, the one of a damaged file."""
    code, wrong, cure = REFUSALS.get(found, REFUSALS["damaged"])
    return Refused(code, f"{wrong % {'name': name}} {cure}")


def infected(name: str, finding: str) -> Refused:
    """Bytes that the scanner refused, in this upload or in an earlier one."""
    return Refused(
        "infected",
        _(
            "“%(name)s” ditolak pemindaian virus (%(finding)s). Bersihkan komputer Anda, buat ulang berkasnya dari sumber yang bersih, lalu unggah."
        )
        % {"name": name, "finding": finding or "?"},
    )


def standing(stored: StoredFile, *, person_id: int | None) -> str:
    """How it stands with a file that may not be opened by everybody (yet), "" for one that is ready."""
    if stored.state == FileState.REFUSED:
        return _(
            "Ditolak pemindaian virus (%(finding)s) dan tidak dapat dibuka. Ganti dengan berkas yang bersih."
        ) % {"finding": stored.finding or "?"}
    if stored.state == FileState.WAITING:
        if stored.finding == BEYOND_SCANNER:
            return _(
                "Lebih besar daripada yang dapat dipindai portal; menunggu pengelola portal menaikkan batasnya. Atau unggah versi yang lebih kecil."
            )
        if person_id is not None and stored.created_by_id == person_id:
            return _("Menunggu pemindaian virus. Sementara itu hanya Anda yang dapat membukanya.")
        return _("Menunggu pemindaian virus; belum dapat dibuka.")
    return ""
