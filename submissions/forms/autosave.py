"""One answer of a section, as its page sends it by itself: a field, or all rows together."""

from typing import TYPE_CHECKING, Any, TypeAlias

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import QueryDict

from submissions.enums import Section
from submissions.forms.plans import SectionForm, SectionForms, section_form
from submissions.models import BusinessPlan, Submission
from submissions.selectors import PARTS

if TYPE_CHECKING:
    from submissions.services import PlanValues

Errors: TypeAlias = dict[str, list[str]]  # sentences by the name of the box; "" for the whole
Shown: TypeAlias = str | list[dict[str, str]]


def has_answer(section: Section, name: str) -> bool:
    part = PARTS[section]
    return bool(name) and name in (*part.fields, part.rows)


class TypedAnswer:
    """What was typed into one field or into the rows; `values` once it is without errors."""

    def __init__(
        self, submission: Submission, section: Section, name: str, data: QueryDict
    ) -> None:
        self.errors: Errors = {}
        self.values: PlanValues = {}
        # The forms write into the plan they are given, so they are given one that is never saved.
        plan = BusinessPlan(submission=submission)
        if name == PARTS[section].rows:
            self._read_rows(SectionForms(section, plan, data), name)
        else:
            self._read_field(section_form(section)(data, instance=plan, section=section), name)

    def _read_field(self, form: SectionForm, name: str) -> None:
        try:
            self.values = {name: form.fields[name].clean(form[name].data)}
        except ValidationError as error:
            self.errors = {name: list(error.messages)}

    def _read_rows(self, typed: SectionForms, name: str) -> None:
        if typed.is_valid():
            self.values = {name: typed.values[name]}
            return
        for row in typed.rows or []:
            for box, sentences in row.errors.items():
                first = next(iter(row.fields))  # where what concerns the whole row is said
                key = row[first if box == NON_FIELD_ERRORS else box].html_name
                self.errors.setdefault(key, []).extend(map(str, sentences))
        if typed.rows is not None and (whole := typed.rows.non_form_errors()):
            self.errors[""] = [str(sentence) for sentence in whole]


def refused(error: ValidationError, name: str) -> Errors:
    """What no column takes, by the boxes of the page; of a row only the rows as a whole know."""
    if not hasattr(error, "error_dict"):
        return {"": list(error.messages)}
    said = error.message_dict
    own = {name: said.pop(name)} if name in said else {}
    rest = [sentence for sentences in said.values() for sentence in sentences]
    return own | ({"": rest} if rest else {})


def shown_answer(section: Section, name: str, plan: BusinessPlan) -> Shown:
    """The stored answer as its boxes would show it."""
    forms = SectionForms(section, plan)
    if name != PARTS[section].rows or forms.rows is None:
        return _text(forms.form[name].value())
    return [
        {box: _text(row[box].value()) for box in row.fields if box not in ("DELETE", "ORDER")}
        for row in forms.rows.initial_forms
    ]


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "on" if value else ""
    return "" if value is None else str(value)
