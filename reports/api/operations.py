"""What can be asked of the interface, in words: for OpenAPI and for the page that explains it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from reports.opendata.columns import Words
from reports.scopes import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationWords:
    """One operation. `example` is a path that answers when something is published; `scope` what a token needs for it."""

    title: Words
    words: Words
    tag: str
    example: str
    scope: Scope | None = None


PUBLISHED, PAPER, TOKENS = "publications", "documents", "tokens"
TAGS: Final = {
    PUBLISHED: Words("Yang terbit", "What is published"),
    PAPER: Words("Dokumen tercetak", "Printed documents"),
    TOKENS: Words("Dengan token", "With a token"),
}
OPERATIONS: Final[dict[str, OperationWords]] = {
    "publications": OperationWords(
        title=Words("Daftar publikasi", "List the publications"),
        words=Words(
            "Semua publikasi, yang terbaru lebih dahulu, juga yang sudah digantikan.",
            "All publications, the newest first, also those superseded.",
        ),
        tag=PUBLISHED,
        example="/api/v1/publications?in_force=true",
    ),
    "publication": OperationWords(
        title=Words("Satu publikasi", "One publication"),
        words=Words(
            "Menurut nomornya, atau latest: yang berlaku dari tahun terakhir.",
            "By its number, or latest: the one in force of the latest year.",
        ),
        tag=PUBLISHED,
        example="/api/v1/publications/latest",
    ),
    "regions": OperationWords(
        title=Words("Daerah dalam publikasi", "Regions of a publication"),
        words=Words(
            "Indeks, predikat, dan peringkat setiap daerah, dengan saringan.",
            "Index, predicate and places of every region, with filters.",
        ),
        tag=PUBLISHED,
        example="/api/v1/publications/latest/regions?kind=kota&order=place",
    ),
    "region": OperationWords(
        title=Words("Satu daerah dengan rinciannya", "One region with its trace"),
        words=Words(
            "Angka yang terbit, dokumen fakta, dan setiap langkah dari fakta ke indeks, dihitung ulang saat diminta.",
            "The published numbers, the facts document, and every step from facts to index, worked out again when asked.",
        ),
        tag=PUBLISHED,
        example="/api/v1/publications/latest/regions/62.02",
    ),
    "innovations": OperationWords(
        title=Words("Inovasi dalam publikasi", "Innovations of a publication"),
        words=Words(
            "Bagian publik setiap inovasi, dengan pencarian; tanpa kata yang dicari, yang paling matang lebih dahulu.",
            "The public part of every innovation, with a search; without words the most mature come first.",
        ),
        tag=PUBLISHED,
        example="/api/v1/publications/latest/innovations?search=antrean&kind=digital",
    ),
    "innovation": OperationWords(
        title=Words("Satu inovasi", "One innovation"),
        words=Words("Menurut pengenalnya.", "By its identifier."),
        tag=PUBLISHED,
        example="/api/v1/publications/latest/innovations/{id}",
    ),
    "awards": OperationWords(
        title=Words("Penghargaan", "Awards"),
        words=Words(
            "Penghargaan publikasi dengan kalimat yang menjelaskannya.",
            "The awards of a publication with the sentence that explains each.",
        ),
        tag=PUBLISHED,
        example="/api/v1/publications/latest/awards?region=62.02",
    ),
    "categories": OperationWords(
        title=Words("Kategori penghargaan", "Categories of awards"),
        words=Words(
            "Kategori yang penghargaannya diberikan dalam publikasi itu.",
            "The categories of which awards were given in that publication.",
        ),
        tag=PUBLISHED,
        example="/api/v1/publications/latest/categories",
    ),
    "document": OperationWords(
        title=Words("Periksa dokumen", "Verify a document"),
        words=Words(
            "Apa yang ada di balik kode pada piagam atau laporan. Kode ada di bawah QR-nya.",
            "What stands behind the code on a certificate or report. The code is below its QR.",
        ),
        tag=PAPER,
        example="/api/v1/documents/PGM-62.02-2026-0001-0a1b2c3d",
    ),
    "token": OperationWords(
        title=Words("Token ini", "This token"),
        words=Words(
            "Lingkup, daerah, dan masa berlaku token yang dikirim: untuk mencobanya.",
            "Scopes, region and end of the token that was sent: to try it out.",
        ),
        tag=TOKENS,
        example="/api/v1/token",
    ),
    "current": OperationWords(
        title=Words("Indeks daerah yang sedang berjalan", "A region's current index"),
        words=Words(
            "Indeks daerah token itu seperti sekarang, dengan rinciannya. Tanpa draf: hanya yang sudah diajukan OPD.",
            "The index of the token's region as it stands now, with its trace. Without drafts: only what agencies have submitted.",
        ),
        tag=TOKENS,
        example="/api/v1/regions/62.02/current?basis=verified",
        scope=Scope.OWN_RESULTS,
    ),
}
