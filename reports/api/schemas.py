"""What the interface answers and what may be asked, as schemas. Rows are made from the columns of the open data: one description."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field, create_model

from reports.models import DocumentStanding
from reports.opendata.columns import (
    CATEGORIES,
    FORMS,
    KINDS,
    PREDICATES,
    REGION_KINDS,
    REGIONALS,
    Column,
    Words,
)
from reports.opendata.sets import AWARDS, INNOVATIONS, PUBLICATIONS, REGIONS
from reports.scopes import Scope

MOST_A_PAGE = 600
"""The regions of the nation fit on one page."""
A_PAGE = 100
PYTHON_TYPES: dict[str, Any] = {
    "text": str,
    "integer": int,
    "decimal": str,
    "boolean": bool,
    "date-time": datetime,
    "uuid": UUID,
}


def described(words: Words, **more: Any) -> dict[str, Any]:
    """A description for OpenAPI: English, as programs' tools expect, with the Indonesian one beside it."""
    return {"description": words.en, "json_schema_extra": {"x-description-id": words.id, **more}}


def entry(*default: Any, **settings: Any) -> Any:
    """Pydantic's Field. By another name, because type checkers want to know every argument of that one."""
    return Field(*default, **settings)


def row_schema(name: str, columns: Sequence[Column], words: Words) -> type[Schema]:
    """A schema whose fields are the columns, in their order."""
    fields: dict[str, Any] = {}
    for column in columns:
        kind = PYTHON_TYPES[column.type]
        more = {"pattern": rf"^-?[0-9]+\.[0-9]{{{column.places}}}$"} if column.type == "decimal" else {}
        if column.values:
            more["x-values"] = sorted(column.values)  # type: ignore[assignment]
        # Text is never null: an empty cell is an empty text, there and here.
        optional = column.empty is not None and column.type != "text"
        fields[column.name] = (
            kind | None if optional else kind,
            entry(examples=[column.example], **described(column.words, **more)),
        )
    made: type[Schema] = create_model(name, __base__=Schema, __doc__=words.en, **fields)
    return made


PublicationOut = row_schema("Publication", PUBLICATIONS.columns, PUBLICATIONS.words)
RegionOut = row_schema("Region", REGIONS.columns, REGIONS.words)
InnovationOut = row_schema("Innovation", INNOVATIONS.columns, INNOVATIONS.words)
AwardOut = row_schema("Award", AWARDS.columns, AWARDS.words)
CategoryOut = row_schema(
    "Category",
    CATEGORIES,
    Words("Kategori yang penghargaannya diberikan.", "A category of which awards were given."),
)


class Page(Schema):
    """One page of a list."""

    count: int = entry(
        examples=[546], **described(Words("Banyaknya baris yang cocok.", "Rows that fit, on all pages."))
    )
    page: int = entry(examples=[1], **described(Words("Halaman ini.", "This page, from 1.")))
    pages: int = entry(
        examples=[6], **described(Words("Banyaknya halaman.", "How many pages there are, at least 1."))
    )
    next: str | None = entry(
        examples=["/api/v1/publications/1/regions?page=2"],
        **described(Words("Alamat halaman berikutnya.", "Address of the next page; null on the last.")),
    )


def page_schema(row: type[Schema]) -> type[Schema]:
    rows = entry(**described(Words("Baris halaman ini.", "The rows of this page.")))
    made: type[Schema] = create_model(f"{row.__name__}Page", __base__=Page, items=(list[row], rows))  # type: ignore[valid-type]
    return made


PublicationPage = page_schema(PublicationOut)
RegionPage = page_schema(RegionOut)
InnovationPage = page_schema(InnovationOut)
AwardPage = page_schema(AwardOut)


class CategoryList(Schema):
    items: list[CategoryOut] = entry(  # type: ignore[valid-type]
        **described(Words("Kategori menurut kode.", "The categories, by code."))
    )


RESULT_WORDS = Words(
    "Dokumen hasil inti penilaian dengan rinciannya: setiap baris dengan bobot, tingkat, dan poinnya.",
    "The result document of the scoring core with its trace: every row with weight, level and points.",
)
FACTS_WORDS = Words(
    "Dokumen fakta: masukan ./portal score. Dari situ indeks dihitung ulang.",
    "The facts document: the input of ./portal score, from which the index is worked out again.",
)


class RegionTraceOut(Schema):
    """One region of a publication, with the way from its facts to its index."""

    region: RegionOut = entry(**described(REGIONS.words))  # type: ignore[valid-type]
    agrees: bool | None = entry(
        examples=[True],
        **described(
            Words(
                "Benar bila indeks yang dihitung ulang saat ini sama dengan yang terbit; kosong tanpa indeks.",
                "True where the index worked out again just now is the published one; null without an index.",
            )
        ),
    )
    result: dict[str, Any] | None = entry(examples=[{"index": "51.82"}], **described(RESULT_WORDS))
    facts: dict[str, Any] | None = entry(examples=[{"instrument": 2026}], **described(FACTS_WORDS))


