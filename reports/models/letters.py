from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from budgets.models import Allocation
from groups.enums import OVERSEEING_ROLES, PROVINCE_ROLES
from groups.models import Owed, OwedQuerySet, Province, User
from reports.enums import Capacity
from selection_site.lib import clock
from submissions.models import Call


class Agency(models.Model):
    """The department's letterhead: the one row that says how its letters begin and end."""

    name = models.CharField(_("agency"), max_length=120, default="กรมการพัฒนาชุมชน")
    address = models.TextField(
        _("address, a line each"),
        default="ศูนย์ราชการเฉลิมพระเกียรติ ๘๐ พรรษาฯ\nถนนแจ้งวัฒนะ กทม. ๑๐๒๑๐",
    )
    prefix = models.CharField(_("letters begin with"), max_length=20, default="มท ๐๔xx")
    office = models.CharField(
        _("responsible office"), max_length=150, default="สำนักพัฒนาทุนและองค์กรการเงินชุมชน"
    )
    contact = models.TextField(_("contact lines at the foot"), default="โทร. ๐ ๒๑๔๑ ๖๐๐๐")
    signer = models.CharField(_("signer"), max_length=120, blank=True)
    signer_position = models.CharField(
        _("position of the signer"), max_length=150, default="อธิบดีกรมการพัฒนาชุมชน"
    )
    capacity = models.CharField(
        _("signs"), max_length=15, choices=Capacity.choices, default=Capacity.HOLDER
    )
    represented = models.CharField(_("in place of"), max_length=150, blank=True)
    garuda_path = models.CharField(max_length=120, blank=True, editable=False)

    class Meta:
        verbose_name = _("letterhead")
        verbose_name_plural = _("letterheads")
        constraints = [
            models.CheckConstraint(name="agency_is_one_row", condition=Q(pk=1)),
            models.CheckConstraint(
                name="agency_names_who_is_represented",
                condition=Q(capacity=Capacity.HOLDER) | ~Q(represented=""),
                violation_error_message=_("Say in whose place the signer signs."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Register(models.Model):
    """The register of letters sent in one calendar year; its number only ever goes up by one."""

    year = models.PositiveSmallIntegerField(_("calendar year (B.E.)"), unique=True)
    last_number = models.PositiveIntegerField(_("last number"), default=0)

    class Meta:
        verbose_name = _("register of letters")
        verbose_name_plural = _("registers of letters")

    def __str__(self) -> str:
        return str(self.year)


class LetterRunQuerySet(OwedQuerySet["LetterRun"]):
    def visible_to(self, user: User) -> Self:
        return self if user.holds(*OVERSEEING_ROLES) else self.none()

    def unbound(self) -> Self:
        """Runs whose letters are all made, but whose joint PDF and ZIP are not."""
        unmade = Letter.objects.unmade().filter(run=OuterRef("pk"))
        return self.filter(~Exists(unmade), joint_path="")


class LetterRun(Owed):
    """One order to make a year's award letters, and the two files that hold all of them."""

    call = models.OneToOneField(Call, models.PROTECT, related_name="letter_run")
    dated_on = models.DateField(_("date of the letters"))
    requested_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(_("ordered"), default=clock.now)
    joint_path = models.CharField(max_length=120, blank=True, editable=False)
    archive_path = models.CharField(max_length=120, blank=True, editable=False)

    objects = LetterRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("order of letters")
        verbose_name_plural = _("orders of letters")
        constraints = [
            models.CheckConstraint(
                name="letter_run_has_both_files_or_none",
                condition=Q(joint_path="", archive_path="")
                | (~Q(joint_path="") & ~Q(archive_path="")),
            ),
        ]

    def __str__(self) -> str:
        return str(self.call)


class LetterQuerySet(OwedQuerySet["Letter"]):
    def visible_to(self, user: User) -> Self:
        """Staff see all letters; a province sees its own once its file is made."""
        if user.holds(*OVERSEEING_ROLES):
            return self
        return self.filter(province__in=user.provinces(*PROVINCE_ROLES)).exclude(path="")

    def unmade(self) -> Self:
        return self.filter(path="")


class Letter(Owed):
    """An official letter: numbered and worded as a row first, made into a PDF second.

    What it says is copied here when it is ordered; later edits elsewhere do not change it.
    """

    run = models.ForeignKey(LetterRun, models.PROTECT, related_name="letters")
    allocation = models.OneToOneField(Allocation, models.PROTECT, related_name="letter")
    province = models.ForeignKey(Province, models.PROTECT, related_name="letters")
    register_year = models.PositiveSmallIntegerField(_("year of the register"))
    number = models.PositiveIntegerField(_("number in the register"))
    reference = models.CharField(_("reference"), max_length=60)
    dated_on = models.DateField(_("date"))
    subject = models.CharField(_("subject"), max_length=250)
    recipient = models.CharField(_("to"), max_length=150)
    content = models.JSONField(_("wording"))
    path = models.CharField(max_length=120, blank=True, editable=False)
    sha256 = models.CharField(_("digest"), max_length=64, blank=True)
    made_at = models.DateTimeField(_("made"), null=True, editable=False)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["register_year", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["register_year", "number"], name="letter_number_once_a_register"
            ),
            models.CheckConstraint(
                name="letter_made_exactly_when_it_has_a_file",
                condition=Q(path="", sha256="", made_at__isnull=True)
                | (~Q(path="") & ~Q(sha256="") & Q(made_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return self.reference
