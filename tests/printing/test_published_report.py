"""The report of a publication: six pages at most, tagged, with the receipt of every point inside."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from reports.printing.receipt import receipt_document
from reports.printing.render import (
    REPORT_PAGES,
    lay_out_certificates,
    lay_out_published_report,
    render_published_report,
)
from reports.printing.samples import SITARO, sample_certificate
from reports.printing.samples_published import LONG_AWARDS, sample_published_report
from reports.signing.places import spot_for
from scoring.core.cli import main
from scoring.core.score import score
from scoring.instruments import load_instrument
from tests.printing.reading import elements, enclosure, opened, page_texts, squeezed, text, text_boxes

ROOT = Path(__file__).resolve().parents[2]
RECEIPT = "rincian-62.02-2026.json"


@pytest.fixture(scope="module")
def report() -> bytes:
    return render_published_report(sample_published_report(counted=14, outside=2, awards=LONG_AWARDS))


def test_it_says_index_place_awards_and_the_scale_of_each_year(report):
    said = squeezed(text(report))
    for words in (
        "Publikasi nomor 3, 19 November 2026",
        "Kabupaten Terinovatif Regional III (Kalimantan).",
        "poin dari tahun 2025.",
        "0 sampai 100; Sangat Inovatif mulai 60,01, Inovatif mulai 35,00",
        "diisi admin daerah; ditetapkan admin daerah kedua",
    ):
        assert squeezed(words) in said


@pytest.mark.parametrize("counted", [95, 260, 620])
def test_it_never_has_more_than_six_pages_and_says_what_is_left_out(counted):
    snapshot = sample_published_report(region=SITARO, counted=counted, outside=30, awards=LONG_AWARDS * 3)
    content = render_published_report(snapshot)
    pages = page_texts(content)
    assert len(pages) <= REPORT_PAGES
    assert (squeezed("lainnya tidak dicetak") in squeezed(" ".join(pages))) == (counted + 30 > 190)
    listed = enclosure(content, "daftar-inovasi-71.09-2026.csv").decode().splitlines()
    assert len(listed) == counted + 30 + 1


def test_portal_score_gives_the_same_index_from_the_receipt(report, tmp_path, capfdbinary):
    file = tmp_path / "rincian.json"
    file.write_bytes(enclosure(report, RECEIPT))
    assert main(["--no-trace", str(file)]) == 0
    from_receipt = json.loads(capfdbinary.readouterr().out)
    expected = sample_published_report(counted=14, outside=2)
    assert Decimal(from_receipt["index"]) == expected.final.index
    assert from_receipt["facts_hash"] == expected.facts_hash
    file.write_bytes(enclosure(report, "fakta-62.02-2026.json"))
    assert main(["--no-trace", str(file)]) == 0
    assert json.loads(capfdbinary.readouterr().out) == from_receipt


def test_a_receipt_without_facts_is_refused(tmp_path, capfdbinary):
    file = tmp_path / "rincian.json"
    file.write_text('{"format": "iga-receipt/1"}')
    assert main([str(file)]) == 2
    assert capfdbinary.readouterr().out == b""


def test_the_receipt_adds_up_to_the_index():
    snapshot = sample_published_report(counted=14, outside=2)
    document = receipt_document(snapshot)
    assert sum(Decimal(row["points"]) for row in document["spd"]) == snapshot.parts.spd
    counted = [entry for entry in document["innovations"] if entry["counted"]]
    for entry in document["innovations"]:
        points = sum(Decimal(row["points"]) for row in entry["rows"])
        assert len(entry["rows"]) == 20
        assert entry["reason"] if entry["maturity"] is None else points == Decimal(entry["maturity"])
    assert sum(Decimal(entry["maturity"]) for entry in counted) == snapshot.parts.maturity_sum
    result = score(document["facts"], load_instrument(2026))
    assert result.facts_hash == document["about"]["facts_hash"]


def test_each_row_of_the_receipt_names_role_evidence_and_rule():
    document = receipt_document(sample_published_report(counted=2))
    row = document["innovations"][0]["rows"][1]
    assert row == {
        "row": "17",
        "level": 3,
        "weight": "2.00",
        "points": "6.00",
        "judged_by": "petugas desk daerah",
        "evidence": [{"number": 17, "pages": "3-4"}],
    }
    assert {entry["judged_by"] for entry in document["innovations"][0]["rows"]} == {
        "petugas desk daerah",
        "evaluator Kemendagri",
    }
    rule = next(entry for entry in document["rules"] if entry["row"] == "17")
    assert rule["weight"] == row["weight"]
    assert len(rule["levels"][""]) == 3
    assert set(next(entry for entry in document["rules"] if entry["row"] == "30")["levels"]) == {
        "digital",
        "nondigital",
    }
    assert document["evidence"][17] == {"number": 17, "sha256": f"{17:064x}", "of": "link"}


def test_it_is_tagged_and_its_pictures_speak(report):
    with opened(report) as pdf:
        found = elements(pdf)
        assert str(pdf.Root.Lang) == "id"
        names = sorted(pdf.attachments)
        xmp = pdf.open_metadata()
        assert (xmp["pdfaid:part"], xmp["pdfaid:conformance"]) == ("3", "A")
    assert names == ["daftar-inovasi-62.02-2026.csv", "fakta-62.02-2026.json", RECEIPT]
    figures = [element for element in found if element.tag == "Figure"]
    assert len(figures) == 3
    assert all(str(figure.node.get("/Alt", "")) for figure in figures)
    assert [element.tag for element in found if element.tag == "H1"] == ["H1"]
    headers = [element for element in found if element.tag == "TH"]
    assert headers
    assert all(str(header.node.A.Scope) in {"/Column", "/Row"} for header in headers)


def test_the_same_snapshot_gives_the_same_bytes(report):
    snapshot = sample_published_report(counted=14, outside=2, awards=LONG_AWARDS)
    assert render_published_report(snapshot) == report
    program = (
        "import hashlib\n"
        "from reports.printing.render import render_published_report\n"
        "from reports.printing.samples_published import LONG_AWARDS, sample_published_report\n"
        "print(hashlib.sha256(render_published_report("
        "sample_published_report(counted=14, outside=2, awards=LONG_AWARDS))).hexdigest())"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True,
        env={"PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "TZ": "Asia/Jayapura", "PYTHONHASHSEED": "7"},
    )  # fmt: skip
    assert done.stdout.strip() == hashlib.sha256(report).hexdigest()


def test_nothing_is_printed_where_the_signature_is_noted():
    long_name = sample_certificate(
        region=SITARO,
        category="Kabupaten/Kota Perbatasan Terinovatif",
        merit="nilai akhir 87,1234",
        demo=False,
    )
    for document in (
        lay_out_certificates([long_name]),
        lay_out_published_report(sample_published_report(region=SITARO, counted=1, demo=False)),
    ):
        page = document.pages[0]
        points = 72 / 96  # boxes are laid out in px
        high = page.height * points
        left, bottom, right, top = spot_for(width=page.width * points, height=high).box
        for at, box, _page in text_boxes(document):
            if at != 1 or not box.text.strip():
                continue
            x0, x1 = box.position_x * points, (box.position_x + box.width) * points
            y1 = high - box.position_y * points
            y0 = y1 - box.height * points
            assert x1 <= left or x0 >= right or y1 <= bottom or y0 >= top, box.text
