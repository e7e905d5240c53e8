"""The pages of an index: what they show, to whom, and with how many queries."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import uuid
from decimal import Decimal
from pathlib import Path

import pytest
from django.test import Client

from iga_portal.tenancy.scope import scope
from innovations.enums import State
from innovations.models import Innovation
from regions.enums import Basis
from regions.models import Region, RegionPeriod
from scoring.models import CurrentFacts, Result
from tests.cast import BENGKULU, JAYAPURA, KOTIM, Cast, region_period
from tests.scoring.support import (
    compute,
    counted_queries,
    current,
    signed_in,
    spd_row,
    standing,
)

ROOT = Path(__file__).resolve().parents[2]
MOST_QUERIES = 12

PLACES = {
    "daerah": f"/d/{KOTIM}/daerah/",
    "kepala_daerah": f"/d/{KOTIM}/kepala-daerah/",
    "penilai": f"/d/{KOTIM}/penilai/",
    "desk": f"/d/{KOTIM}/desk/indeks/",
}
OWN_PLACE = {"hendra": "daerah", "tiur": "kepala_daerah", "arif": "penilai", "budi": "desk"}


def text_of(response) -> str:  # type: ignore[no-untyped-def]
    """The words of a page, tags left out, spaces made single."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.fixture
def region(cast: Cast) -> dict[str, Innovation]:
    """Kotawaringin Timur with one innovation sent, one at the desk and one draft, and an SPD row on a border."""
    with scope({KOTIM}):
        found = {
            "sent": standing(cast, name="Terkirim Sudah", state=State.SENT, level=3, desk_level=2),
            "waiting": standing(cast, name="Menunggu Desk", level=1, urusan="A01"),
            "draft": standing(cast, name="Masih Draf", state=State.DRAFT),
        }
        spd_row(cast, "5a", confirmed=False, previous=Decimal("4.46"), latest=Decimal("4.10"))
    compute(cast)
    return found


# Who may see what -------------------------------------------------------------------------------------------------


def test_index_opens_for_those_who_read_it_and_is_not_there_for_others(
    cast: Cast, region: dict[str, Innovation]
) -> None:
    for name in ("sari", "joko", "wati", "yosef", "hendra", "tiur", "arif", "budi", "rina", "nobody"):
        client = signed_in(getattr(cast, name))
        found = {place for place, url in PLACES.items() if client.get(url).status_code == 200}
        assert found == ({OWN_PLACE[name]} if name in OWN_PLACE else set()), name
    assert Client().get(PLACES["daerah"]).status_code == 302


@pytest.mark.parametrize("path", ["", f"daerah/{KOTIM}/", f"daerah/{KOTIM}/perhitungan/final/"])
def test_ranking_and_its_regions_are_the_ministrys_alone(
    cast: Cast, region: dict[str, Innovation], path: str
) -> None:
    assert signed_in(cast.rina).get(f"/pusat/{path}").status_code == 200
    for name in ("hendra", "tiur", "arif", "budi", "sari", "nobody"):
        assert signed_in(getattr(cast, name)).get(f"/pusat/{path}").status_code == 404


TRACES = ("mandiri", "terverifikasi", "final")


def test_desk_and_above_trace_every_innovation_of_the_region(
    cast: Cast, region: dict[str, Innovation]
) -> None:
    for name in ("hendra", "tiur", "budi"):
        client, base = signed_in(getattr(cast, name)), trace_base(name)
        for key in ("sent", "waiting", "draft"):
            url = f"{base}perhitungan/mandiri/inovasi/{region[key].public_id}/"
            assert client.get(url).status_code == 200, (name, key)


def trace_base(name: str) -> str:
    return PLACES[OWN_PLACE[name]].removesuffix("indeks/") + "indeks/"


def test_ministry_and_evaluator_read_what_was_sent_and_nothing_else(
    cast: Cast, region: dict[str, Innovation]
) -> None:
    for client, base in (
        (signed_in(cast.rina), f"/pusat/daerah/{KOTIM}/"),
        (signed_in(cast.arif), trace_base("arif")),
    ):
        statuses = {
            key: client.get(f"{base}perhitungan/mandiri/inovasi/{innovation.public_id}/").status_code
            for key, innovation in region.items()
        }
        assert statuses == {"sent": 200, "waiting": 404, "draft": 404}
        for url in (base, f"{base}perhitungan/mandiri/"):
            words = text_of(client.get(url, follow=True))
            assert "Terkirim Sudah" in words
            assert "Menunggu Desk" not in words
            assert "Masih Draf" not in words
        # The sum still adds up: what is not shown is told as a number. Claimed, level 1: 37.00.
        assert "1 inovasi yang belum dikirim (tidak ditampilkan) 37,00" in words


