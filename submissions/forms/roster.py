from typing import Any

import geothai
from django import forms
from django.utils.translation import gettext_lazy as _

from groups.models import District, Province
from selection_site.lib import thai
from selection_site.lib.fields import ThaiTextField, WholeNumberField


class RosterFileForm(forms.Form):
    """The workbook with the target groups."""

    file = forms.FileField(
        label=_("Roster workbook"),
        help_text=_("The filled-in Excel workbook, at most 5 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
        error_messages={"required": _("Choose the workbook first.")},
    )


class ProvinceForm(forms.Form):
    """Which province the group to add is in."""

    province = forms.ModelChoiceField(
        Province.objects.all(), label=_("Province"), empty_label=_("Choose a province")
    )


class GroupForm(forms.Form):
    """One group of a province, in a sub-district of the official list."""

    place = forms.ChoiceField(label=_("District and sub-district"))
    village_number = WholeNumberField(
        label=_("Village number (moo)"),
        min_value=1,
        max_value=99,
        widget=forms.TextInput(attrs={"data-width": "short"}),
    )
    village = ThaiTextField(label=_("Village"), max_length=80, required=False)
    name = ThaiTextField(
        label=_("Name of the group"),
        max_length=150,
        help_text=_("In full, as in the group's own rules."),
    )

    def __init__(self, *args: Any, province: Province, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.districts = {row.pk: row for row in province.districts.all()}
        self.places = {
            place.code: place for code in self.districts for place in geothai.subdistricts(code)
        }
        choices = [(str(row), self._subdistricts(row)) for row in self.districts.values()]
        self.fields["place"].choices = [("", _("Choose a sub-district")), *choices]  # type: ignore[attr-defined]  # a choice field

    @property
    def values(self) -> dict[str, Any]:
        """What the form says, as `services.add_group` takes it."""
        values = dict(self.cleaned_data)
        place = self.places[values.pop("place")]
        district = self.districts[place.district_code]
        return values | {"district": district, "subdistrict": place.name_th}

    def _subdistricts(self, district: District) -> list[tuple[str, str]]:
        named = [
            (place.code, place.name_th if thai.is_active() else place.name_en)
            for place in self.places.values()
            if place.district_code == district.pk
        ]
        return sorted(named, key=lambda choice: thai.sort_key(choice[1]))
