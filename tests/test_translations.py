"""The English catalogue: complete, exact in its placeholders, compiled as committed, and what a reader really gets.

The msgids are the Indonesian interface, so Indonesian needs no catalogue; English needs every entry.
"""

from __future__ import annotations

import ast
import gettext
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import polib
import pytest
from django.apps import apps
from django.template.loader import get_template
from django.test import Client, RequestFactory
from django.utils import translation
from django.views import csrf, defaults

from regions.models import Person
from tests.cast import KOTIM, Cast

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "iga_portal/locale/en/LC_MESSAGES/django.po"

NO_SOURCES = {"tests", "secrets", "static", "node_modules"}
"""Top folders without strings of the interface; hidden ones are skipped too."""
SOURCES = {".py", ".html", ".txt", ".json", ".csv"}

SAME_IN_BOTH = {
    # Names of the field that English papers use as they are.
    "Asta Cita",
    "Kemendagri",
    "SID",
    "SPD",
    "yandas",
    # Islands and regions with one name in both languages.
    "Regional III · Kalimantan",
    "Regional IV · Sulawesi",
    "Regional VI · Papua",
    # Words that are spelled alike.
    "Desk",
    "Digital",
    "E-mail",
    "Final",
    "Format:",
    "Menu",
    "Quality control",
    "Status",
    "desk",
    # Nothing but placeholders.
    "%(code)s %(title)s",
    "%(name)s: %(text)s",
    "%(name)s: %(words)s",
    "%(name)s: %(words)s %(more)s",
    "%(number)s %(title)s",
    "%(what)s, %(when)s.",
}
"""The only entries whose English may equal the Indonesian, each for one of the reasons above."""

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w*\}")
MARKUP = re.compile(r"</?\w+[^>]*>")


@pytest.fixture(scope="module")
def catalogue() -> polib.POFile:
    return polib.pofile(str(CATALOGUE))


def key(entry: polib.POEntry | polib.MOEntry) -> tuple[str | None, str, str]:
    return (entry.msgctxt, entry.msgid, entry.msgid_plural or "")


def translations(entry: polib.POEntry | polib.MOEntry) -> list[str]:
    """The English texts of an entry: one, or the singular and the plural."""
    if entry.msgid_plural:
        return [entry.msgstr_plural[number] for number in sorted(entry.msgstr_plural)]
    return [entry.msgstr]


def shown(entry: polib.POEntry) -> str:
    return repr(entry.msgid[:70])


# The catalogue itself ----------------------------------------------------------------------------------------------


@pytest.mark.skipif(shutil.which("xgettext") is None, reason="xgettext is not installed (package gettext)")
def test_catalogue_holds_exactly_the_strings_of_the_sources(catalogue, tmp_path):
    # In a copy: makemessages writes a .py beside each template while it works, and may not do so among the real ones.
    for top in ROOT.iterdir():
        if top.name.startswith(".") or top.name in NO_SOURCES:
            continue
        if top.is_dir():
            shutil.copytree(top, tmp_path / top.name, ignore=only_sources)
        elif top.suffix in SOURCES:
            shutil.copy(top, tmp_path / top.name)
    subprocess.run(
        [sys.executable, "manage.py", "makemessages", "--locale=en", "--no-location", "--no-wrap", "-v0"],
        cwd=tmp_path,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "iga_portal.settings"},
        check=True,
        capture_output=True,
    )
    extracted = polib.pofile(str(tmp_path / CATALOGUE.relative_to(ROOT)))
    there, wanted = Counter(map(key, catalogue)), Counter(map(key, extracted))
    assert len(extracted) > 1000
    assert sorted(str(missing) for missing in wanted - there) == []
    assert sorted(str(surplus) for surplus in there - wanted) == []


GETTEXT = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"}


def test_extraction_sees_every_string_given_to_gettext(catalogue):
    # xgettext does not look into f-strings: a call there works in Indonesian and stays Indonesian in English.
    there = {entry.msgid for entry in catalogue}
    unseen = []
    for path in ROOT.glob("*/**/*.py"):
        place = path.relative_to(ROOT)
        if place.parts[0].startswith(".") or place.parts[0] in NO_SOURCES:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or not node.args:
                continue
            first = node.args[0]
            if node.func.id in GETTEXT and (
                isinstance(first, ast.JoinedStr | ast.BinOp)
                or (isinstance(first, ast.Constant) and first.value not in there)
            ):
                unseen.append(f"{place}:{node.lineno} {ast.unparse(first)}")
    assert unseen == []


