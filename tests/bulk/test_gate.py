"""Hostile and broken files: each refused in words, before anything of it is unpacked, evaluated or kept in memory."""

from __future__ import annotations

import io
import struct
import time
import tracemalloc
import zipfile
from collections.abc import Callable

import pytest
from django.test import override_settings
from openpyxl import Workbook

from iga_portal.refusals import Refused
from innovations.bulk import gate
from innovations.bulk.reading import read
from tests.bulk.support import Pen, saved, workbook_of
from tests.cast import Cast, pdf_bytes

SHEET = "xl/worksheets/sheet2.xml"
BILLION = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><worksheet>&c;</worksheet>'
)
FETCHING = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><sst><si><t>&a;</t></si></sst>'


@pytest.fixture
def good(cast: Cast) -> bytes:
    return workbook_of(cast, filled=False)


def repacked(content: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    """The same container with some of its parts changed, added or taken away."""
    with zipfile.ZipFile(io.BytesIO(content)) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    change(parts)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in parts.items():
            new.writestr(name, data)
    return out.getvalue()


def refusal(content: bytes) -> Refused:
    with pytest.raises(Refused) as refused:
        read(io.BytesIO(content), size=len(content))
    return refused.value


def code_of(content: bytes) -> str:
    return refusal(content).code


def with_part(name: str, data: bytes) -> Callable[[dict[str, bytes]], None]:
    return lambda parts: parts.__setitem__(name, data)


def test_good_workbook_passes(good: bytes) -> None:
    assert read(io.BytesIO(good), size=len(good)).stamp.year == 2026


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"Nama;Tahapan\nAntrean;Penerapan\n", "type"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4096, "locked"),
        (b"PK\x03\x04" + b"\0" * 200, "damaged"),
        (pdf_bytes("polyglot"), "type"),
    ],
)
def test_other_kinds_are_refused(content: bytes, code: str) -> None:
    assert code_of(content) == code


def test_file_over_the_limit_is_refused_before_it_is_read(good: bytes) -> None:
    with override_settings(BULK_MAX_BYTES=1000):
        assert code_of(good) == "size"


def test_truncated_files_are_refused_at_every_length(good: bytes) -> None:
    for cut in (10, 100, len(good) // 2, len(good) - 30, len(good) - 1):
        assert code_of(good[:cut]) in {"damaged", "type"}


def test_workbook_behind_other_bytes_is_refused(good: bytes) -> None:
    """A polyglot: the zip's directory is found from the end, so anything could stand before it."""
    assert code_of(b"%PDF-1.7\n" + good) == "type"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("xl/vbaProject.bin", "macros"),
        ("xl/macrosheets/sheet1.xml", "macros"),
        ("xl/externalLinks/externalLink1.xml", "external"),
        ("xl/connections.xml", "external"),
        ("xl/queryTables/queryTable1.xml", "external"),
        ("xl/embeddings/oleObject1.bin", "external"),
        ("xl/activeX/activeX1.xml", "external"),
        ("../../etc/cron.d/x", "damaged"),
        ("/etc/passwd", "damaged"),
        ("xl\\worksheets\\..\\x.xml", "damaged"),
    ],
)
def test_parts_that_run_fetch_or_climb_are_refused(good: bytes, name: str, code: str) -> None:
    assert code_of(repacked(good, with_part(name, b"<x/>"))) == code


def test_macro_workbook_by_content_type_is_refused(good: bytes) -> None:
    def change(parts: dict[str, bytes]) -> None:
        parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
            b"spreadsheetml.sheet.main+xml", b"sheet.macroEnabled.main+xml"
        )

    assert code_of(repacked(good, change)) == "macros"


def test_relation_to_the_outside_is_refused_and_a_typed_address_is_not(good: bytes) -> None:
    def related(kind: bytes) -> Callable[[dict[str, bytes]], None]:
        return with_part(
            "xl/worksheets/_rels/sheet1.xml.rels",
            b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId9" '
            b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/' + kind + b'" '
            b'Target="http://jahat.invalid/x" TargetMode="External"/></Relationships>',
        )

    assert code_of(repacked(good, related(b"attachedTemplate"))) == "external"
    passed = repacked(good, related(b"hyperlink"))
    assert read(io.BytesIO(passed), size=len(passed)).stamp.year == 2026


@pytest.mark.parametrize("data", [BILLION, FETCHING])
@pytest.mark.parametrize(
    "name", [SHEET, "xl/sharedStrings.xml", "docProps/core.xml", "xl/drawings/anything.vml"]
)
def test_document_type_is_refused_in_every_part(good: bytes, name: str, data: bytes) -> None:
    assert code_of(repacked(good, with_part(name, data))) == "entities"


def test_bomb_is_refused_without_being_unpacked(good: bytes) -> None:
    """40 MB of one letter in 40 kB, and 100 MB in pieces that are each small enough."""
    bomb = repacked(good, with_part("xl/media/x.xml", b"a" * 40_000_000))
    many = repacked(
        good, lambda parts: parts.update({f"xl/media/{n}.bin": bytes(900_000) for n in range(120)})
    )
    assert len(bomb) < 200_000
    tracemalloc.start()
    began = time.process_time()
    assert code_of(bomb) == "bomb"
    assert code_of(many) == "bomb"
    assert time.process_time() - began < 2
    assert tracemalloc.get_traced_memory()[1] < 5_000_000
    tracemalloc.stop()


