"""Form rendering: label above, hint under the label, error under the hint, and the level picker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting

from iga_portal.web.formats import number


class PortalFormRenderer(TemplatesSetting):
    """Renders forms through the project's templates; set as FORM_RENDERER, with `django.forms` installed."""

    form_template_name = "django/forms/div.html"
    field_template_name = "django/forms/field.html"
    formset_template_name = "django/forms/formsets/div.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelChoice:
    """One card of the level picker: the level, its official words, the points it is worth and remarks beside it.

    `example` is the official example that belongs to the words, `note` a remark on this card, `mark` a decision that
    stands on it (the desk's).
    """

    level: int
    words: str
    points: Decimal
    note: str = ""
    example: str = ""
    mark: str = ""


class LevelPicker(forms.RadioSelect):
    """Radio buttons as cards, one per level of a row, with the official words and the points of each.

    `levels` holds levels 1 to 3; level 0 ("belum") is the plain choice before them. `zero_words` says what 0 means at
    this place ("Belum ada" for an OPD, "Tidak dapat diterima" at the desk).
    """

    template_name = "django/forms/widgets/level_picker.html"
    option_template_name = "django/forms/widgets/level_option.html"

    def __init__(
        self,
        *,
        levels: Sequence[LevelChoice],
        zero_words: str,
        zero_note: str = "",
        zero_mark: str = "",
        attrs: dict[str, Any] | None = None,
    ) -> None:
        zero = LevelChoice(level=0, words=zero_words, points=Decimal(0), note=zero_note, mark=zero_mark)
        self.cards = {str(card.level): card for card in [zero, *levels]}
        super().__init__(attrs, choices=[(key, card.words) for key, card in self.cards.items()])

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        card = self.cards[str(value)]
        option["card"] = card
        option["points"] = number(card.points)
        # The visible words of the card are its label; the hint of the field stays with the group.
        option["wrap_label"] = False
        return option


class LevelField(forms.TypedChoiceField):
    """A level 0..3 chosen from cards; cleans to int, or None when nothing was chosen and it may stay open."""

    widget: LevelPicker

    def __init__(
        self,
        *,
        levels: Sequence[LevelChoice],
        zero_words: str,
        zero_note: str = "",
        zero_mark: str = "",
        **kwargs: Any,
    ) -> None:
        picker = LevelPicker(levels=levels, zero_words=zero_words, zero_note=zero_note, zero_mark=zero_mark)
        super().__init__(choices=picker.choices, coerce=int, empty_value=None, widget=picker, **kwargs)
