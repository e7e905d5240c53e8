"""What this room tells of (`iga_portal.notices.domain.tell`). The registry is filled when the app is ready.

Kinds named like an action of the workflow are told by `innovations.domain.notify`.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from iga_portal.notices.kinds import Group, register
from iga_portal.notices.models import ByMail
from innovations.workflow import Action

OPD = frozenset({"opd", "kepala_opd"})
DESK = frozenset({"desk", "daerah"})
DEADLINE = "deadline"
DEADLINE_LAST = "deadline_last"

register(
    Group(
        code="action",
        title=_("Menunggu tindakan Anda"),
        explains=_(
            "Pengembalian, pertanyaan desk, pembukaan kembali, dan berkas yang ditolak: pekerjaan terhenti sampai Anda menanggapi."
        ),
        by_mail=ByMail.AT_ONCE,
        mandatory=True,
        places=OPD | DESK,
        order=10,
    ),
    kinds=[
        (Action.RETURN, _("Dikembalikan untuk perbaikan")),
        (Action.REOPEN, _("Dibuka kembali")),
        (Action.RECALL, _("Pengiriman dibuka kembali")),
        ("question", _("Pertanyaan desk")),
        ("file_refused", _("Berkas ditolak pemindaian")),
    ],
)
register(
    Group(
        code=DEADLINE_LAST,
        title=_("Batas waktu besok"),
        explains=_("Yang belum selesai sehari sebelum batas waktu, pukul 07.30 waktu daerah."),
        by_mail=ByMail.AT_ONCE,
        mandatory=True,
        places=OPD | DESK,
        order=20,
    ),
    kinds=[(DEADLINE_LAST, _("Batas waktu besok"))],
)
register(
    Group(
        code=DEADLINE,
        title=_("Batas waktu 14, 7, dan 3 hari lagi"),
        explains=_("Yang belum selesai menjelang batas waktu, pukul 07.30 waktu daerah."),
        by_mail=ByMail.AT_ONCE,
        places=OPD | DESK,
        order=30,
    ),
    kinds=[(DEADLINE, _("Batas waktu mendekat"))],
)
register(
    Group(
        code="reminder",
        title=_("Pesan dari admin daerah"),
        explains=_("Pengingat untuk OPD dan perpanjangan waktu."),
        by_mail=ByMail.AT_ONCE,
        places=OPD,
        order=40,
    ),
    kinds=[
        ("reminder", _("Pengingat dari admin daerah")),
        ("extension", _("Perpanjangan waktu")),
        ("dates_changed", _("Batas waktu daerah berubah")),
    ],
)
register(
    Group(
        code="outcome",
        title=_("Keputusan dan pengiriman"),
        explains=_(
            "Terverifikasi, tidak dilanjutkan, dibuka lagi untuk dinilai, terkirim, disetujui kepala OPD, dan quality control selesai."
        ),
        by_mail=ByMail.DIGEST,
        places=OPD | DESK | {"kepala_daerah"},
        order=50,
    ),
    kinds=[
        (Action.VERIFY, _("Terverifikasi")),
        (Action.DECLINE, _("Tidak dilanjutkan")),
        (Action.REOPEN_ROWS, _("Baris dibuka lagi untuk dinilai")),
        (Action.SEND, _("Terkirim ke Kemendagri")),
        ("list_confirmed", _("Daftar disetujui kepala OPD")),
        ("quality_closed", _("Quality control selesai")),
    ],
)
register(
    Group(
        code="desk",
        title=_("Antrean desk"),
        explains=_("Inovasi yang masuk, ditarik, atau dibagikan kepada Anda, dan jawaban OPD."),
        by_mail=ByMail.DIGEST,
        places=DESK,
        order=60,
    ),
    kinds=[
        (Action.SUBMIT, _("Diajukan")),
        (Action.RESUBMIT, _("Diajukan kembali")),
        (Action.WITHDRAW, _("Ditarik")),
        ("question_replied", _("Pertanyaan dijawab")),
        ("assigned", _("Dibagikan kepada Anda")),
        ("unassigned", _("Tidak lagi dibagikan kepada Anda")),
        ("appointed", _("Ditunjuk dengan alasan")),
    ],
)
register(
    Group(
        code="quality",
        title=_("Quality control"),
        explains=_("Sampel yang dibagikan kepada Anda."),
        by_mail=ByMail.DIGEST,
        places=frozenset({"penilai"}),
        order=55,
    ),
    kinds=[("quality_assigned", _("Sampel dibagikan kepada Anda"))],
)
