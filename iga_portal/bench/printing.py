"""How fast documents are printed: many as one document, one by one in a warm process, and each in a process of its own.

All cases take turns in one run, so a busy machine slows them alike and the ratios stay true. Nothing is asserted.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from reports.printing import render
from reports.printing.present import list_rules, report_context
from reports.printing.samples import sample_certificate, sample_report
from reports.printing.snapshot import CertificateSnapshot, RegionReportSnapshot

CERTIFICATES = 50
REPORTS = 4
INNOVATIONS = 69  # of an average region in 2025
LONGEST = 260
COLD_PROCESSES = 3
ROOT = Path(__file__).resolve().parents[2]

# Times of one document in a fresh process: interpreter and imports, fonts and style sheets, the document itself.
_COLD = """
import hashlib, json, time
start = time.perf_counter()
from reports.printing import render, samples
imported = time.perf_counter()
render.press()
warmed = time.perf_counter()
content = render.render_{kind}(samples.sample_{kind}({arguments}))
done = time.perf_counter()
print(json.dumps({{
    "imports": imported - start, "press": warmed - imported, "document": done - warmed,
    "sha256": hashlib.sha256(content).hexdigest(),
}}))
"""


@dataclass(frozen=True, slots=True)
class Cold:
    """The median process: wall time from starting it to its end, and its own account of it."""

    seconds: float
    imports: float
    press: float
    document: float
    digests: frozenset[str]


def run_certificate(*, count: int = CERTIFICATES) -> Iterator[dict[str, Any]]:
    """Yield one JSON-able line per case: `count` certificates each way. Times in seconds per certificate."""
    sample = sample_certificate()
    many = [replace(sample, number=f"PGM/62.02/2026/{place:04d}") for place in range(1, count + 1)]
    warm_digest = hashlib.sha256(render.render_certificate(sample)).hexdigest()
    # Turn and turn about, in portions, so that both meet the same machine.
    singly = together = 0.0
    pages = 0
    for portion in _portions(many, size=max(1, count // 2)):
        singly += _timed(lambda portion=portion: [render.render_certificate(one) for one in portion])
        together += _timed(lambda portion=portion: render.render_certificates(portion))
        pages += len(portion)
    cold = _cold("certificate")
    yield _line("certificate", "batch", together / pages, base=singly / pages, certificates=pages)
    yield _line("certificate", "one_by_one_warm", singly / pages, base=singly / pages, certificates=pages)
    yield _cold_line("certificate", cold, base=singly / pages)
    yield {"bench": "certificate", "case": "same_bytes_warm_and_cold", "equal": cold.digests == {warm_digest}}


def run_report(
    *, count: int = REPORTS, innovations: int = INNOVATIONS, longest: int = LONGEST
) -> Iterator[dict[str, Any]]:
    """Yield one JSON-able line per case: reports of an average region, and one with a cut list. Seconds per report."""
    sample = sample_report(counted=innovations, outside=0)
    warm_digest = hashlib.sha256(render.render_report(sample)).hexdigest()
    warm = _timed(lambda: [render.render_report(sample) for _ in range(count)]) / count
    long_report = sample_report(counted=longest, outside=0)
    long_list = _timed(lambda: render.render_report(long_report))
    cold = _cold("report", arguments=f"counted={innovations}, outside=0")
    yield _line("report", "one_by_one_warm", warm, base=warm, reports=count, innovations=innovations)
    yield _line("report", "longest_list", long_list, base=warm, innovations=longest)
    yield _cold_line("report", cold, base=warm)
    yield {"bench": "report", "case": "same_bytes_warm_and_cold", "equal": cold.digests == {warm_digest}}
    yield _shares(sample)


def _portions(many: list[CertificateSnapshot], *, size: int) -> Iterator[list[CertificateSnapshot]]:
    for start in range(0, len(many), size):
        yield many[start : start + size]


def _timed(action: Callable[[], object], *, clock: Callable[[], float] = time.perf_counter) -> float:
    start = clock()
    action()
    return clock() - start


def _line(bench: str, case: str, seconds: float, *, base: float, **more: int) -> dict[str, Any]:
    return {
        "bench": bench,
        "case": case,
        "seconds_each": round(seconds, 4),
        "times_one_by_one": round(seconds / base, 3),
        **more,
    }


def _cold(kind: str, *, arguments: str = "") -> Cold:
    runs = []
    for _ in range(COLD_PROCESSES):
        start = time.perf_counter()
        done = subprocess.run(  # noqa: S603 - our own interpreter with the program above
            [sys.executable, "-c", _COLD.format(kind=kind, arguments=arguments)],
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
        )
        runs.append((time.perf_counter() - start, json.loads(done.stdout)))
    seconds, account = sorted(runs, key=lambda run: run[0])[len(runs) // 2]
    return Cold(
        seconds=seconds,
        imports=account["imports"],
        press=account["press"],
        document=account["document"],
        digests=frozenset(own["sha256"] for _, own in runs),
    )


def _cold_line(bench: str, cold: Cold, *, base: float) -> dict[str, Any]:
    return {
        **_line(bench, "one_by_one_cold", cold.seconds, base=base, processes=COLD_PROCESSES),
        "seconds_imports": round(cold.imports, 4),
        "seconds_fonts_and_styles": round(cold.press, 4),
        "seconds_document": round(cold.document, 4),
    }


def _shares(snapshot: RegionReportSnapshot) -> dict[str, Any]:
    """Where the processor time of one report goes: texts and template, layout, writing the PDF.

    Processor time, because a difference of two wall times on a busy machine says nothing.
    """
    clock = time.process_time
    rule = list_rules(len(snapshot.innovations))[0]
    template = render.press().engine.get_template("laporan.html")
    texts = _timed(lambda: template.render(render.Context(report_context(snapshot, rule=rule))), clock=clock)
    layout = _timed(lambda: render.lay_out_report(snapshot), clock=clock)
    whole = _timed(lambda: render.render_report(snapshot), clock=clock)
    return {
        "bench": "report",
        "case": "shares",
        "cpu_seconds_texts_and_template": round(texts, 4),
        "cpu_seconds_layout": round(layout - texts, 4),
        "cpu_seconds_writing": round(max(0.0, whole - layout), 4),
        "cpu_seconds_whole": round(whole, 4),
    }
