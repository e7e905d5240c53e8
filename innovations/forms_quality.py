"""Forms of quality control at the ministry."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from innovations.domain.quality.choosing import LONGEST_SEED, MOST_EACH, MOST_RANDOM, MOST_SHARE, Settings
from innovations.domain.texts import LONGEST_NOTE


class DrawForm(forms.Form):
    """How much each rule takes, and the seed of its chance."""

    share = forms.IntegerField(
        label=gettext_lazy("Porsi setiap daerah, persen"),
        min_value=0,
        max_value=MOST_SHARE,
        help_text=gettext_lazy("Diundi dari inovasi daerah yang dihitung; dibulatkan ke atas."),
    )
    claims = forms.IntegerField(
        label=gettext_lazy("Klaim tertinggi, inovasi per daerah"), min_value=0, max_value=MOST_EACH
    )
    difference = forms.IntegerField(
        label=gettext_lazy("Selisih klaim dan desk terbesar, inovasi per daerah"),
        min_value=0,
        max_value=MOST_EACH,
        help_text=gettext_lazy("Inovasi yang tidak diubah desk tidak ikut."),
    )
    random = forms.IntegerField(
        label=gettext_lazy("Acak nasional, inovasi"), min_value=0, max_value=MOST_RANDOM
    )
    seed = forms.CharField(
        label=gettext_lazy("Benih undian"),
        max_length=LONGEST_SEED,
        help_text=gettext_lazy(
            "Benih yang sama atas kiriman yang sama memilih inovasi yang sama; benih tersimpan bersama penarikan."
        ),
    )

    def settings(self) -> Settings:
        data: dict[str, Any] = self.cleaned_data
        return Settings(data["share"], data["claims"], data["difference"], data["random"])


class CloseForm(forms.Form):
    """Closing; a reason only where samples are open."""

    reason = forms.CharField(
        label=gettext_lazy("Alasan menutup sebelum semua sampel selesai"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "Kosongkan bila tidak ada sampel terbuka. Tersimpan pada sampel dan pada riwayat setiap inovasi."
        ),
    )
