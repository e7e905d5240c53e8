"""What this room tells of (`iga_portal.notices.domain.tell`). The registry is filled when the app is ready."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from iga_portal.notices.kinds import Group, register
from iga_portal.notices.models import ByMail

register(
    Group(
        code="publication",
        title=_("Publikasi hasil"),
        explains=_("Hasil yang terbit atau dikoreksi, dan di Kemendagri publikasi yang menunggu diperiksa."),
        by_mail=ByMail.AT_ONCE,
        places=frozenset({"daerah", "kepala_daerah", "pusat"}),
        order=45,
    ),
    kinds=[
        ("published", _("Hasil terbit")),
        ("publication_corrected", _("Hasil dikoreksi")),
        ("publication_prepared", _("Publikasi menunggu diperiksa")),
    ],
)
register(
    Group(
        code="panel",
        title=_("Tim Penilai"),
        explains=_("Penunjukan ke Tim Penilai penghargaan."),
        by_mail=ByMail.AT_ONCE,
        places=frozenset({"panel"}),
        order=70,
    ),
    kinds=[("panel_member", _("Penunjukan Tim Penilai"))],
)