def test_facts_that_hold_unsent_innovations_are_not_the_ministrys(
    cast: Cast, region: dict[str, Innovation]
) -> None:
    def statuses(client: Client, base: str) -> list[int]:
        return [client.get(f"{base}perhitungan/{word}/fakta.json").status_code for word in TRACES]

    assert statuses(signed_in(cast.hendra), trace_base("hendra")) == [200, 200, 200]
    assert statuses(signed_in(cast.rina), f"/pusat/daerah/{KOTIM}/") == [404, 404, 200]
    assert statuses(signed_in(cast.arif), trace_base("arif")) == [404, 404, 200]


def test_innovation_of_another_region_is_not_there(cast: Cast, region: dict[str, Innovation]) -> None:
    url = f"/d/{JAYAPURA}/daerah/indeks/perhitungan/mandiri/inovasi/{region['sent'].public_id}/"
    assert signed_in(cast.yosef).get(url).status_code == 404
    unknown = f"{trace_base('hendra')}perhitungan/mandiri/inovasi/{uuid.uuid4()}/"
    assert signed_in(cast.hendra).get(unknown).status_code == 404


def test_region_that_takes_no_part_has_no_page(cast: Cast) -> None:
    # 3101: Kepulauan Seribu, administrative; 0: Pusat; 9999: nowhere.
    client = signed_in(cast.rina)
    assert [client.get(f"/pusat/daerah/{number}/").status_code for number in (3101, 0, 9999)] == [404] * 3


def test_basis_must_be_one_of_three_words(cast: Cast, region: dict[str, Innovation]) -> None:
    assert signed_in(cast.hendra).get(f"{trace_base('hendra')}perhitungan/claimed/").status_code == 404


# What they show ---------------------------------------------------------------------------------------------------


def test_region_page_shows_three_numbers_and_what_they_rest_on(
    cast: Cast, region: dict[str, Innovation]
) -> None:
    words = text_of(signed_in(cast.hendra).get(PLACES["daerah"]))
    # Claimed: 111 + 37 = 148 / 12 = 12.3333; SPD row 5a 0.75 x 3 = 2.25; 14.5833 / 250 x 100 = 5.83
    assert "Pengukuran mandiri 5,83" in words
    # Verified: 74 / 12 = 6.1667, the SPD row is not confirmed; 2.47
    assert "Terverifikasi 2,47" in words
    assert "Final 2,47" in words
    with scope({KOTIM}):
        version = region_period(cast).scored_version
    assert f"dari versi {version}, instrumen IGA 2026" in words
    # 40.01 - 2.47
    assert "Kurang 37,54 menuju Inovatif" in words
    assert "Rata-rata nasional 2025 49,43" in words


def test_region_page_lists_every_innovation_with_its_reason(
    cast: Cast, region: dict[str, Innovation]
) -> None:
    words = text_of(signed_in(cast.hendra).get(PLACES["daerah"] + "?dasar=terverifikasi"))
    assert re.search(r"Terkirim Sudah Dinas Kesehatan Kesehatan Terkirim 111,00 74,00 74,00 ya", words)
    assert re.search(r"Menunggu Desk .{0,60} Diajukan 37,00 – – tidak: menunggu pemeriksaan desk", words)
    assert re.search(r"Masih Draf .{0,60} Draf – – – tidak: draf, belum diajukan", words)


def test_region_without_anything_sent_has_no_final_index(cast: Cast) -> None:
    with scope({KOTIM}):
        spd_row(cast, "1", confirmed=True, level=3)
        standing(cast)
    compute(cast)
    words = text_of(signed_in(cast.hendra).get(PLACES["daerah"] + "?dasar=final"))
    assert "Final – Belum ada inovasi yang dikirim." in words
    assert "Belum ada indeks final" in words


def test_region_before_its_first_result_says_so(cast: Cast) -> None:
    client = signed_in(cast.hendra)
    assert "Belum dihitung" in text_of(client.get(PLACES["daerah"]))
    assert "Belum dihitung" in text_of(client.get(f"{trace_base('hendra')}perhitungan/final/"))
    assert client.get(f"{trace_base('hendra')}perhitungan/final/fakta.json").status_code == 404
    with scope({KOTIM}):
        innovation = standing(cast)
    assert "Indeks sedang dihitung" in text_of(client.get(PLACES["daerah"]))
    url = f"{trace_base('hendra')}perhitungan/mandiri/inovasi/{innovation.public_id}/"
    assert "Belum dihitung" in text_of(client.get(url))


