"""The look before a sending, at the evidence: files that were refused, wait or are lost, links that lead nowhere, rows without any."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Mapping, Sequence

from django.core.files.storage import default_storage
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from iga_portal.files.models import FileState
from innovations.domain.items import DOCUMENT_FIELDS
from innovations.domain.presend_parts import Cure, Finding, cut, of_rows, row_cure
from innovations.models import Answer, Citation, Document, Innovation, RegionCitation
from innovations.models.documents import LinkState

logger = logging.getLogger(__name__)

DEAD_LINKS = frozenset({LinkState.BROKEN, LinkState.CLOSED, LinkState.REFUSED})


def evidence(chosen: Sequence[Innovation]) -> list[Finding]:
    """Files and links of everything that goes along: attachments, the rows' evidence, the SPD's."""
    attached = {
        number
        for innovation in chosen
        for field in DOCUMENT_FIELDS
        if (number := getattr(innovation, f"{field}_id"))
    }
    region_period_ids = {innovation.region_period_id for innovation in chosen}
    cited = Citation.objects.filter(answer__innovation__in=chosen).order_by().values("document_id")
    of_region = (
        RegionCitation.objects.filter(answer__region_period_id__in=region_period_ids)
        .order_by()
        .values("document_id")
    )
    documents = list(
        Document.objects.filter(Q(pk__in=attached) | Q(pk__in=cited) | Q(pk__in=of_region))
        .select_related("file")
        .order_by("subject", "pk")
    )
    refused = [entry for entry in documents if entry.file and entry.file.state == FileState.REFUSED]
    waiting = [entry for entry in documents if entry.file and entry.file.state == FileState.WAITING]
    lost = missing_bytes(entry for entry in documents if entry not in refused)
    dead = [entry for entry in documents if entry.link and entry.link_state in DEAD_LINKS]
    places = _places({entry.pk for entry in (*refused, *waiting, *lost, *dead)}, chosen=chosen)
    bare = list(
        Answer.objects.filter(innovation__in=chosen, verified_level__gt=0)
        .exclude(Exists(Citation.objects.filter(answer=OuterRef("pk"))))
        .order_by("innovation_id", "row")
        .values_list("innovation_id", "row")
    )
    return [
        _of_documents(
            "files_refused",
            _("Tidak ada berkas yang ditolak pemindaian virus"),
            _("Ditolak pemindaian virus: %(what)s. Minta pemiliknya mengganti berkas itu."),
            refused,
            places=places,
        ),
        _of_documents(
            "files_waiting",
            _("Semua berkas sudah dipindai"),
            _("Masih dipindai: %(what)s. Tunggu beberapa menit, lalu muat ulang halaman ini."),
            waiting,
            places=places,
        ),
        _of_documents(
            "files_lost",
            _("Semua berkas ada di penyimpanan"),
            _("Tidak ditemukan di penyimpanan: %(what)s. Minta pemiliknya mengunggah lagi."),
            lost,
            places=places,
        ),
        _of_documents(
            "links_dead",
            _("Semua tautan dapat dibuka"),
            _("Tidak dapat dibuka: %(what)s. Pastikan tautannya terbuka untuk umum."),
            dead,
            places=places,
            required=False,
        ),
        of_rows(
            "rows_bare",
            _("Setiap baris yang dinilai desk berbukti"),
            bare,
            chosen=chosen,
            words=lambda number: (
                ngettext(
                    "%(count)d baris dinilai desk tanpa satu pun bukti.",
                    "%(count)d baris dinilai desk tanpa satu pun bukti.",
                    number,
                )
                % {"count": number}
            ),
            required=False,
        ),
    ]


def missing_bytes(documents: Iterable[Document]) -> list[Document]:
    """Documents whose file has a row and no bytes. A store that does not answer is no proof of a loss: told in the log only."""
    known: dict[str, bool] = {}
    lost = []
    for document in documents:
        if document.file is None:
            continue
        key = document.file.key
        if key not in known:
            try:
                known[key] = default_storage.exists(key)
            except OSError:
                logger.exception("the store does not answer for %s", key)
                known[key] = True
        if not known[key]:
            lost.append(document)
    return lost


def _places(document_ids: Collection[int], *, chosen: Sequence[Innovation]) -> dict[int, Cure]:
    """Where each of these documents is used: its first place among what goes along. Two queries, none without documents."""
    if not document_ids:
        return {}
    places: dict[int, Cure] = {}
    names = {innovation.pk: innovation for innovation in chosen}
    citations = Citation.objects.filter(document_id__in=document_ids, answer__innovation__in=chosen)
    for document_id, innovation_id, row in citations.order_by(
        "answer__innovation_id", "answer__row"
    ).values_list("document_id", "answer__innovation_id", "answer__row"):
        places.setdefault(document_id, row_cure(names[innovation_id], row))
    of_region = RegionCitation.objects.filter(document_id__in=document_ids)
    for document_id, code in of_region.order_by("answer_id").values_list("document_id", "answer__row"):
        places.setdefault(document_id, Cure(_("Baris SPD %(row)s") % {"row": code}, "spd_row", {"row": code}))
    for innovation in chosen:
        for field in DOCUMENT_FIELDS:
            document_id = getattr(innovation, f"{field}_id")
            if document_id in document_ids:
                places.setdefault(
                    document_id, Cure(innovation.name, "innovation", {"public_id": innovation.public_id})
                )
    return places


def _of_documents(
    code: str,
    label: str,
    words: str,
    documents: Sequence[Document],
    *,
    places: Mapping[int, Cure],
    required: bool = True,
) -> Finding:
    if not documents:
        return Finding(code, label, required=required)
    named = ", ".join(f"“{entry.subject}”" for entry in documents[:3])
    if len(documents) > 3:
        named = _("%(names)s dan %(count)d lainnya") % {"names": named, "count": len(documents) - 3}
    cures = {places[entry.pk].label: places[entry.pk] for entry in documents if entry.pk in places}
    return cut(code, label, words % {"what": named}, list(cures.values()), required=required)
