"""The public face: what visitors read, from snapshots only, the same for everybody."""

from __future__ import annotations

import pickle
import re
from datetime import datetime
from html import unescape
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from iga_portal.web.public import SHELF, is_public, renew_public_pages
from regions.models import Period, Region
from reports import urls_face
from reports.awards import categories_for
from reports.domain.publishing import publish
from reports.domain.publishing_content import AwardLine
from reports.models import Publication, PublishedInnovation
from reports.views.face_home import course_of
from tests.cast import BENGKULU, JAYAPURA, KOTIM, NOON, Cast
from tests.reports.published import example_draft, example_facts, publish_example
from tests.test_weights import FIRST_VIEW, part_size, parts_of, wire_size

pytestmark = pytest.mark.django_db
KALTENG, SURABAYA = 62, 3578


@pytest.fixture
def publication(cast: Cast) -> Publication:
    """Kotawaringin Timur and Kota Jayapura share an index, Kota Bengkulu has a lower one, Surabaya sent nothing."""
    return publish_example(
        cast.period,
        {
            KOTIM: example_facts(KOTIM, level=3),
            JAYAPURA: example_facts(JAYAPURA, level=3),
            BENGKULU: example_facts(BENGKULU, level=1, innovations=3),
            KALTENG: example_facts(KALTENG, level=2),
            SURABAYA: None,
        },
        awards=[
            AwardLine(
                "terinovatif", "Kabupaten Terinovatif", "62.02", 1, "Indeks tertinggi.", "Highest index."
            )
        ],
    )


def visit(path: str, **headers: str) -> str:
    response = Client().get(path, headers=headers)
    assert response.status_code == 200, (path, response.status_code, response.get("Location"))
    return response.content.decode()


def pages(publication: Publication) -> list[str]:
    innovation = PublishedInnovation.objects.filter(publication=publication).first()
    assert innovation is not None
    plain = [
        "/", "/peringkat/", "/peta/", "/peta/?jenis=provinsi", "/peta/?regional=III", "/daerah/62.02/", "/daerah/35.78/",
        "/galeri/", f"/galeri/{innovation.public_id}/", "/partisipasi/", "/cara-hitung/", "/cara-hitung/?daerah=17.71",
        "/publikasi/", f"/publikasi/{publication.number}/", "/data-terbuka/", "/data-terbuka/kamus/", "/data-terbuka/api/",
    ]  # fmt: skip
    return plain + [f"/en{path}" for path in plain]


def test_every_page_is_the_same_for_everybody_and_leaves_nothing_behind(cast: Cast, publication: Publication):
    member = Client()
    member.force_login(cast.sari)
    for path in [
        *pages(publication),
        "/sitemap.xml",
        "/sitemap-halaman.xml",
        "/sitemap-inovasi-1.xml",
        "/robots.txt",
    ]:
        response = Client().get(path)
        assert response.status_code == 200, path
        assert not response.cookies and "csrf" not in response.content.decode().lower(), path
        assert response["Cache-Control"].startswith("public, max-age=60"), path
        assert response["ETag"] and response["Last-Modified"]
        assert "Cookie" not in response["Vary"] or path in ("/", "/en/")
        assert is_public(path.partition("?")[0])
        if path not in ("/", "/en/"):
            assert member.get(path).content == response.content
        if path.startswith("/en/"):
            assert '<html lang="en">' in response.content.decode()
            assert response["Content-Language"] == "en"


def test_member_is_led_from_the_front_door_to_the_own_place_and_no_proxy_may_keep_it(cast: Cast):
    member = Client()
    member.force_login(cast.sari)
    response = member.get("/")
    assert (response.status_code, response["Location"]) == (302, f"/d/{KOTIM}/opd/{cast.health.pk}/")
    assert "Cookie" in response["Vary"] and response["Cache-Control"].startswith("private")


def test_pages_without_a_publication_say_what_will_stand_there(cast: Cast):
    home = visit("/")
    # The last year of which a mean is printed: 2025, 531 regions, 36,742 innovations, mean 49.43.
    assert "Hasil 2025" in home and "36.742" in home and "49,43" in home
    for path in ("/peringkat/", "/peta/", "/galeri/", "/partisipasi/"):
        assert "Belum ada hasil yang diterbitkan" in visit(path)
    missing = Client().get("/daerah/62.02/")
    assert (missing.status_code, missing["Cache-Control"]) == (404, "no-cache")  # it will be there one day


