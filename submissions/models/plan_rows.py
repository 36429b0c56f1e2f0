"""The repeating rows of a plan."""

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from selection_site.lib import money
from submissions.enums import BudgetKind, BudgetSource, BusinessKind, Committee, Weight
from submissions.models.columns import baht, count, signed_baht
from submissions.models.plans import BusinessPlan, PlanRow


class Business(PlanRow):
    """A business that the group runs, with three years of sales and profit, oldest first."""

    plan = models.ForeignKey(BusinessPlan, models.CASCADE, related_name="businesses")
    kind = models.CharField(_("kind"), max_length=12, choices=BusinessKind.choices)
    name = models.CharField(_("name or description"), max_length=150, blank=True)
    started_year = models.PositiveSmallIntegerField(_("started in (B.E.)"), null=True, blank=True)
    capital_baht = baht(_("capital"))
    sales_1_baht = baht(_("sales three years ago"))
    sales_2_baht = baht(_("sales two years ago"))
    sales_3_baht = baht(_("sales last year"))
    profit_1_baht = signed_baht(_("profit three years ago"))
    profit_2_baht = signed_baht(_("profit two years ago"))
    profit_3_baht = signed_baht(_("profit last year"))
    employed = count(_("people employed"))
    customers = count(_("members who use it"))

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


class CommitteeSeat(PlanRow):
    """A person on one of the group's four committees."""

    plan = models.ForeignKey(BusinessPlan, models.CASCADE, related_name="committee_seats")
    committee = models.CharField(
        _("committee"), max_length=10, choices=Committee.choices, default=Committee.DIRECTING
    )
    name = models.CharField(_("full name"), max_length=120)
    post = models.CharField(_("position"), max_length=80)

    class Meta(PlanRow.Meta):
        verbose_name = _("seat on a committee")
        verbose_name_plural = _("seats on committees")

    def __str__(self) -> str:
        return self.name


class Material(PlanRow):
    """A raw material: where it comes from and what a unit costs, in satang."""

    plan = models.ForeignKey(BusinessPlan, models.CASCADE, related_name="materials")
    name = models.CharField(_("raw material"), max_length=150)
    origin = models.CharField(_("where it comes from"), max_length=200)
    unit = models.CharField(_("unit"), max_length=40)
    unit_price_satang = models.PositiveBigIntegerField(_("price of a unit"))

    class Meta(PlanRow.Meta):
        verbose_name = _("raw material")
        verbose_name_plural = _("raw materials")

    def __str__(self) -> str:
        return self.name


class Activity(PlanRow):
    """Something that is done in some months of the fiscal year: 1 is October, 12 September."""

    plan = models.ForeignKey(BusinessPlan, models.CASCADE, related_name="activities")
    name = models.CharField(_("activity"), max_length=200)
    first_month = models.PositiveSmallIntegerField(_("from month"))
    last_month = models.PositiveSmallIntegerField(_("until month"))
    responsible = models.CharField(_("responsible"), max_length=120)
    cost_baht = baht(_("costs"))

    class Meta(PlanRow.Meta):
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        constraints = [
            models.CheckConstraint(
                name="activity_months_are_in_the_year_and_in_order",
                condition=Q(
                    first_month__gte=1, first_month__lte=F("last_month"), last_month__lte=12
                ),
                violation_error_message=_(
                    "The months must lie in the fiscal year, the last not before the first."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Partner(PlanRow):
    """A group, office or firm that works with the group, and what it does."""

    plan = models.ForeignKey(BusinessPlan, models.CASCADE, related_name="partners")
    name = models.CharField(_("partner"), max_length=150)
    contribution = models.CharField(_("what it does"), max_length=400)

    class Meta(PlanRow.Meta):
        verbose_name = _("partner")
        verbose_name_plural = _("partners")

    def __str__(self) -> str:
        return self.name


class Risk(PlanRow):
    """What could go wrong, and what the group would do."""

    plan = models.ForeignKey(BusinessPlan, models.CASCADE, related_name="risks")
    name = models.CharField(_("risk"), max_length=200)
    chance = models.CharField(
        _("how likely"), max_length=6, choices=Weight.choices, default=Weight.MEDIUM
    )
    effect = models.CharField(
        _("how bad"), max_length=6, choices=Weight.choices, default=Weight.MEDIUM
    )
    answer = models.CharField(_("what the group does about it"), max_length=400)

    class Meta(PlanRow.Meta):
        verbose_name = _("risk")
        verbose_name_plural = _("risks")

    def __str__(self) -> str:
        return self.name
