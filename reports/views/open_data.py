"""Files of open data: streamed, with names that stay, an ETag, and compressed where the reader takes that.

Everything comes from snapshot tables, which nobody changes. The stream runs after the view has returned, outside of any transaction:
one statement through a server-side cursor, so that a slow reader holds no lock and the memory stays small.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable

from django.core.cache import cache
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.http import http_date

from iga_portal.web.compression import takes_gzip
from iga_portal.web.public import CACHE_CONTROL, has_tag
from regions.models import Instrument
from reports.domain.publishing_verify import content_again
from reports.models import Publication
from reports.opendata.sets import JSON, SETS, DataSet, Source
from reports.opendata.writing import FORMAT, MEDIA_TYPES, etag_of, license_of, pieces_of, zipped
from reports.queries.open_data import publication_with_successor
from scoring.core.canonical import canonical_json

CONTENT_KEPT = 86_400


@transaction.non_atomic_requests
def of_portal(request: HttpRequest, name: str, form: str) -> HttpResponseBase:
    """A set of the whole portal: the list of publications, the tiles."""
    data = _set(name, form, of_publication=False)
    return _send(request, data, form, None, filename=f"iga-{name}.{form}")


@transaction.non_atomic_requests
def of_publication(request: HttpRequest, number: int, name: str, form: str) -> HttpResponseBase:
    """A set of one publication, also of one that was superseded: rows and headers say so."""
    data = _set(name, form, of_publication=True)
    source = source_of(number)
    return _send(request, data, form, source, filename=f"{_stem(source.publication)}-{name}.{form}")


@transaction.non_atomic_requests
def content(request: HttpRequest, number: int) -> HttpResponseBase:
    """The canonical document of a publication: its SHA-256 is the content hash, so that anybody can check the chain."""
    source = source_of(number)
    publication = source.publication
    key = f"open-data:content:{publication.chain_hash}"

    def made() -> Iterable[bytes]:
        # Worked out from every innovation of the nation; it never changes, so that once a day is enough.
        body: bytes | None = cache.get(key)
        if body is None:
            body = canonical_json(content_again(publication))
            cache.set(key, body, CONTENT_KEPT)
        return (body,)

    return _answer(
        request,
        made,
        tag=publication.content_hash[:32],
        form=JSON,
        source=source,
        filename=f"{_stem(publication)}-content.json",
    )


@transaction.non_atomic_requests
def instrument(request: HttpRequest, number: int) -> HttpResponseBase:
    """The rules of the publication, as `./portal score --instrument` takes them; it prints their fingerprint with each result."""
    source = source_of(number)
    publication = source.publication

    def made() -> Iterable[bytes]:
        document = Instrument.objects.get(pk=publication.period.instrument_id).document
        return (json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n",)

    return _answer(
        request,
        made,
        tag=publication.instrument_fingerprint[:32],
        form=JSON,
        source=source,
        filename=f"{_stem(publication)}-instrument.json",
    )


@transaction.non_atomic_requests
def dictionary(request: HttpRequest) -> HttpResponseBase:
    """Every set and column in both languages, machine-readable."""
    response = JsonResponse(dictionary_document(), json_dumps_params={"ensure_ascii": False, "indent": 1})
    response.headers["Cache-Control"] = CACHE_CONTROL
    return response


def dictionary_document() -> dict[str, object]:
    return {
        "format": FORMAT,
        "license": license_of(),
        "sets": [data.as_document() for data in SETS.values()],
    }


def source_of(number: int) -> Source:
    """A publication by its number. Raises Http404."""
    found = publication_with_successor(number)
    if found is None:
        raise Http404("no such publication")
    return Source(*found)


def _set(name: str, form: str, *, of_publication: bool) -> DataSet:
    data = SETS.get(name)
    if data is None or data.of_publication is not of_publication or form not in data.forms:
        raise Http404("no such set of open data")
    return data


def _stem(publication: Publication) -> str:
    return f"iga-{publication.period.year}-publication-{publication.number}"


def _send(
    request: HttpRequest, data: DataSet, form: str, source: Source | None, *, filename: str
) -> HttpResponseBase:
    return _answer(
        request,
        lambda: pieces_of(data, form, source),
        tag=etag_of(data, form, source),
        form=form,
        source=source,
        filename=filename,
    )


def _answer(
    request: HttpRequest,
    made: Callable[[], Iterable[bytes]],
    *,
    tag: str,
    form: str,
    source: Source | None,
    filename: str,
) -> HttpResponseBase:
    """The file, or 304 to somebody who has it; nothing is read for that, and nothing for HEAD."""
    zips = takes_gzip(request.headers.get("Accept-Encoding", ""))
    response: HttpResponseBase
    if has_tag(request, tag):
        response = HttpResponse(status=304)
        del response.headers["Content-Type"]
    else:
        pieces = made() if request.method == "GET" else ()
        response = StreamingHttpResponse(zipped(pieces) if zips else pieces, content_type=MEDIA_TYPES[form])
        response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
        if zips:
            response.headers["Content-Encoding"] = "gzip"
    response.headers["ETag"] = f'"{tag}-g"' if zips else f'"{tag}"'
    response.headers["Cache-Control"] = CACHE_CONTROL
    response.headers["Vary"] = "Accept-Encoding"
    if source is not None:
        response.headers["Last-Modified"] = http_date(source.changed_at.timestamp())
        _link(response, source)
    return response


def _link(response: HttpResponseBase, source: Source) -> None:
    """Where the columns are described, under what terms, and, for a superseded publication, where its successor is (RFC 5829)."""
    links = [
        f'<{reverse("open_data_dictionary")}>; rel="describedby"',
        f'<{license_of()["url"]}>; rel="license"',
    ]
    if source.successor is not None:
        address = reverse("face_publication", kwargs={"number": source.successor})
        links.append(f'<{address}>; rel="successor-version"')
    response.headers["Link"] = ", ".join(links)
