"""Every address x every person of the cast, from one table. An address that the table does not name fails."""

from __future__ import annotations

import pickle
import uuid
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from iga_portal.files.domain import store_bytes
from iga_portal.files.examining import examine_file
from iga_portal.files.models import StoredFile
from iga_portal.files.uploads import open_upload
from iga_portal.jobs.models import Job
from iga_portal.notices.models import Mail, Notice
from iga_portal.tenancy.scope import scope
from iga_portal.web.public import HOMES, SHELF
from innovations.domain.integrity import add_integrity_form
from innovations.domain.receipts import issue_sending_receipt, sent_content_of
from innovations.domain.spd import cite_for_region, set_region_answer
from innovations.enums import State
from innovations.models import (
    Answer,
    BulkImport,
    Citation,
    Document,
    Innovation,
    QualitySample,
    Receipt,
    RegionAnswer,
    RegionCitation,
    Reminder,
    RowQuestion,
    Sending,
)
from regions.access import Actor
from regions.enums import Role
from regions.models import HandOver, Invitation, Membership, Opd, Region, RegionPeriod
from reports.models import (
    ApiToken,
    AwardPlan,
    DocumentBatch,
    IssuedDocument,
    Nominee,
    PanelMember,
    Publication,
    RankingDraft,
)
from reports.opendata.sets import SETS
from scoring.core.canonical import fingerprint
from scoring.recompute import recompute_region
from tests.cast import (
    BENGKULU,
    DAY,
    KOTIM,
    NOON,
    Cast,
    make_cast,
    make_complete,
    make_document,
    make_draft,
    region_period,
    submit,
    verify,
)
from tests.conftest import own_database
from tests.reports.published import example_facts, publish_example
from tests.tenancy.sentinels import CORRECTION, SENTENCE, leaks, plant, sentinels

ADMITTED = {
    "opd": {"sari"},
    "kepala_opd": {"joko"},
    "desk": {"budi"},
    "daerah": {"hendra", "indah"},
    "kepala_daerah": {"tiur"},
    "penilai": {"arif"},
    "panel": {"rina"},
    "penilaian": {"arif"},
    "pusat": {"rina"},
}
"""Who may act in which place of Kotawaringin Timur (and its health agency). Everybody else gets 404, also `nobody`."""

MINISTRY = {"rina"}
"""Who reads what is prepared and not published yet."""

PUBLISHED_INNOVATION = uuid.uuid5(uuid.NAMESPACE_OID, f"2026/{KOTIM}/0")
"""The first of `example_facts`."""

EVERYBODY = [
    "sari",
    "dewi",
    "joko",
    "budi",
    "hendra",
    "indah",
    "tiur",
    "wati",
    "yosef",
    "arif",
    "rina",
    "nobody",
]

SCHEDULE = {"schedule": 200, "calendar": 200}
NOTICES = {"notices": 200, "notices_read": 405, "notice": 302, "notice_choices": 200}
MAILS = {"mails": 200, "mail_again": 405}
INDEX_AT_HOME = {"index": 302}  # the place's first page is the index itself
INDEX = {"index": 200, "index_live": 200, "index_trace": 200, "index_facts": 200, "index_innovation": 200}
COCKPIT = {"cockpit_rows": 200, "cockpit_difference": 200, "cockpit_list": 200}
JOBS = {"job": 200, "job_progress": 200, "job_result": 200, "job_retry": 405}
LISTS = {"list_order": 405, "list_download": 200, "list_progress": 200, "list_file": 200}
FILE = {"file": 200, "file_pages": 200, "file_page": 200}
UPLOADS = {"uploads": 200, "upload": 200}
RECEIPTS = {"receipts": 200, "receipt": 200, "receipt_content": 200}
ISSUED = {
    "issued": 200, "issued_file": 200, "issued_order": 405, "points": 200, "points_order": 405, "points_innovation": 200,
}  # fmt: skip
BULK = {
    "bulk": 200, "bulk_template": 405, "bulk_upload": 405, "bulk_import": 200, "bulk_progress": 200, "bulk_apply": 405,
    "bulk_marked": 200, "export": 200, "export_order": 405, "export_progress": 200, "export_file": 200, "copy": 200,
    "lineage": 200,
}  # fmt: skip
QUALITY_DESK = {
    "quality": 200, "quality_spd": 200, "quality_spd_row": 200, "quality_close": 405, "innovation": 200, "row": 200,
    "lease": 405, "resume": 302, "leave": 405,
}  # fmt: skip
QUALITY_MINISTRY = {
    "quality": 200, "quality_draws": 200, "quality_samples": 200, "quality_share": 405, "quality_assign": 405,
    "quality_close_nation": 200, "quality_close_region": 200,
}  # fmt: skip
DOSSIER = {"dossier": 200, "dossier_progress": 200, "dossier_file": 200}