def test_index_page_exists_once(cast: Cast, region: dict[str, Innovation]) -> None:
    response = signed_in(cast.hendra).get(f"/d/{KOTIM}/daerah/indeks/")
    assert (response.status_code, response["Location"]) == (302, PLACES["daerah"])


def test_open_page_hears_of_a_change_and_of_nothing_else(cast: Cast, region: dict[str, Innovation]) -> None:
    client = signed_in(cast.hendra)
    page = client.get(PLACES["daerah"]).content.decode()
    match = re.search(r'hx-get="([^"]+)" hx-trigger="every 2s"', page)
    assert match is not None
    question = match[1].replace("&amp;", "&")
    assert client.get(question).status_code == 204
    with scope({KOTIM}):
        standing(cast, name="Baru Masuk", level=3)
    # The change is told at once, before its number is there, and the page then asks every second.
    waiting = client.get(question)
    assert "sedang dihitung" in text_of(waiting)
    assert 'hx-trigger="every 1s"' in waiting.content.decode()
    compute(cast)
    answer = client.get(question)
    assert (answer.status_code, "Baru Masuk" in text_of(answer)) == (200, True)
    # 111 + 37 + 111 = 259 / 12 = 21.5833 + 2.25 = 23.8333; x 0.4 = 9.53
    assert "Pengukuran mandiri 9,53" in text_of(answer)
    # What the part renews itself with does not carry the question along.
    assert "punya=" not in "".join(re.findall(r'href="([^"]*)"', answer.content.decode()))


def test_trace_shows_every_step_with_the_regions_numbers(cast: Cast, region: dict[str, Innovation]) -> None:
    words = text_of(signed_in(cast.hendra).get(f"{trace_base('hendra')}perhitungan/mandiri/"))
    for step in (
        "Jumlah kematangan jumlah skor kematangan inovasi yang dihitung 2 inovasi 148,00",
        "MAX(12; 2) 12",
        "148,00 ÷ 12 12,3333",
        "2 yandas terisi: syarat belum terpenuhi 0,00",
        "12,3333 + 0,00 12,3333",
        "2,25 + 12,3333 14,5833",
        "5,833333… 5,83",
        "0,01 – 40,00 Kurang Inovatif",
    ):
        assert step in words
    assert "di tepi rentang tingkat 2, 3; berlaku tingkat 3" in words
    assert "Keputusan portal: Baris 5a" in words
    assert "diisi Hendra, belum dikonfirmasi orang kedua" in words
    with scope({KOTIM}):
        assert CurrentFacts.objects.get(basis="claimed").facts_hash in words


def test_downloaded_facts_give_the_same_index_on_a_bare_python(
    cast: Cast, region: dict[str, Innovation], tmp_path: Path
) -> None:
    client = signed_in(cast.hendra)
    for word, basis in zip(TRACES, Basis, strict=True):
        response = client.get(f"{trace_base('hendra')}perhitungan/{word}/fakta.json")
        assert response["Content-Disposition"] == f'attachment; filename="fakta-62.02-2026-{word}.json"'
        file = tmp_path / f"{word}.json"
        file.write_bytes(response.content)
        done = subprocess.run(
            [sys.executable, "-m", "scoring.core.cli", str(file)], cwd=ROOT, capture_output=True, check=True
        )
        result = json.loads(done.stdout)
        with scope({KOTIM}):
            stored = current(basis)
        assert (result["index"], result["facts_hash"]) == (str(stored.index), stored.facts_hash)


def test_innovation_trace_names_evidence_and_judge(cast: Cast, region: dict[str, Innovation]) -> None:
    base = trace_base("hendra")
    words = text_of(
        signed_in(cast.hendra).get(f"{base}perhitungan/terverifikasi/inovasi/{region['sent'].public_id}/")
    )
    assert "Skor kematangan 74,00 dari 111" in words
    assert "SK Terkirim Sudah 188/1/2025, 2 Januari 2025, hlm. 1" in words
    assert "Penelaah desk (Budi): Diturunkan, tingkat 2: “Bukti kurang.”" in words
    # Row 16: weight 3, level 2 of a claimed 3.
    assert "3,00 2 klaim 3 6,00" in words