def only_sources(folder: str, names: list[str]) -> list[str]:
    """What copytree leaves out: compiled code, pictures, other catalogues, whatever a data folder may hold."""
    return [
        name
        for name in names
        if name in {"__pycache__", "locale"} or ("." in name and Path(name).suffix not in SOURCES)
    ]


def test_every_entry_is_translated(catalogue):
    assert [shown(entry) for entry in catalogue if not all(map(str.strip, translations(entry)))] == []
    assert [shown(entry) for entry in catalogue if entry.fuzzy or entry.obsolete] == []
    assert [shown(entry) for entry in catalogue if entry.msgid_plural and len(translations(entry)) != 2] == []


def test_placeholders_and_markup_are_the_same_in_both_languages(catalogue):
    different = []
    for entry in catalogue:
        sources = [entry.msgid, entry.msgid_plural or entry.msgid]
        for source, text in zip(sources, translations(entry), strict=False):
            for pattern in (PLACEHOLDER, MARKUP):
                if Counter(pattern.findall(source)) != Counter(pattern.findall(text)):
                    different.append(f"{shown(entry)} -> {text!r}")
    assert different == []


def test_endings_are_the_same_in_both_languages(catalogue):
    # A colon announces a value and an ellipsis a choice; a sentence keeps its full stop, a label has none.
    different = [
        shown(entry)
        for entry in catalogue
        for text in translations(entry)
        if (entry.msgid[-1] in ".:?…" or text[-1] in ".:?…") and text[-1] != entry.msgid[-1]
    ]
    assert different == []


def test_compiled_catalogue_is_that_of_the_source(catalogue):
    compiled = polib.mofile(str(CATALOGUE.with_suffix(".mo")))
    assert {key(entry): translations(entry) for entry in compiled} == {
        key(entry): translations(entry) for entry in catalogue
    }
    with CATALOGUE.with_suffix(".mo").open("rb") as file:
        read = gettext.GNUTranslations(file)
    assert read.ngettext("%(n)s inovasi", "%(n)s inovasi", 1) == "%(n)s innovation"
    assert read.ngettext("%(n)s inovasi", "%(n)s inovasi", 0) == "%(n)s innovations"


def test_english_differs_from_indonesian_but_for_official_terms(catalogue):
    assert {entry.msgid for entry in catalogue if entry.msgid in translations(entry)} == SAME_IN_BOTH


def test_no_entry_answers_for_a_string_of_a_library(catalogue):
    # A msgid of ours that is also one of Django's or allauth's would change their words too, and in both languages.
    theirs: dict[str, str] = {}
    paths = [Path(config.path) for config in apps.get_app_configs() if ROOT not in Path(config.path).parents]
    import django

    for folder in [*paths, Path(django.__file__).parent / "conf"]:
        for language in ("en", "id"):
            found = folder / "locale" / language / "LC_MESSAGES/django.mo"
            if found.exists():
                theirs |= {entry.msgid: str(found) for entry in polib.mofile(str(found)) if not entry.msgctxt}
    assert "Enter a valid email address." in theirs
    assert {entry.msgid: theirs[entry.msgid] for entry in catalogue if entry.msgid in theirs} == {}


# What a reader gets ------------------------------------------------------------------------------------------------


class Words(HTMLParser):
    """The texts of a page that a reader sees or hears, without what is marked as Indonesian."""

    SPOKEN = ("aria-label", "alt", "title", "placeholder")
    SILENT = ("script", "style", "code")
    VOID = ("area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr")

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.open: list[tuple[str, bool]] = []
        self.feed(page)
        self.close()

    @property
    def skipped(self) -> bool:
        return any(skip for _, skip in self.open)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        have = dict(attrs)
        skip = tag in self.SILENT or (have.get("lang") == "id" and tag != "html")
        if not skip and not self.skipped:
            self.texts += [have[name] or "" for name in self.SPOKEN if have.get(name)]
        if tag not in self.VOID:
            self.open.append((tag, skip))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        text = " ".join(data.split())
        if text and not self.skipped:
            self.texts.append(text)


