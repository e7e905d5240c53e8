"""Forms of the desk: one row's verdict, the return of an innovation, and a step that needs a reason."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from iga_portal.web.forms import LevelChoice, LevelField
from iga_portal.web.official import official
from innovations.domain.transitions import PROPOSAL
from innovations.forms.rows import RowFace
from innovations.models import Answer, Verdict
from scoring.core.model import Instrument

LONGEST_REASON = 2000
LONGEST_READY = 500
MOST_READY = 20
"""Ready reasons that one verdict may tick."""
LONGEST_SHOWN = 20_000
"""Characters of the row's content as it was shown, which the form carries back; more is not looked at."""


LEVEL_ERRORS = {
    "required": gettext_lazy("Pilih tingkat yang diakui."),
    "invalid_choice": gettext_lazy("Tingkat ini tidak (lagi) ada dalam pilihan; pilih lagi."),
}


class ReadyReasonsField(forms.MultipleChoiceField):
    """Ready reasons by their words. What was ticked counts as it was read, also when the list has changed since."""

    def valid_value(self, value: str) -> bool:
        return 0 < len(value) <= LONGEST_READY


class JudgeForm(forms.Form):
    """The verdict on one row. Levels above the claim are not offered: the desk does not raise.

    `seen` is the hash of what the page showed, `shown` that content itself, so that a page made again can say what changed.
    """

    level = forms.Field()
    ready = ReadyReasonsField(
        label=gettext_lazy("Alasan siap pakai"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    reason = forms.CharField(
        label=gettext_lazy("Alasan"),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "Wajib bila tingkat diturunkan atau ditolak; dibaca OPD. Ditambahkan pada alasan yang dicentang."
        ),
    )
    opd_note = forms.CharField(
        label=gettext_lazy("Catatan untuk OPD"),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Bukan alasan: yang sudah baik, atau yang dapat lebih baik. Dibaca OPD."),
    )
    desk_note = forms.CharField(
        label=gettext_lazy("Catatan desk"),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Hanya untuk sesama penelaah dan admin daerah; tidak dibaca OPD."),
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    shown = forms.CharField(widget=forms.HiddenInput, required=False, max_length=LONGEST_SHOWN)

    def __init__(
        self, *args: Any, face: RowFace, answer: Answer, offered: Sequence[str] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offer(offered)
        self.fields["level"] = self.level_field(face, answer)

    def level_field(self, face: RowFace, answer: Answer) -> LevelField:
        claimed = answer.claimed_level or 0
        return LevelField(
            label=_("Tingkat yang diakui"),
            levels=[
                LevelChoice(
                    level=level.level,
                    words=level.text,
                    points=face.points(level.level),
                    note=_("klaim OPD") if level.level == claimed else "",
                )
                for level in face.levels
                if level.level <= claimed
            ],
            zero_words=_("Tidak dapat diakui") if claimed else _("Tidak diisi OPD"),
            zero_note="" if claimed else _("klaim OPD"),
            error_messages=LEVEL_ERRORS,
        )

    @classmethod
    def initial_of(cls, standing: Verdict | None, *, content: Mapping[str, Any], seen: str) -> dict[str, Any]:
        found: dict[str, Any] = {"seen": seen, "shown": json.dumps(content, separators=(",", ":"))}
        if standing is not None:
            found |= {
                "level": standing.level,
                "reason": standing.reason,
                "opd_note": standing.opd_note,
                "desk_note": standing.desk_note,
            }
        return found

    def offer(self, offered: Sequence[str]) -> None:
        """Show these ready reasons, and whatever else was ticked; a form that is only read needs none."""
        ticked = self.data.getlist("ready")[:MOST_READY] if hasattr(self.data, "getlist") else []
        words = dict.fromkeys([*offered, *(text for text in ticked if 0 < len(text) <= LONGEST_READY)])
        self.fields["ready"].choices = [(text, official(text)) for text in words]  # type: ignore[attr-defined]

    def carry_on(self, *, content: Mapping[str, Any], seen: str) -> None:
        """Keep entries and errors, over what the row is now: pressing again judges what the new page shows."""
        data: Any = self.data
        data = data.copy()
        for name, value in self.initial_of(None, content=content, seen=seen).items():
            data[name] = value
        self.data = data

    def full_reason(self) -> str:
        """The ticked reasons and the typed one; a ticked one that is typed as well stands once."""
        typed = self.cleaned_data["reason"].strip()
        ticked = self.cleaned_data["ready"][:MOST_READY]
        return " ".join([*(text for text in ticked if text not in typed), typed]).strip()

    def content_seen(self) -> dict[str, Any]:
        """What the page had shown; {} when the browser sent something else."""
        try:
            found = json.loads(self.data.get("shown", "")[:LONGEST_SHOWN])
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}


class AssessForm(JudgeForm):
    """An evaluator's verdict on a row as it was sent: any level, with a reason where it is not the one that stands.

    `standing` is the level that counts without the evaluator: the desk's, or the confirmed one of an SPD row.
    """

    def __init__(self, *args: Any, standing: int, desk_words: str, **kwargs: Any) -> None:
        self.standing, self.desk_words = standing, desk_words
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = _(
            "Wajib bila tingkat diubah; dibaca daerah dan OPD, tanpa nama Anda."
        )
        self.fields["opd_note"].label = _("Catatan untuk daerah")
        self.fields["opd_note"].help_text = _(
            "Bukan alasan: yang sudah baik, atau yang dapat lebih baik. Dibaca daerah dan OPD."
        )
        self.fields["desk_note"].label = _("Catatan evaluator")
        self.fields["desk_note"].help_text = _(
            "Hanya untuk sesama evaluator dan Kemendagri; tidak dibaca daerah."
        )

    def level_field(self, face: RowFace, answer: Answer) -> LevelField:
        def note(level: int) -> str:
            told = [self.desk_words] if level == self.standing else []
            return ", ".join([*told, _("klaim")] if level == (answer.claimed_level or 0) else told)

        return LevelField(
            label=_("Tingkat final"),
            levels=[
                LevelChoice(
                    level=level.level,
                    words=level.text,
                    points=face.points(level.level),
                    note=note(level.level),
                )
                for level in face.levels
            ],
            zero_words=_("Tidak dapat diakui"),
            zero_note=note(0),
            error_messages=LEVEL_ERRORS,
        )


class ReturnForm(forms.Form):
    """What goes back to the OPD: parts that are ticked, each with its reason. Rows that were lowered come ticked."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        instrument: Instrument,
        rows: Sequence[int],
        verdicts: Mapping[int, Verdict],
        version: int,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("version", version)
        self.parts: list[int | None] = [PROPOSAL, *rows]
        self.titles: dict[int | None, str] = {PROPOSAL: _("Profil inovasi")}
        self.titles |= {row: f"{row} {instrument.row(str(row)).title}" for row in rows}
        self.verdicts = verdicts
        for part in self.parts:
            verdict = verdicts.get(part) if part is not PROPOSAL else None
            lowered = verdict is not None and verdict.decision != "accept"
            self.fields[f"pilih_{part_key(part)}"] = forms.BooleanField(
                label=self.titles[part], required=False, initial=lowered
            )
            self.fields[f"alasan_{part_key(part)}"] = forms.CharField(
                label=_("Alasan: %(part)s") % {"part": self.titles[part]},
                required=False,
                max_length=LONGEST_REASON,
                initial=verdict.reason if verdict is not None and lowered else "",
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def lines(self) -> list[dict[str, Any]]:
        """The parts in order for the page: tick, reason, verdict, and whether the part stands open at first."""
        found = []
        for part in self.parts:
            verdict = self.verdicts.get(part) if part is not PROPOSAL else None
            tick, reason = self[f"pilih_{part_key(part)}"], self[f"alasan_{part_key(part)}"]
            found.append(
                {"part": part, "title": self.titles[part], "tick": tick, "reason": reason, "verdict": verdict}
            )
        return found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for part in self.parts:
            key = part_key(part)
            if cleaned.get(f"pilih_{key}") and not (cleaned.get(f"alasan_{key}") or "").strip():
                self.add_error(f"alasan_{key}", _("Tuliskan apa yang perlu diperbaiki."))
            typed = (cleaned.get(f"alasan_{key}") or "").strip()
            if typed and typed != self.fields[f"alasan_{key}"].initial:
                # Somebody who writes a reason means it, tick or no tick; only a prefilled one may be left unticked.
                cleaned[f"pilih_{key}"] = True
        return cleaned

    def reasons(self) -> dict[int | None, str]:
        return {
            part: self.cleaned_data[f"alasan_{part_key(part)}"]
            for part in self.parts
            if self.cleaned_data[f"pilih_{part_key(part)}"]
        }


def part_key(part: int | None) -> str:
    return "profil" if part is PROPOSAL else str(part)


class ReasonForm(forms.Form):
    """A step with its reason, and the version that the person saw."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=gettext_lazy("Alasan"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Dibaca OPD, dan tersimpan dalam riwayat inovasi."),
        error_messages={"required": gettext_lazy("Tuliskan alasannya.")},
    )