def test_zip_that_lies_about_its_sizes_is_refused(good: bytes) -> None:
    """The directory says that a part of 40 MB is small: unpacking stops there, and the checksum does not fit."""
    content = bytearray(
        repacked(good, with_part(SHEET, b"<worksheet>" + b" " * 40_000_000 + b"</worksheet>"))
    )
    place = content.find(b"PK\x01\x02")
    while place >= 0:
        length = struct.unpack_from("<H", content, place + 28)[0]
        if bytes(content[place + 46 : place + 46 + length]).decode() == SHEET:
            struct.pack_into("<I", content, place + 24, 5_000)
        place = content.find(b"PK\x01\x02", place + 4)
    tracemalloc.start()
    assert code_of(bytes(content)) == "damaged"
    assert tracemalloc.get_traced_memory()[1] < 10_000_000
    tracemalloc.stop()


def test_directory_of_many_parts_is_refused_before_it_is_read() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        for number in range(gate.MOST_PARTS + 1):
            new.writestr(f"xl/{number}.bin", b"")
    assert code_of(out.getvalue()) == "bomb"


def test_rows_without_end_are_refused_and_formatted_blank_ones_are_not(good: bytes) -> None:
    def far(cell: bytes) -> Callable[[dict[str, bytes]], None]:
        def change(parts: dict[str, bytes]) -> None:
            parts[SHEET] = parts[SHEET].replace(
                b"</sheetData>", b'<row r="1048576">' + cell + b"</row></sheetData>"
            )

        return change

    found = refusal(repacked(good, far(b'<c r="B1048576"><v>1</v></c>')))
    assert (found.code, "1048576" in found.message) == ("rows", True)
    passed = repacked(good, far(b'<c r="B1048576" s="1"/>'))
    began = time.process_time()
    assert read(io.BytesIO(passed), size=len(passed)).innovations.lines
    assert time.process_time() - began < 5


def test_million_small_elements_and_deep_ones_are_refused(
    good: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert code_of(repacked(good, with_part(SHEET, b"<a>" * 100 + b"</a>" * 100))) == "bomb"
    monkeypatch.setattr(gate, "MOST_ELEMENTS", 2_000)
    rows = b"".join(b'<row r="%d"/>' % number for number in range(1, 5_000))
    assert (
        code_of(
            repacked(good, with_part(SHEET, b"<worksheet><sheetData>" + rows + b"</sheetData></worksheet>"))
        )
        == "bomb"
    )


def test_cell_far_to_the_right_costs_nothing(good: bytes) -> None:
    def change(parts: dict[str, bytes]) -> None:
        parts[SHEET] = parts[SHEET].replace(
            b"</sheetData>",
            b'<row r="900"><c r="XFD900" t="inlineStr"><is><t>x</t></is></c></row></sheetData>',
        )

    passed = repacked(good, change)
    found = read(io.BytesIO(passed), size=len(passed))
    assert 900 not in {line.number for line in found.innovations.lines}


@pytest.mark.parametrize("name", [SHEET, "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml"])
@pytest.mark.parametrize("data", [b"", b"<", b"\xff\xfe\x00", b"<x>&nbsp;</x>", b"<workbook/>", b"<x/>" * 2])
def test_broken_part_is_refused_and_never_an_error(good: bytes, name: str, data: bytes) -> None:
    assert code_of(repacked(good, with_part(name, data))) in {"damaged", "foreign", "sheet", "column"}


def test_sheet_that_names_a_shared_text_that_is_not_there_is_refused(good: bytes) -> None:
    def change(parts: dict[str, bytes]) -> None:
        parts[SHEET] = parts[SHEET].replace(
            b"<sheetData>", b'<sheetData><row r="1"><c r="A1" t="s"><v>99</v></c></row>'
        )

    assert code_of(repacked(good, change)) == "damaged"


def test_workbook_of_somebody_else_is_refused(good: bytes) -> None:
    assert code_of(saved(Workbook())) == "foreign"
    pen = Pen(good)
    del pen.book["_portal"]
    assert code_of(pen.done()) == "foreign"


def test_missing_sheet_column_or_a_column_twice_is_named(good: bytes) -> None:
    pen = Pen(good)
    del pen.book["Inovasi"]
    found = refusal(pen.done())
    assert (found.code, "“Inovasi”" in found.message) == ("sheet", True)
    pen = Pen(good)
    pen.innovations.delete_cols(pen.column(pen.innovations, "Nama inovasi"))
    found = refusal(pen.done())
    assert (found.code, "“Nama inovasi”" in found.message) == ("column", True)
    pen = Pen(good)
    pen.innovations.cell(1, 40).value = "Tahapan"
    found = refusal(pen.done())
    assert (found.code, "E1" in found.message, "AN1" in found.message) == ("column", True, True)
