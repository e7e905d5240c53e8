"""The form of a person's choices: a question for each group, and the language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from iga_portal.notices.kinds import Group
from iga_portal.notices.models import ByMail

WORDS = {
    ByMail.AT_ONCE: _("Segera, satu e-mail untuk tiap pemberitahuan"),
    ByMail.DIGEST: _("Dalam ringkasan harian pukul 07.30"),
    ByMail.NEVER: _("Tidak lewat e-mail, hanya di portal"),
}
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]


class ChoicesForm(forms.Form):
    language = forms.ChoiceField(
        label=_("Bahasa e-mail"),
        help_text=_("Bahasa halaman dipilih di bagian atas setiap halaman."),
        choices=LANGUAGES,
        widget=forms.RadioSelect,
        # One of them is always chosen; the mark of a field that must be filled in would read as "mandatory notice".
        required=False,
    )

    def __init__(self, *args: Any, offered: Sequence[Group], ways: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.offered = [group for group in offered if len(group.ways) > 1]
        for group in self.offered:
            hint = str(group.explains)
            if group.mandatory:
                hint = _("%(hint)s Tidak dapat dimatikan.") % {"hint": hint}
            self.fields[group.code] = forms.ChoiceField(
                label=str(group.title),
                help_text=hint,
                choices=[(way.value, WORDS[way]) for way in group.ways],
                initial=str(ways[group.code]),
                widget=forms.RadioSelect,
                required=False,
            )
        self.order_fields([*(group.code for group in self.offered), "language"])

    def ways(self) -> dict[str, str]:
        return {group.code: self.cleaned_data[group.code] for group in self.offered}
