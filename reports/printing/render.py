"""Snapshot in, PDF out: tagged PDF/A-3a by WeasyPrint, the same bytes for the same snapshot.

What could differ from one run to the next is fixed here: dates come from the snapshot, the identifier from
the hash of the facts, the faces are named and checked, pictures and style sheets reach the renderer as
`data:` only, templates meet no locale (they are given texts, by an engine of their own that reads no
settings).
"""

import gc
import hashlib
import re
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time
from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import Any

from django.template import Context, Engine
from weasyprint import CSS, HTML, Attachment
from weasyprint.css import ColorProfile
from weasyprint.document import Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher

from reports.printing import brief, published_report
from reports.printing.brief_snapshot import BriefSnapshot
from reports.printing.dossier import content_hash, dossier_context
from reports.printing.dossier_snapshot import DossierSnapshot
from reports.printing.enclosures import Enclosure, facts_file, list_file
from reports.printing.errors import PrintError
from reports.printing.figures import data_uri
from reports.printing.fonts import refuse_missing_glyphs, refuse_other_faces, require_fonts
from reports.printing.full_receipt import receipt_context
from reports.printing.meeting import MeetingSnapshot, meeting_context, meeting_hash
from reports.printing.national import national_context
from reports.printing.national_snapshot import NationalSnapshot
from reports.printing.present import certificate_context, list_rules, report_context
from reports.printing.published_snapshot import PublishedReportSnapshot
from reports.printing.receipt_snapshot import ReceiptSnapshot
from reports.printing.snapshot import CertificateSnapshot, RegionReportSnapshot

VARIANT = "pdf/a-3a"
#: A report never has more pages than this; the list of innovations yields (present.list_rules).
REPORT_PAGES = 6

_ROOT = Path(__file__).resolve().parents[2]
_TEMPLATES = _ROOT / "templates" / "print"
_STATIC = _ROOT / "static" / "print"
#: Our own name for the colour space of a document.
_INTENT = "--srgb"
_OF_EVERY_ELEMENT = re.compile(r"^::(?:foot)?note-[a-z]+ \{.*\}$", re.MULTILINE)
_ASSET = re.compile(r"url\(([a-z-]+\.svg)\)")


class DataOnlyFetcher(URLFetcher):
    """Opens `data:` addresses and nothing else; any other one ends the rendering."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols={"data"}, allow_redirects=False, fail_on_errors=True)


class _SharedProfile(ColorProfile):
    """A colour profile that is written as it was read: asked a second time, the colour library writes another file."""

    def __init__(self, content: bytes, source: str) -> None:
        super().__init__(BytesIO(content), source, "relative-colorimetric", (["r"], ["g"], ["b"]))
        self._content = content

    @property
    def content(self) -> bytes:
        return self._content


class _Missing(str):
    """Makes a variable that a template names and nobody gave an error instead of an empty place."""

    __slots__ = ()

    def __mod__(self, name: object) -> str:
        raise PrintError(f"The template names {name}, which the document does not have")


class _Text(HTML):
    """A text under the renderer's own style sheet, without what that says of parts which no document of ours has.

    `::footnote-call` and four like it apply to every element, so every one would carry five styles more that nobody asks for: half
    of the memory of a document with thousands of rows, and a tenth of its time. Where the renderer does not ask for its sheet in
    this way any more, nothing is saved and nothing is lost.
    """

    def _ua_stylesheets(self, *_arguments: Any, **_options: Any) -> list[CSS]:
        return [press().own_sheet]


@dataclass(frozen=True, slots=True)
class _Press:
    """What all documents of a process share: fonts, colours, parsed style sheets, compiled templates."""

    fonts: FontConfiguration
    colours: ColorProfile
    fetcher: DataOnlyFetcher
    engine: Engine
    sheets: dict[str, CSS]
    own_sheet: CSS
    """That of the renderer: what a heading or a table looks like before our sheets speak."""

    def styles(self, name: str, *, demo: bool) -> list[CSS]:
        return [self.sheets[name], self.sheets[f"{name}-contoh"]] if demo else [self.sheets[name]]


LOCK = threading.RLock()
"""Pango and fontconfig are not made for two threads at once; a worker prints one document at a time anyway."""


@lru_cache(maxsize=1)
def press() -> _Press:
    """The shared parts, made on first use (some 50 ms). Raises FontMissing."""
    fonts = FontConfiguration()
    require_fonts(fonts)
    fetcher = DataOnlyFetcher()
    sheets = {
        path.stem: CSS(string=_inlined(path), url_fetcher=fetcher, font_config=fonts)
        for path in _STATIC.glob("*.css")
    }
    engine = Engine(dirs=[str(_TEMPLATES)], autoescape=True, string_if_invalid=_Missing("%s"))
    return _Press(
        fonts=fonts,
        colours=_colours(),
        fetcher=fetcher,
        engine=engine,
        sheets=sheets,
        own_sheet=CSS(string=_own_rules(), url_fetcher=fetcher, font_config=fonts),
    )


def _own_rules() -> str:
    """The renderer's style sheet without rules for parts of every element; marks stand before list items alone."""
    rules = files("weasyprint.css").joinpath("html5_ua.css").read_text(encoding="utf-8")
    return _OF_EVERY_ELEMENT.sub("", rules).replace("\n::marker", "\nli::marker")


