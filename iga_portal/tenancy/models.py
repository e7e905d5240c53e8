"""The abstract base of every tenant model."""

from __future__ import annotations

from typing import Any

from django.db import models

from .fields import RegionField
from .query import TenantManager, refuse_outside
from .scope import require_scope


class TenantModel(models.Model):
    """A row that belongs to one region. `Meta` of a subclass inherits `TenantModel.Meta`; a system check insists."""

    region = RegionField()

    objects = TenantManager()

    class Meta:
        abstract = True
        # Also `instance.related` and refresh_from_db go through the guard.
        base_manager_name = "objects"

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        # The deletion collector builds its own queries; the database would refuse them, this says why.
        require_scope()
        refuse_outside([self])
        return super().delete(*args, **kwargs)


def tenant_models() -> list[type[models.Model]]:
    """Every concrete tenant model of the installation, audit events included, in a stable order."""
    from django.apps import apps

    return sorted(
        (model for model in apps.get_models() if is_tenant(model)), key=lambda model: model._meta.label
    )


def is_tenant(model: type[models.Model]) -> bool:
    # The history of a row outside row-level security has a plain reference to its region, as the row itself.
    return any(isinstance(field, RegionField) for field in model._meta.concrete_fields) and (
        issubclass(model, TenantModel) or is_audit_event(model)
    )


def is_audit_event(model: type[models.Model]) -> bool:
    return any(field.name == "pgh_label" for field in model._meta.concrete_fields)
