"""Fixed lists of the regions' room. No model imports."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class RegionKind(models.TextChoices):
    PROVINSI = "provinsi", _("Provinsi")
    KABUPATEN = "kabupaten", _("Kabupaten")
    KOTA = "kota", _("Kota")
    KAB_ADMINISTRASI = "kab_administrasi", _("Kabupaten administrasi")
    KOTA_ADMINISTRASI = "kota_administrasi", _("Kota administrasi")
    PUSAT = "pusat", _("Pusat")


class TimeZone(models.TextChoices):
    """Indonesia's three zones; none has daylight saving time."""

    WIB = "WIB", "WIB"
    WITA = "WITA", "WITA"
    WIT = "WIT", "WIT"


ZONE_NAMES = {"WIB": "Asia/Jakarta", "WITA": "Asia/Makassar", "WIT": "Asia/Jayapura"}


class IgaRegional(models.TextChoices):
    """The award regions of the guideline, chapter XI.F."""

    I = "I", _("Regional I · Sumatera")  # noqa: E741 - the ministry's own numeral
    II = "II", _("Regional II · Jawa dan Bali")
    III = "III", _("Regional III · Kalimantan")
    IV = "IV", _("Regional IV · Sulawesi")
    V = "V", _("Regional V · Nusa Tenggara dan Maluku")
    VI = "VI", _("Regional VI · Papua")


class Role(models.TextChoices):
    OPERATOR = "operator", _("Operator OPD")
    OPD_HEAD = "opd_head", _("Kepala OPD")
    REVIEWER = "reviewer", _("Penelaah desk")
    REGIONAL_ADMIN = "regional_admin", _("Admin daerah")
    REGION_HEAD = "region_head", _("Kepala daerah")
    MINISTRY_ADMIN = "ministry_admin", _("Admin Kemendagri")
    EVALUATOR = "evaluator", _("Evaluator Kemendagri")


OPD_ROLES = frozenset({Role.OPERATOR, Role.OPD_HEAD})
SECOND_FACTOR_ROLES = frozenset({Role.REGIONAL_ADMIN, Role.MINISTRY_ADMIN, Role.EVALUATOR})
"""Roles that may not act without a second factor (TOTP or passkey)."""


class Basis(models.TextChoices):
    """Three bases of one index (guideline, chapter XI; names of the portal)."""

    CLAIMED = "claimed", _("Pengukuran mandiri")
    VERIFIED = "verified", _("Terverifikasi")
    FINAL = "final", _("Final")


class Phase(models.TextChoices):
    """The course of a period. What may be done follows from it, so that a year is opened, moved and closed by its row alone."""

    REFINEMENT = "refinement", _("Penyempurnaan")
    INPUT = "input", _("Penjaringan")
    MEASUREMENT = "measurement", _("Pengukuran")
    QUALITY_CONTROL = "quality_control", _("Quality control")
    PUBLICATION = "publication", _("Penetapan")
    CLOSED = "closed", _("Selesai")


class PeriodAct(models.TextChoices):
    """What was done to a period (`PeriodChange`)."""

    MADE = "made", _("Periode disiapkan")
    DATES = "dates", _("Tanggal diubah")
    ANNOUNCED = "announced", _("Saat pengumuman diubah")
    SWITCHED = "switched", _("Pengaturan diubah")
    INSTRUMENT = "instrument", _("Instrumen diganti")
    OPENED = "opened", _("Periode dibuka")
    CLOSED = "closed", _("Periode ditutup")


AFTER_MEASUREMENT = frozenset({Phase.QUALITY_CONTROL, Phase.PUBLICATION, Phase.CLOSED})
"""The desks have said their word; from here on the ministry checks, decides and publishes."""
AFTER_QUALITY_CONTROL = frozenset({Phase.PUBLICATION, Phase.CLOSED})
"""The ministry has said its own word on every row."""
