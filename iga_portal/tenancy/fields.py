"""Fields that mark a row as a tenant's and keep its references inside the region."""

from __future__ import annotations

from typing import Any

from django.db import models


class RegionField(models.ForeignKey):
    """The region a row belongs to. Its presence makes a model a tenant model."""

    def __init__(self, to: Any = "regions.Region", on_delete: Any = models.PROTECT, **kwargs: Any) -> None:
        kwargs.setdefault("related_name", "+")
        kwargs.setdefault("verbose_name", "daerah")
        super().__init__(to, on_delete, **kwargs)


class TenantForeignKey(models.ForeignKey):
    """A reference to a row of the same region.

    Row-level security does not cover foreign keys: with a plain one, region A could point at a row of region B. The database
    constraint is therefore composite, `(region_id, x_id) -> (region_id, id)`, and made by `ProtectTenantTables`; Django's
    own single-column constraint is left out.
    """

    def __init__(self, to: Any, on_delete: Any, **kwargs: Any) -> None:
        kwargs["db_constraint"] = False
        super().__init__(to, on_delete, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("db_constraint", None)
        return name, path, args, kwargs