class DocumentOut(Schema):
    """What stands behind the code on a printed document, and whether it still stands."""

    number: str = entry(
        examples=["PGM/62.02/2026/0001"], **described(Words("Nomor dokumen.", "Number of the document."))
    )
    kind: str = entry(
        examples=["piagam"], **described(Words("Jenis dokumen.", "Kind of document, in Indonesian."))
    )
    region: str = entry(
        examples=["Kabupaten Kotawaringin Timur"], **described(Words("Nama daerah.", "Name of the region."))
    )
    region_code: str = entry(examples=["62.02"], **described(Words("Kode daerah.", "Code of the region.")))
    category: str = entry(
        examples=[""],
        **described(
            Words(
                "Kategori penghargaan; kosong bila bukan piagam penghargaan.",
                "Category of an award; empty for others.",
            )
        ),
    )
    index: str = entry(
        examples=["51.82"], **described(Words("Indeks yang tercetak.", "The index it prints."))
    )
    predicate: str = entry(
        examples=["Inovatif"], **described(Words("Predikat yang tercetak.", "The predicate it prints."))
    )
    issued_on: date = entry(examples=["2026-12-01"], **described(Words("Tanggal terbit.", "Day of issue.")))
    standing: Literal[tuple(DocumentStanding.values)] = entry(  # type: ignore[valid-type]
        examples=["valid"],
        **described(
            Words(
                "Keadaan: valid (berlaku), superseded (digantikan), revoked (dicabut).",
                "Standing: valid, superseded or revoked.",
            )
        ),
    )
    end_reason: str = entry(
        examples=[""], **described(Words("Mengapa tidak berlaku lagi.", "Why it does not stand any more."))
    )
    ended_at: datetime | None = entry(
        examples=[None], **described(Words("Sejak kapan tidak berlaku.", "Since when it does not stand."))
    )
    replaced_by: str = entry(
        examples=[""], **described(Words("Nomor dokumen penggantinya.", "Number of what came in its place."))
    )
    publication: int | None = entry(
        examples=[1], **described(Words("Publikasi asalnya.", "The publication it was issued for."))
    )
    publication_superseded_by: int | None = entry(
        examples=[None],
        **described(
            Words(
                "Publikasi yang menggantikan publikasi asalnya.", "The publication that supersedes that one."
            )
        ),
    )
    awaits_comparison: bool = entry(
        examples=[False],
        **described(
            Words(
                "Benar sejak publikasi asalnya dikoreksi sampai dokumen menurut koreksi itu dibuat: dokumen ini masih berlaku, tetapi "
                "isinya mungkin sudah berubah.",
                "True from a correction of its publication until the documents of that correction are made: it still stands, and "
                "what it prints may have changed.",
            )
        ),
    )
    signer: str = entry(
        examples=[""],
        **described(Words("Pemilik sertifikat penanda tangan.", "Whose certificate signed it.")),
    )
    signed_at: datetime | None = entry(
        examples=[None], **described(Words("Saat ditandatangani.", "When it was signed."))
    )
    is_demo: bool = entry(
        examples=[False], **described(Words("Benar bila hanya contoh.", "True for a demonstration only."))
    )
    facts_hash: str = entry(
        examples=["3" * 64], **described(Words("Sidik dokumen faktanya.", "SHA-256 of its facts document."))
    )
    file_hash: str = entry(
        examples=["4" * 64],
        **described(
            Words("SHA-256 berkas PDF yang terbit.", "SHA-256 of the issued PDF; empty without one.")
        ),
    )


class TokenOut(Schema):
    """What the token that was sent opens."""

    name: str = entry(examples=["SIPD Kotawaringin Timur"], **described(Words("Nama token.", "Its name.")))
    prefix: str = entry(
        examples=["iga_Xk3mP0qa"], **described(Words("Huruf pertamanya.", "Its first letters."))
    )
    scopes: list[Scope] = entry(
        examples=[["publications", "own-results"]], **described(Words("Lingkupnya.", "Its scopes."))
    )
    region: str | None = entry(
        examples=["62.02"],
        **described(Words("Kode daerahnya.", "Code of its region; null for one that is no region's.")),
    )
    expires_at: datetime = entry(
        examples=["2027-12-01T00:00:00Z"], **described(Words("Berlaku sampai.", "It ends then."))
    )


