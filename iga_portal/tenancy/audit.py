"""The audit history of rows.

Statement-level triggers see bulk updates and COPY; signals do not. The context (actor, role, request) is copied into each
event as JSON: there is no shared context row that somebody could rewrite. `iga_app` may INSERT and SELECT events, nothing
else (`ProtectTenantTables` takes the other rights away).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import pghistory
import pghistory.models
from django.db import models

from .query import TenantManager

M = TypeVar("M", bound=type[models.Model])


class TenantEvent(pghistory.models.Event):
    """One change of a tenant row: the row as it was written (or deleted), when, and in whose name."""

    objects = TenantManager()  # type: ignore[assignment,misc]

    class Meta:
        abstract = True
        base_manager_name = "objects"


class OpenEvent(pghistory.models.Event):
    """One change of a row outside row-level security, kept where the row itself is: read by region, through functions."""

    class Meta:
        abstract = True


def audited(*, exclude: Sequence[str] = ()) -> Callable[[M], M]:
    """Record every insert, update and delete of the model; `exclude` names columns whose content is derived and large."""
    return _tracked(TenantEvent, exclude=exclude, meta={"base_manager_name": "objects"})


def audited_openly(*, exclude: Sequence[str] = ()) -> Callable[[M], M]:
    """As `audited`, for a model that is read and written before a scope exists (`iga_portal.tenancy.checks.NOT_TENANT`).

    Its history cannot be under row-level security either: the triggers write it where the row is written. It is as append-only as
    any other. Outside a scope the context is empty: who acted is not known there.
    """
    return _tracked(OpenEvent, exclude=exclude, meta={})


def _tracked(base: type[models.Model], *, exclude: Sequence[str], meta: dict[str, Any]) -> Callable[[M], M]:
    def wrap(model: M) -> M:
        decorator: Any = pghistory.track(
            pghistory.InsertEvent(),
            pghistory.UpdateEvent(),
            pghistory.DeleteEvent(),
            exclude=list(exclude),
            level=pghistory.Statement,
            context_field=pghistory.ContextJSONField(),
            context_id_field=None,  # type: ignore[arg-type]
            base_model=base,
            meta=meta,
        )
        tracked: M = decorator(model)
        return tracked

    return wrap
