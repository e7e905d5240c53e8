"""Why a category cannot be awarded (yet), in words with what to do next."""

from __future__ import annotations

from enum import StrEnum

from reports.awards.model import Category, NotAwarded, Note


class Because(StrEnum):
    OFF = "off"
    NOBODY = "nobody"
    ALL_WITHDRAWN = "all_withdrawn"
    NO_NOMINEES = "no_nominees"
    NO_PANEL = "no_panel"
    INCOMPLETE = "incomplete"
    BORDER_EMPTY = "border_empty"
    BORDER_OPEN = "border_open"
    NO_HOLDER = "no_holder"
    NO_LAST = "no_last"
    GAPS = "gaps"
    NO_RISE = "no_rise"
    NONE_REACHED = "none_reached"
    NO_SPREAD = "no_spread"


_TEXTS = {
    Because.OFF: (
        "Kategori ini tidak diberikan pada periode ini menurut pengaturan.",
        "This category is not awarded in this period, by its settings.",
    ),
    Because.NOBODY: (
        "Belum ada daerah dalam kelompok ini yang mempunyai indeks final.",
        "No region of this group has a final index yet.",
    ),
    Because.ALL_WITHDRAWN: (
        "Semua daerah dalam kelompok ini ditarik dari pencalonan.",
        "All regions of this group have been withdrawn.",
    ),
    Because.NO_NOMINEES: (
        "Belum ada nomine. Usulkan nomine dari draf peringkat.",
        "There are no nominees yet. Propose them from a draft ranking.",
    ),
    Because.NO_PANEL: (
        "Tidak ada anggota Tim Penilai yang dapat menilai: %(names)s. Tambahkan anggota yang tidak memegang peran di daerah itu.",
        "No member of the assessment panel can assess: %(names)s. Add members who hold no role in that region.",
    ),
    Because.INCOMPLETE: (
        "Masih ada %(count)s nilai Tim Penilai yang belum masuk: %(names)s.",
        "Marks of the assessment panel still to come: %(count)s (%(names)s).",
    ),
    Because.BORDER_EMPTY: (
        "Daftar daerah perbatasan periode ini masih kosong. Susun daftarnya, lalu tetapkan.",
        "This period’s list of border regions is empty. Draw it up, then confirm it.",
    ),
    Because.BORDER_OPEN: (
        "Daftar %(count)s daerah perbatasan belum ditetapkan. Klaster ini baru dapat diberikan sesudah daftarnya ditetapkan.",
        "The list of %(count)s border regions is not confirmed. The cluster can be awarded once it is.",
    ),
    Because.NO_HOLDER: (
        "Tidak ada daerah dengan predikat %(predicate)s.",
        "No region holds the predicate %(predicate)s.",
    ),
    Because.NO_LAST: (
        "Indeks tahun %(year)s tidak diketahui untuk satu daerah pun, jadi kenaikan tidak dapat dihitung.",
        "The index of %(year)s is not known for any region, so that no rise can be calculated.",
    ),
    Because.GAPS: (
        "Indeks tahun %(year)s belum diketahui untuk %(count)s daerah yang tahun ini mempunyai indeks; salah satunya mungkin naik lebih tinggi. Lengkapi, atau tetapkan dalam pengaturan bahwa kategori ini tetap diberikan.",
        "The index of %(year)s is not known for %(count)s regions with an index this year; one of them may have risen further. Complete it, or set the category to be awarded all the same.",
    ),
    Because.NO_RISE: (
        "Tidak ada daerah yang indeksnya naik terhadap tahun %(year)s.",
        "The index of no region has risen since %(year)s.",
    ),
    Because.NONE_REACHED: (
        "Belum ada daerah yang mengirim %(needed)s inovasi dengan urusan wajib pelayanan dasar yang berbeda.",
        "No region has sent %(needed)s innovations in different compulsory basic services (yandas) yet.",
    ),
    Because.NO_SPREAD: (
        "Belum ada inovasi yang diperhitungkan dalam urusan pemerintahan konkuren.",
        "No innovation counts in a concurrent urusan (affair) yet.",
    ),
}


def say(category: Category, because: Because, **words: object) -> NotAwarded:
    """The refusal of a category in both languages."""
    text, text_en = _TEXTS[because]
    return NotAwarded(
        category=category.code,
        name=category.name,
        name_en=category.name_en,
        code=str(because),
        reason=text % words,
        reason_en=text_en % words,
    )


def gaps_note(category: Category, *, year: int, count: int) -> Note:
    """Beside a largest rise: how many regions could not be compared."""
    return Note(
        category.code,
        f"Indeks {year} tidak diketahui untuk {count} daerah; daerah itu tidak ikut diperbandingkan.",
        f"The index of {year} is not known for {count} region{'' if count == 1 else 's'}, left out of the comparison.",
    )
