"""Parts of an OPD's pages that are put together in Python: the checklist with its links, and what changed in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from iga_portal.web import formats
from iga_portal.web.here import here
from iga_portal.web.official import official, told
from innovations import reference
from innovations.domain.completeness import Gap
from innovations.domain.items import COORDINATES, DESIGN_ITEMS, DOCUMENT_FIELDS
from innovations.forms.documents import AttachmentsForm
from innovations.forms.proposal import form_field
from innovations.forms.steps import STEPS, ProposalStep, step_of
from innovations.models import Document, Innovation
from innovations.queries.changes import Changes
from innovations.queries.opd import Sheet
from innovations.workflow import BY_ACTION, Action
from regions.access import actor_of
from regions.enums import Role


@dataclass(frozen=True, slots=True)
class GapLink:
    """One thing to do, in words, with the place where it is done."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class CheckGroup:
    """A part of the innovation on the completeness list; done when no required gap is left in it."""

    title: str
    url: str
    missing: Sequence[GapLink] = ()

    @property
    def done(self) -> bool:
        return not self.missing


@dataclass(frozen=True, slots=True)
class Checklist:
    """What blocks submitting, by part, and apart from it what is only advice."""

    groups: Sequence[CheckGroup]
    advice: Sequence[GapLink]

    @property
    def done(self) -> int:
        return sum(group.done for group in self.groups)

    @property
    def first(self) -> CheckGroup | None:
        """Where to go on: the first part that is not complete."""
        return next((group for group in self.groups if not group.done), None)

    @property
    def missing(self) -> int:
        return sum(len(group.missing) for group in self.groups)


def checklist(request: HttpRequest, sheet: Sheet, *, advice: Sequence[Gap] | None = None) -> Checklist:
    """Steps of the proposal with required items, each mandatory row, and the rows whose claim lacks evidence.

    `advice` replaces that of the sheet where a page looks further (`innovations.queries.precheck`).
    """
    public_id = sheet.innovation.public_id

    def link(gap: Gap) -> GapLink:
        return GapLink(gap.text, gap_url(request, gap, public_id=public_id))

    groups = []
    for step in STEPS:
        gaps = [gap for gap in sheet.required if gap.field and step_of(gap.field) is step]
        # Items 19 to 22 are never required.
        if step.is_required:
            url = step_url(request, step, public_id=public_id)
            groups.append(CheckGroup(str(step.title), url, [link(gap) for gap in gaps]))
    for row in sheet.instrument.sid_rows:
        gaps = [gap for gap in sheet.required if gap.part == row.code]
        if row.mandatory or gaps:
            url = here(request, "row", public_id=public_id, row=int(row.code))
            title = told(_("Baris %(row)s · %(name)s"), {"row": row.code, "name": official(row.title)})
            groups.append(
                CheckGroup(title, url, [GapLink(short_row_gap(gap), link(gap).url) for gap in gaps])
            )
    return Checklist(groups, [link(gap) for gap in (sheet.advice if advice is None else advice)])


ABOUT_EVIDENCE = frozenset({"evidence", "format", "document", "refused"})
"""Codes of gaps that are closed where a row's evidence is cited."""


def short_row_gap(gap: Gap) -> str:
    """A row's gap without its name, for places where the name stands beside it."""
    words = {
        "mandatory": _("Pilih tingkat; baris ini wajib."),
        "evidence": _("Tambahkan bukti untuk tingkat yang diklaim."),
        "format": _("Format bukti lain dari yang disebut pedoman."),
    }
    return words.get(gap.code, gap.text)


def maturity_of(sheet: Sheet) -> str:
    """What a maturity is out of, for a stat: "dari 111"."""
    return _("dari %(maximum)s") % {"maximum": formats.number(sheet.maturity_maximum, places=0)}


