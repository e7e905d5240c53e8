"""Files of open data: the columns that the dictionary names, every publication, nothing else."""

from __future__ import annotations

import csv
import gzip
import io
import json
from decimal import Decimal
from hashlib import sha256
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from iga_portal.web.tilemap import PREDICATES
from innovations.enums import Form, Kind
from regions.enums import IgaRegional
from regions.models import Region
from reports.domain.publishing_content import AwardLine
from reports.models import Publication, PublishedInnovation, PublishedRegion
from reports.opendata import columns
from reports.opendata.sets import CSV, FACTS, JSON, OF_PUBLICATION, SETS
from reports.queries import face
from scoring.core.canonical import fingerprint
from tests.cast import BENGKULU, JAYAPURA, KOTIM, Cast
from tests.reports.published import example_facts, publish_example

pytestmark = pytest.mark.django_db
SURABAYA = 3578


@pytest.fixture(autouse=True)
def _nothing_counted() -> None:
    cache.clear()


@pytest.fixture
def publication(cast: Cast) -> Publication:
    facts = example_facts(KOTIM, level=3, spd={"8": 3, "3": {"t2": "40000", "t1": "43268"}})
    return publish_example(
        cast.period,
        {KOTIM: facts, JAYAPURA: example_facts(JAYAPURA, level=3), BENGKULU: example_facts(BENGKULU), SURABAYA: None},
        awards=[
            AwardLine("kabupaten-iii", "Kabupaten Terinovatif", "62.02", 1, "Indeks tertinggi.", numbers={"secret": "x"}),
            AwardLine("kota-i", "Kota Terinovatif", "17.71", 1, "=SUM(A1)", "Highest."),
        ],
    )  # fmt: skip


def correct(cast: Cast, publication: Publication) -> Publication:
    return publish_example(
        cast.period, {KOTIM: example_facts(KOTIM)}, supersedes=publication.number, reason="Salah baca."
    )


def fetch(path: str, **headers: str) -> bytes:
    response = Client().get(path, headers=headers)
    assert response.status_code == 200, (path, response.content)
    return b"".join(response.streaming_content)


def rows(path: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(fetch(path).decode())))


def document(path: str) -> Any:
    return json.loads(fetch(path))


FILES = [
    (f"/data/1/{data.name}.{form}" if data.of_publication else f"/data/{data.name}.{form}", data, form)
    for data in SETS.values()
    for form in data.forms
]


def test_every_file_has_exactly_the_columns_of_the_dictionary(publication: Publication) -> None:
    dictionary = Client().get("/data/dictionary.json").json()
    named = {entry["name"]: [column["name"] for column in entry["columns"]] for entry in dictionary["sets"]}
    assert named.keys() == SETS.keys()
    for path, data, form in FILES:
        if form == CSV:
            head = fetch(path).decode().splitlines()[0].split(",")
            assert head == named[data.name], path
        elif form == JSON:
            found = document(path)
            assert found["rows"], path
            assert all(list(row) == named[data.name] for row in found["rows"]), path
    for entry in dictionary["sets"]:
        for column in entry["columns"]:
            # Both languages, for a person; and an example that is of the type.
            assert column["description"]["id"] and column["description"]["en"], column["name"]
            assert column["description"]["id"].endswith(".") and column["description"]["en"].endswith(".")


def test_words_that_can_stand_in_a_column_are_those_of_the_portal() -> None:
    assert list(columns.PREDICATES) == list(PREDICATES) and list(columns.REGION_KINDS) == list(face.KINDS)
    assert list(columns.FORMS) == Form.values and list(columns.KINDS) == Kind.values
    assert list(columns.REGIONALS) == IgaRegional.values


