from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from groups.enums import DISTRICT_ROLES, JUDGE_ROLES, PROVINCE_ROLES, Role
from groups.models import District, Province
from groups.services import Names
from selection_site.lib import clock, dates
from selection_site.lib.fields import BEDateField, PhoneField, ThaiTextField, YearField

_SHORT, _MEDIUM = {"data-width": "short"}, {"data-width": "medium"}


class PeopleFilter(forms.Form):
    """What narrows the list of people; wrong values narrow nothing."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=100,
        widget=forms.TextInput(
            attrs={"type": "search", "placeholder": _("Name, e-mail, district or province")}
        ),
    )
    role = forms.ChoiceField(
        label=_("Post"), required=False, choices=[("", _("All posts")), *Role.choices]
    )


class NamesForm(forms.Form):
    """How a person is called and reached."""

    title = ThaiTextField(
        label=_("Title before the name"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs=_SHORT),
        help_text=_("Such as Mr, Mrs, Miss or a rank."),
    )
    first_name = ThaiTextField(label=_("First name"), max_length=80)
    last_name = ThaiTextField(label=_("Surname"), max_length=80, required=False)
    phone = PhoneField(
        label=_("Telephone"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs=_MEDIUM),
        help_text=_("Of the office, with the extension: 0-3742-5057 ext 12."),
    )

    @property
    def names(self) -> Names:
        data = self.cleaned_data
        return Names(
            title=data["title"],
            first_name=data["first_name"],
            last_name=data["last_name"],
            phone=data["phone"],
        )


class InvitedForm(NamesForm):
    """A person to take in."""

    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        help_text=_("The person logs in with it; the invitation goes there."),
    )
    field_order = ("email",)


class RoleForm(forms.Form):
    """Which post is given; its place or year is asked next."""

    role = forms.ChoiceField(label=_("Post"), choices=[("", _("Choose a post")), *Role.choices])


class PostForm(forms.Form):
    """Where, or for which year, a post is held: only what its role needs."""

    def __init__(self, *args: Any, role: Role, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if role in DISTRICT_ROLES:
            self.fields["district"] = _DistrictField(label=_("District"))
        elif role in PROVINCE_ROLES:
            self.fields["province"] = forms.ModelChoiceField(
                Province.objects.all(), label=_("Province"), empty_label=_("Choose a province")
            )
        elif role in JUDGE_ROLES:
            self.fields["year"] = YearField(
                label=_("Fiscal year"),
                initial=dates.fiscal_year(clock.today()),
                widget=forms.TextInput(attrs=_SHORT),
            )

    @property
    def scope(self) -> dict[str, Any]:
        """Place or year, as `services.appoint` takes them."""
        return dict(self.cleaned_data)


class _DistrictField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not subscriptable as it runs
    """Every district, under its province."""

    def __init__(self, **kwargs: Any) -> None:
        rows = District.objects.select_related("province")
        rows = rows.order_by("province__sort_key", "sort_key")
        super().__init__(rows, **kwargs)
        by_province: dict[str, list[tuple[str, str]]] = {}
        for row in rows:
            by_province.setdefault(str(row.province), []).append((row.pk, str(row)))
        self.choices = [("", _("Choose a district")), *by_province.items()]


class DayOffForm(forms.Form):
    """A day off that was declared late."""

    day = BEDateField(
        label=_("Day"),
        help_text=_("Day, month and year, for example 12/03/2530."),
        widget=forms.TextInput(attrs={"data-width": "short", "inputmode": "numeric"}),
    )
    name = ThaiTextField(
        label=_("Why"),
        max_length=120,
        help_text=_(
            "As the announcement calls it, for example: special holiday by cabinet resolution."
        ),
    )
