"""Notices: what the portal has to tell a person, written in the transaction of what happened; and the mails that carry them."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from iga_portal.notices.words import words_of
from iga_portal.tenancy.audit import audited
from iga_portal.tenancy.fields import TenantForeignKey
from iga_portal.tenancy.models import TenantModel


@audited()
class Notice(TenantModel):
    """One line for one person. `path` is the page that it is about; `kind` is the code of what happened.

    `message` names the sentence and `values` what stands in it, so that it is read in the reader's language and not in that of
    whoever acted (`iga_portal.notices.words`); `text` is the Indonesian of the moment. `once` keeps a sweep from telling twice.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    text = models.CharField(max_length=300)
    message = models.CharField(max_length=300, blank=True)
    values = models.JSONField(default=dict)
    path = models.CharField(max_length=200)
    once = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["region", "person", "-created_at"], name="notices_of_person")]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "person", "once"], condition=~Q(once=""), name="notices_told_once"
            )
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def words(self) -> str:
        """What it says, in the active language."""
        return words_of(self)


class ByMail(models.TextChoices):
    AT_ONCE = "at_once", _("segera")
    DIGEST = "digest", _("ringkasan harian")
    NEVER = "never", _("tidak")


@audited()
class NoticeChoice(TenantModel):
    """How a person wants to hear of a group of notices by e-mail, in one region. Without a row the group's own way holds."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    group = models.CharField(max_length=40)
    by_mail = models.CharField(max_length=10, choices=ByMail)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["region", "person", "group"], name="notices_one_choice_a_group")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} · {self.group}: {self.by_mail}"


class MailState(models.TextChoices):
    QUEUED = "queued", _("menunggu")
    CLAIMED = "claimed", _("diambil")
    HANDING = "handing", _("sedang diserahkan")
    SENT = "sent", _("terkirim")
    UNCERTAIN = "uncertain", _("tidak pasti")
    FAILED = "failed", _("gagal")
    DROPPED = "dropped", _("tidak perlu lagi")
    GATHERED = "gathered", _("dalam ringkasan")


@audited(exclude=["state", "tries", "claimed_at", "note"])
class Mail(TenantModel):
    """An e-mail that is owed to a person, made in the transaction of what it tells; a worker hands it over, once.

    A worker that dies before it began to hand over leaves a claim that runs out. One that dies while it hands over leaves
    HANDING behind: nobody can know whether the mail left, so that it is never sent again by itself (UNCERTAIN); the notice in
    the portal stands. What nobody needs any more when its time comes (the account is closed, the role ended, all of a digest was
    read) is DROPPED; the row stays, so that it is not owed anew. A notice that a digest carries has a row too, GATHERED, whose `note`
    is the public id of the digest: no notice goes by mail twice, in whichever way. `once` is the reason why there is this mail: two with the same reason cannot exist.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    notice = TenantForeignKey("notices.Notice", on_delete=models.CASCADE, null=True, related_name="+")
    kind = models.CharField(max_length=40)
    once = models.CharField(max_length=120)
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=MailState, default=MailState.QUEUED)
    tries = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(TenantModel.Meta):
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["region", "person", "once"], name="notices_mailed_once")
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(state__in=["queued", "claimed", "handing"]),
                name="notices_mails_due",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} · {self.person_id}"