TABLE: dict[str, dict[str, int]] = {
    "opd": {
        "quality": 200,
        "submit": 200,
        "reply": 405,
        "reminder": 200,
        "questions": 200,
        "question_reply": 405,
        "fix_once": 200,
        **RECEIPTS,
        "home": 200,
        "innovations": 200,
        "innovation_new": 200,
        "innovation": 200,
        "innovation_step": 405,
        "innovation_withdraw": 200,
        "proposal": 200,
        "proposal_step": 200,
        "proposal_autosave": 405,
        "proposal_history": 200,
        "rows": 200,
        "row": 200,
        "row_autosave": 405,
        "row_library": 200,
        "documents": 200,
        "document_new": 200,
        "document": 200,
        "document_replace": 200,
        "index_innovation": 200,
        "document_details": 200,
        "document_check": 405,
        "upload_twin": 200,
        "upload_finish": 405,
        "row_pages": 405,
        **UPLOADS,
        **BULK,
        **DOSSIER,
        **FILE,
        **SCHEDULE,
        **NOTICES,
    },
    "kepala_opd": {
        "home": 200,
        "quality": 200,
        "confirm": 405,
        "reminder": 200,
        **RECEIPTS,
        "innovation": 200,
        "proposal": 200,
        "rows": 200,
        "row": 200,
        "index_innovation": 200,
        "lineage": 200,
        **DOSSIER,
        **FILE,
        **SCHEDULE,
        **NOTICES,
    },
    "desk": {
        "home": 200,
        "take": 405,
        "views": 200,
        "view_change": 405,
        "forecast": 200,
        "coached": 405,
        "innovation": 200,
        "row": 200,
        "accept_empty": 405,
        "resume": 302,
        "lease": 405,
        "leave": 405,
        "ask": 405,
        "reasons": 200,
        "step": 302,
        **COCKPIT,
        **INDEX,
        **FILE,
        **LISTS,
        **SCHEDULE,
        **NOTICES,
    },
    "daerah": {
        "home": 200,
        "reasons": 200,
        "spd": 200,
        "integrity": 200,
        "integrity_check": 405,
        "spd_row": 200,
        "spd_confirm": 405,
        "spd_evidence": 405,
        "spd_uncite": 405,
        "portfolio": 200,
        "portfolio_preview": 405,
        "quality": 200,
        "package": 200,
        "send": 302,
        "receipt": 200,
        "sending_content": 200,
        "declined": 200,
        "participation": 200,
        "windows": 200,
        "meeting_order": 405,
        "remind": 302,
        "invite_many": 200,
        "invite_many_template": 200,
        "invite_many_apply": 405,
        "hand_over": 200,
        "handed_over": 200,
        "person_close": 200,
        "usage": 200,
        "assignments": 200,
        "balance": 200,
        "rules": 200,
        "rules_apply": 405,
        "rule_delete": 405,
        "absences": 200,
        "absence_delete": 405,
        "appointed": 200,
        "appoint": 200,
        "coached": 405,
        "innovation": 200,
        "row": 200,
        "step": 302,
        "local_dates": 200,
        "extension": 200,
        "people": 200,
        "invite": 200,
        "invited": 200,
        "invitation_resend": 405,
        "invitation_revoke": 405,
        "membership": 200,
        "opds": 200,
        "opd_new": 200,
        "opd_edit": 200,
        "opd_close": 200,
        "opd_open": 405,
        "target": 200,
        "brief": 200,
        **COCKPIT,
        **INDEX,
        **INDEX_AT_HOME,
        **UPLOADS,
        **FILE,
        **JOBS,
        **LISTS,
        **ISSUED,
        **SCHEDULE,
        **MAILS,
        **NOTICES,
    },
    "kepala_daerah": {
        "quality": 200,
        "home": 200,
        "head_live": 200,
        "brief": 200,
        "participation": 200,
        "windows": 200,
        "meeting_order": 405,
        **COCKPIT,
        **INDEX,
        **FILE,
        **JOBS,
        **LISTS,
        **ISSUED,
        **SCHEDULE,
        **NOTICES,
    },
    "panel": {"home": 200, "score": 200, "score_autosave": 405, **NOTICES},
    "penilaian": {"home": 200},
    "penilai": {"home": 200, **QUALITY_DESK, **INDEX, **INDEX_AT_HOME, **FILE, **SCHEDULE, **NOTICES},
    "pusat": {
        "home": 200,
        **dict.fromkeys(
            ("drafts", "draft", "draft_difference", "awards", "award_results", "award_plan"), 200
        ),
        **dict.fromkeys(("award_criteria", "award_categories", "award_border", "nominees", "nominee"), 200),
        **dict.fromkeys(("nominee_add", "panel_members"), 200),
        **LISTS,
        "region": 200,
        "sendings": 200,
        "recall": 200,
        "index_live": 200,
        "index_trace": 200,
        "index_facts": 200,
        "index_innovation": 200,
        "people": 200,
        "invite": 200,
        "invited": 200,
        "invitation_resend": 405,
        "invitation_revoke": 405,
        "membership": 200,
        "control": 200,
        "periods": 200,
        "period_new": 200,
        "period": 200,
        "period_dates": 200,
        "period_settings": 200,
        "period_open": 302,
        "period_close": 302,
        "period_extend": 200,
        "instruments": 200,
        "instrument": 200,
        "instrument_approve": 302,
        "instrument_discard": 302,
        **QUALITY_MINISTRY,
        **JOBS,
        **ISSUED,
        "documents": 200,
        "batch_order": 405,
        "batch": 200,
        "batch_progress": 200,
        **dict.fromkeys(("batch_pause", "batch_resume", "batch_retry"), 405),
        "document_issued": 200,
        "document_revoke": 200,
        "document_replace_revoked": 405,
        **dict.fromkeys(("tokens", "token_new", "token_revoke"), 200),
        "publications": 200,
        "publication_prepare": 200,
        "publication_prepared": 200,
        "publication_publish": 405,
        "publication_discard": 200,
        "publication": 200,
        "issued_region": 200,
        **MAILS,
        **NOTICES,
    },
}
"""The answer to GET for those admitted, by place and page: 200, 302 (leads on) or 405 (a press, not a page)."""

OWN_PAGES = {"notice", "upload", "list_download", "list_progress", "list_file"}
"""What belongs to one person: their notice, the list they asked for."""

