from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reports.selectors.reminders import NAMES, RUNGS, STATES


class RemindersForm(forms.Form):
    """What narrows the record of reminders; wrong values narrow nothing."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=100,
        widget=forms.TextInput(
            attrs={"type": "search", "placeholder": _("Name, e-mail, group or place")}
        ),
    )
    duty = forms.ChoiceField(label=_("Of what"), required=False)
    rung = forms.ChoiceField(label=_("When"), required=False)
    state = forms.ChoiceField(label=_("What became of it"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, known in (("duty", NAMES), ("rung", RUNGS), ("state", STATES)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 (declared above)
            field.choices = [("", _("All")), *known.items()]
