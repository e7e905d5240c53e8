"""Levers, steps and what waits, in words: the same on a page and on paper. Addresses are the pages' own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from innovations.models import IntegrityForm
from regions.enums import Basis
from regions.models import RegionPeriod
from scoring.board import Board, Step
from scoring.core.model import TOP_LEVEL
from scoring.levers import Lever
from scoring.queries.cockpit import waiting_of


@dataclass(frozen=True, slots=True)
class LeverWords:
    """`is_official`: the title is the name of a row of the instrument."""

    title: str
    text: str
    is_official: bool = False


def lever_words(lever: Lever) -> LeverWords:
    """What a lever is called, and what it takes. Raises ValueError for a kind that `scoring.board` does not make."""
    values = {"n": lever.number, "code": lever.row.code if lever.row else ""}
    if lever.kind == "row" and lever.row is not None:
        text = ngettext("belum ada di %(n)d inovasi", "belum ada di %(n)d inovasi", lever.number)
        return LeverWords(lever.row.title, text % values, is_official=True)
    if lever.kind == "spd" and lever.row is not None:
        text = (
            _("baris SPD %(code)s, satu untuk seluruh daerah")
            if lever.row.measure is None
            else _("baris SPD %(code)s belum diisi; paling banyak sebesar ini, menurut angkanya")
        )
        return LeverWords(lever.row.title, text % values, is_official=True)
    if lever.kind == "gate":
        text = ngettext(
            "%(n)d inovasi di urusan yandas yang belum terisi membuka skor jumlah; angkanya berlaku walau kematangannya masih 0",
            "%(n)d inovasi di urusan yandas yang belum terisi membuka skor jumlah; angkanya berlaku walau kematangannya masih 0",
            lever.number,
        )
        return LeverWords(_("Syarat urusan yandas"), text % values)
    if lever.kind == "verify":
        text = ngettext(
            "%(n)d inovasi belum diverifikasi; bila semuanya diterima seperti klaimnya",
            "%(n)d inovasi belum diverifikasi; bila semuanya diterima seperti klaimnya",
            lever.number,
        )
        return LeverWords(_("Pemeriksaan desk"), text % values)
    if lever.kind == "send":
        text = ngettext(
            "%(n)d inovasi terverifikasi belum dikirim",
            "%(n)d inovasi terverifikasi belum dikirim",
            lever.number,
        )
        return LeverWords(_("Pengiriman portofolio"), text % values)
    if lever.kind == "confirm":
        text = ngettext("%(n)d baris menunggu orang kedua", "%(n)d baris menunggu orang kedua", lever.number)
        return LeverWords(_("Konfirmasi baris SPD"), text % values)
    raise ValueError(f"no lever is called {lever.kind}")


def assumption() -> str:
    """What every gain takes for granted, in one sentence."""
    return _(
        "Tiap angka dihitung sendiri dengan rumus indeks: hanya hal itu yang berubah sampai tingkat %(level)d, "
        "semua yang lain tetap; karena itu angka-angkanya tidak boleh dijumlahkan begitu saja."
    ) % {"level": TOP_LEVEL}


def step_words(step: Step) -> tuple[str, str]:
    """What a step from the claimed to the verified index is called, and how much it holds."""
    labels = {
        "lowered": _("Diubah desk"),
        "waiting": _("Belum diverifikasi"),
        "unconfirmed": _("Baris SPD belum dikonfirmasi"),
    }
    if step.kind == "unconfirmed":
        text = ngettext("%(n)d baris", "%(n)d baris", step.number)
    else:
        text = ngettext("%(n)d inovasi", "%(n)d inovasi", step.number)
    return labels[step.kind], text % {"n": step.number}


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """`number` of things that wait for somebody. `kind` is stable: returned, draft, submitted, spd, verified, form."""

    kind: str
    who: str
    what: str
    number: int


def waiting_lines(region_period: RegionPeriod, boards: Mapping[Basis, Board]) -> list[WaitingLine]:
    """What waits, at the agencies first; nothing that is 0. Two queries."""
    counts = waiting_of(region_period)
    has_form = IntegrityForm.objects.filter(region_period=region_period).exists()
    unconfirmed = 0
    if boards:
        verified = boards[Basis.VERIFIED].spd
        unconfirmed = sum(level != verified[code] for code, level in boards[Basis.CLAIMED].spd.items())
    desk, admin = _("Desk"), _("Admin daerah")
    lines = [
        WaitingLine("returned", _("OPD"), _("inovasi diminta diperbaiki"), counts.returned),
        WaitingLine("draft", _("OPD"), _("draf belum diajukan"), counts.drafts),
        WaitingLine("submitted", desk, _("inovasi menunggu diperiksa"), counts.submitted),
        WaitingLine("spd", admin, _("baris SPD menunggu konfirmasi orang kedua"), unconfirmed),
        WaitingLine("verified", admin, _("inovasi terverifikasi belum dikirim"), counts.verified),
        WaitingLine("form", admin, _("form integritas belum diunggah"), 0 if has_form else 1),
    ]
    return [line for line in lines if line.number]
