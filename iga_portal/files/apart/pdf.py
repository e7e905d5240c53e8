"""Is this PDF a paper, or does it do something? Read with qpdf (pikepdf), in a child (`server`)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream

from iga_portal.files.apart.wire import Header

MOST_PAGES = 5_000
MOST_THINGS = 2_000_000
"""Dictionaries and lists looked at; an office's paper of 500 pages has some 50,000."""

PAGE_LANGUAGE = re.compile(rb"<\s*(?:!doctype|html|head|body|script|svg|iframe|\?php)", re.IGNORECASE)
HEAD, TAIL = 1024, 65_536

SCRIPTS = {"/JavaScript", "/Rendition"}
PROGRAMS = {"/Launch"}
FORMS = {"/SubmitForm", "/ImportData"}
MEDIA = {"/RichMedia", "/Movie", "/Sound", "/3D", "/Screen"}


def inspect(file: BinaryIO) -> Iterator[tuple[Header, bytes]]:
    """One message: `{"pages": n}`, or `{"refused": code}` with one of

    damaged, encrypted, web (a page of the web in its head), script, launch, attachment, media, form, outside, pages, complex.
    """
    yield _verdict(file), b""


def _verdict(file: BinaryIO) -> Header:
    if PAGE_LANGUAGE.search(file.read(HEAD)):
        return {"refused": "web"}
    try:
        # Inherited attributes are handed down by building every page, before anything can be counted.
        with pikepdf.open(file, suppress_warnings=True, inherit_page_attributes=False) as pdf:
            if _declared_pages(pdf) > MOST_PAGES:
                return {"refused": "pages"}
            pages = len(pdf.pages)
            if _was_cut(pdf, file) or not pages:
                return {"refused": "damaged"}
            if pages > MOST_PAGES:
                return {"refused": "pages"}
            found = _deed(pdf)
    except pikepdf.PasswordError:
        return {"refused": "encrypted"}
    except (pikepdf.PdfError, ValueError, RuntimeError, AttributeError, TypeError, KeyError):
        return {"refused": "damaged"}
    return {"refused": found} if found else {"pages": pages}


def _declared_pages(pdf: pikepdf.Pdf) -> int:
    """What the page tree says of itself, before a library builds it: a tree of a million pages takes gigabytes."""
    pages = pdf.Root.get(Name.Pages)
    count = pages.get(Name.Count) if isinstance(pages, Dictionary) else 0
    kids = pages.get(Name.Kids) if isinstance(pages, Dictionary) else None
    return max(int(count or 0), len(kids) if isinstance(kids, Array) else 0)


def _was_cut(pdf: pikepdf.Pdf, file: BinaryIO) -> bool:
    """Cut short: the table at the end had to be guessed, and what stands last is not the mark of an end.

    A table that is wrong in a whole file is mended by every reader; half a file opens as well and lacks what nobody sees.
    """
    if not any("reconstruct" in str(warning) for warning in pdf.get_warnings()):
        return False
    size = file.seek(0, 2)
    file.seek(max(0, size - TAIL))
    _before, mark, after = file.read().rpartition(b"%%EOF")
    return not mark or bool(after.strip(b"\0 \t\r\n"))


def _deed(pdf: pikepdf.Pdf) -> str:
    """The first thing found that a paper does not do, "" for a paper."""
    root = pdf.Root
    for name in ("/OpenAction", "/AA"):
        if name in root and (found := _automatic(root[name])):
            return found
    looked = 0
    for thing in pdf.objects:
        waiting: list[Object] = [thing]
        while waiting:
            one = waiting.pop()
            looked += 1
            if looked > MOST_THINGS:
                return "complex"
            if isinstance(one, Dictionary | Stream):
                if found := _of_dictionary(one):
                    return found
                values = [value for _key, value in one.items()]
            elif isinstance(one, Array):
                values = list(one)
            else:
                continue
            # What has a number of its own is met in `pdf.objects`; the rest lies in here.
            waiting += [
                value for value in values if isinstance(value, Dictionary | Array) and not value.is_indirect
            ]
    return ""


def _of_dictionary(one: Object) -> str:
    action = _text(one, "/S")
    kind = _text(one, "/Subtype")
    if action in SCRIPTS and ("/JS" in one or action == "/JavaScript"):
        return "script"
    if action in PROGRAMS:
        return "launch"
    if "/EF" in one or "/EmbeddedFiles" in one or kind == "/FileAttachment" or action == "/GoToE":
        return "attachment"
    if _text(one, "/Type") == "/EmbeddedFile":
        return "attachment"
    if "/XFA" in one or action in FORMS:
        return "form"
    if kind in MEDIA and "/Rect" in one:
        return "media"
    if _reaches_outside(one, action):
        return "outside"
    if "/AA" in one:
        return _automatic(one["/AA"])
    return ""


def _reaches_outside(one: Object, action: str) -> bool:
    """Content fetched from elsewhere: a stream kept in another file, an address as a file, a jump into a file of a server."""
    if isinstance(one, Stream):
        return "/F" in one
    if _text(one, "/FS") == "/URL":
        return True
    if "/Ref" in one and _text(one, "/Subtype") == "/Form":
        return True
    return action == "/GoToR" and _is_of_a_server(one.get("/F"))


def _is_of_a_server(target: object) -> bool:
    """A network path makes Windows send the password's hash of whoever opens the paper."""
    if isinstance(target, Dictionary):
        return any(_is_of_a_server(target.get(name)) for name in ("/F", "/UF", "/DOS", "/Unix", "/Mac"))
    words = str(target or "")
    return words.startswith(("\\\\", "//")) or "://" in words


def _automatic(action: object) -> str:
    """What happens by itself on opening a paper or a page: opening an address is not for a paper to do."""
    if not isinstance(action, Dictionary):
        return ""
    for one in (action, *(value for _key, value in action.items())):
        if isinstance(one, Dictionary) and _text(one, "/S") in {"/URI", "/GoToR"}:
            return "outside"
    return ""


def _text(one: Object, key: str) -> str:
    value = one.get(key)
    return str(value) if isinstance(value, Name) else ""