@cache
def indonesian() -> tuple[list[tuple[str, re.Pattern[str]]], list[tuple[str, re.Pattern[str]]]]:
    """Patterns of the msgids with another English text: those that may be looked for inside a text, and those that
    are too short for that and must be the whole of it."""
    inside, whole = [], []
    for entry in polib.pofile(str(CATALOGUE)):
        source = " ".join(MARKUP.sub(" ", entry.msgid).split())
        literal = [part.strip() for part in PLACEHOLDER.split(source)]
        if entry.msgid in translations(entry) or not re.search(r"[^\W\d_]{2}", "".join(literal)):
            continue
        pattern = ".{1,80}?".join(re.escape(part) for part in PLACEHOLDER.split(source))
        if max(len(part.split()) for part in literal) >= 3:
            inside.append((entry.msgid, re.compile(pattern)))
        else:
            whole.append((entry.msgid, re.compile(rf"\A{pattern}\Z")))
    return inside, whole


def left_in_indonesian(page: str) -> list[str]:
    inside, whole = indonesian()
    texts = Words(page).texts
    running = " ".join(texts)
    found = [msgid for msgid, pattern in inside if pattern.search(running)]
    return found + [msgid for msgid, pattern in whole if any(pattern.match(text) for text in texts)]


@pytest.fixture
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


def asking(language: str, person: Person | None = None) -> Client:
    client = Client(headers={"accept-language": language})
    if person is not None:
        client.force_login(person)
    return client