def _colours() -> ColorProfile:
    """The sRGB profile that comes with WeasyPrint, read once.

    Left to itself WeasyPrint opens the file for every document and never closes it.
    """
    return _SharedProfile(files("weasyprint.pdf").joinpath("sRGB2014.icc").read_bytes(), "sRGB2014.icc")


def _inlined(path: Path) -> str:
    """A style sheet with the ornaments it names put in as `data:` addresses."""

    def asset(match: re.Match[str]) -> str:
        return f'url("{data_uri((_STATIC / match[1]).read_text(encoding="utf-8"))}")'

    return _ASSET.sub(asset, path.read_text(encoding="utf-8"))


@contextmanager
def _patient_collector() -> Iterator[None]:
    """Let garbage wait while a document is made: it builds a hundred thousand objects that all live to the
    end.

    Python's collector would walk them over and over, a fifth of the time of a report.
    """
    before = gc.get_threshold()
    gc.set_threshold(200_000, 20, 20)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _lay_out(template: str, sheet: str, context: dict[str, Any], *, demo: bool) -> Document:
    shared = press()
    html = shared.engine.get_template(template).render(Context(context))
    try:
        return _Text(string=html, url_fetcher=shared.fetcher).render(
            font_config=shared.fonts,
            color_profiles={_INTENT: shared.colours},
            stylesheets=shared.styles(sheet, demo=demo),
            pdf_variant=VARIANT,
            output_intent=_INTENT,
        )
    except FatalURLFetchingError as error:
        # A BaseException there, so that WeasyPrint cannot swallow it; here it must not end a worker.
        raise PrintError(str(error)) from error


def lay_out_report(snapshot: RegionReportSnapshot) -> Document:
    """The pages of a report: with the longest list of innovations that leaves it within REPORT_PAGES."""
    with LOCK:
        for rule in list_rules(len(snapshot.innovations)):
            context = report_context(snapshot, rule=rule)
            document = _lay_out("laporan.html", "laporan", context, demo=snapshot.demo)
            if len(document.pages) <= REPORT_PAGES:
                break
        return document


def lay_out_certificates(snapshots: Sequence[CertificateSnapshot]) -> Document:
    """One page for each certificate. Raises PrintError when there is none, or when real ones and samples are
    mixed.
    """
    if len({snapshot.demo for snapshot in snapshots}) != 1:
        raise PrintError(
            "certificates of one document are all real or all samples, and there is at least one"
        )
    with LOCK:
        document = _lay_out("piagam.html", "piagam", certificate_context(snapshots), demo=snapshots[0].demo)
    if len(document.pages) != len(snapshots):
        raise PrintError(f"{len(snapshots)} certificates came to {len(document.pages)} pages")
    return document


def render_report(snapshot: RegionReportSnapshot) -> bytes:
    """The report as PDF/A-3a with its facts and its full list enclosed.

    Raises FontMissing where a face is not installed, PrintError where something outside the snapshot was
    asked for.
    """
    enclosures = sorted((facts_file(snapshot), list_file(snapshot)), key=lambda enclosure: enclosure.name)
    moment = datetime.combine(snapshot.issued_on, time())
    with LOCK, _patient_collector():
        document = lay_out_report(snapshot)
        return _write(
            document,
            identifier=_identifier("laporan", snapshot.number, snapshot.facts_hash),
            attachments=[_attachment(enclosure, moment) for enclosure in enclosures],
        )


def render_certificate(snapshot: CertificateSnapshot) -> bytes:
    """The certificate as a one-page PDF/A-3a. Raises as `render_report` does."""
    return render_certificates([snapshot])


def render_certificates(snapshots: Sequence[CertificateSnapshot]) -> bytes:
    """Certificates as one PDF/A-3a, a page each in the order given; some 0.7 MB of memory a page. Raises as `render_report` does."""
    with LOCK, _patient_collector():
        document = lay_out_certificates(snapshots)
        marks = [text for snapshot in snapshots for text in (snapshot.number, snapshot.facts_hash)]
        return _write(document, identifier=_identifier("piagam", *marks))


def lay_out_published_report(snapshot: PublishedReportSnapshot) -> Document:
    """The pages of a published region's report: with the longest list of innovations that leaves it within REPORT_PAGES."""
    with LOCK:
        for rule in published_report.list_rules(len(snapshot.innovations)):
            context = published_report.report_context(snapshot, rule=rule)
            document = _lay_out("laporan-terbitan.html", "laporan", context, demo=snapshot.demo)
            if len(document.pages) <= REPORT_PAGES:
                break
        return document


