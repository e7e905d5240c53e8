"""What travels inside a report: the facts that give the printed numbers again, and the full list."""

import csv
import hashlib
import io
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from reports.printing.enclosures import facts_file, list_file
from reports.printing.samples import sample_report
from reports.printing.snapshot import Basis
from tests.printing.reading import enclosure, opened, sample_pdf, squeezed, text

ROOT = Path(__file__).resolve().parents[2]
FACTS, LIST = "fakta-62.02-2026.json", "daftar-inovasi-62.02-2026.csv"


def indonesian(number: str) -> str:
    return number.replace(".", ",")


@pytest.mark.parametrize("basis", list(Basis))
def test_scoring_the_enclosed_facts_gives_the_printed_numbers(basis, tmp_path):
    report = sample_report(counted=21, outside=5, basis=basis)
    content = sample_pdf(21, 5, basis=basis)
    (tmp_path / FACTS).write_bytes(enclosure(content, FACTS))
    scored = subprocess.run(
        [sys.executable, "-m", "scoring.core.cli", str(tmp_path / FACTS)],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    result = json.loads(scored.stdout)

    said = squeezed(text(content))
    assert f"dikali100:{indonesian(result['index'])}." in said
    assert f"SPD{indonesian(result['spd'])}+rata-ratakematangan{indonesian(result['maturity_mean'])}" in said
    assert f"+skorjumlah{indonesian(result['count_score'])}={indonesian(result['total'])};" in said
    assert squeezed(result["predicate"]) in said
    assert f"{result['innovations_counted']}inovasidihitung,danpembagi" in said
    assert f"{result['yandas']}dari6urusanwajib" in said
    printed = {row.id: row.maturity(basis) for row in report.innovations if row.counted}
    assert {entry["id"]: entry["maturity"] for entry in result["innovations"]} == {
        key: str(value) for key, value in printed.items()
    }
    for maturity in printed.values():
        assert indonesian(str(maturity)) in said
    assert {entry["id"] for entry in result["excluded"]} == {
        row.id for row in report.innovations if not row.counted
    }
    assert result["facts_hash"] == report.facts_hash
    assert report.facts_hash in said
    assert result["instrument_fingerprint"] in said


def test_enclosed_facts_are_canonical_and_their_hash_is_printed():
    report = sample_report(counted=2, outside=1)
    content = sample_pdf(2, 1)
    raw = enclosure(content, FACTS)
    assert raw == json.dumps(report.facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    assert hashlib.sha256(raw).hexdigest() in squeezed(text(content))


def test_both_files_are_associated_once_with_type_and_relationship():
    with opened(sample_pdf(1, 0)) as pdf:
        assert sorted(pdf.attachments) == [LIST, FACTS]
        specs = {str(spec.UF): spec for spec in pdf.Root.AF}
        assert len(pdf.Root.AF) == 2
        assert {name: str(spec.AFRelationship) for name, spec in specs.items()} == {
            FACTS: "/Source",
            LIST: "/Supplement",
        }
        assert str(specs[FACTS].EF.F.Subtype) == "/application/json"
        assert str(specs[LIST].EF.F.Subtype) == "/text/csv"


def test_list_holds_every_innovation_with_its_full_name():
    long = "Sekolah Penggerak " * 12
    report = sample_report(counted=170, outside=30, names={0: long, 171: 'Kata "dalam", tanda'})
    rows = list(csv.DictReader(io.StringIO(list_file(report).content.decode())))
    assert [row["id"] for row in rows] == sorted(row.id for row in report.innovations)
    assert rows[0]["nama"] == long
    assert rows[171]["nama"] == 'Kata "dalam", tanda'
    assert rows[0]["dihitung"] == "ya"
    assert rows[-1]["dihitung"] == "tidak"
    assert rows[-1]["alasan"] == "di luar jendela waktu"
    assert rows[0]["kematangan_final"] == str(report.innovations[0].maturity_final)


@pytest.mark.parametrize("name", ["=1+1", "+62", "-2", "@SUM(A1)"])
def test_list_gives_no_formula_to_a_spreadsheet(name):
    report = sample_report(counted=1, outside=0, names={0: name})
    (row,) = csv.DictReader(io.StringIO(list_file(report).content.decode(), newline=""))
    assert row["nama"] == f"'{name}"


def test_file_names_follow_region_and_year():
    report = sample_report(counted=1, outside=0)
    elsewhere = replace(report, region=replace(report.region, code="71.09"))
    assert facts_file(elsewhere).name == "fakta-71.09-2026.json"
