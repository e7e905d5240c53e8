"""Who may do what: `can_...(actor, subject)` -> allowed, or refused with a reason that a page can show."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from iga_portal.refusals import ALLOWED, Ruling, refuse
from innovations.enums import State
from innovations.models import Document, Innovation, QualitySample
from innovations.quality_season import quality_is_open
from innovations.queries.conflicts import Ties, ruling_for, ties_of
from innovations.workflow import EDITABLE_STATES, Step
from regions.access import Actor
from regions.enums import OPD_ROLES, Role

NOT_YOURS = "not_yours"


def can_read_innovation(actor: Actor, innovation: Innovation) -> bool:
    """OPD roles read their OPD and its units; desk and above read the region, drafts of others excepted at the ministry."""
    if actor.role in OPD_ROLES:
        return innovation.opd_id in actor.opd_ids
    if actor.role in {Role.MINISTRY_ADMIN, Role.EVALUATOR}:
        return innovation.state in {State.SENT, State.ASSESSED}
    return innovation.region_id == actor.region_id


def can_edit_innovation(actor: Actor, innovation: Innovation) -> Ruling:
    """May the actor write in this innovation at all (some part of it)?"""
    if actor.role is not Role.OPERATOR or innovation.opd_id not in actor.opd_ids:
        return refuse(NOT_YOURS, _("Hanya operator OPD pemilik yang dapat mengubah inovasi ini."))
    if innovation.state not in EDITABLE_STATES:
        return refuse(
            "locked",
            _("Inovasi ini berstatus “%(state)s” dan terkunci. Tarik dulu bila perlu mengubahnya.")
            % {"state": innovation.get_state_display()},
        )
    return ALLOWED


def can_take_step(actor: Actor | None, innovation: Innovation, step: Step) -> Ruling:
    """Role and place for a step of the workflow; state and guards are checked where the step is taken."""
    if step.role is None:
        return ALLOWED if actor is None else refuse("system_only", _("Langkah ini dilakukan oleh sistem."))
    if actor is None or actor.role is not step.role:
        return refuse("role", _("Peran Anda tidak mencakup langkah ini."))
    if actor.role is Role.OPERATOR and innovation.opd_id not in actor.opd_ids:
        return refuse(NOT_YOURS, _("Inovasi ini milik OPD lain."))
    if not actor.is_ministry and innovation.region_id != actor.region_id:
        return refuse(NOT_YOURS, _("Inovasi ini milik daerah lain."))
    if actor.role is Role.REVIEWER:
        return can_review(actor, innovation)
    return ALLOWED


def can_review(actor: Actor, innovation: Innovation, *, ties: Ties | None = None) -> Ruling:
    """May this reviewer judge this innovation?

    Nobody judges what they entered or coached, nor an OPD they hold or held a role in; whom the regional admin appointed to this
    innovation with a reason may (`innovations.queries.conflicts`). The time of 24 months is the guideline's for evaluators; the
    portal holds its desks to the same. `ties` are the reviewer's, where a list has asked for them already.
    """
    if actor.role is not Role.REVIEWER or innovation.region_id != actor.region_id:
        return refuse("role", _("Hanya penelaah desk daerah ini yang memutuskan."))
    if ties is None:
        ties = ties_of(actor.person_id, region_id=actor.region_id, innovations=[innovation])
    return ruling_for(ties, innovation)


def can_assess(
    actor: Actor, sample: QualitySample | None, *, now: datetime, also_closed: bool = False
) -> Ruling:
    """May this evaluator decide rows of a sample now? `region_period.period`, `innovation` and `evaluator` are at hand.

    Only whom the sample was given to, while quality control of the region is open, and while what was sent lies with Kemendagri.
    `also_closed`: for closing and opening the sample itself.
    """
    if actor.role is not Role.EVALUATOR or (sample is not None and actor.region_id != sample.region_id):
        return refuse("role", _("Hanya evaluator yang ditugasi di daerah ini yang memutuskan."))
    if sample is None:
        return refuse(
            "not_sampled",
            _("Inovasi ini tidak ditarik sebagai sampel; tingkat dari desk daerah yang berlaku."),
        )
    if sample.evaluator_id != actor.person_id:
        holder = sample.evaluator
        if holder is None:
            return refuse("not_yours", _("Sampel ini belum, atau tidak lagi, dibagikan kepada Anda."))
        return refuse("not_yours", _("Sampel ini sekarang dipegang %(name)s.") % {"name": holder})
    if (
        sample.innovation is not None and sample.innovation.state == State.ASSESSED
    ) or sample.region_period.assessed_at:
        return refuse(
            "assessed", _("Quality control daerah ini sudah ditutup; keputusannya hanya dapat dibaca.")
        )
    if (
        sample.innovation.state != State.SENT
        if sample.innovation is not None
        else sample.region_period.sent_at is None
    ):
        return refuse(
            "recalled",
            _(
                "Kemendagri mengembalikannya ke daerah; setelah dikirim lagi, sampel ini dapat diperiksa kembali."
            ),
        )
    if not quality_is_open(sample.region_period.period, now=now):
        return refuse("closed", _("Masa quality control sudah berakhir; keputusan tidak dapat diubah lagi."))
    if sample.closed_at is not None and not also_closed:
        return refuse("done", _("Anda menyatakan sampel ini selesai. Buka lagi bila ada yang perlu diubah."))
    return ALLOWED


def can_see_document(actor: Actor, document: Document) -> bool:
    """A document is seen by its OPD, the desk and above; marked for the whole region, by every OPD of it."""
    if actor.role in OPD_ROLES:
        return document.is_region_wide or (document.opd_id is not None and document.opd_id in actor.opd_ids)
    return actor.is_ministry or document.region_id == actor.region_id


def can_cite_document(actor: Actor, document: Document) -> Ruling:
    if not can_see_document(actor, document):
        return refuse(NOT_YOURS, _("Dokumen ini tidak ada dalam pustaka Anda."))
    if not document.is_current:
        return refuse("replaced", _("Dokumen ini sudah diganti; kutip versi yang baru."))
    return ALLOWED


def can_manage_document(actor: Actor, document: Document) -> Ruling:
    if actor.role is Role.OPERATOR and document.opd_id in actor.opd_ids:
        return ALLOWED
    if (
        actor.role is Role.REGIONAL_ADMIN
        and document.region_id == actor.region_id
        and document.opd_id is None
    ):
        return ALLOWED
    return refuse(NOT_YOURS, _("Hanya pemilik dokumen yang dapat mengubah atau menggantinya."))


def can_manage_region(actor: Actor, region_id: int) -> Ruling:
    """SPD rows, integrity form, portfolio, OPD and people of the region."""
    if actor.role is Role.REGIONAL_ADMIN and actor.region_id == region_id:
        return ALLOWED
    return refuse("role", _("Hanya admin daerah yang dapat melakukan ini."))


def can_reply(actor: Actor, innovation: Innovation) -> Ruling:
    """The OPD answers the desk's reasons while the innovation is back with it: afterwards they are part of what was submitted."""
    if actor.role is not Role.OPERATOR or innovation.opd_id not in actor.opd_ids:
        return refuse(NOT_YOURS, _("Hanya operator OPD pemilik yang membalas alasan desk."))
    if innovation.state != State.RETURNED:
        return refuse(
            "not_returned",
            _("Inovasi ini berstatus “%(state)s”; balasan hanya dapat ditulis selama masa perbaikan.")
            % {"state": innovation.get_state_display()},
        )
    return ALLOWED


