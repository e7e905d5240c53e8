"""Stored results. What a number rests on: instrument, content version and the hash of the facts."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from iga_portal.tenancy.audit import audited
from iga_portal.tenancy.fields import TenantForeignKey
from iga_portal.tenancy.models import TenantModel
from regions.enums import Basis


@audited(exclude=["maturities"])
class Result(TenantModel):
    """One computed index: a region, a period, a basis, a content version. Old ones stay: they are the index through the year.

    All numbers as printed by the core (`scoring.core`): two decimals, four for mean, sid and total. `maturities` maps the id of
    each counted innovation to its maturity as a string. Duration in microseconds, reading and computing, without the commit.
    """

    region_period = TenantForeignKey("regions.RegionPeriod", on_delete=models.PROTECT, related_name="results")
    basis = models.CharField(max_length=8, choices=Basis)
    content_version = models.PositiveBigIntegerField()
    is_current = models.BooleanField(default=True)
    instrument_fingerprint = models.CharField(max_length=64)
    facts_hash = models.CharField(max_length=64)
    spd = models.DecimalField(max_digits=6, decimal_places=2)
    innovations_counted = models.PositiveIntegerField()
    divisor = models.PositiveIntegerField()
    maturity_sum = models.DecimalField(max_digits=12, decimal_places=2)
    maturity_mean = models.DecimalField(max_digits=9, decimal_places=4)
    yandas = models.PositiveSmallIntegerField()
    count_score = models.DecimalField(max_digits=6, decimal_places=2)
    sid = models.DecimalField(max_digits=9, decimal_places=4)
    total = models.DecimalField(max_digits=9, decimal_places=4)
    index = models.DecimalField(max_digits=5, decimal_places=2)
    predicate = models.CharField(max_length=40)
    maturities = models.JSONField()
    duration_us = models.PositiveIntegerField()
    computed_at = models.DateTimeField(auto_now_add=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["region_period", "basis", "content_version"], name="scoring_one_result_a_version"
            ),
            models.UniqueConstraint(
                fields=["region_period", "basis"],
                condition=Q(is_current=True),
                name="scoring_one_current_result",
            ),
            models.CheckConstraint(condition=Q(index__range=(0, 100)), name="scoring_index_0_to_100"),
        ]
        indexes = [
            models.Index(fields=["basis", "-index"], condition=Q(is_current=True), name="scoring_ranking"),
        ]

    def __str__(self) -> str:
        return f"{self.region_id} · {self.basis} · {self.index}"


@audited(exclude=["facts"])
class CurrentFacts(TenantModel):
    """The facts document behind the current result of a basis. The trace is a pure function of it and the instrument.

    One row a basis, replaced at each computation; issued documents keep their own copy.
    """

    region_period = TenantForeignKey(
        "regions.RegionPeriod", on_delete=models.PROTECT, related_name="current_facts"
    )
    basis = models.CharField(max_length=8, choices=Basis)
    content_version = models.PositiveBigIntegerField()
    facts = models.JSONField()
    facts_hash = models.CharField(max_length=64)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["region_period", "basis"], name="scoring_one_facts_a_basis")
        ]

    def __str__(self) -> str:
        return f"{self.region_id} · {self.basis}"
