"""The OPD's innovations as a file: the workbook, filled, or a CSV for whoever counts and compares.

The CSV is what an Indonesian Excel opens with a double click: UTF-8 with a byte order mark, semicolons, decimal commas. A text that
a spreadsheet would take for a formula gets an apostrophe before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

import tablib
from django.utils import timezone, translation
from django.utils.text import slugify
from django.utils.translation import gettext as _
from import_export.formats.base_formats import CSV

from iga_portal.jobs.domain import request_job
from iga_portal.jobs.models import Job
from iga_portal.refusals import Refused
from innovations.bulk.columns import as_text
from innovations.bulk.holdings import Holdings, holdings_of
from innovations.bulk.resources import proposal_columns
from innovations.bulk.template import STATES, template
from innovations.domain.innovations import SID_ROWS
from innovations.enums import State
from innovations.models import Innovation
from regions.access import Actor
from regions.models import Opd, Period

EXPORT: Final = "innovations.export"
XLSX, SEMICOLONS = "xlsx", "csv"
FORMS: Final = (XLSX, SEMICOLONS)
MEDIA_TYPES: Final = {
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    SEMICOLONS: "text/csv; charset=utf-8",
}
AT_ONCE: Final = 40
"""Up to so many innovations a file is made while the person waits (well under a second); more are a job."""
_FORMULA = re.compile(r"[=+\-@\t\r\n]")
_NUMBER = re.compile(r"-?[0-9]+(,[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Made:
    content: bytes
    name: str
    media_type: str


class SemicolonCSV(CSV):
    """The library's CSV with what it lacks: byte order mark, semicolons, and texts that stay texts without losing a letter."""

    CONTENT_TYPE = MEDIA_TYPES[SEMICOLONS]

    def export_data(self, dataset: Any, **kwargs: Any) -> bytes:
        safe = tablib.Dataset(headers=[harmless(header) for header in dataset.headers])
        for row in dataset:
            safe.append([harmless(value) for value in row])
        text: str = safe.export("csv", delimiter=";")
        return b"\xef\xbb\xbf" + text.encode()


def harmless(value: Any) -> str:
    """A value as the text of a CSV cell, in Indonesian form, that no spreadsheet takes for a formula."""
    if value is None:
        return ""
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, Decimal):
        return format(value, "f").replace(".", ",")
    text = str(value)
    begins = text.lstrip(" \u00a0\ufeff")[:1]
    return f"'{text}" if _FORMULA.match(begins) and not _NUMBER.fullmatch(text) else text


def refuse_unknown(form: str) -> None:
    if form not in FORMS:
        raise Refused("form", _("Pilih bentuk berkas: XLSX atau CSV."))


def export_for(actor: Actor, *, period_id: int, form: str, now: datetime, places: int = 0) -> Made:
    """Everything that the actor's OPD and its units have in a period, as a file; in a workbook with `places` for new ones.

    Raises Refused for an unknown form.
    """
    refuse_unknown(form)
    period = Period.objects.get(pk=period_id)
    holdings = holdings_of(actor, period=period, owners=owners_of(actor))
    name = f"inovasi-{slugify(holdings.owners[0].name)[:60]}-{period.year}"
    if form == XLSX:
        name = f"lembar-kerja-{name}" if places else name
        content = template(holdings, places=places, filled=True, made_at=now)
        return Made(content, f"{name}.xlsx", MEDIA_TYPES[XLSX])
    with translation.override("id"):
        return Made(SemicolonCSV().export_data(table_of(holdings)), f"{name}.csv", MEDIA_TYPES[SEMICOLONS])


def owners_of(actor: Actor) -> Sequence[Opd]:
    """The OPD first, then its units by name."""
    found = Opd.objects.filter(pk__in=actor.opd_ids, is_active=True).order_by("name")
    return sorted(found, key=lambda opd: opd.parent_id is not None)


def table_of(holdings: Holdings) -> Any:
    """One row an innovation: state and owner, the items, then level and desk's level of each indicator row."""
    columns = [column for column in proposal_columns() if column.attribute != "coordinates"]
    rows = [f"{number}" for number in SID_ROWS]
    table = tablib.Dataset(
        headers=[
            "Kunci", "Status", "Milik", *(column.header for column in columns), "Lintang", "Bujur",
            *(f"Baris {row} klaim" for row in rows), *(f"Baris {row} desk" for row in rows),
            "Kematangan klaim", "Kematangan desk", "Banyaknya bukti",
        ]
    )  # fmt: skip
    for innovation in holdings.innovations:
        table.append([*_row(innovation, holdings)])
    return table


def _row(innovation: Innovation, holdings: Holdings) -> Iterator[Any]:
    yield from (str(innovation.public_id), STATES[State(innovation.state)], innovation.opd.name)
    for column in proposal_columns():
        if column.attribute == "coordinates":
            continue
        value = column.export(innovation, documents=holdings.documents)
        yield value if isinstance(value, date) else as_text(value)
    yield from (innovation.latitude, innovation.longitude)
    answers = holdings.answers[innovation.pk]
    for level in ("claimed_level", "verified_level"):
        yield from (getattr(answers.get(row), level, None) for row in SID_ROWS)
    for level in ("claimed_level", "verified_level"):
        yield _maturity(holdings, innovation, level)
    yield sum(holdings.evidence.get(answer.pk, 0) for answer in answers.values())


def _maturity(holdings: Holdings, innovation: Innovation, level: str) -> Decimal | None:
    found = [
        holdings.instrument.row(str(answer.row)).weight * getattr(answer, level)
        for answer in holdings.answers[innovation.pk].values()
        if getattr(answer, level) is not None
    ]
    return sum(found, start=Decimal(0)).normalize() + 0 if found else None


# By a job ----------------------------------------------------------------------------------------------------------


def order_export(
    *, actor: Actor, opd_id: int, period: Period, form: str, language: str, places: int = 0
) -> Job:
    """Ask for a file of many innovations. Pressed twice, it is one job. Raises Refused for an unknown form."""
    refuse_unknown(form)
    job, _new = request_job(
        region_id=actor.region_id,
        kind=EXPORT,
        arguments={"opd": opd_id, "period": period.pk, "form": form, "language": language, "places": places},
        once=f"{EXPORT}/{opd_id}/{period.pk}/{form}/{places}/{actor.person_id}",
        person_id=actor.person_id,
    )
    return job


def title_of(job: Job) -> str:
    when = timezone.localtime(job.created_at)
    return _("Daftar inovasi sebagai %(form)s, dipesan %(when)s") % {
        "form": str(job.arguments["form"]).upper(),
        "when": f"{when:%d/%m/%Y}",
    }
