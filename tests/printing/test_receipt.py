"""The full receipt: what it says of every row, and that it stays light where it is long."""

import gc

import pytest
from weasyprint import HTML
from weasyprint.css import ComputedStyle

from reports.printing import render
from reports.printing.formats import REPLACEMENT
from reports.printing.full_receipt import receipt_context
from reports.printing.render import render_certificate, render_published_report, render_receipt
from reports.printing.samples import sample_certificate
from reports.printing.samples_published import sample_published_report, sample_receipt
from tests.printing.reading import elements, opened, squeezed, text

MEAN_NAMES = {
    0: "Air & Tanah <b>Bersama</b> {{ 7|add:7 }}",
    1: "Ekonomi Re\u0301gional " + "Sangat Panjang Sekali " * 11,
    2: "Perahu 🌾 Pustaka 図書館",
}


def test_receipt_tells_every_row_whatever_a_name_holds() -> None:
    snapshot = sample_receipt(counted=5, outside=1, names=MEAN_NAMES)
    content = render_receipt(snapshot)
    words = squeezed(text(content))
    for expected in (
        "Air&Tanah<b>Bersama</b>{{7|add:7}}",
        "EkonomiR\u00e9gionalSangatPanjangSekali",
        f"Perahu{REPLACEMENT}Pustaka",
        "petugasdeskdaerah",
        snapshot.number,
        "tidakdihitung",
    ):
        assert expected in words
    with opened(content) as pdf:
        rows = [element for element in elements(pdf) if element.tag == "TR" and "TBody" in element.path]
        assert len(rows) >= 6 * 20 + 20
        assert pdf.check_pdf_syntax() == []


@pytest.mark.parametrize("kind", ["receipt", "report", "certificate"])
def test_what_the_renderers_sheet_loses_changes_nothing(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same bytes under the whole of that sheet."""

    def made() -> bytes:
        if kind == "receipt":
            return render_receipt(sample_receipt(counted=3))
        if kind == "report":
            return render_published_report(sample_published_report(counted=3))
        return render_certificate(sample_certificate())

    ours = made()
    monkeypatch.setattr(render, "_Text", HTML)
    assert made() == ours


def test_rows_of_a_long_receipt_share_their_styles() -> None:
    """Some 45 styles a row came to 700 MB for a region with 260 innovations; now it is three or four."""

    def styles() -> int:
        gc.collect()
        return sum(type(entry) is ComputedStyle for entry in gc.get_objects())

    before = styles()
    document = render._lay_out(
        "rincian.html", "laporan", receipt_context(sample_receipt(counted=12)), demo=True
    )
    rows = 12 * 20
    assert document.pages
    assert styles() - before < 10 * rows