def gap_url(request: HttpRequest, gap: Gap, *, public_id: Any) -> str:
    """Where a gap is closed: the field within its step, or the row (its evidence, where that is what lacks)."""
    if gap.part.isdecimal():
        place = "#bukti" if gap.code in ABOUT_EVIDENCE else ""
        return here(request, "row", public_id=public_id, row=int(gap.part)) + place
    step = step_of(gap.field)
    if actor_of(request).role is not Role.OPERATOR:
        return step_url(request, step, public_id=public_id)
    return step_url(request, step, public_id=public_id) + f"#id_{form_field(gap.field)}"


def step_url(request: HttpRequest, step: ProposalStep, *, public_id: Any) -> str:
    """The form of a step; for whoever only reads, its part of the whole proposal."""
    if actor_of(request).role is Role.OPERATOR:
        return here(request, "proposal_step", public_id=public_id, step=step.slug)
    return here(request, "proposal", public_id=public_id) + f"#{step.slug}"


EMPTY = "–"

# Values in words ---------------------------------------------------------------------------------------------------


def label_of(name: str) -> str:
    """What a field or an item of the proposal is called on the form."""
    if name in DOCUMENT_FIELDS:
        return str(AttachmentsForm.LABELS[name])
    if name == "design":
        return _("Rancang bangun")
    asked = form_field(name)
    return str(next(step.form.base_fields[asked].label for step in STEPS if asked in step.form.base_fields))


OFFICIAL_ITEMS: Final = frozenset(
    {"urusan", "urusan_overlapping", "pkpn_cluster", "pkpn_main", "pkpn_overlapping", "asta_cita"}
)
"""Items whose words are the guideline's; they stay Indonesian on an English page."""


def in_words(innovation: Innovation, name: str, value: Any, *, documents: dict[int, Document]) -> str:
    """A stored value of a field or an item as a person reads it; documents are given by id."""
    if value in (None, "", [], (), (None, None)):
        return EMPTY
    if name == COORDINATES:
        return ", ".join(str(number) for number in value)
    if name in DESIGN_ITEMS:
        return str(value)
    if name in DOCUMENT_FIELDS:
        document = documents.get(value)
        return document.subject if document else _("(dokumen lain)")
    if name in {"urusan", "urusan_overlapping"}:
        names: dict[str, str] = reference.urusan_names()
    elif name == "pkpn_cluster":
        names = {cluster.code: cluster.name for cluster in reference.pkpn()}
    elif name in {"pkpn_main", "pkpn_overlapping"}:
        names = programme_names()
    elif name == "asta_cita":
        names = {str(number): f"{number}. {text}" for number, text in reference.asta_cita()}
    else:
        choices = innovation._meta.get_field(name).flatchoices  # type: ignore[union-attr]
        names = {str(key): str(label) for key, label in choices}
    if isinstance(value, list | tuple):
        return ", ".join(names.get(str(entry), str(entry)) for entry in value)
    if isinstance(value, date):
        return formats.day(value)
    if isinstance(value, Decimal):
        return formats.number(value)
    return names.get(str(value), str(value))


def programme_names() -> dict[str, str]:
    return {
        programme.code: programme.name for cluster in reference.pkpn() for programme in cluster.programmes
    }


@dataclass(frozen=True, slots=True)
class ChangeLine:
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ChangeList:
    """What somebody else did since a page was made."""

    known: bool
    by: str
    fields: Sequence[ChangeLine]
    rows: Sequence[int]
    steps: Sequence[str | Promise]


def change_lines(changes: Changes, *, now: Innovation) -> ChangeList:
    """Put changes into words; one query for the names of documents, when some changed."""
    ids = [
        value
        for change in changes.fields
        if change.name in DOCUMENT_FIELDS
        for value in (change.before, change.after)
        if value
    ]
    documents = {document.pk: document for document in Document.objects.filter(pk__in=ids)} if ids else {}
    return ChangeList(
        known=changes.known,
        by=", ".join(changes.by),
        fields=[
            ChangeLine(
                label_of(change.name),
                in_words(now, change.name, change.before, documents=documents),
                in_words(now, change.name, change.after, documents=documents),
            )
            for change in changes.fields
        ],
        rows=changes.rows,
        steps=[BY_ACTION[Action(step.action)].words_opd for step in changes.steps if step.action != "create"],
    )