def test_innovation_outside_a_basis_says_why(cast: Cast, region: dict[str, Innovation]) -> None:
    base = trace_base("hendra")
    words = text_of(
        signed_in(cast.hendra).get(f"{base}perhitungan/final/inovasi/{region['waiting'].public_id}/")
    )
    assert "Pada dasar Final inovasi ini tidak dihitung: menunggu pemeriksaan desk." in words


def test_opd_traces_its_own_innovations_in_every_state(
    cast: Cast, region: dict[str, Innovation], settings
) -> None:  # type: ignore[no-untyped-def]
    settings.ROOT_URLCONF = "tests.scoring.urls"
    own = f"/d/{KOTIM}/opd/{cast.health.pk}/"
    head = f"/d/{KOTIM}/kepala-opd/{cast.health.pk}/"
    other = f"/d/{KOTIM}/opd/{cast.education.pk}/"
    for key in ("sent", "waiting", "draft"):
        tail = f"inovasi/{region[key].public_id}/perhitungan/mandiri/"
        assert signed_in(cast.sari).get(own + tail).status_code == 200
        assert signed_in(cast.joko).get(head + tail).status_code == 200
        assert signed_in(cast.dewi).get(other + tail).status_code == 404
    sent = signed_in(cast.sari).get(f"{own}inovasi/{region['sent'].public_id}/perhitungan/terverifikasi/")
    words = text_of(sent)
    assert "Skor kematangan 74,00 dari 111" in words
    assert "Penelaah desk (Budi): Diturunkan, tingkat 2: “Bukti kurang.”" in words
    # The way back is the innovation; the region's index is not the OPD's to open.
    assert f'href="{own}inovasi/{region["sent"].public_id}/"' in sent.content.decode()
    assert "/indeks/" not in sent.content.decode()


def test_evidence_opens_where_the_place_serves_files(cast: Cast, region: dict[str, Innovation]) -> None:
    def links(client: Client, base: str) -> list[str]:
        page = client.get(f"{base}perhitungan/final/inovasi/{region['sent'].public_id}/").content.decode()
        return re.findall(r'href="([^"]*/berkas/[0-9]+/)"', page)

    found = links(signed_in(cast.hendra), trace_base("hendra"))
    assert len(found) == 20
    response = signed_in(cast.hendra).get(found[0])
    content = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    assert (response.status_code, content[:5]) == (200, b"%PDF-")
    assert links(signed_in(cast.rina), f"/pusat/daerah/{KOTIM}/") == []


# The ranking ------------------------------------------------------------------------------------------------------


def made_up(cast: Cast, indices: dict[int, str], *, sent: bool = True) -> None:
    """Results of other regions, written down as a computation would."""
    with scope(indices):
        rows = {row.region_id: row for row in RegionPeriod.objects.filter(region_id__in=indices)}
        Result.objects.bulk_create(
            Result(
                region_id=region_id,
                region_period=rows[region_id],
                basis=basis,
                content_version=1,
                instrument_fingerprint="0" * 64,
                facts_hash="0" * 64,
                spd=0,
                innovations_counted=12,
                divisor=12,
                maturity_sum=0,
                maturity_mean=0,
                yandas=0,
                count_score=0,
                sid=0,
                total=0,
                index=Decimal(index),
                predicate="Inovatif" if Decimal(index) > 40 else "Kurang Inovatif",
                maturities={"x": "1.00"} if sent or basis is not Basis.FINAL else {},
                duration_us=1,
            )
            for region_id, index in indices.items()
            for basis in Basis
        )
        RegionPeriod.objects.filter(region_id__in=indices).update(content_version=1, scored_version=1)


def ranking(client: Client, query: str = "") -> list[tuple[str, str]]:
    """(place, name) of the rows of the page."""
    page = client.get(f"/pusat/{query}").content.decode()
    rows = re.findall(r'data-label="Peringkat">(.*?)</td>.*?<a href="[^"]+">([^<]+)</a>', page, re.DOTALL)
    return [(re.sub(r"<[^>]+>", "", place).strip(), name) for place, name in rows]


def test_ranking_shows_ties_as_ties_and_the_uncounted_at_the_end(cast: Cast) -> None:
    # 1171 Banda Aceh, 1371 Padang, 1771 Bengkulu, 9171 Jayapura: kota.
    made_up(cast, {1171: "60.00", 1371: "70.00", BENGKULU: "60.00", JAYAPURA: "50.00"})
    rows = ranking(signed_in(cast.rina), "?jenis=kota")
    assert rows[:5] == [
        ("1", "Kota Padang"),
        ("=2", "Kota Banda Aceh"),
        ("=2", "Kota Bengkulu"),
        ("4", "Kota Jayapura"),
        ("–", "Kota Sabang"),
    ]
    assert "belum dihitung" in text_of(signed_in(cast.rina).get("/pusat/?jenis=kota"))


