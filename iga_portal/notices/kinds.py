"""What the portal tells of. Rooms above register their kinds here; this room knows no innovations and no roles.

A person chooses by group, not by kind: ten switches are read, forty are not. A mandatory group asks somebody to do something by
which others are held up, or concerns their account: it may be gathered into the day's digest where the group allows it, and
never be silenced.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.functional import Promise

from iga_portal.notices.models import ByMail

Words = str | Promise


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """What a person chooses for. `by_mail` holds until they choose; `places` are the namespaces of addresses where it is offered.

    `reaches_leavers`: its mails go out although the role in the region has ended (the end itself is told that way).
    """

    code: str
    title: Words
    explains: Words
    by_mail: ByMail
    mandatory: bool = False
    may_wait: bool = True
    """Whether a mandatory group may be gathered into the digest."""
    reaches_leavers: bool = False
    places: frozenset[str]
    order: int

    @property
    def ways(self) -> tuple[ByMail, ...]:
        """How it may be chosen to come by mail; the server takes no other."""
        if not self.mandatory:
            return (ByMail.AT_ONCE, ByMail.DIGEST, ByMail.NEVER)
        return (ByMail.AT_ONCE, ByMail.DIGEST) if self.may_wait else (ByMail.AT_ONCE,)

    def way(self, chosen: str | None) -> ByMail:
        """The way that holds, given what stands in a choice: one that is not offered any more falls back to the group's own."""
        return ByMail(chosen) if chosen in self.ways else self.by_mail


@dataclass(frozen=True, slots=True)
class Kind:
    """`title` heads the mail and names the kind in the filter: two or three words, without whom or what."""

    code: str
    group: Group
    title: Words = field(compare=False)


_GROUPS: dict[str, Group] = {}
_KINDS: dict[str, Kind] = {}


def register(group: Group, *, kinds: Iterable[tuple[str, Words]]) -> None:
    """Register a group with its kinds (code, title). Raises RuntimeError for a code that is taken."""
    if group.code in _GROUPS:
        raise RuntimeError(f"two groups of notices are called {group.code}")
    if group.by_mail not in group.ways:
        raise RuntimeError(f"the group {group.code} is sent in a way that it does not offer")
    _GROUPS[group.code] = group
    add_kinds(group.code, kinds)


def add_kinds(group_code: str, kinds: Iterable[tuple[str, Words]]) -> None:
    """Further kinds of a registered group, for a room above the one that made it."""
    group = _GROUPS[group_code]
    for code, title in kinds:
        if code in _KINDS:
            raise RuntimeError(f"two kinds of notices are called {code}")
        _KINDS[code] = Kind(code, group, title)


def kind_of(code: str) -> Kind | None:
    """The kind, or None for one that is no longer told."""
    return _KINDS.get(code)


def registered(code: str) -> Kind:
    """The kind. Raises LookupError, with the cure, for one that nobody registered."""
    kind = _KINDS.get(code)
    if kind is None:
        raise LookupError(f"No kind of notice is called {code}: register it in the notice_kinds of its room.")
    return kind


def group_of(code: str) -> Group | None:
    return _GROUPS.get(code)


def groups() -> list[Group]:
    """All groups, in the order in which pages show them."""
    return sorted(_GROUPS.values(), key=lambda group: group.order)


def kinds_of(group: Group) -> list[Kind]:
    return [kind for kind in _KINDS.values() if kind.group == group]
