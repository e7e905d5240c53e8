"""One valid row of any tenant model, in any region, by looking at the model: new models join the isolation tests by themselves."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.db import models

from iga_portal.tenancy.models import TenantModel, is_audit_event, tenant_models
from innovations.models import Answer
from regions.models import Opd, Period, Person, Region, RegionPeriod
from reports.models import Publication

SHAPES: dict[str, dict[str, Any]] = {
    "innovations.Document": {"file": None, "link": "https://contoh.go.id/sk.pdf"},
    "innovations.Verdict": {"answer": Answer, "stage": "desk", "decision": "accept"},
    "innovations.Answer": {"row": 16},
    "files.StoredFile": {"sha256": "0" * 64},
    "files.Upload": {"size": 1, "offset": 0, "sha256": ""},
    "innovations.Receipt": {"sha256": "0" * 64},
    "innovations.AssignmentRule": {"opd": Opd, "urusan": ""},
    "innovations.RowQuestion": {"reply": ""},
    "reports.IssuedDocument": {"region_period": RegionPeriod},
    "reports.DocumentBatch": {"publication": lambda: publication()},
    "regions.HandOver": {"successor": lambda: Person.objects.get(email="dewi@contoh.go.id")},
    "regions.RegionPeriod": {"content_version": 1, "scored_version": 1},
}
"""What the constraints of a model ask beyond its field types; a model that cannot be built without says so by failing."""


def publication() -> Publication:
    """A bare one, which both regions' rows name: publications stand outside row-level security."""
    people = {name: Person.objects.get(email=f"{name}@contoh.go.id") for name in ("sari", "dewi")}
    found, _new = Publication.objects.get_or_create(
        number=1,
        defaults={
            "period": Period.objects.get(is_current=True),
            "revision": 1,
            "instrument_fingerprint": "0" * 64,
            "title": "IGA",
            "content_hash": "0" * 64,
            "chain_hash": "1" * 64,
            "prepared_by": people["sari"],
            "published_by": people["dewi"],
            "published_at": datetime(2026, 11, 1, tzinfo=UTC),
        },
    )
    return found


class RowMaker:
    """Makes rows inside an open scope; references within the region are made on the way and shared."""

    def __init__(self, region_id: int) -> None:
        self.region_id = region_id
        self.made: dict[type[models.Model], models.Model] = {}

    def make(self, model: type[models.Model]) -> models.Model:
        if model in self.made:
            return self.made[model]
        if model._meta.label == "regions.RegionPeriod":
            return self._keep(model, model._default_manager.get(region_id=self.region_id))
        shape = SHAPES.get(model._meta.label, {})
        values: dict[str, Any] = {"region_id": self.region_id}
        for field in model._meta.concrete_fields:
            if field.name == "region" or field.primary_key:
                continue
            if field.name in shape:
                values[field.name] = self._shaped(shape[field.name])
            elif field.is_relation:
                values[field.name] = self._reference(field)
            elif not field.has_default() and not getattr(field, "auto_now", False):
                values[field.name] = self._value(field)
        return self._keep(model, model._default_manager.create(**values))

    def _keep(self, model: type[models.Model], row: models.Model) -> models.Model:
        self.made[model] = row
        return row

    def _shaped(self, wanted: Any) -> Any:
        """A model stands for its row, a function for what it gives."""
        if isinstance(wanted, type):
            return self.make(wanted)
        return wanted() if callable(wanted) else wanted

    def _reference(self, field: Any) -> Any:
        target = field.remote_field.model
        if field.null:
            return None
        if issubclass(target, TenantModel):
            return self.make(target)
        if target is Person:
            return Person.objects.get(email="sari@contoh.go.id")
        if target is Period:
            return Period.objects.get(is_current=True)
        if target is Region:
            return Region.objects.get(pk=self.region_id)
        raise AssertionError(f"{field}: say in tests/tenancy/rows.py how to make a {target._meta.label}")

    def _value(self, field: Any) -> Any:
        if field.null:
            return None
        if field.choices:
            return field.choices[0][0]
        if isinstance(field, models.UUIDField):
            return uuid.uuid4()
        if isinstance(field, models.DateTimeField):
            return datetime(2026, 7, 7, tzinfo=UTC)
        if isinstance(field, models.DateField):
            return date(2026, 7, 7)
        if isinstance(field, models.DecimalField):
            return Decimal(1)
        if isinstance(field, models.IntegerField):
            return 1
        if isinstance(field, models.BooleanField):
            return False
        if isinstance(field, models.JSONField):
            return {}
        if isinstance(field, models.CharField | models.TextField):
            return (f"contoh {self.region_id}")[: field.max_length or 40]
        raise AssertionError(f"{field}: say in tests/tenancy/rows.py what a {type(field).__name__} holds")


def plain_tenant_models() -> list[type[models.Model]]:
    return [model for model in tenant_models() if not is_audit_event(model)]


def event_models() -> list[type[models.Model]]:
    return [model for model in tenant_models() if is_audit_event(model)]
