from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from groups.models import MOST_TRIES, Owed, OwedQuerySet, User
from selection_site.lib import clock
from submissions.enums import ReceiptKind
from submissions.models.calls import Call
from submissions.models.files import PlanVersion
from submissions.models.submissions import Submission


class ReceiptRegister(models.Model):
    """The numbers of one call's receipts of one kind; the last only ever goes up by one."""

    call = models.ForeignKey(Call, models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=10, choices=ReceiptKind.choices)
    last_number = models.PositiveIntegerField(_("last number"), default=0)

    class Meta:
        verbose_name = _("register of receipts")
        verbose_name_plural = _("registers of receipts")
        constraints = [
            models.UniqueConstraint(fields=["call", "kind"], name="receipt_register_once_a_call"),
        ]

    def __str__(self) -> str:
        return f"{self.call} {self.kind}"


class ReceiptQuerySet(OwedQuerySet["Receipt"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(version__submission__in=Submission.objects.visible_to(user))

    def of(self, submission: Submission) -> Self:
        return self.filter(version__submission=submission).select_related(
            "version", "call", "issued_by"
        )

    def unmade(self) -> Self:
        return self.filter(path="")


class Receipt(Owed):
    """What the sender of a plan has in hand: numbered and worded as a row, printed afterwards.

    One for each version and act. `code` opens the check page to whoever holds the paper; what the
    receipt says is copied here when it is issued and never changes.
    """

    version = models.ForeignKey(PlanVersion, models.PROTECT, related_name="receipts")
    kind = models.CharField(_("kind"), max_length=10, choices=ReceiptKind.choices)
    call = models.ForeignKey(Call, models.PROTECT, related_name="receipts")
    number = models.PositiveIntegerField(_("number"))
    code = models.CharField(_("check code"), max_length=12, unique=True)
    sha256 = models.CharField(_("digest of the plan"), max_length=64)
    content = models.JSONField(_("wording"))
    issued_at = models.DateTimeField(_("issued"), default=clock.now)
    issued_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("by"))
    path = models.CharField(max_length=120, blank=True, editable=False)
    file_sha256 = models.CharField(_("digest of the file"), max_length=64, blank=True)
    made_at = models.DateTimeField(_("made"), null=True, editable=False)

    objects = ReceiptQuerySet.as_manager()

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        ordering = ["-issued_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "kind"], name="receipt_once_a_version"),
            models.UniqueConstraint(
                fields=["call", "kind", "number"], name="receipt_number_once_a_register"
            ),
            models.CheckConstraint(name="receipt_numbers_begin_at_one", condition=Q(number__gte=1)),
            models.CheckConstraint(
                name="receipt_made_exactly_when_it_has_a_file",
                condition=Q(path="", file_sha256="", made_at__isnull=True)
                | (~Q(path="") & ~Q(file_sha256="") & Q(made_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """The number as people say it, 2563/ส-0001; costs a query without its call."""
        return f"{self.call.year}/{ReceiptKind(self.kind).mark}-{self.number:04d}"

    @property
    def is_made(self) -> bool:
        return bool(self.path)

    @property
    def is_given_up(self) -> bool:
        """Printing it failed as often as it is tried; somebody must press 'try again'."""
        held = self.claimed_until is not None and self.claimed_until >= clock.now()
        return not self.path and self.tries >= MOST_TRIES and not held
