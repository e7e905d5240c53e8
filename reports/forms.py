"""Forms of the ministry's publication pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from reports.domain.publishing_checks import TICKS

FIRST = 8
"""How much of a fingerprint a person reads and types."""


class ReasonForm(forms.Form):
    """Why something is corrected or put away."""

    reason = forms.CharField(
        label=_("Alasan"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Tuliskan alasannya.")},
    )

    def __init__(self, *args: Any, hint: Any = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = hint


class PublishForm(forms.Form):
    """The points that only a person can say, and the beginning of the fingerprint, typed from what is shown."""

    seen = forms.CharField(widget=forms.HiddenInput, validators=[RegexValidator(r"^[0-9a-f]{64}\Z")])
    first = forms.CharField(
        label=_("Delapan tanda pertama sidik isi"),
        help_text=_("Salin dari halaman ini, dan cocokkan dengan yang disebut oleh penyiap."),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}
        ),
        error_messages={"required": _("Tuliskan delapan tanda pertama sidik isi.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first = self.fields.pop("first")
        for code, words in TICKS.items():
            self.fields[f"tick_{code}"] = forms.BooleanField(
                label=words, error_messages={"required": _("Centang setelah memeriksanya.")}
            )
        self.fields["first"] = first

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        typed = str(cleaned.get("first", "")).strip().lower()
        if "seen" in cleaned and typed and typed != cleaned["seen"][:FIRST]:
            self.add_error("first", _("Ini bukan delapan tanda pertama dari sidik isi pada halaman ini."))
        return cleaned

    @property
    def ticked(self) -> list[str]:
        """The codes of the points that were ticked."""
        return [code for code in TICKS if self.cleaned_data.get(f"tick_{code}")]


class DocumentsForm(forms.Form):
    """Which documents of a publication are to be made."""

    kind = forms.ChoiceField(label=_("Dokumen"), required=False)
    region = forms.CharField(
        label=_("Daerah"),
        help_text=_("Kode wilayah atau nama satu daerah. Kosongkan untuk semua daerah."),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, kinds: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("Semua dokumen")), *kinds]  # type: ignore[attr-defined]
