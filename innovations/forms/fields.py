"""Fields that take what people really type."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from iga_portal.refusals import Refused
from iga_portal.web.formats import number
from innovations.domain.texts import LONGEST_NAME, LONGEST_TEXT, clean_line, clean_text

# Indonesia with a margin: Sabang to Merauke, Miangas to Rote.
LATITUDES = (Decimal("-11.5"), Decimal("6.5"))
LONGITUDES = (Decimal("94.5"), Decimal("141.5"))
PLACES = Decimal("0.00001")

NUMBER = re.compile(r"[-−]?\d{1,3}(?:[.,]\d+)?")


class CoordinatesField(forms.CharField):
    """A point as one text, the way a map application copies it: "-2.53127, 112.95013". Cleans to (latitude, longitude) or None.

    Takes decimal commas and any number of decimals (five are kept, about a metre); refuses points outside Indonesia, which are
    mostly swapped numbers.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=80, **kwargs)

    def to_python(self, value: Any) -> Any:
        text = str(super().to_python(value)).strip()
        if not text:
            return None
        numbers = NUMBER.findall(text)
        if len(numbers) != 2:
            raise ValidationError(_("Tulis dua angka, lintang lalu bujur, misalnya -2.53127, 112.95013."))
        latitude, longitude = (
            Decimal(part.replace("−", "-").replace(",", ".")).quantize(PLACES, rounding=ROUND_HALF_UP)
            for part in numbers
        )
        if not (LATITUDES[0] <= latitude <= LATITUDES[1] and LONGITUDES[0] <= longitude <= LONGITUDES[1]):
            raise ValidationError(
                _(
                    "Titik ini di luar Indonesia. Periksa: lintang dulu (-11 sampai 6), lalu bujur (95 sampai 141)."
                )
            )
        return latitude, longitude

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, tuple):
            return "" if None in value else f"{value[0]}, {value[1]}"
        return value


class LineField(forms.CharField):
    """One line of free text. No `maxlength` on the input: a browser cuts what is pasted without a word."""

    def __init__(self, *, longest: int = LONGEST_NAME, **kwargs: Any) -> None:
        self.longest = longest
        super().__init__(strip=False, **kwargs)
        self.widget.attrs.setdefault("data-longest", longest)
        self.widget.attrs.setdefault("autocomplete", "off")
        # The domain tells of hidden characters with their place.
        self.validators = []

    def to_python(self, value: Any) -> Any:
        return _mended(clean_line, super().to_python(value) or "", self.longest)


class LongTextField(forms.CharField):
    """Free text of several lines, up to some ten pages."""

    def __init__(self, *, rows: int, longest: int = LONGEST_TEXT, **kwargs: Any) -> None:
        self.longest = longest
        kwargs.setdefault("required", False)
        widget = forms.Textarea(attrs={"rows": rows, "data-longest": longest})
        super().__init__(strip=False, widget=widget, **kwargs)
        self.validators = []

    def to_python(self, value: Any) -> Any:
        return _mended(clean_text, super().to_python(value) or "", self.longest)


def _mended(clean: Callable[..., str], text: str, longest: int) -> str:
    try:
        return clean(text, longest=longest)
    except Refused as refused:
        raise ValidationError(str(refused.message), code=refused.code) from None


class PlainDecimalField(forms.DecimalField):
    """A number written in the Indonesian or the English way: "1.250,5", "1250,5" and "1250.5" are the same."""

    widget = forms.TextInput

    def __init__(self, *, decimal_places: int = 2, **kwargs: Any) -> None:
        self.shown_places = decimal_places
        super().__init__(max_digits=16, decimal_places=decimal_places, **kwargs)
        self.widget.attrs.setdefault("inputmode", "decimal" if decimal_places else "numeric")
        self.widget.attrs.setdefault("autocomplete", "off")

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = plain_number(value)
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        return number(value, places=self.shown_places) if isinstance(value, Decimal) else value


def plain_number(text: str) -> str:
    """Bring separators into the computer's form. One separator followed by exactly three digits groups thousands."""
    text = "".join(text.split())
    comma, point = text.rfind(","), text.rfind(".")
    if comma >= 0 and point >= 0:
        grouping, decimal = (",", ".") if point > comma else (".", ",")
        return text.replace(grouping, "").replace(decimal, ".")
    separator = "," if comma >= 0 else "."
    parts = text.split(separator)
    if len(parts) > 1 and all(len(part) == 3 for part in parts[1:]) and 0 < len(parts[0].lstrip("-")) <= 3:
        return "".join(parts)
    return text.replace(",", ".")
