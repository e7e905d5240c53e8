"""Who may order and read printed documents."""

from __future__ import annotations

from django.utils.translation import gettext as _

from iga_portal.refusals import ALLOWED, Ruling, refuse
from regions.access import Actor
from regions.enums import Basis, Role
from reports.models import IssuedDocument, PreparedPublication


def can_order_report(actor: Actor, region_id: int, *, basis: Basis) -> Ruling:
    """A regional admin orders reports of the own region on any basis, the ministry those on the final basis.

    Reports on the other bases name innovations that the region has not sent, which the ministry does not read.
    """
    if actor.role is Role.REGIONAL_ADMIN and actor.region_id == region_id:
        return ALLOWED
    if actor.role is Role.MINISTRY_ADMIN:
        if basis is Basis.FINAL:
            return ALLOWED
        return refuse(
            "basis",
            _("Kemendagri mencetak dari dasar final; dasar lain memuat inovasi yang belum dikirim daerah."),
        )
    return refuse("role", _("Laporan dipesan oleh admin daerah atau Kemendagri."))


def can_order_certificate(actor: Actor) -> Ruling:
    if actor.role is Role.MINISTRY_ADMIN:
        return ALLOWED
    return refuse("role", _("Piagam diterbitkan oleh Kemendagri."))


def can_order_brief(actor: Actor, region_id: int) -> Ruling:
    """The one page on the numbers of the moment: the region's admin and head, for themselves."""
    if actor.role in {Role.REGIONAL_ADMIN, Role.REGION_HEAD} and actor.region_id == region_id:
        return ALLOWED
    return refuse("role", _("Lembar ini dibuat oleh admin daerah atau kepala daerah."))


def can_read_document(actor: Actor, document: IssuedDocument) -> bool:
    """The region's admin and head read what was issued for the region; the ministry what rests on the final basis."""
    if actor.role is Role.MINISTRY_ADMIN:
        return document.basis == Basis.FINAL
    return actor.role in {Role.REGIONAL_ADMIN, Role.REGION_HEAD} and document.region_id == actor.region_id


def can_read_points(actor: Actor, region_id: int) -> bool:
    """Where each point of a published index comes from: the region's admin and head for their own, the ministry for all."""
    if actor.role is Role.MINISTRY_ADMIN:
        return True
    return actor.role in {Role.REGIONAL_ADMIN, Role.REGION_HEAD} and actor.region_id == region_id


def can_prepare_publication(actor: Actor) -> Ruling:
    if actor.is_ministry:
        return ALLOWED
    return refuse("role", _("Publikasi disiapkan oleh admin Kemendagri."))


def can_publish(actor: Actor, prepared: PreparedPublication) -> Ruling:
    """Four eyes: whoever prepared does not publish."""
    if not actor.is_ministry:
        return refuse("role", _("Publikasi diterbitkan oleh admin Kemendagri."))
    if prepared.prepared_by_id == actor.person_id:
        return refuse("preparer", _("Yang menerbitkan harus orang lain, bukan yang menyiapkan."))
    return ALLOWED


def can_award(actor: Actor) -> Ruling:
    """Draft rankings, the plan of the awards, nominees and the panel: the ministry's admins alone."""
    if actor.role is Role.MINISTRY_ADMIN:
        return ALLOWED
    return refuse("role", _("Penghargaan disusun oleh Kemendagri."))


def can_manage_tokens(actor: Actor) -> Ruling:
    """Tokens of integrations, also those of one region: the ministry's admins, who answer for who reads by machine."""
    if actor.is_ministry:
        return ALLOWED
    return refuse("role", _("Token integrasi dibuat dan dicabut oleh admin Kemendagri."))


def can_order_documents(actor: Actor) -> Ruling:
    """Having the documents of a publication made, pausing that, and asking for what failed again."""
    if actor.is_ministry:
        return ALLOWED
    return refuse("role", _("Dokumen publikasi dipesan oleh admin Kemendagri."))


def can_end_document(actor: Actor) -> Ruling:
    """Revoking a document, and asking for another in its place."""
    if actor.is_ministry:
        return ALLOWED
    return refuse("role", _("Dokumen dicabut oleh admin Kemendagri."))
