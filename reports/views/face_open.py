"""Open data for people: what there is to take away, what each column means, and how the interface is asked."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from iga_portal.web.frame import Crumb
from iga_portal.web.public import language_of, public_page, public_url
from reports import opendata
from reports.api import problems
from reports.api.description import openapi
from reports.api.operations import OPERATIONS, TAGS
from reports.models import Publication
from reports.opendata.columns import Column, Words
from reports.opendata.sets import FACTS, OF_PUBLICATION, SETS, DataSet
from reports.opendata.writing import MEDIA_TYPES, license_of
from reports.queries.face import Release, releases
from reports.scopes import SCOPES
from reports.views.face_common import show

EXAMPLE_ADDRESS = "https://portal.example.go.id"
RECOMPUTE = Path(opendata.__file__).with_name("recompute.sh")


@dataclass(frozen=True, slots=True)
class File:
    """One file to take away."""

    form: str
    url: str
    media_type: str


@dataclass(frozen=True, slots=True)
class SetShown:
    """A set in the reader's language, with its files."""

    name: str
    title: str
    words: str
    files: list[File]


@dataclass(frozen=True, slots=True)
class Shelf:
    """A publication with its files."""

    release: Release
    sets: list[SetShown]
    proofs: list[File]

    @property
    def publication(self) -> Publication:
        return self.release.publication


@cache
def recompute_lines() -> str:
    """The ten lines that work every index of a publication out again, as the documentation has them; a test runs them."""
    return RECOMPUTE.read_text(encoding="utf-8")


def recompute_here(number: int) -> str:
    """The same for this portal and a publication of it, to be copied."""
    return (
        recompute_lines()
        .replace(EXAMPLE_ADDRESS, settings.PORTAL_ADDRESS)
        .replace("NUMBER:-1}", f"NUMBER:-{number}}}")
    )


def sets_of(number: int, language: str) -> list[SetShown]:
    """The sets of one publication."""
    return [_shown(data, language, number=number) for data in OF_PUBLICATION]


def _shown(data: DataSet, language: str, *, number: int | None = None) -> SetShown:
    def url(form: str) -> str:
        if number is None:
            return reverse("open_data_portal_file", kwargs={"name": data.name, "form": form})
        return reverse("open_data_file", kwargs={"number": number, "name": data.name, "form": form})

    return SetShown(
        name=data.name,
        title=data.title.in_language(language),
        words=data.words.in_language(language),
        files=[File(form, url(form), MEDIA_TYPES[form].partition(";")[0]) for form in data.forms],
    )


def _proofs(number: int) -> list[File]:
    return [
        File(name, reverse(f"open_data_{name}", kwargs={"number": number}), "application/json")
        for name in ("content", "instrument")
    ]


@public_page()
def open_data(request: HttpRequest) -> HttpResponse:
    """Every publication with its files, the files of the whole portal, the terms, and how to check it all."""
    language = language_of(request.path_info)
    shelves = [
        Shelf(release, sets_of(release.publication.number, language), _proofs(release.publication.number))
        for release in releases()
    ]
    standing = [shelf for shelf in shelves if shelf.release.successor is None]
    return show(
        request,
        "open_data",
        title=_("Data terbuka"),
        description=_(
            "Unduh setiap publikasi Indeks Inovasi Daerah: daerah, inovasi, penghargaan, dan dokumen fakta, dengan kamus datanya."
        ),
        crumbs=[Crumb(_("Data terbuka"))],
        context={
            "first": standing[0] if standing else None,
            "others": [shelf for shelf in shelves if not standing or shelf is not standing[0]],
            "portal_sets": [_shown(data, language) for data in SETS.values() if not data.of_publication],
            "license": license_of(),
            "recompute": recompute_here(standing[0].publication.number if standing else 1),
            "address": settings.PORTAL_ADDRESS,
        },
    )


# Dictionary --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ColumnShown:
    name: str
    type: str
    words: str
    empty: str
    values: list[tuple[str, str]]
    example: str


@public_page()
def dictionary(request: HttpRequest) -> HttpResponse:
    """Every column of every set, from the same source as the files themselves."""
    language = language_of(request.path_info)
    return show(
        request,
        "dictionary",
        title=_("Kamus data"),
        description=_("Arti, jenis, dan nilai setiap kolom data terbuka Indeks Inovasi Daerah."),
        crumbs=[Crumb(_("Data terbuka"), public_url("face_open_data")), Crumb(_("Kamus data"))],
        context={
            "sets": [
                (
                    _shown(data, language, number=None if not data.of_publication else 1),
                    [_column(column, language) for column in data.columns],
                )
                for data in SETS.values()
            ],
            "facts": FACTS.name,
        },
    )


