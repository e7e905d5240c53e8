from __future__ import annotations

from django.db import models
from django.db.models import Q

from iga_portal.tenancy.audit import audited
from iga_portal.tenancy.fields import TenantForeignKey
from iga_portal.tenancy.models import TenantModel


def level_in_range(field: str) -> Q:
    return Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__range": (0, 3)})


@audited()
class Answer(TenantModel):
    """One indicator row (16..35) of one innovation: what the OPD claims, what the desk and the evaluator made of it.

    Levels run 0..3; None is "not answered" and counts 0. `verified_level` and `final_level` are those of the standing
    verdicts and None without one; `innovations.domain.verdicts` keeps them so. `basis` is the chosen unit of row 33 (a..f);
    the variant of row 30 follows the kind of the innovation.
    """

    innovation = TenantForeignKey("innovations.Innovation", on_delete=models.CASCADE, related_name="answers")
    row = models.PositiveSmallIntegerField()
    basis = models.CharField(max_length=12, blank=True)
    measured = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    claimed_level = models.PositiveSmallIntegerField(null=True, blank=True)
    note = models.TextField(blank=True)
    verified_level = models.PositiveSmallIntegerField(null=True)
    final_level = models.PositiveSmallIntegerField(null=True)
    is_unlocked = models.BooleanField(default=False)
    """True on a returned innovation for the rows that the desk named: only these may be changed."""
    changed_at = models.DateTimeField(auto_now=True)

    class Meta(TenantModel.Meta):
        ordering = ["innovation_id", "row"]
        constraints = [
            models.UniqueConstraint(fields=["innovation", "row"], name="innovations_one_answer_a_row"),
            models.CheckConstraint(condition=Q(row__range=(16, 35)), name="innovations_answer_row_known"),
            models.CheckConstraint(
                condition=level_in_range("claimed_level")
                & level_in_range("verified_level")
                & level_in_range("final_level"),
                name="innovations_answer_levels",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.innovation_id}/{self.row}"


@audited()
class Citation(TenantModel):
    """A document cited for a row, with the pages that matter ("3-4, 7")."""

    answer = TenantForeignKey("innovations.Answer", on_delete=models.CASCADE, related_name="citations")
    document = TenantForeignKey("innovations.Document", on_delete=models.PROTECT, related_name="citations")
    pages = models.CharField("halaman", max_length=60, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(TenantModel.Meta):
        ordering = ["answer_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["answer", "document"], name="innovations_cited_once"),
        ]

    def __str__(self) -> str:
        return f"{self.answer_id} · {self.document_id}"
