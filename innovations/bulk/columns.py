"""A column of a sheet: its heading, its hint, what its cells hold, and the field it stands for (a field of the library)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from import_export.fields import Field

from innovations.bulk.cells import TOO_LONG, Cell, line_ends
from innovations.bulk.widgets import DocumentWidget, TextWidget
from innovations.domain.items import put, value_of


class Column(Field):
    """A field with a face.

    `attribute` is the field of the model, or the item of the proposal (`innovations.domain.items`); `number` that of the official
    form. `options` names the list that the cells offer, `number_format` how a spreadsheet shows them, `width` is in letters.
    `required` is the star of the guideline: it is shown, never demanded of a draft.
    """

    attribute: str

    def __init__(
        self,
        attribute: str,
        *,
        header: str,
        hint: str = "",
        widget: Any = None,
        number: str = "",
        required: bool = False,
        width: int = 18,
        options: str = "",
        number_format: str = "General",
        empty: Any = "",
        erasable: bool = True,
    ) -> None:
        super().__init__(attribute=attribute, column_name=header, widget=widget or TextWidget())
        self.header, self.hint, self.number, self.required = header, hint, number, required
        self.width, self.options, self.number_format = width, options, number_format
        self.empty, self.erasable = empty, erasable

    @property
    def heading(self) -> str:
        """What stands above the column: number of the item, name, and the star of the guideline."""
        number = f"{self.number}. " if self.number else ""
        return f"{number}{self.header}{' *' if self.required else ''}"

    def get_value(self, instance: Any) -> Any:
        """The value as stored."""
        return getattr(instance, self.attribute)

    def put(self, instance: Any, value: Any) -> None:
        """Set the value on an instance that is not saved."""
        setattr(instance, self.attribute, value)

    def save(self, instance: Any, row: Mapping[str, Cell], is_m2m: bool = False, **context: Any) -> None:
        """Take a cell onto the instance, unless it says nothing: blank, or as it was given out. Raises ValueError."""
        cell = row.get(self.header)
        if cell is None or cell.is_blank or cell.text == TOO_LONG:
            return
        if cell.erases:
            if not self.erasable:
                raise ValueError(
                    _("“%(column)s” tidak dapat dikosongkan. Isi yang baru, atau biarkan selnya kosong.")
                    % {"column": self.header}
                )
            self.put(instance, self.empty() if callable(self.empty) else self.empty)
        elif cell.text != as_text(self.export(instance, **context)):
            self.put(instance, self.widget.clean(cell, row=row, **context))


class ItemColumn(Column):
    """A column of the proposal: what is compared and saved as one thing, the point of two fields among it."""

    def get_value(self, instance: Any) -> Any:
        return value_of(instance, self.attribute)

    def put(self, instance: Any, value: Any) -> None:
        if isinstance(self.widget, DocumentWidget):
            # By id: the document itself is asked for where it is written.
            setattr(instance, f"{self.attribute}_id", value)
        else:
            put(instance, self.attribute, value)


def as_text(shown: Any) -> str:
    """What a cell that shows this reads as, once read again."""
    if shown is None:
        return ""
    if hasattr(shown, "isoformat"):
        return str(shown.isoformat())
    return line_ends(str(shown)).strip()


def columns_of(resource: Any) -> Iterator[Column]:
    """The columns of a sheet in their order."""
    for field in resource.get_export_fields():
        assert isinstance(field, Column)
        yield field
