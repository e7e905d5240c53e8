"""The way of an innovation, as a table. Free of Django models: pages, rules, tests and documentation read the same rows.

Inisiatif and Uji Coba entries go the same way and never count. "Archive" is no state but follows from the window.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from innovations.enums import State
from regions.enums import Role


class Action(StrEnum):
    SUBMIT = "submit"
    RESUBMIT = "resubmit"
    RETURN = "return"
    VERIFY = "verify"
    DECLINE = "decline"
    REOPEN = "reopen"
    WITHDRAW = "withdraw"
    TAKE_UP = "take_up"
    REOPEN_ROWS = "reopen_rows"
    SEND = "send"
    RECALL = "recall"
    ASSESS = "assess"


class Guard(StrEnum):
    """Conditions beyond state and role, checked by `innovations.domain.transitions`."""

    INPUT_OPEN = "input_open"
    """The region's input is open."""
    IN_TIME = "in_time"
    """What is handed in was begun in time: the region's input is open, or over for less than the silent grace."""
    ON_TIME = "on_time"
    """The OPD's own end has not come: the region's date, or the OPD's extension of it.

    Asked of a first submission only. What the desk sent back may be mended until the national end: the region's date orders the
    work of its desk, and must not cost an OPD points because the desk took its time.
    """
    COMPLETE = "complete"
    EVERY_ROW_JUDGED = "every_row_judged"
    ROW_REASONS = "row_reasons"
    INTEGRITY_FORM = "integrity_form"
    CAN_COME_BACK = "can_come_back"
    """Input has not closed, so that what is sent back can be handed in again."""
    DESK_OPEN = "desk_open"
    """Quality control has not begun: until then the desk's findings are the verified index."""


@dataclass(frozen=True, slots=True)
class Step:
    """One row: from which states an action leads where, by whom (None: the system), and what it is called on the page."""

    action: Action
    sources: frozenset[State]
    target: State
    role: Role | None
    label: str | Promise
    guards: frozenset[Guard] = frozenset()
    needs_reason: bool = False
    words_opd: str | Promise = ""
    words_desk: str | Promise = ""


def _step(
    action: Action, sources: str, target: State, role: Role | None, label: str | Promise, **more: object
) -> Step:
    return Step(action, frozenset(State(word) for word in sources.split()), target, role, label, **more)  # type: ignore[arg-type]


