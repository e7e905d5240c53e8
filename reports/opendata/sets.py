"""The sets of open data: what each holds, by which columns, and how its rows are read from the snapshot tables.

Nothing here reads a live table: what is not published cannot be in a row. Each set costs one statement, of whatever length.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final

from django.db.models import QuerySet

from regions.queries.tiles import TABLE
from reports.models import Publication, PublishedAward, PublishedInnovation, PublishedRegion
from reports.opendata import columns
from reports.opendata.columns import PUBLICATION, SUPERSEDED_BY, Column, Words
from reports.opendata.facts import FIELDS

ROWS_AT_ONCE: Final = 2_000
CSV, JSON, NDJSON = "csv", "json", "ndjson"


@dataclass(frozen=True, slots=True)
class Source:
    """A publication to be written: with the number of the one that supersedes it, None while it is in force, and since when the
    files say what they say."""

    publication: Publication
    successor: int | None
    changed_at: datetime

    @property
    def constants(self) -> Mapping[str, Any]:
        """What is put into every row while writing."""
        return {PUBLICATION.name: self.publication.number, SUPERSEDED_BY.name: self.successor}


Reader = Callable[[Source], "QuerySet[Any]"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DataSet:
    """One set. `of_publication`: there is one of every publication, read by `reader`; else one of the whole portal."""

    name: str
    title: Words
    words: Words
    columns: Sequence[Column]
    forms: Sequence[str]
    of_publication: bool = True
    reader: Reader | None = None

    def as_document(self) -> dict[str, Any]:
        """The set in the machine-readable dictionary."""
        where = "/data/{number}/" if self.of_publication else "/data/"
        return {
            "name": self.name,
            "title": self.title.as_document(),
            "description": self.words.as_document(),
            "files": [f"{where}{self.name}.{form}" for form in self.forms],
            "columns": [column.as_document() for column in self.columns],
        }


def _regions(source: Source) -> QuerySet[Any]:
    return PublishedRegion.objects.filter(publication=source.publication).order_by("code")


def _innovations(source: Source) -> QuerySet[Any]:
    rows = PublishedInnovation.objects.filter(publication=source.publication)
    return rows.order_by("published_region__code", "public_id")


def _awards(source: Source) -> QuerySet[Any]:
    return PublishedAward.objects.filter(publication=source.publication).order_by("category", "place", "id")


PUBLICATIONS: Final = DataSet(
    name="publications",
    title=Words("Daftar publikasi", "Publications"),
    words=Words(
        "Semua publikasi portal ini, juga yang sudah digantikan, dengan sidik isi dan sidik rantainya.",
        "All publications of this portal, also those superseded, with content hash and chain hash.",
    ),
    columns=columns.PUBLICATIONS,
    forms=(CSV, JSON),
    of_publication=False,
)
TILES: Final = DataSet(
    name="tiles",
    title=Words("Letak petak pada peta", "Places of the tiles on the map"),
    words=Words(
        "Peta petak: satu petak sama besar bagi setiap daerah. Gabungkan dengan regions menurut code untuk menggambar peta "
        "pembinaan sendiri.",
        "The tile map: one tile of equal size for every region. Join it with regions by code to draw the coaching map yourself.",
    ),
    columns=columns.TILES,
    forms=(CSV, JSON),
    of_publication=False,
)
REGIONS: Final = DataSet(
    name="regions",
    title=Words("Daerah", "Regions"),
    words=Words(
        "Semua daerah dalam publikasi: indeks dengan setiap bagiannya, predikat, peringkat.",
        "All regions of a publication: index with every part of it, predicate, places.",
    ),
    columns=columns.REGIONS,
    forms=(CSV, JSON),
    reader=_regions,
)
INNOVATIONS: Final = DataSet(
    name="innovations",
    title=Words("Inovasi", "Innovations"),
    words=Words(
        "Bagian publik setiap inovasi: tanpa inisiator, koordinat, berkas, dan catatan.",
        "The public part of every innovation: without initiator, coordinates, files and notes.",
    ),
    columns=columns.INNOVATIONS,
    forms=(CSV, JSON),
    reader=_innovations,
)
AWARDS: Final = DataSet(
    name="awards",
    title=Words("Penghargaan", "Awards"),
    words=Words(
        "Semua penghargaan publikasi dengan kalimat yang menjelaskannya.",
        "All awards of a publication with the sentence that explains each.",
    ),
    columns=columns.AWARDS,
    forms=(CSV, JSON),
    reader=_awards,
)
FACTS: Final = DataSet(
    name="facts",
    title=Words("Dokumen fakta", "Facts documents"),
    words=Words(
        "Satu dokumen fakta per baris bagi setiap daerah yang dinilai: masukan perintah ./portal score. Tanpa data pribadi dan "
        "tanpa berkas; cukup untuk menghitung ulang setiap indeks.",
        "One facts document a line for every assessed region: the input of the command ./portal score. No personal data and no "
        "files; all that is needed to work every index out again.",
    ),
    columns=FIELDS,
    forms=(NDJSON,),
    reader=_regions,
)

SETS: Final = {entry.name: entry for entry in (PUBLICATIONS, TILES, REGIONS, INNOVATIONS, AWARDS, FACTS)}
OF_PUBLICATION: Final = tuple(entry for entry in SETS.values() if entry.of_publication)


# Rows --------------------------------------------------------------------------------------------------------------


def rows_of(data: DataSet, source: Source) -> Iterator[tuple[Any, ...]]:
    """The rows of a set of a publication, in the order of its columns, by one statement read through a server-side cursor."""
    assert data.reader is not None
    stored = data.reader(source).values_list(*paths_of(data.columns))
    for values in stored.iterator(chunk_size=ROWS_AT_ONCE):
        yield whole_row(data.columns, values, source.constants)


def paths_of(wanted: Sequence[Column]) -> list[str]:
    """The fields to ask for; what is put in while writing is not asked for."""
    return [column.path for column in wanted if column.source is not None]


def whole_row(
    wanted: Sequence[Column], values: Sequence[Any], constants: Mapping[str, Any]
) -> tuple[Any, ...]:
    """A stored row with its constants, every value as it is written in JSON."""
    stored = iter(values)
    return tuple(
        constants[column.name] if column.source is None else plain(column, next(stored)) for column in wanted
    )


def plain(column: Column, value: Any) -> Any:
    """A value as JSON has it: numbers with a fraction as text with their decimals, moments in UTC; None for nothing."""
    if value is None or (value == "" and column.empty is not None and column.type != "text"):
        return None
    if column.type == "decimal":
        return f"{Decimal(value):.{column.places}f}"
    if column.type == "integer":
        return int(value)
    if column.type == "date-time":
        moment: datetime = value
        return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if column.type == "uuid":
        return str(value)
    return value


def publication_rows() -> Iterator[tuple[Any, ...]]:
    """Every publication, the oldest first."""
    rows = Publication.objects.order_by("number").values_list(*paths_of(PUBLICATIONS.columns))
    return (whole_row(PUBLICATIONS.columns, values, {}) for values in rows)


def tile_rows() -> Iterator[tuple[Any, ...]]:
    """Every tile, the provinces first, by code."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        entries = [
            ("regions" if "." in row["code"] else "provinces", row["code"], int(row["column"]), int(row["row"]), row["label"])
            for row in csv.DictReader(file)
        ]  # fmt: skip
    return iter(sorted(entries, key=lambda entry: (entry[0] != "provinces", entry[1])))
