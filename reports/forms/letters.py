from django import forms
from django.utils.translation import gettext_lazy as _

from selection_site.lib.fields import BEDateField


class OrderForm(forms.Form):
    """The day that stands on the letters."""

    dated_on = BEDateField(
        label=_("Date of the letters"),
        widget=forms.TextInput(attrs={"data-width": "short"}),
        help_text=_("Not before the approval and not after today."),
    )