def test_facts_hold_exactly_the_fields_of_the_dictionary(publication: Publication) -> None:
    def paths(value: Any, before: str = "") -> set[str]:
        if before in ("spd", "innovations[].levels"):
            return {f"{before}.*"} if value else set()
        if isinstance(value, dict):
            return {
                found for key, entry in value.items() for found in paths(entry, f"{before}.{key}".lstrip("."))
            }
        if isinstance(value, list):
            return {found for entry in value for found in paths(entry, f"{before}[]")}
        return {before}

    documents = [json.loads(line) for line in fetch("/data/1/facts.ndjson").splitlines()]
    assert [entry["region"]["code"] for entry in documents] == ["17.71", "62.02", "91.71"]
    assert {path for entry in documents for path in paths(entry)} == {column.name for column in FACTS.columns}
    # To the letter what was published: the hash that the publication carries.
    hashes = dict(publication.regions.filter(is_assessed=True).values_list("code", "facts_hash"))
    assert {entry["region"]["code"]: fingerprint(entry) for entry in documents} == hashes


def test_numbers_are_those_of_the_publication(publication: Publication) -> None:
    stored = publication.regions.get(code="62.02")
    row = next(entry for entry in rows("/data/1/regions.csv") if entry["code"] == "62.02")
    assert (row["publication"], row["superseded_by"], row["is_assessed"]) == ("1", "", "true")
    assert Decimal(row["index"]) == stored.index and Decimal(row["total"]) == stored.total
    assert (row["predicate"], row["place"], row["place_nation"]) == (stored.predicate, "1", "1")
    absent = next(entry for entry in rows("/data/1/regions.csv") if entry["code"] == "35.78")
    assert (absent["is_assessed"], absent["index"], absent["predicate"], absent["place"]) == (
        "false",
        "",
        "",
        "",
    )
    # JSON says the same with exact text for fractions and null for nothing.
    told = {entry["code"]: entry for entry in document("/data/1/regions.json")["rows"]}
    assert told["62.02"]["index"] == str(stored.index) and told["62.02"]["place"] == 1
    assert told["35.78"]["index"] is None and told["35.78"]["is_assessed"] is False
    assert len(rows("/data/1/innovations.csv")) == PublishedInnovation.objects.count() == 36
    assert [entry["region_code"] for entry in rows("/data/1/awards.csv")] == ["62.02", "17.71"]


def test_cell_that_a_spreadsheet_would_run_is_made_harmless_in_csv_and_exact_in_json(
    publication: Publication,
) -> None:
    assert [entry["sentence"] for entry in rows("/data/1/awards.csv")] == ["Indeks tertinggi.", "'=SUM(A1)"]
    assert document("/data/1/awards.json")["rows"][1]["sentence"] == "=SUM(A1)"


def test_nothing_but_the_public_part_leaves(publication: Publication) -> None:
    """The snapshot holds more than a page shows: levels and assessments are not in the rows, the numbers of an award neither."""
    everything = b"".join(fetch(path) for path, _data, _form in FILES)
    assert (
        b"secret" not in everything and b"assessment" not in everything and b"prepared_by" not in everything
    )
    private = {
        "initiator",
        "initiator_name",
        "latitude",
        "longitude",
        "documents",
        "files",
        "notes",
        "email",
        "phone",
    }
    for data in SETS.values():
        assert private.isdisjoint(column.name.split(".")[-1] for column in data.columns)
    assert {column.name for column in SETS["innovations"].columns} == {
        "publication", "superseded_by", "id", "region_code", "region_name", "name", "opd", "urusan", "form", "kind", "aim",
        "result", "maturity",
    }  # fmt: skip


def test_superseded_publication_stays_downloadable_and_says_so(cast: Cast, publication: Publication) -> None:
    before = Client().get("/data/1/regions.csv")
    new = correct(cast, publication)
    after = Client().get("/data/1/regions.csv", headers={"If-None-Match": before["ETag"]})
    assert after.status_code == 200 and after["ETag"] != before["ETag"]
    assert f'</publikasi/{new.number}/>; rel="successor-version"' in after["Link"]
    assert {row["superseded_by"] for row in rows("/data/1/regions.csv")} == {str(new.number)}
    assert document("/data/1/innovations.json")["publication"]["superseded_by"] == new.number
    listed = rows("/data/publications.csv")
    assert [(row["number"], row["superseded_by"], row["supersedes"], row["reason"]) for row in listed] == [
        ("1", "2", "", ""),
        ("2", "", "1", "Salah baca."),
    ]
    assert "successor-version" not in Client().get("/data/2/regions.csv")["Link"]


