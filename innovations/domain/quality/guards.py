"""Who may draw and share out samples, and when."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from iga_portal.refusals import Refused, TransitionRefused
from innovations.quality_season import quality_is_open
from regions.access import Actor
from regions.models import Period


def locked(period: Period) -> Period:
    """The period's row: drawing and sharing out go one after another, so that the second finds what the first did."""
    return Period.objects.select_for_update(no_key=True).get(pk=period.pk)


def refuse_role(actor: Actor) -> None:
    if not actor.is_ministry:
        raise Refused("role", _("Quality control diatur oleh Kemendagri."))


def refuse_closed(period: Period) -> None:
    if not quality_is_open(period, now=timezone.now()):
        raise TransitionRefused(
            "closed",
            _(
                "Sampel ditarik dan dibagikan sejak penjaringan ditutup sampai quality control berakhir. Ubah jadwal periode bila waktunya perlu diperpanjang."
            ),
        )
