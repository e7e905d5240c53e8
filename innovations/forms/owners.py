"""Whose a new thing is: the OPD's own, or one of its units'."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from regions.models import Opd


class OwnerForm(forms.Form):
    """`owners` are the OPD and its units; with one only, there is nothing to choose."""

    opd = forms.TypedChoiceField(label=gettext_lazy("Milik"), coerce=int)

    def __init__(self, *args: Any, owners: Sequence[Opd], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owners = owners
        if len(owners) == 1:
            del self.fields["opd"]
        else:
            field = self.fields["opd"]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [(owner.pk, owner.name) for owner in owners]

    @property
    def owner_id(self) -> int:
        return int(self.cleaned_data["opd"]) if "opd" in self.fields else self.owners[0].pk
