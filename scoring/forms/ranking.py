from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from scoring.selectors import Place

SHOWN = [
    ("", _("All groups")),
    ("inside", _("Inside the line")),
    ("outside", _("Reserves")),
    ("tied", _("Equal scores")),
    ("missing", _("With missing sheets")),
]


class PlacesForm(forms.Form):
    """Which part of a ranking is shown; ranks stay those of the whole."""

    show = forms.ChoiceField(label=_("Show"), choices=SHOWN, required=False)
    region = forms.ChoiceField(label=_("Region"), required=False)
    cluster = forms.ChoiceField(label=_("Provincial cluster"), required=False)

    def __init__(self, *args: Any, places: Iterable[Place], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = [place.submission.province for place in places]
        found.sort(key=lambda province: province.cluster_number)
        self.choose("region", {province.region: province.region_name for province in found})
        self.choose("cluster", {province.cluster: province.cluster_name for province in found})

    def choose(self, name: str, named: Mapping[str, str]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 (narrows for mypy)
        field.choices = [("", _("All")), *named.items()]

    def admits(self, place: Place) -> bool:
        """Whether this place is shown; what was typed wrongly shows everything."""
        if not self.is_valid():
            return True
        province, wanted = place.submission.province, self.cleaned_data
        return (
            wanted["region"] in ("", province.region)
            and wanted["cluster"] in ("", province.cluster)
            and self._shows(place, wanted["show"])
        )

    def _shows(self, place: Place, show: str) -> bool:
        match show:
            case "inside":
                return place.inside
            case "outside":
                return not place.inside and not place.withdrawn
            case "tied":
                return place.tied
            case "missing":
                return place.missing > 0
        return True
