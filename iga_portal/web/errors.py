"""The error summary at the top of a form: one line per problem, each with the id of the field it is about."""

from __future__ import annotations

from dataclasses import dataclass

from django.forms import BaseForm
from django.forms.boundfield import BoundField


@dataclass(frozen=True, slots=True)
class ErrorLine:
    """One problem. `target` is an element id, empty for a problem of the form as a whole."""

    label: str
    message: str
    target: str


def summary_of(form: BaseForm) -> list[ErrorLine]:
    """List the problems of a bound form in the order of its fields, those of the whole form first."""
    lines = [ErrorLine("", str(message), "") for message in form.non_field_errors()]
    for bound in form:
        lines += [ErrorLine(str(bound.label), str(message), target_of(bound)) for message in bound.errors]
    return lines


def target_of(bound: BoundField) -> str:
    """Find the id a link can jump to: the first control of a group, else the field itself."""
    if bound.is_hidden:
        return ""
    return bound.id_for_label or (f"{bound.auto_id}_0" if bound.use_fieldset else bound.auto_id)
