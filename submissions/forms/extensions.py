from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from groups.models import Province
from selection_site.lib.fields import BEDateField, ThaiTextField


class ExtensionForm(forms.Form):
    """More days for one province: which, up to when, why."""

    province = forms.ModelChoiceField(
        Province.objects.none(), label=_("Province"), empty_label=_("Choose a province")
    )
    due_on = BEDateField(
        label=_("New last day"),
        help_text=_(
            "Day, month and year. That day still counts, up to its last second in Bangkok."
        ),
        widget=forms.TextInput(attrs={"data-width": "short"}),
    )
    reason = ThaiTextField(
        label=_("Reason"),
        help_text=_(
            "Such as a flood, with its days. The director decides by it, auditors read it."
        ),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, provinces: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = Province.objects.filter(pk__in=list(provinces))
        self.fields["province"].queryset = found  # type: ignore[attr-defined]  # a choice field
        if len(found) == 1:
            self.fields["province"].initial = found[0].pk


class ReasonForm(forms.Form):
    """Why something is refused or taken back."""

    reason = ThaiTextField(
        label=_("Reason"),
        max_length=2000,
        error_messages={"required": _("Write the reason: it is kept and told to the province.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )
