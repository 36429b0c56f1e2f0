"""The code of a receipt, as a stranger types it from the paper."""

from django import forms
from django.utils.translation import gettext_lazy as _

from selection_site.lib.fields import ThaiTextField
from submissions.selectors import plain_code


class CodeForm(forms.Form):
    code = ThaiTextField(
        label=_("Check code"),
        help_text=_(
            "Twelve letters and digits, for example 7K2M-9QXA-40TB. Small letters will do."
        ),
        max_length=40,
        error_messages={"required": _("Type the code that is printed beside the square pattern.")},
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "data-width": "medium",
            }
        ),
    )

    def clean_code(self) -> str:
        code = plain_code(self.cleaned_data["code"])
        if not code:
            raise forms.ValidationError(
                _(
                    "“%(code)s” is not a check code: it has twelve letters and digits, without U. "
                    "Compare it with the paper and type it again."
                ),
                code="invalid",
                params={"code": self.cleaned_data["code"]},
            )
        return code
