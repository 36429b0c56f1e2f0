"""How the boxes of a part stand together on its page."""

from typing import TYPE_CHECKING, Any

from crispy_forms.layout import Fieldset, Layout, LayoutObject, Row
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from submissions.enums import Section
from submissions.selectors.plan_rules import SUMS, Sum

if TYPE_CHECKING:
    from django.forms import BaseForm
    from django.utils.functional import _StrOrPromise


class Total(LayoutObject):
    """Figures of the form added up as they are typed; a name with a minus is taken off."""

    def __init__(
        self, label: "_StrOrPromise", *names: str, unit: "_StrOrPromise", rule: Sum | None = None
    ) -> None:
        self.label, self.names, self.unit, self.rule = label, names, unit, rule
        self.fields: list[Any] = []

    def render(self, form: "BaseForm", context: Any, *args: Any, **kwargs: Any) -> str:
        """What is saved is added up here; `js/rules.js` goes on as the figures change."""
        known = {
            name: getattr(getattr(form, "instance", None), name.lstrip("-"), None)
            for name in self.names
        }
        total = sum(-(v or 0) if n.startswith("-") else v or 0 for n, v in known.items())
        is_known = None not in known.values() if self.rule is None else any(known.values())
        return render_to_string(
            "submissions/_total.html",
            {
                "label": self.label,
                "names": " ".join(self.names),
                "ids": " ".join(form[name.lstrip("-")].id_for_label for name in self.names),
                "text": f"{total:,}" if is_known else "–",
                "unit": self.unit,
                "should_be": self.rule.should_be if self.rule else "",
                "words": str(self.rule.words) % {"total": "[total]"} if self.rule else "",
            },
        )


def _shares() -> Total:
    [rule] = SUMS
    return Total(_("Shares together"), *rule.names, unit=rule.unit, rule=rule)


def _year(label: "_StrOrPromise", number: int) -> Row:
    income, expense = f"income_{number}_baht", f"expense_{number}_baht"
    profit = Total(_("Profit"), income, f"-{expense}", unit=_("baht"))
    return Fieldset(label, Row(income, expense, profit))


LAYOUTS: dict[Section, Layout] = {
    Section.GROUP: Layout(
        Row("house_number", "founded_on", "level"),
        Row("chairperson", "telephone"),
        Fieldset(
            _("Members of the group"),
            Row("men", "women", Total(_("Members together"), "men", "women", unit=_("persons"))),
            Row("ordinary_members", "associate_members", "honorary_members"),
        ),
        Fieldset(_("Households"), Row("households_joined", "households_total")),
    ),
    Section.FINANCES: Layout(
        "finances_as_of",
        Fieldset(
            _("What the group holds"),
            Row("savings_baht", "special_savings_baht", "deposits_baht"),
            Row("reserve_baht", "cash_baht"),
        ),
        Fieldset(_("Loans"), Row("loans", "loans_baht", "overdue_baht")),
        Fieldset(
            _("Profit, and its shares in percent"),
            "profit_baht",
            Row("dividend_percent", "rebate_percent", "reserve_percent"),
            Row("welfare_percent", "committee_percent", "other_percent"),
            _shares(),
        ),
    ),
    Section.ANALYSIS: Layout(
        Fieldset(_("Inside the group"), "strengths", "weaknesses"),
        Fieldset(_("Outside the group"), "opportunities", "threats"),
        Fieldset(_("Problems and market"), "problems", "customers", "competitors"),
    ),
    Section.FINANCE_PLAN: Layout(
        Fieldset(_("Where the money comes from"), Row("own_funds_baht", "other_funds_baht")),
        _year(_("Year 1"), 1),
        _year(_("Year 2"), 2),
        _year(_("Year 3"), 3),
        Fieldset(_("When it pays"), "break_even", "payback_months"),
    ),
    Section.RESULTS: Layout(
        Fieldset(_("Work"), "expected_work", "expected_jobs"),
        Fieldset(_("Income"), "expected_income", "expected_income_baht"),
        Fieldset(_("Welfare"), "expected_welfare", "expected_welfare_people"),
    ),
    Section.SIGNATURES: Layout(
        Fieldset(_("The group's agreement"), "has_agreed", "agreed_on"),
        Fieldset(
            _("Signed on paper by"),
            Row("chair_name", "chair_signed_on"),
            Row("worker_name", "worker_signed_on"),
            Row("head_name", "head_signed_on"),
        ),
        Fieldset(_("Pictures and clips of persons"), "privacy_version"),
    ),
}