STEPS: Final[tuple[Step, ...]] = (
    _step(
        Action.SUBMIT,
        "draft",
        State.SUBMITTED,
        Role.OPERATOR,
        _("Ajukan ke desk"),
        guards=frozenset({Guard.IN_TIME, Guard.ON_TIME, Guard.COMPLETE}),
        words_opd=_("Inovasi ini diajukan; desk daerah akan memeriksanya."),
        words_desk=_("Diajukan oleh OPD."),
    ),
    _step(
        Action.RESUBMIT,
        "returned",
        State.SUBMITTED,
        Role.OPERATOR,
        _("Ajukan kembali"),
        guards=frozenset({Guard.IN_TIME, Guard.COMPLETE}),
        words_opd=_("Inovasi ini diajukan kembali; desk memeriksa bagian yang diperbaiki."),
        words_desk=_("Diajukan kembali setelah perbaikan."),
    ),
    _step(
        Action.RETURN,
        "submitted",
        State.RETURNED,
        Role.REVIEWER,
        _("Kembalikan untuk perbaikan"),
        guards=frozenset({Guard.ROW_REASONS, Guard.CAN_COME_BACK}),
        words_opd=_("Desk mengembalikan inovasi ini; perbaiki bagian yang disebut, lalu ajukan kembali."),
        words_desk=_("Dikembalikan dengan alasan per baris."),
    ),
    _step(
        Action.VERIFY,
        "submitted",
        State.VERIFIED,
        Role.REVIEWER,
        _("Verifikasi"),
        guards=frozenset({Guard.EVERY_ROW_JUDGED, Guard.DESK_OPEN}),
        words_opd=_("Desk telah memeriksa semua baris; inovasi ini terverifikasi."),
        words_desk=_("Terverifikasi: setiap baris sudah diputuskan."),
    ),
    _step(
        Action.DECLINE,
        "submitted",
        State.DECLINED,
        Role.REVIEWER,
        _("Tidak dilanjutkan"),
        guards=frozenset({Guard.DESK_OPEN}),
        needs_reason=True,
        words_opd=_("Desk memutuskan inovasi ini tidak dilanjutkan."),
        words_desk=_("Tidak dilanjutkan, dengan alasan."),
    ),
    _step(
        Action.REOPEN,
        "declined",
        State.DRAFT,
        Role.REGIONAL_ADMIN,
        _("Buka kembali"),
        needs_reason=True,
        words_opd=_("Admin daerah membuka kembali inovasi ini sebagai draf."),
        words_desk=_("Dibuka kembali oleh admin daerah."),
    ),
    _step(
        Action.WITHDRAW,
        "draft submitted returned verified",
        State.WITHDRAWN,
        Role.OPERATOR,
        _("Tarik"),
        needs_reason=True,
        words_opd=_("Inovasi ini ditarik dan tidak dihitung dalam indeks."),
        words_desk=_("Ditarik oleh OPD."),
    ),
    _step(
        Action.TAKE_UP,
        "withdrawn",
        State.DRAFT,
        Role.OPERATOR,
        _("Lanjutkan lagi sebagai draf"),
        guards=frozenset({Guard.INPUT_OPEN}),
        words_opd=_("Inovasi ini dilanjutkan lagi sebagai draf."),
        words_desk=_("Dilanjutkan lagi oleh OPD."),
    ),
    _step(
        Action.REOPEN_ROWS,
        "verified",
        State.SUBMITTED,
        None,
        _("Baris dibuka kembali"),
        words_opd=_("Bagian yang sudah dinilai berubah; desk memeriksa lagi baris tersebut."),
        words_desk=_("Bagian yang sudah dinilai berubah; hanya baris yang tersentuh terbuka lagi."),
    ),
    _step(
        Action.SEND,
        "verified",
        State.SENT,
        Role.REGIONAL_ADMIN,
        _("Kirim ke Kemendagri"),
        guards=frozenset({Guard.IN_TIME, Guard.INTEGRITY_FORM}),
        words_opd=_("Daerah mengirim inovasi ini ke Kemendagri."),
        words_desk=_("Terkirim ke Kemendagri."),
    ),
    _step(
        Action.RECALL,
        "sent",
        State.VERIFIED,
        Role.MINISTRY_ADMIN,
        _("Kembalikan dari pengiriman"),
        needs_reason=True,
        words_opd=_("Kemendagri mengembalikan inovasi ini ke daerah."),
        words_desk=_("Pengiriman dibuka kembali oleh Kemendagri."),
    ),
    _step(
        Action.ASSESS,
        "sent",
        State.ASSESSED,
        Role.MINISTRY_ADMIN,
        _("Tutup quality control"),
        words_opd=_("Quality control selesai."),
        words_desk=_("Quality control selesai."),
    ),
)

BY_ACTION: Final[dict[Action, Step]] = {step.action: step for step in STEPS}

EDITABLE_STATES: Final = frozenset({State.DRAFT, State.RETURNED})
"""States in which the OPD may change the proposal and rows; when returned, only what the desk named."""


def step_for(action: Action, *, state: State) -> Step | None:
    """The row of the table for an action in a state, or None when the table has none."""
    step = BY_ACTION[action]
    return step if state in step.sources else None


def actions_for(role: Role, *, state: State) -> list[Step]:
    """What a role may ask for in a state, in the order of the table: buttons come from here."""
    return [step for step in STEPS if step.role is role and state in step.sources]
