from __future__ import annotations

from zoneinfo import ZoneInfo

from django.db import models

from regions.enums import ZONE_NAMES, IgaRegional, RegionKind, TimeZone


class Region(models.Model):
    """A tenant. `id` is the Kemendagri code as an integer (62.02 -> 6202, a province 62 -> 62); 0 is "Pusat".

    `is_border` is None where no source says; the list of border regions is confirmed by the ministry per period.
    """

    id = models.IntegerField(primary_key=True)
    code = models.CharField(max_length=5, unique=True)
    name = models.CharField(max_length=80)
    short_name = models.CharField(max_length=60)
    kind = models.CharField(max_length=20, choices=RegionKind)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    time_zone = models.CharField(max_length=4, choices=TimeZone)
    iga_regional = models.CharField(max_length=3, choices=IgaRegional, blank=True)
    is_border = models.BooleanField(null=True)
    participates = models.BooleanField()
    latitude = models.DecimalField(max_digits=8, decimal_places=5, null=True)
    longitude = models.DecimalField(max_digits=8, decimal_places=5, null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind=RegionKind.PUSAT, id=0)
                | (~models.Q(kind=RegionKind.PUSAT) & models.Q(id__gt=0)),
                name="regions_zero_is_pusat",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(ZONE_NAMES[self.time_zone])
