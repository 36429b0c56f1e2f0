"""What a province types into its reports, and why the department returns one."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout, Row
from django import forms
from django.forms import BaseFormSet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from reports.models import FollowUp, ResultReport
from reports.selectors.reading import PARTS
from reports.selectors.results import REQUIRED
from reports.services.results import FIELDS, FIGURE_FIELDS
from reports.services.results import MOST_BYTES as MOST_FILE_BYTES
from selection_site.lib import dates
from selection_site.lib.fields import (
    BahtField,
    BEDateField,
    QuantityField,
    SeveralFilesField,
    SeveralFilesInput,
    ThaiTextField,
    WholeNumberField,
)
from submissions.services.clips import MOST_BYTES as MOST_CLIP_BYTES

MOST_FIGURES = 30
DAYS = ("held_from", "held_until", "bpm_recorded_on")
COUNTS = ("participants", "jobs", "new_members")
AMOUNTS = ("income_before_baht", "income_after_baht")
TEXTS = ("welfare", "outcome", "network", "problems", "remedies", "continuation")
# How the boxes of each part stand: days and numbers beside one another, texts below.
ROWS = (
    (Row("held_from", "held_until"), "venue", "participants"),
    (Row("income_before_baht", "income_after_baht"), Row("jobs", "new_members"), "welfare"),
    ("outcome", "network", "problems", "remedies", "continuation"),
    (Row("bpm_recorded_on", "bpm_reference"),),
)
_SHORT = {"data-width": "short"}
_AREA = {"rows": 4}


class OverviewForm(forms.Form):
    """What narrows the list of reports; wrong values narrow nothing."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=100,
        widget=forms.TextInput(
            attrs={"type": "search", "placeholder": _("Group, district or province")}
        ),
    )
    show = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput)


