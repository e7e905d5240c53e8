"""The JSON interface: published rows for everybody, a region's own results with its token, problems in clear words."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from iga_portal.files.domain import store_bytes
from iga_portal.tenancy.scope import scope
from regions.models import Region
from reports.api import problems
from reports.api.description import EXAMPLES, openapi
from reports.api.operations import OPERATIONS
from reports.domain.publishing_content import AwardLine
from reports.domain.tokens import PATTERN, hash_of, make_token, revoke_token
from reports.models import ApiToken, IssuedDocument, Publication, PublishedInnovation
from reports.scopes import Scope
from reports.views.public import ASKED
from scoring.core.score import score
from scoring.instruments import load_instrument
from scoring.recompute import recompute_region
from tests.cast import BENGKULU, DAY, JAYAPURA, KOTIM, Cast, make_complete, make_draft, region_period, submit
from tests.reports.published import example_facts, publish_example

pytestmark = pytest.mark.django_db
SURABAYA = 3578


@pytest.fixture(autouse=True)
def _nothing_counted() -> None:
    cache.clear()


@pytest.fixture
def publication(cast: Cast) -> Publication:
    return publish_example(
        cast.period,
        {KOTIM: example_facts(KOTIM, level=3), JAYAPURA: example_facts(JAYAPURA, level=3), BENGKULU: example_facts(BENGKULU),
         SURABAYA: None},
        awards=[AwardLine("kabupaten-iii", "Kabupaten Terinovatif", "62.02", 1, "Indeks tertinggi.", "Highest.")],
    )  # fmt: skip


def get(path: str, token: str = "", status: int = 200, **headers: str) -> Any:
    if token:
        headers["Authorization"] = f"Bearer {token}"
    response = Client().get(path, headers=headers)
    assert response.status_code == status, (path, response.content)
    assert response["Content-Type"].startswith("application/json" if status == 200 else problems.MEDIA_TYPE)
    return response.json()


def a_token(cast: Cast, *scopes: Scope, region_id: int | None = None, name: str = "SIPD") -> str:
    return make_token(
        actor=cast.actor("rina"), name=name, scopes=[str(entry) for entry in scopes], region_id=region_id,
        expires_at=timezone.now() + timedelta(days=30),
    ).secret  # fmt: skip


# What is published -------------------------------------------------------------------------------------------------


def test_lists_answer_the_columns_of_the_dictionary_and_say_what_there_is(publication: Publication) -> None:
    columns = {
        entry["name"]: [column["name"] for column in entry["columns"]]
        for entry in Client().get("/data/dictionary.json").json()["sets"]
    }
    for name, path in (
        ("publications", "/api/v1/publications"),
        ("regions", "/api/v1/publications/1/regions"),
        ("innovations", "/api/v1/publications/latest/innovations"),
        ("awards", "/api/v1/publications/latest/awards"),
    ):
        found = get(path)
        assert all(list(row) == columns[name] for row in found["items"]) and found["items"], path
        assert (found["page"], found["pages"], found["next"]) == (1, 1, None)
    # The same row as in the file.
    files = json.loads(b"".join(Client().get("/data/1/regions.json").streaming_content))["rows"]
    assert get("/api/v1/publications/1/regions")["items"] == files
    assert get("/api/v1/publications/latest")["number"] == 1
    assert get("/api/v1/publications/1/categories")["items"] == [
        {"category": "kabupaten-iii", "category_name": "Kabupaten Terinovatif", "awards": 1}
    ]


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("kind=kota", ["17.71", "35.78", "91.71"]),
        ("regional=III", ["62.02"]),
        ("province=62", ["62.02"]),
        ("is_assessed=false", ["35.78"]),
        ("search=jayapura", ["91.71"]),
        ("predicate=Tidak+Dapat+Dinilai", []),
        ("order=place", ["62.02", "91.71", "17.71", "35.78"]),
        ("page_size=2&page=2", ["62.02", "91.71"]),
        ("page=9", []),
    ],
)
def test_regions_are_filtered_and_paged(publication: Publication, query: str, codes: list[str]) -> None:
    found = get(f"/api/v1/publications/1/regions?{query}")
    assert [row["code"] for row in found["items"]] == codes
    if "page_size=2" in query:
        assert (found["count"], found["pages"], found["next"]) == (4, 2, None)
        assert get("/api/v1/publications/1/regions?page_size=2")["next"] == (
            "/api/v1/publications/1/regions?page_size=2&page=2"
        )


def test_innovations_are_found_by_stem_and_by_filter(publication: Publication) -> None:
    base = "/api/v1/publications/1/innovations"
    assert get(f"{base}?search=melayani")["count"] == 36  # "pelayanan", by its stem
    assert get(f"{base}?search=astronomi")["items"] == []
    only = get(f"{base}?region=17.71&kind=digital&page_size=3")
    assert only["count"] == 8 and {row["region_code"] for row in only["items"]} == {"17.71"}
    row = PublishedInnovation.objects.filter(published_region__code="17.71").first()
    assert row is not None and get(f"{base}/{row.public_id}")["name"] == row.name


def test_region_is_told_with_every_step_from_its_facts_to_its_index(publication: Publication) -> None:
    found = get("/api/v1/publications/1/regions/17.71")
    stored = publication.regions.get(code="17.71")
    assert (
        found["agrees"] is True and found["region"]["index"] == str(stored.index) == found["result"]["index"]
    )
    # Whoever has the rules works it out from what was answered.
    assert score(found["facts"], load_instrument(2026)).as_document() == found["result"]
    assert len(found["result"]["trace"]["innovations"]) == 12
    absent = get("/api/v1/publications/1/regions/35.78")
    assert (absent["region"]["is_assessed"], absent["result"], absent["agrees"]) == (False, None, None)


def test_document_is_verified_by_its_code_while_it_stands_and_after(
    cast: Cast, publication: Publication
) -> None:
    with scope({KOTIM}):
        paper = IssuedDocument.objects.create(
            region_id=KOTIM, region_period=region_period(cast), publication=publication, kind="certificate",
            number="PGM/62.02/2026/0001", basis="final", snapshot={"index": "1.00", "demo": True}, snapshot_hash="1" * 64,
            facts_hash="2" * 64, issued_on=DAY,
            file=store_bytes(b"%PDF-", region_id=KOTIM, person_id=None, name="x.pdf", media_type="application/pdf"),
        )  # fmt: skip
    path = f"/api/v1/documents/PGM-62.02-2026-0001-{paper.public_id.hex[:8]}"
    found = get(path)
    assert (found["number"], found["standing"], found["publication"]) == ("PGM/62.02/2026/0001", "valid", 1)
    assert (found["region_code"], found["index"]) == (
        "62.02",
        str(publication.regions.get(code="62.02").index),
    )
    assert found["file_hash"] == sha256(b"%PDF-").hexdigest()
    with scope({KOTIM}):
        IssuedDocument.objects.filter(pk=paper.pk).update(
            standing="revoked", end_reason="Salah cetak.", ended_at=timezone.now()
        )
    ended = get(path)
    assert (ended["standing"], ended["end_reason"]) == ("revoked", "Salah cetak.") and ended["ended_at"]
    assert get(f"{path[:-1]}{'0' if path[-1] != '0' else '1'}", status=404)["code"] == "not-found"


def test_superseded_publication_says_so_in_every_row(cast: Cast, publication: Publication) -> None:
    publish_example(cast.period, {KOTIM: example_facts(KOTIM)}, supersedes=1, reason="Salah baca.")
    assert {row["superseded_by"] for row in get("/api/v1/publications/1/regions")["items"]} == {2}
    assert get("/api/v1/publications/latest")["number"] == 2
    assert [row["number"] for row in get("/api/v1/publications?in_force=true")["items"]] == [2]
    assert [row["number"] for row in get("/api/v1/publications?in_force=false")["items"]] == [1]


def test_list_costs_the_same_statements_with_five_hundred_regions(cast: Cast) -> None:
    paths = [
        "/api/v1/publications",
        *(f"/api/v1/publications/latest/{name}" for name in ("regions?page_size=600", "innovations", "awards", "categories")),
        "/api/v1/publications/latest/regions/62.02",
    ]  # fmt: skip

    def asked() -> dict[str, int]:
        found = {}
        for path in paths:
            with CaptureQueriesContext(connection) as captured:
                get(path)
            found[path] = len([query for query in captured if "SAVEPOINT" not in query["sql"]])
        return found

    publish_example(cast.period, {KOTIM: example_facts(KOTIM)})
    few = asked()
    codes = dict(Region.objects.filter(participates=True).exclude(pk=0).values_list("pk", "code")[:520])
    facts = example_facts(KOTIM, innovations=1)["innovations"][0]
    publish_example(
        cast.period,
        {
            pk: {"instrument": 2026, "region": {"code": code}, "basis": "final", "spd": {},
                 "innovations": [{**facts, "id": f"{pk:08d}-0000-4000-8000-000000000000"}]}
            for pk, code in {**codes, KOTIM: "62.02"}.items()
        },
        supersedes=1, reason="Lengkap.",
    )  # fmt: skip
    many = asked()
    assert get("/api/v1/publications/latest/regions?page_size=600")["count"] > 500
    assert few == many and max(many.values()) <= 4


def test_answer_is_kept_by_caches_and_not_sent_twice(publication: Publication) -> None:
    client = Client()
    for path in (
        "/api/v1/",
        "/api/v1/openapi.json",
        "/api/v1/publications/1/regions",
        "/api/v1/publications/1/regions/62.02",
    ):
        first = client.get(
            path, headers={"Accept-Encoding": "gzip", "Accept-Language": "en", "Cookie": "sessionid=x"}
        )
        assert first.status_code == 200 and first["Cache-Control"].startswith("public, max-age=60"), path
        assert not first.cookies and "Cookie" not in first["Vary"] and "Language" not in first["Vary"]
        again = client.get(path, headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")


# Problems ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/api/v1/publications/9", 404, "not-found"),
        ("/api/v1/publications/x/regions", 404, "not-found"),
        (f"/api/v1/publications/{'9' * 30}/regions", 404, "not-found"),
        ("/api/v1/publications/1/regions/99.99", 404, "not-found"),
        ("/api/v1/publications/1/innovations/6f1f0f0e-0000-4000-8000-000000000000", 404, "not-found"),
        ("/api/v1/documents/PGM-62.02-2026-0001-deadbeef", 404, "not-found"),
        ("/api/v2/publications", 404, "not-found"),
        ("/api/v1/docs", 404, "not-found"),
        ("/api/v1/token", 401, "token-needed"),
        ("/api/v1/regions/62.02/current", 401, "token-needed"),
        ("/api/v1/publications?q=%00", 400, "bad-request"),
        (f"/api/v1/publications?{'&'.join(f'a{place}=1' for place in range(1100))}", 422, "invalid"),
        (f"/data/1/regions.csv?{'&'.join(f'a{place}=1' for place in range(1100))}", 422, "invalid"),
    ],
)
def test_problem_is_told_in_two_languages_with_what_to_do(
    publication: Publication, path: str, status: int, code: str
) -> None:
    found = get(path, status=status)
    kind = next(kind for kind in problems.KINDS if kind.code == code)
    assert (found["code"], found["status"]) == (code, status)
    assert (found["detail"], found["detail_en"]) == (kind.detail.id, kind.detail.en)
    assert found["type"].endswith(f"/data-terbuka/api/#{code}")


@pytest.mark.parametrize(
    ("query", "parameter", "message"),
    [
        ("kind=planet", "kind", "pilih salah satu: 'provinsi', 'kabupaten', 'kota'"),
        ("page=0", "page", "sedikitnya 1"),
        ("page_size=601", "page_size", "paling banyak 600"),
        ("page=satu", "page", "harus bilangan bulat"),
        ("is_assessed=mungkin", "is_assessed", "tuliskan true atau false"),
        ("province=6", "province", "bukan kode provinsi (dua angka)"),
        (f"search={'x' * 81}", "search", "paling panjang 80 huruf"),
        ("jenis=kota", "jenis", "tidak dikenal; periksa ejaannya"),
    ],
)
def test_parameter_that_does_not_fit_is_named(
    publication: Publication, query: str, parameter: str, message: str
) -> None:
    found = get(f"/api/v1/publications/1/regions?{query}", status=422)
    assert [(entry["parameter"], entry["message"]) for entry in found["errors"]] == [(parameter, message)]
    assert found["errors"][0]["message_en"] != message


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/publications/1/regions/%00", "/api/v1/publications/1/innovations?search=%22%28%29%21%26%7C",
        "/api/v1/publications/1/innovations?region=%ff%fe", "/api/v1/publications/1/awards?category=%27%3B--",
        "/api/v1/publications/%E2%82%AC", "/api/v1/publications/1/innovations/x", "/api/v1/documents/%2e%2e%2f",
        "/api/v1/publications/1/regions?page=1&page=x", "/api/v1/publications/-1", "/api/v1/publications/1/regions?search=%F0%9F%8F%9B",
        "/data/%00/regions.csv", "/api/%00", "/api/v1/publications?page=99999999999999999999",
    ],
)  # fmt: skip
def test_nonsense_is_answered_and_never_an_error_of_ours(publication: Publication, path: str) -> None:
    response = Client().get(path)
    assert response.status_code in (200, 400, 404, 422), path
    assert "json" in response["Content-Type"]


def test_head_answers_like_get_without_a_body(publication: Publication) -> None:
    for path in ("/api/v1/publications", "/api/v1/", "/api/v1/publications/9"):
        whole, head = Client().get(path), Client().head(path)
        assert (head.status_code, head.content, head.get("ETag")) == (
            whole.status_code,
            b"",
            whole.get("ETag"),
        )
        assert int(head["Content-Length"]) == len(whole.content)


def test_nothing_can_be_changed_through_it(publication: Publication) -> None:
    for method in ("post", "put", "patch", "delete"):
        response = getattr(Client(enforce_csrf_checks=True), method)("/api/v1/publications/1")
        assert (response.status_code, response.json()["code"]) == (405, "read-only")


def test_sites_of_others_may_read_what_is_published_and_no_page_may_send_a_token(
    cast: Cast, publication: Publication
) -> None:
    client = Client()
    for path in ("/api/v1/publications/1", "/data/1/regions.csv", "/api/v1/publications/9"):
        assert (
            client.get(path, headers={"Origin": "https://surat-kabar.example"})["Access-Control-Allow-Origin"]
            == "*"
        )
    asked = client.options("/api/v1/publications", headers={"Origin": "https://x.example"})
    assert (asked.status_code, asked["Access-Control-Allow-Methods"]) == (204, "GET, HEAD")
    assert "authorization" not in asked["Access-Control-Allow-Headers"].lower()
    secret = a_token(cast, Scope.PUBLICATIONS)
    own = client.get(
        "/api/v1/publications/1", headers={"Authorization": f"Bearer {secret}", "Origin": "https://x.example"}
    )
    assert own.status_code == 200 and "Access-Control-Allow-Origin" not in own
    assert own["Cache-Control"] == "private, no-store"


# Limits ------------------------------------------------------------------------------------------------------------


def test_who_asks_too_often_is_told_when_to_go_on(
    cast: Cast, publication: Publication, settings: Any, within_a_minute: None
) -> None:
    settings.API_PER_MINUTE, settings.API_PER_MINUTE_WITH_TOKEN, settings.DOWNLOADS_PER_TEN_MINUTES = 2, 3, 1
    client = Client()
    path = "/api/v1/publications/1"
    left = [client.get(path)["RateLimit"] for _again in range(2)]
    assert [entry.partition(";t=")[0] for entry in left] == ['"anonymous";r=1', '"anonymous";r=0']
    refused = client.get(path)
    assert (refused.status_code, refused.json()["code"]) == (429, "too-many-requests")
    assert refused["RateLimit-Policy"] == '"anonymous";q=2;w=60'
    assert 1 <= int(refused["Retry-After"]) <= 60 and refused.json()["seconds"] == int(refused["Retry-After"])
    # Another address, files, and a token have counts of their own.
    assert client.get(path, REMOTE_ADDR="10.0.0.9").status_code == 200
    assert client.get("/data/1/regions.csv").status_code == 200
    assert client.get("/data/1/regions.csv").status_code == 429
    bearer = {"Authorization": f"Bearer {a_token(cast, Scope.PUBLICATIONS)}"}
    assert [client.get("/data/1/regions.csv", headers=bearer).status_code for _again in range(4)] == [
        200,
        200,
        200,
        429,
    ]
    # Guessing tokens is counted like asking without one.
    guess = {"Authorization": f"Bearer iga_{'x' * 43}"}
    guesses = [client.get(path, headers=guess, REMOTE_ADDR="10.0.0.10").status_code for _again in range(3)]
    assert guesses == [401, 401, 429]


def test_guessing_codes_of_documents_has_one_count_with_the_page_of_the_check(
    cast: Cast, publication: Publication, within_a_minute: None
) -> None:
    client = Client()
    bearer = {"Authorization": f"Bearer {a_token(cast, Scope.PUBLICATIONS)}"}
    for _again in range(ASKED - 1):
        assert client.get("/periksa/PGM-62.02-2026-0001-00000000/").status_code == 404
    path = "/api/v1/documents/PGM-62.02-2026-0001-00000001"
    assert client.get(path).status_code == 404
    for headers in ({}, bearer):
        refused = client.get(path, headers=headers)
        assert (refused.status_code, refused.json()["code"]) == (429, "too-many-requests")
        assert int(refused["Retry-After"]) == refused.json()["seconds"]


# Tokens ------------------------------------------------------------------------------------------------------------


def test_token_is_kept_as_a_hash_and_taken_in_the_header_alone(
    cast: Cast, publication: Publication, caplog: Any
) -> None:
    secret = a_token(cast, Scope.PUBLICATIONS)
    row = ApiToken.objects.get()
    assert PATTERN.fullmatch(secret) and (row.prefix, row.token_hash) == (secret[:12], hash_of(secret))
    stored = " ".join(str(value) for value in ApiToken.objects.values_list().get())
    assert secret not in stored
    assert get("/api/v1/token", secret)["scopes"] == ["publications"]
    caplog.clear()
    with caplog.at_level("DEBUG"):
        for path in (
            f"/api/v1/publications?token={secret}", f"/data/1/regions.csv?x={secret}", f"/api/v1/{secret}",
            f"/peringkat/?cari={secret}", "/api/v1/publications?access_token=lain", f"/api/v1/token?%78={secret}",
            f"/api/v1/publications?x=%69ga_{secret[4:]}",
        ):  # fmt: skip
            for headers in ({}, {"Authorization": f"Bearer {secret}"}):
                response = Client().get(path, headers=headers)
                assert (response.status_code, response.json()["code"]) == (400, "token-in-address"), path
                assert secret not in response.content.decode() and secret not in str(response.headers)
    assert secret not in caplog.text and secret[12:] not in caplog.text


@pytest.mark.parametrize(
    "header", ["Bearer", "Bearer x", "Basic eDp5", "Token iga_x", f"Bearer iga_{'a' * 43}", "Bearer \u00e9"]
)
def test_header_that_holds_no_token_of_ours_is_refused_and_not_overlooked(
    publication: Publication, header: str
) -> None:
    response = Client().get("/api/v1/publications", headers={"Authorization": header})
    assert (response.status_code, response.json()["code"]) == (401, "token-unknown")
    assert response["WWW-Authenticate"].startswith("Bearer")


def test_token_ends_by_itself_and_by_hand(cast: Cast, publication: Publication) -> None:
    secret = a_token(cast, Scope.PUBLICATIONS)
    row = ApiToken.objects.get()
    with time_machine.travel(row.expires_at - timedelta(seconds=1), tick=False):
        get("/api/v1/token", secret)
    with time_machine.travel(row.expires_at, tick=False):
        assert get("/api/v1/token", secret, 401)["code"] == "token-expired"
    assert revoke_token(row.pk, actor=cast.actor("rina")) and not revoke_token(
        row.pk, actor=cast.actor("rina")
    )
    assert get("/api/v1/publications", secret, 401)["code"] == "token-revoked"
    row.refresh_from_db()
    assert row.revoked_by == cast.rina


def test_last_use_is_written_once_an_hour(cast: Cast, publication: Publication) -> None:
    secret = a_token(cast, Scope.PUBLICATIONS)
    start = timezone.now()
    seen = []
    for minutes in (0, 59, 61):
        with (
            time_machine.travel(start + timedelta(minutes=minutes), tick=False),
            CaptureQueriesContext(connection) as asked,
        ):
            get("/api/v1/token", secret)
        seen.append(any(query["sql"].startswith("UPDATE") for query in asked))
    assert seen == [True, False, True]
    assert ApiToken.objects.get().last_used_at == start + timedelta(minutes=61)


def test_token_opens_what_its_scopes_say_and_its_own_region_alone(
    cast: Cast, publication: Publication
) -> None:
    make_results(cast)
    public = a_token(cast, Scope.PUBLICATIONS, name="Koran")
    own = a_token(cast, Scope.OWN_RESULTS, region_id=KOTIM, name="SIPD Kotim")
    for path in ("/api/v1/publications", "/data/1/regions.csv", "/api/v1/documents/x"):
        refused = get(path, own, 403)
        assert (refused["code"], refused["needed"]) == ("scope-missing", "publications"), path
    refused = get("/api/v1/regions/62.02/current", public, 403)
    assert (refused["code"], refused["needed"]) == ("scope-missing", "own-results")
    # A region that there is and one that there is not are answered alike.
    for code in ("17.71", "99.99"):
        assert get(f"/api/v1/regions/{code}/current", own, 403)["code"] == "other-region"
    found = get("/api/v1/regions/62.02/current?basis=claimed", own)
    assert (found["code"], found["basis"], found["is_current"]) == ("62.02", "claimed", True)
    assert score(found["facts"], load_instrument(2026)).as_document() == found["result"]
    # One submitted innovation counts; the draft beside it is nowhere, and no name, person or file is.
    assert found["result"]["innovations_counted"] == 1 and len(found["facts"]["innovations"]) == 1
    text = json.dumps(found)
    assert not any(word in text for word in ("Rancangan rahasia", "Antrean", "Sari", "SK "))
    assert get("/api/v1/token", own)["region"] == "62.02"


def make_results(cast: Cast) -> None:
    sari = cast.actor("sari")
    with scope({KOTIM}):
        submit(make_complete(sari, opd=cast.health, period=cast.period), sari)
        make_draft(sari, opd=cast.health, period=cast.period, name="Rancangan rahasia")
    recompute_region(KOTIM, period_id=cast.period.pk)


# Description -------------------------------------------------------------------------------------------------------


def test_description_names_every_operation_with_an_example_that_fits(publication: Publication) -> None:
    found = openapi()
    assert found["openapi"].startswith("3.1")
    operations = {entry["get"]["operationId"]: (path, entry["get"]) for path, entry in found["paths"].items()}
    assert operations.keys() == OPERATIONS.keys() == EXAMPLES.keys()
    innovation = PublishedInnovation.objects.first()
    assert innovation is not None
    for name, (path, operation) in operations.items():
        example = operation["responses"]["200"]["content"]["application/json"]["example"]
        EXAMPLES[name].model_validate(example)
        assert operation["x-description-id"] and operation["description"] != operation["x-description-id"]
        assert {"404", "422", "429"} <= operation["responses"].keys()
        assert ("x-scope" in operation) == (OPERATIONS[name].scope is not None)
        asked = OPERATIONS[name].example
        assert asked.split("?")[0].count("/") == path.count("/")
        if OPERATIONS[name].tag == "publications":
            answer = get(asked.replace("{id}", str(innovation.public_id)))
            assert list(answer) == list(example), name
    assert found["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
    # Every reference leads to a schema that is there.
    references = set(re.findall(r'"#/components/schemas/(\w+)"', json.dumps(found)))
    assert references <= found["components"]["schemas"].keys()
    # The interface is read-only: nothing but GET is described.
    assert {method for entry in found["paths"].values() for method in entry} == {"get"}
    assert Client().get(reverse("api_description")).json() == found
