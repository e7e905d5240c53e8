from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from iga_portal.tenancy.audit import audited, audited_openly
from iga_portal.tenancy.fields import TenantForeignKey
from iga_portal.tenancy.models import TenantModel
from regions.enums import OPD_ROLES, Role

MINISTRY_ROLES = [Role.MINISTRY_ADMIN]
OPD_ROLE_VALUES = sorted(OPD_ROLES)


class PersonManager(BaseUserManager["Person"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Person:
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(email__iexact=username)


class Person(AbstractBaseUser):
    """A personal account. What a person may do stands in memberships, never here."""

    email = models.EmailField(_("surel"), unique=True)
    name = models.CharField(_("nama"), max_length=120)
    is_active = models.BooleanField(default=True)
    language = models.CharField(
        _("bahasa"), max_length=2, choices=[("id", "Indonesia"), ("en", "English")], default="id"
    )
    """The language that the portal writes to this person in; on the page, the one chosen there."""
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(email=models.functions.Lower("email")), name="regions_person_email_lower"
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email


@audited_openly()
class Membership(models.Model):
    """A role of a person in a region (region 0: the ministry), from a day to a day, both included.

    An evaluator's membership at the ministry puts them into the pool that samples are shared out to; one at a region opens that
    region to them while they look at its samples.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role)
    region = models.ForeignKey("regions.Region", on_delete=models.PROTECT, related_name="memberships")
    opd = TenantForeignKey(
        "regions.Opd", on_delete=models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=OPD_ROLE_VALUES, opd__isnull=False)
                | (~Q(role__in=OPD_ROLE_VALUES) & Q(opd__isnull=True)),
                name="regions_membership_opd_with_opd_role",
            ),
            models.CheckConstraint(
                condition=Q(role__in=MINISTRY_ROLES, region_id=0)
                | Q(role=Role.EVALUATOR)
                | (~Q(role__in=MINISTRY_ROLES) & ~Q(region_id=0)),
                name="regions_membership_ministry_at_pusat",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=models.F("valid_from")),
                name="regions_membership_span",
            ),
            models.UniqueConstraint(
                fields=["person", "role", "region", "opd", "valid_from"],
                name="regions_membership_once",
                nulls_distinct=False,
            ),
        ]
        indexes = [models.Index(fields=["region", "role"], name="regions_members_by_role")]

    def __str__(self) -> str:
        return f"{self.person} · {self.get_role_display()}"

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


@audited_openly(exclude=["secret_hash"])
class Invitation(models.Model):
    """A link by which one person, by e-mail, takes up one role. Only the hash of its secret is kept.

    Sending it again makes a new row and revokes the old one, so that the old link can say so.
    """

    email = models.EmailField(_("surel"))
    name = models.CharField(_("nama"), max_length=120)
    role = models.CharField(max_length=20, choices=Role)
    region = models.ForeignKey("regions.Region", on_delete=models.PROTECT, related_name="+")
    opd = TenantForeignKey("regions.Opd", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    valid_until = models.DateField(null=True, blank=True)
    secret_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["region", "-created_at"], name="regions_invitations_of_region")]

    def __str__(self) -> str:
        return self.email


@audited()
class HandOver(TenantModel):
    """The work of somebody who leaves, given to a successor in one act. `moved` counts what went over, by kind."""

    leaver = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    successor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=Role)
    opd = TenantForeignKey("regions.Opd", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    last_day = models.DateField("hari terakhir")
    moved = models.JSONField(default=dict)
    handed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    handed_at = models.DateTimeField(auto_now_add=True)

    class Meta(TenantModel.Meta):
        ordering = ["-handed_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(leaver=models.F("successor")),
                name="regions_handed_to_another",
                violation_error_message=_("Penerus harus orang lain."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.leaver_id} → {self.successor_id}"