OPEN = {
    "healthz": 200,
    "readyz": 503,
    "roles": 302,
    **{
        f"{page}{tail}": status
        for tail in ("", "_en")
        for page, status in {
            "home": 200,
            "face_ranking": 200,
            "face_map": 200,
            "face_region": 200,
            "face_gallery": 200,
            "face_innovation": 200,
            "face_participation": 200,
            "face_method": 200,
            "face_publications": 200,
            "face_publication": 200,
            **dict.fromkeys(("face_open_data", "face_dictionary", "face_interface"), 200),
        }.items()
    },
    "face_robots": 200,
    "face_sitemap": 200,
    "face_sitemap_pages": 200,
    "face_sitemap_innovations": 200,
    **dict.fromkeys(
        (
            "open_data_dictionary",
            "open_data_content",
            "open_data_instrument",
            "open_data_file",
            "open_data_portal_file",
        ),
        200,
    ),
    **dict.fromkeys(
        (
            "api_root",
            "api_description",
            "api_publications",
            "api_publication",
            "api_regions",
            "api_region",
            "api_innovations",
        ),
        200,
    ),
    **dict.fromkeys(("api_innovation", "api_awards", "api_categories"), 200),
    "api_document": 404,
    "api_token": 401,
    "api_current": 401,
    "api_nothing": 404,
    "invitation": 404,
    "set_language": 302,
    "gallery": 200,
    "document_check": 200,
    "verify_document": 404,
    "receipt_check": 200,
    "verify_receipt": 404,
    "handbook": 200,
    "handbook_glossary": 200,
    "handbook_index": 200,
    "handbook_indicator": 200,
    "handbook_fragment": 200,
}
"""Addresses outside any place, and the answer to somebody who is not signed in. allauth's own stand below."""


def addresses() -> Iterator[tuple[str, str, list[str]]]:
    """(namespace, page, names of its arguments) of every address."""

    def walk(resolver: Any, namespace: str, arguments: list[str]) -> Iterator[tuple[str, str, list[str]]]:
        for entry in resolver.url_patterns:
            names = [*arguments, *entry.pattern.converters, *entry.pattern.regex.groupindex]
            if isinstance(entry, URLResolver):
                yield from walk(entry, entry.namespace or namespace, names)
            elif isinstance(entry, URLPattern):
                yield namespace, entry.name or "", list(dict.fromkeys(names))

    yield from walk(get_resolver(), "", [])


PLACES = [address for address in addresses() if address[0]]
OUTSIDE = [address for address in addresses() if not address[0]]
ids = [f"{namespace}:{page}" for namespace, page, _arguments in PLACES]
every_page = pytest.mark.parametrize(("namespace", "page", "arguments"), PLACES, ids=ids)


@dataclass
class World:
    cast: Cast
    clients: dict[str, Client]
    mine: dict[str, dict[str, Any]]
    """Argument -> value by page (or "" for any page), of Kotawaringin Timur's health agency."""
    foreign: dict[str, dict[str, Any]]
    """The same of another region."""
    sentinels: list[str] = field(default_factory=list)
    """What is the ministry's alone until it is published (`tests.tenancy.sentinels`)."""

    def address(self, namespace: str, page: str, arguments: list[str], *, foreign: bool = False) -> str:
        values = {
            "region_id": KOTIM,
            "opd_id": self.cast.health.pk,
            "daerah_id": KOTIM,
            "row": 16,
            "basis": "mandiri",
            "list_name": "antrean",
            **dict.fromkeys(("view_id", "rule_id", "absence_id"), 1),
        }
        for source in (self.mine, self.foreign if foreign else {}):
            values |= source.get("", {}) | source.get(page, {}) | source.get(f"{namespace}:{page}", {})
        return reverse(f"{namespace}:{page}", kwargs={name: values[name] for name in arguments})


