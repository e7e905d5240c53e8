"""From an owed mail to a sent one, once (ADR 0014).

    QUEUED -> CLAIMED -> HANDING -> SENT
                                 -> QUEUED again, later     the server said no for now, or was away
                                 -> FAILED                  the server said no for good, or too often
                                 -> UNCERTAIN               the worker or the connection died with the mail on its way
              CLAIMED -> DROPPED                            nobody needs it any more

Each arrow is a conditional update in a transaction of its own; the stamp of the claim is part of the condition, so that a worker
that was thought dead changes nothing. Nothing waits for the mail server inside a transaction.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.core.cache import cache
from django.core.mail import EmailMessage
from django.db.models import F, Min, Q, QuerySet, Value
from django.db.models.functions import Greatest
from django.utils import timezone

from iga_portal.notices.handing import NobodyKnows, NotTaken, Post, ServerAway, post
from iga_portal.notices.letters import Unneeded, letter_for
from iga_portal.notices.models import Mail, MailState
from iga_portal.tenancy.scope import scope

logger = logging.getLogger(__name__)

AT_A_TIME: Final = 20
"""Mails claimed together; also the most that a worker's death delays."""
AT_MOST: Final = 400
"""Mails of one task, so that other work has its turn."""
LONGEST_SECONDS: Final = 300
"""After so long no further mail is begun: a task that runs into its time limit is killed, with a mail on its way perhaps."""
CLAIM_LASTS: Final = timedelta(minutes=12)
HANDING_LASTS: Final = timedelta(minutes=12)
"""Longer than any task may run (`CELERY_TASK_TIME_LIMIT`): whoever held it then is dead."""
PAUSES: Final = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 480, 720))
"""After the first, second, ... time that the server said "not now". In all a day."""
MOST_TRIES: Final = len(PAUSES) + 1
AWAY_PAUSE: Final = timedelta(minutes=2)
OLDEST: Final = timedelta(days=3)
"""A mail that could not leave for so long is old news; the notice in the portal stands."""
AWAY_KEY: Final = "notices:mail-server-away"
LONGEST_NOTE: Final = 300


@dataclass
class Delivered:
    sent: int = 0
    other: int = 0
    more: bool = False
    """Whether mails are left that are due now."""


