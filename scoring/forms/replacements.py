from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from selection_site.lib.fields import ThaiTextField
from submissions.models import Submission


class WithdrawalForm(forms.Form):
    """Which group withdraws after a release, and why."""

    group = forms.TypedChoiceField(label=_("Group that withdraws"), coerce=int)
    reason = ThaiTextField(
        label=_("Reason for withdrawing"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Any = None, *, holders: list[Submission]) -> None:
        super().__init__(data)
        field = self.fields["group"]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101 (narrows for mypy)
        field.choices = [
            ("", _("Choose")),
            *(
                (row.pk, f"{row.province} · {row.group} · {row.get_stage_display()}")
                for row in holders
            ),
        ]
