"""What the database refuses is said to people in the language of their page."""

from __future__ import annotations

from datetime import date

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import BaseConstraint
from django.utils import translation
from django.utils.functional import Promise

from innovations.models import Innovation

OURS = ("iga_portal", "regions", "innovations", "scoring", "reports")


def our_constraints() -> list[BaseConstraint]:
    return [
        constraint
        for model in apps.get_models()
        if model.__module__.split(".")[0] in OURS
        for constraint in model._meta.constraints
    ]


def test_every_message_of_a_constraint_waits_for_the_language_of_the_reader() -> None:
    own = [
        constraint
        for constraint in our_constraints()
        if constraint.violation_error_message != BaseConstraint.default_violation_error_message
    ]
    assert len(own) >= 7
    assert [entry.name for entry in own if not isinstance(entry.violation_error_message, Promise)] == []


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("id", "Tanggal uji coba harus sebelum atau sama dengan tanggal penerapan."),
        ("en", "The date of the trial must be before the date of implementation, or the same."),
    ],
)
def test_refusal_of_a_constraint_is_in_the_language_of_the_page(db: None, language: str, words: str) -> None:
    innovation = Innovation(name="x", trial_date=date(2026, 3, 1), implemented_on=date(2026, 2, 1))
    (rule,) = (
        rule
        for rule in Innovation._meta.constraints
        if rule.name == "innovations_trial_before_implementation"
    )
    with translation.override(language), pytest.raises(ValidationError) as refused:
        rule.validate(Innovation, innovation)
    assert refused.value.messages == [words]
