from typing import Self

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from budgets.enums import BatchStage, Buyer, BuyingStep, EntryKind, Grade
from groups.enums import OVERSEEING_ROLES
from groups.models import User
from selection_site.lib import clock, money
from submissions.models import Call, Submission


class BatchQuerySet(models.QuerySet["Batch"]):
    def visible_to(self, user: User) -> Self:
        """Those who oversee; what is proposed is nobody else's business before it is approved."""
        return self if user.holds(*OVERSEEING_ROLES) else self.none()

    def alive(self) -> Self:
        return self.exclude(stage=BatchStage.RETURNED)


class Batch(models.Model):
    """One year's allocation as proposed from the released result, and what became of it.

    `stage` is written by `budgets.stages` alone; nobody approves what they proposed.
    """

    call = models.ForeignKey(Call, models.PROTECT, related_name="batches", verbose_name=_("call"))
    stage = models.CharField(
        _("stage"), max_length=10, choices=BatchStage.choices, default=BatchStage.PROPOSED
    )
    total_baht = models.PositiveIntegerField(_("total"))
    proposed_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("proposed by")
    )
    proposed_at = models.DateTimeField(_("proposed"), default=clock.now)
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided"), null=True, editable=False)
    note = models.TextField(_("reason for returning"), blank=True)

    objects = BatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("allocation of a year")
        verbose_name_plural = _("allocations of a year")
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["call"],
                name="batch_one_alive_a_call",
                condition=~Q(stage=BatchStage.RETURNED),
            ),
            models.CheckConstraint(
                name="batch_decided_exactly_when_not_proposed",
                condition=Q(
                    stage=BatchStage.PROPOSED, decided_by__isnull=True, decided_at__isnull=True
                )
                | (
                    ~Q(stage=BatchStage.PROPOSED)
                    & Q(decided_by__isnull=False, decided_at__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="batch_decided_by_another_person_than_proposed_it",
                condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="batch_returned_with_a_reason",
                condition=~Q(stage=BatchStage.RETURNED) | ~Q(note=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.call} {self.get_stage_display()}"


class AllocationQuerySet(models.QuerySet["Allocation"]):
    def visible_to(self, user: User) -> Self:
        """All of them to those who oversee; to province and district their own once approved."""
        if user.holds(*OVERSEEING_ROLES):
            return self
        own = Submission.objects.visible_to(user)
        return self.filter(submission__in=own, batch__stage=BatchStage.APPROVED)

    def approved(self) -> Self:
        return self.filter(batch__stage=BatchStage.APPROVED)

    def of_year(self, call: Call) -> Self:
        return self.filter(batch__call=call)

    def unprocured(self) -> Self:
        """Approved ones of which nothing was bought yet, or a purchase is not finished."""
        own = Procurement.objects.filter(allocation=OuterRef("pk"))
        return self.approved().filter(~Exists(own) | Exists(own.unfinished()))

    def for_list(self) -> Self:
        return self.select_related(
            "batch__call",
            "submission__call",
            "submission__group__district__province",
            "submission__district",
            "submission__province",
        )


class Allocation(models.Model):
    """What one group gets: grade, rank and amount copied from the released result.

    `committed_satang` and `paid_satang` are the sums of the ledger's entries; they move only in
    the transaction of an entry, so that the database itself keeps paid <= committed <= allocated.
    """

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="allocations")
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="allocations")
    grade = models.CharField(_("grade"), max_length=12, choices=Grade.choices)
    rank = models.PositiveSmallIntegerField(_("rank"))
    amount_baht = models.PositiveIntegerField(_("amount"))
    committed_satang = models.PositiveBigIntegerField(_("committed"), default=0, editable=False)
    paid_satang = models.PositiveBigIntegerField(_("paid"), default=0, editable=False)

    objects = AllocationQuerySet.as_manager()

    class Meta:
        verbose_name = _("allocation")
        verbose_name_plural = _("allocations")
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "submission"], name="allocation_once_a_batch"),
            models.CheckConstraint(
                name="allocation_is_more_than_nothing", condition=Q(amount_baht__gt=0)
            ),
            models.CheckConstraint(
                name="allocation_commits_no_more_than_it_has",
                condition=Q(committed_satang__lte=F("amount_baht") * 100),
            ),
            models.CheckConstraint(
                name="allocation_pays_no_more_than_it_committed",
                condition=Q(paid_satang__lte=F("committed_satang")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission} {self.get_grade_display()}"

    @property
    def amount_satang(self) -> int:
        return money.to_satang(self.amount_baht)

    @property
    def free_satang(self) -> int:
        """What can still be committed, in satang."""
        return self.amount_satang - self.committed_satang


class ProcurementQuerySet(models.QuerySet["Procurement"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(allocation__in=Allocation.objects.visible_to(user))

    def unfinished(self) -> Self:
        """Purchases of which not every step is recorded, or one was taken back."""
        standing = Count("steps", filter=Q(steps__taken_back_at=None))
        return self.annotate(steps_done=standing).filter(steps_done__lt=len(BuyingStep))


class Procurement(models.Model):
    """One purchase from an allocation: what is bought, by which office, from whom."""

    allocation = models.ForeignKey(Allocation, models.PROTECT, related_name="procurements")
    title = models.CharField(_("what is bought"), max_length=200)
    buyer = models.CharField(_("buying office"), max_length=10, choices=Buyer.choices)
    seller = models.CharField(_("seller"), max_length=150, blank=True)
    egp_number = models.CharField(_("e-GP project number"), max_length=20, blank=True)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("begun"), default=clock.now)

    objects = ProcurementQuerySet.as_manager()

    class Meta:
        verbose_name = _("procurement")
        verbose_name_plural = _("procurements")
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["allocation", "title"], name="procurement_named_once_an_allocation"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ProcurementStepQuerySet(models.QuerySet["ProcurementStep"]):
    def standing(self) -> Self:
        return self.filter(taken_back_at=None)


class ProcurementStep(models.Model):
    """A step of a purchase that was done, with its document's number and its day.

    Reversing the money of an order or a payment takes its step back: the row stays, and the step
    can be recorded anew.
    """

    procurement = models.ForeignKey(Procurement, models.PROTECT, related_name="steps")
    kind = models.CharField(_("step"), max_length=12, choices=BuyingStep.choices)
    done_on = models.DateField(_("done on"))
    reference = models.CharField(_("document number"), max_length=80, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("recorded by"))
    at = models.DateTimeField(_("recorded"), default=clock.now)
    taken_back_at = models.DateTimeField(_("taken back"), null=True, editable=False)

    objects = ProcurementStepQuerySet.as_manager()

    class Meta:
        verbose_name = _("procurement step")
        verbose_name_plural = _("procurement steps")
        ordering = ["done_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["procurement", "kind"],
                name="procurement_step_once",
                condition=Q(taken_back_at=None),
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class EntryQuerySet(models.QuerySet["Entry"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(allocation__in=Allocation.objects.visible_to(user))

    def for_list(self) -> Self:
        return self.select_related("by", "procurement", "reverses", "reversed_by")


class Entry(models.Model):
    """One movement of money in the ledger; never changed or removed, triggers refuse both.

    A correction is a second entry with the opposite amount that names the first in `reverses`.
    """

    allocation = models.ForeignKey(Allocation, models.PROTECT, related_name="entries")
    procurement = models.ForeignKey(Procurement, models.PROTECT, null=True, related_name="entries")
    kind = models.CharField(_("kind"), max_length=10, choices=EntryKind.choices)
    amount_satang = models.BigIntegerField(_("amount"))
    occurred_on = models.DateField(_("day"))
    reference = models.CharField(_("document number"), max_length=80, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    reverses = models.OneToOneField("self", models.PROTECT, null=True, related_name="reversed_by")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("recorded by"))
    at = models.DateTimeField(_("recorded"), default=clock.now)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("ledger entry")
        verbose_name_plural = _("ledger entries")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="entry_moves_forward_unless_it_reverses",
                condition=Q(reverses=None, amount_satang__gt=0)
                | Q(reverses__isnull=False, amount_satang__lt=0),
            ),
            models.CheckConstraint(
                name="entry_names_a_procurement_exactly_when_money_is_used",
                condition=Q(kind=EntryKind.ALLOCATED, procurement__isnull=True)
                | (~Q(kind=EntryKind.ALLOCATED) & Q(procurement__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.amount_satang}"
