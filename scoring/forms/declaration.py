from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from scoring.enums import ConflictReason
from scoring.models import Conflict
from selection_site.lib.fields import ThaiTextField
from submissions.models import Submission


class ConflictForm(forms.Form):
    """One group of the list: ticked when the member must not judge it, and then why."""

    is_conflict = forms.BooleanField(label=_("I must not judge this group"), required=False)
    reason = forms.ChoiceField(
        label=_("Reason"), choices=[("", _("Choose a reason")), *ConflictReason.choices]
    )
    note = ThaiTextField(
        label=_("In a few words"),
        required=False,
        max_length=Conflict._meta.get_field("note").max_length,
    )

    def __init__(self, data: Any, *, submission: Submission) -> None:
        prefix = f"group-{submission.pk}"
        super().__init__(data, prefix=prefix, use_required_attribute=False)
        self.submission = submission
        self.group = {"group": submission.group}
        missing = _("Choose the reason for %(group)s.") % self.group
        self.fields["reason"].error_messages["required"] = missing

    def clean(self) -> dict[str, Any]:
        if not self.cleaned_data.get("is_conflict"):
            self.errors.pop("reason", None)
        elif self.cleaned_data.get("reason") == ConflictReason.OTHER and not self.words:
            text = _("Write in a few words what the other reason is for %(group)s.")
            self.add_error("note", text % self.group)
        return self.cleaned_data

    @property
    def words(self) -> str:
        return str(self.cleaned_data.get("note") or "")


class StatementForm(forms.Form):
    """The signature under the declaration."""

    signed = forms.BooleanField(
        label=_(
            "I declare that I have named every group with which I am connected, and that I shall "
            "judge the others by the criteria alone."
        ),
        error_messages={"required": _("Tick the statement: it is your signature.")},
    )