def page_of(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, f"{address} answered {response.status_code}"
    return response.content.decode()


PUBLIC = [
    "/akun/login/",
    "/akun/password/reset/",
    "/akun/password/reset/done/",
    "/panduan/",
    "/panduan/indeks/",
    "/tanda-terima/",
]


@pytest.mark.parametrize("address", PUBLIC)
def test_public_page_is_english_for_who_asks_for_english(db, address):
    page = page_of(asking("en"), address)
    assert '<html lang="en"' in page
    assert left_in_indonesian(page) == []
    # The same eyes do see the Indonesian page: else they would see nothing in any.
    assert len(left_in_indonesian(page_of(asking("id"), address))) > 3


def test_page_that_anybody_may_keep_has_its_language_in_its_address(db):
    for language in ("id", "en"):
        english = page_of(asking(language), "/en/")
        assert '<html lang="en"' in english
        assert left_in_indonesian(english) == []
        assert '<html lang="id"' in page_of(asking(language), "/")


ERRORS: dict[str, Callable[..., object]] = {
    "400": lambda request: defaults.bad_request(request, Exception()),
    "403": lambda request: defaults.permission_denied(request, Exception()),
    "403 csrf": lambda request: csrf.csrf_failure(request),
    "404": lambda request: defaults.page_not_found(request, Exception()),
    "503": lambda request: get_template("503.html").render(),
}


@pytest.mark.parametrize("case", ERRORS)
def test_error_page_is_english_for_who_asks_for_english(english, case):
    def drawn() -> str:
        answer = ERRORS[case](RequestFactory().get("/no-such-page/"))
        return answer if isinstance(answer, str) else answer.content.decode()

    assert left_in_indonesian(drawn()) == []
    with translation.override("id"):
        assert len(left_in_indonesian(drawn())) > 3


def test_page_of_a_fault_says_it_in_both_languages():
    # 500.html stands on nothing that may be broken, the catalogue included, so it carries a sentence of each language.
    page = get_template("500.html").render()
    assert '<html lang="id">' in page
    assert re.search(r'<p lang="en"[^>]*>Something went wrong on our side\.', page)


def test_unknown_address_is_answered_in_the_language_asked_for(db):
    assert "Page not found" in page_of(asking("en"), "/no-such-page/", 404)
    assert "Halaman tidak ditemukan" in page_of(asking("id"), "/no-such-page/", 404)


HOMES = {
    "sari": "/d/{region}/opd/{opd}/",
    "joko": "/d/{region}/kepala-opd/{opd}/",
    "budi": "/d/{region}/desk/",
    "hendra": "/d/{region}/daerah/",
    "tiur": "/d/{region}/kepala-daerah/",
    "arif": "/d/{region}/penilai/",
    "rina": "/pusat/",
}


@pytest.mark.parametrize("who", HOMES)
def test_home_of_each_role_is_english_for_who_asks_for_english(cast: Cast, settings, who):
    settings.SECOND_FACTOR_REQUIRED = False
    client = asking("en", getattr(cast, who))
    for address in (HOMES[who].format(region=KOTIM, opd=cast.health.pk), "/peran/"):
        page = page_of(client, address)
        assert '<html lang="en"' in page
        assert left_in_indonesian(page) == []


def test_choice_of_language_outlasts_the_request(db):
    client = asking("id")
    assert "Kata sandi" in page_of(client, "/akun/login/")
    client.post("/bahasa/", {"language": "en", "next": "/akun/login/"})
    page = page_of(client, "/akun/login/")
    assert "Password" in page
    assert left_in_indonesian(page) == []


def test_numbers_of_a_plural_follow_english(english):
    from django.utils.translation import ngettext

    counts = [ngettext("%(n)s inovasi", "%(n)s inovasi", n) % {"n": n} for n in (0, 1, 2)]
    assert counts == ["0 innovations", "1 innovation", "2 innovations"]
    with translation.override("id"):
        same = {ngettext("%(n)s inovasi", "%(n)s inovasi", n) for n in (0, 1, 2)}
    assert same == {"%(n)s inovasi"}


def test_points_are_counted_wherever_they_are_named(catalogue):
    """ "1 points" is no English: an entry with a number of points in it has both forms, and they differ in that word."""
    counted = re.compile(r"%\(\w+\)[sd](?:</?\w+>)* points\b")
    named = [entry for entry in catalogue if any(counted.search(text) for text in translations(entry))]
    assert len(named) > 10
    assert [shown(entry) for entry in named if not entry.msgid_plural] == []
    one_for_all = [shown(entry) for entry in named if counted.search(translations(entry)[0])]
    assert one_for_all == []


def test_terms_are_translated_in_one_way(catalogue):
    # The words by which a reader recognises a state, a role and a step, wherever they are named.
    english_of = {entry.msgid: translations(entry)[0] for entry in catalogue}
    pairs = {
        "Draf": "Draft", "Diajukan": "Submitted", "Perbaikan": "Returned", "Terverifikasi": "Verified",
        "Tidak dilanjutkan": "Declined", "Ditarik": "Withdrawn", "Terkirim": "Sent", "Dinilai": "Assessed",
        "Operator OPD": "Agency operator", "Kepala OPD": "Head of agency", "Penelaah desk": "Desk reviewer",
        "Admin daerah": "Regional admin", "Kepala daerah": "Head of region",
        "Pengukuran mandiri": "Self-measured (claimed)", "Penjaringan": "Input phase", "Kematangan": "Maturity",
        "Bukti": "Evidence", "Baris": "Row", "Tingkat": "Level", "Jendela waktu": "Time window",
    }  # fmt: skip
    assert {term: english_of[term] for term in pairs} == pairs


def test_words_of_another_term_do_not_slip_in(catalogue):
    """Where the Indonesian has one of these words, the English has the term for it (whole words, any case)."""
    terms = {
        r"\bbukti(?:nya)?\b": r"evidence",
        r"\bpenelaah\b": r"reviewer",
        r"\bpenjaringan\b": r"input phase",
        r"\bpiagam\b": r"certificate",
        r"\bpredikat(?:nya)?\b": r"predicate",
        r"\byandas\b": r"yandas",
        r"\bportofolio(?:nya)?\b": r"portfolio",
        r"\bfaktor kedua\b": r"second factor",
        r"\bpembagi(?:nya)?\b": r"divisor",
    }
    astray = [
        f"{shown(entry)} -> {text!r}"
        for entry in catalogue
        for source, target in terms.items()
        if re.search(source, entry.msgid, re.IGNORECASE)
        for text in translations(entry)
        if not re.search(target, text, re.IGNORECASE)
    ]
    assert astray == []


def test_entries_stand_once(catalogue):
    keys = sorted(f"{entry.msgctxt or ''}|{entry.msgid}" for entry in catalogue)
    assert [first for first, second in pairwise(keys) if first == second] == []
