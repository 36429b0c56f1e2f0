from datetime import timedelta
from typing import Self, TypeVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from selection_site.lib import clock

MOST_TRIES = 5

Row = TypeVar("Row", bound="Owed")


class OwedQuerySet(models.QuerySet[Row]):
    """Rows that owe work; a worker takes one by a conditional update, never by a lock."""

    def waiting(self) -> Self:
        """Those nobody works on now and that have tries left."""
        free = Q(claimed_until=None) | Q(claimed_until__lt=clock.now())
        return self.filter(free, tries__lt=MOST_TRIES)

    def claim(self, pk: int, *, lease: timedelta, **found: object) -> bool:
        """Take the row for `lease`; False when another worker has it or its tries are used up."""
        taken = self.waiting().filter(pk=pk)
        until = clock.now() + lease
        return bool(taken.update(claimed_until=until, tries=F("tries") + 1, **found))

    def renew(self, pk: int, *, lease: timedelta) -> None:
        """Hold a claimed row longer, while its work goes on."""
        self.filter(pk=pk).update(claimed_until=clock.now() + lease)

    def release(self, pk: int, *, error: str = "", wait: timedelta | None = None) -> None:
        """Give the row back: with an error it is tried again, after `wait`, until its tries end."""
        again = clock.now() + wait if wait else None
        self.filter(pk=pk).update(claimed_until=again, last_error=error)

    def settle(self, pk: int, **found: object) -> bool:
        """Write what was owed and lay the claim down; False when the row is none of these now."""
        return bool(self.filter(pk=pk).update(claimed_until=None, last_error="", **found))

    def given_up(self) -> Self:
        """Those whose tries are used up: a person must look and press 'try again'."""
        return self.filter(tries__gte=MOST_TRIES)

    def owe_again(self) -> int:
        """Give those that were given up all their tries anew; says how many there were."""
        return self.given_up().update(tries=0, claimed_until=None, last_error="")


class Owed(models.Model):
    """A row that owes work to be done later; the row is the truth, the broker a courier."""

    claimed_until = models.DateTimeField(_("claimed until"), null=True, editable=False)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0, editable=False)
    last_error = models.TextField(_("last error"), blank=True, editable=False)

    class Meta:
        abstract = True
