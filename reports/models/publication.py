"""What the ministry publishes. Before: one row of the nation. After: snapshot tables that everybody reads and nobody changes.

`PreparedPublication` is the ministry's own (region 0, row-level security). Publishing copies everything public into the other
tables in one transaction. They stand outside row-level security, because the public reads them; the application role may add
rows and read them, nothing else (rights and triggers, see the migration). A correction is a new publication that supersedes.
"""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from iga_portal.tenancy.audit import audited
from iga_portal.tenancy.models import TenantModel

SHA256_HEX = r"^[0-9a-f]{64}$"


def append_only(name: str) -> pgtrigger.Protect:
    """Rows are added and never changed or taken away, by whatever role."""
    return pgtrigger.Protect(name=name, operation=pgtrigger.Update | pgtrigger.Delete)


class PreparationState(models.TextChoices):
    PREPARED = "prepared", _("Disiapkan")
    PUBLISHED = "published", _("Terbit")
    DISCARDED = "discarded", _("Dibatalkan")


@audited(exclude=["content"])
class PreparedPublication(TenantModel):
    """What one person prepared, for another to publish after the check list. Region 0: nobody else can read it.

    `content` is the whole ranking with its awards as it will be published, `content_hash` its fingerprint; the page of the
    second person shows this hash and publishing asks for it, so that what goes out is what was read. `checks` is the check
    list as it was answered.
    """

    period = models.ForeignKey("regions.Period", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=PreparationState, default=PreparationState.PREPARED)
    supersedes = models.ForeignKey(
        "reports.Publication", on_delete=models.PROTECT, null=True, related_name="+"
    )
    reason = models.TextField("alasan koreksi", blank=True)
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    checks = models.JSONField(default=dict)
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField()
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    """Who published or discarded it."""
    ended_at = models.DateTimeField(null=True)
    publication = models.OneToOneField(
        "reports.Publication", on_delete=models.PROTECT, null=True, related_name="preparation"
    )

    class Meta(TenantModel.Meta):
        ordering = ["-prepared_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "period"],
                condition=Q(state="prepared"),
                name="reports_one_open_preparation",
            ),
            models.CheckConstraint(
                condition=~Q(state="published")
                | (Q(publication__isnull=False, ended_by__isnull=False) & ~Q(ended_by=F("prepared_by"))),
                name="reports_published_by_another",
                violation_error_message=_("Yang menerbitkan harus orang lain, bukan yang menyiapkan."),
            ),
            models.CheckConstraint(
                condition=Q(supersedes__isnull=True) | ~Q(reason=""),
                name="reports_correction_has_a_reason",
                violation_error_message=_("Tuliskan alasan koreksi."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period_id} · {self.state}"


class Publication(models.Model):
    """One publication. `number` counts all of the installation from 1; `revision` those of its period.

    `chain_hash` is the SHA-256 over the content's hash and the chain hash of the publication before it ("" for the first).
    What supersedes is `superseded_by`; nothing is ever written into an old row.
    """

    number = models.PositiveIntegerField(unique=True)
    period = models.ForeignKey("regions.Period", on_delete=models.PROTECT, related_name="publications")
    revision = models.PositiveSmallIntegerField()
    instrument_fingerprint = models.CharField(max_length=64)
    title = models.CharField(max_length=160)
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="superseded_by"
    )
    reason = models.TextField(blank=True)
    summary = models.JSONField(default=dict)
    """Figures of the nation: regions, innovations, mean index, regions by predicate (numbers as text)."""
    content_hash = models.CharField(max_length=64)
    previous_hash = models.CharField(max_length=64, blank=True)
    chain_hash = models.CharField(max_length=64, unique=True)
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField()
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["period", "revision"], name="reports_publication_revision"),
            models.CheckConstraint(
                condition=~Q(prepared_by=F("published_by")), name="reports_published_by_two"
            ),
            models.CheckConstraint(
                condition=Q(content_hash__regex=SHA256_HEX, chain_hash__regex=SHA256_HEX),
                name="reports_publication_hashes",
            ),
        ]
        triggers = [append_only("publication_stays")]

    def __str__(self) -> str:
        return f"{self.title} · {self.revision}"


