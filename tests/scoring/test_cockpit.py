"""The cockpit's pages: numbers on them, the list behind each, the target, who sees them, and what they ask the database."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from django.http import QueryDict
from django.test import Client

from iga_portal.tenancy.scope import scope
from innovations.enums import State
from innovations.models import Answer, Citation, Innovation
from regions.domain.targets import Target, set_target
from regions.lists.kinds import Asked, list_kind
from regions.models import Opd, Region, RegionPeriod
from tests.cast import BENGKULU, KOTIM, NOON, Cast, region_period
from tests.scoring.support import compute, counted_queries, signed_in, spd_row, standing
from tests.scoring.test_pages import text_of

HOME = f"/d/{KOTIM}/daerah/"
ROWS, DIFFERENCE, LIST = HOME + "indeks/baris/", HOME + "indeks/selisih/", HOME + "indeks/daftar/"
TARGET = HOME + "sasaran/"
MOST_QUERIES = 12


def lower(innovation: Innovation, row: int, **levels: int | None) -> None:
    Answer.objects.filter(innovation=innovation, row=row).update(**levels)


@pytest.fixture
def region(cast: Cast) -> dict[str, Innovation]:
    """Three at level 2 in Kesehatan: one verified with its video lowered to 0, one at the desk without a video, one verified
    whole, of another agency; an SPD row that nobody confirmed."""
    with scope({KOTIM}):
        found = {
            "cut": standing(cast, name="Dipotong Desk", state=State.VERIFIED),
            "bare": standing(cast, name="Tanpa Video", urusan="A01"),
            "whole": standing(cast, name="Utuh", state=State.VERIFIED),
        }
        lower(found["cut"], 35, verified_level=0)
        lower(found["bare"], 35, claimed_level=0)
        Citation.objects.filter(answer__innovation=found["bare"], answer__row=17).delete()
        Innovation.objects.filter(pk=found["whole"].pk).update(opd=cast.education)
        spd_row(cast, "8", confirmed=False, level=3)
    compute(cast)
    return found


# What they say -----------------------------------------------------------------------------------------------------


def test_front_page_tells_distances_levers_and_the_way_down(
    cast: Cast, region: dict[str, Innovation]
) -> None:
    words = text_of(signed_in(cast.hendra).get(HOME + "?dasar=mandiri"))
    # Claimed: 74 + 66 + 74 = 214 / 12 = 17.8333; SPD row 8 has weight 1.5, x 3 = 4.5: 22.3333 x 0.4 = 8.93
    assert "Pengukuran mandiri 8,93" in words
    # Inovatif prints from 40.005 on, which is 100.0125 points: 77.6792 are missing.
    assert "Inovatif 40,01 kurang 31,08 77,68 poin" in words
    assert "Sangat Inovatif 65,01 kurang 56,08" in words
    # SPD row 12 has weight 2: 6 points x 0.4 = 2.40. Row 6 waits for its figures.
    assert (
        "Penghargaan bagi inovator baris SPD 12, satu untuk seluruh daerah · kerja sedang +2,40 menjadi 11,33"
        in words
    )
    assert "baris SPD 6 belum diisi; paling banyak sebesar ini, menurut angkanya" in words
    # Down: the desk took 8 points (8 / 12 x 0.4 = 0.2667), one is not verified (66 / 12 x 0.4 = 2.20), row 8 is not confirmed.
    assert "Diubah desk 1 inovasi −0,26 8,67" in words
    assert "Belum diverifikasi 1 inovasi −2,20 6,47" in words
    assert "Baris SPD belum dikonfirmasi 1 baris −1,80 4,67" in words
    # One more of the mean, 71.33: 71.33 / 12 x 0.4 = 2.3777.
    assert "kematangan 71,33 (rata-rata) +2,38" in words
    assert "Inovasi lagi tidak menurunkan indeks, berapa pun kematangannya." in words


def test_rows_show_levels_open_points_and_gains(cast: Cast, region: dict[str, Innovation]) -> None:
    client = signed_in(cast.hendra)
    words = text_of(client.get(ROWS + "?dasar=mandiri"))
    # Row 35, weight 4: levels 2, 0, 2 claimed and 0, 2 verified. Open 4 x (1 + 3 + 1) = 20; empty to 3: 12 / 12 x 0.4 = 0.40;
    # all to 3: 20 / 12 x 0.4 = 0.6667, printed 8.93 to 9.60.
    assert re.search(
        r"35 · Video inovasi daerah bobot 4 · kerja \w+ 1,33 → terverifikasi 1,00 1 0 2 0 20 \+0,40 \+0,67 0",
        words,
    )
    # Row 17, weight 2: one claims it without evidence; without it -4 / 12 x 0.4 = -0.13.
    assert re.search(r"17 · .{10,110} 0 0 3 0 6 0,00 \+0,20 1 −0,13", words)
    # To level 1 only: 4 / 12 x 0.4 = 0.1333, printed 8.93 to 9.07.
    assert "belum ada di 1 inovasi · kerja" in words
    assert re.search(r"35 · Video .{0,90} 20 \+0,14 ", text_of(client.get(ROWS + "?dasar=mandiri&sampai=1")))


def test_difference_by_agency_and_by_row(cast: Cast, region: dict[str, Innovation]) -> None:
    words = text_of(signed_in(cast.hendra).get(DIFFERENCE))
    # 8 points back: 8 / 12 x 0.4 = 0.2667, printed 4.67 to 4.93.
    assert re.search(r"Dinas Kesehatan 1 .{0,50} 1 .{0,30} 8,00 \+0,26", words)
    assert re.search(r"Dinas Pendidikan 1 .{0,50} 0 0,00 0,00", words)
    assert re.search(r"35 · Video inovasi daerah 1 dari 2 .{0,30} 1 .{0,50} 8,00 \+0,26", words)
    assert "17 · " not in words


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("dasar=mandiri", ["Dipotong Desk", "Tanpa Video", "Utuh"]),
        ("dasar=terverifikasi", ["Dipotong Desk", "Utuh"]),
        ("dasar=mandiri&baris=35&tingkat=0", ["Tanpa Video"]),
        ("dasar=terverifikasi&baris=35&tingkat=0", ["Dipotong Desk"]),
        ("dasar=mandiri&baris=35&dibawah=3", ["Dipotong Desk", "Tanpa Video", "Utuh"]),
        ("dasar=mandiri&baris=17&bukti=tanpa", ["Tanpa Video"]),
        ("dasar=mandiri&yandas=A01", ["Tanpa Video"]),
        ("dasar=mandiri&keadaan=menunggu", ["Tanpa Video"]),
        ("dasar=terverifikasi&selisih=turun", ["Dipotong Desk"]),
        ("dasar=terverifikasi&baris=16&selisih=turun", []),
        ("dasar=terverifikasi&baris=35&tingkat=0&selisih=turun", ["Dipotong Desk"]),
        # What an address cannot mean is left out of it.
        (
            "dasar=mandiri&baris=99&tingkat=0&yandas=ZZ&opd=999999999&selisih=x",
            ["Dipotong Desk", "Tanpa Video", "Utuh"],
        ),
        ("dasar=mandiri&baris=35&tingkat=%C2%B2", ["Dipotong Desk", "Tanpa Video", "Utuh"]),
    ],
)
def test_list_holds_the_innovations_of_a_figure(
    cast: Cast, region: dict[str, Innovation], query: str, names: list[str]
) -> None:
    assert named(signed_in(cast.hendra), f"{LIST}?{query}") == names


def named(client: Client, url: str) -> list[str]:
    page = client.get(url).content.decode()
    return re.findall(r'<th scope="row"><a href="[^"]+">([^<]+)</a>', page)


def test_list_of_an_agency(cast: Cast, region: dict[str, Innovation]) -> None:
    client = signed_in(cast.hendra)
    assert named(client, f"{LIST}?dasar=mandiri&opd={cast.education.pk}") == ["Utuh"]
    with scope({BENGKULU}):
        foreign = Opd.objects.get()
    # Another region's agency is no filter here, and its name is not told.
    assert len(named(client, f"{LIST}?dasar=mandiri&opd={foreign.pk}")) == 3


def test_every_figure_of_the_cockpit_leads_to_as_many_innovations(
    cast: Cast, region: dict[str, Innovation]
) -> None:
    client = signed_in(cast.hendra)
    followed = 0
    for url in (HOME + "?dasar=mandiri", ROWS + "?dasar=mandiri", DIFFERENCE):
        page = client.get(url).content.decode()
        for href, text in re.findall(r'<a href="([^"]*/indeks/daftar/[^"]*)"[^>]*>(.*?)</a>', page):
            number = re.match(r"\D*?(\d+)(?: dari \d+)?(?:$|\D)", re.sub(r"<[^>]+>", " ", text).strip())
            if number is None or "+" in text or "−" in text:
                continue
            followed += 1
            assert len(named(client, href.replace("&amp;", "&"))) == int(number[1]), (url, href, text)
    assert followed > 25


def test_pages_before_the_first_result_say_so(cast: Cast) -> None:
    client = signed_in(cast.hendra)
    for url in (ROWS, DIFFERENCE, LIST):
        assert "Belum dihitung" in text_of(client.get(url))
    assert "Belum dihitung" in text_of(signed_in(cast.tiur).get(f"/d/{KOTIM}/kepala-daerah/"))


# The head of region ------------------------------------------------------------------------------------------------


def test_head_of_region_sees_one_page(cast: Cast, region: dict[str, Innovation]) -> None:
    with scope({KOTIM}):
        RegionPeriod.objects.update(target_index=Decimal("65.01"))
    page = signed_in(cast.tiur).get(f"/d/{KOTIM}/kepala-daerah/")
    words = text_of(page)
    # Verified: 66 + 74 = 140 / 12 x 0.4 = 4.6667
    assert "Terverifikasi 4,67 Kurang Inovatif" in words
    assert "Kurang 60,34 menuju sasaran 65,01" in words
    assert "Kurang 35,34 menuju Inovatif" in words
    assert "Desk : inovasi menunggu diperiksa 1" in words
    assert "Admin daerah : baris SPD menunggu konfirmasi orang kedua 1" in words
    assert "Admin daerah : inovasi terverifikasi belum dikirim 2" in words
    assert page.content.decode().count('class="levers-worth"') == 3
    # Each line that waits opens what is behind it, as far as this reader may go: the agencies in question first, the SPD rows.
    opened = re.findall(r'<strong>[^<]+</strong>: <a href="([^"]+)"', page.content.decode())
    base = f"/d/{KOTIM}/kepala-daerah"
    assert opened == [
        f"{base}/partisipasi/?urut=-diajukan#opd",
        f"{base}/indeks/perhitungan/mandiri/#spd",
        f"{base}/partisipasi/?urut=-terverifikasi#opd",
        f"{base}/jadwal/",
    ]
    for url in opened:
        assert signed_in(cast.tiur).get(url.split("#")[0]).status_code == 200


# Who sees them -----------------------------------------------------------------------------------------------------


def test_ministry_and_evaluator_see_none_of_it(cast: Cast, region: dict[str, Innovation]) -> None:
    for client, base in (
        (signed_in(cast.rina), f"/pusat/daerah/{KOTIM}/"),
        (signed_in(cast.arif), f"/d/{KOTIM}/penilai/"),
    ):
        page = client.get(base)
        assert page.status_code == 200
        assert "Yang paling menggerakkan indeks" not in text_of(page)
        assert "indeks/daftar" not in page.content.decode()
        for path in ("baris/", "selisih/", "daftar/"):
            assert client.get(f"{base}indeks/{path}").status_code == 404


# The target --------------------------------------------------------------------------------------------------------


def stored() -> tuple[Decimal | None, int | None]:
    with scope({KOTIM}):
        return RegionPeriod.objects.values_list("target_index", "target_rank").get()


def press(client: Client, **fields: str) -> int:
    seen = {"seen_index": "", "seen_rank": "", "index": "", "rank": "", **fields}
    return client.post(TARGET, seen).status_code


def test_regional_admin_sets_changes_and_clears_the_target(cast: Cast, region: dict[str, Innovation]) -> None:
    client = signed_in(cast.hendra)
    assert press(client, index="65,01", rank="10") == 302
    assert stored() == (Decimal("65.01"), 10)
    words = text_of(client.get(HOME))
    assert "Sasaran 65,01" in words
    assert "10 di antara 415 kabupaten peserta" in words
    assert press(client, seen_index="65.01", seen_rank="10") == 302
    assert stored() == (None, None)


def test_target_of_another_tab_is_not_overwritten(cast: Cast, region: dict[str, Innovation]) -> None:
    hendra, indah = signed_in(cast.hendra), signed_in(cast.indah)
    assert press(indah, index="70") == 302
    seen = {"index": "65,01", "rank": "", "seen_index": "", "seen_rank": ""}
    answer = hendra.post(TARGET, seen)
    assert answer.status_code == 422
    assert "Yang berlaku sekarang: indeks 70,00, peringkat –" in text_of(answer)
    assert stored() == (Decimal("70.00"), None)
    # The page now shows what stands: pressed again, it is meant.
    assert 'value="65,01"' in answer.content.decode()
    assert press(hendra, index="65,01", seen_index="70.00") == 302
    assert stored() == (Decimal("65.01"), None)


@pytest.mark.parametrize(
    "fields",
    [
        {"index": "0"}, {"index": "100,01"}, {"index": "65,011"}, {"index": "-3"}, {"index": "NaN"}, {"index": "1e2"},
        {"rank": "0"}, {"rank": "416"}, {"rank": "1,5"}, {"rank": "x"}, {"rank": "9" * 30},
        {"index": "65,01", "seen_index": "Infinity"}, {"index": "65,01", "seen_rank": "²"},
    ],
)  # fmt: skip
def test_target_that_makes_no_sense_is_refused_and_nothing_changes(
    cast: Cast, fields: dict[str, str]
) -> None:
    assert press(signed_in(cast.hendra), **fields) == 422
    assert stored() == (None, None)


def test_target_is_the_regional_admins(cast: Cast, region: dict[str, Innovation]) -> None:
    for name, place in (
        ("tiur", "kepala-daerah"),
        ("budi", "desk"),
        ("yosef", "daerah"),
        ("arif", "penilai"),
    ):
        assert (
            signed_in(getattr(cast, name)).post(f"/d/{KOTIM}/{place}/sasaran/", {"index": "70"}).status_code
            == 404
        )
    with scope({KOTIM}), pytest.raises(Exception, match="admin daerah"):
        set_target(
            region_period(cast).pk, actor=cast.actor("tiur"), seen=Target(), wanted=Target(Decimal(70))
        )
    assert stored() == (None, None)


# How much they ask -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("url", [HOME, ROWS, DIFFERENCE, LIST, f"/d/{KOTIM}/kepala-daerah/"])
def test_pages_ask_the_same_for_few_and_for_many(cast: Cast, region: dict[str, Innovation], url: str) -> None:
    with scope({KOTIM}):
        RegionPeriod.objects.update(target_index=65, target_rank=10)
    client = signed_in(cast.tiur if "kepala" in url else cast.hendra)
    client.get(url)
    counts = []
    for names in ((), ("Empat", "Lima", "Enam")):
        with scope({KOTIM}):
            for name in names:
                standing(cast, name=name, state=State.VERIFIED)
        compute(cast)
        with counted_queries() as queries:
            assert client.get(url).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= MOST_QUERIES, counts


# Taken along -------------------------------------------------------------------------------------------------------


def rows_of(name: str, query: str, cast: Cast) -> list[tuple[object, ...]]:
    kind = list_kind(name)
    assert kind is not None
    asked = Asked(
        actor=cast.actor("hendra"),
        region=Region.objects.get(pk=KOTIM),
        period=cast.period,
        filters=QueryDict(query),
        now=NOON,
    )
    with scope({KOTIM}):
        return [tuple(row) for row in kind.rows(asked)]


def test_lists_hold_what_the_pages_show(cast: Cast, region: dict[str, Innovation]) -> None:
    rows = rows_of("baris", "dasar=mandiri", cast)
    assert [row[0] for row in rows] == list(range(16, 36))
    # The same numbers as on the page, see above.
    assert rows[-1][2:] == (
        Decimal("4.00"), Decimal("1.33"), Decimal("1.00"), 1, 0, 2, 0, Decimal("20.00"), Decimal("0.40"), Decimal("0.67"), 0,
    )  # fmt: skip
    lines = rows_of("inovasi-indeks", "dasar=terverifikasi&baris=35&selisih=turun", cast)
    assert lines == [
        ("Dipotong Desk", "Dinas Kesehatan", "Kesehatan", "Terverifikasi", 2, 0, Decimal("74.00"), Decimal("66.00"), Decimal("-8.00")),
    ]  # fmt: skip