@pytest.mark.parametrize(
    ("day", "now"),
    [
        ("2026-05-31T16:59:59+00:00", 0), ("2026-05-31T17:00:00+00:00", 1), ("2026-08-31T17:00:00+00:00", 2),
        ("2026-09-30T17:00:00+00:00", 3), ("2026-10-31T17:00:00+00:00", 4), ("2027-01-01T00:00:00+00:00", None),
    ],
)  # fmt: skip
def test_course_of_the_year_tells_where_it_stands(day: str, now: int | None):
    moment = datetime.fromisoformat
    period = Period(
        year=2026, input_opens=moment("2026-06-01T00:00+07:00"), input_closes=moment("2026-09-01T00:00+07:00"),
        measurement_ends=moment("2026-10-01T00:00+07:00"), quality_control_ends=moment("2026-11-01T00:00+07:00"),
        closed_at=moment("2026-12-31T00:00+07:00"),
    )  # fmt: skip
    states = [stage.state for stage in course_of(period, moment(day))]
    expected = ["past"] * 5 if now is None else ["past"] * now + ["now"] + ["ahead"] * (4 - now)
    assert states == expected


def test_ranking_shows_equals_on_one_place_and_who_sent_nothing_without_one(publication: Publication):
    rows = table_rows(visit("/peringkat/"))
    # 62.02 and 91.71 have the same index: both place 1 of the nation, the next is 3.
    assert [(row[0], row[1]) for row in rows] == [
        ("1= peringkat yang sama", "Kabupaten Kotawaringin Timur"),
        ("1= peringkat yang sama", "Kota Jayapura"),
        ("3", "Provinsi Kalimantan Tengah" if "Provinsi" in rows[2][1] else "Kalimantan Tengah"),
        ("4", "Kota Bengkulu"),
        ("–", "Kota Surabaya"),
    ]
    cities = table_rows(visit("/peringkat/?jenis=kota"))
    assert [(row[0], row[1]) for row in cities] == [
        ("1", "Kota Jayapura"),
        ("2", "Kota Bengkulu"),
        ("–", "Kota Surabaya"),
    ]
    # Paper has neither the tabs nor the form: the page says itself what the list is narrowed to.
    narrowed = visit("/peringkat/?jenis=kota&provinsi=62&predikat=Inovatif")
    assert f"Peringkat Indeks Inovasi Daerah {publication.period.year}: Kota</h1>" in narrowed
    assert "Hanya: Kalimantan Tengah, Inovatif." in narrowed


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("provinsi=62", ["Kabupaten Kotawaringin Timur", "Kalimantan Tengah"]),
        ("regional=I", ["Kota Bengkulu"]),
        ("cari=jayapura", ["Kota Jayapura"]),
        ("predikat=Tidak+Dapat+Dinilai", []),
    ],
)
def test_ranking_is_filtered_by_its_address(publication: Publication, query: str, names: list[str]):
    assert [row[1] for row in table_rows(visit(f"/peringkat/?{query}"))] == names


@pytest.mark.parametrize(
    ("asked", "led"),
    [
        ("/peringkat/?jenis=planet&regional=IX&provinsi=%27%3B--&predikat=Hebat", "/peringkat/"),
        ("/peringkat/?jenis=kota&regional=IX&publikasi=1", "/peringkat/?jenis=kota&publikasi=1"),
        ("/peringkat/?provinsi=%D9%A1%D9%A1", "/peringkat/"),
        ("/peta/?jenis=kota&regional=III", "/peta/?regional=III"),
        ("/galeri/?urusan=Sihir&bentuk=bulat&daerah=00.00", "/galeri/"),
        ("/galeri/?cari=layanan&jenis=gaib", "/galeri/?cari=layanan"),
    ],
)
def test_unknown_words_ask_for_nothing_and_have_no_page_of_their_own(
    publication: Publication, asked: str, led: str
):
    """Else invented words would fill caches with copies of one page."""
    answer = Client().get(asked)
    assert (answer.status_code, answer["Location"]) == (302, led)
    assert Client().get(led).status_code == 200


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"/sitemap-inovasi-{'9' * 25}.xml", 404), ("/sitemap-inovasi-0.xml", 404), (f"/publikasi/{'9' * 25}/", 404),
        ("/daerah/%00/", 400), ("/galeri/?cari=%00", 400), ("/daerah/%ff/", 404), ("/peringkat/?publikasi=01", 404),
        ("/peringkat/?publikasi=%D9%A1", 404), (f"/galeri/?halaman={'9' * 190}", 200), ("/galeri/?halaman=-1", 200),
        ("/galeri/?cari=%26%7C%21%28%3A%2A+%22", 200), ("/galeri/?cari=%ed%a0%80", 200),
        (f"/peringkat/?{'&'.join(f'a{place}=1' for place in range(1100))}", 400),
    ],
)  # fmt: skip
def test_nonsense_is_answered_and_never_an_error_of_ours(publication: Publication, path: str, status: int):
    assert Client().get(path).status_code == status


