from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from reports.models import Agency
from reports.services.agency import EMBLEM_BYTES, FIELDS, LEAST_DOTS
from selection_site.lib.fields import ThaiTextField

MEDIUM = {"data-width": "medium"}


class AgencyForm(forms.ModelForm[Agency]):
    """The letterhead; digits may be typed either way and are printed as Thai digits."""

    class Meta:
        model = Agency
        fields = FIELDS
        field_classes = {name: ThaiTextField for name in FIELDS if name != "capacity"}
        widgets = {
            "address": forms.Textarea(attrs={"rows": 3}),
            "contact": forms.Textarea(attrs={"rows": 3}),
            "prefix": forms.TextInput(attrs=MEDIUM),
            "capacity": forms.Select(attrs=MEDIUM),
        }
        help_texts = {
            "prefix": _("The ministry's letters and the office's number, such as มท 0407."),
            "contact": _("Section, telephone, telefax, e-mail: a line each."),
            "signer": _("Full name with title; it stands in brackets under the signature."),
            "represented": _("The office in whose place the signer signs, if it is not their own."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["signer"].required = True


class EmblemForm(forms.Form):
    """The Garuda as a picture."""

    emblem = forms.FileField(
        label=_("Picture of the Garuda"),
        help_text=format_lazy(
            _(
                "PNG, JPEG or WebP, at least {dots} dots high, at most {megabytes} MB. "
                "Only the drawing of the correspondence rule may be used; SVG is not taken."
            ),
            dots=LEAST_DOTS,
            megabytes=EMBLEM_BYTES // 1_000_000,
        ),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )
