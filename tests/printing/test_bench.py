"""The bench of the printer runs, agrees with itself, and gives lines that can be written as JSON."""

import json

import pytest

from iga_portal.bench import printing


@pytest.fixture(autouse=True)
def short(monkeypatch):
    monkeypatch.setattr(printing, "COLD_PROCESSES", 1)


def test_certificate_bench_compares_three_ways():
    lines = list(printing.run_certificate(count=4))
    assert [line["case"] for line in lines] == [
        "batch",
        "one_by_one_warm",
        "one_by_one_cold",
        "same_bytes_warm_and_cold",
    ]
    assert lines[0]["certificates"] == 4
    assert lines[1]["times_one_by_one"] == 1
    assert lines[2]["seconds_each"] > lines[2]["seconds_imports"] > 0
    assert lines[3]["equal"] is True
    assert [json.loads(json.dumps(line)) for line in lines] == lines


def test_report_bench_says_where_the_time_goes():
    lines = list(printing.run_report(count=1, innovations=5, longest=12))
    assert lines[3] == {"bench": "report", "case": "same_bytes_warm_and_cold", "equal": True}
    shares = lines[-1]
    assert shares["case"] == "shares"
    assert 0 < shares["cpu_seconds_texts_and_template"] < shares["cpu_seconds_whole"]
