"""The scope: which regions the running code may touch, and in whose name.

A tenant is a region. A scope is one set of region ids with an actor and a request id; Kemendagri's scope holds all ids
(region 0, "Pusat", among them), so that no policy and no query ever needs an "or national".

The scope lives twice: in a context variable, which the ORM reads (`iga_portal.tenancy.query`), and in settings local to the
database transaction, which row-level security reads (`iga_portal.tenancy.operations`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.db import connections, transaction

NATION = 0
"""Id of the region row "Pusat", owner of the rows of the nation; never counted among the regions."""


class ScopeRequired(RuntimeError):
    """Tenant rows were asked for while no scope was active."""


class OutsideScope(RuntimeError):
    """A tenant row of a region outside the active scope was about to be written."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Region ids, and who acts for them. `actor_id` is None for the system (a sweep, a task nobody asked for)."""

    regions: frozenset[int]
    actor_id: int | None = None
    role: str = ""
    request_id: str = ""

    def setting(self) -> str:
        """The value of `iga.regions`: ids in order, joined by commas."""
        return ",".join(str(region) for region in sorted(self.regions))

    def context(self) -> str:
        """What the audit triggers write beside each change."""
        return json.dumps({"actor": self.actor_id, "role": self.role, "request": self.request_id})


_current: ContextVar[Scope | None] = ContextVar("iga_scope", default=None)


def current_scope() -> Scope | None:
    return _current.get()


def require_scope() -> Scope:
    """The active scope; raises ScopeRequired with the cure when there is none."""
    scope = _current.get()
    if scope is None:
        raise ScopeRequired(
            "Tenant rows were asked for without a scope. Open one: `with scope({region_id}): ...`; "
            "views get it from the scope middleware, tasks from RegionTask."
        )
    return scope


def _apply(scope: Scope | None, *, using: str) -> None:
    # One statement for all settings. pghistory's own context manager is not used: it prefixes every statement with these
    # settings and, given a context id, makes the triggers write a shared context row that the application could alter.
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT set_config('iga.regions', %s, true), set_config('iga.actor', %s, true),"
            " set_config('iga.request', %s, true), set_config('pghistory.context_metadata', %s, true)",
            [
                scope.setting() if scope else "",
                str(scope.actor_id or "") if scope else "",
                scope.request_id if scope else "",
                scope.context() if scope else "",
            ],
        )


@contextmanager
def scope(
    regions: Iterable[int],
    *,
    actor_id: int | None = None,
    role: str = "",
    request_id: str = "",
    using: str = "default",
) -> Iterator[Scope]:
    """Open a transaction (or a savepoint) in which exactly `regions` can be seen and written.

    Leaving restores what was active before. Nested scopes may differ: the inner one replaces the outer one, it does not
    narrow it.
    """
    new = Scope(frozenset(regions), actor_id=actor_id, role=role, request_id=request_id)
    connection = connections[using]
    nested = connection.in_atomic_block
    with transaction.atomic(using=using):
        previous = _current.get()
        token = _current.set(new)
        try:
            _apply(new, using=using)
            yield new
        except BaseException:
            _current.reset(token)
            # The rollback (to the savepoint) that follows takes the settings back with it.
            raise
        else:
            _current.reset(token)
            # A released savepoint keeps the inner setting, so it is put back by hand; a commit drops it by itself.
            if nested and not connection.needs_rollback:
                _apply(previous, using=using)