def can_confirm_list(actor: Actor, opd_id: int) -> Ruling:
    """The head of an OPD confirms the list of that OPD, its units' innovations among it."""
    if actor.role is not Role.OPD_HEAD or opd_id not in actor.opd_ids:
        return refuse("role", _("Hanya kepala OPD yang menyetujui daftar inovasi OPD itu."))
    return ALLOWED


def can_answer_question(actor: Actor, innovation: Innovation) -> Ruling:
    """The OPD answers a question of the desk while the innovation lies there; nothing else in it may be changed meanwhile."""
    if actor.role is not Role.OPERATOR or innovation.opd_id not in actor.opd_ids:
        return refuse(NOT_YOURS, _("Hanya operator OPD pemilik yang menjawab pertanyaan desk."))
    if innovation.state != State.SUBMITTED:
        return refuse(
            "not_at_desk",
            _("Inovasi ini berstatus “%(state)s” dan tidak lagi di desk; jawaban tidak disimpan.")
            % {"state": innovation.get_state_display()},
        )
    return ALLOWED


def can_keep_reasons(actor: Actor) -> Ruling:
    """The desk's ready reasons are kept by those who use them and by who answers for the region."""
    if actor.role in {Role.REVIEWER, Role.REGIONAL_ADMIN}:
        return ALLOWED
    return refuse("role", _("Hanya penelaah desk dan admin daerah yang mengatur alasan."))