def deliver_due(region_id: int) -> Delivered:
    """Hand over the region's mails that are due, in the order in which they were owed. Opens its own transactions."""
    done = Delivered()
    if cache.get(AWAY_KEY):
        return done
    ends = time.monotonic() + LONGEST_SECONDS
    with post() as opened:
        while done.sent + done.other < AT_MOST:
            claimed = claim_due(region_id)
            if not claimed:
                return done
            try:
                for position, mail in enumerate(claimed):
                    if time.monotonic() > ends:
                        _give_back(claimed[position:], note="")
                        done.more = True
                        return done
                    opened.open()
                    if _deliver(opened, mail):
                        done.sent += 1
                    else:
                        done.other += 1
            except ServerAway as away:
                logger.warning("The mail server is away (%s); mails wait.", away)
                # Other regions' tasks need not find out for themselves, each with a wait of its own.
                cache.set(AWAY_KEY, 1, timeout=int(AWAY_PAUSE.total_seconds()) // 2)
                _give_back(claimed[position:], note=str(away))
                return done
    done.more = True
    return done


def claim_due(region_id: int) -> list[Mail]:
    """Take the next due mails for this worker; what another one is taking at this moment is passed over."""
    now = timezone.now()
    with scope({region_id}, role="mail"):
        free = Mail.objects.filter(_free(now), region_id=region_id).order_by("due_at", "pk")
        taken = list(
            free.select_for_update(skip_locked=True, of=("self",)).values_list("pk", flat=True)[:AT_A_TIME]
        )
        if not taken:
            return []
        Mail.objects.filter(pk__in=taken).update(
            state=MailState.CLAIMED, claimed_at=now, tries=F("tries") + 1
        )
        return list(Mail.objects.filter(pk__in=taken).order_by("due_at", "pk"))


def _free(now: datetime) -> Q:
    lost = Q(state=MailState.CLAIMED, claimed_at__lt=now - CLAIM_LASTS, tries__lt=MOST_TRIES)
    # The condition of the index, word for word, so that it is used.
    at_work = Q(state__in=[MailState.QUEUED, MailState.CLAIMED, MailState.HANDING])
    return at_work & (Q(state=MailState.QUEUED, due_at__lte=now) | lost)


def _deliver(opened: Post, mail: Mail) -> bool:
    """Whether the mail was sent. Raises nothing that the server or a single mail can cause."""
    try:
        with scope({mail.region_id}, role="mail"):
            message = letter_for(mail)
    except Unneeded as reason:
        _end(mail, [MailState.CLAIMED], MailState.DROPPED, note=str(reason))
        return False
    except Exception:
        # One mail that cannot be written must not hold up those behind it.
        logger.exception("mail %s could not be written", mail.public_id)
        _retry(mail, [MailState.CLAIMED], note="could not be written")
        return False
    if not _begin_handing(mail):
        return False
    return _hand(opened, mail, message)


def _begin_handing(mail: Mail) -> bool:
    """The last moment at which a death is harmless. False when the claim has gone to another worker."""
    now = timezone.now()
    with scope({mail.region_id}, role="mail"):
        begun = _held(mail, [MailState.CLAIMED]).update(state=MailState.HANDING, claimed_at=now)
    mail.claimed_at = now
    return bool(begun)


def _hand(opened: Post, mail: Mail, message: EmailMessage) -> bool:
    on_its_way = [MailState.HANDING, MailState.UNCERTAIN]
    try:
        opened.hand_over(message)
    except NotTaken as refusal:
        if refusal.for_good:
            _end(mail, on_its_way, MailState.FAILED, note=refusal.note)
        else:
            _retry(mail, on_its_way, note=refusal.note)
        return False
    except NobodyKnows as broken:
        _end(mail, on_its_way, MailState.UNCERTAIN, note=str(broken))
        return False
    # Also from UNCERTAIN: a worker that was slow beyond measure brings certainty after all.
    with scope({mail.region_id}, role="mail"):
        _held(mail, on_its_way).update(state=MailState.SENT, sent_at=timezone.now(), note="")
    return True


def _held(mail: Mail, states: list[MailState]) -> QuerySet[Mail]:
    return Mail.objects.filter(pk=mail.pk, state__in=states, claimed_at=mail.claimed_at)


def _end(mail: Mail, states: list[MailState], state: MailState, *, note: str) -> None:
    with scope({mail.region_id}, role="mail"):
        _held(mail, states).update(state=state, note=note[:LONGEST_NOTE])


def _retry(mail: Mail, states: list[MailState], *, note: str) -> None:
    now = timezone.now()
    if mail.tries >= MOST_TRIES or mail.created_at < now - OLDEST:
        _end(mail, states, MailState.FAILED, note=note)
        return
    due = now + PAUSES[min(mail.tries, len(PAUSES)) - 1]
    with scope({mail.region_id}, role="mail"):
        _held(mail, states).update(state=MailState.QUEUED, due_at=due, note=note[:LONGEST_NOTE])


def _give_back(mails: list[Mail], *, note: str) -> None:
    """Claims of mails with which nothing was tried: it does not count as a try. Those too old are given up."""
    now = timezone.now()
    with scope({mails[0].region_id}, role="mail"):
        for mail in mails:
            if mail.created_at < now - OLDEST:
                _held(mail, [MailState.CLAIMED]).update(state=MailState.FAILED, note=note[:LONGEST_NOTE])
            else:
                _held(mail, [MailState.CLAIMED]).update(
                    state=MailState.QUEUED,
                    due_at=now + AWAY_PAUSE,
                    tries=Greatest(F("tries") - 1, Value(0)),
                    note=note[:LONGEST_NOTE],
                )


def settle_lost(now: datetime) -> int:
    """What dead workers left: on its way means uncertain for good, claimed too often means failed. Inside a scope."""
    lost = Mail.objects.filter(state=MailState.HANDING, claimed_at__lt=now - HANDING_LASTS)
    uncertain = lost.update(state=MailState.UNCERTAIN, note="the worker died while handing over")
    worn = Mail.objects.filter(
        state=MailState.CLAIMED, claimed_at__lt=now - CLAIM_LASTS, tries__gte=MOST_TRIES
    )
    return uncertain + worn.update(state=MailState.FAILED, note="the worker died again and again")


def regions_with_due_mails(now: datetime) -> list[int]:
    """Regions in scope with a mail that is due and that nobody is at, the longest waiting first."""
    due = Mail.objects.filter(_free(now)).values("region_id").annotate(first=Min("due_at"))
    return list(due.order_by("first").values_list("region_id", flat=True))
