"""The reference data that is carried agrees with itself and with the instrument."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from typing import Any

from tests.scoring_core.support import ROOT, instrument


def table(path: str) -> list[dict[str, str]]:
    with (ROOT / path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def document(path: str) -> Any:
    return json.loads(
        (ROOT / path).read_text(encoding="utf-8"), parse_float=lambda text: text + " is a float"
    )


def test_552_regions_of_the_known_kinds() -> None:
    kinds = Counter(region["kind"] for region in table("regions/data/regions.csv"))

    assert kinds == {
        "provinsi": 38,
        "kabupaten": 415,
        "kab_administrasi": 1,
        "kota": 93,
        "kota_administrasi": 5,
    }


def test_codes_ids_and_parents_of_regions_agree() -> None:
    regions = table("regions/data/regions.csv")
    codes = {region["code"] for region in regions}

    assert len(codes) == len({region["id"] for region in regions}) == 552
    for region in regions:
        assert region["id"] == region["code"].replace(".", "")
        is_province = region["kind"] == "provinsi"
        assert region["parent"] == ("" if is_province else region["code"].partition(".")[0])
        assert is_province or region["parent"] in codes
        assert region["name"].endswith(region["short_name"])


def test_a_parent_stands_before_its_children() -> None:
    seen = {""}
    for region in table("regions/data/regions.csv"):
        assert region["parent"] in seen
        seen.add(region["code"])


def test_the_six_of_jakarta_do_not_take_part() -> None:
    outside = [
        region["code"] for region in table("regions/data/regions.csv") if region["participates"] == "0"
    ]

    assert outside == ["31.01", "31.71", "31.72", "31.73", "31.74", "31.75"]


def test_zones_regionals_borders_and_places_of_regions() -> None:
    regions = table("regions/data/regions.csv")

    assert {region["time_zone"] for region in regions} == {"WIB", "WITA", "WIT"}
    assert {region["iga_regional"] for region in regions} == {"I", "II", "III", "IV", "V", "VI"}
    # Sourced border regions only: 13 say yes, nobody says no.
    assert Counter(region["border"] for region in regions) == {"": 539, "1": 13}
    for region in regions:
        assert re.fullmatch(r"-?\d{1,2}(\.\d{1,5})?", region["lat"])
        assert re.fullmatch(r"\d{2,3}(\.\d{1,5})?", region["lng"])
    # A province lies in one regional, and all of its regions with it.
    assert len({(region["code"][:2], region["iga_regional"]) for region in regions}) == 38


def test_urusan_are_those_of_the_instrument() -> None:
    listed = [
        (row["code"], row["name"], row["group"], row["yandas"])
        for row in table("innovations/data/urusan.csv")
    ]
    ruled = [
        (entry.code, entry.name, entry.group, str(int(entry.is_yandas))) for entry in instrument().urusan
    ]

    assert listed == ruled
    konkuren = [row for row in table("innovations/data/urusan.csv") if row["konkuren"] == "1"]
    assert len(konkuren) == 32
    assert all(row["group"] != "fungsi_penunjang" for row in konkuren)


def test_eight_asta_cita() -> None:
    choices = document("innovations/data/asta_cita.json")["choices"]

    assert [choice["number"] for choice in choices] == list(range(1, 9))
    assert len({choice["name"] for choice in choices}) == 8


def test_eight_clusters_with_54_programmes_and_one_for_none() -> None:
    clusters = document("innovations/data/pkpn.json")["clusters"]

    assert [(cluster["code"], len(cluster["programmes"])) for cluster in clusters] == [
        *(("A", 9), ("B", 16), ("C", 11), ("D", 4), ("E", 5), ("F", 5), ("G", 2), ("H", 2), ("I", 0)),
    ]
    assert clusters[-1]["name"] == "NON PKPN"
    codes = [programme["code"] for cluster in clusters for programme in cluster["programmes"]]
    assert len(set(codes)) == 54
    names = {programme["name"] for programme in clusters[1]["programmes"]}
    assert {"Eksplorasi 10 Ladang Migas Baru", "Listrik Pedesaan", "Swasembada Air"} < names


def test_past_results_keep_the_two_scales_apart() -> None:
    past = document("regions/data/past_results.json")
    codes = {region["code"] for region in table("regions/data/regions.csv")}

    assert [entry["year"] for entry in past["national"]] == list(range(2017, 2026))
    for entry in [*past["national"], *past["results"]]:
        assert entry["scale"] == ("points" if entry["year"] <= 2020 else "0-100")
    for entry in past["results"]:
        assert entry["code"] in codes
        assert entry["source"]
        if entry["score"] is not None:
            assert re.fullmatch(r"\d+(\.\d{1,2})?", entry["score"])
    assert {entry["status"] for entry in past["results"]} == {"final", "interim"}
    last = past["national"][-1]
    assert (last["participants"], last["innovations"], last["mean_index"]) == (531, 36742, "49.43")
    assert last["predicates"] == {
        "Sangat Inovatif": 108,
        "Inovatif": None,
        "Kurang Inovatif": None,
        "Tidak Dapat Dinilai": None,
    }


def test_sample_titles_name_known_regions_and_urusan() -> None:
    titles = table("innovations/data/sample_titles.csv")
    codes = {region["code"] for region in table("regions/data/regions.csv")}
    names = {row["name"] for row in table("innovations/data/urusan.csv")} | {""}

    assert len(titles) > 100
    assert all(title["title"] == title["title"].strip() != "" for title in titles)
    assert {title["region_code"] for title in titles} <= codes
    assert {title["urusan"] for title in titles} <= names
    # A demonstration needs some of each of the six yandas, or a region of titles could never open the gate.
    assert set(instrument().yandas) <= {title["urusan"] for title in titles}