def make_side(cast: Cast, *, operator: str, opd: Opd, admin: str | None) -> dict[str, dict[str, Any]]:
    """A draft, a verified innovation, a document, a notice, a job, an invitation of one region."""
    actor = cast.actor(operator)
    region_id = actor.region_id
    with scope({region_id}):
        draft = make_complete(actor, opd=opd, period=cast.period, name="Draf")
        claimed = submit(make_complete(actor, opd=opd, period=cast.period, name="Diajukan"), actor)
        code = Receipt.objects.get(innovation=claimed).code
        question = RowQuestion.objects.create(
            region_id=region_id, answer=Answer.objects.get(innovation=claimed, row=16), text="Tahun berapa?",
            asked_by_id=actor.person_id, asked_at=NOON,
        )  # fmt: skip
        document = make_document(actor, opd=opd, subject="SK lain")
        notice = Notice.objects.create(
            region_id=region_id, person=getattr(cast, operator), kind="x", text="x", path="/peran/"
        )
        mail = Mail.objects.create(
            region_id=region_id, person=notice.person, notice=notice, kind="return", once="x", due_at=NOON, state="failed",
        )  # fmt: skip
        cited = Citation.objects.get(answer__innovation=draft, answer__row=16)
        upload = open_upload(region_id=region_id, person_id=actor.person_id, name="film.mp4", size=9)
        managers = open_upload(
            region_id=region_id, person_id=getattr(cast, admin or operator).pk, name="pindaian.pdf", size=9
        )
        job = Job.objects.create(
            region_id=region_id,
            kind="report",
            once="x",
            requested_by=getattr(cast, admin or operator),
            state="done",
            result_file=document.file,
        )
        bulk = make_bulk(cast, draft, document, actor=actor)
        manager = Actor(getattr(cast, admin or operator).pk, Role.REGIONAL_ADMIN, region_id)
        form = make_document(manager, opd=None, subject="Form integritas")
        row = set_region_answer(
            region_period(cast, region_id), row="8", actor=manager, seen_version=1, level=3
        )
        citation = cite_for_region(row.pk, actor=manager, document_id=form.pk)
        signed = add_integrity_form(
            region_period(cast, region_id),
            actor=manager,
            document_id=form.pk,
            signed_by="Drs. Ahmad",
            signed_on=DAY,
        )
        issued = IssuedDocument.objects.create(
            region_id=region_id, kind="report", number=f"X/{region_id}", region_period=region_period(cast, region_id),
            basis="claimed", snapshot={}, snapshot_hash="0" * 64, facts_hash="0" * 64, file=form.file, issued_on=DAY,
        )  # fmt: skip
        number = 1 if admin else 2
        sending = Sending.objects.create(
            region_id=region_id, region_period=region_period(cast, region_id), number=number,
            sent_by_id=manager.person_id, sent_at=NOON, receipt=fingerprint(sent_content_of(number, hashes=[])),
        )  # fmt: skip
        issue_sending_receipt(sending, hashes=[], name="IGA", actor=manager)
        reminder = Reminder.objects.create(
            region_id=region_id, region_period=region_period(cast, region_id), opd=opd, text="x", people=1,
            sent_by=getattr(cast, admin or operator), sent_at=NOON,
        )  # fmt: skip
        record = HandOver.objects.create(
            region_id=region_id, leaver=getattr(cast, operator), successor=cast.nobody, role=Role.OPERATOR, opd=opd,
            last_day=DAY, handed_by=getattr(cast, admin or operator), moved={},
        )  # fmt: skip
    assert examine_file(region_id, file_id=document.file_id or 0) == "done"  # its pages have pictures
    invitation = Invitation.objects.create(
        email=f"baru{region_id}@contoh.go.id",
        name="Baru",
        role=Role.REVIEWER,
        region=Region(pk=region_id),
        secret_hash=f"{region_id:064d}",
        invited_by=getattr(cast, admin or operator),
        expires_at=NOON.replace(year=2027),
    )
    return {
        "": {
            "public_id": draft.public_id,
            "document_id": document.pk,
            "notice_id": notice.pk,
            "invitation_id": invitation.pk,
            "membership_id": Membership.objects.get(person=getattr(cast, operator)).pk,
            "managed_id": opd.pk,
            "citation_id": citation.pk,
            "reminder_id": reminder.pk,
            "record_id": record.pk,
            "question_id": question.pk,
            "number": 1 if admin else 2,
            "form_id": signed.pk,
            "action": "submit",
            "step": "identitas",
            "text": "rancang-bangun",
        },
        "index_innovation": {"public_id": claimed.public_id},
        **{page: {"code": code} for page in ("receipt", "receipt_content")},
        **{
            f"desk:{page}": {"public_id": claimed.public_id}
            for page in ("innovation", "row", "accept_empty", "step", "resume", "lease", "leave", "ask")
        },
        "desk:step": {"public_id": claimed.public_id, "action": "verify"},
        "issued_file": {"public_id": issued.public_id},
        "points_innovation": {"public_id": PUBLISHED_INNOVATION if admin else draft.public_id},
        "file_page": {"number": 1},
        "mail_again": {"public_id": mail.public_id},
        "upload": {"public_id": upload.public_id},
        "daerah:upload": {"public_id": managers.public_id},
        "upload_finish": {"public_id": upload.public_id},
        "row_pages": {"citation_id": cited.pk},
        "daerah:step": {"action": "reopen"},
        **{page: {"row": "8"} for page in ("spd_row", "spd_confirm", "spd_evidence", "spd_uncite")},
        **{page: {"public_id": job.public_id} for page in JOBS},
        **{
            page: {
                "download_id": make_list_job(actor.person_id, region_id=region_id, acting="desk").public_id
            }
            for page in ("list_download", "list_progress", "list_file")
        },
        **bulk,
    }


def make_sample(cast: Cast, sent: Innovation) -> dict[str, dict[str, Any]]:
    """What Arif looks at: a sent innovation and the region's SPD rows."""
    period = region_period(cast)
    RegionPeriod.objects.filter(pk=period.pk).update(sent_at=NOON)
    # Of the region's shelves an evaluator opens what was sent: here a document of the SPD rows.
    drawn = Document.objects.filter(file__pictured__gt=0).earliest("pk")
    RegionCitation.objects.create(
        region_id=KOTIM, answer=RegionAnswer.objects.get(row="8", region_period=period), document=drawn
    )
    spd = QualitySample.objects.create(region_id=KOTIM, region_period=period, draw=1, evaluator=cast.arif)
    QualitySample.objects.create(
        region_id=KOTIM, region_period=period, innovation=sent, draw=1, evaluator=cast.arif
    )
    return {
        **{
            f"penilai:{page}": {"public_id": sent.public_id}
            for page in ("innovation", "row", "lease", "resume", "leave")
        },
        "quality_spd_row": {"row": "8"},
        "quality_close": {"sample_id": spd.pk},
    }


def make_list_job(person_id: int, *, region_id: int, acting: str) -> Job:
    """A written list that a person asked for."""
    with scope({region_id}):
        file = store_bytes(
            b"PK", region_id=region_id, person_id=person_id, name="x.xlsx", media_type="application/zip"
        )
        return Job.objects.create(
            region_id=region_id, kind="regions.list", once=f"{acting}{person_id}", requested_by_id=person_id, state="done",
            result_file=file, arguments={"list": "antrean", "acting": acting, "opd": None, "query": ""},
        )  # fmt: skip


