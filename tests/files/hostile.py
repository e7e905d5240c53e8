"""Files that were made to do harm, and harmless ones that look a little like them. Written byte by byte where a library would not."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from functools import cache

import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image

from iga_portal.demo.evidence import document, film

MEGABYTE = 1024 * 1024


def paper(pages: int = 2) -> bytes:
    return document(title="SK", number="1", dated="", subject="contoh", region="Contoh", pages=pages)


def picture(kind: str = "PNG", size: tuple[int, int] = (8, 8)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "red").save(out, kind)
    return out.getvalue()


@cache
def movie() -> bytes:
    return film(title="Film", subject="contoh")


def archive(name: str = "x.class") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr(name, b"x" * 100)
    return out.getvalue()


# Raw PDF -----------------------------------------------------------------------------------------------------------


def raw_pdf(objects: Mapping[int, bytes], head: bytes = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n") -> bytes:
    """Objects as they are, with a table of references that is right. Object 1 is the catalogue."""
    out, places = bytearray(head), {}
    for number, content in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (max(places) + 1)
    for number in range(1, max(places) + 1):
        out += b"%010d 00000 n \n" % places[number] if number in places else b"0000000000 65535 f \n"
    out += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (max(places) + 1, table)
    return bytes(out)


CATALOGUE = b"<</Type/Catalog/Pages 2 0 R>>"
PAGES = b"<</Type/Pages/Count 1/Kids[3 0 R]>>"
PAGE = b"<</Type/Page/MediaBox[0 0 100 100]/Parent 2 0 R/Resources<<>>%s>>"
PLAIN = {1: CATALOGUE, 2: PAGES, 3: PAGE % b""}


def stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(content), entries, content)


@cache
def spaces(megabytes: int) -> bytes:
    """So many megabytes of spaces, compressed a thousandfold; made from one block repeated, without compressing it all."""
    maker = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = maker.compress(b" " * MEGABYTE) + maker.flush(zlib.Z_FULL_FLUSH)
    last = zlib.compressobj(9, zlib.DEFLATED, -15).flush()
    check = 1
    for _time in range(megabytes):
        check = zlib.adler32(b" " * MEGABYTE, check)
    return b"\x78\xda" + block * megabytes + last + struct.pack(">I", check)


def deep_page_tree(levels: int = 60_000) -> bytes:
    objects = {1: CATALOGUE}
    for level in range(levels):
        parent = b"/Parent %d 0 R" % (level + 1) if level else b""
        objects[2 + level] = b"<</Type/Pages/Count 1/Kids[%d 0 R]%s>>" % (3 + level, parent)
    objects[2 + levels] = b"<</Type/Page/MediaBox[0 0 9 9]/Parent %d 0 R>>" % (1 + levels)
    return raw_pdf(objects)


def page_tree_in_a_circle() -> bytes:
    return raw_pdf({1: CATALOGUE, 2: b"<</Type/Pages/Count 1/Kids[2 0 R]>>"})


def a_million_pages() -> bytes:
    return raw_pdf({**PLAIN, 2: b"<</Type/Pages/Count 1000000/Kids[" + b"3 0 R " * 1_000_000 + b"]>>"})


def many_pages_that_are_not_counted() -> bytes:
    return raw_pdf({**PLAIN, 2: b"<</Type/Pages/Count 1/Kids[4 0 R]>>",
                    4: b"<</Type/Pages/Parent 2 0 R/Count 1/Kids[" + b"3 0 R " * 20_000 + b"]>>"})  # fmt: skip


def brackets(levels: int = 200_000) -> bytes:
    return raw_pdf({**PLAIN, 4: b"[" * levels + b"]" * levels})


def objects_in_a_bomb() -> bytes:
    """The catalogue lies in an object stream that unpacks to three gigabytes."""
    packed = zlib.compress(spaces(3000), 9)
    body = stream(packed, b"/Type/ObjStm/N 1/First 4/Filter[/FlateDecode/FlateDecode]")
    out = bytearray(b"%PDF-1.7\n")
    places = {5: len(out)}
    out += b"5 0 obj\n" + body + b"\nendobj\n"
    for number in (2, 3):
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, PLAIN[number])
    table = len(out)
    rows = b"".join(
        struct.pack(">BIB", 2, 5, 0) if number == 1 else struct.pack(">BIB", 1, places.get(number, table), 0)
        for number in (1, 2, 3, 5, 6)
    )
    entries = b"/Type/XRef/Size 7/W[1 4 1]/Index[1 3 5 2]/Root 1 0 R"
    out += b"6 0 obj\n" + stream(rows, entries) + b"\nendobj\nstartxref\n%d\n%%%%EOF\n" % table
    return bytes(out)


def content_that_is_a_bomb() -> bytes:
    """Opens at once; drawing it would take three gigabytes."""
    packed = zlib.compress(spaces(3000), 9)
    return raw_pdf(
        {
            **PLAIN,
            3: PAGE % b"/Contents 4 0 R",
            4: stream(packed, b"/Filter[/FlateDecode/FlateDecode]"),
        }
    )


def forms_that_draw_each_other() -> bytes:
    """Ten to the fifteenth power of rectangles."""
    calls = b"/F Do\n" * 10
    objects = {**PLAIN, 3: PAGE % b"/Contents 4 0 R/Resources<</XObject<</F 5 0 R>>>>", 4: stream(calls)}
    for number in range(5, 20):
        entries = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F %d 0 R>>>>" % (
            number + 1
        )
        objects[number] = stream(calls if number < 19 else b"0 0 9 9 re f\n", entries)
    return raw_pdf(objects)


# PDF that does something -------------------------------------------------------------------------------------------


def _script() -> Dictionary:
    return Dictionary(S=Name.JavaScript, JS="app.alert(1)")


def _annotation(**entries: object) -> Array:
    return Array([Dictionary(Type=Name.Annot, Rect=[0, 0, 9, 9], **entries)])


def _field(pdf: pikepdf.Pdf, **entries: object) -> None:
    field = pdf.make_indirect(_annotation(Subtype=Name.Widget, T="isian", **entries)[0])
    pdf.pages[0].obj.Annots = Array([field])
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]))


def acting(deed: str) -> bytes:
    """A paper of one page that does one thing more."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(100, 100)).obj
    root = pdf.Root
    if deed == "script on opening":
        root.OpenAction = _script()
    elif deed == "script of the page, nested":
        page.AA = Dictionary(O=Dictionary(S=Name.GoTo, D=Array([0]), Next=_script()))
    elif deed == "script by name":
        root.Names = Dictionary(JavaScript=Dictionary(Names=Array(["x", _script()])))
    elif deed == "script of a field":
        _field(pdf, FT=Name.Tx, AA=Dictionary(K=_script()))
    elif deed == "script of a rendition":
        page.Annots = _annotation(Subtype=Name.Link, A=Dictionary(S=Name.Rendition, JS="app.alert(1)"))
    elif deed == "launch":
        page.Annots = _annotation(Subtype=Name.Link, A=Dictionary(S=Name.Launch, F="cmd.exe"))
    elif deed == "embedded file":
        pdf.attachments["x.exe"] = b"MZ"
    elif deed == "attached to a note":
        page.Annots = _annotation(Subtype=Name.FileAttachment, FS=Dictionary(Type=Name.Filespec, F="x.exe"))
    elif deed == "jump into an embedded file":
        page.Annots = _annotation(Subtype=Name.Link, A=Dictionary(S=Name.GoToE, T=Dictionary(R=Name.C)))
    elif deed == "XFA":
        root.AcroForm = Dictionary(Fields=Array([]), XFA=Array(["template", pdf.make_stream(b"<xdp/>")]))
    elif deed == "sends a form":
        _field(pdf, FT=Name.Btn, A=Dictionary(S=Name.SubmitForm, F="https://contoh.invalid/"))
    elif deed == "rich media":
        page.Annots = _annotation(Subtype=Name.RichMedia)
    elif deed == "content in another file":
        page.Contents = pdf.make_stream(
            b"", Dictionary(F=Dictionary(FS=Name.URL, F="https://contoh.invalid/x"))
        )
    elif deed == "picture from an address":
        page.Resources = Dictionary(
            XObject=Dictionary(I=pdf.make_stream(b"", Dictionary(Subtype=Name.Image, F="\\\\server\\x.jpg")))
        )
    elif deed == "jump to a server's file":
        page.Annots = _annotation(
            Subtype=Name.Link, A=Dictionary(S=Name.GoToR, F="\\\\198.51.100.1\\x\\y.pdf", D=Array([0]))
        )
    elif deed == "address on opening":
        root.OpenAction = Dictionary(S=Name.URI, URI="https://contoh.invalid/")
    elif deed == "address on turning a page":
        page.AA = Dictionary(O=Dictionary(S=Name.URI, URI="https://contoh.invalid/"))
    else:
        raise AssertionError(deed)
    return saved(pdf)


