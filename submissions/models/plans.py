from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from groups.models import User
from selection_site.lib import clock
from submissions.models.columns import baht, count, day, line, percent, signed_baht, text
from submissions.models.submissions import Submission


class BusinessPlan(models.Model):
    """The business plan of one submission while it is written; what is judged is a PlanVersion.

    Every field may stay empty in a draft. `revision` counts the saves; whether somebody else
    changed an answer meanwhile is asked answer by answer (`submissions.selectors.known`).
    """

    submission = models.OneToOneField(Submission, models.PROTECT, related_name="plan")
    revision = models.PositiveIntegerField(default=0, editable=False)
    saved_at = models.DateTimeField(_("saved"), default=clock.now, editable=False)
    saved_by = models.ForeignKey(User, models.PROTECT, null=True, editable=False)
    # The year of the earlier plan from which answers were taken over, and the parts (`Section`)
    # in which nobody has confirmed them yet.
    taken_from_year = models.PositiveSmallIntegerField(null=True, editable=False)
    to_confirm = models.JSONField(default=list, blank=True, editable=False)

    # 1. The group
    house_number = models.CharField(_("house number"), max_length=20, blank=True)
    founded_on = models.DateField(_("founded on"), null=True, blank=True)
    level = models.PositiveSmallIntegerField(
        _("development level"), null=True, blank=True, choices=[(1, "1"), (2, "2"), (3, "3")]
    )
    chairperson = models.CharField(_("chairperson of the group"), max_length=120, blank=True)
    telephone = models.CharField(_("telephone of the chairperson"), max_length=40, blank=True)
    men = count(_("members, men"))
    women = count(_("members, women"))
    ordinary_members = count(_("ordinary members"))
    associate_members = count(_("associate members"))
    honorary_members = count(_("honorary members"))
    households_joined = count(_("households that joined"))
    households_total = count(_("households in the village"))

    # 2. Finances
    finances_as_of = models.DateField(_("figures as of"), null=True, blank=True)
    savings_baht = baht(_("regular savings"))
    special_savings_baht = baht(_("special savings"))
    deposits_baht = baht(_("deposits held"))
    loans = count(_("loans running"))
    loans_baht = baht(_("loans outstanding"))
    overdue_baht = baht(_("overdue debt"))
    reserve_baht = baht(_("reserve fund"))
    cash_baht = baht(_("cash and bank"))
    profit_baht = signed_baht(_("net profit of the last year"))
    dividend_percent = percent(_("profit shared as dividend"))
    rebate_percent = percent(_("profit returned to customers"))
    reserve_percent = percent(_("profit to the reserve"))
    welfare_percent = percent(_("profit to welfare"))
    committee_percent = percent(_("profit to the committee"))
    other_percent = percent(_("profit to other purposes"))

    # 3. Committees: rows alone

    # 4. Businesses: the first lines of the section; each business is a row of its own
    businesses_summary = text(_("what the group's businesses do together"))

    # 5. Analysis
    strengths = text(_("strengths"))
    weaknesses = text(_("weaknesses"))
    opportunities = text(_("opportunities"))
    threats = text(_("threats"))
    problems = text(_("problems to be solved"))
    customers = text(_("customers"))
    competitors = text(_("competitors"))

    # 6. Aims; the indicators are rows of their own
    vision = text(_("vision"))
    objectives = text(_("objectives"))

    # 7. Production; the raw materials are rows of their own
    goods = text(_("what is made or offered"))
    capacity = line(_("capacity in a month"), 200)
    process = text(_("how it is made"))
    standards = text(_("standards and registrations"))

    # 8. Marketing
    product = text(_("product or service"))
    pricing = text(_("price"))
    channels = text(_("places and channels of sale"))
    promotion = text(_("promotion"))
    monthly_sales_baht = baht(_("target of sales in a month"))

    # 9. Management and staff
    management = text(_("how the work is led and divided"))
    staff = text(_("who works in the business"))
    bookkeeping = text(_("accounts and audit"))

    # 10. Finance plan
    own_funds_baht = baht(_("own funds put in"))
    other_funds_baht = baht(_("funds from others"))
    income_1_baht = baht(_("income, year 1"))
    income_2_baht = baht(_("income, year 2"))
    income_3_baht = baht(_("income, year 3"))
    expense_1_baht = baht(_("expenses, year 1"))
    expense_2_baht = baht(_("expenses, year 2"))
    expense_3_baht = baht(_("expenses, year 3"))
    break_even = text(_("break-even point"))
    payback_months = count(_("months until the money is earned back"))

    # 11. Activities, 12. budget, 13. networks and 14. risks: rows alone

    # 15. Expected results
    expected_work = text(_("work"))
    expected_jobs = count(_("people who get work"))
    expected_income = text(_("income"))
    expected_income_baht = baht(_("more income in a year"))
    expected_welfare = text(_("welfare"))
    expected_welfare_people = count(_("people who get welfare"))

    # 16. Agreement and signatures: what the officer declares to stand on the signed paper
    has_agreed = models.BooleanField(_("the group has agreed to this plan"), default=False)
    agreed_on = day(_("day of the group's meeting"))
    chair_name = line(_("chairperson of the group"))
    chair_signed_on = day(_("signed by the chairperson on"))
    worker_name = line(_("certifying development worker"))
    worker_signed_on = day(_("signed by the development worker on"))
    head_name = line(_("district community development head"))
    head_signed_on = day(_("signed by the district head on"))
    privacy_version = line(_("notice on pictures of persons, acknowledged version"), 12)

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
            models.CheckConstraint(
                name="plan_waits_for_confirmation_only_after_taking_over",
                condition=Q(to_confirm=[]) | Q(taken_from_year__isnull=False),
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
