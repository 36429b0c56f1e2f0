from decimal import Decimal
from typing import TYPE_CHECKING

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from groups.models import User
from selection_site.lib import clock, money
from submissions.enums import BudgetKind, BudgetSource, BusinessKind
from submissions.models.submissions import Submission

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

PERCENT = [MinValueValidator(0), MaxValueValidator(100)]


def _count(label: "_StrOrPromise") -> "models.PositiveIntegerField[int | None, int | None]":
    return models.PositiveIntegerField(label, null=True, blank=True)


def _baht(label: "_StrOrPromise") -> "models.PositiveBigIntegerField[int | None, int | None]":
    return models.PositiveBigIntegerField(label, null=True, blank=True)


def _signed_baht(label: "_StrOrPromise") -> "models.BigIntegerField[int | None, int | None]":
    return models.BigIntegerField(label, null=True, blank=True)


def _percent(label: "_StrOrPromise") -> "models.PositiveSmallIntegerField[int | None, int | None]":
    return models.PositiveSmallIntegerField(label, null=True, blank=True, validators=PERCENT)


def _text(label: "_StrOrPromise") -> "models.TextField[str, str]":
    return models.TextField(label, blank=True, max_length=4000)


class BusinessPlan(models.Model):
    """The business plan of one submission while it is written; what is judged is a PlanVersion.

    Every field may stay empty in a draft. `revision` counts the saves; whether somebody else
    changed an answer meanwhile is asked answer by answer (`submissions.selectors.known`).
    """

    submission = models.OneToOneField(Submission, models.PROTECT, related_name="plan")
    revision = models.PositiveIntegerField(default=0, editable=False)
    saved_at = models.DateTimeField(_("saved"), default=clock.now, editable=False)
    saved_by = models.ForeignKey(User, models.PROTECT, null=True, editable=False)

    # 1. The group
    house_number = models.CharField(_("house number"), max_length=20, blank=True)
    founded_on = models.DateField(_("founded on"), null=True, blank=True)
    level = models.PositiveSmallIntegerField(
        _("development level"), null=True, blank=True, choices=[(1, "1"), (2, "2"), (3, "3")]
    )
    chairperson = models.CharField(_("chairperson of the group"), max_length=120, blank=True)
    telephone = models.CharField(_("telephone of the chairperson"), max_length=40, blank=True)
    men = _count(_("members, men"))
    women = _count(_("members, women"))
    households_joined = _count(_("households that joined"))
    households_total = _count(_("households in the village"))

    # 2. Finances
    finances_as_of = models.DateField(_("figures as of"), null=True, blank=True)
    savings_baht = _baht(_("regular savings"))
    special_savings_baht = _baht(_("special savings"))
    deposits_baht = _baht(_("deposits held"))
    loans = _count(_("loans running"))
    loans_baht = _baht(_("loans outstanding"))
    overdue_baht = _baht(_("overdue debt"))
    reserve_baht = _baht(_("reserve fund"))
    cash_baht = _baht(_("cash and bank"))
    profit_baht = _signed_baht(_("net profit of the last year"))
    dividend_percent = _percent(_("profit shared as dividend"))
    rebate_percent = _percent(_("profit returned to customers"))
    reserve_percent = _percent(_("profit to the reserve"))
    welfare_percent = _percent(_("profit to welfare"))
    committee_percent = _percent(_("profit to the committee"))
    other_percent = _percent(_("profit to other purposes"))

    # 4. Businesses: the first lines of the section; each business is a row of its own
    businesses_summary = _text(_("what the group's businesses do together"))

    # 6. Aims; the indicators are rows of their own
    vision = _text(_("vision"))
    objectives = _text(_("objectives"))

    # 8. Marketing
    product = _text(_("product or service"))
    pricing = _text(_("price"))
    channels = _text(_("places and channels of sale"))
    promotion = _text(_("promotion"))
    monthly_sales_baht = _baht(_("target of sales in a month"))

    # 10. Finance plan
    own_funds_baht = _baht(_("own funds put in"))
    income_1_baht = _baht(_("income, year 1"))
    income_2_baht = _baht(_("income, year 2"))
    income_3_baht = _baht(_("income, year 3"))
    expense_1_baht = _baht(_("expenses, year 1"))
    expense_2_baht = _baht(_("expenses, year 2"))
    expense_3_baht = _baht(_("expenses, year 3"))
    break_even = _text(_("break-even point"))
    payback_months = _count(_("months until the money is earned back"))

    class Meta:
        verbose_name = _("business plan")
        verbose_name_plural = _("business plans")
        constraints = [
            models.CheckConstraint(
                name="plan_households_joined_are_in_the_village",
                condition=Q(households_joined=None)
                | Q(households_total=None)
                | Q(households_joined__lte=models.F("households_total")),
                violation_error_message=_(
                    "More households joined than there are in the village: check both numbers."
                ),
            ),
        ]

    def __str__(self) -> str:
        return str(self.submission)