class PublishedRegion(models.Model):
    """One region as published: who it was then, its index with every part, its place, and the facts it can be worked out from.

    `place` is among the regions of its kind, `place_nation` among all; equals share a place, None without an index. `facts` is
    the core's document (no personal data, no files); the trace is a pure function of it and the instrument.
    """

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="regions")
    region = models.ForeignKey("regions.Region", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=8)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20)
    province = models.CharField(max_length=120, blank=True)
    regional = models.CharField(max_length=4, blank=True)
    is_assessed = models.BooleanField()
    """False for a region that sent nothing: listed, without a place."""
    spd = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    maturity_mean = models.DecimalField(max_digits=9, decimal_places=4, null=True)
    maturity_sum = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    count_score = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    sid = models.DecimalField(max_digits=9, decimal_places=4, null=True)
    total = models.DecimalField(max_digits=9, decimal_places=4, null=True)
    innovations_counted = models.PositiveIntegerField(null=True)
    divisor = models.PositiveIntegerField(null=True)
    yandas = models.PositiveSmallIntegerField(null=True)
    index = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    predicate = models.CharField(max_length=40, blank=True)
    place = models.PositiveIntegerField(null=True)
    place_of = models.PositiveIntegerField(null=True)
    """How many regions of its kind have a place."""
    place_nation = models.PositiveIntegerField(null=True)
    final_score = models.DecimalField(max_digits=7, decimal_places=4, null=True)
    """The final assessment of a nominee (index, presentation, field validation); None where the panel did not score."""
    assessment = models.JSONField(default=dict)
    """The trace of the final assessment."""
    facts = models.JSONField(null=True)
    facts_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["publication_id", "code"]
        constraints = [
            models.UniqueConstraint(fields=["publication", "region"], name="reports_region_once_published"),
            models.UniqueConstraint(fields=["publication", "code"], name="reports_code_once_published"),
            models.CheckConstraint(
                condition=Q(is_assessed=False, index__isnull=True, facts__isnull=True)
                | Q(is_assessed=True, index__range=(0, 100), facts__isnull=False),
                name="reports_published_index_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["publication", "kind", "place"], name="reports_published_places"),
            models.Index(fields=["region", "publication"], name="reports_published_years"),
        ]
        triggers = [append_only("published_region_stays")]

    def __str__(self) -> str:
        return f"{self.publication_id} · {self.code}"


class PublishedInnovation(models.Model):
    """The public part of one innovation: never initiator, coordinates, files or notes.

    `maturity` (0..111) is None for one that is listed but does not count; `levels` are its final levels by row.
    """

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="innovations")
    published_region = models.ForeignKey(
        PublishedRegion, on_delete=models.PROTECT, related_name="innovations"
    )
    public_id = models.UUIDField()
    name = models.CharField(max_length=255)
    opd = models.CharField(max_length=200)
    urusan = models.CharField(max_length=120)
    form = models.CharField(max_length=40)
    kind = models.CharField(max_length=40)
    aim = models.TextField(blank=True)
    result = models.TextField(blank=True)
    levels = models.JSONField(default=dict)
    maturity = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    words = models.GeneratedField(
        expression=SearchVector("name", weight="A", config="indonesian")
        + SearchVector("opd", "urusan", weight="B", config="indonesian")
        + SearchVector("aim", "result", weight="C", config="indonesian"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        ordering = ["publication_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "public_id"], name="reports_innovation_once_published"
            )
        ]
        indexes = [
            models.Index(fields=["published_region", "-maturity"], name="reports_published_best"),
            models.Index(fields=["publication", "urusan", "-maturity"], name="reports_published_urusan"),
            GinIndex(fields=["words"], name="reports_published_words"),
        ]
        triggers = [append_only("published_innovation_stays")]

    def __str__(self) -> str:
        return f"{self.publication_id} · {self.name}"


class PublishedAward(models.Model):
    """One award: category, winner, its place in the category, and the sentence with the numbers that explains it."""

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="awards")
    published_region = models.ForeignKey(PublishedRegion, on_delete=models.PROTECT, related_name="awards")
    category = models.CharField(max_length=60)
    category_name = models.CharField(max_length=200)
    place = models.PositiveSmallIntegerField()
    sentence = models.TextField()
    sentence_en = models.TextField(blank=True)
    numbers = models.JSONField(default=dict)

    class Meta:
        ordering = ["publication_id", "category", "place", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "category", "published_region"], name="reports_award_once"
            )
        ]
        triggers = [append_only("published_award_stays")]

    def __str__(self) -> str:
        return f"{self.publication_id} · {self.category} · {self.place}"
