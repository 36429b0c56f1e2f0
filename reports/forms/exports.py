from django import forms

from reports.enums import ExportFormat, ExportKind


class OrderForm(forms.Form):
    """Which report, as which file: the buttons of the catalogue send both."""

    kind = forms.ChoiceField(choices=ExportKind.choices)
    format = forms.ChoiceField(choices=ExportFormat.choices)
