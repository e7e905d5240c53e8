"""What the core says of a broken instrument file, in the words of the office. The path stays as it is: it leads to the place."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from django.utils.translation import gettext as _

from scoring.core.errors import InstrumentError

_TABLE: Final[tuple[tuple[str, Callable[[], str]], ...]] = (
    (r"is missing$", lambda: _("Bagian ini tidak ada.")),
    (r"is missing: .*", lambda: _("Rentang tercetak bertumpang tindih atau berlubang; keputusannya harus dituliskan di sini.")),
    (r"unknown key; known here: (?P<a>.*)", lambda: _("Kunci ini tidak dikenal di sini. Yang dikenal: %(a)s.")),
    (r"this key stands twice.*", lambda: _("Kunci ini tertulis dua kali dalam objek yang sama; sisakan satu.")),
    (r"this is not JSON: .*\(line (?P<a>\d+), column (?P<b>\d+)\)", lambda: _("Berkas ini bukan JSON yang sah: baris %(a)s, kolom %(b)s.")),
    (r"this is not UTF-8.*", lambda: _("Berkas ini bukan teks UTF-8; simpan sebagai UTF-8.")),
    (r"there is no JSON document here.*", lambda: _("Berkas ini kosong.")),
    (r"this JSON is nested.*", lambda: _("Isinya bersarang terlalu dalam untuk sebuah instrumen.")),
    (r"an instrument is a JSON object", lambda: _("Sebuah instrumen adalah objek JSON, bukan daftar atau nilai tunggal.")),
    (r"printed (?P<a>\S+), but the weights x 3 add up to (?P<b>\S+)", lambda: _("Tertulis %(a)s, sedangkan jumlah bobot dikali 3 adalah %(b)s.")),
    (r"printed (?P<a>\S+), but weight x cap is (?P<b>\S+)", lambda: _("Tertulis %(a)s, sedangkan bobot dikali batas adalah %(b)s.")),
    (r"printed (?P<a>\S+), but the three maxima add up to (?P<b>\S+)", lambda: _("Tertulis %(a)s, sedangkan jumlah ketiga skor maksimum adalah %(b)s.")),
    (r"overlaps the one above: (?P<a>\S+) was expected", lambda: _("Bertumpang tindih dengan predikat di atasnya; seharusnya %(a)s.")),
    (r"leaves a gap above: (?P<a>\S+) was expected", lambda: _("Ada celah di bawah predikat di atasnya; seharusnya %(a)s.")),
    (r"the lowest predicate must begin.*", lambda: _("Predikat terendah harus mulai dari 0,00.")),
    (r'"(?P<a>.*)" stands (?P<b>\d+) times', lambda: _("“%(a)s” tertulis %(b)s kali; seharusnya sekali.")),
    (r"(?P<a>.*) is not one of: (?P<b>.*)", lambda: _("%(a)s tidak dikenal di sini. Pilihannya: %(b)s.")),
    (r"(?P<a>.*) is outside (?P<b>.*)", lambda: _("%(a)s di luar rentang %(b)s.")),
    (r"must be a whole number, not (?P<a>.*)", lambda: _("Harus bilangan bulat, bukan %(a)s.")),
    (r"must be a string, not (?P<a>.*)", lambda: _("Harus teks (dalam tanda kutip), bukan %(a)s. Bilangan pecahan juga ditulis sebagai teks.")),
    (r"must be (?:a list|an object), not (?P<a>.*)", lambda: _("Bentuknya lain dari yang diharapkan: tertulis %(a)s.")),
    (r"must be true or false, not (?P<a>.*)", lambda: _("Harus true atau false, bukan %(a)s.")),
    (r"must not be empty", lambda: _("Tidak boleh kosong.")),
    (r"must hold at least (?P<a>\d+)", lambda: _("Harus berisi paling sedikit %(a)s.")),
    (r"must be more than 0", lambda: _("Harus lebih dari 0.")),
    (r"the bands do not cover.*", lambda: _("Rentang tidak menutup semua nilai: hanya yang terakhir, dan harus yang terakhir, berbunyi “otherwise”.")),
    (r"give (?P<a>\S+) level (?P<b>\d), but level (?P<c>\d) is printed", lambda: _("Nilai %(a)s mendapat tingkat %(b)s, sedangkan yang tercetak tingkat %(c)s.")),
    (r"the ranges do not cover (?P<a>\S+)", lambda: _("Rentang tercetak tidak memuat nilai %(a)s.")),
    (r"can never hold.*", lambda: _("Rentang ini tidak pernah terpakai: rentang di atasnya sudah mengambil semua nilainya.")),
    (r"needs either levels or bases.*", lambda: _("Baris memerlukan tingkat sendiri atau pilihan yang bertingkat, tepat salah satunya.")),
    (r"is not in the instrument it is taken from", lambda: _("Bagian ini tidak ada dalam instrumen asalnya.")),
    (r"an SPD row is numbered.*", lambda: _("Baris SPD bernomor seperti 2 atau 2a.")),
    (r"a SID row is numbered.*", lambda: _("Baris SID bernomor 16 sampai 78.")),
    (r"holds the character U\+0000.*", lambda: _("Berisi karakter U+0000, yang bukan huruf.")),
)  # fmt: skip


def told(error: InstrumentError) -> tuple[str, str]:
    """(path, sentence). A message that has no words here comes as the core says it, in English."""
    for pattern, words in _TABLE:
        found = re.fullmatch(pattern, error.message, flags=re.DOTALL)
        if found:
            return error.path, words() % found.groupdict() if found.groupdict() else words()
    return error.path, error.message