class ResultForm(forms.ModelForm[ResultReport]):
    """The text of a result report. Everything may wait while it is a draft."""

    revision = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = ResultReport
        fields = FIELDS
        field_classes = {
            **dict.fromkeys(FIELDS, ThaiTextField),
            **dict.fromkeys(DAYS, BEDateField),
            **dict.fromkeys(COUNTS, WholeNumberField),
            **dict.fromkeys(AMOUNTS, BahtField),
        }
        widgets = {
            **{name: forms.TextInput(attrs=_SHORT) for name in DAYS},
            **{
                name: forms.TextInput(attrs=_SHORT | {"data-suffix": _("persons")})
                for name in COUNTS
            },
            **{
                name: forms.TextInput(attrs=_SHORT | {"data-suffix": _("baht")}) for name in AMOUNTS
            },
            **{name: forms.Textarea(attrs=_AREA) for name in TEXTS},
            "bpm_reference": forms.TextInput(attrs={"data-width": "medium"}),
        }
        help_texts = {
            "held_from": _("The first day of the activity that the award paid for."),
            "outcome": _("What came of it, in figures where there are some."),
            "welfare": _("What the community got from the profit: funds, scholarships, visits."),
            "network": _("Which groups and shops worked together, and at what."),
            "bpm_reference": _("As BPM shows it."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["revision"] = self.instance.revision
        for name in REQUIRED:
            vars(self.fields[name])["needed"] = True
        self.helper = FormHelper(self)
        self.helper.form_tag, self.helper.disable_csrf = False, True
        self.helper.form_show_errors = False  # the page lists those of the figures with them
        titles = [title for title, _names in PARTS]
        parts = zip(titles, ROWS, strict=True)
        self.helper.layout = Layout("revision", *[Fieldset(title, *rows) for title, rows in parts])

    def clean(self) -> dict[str, Any]:
        """Name both days where one comes before the other."""
        first, last = self.cleaned_data.get("held_from"), self.cleaned_data.get("held_until")
        if first and last and last < first:
            sentence = _("%(last)s is before the activity began, on %(first)s: check both days.")
            days = {"first": dates.localized(first), "last": dates.localized(last)}
            self.add_error("held_until", sentence % days)
        return self.cleaned_data


class FigureForm(forms.Form):
    """One line of what was planned and achieved."""

    activity = ThaiTextField(label=_("Activity"), max_length=200)
    unit = ThaiTextField(
        label=_("Unit"), max_length=40, widget=forms.TextInput(attrs={"placeholder": _("times")})
    )
    planned = QuantityField(
        label=_("Planned"),
        min_value=Decimal("0.01"),
        max_value=Decimal(9_999_999),
        widget=forms.TextInput(attrs=_SHORT),
    )
    achieved = QuantityField(
        label=_("Achieved"), max_value=Decimal(9_999_999), widget=forms.TextInput(attrs=_SHORT)
    )


FigureFormSet = forms.formset_factory(
    FigureForm,
    extra=1,
    can_delete=True,
    max_num=MOST_FIGURES,
    absolute_max=MOST_FIGURES,
    validate_max=True,
)


class ResultForms:
    """All that can be typed on the page of a result report: its text and its figures."""

    def __init__(self, report: ResultReport, data: QueryDict | None = None) -> None:
        self.data, self.is_stale = data, False
        saved = [] if report._state.adding else list(report.figures.values(*FIGURE_FIELDS))
        self.form = ResultForm(data, instance=report)
        self.figures: BaseFormSet[FigureForm] = FigureFormSet(data, initial=saved, prefix="figures")

    @property
    def all(self) -> list[forms.BaseForm | BaseFormSet[FigureForm]]:
        return [self.form, self.figures]

    def is_valid(self) -> bool:
        """Both are looked at, so that every error shows at once."""
        checked = [part.is_valid() for part in self.all]
        return all(checked)

    @property
    def values(self) -> dict[str, Any]:
        return {name: self.form.cleaned_data[name] for name in FIELDS}

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The figures as the service takes them, without those left empty or taken away."""
        filled = (row.cleaned_data for row in self.figures if row.cleaned_data)
        kept = [row for row in filled if not row["DELETE"]]
        return [{name: row[name] for name in FIGURE_FIELDS} for row in kept]

    @property
    def revision(self) -> int:
        return int(self.form.cleaned_data["revision"])

    def open_anew(self, revision: int) -> None:
        """Let what was typed be saved over a newer revision, which the writer has seen now."""
        self.form.data = with_revision(self.form.data, revision)
        self.is_stale = True


def with_revision(data: Mapping[str, Any], revision: int) -> QueryDict:
    """What was typed, on another revision than it was begun on."""
    changed = data.copy() if isinstance(data, QueryDict) else QueryDict(mutable=True)
    changed["revision"] = str(revision)
    return changed


class FollowUpForm(forms.Form):
    """What the group did since, and the clip that shows it."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    summary = ThaiTextField(
        label=_("What the group did since it got the money"),
        help_text=_("What was bought, what it changed, who worked together."),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    clip = forms.FileField(
        label=_("Clip of the network activity"),
        help_text=_(
            "A video of any usual kind and any length, at most 500 MB; MP4 is quickest. "
            "It replaces the clip before."
        ),
        max_length=None,
        required=False,
        error_messages={"empty": _("The file is empty (0 bytes). Choose the clip again.")},
        widget=forms.FileInput(attrs={"accept": "video/*", "data-max-bytes": MOST_CLIP_BYTES}),
    )

    def __init__(self, *args: Any, follow_up: FollowUp, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["revision"] = follow_up.revision
        self.initial["summary"] = follow_up.summary
        self.is_stale = False
        for name in ("summary", "clip"):
            vars(self.fields[name])["needed"] = True

    def carry_on(self, revision: int) -> None:
        """Let the rest be saved after the summary was."""
        self.data = with_revision(self.data, revision)

    def open_anew(self, revision: int) -> None:
        """Let what was typed be saved over a newer revision, which the writer has seen now."""
        self.carry_on(revision)
        self.is_stale = True


class PhotosForm(forms.Form):
    chosen = SeveralFilesField(
        label=_("Pictures"),
        help_text=_(
            "JPEG, PNG or WebP, at most 20 MB each and 20 in all. Where they were taken is "
            "removed from them."
        ),
        error_messages={"required": _("Choose one or more pictures on this device first.")},
        widget=SeveralFilesInput(attrs={"accept": "image/*", "data-max-bytes": MOST_FILE_BYTES}),
    )
    caption = ThaiTextField(
        label=_("Caption"),
        help_text=_("Who is doing what; pictures chosen together get the same caption."),
        max_length=200,
        error_messages={"required": _("Write who is doing what in the pictures.")},
    )


class FilesForm(forms.Form):
    chosen = SeveralFilesField(
        label=_("Files"),
        help_text=_("PDF, Word, Excel or pictures, at most 20 MB each and 20 in all."),
        error_messages={"required": _("Choose one or more files on this device first.")},
        widget=SeveralFilesInput(
            attrs={
                "accept": ".pdf,.doc,.docx,.xls,.xlsx,image/*",
                "data-max-bytes": MOST_FILE_BYTES,
            }
        ),
    )


class ReturnForm(forms.Form):
    note = ThaiTextField(
        label=_("What the province should change"),
        help_text=_("The province reads this word for word and may then write again."),
        max_length=2000,
        error_messages={
            "required": _("Write the reason: the province must know what to change."),
        },
        widget=forms.Textarea(attrs={"rows": 3}),
    )
