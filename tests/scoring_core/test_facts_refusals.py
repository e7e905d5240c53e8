"""What the core's door refuses, one case a refusal, each with its path; and what looks odd and is taken."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from scoring.core.errors import FactsError
from scoring.core.facts import instrument_year, parse_facts
from scoring.core.jsontext import read_json
from scoring.core.score import score
from tests.scoring_core.support import facts, innovation, instrument


def refused(document: Any) -> FactsError:
    with pytest.raises(FactsError) as refusal:
        score(document, instrument())
    assert refusal.value.message
    return refusal.value


def refused_text(text: str | bytes) -> FactsError:
    """Refused as JSON text: what only text can say (floats, repeated keys)."""
    with pytest.raises(FactsError) as refusal:
        score(read_json(text, error=FactsError), instrument())
    return refusal.value


def good() -> dict[str, Any]:
    return facts(
        innovation("A", levels={"16": 2}),
        innovation("B", levels={"17": 1}),
        spd={"1": 3, "3": {"t2": "40000", "t1": "43268"}, "5b": {"t1": "4.10"}},
        region={"code": "62.02"},
    )


def test_the_document_the_cases_start_from_is_good() -> None:
    assert score(good(), instrument()).numbers.innovations_counted == 2


def set_at(document: dict[str, Any], where: tuple[str | int, ...], value: Any) -> dict[str, Any]:
    changed = copy.deepcopy(document)
    target: Any = changed
    for key in where[:-1]:
        target = target[key]
    target[where[-1]] = value
    return changed


REFUSALS: list[tuple[tuple[str | int, ...], Any, str]] = [
    # unknown keys
    (("extra",), 1, "extra"),
    (("region", "name"), "X", "region.name"),
    (("innovations", 1, "title"), "X", "innovations[1].title"),
    (("innovations", 0, "levels", "36"), 1, "innovations[0].levels.36"),
    (("innovations", 0, "levels", "1"), 1, "innovations[0].levels.1"),
    (("innovations", 0, "levels", " 16"), 1, "innovations[0].levels. 16"),
    (("spd", "16"), 1, "spd.16"),
    (("spd", "2"), 1, "spd.2"),
    (("spd", "2A"), 1, "spd.2A"),
    (("spd", "3", "t3"), "1", "spd.3.t3"),
    (("spd", "5b", "t2"), "1", "spd.5b.t2"),
    # levels
    (("innovations", 0, "levels", "16"), 4, "innovations[0].levels.16"),
    (("innovations", 0, "levels", "16"), -1, "innovations[0].levels.16"),
    (("innovations", 0, "levels", "16"), "2", "innovations[0].levels.16"),
    (("innovations", 0, "levels", "16"), 2.0, "innovations[0].levels.16"),
    (("innovations", 0, "levels", "16"), True, "innovations[0].levels.16"),
    (("innovations", 0, "levels", "16"), None, "innovations[0].levels.16"),
    (("innovations", 0, "levels", "16"), {"t1": "1"}, "innovations[0].levels.16"),
    (("innovations", 0, "levels", "20"), {"value": "3"}, "innovations[0].levels.20"),
    (("innovations", 0, "levels"), None, "innovations[0].levels"),
    (("innovations", 0, "levels"), [], "innovations[0].levels"),
    (("spd", "1"), 4, "spd.1"),
    (("spd", "1"), False, "spd.1"),
    (("spd", "1"), "3", "spd.1"),
    (("spd", "1"), [3], "spd.1"),
    (("spd", "3"), None, "spd.3"),
    (("spd", "1"), {"t1": "1", "t2": "1"}, "spd.1"),
    (("spd", "8"), {}, "spd.8"),
    # measured inputs
    (("spd", "3"), {"t1": "1"}, "spd.3.t2"),
    (("spd", "3"), {"t2": "1"}, "spd.3.t1"),
    (("spd", "5b"), {}, "spd.5b.t1"),
    (("spd", "3", "t2"), "0", "spd.3.t2"),
    (("spd", "3", "t1"), 1.5, "spd.3.t1"),
    (("spd", "3", "t1"), True, "spd.3.t1"),
    (("spd", "3", "t1"), None, "spd.3.t1"),
    (("spd", "3", "t1"), "1e3", "spd.3.t1"),
    (("spd", "3", "t1"), "1,5", "spd.3.t1"),
    (("spd", "3", "t1"), "+1", "spd.3.t1"),
    (("spd", "3", "t1"), " 1", "spd.3.t1"),
    (("spd", "3", "t1"), "1\n", "spd.3.t1"),
    (("spd", "3", "t1"), "", "spd.3.t1"),
    (("spd", "3", "t1"), ".5", "spd.3.t1"),
    (("spd", "3", "t1"), "5.", "spd.3.t1"),
    (("spd", "3", "t1"), "--5", "spd.3.t1"),
    (("spd", "3", "t1"), "1_000", "spd.3.t1"),
    (("spd", "3", "t1"), "٣", "spd.3.t1"),
    (("spd", "3", "t1"), "NaN", "spd.3.t1"),
    (("spd", "3", "t1"), "1" * 19, "spd.3.t1"),
    (("spd", "3", "t1"), "1." + "1" * 10, "spd.3.t1"),
    (("spd", "3", "t1"), 10**18, "spd.3.t1"),
    (("spd", "3", "t1"), -(10**18), "spd.3.t1"),
    # innovations
    (("innovations", 0, "stage"), "Penerapan", "innovations[0].stage"),
    (("innovations", 0, "stage"), None, "innovations[0].stage"),
    (("innovations", 0, "stage"), ["penerapan"], "innovations[0].stage"),
    (("innovations", 0, "urusan"), "kesehatan", "innovations[0].urusan"),
    (("innovations", 0, "urusan"), "Kesehatan ", "innovations[0].urusan"),
    (("innovations", 0, "urusan"), 2, "innovations[0].urusan"),
    (("innovations", 0, "urusan"), {}, "innovations[0].urusan"),
    (("innovations", 1, "id"), "A", "innovations[1].id"),
    (("innovations", 0, "id"), "", "innovations[0].id"),
    (("innovations", 0, "id"), 7, "innovations[0].id"),
    (("innovations", 0, "id"), "\ud800", "innovations[0].id"),
    (("innovations", 0), "X", "innovations[0]"),
    (("innovations", 0), [], "innovations[0]"),
    (("innovations",), {}, "innovations"),
    (("innovations",), "AB", "innovations"),
    (("innovations",), None, "innovations"),
    # dates
    (("innovations", 0, "implemented"), "2025-02-29", "innovations[0].implemented"),
    (("innovations", 0, "implemented"), "2024-5-6", "innovations[0].implemented"),
    (("innovations", 0, "implemented"), "20240506", "innovations[0].implemented"),
    (("innovations", 0, "implemented"), "2024-W19-1", "innovations[0].implemented"),
    (("innovations", 0, "implemented"), "2024-05-06T00:00:00", "innovations[0].implemented"),
    (("innovations", 0, "implemented"), "0000-01-01", "innovations[0].implemented"),
    (("innovations", 0, "implemented"), "٢٠٢٤-05-06", "innovations[0].implemented"),
    (("innovations", 0, "implemented"), "", "innovations[0].implemented"),
    (("innovations", 0, "implemented"), 20240506, "innovations[0].implemented"),
    (("innovations", 1, "developed"), "2024-13-01", "innovations[1].developed"),
    (("innovations", 1, "developed"), False, "innovations[1].developed"),
    # the document itself
    (("instrument",), 2027, "instrument"),
    (("instrument",), 1999, "instrument"),
    (("instrument",), "2026", "instrument"),
    (("instrument",), 2026.0, "instrument"),
    (("instrument",), True, "instrument"),
    (("spd",), [], "spd"),
    (("spd",), None, "spd"),
    (("region",), "62.02", "region"),
    (("region", "code"), 62, "region.code"),
    (("basis",), 1.5, "basis"),
    (("basis",), True, "basis"),
    (("period",), ["2026"], "period"),
]


@pytest.mark.parametrize(("where", "value", "path"), REFUSALS)
def test_refusal_names_its_path(where: tuple[str | int, ...], value: Any, path: str) -> None:
    assert refused(set_at(good(), where, value)).path == path


@pytest.mark.parametrize("key", ["instrument", "spd", "innovations"])
def test_a_missing_part_is_named(key: str) -> None:
    document = good()
    del document[key]

    assert refused(document).path == key


@pytest.mark.parametrize("key", ["id", "stage", "urusan"])
def test_a_missing_part_of_an_innovation_is_named(key: str) -> None:
    document = good()
    del document["innovations"][1][key]

    assert refused(document).path == f"innovations[1].{key}"


@pytest.mark.parametrize("document", [None, [], "facts", 2026, True, [good()]])
def test_a_document_that_is_no_object_is_refused_as_a_whole(document: Any) -> None:
    assert refused(document).path == ""
    with pytest.raises(FactsError) as refusal:
        instrument_year(document)
    assert refusal.value.path == ""


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ('"16": 2', '"16": 2.0', "innovations[0].levels.16"),
        ('"16": 2', '"16": 2e0', "innovations[0].levels.16"),
        ('"16": 2', '"16": NaN', "innovations[0].levels.16"),
        ('"16": 2', '"16": Infinity', "innovations[0].levels.16"),
        ('"16": 2', '"16": -Infinity', "innovations[0].levels.16"),
        ('"16": 2', '"16": ' + "2" * 5000, "innovations[0].levels.16"),
        ('"16": 2', '"16": 2, "16": 2', "innovations[0].levels.16"),
        ('"t1": "4.10"', '"t1": 4.10', "spd.5b.t1"),
        ('"t1": "4.10"', '"t1": "4.10", "t1": "4.10"', "spd.5b.t1"),
        ('"t1": "4.10"', '"t1": ' + "4" * 5000, "spd.5b.t1"),
        ('"1": 3', '"1": 3, "1": 3', "spd.1"),
        ('"id": "A"', '"id": "A", "id": "A"', "innovations[0].id"),
        ('"instrument": 2026', '"instrument": 2026, "instrument": 2026', "instrument"),
        ('"instrument": 2026', '"instrument": 2026.0', "instrument"),
        ('"code": "62.02"', '"code": "62.02", "code": "62.02"', "region.code"),
        ('"code": "62.02"', '"code": 62.02', "region.code"),
    ],
)
def test_refusal_of_what_only_text_can_say(old: str, new: str, path: str) -> None:
    text = json.dumps(good())
    assert old in text

    assert refused_text(text.replace(old, new)).path == path


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  \n",
        "nope",
        "{",
        '{"a": 1}}',
        "{'a': 1}",
        '{"a": 1,}',
        b"\xff\xfe{}",
        "[" * 100_000,
        '{"a":' * 100_000,
    ],
)
def test_text_that_is_no_json_is_refused_as_a_whole(text: str | bytes) -> None:
    assert refused_text(text).path == ""


def test_a_byte_order_mark_is_passed_over() -> None:
    assert read_json(b"\xef\xbb\xbf{}", error=FactsError) == {}
    assert read_json("\ufeff{}", error=FactsError) == {}


def test_an_endless_or_unprintable_key_is_shown_short_and_safe() -> None:
    assert refused({"\x1b[31m" + "x" * 500: 1}).path == "\\x1b[31m" + "x" * 74 + "…"
    assert refused({"\ud800": 1}).path == "\\ud800"


@pytest.mark.parametrize(
    ("where", "value"),
    [
        (("innovations", 0, "implemented"), None),
        (("innovations", 0, "developed"), "2023-01-01"),
        (("innovations", 0, "id"), "Ω / 7"),
        (("spd", "3"), 2),
        (("spd", "3", "t1"), 43268),
        (("spd", "3", "t1"), 10**18 - 1),
        (("spd", "3", "t1"), 1 - 10**18),
        (("spd", "3", "t1"), "9" * 18 + "." + "9" * 9),
        (("spd", "3", "t1"), "-000000000000000001.100000000"),
        (("spd", "3", "t2"), "-200"),
        (("spd", "5b", "t1"), "-0"),
        (("innovations",), []),
        (("period",), "IGA 2026"),
        (("basis",), "claimed"),
    ],
)
def test_what_the_contract_allows_is_taken(where: tuple[str | int, ...], value: Any) -> None:
    score(set_at(good(), where, value), instrument())


def test_left_out_dates_and_levels_are_null_and_empty() -> None:
    bare = {"id": "A", "stage": "penerapan", "urusan": "Sosial"}
    explicit = bare | {"implemented": None, "developed": None, "levels": {}}

    (first,) = parse_facts(facts(bare), instrument()).innovations
    (second,) = parse_facts(facts(explicit), instrument()).innovations

    assert first == second


def test_reading_facts_leaves_the_document_as_it_was() -> None:
    document = good()
    score(document, instrument()).as_document()

    assert document == good()


def test_reasons_stand_in_the_order_stage_then_window() -> None:
    outside = innovation(stage="uji_coba", implemented="2023-12-31")

    result = score(facts(outside), instrument()).as_document()

    assert result["excluded"] == [{"id": "INV-1", "reasons": ["stage", "window"]}]


@pytest.mark.parametrize(
    ("implemented", "developed", "counts"),
    [
        ("2024-01-01", None, True),
        ("2025-12-31", None, True),
        ("2023-12-31", None, False),
        ("2026-01-01", None, False),
        ("2023-12-31", "2024-01-01", True),
        ("2023-12-31", "2025-12-31", True),
        ("2023-12-31", "2026-01-01", False),
        (None, "2025-06-01", True),
        ("2025-06-01", "2026-06-01", True),
        (None, None, False),
    ],
)
def test_window_at_its_ends(implemented: str | None, developed: str | None, counts: bool) -> None:
    result = score(facts(innovation(implemented=implemented, developed=developed)), instrument())

    assert result.numbers.innovations_counted == int(counts)
    assert result.excluded == () if counts else result.excluded[0].reasons == ("window",)
