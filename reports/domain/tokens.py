"""Tokens of integrations: made once, shown once, kept as a hash, ended by themselves or by hand."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Final

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from iga_portal.refusals import Refused
from innovations.domain.texts import clean_line
from regions.access import Actor
from reports.models import ApiToken
from reports.rules import can_manage_tokens
from reports.scopes import SCOPES, Scope

PREFIX: Final = "iga_"
SHOWN: Final = 12
"""How many of its first letters people know a token by."""
SECRET_BYTES: Final = 32
PATTERN: Final = re.compile(r"iga_[A-Za-z0-9_-]{43}")
USE_NOTED_EVERY: Final = timedelta(hours=1)
"""How exactly the last use is known: one write an hour, not one a request."""
LOCK_SPACE: Final = 0x1AC
"""Keeps these advisory locks apart from any other use."""
LONGEST: Final = timedelta(days=730)
LONGEST_NAME: Final = 120


class Standing(Enum):
    """What a token is worth at a moment."""

    GOOD = "good"
    UNKNOWN = "unknown"
    EXPIRED = "expired"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Made:
    """A new token. `secret` is nowhere else: it is shown once."""

    token: ApiToken
    secret: str


@transaction.atomic
def make_token(
    *, actor: Actor, name: str, scopes: Sequence[str], region_id: int | None, expires_at: datetime
) -> Made:
    """Make a token for an integration.

    Raises Refused for anybody but the ministry (`role`), without a scope (`scopes`), for a scope of a region's own numbers without
    the region or the other way round (`region`), for an end that has passed or is more than two years away (`expires`), for a name
    that a token in force has already (`name`): a page loaded again makes no second one; and for a name that cannot be told
    (`name`, `control`, `direction`).
    """
    ruling = can_manage_tokens(actor)
    if not ruling:
        raise Refused(ruling.code, ruling.reason)
    wanted = [scope.value for scope in Scope if scope.value in scopes]
    if not wanted or len(wanted) != len(set(scopes)):
        raise Refused("scopes", _("Pilih sedikitnya satu lingkup."))
    needs_region = any(SCOPES[Scope(value)].is_of_a_region for value in wanted)
    if needs_region != (region_id is not None):
        raise Refused(
            "region",
            _("Pilih daerahnya: lingkup ini membuka angka satu daerah.")
            if needs_region
            else _("Lingkup ini tidak memerlukan daerah; kosongkan daerahnya."),
        )
    name = clean_line(name, longest=LONGEST_NAME)
    if not name:
        raise Refused("name", _("Tuliskan sistem yang memakainya."))
    now = timezone.now()
    if not now < expires_at <= now + LONGEST:
        raise Refused("expires", _("Masa berlaku harus di depan, paling lama dua tahun."))
    with connection.cursor() as cursor:
        # Until this transaction ends: of two presses at once the second one finds the first one's token.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, %s))", [name, LOCK_SPACE])
    if ApiToken.objects.filter(in_force(now), name=name).exists():
        raise Refused("name", _("Token dengan nama ini masih berlaku. Cabut dahulu, atau pakai nama lain."))
    secret = PREFIX + secrets.token_urlsafe(SECRET_BYTES)
    token = ApiToken.objects.create(
        name=name,
        prefix=secret[:SHOWN],
        token_hash=hash_of(secret),
        scopes=wanted,
        region_id=region_id,
        created_by_id=actor.person_id,
        expires_at=expires_at,
    )
    return Made(token, secret)


def revoke_token(token_id: int, *, actor: Actor) -> bool:
    """End a token at once; False when it was ended before. Raises Refused for anybody but the ministry (`role`)."""
    ruling = can_manage_tokens(actor)
    if not ruling:
        raise Refused(ruling.code, ruling.reason)
    ended = ApiToken.objects.filter(pk=token_id, revoked_at__isnull=True).update(
        revoked_at=timezone.now(), revoked_by_id=actor.person_id
    )
    return bool(ended)


def in_force(now: datetime) -> Q:
    return Q(revoked_at__isnull=True, expires_at__gt=now)


def hash_of(secret: str) -> str:
    """SHA-256, without salt and without slowness: 256 random bits cannot be guessed, however fast one tries."""
    return hashlib.sha256(secret.encode()).hexdigest()


def look_up(secret: str) -> tuple[Standing, ApiToken | None]:
    """What stands behind a token that was sent, and its row while it is good.

    Found by its hash, which is compared in constant time once more: how long an answer takes tells nothing about a token.
    """
    if PATTERN.fullmatch(secret) is None:
        return Standing.UNKNOWN, None
    hashed = hash_of(secret)
    token = ApiToken.objects.select_related("region").filter(token_hash=hashed).first()
    if token is None or not hmac.compare_digest(token.token_hash, hashed):
        return Standing.UNKNOWN, None
    if token.revoked_at is not None:
        return Standing.REVOKED, None
    now = timezone.now()
    if token.expires_at <= now:
        return Standing.EXPIRED, None
    if token.last_used_at is None or now - token.last_used_at >= USE_NOTED_EVERY:
        note_use(token, now=now)
    return Standing.GOOD, token


def note_use(token: ApiToken, *, now: datetime) -> None:
    """Write when it was used, once an hour however many ask at once."""
    ApiToken.objects.filter(
        Q(last_used_at__isnull=True) | Q(last_used_at__lte=now - USE_NOTED_EVERY), pk=token.pk
    ).update(last_used_at=now)


def holds_a_token(text: str) -> bool:
    """Whether something that looks like a token of ours stands anywhere in a text."""
    return PREFIX in text and PATTERN.search(text) is not None
