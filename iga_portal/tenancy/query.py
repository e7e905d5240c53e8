"""The ORM's half of the isolation: no scope, no query; and never a row outside the scope.

The guard sits in `get_compiler()`, which every way of running a query passes, also `.exists()`, async iteration and
`.explain()`; guards on single methods miss those.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, Self

from django.db import models
from django.db.models import sql
from django.db.models.expressions import Col
from django.db.models.lookups import Lookup
from django.db.models.sql.constants import ROW_COUNT
from django.db.models.sql.where import AND

from .scope import OutsideScope, Scope, require_scope


class InRegions(Lookup):
    """`region_id = ANY(array)`: one parameter however many regions, so that the plan stays the same."""

    lookup_name = "in_regions"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        lhs, params = self.process_lhs(compiler, connection)
        return f"{lhs} = ANY(%s::int[])", [*params, sorted(self.rhs)]


class ScopedQueryMixin:
    """Adds the active scope to the WHERE clause of whatever is compiled, or refuses."""

    # Given by sql.Query.
    model: type[models.Model]
    combinator: str | None

    def get_compiler(self, *args: Any, **kwargs: Any) -> Any:
        scope = require_scope()
        # The parts of a union are compiled one by one and filter themselves.
        query = self if self.combinator else self._within(scope)
        return super(ScopedQueryMixin, query).get_compiler(*args, **kwargs)  # type: ignore[misc]

    def _within(self, scope: Scope) -> Any:
        query = self.clone()  # type: ignore[attr-defined]
        field: Any = self.model._meta.get_field("region")
        query.where.add(InRegions(Col(query.get_initial_alias(), field, field), scope.regions), AND)
        return query

    def chain(self, klass: type[sql.Query] | None = None) -> Any:
        # .update() and .delete() turn the query into another class by chaining: keep the guard.
        guarded = scoped(klass) if klass else None  # type: ignore[arg-type]
        return super().chain(klass=guarded)  # type: ignore[misc]


@cache
def scoped(klass: type[sql.Query]) -> type[sql.Query]:
    if issubclass(klass, ScopedQueryMixin):
        return klass
    return type(f"Scoped{klass.__name__}", (ScopedQueryMixin, klass), {})


class TenantQuerySet(models.QuerySet):
    def __init__(self, model: Any = None, query: Any = None, using: Any = None, hints: Any = None) -> None:
        if query is None and model is not None:
            query = scoped(sql.Query)(model)
        super().__init__(model=model, query=query, using=using, hints=hints)

    def _insert(self, objs: Sequence[Any], *args: Any, **kwargs: Any) -> Any:
        refuse_outside(objs)
        return super()._insert(objs, *args, **kwargs)  # type: ignore[misc]

    _insert.alters_data = True  # type: ignore[attr-defined]
    _insert.queryset_only = False  # type: ignore[attr-defined]

    def _raw_delete(self, using: str | None) -> int:
        # Django's fast delete turns the clone into a plain DeleteQuery by assigning its class, past `chain`.
        query: Any = self.query.clone()
        query.__class__ = scoped(sql.DeleteQuery)
        # None for a query that cannot match (an empty `__in`): it never reaches the database.
        return int(query.get_compiler(using).execute_sql(ROW_COUNT) or 0)

    _raw_delete.alters_data = True  # type: ignore[attr-defined]

    def raw(self, *args: Any, **kwargs: Any) -> Any:
        require_scope()
        return super().raw(*args, **kwargs)

    def locked(self) -> Self:
        """Rows locked against other writers, without blocking inserts that merely refer to them."""
        return self.select_for_update(no_key=True, of=("self",))


def refuse_outside(objs: Sequence[Any]) -> None:
    """Raise OutsideScope when a row to be written belongs to a region that the scope does not hold."""
    scope = require_scope()
    for obj in objs:
        if obj.region_id not in scope.regions:
            raise OutsideScope(
                f"{obj._meta.label}: region {obj.region_id} is not in the active scope ({scope.setting()[:80]})."
            )


TenantManager = models.Manager.from_queryset(TenantQuerySet, "TenantManager")