def _column(column: Column, language: str) -> ColumnShown:
    types = {
        "text": _("teks"),
        "integer": _("bilangan bulat"),
        "decimal": _("desimal, %(places)s angka di belakang koma") % {"places": column.places},
        "boolean": _("true atau false"),
        "date-time": _("saat (ISO 8601)"),
        "uuid": _("pengenal (UUID)"),
    }
    return ColumnShown(
        name=column.name,
        type=types[column.type],
        words=column.words.in_language(language),
        empty=column.empty.in_language(language) if column.empty is not None else "",
        values=[(value, words.in_language(language)) for value, words in column.values.items()],
        example=_example(column.example),
    )


def _example(value: Any) -> str:
    """As a file would write it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


# The interface -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ParameterShown:
    name: str
    words: str
    values: str
    is_in_path: bool


@dataclass(frozen=True, slots=True)
class OperationShown:
    name: str
    path: str
    title: str
    words: str
    scope: str
    example: str
    answer: str
    parameters: list[ParameterShown]


@public_page()
def interface(request: HttpRequest) -> HttpResponse:
    """How the interface is asked, made from its own description: no script, and nothing that could drift from it."""
    language = language_of(request.path_info)
    described = openapi()
    shown = {
        entry["get"]["operationId"]: _operation(path, entry["get"], language)
        for path, entry in described["paths"].items()
    }
    return show(
        request,
        "interface",
        title=_("Antarmuka JSON"),
        description=_(
            "Cara membaca hasil Indeks Inovasi Daerah dengan program: alamat, saringan, contoh, dan batas."
        ),
        crumbs=[Crumb(_("Data terbuka"), public_url("face_open_data")), Crumb(_("Antarmuka JSON"))],
        context={
            "address": settings.PORTAL_ADDRESS,
            "groups": [
                (
                    tag,
                    words.in_language(language),
                    [shown[name] for name, entry in OPERATIONS.items() if entry.tag == tag],
                )
                for tag, words in TAGS.items()
            ],
            "kinds": [
                (kind.code, kind.status, kind.title.in_language(language), kind.detail.in_language(language))
                for kind in problems.KINDS
            ],
            "scopes": [
                (scope.value, words.label.in_language(language), words.words.in_language(language))
                for scope, words in SCOPES.items()
            ],
            "per_minute": settings.API_PER_MINUTE,
            "per_minute_with_token": settings.API_PER_MINUTE_WITH_TOKEN,
            "downloads": settings.DOWNLOADS_PER_TEN_MINUTES,
        },
    )


def _operation(path: str, described: dict[str, Any], language: str) -> OperationShown:
    words = OPERATIONS[described["operationId"]]
    example = described["responses"]["200"]["content"]["application/json"]["example"]
    return OperationShown(
        name=described["operationId"],
        path=path,
        title=words.title.in_language(language),
        words=words.words.in_language(language),
        scope=words.scope.value if words.scope else "",
        example=f"{settings.PORTAL_ADDRESS}{words.example}",
        answer=json.dumps(example, ensure_ascii=False, indent=1),
        parameters=[_parameter(entry, language) for entry in described.get("parameters", [])],
    )


PATH_WORDS = {
    "number": Words("Nomor publikasi, atau latest.", "Number of the publication, or latest."),
    "code": Words(
        "Kode daerah (62.02), atau kode dokumen.", "Code of the region (62.02), or of the document."
    ),
    "id": Words("Pengenal inovasi.", "Identifier of the innovation."),
}


def _parameter(described: dict[str, Any], language: str) -> ParameterShown:
    schema = described["schema"]
    if described["in"] == "path":
        words = PATH_WORDS[described["name"]]
    else:
        words = Words(schema["x-description-id"], schema["description"])
    choices: list[str] = next(
        (entry["enum"] for entry in [schema, *schema.get("anyOf", [])] if "enum" in entry), []
    )
    values = " | ".join(choices)
    if not values and "minimum" in schema and schema["maximum"] < 100_000:
        values = f"{schema['minimum']}–{schema['maximum']}"
    return ParameterShown(
        name=described["name"],
        words=words.in_language(language),
        values=values,
        is_in_path=described["in"] == "path",
    )
