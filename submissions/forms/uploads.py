"""What officers upload and why they return a plan."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from selection_site.lib.fields import SeveralFilesField, SeveralFilesInput, ThaiTextField
from submissions.enums import AttachmentKind
from submissions.services.captions import MOST_BYTES as MOST_CAPTIONS_BYTES
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


class ClipByLinkForm(ClipForm):
    """The same for the group's telephone, which may film the clip on the spot."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].label = _("Choose the clip or film it")
        self.fields["file"].help_text = _("At most 500 MB.")


class LinkForm(forms.Form):
    days = forms.TypedChoiceField(
        label=_("Valid for"),
        coerce=int,
        choices=[(7, _("7 days")), (3, _("3 days")), (1, _("1 day"))],
        initial=7,
        help_text=_("Never longer than the department takes plans."),
    )


class CaptionsForm(forms.Form):
    captions = forms.FileField(
        label=_("Captions file"),
        help_text=_("WebVTT or SRT, at most 500 KB."),
        max_length=None,
        error_messages={
            "required": _("Choose the captions file on this device first."),
            "empty": _("The file is empty (0 bytes). Choose the captions again."),
        },
        widget=forms.FileInput(
            attrs={"accept": ".vtt,.srt", "data-max-bytes": MOST_CAPTIONS_BYTES}
        ),
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

    def __init__(self, *args: Any, optional: bool = False, **kwargs: Any) -> None:
        """Beside comments at the places themselves the reason for all of it may be left out."""
        super().__init__(*args, **kwargs)
        self.fields["note"].required = not optional