def make_awards(cast: Cast) -> None:
    """Two draft rankings, a nominee, and a panel of one."""
    with scope({0}):
        for number in (1, 2):
            RankingDraft.objects.create(
                region_id=0, period=cast.period, number=number, rows={}, rows_hash="0" * 64, made_by=cast.rina, made_at=NOON,
            )  # fmt: skip
        plan = AwardPlan.objects.create(region_id=0, period=cast.period)
        PanelMember.objects.create(region_id=0, plan=plan, person=cast.rina)
        Nominee.objects.create(
            region_id=0, plan=plan, candidate_id=KOTIM, nominated_by=cast.rina, nominated_at=NOON
        )


def make_bulk(
    cast: Cast, draft: Innovation, document: Document, *, actor: Actor
) -> dict[str, dict[str, Any]]:
    """An import with a marked copy, an export, dossiers of the two places, and a copy of the draft."""

    def done(kind: str, **arguments: Any) -> Job:
        return Job.objects.create(
            region_id=draft.region_id, kind=kind, once=f"{kind}{arguments}", state="done", result_file=document.file,
            requested_by_id=actor.person_id, arguments={"opd": draft.opd_id, "form": "csv", "name": "Draf", **arguments},
        )  # fmt: skip

    found = BulkImport.objects.create(
        region_id=draft.region_id, opd_id=draft.opd_id, region_period=draft.region_period, file=document.file, state="faulty",
        created_by_id=actor.person_id, job=done("innovations.bulk_check"),
    )  # fmt: skip
    export = done("innovations.export")
    copied = make_draft(actor, opd=draft.opd, period=cast.period, name="Salinan")
    Innovation.objects.filter(pk=copied.pk).update(copied_from=draft)
    pages: dict[str, dict[str, Any]] = {
        page: {"public_id": found.public_id}
        for page in ("bulk_import", "bulk_progress", "bulk_apply", "bulk_marked")
    }
    for page in ("export_progress", "export_file"):
        pages[page] = {"public_id": export.public_id}
    for place, acting in (("opd", "opd"), ("kepala_opd", "kepala-opd")):
        dossier = done("reports.dossier", innovation=str(draft.public_id), acting=acting)
        for page in ("dossier_progress", "dossier_file"):
            pages[f"{place}:{page}"] = {"job_id": dossier.public_id}
    return pages | {"lineage": {"public_id": copied.public_id}}


def make_documents(publication: Publication, cast: Cast) -> dict[str, dict[str, Any]]:
    """An order for the documents of a publication, and one of them."""
    with scope({0}):
        batch = DocumentBatch.objects.create(
            region_id=0, publication=publication, kinds=["report"], site="http://x/", ordered_by=cast.rina, ordered_at=NOON
        )  # fmt: skip
    with scope({KOTIM}):
        document = IssuedDocument.objects.create(
            region_id=KOTIM, kind="certificate", number="PGM/62.02/2026/0009", region_period=region_period(cast), basis="final",
            snapshot={}, snapshot_hash="2" * 64, facts_hash="0" * 64, publication=publication, issued_on=DAY,
        )  # fmt: skip
    batch_pages = {page for page in TABLE["pusat"] if page.startswith("batch")} - {"batch_order"}
    return {f"pusat:{page}": {"batch_id": batch.public_id} for page in batch_pages} | {
        f"pusat:{page}": {"public_id": document.public_id}
        for page in ("document_issued", "document_revoke", "document_replace_revoked")
    }


