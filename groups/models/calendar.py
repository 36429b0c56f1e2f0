from django.db import models
from django.utils.translation import gettext_lazy as _

from groups.models.people import User
from selection_site.lib import clock


class DayOff(models.Model):
    """A day on which offices are closed that the list of holidays does not know of.

    The cabinet declares some late, and for single provinces or flood weeks no list has them.
    """

    day = models.DateField(
        _("day"),
        unique=True,
        error_messages={"unique": _("This day is on the list already.")},
    )
    name = models.CharField(_("why"), max_length=120)
    added_by = models.ForeignKey(User, models.PROTECT, verbose_name=_("added by"))
    added_at = models.DateTimeField(_("added"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("day off")
        verbose_name_plural = _("days off")
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"


class CalendarKey(models.Model):
    """The private address under which a person's telephone reads the days of their posts.

    Only a hash of it is kept: whoever reads the database cannot read calendars with it.
    """

    user = models.OneToOneField(
        User, models.CASCADE, related_name="calendar_key", verbose_name=_("person")
    )
    sha256 = models.CharField(_("hash of the address"), max_length=64, unique=True)
    created_at = models.DateTimeField(_("created"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")

    def __str__(self) -> str:
        return str(self.user)
