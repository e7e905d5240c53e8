"""What this room tells of (`iga_portal.notices.domain.tell`). The registry is filled when the app is ready."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from iga_portal.notices.kinds import Group, register
from iga_portal.notices.models import ByMail

EVERYWHERE = frozenset({"opd", "kepala_opd", "desk", "daerah", "kepala_daerah", "penilai", "pusat"})

register(
    Group(
        code="account",
        title=_("Akun dan peran Anda"),
        explains=_("Peran yang diberikan, diserahkan, diubah, atau berakhir."),
        by_mail=ByMail.AT_ONCE,
        mandatory=True,
        may_wait=False,
        reaches_leavers=True,
        places=EVERYWHERE,
        order=90,
    ),
    kinds=[
        ("role_given", _("Peran diberikan")),
        ("role_changed", _("Peran berubah")),
        ("role_ended", _("Peran berakhir")),
        ("handed_over", _("Pekerjaan diserahkan kepada Anda")),
    ],
)
register(
    Group(
        code="people",
        title=_("Orang di tempat Anda"),
        explains=_("Undangan yang diterima dan penyerahan pekerjaan."),
        by_mail=ByMail.DIGEST,
        places=frozenset({"daerah", "pusat"}),
        order=80,
    ),
    kinds=[
        ("invitation_accepted", _("Undangan diterima")),
        ("people_changed", _("Orang dan peran berubah")),
    ],
)
register(
    Group(
        code="period",
        title=_("Jadwal nasional"),
        explains=_(
            "Periode yang dibuka atau ditutup, penjaringan yang dimulai, tanggal yang berubah, dan perpanjangan untuk daerah Anda."
        ),
        by_mail=ByMail.AT_ONCE,
        places=frozenset({"opd", "kepala_opd", "desk", "daerah", "kepala_daerah"}),
        order=45,
    ),
    kinds=[
        ("period_dates", _("Jadwal nasional berubah")),
        ("period_opened", _("Periode baru dibuka")),
        ("period_closed", _("Periode ditutup")),
        ("input_opened", _("Penjaringan dibuka")),
        ("region_extended", _("Waktu daerah Anda diperpanjang")),
    ],
)