def test_address_with_other_or_empty_parameters_leads_to_the_tidy_one(publication: Publication):
    client = Client()
    response = client.get("/peringkat/?utm_source=x&cari=&regional=I&jenis=kota")
    assert (response.status_code, response["Location"]) == (302, "/peringkat/?jenis=kota&regional=I")
    assert client.get("/peringkat/?utm_source=x")["Location"] == "/peringkat/"


def test_page_somebody_has_already_is_not_sent_again(publication: Publication, within_a_minute: None):
    client = Client()
    first = client.get("/peringkat/", headers={"Accept-Encoding": "gzip"})
    assert first["Content-Encoding"] == "gzip" and len(first.content) < 20_000
    for headers in (
        {"If-None-Match": first["ETag"]},
        {"If-None-Match": f'W/{first["ETag"]}, "x"'},
        {"If-Modified-Since": first["Last-Modified"]},
    ):
        again = client.get("/peringkat/", headers=headers)
        assert (again.status_code, again.content) == (304, b""), headers
    assert client.get("/peringkat/", headers={"If-None-Match": '"x"'}).status_code == 200
    for refused in ("gzip;q=0", "br, gzip; q=0.0", "*;q=0"):
        plain = client.get("/peringkat/", headers={"Accept-Encoding": refused})
        assert "Content-Encoding" not in plain and b"</html>" in plain.content, refused
    # The other language is another page.
    assert client.get("/en/peringkat/", headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_kept_page_is_answered_without_the_database_until_it_is_renewed(
    publication: Publication, settings, cast: Cast
):
    cache.clear()
    SHELF.clear_near()
    settings.PUBLIC_CACHE_SECONDS = 60
    client = Client()
    try:
        first = client.get("/peringkat/?jenis=kota")
        with CaptureQueriesContext(connection) as asked:
            again = client.get("/peringkat/?jenis=kota")
            SHELF.clear_near()
            other_process = client.get("/peringkat/?jenis=kota")
        assert len(asked) == 0
        assert first.content == again.content == other_process.content
        correction(cast, publication)
        renew_public_pages()
        renewed = client.get("/peringkat/?jenis=kota")
        assert "Kota Bengkulu" in first.content.decode() and "Kota Bengkulu" not in renewed.content.decode()
        # Another spelling of the same address is the same page.
        with CaptureQueriesContext(connection) as asked:
            spelt = client.get("/peringkat/?jenis=%6Bot%61")
        assert len(asked) == 0 and spelt.content == renewed.content
        # A search is not kept: there are endlessly many.
        client.get("/peringkat/?cari=jayapura")
        with CaptureQueriesContext(connection) as asked:
            client.get("/peringkat/?cari=jayapura")
        assert len(asked) > 0
    finally:
        cache.clear()
        SHELF.clear_near()


def test_whoever_follows_every_link_fills_no_shelf(publication: Publication, settings):
    """The server that holds the copies holds the messages to workers too, and refuses both when it is full."""
    cache.clear()
    SHELF.clear_near()
    settings.PUBLIC_CACHE_SECONDS = 60
    innovation = PublishedInnovation.objects.filter(publication=publication).first()
    assert innovation is not None
    urusan = innovation.urusan.replace(" ", "+")
    try:
        for path in (
            f"/galeri/{innovation.public_id}/", f"/galeri/?urusan={urusan}&bentuk=lainnya", "/galeri/?halaman=2", "/galeri/?cari=a",
            f"/galeri/?urusan={urusan}&daerah=62.02", "/peringkat/?regional=I&predikat=Inovatif", "/peringkat/?publikasi=1",
            "/peta/?publikasi=1", "/daerah/62.02/?publikasi=1", "/cara-hitung/?daerah=62.02&publikasi=1", "/partisipasi/?publikasi=1",
        ):  # fmt: skip
            visit(path)
        assert not SHELF._near
        kept = [
            "/peringkat/?jenis=kota&regional=I",
            "/galeri/?daerah=62.02",
            "/daerah/62.02/",
            "/cara-hitung/?daerah=62.02",
        ]
        plain = {path: visit(path) for path in kept}
        assert len(SHELF._near) == len(kept)
        # Compressed and nothing else, also for those who take it plain.
        assert all(len(pickle.dumps(copy)) < len(copy.zipped) + 2000 for _at, copy in SHELF._near.values())
        assert plain == {path: visit(path) for path in kept}
    finally:
        cache.clear()
        SHELF.clear_near()


def correction(cast: Cast, publication: Publication) -> Publication:
    return publish_example(
        cast.period,
        {KOTIM: example_facts(KOTIM, level=2), JAYAPURA: example_facts(JAYAPURA, level=3)},
        supersedes=publication.number,
        reason="Baris 24 Kotawaringin Timur salah dibaca.",
    )


def test_superseded_publication_stays_readable_and_leads_to_the_one_in_force(
    cast: Cast, publication: Publication
):
    named = f"?publikasi={publication.number}"
    paths = (
        f"/daerah/17.71/{named}",
        f"/peringkat/{named}",
        "/publikasi/1/",
        "/api/v1/publications/1/regions/17.71",
    )
    tags = {path: Client().get(path)["ETag"] for path in paths}
    new = correction(cast, publication)
    # Whoever kept a page from before is not told that it is still so.
    for path, tag in tags.items():
        assert Client().get(path, headers={"If-None-Match": tag}).status_code == 200, path
    old = visit(f"/daerah/17.71/{named}")
    assert "Publikasi ini sudah digantikan" in old and "salah dibaca" in old
    assert f'href="/publikasi/{new.number}/"' in old
    assert Client().get("/daerah/17.71/").status_code == 404  # the one in force does not hold it
    chain = visit(f"/publikasi/{new.number}/")
    assert new.chain_hash in chain and publication.chain_hash in chain and "salah dibaca" in chain
    for number in ("999", "x", "-1", "1" * 30):
        assert Client().get(f"/peringkat/?publikasi={number}").status_code == 404


def test_region_page_tells_the_years_with_their_scales(publication: Publication):
    page = visit("/daerah/17.71/")
    row = publication.regions.get(code="17.71")
    assert f"{row.index}".replace(".", ",") in page
    assert "Sangat Inovatif mulai 65,01" in page
    # Printed before: a year on the scale of points says that it cannot be compared (Medan, 2019, 120 points).
    medan = publish_example(
        Period.objects.create(
            year=2031, name="IGA 2031", instrument=publication.period.instrument,
            input_opens="2031-06-01T00:00Z", input_closes="2031-09-01T00:00Z", measurement_ends="2031-10-01T00:00Z",
            quality_control_ends="2031-11-01T00:00Z",
        ),
        {1271: example_facts(1271)},
    )  # fmt: skip
    told = visit(f"/daerah/12.71/?publikasi={medan.number}")
    assert "Skala poin tanpa batas atas" in told and ">120<" in told


def test_map_of_the_provinces_counts_places_among_provinces(publication: Publication):
    # Kalimantan Tengah is the only province here: first of its kind, third of the nation.
    assert [(row[0], row[1]) for row in table_rows(visit("/peta/?jenis=provinsi"))] == [
        ("1", "Kalimantan Tengah")
    ]
    assert "Peringkat di antara provinsi." in visit("/peta/?jenis=provinsi")
    assert [row[0] for row in table_rows(visit("/peta/"))] == [
        "1= peringkat yang sama", "1= peringkat yang sama", "4", "–",
    ]  # fmt: skip


def test_awards_stand_in_the_order_of_the_guideline(cast: Cast):
    codes = [category.code for category in categories_for(cast.period.year)]
    in_order = [codes[0], codes[5], codes[-1]]
    assert in_order != sorted(in_order)  # else the alphabet would pass as well
    published = publish_example(
        cast.period,
        {KOTIM: example_facts(KOTIM)},
        awards=[
            AwardLine(code, f"Kategori {code}", "62.02", 1, "Kalimat.", "") for code in reversed(in_order)
        ],
    )
    page = visit(f"/publikasi/{published.number}/")
    assert re.findall(r"Kategori ([\w-]+)</h3>", page) == in_order


def test_award_is_told_in_the_reader_s_language(publication: Publication):
    assert "Indeks tertinggi." in visit("/daerah/62.02/")
    english = visit("/en/daerah/62.02/")
    assert "Highest index." in english and "Indeks tertinggi." not in english


def test_gallery_finds_by_stem_and_shows_only_what_is_public(publication: Publication):
    # "pelayanan" stands in the aim; "melayani" has the same stem. "kecepatan" stems to "cepat", as "Mempercepat" does.
    assert PublishedInnovation.objects.filter(publication=publication).count() == 39
    assert "39 inovasi" in visit("/galeri/?cari=melayani")
    assert "Tidak ada inovasi yang cocok" in visit("/galeri/?cari=astronomi")
    assert "3 inovasi" in visit("/galeri/?daerah=17.71")
    for nonsense in ("&cari=%22%28%29%21%26%7C", "&halaman=99999999999", "&daerah=x&jenis=y"):
        assert Client().get(f"/galeri/?{nonsense}", follow=True).status_code == 200
    row = PublishedInnovation.objects.filter(published_region__code="17.71").first()
    page = visit(f"/galeri/{row.public_id}/")
    assert row.name in page and "Waktu tunggu turun" in page
    assert re.findall(r"<dt>(.*?)</dt>", page) == [
        "Daerah",
        "Urusan utama",
        "Bentuk",
        "Jenis",
        "Skor kematangan",
    ]


def test_what_people_wrote_is_text_on_every_page(cast: Cast):
    hostile = "\"'><script>alert(1)</script><svg onload=alert(1)>{{ 61234|add:7 }}"
    draft = example_draft(
        cast.period,
        {KOTIM: example_facts(KOTIM), JAYAPURA: example_facts(JAYAPURA)},
        title=hostile,
        awards=[AwardLine("x", hostile, "62.02", 1, hostile, hostile)],
    )
    for innovation in draft.innovations["62.02"]:
        innovation.name = innovation.opd = innovation.aim = innovation.result = hostile
        innovation.urusan = hostile[:60]
    for row in draft.regions:
        row.name = row.province = hostile[:60]
    people = {"prepared_by_id": cast.sari.pk, "published_by_id": cast.rina.pk}
    publication = publish(draft, period=cast.period, now=NOON, **people)
    shown = 0
    for path in [
        *pages(publication),
        "/galeri/?cari=alert",
        "/sitemap-halaman.xml",
        "/galeri/?cari=%3Cscript%3Ealert%281%29",
    ]:
        if "35.78" in path or "17.71" in path:
            continue
        response = Client().get(path)
        page = response.content.decode()
        assert response.status_code == 200 and response["X-Content-Type-Options"] == "nosniff", path
        assert "<script>alert" not in page and "<svg onload" not in page and "61241" not in page, path
        shown += "&lt;script&gt;alert(1)" in page
    assert shown > 10


def test_method_works_a_region_out_again_from_its_published_facts(publication: Publication):
    page = visit("/cara-hitung/?daerah=17.71")
    row = publication.regions.get(code="17.71")
    # 3 innovations at level 1: each 111 / 3 = 37, together 111, divided by the minimum of 12 = 9.25; SPD row 8 at level 3.
    assert (str(row.maturity_sum), str(row.divisor), str(row.maturity_mean)) == ("111.00", "12", "9.2500")
    assert "111,00 ÷ 12" in page and "9,2500" in page
    assert "sama dengan indeks yang diterbitkan" in page
    assert Client().get("/cara-hitung/?daerah=35.78").status_code == 404


MOST_ASKED = {
    "/": 5, "/peringkat/": 4, "/peringkat/?jenis=kota": 4, "/peta/": 5, "/peta/?jenis=provinsi": 5, "/daerah/62.02/": 8,
    "/galeri/": 6, "/galeri/?cari=pelayanan": 6, "/partisipasi/": 7, "/cara-hitung/": 5, "/cara-hitung/?daerah=62.02": 5,
    "/publikasi/": 2, "/publikasi/2/": 6, "/data-terbuka/": 2, "/data-terbuka/kamus/": 0, "/data-terbuka/api/": 0,
    "/en/": 5, "/en/peringkat/": 4, "/en/peta/": 5,
}  # fmt: skip


def test_pages_ask_few_questions_and_are_light_with_every_region_of_the_nation(cast: Cast):
    def asked(path: str) -> tuple[int, str]:
        with CaptureQueriesContext(connection) as captured:
            page = visit(path)
        return len([query for query in captured if "SAVEPOINT" not in query["sql"]]), page

    first = publish_example(cast.period, {KOTIM: example_facts(KOTIM), JAYAPURA: None})
    few = {path: asked(path)[0] for path in MOST_ASKED if path != "/publikasi/2/"}
    ids = Region.objects.filter(participates=True).exclude(pk=0).values_list("pk", flat=True)
    everybody = {region_id: example_facts(region_id, innovations=1) for region_id in ids}
    # The largest of the demonstration has some 250.
    everybody[KOTIM] = example_facts(KOTIM, innovations=250)
    publish_example(cast.period, everybody, supersedes=first.number, reason="Lengkap.")
    many, heavy = {}, []
    for path in MOST_ASKED:
        many[path], page = asked(path)
        weight = wire_size(page.encode()) + sum(part_size(part) for part in parts_of(page))
        if weight > FIRST_VIEW:
            heavy.append((path, weight))
    assert len(everybody) > 500
    assert {path: (few.get(path), found) for path, found in many.items() if found > MOST_ASKED[path]} == {}
    assert {path: found for path, found in few.items() if found > MOST_ASKED[path]} == {}
    assert heavy == []


def test_site_map_lists_every_page_in_both_languages(publication: Publication):
    names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}

    def addresses(path: str) -> list[str]:
        return [node.text or "" for node in ElementTree.fromstring(visit(path)).findall(".//s:loc", names)]

    own = settings.PORTAL_ADDRESS
    assert addresses("/sitemap.xml") == [f"{own}/sitemap-halaman.xml", f"{own}/sitemap-inovasi-1.xml"]
    found = addresses("/sitemap-halaman.xml")
    assert f"{own}/daerah/62.02/" in found and f"{own}/en/daerah/62.02/" in found
    assert len(found) == len(set(found)) == 2 * (10 + 5 + 1)
    assert len(addresses("/sitemap-inovasi-1.xml")) == 2 * 39
    assert Client().get("/sitemap-inovasi-2.xml").status_code == 404