def test_place_is_the_place_in_the_group_and_searching_does_not_change_it(cast: Cast) -> None:
    made_up(cast, {1171: "60.00", 1371: "70.00", KOTIM: "65.00"})
    client = signed_in(cast.rina)
    assert ranking(client, "?cari=banda+aceh") == [("3", "Kota Banda Aceh")]
    assert ranking(client, "?jenis=kota&cari=Banda+Aceh") == [("2", "Kota Banda Aceh")]
    assert ranking(client, "?regional=III&cari=kotawaringin+timur") == [("1", "Kabupaten Kotawaringin Timur")]
    assert ranking(client, "?cari=62.02") == [("2", "Kabupaten Kotawaringin Timur")]
    assert "Tidak ada daerah yang cocok" in text_of(client.get("/pusat/?cari=atlantis"))


def test_final_ranking_places_only_who_has_sent(cast: Cast) -> None:
    made_up(cast, {1171: "60.00"})
    made_up(cast, {1371: "70.00"}, sent=False)
    client = signed_in(cast.rina)
    assert ranking(client, "?dasar=final&jenis=kota")[0] == ("1", "Kota Banda Aceh")
    assert ranking(client, "?dasar=terverifikasi&jenis=kota")[0] == ("1", "Kota Padang")
    assert "belum mengirim" in text_of(client.get("/pusat/?dasar=final&cari=padang&jenis=kota"))


def test_distribution_counts_the_group(cast: Cast) -> None:
    made_up(cast, {1171: "60.00", 1371: "70.00", BENGKULU: "30.00", KOTIM: "10.00"})
    words = text_of(signed_in(cast.rina).get("/pusat/?jenis=kota"))
    assert "Sangat Inovatif 0 Inovatif 2 Kurang Inovatif 1 Tidak Dapat Dinilai 0" in words
    # (60 + 70 + 30) / 3
    assert "Daerah berindeks 3 dari 93" in words
    assert "Rata-rata indeks 53,33" in words


def test_ranking_has_all_546_participants(cast: Cast) -> None:
    assert "1 sampai 25 dari 546" in text_of(signed_in(cast.rina).get("/pusat/"))


# How much they ask the database -----------------------------------------------------------------------------------


def test_region_page_asks_the_same_for_one_innovation_and_for_three(cast: Cast) -> None:
    client = signed_in(cast.hendra)
    with scope({KOTIM}):
        standing(cast, name="Satu")
    compute(cast)
    client.get(PLACES["daerah"])
    counts = []
    for names in ((), ("Dua", "Tiga")):
        with scope({KOTIM}):
            for name in names:
                standing(cast, name=name)
        compute(cast)
        with counted_queries() as queries:
            assert client.get(PLACES["daerah"]).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= MOST_QUERIES


def test_unchanged_question_costs_the_least(cast: Cast, region: dict[str, Innovation]) -> None:
    client = signed_in(cast.hendra)
    page = client.get(PLACES["daerah"]).content.decode()
    match = re.search(r'hx-get="([^"]+)" hx-trigger="every 2s"', page)
    assert match is not None
    with counted_queries() as queries:
        client.get(match[1].replace("&amp;", "&"))
    # Session, person with memberships, the region's row.
    assert len(queries) == 3


def test_ranking_asks_the_same_for_any_number_of_regions(cast: Cast) -> None:
    client = signed_in(cast.rina)
    client.get("/pusat/")
    counts = []
    for indices in ({1171: "60.00"}, dict.fromkeys(participants_but(1171), "50.00")):
        made_up(cast, indices)
        with counted_queries() as queries:
            assert client.get("/pusat/").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= MOST_QUERIES


def participants_but(region_id: int) -> list[int]:
    return list(Region.objects.filter(participates=True).exclude(pk=region_id).values_list("pk", flat=True))


@pytest.mark.parametrize(
    "path",
    ["perhitungan/mandiri/", "perhitungan/mandiri/inovasi/{sent}/"],
)
def test_traces_stay_below_the_limit(cast: Cast, region: dict[str, Innovation], path: str) -> None:
    client = signed_in(cast.hendra)
    url = trace_base("hendra") + path.format(sent=region["sent"].public_id)
    client.get(url)
    with counted_queries() as queries:
        assert client.get(url).status_code == 200
    assert len(queries) <= MOST_QUERIES
