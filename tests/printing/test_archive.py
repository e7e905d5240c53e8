"""PDF/A-3a: tags, language, colours, metadata, and what a person who listens to the document is told."""

import re

import pikepdf
import pytest

from reports.printing.render import render_certificate, render_published_report, render_receipt
from reports.printing.samples import sample_certificate
from reports.printing.samples_published import sample_published_report, sample_receipt
from tests.printing.reading import elements, opened, sample_pdf


@pytest.fixture(scope="module")
def report():
    with opened(sample_pdf(69, 8)) as pdf:
        yield pdf


@pytest.fixture(scope="module")
def certificate():
    with opened(render_certificate(sample_certificate())) as pdf:
        yield pdf


@pytest.fixture(scope="module")
def published():
    with opened(render_published_report(sample_published_report(counted=14, outside=2))) as pdf:
        yield pdf


@pytest.fixture(scope="module")
def receipt():
    with opened(render_receipt(sample_receipt(counted=2, outside=1))) as pdf:
        yield pdf


@pytest.fixture(params=["report", "certificate", "published", "receipt"])
def document(request):
    return request.getfixturevalue(request.param)


def test_it_declares_itself_pdf_a_3a(document):
    metadata = document.Root.Metadata.read_bytes().decode()
    assert 'pdfaid:part="3"' in metadata
    assert 'pdfaid:conformance="A"' in metadata
    assert document.pdf_version == "1.7"


def test_it_is_tagged_indonesian_and_shows_its_title(document):
    assert document.Root.MarkInfo.Marked is True or bool(document.Root.MarkInfo.Marked)
    assert "/StructTreeRoot" in document.Root
    assert str(document.Root.Lang) == "id"
    assert bool(document.Root.ViewerPreferences.DisplayDocTitle)


def test_its_colours_have_a_profile(document):
    (intent,) = document.Root.OutputIntents
    assert str(intent.S) == "/GTS_PDFA1"
    profile = intent.DestOutputProfile.read_bytes()
    assert profile[36:40] == b"acsp"
    assert int.from_bytes(profile[:4]) == len(profile)
    assert int(intent.DestOutputProfile.N) == 3


def test_title_and_author(report, certificate):
    assert str(report.docinfo["/Title"]) == "Laporan Indeks Inovasi Daerah Kabupaten Kotawaringin Timur"
    assert str(report.docinfo["/Author"]) == "Portal IGA"
    assert "PGM/62.02/2026/0003" in str(certificate.docinfo["/Title"])
    assert str(certificate.docinfo["/Author"]) == "Kementerian Dalam Negeri Republik Indonesia"
    for pdf in (report, certificate):
        metadata = pdf.Root.Metadata.read_bytes().decode()
        assert str(pdf.docinfo["/Title"]) in metadata


def test_every_font_is_embedded(document):
    fonts = {
        str(font.BaseFont).partition("+")[2]: font.DescendantFonts[0].FontDescriptor
        for page in document.pages
        for font in page.obj.Resources.Font.values()
    }
    assert fonts
    for name, descriptor in fonts.items():
        assert "/FontFile2" in descriptor or "/FontFile3" in descriptor, name
        assert name.startswith(("Lato", "EB-Garamond"))


def test_nothing_active_is_inside(document):
    for key in ("/OpenAction", "/AA", "/AcroForm"):
        assert key not in document.Root
    assert "/JavaScript" not in document.Root.get("/Names", {})


def test_every_picture_has_words(report, certificate):
    said = [str(element.node.get("/Alt", "")) for element in elements(report) if element.tag == "Figure"]
    assert len(said) == 3
    scale, waterfall, code = said
    assert re.search(r"Final: \d+,\d\d, (Sangat Inovatif|Inovatif|Kurang Inovatif)\.", scale)
    assert "Kurang Inovatif 0,01 sampai 40,00" in scale
    assert "Rata-rata kematangan" in waterfall
    assert "dari 250, yang menjadi indeks" in waterfall
    assert "https://portal.example/periksa/" in code
    (code,) = [str(element.node.Alt) for element in elements(certificate) if element.tag == "Figure"]
    assert "https://portal.example/periksa/PGM-62.02-2026-0003" in code


def test_tables_have_headers_with_a_scope_and_cells_that_name_them(report):
    found = elements(report)
    headers = [element.node for element in found if element.tag == "TH"]
    assert {str(node.A.Scope) for node in headers} == {"/Column", "/Row"}
    known = {str(node.ID) for node in headers}
    cells = [element.node for element in found if element.tag == "TD"]
    assert len(cells) > 500
    for node in cells:
        named = [str(header) for header in node.A.Headers]
        assert named
        assert set(named) <= known


def test_headings_come_in_order(report, certificate):
    levels = [element.tag for element in elements(report) if re.fullmatch(r"H[1-6]", element.tag)]
    assert levels[0] == "H1"
    assert levels.count("H1") == 1
    assert levels.count("H2") == 8
    assert levels.count("H3") == 1
    assert [tag.tag for tag in elements(certificate) if re.fullmatch(r"H[1-6]", tag.tag)] == ["H1", "H2"]


def test_lists_and_tables_keep_their_kind(report):
    found = elements(report)
    tags = [element.tag for element in found]
    # The yandas and the decisions of the portal are lists.
    assert tags.count("L") == 2
    assert tags.count("LI") >= 6 + 2
    rows = [element for element in found if element.tag == "TR"]
    assert all(row.path[-1] in {"THead", "TBody"} and "Table" in row.path for row in rows)
    assert len(rows) >= 20 + 69 + 8


def test_everything_drawn_is_either_tagged_or_an_artifact(document):
    """Conformance A: no mark on a page outside marked content, and none nested in another."""
    painting = {"Tj", "TJ", "f", "f*", "S", "s", "B", "b", "Do", "sh"}
    for page in document.pages:
        depth = 0
        for _, operator in pikepdf.parse_content_stream(page):
            name = str(operator)
            if name in {"BMC", "BDC"}:
                depth += 1
                assert depth == 1
            elif name == "EMC":
                depth -= 1
            assert depth == 1 or name not in painting
        assert depth == 0


def test_its_syntax_is_sound(document):
    assert document.check_pdf_syntax() == []


def test_what_is_enclosed_says_what_it_is_to_the_document(document):
    """ISO 19005-3, 6.8: a type, a relation, a name in Unicode, and a place in the catalogue's list."""
    named = document.Root.get("/Names", {}).get("/EmbeddedFiles")
    associated = [entry.objgen for entry in document.Root.get("/AF", [])]
    assert len(associated) == len(set(associated)) == len(document.attachments)
    if named is None:
        assert not associated
        return
    for specification in list(named.Names)[1::2]:
        assert specification.objgen in associated
        assert str(specification.AFRelationship) in {"/Data", "/Source", "/Supplement"}
        assert str(specification.UF)
        stream = specification.EF.F
        assert "/" in str(stream.Subtype)[1:]
        assert "/ModDate" in stream.Params


def test_it_has_nothing_that_an_archive_may_not_hold(document):
    assert not document.is_encrypted
    assert "/ID" in document.trailer
    for page in document.pages:
        for note in page.obj.get("/Annots", []):
            # Printed, not hidden, not invisible, not without view (6.3.2).
            assert int(note.F) & 0b100
            assert not int(note.F) & 0b100011
    for entry in document.objects:
        if isinstance(entry, pikepdf.Stream):
            assert "/F" not in entry, "the content stands in another file"
            assert str(entry.get("/Filter", "")) != "/LZWDecode"