def test_head_names_the_page_in_both_languages_whatever_host_is_asked(publication: Publication):
    page = visit("/en/peringkat/?jenis=kota", Host="localhost")
    own = settings.PORTAL_ADDRESS
    assert f'<link rel="canonical" href="{own}/en/peringkat/?jenis=kota">' in page
    assert f'<link rel="alternate" hreflang="id" href="{own}/peringkat/?jenis=kota">' in page
    assert '<meta name="robots" content="noindex">' in page  # a demonstration is nothing to be found
    assert Client().get("/peringkat/", headers={"Host": "boshaft.example"}).status_code == 400


def test_every_address_of_the_face_is_known_as_public():
    assert all(
        is_public(reverse(entry.name, kwargs=_sample(entry)))
        for entry in [*urls_face.pages(""), *urls_face.pages("_en")]
    )


def _sample(entry) -> dict[str, str]:
    values = {"code": "62.02", "number": "1", "public_id": "6f1f0f0e-0000-4000-8000-000000000000"}
    return {name: values[name] for name in entry.pattern.converters}


def table_rows(html: str) -> list[list[str]]:
    """Texts of the cells of the ranking's body."""
    body = html.partition("<tbody>")[2].partition("</tbody>")[0]
    return [
        [
            unescape(re.sub(r"<[^>]+>", "", cell)).strip()
            for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S)
        ]
        for row in re.findall(r"<tr>(.*?)</tr>", body, re.S)
    ]