ACTING = {
    "script on opening": "skrip",
    "script of the page, nested": "skrip",
    "script by name": "skrip",
    "script of a field": "skrip",
    "script of a rendition": "skrip",
    "launch": "membuka program",
    "embedded file": "disematkan",
    "attached to a note": "disematkan",
    "jump into an embedded file": "disematkan",
    "XFA": "formulir",
    "sends a form": "formulir",
    "rich media": "suara atau video",
    "content in another file": "di luar dokumen",
    "picture from an address": "di luar dokumen",
    "jump to a server's file": "di luar dokumen",
    "address on opening": "di luar dokumen",
    "address on turning a page": "di luar dokumen",
}
"""What a paper does -> a word of the refusal."""


def harmless(kind: str) -> bytes:
    """What offices really send, and what must not be taken for harmful."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(100, 100)).obj
    if kind == "link to the web":
        page.Annots = _annotation(Subtype=Name.Link, A=Dictionary(S=Name.URI, URI="https://contoh.go.id/"))
    elif kind == "opens at a page":
        pdf.Root.OpenAction = Array([page, Name.Fit])
    elif kind == "signed":
        field = Dictionary(
            FT=Name.Sig, T="ttd", Subtype=Name.Widget, Rect=[0, 0, 9, 9],
            V=Dictionary(Type=Name.Sig, Filter=Name("/Adobe.PPKLite"), Contents=b"\x30\x00", ByteRange=[0, 1, 2, 3]),
        )  # fmt: skip
        pdf.Root.AcroForm = Dictionary(SigFlags=3, Fields=Array([pdf.make_indirect(field)]))
    elif kind == "form that only lies there":
        pdf.Root.AcroForm = Dictionary(Fields=Array([Dictionary(FT=Name.Tx, T="nama", V="Sari")]))
    elif kind == "table of contents into a neighbouring file":
        page.Annots = _annotation(
            Subtype=Name.Link, A=Dictionary(S=Name.GoToR, F="lampiran.pdf", D=Array([0]))
        )
    elif kind == "owner's password only":
        out = io.BytesIO()
        pdf.save(out, encryption=pikepdf.Encryption(owner="rahasia", user=""))
        return out.getvalue()
    elif kind == "wrong table of references":
        return paper().replace(b"startxref\n", b"startxref\n9")
    else:
        raise AssertionError(kind)
    return saved(pdf)


HARMLESS = (
    "link to the web",
    "opens at a page",
    "signed",
    "form that only lies there",
    "table of contents into a neighbouring file",
    "owner's password only",
    "wrong table of references",
)


def saved(pdf: pikepdf.Pdf) -> bytes:
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def locked() -> bytes:
    out = io.BytesIO()
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.save(out, encryption=pikepdf.Encryption(owner="o", user="u"))
    return out.getvalue()


# Pictures and films ------------------------------------------------------------------------------------------------


def png_of_a_billion_points() -> bytes:
    """30,000 x 30,000 points in some bytes."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0"))
        + chunk(b"IEND", b"")
    )