@pytest.fixture(scope="module")
def world(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    from django.core.files.storage import default_storage

    with (
        own_database(django_db_blocker, "addresses"),
        pytest.MonkeyPatch.context() as patched,
        time_machine.travel(NOON),
    ):
        # Every answer is closed here, and a connection with it: thousands of them otherwise.
        patched.setitem(connection.settings_dict, "CONN_MAX_AGE", None)
        connection.close()
        cast = make_cast()
        mine = make_side(cast, operator="sari", opd=cast.health, admin="hendra")
        foreign = make_side(cast, operator="wati", opd=cast.bengkulu_opd, admin=None)
        sari, budi = cast.actor("sari"), cast.actor("budi")
        with scope({KOTIM}):
            sent = verify(
                submit(make_complete(sari, opd=cast.health, period=cast.period, name="Terkirim"), sari), budi
            )
            Innovation.objects.filter(pk=sent.pk).update(state=State.SENT)
            mine.update(make_sample(cast, sent))
            # Notices and jobs are each person's own: one for everybody who is admitted somewhere.
            for place, people in ADMITTED.items():
                person = getattr(cast, sorted(people)[0])
                region_id = 0 if place in {"pusat", "panel"} else KOTIM
                with scope({region_id}):
                    notice = Notice.objects.create(
                        region_id=region_id, person=person, kind="x", text="x", path="/peran/"
                    )
                    mine[f"{place}:notice"] = {"notice_id": notice.pk}
                    if "mails" in TABLE[place]:
                        mail = Mail.objects.create(
                            region_id=region_id,
                            person=person,
                            kind="return",
                            once=place,
                            due_at=NOON,
                            state="failed",
                        )
                        mine[f"{place}:mail_again"] = {"public_id": mail.public_id}
                    if "list_order" in TABLE[place]:
                        wanted = make_list_job(person.pk, region_id=region_id, acting=place.replace("_", "-"))
                        for page in ("list_download", "list_progress", "list_file"):
                            mine[f"{place}:{page}"] = {"download_id": wanted.public_id}
        # Ministry and evaluator read what was sent, on the final basis, and nothing that is still the region's own.
        for place in ("pusat", "penilai"):
            mine[f"{place}:index_innovation"] = {"public_id": sent.public_id, "basis": "final"}
            mine[f"{place}:index_facts"] = {"basis": "final"}
        with scope({0}):
            paper = store_bytes(
                b"%PDF-", region_id=0, person_id=None, name="x.pdf", media_type="application/pdf"
            )
            job = Job.objects.create(
                region_id=0, kind="report", once="x", requested_by=cast.rina, state="done", result_file=paper
            )
        with scope({KOTIM}):
            final = IssuedDocument.objects.create(
                region_id=KOTIM, kind="report", number="X/final", region_period=region_period(cast), basis="final",
                snapshot={}, snapshot_hash="1" * 64, facts_hash="0" * 64, file=StoredFile.objects.first(), issued_on=DAY,
            )  # fmt: skip
        mine["pusat:issued_file"] = {"public_id": final.public_id}
        # What everybody may read, before a correction.
        published = publish_example(cast.period, {KOTIM: example_facts(KOTIM)})
        mine |= make_documents(published, cast)
        make_awards(cast)
        waiting = plant(cast)
        for page in ("publication_prepared", "publication_publish", "publication_discard"):
            mine[f"pusat:{page}"] = {"prepared_id": waiting.pk}
        mine |= {"pusat:draft_difference": {"number": 2}, "award_criteria": {"part_name": "presentasi"}}
        invitation = Invitation.objects.create(
            email="admin@contoh.go.id", name="Admin", role=Role.REGIONAL_ADMIN, region=Region(pk=KOTIM),
            secret_hash="f" * 64, invited_by=cast.rina, expires_at=NOON.replace(year=2027),
        )  # fmt: skip
        token = ApiToken.objects.create(
            name="SIPD", prefix="iga_contoh12", token_hash="a" * 64, scopes=["own-results"], region_id=KOTIM,
            created_by=cast.rina, expires_at=NOON.replace(year=2027),
        )  # fmt: skip
        ministry = {
            "token_id": token.pk,
            "invitation_id": invitation.pk,
            "membership_id": Membership.objects.get(person=cast.hendra).pk,
            "year": cast.period.year,
            "instrument_id": cast.period.instrument_id,
        }
        for page in TABLE["pusat"]:
            mine.setdefault(f"pusat:{page}", {}).update(ministry)
        for page in JOBS:
            mine[f"pusat:{page}"] = {"public_id": job.public_id}
        for region_id in (KOTIM, BENGKULU):
            recompute_region(region_id, period_id=cast.period.pk)
        clients = {name: Client() for name in EVERYBODY}
        for name, client in clients.items():
            client.force_login(getattr(cast, name))
        # The autouse fixture gives each test an empty store; what was uploaded here must be found by all of them.
        files = default_storage.path("")
        world = World(cast, clients, mine, foreign)
        world.files = files  # type: ignore[attr-defined]
        world.sentinels = sentinels(waiting)
        yield world


@pytest.fixture(autouse=True)
def _same_files(world: World, _private_files: None, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.core.files.storage import default_storage

    monkeypatch.setattr(default_storage._wrapped, "_location", world.files, raising=False)  # type: ignore[attr-defined]
    for cached in ("base_location", "location"):
        default_storage._wrapped.__dict__.pop(cached, None)


def test_table_names_exactly_the_addresses_there_are() -> None:
    assert {(namespace, page) for namespace, pages in TABLE.items() for page in pages} == {
        (namespace, page) for namespace, page, _arguments in PLACES
    }
    assert set(OPEN) == {page for _namespace, page, _arguments in OUTSIDE if not is_allauth(page)}


def is_allauth(page: str) -> bool:
    """Pages of the account library: its own views, tested there; ours is that they exist under /akun/ only."""
    return page.startswith(("account_", "mfa_", "socialaccount_", "openid_connect_")) or page == ""


def status_of(response: Any) -> int:
    response.close()  # files are streamed
    return int(response.status_code)


@every_page
def test_page_answers_those_admitted_and_is_unknown_to_everybody_else(
    world: World, namespace: str, page: str, arguments: list[str]
) -> None:
    address = world.address(namespace, page, arguments)
    found, leaked = {}, {}
    for name in EVERYBODY:
        response = world.clients[name].get(address)
        leaked[name] = leaks(response, looked_for=world.sentinels)
        found[name] = status_of(response)
    expected = {name: TABLE[namespace][page] if name in ADMITTED[namespace] else 404 for name in EVERYBODY}
    if page in OWN_PAGES:  # one person's, also among colleagues
        first = sorted(ADMITTED[namespace])[0]
        expected = {name: TABLE[namespace][page] if name == first else 404 for name in EVERYBODY}
    assert found == expected
    # What is prepared and not published is read by the ministry's admins, and by nobody else anywhere.
    assert {name: values for name, values in leaked.items() if values and name not in MINISTRY} == {}


@every_page
def test_page_asks_somebody_who_is_not_signed_in_to_do_so(
    world: World, namespace: str, page: str, arguments: list[str]
) -> None:
    address = world.address(namespace, page, arguments)
    response = Client().get(address)
    assert (response.status_code, response["Location"].split("?")[0]) == (302, reverse("account_login"))
    assert leaks(response, looked_for=world.sentinels) == []


def test_part_of_a_page_asked_after_the_session_ended_loads_the_whole_page_anew(world: World) -> None:
    response = Client().get(f"/d/{KOTIM}/daerah/indeks/keadaan/", headers={"HX-Request": "true"})
    assert (response.status_code, response["HX-Refresh"], response.content) == (401, "true", b"")


@pytest.mark.parametrize(
    ("namespace", "page", "arguments"), [address for address in PLACES if "region_id" in address[2]]
)
def test_page_of_another_region_is_unknown_to_those_admitted_here(
    world: World, namespace: str, page: str, arguments: list[str]
) -> None:
    address = world.address(namespace, page, arguments).replace(f"/d/{KOTIM}/", f"/d/{BENGKULU}/")
    for name in ADMITTED[namespace]:
        assert world.clients[name].get(address).status_code == 404
        assert world.clients[name].post(address).status_code == 404


CONTENT_WITH_NOTHING = {"spd_uncite"}
"""Taking back what is not there (any more) leads back to the page: a second click is no error, and a foreign one does nothing."""

OWN_THINGS = {
    "download_id",
    "citation_id",
    "code",
    "number",
    "public_id",
    "document_id",
    "notice_id",
    "invitation_id",
    "membership_id",
    "managed_id",
}


@pytest.mark.parametrize(
    ("namespace", "page", "arguments"),
    [address for address in PLACES if OWN_THINGS & set(address[2]) and address[0] != "pusat"],
)
def test_thing_of_another_region_is_unknown_in_one_s_own_place(
    world: World, namespace: str, page: str, arguments: list[str]
) -> None:
    """The address is one's own, the identifier in it is another region's: looking finds nothing, pressing does nothing."""
    address = world.address(namespace, page, arguments, foreign=True)
    for name in sorted(ADMITTED[namespace]):
        client = world.clients[name]
        found = {status_of(client.get(address)), status_of(client.post(address))}
        if page in CONTENT_WITH_NOTHING:
            assert found == {302, 405}, (name, found)
            continue
        # 405: the page has no such method, whatever the identifier.
        assert 404 in found and found <= {404, 405}, (name, found)
    with scope({BENGKULU}):
        assert RegionCitation.objects.count() == 1


def test_thing_that_does_not_exist_is_answered_like_a_foreign_one(world: World) -> None:
    sari = world.clients["sari"]
    unknown = reverse(
        "opd:innovation",
        kwargs={"region_id": KOTIM, "opd_id": world.cast.health.pk, "public_id": uuid.uuid4()},
    )
    foreign = world.address("opd", "innovation", ["region_id", "opd_id", "public_id"], foreign=True)
    assert sari.get(unknown).status_code == sari.get(foreign).status_code == 404


OPEN_ARGUMENTS: dict[str, dict[str, Any]] = {
    "invitation": {"secret": "tidak-ada"},
    "verify_document": {"code": "TIDAK-ADA"},
    "verify_receipt": {"code": "TIDAK-ADA"},
    "handbook_indicator": {"key": "sid-16"},
    "handbook_fragment": {"row": "16"},
    "face_sitemap_innovations": {"part": 1},
    **{f"face_region{tail}": {"code": "62.02"} for tail in ("", "_en")},
    **{f"face_innovation{tail}": {"public_id": PUBLISHED_INNOVATION} for tail in ("", "_en")},
    **{f"face_publication{tail}": {"number": 1} for tail in ("", "_en")},
    **{page: {"number": 1} for page in ("open_data_content", "open_data_instrument")},
    **{
        page: {"number": "latest"}
        for page in ("api_publication", "api_regions", "api_innovations", "api_awards", "api_categories")
    },
    "api_region": {"number": "1", "code": "62.02"},
    "api_innovation": {"number": "1", "id": PUBLISHED_INNOVATION},
    "api_document": {"code": "TIDAK-ADA"},
    "api_current": {"code": "62.02"},
    "api_nothing": {"rest": "v0/"},
    "open_data_file": {"number": 1, "name": "regions", "form": "json"},
    "open_data_portal_file": {"name": "publications", "form": "csv"},
}


@pytest.mark.parametrize("page", OPEN)
def test_open_page_answers_as_the_table_says(world: World, page: str) -> None:
    address = reverse(page, kwargs=OPEN_ARGUMENTS.get(page))
    response = Client().get(address)
    assert response.status_code == OPEN[page]
    for asked in (response, *(world.clients[name].get(address) for name in EVERYBODY)):
        assert leaks(asked, looked_for=world.sentinels) == []


def test_no_file_of_open_data_holds_what_is_not_published(world: World) -> None:
    """Every set in every form, as a file and through the interface, and with the number that the next publication would have."""
    files = [
        f"/data/{'{number}/' if data.of_publication else ''}{data.name}.{form}"
        for data in SETS.values()
        for form in data.forms
    ]
    files += ["/data/{number}/content.json", "/data/{number}/instrument.json", "/data/dictionary.json"]
    for number in (1, 2):
        for path in files:
            response = Client().get(path.format(number=number))
            assert leaks(response, looked_for=world.sentinels) == [], path
            assert response.status_code == (404 if number == 2 and "{number}" in path else 200), path


def test_what_could_leak_is_really_there(world: World) -> None:
    """The preview shows every value that a page of it may show: the searches above look for what they would find."""
    address = world.address("pusat", "publication_prepared", ["prepared_id"])
    found = leaks(world.clients["rina"].get(address), looked_for=world.sentinels)
    first = next(value for value in world.sentinels if len(value) == 64)[
        :8
    ]  # the page sets the beginning apart
    assert {SENTENCE, CORRECTION, first, "93,71", "61.483"} <= set(found)


@pytest.mark.parametrize("namespace", sorted(ADMITTED.keys() - {"pusat"}))
def test_nothing_of_it_is_read_after_the_quality_control_either(world: World, namespace: str) -> None:
    """The same on the eve of the publication, when pages may tell more: every address of a place, as those admitted to it."""
    with time_machine.travel(world.cast.period.quality_control_ends + timedelta(days=1)):
        for name in sorted(ADMITTED[namespace])[:1]:
            client = Client()
            client.force_login(getattr(world.cast, name))
            for place, page, arguments in PLACES:
                if place != namespace:
                    continue
                response = client.get(world.address(place, page, arguments))
                assert leaks(response, looked_for=world.sentinels) == [], (name, page)


@contextmanager
def eve_undone(world: World) -> Iterator[None]:
    """On the eve of the publication, when pages may tell more; what is done is undone."""
    with (
        time_machine.travel(world.cast.period.quality_control_ends + timedelta(days=1)),
        transaction.atomic(),
    ):
        try:
            yield
        finally:
            transaction.set_rollback(True)


def signed_in_as(world: World, name: str) -> Client:
    client = Client()
    client.force_login(getattr(world.cast, name))
    return client


@pytest.mark.parametrize("namespace", sorted(ADMITTED))
def test_pressing_tells_those_admitted_nothing_of_it_either(world: World, namespace: str) -> None:
    """Every address of a place with an empty form, as somebody admitted: an answer, never an error, and nothing unpublished."""
    name, told = sorted(ADMITTED[namespace])[0], set()
    for place, page, arguments in PLACES:
        if place != namespace:
            continue
        with eve_undone(world):
            response = signed_in_as(world, name).post(world.address(place, page, arguments))
            assert response.status_code < 500, (name, page)
            if leaks(response, looked_for=world.sentinels):
                told.add(page)
    # The ministry is told again what it is about to do: the search finds what there is.
    assert told >= {"publication_publish"} if namespace == "pusat" else not told


def test_pressing_in_the_ministry_s_place_does_and_tells_nothing_to_anybody_else(world: World) -> None:
    """Every address of the ministry, pressed by people who are not of it, in turn by all of them: unknown, like looking."""
    with eve_undone(world):
        clients = [(name, signed_in_as(world, name)) for name in EVERYBODY if name not in MINISTRY]
        clients.append(("", Client()))
        pressed = [address for address in PLACES if address[0] == "pusat"]
        for turn, (place, page, arguments) in enumerate(pressed):
            address = world.address(place, page, arguments)
            for name, client in clients[turn % 4 :: 4]:
                response = client.post(address)
                assert response.status_code == (404 if name else 302), (name, page)
                assert leaks(response, looked_for=world.sentinels) == [], (name, page)


GZIP = b"\x1f\x8b\x08"


def kept_anywhere() -> str:
    """Everything that lies in the shared cache, beside what workers were sent, and in this process's own shelf of public pages;
    what is compressed, also as it was before."""
    server = cache._cache.get_client()  # type: ignore[attr-defined]
    found = [
        server.get(key) if server.type(key) == b"string" else server.dump(key)
        for key in server.scan_iter(count=1000)
    ]
    found += [pickle.dumps(copy) for _at, copy in SHELF._near.values()]
    kept = [value for value in found if value]
    plain = [zlib.decompressobj(31).decompress(value[value.index(GZIP) :]) for value in kept if GZIP in value]
    return b" ".join(kept + plain).decode("utf-8", errors="replace")


def test_nothing_unpublished_and_nobody_s_words_reach_a_cache(world: World, settings: Any) -> None:
    """The ministry reads what waits to be published, then the public pages, first of all and with news waiting for her. What the
    caches hold then, and what a visitor is answered from them, has nothing of it."""
    cache.clear()
    SHELF.clear_near()
    settings.PUBLIC_CACHE_SECONDS = 60
    public = [
        reverse(page, kwargs=OPEN_ARGUMENTS.get(page))
        for page in OPEN
        if page.startswith(("home", "face_", "open_data_", "api_")) and OPEN[page] == 200
    ]
    telling = ("publication", "draft", "award", "nominee", "panel", "quality")
    try:
        with eve_undone(world):
            rina = signed_in_as(world, "rina")
            seen = set[str]()
            for place, page, arguments in PLACES:
                if place == "pusat" and page.startswith(telling):
                    answer = rina.get(world.address(place, page, arguments))
                    seen.update(leaks(answer, looked_for=world.sentinels))
            assert SENTENCE in seen
            ended = rina.post(world.address("pusat", "token_revoke", ["token_id"]))
            assert ended.status_code == 302  # "Token SIPD dicabut" is said on the next page of hers
            headers = {"Accept-Language": "en", "HX-Request": "true", "X-Forwarded-Host": "palsu.example"}
            own = {path: rina.get(path, headers=headers) for path in public}
            for path, answer in own.items():
                visitor = Client().get(path)
                bodies = [
                    b"".join(entry.streaming_content) if entry.streaming else entry.content
                    for entry in (answer, visitor)
                ]
                if path not in HOMES:
                    assert bodies[0] == bodies[1], path
                    assert answer.get("ETag") == visitor.get("ETag"), path
                text = bodies[1].decode()
                for word in (world.cast.rina.email, "SIPD dicabut", "palsu.example", "csrfmiddlewaretoken"):
                    assert word not in text, path
            assert "SIPD dicabut" in rina.get(world.address("pusat", "tokens", [])).content.decode()
            kept = kept_anywhere()
        assert "Peringkat Indeks Inovasi Daerah" in kept  # the pages are there
        private = [*world.sentinels, world.cast.rina.email, "SIPD dicabut", "palsu.example", "sessionid"]
        assert [value for value in private if value in kept] == []
    finally:
        cache.clear()
        SHELF.clear_near()


def test_sign_up_is_closed_and_addresses_cannot_be_changed(world: World) -> None:
    assert b"password1" not in Client().get("/akun/signup/").content
    assert world.clients["sari"].get("/akun/email/").status_code == 404
