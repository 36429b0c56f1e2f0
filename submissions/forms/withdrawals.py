from django import forms
from django.utils.translation import gettext_lazy as _

from selection_site.lib.fields import ThaiTextField
from submissions.enums import WithdrawalKind


class WithdrawForm(forms.Form):
    """Why a group leaves the year."""

    kind = forms.ChoiceField(
        label=_("Why does the group leave?"),
        choices=WithdrawalKind.choices,
        widget=forms.RadioSelect,
    )
    reason = ThaiTextField(
        label=_("Reason in words"),
        help_text=_("Who decided it and when, with the number of the letter if there is one."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
