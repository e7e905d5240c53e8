"""What the demonstration says, without the ids that differ between installations; moments as offsets from the opening."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import connection

from iga_portal.tenancy.models import tenant_models
from iga_portal.tenancy.scope import scope
from iga_portal.tenancy.tasks import region_ids
from regions.models import Period

OPD = "(SELECT name FROM regions_opd o WHERE o.id = {0})"
WHO = "(SELECT email FROM regions_person p WHERE p.id = {0})"
INNOVATION = "(SELECT name FROM innovations_innovation i WHERE i.id = {0})"
ANSWER = (
    "(SELECT i.name || '/' || a.row FROM innovations_answer a JOIN innovations_innovation i ON i.id = a.innovation_id "
    "WHERE a.id = {0})"
)
DOCUMENT = "(SELECT coalesce(o.name, '') || '/' || d.subject || '/' || d.number FROM innovations_document d LEFT JOIN regions_opd o ON o.id = d.opd_id WHERE d.id = {0})"

# Table -> columns, with references spelled out. public_id is drawn anew at each installation; notices and sendings name it.
TABLES: dict[str, list[str]] = {
    "regions_opd": ["name", "short_name", "is_desk", "is_active", "latitude", "longitude", OPD.format("t.parent_id")],
    "regions_membership": ["role", "valid_from", "valid_until", OPD.format("t.opd_id"), WHO.format("t.person_id")],
    "files_storedfile": ["sha256", "size", "media_type", "name", "state", WHO.format("t.created_by_id")],
    "innovations_document": [
        "number", "dated", "subject", "link", "is_region_wide", "is_current", OPD.format("t.opd_id"), "created_at",
        "(SELECT sha256 FROM files_storedfile f WHERE f.id = t.file_id)", WHO.format("t.created_by_id"),
    ],
    "innovations_innovation": [
        "name", "stage", "initiator", "initiator_name", "classification", "latitude", "longitude", "kind", "form", "asta_cita",
        "pkpn_cluster", "pkpn_main", "pkpn_overlapping", "urusan", "urusan_overlapping", "trial_date", "implemented_on",
        "developed_on", "design", "aim", "benefit", "result", "state", "version", "created_at", "changed_at", "submitted_at",
        "verified_at", "sent_at", OPD.format("t.opd_id"), WHO.format("t.created_by_id"),
    ],
    "innovations_answer": [
        INNOVATION.format("t.innovation_id"), "row", "basis", "measured", "claimed_level", "verified_level", "final_level",
        "note", "is_unlocked", "changed_at",
    ],
    "innovations_citation": [ANSWER.format("t.answer_id"), DOCUMENT.format("t.document_id"), "pages", "created_at"],
    "innovations_verdict": [
        ANSWER.format("t.answer_id"), "stage", "decision", "level", "reason", "desk_note", "stands", "created_at", "fell_at",
        "fell_because", WHO.format("t.reviewer_id"),
    ],
    "innovations_transition": [
        INNOVATION.format("t.innovation_id"), "action", "from_state", "to_state", "role", "reason", "at", WHO.format("t.actor_id"),
    ],
    "innovations_returnreason": [
        "(SELECT i.name FROM innovations_transition s JOIN innovations_innovation i ON i.id = s.innovation_id "
        "WHERE s.id = t.transition_id)", "row", "reason", "reply",
    ],
    "innovations_regionanswer": [
        "row", "level", "previous", "latest", "note", "version", "entered_at", "confirmed_at", WHO.format("t.entered_by_id"),
        WHO.format("t.confirmed_by_id"),
    ],
    "innovations_regioncitation": [
        "(SELECT row FROM innovations_regionanswer a WHERE a.id = t.answer_id)", DOCUMENT.format("t.document_id"), "pages",
    ],
    "innovations_integrityform": [
        "signed_by", "signed_on", DOCUMENT.format("t.document_id"), WHO.format("t.uploaded_by_id"),
        "is_accepted", "checked_at", WHO.format("t.checked_by_id"),
    ],
    "innovations_sending": ["number", "sent_at", WHO.format("t.sent_by_id")],
    "innovations_sendingitem": [INNOVATION.format("t.innovation_id"), "innovation_version"],
    "notices_notice": ["kind", "text", "created_at", "read_at", WHO.format("t.person_id")],
    "regions_regionperiod": ["content_version", "scored_version", "target_index", "sent_at", "nudged_at"],
    "scoring_result": ["basis", "is_current", "spd", "innovations_counted", "maturity_sum", "yandas", "index", "predicate"],
}  # fmt: skip

# Days that hang on the opening, as the moments do.
DAYS = {("regions_membership", "valid_from"), ("innovations_integrityform", "signed_on")}


def dump(region_id: int) -> dict[str, list[str]]:
    """The rows of one region by table, sorted."""
    opened = Period.objects.get(is_current=True).input_opens
    with scope(region_ids()), connection.cursor() as cursor:
        return {table: sorted(_rows(cursor, table, region_id, opened)) for table in TABLES}


def _rows(cursor: Any, table: str, region_id: int, opened: datetime) -> Iterator[str]:
    columns = [column if "(" in column else f't."{column}"' for column in TABLES[table]]
    cursor.execute(f"SELECT {', '.join(columns)} FROM {table} t WHERE t.region_id = %s", [region_id])
    for row in cursor.fetchall():
        values = [
            str((value - opened.date()).days)
            if (table, name) in DAYS
            else str(value - opened)
            if isinstance(value, datetime)
            else str(value)
            for name, value in zip(TABLES[table], row, strict=True)
        ]
        yield json.dumps(values, ensure_ascii=False)


def content_hash(region_id: int) -> str:
    return hashlib.sha256(json.dumps(dump(region_id), ensure_ascii=False).encode()).hexdigest()


def row_counts() -> dict[str, int]:
    """Rows of every tenant table, audit events included."""
    with scope(region_ids()), connection.cursor() as cursor:
        found = {}
        for model in tenant_models():
            cursor.execute(f'SELECT count(*) FROM "{model._meta.db_table}"')
            found[model._meta.db_table] = cursor.fetchone()[0]
        return found
