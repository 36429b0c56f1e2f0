import re
from collections.abc import Sequence
from datetime import time
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from groups.models import Post
from scoring.selectors.meetings import Item
from scoring.services import Sitting, Votes
from selection_site.lib import thai
from selection_site.lib.fields import BEDateField, ThaiTextField, WholeNumberField

_CLOCK = re.compile(r"(\d{1,2})[.:](\d{2})(?:\s*น\.?)?")
OTHER = "other"


class ClockField(forms.CharField):
    """A time of day as officers write it: 9.30, 09:30 or ๐๙.๓๐ น."""

    widget = forms.TextInput(attrs={"data-width": "short", "inputmode": "decimal"})

    def to_python(self, value: object) -> Any:
        text = thai.to_arabic_digits(super().to_python(value) or "").strip()
        if not text:
            return None
        match = _CLOCK.fullmatch(text)
        if match is None or int(match[1]) > 23 or int(match[2]) > 59:
            raise forms.ValidationError(
                _now("“%(text)s” is not a time of day. Write it like 09.30.") % {"text": text}
            )
        return time(int(match[1]), int(match[2]))


class MeetingForm(forms.Form):
    """When and where a meeting is held, who writes its minutes, and who did not come."""

    held_on = BEDateField(label=_("Held on"))
    began_at = ClockField(label=_("Began at"), help_text=_("Such as 09.30"))
    place = ThaiTextField(label=_("Meeting place"), max_length=200)
    secretary = ThaiTextField(label=_("Taker of the minutes"), max_length=120)
    checker = ThaiTextField(label=_("Checker of the minutes"), max_length=120, required=False)

    def __init__(self, data: Any = None, *, committee: Sequence[Post], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.committee = committee
        for post in committee:
            self.fields[f"absent-{post.user_id}"] = ThaiTextField(
                label=f"{post.user} · {post.get_role_display()}",
                required=False,
                max_length=200,
                widget=forms.TextInput(attrs={"data-width": "medium"}),
            )

    @property
    def absences(self) -> list[BoundField]:
        return [self[f"absent-{post.user_id}"] for post in self.committee]

    @property
    def sitting(self) -> Sitting:
        said = self.cleaned_data
        return Sitting(
            said["held_on"], said["place"], said["began_at"], said["secretary"], said["checker"]
        )

    @property
    def absent(self) -> dict[int, str]:
        """The reasons of those who did not come, by their key."""
        reasons = {
            post.user_id: self.cleaned_data[f"absent-{post.user_id}"] for post in self.committee
        }
        return {pk: reason for pk, reason in reasons.items() if reason}


class MotionForm(forms.Form):
    """What was put to the vote, on which item, and how the votes fell."""

    item = forms.ChoiceField(label=_("Item of the agenda"))
    text = ThaiTextField(
        label=_("Motion"), max_length=4000, widget=forms.Textarea(attrs={"rows": 2})
    )
    votes_for = WholeNumberField(label=_("In favour"), max_value=1000)
    votes_against = WholeNumberField(label=_("Against"), max_value=1000)
    abstained = WholeNumberField(label=_("Abstained"), max_value=1000)

    def __init__(self, data: Any = None, *, items: Sequence[Item], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        field = self.fields["item"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 (narrows for mypy)
        field.choices = [
            *((str(item.rank), item.title) for item in items),
            (OTHER, _("Other matters")),
        ]
        for name in ("votes_for", "votes_against", "abstained"):
            self.fields[name].widget.attrs.update({"data-width": "short", "inputmode": "numeric"})

    @property
    def rank(self) -> int | None:
        item = self.cleaned_data["item"]
        return None if item == OTHER else int(item)

    @property
    def votes(self) -> Votes:
        said = self.cleaned_data
        return Votes(said["votes_for"], said["votes_against"], said["abstained"])


class EndForm(forms.Form):
    ended_at = ClockField(label=_("Ended at"), help_text=_("Such as 09.30"))