class CurrentOut(Schema):
    """A region's own index as it stands now, before anything is published."""

    code: str = entry(examples=["62.02"], **described(Words("Kode daerah.", "Code of the region.")))
    name: str = entry(
        examples=["Kabupaten Kotawaringin Timur"], **described(Words("Nama daerah.", "Name of the region."))
    )
    year: int = entry(examples=[2026], **described(Words("Tahun pengukuran.", "Year of the measurement.")))
    basis: str = entry(
        examples=["verified"],
        **described(
            Words(
                "Dasar: claimed (yang diajukan), verified (terverifikasi desk), final (yang dikirim).",
                "Basis: claimed (submitted), verified (by the region's desk), final (what was sent).",
            )
        ),
    )
    is_current: bool = entry(
        examples=[True],
        **described(
            Words(
                "Salah selama perubahan terakhir masih dihitung; tanyakan lagi beberapa detik kemudian.",
                "False while the latest change is being worked out; ask again in some seconds.",
            )
        ),
    )
    computed_at: datetime = entry(
        examples=["2026-07-07T05:00:00Z"], **described(Words("Saat dihitung.", "When it was worked out."))
    )
    result: dict[str, Any] = entry(examples=[{"index": "51.82"}], **described(RESULT_WORDS))
    facts: dict[str, Any] = entry(examples=[{"instrument": 2026}], **described(FACTS_WORDS))


# What may be asked -------------------------------------------------------------------------------------------------


class Paging(Schema):
    model_config = ConfigDict(extra="forbid")

    page: int = entry(1, ge=1, le=1_000_000, **described(Words("Halaman, mulai 1.", "Page, from 1.")))
    page_size: int = entry(
        A_PAGE, ge=1, le=MOST_A_PAGE, **described(Words("Baris per halaman.", "Rows a page."))
    )


class PublicationsAsked(Paging):
    year: int | None = entry(
        None, ge=2000, le=9999, **described(Words("Hanya tahun ini.", "Only of this year."))
    )
    in_force: bool | None = entry(
        None,
        **described(
            Words(
                "true: hanya yang berlaku; false: hanya yang sudah digantikan.",
                "true: only those in force; false: only those superseded.",
            )
        ),
    )


class RegionsAsked(Paging):
    kind: Literal[tuple(REGION_KINDS)] | None = entry(  # type: ignore[valid-type]
        None, **described(Words("Jenis daerah.", "Kind of region."))
    )
    regional: Literal[tuple(REGIONALS)] | None = entry(  # type: ignore[valid-type]
        None, **described(Words("Regional penghargaan.", "Regional group of the awards."))
    )
    predicate: Literal[tuple(PREDICATES)] | None = entry(  # type: ignore[valid-type]
        None, **described(Words("Predikat.", "Predicate."))
    )
    province: str | None = entry(
        None,
        pattern=r"^[0-9]{2}$",
        **described(
            Words("Kode provinsi, dengan daerah-daerahnya.", "Code of a province, with its regions.")
        ),
    )
    is_assessed: bool | None = entry(
        None,
        **described(
            Words("Hanya yang dinilai, atau yang tidak.", "Only those assessed, or only the others.")
        ),
    )
    search: str | None = entry(
        None, max_length=80, **described(Words("Bagian nama daerah.", "Part of the region's name."))
    )
    order: Literal["code", "place"] = entry(
        "code",
        **described(
            Words(
                "Urutan: code (kode) atau place (peringkat di antara semua daerah).",
                "Order: by code, or by place among all regions.",
            )
        ),
    )


class InnovationsAsked(Paging):
    search: str | None = entry(
        None,
        max_length=100,
        **described(
            Words(
                'Kata, dengan akar kata bahasa Indonesia: "frasa", -tanpa.',
                'Words, by their Indonesian stems: "a phrase", -without.',
            )
        ),
    )
    urusan: str | None = entry(
        None, max_length=120, **described(Words("Nama resmi urusan.", "Official name of the affair."))
    )
    kind: Literal[tuple(KINDS)] | None = entry(  # type: ignore[valid-type]
        None, **described(Words("Jenis inovasi.", "Kind of innovation."))
    )
    form: Literal[tuple(FORMS)] | None = entry(  # type: ignore[valid-type]
        None, **described(Words("Bentuk inovasi.", "Form of the innovation."))
    )
    region: str | None = entry(None, max_length=8, **described(Words("Kode daerah.", "Code of a region.")))


class AwardsAsked(Paging):
    category: str | None = entry(
        None, max_length=60, **described(Words("Kode kategori.", "Code of a category."))
    )
    region: str | None = entry(None, max_length=8, **described(Words("Kode daerah.", "Code of a region.")))


class CurrentAsked(Schema):
    model_config = ConfigDict(extra="forbid")

    basis: Literal["claimed", "verified", "final"] | None = entry(
        None,
        **described(
            Words(
                "Dasar hitungan; tanpa ini yang paling pasti yang sudah ada.",
                "Basis; without it the surest there is.",
            )
        ),
    )