class PlanRow(models.Model):
    """A repeating row of the plan, kept in the order the writer gave it."""

    plan = models.ForeignKey(BusinessPlan, models.CASCADE)
    position = models.PositiveSmallIntegerField(_("order"))

    class Meta:
        abstract = True
        ordering = ["position", "pk"]


class Business(PlanRow):
    """A business that the group runs, with three years of sales and profit, oldest first."""

    plan = models.ForeignKey(BusinessPlan, models.CASCADE, related_name="businesses")
    kind = models.CharField(_("kind"), max_length=12, choices=BusinessKind.choices)
    name = models.CharField(_("name or description"), max_length=150, blank=True)
    started_year = models.PositiveSmallIntegerField(_("started in (B.E.)"), null=True, blank=True)
    capital_baht = _baht(_("capital"))
    sales_1_baht = _baht(_("sales three years ago"))
    sales_2_baht = _baht(_("sales two years ago"))
    sales_3_baht = _baht(_("sales last year"))
    profit_1_baht = _signed_baht(_("profit three years ago"))
    profit_2_baht = _signed_baht(_("profit two years ago"))
    profit_3_baht = _signed_baht(_("profit last year"))
    employed = _count(_("people employed"))
    customers = _count(_("members who use it"))

    class Meta(PlanRow.Meta):
        verbose_name = _("business")
        verbose_name_plural = _("businesses")

    def __str__(self) -> str:
        return self.name or self.get_kind_display()


class Indicator(PlanRow):
    """A figure by which the plan's success will be seen."""

    plan = models.ForeignKey(BusinessPlan, models.CASCADE, related_name="indicators")
    name = models.CharField(_("indicator"), max_length=200)
    unit = models.CharField(_("unit"), max_length=40)
    baseline = models.DecimalField(_("today"), max_digits=14, decimal_places=2)
    target = models.DecimalField(_("target"), max_digits=14, decimal_places=2)

    class Meta(PlanRow.Meta):
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")

    def __str__(self) -> str:
        return self.name


class BudgetLine(PlanRow):
    """One thing to buy: quantity times unit price, in satang.

    A group does not know its grade when it writes, so lines carry a priority (1 is bought
    first) and the plan shows what the smaller and the larger award would buy.
    """

    plan = models.ForeignKey(BusinessPlan, models.CASCADE, related_name="budget_lines")
    item = models.CharField(_("item"), max_length=200)
    specification = models.CharField(_("specification"), max_length=400, blank=True)
    quantity = models.DecimalField(
        _("quantity"),
        max_digits=9,
        decimal_places=2,
        validators=[MinValueValidator(Decimal("0.01"))],
    )
    unit = models.CharField(_("unit"), max_length=40)
    unit_price_satang = models.PositiveBigIntegerField(_("price of a unit"))
    source = models.CharField(
        _("paid by"),
        max_length=12,
        choices=BudgetSource.choices,
        default=BudgetSource.DEPARTMENT,
    )
    kind = models.CharField(
        _("kind"), max_length=12, choices=BudgetKind.choices, default=BudgetKind.MATERIAL
    )
    priority = models.PositiveSmallIntegerField(_("priority"))

    class Meta(PlanRow.Meta):
        verbose_name = _("budget line")
        verbose_name_plural = _("budget lines")
        constraints = [
            models.CheckConstraint(
                name="budget_line_quantity_and_price_are_positive",
                condition=Q(quantity__gt=0, unit_price_satang__gt=0),
                violation_error_message=_("Quantity and unit price must be more than zero."),
            ),
            models.CheckConstraint(
                name="budget_line_priority_is_one_or_more", condition=Q(priority__gte=1)
            ),
        ]

    def __str__(self) -> str:
        return self.item

    @property
    def total_satang(self) -> int:
        """Quantity times unit price, rounded half up to a whole satang."""
        return money.line_satang(self.quantity, self.unit_price_satang)