def render_published_report(snapshot: PublishedReportSnapshot) -> bytes:
    """The report of a published region with its facts, the receipt of every point and the full list enclosed.

    Raises as `render_report` does.
    """
    moment = datetime.combine(snapshot.issued_on, time())
    with LOCK, _patient_collector():
        document = lay_out_published_report(snapshot)
        return _write(
            document,
            identifier=_identifier("laporan-terbitan", snapshot.number, snapshot.facts_hash),
            attachments=[_attachment(entry, moment) for entry in published_report.enclosures(snapshot)],
        )


def render_national(snapshot: NationalSnapshot) -> bytes:
    """The report of the nation as PDF/A-3a. Raises as `render_report` does."""
    with LOCK, _patient_collector():
        document = _lay_out("nasional.html", "laporan", national_context(snapshot), demo=snapshot.demo)
        return _write(document, identifier=_identifier("nasional", snapshot.number, snapshot.facts_hash))


def render_receipt(snapshot: ReceiptSnapshot) -> bytes:
    """The full receipt of a region as PDF/A-3a, as many pages as it takes. Raises as `render_report` does."""
    with LOCK, _patient_collector():
        document = _lay_out("rincian.html", "laporan", receipt_context(snapshot), demo=snapshot.demo)
        return _write(document, identifier=_identifier("rincian", snapshot.number, snapshot.facts_hash))


def render_dossier(snapshot: DossierSnapshot) -> bytes:
    """The dossier of one innovation as PDF/A-3a. Raises as `render_report` does."""
    with LOCK, _patient_collector():
        document = _lay_out("dosir.html", "dosir", dossier_context(snapshot), demo=snapshot.demo)
        return _write(document, identifier=_identifier("dosir", snapshot.public_id, content_hash(snapshot)))


def render_meeting(snapshot: MeetingSnapshot) -> bytes:
    """The list for a meeting as PDF/A-3a. Raises as `render_report` does."""
    with LOCK, _patient_collector():
        document = _lay_out("rapat.html", "rapat", meeting_context(snapshot), demo=snapshot.demo)
        return _write(document, identifier=_identifier("rapat", meeting_hash(snapshot)))


def render_brief(snapshot: BriefSnapshot) -> bytes:
    """The page for the head of region as a one-page PDF/A-3a, with as much of `brief.FITS` as leaves it one page.

    Raises as `render_report` does, and PrintError when even the fewest do not fit.
    """
    with LOCK, _patient_collector():
        for levers, with_course in brief.FITS:
            context = brief.brief_context(snapshot, levers=levers, with_course=with_course)
            document = _lay_out("ringkas.html", "ringkas", context, demo=snapshot.demo)
            if len(document.pages) == 1:
                return _write(
                    document,
                    identifier=_identifier("ringkas", snapshot.region.code, brief.content_hash(snapshot)),
                )
        raise PrintError(f"the page came to {len(document.pages)} pages")


def _identifier(*marks: str) -> bytes:
    """32 hexadecimal digits: the same for the same document made from the same facts."""
    return hashlib.sha256("\n".join(marks).encode()).hexdigest()[:32].encode()


def _attachment(enclosure: Enclosure, moment: datetime) -> Attachment:
    return Attachment(
        string=enclosure.content,
        name=enclosure.name,
        description=enclosure.description,
        created=moment,
        modified=moment,
        relationship=enclosure.relationship,
    )


def _write(document: Document, *, identifier: bytes, attachments: list[Attachment] | None = None) -> bytes:
    pdf = document.write_pdf(
        pdf_variant=VARIANT,
        pdf_identifier=identifier,
        output_intent=_INTENT,
        attachments=attachments or [],
        finisher=_finish,
    )
    # "/ABCDEF+EB-Garamond-Italic" -> "EB-Garamond-Italic": which faces the pages really used.
    fonts = document.fonts.values()
    refuse_other_faces({font.name.decode().partition("+")[2] for font in fonts})
    # On a machine with no other font at all nothing can fall through: the character is drawn as a box instead.
    refuse_missing_glyphs({chr(code) for font in fonts for code in font.missing})
    assert pdf is not None
    return pdf


def _finish(_document: Document, pdf: Any) -> None:
    """What WeasyPrint leaves open: the scope of table headers, and associated files named once instead of
    twice.
    """
    for entry in pdf.objects:
        if isinstance(entry, dict) and entry.get("S") == "/TH" and "ID" in entry:
            # The key of a header is table-row-column; every table here has its column headers in row 0.
            first_row = entry["ID"].string.split("-")[1] == "0"
            entry["A"]["Scope"] = "/Column" if first_row else "/Row"
    if "AF" in pdf.catalog:
        pdf.catalog["AF"][:] = list(dict.fromkeys(pdf.catalog["AF"]))
