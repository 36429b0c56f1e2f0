from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from groups.models import User
from scoring.enums import ConflictReason
from scoring.models import Conflict, ConflictQuestion
from selection_site.lib.fields import ThaiTextField
from submissions.models import Submission


class StepOutForm(forms.Form):
    """Why a member must not judge a group; by itself, to step out after the declaration."""

    reason = forms.ChoiceField(
        label=_("Reason"), choices=[("", _("Choose a reason")), *ConflictReason.choices]
    )
    note = ThaiTextField(
        label=_("In a few words"),
        required=False,
        max_length=Conflict._meta.get_field("note").max_length,
    )


class ConflictForm(StepOutForm):
    """One group of the list: ticked when the member must not judge it, and then why."""

    is_conflict = forms.BooleanField(label=_("I must not judge this group"), required=False)
    field_order = ("is_conflict", "reason", "note")

    def __init__(
        self,
        data: Any,
        *,
        submission: Submission,
        before: tuple[ConflictReason, str] | None = None,
    ) -> None:
        prefix = f"group-{submission.pk}"
        reason, note = before or ("", "")
        initial = {"is_conflict": before is not None, "reason": reason, "note": note}
        super().__init__(data, prefix=prefix, initial=initial, use_required_attribute=False)
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


class QuestionForm(forms.Form):
    """Which member, which group, and what is known of it."""

    judge = forms.TypedChoiceField(label=_("Member"), coerce=int)
    submission = forms.TypedChoiceField(label=_("Group"), coerce=int)
    reason = forms.ChoiceField(
        label=_("Reason"), choices=[("", _("Choose a reason")), *ConflictReason.choices]
    )
    note = ThaiTextField(
        label=_("What is known"), max_length=Conflict._meta.get_field("note").max_length
    )

    def __init__(
        self, data: Any, *, judges: Iterable[User], submissions: Iterable[Submission]
    ) -> None:
        super().__init__(data, prefix="question")
        self.fields["judge"].choices = [("", "—"), *((judge.pk, str(judge)) for judge in judges)]  # type: ignore[attr-defined]  # a choice field
        self.fields["submission"].choices = [  # type: ignore[attr-defined]  # a choice field
            ("", "—"),
            *((row.pk, f"{row.province} · {row.group}") for row in submissions),
        ]


class ConflictRulingForm(forms.Form):
    """The ruling on one question."""

    upheld = forms.TypedChoiceField(
        label=_("Is it a conflict of interest?"),
        choices=[("yes", _("Yes: the sheet does not count")), ("no", _("No: the member judges"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    ruling = ThaiTextField(
        label=_("Reason, as in the minutes"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, data: Any = None, *, question: ConflictQuestion) -> None:
        super().__init__(data, prefix=f"ruling-{question.pk}")
        self.question = question