def test_content_and_rules_prove_the_hashes(cast: Cast, publication: Publication) -> None:
    new = correct(cast, publication)
    chain = ""
    for found in (publication, new):
        body = fetch(f"/data/{found.number}/content.json")
        assert sha256(body).hexdigest() == found.content_hash
        chain = sha256(f"{chain}\n{found.content_hash}".encode()).hexdigest()
        assert chain == found.chain_hash
        assert fingerprint(document(f"/data/{found.number}/instrument.json")) == found.instrument_fingerprint
    with CaptureQueriesContext(connection) as asked:
        assert sha256(fetch("/data/1/content.json")).hexdigest() == publication.content_hash
    assert len(asked) == 1  # kept since: only the publication itself is looked up


def test_file_is_compressed_named_and_not_sent_twice(publication: Publication) -> None:
    client = Client()
    for path, data, form in FILES:
        response = client.get(path, headers={"Accept-Encoding": "gzip, br"})
        body = b"".join(response.streaming_content)
        assert response["Content-Encoding"] == "gzip" and gzip.decompress(body) == fetch(path), path
        name = (
            f"iga-2026-publication-1-{data.name}.{form}" if data.of_publication else f"iga-{data.name}.{form}"
        )
        assert response["Content-Disposition"] == f'attachment; filename="{name}"'
        assert response["Cache-Control"].startswith("public, max-age=60") and not response.cookies
        assert response["Vary"] == "Accept-Encoding"
        plain = client.get(path, headers={"Accept-Encoding": "identity, gzip;q=0"})
        assert "Content-Encoding" not in plain and b"".join(plain.streaming_content) == fetch(path)
        with CaptureQueriesContext(connection) as asked:
            again = client.get(path, headers={"If-None-Match": f'W/{response["ETag"]}, "x"'})
        assert (again.status_code, again.content) == (304, b"")
        assert len(asked) <= 1
        head = client.head(path)
        assert head.status_code == 200 and head["ETag"] and b"".join(head.streaming_content) == b""


@pytest.mark.parametrize(
    "path",
    ["/data/9/regions.csv", "/data/1/facts.csv", "/data/1/tiles.csv", "/data/regions.csv", "/data/1/regions.xlsx",
     "/data/99999999999999/regions.csv", "/data/1/../secret.csv", "/data/", "/data/9/content.json", "/data/1/x"],
)  # fmt: skip
def test_what_is_not_there_is_told_as_a_problem_and_to_a_browser_as_a_page(
    publication: Publication, path: str
) -> None:
    response = Client().get(path)
    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")
    assert response.json()["code"] == "not-found" and "/api/v1/publications" in response.json()["detail"]
    page = Client().get(path, headers={"Accept": "text/html,application/xhtml+xml"})
    assert page.status_code == 404 and page["Content-Type"].startswith("text/html")


def test_files_cost_the_same_statements_with_five_hundred_regions(cast: Cast) -> None:
    def asked(number: int) -> dict[str, int]:
        found = {}
        for data in OF_PUBLICATION:
            for form in data.forms:
                with CaptureQueriesContext(connection) as captured:
                    fetch(f"/data/{number}/{data.name}.{form}")
                found[f"{data.name}.{form}"] = len(captured)
        return found

    publish_example(cast.period, {KOTIM: example_facts(KOTIM), SURABAYA: None})
    few = asked(1)
    ids = list(Region.objects.filter(participates=True).exclude(pk=0).values_list("pk", flat=True)[:520])
    facts = example_facts(KOTIM, innovations=2)
    everybody = {
        pk: {**facts, "region": {"code": code}}
        for pk, code in Region.objects.filter(pk__in=ids).values_list("pk", "code")
    }
    for pk, entry in everybody.items():
        entry["innovations"] = [
            {**line, "id": f"{pk:08d}-0000-4000-8000-{place:012d}"}
            for place, line in enumerate(entry["innovations"])
        ]
    publish_example(cast.period, everybody, supersedes=1, reason="Lengkap.")
    assert PublishedRegion.objects.filter(publication__number=2).count() == 520
    many = asked(2)
    assert few == many
    # The publication, and the rows.
    assert set(many.values()) == {2}
