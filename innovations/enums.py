"""Fixed lists of the proposal and of the workflow. No model imports."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Stage(models.TextChoices):
    INISIATIF = "inisiatif", _("Inisiatif")
    UJI_COBA = "uji_coba", _("Uji Coba")
    PENERAPAN = "penerapan", _("Penerapan")


class Initiator(models.TextChoices):
    KEPALA_DAERAH = "kepala_daerah", _("Kepala Daerah")
    ANGGOTA_DPRD = "anggota_dprd", _("Anggota DPRD")
    ASN = "asn", _("ASN")
    OPD = "opd", _("OPD")
    MASYARAKAT = "masyarakat", _("Masyarakat")


class Classification(models.TextChoices):
    PERANGKAT_DAERAH = "perangkat_daerah", _("Inovasi Perangkat Daerah")
    DESA = "desa", _("Inovasi Desa")
    MASYARAKAT = "masyarakat", _("Inovasi Masyarakat")


class Kind(models.TextChoices):
    DIGITAL = "digital", _("Digital")
    NONDIGITAL = "nondigital", _("Nondigital")


class Form(models.TextChoices):
    TATA_KELOLA = "tata_kelola", _("Tata Kelola Pemerintahan Daerah")
    PELAYANAN_PUBLIK = "pelayanan_publik", _("Pelayanan Publik")
    LAINNYA = "lainnya", _("Bentuk Lainnya")


class State(models.TextChoices):
    DRAFT = "draft", _("Draf")
    SUBMITTED = "submitted", _("Diajukan")
    RETURNED = "returned", _("Perbaikan")
    VERIFIED = "verified", _("Terverifikasi")
    DECLINED = "declined", _("Tidak dilanjutkan")
    WITHDRAWN = "withdrawn", _("Ditarik")
    SENT = "sent", _("Terkirim")
    ASSESSED = "assessed", _("Dinilai")


CLAIMED_STATES = (State.SUBMITTED, State.RETURNED, State.VERIFIED, State.SENT, State.ASSESSED)
VERIFIED_STATES = (State.VERIFIED, State.SENT, State.ASSESSED)
FINAL_STATES = (State.SENT, State.ASSESSED)
"""Which innovations enter which basis (guideline, chapter XI; the portal's table of three bases)."""


class VerdictStage(models.TextChoices):
    DESK = "desk", _("Desk daerah")
    QUALITY_CONTROL = "qc", _("Quality control")


class Decision(models.TextChoices):
    ACCEPT = "accept", _("Diterima")
    LOWER = "lower", _("Diturunkan")
    RAISE = "raise", _("Dinaikkan")
    REJECT = "reject", _("Ditolak")


class AssignmentOrigin(models.TextChoices):
    HAND = "hand", _("dibagikan oleh admin")
    RULE = "rule", _("menurut aturan")
    BALANCE = "balance", _("dibagi rata")
    TAKEN = "taken", _("diambil sendiri")
    HANDED = "handed", _("serah terima")
    APPOINTED = "appointed", _("ditunjuk dengan alasan")
