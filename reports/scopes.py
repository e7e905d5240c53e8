"""What a token of an integration may open."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from reports.opendata.columns import Words


class Scope(StrEnum):
    """The names that tokens carry."""

    PUBLICATIONS = "publications"
    OWN_RESULTS = "own-results"


@dataclass(frozen=True, slots=True)
class ScopeWords:
    label: Words
    words: Words
    is_of_a_region: bool


SCOPES: dict[Scope, ScopeWords] = {
    Scope.PUBLICATIONS: ScopeWords(
        Words("Data yang terbit", "Published data"),
        Words(
            "Membaca semua publikasi tanpa batas bagi umum, dengan batas token yang lebih longgar.",
            "Reads all publications without the limit for everybody, under the wider limit of the token.",
        ),
        is_of_a_region=False,
    ),
    Scope.OWN_RESULTS: ScopeWords(
        Words("Hasil daerah sendiri", "The region’s own results"),
        Words(
            "Membaca indeks satu daerah yang sedang berjalan dengan rinciannya: yang diajukan, terverifikasi, dan final; tanpa draf, "
            "nama inovasi, orang, dan berkas.",
            "Reads one region’s current index with its trace: claimed, verified and final; without drafts, names of innovations, "
            "people and files.",
        ),
        is_of_a_region=True,
    ),
}