def png_with_a_bomb_in_its_text() -> bytes:
    whole = picture("PNG")
    content = b"Comment\0\0" + spaces(500)
    chunk = (
        struct.pack(">I", len(content)) + b"zTXt" + content + struct.pack(">I", zlib.crc32(b"zTXt" + content))
    )
    end = whole.index(b"IDAT") - 4
    return whole[:end] + chunk + whole[end:]


def box(kind: bytes, content: bytes = b"", *, length: int | None = None) -> bytes:
    return struct.pack(">I4s", len(content) + 8 if length is None else length, kind) + content


FTYP = box(b"ftyp", b"isom\0\0\2\0isomiso2")


def moov(handler: bytes = b"vide") -> bytes:
    return box(b"moov", box(b"trak", box(b"mdia", box(b"hdlr", b"\0" * 8 + handler + b"\0" * 12))))


FILMS = {
    "rubbish after the first box": FTYP + b"\x7f" * 500,
    "zeros after the first box": FTYP + bytes(500),
    "no list of tracks": FTYP + box(b"mdat", b"x" * 100),
    "no media": FTYP + moov(),
    "sound only": FTYP + moov(b"soun") + box(b"mdat", b"x"),
    "two lists": FTYP + moov() + moov() + box(b"mdat", b"x"),
    "media longer than the file": FTYP + moov() + box(b"mdat", b"x" * 100, length=100_000),
    "a box inside longer than the list": FTYP
    + box(b"moov", box(b"trak", b"x" * 20, length=5_000))
    + box(b"mdat", b"x"),
    "a length of 64 bits past everything": FTYP
    + moov()
    + struct.pack(">I4sQ", 1, b"mdat", 2**63)
    + b"x" * 50,
    "a box shorter than its own head": FTYP + moov() + box(b"mdat", b"x" * 20, length=4),
    "boxes without names": FTYP + moov() + box(b"\x01\x02\x03\x04", b"x" * 20),
    "a hundred thousand boxes and nothing": FTYP + box(b"free") * 250_000,
}
"""MP4 by their first bytes, and none in truth."""
