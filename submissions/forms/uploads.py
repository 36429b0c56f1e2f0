"""What officers upload and why they return a plan."""

from django import forms
from django.utils.translation import gettext_lazy as _

from selection_site.lib.fields import SeveralFilesField, SeveralFilesInput, ThaiTextField
from submissions.enums import AttachmentKind
from submissions.services.clips import MOST_BYTES as MOST_CLIP_BYTES
from submissions.services.files import MOST_BYTES as MOST_FILE_BYTES


class ClipForm(forms.Form):
    file = forms.FileField(
        label=_("Clip"),
        help_text=_("A video of any usual kind, at most 500 MB; MP4 is quickest."),
        max_length=None,
        error_messages={
            "required": _("Choose the clip on this device first."),
            "empty": _("The file is empty (0 bytes). Choose the clip again."),
        },
        widget=forms.FileInput(attrs={"accept": "video/*", "data-max-bytes": MOST_CLIP_BYTES}),
    )


class LabelForm(forms.Form):
    kind = forms.ChoiceField(choices=AttachmentKind.choices)


class FilesForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("What they are"),
        help_text=_("Files of another kind are added in another go, or changed in the list."),
        choices=AttachmentKind.choices,
        initial=AttachmentKind.OTHER,
        required=False,
        widget=forms.Select(attrs={"data-width": "medium"}),
    )
    chosen = SeveralFilesField(
        label=_("Files"),
        help_text=_(
            "PDF, Word, Excel or pictures, at most 20 MB each and 20 in all. Choose several at "
            "once, or drag them here."
        ),
        error_messages={"required": _("Choose one or more files on this device first.")},
        widget=SeveralFilesInput(
            attrs={
                "accept": ".pdf,.doc,.docx,.xls,.xlsx,image/*",
                "data-max-bytes": MOST_FILE_BYTES,
            }
        ),
    )

    def clean_kind(self) -> str:
        return self.cleaned_data["kind"] or AttachmentKind.OTHER


class ReturnForm(forms.Form):
    note = ThaiTextField(
        label=_("What the district should change"),
        help_text=_("The district reads this word for word and may then write again."),
        max_length=2000,
        error_messages={
            "required": _("Write the reason: the district must know what to change."),
        },
        widget=forms.Textarea(attrs={"rows": 3}),
    )
