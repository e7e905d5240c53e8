"""The same snapshot gives the same bytes: twice, among other documents, in another process, at another time."""

import hashlib
import os
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import time_machine

from reports.printing import codec
from reports.printing.render import press, render_certificate, render_certificates, render_report
from reports.printing.samples import SITARO, sample_certificate, sample_report
from reports.printing.snapshot import RegionReportSnapshot
from tests.printing.reading import opened

ROOT = Path(__file__).resolve().parents[2]

_IN_A_PROCESS = """
import hashlib
from reports.printing.render import render_certificate, render_report
from reports.printing.samples import sample_certificate, sample_report
print(hashlib.sha256(render_certificate(sample_certificate())).hexdigest())
print(hashlib.sha256(render_report(sample_report(counted=14, outside=3))).hexdigest())
"""


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def test_same_bytes_twice_and_after_other_documents():
    report, certificate = sample_report(counted=14, outside=3), sample_certificate()
    press.cache_clear()
    first = render_report(report), render_certificate(certificate)
    render_report(sample_report(region=SITARO, counted=0, outside=0))
    render_certificate(sample_certificate(region=SITARO, index=None, predicate=None))
    assert (render_report(report), render_certificate(certificate)) == first


def test_same_bytes_from_a_kept_snapshot():
    report = sample_report(counted=5, outside=1)
    kept = codec.load(RegionReportSnapshot, codec.dump(report))
    assert render_report(kept) == render_report(report)


def test_same_bytes_at_another_time_and_whatever_the_order_of_rows():
    report = sample_report(counted=5, outside=2)
    turned = replace(report, innovations=tuple(reversed(report.innovations)))
    with time_machine.travel("2031-02-03T04:05:06Z", tick=False):
        later = render_report(turned)
    assert later == render_report(report)


@pytest.mark.slow
def test_same_bytes_in_other_processes(tmp_path):
    """Other time zone, language, hash seed, folder and fonts' language preference."""
    here = (
        digest(render_certificate(sample_certificate())),
        digest(render_report(sample_report(counted=14, outside=3))),
    )
    surroundings = (
        {"TZ": "Asia/Jayapura", "LANG": "C", "PYTHONHASHSEED": "1"},
        {
            "TZ": "America/Lima",
            "LANG": "tr_TR.UTF-8",
            "LC_ALL": "C.UTF-8",
            "PYTHONHASHSEED": "4242",
            "PANGO_LANGUAGE": "tr:ar:ja",
            "LANGUAGE": "en",
            "SOURCE_DATE_EPOCH": "86400",
        },
    )
    for extra in surroundings:
        # PATH and HOME only: nothing of this test run's own surroundings, its settings for Django least of all.
        clean = {key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ}
        done = subprocess.run(
            [sys.executable, "-c", _IN_A_PROCESS],
            cwd=tmp_path,
            env={**clean, "PYTHONPATH": str(ROOT), **extra},
            check=True,
            capture_output=True,
            text=True,
        )
        assert tuple(done.stdout.split()) == here
        assert done.stderr == ""


def test_any_change_of_the_snapshot_changes_the_bytes():
    certificate = sample_certificate()
    for change in (
        {"number": "PGM/1"},
        {"issued_on": date(2026, 11, 21)},
        {"facts_hash": "cd" * 32},
        {"demo": False},
    ):
        assert render_certificate(replace(certificate, **change)) != render_certificate(certificate)


def test_identifier_and_dates_come_from_the_snapshot():
    report = sample_report(counted=2, outside=0)
    with opened(render_report(report)) as pdf:
        identifier, created = bytes(pdf.trailer.ID[0]), str(pdf.docinfo["/CreationDate"])
        modified = str(pdf.docinfo["/ModDate"])
        enclosed = [spec.get_file().creation_date for spec in pdf.attachments.values()]
    marks = "\n".join(("laporan", report.number, report.facts_hash))
    assert identifier == hashlib.sha256(marks.encode()).hexdigest()[:32].encode()
    assert created == modified == "D:20260707000000+07'00"
    assert {moment.date() for moment in enclosed} == {report.issued_on}


def test_one_certificate_is_a_document_of_one():
    certificate = sample_certificate()
    assert render_certificates([certificate]) == render_certificate(certificate)
